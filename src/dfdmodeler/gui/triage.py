"""The register in place of the canvas: when it is there, what else changes, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dfdmodeler.gui.regions import focus_part
from dfdmodeler.gui.theme import scaled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from dfdmodeler.gui.register.page import RegisterPage
    from dfdmodeler.gui.window import Window

BESIDE = "threats"
"""The panel in which the card of the current threat stands beside the register."""
ROOMY = 1280
"""Pixels at the usual text size from which on the card stands beside the register unasked."""
_AWAY = ("palette", "history")
"""Panels for drawing, which are of no use here."""
_RIGHT = ("threats", "questions", "inspector", "outline", "coverage")


class Triage:
    """Makes the register when it is first wanted; `center` is the column that holds the canvas."""

    def __init__(self, window: Window, center: QVBoxLayout) -> None:
        self._window, self._center = window, center
        self._page: RegisterPage | None = None
        self._stowed: tuple[str, ...] = ()
        window.session.opened.connect(lambda _: self.leave())

    @property
    def is_shown(self) -> bool:
        return self._page is not None and not self._page.isHidden()

    @property
    def page(self) -> RegisterPage:
        """The register."""
        if self._page is None:
            self._page = self._make()
        return self._page

    def _make(self) -> RegisterPage:
        from dfdmodeler.gui.register.page import RegisterPage

        window = self._window
        page = RegisterPage(window.session, window.theme, window.context.reviewer)
        page.hide()
        page.closed.connect(self.leave)
        page.details_wanted.connect(self.show_details)
        page.menu_wanted.connect(lambda at: window.menus.threat_menu(window).popup(at))
        self._center.addWidget(page, 1)
        return page

    def toggle(self) -> None:
        """Shows the register, or the diagram again."""
        if self.is_shown:
            self.leave()
        else:
            self.show()

    def show(self) -> None:
        """Puts the register in place of the canvas."""
        window, page = self._window, self.page
        if self.is_shown:
            page.take_focus()
            return
        narrow = window.width() < scaled(ROOMY)
        self._stowed = window.docks.stow((*_AWAY, *(_RIGHT if narrow else ())))
        window.threats.show_list(False)
        if not narrow and window.docks.is_open(BESIDE):
            window.docks.show(BESIDE)
        window.drawing.hide()
        page.show()
        window.docks.narrow(BESIDE)
        page.update_now()
        page.take_focus()
        window.menus.invalidate()

    def leave(self) -> None:
        """Shows the diagram again, with what is selected."""
        if not self.is_shown:
            return
        window = self._window
        self.page.hide()
        window.threats.show_list(True)
        window.docks.bring_back(self._stowed)
        self._stowed = ()
        window.drawing.show()
        window.canvas.setFocus()
        current = window.session.selection.current
        if current:
            window.canvas.reveal(current)
        window.menus.invalidate()

    def show_details(self) -> None:
        """Shows the card of the current threat beside the register, and goes there."""
        self._window.docks.show(BESIDE)
        self._window.threats.update_now()
        focus_part(self._window, self._window.threats)

    def take_focus(self) -> None:
        """Puts the keyboard into the middle of the window."""
        if self.is_shown:
            self.page.take_focus()
        else:
            self._window.canvas.setFocus()
