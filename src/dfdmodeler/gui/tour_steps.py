"""What the tour says, where it points, and when a step is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer, Decision, Element, Flow

if TYPE_CHECKING:
    from dfdmodeler.gui.window import Window

TEMPLATE = "rag-chatbot.dfdm"
"""The model that the tour is taken in."""
RECEIVER = "import"
"""The element of it to which the new one is connected."""


@dataclass(frozen=True)
class Progress:
    """What a step is judged by: the model of the tour, the model when the step began, and the one now."""

    first: Model
    before: Model
    now: Model
    threat: str | None
    written: bool
    """Whether a file was exported since the step began."""


@dataclass(frozen=True)
class Step:
    """One thing to do. `panel` is brought to the front; `target` is what the tour points at."""

    title: str
    text: str
    target: Callable[[Window], QWidget]
    done: Callable[[Progress], bool]
    panel: str = ""
    then: str = ""
    """What is told when it is done, where there is something to be looked at before going on."""


def _is_drawn(progress: Progress) -> bool:
    return bool(_new(progress, Element))


def _is_connected(progress: Progress) -> bool:
    drawn = {element.id for element in _new(progress, Element)}
    return any({flow.source, flow.target} & drawn for flow in _new(progress, Flow))


def _is_answered(progress: Progress) -> bool:
    def said(model: Model) -> dict[str, object]:
        about = (r for r in model.values() if isinstance(r, Element | Flow) and r.id in progress.before)
        return {r.id: r.properties for r in about} | {r.id: r for r in model.of(Answer)}

    return said(progress.before) != said(progress.now)


def _is_decided(progress: Progress) -> bool:
    return set(progress.now.of(Decision)) != set(progress.before.of(Decision))


def _new(progress: Progress, kind: type) -> list:
    return [record for record in progress.now.of(kind) if record.id not in progress.first]


STEPS: tuple[Step, ...] = (
    Step(
        "Draw something",
        "This chatbot answers from documents. A partner sends some, too: choose External entity on the left, "
        "then click an empty place in the diagram. Or find it with the search there and press Enter.",
        lambda w: w.palette_panel,
        _is_drawn,
        "palette",
    ),
    Step(
        "Connect it",
        "Point at the new element and drag from the dot beside it to Document import. What the flow carries "
        "can be said on the right, under Properties.",
        lambda w: w.canvas,
        _is_connected,
    ),
    Step(
        "See why",
        "Choose a threat in the list: the path behind it lights up in the diagram. F8 goes to the next one.",
        lambda w: w.threats,
        lambda p: p.threat is not None,
        "threats",
        "Below the list stands why it applies, sentence by sentence, and what would remove it. Look at more "
        "of them, and go on when you have seen enough.",
    ),
    Step(
        "Answer a question",
        "What nobody has said is unknown, not “no”. Answer any question: threats go, or become certain.",
        lambda w: w.questions,
        _is_answered,
        "questions",
    ),
    Step(
        "Decide",
        "Choose a threat and say what becomes of it: mitigated, accepted or not applicable. Should the facts "
        "behind it change, it asks to be reviewed again.",
        lambda w: w.threats,
        _is_decided,
        "threats",
    ),
    Step(
        "Hand it on",
        "Export PDF writes the report: the diagrams, every threat with its reasons, and what was decided.",
        lambda w: w.menuBar().cornerWidget(),
        lambda p: p.written,
    ),
)
