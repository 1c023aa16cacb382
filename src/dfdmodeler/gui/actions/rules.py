"""What actions do about rules: severities, rules that are switched off, packs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dfdmodeler import paths
from dfdmodeler.analysis.overrides import Override, levels_of, own_overrides
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context
from dfdmodeler.model import edits


def chosen(context: Context) -> Threat | None:
    """The chosen threat, if a rule found it."""
    session = context.session
    threat = session.threats.find(session.selection.threat) if session.selection.threat else None
    return threat if threat and threat.rule in session.library.rules else None


def has_rule(context: Context) -> bool:
    return chosen(context) is not None


def has_override(context: Context) -> bool:
    return _own(context) is not None


def ask_severity(context: Context) -> None:
    """Asks which severity the rule of the chosen threat has in this model, and why."""
    threat = chosen(context)
    if threat is None:
        return
    now = _own(context)
    before = (threat.severity, now.reason if now else "")
    levels = levels_of(context.session.library.rules[threat.rule])

    def take(severity: str, reason: str) -> None:
        _override(context, "Override a severity", threat.rule, severity=severity, reason=reason)

    _ask(context, "Override severity", threat, take, levels, before)


def ask_off(context: Context) -> None:
    """Asks why the rule of the chosen threat is to be off in this model."""
    threat = chosen(context)
    if threat is None:
        return

    def take(_: str, reason: str) -> None:
        _override(context, "Switch a rule off", threat.rule, off=True, reason=reason)
        context.window.status.say(f"Rule {threat.rule} is off in this model. Rule packs lists what is off.")

    _ask(context, "Switch a rule off", threat, take)


def _ask(
    context: Context,
    title: str,
    threat: Threat,
    take: Callable[[str, str], object],
    levels: Sequence[str] = (),
    before: tuple[str, str] = ("", ""),
) -> None:
    """Asks for a severity, if there are levels, and a reason."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.override import OverrideDialog

    def make() -> OverrideDialog:
        dialog = OverrideDialog(title, _heading(threat), levels, before, context.window)
        dialog.accepted.connect(lambda: take(*dialog.said()))
        return dialog

    show_beside(context.window, OverrideDialog, make, again=False, of_document=True)


def take_back(context: Context) -> None:
    """The rule of the chosen threat is again as its pack has it."""
    own = _own(context)
    if own is not None:
        library = context.session.library
        ids = own_overrides(context.session.model, own.rule, library)
        context.session.edit("Take back an override", lambda model: edits.remove(model, ids))


def show_packs(context: Context) -> None:
    """Shows the packs, and lets a person switch them for this model."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.packs import PacksDialog

    make = partial(PacksDialog, context.session, paths.user_rules(), context.window)
    show_beside(context.window, PacksDialog, make, of_document=True)


def _heading(threat: Threat) -> str:
    return f"{threat.rule}: {threat.title}"


def _own(context: Context) -> Override | None:
    """What the model itself says of the rule of the chosen threat."""
    threat = chosen(context)
    if threat is None:
        return None
    session = context.session
    found = session.library.in_force(session.model).overrides.get(threat.rule)
    return found if found and not found.pack else None


def _override(context: Context, label: str, rule: str, **said: Any) -> None:
    said |= {"author": context.reviewer.author(), "date": context.reviewer.today()}
    context.session.edit(label, lambda model: edits.override(model, rule, **said))


RULES: tuple[Action, ...] = (
    Action("override-severity", "Threats", 4, "Override severity…", ask_severity,
           enabled=has_rule, help="Gives the rule of the chosen threat another severity in this model"),
    Action("switch-rule-off", "Threats", 4, "Switch rule off in this model…", ask_off,
           enabled=has_rule),
    Action("take-override-back", "Threats", 4, "Take override back", take_back,
           enabled=has_override, help="The rule is again as its pack has it"),
    Action("rule-packs", "Threats", 5, "Rule packs…", show_packs,
           help="Which rules are applied to this model"),
)  # fmt: skip
