"""What people can change in the world about a system: controls, and some choices of its design.

Everything else that a model says is a fact: what an element is, who is trusted, what data there is. To say
otherwise would make threats vanish from the paper alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.model.values import NOT_APPLICABLE, Value
from dfdmodeler.rules.rule import Mitigation

Role = Literal["control", "design", "fact"]
CONTROLS_AT = "controls"
"""The attribute that holds the ids of mitigations in place which no other attribute can express."""

_FLAGS = """
access_control artifact_signing artifact_verified audit_logging authorization change_control
confidential_compute consent_obtained corruption_testing csrf_protection data_agreement datasheet
definition_pinned deidentified dependencies_managed differential_privacy drift_monitoring
egress_restricted embedding_protection encrypted encrypted_at_rest erasure_supported grounding_check
hard_negative_testing human_approval input_validation integrity least_privilege license_cleared
compromise_notice memory_validation minimised output_encoding output_validation
parameterized_queries permission_aware poison_screening provenance_tracked pseudonymised
rate_limited rate_limiting realistic_testing redundant replay_protected retention_limited
retraining_gate review_load_managed revocation reward_validated rollback_supported safe_parsing
safety_alignment safety_revalidated sandboxed secure_aggregation side_effects_bounded step_budget
tamper_evident tenant_isolation usage_policy_enforced weights_protected
"""
CONTROLS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_FLAGS.split(), ("yes",)),
    "artifact_format": ("safetensors", "onnx", "gguf"),
    "authn": ("mutual",),
    "contains_secrets": ("no",),
    "holds_secrets": ("no",),
    "identity_mode": ("scoped_ephemeral", "delegated_user"),
    "mode": ("block",),
    "physical_access": ("controlled",),
    "privilege": ("service", "user"),
    "tenancy": ("dedicated",),
}
"""Controls with the values that say they are in place; the first is the one to propose."""
DESIGN: Mapping[str, tuple[str, ...]] = {
    "exposure": ("internal",),
    "weights_visibility": ("internal", "secret"),
}
"""Choices of design: who may call something or have it, with the values that keep outsiders away."""
CARRIED = ("carries", "carries_back")
ANSWER_DETAILS = frozenset({"confidence", "logits", "explanation"})
"""Kinds of data that an answer can do without: to leave them out is a control."""
DISPENSABLE = ANSWER_DETAILS | {"credentials"}
"""Kinds of data that a flow can be spared as long as it carries something."""
ANSWER = "prediction"
"""What an answer without details is."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One change: an attribute of an element or flow gets a value. For `controls`, ids that are added."""

    subject: str
    attribute: str
    value: Value

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """For a fixed order."""
        return self.subject, self.attribute, _members(self.value)

    @property
    def is_design(self) -> bool:
        """Whether it changes for whom the system is, rather than how it is guarded."""
        return role_of(self.attribute) == "design"


Measures = frozenset[Measure]


def role_of(attribute: str) -> Role:
    """Whether an attribute is a control, a choice of design, or a fact of the world."""
    if attribute in CONTROLS or attribute in (*CARRIED, CONTROLS_AT):
        return "control"
    return "design" if attribute in DESIGN else "fact"


def measures_at(model: Model, catalog: Catalog, subject: str, attribute: str) -> Iterator[Measure]:
    """What people can do about an attribute of an element or flow; nothing if it is a fact, or done."""
    record = model.get(subject)
    if not isinstance(record, Element | Flow) or record.properties.get("out_of_scope") == "yes":
        return
    if attribute in CARRIED:
        for name in CARRIED:
            if (less := _reduced(record.properties.get(name, ()))) is not None:
                yield Measure(subject, name, less)
        return
    good = CONTROLS.get(attribute) or DESIGN.get(attribute)
    now = record.properties.get(attribute)
    if good and _offered(catalog, record, attribute) and now not in (*good, NOT_APPLICABLE):
        yield Measure(subject, attribute, good[0])


def claim(subject: str, mitigation: str) -> Measure:
    """That a mitigation which no attribute expresses is put in place."""
    return Measure(subject, CONTROLS_AT, (mitigation,))


def applied(model: Model, measures: Iterable[Measure]) -> Model:
    """The model in which all these changes are made."""
    for measure in sorted(measures, key=lambda one: one.key):
        value = measure.value
        if measure.attribute == CONTROLS_AT:
            record = model[measure.subject]
            known = record.properties.get(CONTROLS_AT, ()) if isinstance(record, Element | Flow) else ()
            value = tuple({*_members(known), *_members(value)})
        model = edits.set_property(model, [measure.subject], measure.attribute, value)
    return model


def words(measure: Measure, model: Model, catalog: Catalog, mitigations: Mapping[str, Mitigation]) -> str:
    """A change as an instruction for people, without a full stop."""
    name, values = name_of(model, measure.subject), _members(measure.value)
    if measure.attribute == CONTROLS_AT:
        titles = (mitigations[id_].title if id_ in mitigations else id_ for id_ in values)
        return f"At {name}, put in place: {', '.join(titles)}"
    row = catalog.attribute(measure.attribute)
    label = row.label if row else measure.attribute
    shown = ", ".join(row.label_of(value) if row else value for value in values)
    if measure.attribute in CARRIED:
        back = " back" if measure.attribute == CARRIED[1] else ""
        return f"On {name}, carry{back} no more than: {shown}"
    return f"Set “{label}” of {name} to {shown}"


def name_of(model: Model, subject: str) -> str:
    """What people call an element or flow; a flow without a name is called after its ends."""
    record = model.get(subject)
    if not isinstance(record, Flow):
        return model.name_of(subject)
    if not record.name.strip() and record.source and record.target:
        return f"the flow from {model.name_of(record.source)} to {model.name_of(record.target)}"
    return f"the flow “{model.name_of(subject)}”"


def _members(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _offered(catalog: Catalog, record: Element | Flow, attribute: str) -> bool:
    if isinstance(record, Element):
        return catalog.offers(record.type, attribute)
    return any(row.name == attribute for row in catalog.flow_attributes)


def _reduced(carried: Value) -> tuple[str, ...] | None:
    """What a flow can make do with of what it carries; None if nothing can be left out."""
    kinds = set(_members(carried))
    left = kinds - DISPENSABLE
    if left == kinds or (not left and not kinds & ANSWER_DETAILS):
        return None
    return tuple(sorted(left)) or (ANSWER,)
