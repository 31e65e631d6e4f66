"""One cell of a table: from evidence to words, and from words to HTML.

The HTML is written here and not in a template, because a large comparison has hundreds of cells and a template
engine costs more for them than everything else on the page (measured: about fifteen times as much).
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

from . import wording
from .evidence import CellEvidence, Source
from .marks import mark, mark_name
from .verdicts import Measure, State, Verdict

TEXT_LENGTH = 110
CONDITIONS_LENGTH = 80
FIGURES = 3


class Figure(NamedTuple):
    """One measured number of a cell, as printed."""

    number: str
    conditions: str
    source: str

    @property
    def told(self):
        """Return conditions and source as they stand beside the number."""
        return f"{self.conditions.rstrip('.')}. {self.source}"

    @property
    def told_briefly(self):
        """Return the same, short enough for a cell."""
        conditions = shortened(self.conditions, CONDITIONS_LENGTH)
        return f"{conditions}{'' if conditions.endswith('…') else '.'} {self.source}"


@dataclass(frozen=True)
class Cell:
    """What a table prints for one framework on one criterion."""

    framework: object
    criterion: object
    evidence: CellEvidence
    word: str
    range: str
    mark: str
    line: str
    figures: tuple[Figure, ...]
    text: str

    @property
    def verdict(self) -> Verdict:
        return self.evidence.verdict

    @property
    def name(self):
        """Return how addresses name the cell."""
        return f"{self.framework.slug}.{self.criterion.slug}"

    @property
    def is_empty(self):
        return self.verdict.state == State.UNKNOWN and not self.evidence.override


def cell_of(framework, criterion, knowledge):
    """Return the Cell of a framework and a criterion, both with id and slug."""
    evidence = knowledge.cell(framework.id, criterion.id)
    verdict = evidence.verdict
    behind = _sources_behind(evidence, knowledge.sources)
    word = wording.verdict_word(verdict, criterion)
    figures, text = (), ""
    if criterion.measure == Measure.QUANTITY:
        figures = _figures(evidence, criterion, knowledge.sources)
    if not figures and verdict.state != State.UNKNOWN and not verdict.is_known:
        word, text = "", shortened(_telling(evidence, knowledge.sources).statement)
    range_ = wording.verdict_range(verdict)
    if evidence.override:
        word, range_ = wording.value_word(verdict.value, criterion), ""
    line = _line(evidence, behind)
    name = mark_name(verdict, criterion.measure, is_override=evidence.override is not None)
    return Cell(framework, criterion, evidence, word, range_, name, line, figures, text)


def _sources_behind(evidence, sources) -> list[Source]:
    """Return the articles behind the value, or all that speak where nothing is read."""
    current = [row for row in evidence.claims if row.state != "outdated"] or evidence.claims
    speaking = [row for row in current if row.has_reading] or current
    return [sources[id] for id in dict.fromkeys(row.article_id for row in speaking)]


def _line(evidence, behind):
    if evidence.override and not behind:
        return "set by an editor"
    parts = [wording.agreement(evidence.verdict, behind), wording.newest(behind) if behind else ""]
    if evidence.verdict.disputed:
        parts.append(f"{evidence.verdict.disputed} disputed")
    if evidence.override:
        parts.append("set by an editor")
    return " · ".join(part for part in parts if part)


def _telling(evidence, sources):
    """Return the claim that stands for a cell without a value: the newest article's first."""
    current = [row for row in evidence.claims if row.state != "outdated"] or evidence.claims
    return max(current, key=lambda row: (sources[row.article_id].published, -row.position))


def _figures(evidence, criterion, sources):
    rows = [row for row in evidence.claims if row.quantity is not None and row.state != "outdated"]
    rows.sort(key=lambda row: (sources[row.article_id].published, sources[row.article_id].slug), reverse=True)
    return tuple(
        Figure(
            wording.figure(row, "" if criterion.unit != "%" else "%"),
            row.conditions,
            f"{sources[row.article_id].publisher}, {sources[row.article_id].year or 'no date'}"
            + (", disputed" if row.state == "disputed" else ""),
        )
        for row in rows
    )


def shortened(text, length=TEXT_LENGTH):
    """Return the text cut at a word, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def cell_html(cell, query, is_open, ways="") -> SafeString:
    """Return the cell as a table cell whose line of evidence opens or closes its claims.

    `query` is the address's query that leads to the page with the cell opened (or closed again), `ways` what an
    editor is offered below.
    """
    if cell.is_empty:
        return mark_safe(
            f'<td role="cell"><div class="cell"><p class="none">No article says</p></div>{ways}</td>'
        )
    name = escape(cell.name)
    link = (
        f'<a class="ev" id="{name}" data-hx-boost="true" href="?{escape(query)}#{name}"'
        f"{' aria-expanded=true' if is_open else ''}>"
    )
    opened = ' class="is-open"' if is_open else ""
    if cell.figures:
        figures = "".join(
            f"<dt>{escape(each.number)}</dt><dd>{escape(each.told_briefly)}</dd>"
            for each in cell.figures[:FIGURES]
        )
        more = len(cell.figures) - FIGURES
        line = f"{escape(cell.line)}{f' · {more} more' if more > 0 else ''}"
        return mark_safe(
            f'<td role="cell"{opened}><dl class="figs">{figures}</dl><p class="cell">{link}{line}</a></p>{ways}</td>'
        )
    if cell.text:
        said = f'<p class="told-text">{escape(cell.text)}</p>'
    else:
        range_ = f' <span class="rng">{cell.range}</span>' if cell.range else ""
        said = f'{mark(cell.mark)}<p class="word">{escape(cell.word)}{range_}</p>'
    return mark_safe(
        f'<td role="cell"{opened}><div class="cell">{said}{link}{escape(cell.line)}</a></div>{ways}</td>'
    )
