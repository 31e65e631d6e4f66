"""The joint rankings of a team: plain values, no database."""

from fractions import Fraction

import pytest

from questionnaire.joint import (
    FIRST,
    MEAN,
    SHORTFALL,
    Ballot,
    ballot_of,
    joint_of,
    mean_weights,
    spreads_of,
)
from questionnaire.scoring import BEST, Answer, Choice, Requirement, Value, rank_weights
from tests.properties import given, st

FRAMEWORKS = ("oak", "pine", "yew")
CRITERIA = ("speed", "ease", "safety", "admin")


def known(**cells):
    """Return cells by framework: known(oak={"speed": 2}) is +2 for oak on speed."""
    return {
        (framework, criterion): Value(round(value * 10))
        for framework, values in cells.items()
        for criterion, value in values.items()
    }


VALUES = known(
    oak={"speed": 2, "ease": -1, "admin": 2},
    pine={"speed": -1, "ease": 2, "admin": 0},
    yew={"speed": 1, "ease": 1},
)
ADMIN = Requirement("admin", 2)


def ballots(**weights):
    """Return a ballot for each member: ballots(ada={"speed": 3})."""
    return [Ballot(member, given_) for member, given_ in weights.items()]


def joint(*given_, frameworks=FRAMEWORKS, values=VALUES):
    return joint_of(frameworks, list(given_), values)


def method(found, name):
    return next(each for each in found.methods if each.name == name)


def ranks(found, name):
    return method(found, name).tally.ranks


# --- Three ways to rank --------------------------------------------------------------------------


def test_mean_of_weights_ranks_what_the_members_weigh_on_average():
    found = joint(*ballots(ada={"speed": 6}, ben={"ease": 3}))
    assert found.weights == {"speed": 3, "ease": Fraction(3, 2)}
    assert method(found, MEAN).tally.scores == {"oak": 45, "pine": 0, "yew": 45}
    assert ranks(found, MEAN) == {"oak": 1, "yew": 1, "pine": 3}


def test_means_are_exact():
    found = joint(*ballots(ada={"speed": 1}, ben={"speed": 1}, cleo={"ease": 1}))
    assert found.weights == {"speed": Fraction(2, 3), "ease": Fraction(1, 3)}
    assert method(found, MEAN).tally.scores["yew"] == 10


def test_least_dissatisfaction_looks_at_whoever_is_served_worst():
    found = joint(*ballots(ada={"speed": 3}, ben={"ease": 3}))
    tally = method(found, SHORTFALL).tally
    # Between −60 and 60 tenths Ada has 60, −30 and 30 of oak, pine and yew; Ben has −30, 60 and 30.
    assert tally.scores == {"oak": Fraction(90, 120), "pine": Fraction(90, 120), "yew": Fraction(30, 120)}
    assert tally.ranks == {"yew": 1, "oak": 2, "pine": 2}
    assert tally.members == {"oak": {"ben"}, "pine": {"ada"}, "yew": {"ada", "ben"}}


def test_dissatisfaction_is_measured_on_each_members_own_scale():
    loud, quiet = {"speed": 9}, {"ease": 1}
    found = joint(*ballots(loud=loud, quiet=quiet))
    assert ranks(found, SHORTFALL) == {"yew": 1, "oak": 2, "pine": 2}
    assert ranks(found, MEAN) == {"oak": 1, "yew": 2, "pine": 3}


def test_nobody_is_named_for_a_framework_that_falls_short_of_nothing():
    tally = method(joint(*ballots(ada={"speed": 1}, ben={"speed": 2})), SHORTFALL).tally
    assert (tally.scores["oak"], tally.members["oak"]) == (0, frozenset())


def test_first_places_count_whose_best_a_framework_is():
    found = joint(*ballots(ada={"speed": 1}, ben={"speed": 9}, cleo={"ease": 1}))
    tally = method(found, FIRST).tally
    assert tally.scores == {"oak": 2, "pine": 1, "yew": 0}
    assert tally.ranks == {"oak": 1, "pine": 2, "yew": 3}
    assert tally.members == {"oak": {"ada", "ben"}, "pine": {"cleo"}, "yew": frozenset()}


