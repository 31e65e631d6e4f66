"""The marks: each that can be asked for can be drawn, and each says what it should."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from comparisons import marks
from comparisons.verdicts import Evidence, State, Verdict, verdict
from tests.properties import given, st

STATES = ["published", "disputed", "outdated"]
evidence = st.lists(
    st.builds(
        lambda value, voice, state: Evidence("c", voice, voice, state, value),
        st.none() | st.integers(-2, 2),
        st.integers(1, 6),
        st.sampled_from(STATES),
    ),
    max_size=9,
)
measures = st.sampled_from(["rating", "suitability", "availability"])


def drawn(name):
    """Return the symbol as XML; fails where it is none."""
    symbol = ElementTree.fromstring(marks.symbol(name))
    assert symbol.attrib["id"] == name
    assert len(symbol)
    return symbol


def test_every_legal_name_can_be_drawn():
    kinds = [(2, "s"), (2, "t"), (2, "d"), (2, "e")]
    names = [f"{kind}{value}{sign}" for kind in "ka" for value in range(5) for _, sign in kinds]
    names += [
        f"{kind}{one}{other}{sign}"
        for kind in "ka"
        for sign in "bxm"
        for one in range(5)
        for other in range(5)
    ]
    for name in [*names, *(f"d{colour}" for colour in marks.COLOURS.values())]:
        drawn(name)


@given(evidence, measures, st.booleans())
def test_every_mark_that_a_verdict_asks_for_can_be_drawn(found, measure, is_override):
    if name := marks.mark_name(verdict(found), measure, is_override):
        drawn(name)


@pytest.mark.parametrize("availability", ["", "core", "official_extension", "third_party", "none"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("value", [None, -2, -1, 0, 1, 2])
def test_every_mark_that_a_claim_asks_for_can_be_drawn(value, state, availability):
    row = SimpleNamespace(value=value, state=state, availability=availability)
    if name := marks.claim_mark_name(row):
        drawn(name)


@pytest.mark.parametrize("name", marks.LEGEND)
def test_every_mark_of_the_legend_can_be_drawn(name):
    drawn(name)


@given(evidence, measures)
def test_only_a_known_value_has_a_mark(found, measure):
    found = verdict(found)
    assert bool(marks.mark_name(found, measure)) == found.is_known


@pytest.mark.parametrize(
    ("verdict", "name"),
    [
        (Verdict(State.UNKNOWN), ""),
        (Verdict(State.DESCRIBED), ""),
        (Verdict(State.SINGLE_SOURCE, 1, 1, 1), "k3t"),
        (Verdict(State.OUTDATED_ONLY, 1, 1, 1), "k3d"),
        (Verdict(State.SUPPORTED, 2, 2, 2), "k4s"),
        (Verdict(State.SUPPORTED, 0.5, 0, 1), "k23b"),
        (Verdict(State.CONTESTED, 0, -1, 1), "k13x"),
        (Verdict(State.MIXED, 1.4, -1, 2), "k31m"),
        (Verdict(State.MIXED, -1.4, -2, 1), "k13m"),
    ],
)
def test_a_mark_is_named_by_kind_places_and_evidence(verdict, name):
    assert marks.mark_name(verdict, "rating") == name


def test_who_provides_something_is_drawn_on_a_box():
    assert marks.mark_name(Verdict(State.SINGLE_SOURCE, 2, 2, 2), "availability") == "a4t"
    assert "k-box" in marks.symbol("a4t")


def test_an_editors_verdict_is_a_diamond():
    assert marks.mark_name(Verdict(State.CONTESTED, 1, 1, 1), "rating", is_override=True) == "k3e"


def test_no_two_marks_look_the_same():
    names = {f"{kind}{value}{sign}" for kind in "ka" for value in (0, 2, 3, 4) for sign in "tdes"} | {
        f"k{one}{other}{sign}" for sign in "bxm" for one in range(5) for other in range(one + 1, 5)
    }
    bodies = [re.sub(r' id="[^"]*"', "", marks.symbol(name)) for name in names - {"a0s", "a0e"}]
    assert len(set(bodies)) == len(bodies)


@pytest.mark.parametrize("value", range(5))
def test_a_value_stands_at_its_place(value):
    circle = drawn(f"k{value}s").find("circle")
    assert float(circle.attrib["cx"]) == marks.PLACES[value - 2]


def test_a_mark_refers_to_its_symbol_and_is_hidden_from_screen_readers():
    assert marks.mark("k3t") == '<svg class="mark" aria-hidden="true"><use href="#k3t"/></svg>'


def test_no_mark_is_drawn_without_a_name():
    assert marks.mark("") == ""


def test_a_page_carries_each_symbol_once():
    assert marks.sprite(["k3t", "k3t", "", "k4s"]).count("<symbol") == 2
