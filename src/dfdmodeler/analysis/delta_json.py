"""The JSON shape of what differs between two versions of a model: plain values, and a contract."""

from __future__ import annotations

from typing import Any

from dfdmodeler.analysis.delta import Delta, Turn
from dfdmodeler.model.differences import Difference, Differences
from dfdmodeler.model.fields import plain

Json = dict[str, Any]


def as_json(found: Differences, delta: Delta) -> Json:
    """All of it; lists of threats by id."""
    return {
        "changes": [_change(row) for row in found.changes],
        "threats": {
            "appeared": sorted(turn.id for turn in delta.appeared),
            "gone": sorted(turn.id for turn in delta.gone),
            "changed": sorted(turn.id for turn in delta.changed),
            "details": {turn.id: _turn(turn) for turn in sorted(delta.turns, key=lambda turn: turn.id)},
            "because": {
                turn.id: [
                    {"of": reason.of, "changes": [part._asdict() for part in reason.parts]}
                    for reason in turn.reasons
                ]
                for turn in sorted(delta.turns, key=lambda turn: turn.id)
            },
        },
        "layout": found.layout,
    }


def _change(row: Difference) -> Json:
    fields = {name: [plain(before), plain(after)] for name, (before, after) in row.fields.items()}
    return {"id": row.id, "kind": row.kind, "change": row.change, "fields": fields}


def _turn(turn: Turn) -> Json:
    row = turn.row
    fields = {name: list(pair) for name, pair in turn.fields.items()}
    return {"subject": row.subject, "title": row.title, "severity": row.severity, "fields": fields}
