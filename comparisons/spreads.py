"""An opened cell: who says what, arranged by how far apart they stand."""

from collections import defaultdict
from dataclasses import dataclass

from . import wording
from .marks import COLOURS, claim_mark_name, mark
from .verdicts import Availability, Measure


@dataclass(frozen=True)
class SpreadClaim:
    """One claim of an opened cell, ready to print."""

    claim: object
    mark: str
    reading: str


@dataclass(frozen=True)
class Step:
    """One step of the scale with the publishers who stand on it."""

    word: str
    value: int
    publishers: list[str]


@dataclass(frozen=True)
class Spread:
    """All claims of a cell, and how its voices spread over the scale."""

    cell: object
    heading: str
    steps: list[Step]
    claims: list[SpreadClaim]
    marks: set[str]

    @property
    def id(self):
        return f"open.{self.cell.name}"


def spread_of(cell, knowledge, claims):
    """Return the Spread of a cell; `claims` is {slug: Claim} with evidence."""
    rows = sorted(cell.evidence.claims, key=lambda row: (row.state == "outdated", not row.has_reading))
    printed = [
        SpreadClaim(claims[row.slug], mark(claim_mark_name(row)), wording.reading_word(row, cell.criterion))
        for row in rows
        if row.slug in claims
    ]
    steps = steps_of(cell.evidence.claims, cell.criterion, knowledge)
    names = {claim_mark_name(row) for row in rows} | {f"d{COLOURS[step.value]}" for step in steps}
    articles = len({row.article_id for row in rows})
    verb = "One article" if articles == 1 else f"{wording.numeral(articles)} articles"
    subject = wording.lower_first(cell.criterion.name)
    return Spread(cell, f"{verb} on {cell.framework.name}: {subject}", steps, printed, names)


def steps_of(rows, criterion, knowledge):
    """Return the steps of the criterion's scale, best first, with the publishers who stand on each."""
    if criterion.measure not in (Measure.RATING, Measure.SUITABILITY, Measure.AVAILABILITY):
        return []
    voices = defaultdict(list)
    names = {}
    for row in rows:
        if row.value is not None and row.state != "outdated":
            voice = knowledge.voices[row.article_id]
            voices[voice].append(row.value)
            names[voice] = knowledge.sources[row.article_id].publisher
    if not voices:
        return []
    standing = defaultdict(list)
    for voice, values in voices.items():
        standing[wording.step(sum(values) / len(values))].append(names[voice])
    if criterion.measure == Measure.AVAILABILITY:
        standing[-2] += standing.pop(-1, [])
        scale = [
            (2, Availability.CORE),
            (1, Availability.OFFICIAL_EXTENSION),
            (0, Availability.THIRD_PARTY),
            (-2, Availability.NONE),
        ]
        return [Step(each.label, value, sorted(standing[value])) for value, each in scale]
    words = wording.scale(criterion)
    return [Step(words[value + 2], value, sorted(standing[value])) for value in (2, 1, 0, -1, -2)]
