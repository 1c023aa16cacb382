"""The predicates that ask for paths, each in the words of its definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reference.graph import Kinds, Thing, unique
from reference.near import ACT, ARTIFACT, IND, INPUT, OUTPUT, QUERY, TRAIN, Near, among
from reference.words import ANY, RELAYS

ML_PROCESSES = frozenset(
    """inference_api data_pipeline training_job fine_tuning_job evaluation_job mlops_pipeline
    inference_service llm embedding_model retriever guardrail agent tool code_executor
    edge_device""".split()  # noqa: SIM905
)


class Reading(Near):
    """All predicates over one graph; with `granted`, controls that nobody answered count as present."""

    # Paths

    def reach(self, a: Thing, b: Thing, channel: Kinds) -> bool:
        return b in self.graph.reached(a, channel)

    def up(self, e: Thing, channel: Kinds, *types: str) -> list[Thing]:
        found = self.graph.reaching(e, channel)
        return [n for n in found if n is not e and (not types or self.isa(n, *types))]

    def down(self, e: Thing, channel: Kinds, *types: str) -> list[Thing]:
        found = self.graph.reached(e, channel)
        return [n for n in found if n is not e and (not types or self.isa(n, *types))]

    def origins(self, e: Thing, channel: Kinds) -> list[Thing]:
        return [o for o in self.up(e, channel) if self.low(o)]

    def taint(self, e: Thing, channel: Kinds) -> bool:
        return bool(self.origins(e, channel))

    def _counts_as(self, x: Thing, *types: str) -> bool:
        return self.isa(x, *types) and x.out_of_scope != "yes"

    def past(self, e: Thing, channel: Kinds, *types: str) -> list[Thing]:
        by_others = self.graph.reaching(e, channel, inside=lambda n: not self._counts_as(n, *types))
        return [o for o in self.origins(e, channel) if not self._counts_as(o, *types) and o in by_others]

    def _outsider(self, x: Thing) -> bool:
        return self.isa(x, "external_entity") and self.low(x)

    def callers(self, e: Thing) -> list[Thing]:
        return [c for c in self.graph.reaching(e, QUERY) if self._outsider(c)]

    def callers_past(self, e: Thing, *types: str) -> list[Thing]:
        by_others = self.graph.reaching(e, QUERY, inside=lambda n: not self._counts_as(n, *types))
        return [c for c in self.callers(e) if c in by_others]

    def recips(self, e: Thing, channel: Kinds) -> list[Thing]:
        return [r for r in self.graph.reached(e, channel) if self._outsider(r)]

    def served(self, e: Thing) -> list[Thing]:
        return [
            m
            for m in self.down(e, QUERY, "model")
            if self.recips(m, OUTPUT)
            and not among(m.weights_visibility, "public")
            and not self.third_party(m)
        ]

    def loops(self, a: Thing) -> bool:
        return self.reach(a, a, ANY)

    def direct_low(self, e: Thing) -> list[Thing]:
        inflows = [f for f in self.inflows(e) if self._outsider(f.source)]
        return [f for f in inflows if self.crosses(f) and self.network(f) and not self.pulled(f)]

    def outside_in(self, e: Thing) -> list[Thing]:
        return [
            f
            for f in self.inflows(e)
            if self.crosses(f)
            and self.network(f)
            and self.low(f.source)
            and (
                (self.isa(f.source, "external_entity") and not self.isa(f.source, "package_registry"))
                or self.isa(f.source, "public_dataset")
            )
        ]

    def untrusted_in(self, e: Thing) -> list[Thing]:
        return [
            f for f in self.inflows(e) if self.low(f.source) and not self.isa(f.source, "physical_sensor")
        ]

    # Learning

    def classifies(self, m: Thing) -> bool:
        if self.isa(m, "inference_service"):
            return not among(m.task, "generation", "embedding")
        return self.isa(m, "llm") and among(m.task, "classification")

    def learner(self, e: Thing) -> bool:
        if self.isa(e, "mlaas_provider"):
            return any(self.carries(f, TRAIN) for f in self.inflows(e))
        return self.isa(e, "training_job") or (self.isa(e, "model") and e.online_learning == "yes")

    def train_in(self, e: Thing) -> Kinds:
        return TRAIN | INPUT if self.isa(e, "model") else TRAIN

    def provider(self, e: Thing) -> bool:
        return self.isa(e, "mlaas_provider") or (self.isa(e, "training_job") and self.third_party(e))

    def mlproc(self, e: Thing) -> bool:
        return e.type in ML_PROCESSES

    def _lineage(self, m: Thing) -> tuple[list[Thing], list[Thing]]:
        """The elements and the flows that a model was made from."""
        first = ARTIFACT | TRAIN | INPUT if m.online_learning == "yes" else ARTIFACT
        flows = [f for f in self.inflows(m) if f.kinds & first]
        elements: list[Thing] = []
        for f in flows:  # grows as it goes
            if f.source not in elements:
                elements.append(f.source)
                if not self.isa(f.source, "external_entity") or self.isa(f.source, *RELAYS):
                    flows += [g for g in self.inflows(f.source) if g.kinds & (TRAIN | ARTIFACT)]
        return elements, unique(flows)

    def lin_has(self, m: Thing, *types: str) -> bool:
        return any(self.isa(x, *types) for x in self._lineage(m)[0])

    def _lineage_classes(self, m: Thing) -> Iterator[Any]:
        elements, flows = self._lineage(m)
        yield m.training_data_class
        for f in flows:
            inputs = TRAIN | INPUT if m.online_learning == "yes" and f.target is m else TRAIN
            if f.kinds & inputs:
                yield self.cls(f)
        for x in elements:
            if self.isa(x, "data_store") and any(f.kinds & TRAIN for f in self.outflows(x)):
                yield x.data_class

    def lin_sens(self, m: Thing) -> bool:
        return any(c in ("confidential", "personal", "special") for c in self._lineage_classes(m))

    def lin_pers(self, m: Thing) -> bool:
        return any(c in ("personal", "special") for c in self._lineage_classes(m))

    def lin_rl(self, m: Thing) -> bool:
        elements, flows = self._lineage(m)
        return any(among(x.learning, "reinforcement") for x in [m, *elements]) or any(
            "reward" in f.kinds for f in flows
        )

    def loads_from(self, e: Thing) -> list[Thing]:
        found = self.graph.reaching(e, ARTIFACT, inside=lambda n: not self.isa(n, "training_job"))
        return [
            x
            for x in found
            if self.low(x)
            and (
                self.isa(x, "pretrained_model", "data_store")
                or (self.isa(x, "external_entity") and not self.isa(x, "federated_client"))
            )
        ]

    # Language models, agents, tools

    def adj(self, a: Thing, *types: str) -> list[Thing]:
        ends = [f.source for f in self.inflows(a)] + [f.target for f in self.outflows(a)]
        return unique(x for x in ends if self.isa(x, *types))

    def llmish(self, m: Thing) -> bool:
        return self.isa(m, "llm") or (self.isa(m, "agent") and not self.adj(m, "llm"))

    def effectful(self, t: Thing) -> bool:
        if self.isa(t, "physical_actuator", "code_executor"):
            return True
        return self.isa(t, "tool") and among(t.effect, "write", "send", "execute", "transact")

    def drivers(self, t: Thing) -> list[Thing]:
        return self.up(t, ACT, "agent", "llm")

    def calls(self, t: Thing) -> list[Thing]:
        acting = [f for f in self.inflows(t) if f.kinds & ACT]
        return [f for f in acting if self.isa(f.source, "agent", "llm") or self.drivers(f.source)]

    def mind(self, a: Thing) -> list[Thing]:
        partners = self.adj(a, "llm") if self.isa(a, "agent") else []
        partners = self.adj(a, "agent") if self.isa(a, "llm") else partners
        return unique([a, *partners])

    def hands(self, m: Thing) -> list[Thing]:
        found = [t for x in self.mind(m) for t in self.graph.reached(x, ACT)]
        return unique(t for t in found if self.effectful(t))

    def tainted(self, a: Thing) -> bool:
        return any(self.callers(x) or self.taint(x, IND) for x in self.mind(a))

    def tainted_ind(self, a: Thing) -> bool:
        return any(self.taint(x, IND) for x in self.mind(a))

    def _context(self, m: Thing) -> list[Thing]:
        found = unique(s for x in self.mind(m) for s in self.graph.reaching(x, IND | {"system_prompt"}))
        return [s for s in found if self.isa(s, "data_store", "tool")]

    def sens_ctx(self, m: Thing) -> list[Thing]:
        return [s for s in self._context(m) if self.sens(s)]

    def pers_ctx(self, m: Thing) -> list[Thing]:
        return [s for s in self._context(m) if self.pers(s)]

    # Controls on the way

    def unthrottled(self, m: Thing) -> bool:
        unbounded = self.graph.reaching(
            m,
            QUERY,
            inside=lambda n: self.lacks(n.rate_limiting),
            along=lambda f: self.lacks(f.rate_limited),
        )
        return self.lacks(m.rate_limiting) and any(self._outsider(c) for c in unbounded)

    def _blocks(self, n: Thing) -> bool:
        return self.isa(n, "guardrail") and n.mode == "block"

    def guarded_in(self, m: Thing) -> bool:
        unguarded = self.graph.reaching(m, QUERY | IND, inside=lambda n: not self._blocks(n))
        return not any(self.low(o) for o in unguarded if o is not m)

    def guarded_out(self, m: Thing) -> bool:
        unguarded = self.graph.reached(m, frozenset(["generated_content"]), lambda n: not self._blocks(n))
        return not any(self._outsider(r) for r in unguarded)

    def logged(self, e: Thing) -> bool:
        return not self.lacks(e.audit_logging) or any(
            f.kinds & {"logs", "telemetry"} and self.isa(f.target, "log_store", "monitor")
            for f in self.outflows(e)
        )

    def query_logged(self, m: Thing) -> bool:
        before = self.up(m, QUERY, "inference_api", "web_app", "guardrail", "agent")
        return self.logged(m) or any(self.logged(n) for n in before)

    def monitored(self, m: Thing) -> bool:
        return not self.lacks(m.drift_monitoring) or any(
            self.isa(f.target, "monitor") for f in self.outflows(m)
        )

    # Where mitigations are seen

    def flows_of(self, x: Thing) -> list[Thing]:
        if x.source != "unknown":
            return [f for f in self.flows if f.id == x.id]
        touching = unique([*self.inflows(x), *self.outflows(x)])
        return [f for f in touching if self.crosses(f) and self.network(f)]

    def entries(self, x: Thing) -> list[Thing]:
        asked = [x, *self.graph.reaching(x, QUERY)]
        return [f for f in self.flows if f.kinds & QUERY and self._outsider(f.source) and f.target in asked]

    def screened(self, x: Thing) -> bool:
        def screens(n: Thing) -> bool:
            return self.isa(n, "data_pipeline") and n.poison_screening == "yes"

        unscreened = self.graph.reaching(x, TRAIN, inside=lambda n: not screens(n))
        found = self.origins(x, TRAIN)
        return bool(found) and not any(o in unscreened for o in found)

    def models_of(self, x: Thing) -> list[Thing]:
        if self.llmish(x):
            return [x]
        return [m for m in self.graph.reached(x, IND | {"system_prompt"}) if self.llmish(m)]

    def approvals(self, x: Thing) -> list[Thing]:
        if x.source != "unknown":
            return [f for f in self.flows if f.id == x.id]
        if self.effectful(x):
            return self.calls(x)
        return [f for t in self.hands(x) for f in self.calls(t)]
