"""What is done with the selected lines: decisions and fields of all of them, each as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from dfdmodeler.analysis import bulk
from dfdmodeler.analysis.columns import COLUMN, LEVELS, is_day, split_tags
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.analysis.triage_words import REASONS_ASKED, STATUS_WORDS
from dfdmodeler.gui.register.asking import Ask, AskForm, Blank
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Status
from dfdmodeler.model.triage_records import NEEDS_REASON
from dfdmodeler.session.session import Session

Say = Callable[[str], object]
AT_ONCE = 10
"""For so many threats, what they stand on is read at once; for more, between events."""
_TOLD = 50
"""After so many threats it is told how far it is."""
ENDING: tuple[Status, ...] = ("accepted", "transferred")
"""Decisions that may hold until a day."""
_REASON, _UNTIL, _LEVEL, _WHY = "Reason", "Until", "Severity", "Why"
_NO_DAY = "A date is written like 2026-03-31."


def threats_in_words(count: int) -> str:
    return f"{count:,} threats" if count != 1 else "1 threat"


class Acting(QObject):
    """Works on the lines that it is given. `say` tells what was done, or what has to be seen to first."""

    def __init__(self, session: Session, reviewer: Reviewer, form: AskForm, say: Say) -> None:
        super().__init__(form)
        self._session, self._reviewer, self._form, self._say = session, reviewer, form, say
        self._reading: Sliced[dict[str, str]] = Sliced(self)
        self._stop = session.changed.connect(lambda _: self._changed())
        self.destroyed.connect(lambda _, stop=self._stop: stop())

    @property
    def busy(self) -> bool:
        """Whether what many threats stand on is still being read."""
        return self._reading.busy

    def drop(self) -> None:
        """Gives up what is being read; nothing was decided yet."""
        if self.busy:
            self._reading.drop()
            self._say("Nothing was decided.")

    def _changed(self) -> None:
        if self.busy:
            self._reading.drop()
            self._say("The model changed meanwhile, so nothing was decided. Decide again.")

    # Decisions.

    def decide(self, lines: Sequence[Line], status: Status) -> None:
        """Decides about lines alike; asks once for the reason where one is needed."""
        if not lines:
            return
        reason = bulk.shared(line.kept.reason for line in lines) or ""
        if status in NEEDS_REASON and not _is_said_again(lines, status):
            self._form.open_form(self._asked(lines, status, str(reason)))
            return
        kept = "" if status == "open" else str(reason)
        ends = lines[0].kept.expires if len(lines) == 1 and status in ENDING else ""
        self._decide(lines, status, kept, ends)

    def _asked(self, lines: Sequence[Line], status: Status, reason: str) -> Ask:
        blanks = [Blank(_REASON, reason, REASONS_ASKED.get(status, ""), needed=True, long=True)]
        if status in ENDING:
            ends = bulk.shared("" if line.threat.expired else line.kept.expires for line in lines) or ""
            blanks.append(Blank(_UNTIL, str(ends), "A last day such as 2026-03-31, if it ends"))
        about = lines[0].threat.title if len(lines) == 1 else threats_in_words(len(lines))
        return Ask(
            f"{STATUS_WORDS[status]}: {about}",
            blanks,
            "Decide",
            lambda texts: self._decide(lines, status, texts[_REASON], texts.get(_UNTIL, "")),
            lambda texts: _NO_DAY if texts.get(_UNTIL) and not is_day(texts[_UNTIL]) else "",
        )

    def _decide(self, lines: Sequence[Line], status: Status, reason: str, expires: str) -> None:
        def finish(digests: dict[str, str]) -> None:
            threats, by = _threats(lines), self._by
            about = f" about {threats_in_words(len(threats))}" if len(threats) > 1 else ""
            self._session.edit(
                f"Decide{about}: {STATUS_WORDS[status].lower()}",
                lambda model: bulk.decide_all(model, threats, digests, status, reason, expires, by),
            )
            self._say(f"{STATUS_WORDS[status]}: {threats_in_words(len(threats))}.")

        reading = self._digests(lines)
        if len(lines) <= AT_ONCE and not self._session.analysing:
            finish(completed(reading))
        else:
            self._reading.ask(reading, finish)

    def _digests(self, lines: Sequence[Line]) -> Slices[dict[str, str]]:
        """What the threats stand on now; of those that are gone what they were decided on."""
        while self._session.analysing:
            yield
        found: dict[str, str] = {}
        for done, line in enumerate(lines):
            if line.is_gone:
                found[line.id] = line.kept.evidence
            elif line.threat.rule:
                found[line.id] = self._session.analysis.explain(line.id).digest
            if done % _TOLD == 0 and len(lines) > _TOLD:
                self._say(f"Reading what they stand on: {done:,} of {len(lines):,}. Escape gives up.")
            yield
        return found

    # Fields.

    def write(self, lines: Sequence[Line], column: str, text: str) -> None:
        """Sets the field of a column for lines alike; of tags only those are changed that all share."""
        cell = COLUMN[column].cell
        value = cell.read(text) if cell else None
        if cell is None or value is None or not lines:
            return
        if column == "tags":
            before = bulk.shared_tags([line.kept.tags for line in lines])
            after = split_tags(text)
            add, drop = _without(after, before), _without(before, after)
            self._edit(lines, column, lambda model: bulk.retag(model, _threats(lines), add, drop, self._by))
        else:
            fields = {cell.field: value}
            self._edit(lines, column, lambda model: bulk.set_all(model, _threats(lines), self._by, **fields))

    def ask_value(self, lines: Sequence[Line], column: str) -> None:
        """Asks for the value of a field in the form, for where its column is not shown."""
        cell = COLUMN[column].cell
        if cell is None or not lines:
            return
        title = COLUMN[column].title
        value = bulk.shared_words(lines, column)
        self._form.open_form(
            Ask(
                f"{title}: {threats_in_words(len(lines))}",
                [Blank(title, value or "", cell.asked)],
                "Set",
                lambda texts: self.write(lines, column, texts[title]),
                lambda texts: "" if cell.read(texts[title]) is not None else f"Wanted: {cell.asked.lower()}.",
            )
        )

    def ask_severity(self, lines: Sequence[Line]) -> None:
        """Asks for a severity of their own and why, or takes it back."""
        if not lines:
            return
        level = bulk.shared(line.kept.severity for line in lines) or ""
        why = bulk.shared(line.kept.severity_reason for line in lines) or ""
        about = lines[0].threat.title if len(lines) == 1 else threats_in_words(len(lines))
        blanks = [
            Blank(_LEVEL, str(level), "As the rule says", choices=LEVELS),
            Blank(_WHY, str(why), "Why it has another severity here", long=True),
        ]
        self._form.open_form(
            Ask(f"Severity: {about}", blanks, "Set", lambda texts: self._rate(lines, texts), _missing_why)
        )

    def _rate(self, lines: Sequence[Line], texts: Mapping[str, str]) -> None:
        level, why = texts[_LEVEL], texts[_WHY] if texts[_LEVEL] else ""
        self._edit(
            lines, "severity",
            lambda model: bulk.set_all(
                model, _threats(lines), self._by, severity=level, severity_reason=why
            ),
        )  # fmt: skip

    def _edit(self, lines: Sequence[Line], column: str, fn: Callable[[Model], Model]) -> None:
        of = f" of {threats_in_words(len(lines))}" if len(lines) > 1 else ""
        title = COLUMN[column].title.lower()
        if self._session.edit(f"Change {title}{of}", fn):
            self._say(f"{COLUMN[column].title} changed: {threats_in_words(len(lines))}.")

    @property
    def _by(self) -> bulk.Signed:
        return bulk.Signed(self._reviewer.author(), self._reviewer.today())


def _is_said_again(lines: Sequence[Line], status: Status) -> bool:
    """Whether the reason is known: the same verdict on one threat, which has not ended. Another verdict may
    have another reason, and what ended wants another end.
    """
    kept, threat = lines[0].kept, lines[0].threat
    return len(lines) == 1 and kept.status == status and bool(kept.reason.strip()) and not threat.expired


def _missing_why(texts: Mapping[str, str]) -> str:
    return "Say why the severity differs from that of the rule." if texts[_LEVEL] and not texts[_WHY] else ""


def _threats(lines: Sequence[Line]) -> list[Threat]:
    return [line.threat for line in lines]


def _without(tags: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(tag for tag in tags if tag not in others)
