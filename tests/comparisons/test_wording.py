from decimal import Decimal
from types import SimpleNamespace

import pytest

from comparisons import wording
from comparisons.models import Criterion
from comparisons.verdicts import State, Verdict
from tests.properties import given, st

RATING, SUITABILITY = Criterion(measure="rating"), Criterion(measure="suitability")
AVAILABILITY = Criterion(measure="availability")


def source(interest="sells hosting", published="2025-04"):
    return SimpleNamespace(interest=interest, published=published, year=published[:4])


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 claims"), (1, "1 claim"), (2, "2 claims"), (1234, "1,234 claims")]
)
def test_counts_nouns(number, words):
    assert wording.count(number, "claim") == words


def test_counts_nouns_with_a_plural_of_their_own():
    assert wording.count(2, "criterion", "criteria") == "2 criteria"


@pytest.mark.parametrize(
    ("number", "word"), [(0, "No"), (1, "One"), (12, "Twelve"), (13, "13"), (1300, "1,300")]
)
def test_numerals_are_words_up_to_twelve(number, word):
    assert wording.numeral(number) == word


@pytest.mark.parametrize(
    ("names", "listed"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_lists_names(names, listed):
    assert wording.listing(names) == listed


def test_lists_names_with_another_joiner():
    assert wording.listing(["A", "B"], "or") == "A or B"


@pytest.mark.parametrize(
    ("text", "lowered"), [("Speed of it", "speed of it"), ("ORM use", "ORM use"), ("", ""), ("A", "a")]
)
def test_abbreviations_keep_their_capitals_within_a_sentence(text, lowered):
    assert wording.lower_first(text) == lowered


@pytest.mark.parametrize(
    ("value", "text"),
    [(2, "+2"), (1.5, "+1.5"), (0, "0"), (0.04, "0"), (-0.04, "0"), (-2.0, "−2"), (-1.25, "−1.2")],
)
def test_signed_numbers_have_a_real_minus_and_no_signed_zero(value, text):
    assert wording.signed(value) == text


@given(st.floats(-2, 2))
def test_a_mean_stands_on_the_nearest_step(value):
    assert wording.step(value) in (-2, -1, 0, 1, 2)
    assert abs(wording.step(value) - value) <= 0.5


@given(st.floats(-2, 2))
def test_steps_are_fair_to_both_sides(value):
    assert wording.step(-value) == -wording.step(value)


# --- Values ---


def test_ratings_and_suitabilities_have_words_for_each_step():
    assert [wording.value_word(value, RATING) for value in (-2, -1, 0, 1, 2)] == [
        "Very weak",
        "Weak",
        "Moderate",
        "Good",
        "Very good",
    ]
    assert [wording.value_word(value, SUITABILITY) for value in (-2, -1, 0, 1, 2)] == [
        "Does not fit",
        "Fits poorly",
        "Depends",
        "Fits",
        "Fits very well",
    ]


def test_a_criterion_may_have_words_of_its_own():
    curve = Criterion(measure="rating", word_minus_2="Cliff", word_minus_1="Steep", word_0="Medium",
                      word_plus_1="Gentle", word_plus_2="Flat")  # fmt: skip
    assert [wording.value_word(value, curve) for value in (-2, 2)] == ["Cliff", "Flat"]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (2, "In core"),
        (1, "Official extension"),
        (0, "Third party"),
        (-0.4, "Third party"),
        (-1, "None"),
        (-2, "None"),
    ],
)
def test_a_mean_of_availabilities_is_the_nearest_one(value, word):
    assert wording.value_word(value, AVAILABILITY) == word


# --- Verdicts ---


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        (Verdict(State.UNKNOWN), "No article says"),
        (Verdict(State.DESCRIBED), "Told, not rated"),
        (Verdict(State.OUTDATED_ONLY), "Told, not rated"),
        (Verdict(State.SINGLE_SOURCE, 1, 1, 1), "Good"),
        (Verdict(State.OUTDATED_ONLY, 1, 1, 1), "Good"),
        (Verdict(State.SUPPORTED, 1, 1, 1), "Good"),
        (Verdict(State.SUPPORTED, 1.5, 1, 2), "Good to very good"),
        (Verdict(State.MIXED, 1.6, 0, 2), "Very good"),
        (Verdict(State.CONTESTED, 0, -2, 2), "Contested"),
    ],
)
def test_a_verdict_in_words(verdict, word):
    assert wording.verdict_word(verdict, RATING) == word


