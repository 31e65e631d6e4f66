"""A result to take home: as plain data, and from it as decision record, CSV and JSON.

The record is what a saved result keeps, so a file taken from it is the same for ever.
"""

import csv
import datetime
import io

from django.http import HttpResponse, JsonResponse

from comparisons.exports import harmless
from comparisons.models import Claim

from .outcomes import tenths
from .sheets import ABSTENTIONS, IMPORTANCE_WORDS

ARGUMENTS = 3  # sourced arguments for and against each framework in the decision record


def record_of(outcome, *, address="", title="", note="", on=None):
    """Return an Outcome as JSON-ready data, with the exact revision of every claim that it uses."""
    sheet = outcome.sheet
    numbers = [row.slug for row in outcome.claim_rows]
    claims = Claim.objects.with_evidence().in_bulk(numbers, field_name="slug")
    return {
        "title": title,
        "note": note,
        "address": address,
        "on": (on or datetime.date.today()).isoformat(),
        "questionnaire": {"slug": sheet.questionnaire.slug, "name": sheet.questionnaire.name},
        "finding": outcome.finding,
        "lead": outcome.lead,
        "too_close": outcome.ranking.is_too_close,
        "answers": [
            _answer(sheet, question)
            for question in sheet.questionnaire.questions
            if sheet.chosen(question.slug)
        ],
        "policy": {
            "since": sheet.policy.since or None,
            "publisher_kind": list(sheet.policy.publisher_kinds),
            "without": list(sheet.policy.without),
        },
        "weight": outcome.ranking.weight,
        "possible": tenths(outcome.ranking.possible),
        "ranking": [
            {
                "framework": place.framework.slug,
                "name": place.framework.name,
                "rank": place.rank,
                "points": place.points,
                "excluded": place.is_excluded,
                "missed": [
                    {"criterion": criterion.name, "says": cell.word, "evidence": cell.line}
                    for criterion, cell in place.missed
                ],
                "unknown_must_haves": [criterion.name for criterion in place.open],
            }
            for place in outcome.places
        ],
        "ledger": [
            {
                "criterion": line.criterion.slug,
                "name": line.criterion.name,
                "weight": line.weight,
                "cells": [
                    {
                        "framework": each.cell.framework.slug,
                        "state": str(each.cell.verdict.state),
                        "word": each.cell.word or each.cell.text,
                        "evidence": each.cell.line,
                        "value": each.value,
                        "points": each.points,
                        "claims": [row.slug for row in each.cell.evidence.claims],
                    }
                    for each in line.cells
                ],
            }
            for line in outcome.lines
        ],
        "certainty": [{"rests_on": word, "parts": parts} for word, parts in outcome.certainty_lines],
        "changes": [{"if": change.texts, "then": change.outcome} for change in outcome.changes],
        "decisive_articles": [
            {"article": source.slug, "title": source.title, "then": then} for source, then in outcome.decisive
        ],
        "review": _review(claims.values()),
        "claims": [_claim(claims[number]) for number in numbers if number in claims],
    }


def _answer(sheet, question):
    chosen = sheet.chosen(question.slug)
    option = question.option(chosen)
    return {
        "question": question.text,
        "slug": question.slug,
        "answer": option.text if option else ABSTENTIONS[chosen],
        "option": chosen,
        "importance": IMPORTANCE_WORDS[sheet.importance(question.slug)] if option else "",
    }


def _claim(claim):
    return {
        "claim": claim.slug,
        "revision": claim.revision,
        "framework": claim.framework.slug if claim.framework else None,
        "criterion": claim.criterion.slug,
        "statement": claim.statement,
        "rating": claim.rating,
        "availability": claim.availability,
        "state": claim.state,
        "article": claim.article.title,
        "article_slug": claim.article.slug,
        "publisher": claim.article.publisher.name,
        "interest": claim.article.publisher.interest_label,
        "published": claim.article.published,
        "locator": claim.locator,
    }


def _review(claims):
    """Return the month in which the first claim is due to be read again, '2027-04', or '' without dates."""
    due = []
    for claim in claims:
        date = claim.as_of or claim.article.published
        if date:
            months = int(date[:4]) * 12 + int((date + "-12")[5:7]) - 1 + claim.criterion.review_months
            due.append(f"{months // 12}-{months % 12 + 1:02}")
    return min(due, default="")


def response(name, record):
    """Return the record as a file of the named format: md, csv or json."""
    if name == "json":
        return JsonResponse(record, json_dumps_params={"ensure_ascii": False, "indent": 1})
    text, kind, suffix = (
        (decision_record(record), "text/markdown", "md")
        if name == "md"
        else (ledger_csv(record), "text/csv", "csv")
    )
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="decision-{record["on"]}.{suffix}"'
    return answer


