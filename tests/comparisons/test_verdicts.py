"""The verdict rule, example by example and for random evidence; the method page tells the same."""

import itertools

import pytest

from comparisons.verdicts import AVAILABILITY_VALUES, Evidence, State, independent_voices, verdict
from tests.properties import given, st

numbers = itertools.count()


def says(value=None, voice=None, **details):
    """Evidence of an article and a voice of its own, unless the test names them."""
    number = next(numbers)
    details = {"claim": f"claim-{number}", "article": number, **details}
    return Evidence(voice=number if voice is None else voice, value=value, **details)


def measured(quantity, conditions="hello world", voice=None, **details):
    return says(voice=voice, quantity=quantity, conditions=conditions, **details)


def of(*values):
    """The verdict on independent articles with these values."""
    return verdict(says(value) for value in values)


# --- Each state, and where one ends and the next begins ---


def test_no_claim_is_unknown():
    assert verdict([]).state == State.UNKNOWN


def test_unknown_has_no_value():
    assert verdict([]).value is None


def test_claims_without_a_reading_are_described():
    found = verdict([says(), says()])
    assert (found.state, found.value, found.articles) == (State.DESCRIBED, None, 2)


def test_one_article_is_a_single_source():
    found = of(1)
    assert (found.state, found.value, found.voices) == (State.SINGLE_SOURCE, 1, 1)


def test_zero_is_a_value_and_not_a_missing_reading():
    found = of(0)
    assert (found.state, found.value) == (State.SINGLE_SOURCE, 0)


def test_several_articles_of_one_value_are_supported():
    found = of(2, 2, 2)
    assert (found.state, found.value, found.voices, found.articles) == (State.SUPPORTED, 2, 3, 3)


def test_articles_one_step_apart_support_each_other():
    found = of(1, 2)
    assert (found.state, found.value, found.low, found.high) == (State.SUPPORTED, 1.5, 1, 2)


def test_more_than_one_step_and_less_than_two_is_mixed_with_nobody_dissenting():
    found = verdict([says(1, "one"), says(2, "one"), says(0, "other")])
    assert (found.state, found.low, found.high, found.dissenting) == (State.MIXED, 0, 1.5, 0)


def test_two_steps_apart_is_contested():
    assert of(0, 2).state == State.CONTESTED


def test_one_of_four_standing_apart_is_mixed():
    found = of(1, 1, 1, -1)
    assert (found.state, found.dissenting) == (State.MIXED, 1)


def test_one_of_three_standing_apart_is_contested():
    found = of(1, 1, -1)
    assert (found.state, found.dissenting) == (State.CONTESTED, 1)


def test_a_contested_cell_keeps_its_mean_and_its_range():
    found = of(2, 2, -1)
    assert (found.value, found.low, found.high) == (1, -1, 2)


def test_the_fewest_stand_apart_when_a_chain_of_steps_links_the_ends():
    found = of(-1, 0, 1, 1, 1, 1)
    assert (found.state, found.dissenting) == (State.MIXED, 1)


def test_both_ends_stand_apart_from_the_middle():
    found = of(-2, 0, 0, 0, 0, 0, 0, 2)
    assert (found.state, found.dissenting) == (State.MIXED, 2)


def test_only_outdated_claims_are_outdated_only():
    assert verdict([says(2, state="outdated"), says(1, state="outdated")]).state == State.OUTDATED_ONLY


def test_outdated_claims_still_tell_the_value_that_they_had():
    found = verdict([says(2, state="outdated"), says(1, state="outdated")])
    assert (found.value, found.articles) == (1.5, 2)


def test_outdated_claims_without_a_reading_are_outdated_only_without_a_value():
    found = verdict([says(state="outdated")])
    assert (found.state, found.value, found.articles) == (State.OUTDATED_ONLY, None, 1)


def test_a_current_claim_without_a_reading_beside_outdated_ones_is_described():
    found = verdict([says(), says(2, state="outdated")])
    assert (found.state, found.value, found.articles) == (State.DESCRIBED, None, 1)


def test_claims_without_a_reading_do_not_count_beside_claims_with_one():
    found = verdict([says(1), says(), says()])
    assert (found.state, found.voices, found.articles) == (State.SINGLE_SOURCE, 1, 1)


def test_availabilities_stand_on_the_scale_of_ratings():
    assert AVAILABILITY_VALUES == {"core": 2, "official_extension": 1, "third_party": 0, "none": -2}


