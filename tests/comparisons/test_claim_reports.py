"""What a claim's page tells of its readers: answered reports and confirmed replies, and nothing else of anybody."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import claim
from tests.factories import ClaimFactory, FrameworkFactory, ReportFactory
from tests.pages import read
from tests.public_pages import REFUSED, a_bit_of_everything, public_pages, visited

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 3)
ADDRESS = "/claims/survey-1/"


@pytest.fixture
def said():
    return claim("django", "speed", article__slug="survey")


def reported(client):
    """Return what stands in the part about readers, line by line; [] where there is none."""
    return [
        line.text
        for section in read(client.get(ADDRESS)).all("section", id="reports")
        for line in section.all("p")
    ]


def replies(client):
    return [section.text for section in read(client.get(ADDRESS)).all("section", class_="reply")]


def test_says_nothing_where_nobody_said_anything(client, said):
    assert reported(client) == replies(client) == []
    assertNotContains(client.get(ADDRESS), "readers reported")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("corrected", "Corrected: The unit was wrong."),
        ("kept", "Kept, because the article says so."),
    ],
)
def test_a_report_stands_with_its_answer(client, said, state, words):
    answer = words.removeprefix("Corrected: ").removeprefix("Kept, because ")
    ReportFactory(claim=said, text="It is wrong.", state=state, answer=answer, answered_on=DAY,
                  claim_revision=1, evidence="https://seen.example/",
                  received_at=datetime.datetime(2026, 11, 1, 23, tzinfo=datetime.UTC))  # fmt: skip
    assert reported(client) == [
        "It is wrong.",
        "A reader, 1 Nov 2026, on revision 1, with https://seen.example/",
        words,
        "Answered on 3 Nov 2026",
    ]


def test_a_report_keeps_the_number_of_the_revision_that_was_read(client, said):
    said.statement = "It is quick."
    said.save()
    ReportFactory(claim=said, claim_revision=1)
    assert "on revision 1" in reported(client)[1]


def test_a_readers_addresses_are_no_links(client, said):
    ReportFactory(claim=said, text="See https://spam.example/ now.", evidence="https://seen.example/")
    hrefs = [each["href"] for each in read(client.get(ADDRESS)).all("a")]
    assert not [href for href in hrefs if "spam" in href or "seen" in href]


def test_a_confirmed_reply_stands_apart_with_who_and_where(client, said):
    ReportFactory(claim=said, kind="reply", text="It is so no longer.", name="Ada Writer", answered_on=DAY)
    (told,) = replies(client)
    assert told.startswith("Reply of the Django project It is so no longer. Ada Writer, shown by "
                           "https://project.example/reply/. They speak of revision 1. Confirmed on 3 Nov 2026")  # fmt: skip
    assert reported(client) == []


def test_the_address_of_a_confirmed_reply_is_a_link_that_vouches_for_nothing(client, said):
    ReportFactory(claim=said, kind="reply", text="See https://other.example/ too.")
    (link,) = read(client.get(ADDRESS)).one("section", class_="reply").all("a")
    assert (link["href"], link["rel"]) == ("https://project.example/reply/", "nofollow ugc noopener")


def test_a_reply_stays_that_of_its_project_when_the_claim_turns_out_to_be_about_another(client, said):
    ReportFactory(claim=said, kind="reply")
    said.framework = FrameworkFactory(slug="flask")
    said.save()
    assert replies(client)[0].startswith("Reply of the Django project")


@pytest.mark.parametrize(
    ("open_reports", "open_replies", "words"),
    [
        (1, 0, ["1 report waits for an answer."]),
        (2, 0, ["2 reports wait for an answer."]),
        (0, 1, ["1 reply waits to be checked."]),
        (2, 3, ["2 reports wait for an answer.", "3 replies wait to be checked."]),
    ],
)
def test_says_how_much_waits(client, said, open_reports, open_replies, words):
    ReportFactory.create_batch(open_reports, claim=said, state="open")
    ReportFactory.create_batch(open_replies, claim=said, state="open", kind="reply")
    ReportFactory(claim=said, state="dismissed")
    assert reported(client) == words


def test_the_newest_answer_comes_first(client, said):
    for day, text in ((1, "The older one."), (3, "The newest one."), (2, "One between.")):
        ReportFactory(claim=said, text=text, answered_on=DAY.replace(day=day))
    assert reported(client)[::4] == ["The newest one.", "One between.", "The older one."]


def test_what_readers_say_of_one_claim_stands_at_no_other(client, said):
    ReportFactory(text="It is wrong.")
    assert reported(client) == []


def test_an_attack_in_a_report_is_only_text(client, said):
    attack = '"><script>alert(1)</script>{{ 7 }}\u202e'
    ReportFactory(claim=said, text=attack, answer=attack, evidence="https://a.example/'\"><b>")
    ReportFactory(claim=said, kind="reply", text=attack, name=attack, answer=attack)
    response = client.get(ADDRESS)
    assertNotContains(response, "<script>alert")
    assert all(script["src"] for script in read(response).all("script"))
    assertContains(response, "{{ 7 }}")


def test_marks_of_direction_stay_within_the_text(client, said):
    ReportFactory(claim=said, text="\u202eIt is wrong.", evidence="https://a.example/\u202e")
    ReportFactory(claim=said, kind="reply", text="\u202eNo longer.", name="\u202eAda")
    page = read(client.get(ADDRESS))
    assert all(each["dir"] == "auto" for each in page.all("p", class_="written"))
    assert {"https://a.example/\u202e", "\u202eAda"} <= {each.text for each in page.all("bdi")}


def test_more_readers_need_no_more_queries(client, said):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    none = queries()
    for kind in ("report", "reply"):
        ReportFactory.create_batch(20, claim=said, kind=kind)
        ReportFactory.create_batch(20, claim=said, kind=kind, state="open")
    assert queries() == none


# --- Nothing else is told ---

SECRET = "Xanadu"


@pytest.mark.any_database
@pytest.mark.parametrize("kind", ["report", "reply"])
@pytest.mark.parametrize("state", ["open", "dismissed"])
def test_what_is_open_or_dismissed_is_visible_nowhere(client, state, kind):
    a_bit_of_everything()
    addresses = [*public_pages(), *REFUSED, "/claims/?q=hurries"]
    for each in (claim("django", "speed"), ClaimFactory(framework=None, criterion__slug="speed")):
        ReportFactory(claim=each, kind=kind, state=state, text=f"{SECRET} hurries.", name=SECRET, answer=SECRET,
                      evidence=f"https://{SECRET}.example/")  # fmt: skip
        addresses += [f"/claims/{each.slug}/{page}" for page in ("", "report/", "reply/", "reported/")]
    for address, response in visited(client, addresses):
        assert SECRET.lower() not in response.content.decode().lower(), address


def test_what_is_dismissed_changes_no_page(client, said):
    before = client.get(ADDRESS).content
    ReportFactory(claim=said, state="dismissed", answer="Spam.")
    ReportFactory(claim=said, kind="reply", state="dismissed")
    assert client.get(ADDRESS).content == before
