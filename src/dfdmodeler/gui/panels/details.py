"""What is kept about a threat beside its decision: owner, due day, ticket, tags, severity, rating, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.analysis.bulk import Signed, set_all
from dfdmodeler.analysis.columns import LEVELS
from dfdmodeler.analysis.people import people
from dfdmodeler.analysis.ratings import METHODS
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.panels.following_links import FollowUpLinks
from dfdmodeler.gui.panels.form import Form
from dfdmodeler.gui.panels.kept_fields import SeverityField, TicketField
from dfdmodeler.gui.panels.rating_fields import FIELDS, WRITTEN, written
from dfdmodeler.gui.panels.spec import FieldSpec, SectionSpec
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.days import DayField
from dfdmodeler.gui.widgets.fields import LongTextField, Option
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.gui.widgets.names import NameField
from dfdmodeler.gui.widgets.tags import TagsField, Ticks
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, RatingMethod
from dfdmodeler.session.session import Session


def names_in(model: Model) -> list[Option]:
    """The people of a model, to choose from."""
    return [Option(name, name) for name in people(model)]


class DetailsPage(QScrollArea):
    """Fields for the chosen threat, or for all threats of the chosen group; every change is one step."""

    rating_wanted = Signal()
    """A person wants to choose how threats are rated."""

    def __init__(
        self, session: Session, theme: Theme, reviewer: Reviewer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._theme, self._reviewer = session, theme, reviewer
        self._threats: dict[str, Threat] = {}
        self._method: RatingMethod | None = None
        self._folded: set[str] = set()
        self.form: Form | None = None
        self.choose_rating = link("Choose how threats are rated")
        self.choose_rating.clicked.connect(self.rating_wanted)
        self.following = FollowUpLinks()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_threats(self, threats: Sequence[Threat]) -> None:
        """Shows what is kept about some threats."""
        other = [*self._threats] != [threat.id for threat in threats]
        self._threats = {threat.id: threat for threat in threats}
        self._make_form(self._session.model.about.rating)
        form = self.form
        if form is None:
            return
        severity = form.field("severity")
        if other:
            severity.forget()
        found = {threat.rated or threat.severity for threat in threats}
        severity.show_found(found.pop() if len(found) == 1 else "")
        form.show_records(tuple(self._threats))
        ids = [*self._threats, *(threat.subject for threat in threats)]
        self.following.show_subjects(self._session.model, ids, self._reviewer.today())

    def _make_form(self, method: RatingMethod) -> None:
        """Another form, if threats are rated in another way."""
        if self.form is not None and method == self._method:
            return
        self._method = method
        self.form = Form(self._session, self._sections(method), folded=self._folded)
        self.form.reached.connect(lambda widget: self.ensureWidgetVisible(widget, 0, 40))
        if rating := self.form.field("rating"):
            rating.proposed.connect(self._use)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(self.form)
        rating = QHBoxLayout()
        rating.setContentsMargins(8, 0, 8, 0)
        rating.addWidget(self.choose_rating, 0, Qt.AlignmentFlag.AlignLeft)
        self.choose_rating.setText("Rate otherwise…" if method else "Rate threats…")
        self.choose_rating.setToolTip("How threats are rated is chosen for the whole model")
        layout.addLayout(rating)
        below = QVBoxLayout()
        below.setContentsMargins(12, 12, 12, 0)
        below.addWidget(label("Follow-up", "section"))
        below.addWidget(self.following)
        layout.addLayout(below)
        layout.addStretch(1)
        self.setWidget(body)

    def _sections(self, method: RatingMethod) -> list[SectionSpec]:
        first = (
            self._text("owner", "Owner", NameField, "Who sees to it.", options=names_in),
            self._text(
                "due", "Due", lambda: DayField("No date", self._reviewer.today), "Until when it is done."
            ),
            self._text("ticket", "Ticket", TicketField, "Its address or number in an issue tracker."),
            self._tags(),
        )
        rating = (SectionSpec(METHODS[method], (self._rating(method),)),) if method else ()
        notes = self._text("notes", "Notes", lambda: LongTextField(3), "What is to be remembered.", wide=True)
        return [
            SectionSpec("", first),
            SectionSpec("Severity", (self._severity(),)),
            *rating,
            SectionSpec("Notes", (notes,)),
        ]

    # The fields.

    def _kept(self, threat: str) -> Decision:
        """What is kept about one of the threats, also under a former name of its rule."""
        kept = self._session.model.find(Decision, triage.decision_id(threat))
        row = self._threats.get(threat)
        former = row.decision if row and row.former else None
        return kept or former or triage.decision_on(self._session.model, threat)

    def _set(self, model: Model, threats: Sequence[str], **fields: Any) -> Model:
        by = Signed(self._reviewer.author(), self._reviewer.today())
        return set_all(model, [self._threats[i] for i in threats], by, **fields)

    def _text(
        self,
        name: str,
        text: str,
        make: Callable[[], QWidget],
        help: str,
        *,
        options: Callable[[Model], list[Option]] | None = None,
        wide: bool = False,
    ) -> FieldSpec:
        return FieldSpec(
            name,
            text,
            make,
            lambda _, i: getattr(self._kept(i), name),
            lambda model, ids, value: self._set(model, ids, **{name: str(value)}),
            help,
            wide=wide,
            options=options,
            anew=True,
        )

    def _tags(self) -> FieldSpec:
        return FieldSpec(
            "tags",
            "Tags",
            lambda: TagsField((), "None", free=True),
            lambda _, i: self._kept(i).tags,
            self._retag,
            "Words of your own to find threats by.",
            options=_tags_in,
            anew=True,
        )

    def _retag(self, model: Model, threats: Sequence[str], value: Ticks | tuple[str, ...] | None) -> Model:
        for threat in threats:
            own = value.applied_to(self._kept(threat).tags) if isinstance(value, Ticks) else value or ()
            model = self._set(model, [threat], tags=tuple(own))
        return model

    def _severity(self) -> FieldSpec:
        return FieldSpec(
            "severity",
            "Severity",
            lambda: SeverityField(LEVELS),
            lambda _, i: (self._kept(i).severity, self._kept(i).severity_reason),
            lambda model, ids, value: self._set(model, ids, severity=value[0], severity_reason=value[1]),
            "For this threat alone, whatever its rule says; with a reason.",
            wide=True,
        )

    def _rating(self, method: RatingMethod) -> FieldSpec:
        names = WRITTEN[method]

        def read(_: Model, threat: str) -> Any:
            values = tuple(getattr(self._kept(threat), name) for name in names)
            return values if len(values) > 1 else values[0]

        return FieldSpec(
            "rating",
            METHODS[method],
            partial(FIELDS[method], self._theme),
            read,
            lambda model, ids, value: self._set(model, ids, **written(method, value)),
            "How grave it is by the method that the model chooses.",
            wide=True,
            anew=True,
        )

    def _use(self, severity: str, reason: str) -> None:
        """The severity that a rating suggests becomes the one in force, with the rating as its reason."""
        threats = tuple(self._threats)
        self._session.edit(
            "Use the rating as severity",
            lambda model: self._set(model, threats, severity=severity, severity_reason=reason),
        )


def _tags_in(model: Model) -> list[Option]:
    """All tags that threats of a model have."""
    tags = {tag for decision in model.of(Decision) for tag in decision.tags}
    return [Option(tag, tag) for tag in sorted(tags, key=str.casefold)]
