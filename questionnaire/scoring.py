"""The recommendation rule: from answers and cells to a ranking whose points add up in front of the reader.

Plain values in, plain values out; no database, no request. The public method page describes this module, and
`tests/questionnaire/test_scoring.py` holds it to the description.

1. An answer gives weights to criteria: the option's own weights times how important the question is (1, 2 or 3).
   "Does not matter" and "do not know" give none.
2. A cell's value is the verdict's, −2 … +2, rounded to tenths so that the printed numbers are the ones that are added.
   An unknown cell gives nothing and is counted openly.
3. The points of a framework are the sum of weight × value over all criteria.
4. A framework that is known to miss a must-have is struck through. Not knowing is not missing.
5. The lead is too close to call where it is at most a twentieth of the points that could be had.

All points are whole tenths, so sums are exact and their order does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

ENOUGH_ANSWERS = 5
BEST = 20  # tenths: the value +2
CLOSE = 20  # the lead is too close to call at a 20th of what could be had
MUST = "must"
IMPORTANCES = {"1": 1, "2": 2, "3": 3, MUST: 3}


class Requirement(NamedTuple):
    """What a must-have demands: a criterion at or above a value from −2 to +2."""

    criterion: Hashable
    at_least: int


@dataclass(frozen=True)
class Choice:
    """One option of a question, as far as the rule looks at it."""

    question: str
    option: str
    weights: Mapping[Hashable, int]  # criterion: weight
    requirement: Requirement | None = None


@dataclass(frozen=True)
class Answer:
    """A chosen option and how important the question is: "1", "2", "3" or "must"."""

    choice: Choice
    importance: str = "2"

    @property
    def factor(self):
        return IMPORTANCES[self.importance]

    @property
    def must_have(self):
        return self.choice.requirement if self.importance == MUST else None

    @property
    def question(self):
        return self.choice.question


class Value(NamedTuple):
    """A cell as the score sees it."""

    tenths: int | None  # None: unknown, or told without a rating
    state: str = "supported"


UNKNOWN = Value(None, "unknown")


@dataclass(frozen=True)
class Line:
    """One criterion of the ledger: its weight, and each framework's points in tenths (None for unknown)."""

    criterion: Hashable
    weight: int
    points: Mapping[Hashable, int | None]


@dataclass(frozen=True)
class Standing:
    """One framework in the ranking."""

    framework: Hashable
    tenths: int
    rank: int | None  # None for an excluded framework; equal points share a rank
    missed: tuple[Requirement, ...] = ()
    open: tuple[Requirement, ...] = ()  # must-haves of which it is unknown whether they are met

    @property
    def is_excluded(self):
        return bool(self.missed)


@dataclass(frozen=True)
class Ranking:
    """The outcome: standings best first (excluded ones last), and the lines that add up to their points."""

    standings: tuple[Standing, ...]
    lines: tuple[Line, ...]
    weight: int  # sum of all weights

    @property
    def leaders(self):
        """Return all frameworks on the first rank."""
        return [each.framework for each in self.standings if each.rank == 1]

    @property
    def possible(self):
        """Return the points, in tenths, of a framework that is best on everything."""
        return self.weight * BEST

    @property
    def margin(self):
        """Return how far, in tenths, the first is ahead of the second; None without a second."""
        running = [each.tenths for each in self.standings if not each.is_excluded]
        return running[0] - running[1] if len(running) > 1 else None

    @property
    def is_tie(self):
        return len(self.leaders) > 1

    @property
    def is_too_close(self):
        return self.margin is not None and self.margin * CLOSE <= self.possible


@dataclass(frozen=True)
class Certainty:
    """On what a framework's points rest, as weights; `weight` is the sum of all."""

    weight: int
    by_state: Mapping[str, int] = field(default_factory=dict)

    def of(self, *states):
        return sum(self.by_state.get(state, 0) for state in states)


def weights_of(answers):
    """Return {criterion: weight} of all answers together."""
    weights = Counter()
    for answer in answers:
        for criterion, weight in answer.choice.weights.items():
            weights[criterion] += weight * answer.factor
    return dict(weights)


