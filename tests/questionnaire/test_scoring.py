"""The recommendation rule: examples, and what must hold for every knowledge base."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.scoring import (
    MUST,
    UNKNOWN,
    Answer,
    Choice,
    Requirement,
    Value,
    certainty,
    decisive_articles,
    rank,
    rank_weights,
    requirements_of,
    smallest_changes,
    weights_of,
)

FRAMEWORKS = ["alpha", "beta", "gamma"]
CRITERIA = ["admin", "docs", "price", "speed"]


def choice(question, option="yes", requirement=None, **weights):
    return Choice(question, option, weights, requirement)


def values(**by_criterion):
    """values(speed=(20, -10, None)) gives the three frameworks' values on speed, in tenths."""
    return {
        (framework, criterion): Value(tenths, "supported" if tenths is not None else "unknown")
        for criterion, numbers in by_criterion.items()
        for framework, tenths in zip(FRAMEWORKS, numbers, strict=True)
    }


def points(ranking):
    return {each.framework: each.tenths for each in ranking.standings}


def test_points_are_weight_times_importance_times_value():
    ranking = rank(FRAMEWORKS, [Answer(choice("q", speed=2), "3")], values(speed=(20, -10, 0)))
    assert points(ranking) == {"alpha": 120, "beta": -60, "gamma": 0}


def test_the_points_of_the_lines_add_up_to_the_sum():
    answers = [Answer(choice("q", speed=2, docs=1)), Answer(choice("r", docs=3), "1")]
    ranking = rank(FRAMEWORKS, answers, values(speed=(13, -7, 4), docs=(5, None, 20)))
    for each in ranking.standings:
        assert each.tenths == sum(line.points[each.framework] or 0 for line in ranking.lines)


def test_an_unknown_cell_gives_nothing_and_is_told():
    ranking = rank(FRAMEWORKS, [Answer(choice("q", speed=1))], values(speed=(None, 10, -10)))
    assert points(ranking)["alpha"] == 0
    assert ranking.lines[0].points["alpha"] is None


def test_no_answer_is_a_full_tie():
    ranking = rank(FRAMEWORKS, [], values(speed=(20, 0, -20)))
    assert ranking.leaders == FRAMEWORKS


def test_equal_points_share_a_rank_and_the_next_rank_counts_them():
    ranking = rank(FRAMEWORKS, [Answer(choice("q", speed=1))], values(speed=(10, 10, 0)))
    assert [each.rank for each in ranking.standings] == [1, 1, 3]


def test_a_missed_must_have_excludes_although_the_points_lead():
    wanted = choice("q", requirement=Requirement("admin", 1), speed=1)
    ranking = rank(FRAMEWORKS, [Answer(wanted, MUST)], values(speed=(20, 10, 0), admin=(0, 20, 10)))
    assert ranking.leaders == ["beta"]
    assert ranking.standings[-1].framework == "alpha"
    assert ranking.standings[-1].missed == (Requirement("admin", 1),)


def test_the_same_demand_that_is_only_important_excludes_nobody():
    wanted = choice("q", requirement=Requirement("admin", 1), speed=1)
    ranking = rank(FRAMEWORKS, [Answer(wanted, "3")], values(speed=(20, 10, 0), admin=(0, 20, 10)))
    assert ranking.leaders == ["alpha"]


def test_not_knowing_is_not_missing():
    wanted = choice("q", requirement=Requirement("admin", 1), speed=1)
    ranking = rank(FRAMEWORKS, [Answer(wanted, MUST)], values(speed=(20, 10, 0), admin=(None, 20, 20)))
    (first, *_) = ranking.standings
    assert (first.framework, first.open) == ("alpha", (Requirement("admin", 1),))


def test_a_value_that_rounds_to_the_demand_meets_it():
    wanted = choice("q", requirement=Requirement("admin", 1))
    ranking = rank(FRAMEWORKS, [Answer(wanted, MUST)], values(admin=(5, 4, 10)))
    assert [each.framework for each in ranking.standings if each.is_excluded] == ["beta"]


def test_of_two_demands_on_a_criterion_the_stricter_stays():
    answers = [
        Answer(choice("q", requirement=Requirement("admin", 1)), MUST),
        Answer(choice("r", requirement=Requirement("admin", 2)), MUST),
    ]
    assert requirements_of(answers) == [Requirement("admin", 2)]


def test_a_lead_of_a_twentieth_is_too_close_to_call():
    answers = [Answer(choice("q", speed=1), "1")]
    assert rank(FRAMEWORKS, answers, values(speed=(20, 19, 0))).is_too_close
    assert not rank(FRAMEWORKS, answers, values(speed=(20, 18, 0))).is_too_close


def test_certainty_counts_the_weight_by_how_its_cells_stand():
    known = {
        ("alpha", "speed"): Value(10, "single source"),
        ("alpha", "docs"): Value(10, "contested"),
        ("alpha", "admin"): Value(None, "described"),
    }
    sure = certainty("alpha", {"speed": 3, "docs": 2, "admin": 1, "price": 4}, known)
    assert sure.weight == 10
    assert sure.by_state == {"single source": 3, "contested": 2, "described": 1, "unknown": 4}


