# `make run` and `make test` start from nothing: they make .venv and install the locked packages first.
# On Windows, and without make, the README names the same steps as plain commands.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK_FLAGS ?= --upgrade
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-strip-extras --no-emit-index-url --no-emit-find-links $(LOCK_FLAGS)

.PHONY: run test check-all format lint types imports tests wheel windows properties coverage bench peers examples \
	screenshots lock clean
.DEFAULT_GOAL := test

run: $(VENV)/run.stamp
	$(BIN)/python packaging/run_example.py

test: system $(VENV)/test.stamp
	$(MAKE) --no-print-directory lint types imports tests

# What is too slow for every change: the built package, real windows on a virtual screen, many random examples.
check-all: system-all test
	$(MAKE) --no-print-directory wheel windows properties coverage

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports --no-logo

tests:
	$(BIN)/pytest -q -n auto -m "not slow"

wheel: $(VENV)/test.stamp
	$(BIN)/python packaging/try_wheel.py

# The tests of every way of drawing, for a real window too. Without a person's pointer a drag out of the palette
# never ends there, and what is hovered is left again at once: the tests that need either stay offscreen.
OFFSCREEN := drawn_by_mouse or dot_beside or may_come_next_is_offered or it_snaps_to or stencil_over_a_boundary
DRAWING := $(patsubst %,tests/gui/test_%.py,canvas_draw canvas_gestures canvas_chooser canvas_growth canvas_flows \
	canvas_lines canvas_boundaries canvas_labels canvas_move canvas_notes canvas_retyping canvas_clipboard \
	window_drawing window_first_diagram)
windows: $(VENV)/test.stamp
	for scale in 1 2; do \
		DFDMODELER_HOME=out/window-home QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=$$scale \
			xvfb-run --auto-servernum --server-args="-screen 0 2560x1600x24" \
			$(BIN)/python -m dfdmodeler --self-test || exit 1; \
	done
	DFDMODELER_TEST_PLATFORM=xcb QT_SCALE_FACTOR=1 \
		xvfb-run --auto-servernum --server-args="-screen 0 2560x1600x24" $(BIN)/pytest -q -k "not ($(OFFSCREEN))" \
		$(DRAWING)

properties: $(VENV)/test.stamp
	$(BIN)/pytest -q -n auto --hypothesis-profile=long tests/property
	$(BIN)/pytest -q -m slow || test $$? -eq 5  # 5: no test is marked slow

# The packages whose every branch decides what a reviewer is told.
CORE := model graph rules analysis
coverage: $(VENV)/test.stamp
	$(BIN)/pytest -q -n auto -m "not slow" --cov-branch --cov-fail-under=95 --cov-report=term:skip-covered \
		$(CORE:%=--cov=dfdmodeler.%) tests/unit tests/property

bench: $(VENV)/test.stamp
	$(BIN)/python benchmarks/run.py

# Other tools, for `make bench` to measure beside this one; it does without them where this was not run.
peers: $(VENV)/test.stamp
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
		-r requirements/bench.txt

# The example models as documents to look at, below out/examples.
examples: $(VENV)/run.stamp
	mkdir -p out/examples
	for model in resources/templates/*.dfdm; do \
		$(BIN)/dfdmodeler report "$$model" -o "out/examples/$$(basename "$$model" .dfdm).pdf" || exit 1; \
	done

# The pictures that README and guide show, into docs/images; all of them, light and dark, 1x and 2x, into out/screenshots.
screenshots: $(VENV)/test.stamp
	$(BIN)/python packaging/take_screenshots.py

# Takes the newest releases that pyproject.toml allows; `make lock LOCK_FLAGS=` keeps what is locked and still fits.
lock: $(VENV)/test.stamp
	$(PIP) --require-hashes -r requirements/lock.txt
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra test -c requirements/run.txt -o requirements/test.txt
	$(COMPILE) pyproject.toml --extra dask -c requirements/test.txt -o requirements/dask.txt
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) requirements/lock.in -o requirements/lock.txt
	$(COMPILE) requirements/bench.in -o requirements/bench.txt

.PHONY: system system-all
system:
	@$(PYTHON) packaging/check_system.py python qt git

system-all:
	@$(PYTHON) packaging/check_system.py

$(VENV)/run.stamp: pyproject.toml requirements/build.txt requirements/run.txt
	@$(PYTHON) packaging/check_system.py python
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(PIP) --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	$(PIP) --require-hashes -r requirements/test.txt
	touch $@

clean:
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
