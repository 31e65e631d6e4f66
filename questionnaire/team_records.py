"""A team's result to take home: as plain data, and from it as decision record, CSV and JSON.

Weights and points in it are those of everybody added up, so that they are whole and their sum can be checked; divided
by the number of members they are those of the mean of weights.
"""

import csv
import io

from django.http import HttpResponse, JsonResponse

from comparisons import wording
from comparisons.exports import harmless

from . import records
from .joint import MEAN, SHORTFALL

WIDEST = 5  # spreads that the decision record tells as dissent
UNKNOWN_CHANGES = ("changes", "decisive_articles")  # what a team's record does not search for


def record_of(team, *, address, on=None):
    """Return a Team as JSON-ready data: the record of all answers added up, with what each member said."""
    record = records.record_of(team.outcome, address=address, title=team.room.title, note=_note(team), on=on)
    return record | {
        "finding": team.verdict,
        "lead": _lead(team),
        "answers": [_choices(line) for line in team.choice_lines],
        "members": [_member(team, line) for line in team.person_lines],
        "methods": [_method(team, method) for method in team.joint.methods],
        "vetoes": [
            {
                "framework": veto.framework.slug,
                "criterion": veto.criterion.slug,
                "at_least": veto.wanted,
                "says": veto.cell.word,
                "members": _names(team, veto.members),
            }
            for veto in team.vetoes
        ],
        "spreads": [
            {
                "criterion": team.outcome.criteria[spread.criterion].slug,
                "mean": _decimal(team.joint.weights[spread.criterion]),
                "low": spread.low,
                "high": spread.high,
                "weights": [spread.weights.get(person.member.pk, 0) for person in team.people],
            }
            for spread in team.joint.spreads
        ],
        "dissent": dissent(team),
    }


def dissent(team):
    """Return in sentences who stands elsewhere than the result: by rank, by must-have, and on which criteria."""
    lines = [f"{team.verdict}."] if team.methods_disagree else []
    first = team.joint.methods[0].leaders
    for line in team.person_lines:
        own = [place.framework for place in line.places if place.rank == 1]
        if not own:
            lines.append(f"The must-haves of {line.person.name} leave no framework.")
        elif line.person.sheet.answers and not first & {framework.id for framework in own}:
            names = wording.listing([framework.name for framework in own])
            lines.append(f"{_beginning(line.person.name)} puts {names} first.")
    for veto in team.vetoes:
        names = wording.listing(_names(team, veto.members))
        lines.append(
            f"{veto.framework.name} is excluded by {names}: {veto.criterion.name} must be at least "
            f"“{veto.wanted}”, and articles say “{veto.cell.word}” ({veto.cell.line})."
        )
    for spread in team.joint.disagreed[:WIDEST]:
        low, high = (
            wording.listing(_names(team, spread.members_at(weight))) for weight in (spread.low, spread.high)
        )
        criterion = team.outcome.criteria[spread.criterion].name
        lines.append(f"{criterion}: weight {spread.low} for {low}, {spread.high} for {high}.")
    return lines


def response(name, record):
    """Return the record as a file of the named format: md, csv or json."""
    if name == "json":
        found = {key: value for key, value in record.items() if key not in UNKNOWN_CHANGES}
        return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    text, kind = (
        (records.decision_record(record, record["dissent"]), "markdown")
        if name == "md"
        else (ledger_csv(record), "csv")
    )
    answer = HttpResponse(text, content_type=f"text/{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="team-decision-{record["on"]}.{name}"'
    return answer


def ledger_csv(record):
    """Return CSV: a line a criterion with everybody's weight and each framework's points, the sums at the foot."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    members, ranking = record["members"], record["ranking"]
    head = ["criterion", "weight of all", *[harmless(f"{each['name']}: weight") for each in members]]
    for each in ranking:
        head += [f"{each['name']}: points", f"{each['name']}: verdict", f"{each['name']}: evidence"]
    writer.writerow(head)
    for line in record["ledger"]:
        weights = [each["weights"].get(line["criterion"], 0) for each in members]
        row = [harmless(line["name"]), line["weight"], *weights]
        for cell in line["cells"]:
            row += [_number(cell["points"]), harmless(cell["word"]), harmless(cell["evidence"])]
        writer.writerow(row)
    foot = ["points", record["weight"], *[sum(each["weights"].values()) for each in members]]
    for each in ranking:
        foot += [_number(each["points"]), "excluded" if each["excluded"] else "", ""]
    writer.writerow(foot)
    return "\ufeff" + file.getvalue()


def _note(team):
    people = wording.count(len(team.people), "person", "people")
    return (
        f"{people} answered for themselves. Weights and points below are those of all added up; divided by "
        f"{len(team.people)} they are those of the mean of weights."
    )


def _lead(team):
    parts = [team.how_sure]
    if team.is_too_close:
        parts.insert(0, "By the mean of weights it is too close to call.")
    if not (team.is_one or team.is_silent):
        parts.insert(0, f"{team.agreement('The members agree', 'The members disagree')}.")
    return " ".join(parts)


def _choices(line):
    """Return one question's answers in the form of a single person's answer."""
    parts = [
        f"{text}: {wording.listing([f'{person.name} ({words})' if words else person.name for person, words in chosen])}"
        for text, chosen in line.choices
    ]
    return {
        "question": line.question.text,
        "slug": line.question.slug,
        "answer": "; ".join(parts),
        "option": "",
        "importance": "",
    }


def _member(team, line):
    weights = team.joint.rankings[line.person.member.pk].lines
    return {
        "name": line.person.name,
        "answers": len(line.person.sheet.answers),
        "weights": {team.outcome.criteria[each.criterion].slug: each.weight for each in weights},
        "ranking": [
            {
                "framework": place.framework.slug,
                "rank": place.rank,
                "points": place.points,
                "excluded": place.rank is None,
            }
            for place in line.places
        ],
    }


def _method(team, method):
    def rows(tally):
        return [
            {
                "framework": framework.slug,
                "rank": tally.ranks[framework.id],
                "score": _score(method.name, tally.scores[framework.id]),
                "members": _names(team, tally.members.get(framework.id, ())),
            }
            for framework in team.frameworks
            if framework.id in tally.ranks
        ]

    return {
        "method": method.name,
        "ranking": rows(method.tally),
        "if_only_important": rows(method.if_only_important),
    }


def _score(method, score):
    """Return points as they are, a shortfall as parts of 100, first places as a number; two decimals."""
    if method == MEAN:
        return _decimal(score / 10)
    return _decimal(score * 100) if method == SHORTFALL else _decimal(score)


def _decimal(fraction):
    return round(float(fraction), 2)


def _names(team, members):
    return [person.name for person in team.everybody(members)]


def _number(points):
    return points.replace("−", "-")


def _beginning(name):
    return name[:1].upper() + name[1:]
