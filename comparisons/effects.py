"""What would change if a claim were accepted: the cell's verdict, and who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from .cells import Cell, cell_of
from .evidence import Source, as_evidence, read_knowledge, read_sources
from .models.claim import PUBLIC_STATES
from .provenance import row_of
from .verdicts import verdict

# Other apps say here what of theirs rests on criteria: functions from criterion keys to {key: {noun: number}}.
DEPENDENTS: list[Callable] = []


@dataclass(frozen=True)
class Effect:
    """What accepting a claim or a change of one would do."""

    before: Cell | None  # None: the claim speaks of the field, so no cell depends on it
    after: Cell | None
    dependents: dict[str, int]  # {"questionnaires": 2, "results": 14}: what asks for the criterion

    @property
    def changes_cell(self):
        """Whether a visitor would read another verdict, or other figures."""
        if self.before is None:
            return False
        said = [(cell.word, cell.range, cell.figures) for cell in (self.before, self.after)]
        # Where an editor has set the verdict, how well the claims stand is not what a visitor goes by.
        stands = [cell.verdict.state for cell in (self.before, self.after) if not cell.evidence.override]
        return said[0] != said[1] or len(set(stands)) > 1

    @property
    def shift(self):
        """By how much the value moves, 0 to 4; a first value counts as a whole step more than it is away from 0."""
        if self.before is None or self.after.verdict.value is None:
            return 0.0
        if self.before.verdict.value is None:
            return 1 + abs(self.after.verdict.value)
        return abs(self.after.verdict.value - self.before.verdict.value)

    @property
    def rank(self):
        """Sort key: what more readers would notice comes first."""
        reach = sum(self.dependents.values())
        return (-self.changes_cell, -(reach if self.changes_cell else 0), -round(self.shift, 6), -reach)

    @property
    def in_words(self):
        if self.before is None:
            return "No cell: it speaks of the field in general."
        asked = ", ".join(
            f"{number} {noun.removesuffix('s') if number == 1 else noun}"
            for noun, number in self.dependents.items()
            if number
        )
        asked = f" Asked for by {asked}." if asked else ""
        if not self.changes_cell:
            return f"The cell stays “{_told(self.before)}”.{asked}"
        return f"The cell turns from “{_told(self.before)}” to “{_told(self.after)}”.{asked}"


def _told(cell):
    if cell.is_empty:
        return "No article says"
    figures = "; ".join(figure.number for figure in cell.figures[:3]) + (
        " …" if len(cell.figures) > 3 else ""
    )
    said = figures or cell.word or "told, not scored"
    return f"{said}{f' {cell.range}' if cell.range else ''} ({cell.verdict.state})"


def effects_of(claims):
    """Return an Effect for each claim as it is given, saved or not: drafts and claims in review as if published.

    Takes a fixed number of queries. A claim that is public already is replaced by the given one.
    """
    claims = list(claims)
    about = [claim for claim in claims if claim.framework_id]
    sources = read_sources()
    for claim in claims:
        sources.setdefault(claim.article_id, source_of(claim.article))
    knowledge = read_knowledge(
        frameworks={claim.framework_id for claim in about},
        criteria={claim.criterion_id for claim in about},
        sources=sources,
    )
    asked = {}
    for dependents in DEPENDENTS:
        for key, counts in dependents({claim.criterion_id for claim in claims}).items():
            asked.setdefault(key, {}).update(counts)
    return [_effect(claim, knowledge, asked.get(claim.criterion_id, {})) for claim in claims]


def _effect(claim, knowledge, dependents):
    if not claim.framework_id:
        return Effect(None, None, dependents)
    before = cell_of(claim.framework, claim.criterion, knowledge)
    rows = [each for each in before.evidence.claims if each.slug != claim.slug]
    if claim.state != "rejected":
        state = claim.state if claim.state in PUBLIC_STATES else "published"
        rows.append(row_of(claim)._replace(state=state))
    rows.sort(key=lambda each: (knowledge.sources[each.article_id].slug, each.position or 0))
    cell = (claim.framework_id, claim.criterion_id)
    evidence = type(before.evidence)(
        claims=rows,
        verdict=verdict(as_evidence(each, knowledge.voices, knowledge.works) for each in rows),
        override=before.evidence.override,
    )
    if evidence.override:  # an editor's verdict stands whatever is added
        set_by_hand = before.evidence.verdict
        evidence.verdict = evidence.verdict._replace(
            value=set_by_hand.value, low=set_by_hand.low, high=set_by_hand.high
        )
    kept = knowledge.cells.get(cell)
    knowledge.cells[cell] = evidence
    try:
        after = cell_of(claim.framework, claim.criterion, knowledge)
    finally:
        if kept is None:
            del knowledge.cells[cell]
        else:
            knowledge.cells[cell] = kept
    return Effect(before, after, dependents)


def source_of(article):
    """Return an article as the Source that evidence is read with."""
    publisher = article.publisher
    return Source(
        article.pk, article.slug, article.title, article.kind, article.published, article.copy_of_id,
        publisher.pk, publisher.name, publisher.kind, publisher.interest_label,
    )  # fmt: skip
