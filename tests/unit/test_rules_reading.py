"""Which compiled conditions read an attribute: all that do, near, through others, tables and totals."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.library import Library
from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.rules.load import Pack
from dfdmodeler.rules.predicates import Predicates
from dfdmodeler.rules.program import Total, mentioned
from dfdmodeler.rules.reading import Readers
from dfdmodeler.rules.rule import PackInfo, Rule
from systems import shipped_library

LIBRARY = shipped_library()
READERS = Readers(LIBRARY.program)
RULES = {row.rule.id: row for row in LIBRARY.compiled}


@pytest.mark.parametrize(
    ("attribute", "rule"),
    [
        ("encrypted_at_rest", "ST-11"),
        ("encrypted", "ST-05"),
        ("protocol", "ST-05"),
        ("rate_limiting", "MS-05"),
        ("data_class", "ML-3"),
        ("mode", "LLM-03"),
        ("initiator", "ST-03"),
    ],
)
def test_rules_read_attributes_near_and_far(attribute: str, rule: str) -> None:
    assert RULES[rule].fires in READERS.of(attribute)


def test_rules_that_say_nothing_of_an_attribute_do_not_read_it() -> None:
    assert RULES["ST-11"].fires not in READERS.of("retention_limited")
    assert RULES["DV-02"].fires not in READERS.of("encrypted")


def test_what_mentions_a_reader_is_a_reader() -> None:
    program = LIBRARY.program
    assert program.tables
    assert program.totals
    for attribute in ("data_class", "rate_limiting", "protocol", "mode", "task"):
        readers = READERS.of(attribute)
        for name, function in program.functions.items():
            if not readers.isdisjoint(mentioned(function.code)):
                assert name in readers
        for name, table in program.tables.items():
            if not readers.isdisjoint((table.counts, table.through, table.over, table.channel, table.emits)):
                assert name in readers
        for name, total in program.totals.items():
            assert isinstance(total, Total)
            assert (name in readers) == (total.each in readers)


def test_values_that_conditions_name_are_told_apart_and_others_are_not() -> None:
    flags = ("yes", "partial", "no", "n/a")
    assert READERS.told_apart("encrypted_at_rest", flags) == ("yes", "partial", "n/a")
    assert READERS.told_apart("encrypted", flags) == flags
    task = LIBRARY.catalog.attribute("task")
    assert task is not None
    assert {"generation", "embedding", "classification"} <= set(READERS.told_apart("task", task.values))


def test_claims_of_a_control_are_what_it_says_itself() -> None:
    flows = LIBRARY.catalog.flow_attributes
    assert set(READERS.claims("enc", flows)) == {"protocol", "encrypted"}
    assert set(READERS.claims("src_auth", flows)) == {"protocol", "authn"}
    assert hasattr(Predicates, "enc")


def test_a_total_over_the_whole_model_reads_what_its_members_are_asked_for() -> None:
    rule = Rule(
        id="X-1",
        scope="diagram",
        track="security",
        when="any(yes(n.multi_tenant) for n in nodes)",
        severity="Low",
        title="Shared",
    )
    pack = Pack(PackInfo(id="own", version="1"), (Entry("here", rule),), (), ())
    library = Library(LIBRARY.catalog, [pack])
    assert not library.problems
    assert library.program.totals
    (row,) = library.compiled
    assert row.fires in Readers(library.program).of("multi_tenant")
    assert row.fires not in Readers(library.program).of("mode")
