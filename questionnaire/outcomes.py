"""The outcome of a questionnaire: the comparison, weighted by the answers, with everything that explains it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from comparisons import wording
from comparisons.cells import Cell, cell_of
from comparisons.evidence import as_evidence, read_knowledge, read_sources
from comparisons.models import Criterion, Framework
from comparisons.verdicts import verdict

from . import scoring
from .scoring import ENOUGH_ANSWERS, MUST, Answer, Ranking, Value
from .sheets import IMPORTANCE_WORDS, AnswerSheet

KNOWN_ENOUGH = (
    0.5  # share of a questionnaire's criteria that must be known of a framework considered by default
)


def tenths(points):
    """Return points in tenths as they are printed: 46 as '4.6', -30 as '−3'."""
    text = f"{abs(points) / 10:.1f}".removesuffix(".0")
    return f"−{text}" if points < 0 else text


def signed_tenths(points):
    """Return the same with a plus sign where there is something to add."""
    return f"+{tenths(points)}" if points > 0 else tenths(points)


@dataclass(frozen=True)
class LedgerCell:
    """One framework's points on one criterion, with the cell that they come from."""

    cell: Cell
    value: str  # the verdict as multiplied, '+1.6'
    points: str  # what is added, '+4.8'; '' for unknown
    tenths: int | None


@dataclass(frozen=True)
class LedgerLine:
    """One criterion: its weight, and every framework's points."""

    criterion: Criterion
    weight: int
    cells: list[LedgerCell]


@dataclass(frozen=True)
class Piece:
    """One piece of a framework's bar, in the drawing's own units."""

    x: float
    width: float
    step: int


@dataclass(frozen=True)
class Place:
    """One framework in the ranking, ready to print."""

    framework: Framework
    rank: int | None
    points: str
    is_excluded: bool
    missed: list[tuple[Criterion, Cell]]
    open: list[Criterion]
    leads: list[str]  # criteria on which it gains most
    loses: list[str]
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class ChangeLine:
    """What would change the answer, in words, with the query that does it."""

    texts: list[str]
    query: str
    outcome: str


@dataclass
class Outcome:
    """Everything that a result page shows."""

    sheet: AnswerSheet
    frameworks: list[Framework]
    ranking: Ranking
    weights: dict[int, int]
    values: dict[tuple[int, int], Value]
    lines: list[LedgerLine]
    places: list[Place]
    criteria: dict[int, Criterion]
    knowledge: object
    zero: float = 0.0
    changes: list[ChangeLine] = field(default_factory=list)
    decisive: list[tuple[object, str]] = field(default_factory=list)

    @property
    def is_too_early(self):
        return len(self.sheet.answers) < ENOUGH_ANSWERS

    @property
    def answers_missing(self):
        return max(0, ENOUGH_ANSWERS - len(self.sheet.answers))

    @property
    def winners(self):
        by_id = {framework.id: framework for framework in self.frameworks}
        return [by_id[id] for id in self.ranking.leaders]

    @property
    def finding(self):
        """Return the headline."""
        running = [place for place in self.places if not place.is_excluded]
        if not running:
            return "Your must-haves leave no framework"
        if self.ranking.is_tie:
            names = wording.listing([framework.name for framework in self.winners])
            return f"{names} tie with {_points(running[0].points)}"
        if len(running) == 1:
            return f"{running[0].framework.name} alone meets your must-haves"
        margin = tenths(self.ranking.margin)
        text = f"{running[0].framework.name} leads {running[1].framework.name} by {_points(margin)}"
        return f"{text}, which is too close to call" if self.ranking.is_too_close else text

    @property
    def lead(self):
        """Return one sentence on how sure that is."""
        running = [place for place in self.places if not place.is_excluded]
        if not running:
            return "Every framework is known to miss one of them. See which one costs most if it were only important."
        first = running[0].framework
        sure = self.certainty(first)
        weak = sure.of("unknown", "described", "single source", "contested", "mixed", "outdated only")
        sentence = (
            f"For {first.name}, {weak} of the {sure.weight} parts of the weight rest on cells that are unknown, "
            "single-source, contested or outdated."
        )
        missing = [place.framework.name for place in self.places if place.is_excluded]
        if missing:
            sentence += (
                f" {wording.listing(missing)} {'misses' if len(missing) == 1 else 'miss'} a must-have."
            )
        return sentence

    def certainty(self, framework):
        return scoring.certainty(framework.id, self.weights, self.values)

    @property
    def certainty_lines(self):
        """Return [(word, {parts for each framework, in ranking order})] for the table of how sure it is."""
        kinds = [
            ("Supported by several publishers", ("supported",)),
            ("A single publisher", ("single source",)),
            ("Mixed or contested", ("mixed", "contested")),
            ("Outdated only", ("outdated only",)),
            ("Told, not rated", ("described",)),
            ("No article says", ("unknown",)),
        ]
        found = {place.framework.id: self.certainty(place.framework) for place in self.places}
        return [
            (word, [found[place.framework.id].of(*states) for place in self.places])
            for word, states in kinds
            if any(found[place.framework.id].of(*states) for place in self.places)
        ]

    @property
    def margin_in_words(self):
        return _points(tenths(self.ranking.margin))

    @property
    def possible_in_words(self):
        return tenths(self.ranking.possible)

    @property
    def musts(self):
        return [answer for answer in self.sheet.answers.values() if answer.importance == MUST]

    @property
    def claim_rows(self):
        """Return every claim that counts in a weighted cell, once, by number."""
        rows = {}
        for line in self.lines:
            for each in line.cells:
                for row in each.cell.evidence.claims:
                    rows[row.slug] = row
        return [rows[slug] for slug in sorted(rows)]


