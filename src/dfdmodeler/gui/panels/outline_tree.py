"""The outline as a tree for Qt: boundaries nest, elements stand inside, flows below where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.scene import flow_text
from dfdmodeler.drawing.spoken import describe
from dfdmodeler.model.diagrams import showing
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Record

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole + 1
NO_INDEX = QModelIndex()
LOOSE, NOTES = "Flows without a source", "Notes"


class Node:
    """A row of the tree. Without an id it is a title."""

    __slots__ = ("children", "id", "number", "parent", "row", "text")

    def __init__(self, text: str, record_id: str = "") -> None:
        self.text, self.id = text, record_id
        self.parent: Node | None = None
        self.row = 0
        self.number = 0
        self.children: list[Node] = []

    def add(self, child: Node) -> None:
        """Appends a child."""
        child.parent, child.row = self, len(self.children)
        self.children.append(child)

    def walk(self) -> Iterator[Node]:
        """All nodes below this one."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


def outline(model: Model, catalog: Catalog, words: Sequence[str] = ()) -> Node:
    """The tree. Within a parent: boundaries, elements, flows, each by name.

    With words, only what has all of them in its name or its kind, and what that lies in.
    """
    root = Node("")
    nodes = {
        r.id: Node(text_of(model, catalog, r), r.id)
        for kind in (Boundary, Element)
        for r in _by_name(model, kind)
    }
    for kind in (Boundary, Element):
        for record in _by_name(model, kind):
            _holder(model, nodes, record, root).add(nodes[record.id])
    loose, notes = Node(LOOSE), Node(NOTES)
    flows = [(text_of(model, catalog, flow), flow) for flow in model.of(Flow)]
    for text, flow in sorted(flows, key=lambda pair: (pair[0].casefold(), pair[1].id)):
        nodes.get(flow.source or "", loose).add(Node(text, flow.id))
    for note in model.of(Note):
        notes.add(Node(text_of(model, catalog, note), note.id))
    for group in (loose, notes):
        if group.children:
            root.add(group)
    return _narrowed(root, model, catalog, words) if words else root


def _narrowed(node: Node, model: Model, catalog: Catalog, words: Sequence[str]) -> Node:
    """A copy of a node with only those below it that were found, or below which something was."""
    kept = Node(node.text, node.id)
    for child in node.children:
        below = _narrowed(child, model, catalog, words)
        told = f"{child.text} {kind_words(catalog, model.get(child.id))}".casefold()
        if below.children or (child.id and all(word in told for word in words)):
            kept.add(below)
    return kept


def kind_words(catalog: Catalog, record: Record | None) -> str:
    """What kind of thing a row is."""
    if isinstance(record, Element):
        return catalog.label(record.type)
    if isinstance(record, Boundary):
        kind = catalog.boundary_kinds.get(record.type)
        return f"Boundary, {kind.label}" if kind else "Boundary"
    return record.kind.capitalize() if isinstance(record, Flow | Note) else ""


def text_of(model: Model, catalog: Catalog, record: Record) -> str:
    """One line for a record."""
    if isinstance(record, Flow):
        target = model.name_of(record.target) if record.target in model else "nowhere"
        what = " ".join(flow_text(record, catalog).split())
        return f"to {target}: {what}" if what else f"to {target}"
    if isinstance(record, Note):
        return " ".join(record.text.split())[:60] or ("Legend" if record.shows else "Empty note")
    return model.name_of(record.id)


def where(model: Model, record: Record | None, among: Sequence[Diagram]) -> str:
    """What tells on which of the diagrams an element or boundary stands, if there are several."""
    if not isinstance(record, Element | Boundary) or len(among) < 2:
        return ""
    names = (model.name_of(diagram) for diagram in showing(model, record.id, among))
    return f"  ({', '.join(names) or 'on no diagram'})"


def _holder(model: Model, nodes: dict[str, Node], record: Any, root: Node) -> Node:
    """Where a record stands; one inside itself, which a broken file may say, stands at the top."""
    seen, parent = {record.id}, record.parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        above = model.find(Boundary, parent)
        parent = above.parent if above else None
    return root if parent in seen else nodes.get(record.parent or "", root)


def _by_name(model: Model, kind: type[Any]) -> list[Any]:
    return sorted(model.of(kind), key=lambda r: (model.name_of(r.id).casefold(), r.id))


class OutlineModel(QAbstractItemModel):
    """Names can be edited in place; `rename(id, name)` is told what a person typed."""

    def __init__(
        self, catalog: Catalog, icon: Callable[[Record], QIcon], rename: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self._catalog, self._icon, self._rename = catalog, icon, rename
        self._model = Model()
        self._diagrams: list[Diagram] = []
        self._root = Node("")
        self.words: tuple[str, ...] = ()
        """What the rows were narrowed to."""
        self._all: list[Node] = [self._root]
        """Indexes hold numbers into this list: Qt keeps no Python object alive."""
        self._nodes: dict[str, Node] = {}

    def show_model(self, model: Model, words: Sequence[str] = ()) -> None:
        """Builds the tree anew, of what has all of some words."""
        self.beginResetModel()
        self.words = tuple(words)
        self._diagrams = model.diagrams
        self._model, self._root = model, outline(model, self._catalog, words)
        self._all = [self._root, *self._root.walk()]
        for number, node in enumerate(self._all):
            node.number = number
        self._nodes = {node.id: node for node in self._all if node.id}
        self.endResetModel()

    def show_names(self, model: Model, ids: list[str]) -> None:
        """Only names differ: of these records, and in the flows that lead to them."""
        self._model, self._diagrams = model, model.diagrams
        touched = set(ids)
        touched |= {f.id for f in model.of(Flow) if f.target in touched}
        for i in touched & self._nodes.keys():
            self._nodes[i].text = text_of(model, self._catalog, model[i])
            index = self.index_of(i)
            self.dataChanged.emit(index, index)

    def found(self) -> Iterator[str]:
        """The ids of the rows that have the words themselves, in their order."""
        for node in self._root.walk():
            told = f"{node.text} {kind_words(self._catalog, self._model.get(node.id))}".casefold()
            if node.id and all(word in told for word in self.words):
                yield node.id

    def index_of(self, record_id: str) -> QModelIndex:
        """Where a record stands, or an invalid index."""
        node = self._nodes.get(record_id)
        return self.createIndex(node.row, 0, node.number) if node else NO_INDEX

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        children = self._node(parent).children
        return self.createIndex(row, column, children[row].number) if 0 <= row < len(children) else NO_INDEX

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent
        return (
            NO_INDEX if above is None or above is self._root else self.createIndex(above.row, 0, above.number)
        )

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self._node(index).id:
            return Qt.ItemFlag.ItemIsEnabled
        editable = not isinstance(self._record(index), Note)
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if editable else base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        record = self._record(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.text + where(self._model, record, self._diagrams)
            case Qt.ItemDataRole.EditRole:
                return getattr(record, "name", "")
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(record) if record else None
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return kind_words(self._catalog, record)
            case Qt.ItemDataRole.AccessibleTextRole:
                return describe(self._model, self._catalog, node.id) or node.text
            case _:
                return node.id if role == ID_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        record = self._record(index)
        if record is None or role != Qt.ItemDataRole.EditRole:
            return False
        self._rename(record.id, str(value).strip())
        return True

    def _node(self, index: Index) -> Node:
        return self._all[index.internalId()] if index.isValid() else self._root

    def _record(self, index: Index) -> Record | None:
        return self._model.get(self._node(index).id)
