"""Answering what visitors said: read beside the claim, answered in words, and never changed or thrown away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.models import Claim
from comparisons.models.report import Report
from tests.claims import claim
from tests.factories import ReportFactory, UserFactory
from tests.pages import read

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
]

LIST = "/admin/comparisons/report/"


@pytest.fixture
def said():
    return claim("django", "speed", statement="It is fast.", article__slug="survey")


@pytest.fixture
def report(said):
    return ReportFactory(claim=said, state="open", text="It is wrong.", evidence="https://seen.example/")


@pytest.fixture
def reply(said):
    return ReportFactory(claim=said, state="open", kind="reply")


def page(report):
    return f"{LIST}{report.pk}/change/"


def answer(client, report, state, words="", seen=None):
    """Answer a report as an editor does, and return the response."""
    seen = seen or Report.objects.get(pk=report.pk).revision
    return client.post(page(report), {"state": state, "answer": words, "reason": "", "seen_revision": seen})


def stored(report):
    return Report.objects.get(pk=report.pk)


def mistakes(response):
    assert response.status_code == 200
    return [each.text for each in read(response).all("ul", class_="errorlist")]


def correct(said):
    said = Claim.objects.get(pk=said.pk)
    said.statement = "It is quick."
    said.save()


# --- The list ---


def listed(client, query=""):
    return [each.text for each in read(client.get(f"{LIST}?{query}")).all("th", class_="field-text_short")]


def test_open_ones_come_first(admin_client):
    for state, text in (("kept", "Answered."), ("open", "Waits."), ("dismissed", "Spam.")):
        ReportFactory(state=state, text=text)
    assert listed(admin_client)[0] == "Waits."


def test_can_be_narrowed_to_a_state_and_a_kind(admin_client):
    ReportFactory(state="open", text="Waits.")
    ReportFactory(state="open", kind="reply", text="Replies.")
    ReportFactory(text="Answered.")
    assert listed(admin_client, "state__exact=open&kind__exact=report") == ["Waits."]


@pytest.mark.parametrize("wanted", ["wrong", "survey-1", "fast", "seen.example"])
def test_can_be_searched(admin_client, report, wanted):
    ReportFactory(text="Something else.")
    assert listed(admin_client, f"q={wanted}") == ["It is wrong."]


# --- One of them ---


def test_shows_what_came_in_and_leads_to_the_claim(admin_client, report, said):
    response = admin_client.get(page(report))
    assertContains(response, "It is wrong.")
    assertContains(response, reverse("admin:comparisons_claim_change", args=[said.pk]))


def test_only_the_answer_can_be_written(admin_client, report):
    form = read(admin_client.get(page(report))).one("form", id="report_form")
    controls = form.all("input") + form.all("select") + form.all("textarea")
    typed = {each["name"] for each in controls if each["type"] not in ("hidden", "submit")}
    assert typed == {"state", "answer", "reason"}


def test_shows_the_claim_as_it_was_beside_how_it_is_now(admin_client, report, said):
    correct(said)
    part = read(admin_client.get(page(report))).one("div", id="claim-reported")
    assert "The visitor read revision 1; now it is revision 2" in part.text
    assert "Statement It is fast. It is quick." in part.text


def test_says_that_the_claim_is_still_the_one_that_was_read(admin_client, report):
    part = read(admin_client.get(page(report))).one("div", id="claim-reported")
    assert "It is still revision 1, as the visitor read it" in part.text


def test_an_attack_is_only_text(admin_client, said):
    attack = '"><script>alert(1)</script>'
    report = ReportFactory(claim=said, kind="reply", text=attack, name=attack, answer=attack)
    for address in (LIST, page(report), f"{LIST}{report.pk}/history/"):
        assertNotContains(admin_client.get(address), "<script>alert")


# --- Answering ---


def test_a_report_is_kept_with_a_reason(admin_client, admin_user, report):
    assert answer(admin_client, report, "kept", "the article says so.").status_code == 302
    answered = stored(report)
    assert (answered.state, answered.answer) == ("kept", "the article says so.")
    assert (answered.answered_by, answered.answered_on) == (admin_user, timezone.localdate())
    assertContains(admin_client.get("/claims/survey-1/"), "the article says so.")


@pytest.mark.parametrize("state", ["kept", "corrected"])
def test_an_answer_needs_words(admin_client, report, said, state):
    correct(said)
    response = answer(admin_client, report, state, " ")
    assert "Say what was corrected, or why the claim is kept: visitors read it." in mistakes(response)
    assert stored(report).state == "open"


def test_nothing_is_called_corrected_before_the_claim_has_changed(admin_client, report):
    response = answer(admin_client, report, "corrected", "It says “quick” now.")
    (mistake,) = mistakes(response)
    assert mistake.startswith(
        "The claim is still revision 1, the one that was reported. Correct the claim first"
    )
    assertContains(response, "It says “quick” now.")
    assert stored(report).state == "open"


def test_a_report_is_corrected_once_the_claim_has_changed(admin_client, report, said):
    correct(said)
    assert answer(admin_client, report, "corrected", "It says “quick” now.").status_code == 302
    assert stored(report).state == "corrected"


def test_a_report_is_corrected_once_the_claim_is_withdrawn(admin_client, report, said):
    said.move_to("rejected", by=UserFactory(), reason="The article does not say so.")
    assert answer(admin_client, report, "corrected", "It was withdrawn.").status_code == 302


def test_spam_is_dismissed_without_words(admin_client, report):
    assert answer(admin_client, report, "dismissed").status_code == 302
    assert stored(report).answered_on == timezone.localdate()


def test_a_reply_is_confirmed_without_words(admin_client, reply):
    assert answer(admin_client, reply, "confirmed").status_code == 302
    assertContains(admin_client.get("/claims/survey-1/"), "Reply of the Django project")


def test_an_answer_can_be_taken_back(admin_client, report):
    answer(admin_client, report, "kept", "the article says so.")
    assert answer(admin_client, report, "open", "the article says so.").status_code == 302
    assert (stored(report).answered_by, stored(report).answered_on) == (None, None)


@pytest.mark.parametrize(
    ("kind", "state"), [("report", "confirmed"), ("reply", "kept"), ("reply", "corrected")]
)
def test_an_answer_fits_what_came_in(admin_client, said, kind, state):
    waits = ReportFactory(claim=said, kind=kind, state="open")
    (mistake,) = mistakes(answer(admin_client, waits, state, "Some words."))
    assert "is not one of the available choices" in mistake


def test_an_answer_is_not_written_over_that_of_another_editor(admin_client, report):
    answer(admin_client, report, "dismissed")
    response = answer(admin_client, report, "kept", "the article says so.", seen=1)
    assert mistakes(response)
    assertContains(response, "the article says so.")
    assert stored(report).state == "dismissed"


def test_who_answered_what_is_kept_for_ever(admin_client, report):
    answer(admin_client, report, "kept", "the article says so.")
    response = admin_client.get(f"{LIST}{report.pk}/history/")
    assertContains(response, "the article says so.")


def test_a_text_cannot_be_changed_by_a_form_that_sends_one(admin_client, report):
    admin_client.post(
        page(report), {"state": "dismissed", "answer": "", "text": "Forged.", "seen_revision": 1}
    )
    assert stored(report).text == "It is wrong."


def test_nothing_is_added_or_deleted_here(admin_client, report):
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.get(f"{LIST}{report.pk}/delete/").status_code == 403


def test_a_longer_list_needs_no_more_queries(admin_client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(LIST)
        return len(captured)

    ReportFactory.create_batch(3)
    few = queries()
    ReportFactory.create_batch(20)
    assert queries() == few