def _points(text):
    return f"{text} point" if text == "1" else f"{text} points"


def considered(sheet, frameworks, knowledge, criteria):
    """Return the frameworks to rank: the chosen ones, else those of which enough is known."""
    if sheet.frameworks:
        return [framework for framework in frameworks if framework.slug in sheet.frameworks]
    known = [
        framework
        for framework in frameworks
        if sum(knowledge.cell(framework.id, criterion).verdict.is_known for criterion in criteria)
        >= KNOWN_ENOUGH * len(criteria)
    ]
    if len(known) > 1:
        return known
    by_knowledge = sorted(
        frameworks,
        key=lambda framework: (
            -sum(knowledge.cell(framework.id, criterion).verdict.is_known for criterion in criteria),
            framework.slug,
        ),
    )
    return sorted(by_knowledge[:3], key=lambda framework: framework.name.casefold())


def outcome_of(sheet, *, frameworks=None, sources=None, with_changes=True):
    """Compute the Outcome of an AnswerSheet from today's knowledge base, in a fixed number of queries."""
    frameworks = list(Framework.objects.all()) if frameworks is None else frameworks
    sources = read_sources() if sources is None else sources
    asked = sheet.questionnaire.criteria
    chosen = [framework.id for framework in frameworks if framework.slug in sheet.frameworks] or None
    knowledge = read_knowledge(sheet.policy, frameworks=chosen, criteria=asked, sources=sources)
    criteria = Criterion.objects.select_related("group").in_bulk(asked)
    frameworks = considered(sheet, frameworks, knowledge, asked)
    values = {
        (framework.id, criterion): _value(knowledge.cell(framework.id, criterion).verdict)
        for framework in frameworks
        for criterion in asked
    }
    answers = list(sheet.answers.values())
    ids = [framework.id for framework in frameworks]
    weights = scoring.weights_of(answers)
    ranking = scoring.rank(ids, answers, values)
    outcome = Outcome(
        sheet=sheet, frameworks=frameworks, ranking=_alphabetical(ranking, frameworks), weights=weights, values=values,
        lines=[], places=[], criteria=criteria, knowledge=knowledge,
    )  # fmt: skip
    _fill_places(outcome)
    _fill_lines(outcome)
    if with_changes and not outcome.is_too_early:
        outcome.changes = _changes(outcome, answers, values)
        outcome.decisive = _decisive(outcome, weights, answers, values)
    return outcome


def _value(verdict_):
    return Value(None if verdict_.value is None else round(verdict_.value * 10), str(verdict_.state))


def _alphabetical(ranking, frameworks):
    """Order equal points by name, so that nothing but points decides."""
    names = {framework.id: framework.name.casefold() for framework in frameworks}
    ordered = sorted(
        ranking.standings, key=lambda each: (each.is_excluded, -each.tenths, names[each.framework])
    )
    return Ranking(tuple(ordered), ranking.lines, ranking.weight)


def _fill_lines(outcome):
    order = sorted(
        outcome.ranking.lines,
        key=lambda line: (
            -line.weight,
            outcome.criteria[line.criterion].group.position,
            outcome.criteria[line.criterion].position,
        ),
    )
    for line in order:
        cells = []
        for place in outcome.places:
            framework, criterion = place.framework, outcome.criteria[line.criterion]
            points = line.points[framework.id]
            value = outcome.values[framework.id, line.criterion].tenths
            cells.append(
                LedgerCell(
                    cell_of(framework, criterion, outcome.knowledge),
                    "" if value is None else signed_tenths(value),
                    "" if points is None else signed_tenths(points),
                    points,
                )
            )
        outcome.lines.append(LedgerLine(outcome.criteria[line.criterion], line.weight, cells))


WIDTH = 600  # of the bars' drawing