# --- Disputed claims count half ---


def test_a_disputed_claim_counts_half():
    assert verdict([says(2), says(-1, state="disputed")]).value == pytest.approx(1)


def test_a_disputed_claim_counts_half_within_its_voice():
    assert verdict([says(2, "one"), says(-1, "one", state="disputed")]).value == pytest.approx(1)


def test_a_voice_with_one_undisputed_claim_counts_whole():
    found = verdict([says(2, "one"), says(2, "one", state="disputed"), says(0, "other")])
    assert found.value == 1


def test_a_disputed_claim_standing_apart_is_half_a_dissent():
    undisputed = [says(2), says(2)]
    assert verdict([*undisputed, says(0)]).state == State.CONTESTED
    assert verdict([*undisputed, says(0, state="disputed")]).state == State.MIXED


def test_disputed_claims_are_counted_in_front_of_the_reader():
    assert verdict([says(1), says(1, state="disputed"), says(state="disputed")]).disputed == 2


# --- One publisher, or copies of each other, are one voice ---


def test_articles_of_one_voice_are_a_single_source():
    found = verdict([says(1, "one"), says(2, "one")])
    assert (found.state, found.voices, found.articles) == (State.SINGLE_SOURCE, 1, 2)


def test_a_voice_is_averaged_first():
    found = verdict([says(2, "one"), says(2, "one"), says(2, "one"), says(0, "other")])
    assert found.value == 1


def test_a_voice_that_contradicts_itself_is_no_contest():
    assert verdict([says(2, "one"), says(-2, "one")]).state == State.SINGLE_SOURCE


def test_one_article_with_many_claims_is_one_article():
    assert verdict([says(1, article="a", voice="a"), says(1, article="a", voice="a")]).articles == 1


# --- Figures ---


def test_a_figure_of_one_publisher_is_a_single_source_without_a_value():
    found = verdict([measured(100)])
    assert (found.state, found.value, found.voices) == (State.SINGLE_SOURCE, None, 1)


def test_figures_within_a_factor_of_two_support_each_other():
    assert verdict([measured(100), measured(200)]).state == State.SUPPORTED


def test_figures_more_than_a_factor_of_two_apart_are_mixed():
    assert verdict([measured(100), measured(201)]).state == State.MIXED


def test_figures_a_factor_of_four_apart_are_contested():
    found = verdict([measured(100), measured(400)])
    assert (found.state, found.dissenting) == (State.CONTESTED, 1)


def test_figures_under_different_conditions_are_not_compared():
    found = verdict([measured(100, "one worker"), measured(90_000, "eight workers")])
    assert (found.state, found.voices) == (State.SINGLE_SOURCE, 2)


def test_conditions_are_the_same_whatever_their_case_and_spaces():
    assert verdict([measured(1, "One  Worker"), measured(9, "one worker ")]).state == State.CONTESTED


def test_the_worst_disagreement_under_any_conditions_is_the_state():
    agreeing = [measured(100, "one worker"), measured(110, "one worker")]
    apart = [measured(100, "eight workers"), measured(900, "eight workers")]
    assert verdict(agreeing + apart).state == State.CONTESTED


def test_figures_of_one_voice_are_never_a_contest():
    assert verdict([measured(1, voice="one"), measured(900, voice="one")]).state == State.SINGLE_SOURCE


def test_outdated_figures_are_outdated_only():
    found = verdict([measured(100, state="outdated")])
    assert (found.state, found.value) == (State.OUTDATED_ONLY, None)


def test_a_figure_of_zero_can_be_compared():
    assert verdict([measured(0), measured(0)]).state == State.SUPPORTED


# --- What holds for any evidence ---

VOICES = "ABCD"
evidence_of_a_rating = st.builds(
    says,
    st.none() | st.integers(-2, 2),
    st.sampled_from(VOICES),
    article=st.integers(1, 6),
    state=st.sampled_from(["published", "disputed", "outdated"]),
)
evidence_of_a_figure = st.builds(
    measured,
    st.floats(0, 1e6),
    st.sampled_from(["one worker", "eight workers"]),
    st.sampled_from(VOICES),
    state=st.sampled_from(["published", "disputed", "outdated"]),
)
any_evidence = st.lists(evidence_of_a_rating, max_size=12) | st.lists(evidence_of_a_figure, max_size=12)
some_ratings = st.lists(evidence_of_a_rating, max_size=12)


