"""The words of the rule language: what each predicate takes and yields, and what the derived ones mean.

Primitive predicates are functions of `facts`. All others are defined here in the rule language itself, over
paths (`sources`, `targets`) and over what is near an element, so that one way of compiling, explaining and
testing serves them all. In the signatures a star marks any number of arguments. In the definitions a
parameter named ``f`` is a flow, ``CH`` a set of data kinds, ``*T`` element types, anything else an element;
``through`` and ``over`` say which interior elements and which flows a path may use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NODE, FLOW, AREA, THING = "node", "flow", "area", "thing"
VALUE, KINDS, TEXT, TRUTH, NUMBER, TEXTS = "value", "kinds", "text", "truth", "number", "texts"
NODES, FLOWS, AREAS = "nodes", "flows", "areas"
MEMBER = {NODES: NODE, FLOWS: FLOW, AREAS: AREA, TEXTS: TEXT}
"""The sort of the members of each sort of collection."""
COLLECTIONS = {"nodes": NODES, "flows": FLOWS, "boundaries": AREAS}
"""The names of everything in the graph."""
QUANTIFIERS = ("any", "all", "done_all")
SUBJECTS = ("e", "f", "b", "x")
"""What the subjects of conditions are called, each in its scope."""
ANSWERS = {"cls": "data_class", "trust_of": "trust"}
"""Predicates that yield a value, by the attribute whose values these are."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The sorts of a predicate's parameters and value. `repeated` is the sort of further arguments."""

    params: tuple[str, ...]
    repeated: str
    result: str


PRIMITIVES = """
isa(node, type*) -> truth
exactly(node, type*) -> truth
conducts(node) -> truth
third_party(thing) -> truth
trust_of(node) -> text
yes(value) -> truth
has(value, text*) -> truth
lacks(value) -> truth
short_of(value, text*) -> truth
carries(flow, kinds*) -> truth
crosses(flow, area_kind*) -> truth
crossed(flow) -> texts
network(flow) -> truth
pulled(flow) -> truth
enc(flow) -> truth
integ(flow) -> truth
src_auth(flow) -> truth
dst_auth(flow) -> truth
undeclared(flow) -> truth
cls(thing) -> value
inflows(node) -> flows
outflows(node) -> flows
adj(node, type*) -> nodes
mind(node) -> nodes
inside(area) -> nodes
open_line(area) -> truth
unanswered(node) -> truth
itself(node) -> flows
touching(node) -> flows
sources(node, kinds) -> nodes
targets(node, kinds) -> nodes
reach(node, node, kinds) -> truth
"""

INTERNAL = frozenset({
    "sources", "targets", "exactly", "conducts", "itself", "touching", "outsider", "outside", "stop",
    "lineage_in", "teaches", "feeds_training", "gives_sens", "gives_pers", "gives_rl", "behind", "supplier",
    "context", "blocks", "screens",
})  # fmt: skip
"""Predicates that only definitions use."""