def test_a_tied_first_place_is_shared():
    found = joint(*ballots(ada={"speed": 1, "ease": 1}, ben={"speed": 1}), frameworks=("oak", "pine"))
    assert method(found, FIRST).tally.scores == {"oak": Fraction(3, 2), "pine": Fraction(1, 2)}


def test_what_leads_by_every_method_is_the_leader():
    assert joint(*ballots(ada={"speed": 1}, ben={"speed": 2})).leaders == {"oak"}


def test_there_is_no_leader_where_the_methods_disagree():
    found = joint(*ballots(ada={"speed": 3}, ben={"speed": 3}, cleo={"ease": 3}))
    assert method(found, MEAN).leaders == {"oak", "yew"}
    assert method(found, FIRST).leaders == {"oak"}
    assert found.leaders == frozenset()


# --- Must-haves ----------------------------------------------------------------------------------


def test_a_must_have_of_one_member_excludes_for_all_and_is_named():
    found = joint(Ballot("ada", {"ease": 3}), Ballot("ben", {"ease": 3}, (ADMIN,)))
    assert found.vetoes == {"pine": {ADMIN: {"ben"}}}
    assert all("pine" not in each.tally.ranks for each in found.methods)
    assert found.leaders == {"yew"}


def test_an_excluded_framework_is_still_ranked_as_if_it_were_only_important():
    found = joint(Ballot("ada", {"ease": 3}), Ballot("ben", {"ease": 3}, (ADMIN,)))
    assert all(each.if_only_important.ranks["pine"] == 1 for each in found.methods)


def test_whoever_loses_their_favourite_gives_the_first_place_to_the_best_that_is_left():
    found = joint(Ballot("ada", {"ease": 3}), Ballot("ben", {"speed": 1}, (ADMIN,)))
    assert method(found, FIRST).tally.scores == {"oak": 1, "yew": 1}


def test_shortfalls_are_measured_from_the_best_that_is_left():
    found = joint(Ballot("ada", {"ease": 3}, (ADMIN,)))
    assert method(found, SHORTFALL).tally.scores["yew"] == 0


def test_everybody_who_would_exclude_a_framework_is_named_by_what():
    some = Requirement("admin", 1)
    found = joint(
        Ballot("ada", {"ease": 1}, (ADMIN,)),
        Ballot("ben", {"ease": 1}, (ADMIN,)),
        Ballot("cleo", {}, (some,)),
    )
    assert found.vetoes == {"pine": {ADMIN: {"ada", "ben"}, some: {"cleo"}}}


def test_unknown_is_not_missing():
    assert "yew" not in joint(Ballot("ada", {"speed": 1}, (ADMIN,))).vetoes


def test_must_haves_can_leave_nothing():
    found = joint(Ballot("ada", {"speed": 1}, (Requirement("speed", 2), Requirement("ease", 2))))
    assert not found.has_candidates
    assert found.leaders == frozenset()
    assert method(found, MEAN).if_only_important.leaders == {"oak"}


# --- Where they agree ----------------------------------------------------------------------------


def test_a_spread_names_who_weighs_most_and_least():
    (spread,) = spreads_of(ballots(ada={"speed": 6}, ben={"speed": 2}, cleo={"speed": 2}))
    assert (spread.low, spread.high, spread.apart) == (2, 6, 4)
    assert spread.members_at(2) == {"ben", "cleo"}
    assert spread.members_at(6) == {"ada"}


def test_a_criterion_that_a_member_does_not_weigh_weighs_nothing_for_them():
    spreads = spreads_of(ballots(ada={"speed": 6}, ben={"ease": 2}))
    assert {each.criterion: each.weights for each in spreads} == {
        "speed": {"ada": 6, "ben": 0},
        "ease": {"ada": 0, "ben": 2},
    }


def test_the_widest_spread_comes_first_and_of_equal_ones_the_weightier():
    spreads = spreads_of(ballots(ada={"speed": 6, "ease": 4, "safety": 9}, ben={"speed": 2, "safety": 5}))
    assert [each.criterion for each in spreads] == ["safety", "speed", "ease"]


