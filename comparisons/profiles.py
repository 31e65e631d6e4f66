"""One framework by itself: what speaks for it, what against it, and what is contested."""

from dataclasses import dataclass

from .cells import Cell, cell_of
from .verdicts import Measure, State


@dataclass(frozen=True)
class Profile:
    """The cells of one framework that have claims, in catalogue order, and ways to read them."""

    cells: list[Cell]
    claims: int
    articles: int

    def _measured(self, *measures):
        return [cell for cell in self.cells if cell.criterion.measure in measures]

    def _sorted(self, cells):
        """Best supported first: more independent voices, then the stronger value."""
        return sorted(
            cells, key=lambda cell: (-cell.verdict.voices, -abs(cell.verdict.value), cell.criterion.name)
        )

    @property
    def strengths(self):
        return self._sorted(
            cell
            for cell in self._measured(Measure.RATING)
            if cell.verdict.is_known and cell.verdict.value >= 0.5 and cell.verdict.state != State.CONTESTED
        )

    @property
    def weaknesses(self):
        return self._sorted(
            cell
            for cell in self._measured(Measure.RATING)
            if cell.verdict.is_known and cell.verdict.value <= -0.5 and cell.verdict.state != State.CONTESTED
        )

    @property
    def in_between(self):
        return self._sorted(
            cell
            for cell in self._measured(Measure.RATING)
            if cell.verdict.is_known
            and -0.5 < cell.verdict.value < 0.5
            and cell.verdict.state != State.CONTESTED
        )

    @property
    def contested(self):
        return self._sorted(
            cell for cell in self.cells if cell.verdict.is_known and cell.verdict.state == State.CONTESTED
        )

    @property
    def suits(self):
        cells = [
            cell
            for cell in self._measured(Measure.SUITABILITY)
            if cell.verdict.is_known and cell.verdict.state != State.CONTESTED
        ]
        return sorted(
            cells, key=lambda cell: (-cell.verdict.value, -cell.verdict.voices, cell.criterion.name)
        )

    @property
    def in_the_box(self):
        return [cell for cell in self._measured(Measure.AVAILABILITY) if cell.verdict.is_known]

    @property
    def figures(self):
        return [cell for cell in self._measured(Measure.QUANTITY) if cell.figures]

    @property
    def facts(self):
        return self._measured(Measure.DESCRIPTION)


def profile_of(framework, criteria, knowledge):
    """Return the Profile of a framework from the knowledge about it."""
    cells = [cell_of(framework, criterion, knowledge) for criterion in criteria]
    cells = [cell for cell in cells if not cell.is_empty]
    rows = [row for cell in cells for row in cell.evidence.claims]
    return Profile(cells, claims=len(rows), articles=len({row.article_id for row in rows}))
