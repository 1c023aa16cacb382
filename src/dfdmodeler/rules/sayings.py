"""What predicates, channels and ends of paths are called when people are told of a condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Saying(NamedTuple):
    """A predicate in words, when it holds and when it does not.

    Arguments stand in braces by number, ``{C1}`` is one at the start of a sentence; ``{some}`` and ``{no}``
    are the element types asked for, with and without article. Members of a collection follow after a colon.
    """

    true: str
    false: str
    reads: tuple[str, ...] = ()
    """Attributes of its first argument that it depends on directly."""


SAYINGS: Mapping[str, Saying] = {
    "isa": Saying("{0} is {some}", "{0} is not {some}"),
    "exactly": Saying("{0} is {some}", "{0} is not {some}"),
    "stop": Saying("{0} is {some} in scope", "{0} is not {some} in scope"),
    "low": Saying("{0} is not fully trusted", "{0} is trusted", ("trust", "operator")),
    "carries": Saying("{0} carries {1}", "{0} carries no {1}", ("carries",)),
    "crosses": Saying("{0} crosses a trust boundary", "{0} crosses no trust boundary"),
    "sens": Saying("{0} has sensitive data", "{0} has no data known as sensitive", ("data_class",)),
    "pers": Saying("{0} has personal data", "{0} has no data known as personal", ("data_class",)),
    "unanswered": Saying("{0} has key attributes that are not set", "All key attributes of {0} are set"),
    "third_party": Saying("{0} is run by a third party", "{0} is not run by a third party", ("operator",)),
    "network": Saying("{0} runs over a network", "{0} does not run over a network", ("channel",)),
    "pulled": Saying(
        "The receiver opened the connection of {0}", "The sender opened the connection of {0}", ("initiator",)
    ),
    "enc": Saying("{0} is encrypted", "Nothing shows that {0} is encrypted", ("encrypted", "protocol")),
    "integ": Saying(
        "{0} is protected against change",
        "Nothing shows that {0} is protected against change",
        ("integrity", "protocol"),
    ),
    "src_auth": Saying(
        "{0} makes its sender prove itself",
        "Nothing shows that the sender has to prove itself on {0}",
        ("authn", "protocol"),
    ),
    "dst_auth": Saying(
        "{0} makes its receiver prove itself",
        "Nothing shows that the receiver has to prove itself on {0}",
        ("authn", "protocol"),
    ),
    "undeclared": Saying("{0} does not say what it carries", "{0} says what it carries", ("carries",)),
    "inflows": Saying("{0} receives data from", "Nothing flows into {0}"),
    "outflows": Saying("{0} sends data to", "Nothing flows out of {0}"),
    "inside": Saying("{0} holds", "Nothing lies in {0}"),
    "open_line": Saying("{0} is an open line", "{0} encloses an area"),
    "isolated": Saying("No flow touches {0}", "Flows touch {0}"),
    "adj": Saying("{0} is joined by flows to", "{0} is joined to no {no}"),
    "conducts": Saying("{0} passes on what it receives", "{0} is an end: nothing is followed through it"),
    "outsider": Saying("{0} is an outsider", "{0} is no outsider"),
    "outside": Saying("{0} brings in data from outside", "{0} brings in no data from outside"),
    "taint": Saying("Untrusted sources can reach {0} with {1}", "No untrusted source can reach {0} with {1}"),
    "origins": Saying(
        "Untrusted sources can reach {0} with {1}", "No untrusted source can reach {0} with {1}"
    ),
    "past": Saying(
        "Untrusted sources can reach {0} with {1} without passing {some}",
        "No untrusted source can reach {0} with {1} without passing {some}",
    ),
    "up": Saying("{C1} can reach {0} from", "No {1} can reach {0} from {some}"),
    "down": Saying("{C1} from {0} can reach", "No {1} from {0} can reach {some}"),
    "sources": Saying("{C1} can reach {0} from", "No {1} can reach {0}"),
    "targets": Saying("{C1} from {0} can reach", "No {1} from {0} goes anywhere"),
    "callers": Saying("Outsiders can query {0}", "No outsider can query {0}"),
    "callers_past": Saying(
        "Outsiders can query {0} without passing {some}", "No outsider can query {0} without passing {some}"
    ),
    "recips": Saying("Outsiders can receive {1} from {0}", "No outsider can receive {1} from {0}"),
    "served": Saying(
        "{0} gives access to models whose answers go out",
        "{0} gives access to no model of yours whose answers go out",
    ),
    "reach": Saying("{C2} can get from {0} to {1}", "No {2} can get from {0} to {1}"),
    "loops": Saying("What {0} sends can come back to it", "Nothing that {0} sends can come back to it"),
    "direct_low": Saying(
        "Outsiders connect over a network, across a boundary, to {0}",
        "No outsider connects over a network, across a boundary, to {0}",
    ),
    "outside_in": Saying(
        "{0} takes data over a network, across a boundary, from outside",
        "{0} takes no data over a network, across a boundary, from outside",
    ),
    "untrusted_in": Saying(
        "{0} takes data directly from untrusted sources",
        "{0} takes no data directly from an untrusted source",
    ),
    "classifies": Saying("{0} classifies its input", "{0} does not classify its input", ("task",)),
    "learner": Saying("{0} trains a model", "{0} trains no model", ("online_learning",)),
    "provider": Saying(
        "{0} trains for you and is run by a third party",
        "{0} is not training run by a third party",
        ("operator",),
    ),
    "mlproc": Saying(
        "{0} is part of the machine-learning system", "{0} is no part of the machine-learning system"
    ),
    "lin_has": Saying("{0} was made from {some}", "Nothing shows that {0} was made from {some}"),
    "lin_sens": Saying(
        "{0} was trained on sensitive data",
        "Nothing shows that {0} was trained on sensitive data",
        ("training_data_class",),
    ),
    "lin_pers": Saying(
        "{0} was trained on personal data",
        "Nothing shows that {0} was trained on personal data",
        ("training_data_class",),
    ),
    "lin_rl": Saying(
        "{0} was trained by reinforcement",
        "Nothing shows that {0} was trained by reinforcement",
        ("learning",),
    ),
    "lineage_in": Saying(
        "{0} is made from what it receives from", "{0} receives nothing that it is made from"
    ),
    "behind": Saying("{0} has before it", "{0} has nothing before it"),
    "teaches": Saying("{0} teaches {1}", "{0} does not teach {1}", ("carries",)),
    "feeds_training": Saying("{0} is a store that feeds training", "{0} is no store that feeds training"),
    "gives_sens": Saying(
        "{0} brings sensitive data into training", "{0} brings no data known as sensitive into training"
    ),
    "gives_pers": Saying(
        "{0} brings personal data into training", "{0} brings no data known as personal into training"
    ),
    "gives_rl": Saying("{0} brings in reinforcement", "{0} brings in no reinforcement", ("learning",)),
    "supplier": Saying("{0} supplies models or data", "{0} supplies neither models nor data"),
    "loads_from": Saying(
        "{0} loads models from untrusted suppliers", "{0} loads no model from an untrusted supplier"
    ),
    "llmish": Saying("{0} acts as a language model", "{0} does not itself act as a language model"),
    "effectful": Saying("{0} has lasting effects", "Nothing shows that {0} has lasting effects", ("effect",)),
    "drivers": Saying("{0} is steered by", "No agent or language model steers {0}"),
    "calls": Saying("{0} is called by", "No agent or language model calls {0}"),
    "hands": Saying("{0} can act, with lasting effects, through", "{0} cannot act with lasting effects"),
    "tainted": Saying("Outsiders can influence what {0} reads", "Outsiders cannot influence what {0} reads"),
    "tainted_ind": Saying(
        "Untrusted content can enter what {0} reads", "No untrusted content can enter what {0} reads"
    ),
    "context": Saying("{0} reads from", "{0} reads from no store and no tool"),
    "sens_ctx": Saying(
        "Sensitive data can enter the context of {0} from",
        "No data known as sensitive can enter the context of {0}",
    ),
    "pers_ctx": Saying(
        "Personal data can enter the context of {0} from",
        "No data known as personal can enter the context of {0}",
    ),
    "unthrottled": Saying(
        "Outsiders can query {0} without a rate limit",
        "Outsiders cannot query {0} without a rate limit",
        ("rate_limiting",),
    ),
    "blocks": Saying("{0} is a guardrail that blocks", "{0} is no guardrail that blocks", ("mode",)),
    "guarded_in": Saying(
        "A blocking guardrail stands on every way into {0}",
        "No blocking guardrail stands on every way into {0}",
    ),
    "guarded_out": Saying(
        "A blocking guardrail stands on every way out of {0}",
        "No blocking guardrail stands on every way out of {0}",
    ),
    "logged": Saying(
        "{0} keeps an audit record", "Nothing shows that {0} keeps an audit record", ("audit_logging",)
    ),
    "query_logged": Saying(
        "Queries to {0} are recorded", "Nothing shows that queries to {0} are recorded", ("audit_logging",)
    ),
    "monitored": Saying(
        "{0} is monitored for drift", "Nothing shows that {0} is monitored for drift", ("drift_monitoring",)
    ),
}
"""The predicates of the rule language. Of known things, `telling` says more of some of them."""

CHANNELS: Mapping[str, str] = {
    "TRAIN": "training data",
    "QUERY": "queries",
    "INPUT": "model input",
    "IND": "content that is read",
    "OUTPUT": "model output",
    "RICH": "detailed model output",
    "ARTIFACT": "model artifacts",
    "ACT": "commands or tool calls",
    "ANY": "data of any kind",
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
    "inflows": "flow into {0}",
    "outflows": "flow out of {0}",
    "flows": "flow",
    "nodes": "element",
    "boundaries": "trust boundary",
    "inside": "element in {0}",
    "adj": "neighbor of {0}",
    "mind": "agent or language model at {0}",
    "up": "source of {1} for {0}",
    "sources": "source of {1} for {0}",
    "down": "receiver of {1} from {0}",
    "targets": "receiver of {1} from {0}",
    "origins": "untrusted source of {1} for {0}",
    "past": "untrusted source of {1} for {0} besides {some}",
    "callers": "outsider who can query {0}",
    "callers_past": "outsider who can query {0} without passing {some}",
    "recips": "outsider who can receive {1} from {0}",
    "served": "model to which {0} gives access",
    "direct_low": "connection of an outsider to {0}",
    "outside_in": "flow from outside into {0}",
    "untrusted_in": "flow from an untrusted source into {0}",
    "lineage_in": "flow that {0} is made from",
    "behind": "element before {0}",
    "loads_from": "untrusted supplier of {0}",
    "drivers": "agent or language model that steers {0}",
    "calls": "call of {0} by an agent or language model",
    "hands": "thing with lasting effects through which {0} acts",
    "context": "store or tool that {0} reads",
    "sens_ctx": "source of sensitive data for {0}",
    "pers_ctx": "source of personal data for {0}",
}
"""What a condition looks through, as one of its members."""
