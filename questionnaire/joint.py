"""What a team's answers say together: three ways to rank, who would exclude what, and where they disagree.

Plain values in, plain values out; no database, no request. `tests/questionnaire/test_joint.py` holds it to this page.

1. Each member has a ballot: weights and must-haves, as the recommendation rule in `scoring` makes them of answers.
2. Candidates are the frameworks that no member's must-have excludes. Every way of ranking is applied to them, and once
   more to all frameworks, as if every must-have were only important: a veto is seen for what it costs.
3. *Mean of weights*: a criterion weighs what the members give it on average; the points follow from that.
4. *Least dissatisfaction*: a member's shortfall with a framework is how far it stays behind the best one for them, as a
   part of their own range: from the least to the most points that a framework could have for them. A framework is as
   bad as its greatest shortfall; the smallest is first.
5. *First places*: of how many members a framework is the best. Equal ones share the place: a half each of two.
6. Whoever gives no weight to anything is content with every framework: nothing falls short and no first place is given,
   so they change no ranking. They count in the mean, which makes every weight smaller alike.
7. A criterion's spread is its largest weight minus its smallest, over the members who weigh anything at all. They agree
   on it where that is at most 3: one step of importance of the answer that weighs most.

Equal scores share a rank. Everything is a whole number or a fraction, so the order of members never matters.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .scoring import Ranking, Requirement, rank_weights, requirements_of, weights_of

AGREED = 3  # apart at most, in weight, where members agree
MEAN, SHORTFALL, FIRST = "mean of weights", "least dissatisfaction", "first places"


@dataclass(frozen=True)
class Ballot:
    """One member's part: weights {criterion: weight} and must-haves."""

    member: Hashable
    weights: Mapping[Hashable, int]
    requirements: tuple[Requirement, ...] = ()

    @property
    def weighs_something(self):
        return any(self.weights.values())


@dataclass(frozen=True)
class Tally:
    """One way of ranking, applied to some frameworks.

    `scores` are {framework: Fraction}: points in tenths, parts of 1, or first places. `members` says who stands behind
    a score: those with the greatest shortfall, those who put it first; for the mean of weights nobody in particular.
    """

    scores: Mapping[Hashable, Fraction]
    ranks: Mapping[Hashable, int]
    members: Mapping[Hashable, frozenset] = field(default_factory=dict)

    @property
    def leaders(self):
        """Return the frameworks on the first rank, as a frozenset."""
        return frozenset(framework for framework, rank in self.ranks.items() if rank == 1)


@dataclass(frozen=True)
class Method:
    """One way of ranking: among the candidates, and among all as if every must-have were only important."""

    name: str
    tally: Tally
    if_only_important: Tally

    @property
    def leaders(self):
        return self.tally.leaders


@dataclass(frozen=True)
class Spread:
    """How far apart the members are on one criterion: `weights` is {member: weight}, never empty."""

    criterion: Hashable
    weights: Mapping[Hashable, int]

    @property
    def low(self):
        return min(self.weights.values())

    @property
    def high(self):
        return max(self.weights.values())

    @property
    def apart(self):
        return self.high - self.low

    @property
    def is_agreed(self):
        return self.apart <= AGREED

    def members_at(self, weight):
        """Return the members who give the criterion this weight, as a frozenset."""
        return frozenset(member for member, given in self.weights.items() if given == weight)


@dataclass(frozen=True)
class Joint:
    """Everything that the members' ballots say together."""

    rankings: Mapping[Hashable, Ranking]  # by member: their own, with their own must-haves
    weights: Mapping[Hashable, Fraction]  # by criterion: the mean
    vetoes: Mapping[
        Hashable, Mapping[Requirement, frozenset]
    ]  # by framework: what it misses, and whose that is
    methods: tuple[Method, ...]
    spreads: tuple[Spread, ...]  # the widest first

    @property
    def leaders(self):
        """Return what leads by all methods alike, as a frozenset; empty where they disagree."""
        first = self.methods[0].leaders
        return first if all(method.leaders == first for method in self.methods) else frozenset()

    @property
    def has_candidates(self):
        return bool(self.methods[0].tally.ranks)

    @property
    def agreed(self):
        """Return the spreads of the criteria on which the members agree."""
        return [spread for spread in self.spreads if spread.is_agreed]

    @property
    def disagreed(self):
        """Return the spreads of the others, the widest first."""
        return [spread for spread in self.spreads if not spread.is_agreed]


