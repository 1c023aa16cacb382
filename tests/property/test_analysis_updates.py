"""After any sequence of edits, what analysis says equals what it says of the same model from scratch."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis import engine
from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from systems import model_of, shipped_library
from threat_edits import edited, start

SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples
STEPS = 8
SEEDS = st.integers(0, 1 << 32)
"""Chance of its own: hypothesis would make most systems small and plain, in which everything is near."""
WITHOUT_SHRINKING = settings(max_examples=SHARE // 2, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def said(analysis: Analysis) -> dict[str, Any]:
    """Everything that is asked of an analysis, but evidence."""
    return {
        "findings": analysis.findings,
        "mitigations": [analysis.mitigations(finding) for finding in analysis.findings],
        "questions": analysis.questions(),
        "keys": [analysis.ranking.key(finding) for finding in analysis.findings],
    }


def explained(analysis: Analysis) -> dict[str, Any]:
    return {f.id: (analysis.explain(f), analysis.grounds(f)) for f in analysis.findings}


def updated(random: Random, analysis: Analysis, model: Model) -> bool:
    """Updates an analysis, or begins to; at some pauses somebody asks about the model as it was.

    Returns whether the update was completed.
    """
    before = said(analysis)
    dropped = random.choice([0, 0, 0, random.randint(1, 40)])
    asked = random.choice([0, random.randint(1, 20)])
    for pause, _ in enumerate(analysis.update(model), 1):
        if pause == asked:
            assert said(analysis) == before
            explained(analysis)
        if pause == dropped:
            return False
    return True


def follows_edits(random: Random, *, elements: int = 7, steps: int = STEPS) -> int:
    """Edits a model at random, with undo and redo; how many updates were completed."""
    library = shipped_library()
    model = start(random, library.catalog, elements)
    analysis = analyze(library, model)
    past, done = [model], 0
    for _ in range(steps):
        if random.random() < 0.2:
            model = random.choice(past)
        else:
            model = edited(random, library.catalog, model)
            past.append(model)
        if updated(random, analysis, model):
            done += 1
            fresh = analyze(library, model)
            assert said(analysis) == said(fresh)
            if random.random() < 0.2:
                assert explained(analysis) == explained(fresh)
    return done


@WITHOUT_SHRINKING
@example(seed=2097153)  # asked at a pause after the new findings were in force already
@given(seed=SEEDS)
def test_updates_equal_runs_from_scratch(seed: int) -> None:
    random = Random(seed)
    follows_edits(random, elements=random.choice([7, 20]))


@WITHOUT_SHRINKING
@given(seed=SEEDS)
def test_two_updates_at_once(seed: int) -> None:
    """Updates begun side by side do not disturb one another; the last one that ends is in force."""
    random = Random(seed)
    library = shipped_library()
    model = start(random, library.catalog)
    analysis = analyze(library, model)
    models = [edited(random, library.catalog, model) for _ in range(2)]
    runs = [(after, analysis.update(after)) for after in models]
    last = model
    while runs:
        after, run = random.choice(runs)
        try:
            next(run)
        except StopIteration:
            runs.remove((after, run))
            last = after
    assert said(analysis) == said(analyze(library, last))


def test_only_edits_are_updates(monkeypatch: Any) -> None:
    """The tests above would say nothing if updates were runs from scratch."""
    library = shipped_library()
    random = Random(1)
    scratch: list[Model] = []
    run = Analysis._run

    def noted(self: Analysis, model: Model) -> Any:
        scratch.append(model)
        return run(self, model)

    monkeypatch.setattr(engine.Analysis, "_run", noted)
    model = start(random, library.catalog)
    analysis = Analysis(library)
    for _ in range(30):
        model = edited(random, library.catalog, model)
        completed(analysis.update(model))
    assert len(scratch) == 1


def test_what_a_neighbour_amounts_to_is_near() -> None:
    """A page that is not trusted taints the model that reads it, so its agent, so the notes of the agent."""
    library = shipped_library()
    flows = [
        ("page", "bot", ["documents"]),
        ("helper", "bot", ["prompt"]),
        ("helper", "notes", ["memory_record"]),
        ("notes", "helper", ["memory_record"]),
    ]
    system = {
        "elements": [
            {"id": "page", "type": "web_content", "trust": "trusted"},
            {"id": "bot", "type": "llm"},
            {"id": "helper", "type": "agent"},
            {"id": "notes", "type": "agent_memory"},
        ],
        "flows": [
            {"id": f"f{n}", "from": source, "to": target, "carries": kinds}
            for n, (source, target, kinds) in enumerate(flows)
        ],
    }
    model = model_of(system)
    analysis = analyze(library, model)
    assert "AGT-01@notes" not in {finding.id for finding in analysis.findings}
    for trust, found in (("untrusted", True), ("trusted", False)):
        model = edits.set_property(model, ["page"], "trust", trust)
        completed(analysis.update(model))
        assert ("AGT-01@notes" in {finding.id for finding in analysis.findings}) == found
        assert said(analysis) == said(analyze(library, model))


@pytest.mark.parametrize(
    ("subject", "attribute", "value", "rule"),
    [("filter", "mode", "block", "LLM-03"), ("f0", "rate_limited", "yes", "MS-05")],
)
def test_what_closes_a_path_far_away(subject: str, attribute: str, value: str, rule: str) -> None:
    """Elements and flows that restrict paths are looked at wherever they lie on the way."""
    library = shipped_library()
    ways = [("user", "site"), ("site", "app"), ("app", "bot")], [("bot", "page"), ("page", "filter")]
    pairs = [(*pair, "prompt") for pair in ways[0]]
    pairs += [(*pair, "generated_content") for pair in (*ways[1], ("filter", "view"), ("view", "user"))]
    types = {"user": "human_user", "bot": "llm", "filter": "guardrail"}
    names = dict.fromkeys(name for pair in pairs for name in pair[:2])
    system = {
        "elements": [{"id": name, "type": types.get(name, "web_app")} for name in names],
        "flows": [
            {"id": f"f{n}", "from": source, "to": target, "carries": [kind]}
            for n, (source, target, kind) in enumerate(pairs)
        ],
    }
    model = model_of(system)
    analysis = analyze(library, model)
    for said_of_it, found in ((None, True), (value, False), (None, True)):
        model = edits.set_property(model, [subject], attribute, said_of_it)
        completed(analysis.update(model))
        assert (f"{rule}@bot" in {finding.id for finding in analysis.findings}) == found
        assert said(analysis) == said(analyze(library, model))


def test_what_runs_against_another_flow_is_near_it() -> None:
    """An answer is trusted because the other agent was asked for it: by a flow that runs the other way.

    Whether it asks changes no path, for what is asked goes by a bus too.
    """
    library = shipped_library()
    system = {
        "elements": [
            {"id": "planner", "type": "agent"},
            {"id": "helper", "type": "agent"},
            {"id": "bus", "type": "process"},
        ],
        "flows": [
            {"id": "in", "from": "planner", "to": "bus", "carries": ["prompt", "logs"]},
            {"id": "out", "from": "bus", "to": "helper", "carries": ["prompt", "logs"]},
            {"id": "ask", "from": "planner", "to": "helper", "protocol": "https", "carries": ["logs"]},
            {"id": "reply", "from": "helper", "to": "planner", "protocol": "https", "carries": ["context"]},
        ],
    }
    model = model_of(system)
    analysis = analyze(library, model)
    for carried, found in (("logs", True), ("prompt", False), ("logs", True)):
        model = edits.set_property(model, ["ask"], "carries", (carried,))
        completed(analysis.update(model))
        assert ("AGT-11@reply" in {finding.id for finding in analysis.findings}) == found
        assert said(analysis) == said(analyze(library, model))


def test_what_opens_a_cycle_far_away() -> None:
    """An agent goes round in a loop until a flow is gone that does not touch it, nor a neighbour of it."""
    library = shipped_library()
    ring = ["agent", "p1", "p2", "p3", "p4"]
    system = {
        "elements": [{"id": name, "type": "agent" if name == "agent" else "process"} for name in ring],
        "flows": [
            {"id": f"f{n}", "from": name, "to": ring[(n + 1) % len(ring)], "carries": ["other"]}
            for n, name in enumerate(ring)
        ],
    }
    closed = model_of(system)
    opened = edits.delete(closed, ["f2"])
    analysis = analyze(library, closed)
    for model, found in ((opened, False), (closed, True), (opened, False)):
        completed(analysis.update(model))
        assert ("AGT-10@agent" in {finding.id for finding in analysis.findings}) == found
        assert said(analysis) == said(analyze(library, model))


def test_what_comes_nearer_to_outsiders_far_away_moves_in_the_order() -> None:
    """An element falls behind another when the shorter way to it from outside is cut, however far from it."""
    library = shipped_library()
    ways = ["user", "a", "b", "last"], ["user", "c", "d", "e", "first"], ["user", *"uvwa"]
    pairs = [pair for way in ways for pair in pairwise(way)]
    names = dict.fromkeys(name for way in ways for name in way)
    system = {
        "report_unknowns": "yes",
        "elements": [{"id": n, "type": "human_user" if n == "user" else "process"} for n in names],
        "flows": [
            {"id": f"{source}-{target}", "from": source, "to": target, "carries": ["other"]}
            for source, target in pairs
        ],
    }
    joined = model_of(system)
    cut = edits.delete(joined, ["user-a"])
    analysis = analyze(library, joined)
    for model, order in ((cut, ["first", "last"]), (joined, ["last", "first"])):
        completed(analysis.update(model))
        subjects = [f.subject for f in analysis.findings if f.severity == "Info" and f.subject in order]
        assert list(dict.fromkeys(subjects)) == order
        assert said(analysis) == said(analyze(library, model))
