"""The style sheet: what the palette alone cannot say, in tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QColor

Color = Callable[[str], QColor]
Mixed = Callable[[str, str, float], QColor]
_FONT_SIZE = re.compile(r"font-size: (\d+)px")


def stylesheet(color: Color, mixed: Mixed, scale: float = 1.0) -> str:
    """The style sheet in the colours of one scheme; a widget opts in by object name or `role` property.

    `scale` enlarges its text.
    """
    text = _FONT_SIZE.sub(lambda size: f"font-size: {round(int(size[1]) * scale)}px", _SHEET)
    names = {name: color(name).name() for name in _TOKENS}
    names["hover"] = mixed("panel", "ink", 0.06).name()
    names["pressed"] = mixed("panel", "ink", 0.12).name()
    names["handle"] = mixed("panel", "ink", 0.25).name()
    names["off"] = mixed("ink", "panel", 0.55).name()
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f"@{name}", names[name])
    return text


_TOKENS = (
    "window",
    "panel",
    "canvas",
    "line",
    "ink",
    "muted",
    "faint",
    "accent",
    "accent_tint",
    "on_mark",
    "critical",
)

_SHEET = """
QMainWindow, QStatusBar { background: @panel; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QToolTip { background: @panel; color: @ink; border: 1px solid @line; padding: 4px 8px; }

QMenuBar { background: @panel; border-bottom: 1px solid @line; padding: 4px 4px 4px 8px; }
QMenuBar::item { padding: 8px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @hover; }
QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; border-radius: 6px; }
QMenu::item:selected { background: @accent_tint; color: @ink; }
QMenu::item:disabled { color: @off; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 4px; }

QStatusBar { border-top: 1px solid @line; color: @muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @muted; padding: 4px 8px; font-size: 12px; }

QDockWidget { color: @muted; font-weight: 600; }
QDockWidget::title { background: @panel; padding: 8px 12px; text-align: left; }
QDockWidget > QWidget { background: @panel; }
QTabBar { background: @panel; font-weight: 400; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted; padding: 8px 4px; margin: 0 4px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @ink; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @ink; }
QTabBar::tab:focus { color: @accent; }

QTabBar#pages::tab { padding: 8px 4px 5px 4px; margin: 0 4px 0 8px; font-size: 12px; }

QWidget#diagram-tabs { background: @panel; border-top: 1px solid @line; }
QWidget#diagram-tabs QTabBar { background: transparent; }
QWidget#diagram-tabs QTabBar::tab { padding: 5px 4px 4px 4px; }
QWidget#diagram-tabs QTabBar::tab:selected { font-weight: 600; }
QWidget#diagram-tabs QToolButton { color: @muted; padding: 0; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: @window; color: @ink; border: 1px solid @line;
  border-radius: 6px; padding: 4px 8px; selection-background-color: @accent; selection-color: @on_mark; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 1px solid @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: @off; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @line; padding: 4px; outline: none;
  selection-background-color: @accent_tint; selection-color: @ink; }
QComboBox[role="quiet"] { background: transparent; border: 1px solid transparent; }
QComboBox[role="quiet"]:hover { background: @window; border: 1px solid @line; }
QComboBox[role="quiet"]:focus { background: @window; border: 1px solid @accent; }
QComboBox[unset="true"], QPushButton[unset="true"] { color: @faint; }

QPushButton { background: @panel; color: @ink; border: 1px solid @line; border-radius: 6px;
  padding: 5px 12px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @off; }
QPushButton:default, QPushButton[role="primary"] { background: @accent; color: @on_mark;
  border: 1px solid @accent; font-weight: 600; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border: 1px solid @ink; }
QPushButton:default:disabled, QPushButton[role="primary"]:disabled { background: @panel; color: @off;
  border: 1px solid @line; }
QPushButton[role="choice"] { padding: 4px 8px; }
QPushButton[role="choice"]:checked { background: @accent_tint; border: 1px solid @accent;
  font-weight: 600; }
QPushButton[role="verdict"] { padding: 4px 2px; }
QPushButton[role="verdict"]:checked { background: @accent_tint; border: 1px solid @accent; }
QPushButton[role="verdict"]:checked:focus, QPushButton[role="choice"]:checked:focus,
QPushButton[role="answer"]:checked:focus { border: 1px solid @ink; }
QPushButton[role="answer"] { text-align: left; padding: 6px 10px; }
QPushButton[role="answer"]:checked { background: @accent_tint; border: 1px solid @accent; font-weight: 600; }
QPushButton[role="field"] { background: @window; border: 1px solid @line; text-align: left;
  padding: 4px 8px; }