def requirements_of(answers):
    """Return the distinct must-haves of all answers; the strictest of those on one criterion stays."""
    strictest = {}
    for answer in answers:
        wanted = answer.must_have
        if wanted:
            strictest[wanted.criterion] = max(wanted.at_least, strictest.get(wanted.criterion, -2))
    return [Requirement(criterion, at_least) for criterion, at_least in strictest.items()]


def rank(frameworks, answers, values):
    """Return the Ranking of frameworks; `values` is {(framework, criterion): Value}, missing ones are unknown."""
    return rank_weights(frameworks, weights_of(answers), requirements_of(answers), values)


def rank_weights(frameworks, weights, requirements, values):
    """Return the Ranking for weights {criterion: weight} and must-haves, however they came about."""
    lines = []
    for criterion, weight in weights.items():
        points = {}
        for framework in frameworks:
            tenths = values.get((framework, criterion), UNKNOWN).tenths
            points[framework] = None if tenths is None else weight * tenths
        lines.append(Line(criterion, weight, points))
    totals = {framework: sum(line.points[framework] or 0 for line in lines) for framework in frameworks}
    return Ranking(
        tuple(_standings(frameworks, totals, requirements, values)), tuple(lines), sum(weights.values())
    )


def _standings(frameworks, totals, requirements, values):
    missed, open_ = defaultdict(list), defaultdict(list)
    for framework in frameworks:
        for requirement in requirements:
            tenths = values.get((framework, requirement.criterion), UNKNOWN).tenths
            if tenths is None:
                open_[framework].append(requirement)
            elif tenths < requirement.at_least * 10 - 5:  # rounds to less than what is demanded
                missed[framework].append(requirement)
    ordered = sorted(
        frameworks, key=lambda framework: (bool(missed[framework]), -totals[framework], str(framework))
    )
    rank_, previous = 0, None
    for position, framework in enumerate(ordered, start=1):
        if not missed[framework] and totals[framework] != previous:
            rank_, previous = position, totals[framework]
        yield Standing(
            framework,
            totals[framework],
            None if missed[framework] else rank_,
            tuple(missed[framework]),
            tuple(open_[framework]),
        )


def certainty(framework, weights, values):
    """Return the Certainty of a framework: how much of the weight rests on which state of evidence."""
    by_state = Counter()
    for criterion, weight in weights.items():
        value = values.get((framework, criterion), UNKNOWN)
        by_state[
            str(value.state) if value.tenths is not None or value.state == "unknown" else "described"
        ] += weight
    return Certainty(sum(weights.values()), dict(by_state))


# --- What would change it ----------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """Changes of answers that give another winner: {question: new Answer, or None for "does not matter"}."""

    answers: Mapping[str, Answer | None]
    leaders: tuple[Hashable, ...]
    margin: int | None  # in tenths


def smallest_changes(frameworks, answers, values, alternatives, limit=5):
    """Return the smallest changes of answers after which other frameworks lead, found by exact search.

    `alternatives` is {question: [Answer or None, …]} of everything that could be answered instead. Single changes are
    all tried with their must-haves. Where none suffices, the fewest changes are found from the fact that the points
    of different questions add up: for each challenger the questions are taken in the order of what they give.
    """
    answers = list(answers)
    leaders = set(rank(frameworks, answers, values).leaders)
    if not leaders:
        return []
    found = [
        change
        for question, options in alternatives.items()
        for change in _single_changes(frameworks, answers, values, question, options, leaders)
    ]
    if found:
        found.sort(
            key=lambda change: (_distance(answers, change), -(change.margin or 0), sorted(change.answers))
        )
        best = {}
        for change in found:  # the mildest change of each question is enough
            best.setdefault((next(iter(change.answers)), change.leaders), change)
        return list(best.values())[:limit]
    return _joint_changes(frameworks, answers, values, alternatives, leaders)[:limit]


def _contribution(answer, frameworks, values):
    """Return each framework's points from one answer, in tenths."""
    if answer is None:
        return dict.fromkeys(frameworks, 0)
    return {
        framework: sum(
            weight * answer.factor * (values.get((framework, criterion), UNKNOWN).tenths or 0)
            for criterion, weight in answer.choice.weights.items()
        )
        for framework in frameworks
    }


