"""What the drawing says without words: what lies inside what, which ends a flow joins, what it crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element as Node

from dfdmodeler.formats.tm7.curves import Box, Point, around, bent, crossings, sample
from dfdmodeler.formats.tm7.intake import NO_GUID, SHOWN, Intake
from dfdmodeler.formats.tm7.tree import text
from dfdmodeler.model.records import Element, Flow, Route, evolve, layout_id

FLOW_PIECES = 16
"""Straight pieces that stand for the curve of a flow."""

BEND_TOLERANCE = 4.0
MAX_PAIRS = 20_000_000
"""How many pairs of shapes are compared at most to find out what lies inside or across what."""


@dataclass(slots=True)
class Surface:
    """What has been read of one drawing surface."""

    id: str
    guid: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    """Record ids by GUID."""
    centres: dict[str, Point] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    """Rectangles of box boundaries."""
    lines: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    """Curves of line boundaries."""
    flows: list[tuple[str, Node]] = field(default_factory=list)
    courses: dict[str, tuple[Point, Point, Point | None]] = field(default_factory=dict)
    """Start, end and handle of flows."""


def nest(intake: Intake, surface: Surface) -> None:
    """Gives elements and box boundaries the smallest box that holds their centre as a parent."""
    by_size = sorted(surface.boxes, key=lambda i: (surface.boxes[i].area, i))
    if len(by_size) * len(surface.centres) > MAX_PAIRS:
        intake.tell("There are too many shapes to find out which lie inside which boundary.")
        return
    place = {box_id: n + 1 for n, box_id in enumerate(by_size)}
    for record_id, centre in surface.centres.items():
        around_it = by_size[place.get(record_id, 0) :]
        parent = next((box_id for box_id in around_it if surface.boxes[box_id].holds(centre)), None)
        if parent is not None:
            intake.add(evolve(intake.records[record_id], parent=parent))


def ids_everywhere(surfaces: Sequence[Surface]) -> dict[str, str]:
    """Record ids by GUID over all surfaces; where a GUID was used twice, the first one counts."""
    found: dict[str, str] = {}
    for surface in surfaces:
        for guid, record_id in surface.ids.items():
            found.setdefault(guid, record_id)
    return found


def join(intake: Intake, surfaces: Sequence[Surface]) -> None:
    """Joins the flows of all surfaces to their ends and finds the line boundaries that they cross."""
    everywhere = ids_everywhere(surfaces)
    for surface in surfaces:
        crossed = _crossed(intake, surface)
        for record_id, line in surface.flows:
            ends = {
                end: _end(intake, surface, everywhere, record_id, text(line, f"{end}Guid"), end.lower())
                for end in ("Source", "Target")
            }
            flow = intake.records[record_id]
            assert isinstance(flow, Flow)
            properties = flow.properties.with_("line_crossings", crossed.get(record_id, ()))
            intake.add(evolve(flow, source=ends["Source"], target=ends["Target"], properties=properties))
            _route(intake, surface, record_id, ends["Source"], ends["Target"])


def _end(
    intake: Intake, surface: Surface, everywhere: dict[str, str], flow: str, guid: str, end: str
) -> str | None:
    """The id of what a flow's end points to; None and a problem where it points nowhere."""
    found = surface.ids.get(guid) or everywhere.get(guid)
    if found is None or guid in ("", NO_GUID):
        what = f"The {end} of {_shown(intake, flow)} is attached to nothing."
        intake.tell(what, flow, hint="Attach it or delete the flow.")
        return None
    if not isinstance(intake.records.get(found), Element):
        what = f"The {end} of {_shown(intake, flow)} is no element."
        intake.tell(what, flow, hint="Attach it to an element.")
    return found


def _shown(intake: Intake, flow: str) -> str:
    """A flow in a problem: by its name, and by its id where it has none."""
    name = " ".join(getattr(intake.records[flow], "name", "").split())[:SHOWN]
    return f"flow '{name or flow}'"


def _route(intake: Intake, surface: Surface, flow: str, source: str | None, target: str | None) -> None:
    """Keeps the bend of a flow, and where its loose ends lie."""
    start, end, handle = surface.courses[flow]
    bends = (handle,) if handle is not None and bent(start, handle, end, BEND_TOLERANCE) else ()
    loose_source, loose_target = (
        not isinstance(intake.records.get(i or ""), Element) for i in (source, target)
    )
    if bends or loose_source or loose_target:
        intake.add(
            Route(
                id=layout_id(surface.id, flow),
                diagram=surface.id,
                subject=flow,
                bends=bends,
                style="curved" if bends else "",
                source_point=start if loose_source else None,
                target_point=end if loose_target else None,
            )
        )


def _crossed(intake: Intake, surface: Surface) -> dict[str, tuple[str, ...]]:
    """Line boundaries that each flow crosses: an odd number of times as drawn, or by its chord."""
    if len(surface.lines) * len(surface.courses) > MAX_PAIRS:
        intake.tell("There are too many lines to find out which flows cross which boundary.")
        return {}
    lines = [(line_id, curve, around(curve)) for line_id, curve in surface.lines.items()]
    found: dict[str, tuple[str, ...]] = {}
    for flow, (start, end, handle) in surface.courses.items() if lines else ():
        course = sample(start, handle, end, FLOW_PIECES)
        box = around(course)
        found[flow] = tuple(
            line_id
            for line_id, curve, area in lines
            if area.meets(box) and (crossings(course, curve) % 2 or crossings((start, end), curve) % 2)
        )
    return found
