"""What a rule pack says: rules, mitigations and review questions, as rows read from TOML."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Scope = Literal["node", "flow", "boundary", "badflow", "diagram"]
Track = Literal["security", "reliability", "privacy", "validity"]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=60)]
Condition = Annotated[str, Field(max_length=4000)]
Text = Annotated[str, Field(max_length=4000)]

VARIABLES: dict[str, str] = {"node": "e", "flow": "f", "boundary": "b", "badflow": "f", "diagram": ""}
"""The name under which a condition of each scope knows its subject; none for the model as a whole."""
THREAT_LEVELS = ("Critical", "Important", "Privacy", "Moderate", "Low")
DRAWING_LEVELS = ("Error", "Warning", "Info")
"""Those of rules of the track validity."""
LEVELS = THREAT_LEVELS + DRAWING_LEVELS
Level = Literal["Critical", "Important", "Privacy", "Moderate", "Low", "Error", "Warning", "Info"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class References(_Row):
    """Ids in public catalogues of threats and weaknesses."""

    atlas: tuple[str, ...] = ()
    owasp_llm: tuple[str, ...] = ()
    owasp_ml: tuple[str, ...] = ()
    owasp_agentic: tuple[str, ...] = ()
    """Threats T1 to T17; the Top 10 for agentic applications is `owasp_asi`."""
    nist: tuple[str, ...] = ()
    cwe: tuple[str, ...] = ()
    capec: tuple[str, ...] = ()
    cosai: tuple[str, ...] = ()
    owasp_asi: tuple[str, ...] = ()
    linddun: tuple[str, ...] = ()


class Rule(_Row):
    """When a threat applies to a subject, how grave it is, and the words for it."""

    id: Identifier
    aliases: tuple[str, ...] = ()
    """Former ids."""
    scope: Scope
    family: Text = ""
    track: Track
    when: Condition
    severity: Condition
    """A level, or an expression that yields one."""
    bug_bar: Text = ""
    title: Text
    why: Text = ""
    """May contain ``{subject}``."""
    parallel: Text = ""
    """The classic security problem it resembles."""
    stride: tuple[Literal["S", "T", "R", "I", "D", "E"], ...] = ()
    cia: tuple[Literal["C", "I", "A"], ...] = ()
    knowledge: Literal["", "b", "w", "bw"] = ""
    """What the attacker knows of the model: black box, white box, or either."""
    access: Text = ""
    seed: Text = ""
    mitigations: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    refs: References = References()


class Mitigation(_Row):
    """What can be done about a threat, and how the model shows that it is done."""

    id: Identifier
    kind: Literal["proactive", "detective", "response"]
    title: Text
    text: Text = ""
    marker: Condition = "False"
    """Condition on the subject ``x`` of a threat; besides, its id in the subject's ``controls`` counts."""
    sufficient: bool = False
    atlas: tuple[str, ...] = ()


class Question(_Row):
    """A review question, and where in a model it is asked."""

    id: Identifier
    section: Text
    text: Text
    scope: Literal["node", "flow"] = "node"
    where: Condition
    sets: tuple[str, ...] = ()
    """Attributes that an answer sets."""
    rules: tuple[str, ...] = ()


class Override(_Row):
    """What a pack says of a rule of another pack: that it has another severity, or that it is off."""

    rule: Identifier
    severity: Level | None = None
    off: bool = False
    reason: Annotated[str, Field(min_length=1, max_length=4000)]

    @model_validator(mode="after")
    def _says_one_thing(self) -> Override:
        if (self.severity is None) is not self.off:
            raise PydanticCustomError("one_thing", "give it either a severity, or off = true")
        return self


class PackInfo(_Row):
    """What ``pack.toml`` says of a pack."""

    id: Identifier
    version: Annotated[str, Field(max_length=40)]
    title: Text = ""
    about: Text = ""