def _fill_places(outcome):
    by_id = {framework.id: framework for framework in outcome.frameworks}
    gains = {id: sum(max(line.points[id] or 0, 0) for line in outcome.ranking.lines) for id in by_id}
    losses = {id: -sum(min(line.points[id] or 0, 0) for line in outcome.ranking.lines) for id in by_id}
    span = (max(gains.values(), default=0) + max(losses.values(), default=0)) or 1
    outcome.zero = WIDTH * max(losses.values(), default=0) / span
    for standing in outcome.ranking.standings:
        framework = by_id[standing.framework]
        ordered = sorted(
            (line for line in outcome.ranking.lines if line.points[framework.id]),
            key=lambda line: (-abs(line.points[framework.id]), outcome.criteria[line.criterion].name),
        )
        outcome.places.append(
            Place(
                framework,
                standing.rank,
                tenths(standing.tenths),
                standing.is_excluded,
                [
                    (
                        outcome.criteria[missed.criterion],
                        cell_of(framework, outcome.criteria[missed.criterion], outcome.knowledge),
                    )
                    for missed in standing.missed
                ],
                [outcome.criteria[each.criterion] for each in standing.open],
                [outcome.criteria[line.criterion].name for line in ordered if line.points[framework.id] > 0][
                    :3
                ],
                [outcome.criteria[line.criterion].name for line in ordered if line.points[framework.id] < 0][
                    :2
                ],
                _pieces(outcome, framework, ordered, span),
            )
        )


def _pieces(outcome, framework, lines, span):
    """Return the bar's pieces: gains to the right of the zero line and losses to its left, largest next to it."""
    pieces, right, left = [], outcome.zero, outcome.zero
    for line in lines:
        points = line.points[framework.id]
        width = WIDTH * abs(points) / span
        x = right if points > 0 else left - width
        step = wording.step((outcome.values[framework.id, line.criterion].tenths or 0) / 10)
        pieces.append(Piece(round(x, 2), round(width, 2), step or (1 if points > 0 else -1)))
        if points > 0:
            right += width
        else:
            left -= width
    return pieces


def _alternatives(sheet):
    """Return {question: everything that could be answered instead}, milder importances first."""
    found = {}
    for question in sheet.questionnaire.questions:
        options = [None]
        for option in question.options:
            options += [Answer(option.choice, importance) for importance in ("1", "2", "3")]
        before = sheet.answers.get(question.slug)
        if before is None:
            options = [option for option in options if option is not None]
        found[question.slug] = options
    return found


def _changes(outcome, answers, values):
    ids = [framework.id for framework in outcome.frameworks]
    names = {framework.id: framework.name for framework in outcome.frameworks}
    found = scoring.smallest_changes(ids, answers, values, _alternatives(outcome.sheet))
    lines = []
    for change in found:
        texts, pairs = [], outcome.sheet.parameters(leave_out=list(change.answers))
        for slug, answer in change.answers.items():
            question = outcome.sheet.questionnaire.question(slug)
            before = outcome.sheet.answers.get(slug)
            texts.append(_change_text(question, before, answer))
            if answer is not None:
                pairs.append((slug, answer.choice.option))
                pairs.append((f"{slug}.importance", answer.importance))
        leaders = wording.listing([names[id] for id in change.leaders])
        verb = "tie" if len(change.leaders) > 1 else "leads"
        by = f" by {_points(tenths(change.margin))}" if change.margin and len(change.leaders) == 1 else ""
        lines.append(ChangeLine(texts, urlencode(pairs), f"{leaders} {verb}{by}"))
    return lines


def _change_text(question, before, answer):
    if answer is None:
        return f"“{question.text}” does not matter"
    option = question.option(answer.choice.option)
    if before is not None and before.choice.option == answer.choice.option:
        now = IMPORTANCE_WORDS[answer.importance]
        return (
            f"“{option.text}” is only {now}" if answer.factor < before.factor else f"“{option.text}” is {now}"
        )
    return f"“{question.text}” {option.text} ({IMPORTANCE_WORDS[answer.importance]})"


def _decisive(outcome, weights, answers, values):
    """Return [(Source, what happens without it)] of the articles without which the winner differs."""
    knowledge = outcome.knowledge
    requirements = scoring.requirements_of(answers)
    demanded = {requirement.criterion for requirement in requirements}
    touched = {}
    for framework in outcome.frameworks:
        for criterion in set(weights) | demanded:
            cell = knowledge.cell(framework.id, criterion)
            if cell.override:
                continue
            for article in {row.article_id for row in cell.claims if row.value is not None}:
                left = [
                    as_evidence(row, knowledge.voices, knowledge.works)
                    for row in cell.claims
                    if row.article_id != article
                ]
                touched.setdefault(article, {})[framework.id, criterion] = _value(verdict(left))
    ids = [framework.id for framework in outcome.frameworks]
    names = {framework.id: framework.name for framework in outcome.frameworks}
    found = scoring.decisive_articles(ids, weights, requirements, values, touched)
    return [
        (
            knowledge.sources[article],
            f"{wording.listing([names[id] for id in leaders])} {'tie' if len(leaders) > 1 else 'leads'}"
            if leaders
            else "no framework is left",
        )
        for article, leaders in sorted(found, key=lambda pair: knowledge.sources[pair[0]].slug)
    ]
