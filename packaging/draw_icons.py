"""Draw the application icon at the sizes that desktops ask for, from the one SVG.

Run it after changing `resources/icons/dfdmodeler.svg`: `.venv/bin/python packaging/draw_icons.py`
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 32, 48, 64, 128, 256)
PACKAGING = Path(__file__).resolve().parent
SOURCE = PACKAGING.parent / "resources" / "icons" / "dfdmodeler.svg"


def draw(renderer: QSvgRenderer, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(SOURCE))
    for size in SIZES:
        draw(renderer, size).save(str(PACKAGING / "icons" / f"dfdmodeler-{size}.png"))
    application.quit()


if __name__ == "__main__":
    main()