def test_two_suitabilities_are_joined_by_or():
    assert wording.verdict_word(Verdict(State.SUPPORTED, 0.5, 0, 1), SUITABILITY) == "Depends or fits"


@pytest.mark.parametrize("state", [State.UNKNOWN, State.DESCRIBED])
def test_no_verdict_without_a_value_reads_like_a_no(state):
    word = wording.verdict_word(Verdict(state), AVAILABILITY)
    assert word not in ("None", "No", "Does not fit")


@pytest.mark.parametrize(
    ("verdict", "range"),
    [
        (Verdict(State.CONTESTED, 0, -2, 2), "−2 to +2"),
        (Verdict(State.MIXED, 1, 0, 1.5), "0 to +1.5"),
        (Verdict(State.SUPPORTED, 1.5, 1, 2), ""),
        (Verdict(State.CONTESTED), ""),
    ],
)
def test_only_a_verdict_that_is_split_has_a_range(verdict, range):
    assert wording.verdict_range(verdict) == range


@pytest.mark.parametrize(
    ("verdict", "line"),
    [
        (Verdict(State.UNKNOWN), ""),
        (Verdict(State.DESCRIBED, articles=1), "1 article, sells hosting"),
        (Verdict(State.DESCRIBED, articles=2), "2 articles"),
        (Verdict(State.OUTDATED_ONLY, 1, 1, 1, 1, articles=2), "2 articles, outdated"),
        (Verdict(State.SINGLE_SOURCE, 1, 1, 1, 1, articles=1), "1 article, sells hosting"),
        (Verdict(State.SINGLE_SOURCE, 1, 1, 1, 1, articles=2), "2 articles of one publisher"),
        (Verdict(State.SINGLE_SOURCE, voices=2, articles=2), "2 articles"),
        (Verdict(State.SUPPORTED, 1, 1, 1, 2, articles=2), "2 articles agree"),
        (Verdict(State.SUPPORTED, 1, 1, 1, 2, articles=3), "3 articles, 2 independent agree"),
        (Verdict(State.SUPPORTED, 1.5, 1, 2, 2, articles=2), "2 articles, within one step"),
        (Verdict(State.SUPPORTED, voices=2, articles=2), "2 articles agree"),
        (Verdict(State.MIXED, 1, 0, 1.5, 2, articles=2), "2 articles, more than one step apart"),
        (Verdict(State.MIXED, 1, -1, 2, 5, 1, articles=5), "5 articles, 1 disagrees"),
        (Verdict(State.CONTESTED, 0, -2, 2, 4, 2, articles=4), "4 articles, 2 disagree"),
    ],
)
def test_agreement_in_words(verdict, line):
    assert wording.agreement(verdict, [source()]) == line


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (["2025-04"], "2025"),
        (["2023", "2025-04"], "newest 2025"),
        (["2023", ""], "newest 2023"),
        ([""], "no date given"),
        (["", ""], "no date given"),
    ],
)
def test_the_newest_year_in_words(published, words):
    assert wording.newest([source(published=each) for each in published]) == words


# --- Figures ---


@pytest.mark.parametrize(
    ("quantity", "high", "qualifier", "unit", "figure"),
    [
        ("20000.0000", None, "", "", "20,000"),
        ("0.2500", None, "", "s", "0.25 s"),
        ("100.0000", None, "", "%", "100%"),
        ("2.0000", "3.5000", "", "s", "2–3.5 s"),
        ("20000", None, "about", "requests/s", "about 20,000 requests/s"),
        ("7", None, "at_least", "", "at least 7"),
        ("7", None, "at_most", "", "at most 7"),
        ("0", None, "", "MB", "0 MB"),
    ],
)
def test_a_figure_as_printed(quantity, high, qualifier, unit, figure):
    row = SimpleNamespace(
        quantity=Decimal(quantity), quantity_high=high and Decimal(high), qualifier=qualifier
    )
    assert wording.figure(row, unit) == figure


@pytest.mark.parametrize(
    ("reading", "word"),
    [
        ({"quantity": Decimal(7)}, "7 s"),
        ({"availability": "core"}, "In core"),
        ({"rating": 0}, "Moderate"),
        ({}, ""),
    ],
)
def test_one_claims_reading_in_words(reading, word):
    row = {"rating": None, "availability": "", "quantity": None, "quantity_high": None, "qualifier": ""}
    criterion = Criterion(measure="rating", unit="s")
    assert wording.reading_word(SimpleNamespace(**row | reading), criterion) == word
