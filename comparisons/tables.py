"""The comparison: criteria as rows, frameworks as columns, ready to print."""

from collections import Counter
from dataclasses import dataclass, field

from . import wording
from .cells import Cell, cell_of
from .verdicts import Measure, State

WELL = {State.SUPPORTED}
SPLIT = {State.MIXED, State.CONTESTED}
WIDEST = 6


@dataclass
class Row:
    """One criterion with a cell for each framework."""

    criterion: object
    cells: list[Cell]

    @property
    def known(self):
        return [cell for cell in self.cells if cell.verdict.is_known]

    @property
    def difference(self):
        """Steps between the best and the worst known cell; None where fewer than two can be compared."""
        values = [cell.verdict.value for cell in self.known]
        return max(values) - min(values) if len(values) > 1 else None

    @property
    def figures_differ(self):
        """Whether one article, under one set of conditions, gives different figures."""
        found = {}
        for cell in self.cells:
            for row in cell.evidence.claims:
                if row.quantity is not None and row.state != "outdated":
                    found.setdefault((row.article_id, row.conditions), set()).add(row.quantity)
        return any(len(quantities) > 1 for quantities in found.values())

    @property
    def differs(self):
        if self.criterion.measure == Measure.QUANTITY:
            return self.figures_differ
        return self.difference is not None and self.difference >= 1

    @property
    def evidence_differs(self):
        """Whether the cells stand differently well: well supported, thin, split, or unknown."""
        kinds = {
            "well"
            if state in WELL
            else "split"
            if state in SPLIT
            else "none"
            if state == State.UNKNOWN
            else "thin"
            for state in (cell.verdict.state for cell in self.cells)
        }
        return len(kinds) > 1

    @property
    def is_comparable(self):
        return self.difference is not None or self.figures_differ

    @property
    def articles(self):
        return sum(cell.verdict.articles for cell in self.cells)

    @property
    def note(self):
        """Return what stands under the criterion's name."""
        measure = self.criterion.measure
        if measure == Measure.DESCRIPTION:
            return "Told, not scored"
        if measure == Measure.QUANTITY:
            conditions = {
                row.conditions
                for cell in self.cells
                for row in cell.evidence.claims
                if row.quantity is not None
            }
            listed = "Listed, not ranked: the conditions differ" if len(conditions) > 1 else "Same conditions"
            return f"{self.criterion.unit}, {self.criterion.better} is better. {listed}"
        if self.difference is None:
            return f"Only {self.known[0].framework.name} is rated" if self.known else "Told, not rated"
        steps = round(self.difference)
        if not self.differs:
            return "Alike"
        if measure == Measure.AVAILABILITY:
            return "Differs"
        return f"Differs by {wording.count(steps, 'step')}"


@dataclass
class RowGroup:
    """Rows under one heading."""

    name: str
    slug: str
    note: str
    rows: list[Row]


@dataclass
class Column:
    """The head of a framework's column."""

    framework: object
    claims: int
    articles: int


