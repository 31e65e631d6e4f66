"""Where the founding articles agree on a kind of project, the answers that describe it lead to what they recommend.

The table names frameworks because it checks the shipped content; no rule and no question does.
"""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from comparisons.models import Framework
from questionnaire.fairness import report_of
from questionnaire.models import Questionnaire
from questionnaire.outcomes import outcome_of
from questionnaire.sheets import read_questionnaire
from questionnaire.views.questions import sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped"), pytest.mark.any_database]

TABLE = json.loads((Path(__file__).parent / "project_types.json").read_text())
COMPARED_BY_ALL = ["django", "fastapi", "flask"]


def outcome(row):
    pairs = [("framework", slug) for slug in COMPARED_BY_ALL]
    for question, (option, importance) in row["answers"].items():
        pairs += [(question, option), (f"{question}.importance", importance)]
    questionnaire = Questionnaire.objects.get(slug=row["questionnaire"])
    sheet = sheet_of(questionnaire, urlencode(pairs))
    assert not sheet.problems
    return outcome_of(sheet)


def test_the_answers_of_a_project_type_lead_to_what_the_articles_recommend():
    assert len(TABLE) > 12
    wrong = []
    for row in TABLE:
        found = outcome(row)
        assert not found.is_too_early, row["name"]
        if not {framework.slug for framework in found.winners} <= set(row["recommended"]):
            wrong.append((row["name"], row["questionnaire"], found.finding))
    assert wrong == []


def test_every_recommendation_of_the_table_has_an_article_and_a_clear_lead():
    for row in TABLE:
        assert row["articles"]
        if len(row["recommended"]) == 1:
            assert not outcome(row).ranking.is_too_close, row["name"]


def test_every_framework_that_the_articles_compare_can_win():
    frameworks = list(Framework.objects.filter(slug__in=COMPARED_BY_ALL))
    for questionnaire in Questionnaire.objects.public():
        report = report_of(read_questionnaire(questionnaire), frameworks=frameworks)
        assert report.never == []
        assert all(share.wins >= report.tried / 20 for share in report.shares)


def test_the_shipped_questionnaires_are_a_short_and_a_full_one():
    counts = {each.slug: each.question_count for each in Questionnaire.objects.with_question_counts()}
    assert counts["short"] == 7
    assert 18 <= counts["full"] <= 24


def test_skipping_everything_is_a_full_tie_on_the_shipped_knowledge_base():
    for questionnaire in Questionnaire.objects.public():
        found = outcome_of(sheet_of(questionnaire, ""))
        assert found.ranking.is_tie
        assert len(found.winners) == len(found.frameworks)


def test_no_question_names_a_framework():
    names = [framework.name.casefold() for framework in Framework.objects.all()]
    for questionnaire in Questionnaire.objects.all():
        for question in read_questionnaire(questionnaire).questions:
            texts = [question.text, question.help, *(f"{each.text} {each.help}" for each in question.options)]
            for text in texts:
                words = set(text.casefold().replace(",", " ").replace(".", " ").split())
                assert not words & set(names), text