def test_the_smallest_change_is_a_single_answer_where_one_suffices():
    answers = [Answer(choice("q", speed=1)), Answer(choice("r", docs=1), "1")]
    known = values(speed=(20, 0, 0), docs=(0, 20, 0))
    alternatives = {"q": [None], "r": [None, Answer(choice("r", docs=1), "3")]}
    found = smallest_changes(FRAMEWORKS, answers, known, alternatives)
    assert [sorted(change.answers) for change in found] == [["r"], ["q"]]
    assert all(change.leaders == ("beta",) for change in found)


def test_where_no_single_answer_suffices_the_fewest_are_found():
    answers = [Answer(choice(name, speed=1)) for name in ("q", "r", "s")]
    answers.append(Answer(choice("t", docs=1), "3"))
    known = values(speed=(20, 0, 0), docs=(0, 20, 0))
    alternatives = {name: [None] for name in ("q", "r", "s", "t")}
    found = smallest_changes(FRAMEWORKS, answers, known, alternatives)
    assert {len(change.answers) for change in found} == {2}
    assert all(change.leaders == ("beta",) for change in found)


def test_where_nothing_suffices_nothing_is_found():
    answers = [Answer(choice("q", speed=1))]
    assert (
        smallest_changes(
            FRAMEWORKS, answers, values(speed=(20, 10, 0)), {"q": [Answer(choice("q", speed=1), "1")]}
        )
        == []
    )


def test_an_article_is_decisive_if_another_leads_without_it():
    known = values(speed=(20, 10, 0))
    without = {"hype": {("alpha", "speed"): Value(0)}, "dull": {("gamma", "speed"): Value(5)}}
    assert decisive_articles(FRAMEWORKS, {"speed": 2}, [], known, without) == [("hype", ("beta",))]


# --- Properties for random knowledge bases -----------------------------------------------------

cells = st.one_of(st.none(), st.integers(-20, 20))
knowledge = st.fixed_dictionaries(
    {(framework, criterion): cells for framework in FRAMEWORKS for criterion in CRITERIA}
).map(lambda found: {key: Value(tenths) for key, tenths in found.items()})
weights = st.dictionaries(st.sampled_from(CRITERIA), st.integers(1, 9))
answer_lists = st.lists(
    st.builds(
        Answer,
        st.builds(Choice, st.sampled_from("qrst"), st.sampled_from(["a", "b"]), weights),
        st.sampled_from(["1", "2", "3"]),
    ),
    max_size=4,
    unique_by=lambda answer: answer.question,
)


@given(knowledge, weights, st.sampled_from(CRITERIA), st.integers(1, 9))
def test_more_weight_on_a_criterion_never_hurts_the_framework_that_is_best_on_it(
    known, weighed, criterion, more
):
    def place(framework, weighed):
        ranking = rank_weights(FRAMEWORKS, weighed, [], known)
        return next(each.rank for each in ranking.standings if each.framework == framework)

    def value(framework):
        return known.get((framework, criterion), UNKNOWN).tenths or 0

    best = max(FRAMEWORKS, key=value)
    heavier = {**weighed, criterion: weighed.get(criterion, 0) + more}
    assert place(best, heavier) <= place(best, weighed)


@given(knowledge, answer_lists)
@settings(max_examples=50)
def test_the_order_of_questions_and_frameworks_never_matters(known, answers):
    outcomes = {
        tuple(
            sorted((each.framework, each.tenths, each.rank) for each in rank(order, asked, known).standings)
        )
        for order in permutations(FRAMEWORKS)
        for asked in (answers, answers[::-1])
    }
    assert len(outcomes) == 1


@given(knowledge)
def test_skipping_everything_is_a_full_tie(known):
    assert rank(FRAMEWORKS, [], known).is_tie
    assert rank(FRAMEWORKS, [], known).leaders == FRAMEWORKS


@given(knowledge, answer_lists)
def test_weights_of_answers_add_up(known, answers):
    total = sum(sum(answer.choice.weights.values()) * answer.factor for answer in answers)
    assert sum(weights_of(answers).values()) == total


@given(knowledge, answer_lists)
@settings(max_examples=60, deadline=None)
def test_what_would_change_it_does_and_nothing_smaller_would(known, answers):
    questions = {answer.question: answer for answer in answers}
    alternatives = {
        question: [None, *(Answer(answer.choice, importance) for importance in ("1", "2", "3"))]
        for question, answer in questions.items()
    }
    leaders = set(rank(FRAMEWORKS, answers, known).leaders)
    found = smallest_changes(FRAMEWORKS, answers, known, alternatives)

    def after(changes):
        changed = [changes.get(question, answer) for question, answer in questions.items()]
        return set(rank(FRAMEWORKS, [answer for answer in changed if answer], known).leaders)

    for change in found:
        assert after(change.answers) == set(change.leaders)
        assert not set(change.leaders) & leaders
    singles = [
        question for question, options in alternatives.items() for option in options
        if not after({question: option}) & leaders
    ]  # fmt: skip
    if singles:
        assert {len(change.answers) for change in found} == {1}
    elif found:
        assert min(len(change.answers) for change in found) > 1
