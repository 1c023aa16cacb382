"""Conditions in plain words, for evidence."""

from __future__ import annotations

from collections.abc import Mapping

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.graph.topology import Area, Hop, Node
from dfdmodeler.model.values import UNKNOWN, Value

WORDS: Mapping[str, str] = {
    "isa": "{0} is {1}",
    "exactly": "{0} is {1}",
    "low": "{0} is not fully trusted",
    "third_party": "{0} is run by a third party",
    "carries": "{0} carries {1}",
    "crosses": "{0} crosses a trust boundary",
    "network": "{0} runs over a network",
    "pulled": "The receiver opened the connection of {0}",
    "enc": "{0} is encrypted",
    "integ": "{0} is protected against change",
    "src_auth": "{0} authenticates its source",
    "dst_auth": "{0} authenticates its destination",
    "undeclared": "{0} does not say what it carries",
    "sens": "{0} holds or carries sensitive data",
    "pers": "{0} holds or carries personal data",
    "cls": "Data class of {0}",
    "trust_of": "Trust in {0}",
    "inflows": "Something flows into {0}",
    "outflows": "Something flows out of {0}",
    "inside": "Something lies in {0}",
    "unanswered": "{0} has unanswered key attributes",
    "isolated": "No flow touches {0}",
    "taint": "An untrusted source reaches {0} with {1}",
    "origins": "An untrusted source reaches {0} with {1}",
    "past": "An untrusted source reaches {0} with {1} by a way of its own",
    "up": "{0} is reached with {1}",
    "down": "{0} reaches others with {1}",
    "callers": "Outsiders can query {0}",
    "callers_past": "Outsiders can query {0} directly",
    "recips": "Outsiders receive {1} from {0}",
    "served": "{0} stands before a model whose answers go out",
    "reach": "{0} reaches {1} with {2}",
    "loops": "{0} lies on a cycle",
    "direct_low": "Outsiders connect to {0} across a boundary",
    "outside_in": "{0} takes data from outside its boundary",
    "untrusted_in": "{0} takes data from sources not fully trusted",
    "classifies": "{0} classifies its input",
    "learner": "{0} trains a model",
    "provider": "A third party trains for you at {0}",
    "mlproc": "{0} is part of the machine-learning system",
    "lin_has": "{0} descends from {1}",
    "lin_sens": "{0} was trained on sensitive data",
    "lin_pers": "{0} was trained on personal data",
    "lin_rl": "{0} was trained by reinforcement",
    "loads_from": "{0} loads artifacts from suppliers not fully trusted",
    "llmish": "{0} is driven by a language model",
    "effectful": "{0} has lasting effects",
    "drivers": "Agents or language models drive {0}",
    "calls": "Agents or language models call {0}",
    "hands": "{0} can act through tools with lasting effects",
    "tainted": "Outsiders can write what {0} reads",
    "tainted_ind": "Content by others enters what {0} reads",
    "sens_ctx": "Sensitive data enters the context of {0}",
    "pers_ctx": "Personal data enters the context of {0}",
    "unthrottled": "Callers reach {0} without a limit on volume",
    "guarded_in": "A blocking guardrail stands on every way into {0}",
    "guarded_out": "A blocking guardrail stands on every way out of {0}",
    "logged": "{0} keeps an audit record",
    "query_logged": "Queries to {0} are recorded",
    "monitored": "{0} is monitored for drift",
}
"""What each predicate says when it holds. Arguments in braces."""

CHANNELS: Mapping[str, str] = {
    "TRAIN": "training data",
    "QUERY": "queries",
    "INPUT": "model input",
    "IND": "content that is read",
    "OUTPUT": "model output",
    "RICH": "detailed model output",
    "ARTIFACT": "model artifacts",
    "ACT": "commands or tool calls",
    "ANY": "anything",
    "CONTENT": "content",
}

ROLES: Mapping[str, str] = {
    "origins": "an untrusted source",
    "taint": "an untrusted source",
    "past": "an untrusted source",
    "callers": "an outside caller",
    "callers_past": "an outside caller",
    "recips": "an outside recipient",
    "unthrottled": "a caller without a limit",
    "guarded_in": "an untrusted source",
    "guarded_out": "an outside recipient",
    "screened": "an untrusted source",
    "served": "a model behind it",
    "loads_from": "a supplier of artifacts",
    "drivers": "an agent or language model",
    "hands": "something that acts",
    "sens_ctx": "sensitive data",
    "pers_ctx": "personal data",
}
"""What the far end of a path is, by the predicate that asks for it."""


DOMAINS: Mapping[str, str] = {
    "inflows": "a flow into {0}",
    "outflows": "a flow out of {0}",
    "flows": "a flow",
    "nodes": "an element",
    "boundaries": "a boundary",
    "up": "an element that reaches {0}",
    "down": "an element that {0} reaches",
    "origins": "an untrusted source that reaches {0}",
}
"""What a condition looks through, as one of its members."""


class Wording:
    """Puts values and names into words, under one catalog."""

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
        return " or ".join([*said, *([self._kinds.words(rest)] if rest else [])])

    def types(self, types: tuple[str, ...]) -> str:
        """One of some types, with article."""
        labels = [self._catalog.label(type_) for type_ in types]
        lowered = [label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels]
        return " or ".join(f"{_article(label)} {label}" for label in lowered)

    def attribute(self, name: str) -> str:
        row = self._catalog.attribute(name)
        return row.label if row else name.replace("_", " ").capitalize()

    def value(self, attribute: str, value: Value) -> str:
        """An attribute's value: what is unknown is "not set"."""
        if value == UNKNOWN:
            return "not set"
        row = self._catalog.attribute(attribute)
        values = (value,) if isinstance(value, str) else value
        return ", ".join((row.label_of(one) if row else one.replace("_", " ")).lower() for one in values)

    def argument(self, value: object) -> str:
        """An argument of a predicate."""
        if isinstance(value, Node | Hop | Area):
            return value.name
        return self.channel(value) if isinstance(value, int) else str(value)


def _article(label: str) -> str:
    """Initials are read letter by letter: an LLM."""
    vowels = "AEFHILMNORSX" if label[1:2].isupper() else "AEIOaeio"
    return "an" if label[:1] in vowels else "a"