def ledger_csv(record):
    """Return the ledger as CSV: a line a criterion, points and evidence for each framework, the sum at the foot."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    names = {each["framework"]: each["name"] for each in record["ranking"]}
    head = ["criterion", "weight"]
    for each in record["ranking"]:
        head += [f"{each['name']}: points", f"{each['name']}: verdict", f"{each['name']}: evidence"]
    writer.writerow(head)
    for line in record["ledger"]:
        cells = {cell["framework"]: cell for cell in line["cells"]}
        row = [harmless(line["name"]), line["weight"]]
        for slug in names:
            cell = cells[slug]
            row += [cell["points"].replace("−", "-"), harmless(cell["word"]), harmless(cell["evidence"])]
        writer.writerow(row)
    foot = ["points", record["weight"]]
    for each in record["ranking"]:
        foot += [each["points"].replace("−", "-"), "excluded" if each["excluded"] else "", ""]
    writer.writerow(foot)
    return "\ufeff" + file.getvalue()


def _plain(text):
    """Return text that cannot break out of a line of Markdown."""
    text = " ".join(str(text).split())
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return text


def decision_record(record, dissent=()):
    """Return a decision record in Markdown: context, drivers, options with sourced arguments, outcome, review."""
    lines = [f"# {_plain(record['title'] or 'Choice of a framework')}", ""]
    lines += [f"* Date: {record['on']}", f"* Questionnaire: {_plain(record['questionnaire']['name'])}"]
    if record["address"]:
        lines.append(f"* Result: <{record['address']}>")
    lines += ["", "## Context", ""]
    if record["note"]:
        lines += [_plain(record["note"]), ""]
    for each in record["answers"]:
        importance = f" ({each['importance']})" if each["importance"] else ""
        lines.append(f"* {_plain(each['question'])} **{_plain(each['answer'])}**{importance}")
    lines += ["", "## Decision drivers", "", "| Criterion | Weight |", "| --- | ---: |"]
    lines += [f"| {_plain(line['name'])} | {line['weight']} |" for line in record["ledger"]]
    lines += ["", "## Options considered", "", "| Framework | Points | |", "| --- | ---: | --- |"]
    for each in record["ranking"]:
        missed = "; ".join(
            f"misses {_plain(miss['criterion'])}: {_plain(miss['says'])}" for miss in each["missed"]
        )
        lines.append(f"| {_plain(each['name'])} | {each['points']} | {missed} |")
    lines += ["", "## Outcome", "", f"**{_plain(record['finding'])}.** {_plain(record['lead'])}", ""]
    lines += ["## Arguments", ""]
    claims = {each["claim"]: each for each in record["claims"]}
    for index, place in enumerate(record["ranking"]):
        lines += [f"### {_plain(place['name'])}", ""]
        cells = [(line, line["cells"][index]) for line in record["ledger"] if line["cells"][index]["points"]]
        cells.sort(key=lambda pair: -abs(_number(pair[1]["points"])))
        for sign, word in ((1, "Good"), (-1, "Bad")):
            for line, cell in [each for each in cells if _number(each[1]["points"]) * sign > 0][:ARGUMENTS]:
                lines.append(
                    f"* {word}, because {_plain(line['name'])}: {_plain(cell['word'])} ({cell['points']} points; "
                    f"{_plain(cell['evidence'])})"
                )
                lines += [
                    f"  * {_source(claims[number])}"
                    for number in cell["claims"][:ARGUMENTS]
                    if number in claims
                ]
        if not cells:
            lines.append("* No article says anything that counts here.")
        lines.append("")
    if dissent:
        lines += ["## Dissent", "", *[f"* {_plain(each)}" for each in dissent], ""]
    lines += ["## How sure this is", ""]
    lines.append(f"Parts of the weight ({record['weight']}) that rest on:")
    lines += [
        f"* {_plain(each['rests_on'])}: "
        + ", ".join(
            f"{_plain(place['name'])} {parts}"
            for place, parts in zip(record["ranking"], each["parts"], strict=True)
        )
        for each in record["certainty"]
    ]
    lines += ["", "## Look again when", ""]
    lines += [
        f"* {_plain(' and '.join(each['if']))}: then {_plain(each['then'])}" for each in record["changes"]
    ]
    lines += [
        f"* “{_plain(each['title'])}” turns out to be wrong: then {_plain(each['then'])}"
        for each in record["decisive_articles"]
    ]
    if record["review"]:
        lines.append(f"* {record['review']}: the first of the claims used is due to be read again")
    return "\n".join(lines) + "\n"


def _number(points):
    return float(points.replace("−", "-"))


def _source(claim):
    date = claim["published"] or "no date"
    return f"{_plain(claim['statement'])} — {_plain(claim['publisher'])} ({_plain(claim['interest'])}), {date}, {_plain(claim['article'])}, {_plain(claim['locator'])}; claim {claim['claim']}, revision {claim['revision']}"
