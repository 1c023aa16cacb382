"""All actions together, in the order of the menus, and which of them stand in popups and on the tool bar."""

from __future__ import annotations

from typing import get_args

from dfdmodeler.gui.actions.action import Action, Menu, Submenu
from dfdmodeler.gui.actions.arrange import ARRANGE
from dfdmodeler.gui.actions.boundary import BOUNDARY
from dfdmodeler.gui.actions.comparing import COMPARING
from dfdmodeler.gui.actions.diagram import DIAGRAM
from dfdmodeler.gui.actions.diagrams import DIAGRAMS, DIAGRAMS_SUBMENUS
from dfdmodeler.gui.actions.edit import EDIT
from dfdmodeler.gui.actions.file import FILE, FILE_SUBMENUS
from dfdmodeler.gui.actions.flows import FLOWS
from dfdmodeler.gui.actions.going import GOING
from dfdmodeler.gui.actions.growing import GROWING
from dfdmodeler.gui.actions.help import HELP
from dfdmodeler.gui.actions.merging import MERGING
from dfdmodeler.gui.actions.notation import NOTATION
from dfdmodeler.gui.actions.overlays import OVERLAY
from dfdmodeler.gui.actions.palette import PALETTE
from dfdmodeler.gui.actions.parts import PARTS
from dfdmodeler.gui.actions.relating import RELATING
from dfdmodeler.gui.actions.rules import RULES
from dfdmodeler.gui.actions.search import SEARCH
from dfdmodeler.gui.actions.selecting import SELECTING
from dfdmodeler.gui.actions.sharing import SHARING
from dfdmodeler.gui.actions.signoff import SIGNOFF
from dfdmodeler.gui.actions.threats import THREATS
from dfdmodeler.gui.actions.tour import TOUR
from dfdmodeler.gui.actions.view import VIEW

_MENUS = get_args(Menu)

ACTIONS: tuple[Action, ...] = tuple(
    sorted(
        (
            *FILE,
            *COMPARING,
            *MERGING,
            *EDIT,
            *SELECTING,
            *PALETTE,
            *SEARCH,
            *VIEW,
            *GOING,
            *OVERLAY,
            *DIAGRAM,
            *BOUNDARY,
            *NOTATION,
            *ARRANGE,
            *FLOWS,
            *GROWING,
            *DIAGRAMS,
            *SHARING,
            *RELATING,
            *PARTS,
            *THREATS,
            *RULES,
            *SIGNOFF,
            *TOUR,
            *HELP,
        ),
        key=lambda row: (_MENUS.index(row.menu), row.group),
    )
)
"""In the order of the menus; rows of a group stand as their modules have them."""

SUBMENUS: tuple[Submenu, ...] = (*FILE_SUBMENUS, *DIAGRAMS_SUBMENUS)

CONTEXT_MENU: tuple[tuple[str, ...], ...] = (
    ("add-next", "add-before"),
    ("rename", "change-type", "properties", "reverse", "both-ways", "swap-inside"),
    ("straighten", "reset-label"),
    ("connect-to", "move-into", "split-element", "merge-elements", "put-into-flow", "take-out"),
    ("cut", "copy", "paste", "paste-same", "duplicate", "delete"),
    ("open-own", "show-elsewhere", "take-off"),
    ("why-missing", "state-threat", "add-assumption", "add-action"),
    ("insert", "select-all", "select-similar", "select-connected", "fit", "layout"),
)
"""Ids of the canvas' context menu, in groups."""

CONTEXT_SUBMENUS = ("Arrange",)
"""Submenus that the canvas' context menu has too, where anything in them can be done."""

OUTLINE_MENU = (("insert",), *CONTEXT_MENU[:-1])
"""Ids of the menu of a row of the outline: what can be done to what is selected."""

THREAT_MENU: tuple[tuple[str, ...], ...] = (
    ("go-to-threat",),
    ("decide-open", "decide-needs_investigation", "decide-mitigated", "decide-accepted",
     "decide-transferred", "decide-avoided", "decide-not_applicable", "decide-false_positive"),
    ("edit-threat", "remove-threat"),
    ("override-severity", "switch-rule-off", "take-override-back"),
)  # fmt: skip
"""Ids of the menu of a threat in the list, in groups."""


TOOL_BAR = ("tool-select", "tool-flow", "tool-boundary", "tool-line", "tool-note", "tool-pan", "fit")
"""Ids of the floating tool bar."""
