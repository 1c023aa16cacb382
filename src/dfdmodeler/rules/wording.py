"""Names, values, types and channels in words, under one catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.graph.topology import CALLERS_NAME, Area, Hop, Node
from dfdmodeler.model.values import UNKNOWN, Value
from dfdmodeler.rules.sayings import CHANNELS

MOST_NAMED = 4
"""Of many elements, so many are named."""
VERBS = frozenset({"carries", "contains", "decides", "fetches", "holds", "interprets", "parses"})
"""Labels of attributes that begin with one of these say what their owner does."""
ADJECTIVES = frozenset({
    "availability_critical", "deidentified", "encrypted", "encrypted_at_rest", "integrity", "minimised",
    "multi_tenant", "out_of_scope", "permission_aware", "pseudonymised", "rate_limited", "redundant",
    "replay_protected", "reversible", "sandboxed", "security_sensitive", "tamper_evident",
})  # fmt: skip
"""Attributes whose labels say how their owner is."""

MANY = {"is": "are", "has": "have", "does": "do", "acts": "act", "holds": "hold", "trains": "train"}
"""What one does, and what many do."""

UNCOUNTED = (
    "data", "content", "memory", "feedback", "telemetry", "context", "confidence", "configuration", "other",
)  # fmt: skip
"""Ends of words that have neither article nor plural."""

CLAIMS = {
    "artifact_verified": "Model files of {0} are verified",
    "automated_decision": "{0} decides automatically",
    "bidirectional": "{0} goes both ways",
    "compromise_notice": "{0} gives notice of a compromise",
    "cookie_session": "{0} has a cookie session",
    "data_agreement": "A data agreement covers {0}",
    "datasheet": "{0} has a datasheet",
    "grounding_check": "{0} has a grounding check",
    "harm_potential": "{0} could be turned against people",
    "high_consequence": "Wrong answers of {0} can do serious harm",
    "online_learning": "{0} goes on learning in operation",
    "pay_per_use": "{0} is paid by use",
    "retraining_gate": "{0} has a gate before retrained models go live",
    "revocation": "Access to {0} can be withdrawn",
    "step_budget": "{0} has a step budget",
}
"""What attributes say whose labels make no sentence."""


class Wording:
    """Puts values and names into words."""

    def __init__(self, catalog: Catalog, kinds: Kinds) -> None:
        self._catalog = catalog
        self._kinds = kinds
        self._channels = {mask: CHANNELS.get(name, name) for name, mask in kinds.channels.items()}

    def channel(self, mask: int) -> str:
        """A set of data kinds: by the names of channels where it consists of these, else by its kinds."""
        if mask in self._channels:
            return self._channels[mask]
        said, rest = [], mask
        for channel in sorted(self._channels, key=lambda channel: -channel.bit_count()):
            if channel & mask == channel and channel & rest == channel:
                said.append(self._channels[channel])
                rest &= ~channel
        return " or ".join([*said, *([alternatives(list(self._plurals(rest)))] if rest else [])])

    def carried(self, mask: int) -> str:
        """What a flow carries, each kind by name."""
        return listed(self._plurals(mask))

    def _plurals(self, mask: int) -> Iterator[str]:
        """The names of kinds, as of any number of them."""
        labels = (self._kinds.words(1 << place) for place in range(mask.bit_length()) if mask >> place & 1)
        return (label if label.endswith("s") else plural(label) for label in labels)

    def types(self, types: Sequence[str], *, article: bool = True) -> str:
        """One of some types, or an element if none are given."""
        labels = [lowered(self._catalog.label(type_)) for type_ in types] or ["element"]
        return alternatives([indefinite(label) if article else label for label in labels])

    def only(self, types: Iterable[str]) -> str:
        """All elements of some types, each family by its common ancestor."""
        wanted = set(types)
        roots = [t for t in sorted(wanted) if not wanted.intersection(self._catalog.ancestors(t)[1:])]
        labels = [plural(lowered(self._catalog.label(root))) for root in roots]
        return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)

    def boundary_kinds(self, kinds: Iterable[str]) -> str:
        rows = self._catalog.boundary_kinds
        return alternatives([lowered(rows[kind].label) if kind in rows else kind for kind in kinds])

    def attribute(self, name: str) -> str:
        row = self._catalog.attribute(name)
        return row.label if row else name.replace("_", " ").capitalize()

    def value(self, attribute: str, value: Value) -> str:
        """An attribute's value: what is unknown is "not set"."""
        if value == UNKNOWN:
            return "not set"
        row = self._catalog.attribute(attribute)
        values = (value,) if isinstance(value, str) else value
        return ", ".join(lowered(row.label_of(one) if row else one.replace("_", " ")) for one in values)

    def quoted(self, attribute: str, value: Value) -> str:
        """A value inside a sentence, where several words would run into it."""
        words = self.value(attribute, value)
        return f"“{words}”" if " " in words and value != UNKNOWN else words

    def about(self, attribute: str, owner: str) -> str:
        """What a value of an attribute is the value of; with the value yes it is a sentence that is true."""
        label = lowered(self.attribute(attribute))
        first, _, last = label.rpartition(" ")
        if label.partition(" ")[0] in VERBS:
            return f"{owner} {label}"
        if attribute in ADJECTIVES:
            return f"{owner} is {label}"
        if first and last.endswith("ed"):
            link = "are" if first.endswith("s") and not first.endswith("ss") else "is"
            return f"{first[:1].upper()}{first[1:]} of {owner} {link} {last}"
        return f"{label[:1].upper()}{label[1:]} of {owner}"

    def claimed(self, attribute: str, owner: str) -> str:
        """The sentence that an attribute is yes."""
        if attribute in CLAIMS:
            return CLAIMS[attribute].format(owner)
        text = self.about(attribute, owner)
        label = self.attribute(attribute)
        return f"{owner} has {lowered(label)}" if text == f"{label} of {owner}" else text

    def argument(self, value: object) -> str:
        """An argument of a predicate, in the middle of a sentence."""
        if isinstance(value, Hop):
            return self.flow(value)
        if isinstance(value, Area):
            return f"the boundary {value.name}"
        if isinstance(value, Node):
            return value.name
        return self.channel(value) if isinstance(value, int) else str(value)

    def flow(self, hop: Hop) -> str:
        """A flow by its name, or by its ends if nobody gave it one."""
        plain = f"{hop.source.name} to {hop.target.name}"
        if not hop.drawn or hop.name == plain:
            return f"the flow from {plain}"
        return f"the flow “{hop.name}”"


