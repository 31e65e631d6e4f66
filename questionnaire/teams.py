"""A team's answers together, ready to print: the joint rankings, vetoes, spreads, and everybody's own ranking."""

from dataclasses import dataclass

from comparisons import wording
from comparisons.cells import Cell
from comparisons.models import Criterion, Framework

from .joint import FIRST, MEAN, SHORTFALL, Joint, ballot_of, joint_of
from .models import Room
from .outcomes import Outcome, outcome_of, tenths
from .people import People, Person, considered_in, people_of, pooled, some_of
from .sheets import ABSTENTIONS, IMPORTANCE_WORDS, read_questionnaire

FEW = 2  # criteria that a headline names

EXPLAINED = {
    MEAN: (
        "points by the average weight",
        "A criterion weighs what you give it on average; one strong voice can carry it.",
    ),
    SHORTFALL: (
        "greatest shortfall, of 100",
        "How far a framework stays behind the best one for whoever it suits least, where 100 is all that lies between "
        "the worst and the best that they could have had; the smallest comes first.",
    ),
    FIRST: (
        "members who put it first",
        "How many of you a framework suits best, of those that no must-have excludes; equal ones share the place.",
    ),
}


@dataclass(frozen=True)
class MethodCell:
    """A framework's place by one method; `rank` is '' for an excluded one, `open_rank` if it were only important."""

    rank: str
    open_rank: str
    score: str
    people: People


@dataclass(frozen=True)
class MethodLine:
    framework: Framework
    excluded_by: People | None  # None where no must-have excludes it
    cells: list[MethodCell]


@dataclass(frozen=True)
class Veto:
    """A must-have that excludes a framework, whose it is, and what articles say instead."""

    framework: Framework
    criterion: Criterion
    wanted: str
    members: frozenset
    people: People
    cell: Cell


@dataclass(frozen=True)
class SpreadLine:
    """How far apart the members are on a criterion."""

    criterion: Criterion
    mean: str
    low: int
    lowest: People
    high: int
    highest: People
    apart: int


@dataclass(frozen=True)
class OwnPlace:
    """A framework in one member's own ranking."""

    framework: Framework
    rank: int | None
    ordinal: str
    points: str


@dataclass(frozen=True)
class PersonLine:
    """One member's own ranking, in the order of the page's columns."""

    person: Person
    places: list[OwnPlace]

    @property
    def told(self):
        answers = len(self.person.sheet.answers)
        return wording.count(answers, "answer") if answers else "nothing weighs anything"


@dataclass(frozen=True)
class ChoiceLine:
    """What members chose for one question: [(answer, [(person, importance in words)])]."""

    question: object
    choices: list[tuple[str, list[tuple[Person, str]]]]