def test_members_agree_within_one_step_of_importance():
    found = joint(
        *ballots(ada={"speed": 9, "ease": 3, "safety": 6}, ben={"speed": 6, "ease": 3, "safety": 2})
    )
    assert [each.criterion for each in found.agreed] == ["speed", "ease"]
    assert [each.criterion for each in found.disagreed] == ["safety"]


def test_whoever_weighs_nothing_has_no_say_in_a_spread():
    found = joint(*ballots(ada={"speed": 6}, ben={"speed": 6}, silent={}))
    assert not found.disagreed
    assert found.weights == {"speed": 4}


def test_nobody_is_a_full_tie():
    found = joint()
    assert found.leaders == set(FRAMEWORKS)
    assert found.spreads == ()


def test_a_ballot_is_made_of_answers_as_a_single_ranking_is():
    choice = Choice("office", "yes", {"admin": 2}, ADMIN)
    ballot = ballot_of("ada", [Answer(choice, "must"), Answer(Choice("load", "high", {"speed": 3}), "1")])
    assert ballot == Ballot("ada", {"admin": 6, "speed": 3}, (ADMIN,))


# --- Properties ----------------------------------------------------------------------------------

weights = st.dictionaries(st.sampled_from(CRITERIA), st.integers(1, 9))
requirements = st.lists(
    st.builds(Requirement, st.sampled_from(CRITERIA), st.integers(-1, 2)), max_size=1
).map(tuple)
cells = st.dictionaries(
    st.tuples(st.sampled_from(FRAMEWORKS), st.sampled_from(CRITERIA)),
    st.builds(Value, st.none() | st.integers(-20, 20)),
)


@st.composite
def teams(draw, least=1, demanding=True):
    """Draw the ballots of a team."""
    size = draw(st.integers(least, 5))
    return [Ballot(number, draw(weights), draw(requirements) if demanding else ()) for number in range(size)]


def said(found):
    """Return all that a Joint says, without the order in which it holds it."""
    return (
        {member: ranking.standings for member, ranking in found.rankings.items()},
        found.weights,
        found.vetoes,
        found.methods,
        found.leaders,
        found.spreads,
    )


@given(teams(), cells, st.randoms(use_true_random=False))
def test_the_order_of_members_never_matters(team, values, random):
    shuffled = random.sample(team, len(team))
    assert said(joint_of(FRAMEWORKS, shuffled, values)) == said(joint_of(FRAMEWORKS, team, values))


@given(teams(), cells, st.permutations(FRAMEWORKS))
def test_the_order_of_frameworks_never_matters(team, values, frameworks):
    assert said(joint_of(frameworks, team, values)) == said(joint_of(FRAMEWORKS, team, values))


@given(teams(), cells)
def test_whoever_skips_everything_changes_no_ranking(team, values):
    before = joint_of(FRAMEWORKS, team, values)
    after = joint_of(FRAMEWORKS, [*team, Ballot("silent", {})], values)
    for one, other in zip(before.methods, after.methods, strict=True):
        assert (one.tally.ranks, one.if_only_important.ranks) == (
            other.tally.ranks,
            other.if_only_important.ranks,
        )
    assert method(after, FIRST).tally == method(before, FIRST).tally
    assert after.spreads == before.spreads


@given(weights, requirements, cells, st.integers(1, 5))
def test_identical_members_rank_as_one(given_, demanded, values, size):
    found = joint_of(FRAMEWORKS, [Ballot(number, given_, demanded) for number in range(size)], values)
    single = rank_weights(FRAMEWORKS, given_, demanded, values)
    expected = {each.framework: each.rank for each in single.standings if each.rank}
    assert ranks(found, MEAN) == expected
    assert ranks(found, SHORTFALL) == expected
    assert method(found, FIRST).leaders == set(single.leaders)
    assert not found.disagreed