@given(any_evidence.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_claims_never_matters(orders):
    found, shuffled = orders
    assert verdict(found) == verdict(shuffled)


@given(any_evidence, st.data())
def test_an_article_told_twice_by_one_voice_changes_nothing_but_the_number_of_articles(found, data):
    found = [each._replace(voice=each.article) for each in found]  # every article is a voice of its own
    article = data.draw(st.sampled_from([each.article for each in found] or [0]))
    copies = [each._replace(article="the copy") for each in found if each.article == article]
    once, twice = verdict(found), verdict(found + copies)
    assert twice._replace(articles=0, disputed=0) == once._replace(articles=0, disputed=0)


@given(some_ratings, st.lists(st.integers(-2, 2), min_size=1, max_size=3))
def test_outdated_claims_beside_a_current_one_change_nothing(found, old_values):
    found.append(says(1))
    assert verdict(found + [says(old, state="outdated") for old in old_values]) == verdict(found)


@given(some_ratings, st.integers(1, 3))
def test_claims_without_a_reading_beside_a_reading_change_nothing(found, number):
    found.append(says(1))
    assert verdict(found + [says() for _ in range(number)]) == verdict(found)


@given(some_ratings)
def test_the_value_lies_between_the_lowest_and_the_highest_voice_and_on_the_scale(found):
    found = verdict(found)
    if found.is_known:
        assert -2 <= found.low <= found.high <= 2
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@given(some_ratings)
def test_a_verdict_is_known_exactly_if_some_claim_is_read(found):
    current = [each for each in found if each.state != "outdated"] or found
    assert verdict(found).is_known == any(each.has_reading for each in current)


@given(any_evidence)
def test_fewer_stand_apart_than_together(found):
    found = verdict(found)
    assert 0 <= found.dissenting < max(found.voices, 1)


@given(some_ratings)
def test_turning_every_rating_round_turns_the_value_round(found):
    turned = [each._replace(value=None if each.value is None else -each.value) for each in found]
    one, other = verdict(found), verdict(turned)
    assert other.state == one.state
    assert not one.is_known or other.value == pytest.approx(-one.value)


@given(some_ratings)
def test_one_more_voice_at_the_top_never_lowers_the_value(found):
    before, after = verdict(found), verdict([*found, says(2)])
    if before.is_known and before.state != State.OUTDATED_ONLY:
        assert after.value >= before.value - 1e-9


# --- Who is independent of whom ---


def test_articles_of_different_publishers_are_independent():
    voices = independent_voices([(1, "one", None), (2, "other", None)])
    assert voices[1] != voices[2]


def test_articles_of_one_publisher_share_a_voice():
    voices = independent_voices([(1, "one", None), (2, "one", None)])
    assert voices[1] == voices[2]


def test_a_copy_shares_the_voice_of_its_original():
    voices = independent_voices([(1, "one", None), (2, "other", 1)])
    assert voices[1] == voices[2]


def test_a_copy_joins_both_publishers_to_one_voice():
    voices = independent_voices([(1, "one", None), (2, "other", 1), (3, "other", None)])
    assert voices[1] == voices[3]


def test_copies_of_an_article_that_was_not_read_share_a_voice():
    voices = independent_voices([(2, "one", 1), (3, "other", 1)])
    assert voices[2] == voices[3]


articles = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from("PQRSTUV"), st.none() | st.integers(1, 12)),
    max_size=12,
    unique_by=lambda article: article[0],
)


def reachable(start, articles):
    """The articles that chains of publishers and copies join to one, found the slow and obvious way."""
    reached, new = set(), {("article", start)}
    while new:
        reached |= new
        joined = set()
        for article, publisher, copy_of in articles:
            ends = {("article", article), ("publisher", publisher)}
            ends |= {("article", copy_of)} if copy_of is not None else set()
            if ends & new:
                joined |= ends
        new = joined - reached
    return {each for kind, each in reached if kind == "article"} & {article for article, _, _ in articles}


@given(articles)
def test_a_voice_joins_exactly_what_publishers_and_copies_join(articles):
    voices = independent_voices(articles)
    for article, _, _ in articles:
        sharing = {each for each, voice in voices.items() if voice == voices[article]}
        assert sharing == reachable(article, articles)


@given(articles.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_articles_never_matters_for_voices(orders):
    found, shuffled = orders
    assert independent_voices(found) == independent_voices(shuffled)