def ordinal(number):
    """Return 1 as '1st', 12 as '12th'."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def mixed_number(fraction):
    """Return a Fraction as it is counted: '2', '1/2', '2 1/2'."""
    whole, rest = divmod(fraction, 1)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)


@dataclass
class Team:
    """Everything that a room's result shows. `outcome` is of all answers added up: its weights and points are sums."""

    room: Room
    people: list[Person]
    outcome: Outcome
    joint: Joint

    @property
    def questionnaire(self):
        return self.outcome.sheet.questionnaire

    @property
    def is_one(self):
        return len(self.people) == 1

    @property
    def is_silent(self):
        """Return whether no answer gives weight to anything, so that there is nothing to rank."""
        return not self.outcome.weights

    @property
    def finding(self):
        """Return the headline: where the team agrees."""
        if self.is_one:
            return "You are the first" if self.people[0].is_you else "One person has answered"
        if self.is_silent:
            return "Nothing that you answered weighs anything"
        return self.agreement("You agree", "You disagree")

    def agreement(self, agree, disagree):
        """Return where the team agrees and where it does not, with these words for it."""
        apart = self.joint.disagreed
        widest = [self._criterion(each) for each in apart if each.apart == apart[0].apart]
        if not apart:
            return f"{agree} on everything"
        if len(apart) <= FEW and len(apart) < len(self.joint.spreads):
            return f"{agree} on everything except {_mentioned(map(self._criterion, apart))}"
        criteria = wording.count(len(self.joint.spreads), "criterion", "criteria")
        finding = f"{disagree} on {len(apart)} of {criteria}"
        return f"{finding}, most on {_mentioned(widest)}" if len(widest) <= FEW else finding

    @property
    def verdict(self):
        """Return which framework comes first, without a full stop."""
        joint = self.joint
        if self.is_silent:
            return "All frameworks tie, because no answer gives weight to anything"
        if not joint.has_candidates:
            return "The must-haves together leave no framework"
        if self.has_one_left:
            return f"{self._named(joint.leaders)} alone meets everybody's must-haves"
        if joint.leaders:
            who = "So far" if self.is_one else "By every method"
            verb = "tie for the first place" if len(joint.leaders) > 1 else "comes first"
            return f"{who} {self._named(joint.leaders)} {verb}"
        return f"The methods disagree: {self._leaders_by_method([method.tally for method in joint.methods])}"

    @property
    def what_if(self):
        """Return what comes first if every must-have were only important, or '' where none excludes anything."""
        if not self.joint.vetoes or self.is_silent:
            return ""
        tallies = [method.if_only_important for method in self.joint.methods]
        return f"If every must-have were only important, {self._leaders_by_method(tallies)}"

    def _leaders_by_method(self, tallies):
        by_leaders = {}
        for method, tally in zip(self.joint.methods, tallies, strict=True):
            by_leaders.setdefault(tally.leaders, []).append(method.name)
        if len(by_leaders) == 1:
            (leaders,) = by_leaders
            return f"every method puts {self._named(leaders)} first"
        return ", ".join(
            f"{wording.listing(names)} {'put' if len(names) > 1 else 'puts'} {self._named(leaders)} first"
            for leaders, names in by_leaders.items()
        )

    @property
    def has_one_left(self):
        return len(self.joint.methods[0].tally.ranks) == 1

    @property
    def methods_disagree(self):
        return self.joint.has_candidates and not self.joint.leaders

    @property
    def is_too_close(self):
        """Return whether the mean of weights is too close to call, by the same rule as for one person."""
        return not self.is_silent and self.outcome.ranking.is_too_close

    @property
    def how_sure(self):
        """Return one sentence on what the first by the mean of weights rests on."""
        return "" if self.is_silent else self.outcome.lead

    @property
    def frameworks(self):
        """Return the frameworks in the order of the mean of weights, excluded ones last."""
        return [place.framework for place in self.outcome.places]

    @property
    def methods(self):
        """Return [(name, what its score is, how it counts)]."""
        return [(method.name, *EXPLAINED[method.name]) for method in self.joint.methods]

    @property
    def method_lines(self):
        return [
            MethodLine(
                place.framework,
                self._excluding(place.framework.id),
                [self._method_cell(method, place.framework.id) for method in self.joint.methods],
            )
            for place in self.outcome.places
        ]

    def _excluding(self, framework):
        missed = self.joint.vetoes.get(framework)
        return self._people(frozenset().union(*missed.values())) if missed else None

    def _method_cell(self, method, framework):
        is_excluded = framework in self.joint.vetoes
        tally = method.if_only_important if is_excluded else method.tally
        rank = ordinal(tally.ranks[framework])
        return MethodCell(
            "" if is_excluded else rank,
            rank if is_excluded else "",
            self._score(method, tally.scores[framework]),
            self._people(tally.members.get(framework, ())),
        )

    def _score(self, method, score):
        if method.name == FIRST:
            return f"{mixed_number(score)} of {len(self.people)}"
        if method.name == SHORTFALL:
            return f"{tenths(round(score * 1000))} of 100"
        points = tenths(round(score))
        return f"{points} point{'' if points == '1' else 's'}"

    @property
    def vetoes(self):
        """Return every must-have that excludes a framework, in the order of the frameworks."""
        found = []
        for place in self.outcome.places:
            cells = {criterion.id: cell for criterion, cell in place.missed}
            for requirement, members in sorted(self.joint.vetoes.get(place.framework.id, {}).items()):
                criterion = self.outcome.criteria[requirement.criterion]
                found.append(
                    Veto(
                        place.framework,
                        criterion,
                        wording.value_word(requirement.at_least, criterion),
                        members,
                        self._people(members),
                        cells[criterion.id],
                    )
                )
        return found

    @property
    def open_must_haves(self):
        """Return [(framework, [criterion])] of must-haves of which it is unknown whether they are met."""
        return [(place.framework, place.open) for place in self.outcome.places if place.open]

    @property
    def spread_lines(self):
        """Return the criteria on which the members differ, the widest first."""
        return [
            SpreadLine(
                self._criterion(spread),
                tenths(round(self.joint.weights[spread.criterion] * 10)),
                spread.low,
                self._people(spread.members_at(spread.low)),
                spread.high,
                self._people(spread.members_at(spread.high)),
                spread.apart,
            )
            for spread in self.joint.disagreed
        ]

    @property
    def agreed(self):
        """Return [(criterion, weight or range of weights)] of the criteria on which the members agree."""
        return [
            (self._criterion(each), f"{each.low}–{each.high}" if each.apart else str(each.high))
            for each in self.joint.agreed
        ]

    @property
    def person_lines(self):
        return [PersonLine(person, self._own_places(person)) for person in self.people]

    def _own_places(self, person):
        standings = {each.framework: each for each in self.joint.rankings[person.member.pk].standings}
        return [
            OwnPlace(
                framework,
                standings[framework.id].rank,
                ordinal(standings[framework.id].rank) if standings[framework.id].rank else "",
                tenths(standings[framework.id].tenths),
            )
            for framework in self.frameworks
        ]

    @property
    def sums(self):
        """Return the members' points added up, in the order of the page's columns."""
        return [place.points for place in self.outcome.places]

    @property
    def choice_lines(self):
        """Return what everybody chose, question by question, without the questions that nobody answered."""
        lines = []
        for question in self.questionnaire.questions:
            texts = {option.slug: option.text for option in question.options} | ABSTENTIONS
            chosen = {}
            for person in self.people:
                slug = person.sheet.chosen(question.slug)
                if slug:
                    importance = person.sheet.importance(question.slug)
                    words = "" if slug in ABSTENTIONS else IMPORTANCE_WORDS[importance]
                    chosen.setdefault(slug, []).append((person, words))
            if chosen:
                lines.append(
                    ChoiceLine(question, [(texts[slug], chosen[slug]) for slug in texts if slug in chosen])
                )
        return lines

    @property
    def marks(self):
        """Return the names of the marks that the page prints."""
        return {each.cell.mark for line in self.outcome.lines for each in line.cells} | {
            veto.cell.mark for veto in self.vetoes
        }

    def everybody(self, members):
        """Return the Person of each of these members, in the order in which they joined."""
        return [person for person in self.people if person.member.pk in members]

    def _people(self, members):
        return some_of(self.everybody(members))

    def _criterion(self, spread):
        return self.outcome.criteria[spread.criterion]

    def _named(self, frameworks):
        return wording.listing([each.name for each in self.frameworks if each.id in frameworks])


def _mentioned(criteria):
    return wording.listing([wording.lower_first(criterion.name) for criterion in criteria])


def team_of(room, you=None):
    """Return the Team of everybody in a room who has answered, from today's knowledge base.

    `you` is the member who looks, if one does. The number of queries does not depend on how many there are.
    """
    frameworks = list(Framework.objects.all())
    questionnaire = read_questionnaire(room.questionnaire)
    people = people_of(room, questionnaire, you)
    outcome = outcome_of(
        pooled(questionnaire, people, considered_in(room, frameworks)),
        frameworks=frameworks,
        with_changes=False,
    )
    ballots = [ballot_of(person.member.pk, person.sheet.answers.values()) for person in people]
    joint = joint_of([each.id for each in outcome.frameworks], ballots, outcome.values)
    return Team(room, people, outcome, joint)