@given(weights, requirements, cells)
def test_all_methods_agree_for_one_member(given_, demanded, values):
    found = joint_of(FRAMEWORKS, [Ballot("ada", given_, demanded)], values)
    assert found.leaders == set(found.rankings["ada"].leaders)
    assert all(each.leaders == found.leaders for each in found.methods)


@given(teams(), cells)
def test_the_members_points_add_up_to_those_of_the_mean(team, values):
    found = joint_of(FRAMEWORKS, team, values)
    for framework, score in method(found, MEAN).if_only_important.scores.items():
        points = [
            standing.tenths
            for ranking in found.rankings.values()
            for standing in ranking.standings
            if standing.framework == framework
        ]
        assert score * len(team) == sum(points)


@given(teams(), cells)
def test_the_mean_ranks_like_all_weights_added_up(team, values):
    sums = {criterion: weight * len(team) for criterion, weight in mean_weights(team).items()}
    demanded = [requirement for ballot in team for requirement in ballot.requirements]
    pooled = rank_weights(FRAMEWORKS, sums, demanded, values)
    expected = {each.framework: each.rank for each in pooled.standings if each.rank}
    assert ranks(joint_of(FRAMEWORKS, team, values), MEAN) == expected


@given(teams(), cells)
def test_what_is_best_for_everybody_leads_by_every_method(team, values):
    found = joint_of(FRAMEWORKS, team, values)
    best = set(FRAMEWORKS).intersection(*(ranking.leaders for ranking in found.rankings.values()))
    for framework in best - set(found.vetoes):
        assert all(framework in each.leaders for each in found.methods)


@given(teams(), cells)
def test_an_excluded_framework_never_leads_and_is_never_lost(team, values):
    found = joint_of(FRAMEWORKS, team, values)
    for each in found.methods:
        assert set(each.tally.ranks) == set(FRAMEWORKS) - set(found.vetoes)
        assert set(each.if_only_important.ranks) == set(FRAMEWORKS)
    for framework, missed in found.vetoes.items():
        for requirement, members in missed.items():
            assert all(requirement in team[member].requirements for member in members)
            assert values[framework, requirement.criterion].tenths < requirement.at_least * 10


@given(teams(demanding=False), cells)
def test_without_must_haves_nothing_is_excluded_and_both_rankings_are_the_same(team, values):
    found = joint_of(FRAMEWORKS, team, values)
    assert not found.vetoes
    assert all(each.tally == each.if_only_important for each in found.methods)


@given(teams(), cells)
def test_every_member_who_weighs_anything_gives_one_first_place(team, values):
    tally = method(joint_of(FRAMEWORKS, team, values), FIRST).if_only_important
    assert sum(tally.scores.values()) == sum(ballot.weighs_something for ballot in team)


@given(teams(), cells)
def test_a_shortfall_is_never_more_than_the_whole_range(team, values):
    tally = method(joint_of(FRAMEWORKS, team, values), SHORTFALL).if_only_important
    assert all(0 <= score <= 1 for score in tally.scores.values())


@given(teams(), cells, st.sampled_from(CRITERIA))
def test_more_weight_of_one_member_never_hurts_the_best_on_it_by_the_mean(team, values, criterion):
    best = {**values, ("oak", criterion): Value(BEST)}
    first, *rest = team
    heavier = Ballot(
        first.member, {**first.weights, criterion: first.weights.get(criterion, 0) + 3}, first.requirements
    )
    before = ranks(joint_of(FRAMEWORKS, team, best), MEAN)
    after = ranks(joint_of(FRAMEWORKS, [heavier, *rest], best), MEAN)
    if "oak" in before:
        assert after["oak"] <= before["oak"]


@given(teams(), cells)
def test_everything_is_exact(team, values):
    found = joint_of(FRAMEWORKS, team, values)
    scores = [score for each in found.methods for score in each.if_only_important.scores.values()]
    assert all(isinstance(score, Fraction | int) for score in [*scores, *found.weights.values()])


@pytest.mark.parametrize("name", [MEAN, SHORTFALL, FIRST])
def test_every_method_ranks_every_framework_of_a_silent_team_alike(name):
    assert set(ranks(joint(*ballots(ada={}, ben={})), name).values()) == {1}
