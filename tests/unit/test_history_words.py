"""The history of a threat in words."""

import pytest

from dfdmodeler.analysis.history_words import Told, Turn, tell, turns
from dfdmodeler.model.records import Entry

VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


def entry(field: str = "", before: str = "", after: str = "", text: str = "", **signed: object) -> Entry:
    fields = {"field": field, "before": before, "after": after, "text": text}
    return Entry.model_validate({"id": "e", "threat": "R@b", **fields, **signed})


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (entry(text="Why?"), Told("", "Why?")),
        (entry("status", "open", "accepted", "Small"), Told("Open → Accepted", "Small")),
        (entry("status", "accepted", "open"), Told("Accepted → Open")),
        (entry("status", "accepted", "accepted", "Small"), Told("Decided again: Accepted", "Small")),
        (entry("expires", "", "2027-01-01"), Told("Holds until: 2027-01-01")),
        (entry("expires", "2027-01-01", ""), Told("Holds until: no end, before 2027-01-01")),
        (entry("severity", "", "Low", "Test data"), Told("Severity: Low", "Test data")),
        (entry("severity", "Low", ""), Told("Severity: as found, before Low")),
        (entry("owner", "Ann", "Bob"), Told("Owner: Bob, before Ann")),
        (entry("owner", "Ann", ""), Told("Owner: none, before Ann")),
        (entry("likelihood", "", "very_high"), Told("Likelihood: very high")),
        (entry("cvss", "", VECTOR), Told(f"CVSS 4.0: 9.3 Critical ({VECTOR})")),
        (entry("cvss", "", "half"), Told("CVSS 4.0: half")),
        (entry("notes", text="Call them"), Told("Notes", "Call them")),
        (entry("notes"), Told("Notes taken away")),
        (entry("mitigation", "", "planned", "Filter"), Told("Filter: Planned")),
        (entry("mitigation", "planned", "verified, Cy", "Filter"), Told("Filter: Planned → Verified, Cy")),
        (entry("mitigation", "planned", "", "Filter"), Told("Filter: removed, before Planned")),
        (entry("mitigation", "planned", "planned", "Filter"), Told("Filter: Planned, details changed")),
        (entry("carried", "Q@b", "R@b"), Told("Carried over from Q@b")),
        (entry("of_a_newer_version", "1", "2"), Told("Of a newer version: 2, before 1")),
    ],
)
def test_each_entry_is_told(one: Entry, told: Told) -> None:
    assert tell(one) == told
    assert told.is_comment is (not one.field)


def test_what_one_person_did_on_one_day_stands_together() -> None:
    day, next_day = {"date": "2026-01-01"}, {"date": "2026-01-02"}
    said = [
        entry(text="1", author="Ann", **day),
        entry(text="2", author="Ann", **day),
        entry(text="3", author="Bob", **day),
        entry(text="4", author="Ann", **day),
        entry(text="5", **next_day),
    ]
    assert turns(said) == [
        Turn("Ann", "2026-01-01", (Told("", "1"), Told("", "2"))),
        Turn("Bob", "2026-01-01", (Told("", "3"),)),
        Turn("Ann", "2026-01-01", (Told("", "4"),)),
        Turn("Without a name", "2026-01-02", (Told("", "5"),)),
    ]