def sentence(text: str) -> str:
    """With a capital where it begins with words of ours and not with somebody's name; callers are many."""
    if text.startswith(CALLERS_NAME):
        rest = text.removeprefix(CALLERS_NAME)
        verb = next((verb for verb in MANY if rest.startswith(f" {verb} ")), "")
        text = f"{CALLERS_NAME} {MANY[verb]}{rest[len(verb) + 1 :]}" if verb else text
    ours = text.startswith(("the ", CALLERS_NAME))
    return f"{text[:1].upper()}{text[1:]}" if ours else text


def listed(names: Iterable[str], most: int = MOST_NAMED) -> str:
    """Some names, and how many more there are."""
    known = list(dict.fromkeys(names))
    more = len(known) - most
    if more > 1:
        return f"{', '.join(known[:most])} and {more} more"
    return ", ".join(known)


def alternatives(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def lowered(label: str) -> str:
    """A label in the middle of a sentence; initials stay as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def plural(label: str) -> str:
    if label.endswith(UNCOUNTED):
        return label
    if label.endswith(("s", "x", "ch")):
        return f"{label}es"
    return f"{label[:-1]}ies" if label.endswith("y") and label[-2:-1] not in "aeiou" else f"{label}s"


def indefinite(label: str) -> str:
    """With the article that fits; initials are read letter by letter: an LLM."""
    if label.endswith(UNCOUNTED):
        return label
    vowels = "AEFHILMNORSX" if label[1:2].isupper() else "AEIOaeio"
    return f"{'an' if label[:1] in vowels else 'a'} {label}"
