"""What a stencil file says: element types, their attributes, data kinds, boundary kinds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Shape = Literal["entity", "process", "store"]
AttributeKind = Literal["flag", "choice", "tags", "text", "mitigations"]
Trust = Literal["untrusted", "semi_trusted", "trusted"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, Field(max_length=2000)]

FLAG_CHOICES = ("yes", "partial", "no")
PALETTES = (
    "Generic",
    "Data",
    "Training",
    "Serving",
    "LLM and agents",
    "Physical",
    "People and parties",
)
COLORS = ("data", "training", "serving", "llm", "people")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrustWhen(_Row):
    """A default trust that holds when an attribute has a value."""

    attribute: Name
    value: str
    trust: Trust


class Stencil(_Row):
    """An element type. What is None is inherited from the parent."""

    type: Name
    parent: Name | None = None
    label: Text
    palette: str = "Generic"
    help: Text = ""
    words: Text = ""
    """Other words that people look for it by, the most telling first."""
    next: tuple[Name, ...] = ()
    """Types that data usually goes to from here, the most usual first; the nearest ancestor's list counts."""
    icon: Annotated[str, Field(max_length=4000)] | None = None
    """SVG path data on an 18 by 18 grid, drawn as a stroke."""
    shape: Shape | None = None
    color: str | None = None
    """Name of a colour token."""
    trust: Trust | None = None
    trust_when: tuple[TrustWhen, ...] = ()
    relay: bool = False
    """Whether data passes through it although it is an external entity."""
    abstract: bool = False
    """Whether it only groups other types and is not offered for drawing."""
    key_attributes: tuple[Name, ...] = ()
    """Attributes that should be answered first; the nearest ancestor's list counts."""


class Attribute(_Row):
    """An attribute of element types or of flows: what can be said, and how it is shown."""

    name: Name
    label: Text
    on: tuple[Name, ...]
    """Element types (descendants included), ``element`` for every element, ``flow`` for flows."""
    kind: AttributeKind = "flag"
    choices: tuple[str, ...] = ()
    choices_from: Literal["data_kind"] | None = None
    """Where the choices come from instead: the catalog fills them in, with their labels."""
    choice_labels: dict[str, str] = Field(default_factory=dict)
    group: Text = "General"
    help: Text = ""
    question: Text = ""
    """How people are asked for it; may contain ``{subject}``, the name of the element or flow."""

    @property
    def values(self) -> tuple[str, ...]:
        """The values offered besides unknown and n/a."""
        return FLAG_CHOICES if self.kind == "flag" else self.choices

    @property
    def multiple(self) -> bool:
        """Whether the value is a set."""
        return self.kind in ("tags", "mitigations")

    def question_of(self, subject: str) -> str:
        """The question as asked of an element or flow of this name; the label serves where there is none."""
        return (self.question or f"{self.label} of {{subject}}?").replace("{subject}", subject)

    def label_of(self, value: str) -> str:
        """A value in words for people."""
        if value == "n/a":
            return "Not applicable"
        return self.choice_labels.get(value) or value.replace("_", " ").capitalize()


class DataKind(_Row):
    """A kind of data that flows carry."""

    id: Name
    label: Text
    help: Text = ""


class Channel(_Row):
    """A named set of data kinds that rules ask about: those listed, or all but some if none are listed."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    label: Text = ""
    kinds: tuple[Name, ...] = ()
    without: tuple[Name, ...] = ()


class DefaultFlow(_Row):
    """What a flow carries when nobody said so: the first row whose end types match counts.

    An empty list of types matches all.
    """

    source: tuple[Name, ...] = ()
    target: tuple[Name, ...] = ()
    kinds: tuple[Name, ...]


class BoundaryKind(_Row):
    """A kind of trust boundary."""

    id: Name
    label: Text
    help: Text = ""
    words: Text = ""
    """Other words that people look for it by."""
    icon: Annotated[str, Field(max_length=4000)] | None = None
