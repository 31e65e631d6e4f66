"""The people of a framework's project can reply to a claim; an editor checks that it is them."""

import pytest
from pytest_django.asserts import assertContains

from comparisons.models.report import Report
from tests.claims import claim
from tests.factories import ClaimFactory, ReportFactory
from tests.pages import heading, links

from .visitors import fields, opened, problems, send

pytestmark = pytest.mark.django_db

ADDRESS = "/claims/survey-1/reply/"
TYPED = {
    "text": "Since version 6 this is no longer so.",
    "name": "Ada Writer, maintainer",
    "evidence": "https://project.example/people/",
}


@pytest.fixture(autouse=True)
def said():
    return claim("django", "speed", statement="It is slow.", article__slug="survey")


def test_a_claim_leads_here_for_its_framework(client):
    assert links(client.get("/claims/survey-1/"))["Reply for Django"] == f"{ADDRESS}?revision=1"
    assert heading(client.get(ADDRESS)) == "Reply for Django"


def test_a_claim_about_the_field_has_nobody_who_could_reply(client):
    field = ClaimFactory(framework=None)
    response = client.get(f"/claims/{field.slug}/reply/")
    assertContains(response, "there is no project that could reply", status_code=404)
    assert not [text for text in links(client.get(f"/claims/{field.slug}/")) if text.startswith("Reply")]


def test_a_reply_is_kept_as_it_was_written(client, said):
    response = send(client, ADDRESS, **TYPED | {"name": " Ada\n Writer,  maintainer"})
    assert (response.status_code, response["Location"]) == (303, "/claims/survey-1/reported/")
    report = Report.objects.get()
    assert (report.claim, report.claim_revision, report.kind, report.state) == (said, 1, "reply", "open")
    assert (report.text, report.name, report.evidence) == tuple(TYPED.values())


@pytest.mark.parametrize(
    ("field", "wrong", "problem"),
    [
        ("text", "Wrong!", "Your reply: Write the reply, in 10 characters or more."),
        ("name", " ", "Who you are for the project: Say who you are for the project: a name and a role."),
        ("name", "\u200b", "Who you are for the project: Say who you are for the project: a name and a role."),
        ("name", "a" * 121, "Who you are for the project: It is too long: at most 120 characters are taken, it has 121."),
        ("evidence", "", "A page that shows it: Give the address of a page in the project's own site or repository that shows it."),
    ],
)  # fmt: skip
def test_says_what_is_not_right_and_keeps_what_was_typed(client, field, wrong, problem):
    response = send(client, ADDRESS, **TYPED | {field: wrong})
    assert (response.status_code, problems(response)) == (400, [problem])
    kept = fields(response)
    assert {name: kept[name] for name in TYPED} == TYPED | {field: wrong}
    assert Report.objects.count() == 0


def test_the_stamp_of_a_report_is_refused(client):
    stamp = opened(client, "/claims/survey-1/report/")["stamp"]
    assert send(client, ADDRESS, **TYPED, stamp=stamp).status_code == 400


def test_the_revision_that_is_not_right_is_told(client):
    assert client.get(f"{ADDRESS}?revision=5").status_code == 400


def test_a_flood_of_reports_does_not_keep_the_project_from_replying(client, said):
    ReportFactory.create_batch(5, claim=said, state="open")
    assert send(client, ADDRESS, **TYPED).status_code == 303


def test_a_claim_takes_five_open_replies(client, said):
    ReportFactory.create_batch(5, claim=said, state="open", kind="reply")
    response = send(client, ADDRESS, **TYPED)
    assert (response.status_code, response["Retry-After"]) == (429, str(24 * 3600))
    assert fields(response)["name"] == TYPED["name"]


def test_a_form_of_another_site_is_refused(client):
    form = opened(client, ADDRESS) | TYPED
    assert client.post(ADDRESS, form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_what_is_not_published_cannot_be_replied_to(client, state):
    assert client.get(f"/claims/{ClaimFactory(state=state).slug}/reply/").status_code == 404


def test_answers_to_head_and_to_no_other_method(client):
    assert [client.head(ADDRESS).status_code, client.put(ADDRESS).status_code] == [200, 405]


def test_no_search_engine_lists_and_no_cache_keeps_the_form(client):
    response = client.get(ADDRESS)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert not response.cookies
