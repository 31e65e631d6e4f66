"""Figures drawn: one chart for each article and set of conditions, because only these can be compared."""

from dataclasses import dataclass

from . import wording

WIDTH = 320  # of the longest bar, in the drawing's own units


@dataclass(frozen=True)
class Bar:
    """One figure, as long as it is large."""

    framework: object
    number: str
    length: float
    length_high: float  # where a range ends; the same as length without one
    claim: str


@dataclass(frozen=True)
class Chart:
    """The figures of one article under one set of conditions."""

    source: object
    conditions: str
    bars: list[Bar]


def charts_of(cells, criterion, sources):
    """Return the Charts of a quantity, best figure first, the newest article first; [] for other measures."""
    found = {}
    for cell in cells:
        for row in cell.evidence.claims:
            if row.quantity is not None and row.state != "outdated":
                found.setdefault((row.article_id, row.conditions), []).append((cell.framework, row))
    charts = []
    for (article, conditions), rows in found.items():
        longest = max(float(row.quantity_high or row.quantity) for _, row in rows) or 1
        rows.sort(key=lambda pair: float(pair[1].quantity), reverse=criterion.better == "higher")
        bars = [
            Bar(
                framework,
                wording.figure(row, criterion.unit),
                round(WIDTH * float(row.quantity) / longest, 1),
                round(WIDTH * float(row.quantity_high or row.quantity) / longest, 1),
                row.slug,
            )
            for framework, row in rows
        ]
        charts.append(Chart(sources[article], conditions, bars))
    return sorted(charts, key=lambda chart: (chart.source.published, chart.source.slug), reverse=True)
