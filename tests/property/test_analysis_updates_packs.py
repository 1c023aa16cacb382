"""Updates with rules that read what is not near, as packs of strangers may: right, if slower."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.rules.strata import Strata
from systems import ROOT
from threat_edits import edited, start

SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples
CONDITIONS = {
    "W-1": ("node", "any(any(isa(g.source, 'human_user') for g in inflows(f.source)) for f in inflows(e))"),
    "W-2": ("node", "len(down(e, ANY)) > 2"),
    "W-3": ("node", "isa(e, 'process') and any(isa(n, 'human_user') and low(n) for n in nodes)"),
    "W-4": ("node", "loops(e)"),
    "W-5": ("boundary", "len([n for n in inside(b) if taint(n, ANY)]) > 1"),
    "W-6": ("flow", "any(g.source == f.target for g in inflows(f.source)) and not loops(f.source)"),
    "W-7": ("diagram", "any(len(crossed(f)) > 1 for f in flows)"),
    "W-8": ("node", "any(reach(n, e, IND) and len(down(n, QUERY)) > 1 for n in nodes)"),
    "W-9": ("boundary", "any(not yes(n.sandboxed) and callers(n) for n in inside(b))"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    directory = tmp_path_factory.mktemp("packs") / "wide"
    directory.mkdir()
    (directory / "pack.toml").write_text('id = "wide"\nversion = "1"\ntitle = "Wide"\n', "utf-8")
    rules = [
        f'[[rule]]\nid = "{id_}"\nscope = "{scope}"\ntrack = "security"\nwhen = """{when}"""\n'
        f'severity = "Low"\ntitle = "{id_}"\n'
        for id_, (scope, when) in CONDITIONS.items()
    ]
    (directory / "rules.toml").write_text("\n".join(rules), "utf-8")
    found, problems = load_library([ROOT / "stencils"], [directory.parent])
    assert {problem.gravity for problem in problems} <= {"warning"}, problems
    assert set(found.rules) == set(CONDITIONS)
    return found


def test_the_pack_reads_far(library: Library) -> None:
    assert len(Strata(library.program).wide) >= 3
    assert library.program.slow
    assert library.program.totals


@settings(
    max_examples=SHARE,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 1 << 32))
def test_updates_equal_runs_from_scratch(library: Library, seed: int) -> None:
    random = Random(seed)
    model = start(random, library.catalog, random.choice([7, 16]))
    analysis = Analysis(library)
    for _ in range(8):
        for pause, _ in enumerate(analysis.update(model)):
            if pause == 3:
                analysis.questions()
        assert analysis.findings == analyze(library, model).findings
        model = edited(random, library.catalog, model)


def test_each_rule_fires_somewhere(library: Library) -> None:
    models = [start(Random(seed), library.catalog, 16) for seed in range(40)]
    assert {f.rule for model in models for f in analyze(library, model).findings} == set(CONDITIONS)