QPushButton[role="field"]:focus { border: 1px solid @accent; outline: none; }
QCalendarWidget QWidget { background: @panel; alternate-background-color: @panel; color: @ink; }
QCalendarWidget QToolButton { padding: 4px 8px; color: @ink; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView { selection-background-color: @accent; selection-color: @on_mark;
  outline: none; }
QCalendarWidget QAbstractItemView:disabled { color: @off; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: @accent;
  padding: 2px 4px; text-align: left; font-weight: 600; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid @accent; }
QPushButton[role="status"], QPushButton[role="status-menu"] { border: 1px solid transparent;
  background: transparent; color: @muted; padding: 3px 7px; font-size: 12px; text-align: left; }
QPushButton[role="status-menu"] { padding: 3px 24px 3px 8px; text-align: center; }
QPushButton[role="status"]:hover, QPushButton[role="status-menu"]:hover { background: @hover; color: @ink; }
QPushButton[role="status"]:focus, QPushButton[role="status-menu"]:focus { border: 1px solid @accent; }
QPushButton[role="status-menu"]::menu-indicator { image: none; width: 0; }
QPushButton[role="fold"] { background: @panel; border: 1px solid transparent; color: @muted; font-weight: 600;
  font-size: 12px; padding: 4px 8px 4px 20px; text-align: left; }
QPushButton[role="fold"]:hover { background: @hover; }
QPushButton[role="fold"]:focus { border: 1px solid @accent; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @pressed; }
QToolButton:checked { color: @accent; font-weight: 600; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @off; }
QToolButton#remove { background: @panel; border: 1px solid @line; padding: 0; }
QToolButton#remove:hover { background: @hover; }
QToolButton::menu-indicator { image: none; }
QCheckBox, QRadioButton { border: 1px solid transparent; border-radius: 4px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid @accent; }
QCheckBox::indicator:unchecked, QTreeView::indicator:unchecked { border: 1px solid @faint; border-radius: 3px;
  background: @panel; }

QAbstractItemView { background: @panel; border: none; outline: none; selection-background-color: @accent_tint;
  selection-color: @ink; }
QTreeView::item, QListView::item { padding: 3px 4px; }
QTreeView::item:hover, QListView::item:hover { background: @hover; }
QTreeView::item:selected, QListView::item:selected { background: @accent_tint; color: @ink; }
QTreeView::item:focus, QTableView::item:focus { border: 1px solid @accent; border-radius: 4px; }
QTreeView[role="rows"]::item:focus { border: none; }
QTreeView::branch { background: transparent; }
QTreeView[role="rows"] { selection-background-color: transparent; }
QTreeView[role="rows"]::item, QTreeView[role="rows"]::item:hover, QTreeView[role="rows"]::item:selected {
  background: transparent; }
QHeaderView::section { background: @panel; color: @muted; border: none; border-bottom: 1px solid @line;
  padding: 4px 8px; font-weight: 600; }
QScrollArea, QScrollArea > QWidget > QWidget { background: @panel; border: none; }
QScrollArea { border: 1px solid transparent; }
QScrollArea:focus { border: 1px solid @accent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @handle; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none;
  border: none; height: 0; width: 0; }
QSplitter::handle { background: @line; }
QSplitter::handle:vertical { height: 1px; }

QDialog { background: @panel; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QTableView::item { padding: 4px 8px; }
QProgressBar { background: @window; border: 1px solid @line; border-radius: 6px; text-align: center; }
QProgressBar::chunk { background: @accent; border-radius: 5px; }
QPushButton[role="pick"] { background: transparent; border: 1px solid transparent; color: @muted;
  padding: 4px 24px 4px 8px; text-align: left; }
QPushButton[role="pick"]:hover { background: @hover; color: @ink; }
QPushButton[role="pick"]:focus { border: 1px solid @accent; }
QPushButton[role="pick"]:disabled { color: @off; }
QPushButton[role="pick"][on="true"] { background: @accent_tint; color: @ink; }
QLineEdit[role="cell"] { border-radius: 0; padding: 2px 6px; background: @panel; border: 1px solid @accent; }
QWidget#register { background: @panel; }
QWidget#board-column { background: @window; border: 1px solid @line; border-radius: 8px; }
QWidget#board-column[target="true"] { background: @accent_tint; border: 1px solid @accent; }
QWidget#board-column QListView, QWidget#board-column QLabel { background: transparent; }
QFrame#card { background: @window; border: 1px solid @line; border-radius: 8px; }
QFrame#card QPushButton[role="choice"] { background: @panel; }
QFrame#card QPushButton[role="choice"]:checked { background: @accent_tint; }
QFrame#card QLineEdit, QFrame#card QPlainTextEdit { background: @panel; }
QFrame#floating { background: @panel; border: 1px solid @line; border-radius: 10px; }
QScrollArea#welcome, QScrollArea#welcome > QWidget, QScrollArea#welcome > QWidget > QWidget {
  background: transparent; border: none; }
QFrame#chooser { background: @panel; border: 1px solid @line; border-radius: 10px; }
QLabel#canvas-hint { background: @panel; color: @ink; border: 1px solid @accent; border-radius: 6px;
  padding: 4px 8px; font-size: 12px; }
QLabel#drop-cue { background: @accent_tint; color: @ink; border: 2px dashed @accent; border-radius: 10px;
  font-size: 18px; font-weight: 600; }
QFrame#notice { background: @accent_tint; border: none; border-bottom: 1px solid @line; }
QFrame#notice QLabel { background: transparent; }
QFrame#popup { background: @panel; border: 1px solid @line; border-radius: 6px; }
QFrame#rule { background: @line; border: none; max-height: 1px; min-height: 1px; }
QLabel[role="title"] { color: @ink; font-size: 18px; font-weight: 600; }
QLabel[role="heading"] { color: @ink; font-size: 14px; font-weight: 600; }
QLabel[role="section"] { color: @muted; font-size: 12px; font-weight: 600; }
QLabel[role="strong"] { color: @ink; font-weight: 600; }
QLabel[role="muted"] { color: @muted; font-size: 12px; }
QLabel[role="empty"] { color: @muted; padding: 16px 12px; }
QLabel[role="error"] { color: @critical; font-size: 12px; }
"""
