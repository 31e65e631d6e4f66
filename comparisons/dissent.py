"""Who contradicts whom: contested cells, figures far apart, and articles that stand alone."""

from dataclasses import dataclass

from . import wording
from .cells import Cell, cell_of
from .spreads import steps_of
from .verdicts import Measure, State

FAR_APART = 2  # a factor between figures that is worth telling


@dataclass(frozen=True)
class Disagreement:
    """A cell in which independent publishers contradict each other, told by its camps."""

    cell: Cell
    camps: list[tuple[str, list[str]]]  # (word of the scale, publishers), best first

    @property
    def told(self):
        """Return 'very good: A and B; poor: C'."""
        return "; ".join(
            f"{wording.lower_first(word)}: {wording.listing(publishers)}" for word, publishers in self.camps
        )


@dataclass(frozen=True)
class FarApart:
    """Figures of one framework on one criterion from publishers whose conditions differ."""

    cell: Cell
    factor: float

    @property
    def factor_in_words(self):
        return f"{self.factor:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Alone:
    """A cell in which one article stands two steps or more from the mean of the others."""

    cell: Cell
    own: str
    others: str


@dataclass(frozen=True)
class Rivalry:
    """A kind of project for which publishers name different frameworks as the best fit."""

    criterion: object
    camps: list[tuple[str, list[str]]]  # (frameworks, publishers), most publishers first

    @property
    def told(self):
        return "; ".join(f"{names}: {wording.listing(publishers)}" for names, publishers in self.camps)


@dataclass(frozen=True)
class SelfContradiction:
    """A cell in which the claims of one article stand two steps or more from each other."""

    cell: Cell
    source: object
    claims: list[object]  # the lowest and the highest reading


def attention(criteria, frameworks, knowledge):
    """Return {criterion id: independent publishers that speak of it}: how much it matters to those who advise."""
    return {
        criterion.id: len(
            {
                knowledge.voices[row.article_id]
                for framework in frameworks
                for row in knowledge.cell(framework.id, criterion.id).claims
            }
        )
        for criterion in criteria
    }


def disagreements(frameworks, criteria, knowledge):
    """Return every contested or mixed cell, those first that matter most to a decision.

    That is how many publishers speak of the criterion at all, times how far they stand apart; contested cells
    come before mixed ones.
    """
    weights = attention(criteria, frameworks, knowledge)
    found = []
    for criterion in criteria:
        for framework in frameworks:
            state = knowledge.cell(framework.id, criterion.id).verdict.state
            if state not in (State.CONTESTED, State.MIXED) or criterion.measure == Measure.QUANTITY:
                continue
            cell = cell_of(framework, criterion, knowledge)
            steps = steps_of(cell.evidence.claims, criterion, knowledge)
            camps = [(step.word, step.publishers) for step in steps if step.publishers]
            found.append(Disagreement(cell, camps))
    return sorted(
        found,
        key=lambda each: (
            each.cell.verdict.state != State.CONTESTED,
            -weights[each.cell.criterion.id] * (each.cell.verdict.high - each.cell.verdict.low),
            each.cell.name,
        ),
    )


def rivalries(frameworks, criteria, knowledge):
    """Return suitabilities for which publishers prefer different frameworks, most publishers first.

    A publisher prefers what it rates highest, where that is at least a fit. There is a rivalry where publishers do
    not prefer the same, be it that one praises two alike where another names a single one.
    """
    found = []
    for criterion in criteria:
        if criterion.measure != Measure.SUITABILITY:
            continue
        best = {}
        for framework in frameworks:
            for row in knowledge.cell(framework.id, criterion.id).claims:
                if row.value is not None and row.value >= 1 and row.state != "outdated":
                    publisher = knowledge.sources[row.article_id].publisher
                    best.setdefault(publisher, {}).setdefault(framework.name, []).append(row.value)
        preferred = {}
        for publisher, ratings in best.items():
            highest = max(max(values) for values in ratings.values())
            preferred[publisher] = {name for name, values in ratings.items() if max(values) == highest}
        if len({frozenset(names) for names in preferred.values()}) < 2:
            continue
        camps = {}
        for publisher, names in sorted(preferred.items()):
            camps.setdefault(wording.listing(sorted(names, key=str.casefold)), []).append(publisher)
        ordered = sorted(camps.items(), key=lambda camp: (-len(camp[1]), camp[0]))
        found.append((len(preferred), Rivalry(criterion, ordered)))
    return [rivalry for _, rivalry in sorted(found, key=lambda pair: (-pair[0], pair[1].criterion.name))]


def self_contradictions(frameworks, criteria, knowledge):
    """Return cells in which one article says two things two steps or more apart, widest first."""
    found = []
    for criterion in criteria:
        for framework in frameworks:
            by_article = {}
            for row in knowledge.cell(framework.id, criterion.id).claims:
                if row.value is not None and row.state != "outdated":
                    by_article.setdefault(row.article_id, []).append(row)
            for article, rows in by_article.items():
                rows.sort(key=lambda row: (row.value, row.position))
                if rows[-1].value - rows[0].value >= 2:
                    cell = cell_of(framework, criterion, knowledge)
                    found.append(SelfContradiction(cell, knowledge.sources[article], [rows[-1], rows[0]]))
    return sorted(
        found,
        key=lambda each: (each.claims[1].value - each.claims[0].value, each.cell.name, each.source.slug),
    )


def figures_far_apart(frameworks, criteria, knowledge):
    """Return quantities for which independent publishers give figures a factor of two or more apart."""
    found = []
    for criterion in criteria:
        if criterion.measure != Measure.QUANTITY:
            continue
        for framework in frameworks:
            rows = [
                row
                for row in knowledge.cell(framework.id, criterion.id).claims
                if row.quantity and row.state != "outdated"
            ]
            by_voice = {}
            for row in rows:
                by_voice.setdefault(knowledge.voices[row.article_id], []).append(float(row.quantity))
            if len(by_voice) < 2:
                continue
            # The factor between two publishers is the smallest that any two of their figures allow.
            factor = max(
                min(max(a, b) / min(a, b) for a in one for b in other)
                for one in by_voice.values()
                for other in by_voice.values()
            )
            if factor >= FAR_APART:
                found.append(FarApart(cell_of(framework, criterion, knowledge), factor))
    return sorted(found, key=lambda each: (-each.factor, each.cell.name))


def standing_alone(article_id, claims, knowledge):
    """Return the cells in which an article's mean stands two steps or more from the mean of all other voices."""
    found, seen = [], set()
    voice = knowledge.voices.get(article_id)  # None: it has no claims, and the loop below nothing to do
    for claim in claims:
        key = (claim.framework_id, claim.criterion_id)
        if key in seen or not claim.framework_id:
            continue
        seen.add(key)
        rows = [
            row for row in knowledge.cell(*key).claims if row.value is not None and row.state != "outdated"
        ]
        own = [row.value for row in rows if row.article_id == article_id]
        others = {}
        for row in rows:
            if knowledge.voices[row.article_id] != voice:
                others.setdefault(knowledge.voices[row.article_id], []).append(row.value)
        if not own or not others:
            continue
        mine = sum(own) / len(own)
        theirs = sum(sum(values) / len(values) for values in others.values()) / len(others)
        if abs(mine - theirs) >= 2:
            cell = cell_of(claim.framework, claim.criterion, knowledge)
            found.append(
                Alone(
                    cell,
                    wording.value_word(mine, claim.criterion),
                    wording.value_word(theirs, claim.criterion),
                )
            )
    return found
