"""Findings brought up to date with an edited model: rules run again only where something they read is new.

All is changed in place, by a patch. At each pause everything is as it was before the edit, so whoever asks
meanwhile gets answers about the model of the last completed run, and an update may be dropped half-way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from dfdmodeler.analysis.findings import Case, Found
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.ranking import Key
from dfdmodeler.analysis.threat import Finding
from dfdmodeler.graph.patch import Patch, Step
from dfdmodeler.graph.renewal import Renewal
from dfdmodeler.graph.topology import Node
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Boundary, Element, Flow, Override
from dfdmodeler.rules.refresh import Refresh
from dfdmodeler.rules.strata import Strata

READ = (Element, Flow, Boundary)
"""Records that findings depend on, besides what the model says of the rules themselves."""
MANY = 50
"""Changed records from which on a large part of a model is rather analysed anew."""
SLICE = 40
"""Subjects between two pauses."""


def is_about_rules(change: Change) -> bool:
    """Whether a change is about which rules apply and what they report, rather than about what they read."""
    return any(
        isinstance(record, Override) or (isinstance(record, About) and _said(before) != _said(after))
        for before, after in change.values()
        for record in (before, after)
    )


def _said(about: object) -> tuple[object, ...]:
    said = about if isinstance(about, About) else About()
    return said.report_unknowns, said.packs_off


def concerns(change: Change) -> Change:
    """The part of a change on which findings depend."""
    return Change(
        {id_: pair for id_, pair in change.items() if any(isinstance(record, READ) for record in pair)}
    )


def is_large(change: Change, found: Found) -> bool:
    """Whether an analysis from scratch is the quicker way, or frees what earlier updates left behind."""
    topology = found.topology
    size = len(topology.nodes) + len(topology.flows)
    left_behind = len(topology.places) > 2 * len(topology.nodes) + MANY
    return left_behind or (len(change) > MANY and 4 * len(change) > size)


class Update:
    """One update of what was found."""

    def __init__(self, library: Library, strata: Strata, found: Found, change: Change, model: Model) -> None:
        self._library, self._strata, self._found, self._model = library, strata, found, model
        self._patch = Patch()
        self._renewal = Renewal(found.topology, change, model, self._patch)
        self.refresh: Refresh | None = None
        """What became dirty, once the index is renewed."""
        self._meanwhile: list[Step] = []
        """What was kept while the update was suspended."""
        self._new: dict[str, dict[str, Finding]] = {}
        """All findings at subjects near which something is new."""
        self._single: dict[tuple[str, str], Finding | None] = {}
        """Findings of rules that had to run everywhere, by subject and rule."""
        self._moved: set[str] = set()
        """Subjects that have another place in the order."""

    @property
    def applied(self) -> bool:
        """Whether all is as the edited model has it, rather than as before."""
        return self._patch.applied

    def suspend(self) -> None:
        """Puts everything back as it was before."""
        self._patch.undo()
        self._note(self._meanwhile.append)

    def resume(self) -> None:
        """Goes on where the update was suspended, without what was kept meanwhile."""
        for container, key, _ in self._meanwhile:
            container.pop(key, None)
        self._meanwhile.clear()
        self._note(self._patch.note)
        self._patch.redo()

    def _note(self, note: Callable[[Step], None] | None) -> None:
        self._found.stated.note = self._found.granted.note = note

    def steps(self) -> Iterator[None]:
        """Finds out what is new, with pauses."""
        found, patch = self._found, self._patch
        yield
        old_areas = set(found.topology.area_of)
        yield from self._renewal.steps()
        renewed = self._renewal.renewed
        self.refresh = Refresh(self._strata, found.topology, (found.stated, found.granted), renewed, patch)
        yield from self.refresh.steps()
        self._moved = found.ranking.renew(renewed, patch)
        gone = {thing.id for thing in renewed.gone if thing.drawn}
        for subject in (gone | old_areas - found.topology.area_of.keys()) & found.at.keys():
            self._new[subject] = {}
        yield from self._pausing(self._dirty_cases(self.refresh))
        yield from self._run_everywhere(self.refresh)

    def _pausing(self, cases: Iterator[Case]) -> Iterator[None]:
        for done, case in enumerate(cases, 1):
            self._new[case[1]] = {finding.rule: finding for finding in self._found.judged(case)}
            if done % SLICE == 0:
                yield

    def _dirty_cases(self, refresh: Refresh) -> Iterator[Case]:
        """All subjects near which something is new."""
        found = self._found
        flows = sorted({hop.id for hop in refresh.hops if hop.drawn})
        nodes = sorted(refresh.nodes, key=_order)
        for subject in (*flows, *(node.id for node in nodes if node.drawn)):
            self._new[subject] = {}
        yield from found.about_nodes(nodes)
        yield from found.about_flows(flows)
        areas = {area.id: area for area in self._renewal.renewed.areas}
        areas |= {area.id: area for node in nodes for area in node.areas}
        yield from found.about_areas(area for _, area in sorted(areas.items()))
        yield from found.about_the_rest()

    def _run_everywhere(self, refresh: Refresh) -> Iterator[None]:
        """Runs the rules that read what is not near, and has another value, at all other subjects."""
        if not refresh.far_reaching:
            return
        rules = {
            row.rule.id
            for row in self._found.rules
            if refresh.everywhere(row.fires) or refresh.everywhere(row.grades)
        }
        if not rules:
            return
        for done, (armed, subject, ways) in enumerate(self._found.cases(), 1):
            chosen = [rule for rule in armed if rule[0].rule.id in rules]
            if chosen and subject not in self._new:
                self._single |= {(subject, rule[0].rule.id): None for rule in chosen}
                for finding in self._found.judged((chosen, subject, ways)):
                    self._single[subject, finding.rule] = finding
            if done % SLICE == 0:
                yield

    def commit(self) -> None:
        """Puts what is new into force."""
        found, ranking = self._found, self._found.ranking
        self._note(None)
        new = dict(self._new)
        for (subject, rule), finding in self._single.items():
            known = new.setdefault(subject, {r: f for r, (_, f) in found.at.get(subject, {}).items()})
            if finding is None:
                known.pop(rule, None)
            else:
                known[rule] = finding
        for subject in self._moved - new.keys():
            if subject in found.at:
                new[subject] = {rule: finding for rule, (_, finding) in found.at[subject].items()}
        out: list[Key] = []
        come: list[tuple[Key, Finding]] = []
        for subject, findings in new.items():
            before = found.at.pop(subject, {})
            after = {entry[1].rule: entry for entry in ranking.keyed(subject, findings.values())}
            out += [entry[0] for rule, entry in before.items() if after.get(rule) != entry]
            come += [entry for rule, entry in after.items() if before.get(rule) != entry]
            if after:
                found.at[subject] = after
        self._file(out, come)
        self._forget_done(new)
        found.model = self._model

    def _file(self, out: list[Key], come: list[tuple[Key, Finding]]) -> None:
        """Takes findings out of the list of all, and others in."""
        found = self._found
        if not out and not come:
            return
        keys, findings = found.keys, list(found.findings)
        for key in out:
            place = bisect_left(keys, key)
            del keys[place], findings[place]
        for key, finding in come:
            place = bisect_left(keys, key)
            keys.insert(place, key)
            findings.insert(place, finding)
        found.findings = tuple(findings)

    def _forget_done(self, subjects: dict[str, dict[str, Finding]]) -> None:
        assert self.refresh is not None
        markers = self._library.markers.values() if self.refresh.far_reaching else ()
        if any(self.refresh.everywhere(marker.holds) for marker in markers):
            self._found.done.clear()
        for subject in subjects:
            self._found.done.pop(subject, None)


def _order(node: Node) -> tuple[bool, str]:
    return node.order
