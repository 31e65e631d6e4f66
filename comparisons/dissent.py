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


def disagreements(frameworks, criteria, knowledge):
    """Return every contested or mixed cell: contested before mixed, then by how many publishers take part."""
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
            -each.cell.verdict.voices,
            -(each.cell.verdict.high - each.cell.verdict.low),
            each.cell.name,
        ),
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
    voice = knowledge.voices[article_id]
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