DEFINITIONS = """
# Trust
low(x) = trust_of(x) != 'trusted'
outsider(x) = isa(x, 'external_entity') and low(x)
sens(x: thing) = has(cls(x), 'confidential', 'personal', 'special')
pers(x: thing) = has(cls(x), 'personal', 'special')

# Paths
up(e, CH, *T) = [n for n in sources(e, CH) if n != e and isa(n, *T)]
down(e, CH, *T) = [n for n in targets(e, CH) if n != e and isa(n, *T)]
origins(e, CH) = [o for o in up(e, CH) if low(o)]
taint(e, CH) = bool(origins(e, CH))
stop(x, *T) = isa(x, *T) and not yes(x.out_of_scope)
past(e, CH, *T) =
    [o for o in sources(e, CH, through=lambda n: not stop(n, *T)) if o != e and low(o) and not stop(o, *T)]
callers(e) = [c for c in sources(e, QUERY) if outsider(c)]
callers_past(e, *T) = [c for c in sources(e, QUERY, through=lambda n: not stop(n, *T)) if outsider(c)]
recips(e, CH) = [r for r in targets(e, CH) if outsider(r)]
served(e) =
    [m for m in down(e, QUERY, 'model')
     if recips(m, OUTPUT) and not has(m.weights_visibility, 'public') and not third_party(m)]
loops(a) = reach(a, a, ANY)
isolated(e) = not inflows(e) and not outflows(e)

# Flows from outside
direct_low(e) = [f for f in inflows(e) if outsider(f.source) and crosses(f) and network(f) and not pulled(f)]
outside(x) =
    low(x)
    and (isa(x, 'external_entity') and not isa(x, 'package_registry') or isa(x, 'public_dataset'))
outside_in(e) = [f for f in inflows(e) if outside(f.source) and crosses(f) and network(f)]
untrusted_in(e) = [f for f in inflows(e) if low(f.source) and not isa(f.source, 'physical_sensor')]

# Learning
classifies(m) =
    isa(m, 'inference_service') and not has(m.task, 'generation', 'embedding')
    or isa(m, 'llm') and has(m.task, 'classification')
learner(e) =
    isa(e, 'training_job')
    or isa(e, 'mlaas_provider') and any(carries(f, TRAIN) for f in inflows(e))
    or isa(e, 'model') and yes(e.online_learning)
train_in(e) = TRAIN | INPUT if isa(e, 'model') else TRAIN
provider(e) = isa(e, 'mlaas_provider') or isa(e, 'training_job') and third_party(e)
mlproc(e) =
    exactly(e, 'inference_api', 'data_pipeline', 'training_job', 'fine_tuning_job', 'evaluation_job',
            'mlops_pipeline', 'inference_service', 'llm', 'embedding_model', 'retriever', 'guardrail',
            'agent', 'tool', 'code_executor', 'edge_device')

# Lineage: what a model was made from. Each supplier of it, and what lies behind those that conduct.
lineage_in(m) =
    [f for f in inflows(m) if carries(f, ARTIFACT) or yes(m.online_learning) and carries(f, TRAIN | INPUT)]
teaches(f, m) = carries(f, TRAIN) or yes(m.online_learning) and carries(f, INPUT)
feeds_training(s) = isa(s, 'data_store') and any(carries(f, TRAIN) for f in outflows(s))
gives_sens(s) =
    feeds_training(s) and sens(s)
    or conducts(s) and any(carries(f, TRAIN) and sens(f) for f in inflows(s))
gives_pers(s) =
    feeds_training(s) and pers(s)
    or conducts(s) and any(carries(f, TRAIN) and pers(f) for f in inflows(s))
gives_rl(s) =
    has(s.learning, 'reinforcement')
    or conducts(s) and any(carries(f, 'reward') for f in inflows(s))
behind(s) = [n for n in sources(s, TRAIN | ARTIFACT) if conducts(s)]
lin_has(m, *T) =
    any(isa(f.source, *T) or any(isa(s, *T) for s in behind(f.source)) for f in lineage_in(m))
lin_sens(m) =
    has(m.training_data_class, 'confidential', 'personal', 'special')
    or any(teaches(f, m) and sens(f) or gives_sens(f.source) or any(gives_sens(s) for s in behind(f.source))
           for f in lineage_in(m))
lin_pers(m) =
    has(m.training_data_class, 'personal', 'special')
    or any(teaches(f, m) and pers(f) or gives_pers(f.source) or any(gives_pers(s) for s in behind(f.source))
           for f in lineage_in(m))
lin_rl(m) =
    has(m.learning, 'reinforcement')
    or any(carries(f, 'reward') or gives_rl(f.source) or any(gives_rl(s) for s in behind(f.source))
           for f in lineage_in(m))
supplier(x) =
    isa(x, 'pretrained_model', 'data_store') or isa(x, 'external_entity') and not isa(x, 'federated_client')
loads_from(e) =
    [o for o in sources(e, ARTIFACT, through=lambda n: not isa(n, 'training_job')) if low(o) and supplier(o)]

# Language models, agents and tools
llmish(m) = isa(m, 'llm') or isa(m, 'agent') and not adj(m, 'llm')
effectful(t) =
    isa(t, 'physical_actuator', 'code_executor')
    or isa(t, 'tool') and has(t.effect, 'write', 'send', 'execute', 'transact')
drivers(t) = up(t, ACT, 'agent', 'llm')
calls(t) =
    [f for f in inflows(t) if carries(f, ACT) and (isa(f.source, 'agent', 'llm') or drivers(f.source))]
hands(m) = [t for x in mind(m) for t in targets(x, ACT) if effectful(t)]
tainted(a) = any(callers(x) or taint(x, IND) for x in mind(a))
tainted_ind(a) = any(taint(x, IND) for x in mind(a))
context(m) = [s for x in mind(m) for s in sources(x, IND | {'system_prompt'}) if isa(s, 'data_store', 'tool')]
sens_ctx(m) = [s for s in context(m) if sens(s)]
pers_ctx(m) = [s for s in context(m) if pers(s)]

# Controls on the way
blocks(n) = isa(n, 'guardrail') and has(n.mode, 'block')
unthrottled(m) =
    lacks(m.rate_limiting)
    and any(outsider(c) for c in sources(m, QUERY, through=lambda n: lacks(n.rate_limiting),
                                         over=lambda f: lacks(f.rate_limited)))
guarded_in(m) = not any(n != m and low(n) for n in sources(m, QUERY | IND, through=lambda n: not blocks(n)))
guarded_out(m) =
    not any(outsider(r) for r in targets(m, {'generated_content'}, through=lambda n: not blocks(n)))
logged(e) =
    not lacks(e.audit_logging)
    or any(carries(f, 'logs', 'telemetry') and isa(f.target, 'log_store', 'monitor') for f in outflows(e))
query_logged(m) =
    logged(m) or any(logged(n) for n in up(m, QUERY, 'inference_api', 'web_app', 'guardrail', 'agent'))
monitored(m) = not lacks(m.drift_monitoring) or any(isa(f.target, 'monitor') for f in outflows(m))

# Where mitigations are seen
flows_of(x) = itself(x) if itself(x) else [f for f in touching(x) if crosses(f) and network(f)]
entries(x) =
    [f for f in flows
     if carries(f, QUERY) and outsider(f.source) and (f.target == x or f.target in up(x, QUERY))]
screens(n) = isa(n, 'data_pipeline') and yes(n.poison_screening)
screened(x) =
    taint(x, TRAIN) and not any(o != x and low(o) for o in sources(x, TRAIN, through=lambda n: not
    screens(n)))
models_of(x) = [x] if llmish(x) else [m for m in targets(x, IND | {'system_prompt'}) if llmish(m)]
approvals(x) =
    itself(x) if itself(x) else calls(x) if effectful(x) else [f for t in hands(x) for f in calls(t)]
"""


def signatures() -> dict[str, Signature]:
    """The signatures of the primitive predicates by name."""
    return dict(_signature(line) for line in PRIMITIVES.strip().splitlines())


def _signature(line: str) -> tuple[str, Signature]:
    name, inner, result = re.fullmatch(r"(\w+)\((.*)\) -> (\w+)", line).groups()  # type: ignore[union-attr]
    params = [part.strip() for part in inner.split(",")]
    repeated = params.pop().removesuffix("*") if params[-1].endswith("*") else ""
    return name, Signature(tuple(params), repeated, result)
