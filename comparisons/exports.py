"""A comparison to take along: CSV, JSON and Markdown, with the same words and states as the page."""

import csv
import io

from django.http import HttpResponse, JsonResponse

from .verdicts import Measure

LABELS = [("csv", "CSV"), ("json", "JSON"), ("md", "Markdown")]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def comparison_response(name, table, policy):
    """Return the table as a file of the named format."""
    writer = {"csv": _csv, "json": _json, "md": _markdown}[name]
    return writer(table, policy)


def as_data(table, policy):
    """Return the table as plain data; `value` is a mean from −2 to +2, a list of figures, or None for unknown."""
    return {
        "frameworks": [column.framework.slug for column in table.columns],
        "policy": {
            "since": policy.since or None,
            "publisher_kind": list(policy.publisher_kinds),
            "without": list(policy.without),
        },
        "rows": [
            {
                "criterion": row.criterion.slug,
                "group": row.criterion.group.slug,
                "measure": row.criterion.measure,
                "cells": [_cell_data(cell) for cell in row.cells],
            }
            for row in table.shown
        ],
    }


def _cell_data(cell):
    value = cell.verdict.value
    if cell.criterion.measure == Measure.QUANTITY:
        value = [
            {
                "quantity": float(row.quantity),
                "quantity_high": None if row.quantity_high is None else float(row.quantity_high),
                "unit": cell.criterion.unit,
                "conditions": row.conditions,
                "claim": row.slug,
            }
            for row in cell.evidence.claims
            if row.quantity is not None and row.state != "outdated"
        ] or None
    return {
        "framework": cell.framework.slug,
        "state": str(cell.verdict.state),
        "value": value if value is None or isinstance(value, list) else round(value, 4),
        "articles": cell.verdict.articles,
        "claims": [row.slug for row in cell.evidence.claims],
    }


def _json(table, policy):
    return JsonResponse(as_data(table, policy), json_dumps_params={"ensure_ascii": False})


def words(cell):
    """Return a cell's content as one line of text."""
    if cell.is_empty:
        return "No article says"
    if cell.figures:
        return "; ".join(f"{each.number} ({each.conditions}; {each.source})" for each in cell.figures)
    return cell.text or f"{cell.word} {cell.range}".strip()


def harmless(text):
    """Return the text so that a spreadsheet shows it and does not compute it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(table, policy):
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    head = ["group", "criterion"]
    for column in table.columns:
        head += [column.framework.name, f"{column.framework.name}: evidence"]
    writer.writerow([harmless(text) for text in head])
    for row in table.shown:
        line = [row.criterion.group.name, row.criterion.name]
        for cell in row.cells:
            line += [words(cell), cell.line]
        writer.writerow([harmless(text) for text in line])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(table)}.csv"'
    return response


def _markdown(table, policy):
    def escaped(text):
        text = " ".join(text.split())
        for character, harmless_ in (
            ("\\", "\\\\"),
            ("|", "\\|"),
            ("&", "&amp;"),
            ("<", "&lt;"),
            (">", "&gt;"),
        ):
            text = text.replace(character, harmless_)
        return text

    names = [column.framework.name for column in table.columns]
    lines = [f"# {escaped(table.finding)}", "", escaped(table.lead), ""]
    group = None
    for row in table.shown:
        if row.criterion.group != group:
            group = row.criterion.group
            lines += [
                "",
                f"## {escaped(group.name)}",
                "",
                f"| Criterion | {' | '.join(escaped(name) for name in names)} |",
                "| --- " * (len(names) + 1) + "|",
            ]
        cells = [
            f"{escaped(words(cell))} ({escaped(cell.line)})" if cell.line else words(cell)
            for cell in row.cells
        ]
        lines.append(f"| {escaped(row.criterion.name)} | {' | '.join(cells)} |")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/markdown; charset=utf-8")


def _name(table):
    return "-vs-".join(column.framework.slug for column in table.columns)