def _single_changes(frameworks, answers, values, question, options, leaders):
    others = [answer for answer in answers if answer.question != question]
    before = next((answer for answer in answers if answer.question == question), None)
    base = dict.fromkeys(frameworks, 0)
    for answer in others:
        for framework, points in _contribution(answer, frameworks, values).items():
            base[framework] += points
    musts = requirements_of(others)
    for option in options:
        if option == before:
            continue
        extra = _contribution(option, frameworks, values)
        totals = {framework: base[framework] + extra[framework] for framework in frameworks}
        requirements = musts if option is None or not option.must_have else requirements_of([*others, option])
        standings = list(_standings(frameworks, totals, requirements, values))
        first = [each.framework for each in standings if each.rank == 1]
        if first and not set(first) & leaders:
            running = [
                each.tenths for each in standings if each.rank is not None and each.framework not in first
            ]
            margin = standings[0].tenths - running[0] if running else None
            yield Change({question: option}, tuple(first), margin)


def _joint_changes(frameworks, answers, values, alternatives, leaders):
    """Return for each challenger the fewest changes, without must-haves, that put it ahead of every leader."""
    current = {answer.question: answer for answer in answers}
    ranking = rank(frameworks, answers, values)
    running = {each.framework: each.tenths for each in ranking.standings if not each.is_excluded}
    contributions = {
        question: [
            (option, _contribution(option, frameworks, values))
            for option in options
            if option is None or not option.must_have
        ]
        for question, options in alternatives.items()
    }
    now = {question: _contribution(current.get(question), frameworks, values) for question in alternatives}
    found = []
    for challenger in running:
        if challenger in leaders:
            continue
        for leader in leaders:
            gains = []
            for question, options in contributions.items():
                if current.get(question) is not None and current[question].must_have:
                    continue
                gap_now = now[question][leader] - now[question][challenger]
                gain, option = max(
                    ((gap_now - (points[leader] - points[challenger]), option) for option, points in options),
                    key=lambda pair: pair[0],
                    default=(0, None),
                )
                if gain > 0:
                    gains.append((gain, question, option))
            gains.sort(key=lambda each: (-each[0], each[1]))
            needed, taken = running[leader] - running[challenger], {}
            for gain, question, option in gains:
                if needed < 0:
                    break
                taken[question] = option
                needed -= gain
            if needed < 0:
                after = [answer for answer in answers if answer.question not in taken]
                after += [option for option in taken.values() if option is not None]
                outcome = rank(frameworks, after, values)
                if not set(outcome.leaders) & leaders:
                    found.append(Change(taken, tuple(outcome.leaders), outcome.margin))
    found.sort(key=lambda change: (len(change.answers), -(change.margin or 0), sorted(change.answers)))
    fewest = len(found[0].answers) if found else 0
    distinct = {}
    for change in found:
        if len(change.answers) == fewest:
            distinct.setdefault((frozenset(change.answers), change.leaders), change)
    return list(distinct.values())


def _distance(answers, change):
    """Return how mild a change is: another importance, then another option, then leaving the question out."""
    (question, option), *_ = change.answers.items()
    before = next((answer for answer in answers if answer.question == question), None)
    if option is None:
        return 2
    if before is None:
        return 3
    return 0 if before.choice.option == option.choice.option else 1


def decisive_articles(frameworks, weights, requirements, values, without):
    """Return [(article, leaders without it)] of the articles whose removal gives another winner.

    `without` is {article: {(framework, criterion): Value}}: the cells that an article's removal changes.
    """
    leaders = set(rank_weights(frameworks, weights, requirements, values).leaders)
    lines = {}
    found = []
    base = {
        framework: sum(
            weight * (values.get((framework, criterion), UNKNOWN).tenths or 0)
            for criterion, weight in weights.items()
        )
        for framework in frameworks
    }
    for article, changed in without.items():
        totals = dict(base)
        for (framework, criterion), value in changed.items():
            before = values.get((framework, criterion), UNKNOWN).tenths or 0
            totals[framework] += weights.get(criterion, 0) * ((value.tenths or 0) - before)
        lines = {**values, **changed} if requirements else values
        standings = _standings(frameworks, totals, requirements, lines)
        first = tuple(each.framework for each in standings if each.rank == 1)
        if set(first) != leaders:
            found.append((article, first))
    return found