def ballot_of(member, answers):
    """Return the Ballot of a member's Answers."""
    answers = list(answers)
    return Ballot(member, weights_of(answers), tuple(requirements_of(answers)))


def joint_of(frameworks, ballots, values):
    """Return the Joint of ballots; `values` is {(framework, criterion): Value}, missing ones are unknown."""
    rankings = {
        ballot.member: rank_weights(frameworks, ballot.weights, ballot.requirements, values)
        for ballot in ballots
    }
    vetoes = _vetoes(rankings)
    candidates = [framework for framework in frameworks if framework not in vetoes]
    weights = mean_weights(ballots)
    mean = rank_weights(frameworks, weights, (), values)
    points = {standing.framework: Fraction(standing.tenths) for standing in mean.standings}

    def method(name, tally, *arguments):
        return Method(name, tally(candidates, *arguments), tally(frameworks, *arguments))

    return Joint(
        rankings,
        weights,
        vetoes,
        (
            method(MEAN, tally_of_means, points),
            method(SHORTFALL, tally_of_shortfalls, rankings),
            method(FIRST, tally_of_first_places, rankings),
        ),
        spreads_of(ballots),
    )


def mean_weights(ballots):
    """Return {criterion: Fraction}: what each criterion weighs on average, over all ballots."""
    sums = Counter()
    for ballot in ballots:
        sums.update(ballot.weights)
    return {criterion: Fraction(weight, len(ballots)) for criterion, weight in sums.items()}


def tally_of_means(frameworks, points):
    """Return the Tally of points that follow from the mean weights; the largest is first."""
    scores = {framework: points[framework] for framework in frameworks}
    return Tally(scores, _ranks({framework: -score for framework, score in scores.items()}))


def tally_of_shortfalls(frameworks, rankings):
    """Return the Tally of greatest shortfalls, as parts of a member's own range; the smallest is first."""
    shortfalls = {framework: {} for framework in frameworks}
    for member, points, possible in _voices(frameworks, rankings):
        best, range_ = max(points.values()), 2 * possible  # from −possible to +possible
        for framework in frameworks:
            shortfalls[framework][member] = Fraction(best - points[framework], range_)
    scores = {framework: max(each.values(), default=Fraction(0)) for framework, each in shortfalls.items()}
    members = {
        framework: frozenset(
            member for member, shortfall in each.items() if shortfall == scores[framework] > 0
        )
        for framework, each in shortfalls.items()
    }
    return Tally(scores, _ranks(scores), members)


def tally_of_first_places(frameworks, rankings):
    """Return the Tally of first places, shared where a member has several; the most is first."""
    scores, members = dict.fromkeys(frameworks, Fraction(0)), defaultdict(set)
    for member, points, _ in _voices(frameworks, rankings):
        best = max(points.values())
        first = [framework for framework in frameworks if points[framework] == best]
        for framework in first:
            scores[framework] += Fraction(1, len(first))
            members[framework].add(member)
    return Tally(
        scores,
        _ranks({framework: -score for framework, score in scores.items()}),
        {framework: frozenset(members[framework]) for framework in frameworks},
    )


def spreads_of(ballots):
    """Return the Spread of every criterion that anybody weighs, the widest first."""
    voices = [ballot for ballot in ballots if ballot.weighs_something]
    criteria = {criterion for ballot in voices for criterion, weight in ballot.weights.items() if weight}
    spreads = [
        Spread(criterion, {ballot.member: ballot.weights.get(criterion, 0) for ballot in voices})
        for criterion in criteria
    ]
    spreads.sort(key=lambda spread: (-spread.apart, -sum(spread.weights.values()), str(spread.criterion)))
    return tuple(spreads)


def _vetoes(rankings):
    found = defaultdict(lambda: defaultdict(set))
    for member, ranking in rankings.items():
        for standing in ranking.standings:
            for requirement in standing.missed:
                found[standing.framework][requirement].add(member)
    return {
        framework: {requirement: frozenset(members) for requirement, members in missed.items()}
        for framework, missed in found.items()
    }


def _voices(frameworks, rankings):
    """Yield (member, {framework: tenths}, possible tenths) of the members who weigh anything."""
    for member, ranking in rankings.items():
        if ranking.possible and frameworks:
            points = {standing.framework: standing.tenths for standing in ranking.standings}
            yield member, {framework: points[framework] for framework in frameworks}, ranking.possible


def _ranks(scores):
    """Return {framework: rank}, the smallest score first; equal scores share a rank."""
    return {
        framework: 1 + sum(other < score for other in scores.values()) for framework, score in scores.items()
    }
