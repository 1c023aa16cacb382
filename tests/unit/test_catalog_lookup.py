"""Lookups in a catalog: inheritance, what types offer, and types that nobody knows."""

from __future__ import annotations

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute, Channel, DataKind, DefaultFlow, Stencil, TrustWhen

CATALOG = Catalog(
    stencils=[
        Stencil(
            type="process", label="Process", shape="process", color="serving", trust="trusted", icon="M0 0 h1"
        ),
        Stencil(
            type="sensor",
            parent="process",
            label="Sensor",
            palette="Mine",
            trust="semi_trusted",
            trust_when=(TrustWhen(attribute="access", value="controlled", trust="trusted"),),
            key_attributes=("access",),
        ),
        Stencil(type="camera", parent="sensor", label="Camera", palette="Data", relay=True),
        Stencil(type="spy_camera", parent="camera", label="Spy camera", palette="Data", trust="untrusted"),
        Stencil(type="hidden", parent="process", label="Hidden", abstract=True),
    ],
    attributes=[
        Attribute(
            name="access", label="Access", on=("sensor",), kind="choice", choices=("public", "controlled")
        ),
        Attribute(name="trust", label="Trust", on=("element",)),
        Attribute(name="carries", label="Carries", on=("flow",), kind="tags", choices_from="data_kind"),
        Attribute(name="shared", label="Shared", on=("camera", "flow")),
    ],
    data_kinds=[DataKind(id="image", label="Pictures"), DataKind(id="sound", label="Sounds")],
    channels=[
        Channel(id="ALL"),
        Channel(id="SEEN", kinds=("image",)),
        Channel(id="HEARD", without=("image",)),
    ],
    default_flows=[
        DefaultFlow(source=("camera",), target=("process",), kinds=("image",)),
        DefaultFlow(target=("process",), kinds=("sound",)),
    ],
)


def names(attributes: tuple[Attribute, ...]) -> list[str]:
    return [row.name for row in attributes]


def test_isa_follows_parents_and_includes_the_type_itself() -> None:
    assert CATALOG.isa("camera", "process")
    assert CATALOG.isa("camera", "hidden", "camera")
    assert not CATALOG.isa("sensor", "camera")
    assert not CATALOG.isa("camera")


def test_ancestors_go_up_and_descendants_down() -> None:
    assert CATALOG.ancestors("camera") == ("camera", "sensor", "process")
    assert CATALOG.descendants("sensor") == {"sensor", "camera", "spy_camera"}


def test_attributes_come_down_from_parents_in_the_order_of_the_files() -> None:
    assert names(CATALOG.attributes("camera")) == ["access", "trust", "shared"]
    assert names(CATALOG.attributes("process")) == ["trust"]
    assert names(CATALOG.flow_attributes) == ["carries", "shared"]
    assert CATALOG.offers("camera", "access")
    assert not CATALOG.offers("process", "access")
    assert not CATALOG.offers("camera", "carries")


def test_looks_and_key_attributes_come_from_the_nearest_ancestor() -> None:
    assert (CATALOG.shape("camera"), CATALOG.color("camera"), CATALOG.icon("camera")) == (
        "process",
        "serving",
        "M0 0 h1",
    )
    assert CATALOG.key_attributes("spy_camera") == ("access",)
    assert CATALOG.key_attributes("hidden") == ()
    assert (CATALOG.relay("spy_camera"), CATALOG.relay("sensor")) == (True, False)


def test_trust_depends_on_attributes_where_the_stencil_says_so() -> None:
    assert CATALOG.trust("sensor") == "semi_trusted"
    assert CATALOG.trust("camera", {"access": "controlled"}) == "trusted"
    assert CATALOG.trust("camera", {"access": "public"}) == "semi_trusted"


def test_a_stated_trust_hides_what_the_parent_says() -> None:
    assert CATALOG.trust("spy_camera", {"access": "controlled"}) == "untrusted"


def test_data_kinds_become_the_choices_of_an_attribute() -> None:
    carries = CATALOG.attribute("carries")
    assert carries is not None
    assert (carries.values, carries.label_of("image")) == (("image", "sound"), "Pictures")


def test_channels_list_kinds_or_leave_some_out() -> None:
    assert CATALOG.channels == {"ALL": {"image", "sound"}, "SEEN": {"image"}, "HEARD": {"sound"}}


def test_the_first_row_that_matches_says_what_flows_carry() -> None:
    assert CATALOG.default_kinds("spy_camera", "sensor") == {"image"}
    assert CATALOG.default_kinds("sensor", "camera") == {"sound"}
    assert CATALOG.default_kinds("sensor", "elsewhere") == set()


def test_palettes_leave_out_abstract_types_and_put_shipped_titles_first() -> None:
    found = [(title, [row.type for row in rows]) for title, rows in CATALOG.palettes()]
    assert found == [("Generic", ["process"]), ("Data", ["camera", "spy_camera"]), ("Mine", ["sensor"])]


def test_an_unknown_type_is_only_itself() -> None:
    assert CATALOG.stencil("quantum_store") is None
    assert CATALOG.isa("quantum_store", "process", "quantum_store")
    assert not CATALOG.isa("quantum_store", "process")
    assert CATALOG.ancestors("quantum_store") == ("quantum_store",)
    assert CATALOG.descendants("quantum_store") == {"quantum_store"}
    assert CATALOG.default_kinds("quantum_store", "camera") == {"sound"}


def test_an_unknown_type_can_be_shown_and_judged() -> None:
    assert CATALOG.label("quantum_store") == "Quantum store"
    assert (CATALOG.shape("quantum_store"), CATALOG.color("quantum_store")) == ("process", "people")
    assert CATALOG.icon("quantum_store") == ""
    assert CATALOG.trust("quantum_store") == "untrusted"
    assert names(CATALOG.attributes("quantum_store")) == ["trust"]
    assert CATALOG.key_attributes("quantum_store") == ()