@dataclass
class Table:
    """A comparison, arranged and counted."""

    columns: list[Column]
    groups: list[RowGroup]
    rows: list[Row]  # all that could be shown
    shown: list[Row]
    silent: list[object] = field(
        default_factory=list
    )  # criteria on which no article speaks of these frameworks

    @property
    def counts(self):
        return {
            "all": len(self.rows),
            "differences": sum(row.differs for row in self.rows),
            "evidence": sum(row.evidence_differs for row in self.rows),
        }

    @property
    def widest(self):
        """Return the rows shown with the widest differences between cells on which several publishers agree."""
        rows = [
            row
            for row in self.shown
            if row.differs and row.difference and sum(cell.verdict.state in WELL for cell in row.cells) > 1
        ]
        rows.sort(key=lambda row: (-row.difference, -row.articles, row.criterion.name))
        return rows[:WIDEST]

    @property
    def finding(self):
        """Return the headline: what the table as shown says."""
        names = wording.listing([column.framework.name for column in self.columns])
        comparable = [row for row in self.shown if row.is_comparable]
        if not comparable:
            return f"{names} cannot be compared on what articles say so far"
        differing = sum(row.differs for row in comparable)
        if not differing:
            return f"{names} are alike on {wording.count(len(comparable), 'criterion', 'criteria')}"
        return f"{names} differ on {differing} of {wording.count(len(comparable), 'criterion', 'criteria')}"

    @property
    def lead(self):
        """Return one sentence on how well the cells shown stand."""
        states = Counter(
            cell.verdict.state
            for row in self.shown
            if row.criterion.measure not in (Measure.DESCRIPTION, Measure.QUANTITY)
            for cell in row.cells
        )
        total = sum(states.values())
        if not total:
            return "Nothing here is measured on a scale: read what the articles say."
        agree, single = states[State.SUPPORTED], states[State.SINGLE_SOURCE]
        contested, unknown = states[State.CONTESTED] + states[State.MIXED], states[State.UNKNOWN]
        told = total - agree - single - contested - unknown
        sentences = [f"Independent articles agree in {agree} of {wording.count(total, 'cell')}."]
        rest = [f"they contradict each other in {contested}"] if contested else []
        rest += [f"leave {single} to a single publisher"] if single else []
        rest += [f"say nothing in {unknown}"] if unknown else []
        rest += [f"give no rating in {told}"] if told else []
        if rest:
            if not contested:
                rest[0] = f"they {rest[0]}"
            text = wording.listing(rest)
            sentences.append(text[0].upper() + text[1:] + ".")
        return " ".join(sentences)


def comparison_table(frameworks, criteria, knowledge, show="all", sort="group"):
    """Arrange knowledge about frameworks (columns, in this order) and criteria (in catalogue order) as a Table.

    `show` keeps all rows, or those where values ("differences") or the evidence ("evidence") differ. `sort` is
    "group" (the catalogue), "difference" (largest first), "articles" (most evidence first) or "name".
    """
    rows, silent = [], []
    for criterion in criteria:
        cells = [cell_of(framework, criterion, knowledge) for framework in frameworks]
        if all(cell.is_empty for cell in cells):
            silent.append(criterion)
        else:
            rows.append(Row(criterion, cells))
    keep = {"differences": lambda row: row.differs, "evidence": lambda row: row.evidence_differs}
    shown = [row for row in rows if keep.get(show, lambda row: True)(row)]
    columns = [
        Column(
            framework,
            claims=sum(len(row.cells[index].evidence.claims) for row in rows),
            articles=len({claim.article_id for row in rows for claim in row.cells[index].evidence.claims}),
        )
        for index, framework in enumerate(frameworks)
    ]
    groups = _grouped(shown, sort)
    return Table(columns, groups, rows, [row for group in groups for row in group.rows], silent)


def _grouped(rows, sort):
    if sort == "group":
        groups = {}
        for row in rows:
            groups.setdefault(row.criterion.group, []).append(row)
        return [
            RowGroup(group.name, group.slug, _group_note(group, members), members)
            for group, members in groups.items()
        ]
    keys = {
        "difference": lambda row: (-(row.difference or -1), row.criterion.name),
        "articles": lambda row: (-row.articles, row.criterion.name),
        "name": lambda row: row.criterion.name.casefold(),
    }
    titles = {
        "difference": "Largest difference first",
        "articles": "Most evidence first",
        "name": "By name",
    }
    ordered = sorted(rows, key=keys[sort])
    return [RowGroup(titles[sort], "sorted", "", ordered)] if ordered else []


def _group_note(group, rows):
    """Return the group's finding: about whom articles contradict each other, else what the group is."""
    contested = []
    for row in rows:
        for cell in row.cells:
            if cell.verdict.state == State.CONTESTED and cell.framework.name not in contested:
                contested.append(cell.framework.name)
    if contested:
        return f"Articles contradict each other about {wording.listing(contested)}."
    return group.description
