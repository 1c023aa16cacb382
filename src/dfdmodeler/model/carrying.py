"""Carrying what is kept about a threat over to another id: of a renamed rule, of a copy, of one that took its
place.

Nothing is lost on the way: what does not come into force is told in the history of the threat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dfdmodeler.model.edits import put, remove
from dfdmodeler.model.model import Model
from dfdmodeler.model.record import R, Record, evolve
from dfdmodeler.model.records import ActionItem, Assumption, Decision, Entry, Mitigation
from dfdmodeler.model.triage_history import (
    CARRIED,
    VERDICT,
    History,
    decision_on,
    decision_says,
    history_of,
    mitigation_id,
)
from dfdmodeler.model.triage_records import CLOSED

_DIGITS = 16

Pairs = Iterable[tuple[str, str]]
"""Ids of threats: the one about which something is kept, and the one that it is to count for."""


def adopt(model: Model, former: str, present: str, *, author: str, date: str) -> Model:
    """Moves all that is kept about a threat to the id that it has now; its history leads back to the former.

    Where something is kept about the present one too, both is kept: of two verdicts the one that leaves more
    to do counts, or else the later one, to be reviewed again, and the history tells the other.
    """
    return adopt_all(model, [(former, present)], author=author, date=date)


def adopt_all(model: Model, pairs: Pairs, *, author: str, date: str) -> Model:
    """The same for many threats."""
    carrier = _Carrier(model, author, date)
    for former, present in pairs:
        carrier.carry(former, present, stays=False)
    return carrier.done()


def carry(
    model: Model, pairs: Pairs, *, author: str, date: str, evidence: Mapping[str, str] = MappingProxyType({})
) -> Model:
    """Lets what is kept about threats count for others too, such as those of copies.

    `evidence` has digests for decisions that are not to be reviewed again, by the present id: of the evidence
    as if its subject were the original.
    """
    carrier = _Carrier(model, author, date, evidence)
    for former, present in pairs:
        carrier.carry(former, present, stays=True)
    return carrier.done()


def has_verdict(decision: Decision) -> bool:
    """Whether somebody decided, and did not only note an owner or the like."""
    return decision.status != "open" or bool(decision.reason)


class _Carrier:
    """Carries over what is kept about some threats."""

    def __init__(
        self, model: Model, author: str, date: str, evidence: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._model, self._evidence = model, evidence
        self._history = History(model, author, date)
        self._put: dict[str, Record] = {}
        self._removed: set[str] = set()
        self._mitigations: dict[str, list[Mitigation]] = {}
        self._mentioning: list[str] = []
        self._told: set[str] = set()
        """Threats with a history."""
        for record in model.values():
            if isinstance(record, Mitigation):
                self._mitigations.setdefault(record.threat, []).append(record)
            elif isinstance(record, Assumption | ActionItem) and record.subjects:
                self._mentioning.append(record.id)
            elif isinstance(record, Entry):
                self._told.add(record.threat)

    def carry(self, former: str, present: str, *, stays: bool) -> None:
        """Carries over what is kept about one threat."""
        kept, own = (self._now(decision_on(self._model, threat)) for threat in (former, present))
        if kept.id == own.id:
            return
        mitigations = [
            self._now(row) for row in self._mitigations.get(former, ()) if row.id not in self._removed
        ]
        said = decision_says(kept) or bool(mitigations)
        if said or (former in self._told and not _leads(self._model, present, former)):
            self._history.go_on_from(former, own.threat)
            self._history.add(own.threat, field=CARRIED, before=former, **_in_words(kept))
        if decision_says(kept):
            self._take(own, kept, stays=stays)
        for mitigation in mitigations:
            self._carry_mitigation(mitigation, own.threat, stays=stays)
        for record_id in self._mentioning if said else ():
            self._mention(record_id, {former, kept.id}, present, stays=stays)

    def done(self) -> Model:
        """The model in which all is carried over."""
        return put(remove(self._model, self._removed), *self._put.values(), *self._history.entries)

    def _now(self, record: R) -> R:
        """A record as it has become meanwhile."""
        found = self._put.get(record.id)
        if found is None and record.id in self._removed:
            assert isinstance(record, Decision)
            return type(record).model_validate({"id": record.id, "threat": record.threat})
        return found if type(found) is type(record) else record

    def _drop(self, record_id: str) -> None:
        self._put.pop(record_id, None)
        self._removed.add(record_id)

    def _keep(self, record: Record) -> None:
        self._put[record.id] = record

    def _take(self, own: Decision, kept: Decision, *, stays: bool) -> None:
        seen = self._evidence.get(own.threat)
        joined = _joined(own, evolve(kept, evidence=seen) if seen and kept.evidence else kept)
        if decision_says(own):
            self._history.note(own, joined)
            for name in _beside(own):
                mine, other = getattr(own, name), getattr(kept, name)
                if mine and other not in (mine, "", ()) and name != "tags":
                    self._history.add(own.threat, field=name, before=other, after=mine)
        self._keep(joined)
        if not stays:
            self._drop(kept.id)

    def _carry_mitigation(self, kept: Mitigation, present: str, *, stays: bool) -> None:
        """Of two about the same measure the own one stays, and the history tells the other."""
        id_ = mitigation_id(kept.measure or kept.id, present) if kept.measure or stays else kept.id
        own = self._put.get(id_) or self._model.get(id_)
        if own is None or id_ == kept.id:
            self._keep(evolve(kept, id=id_, threat=present))
        else:
            words = ", ".join(part for part in (kept.status, kept.owner, kept.ticket) if part)
            self._history.add(present, field="mitigation", before=words, text=kept.title)
        if not stays and id_ != kept.id:
            self._drop(kept.id)

    def _mention(self, record_id: str, former: set[str], present: str, *, stays: bool) -> None:
        """An assumption or action about the one is about the other."""
        record = self._put.get(record_id) or self._model[record_id]
        assert isinstance(record, Assumption | ActionItem)
        if former.isdisjoint(record.subjects):
            return
        subjects = [i if stays or i not in former else present for i in record.subjects]
        self._keep(evolve(record, subjects=tuple(dict.fromkeys([*subjects, present]))))


def _joined(own: Decision, kept: Decision) -> Decision:
    """What is kept about one threat, and what was kept about another where there is nothing yet."""
    first = own if _counts_more(own, kept) else kept
    verdict = {name: getattr(first, name) for name in VERDICT} | {"title": own.title or kept.title}
    if first is kept:
        verdict["carried_from"] = _origin(kept, own.threat) if has_verdict(kept) else ""
    if has_verdict(own) and has_verdict(kept) and _stand(own) != _stand(kept):
        verdict["evidence"] = _neither(own.evidence, kept.evidence)
    filled = {name: getattr(own, name) or getattr(kept, name) for name in _beside(own)}
    filled["tags"] = tuple(dict.fromkeys((*own.tags, *kept.tags)))
    return evolve(own, **filled, **verdict)


def _beside(decision: Decision) -> list[str]:
    """What is kept beside a verdict."""
    return [name for name in dict(decision) if name not in (*VERDICT, "id", "kind", "threat")]


def _origin(kept: Decision, present: str) -> str:
    origin = kept.carried_from or kept.threat
    return "" if origin == present else origin


def _stand(decision: Decision) -> tuple[str, str, str]:
    return decision.status, decision.reason, decision.expires


def _counts_more(own: Decision, kept: Decision) -> bool:
    """Whether the own verdict comes into force: one that leaves more to do, or else the later one."""
    if not (has_verdict(own) and has_verdict(kept)):
        return has_verdict(own) or not has_verdict(kept)
    if (own.status in CLOSED) != (kept.status in CLOSED):
        return kept.status in CLOSED
    return own.date >= kept.date


def _neither(one: str, other: str) -> str:
    """A digest that is that of no evidence: the verdict is to be reviewed again."""
    return hashlib.sha256(f"{one} and {other}".encode()).hexdigest()[:_DIGITS]


def _in_words(kept: Decision) -> dict[str, str]:
    """What an entry tells of what is carried over, so that it can be read wherever that is lost."""
    if not has_verdict(kept):
        return {}
    signed = ", ".join(part for part in (kept.author, kept.date) if part)
    return {"after": kept.status, "text": f"{kept.reason} ({signed})".strip() if signed else kept.reason}


def _leads(model: Model, present: str, former: str) -> bool:
    """Whether the history of a threat has been told to go back to another one."""
    return any(entry.field == CARRIED and entry.before == former for entry in history_of(model, present))
