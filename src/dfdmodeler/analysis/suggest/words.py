"""The table of words behind suggestions, and finding its phrases in names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dfdmodeler.model.problem import Problem

Text = Annotated[str, Field(min_length=2, max_length=80, pattern=r"^[a-z0-9*$ ]+$")]
Phrases = tuple[Text, ...]
Weight = Annotated[float, Field(ge=-1, le=1)]
Relation = Literal["takes from", "gives to"]

MAX_BYTES = 1_000_000
MAX_NAME = 300
"""How much of a name is looked at, in characters."""

MAX_GAP = 1
"""How many other words may stand between two words of a phrase."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Near(_Row):
    """What a neighbour adds, or takes off: data taken from, or given to, an element of one of the types."""

    how: Relation
    types: tuple[str, ...]
    weight: Weight


class TypeWords(_Row):
    """What speaks for an element type."""

    type: str
    strong: Phrases = ()
    products: Phrases = ()
    """Names of products: they count like strong words, in names and in stencils."""
    drawn: Phrases = ()
    """What stencils are called, where the same word in a name would say less."""
    weak: Phrases = ()
    hint: Phrases = ()
    unless: Phrases = ()
    near: tuple[Near, ...] = ()


class FlowWords(_Row):
    """What speaks for a flow carrying some kinds of data; `to` and `from` are types of its ends, or empty."""

    kinds: tuple[str, ...]
    words: Phrases
    unless: Phrases = ()
    to: tuple[str, ...] = ()
    from_: Annotated[tuple[str, ...], Field(alias="from")] = ()
    domain: bool = False
    """Whether it counts in diagrams about machine learning only."""


class Reading(_Row):
    """What says that a flow is drawn the way of the request, although the data comes back."""

    strong: Phrases = ()
    weak: Phrases = ()
    unless: Phrases = ()
    staging: Phrases = ()
    """Names of stores from which pipelines read what others left there."""


class Asking(_Row):
    """What says that a flow is a request, so that its answer comes back where nobody drew one."""

    strong: Phrases = ()
    weak: Phrases = ()
    unless: Phrases = ()
    to: tuple[str, ...] = ()
    """Types that answer."""
    answers: tuple[str, ...] = ()
    """Types that the answer goes to: who sends data to another one of them need not answer the asker."""


class Holds(_Row):
    """Names that tell the class of the data in a store."""

    value: str
    words: Phrases


class Words(_Row):
    """The whole table."""

    domain: Phrases = ()
    serving: Phrases = ()
    incidental: Phrases = ()
    type: tuple[TypeWords, ...] = ()
    flow: tuple[FlowWords, ...] = ()
    reading: Reading = Reading()
    asking: Asking = Asking()
    holds: tuple[Holds, ...] = ()

    def lists(self) -> Iterator[tuple[Tag, Phrases]]:
        """All lists of phrases with what they stand for."""
        yield ("domain", ""), self.domain
        yield ("serving", ""), self.serving
        yield ("incidental", ""), self.incidental
        for n, row in enumerate(self.type):
            for level in ("strong", "drawn", "weak", "hint", "unless"):
                yield (f"type {n}", level), getattr(row, level)
            yield (f"type {n}", "strong"), row.products
        for n, flow in enumerate(self.flow):
            yield (f"flow {n}", "words"), flow.words
            yield (f"flow {n}", "unless"), flow.unless
        for level in ("strong", "weak", "unless", "staging"):
            yield ("reading", level), getattr(self.reading, level)
        for level in ("strong", "weak", "unless"):
            yield ("asking", level), getattr(self.asking, level)
        for n, holds in enumerate(self.holds):
            yield (f"holds {n}", "words"), holds.words


Tag = tuple[str, str]
"""A list of the table: its row (``type 3``, ``domain``) and its level (``strong``, ``words``, or nothing)."""


def load_words(path: Path) -> tuple[Words, tuple[Problem, ...]]:
    """The table in a TOML file; an empty one, which suggests nothing, and a problem if it cannot be read."""
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            return Words(), (Problem(str(path), "The file is too large for a table of words."),)
        return Words.model_validate(tomllib.loads(data.decode("utf-8-sig"))), ()
    except OSError as error:
        return Words(), (Problem(str(path), f"The file cannot be read: {error.strerror or error}."),)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Words(), (Problem(str(path), f"{place}: {first['msg']}."),)
    except ValueError as error:
        return Words(), (Problem(str(path), f"The file is no TOML text: {error}."),)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words in order: whole ones, or stems that a word begins with."""

    parts: tuple[tuple[str, bool], ...]
    at_end: bool

    @classmethod
    def of(cls, text: str) -> _Phrase:
        words = text.removesuffix("$").split()
        return cls(tuple((word.rstrip("*"), word.endswith("*")) for word in words), text.endswith("$"))

    @property
    def start(self) -> str:
        """How a word must begin so that the phrase may begin there: whole words end in a space."""
        word, open_ended = self.parts[0]
        return word[:3] if open_ended else f"{word} "

    def found_at(self, words: tuple[str, ...], start: int) -> bool:
        """Whether the phrase begins at this word."""
        place = start
        for n, part in enumerate(self.parts):
            end = min(place + (MAX_GAP if n else 0) + 1, len(words))
            while place < end and not _fits(part, words[place]):
                place += 1
            if place >= end:
                return False
            place += 1
        return not self.at_end or place == len(words)


def _fits(part: tuple[str, bool], word: str) -> bool:
    stem, open_ended = part
    return word.startswith(stem) if open_ended else word == stem


class Lexicon:
    """Finds which lists of a table have a phrase in a name; remembers names that it has seen."""

    def __init__(self, words: Words) -> None:
        self._by_start: dict[str, list[tuple[_Phrase, Tag]]] = {}
        self._seen: dict[str, Mapping[str, frozenset[str]]] = {}
        for tag, phrases in words.lists():
            for text in phrases:
                phrase = _Phrase.of(text)
                self._by_start.setdefault(phrase.start, []).append((phrase, tag))

    def hits(self, name: str) -> Mapping[str, frozenset[str]]:
        """The rows with a phrase in this name, and in which of their lists."""
        found = self._seen.get(name)
        if found is None:
            levels: dict[str, set[str]] = {}
            for row, level in self._search(name):
                levels.setdefault(row, set()).add(level)
            found = self._seen[name] = {row: frozenset(lists) for row, lists in levels.items()}
        return found

    def _search(self, name: str) -> Iterator[Tag]:
        for words in spellings(name):
            for start, word in enumerate(words):
                for key in (f"{word} ", word[:3], word[:2]):
                    for phrase, tag in self._by_start.get(key, ()):
                        if phrase.found_at(words, start):
                            yield tag


def spellings(name: str) -> Iterable[tuple[str, ...]]:
    """The words of a name in lower-case ASCII: as written, and with those in camel case taken apart."""
    plain = unicodedata.normalize("NFKD", name[:MAX_NAME]).encode("ascii", "ignore").decode()
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return dict.fromkeys(tuple(re.findall(r"[a-z0-9]+", text.lower())) for text in (plain, apart))
