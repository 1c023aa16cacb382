"""The ways in which remedies are found, on systems made so that one way is the only one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.analysis.measures import name_of
from dfdmodeler.analysis.remedies import Remedies, remedying
from dfdmodeler.analysis.remedy_words import NOTHING_HELPS, changes, notes, verdict
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.trials import Trials
from systems import ROOT, System, model_of, shipped_library


def remedies_for(system: System, threat: str, library: Library | None = None) -> Remedies:
    library, model = library or shipped_library(), model_of(system)
    finding = next(f for f in analyze(library, model).findings if f.id == threat)
    return completed(remedying(Trials(library, model), finding))


def told(found: Remedies) -> set[tuple[tuple[str, str], ...]]:
    return {tuple((one.subject, one.attribute) for one in p.measures) for p in found.proposals}


def answering(first: int, second: int) -> dict[str, Any]:
    """A model that answers through two rows of guardrails; none of them blocks."""
    near, far = [f"a{n}" for n in range(first)], [f"b{n}" for n in range(second)]
    carries = ["generated_content"]
    return {
        "elements": [
            {"id": "user", "type": "human_user"},
            {"id": "llm", "type": "llm", "task": "generation"},
            {"id": "kb", "type": "document_store", "data_class": "personal"},
            {"id": "hub", "type": "process"},
            *({"id": id_, "type": "guardrail", "mode": "flag"} for id_ in near + far),
        ],
        "flows": [
            {"id": "ask", "from": "user", "to": "llm", "carries": ["prompt"]},
            {"id": "read", "from": "kb", "to": "llm", "carries": ["context"]},
            *({"id": f"to-{id_}", "from": "llm", "to": id_, "carries": carries} for id_ in near),
            *({"id": f"of-{id_}", "from": id_, "to": "hub", "carries": carries} for id_ in near),
            *({"id": f"to-{id_}", "from": "hub", "to": id_, "carries": carries} for id_ in far),
            *({"id": f"of-{id_}", "from": id_, "to": "user", "carries": carries} for id_ in far),
        ],
    }


def test_few_places_are_found_exactly() -> None:
    found = remedies_for(answering(5, 3), "LLM-04@llm")
    assert told(found) == {(("b0", "mode"), ("b1", "mode"), ("b2", "mode"))}
    assert [proposal.way for proposal in found.proposals] == ["exact"]
    two_rows = remedies_for(answering(1, 2), "LLM-04@llm")
    assert told(two_rows) == {(("a0", "mode"),), (("b0", "mode"), ("b1", "mode"))}


def test_of_many_places_a_minimum_cut_takes_the_fewest() -> None:
    for first, second, row in ((6, 4, "b"), (4, 6, "a")):
        found = remedies_for(answering(first, second), "LLM-04@llm")
        assert told(found) == {tuple((f"{row}{n}", "mode") for n in range(4))}
        assert [proposal.way for proposal in found.proposals] == ["cut"]
        assert verdict(found) == "Up to 3 changes do not remove it; these do:"
        assert notes(found.proposals[0]) == ("Closes every path at the fewest places.",)


def test_what_is_no_path_is_gathered_step_by_step() -> None:
    flows = [{"id": f"f{n}", "from": "user", "to": "app", "carries": ["other"]} for n in range(5)]
    elements = [{"id": "user", "type": "human_user"}, {"id": "app", "type": "web_app"}]
    for count, said in ((5, ("Gathered one by one: fewer changes may do.",)), (4, ())):
        found = remedies_for({"elements": elements, "flows": flows[:count]}, "ST-01@user")
        assert told(found) == {tuple((f"f{n}", "authn") for n in range(count))}
        assert [proposal.way for proposal in found.proposals] == ["greedy"]
        assert notes(found.proposals[0]) == said


def test_what_turns_out_unnecessary_is_left_out_again(tmp_path: Path) -> None:
    """Authorization looks helpful at each door at first, and is of no use where addresses are opened."""
    door = "lacks(f.source.rate_limiting) and (lacks(f.source.authorization) or yes(f.source.fetches_urls))"
    (tmp_path / "pack.toml").write_text('id = "own"\nversion = "1"\n', "utf-8")
    (tmp_path / "rules.toml").write_text(
        f"""[[rule]]
        id = "OWN-1"
        scope = "node"
        track = "security"
        when = "any({door} for f in inflows(e))"
        severity = "Low"
        title = "Open doors"
        """,
        "utf-8",
    )
    library, problems = load_library([ROOT / "stencils"], [tmp_path])
    assert not problems
    doors = [{"id": f"d{n}", "type": "process", "fetches_urls": "yes"} for n in range(5)]
    flows = [{"id": f"f{n}", "from": f"d{n}", "to": "m", "carries": ["other"]} for n in range(5)]
    system = {"elements": [*doors, {"id": "m", "type": "process"}], "flows": flows}
    found = remedies_for(system, "OWN-1@m", library)
    assert told(found) == {tuple((f"d{n}", "rate_limiting") for n in range(5))}


def test_both_ways_of_a_flow_are_looked_at() -> None:
    ends = [{"id": "m", "type": "inference_service"}, {"id": "u", "type": "human_user"}]
    flow = {
        "id": "f",
        "from": "u",
        "to": "m",
        "bidirectional": "yes",
        "carries": ["query"],
        "carries_back": ["prediction", "confidence"],
    }
    model = {"elements": [{**ends[0], "training_data_class": "personal"}, ends[1]], "flows": [flow]}
    assert told(remedies_for(model, "ML-3@m")) == {(("f", "carries_back"),)}


def test_callers_nobody_drew_are_kept_away_by_exposure_alone() -> None:
    web = {"id": "web", "type": "web_app", "exposure": "public", "boundary": "org"}
    model = {"boundaries": [{"id": "org", "kind": "organisation"}], "elements": [web]}
    found = remedies_for(model, "ST-20@web")
    assert told(found) == {(("web", "authorization"),), (("web", "exposure"),)}
    assert [notes(proposal) for proposal in found.proposals] == [
        (),
        ("Limits who can use the system or have the model.",),
    ]


def test_out_of_reach_of_controls_a_mitigation_is_offered_or_nothing() -> None:
    elements = [{"id": "u", "type": "human_user"}, {"id": "m", "type": "llm"}]
    flows = [{"id": "f", "from": "u", "to": "m", "carries": ["prompt"]}]
    found = remedies_for({"elements": elements, "flows": flows}, "LLM-01@m")
    assert {proposal.way for proposal in found.proposals} == {"mitigation"}
    assert verdict(found).startswith("No control that can be set here removes this threat; these")
    people = [{"id": "m", "type": "inference_service", "decides_about_people": "yes"}]
    nothing = remedies_for({"elements": people}, "PR-09@m")
    assert nothing.proposals == ()
    assert verdict(nothing) == NOTHING_HELPS


def test_a_mitigation_is_offered_only_where_there_is_something_to_do() -> None:
    elements = [{"id": "u", "type": "human_user"}, {"id": "m", "type": "llm"}]
    elements += [{"id": "t", "type": "tool", "effect": ["write"]}]
    flows = [{"id": "f", "from": "u", "to": "m", "carries": ["prompt"]}]
    act = {"id": "g", "from": "m", "to": "t", "carries": ["tool_call"]}

    def offered(more: list[dict[str, Any]]) -> set[str]:
        found = remedies_for({"elements": elements, "flows": flows + more}, "LLM-01@m")
        changed = [one for proposal in found.proposals for one in proposal.measures]
        return {str(one.value[0]) for one in changed if one.attribute == "controls"} | {
            one.attribute for one in changed
        }

    assert "M-instr_sep" in offered([])
    assert not offered([]) & {"M-human_approve", "human_approval"}
    assert offered([act]) & {"M-human_approve", "human_approval"}


def test_instructions_name_what_they_are_about() -> None:
    model = model_of(answering(1, 1))
    (proposal, _) = remedies_for(answering(1, 1), "LLM-04@llm").proposals
    assert changes(proposal.measures, model, shipped_library()) == ("Set “Mode” of a0 to Blocks",)
    assert name_of(model, "ask") == "the flow from user to llm"
