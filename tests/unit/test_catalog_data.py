"""The shipped catalog holds what rules expect: every type, attribute, value, data kind and channel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.icon import icon_error
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.catalog.stencil import COLORS, FLAG_CHOICES, PALETTES

STENCILS = Path(__file__).resolve().parents[2] / "stencils"

# type, parent, default trust, relay
TYPES = """
external_entity      -                untrusted
human_user           external_entity  untrusted
api_consumer         external_entity  semi_trusted
data_provider        external_entity  semi_trusted
labelling_service    external_entity  semi_trusted  relay
mlaas_provider       external_entity  semi_trusted  relay
package_registry     external_entity  semi_trusted
web_content          external_entity  untrusted
rl_environment       external_entity  untrusted
federated_client     external_entity  untrusted
human_reviewer       external_entity  trusted
ml_engineer          external_entity  trusted
process              -                trusted
web_app              process          trusted
inference_api        process          trusted
data_pipeline        process          trusted
training_job         process          trusted
fine_tuning_job      training_job     trusted
evaluation_job       process          trusted
mlops_pipeline       process          trusted
model                process          trusted
inference_service    model            trusted
llm                  model            trusted
embedding_model      model            trusted
retriever            process          trusted
guardrail            process          trusted
agent                process          trusted
tool                 process          trusted
code_executor        tool             trusted
monitor              process          trusted
edge_device          process          trusted
physical_sensor      process          semi_trusted
physical_actuator    process          trusted
data_store           -                trusted
training_data_store  data_store       trusted
public_dataset       data_store       untrusted
eval_dataset         data_store       trusted
feature_store        data_store       trusted
vector_store         data_store       trusted
document_store       data_store       trusted
model_registry       data_store       trusted
pretrained_model     data_store       semi_trusted
prompt_store         data_store       trusted
agent_memory         data_store       trusted
response_cache       data_store       trusted
log_store            data_store       trusted
secret_store         data_store       trusted
"""

ML_PROCESSES = """
inference_api data_pipeline training_job evaluation_job mlops_pipeline inference_service llm
embedding_model retriever guardrail agent tool edge_device
"""

# attribute | on | kind and values; * stands for all data kinds, ML for the processes above
ATTRIBUTES = """
trust | element | choice untrusted semi_trusted trusted
exposure | process | choice internal partner public
operator | process model tool data_store | choice first_party third_party
out_of_scope | element flow | flag
controls | element flow | mitigations
data_class | data_store flow tool retriever | choice public internal confidential personal special
access_control | data_store | flag
encrypted_at_rest | data_store | flag
authorization | process | flag
input_validation | process | flag
output_validation | process tool data_store | flag
output_encoding | web_app | flag
rate_limiting | process model | flag
audit_logging | process agent model | flag
dependencies_managed | ML | flag
sandboxed | process | flag
privilege | process | choice user service admin root system
parses | process | tags json xml yaml pickle archive native_media text
safe_parsing | process | flag
code_type | process | choice managed unmanaged
interprets | process tool data_store | tags none text html markdown sql shell code template
fetches_urls | process tool | flag
egress_restricted | process tool | flag
cookie_session | web_app | flag
csrf_protection | web_app | flag
availability_critical | element | flag
store_kind | data_store | choice sql nosql search file object queue
parameterized_queries | process | flag
contains_secrets | data_store | flag
retention_limited | data_store | flag
erasure_supported | data_store | flag
pseudonymised | data_store | flag
provenance_tracked | training_data_store feature_store | flag
tamper_evident | log_store | flag
poison_screening | data_pipeline | flag
datasheet | training_data_store public_dataset | flag
compromise_notice | data_provider public_dataset | flag
rollback_supported | training_data_store model_registry | flag
task | model | choice classification detection regression ranking generation embedding
modality | model | tags image audio video text tabular sensor
learning | training_job model | choice supervised unsupervised reinforcement federated
deployment | model | choice cloud on_prem edge on_device
weights_visibility | model | choice public internal secret
weights_protected | model | flag
training_data_class | model | choice public internal confidential personal special
online_learning | model | flag
high_consequence | model agent | flag
security_sensitive | model | flag
harm_potential | model | flag
automated_decision | model | flag
decides_about_people | model | flag
pay_per_use | model agent | flag
drift_monitoring | model | flag
hard_negative_testing | model | flag
corruption_testing | model | flag
realistic_testing | model | flag
usage_policy_enforced | model | flag
safety_alignment | llm agent | flag
grounding_check | llm agent | flag
artifact_verified | model | flag
differential_privacy | model training_job | flag
tenancy | training_job model | choice shared dedicated
confidential_compute | training_job model | flag
side_effects_bounded | model agent | flag
reward_validated | training_job | flag
retraining_gate | training_job model | flag
safety_revalidated | fine_tuning_job | flag
secure_aggregation | process training_job | flag
artifact_format | external_entity data_store | choice pickle h5 safetensors onnx gguf other
artifact_signing | model_registry | flag
physical_access | physical_sensor | choice public restricted controlled
permission_aware | retriever vector_store | flag
embedding_protection | vector_store | flag
multi_tenant | data_store agent | flag
tenant_isolation | data_store | flag
change_control | prompt_store | flag
mode | guardrail | choice block flag log
memory_validation | agent_memory | flag
identity_mode | agent | choice shared_service static_key delegated_user scoped_ephemeral
holds_secrets | agent | flag
step_budget | agent | flag
effect | tool | tags read write send execute transact
reversible | tool physical_actuator | flag
least_privilege | tool | flag
definition_pinned | tool | flag
consent_obtained | human_user | flag
license_cleared | public_dataset web_content data_provider | flag
review_load_managed | human_reviewer | flag
revocation | inference_api | flag
carries | flow | tags *
carries_back | flow | tags *
protocol | flow | choice http https tls mtls wss ws grpc grpcs ssh ipsec mqtt other
authn | flow | choice none source destination mutual
encrypted | flow | flag
integrity | flow | flag
channel | flow | choice network ipc in_process physical manual
rate_limited | flow | flag
human_approval | flow | flag
replay_protected | flow | flag
deidentified | flow | flag
data_agreement | flow | flag
minimised | flow | flag
redundant | flow | flag
bidirectional | flow | flag
line_crossings | flow | tags
initiator | flow | choice source destination
"""

DATA_KINDS = """
raw_data training_data labels features feedback reward query prompt system_prompt sensor_data
documents context embeddings memory_record agent_message tool_definition tool_call tool_result
prediction confidence logits explanation generated_content model_artifact model_update code_package
config command credentials logs telemetry other
"""

CHANNELS = {
    "TRAIN": "training_data labels raw_data features feedback reward model_update",
    "QUERY": "query prompt",
    "INPUT": "query prompt sensor_data features raw_data",
    "IND": "documents context tool_result tool_definition memory_record agent_message raw_data embeddings",
    "OUTPUT": "prediction confidence logits explanation embeddings generated_content",
    "RICH": "confidence logits explanation embeddings generated_content",
    "ARTIFACT": "model_artifact model_update",
    "ACT": "command tool_call",
}

KEY_ATTRIBUTES = {
    "external_entity": "trust",
    "human_user": "trust",
    "process": "authorization input_validation",
    "web_app": "authorization input_validation",
    "data_store": "data_class access_control",
    "vector_store": "data_class access_control",
    "model": "task deployment weights_visibility",
    "llm": "task deployment weights_visibility",
    "agent": "identity_mode step_budget",
    "tool": "effect operator",
    "code_executor": "effect operator",
    "physical_sensor": "physical_access",
    "pretrained_model": "artifact_format operator",
    "log_store": "tamper_evident",
    "prompt_store": "contains_secrets change_control",
    "training_job": "learning",
    "fine_tuning_job": "learning",
}

BOUNDARY_KINDS = (
    "internet organisation third_party tenant device physical pipeline_stage privilege network sandbox"
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    catalog, problems = load_catalog([STENCILS])
    assert problems == ()
    return catalog


def covered(catalog: Catalog, on: tuple[str, ...] | list[str]) -> set[str]:
    """The names in `on` with all their descendants."""
    return {type_ for name in on for type_ in catalog.descendants(name)}


def test_types_have_their_parents_and_default_trust(catalog: Catalog) -> None:
    expected = {}
    for line in TYPES.strip().splitlines():
        type_, parent, trust, *relay = line.split()
        expected[type_] = (None if parent == "-" else parent, trust, bool(relay))
    found = {
        type_: (row.parent, catalog.trust(type_), catalog.relay(type_))
        for type_, row in catalog.stencils.items()
    }
    assert found == expected | {"code_executor": ("tool", "trusted", False)}


def test_attributes_have_their_types_and_values(catalog: Catalog) -> None:
    assert {row.name for row in catalog.all_attributes} == {
        line.split(" | ")[0] for line in ATTRIBUTES.strip().splitlines()
    }
    for line in ATTRIBUTES.strip().splitlines():
        name, on, values = line.split(" | ")
        kind, *choices = values.replace("*", DATA_KINDS).split()
        row = catalog.attribute(name)
        assert row is not None
        assert (row.kind, row.choices) == (kind, tuple(choices)), name
        expected = covered(catalog, on.replace("ML", ML_PROCESSES).split())
        assert covered(catalog, row.on) == expected, name
    assert catalog.attribute("drift_monitoring").values == FLAG_CHOICES  # type: ignore[union-attr]


def test_data_kinds_and_channels(catalog: Catalog) -> None:
    kinds = DATA_KINDS.split()
    expected = {name: frozenset(members.split()) for name, members in CHANNELS.items()}
    expected["ANY"] = frozenset(kinds)
    expected["CONTENT"] = frozenset(kinds) - {
        *("code_package", "model_artifact", "model_update"),
        *("logs", "telemetry", "config"),
    }
    assert list(catalog.data_kinds) == kinds
    assert catalog.channels == expected


@pytest.mark.parametrize(("type_", "names"), KEY_ATTRIBUTES.items())
def test_attributes_to_answer_first(catalog: Catalog, type_: str, names: str) -> None:
    assert catalog.key_attributes(type_) == tuple(names.split())
    assert all(catalog.offers(type_, name) for name in names.split())


def test_boundary_kinds(catalog: Catalog) -> None:
    assert list(catalog.boundary_kinds) == BOUNDARY_KINDS.split()


def test_every_type_but_the_abstract_one_is_offered_once(catalog: Catalog) -> None:
    offered = [row.type for _, rows in catalog.palettes() for row in rows]
    assert sorted(offered) == sorted(set(catalog.stencils) - {"model"})
    assert tuple(title for title, _ in catalog.palettes()) == PALETTES


def test_icons_are_sound_and_no_two_types_share_one(catalog: Catalog) -> None:
    icons = [row.icon or "" for row in catalog.stencils.values()]
    assert [icon_error(icon) for icon in icons] == [""] * len(icons)
    assert len(set(icons)) == len(icons)


def test_every_type_has_a_shape_of_its_root_and_a_colour(catalog: Catalog) -> None:
    shapes = {"external_entity": "entity", "process": "process", "data_store": "store"}
    for type_ in catalog.stencils:
        assert catalog.shape(type_) == shapes[catalog.ancestors(type_)[-1]]
        assert catalog.color(type_) in COLORS


def test_everything_has_words(catalog: Catalog) -> None:
    rows = [
        *catalog.stencils.values(),
        *catalog.all_attributes,
        *catalog.data_kinds.values(),
        *catalog.boundary_kinds.values(),
    ]
    labels = [row.label for row in rows]
    assert all(label[0].isupper() and label == label.strip() for label in labels)
    assert all(row.help.endswith(".") for row in rows)
    assert len({row.label for row in catalog.stencils.values()}) == len(catalog.stencils)


def test_labels_of_values_name_values_and_differ(catalog: Catalog) -> None:
    for row in catalog.all_attributes:
        assert set(row.choice_labels) <= set(row.values), row.name
        assert len({row.label_of(value) for value in row.values}) == len(row.values), row.name


def test_questions_treat_their_subject_as_one(catalog: Catalog) -> None:
    """A name stands for one element, however it ends: "Do Fraud analyst get ..." is nobody's English."""
    many = re.compile(r"\b(do|are|were|have) \{subject\}", re.IGNORECASE)
    assert [row.name for row in catalog.all_attributes if many.search(row.question)] == []


def test_every_attribute_is_asked_for_in_a_question_about_its_subject(catalog: Catalog) -> None:
    asked = {row.name: row.question_of("Chat") for row in catalog.all_attributes}
    assert all(row.question.count("{subject}") == 1 for row in catalog.all_attributes)
    assert all(text.endswith("?") and "Chat" in text and "{" not in text for text in asked.values())
    assert len(set(asked.values())) == len(asked)
