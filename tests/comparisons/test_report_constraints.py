"""The database refuses nonsense about reports of visitors: one test for each of its rules."""

import pytest
from django.db import IntegrityError

from tests.factories import TODAY, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_report_kind_is_known():
    with pytest.raises(IntegrityError, match=r"report_kind_is_known|report_is_confirmed_if_reply"):
        ReportFactory(kind="rumour", name="Ada", evidence="https://a.example/")


def test_report_state_is_known():
    with pytest.raises(IntegrityError, match=r"report_state_is_known|report_is_confirmed_if_reply"):
        ReportFactory(state="lost")


def test_report_says_something():
    with pytest.raises(IntegrityError, match="report_says_something"):
        ReportFactory(text="")


@pytest.mark.parametrize(("state", "answered_on"), [("open", TODAY), ("kept", None), ("dismissed", None)])
def test_report_is_answered_on_a_day(state, answered_on):
    with pytest.raises(IntegrityError, match="report_is_answered_on_a_day"):
        ReportFactory(state=state, answered_on=answered_on)


@pytest.mark.parametrize("state", ["corrected", "kept"])
def test_report_is_answered_in_words(state):
    with pytest.raises(IntegrityError, match="report_is_answered_in_words"):
        ReportFactory(state=state, answer="")


@pytest.mark.parametrize(
    ("kind", "state"), [("reply", "corrected"), ("reply", "kept"), ("report", "confirmed")]
)
def test_report_is_confirmed_if_reply(kind, state):
    with pytest.raises(IntegrityError, match="report_is_confirmed_if_reply"):
        ReportFactory(kind=kind, state=state)


@pytest.mark.parametrize("missing", ["name", "evidence"])
def test_report_by_the_project_says_who(missing):
    with pytest.raises(IntegrityError, match="report_by_the_project_says_who"):
        ReportFactory(kind="reply", **{missing: ""})


def test_reports_differ_in_slug():
    report = ReportFactory()
    with pytest.raises(IntegrityError, match=r"comparisons_report.slug"):
        ReportFactory(slug=report.slug)


def test_a_claim_stays_while_readers_speak_of_it():
    report = ReportFactory()
    with pytest.raises(IntegrityError, match=r"'Report.claim'"):
        report.claim.delete()


def test_an_editor_stays_while_answers_are_theirs():
    report = ReportFactory(answered_by=UserFactory())
    with pytest.raises(IntegrityError, match=r"'Report.answered_by'"):
        report.answered_by.delete()
