"""Import of models of the Microsoft Threat Modeling Tool (``.tm7``, DataContract XML of model version 4.3).

Read are the drawing surfaces with their elements, flows, trust boundaries and notes, the recorded threats
with what was decided about them, and the model information. GUIDs stay the ids of the records. Every shape
becomes a generic element; what its stencil was called is kept as `source_type`. What has no counterpart goes
to the notes of its record, and what cannot be kept is told as a problem.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element as Node

from dfdmodeler.formats.tm7.attributes import stencil_names
from dfdmodeler.formats.tm7.intake import Intake
from dfdmodeler.formats.tm7.joints import Surface, join
from dfdmodeler.formats.tm7.surfaces import SurfaceReader
from dfdmodeler.formats.tm7.threats import ThreatReader, read_template
from dfdmodeler.formats.tm7.tree import UnreadableError, child, children, local, parse, text
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import About, Diagram, Note, Placement

KNOWN_VERSIONS = frozenset({"", "4.3"})
ABOUT_FIELDS = {
    "title": "ThreatModelName",
    "description": "HighLevelSystemDescription",
    "owner": "Owner",
    "contributors": "Contributors",
    "reviewer": "Reviewer",
    "assumptions": "Assumptions",
    "external_dependencies": "ExternalDependencies",
}
NOTE_WIDTH, NOTE_HEIGHT, NOTE_GAP = 240.0, 80.0, 20.0
NOTES_IN_A_ROW = 20


def read_tm7(data: bytes, where: str) -> tuple[Model | None, tuple[Problem, ...]]:
    """The model in a file's bytes and what was lost or changed; None and one problem if it cannot be read.

    `where` names the file in problems.
    """
    try:
        root = parse(data)
    except UnreadableError as error:
        return None, (Problem(where, f"The file cannot be read. {error}"),)
    if local(root.tag) != "ThreatModel":
        return None, (
            Problem(where, f"This is no threat model: it begins with '{local(root.tag)[:60]}'.", _hint(root)),
        )
    intake = Intake(where)
    _read_model(intake, root)
    return Model(intake.records.values()), tuple(intake.problems)


def _hint(root: Node) -> str:
    if local(root.tag) == "KnowledgeBase":
        return "It looks like a template of the Threat Modeling Tool; open a model that was made with it."
    return "Choose a file that the Microsoft Threat Modeling Tool saved."


def _read_model(intake: Intake, root: Node) -> None:
    version = text(root, "Version")
    if version not in KNOWN_VERSIONS:
        intake.tell(f"The file has version {version[:20]}; parts of it may not be understood.")
    if child(root, "DrawingSurfaceList") is None:
        intake.tell("The file has no drawing.")
    reader = SurfaceReader(intake, stencil_names(root))
    surfaces = [reader.read(node, n) for n, node in enumerate(children(root, "DrawingSurfaceList"))]
    join(intake, surfaces)
    threats = ThreatReader(intake, surfaces, read_template(child(root, "KnowledgeBase")))
    for entry in children(root, "ThreatInstances"):
        threats.read(entry)
    _read_about(intake, root)
    _read_notes(intake, root, surfaces)
    _tell_leftovers(intake, root, surfaces)


def _read_about(intake: Intake, root: Node) -> None:
    fields = {ours: text(root, "MetaInformation", theirs) for ours, theirs in ABOUT_FIELDS.items()}
    if any(fields.values()):
        intake.add(About.model_validate(fields))


def _read_notes(intake: Intake, root: Node, surfaces: list[Surface]) -> None:
    """The notes of the model stand below the first drawing, which the tool shows in a list."""
    nodes = [node for node in children(root, "Notes") if text(node, "Message")]
    if not nodes:
        return
    if surfaces:
        diagram = surfaces[0].id
    else:
        diagram = intake.claim("notes", "Diagram 'Notes'")
        intake.add(Diagram(id=diagram, name="Notes"))
    placed = [r for r in intake.records.values() if isinstance(r, Placement) and r.diagram == diagram]
    left = min((r.x for r in placed), default=0.0)
    top = max((r.y + r.height for r in placed), default=0.0) + NOTE_GAP
    for n, node in enumerate(nodes):
        said = " ".join(part for part in (text(node, "AddedBy"), text(node, "Date")[:10]) if part)
        message = text(node, "Message")
        note = Note(
            id=intake.claim(f"note-{text(node, 'Id') or n + 1}", "A note"),
            diagram=diagram,
            text=f"{message}\n({said})" if said else message,
            x=left + (n % NOTES_IN_A_ROW) * (NOTE_WIDTH + NOTE_GAP),
            y=top + (n // NOTES_IN_A_ROW) * (NOTE_HEIGHT + NOTE_GAP),
            width=NOTE_WIDTH,
            height=NOTE_HEIGHT,
        )
        intake.add(note)


def _tell_leftovers(intake: Intake, root: Node, surfaces: list[Surface]) -> None:
    base = child(root, "KnowledgeBase")
    if base is not None:
        count = sum(1 for _ in children(base, "ThreatTypes"))
        name = text(base, "Manifest", "Name") or text(base, "Manifest", "Id") or "without a name"
        intake.tell(
            f"The embedded template '{name}' with {count} threat types was not taken over.", None, "info"
        )
    if any(surface.flows for surface in surfaces):
        intake.tell(
            "Where flows touch their shapes and how thick lines are was not taken over.", None, "info"
        )
