"""What the canvas shows: the picture of one diagram, kept up with the model, and previews of edits not made
yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.diagram import DiagramPicture
from dfdmodeler.drawing.geometry import line_crosses_box
from dfdmodeler.drawing.index import Key, back_to_front, key_of, painted
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Item, Marks, Picture
from dfdmodeler.drawing.scene import look
from dfdmodeler.drawing.shapes import element_size
from dfdmodeler.model.change import diff
from dfdmodeler.model.locking import locked_on
from dfdmodeler.model.model import EMPTY_MODEL, Model

_AT_ONCE = 4
"""Records; of a change of more, the flows are sketched first where the diagram is large."""
_ROUTED_AT_ONCE = 16
"""Flows; of more that a change touches, none is routed before the change shows."""
_ROLES = ("element", "boundary", "note", "flow")


class Content:
    """Answers what is where. Everything that changes it returns the boxes to paint again."""

    def __init__(self, catalog: Catalog, metrics: Metrics) -> None:
        self._catalog, self.metrics = catalog, metrics
        self._marks = Marks()
        self.model: Model = EMPTY_MODEL
        """The model that is shown; during a preview, the one that would be."""
        self._kept: DiagramPicture | None = None
        """The picture without the preview, while there is one."""
        self.moving: frozenset[str] = frozenset()
        """What the preview draws differently."""
        self._kept_model: Model = EMPTY_MODEL
        self._locked: list[str] | None = None
        """What is locked, if that is known."""
        self.open(EMPTY_MODEL, "")

    def open(self, model: Model, diagram: str) -> None:
        """Shows a diagram afresh; the flows of a large one are sketched first."""
        self.model, self._kept, self.moving = model, None, frozenset()
        self._diagram, self._locked = diagram, None
        self._finishing: Iterator[frozenset[str]] | None = None
        catalog, metrics = self._catalog, self.metrics
        bare = replace(self._marks, shades=None)
        self.drawn = DiagramPicture(model, catalog, diagram, metrics, bare, thorough=False)
        self.drawn.mark(self._marks, thorough=False)

    def follow(self, model: Model, changed: Iterable[str]) -> list[Box]:
        """Shows the model after a change; a preview ends."""
        boxes, ids = self.end_preview(), list(changed)
        self._locked = None
        self.model, self._finishing = model, None
        thorough = len(ids) <= _AT_ONCE and not self.drawn.is_large
        self.drawn.refresh(model, ids, thorough, _ROUTED_AT_ONCE)
        return boxes + self._damage()

    @property
    def is_sketchy(self) -> bool:
        """Whether flows are merely sketched that are to be routed; never so for good during a preview."""
        return self._kept is None and self.drawn.is_sketchy

    def finish(self) -> list[Box]:
        """Routes a little of what is merely sketched."""
        if self._finishing is None:
            self._finishing = self.drawn.finishing()
        next(self._finishing, None)
        if not self.drawn.is_sketchy:
            self._finishing = None
        return self._damage()

    @property
    def previewing(self) -> bool:
        """Whether what is shown is not what is."""
        return self._kept is not None

    def preview(self, model: Model) -> list[Box]:
        """Shows what the model would look like, until `end_preview`."""
        if self._kept is None:
            self._kept, self._kept_model = self.drawn, self.model
            self.drawn, self.moving = self.drawn.copy(), frozenset()
        changed = diff(self.model, model)
        self.model = model
        self.moving |= self.drawn.sketch(model, changed)
        return self._damage()

    def end_preview(self) -> list[Box]:
        """Shows the model as it is again, exactly as before the preview."""
        if self._kept is None:
            return []
        before, self.drawn, self.model = self.drawn, self._kept, self._kept_model
        self._finishing = self._kept = None
        keys, self.moving = _keys(self.moving), frozenset()
        shown = [
            picture.items[key] for picture in (before, self.drawn) for key in keys if key in picture.items
        ]
        return [box for item in shown for box in painted(item)]

    def mark(self, marks: Marks) -> list[Box]:
        """Shows other badges and highlights, or another overlay; of much at once, the rest by `finish`."""
        self._marks = marks
        self.drawn.mark(marks, thorough=False)
        if self._kept is not None:
            self._kept.mark(marks, thorough=False)
        return self._damage()

    def to_draw(self) -> Callable[[], Picture]:
        """Draws all that there is now, nothing merely sketched but in a preview. What is called may be
        called beside the window: it shares nothing that changes.
        """
        drawn, whole = self.drawn.copy(), self._kept is None

        def draw() -> Picture:
            if whole and drawn.is_sketchy:
                for _ in drawn.finishing():
                    pass
            return drawn.picture

        return draw

    @property
    def bounds(self) -> Box:
        """The box around everything drawn; empty for an empty diagram."""
        return self.drawn.bounds

    def new_size(self, type_: str) -> tuple[float, float]:
        """The size that a new element of a type is drawn with."""
        appearance = look(type_, self._catalog)
        return element_size(appearance.label, appearance, self.metrics)

    def fitting_size(self, type_: str, name: str) -> tuple[float, float]:
        """The size that an element of a type takes for its name, if nobody sizes it."""
        return element_size(name, look(type_, self._catalog), self.metrics)

    def item(self, subject: str) -> Item | None:
        """What is drawn of a subject, its label apart."""
        found = (self.drawn.items.get(Key(subject, role)) for role in _ROLES)  # type: ignore[arg-type]
        return next((item for item in found if item is not None), None)

    def label(self, subject: str) -> Item | None:
        return self.drawn.items.get(Key(subject, "label"))

    def hit(self, x: float, y: float, tolerance: float) -> str | None:
        """The topmost subject at a point."""
        return self.drawn.index.hit(x, y, tolerance)

    def visible(self, box: Box) -> list[Item]:
        """What shows in a box, from back to front."""
        return self.drawn.index.visible(box)

    def standing(self, box: Box) -> list[Item]:
        """What shows in a box and is not being moved, from back to front."""
        moving = self.moving
        return [item for item in self.visible(box) if item.subject not in moving]

    def moved(self, box: Box) -> list[Item]:
        """What is being moved, as it would be and as far as it shows in a box, and what covers flows among
        it; from back to front.
        """
        items = self.drawn.items
        found = {
            key: items[key] for key in _keys(self.moving) if key in items and items[key].bounds.meets(box)
        }
        for flow in [item for item in found.values() if item.role == "flow"]:
            found.update((key_of(item), item) for item in self.drawn.index.over(flow.line, box))
        return sorted(found.values(), key=back_to_front)

    def places(self, subjects: Iterable[str]) -> list[Box]:
        """Where subjects are drawn while nothing is previewed."""
        items = (self._kept or self.drawn).items
        return [box for key in _keys(subjects) if key in items for box in painted(items[key])]

    def is_crowded(self, box: Box, most: int) -> bool:
        """Whether more than so many items show in a box."""
        return len(self.drawn.items) > most and self.drawn.index.is_crowded(box, most)

    def inside(self, x: float, y: float) -> str | None:
        """The innermost boundary around a point."""
        return self.drawn.index.inside(x, y)

    def element_at(self, x: float, y: float, margin: float = 0.0) -> str | None:
        """The topmost element at a point, or within a margin of it."""
        spot = Box(x, y, 0, 0).grown(margin)
        near = [item for item in self.drawn.index.visible(spot) if item.role == "element" and item.shape]
        inside = [item for item in near if item.shape and item.shape.contains(x, y)]
        around = [item for item in near if item.shape and item.shape.grown(margin).contains(x, y)]
        return next((item.subject for item in reversed(inside or around)), None)

    def within(self, box: Box) -> list[str]:
        """Everything that lies fully inside a box, sorted by id."""
        shown = (item for item in self.visible(box) if item.role != "label")
        return sorted(item.subject for item in shown if _covers(box, item))

    def touching(self, box: Box) -> list[str]:
        """Everything that shows in a box, sorted by id; of a boundary, its frame has to."""
        shown = (item for item in self.visible(box) if item.role != "label")
        return sorted(item.subject for item in shown if _touches(box, item))

    def size_of(self, subject: str) -> tuple[float, float]:
        """The size that something is drawn with."""
        item = self.item(subject)
        return (item.shape.width, item.shape.height) if item and item.shape else (0.0, 0.0)

    def locked(self) -> list[Item]:
        """What is drawn of all that is locked."""
        if self._locked is None:
            self._locked = locked_on(self.model, self._diagram)
        items = (self.item(subject) for subject in self._locked)
        return [item for item in items if item is not None]

    @property
    def shown(self) -> frozenset[str]:
        """Everything on the diagram."""
        return frozenset(key.subject for key in self.drawn.items)

    def subjects(self) -> list[str]:
        """Everything on the diagram, sorted by id."""
        return sorted(self.shown)

    def _damage(self) -> list[Box]:
        """Where something was drawn since this was last asked."""
        boxes, self.drawn.damage = self.drawn.damage, []
        return boxes


def _keys(subjects: Iterable[str]) -> list[Key]:
    return [Key(subject, role) for subject in subjects for role in (*_ROLES, "label")]  # type: ignore[arg-type]


def _covers(box: Box, item: Item) -> bool:
    if item.line:
        return all(box.contains(x, y) for x, y in item.line)
    shape = item.shape
    return shape is not None and box.contains(shape.x, shape.y) and box.contains(shape.right, shape.bottom)


def _touches(box: Box, item: Item) -> bool:
    if item.line:
        ends = (item.line[0], item.line[-1])
        return line_crosses_box(item.line, box) or any(box.contains(x, y) for x, y in ends)
    shape = item.shape
    if shape is None or not shape.meets(box):
        return False
    around = shape.contains(box.x, box.y) and shape.contains(box.right, box.bottom)
    return item.role != "boundary" or not around
