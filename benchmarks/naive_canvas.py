"""The usual canvas, to compare with: a graphics item for each element, boundary and flow.

It shows names, type names and labels, and lines that run straight from middle to middle: less than the real
one, which routes flows, places labels and draws icons.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.scene import flow_text
from dfdmodeler.drawing.shapes import DEFAULT_HEIGHT, DEFAULT_WIDTH
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Placement


class BoxItem(QGraphicsItem):
    """An element or a boundary: a box with texts."""

    def __init__(self, rect: QRectF, color: QColor, *texts: str) -> None:
        super().__init__()
        self.setPos(rect.topLeft())
        self.setFlags(
            QGraphicsItem.GraphicsItemFlag.ItemIsMovable | QGraphicsItem.GraphicsItemFlag.ItemIsSelectable
        )
        self._rect = QRectF(0, 0, rect.width(), rect.height())
        self._color, self._texts = color, texts

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-2, -2, 2, 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setPen(QPen(self._color, 1.6))
        painter.drawRoundedRect(self._rect, 8, 8)
        for number, text in enumerate(self._texts):
            painter.drawText(QPointF(12, 20 + 16 * number), text)


class LineItem(QGraphicsItem):
    """A flow: a line with a label in its middle."""

    def __init__(self, line: QLineF, text: str) -> None:
        super().__init__()
        self._line, self._text = line, text
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:
        rect = QRectF(self._line.p1(), self._line.p2()).normalized()
        return rect.adjusted(-80, -12, 80, 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setPen(QPen(Qt.GlobalColor.darkGray, 1.4))
        painter.drawLine(self._line)
        painter.drawText(self._line.center(), self._text)


class NaiveCanvas(QGraphicsView):
    """A scene with an item for each thing on a diagram."""

    def __init__(self, catalog: Catalog, model: Model, diagram: str) -> None:
        super().__init__()
        scene = QGraphicsScene(self)
        self.setScene(scene)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.items_by_id: dict[str, QGraphicsItem] = {}
        rects: dict[str, QRectF] = {}
        for placement in model.of(Placement):
            record = model.get(placement.subject)
            if placement.diagram != diagram or not isinstance(record, Element | Boundary):
                continue
            width, height = placement.width or DEFAULT_WIDTH, placement.height or DEFAULT_HEIGHT
            rects[record.id] = rect = QRectF(placement.x, placement.y, width, height)
            texts = [record.name] + ([catalog.label(record.type)] if isinstance(record, Element) else [])
            self._add(record.id, BoxItem(rect, QColor("steelblue"), *texts))
        for flow in model.of(Flow):
            source, target = rects.get(flow.source or ""), rects.get(flow.target or "")
            if source and target:
                line = QLineF(source.center(), target.center())
                self._add(flow.id, LineItem(line, flow_text(flow, catalog)))

    def fit(self) -> None:
        self.fitInView(self.scene().itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def _add(self, record_id: str, item: QGraphicsItem) -> None:
        self.items_by_id[record_id] = item
        self.scene().addItem(item)
