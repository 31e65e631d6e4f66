"""Saved results and rooms keep working after what they name was renamed or merged."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from articles.merging import merge
from articles.models import Article
from comparisons.models import Claim, Criterion, Framework
from questionnaire.models import Option, Question, Questionnaire
from tests.factories import ClaimFactory, FrameworkFactory, UserFactory

from .asked import ANSWERS
from .factories import MemberFactory, OptionFactory, QuestionFactory, RoomFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("questionnaire")]

QUERY = f"{ANSWERS}&framework=alpha&framework=beta"
UNCHANGED = "Nothing has changed since: today's result is the same"


def rename_everything():
    for model in (Framework, Criterion, Article, Questionnaire, Question, Option):
        for row in model.objects.all():
            row.slug = f"new-{row.slug}"
            row.save()


def save(client, query=QUERY):
    """Save a result; return its shared address."""
    response = client.post(f"/questionnaire/quick/save/?{query}")
    assert response.status_code == 302, response.content.decode()
    return response["Location"].partition("edit/")[0]


def live(client, shared):
    """The page of today's result to which a saved one links, after all that leads on."""
    address = re.search(r'href="([^"]*)">See today', client.get(shared).content.decode())[1]
    return client.get(address.replace("&amp;", "&"), follow=True)


# --- Saved results -------------------------------------------------------------------------------


def test_a_saved_result_is_the_same_today_after_everything_was_renamed(client):
    shared = save(client, f"{QUERY}&without=source-2")
    rename_everything()
    assertContains(client.get(shared), UNCHANGED)


def test_a_saved_result_leads_to_todays_result_after_everything_was_renamed(client):
    shared = save(client)
    finding = re.search("<h1>(.*?)</h1>", client.get(shared).content.decode())[1]
    rename_everything()
    response = live(client, shared)
    assert response.status_code == 200
    assert finding in response.content.decode()
    assert response.redirect_chain[0][1] == 301


def test_the_makers_page_works_after_everything_was_renamed(client):
    edit = client.post(f"/questionnaire/quick/save/?{QUERY}")["Location"]
    rename_everything()
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"action": "rename", "title": "Ours"}).status_code == 200


def test_a_framework_that_was_merged_still_leads(client):
    shared = save(client)
    merge(Framework.objects.get(slug="alpha"), FrameworkFactory(slug="delta"), by=UserFactory())
    response = client.get(shared)
    assertContains(response, "the same framework leads today")
    assertNotContains(response, "Today the result would be another")


def test_a_claim_that_was_merged_is_told_with_its_number_of_today(client):
    shared = save(client)
    claim = Claim.objects.filter(framework__slug="alpha", criterion__slug="admin").first()
    kept = ClaimFactory(article=claim.article, framework=claim.framework, criterion=claim.criterion, rating=2)
    merge(claim, kept, by=UserFactory())
    assertContains(client.get(shared), f"Claim {claim.slug} was merged into {kept.slug}")


def test_an_answer_to_a_merged_question_counts_as_one_to_the_question_that_stayed(client):
    shared = save(client)
    question = QuestionFactory(slug="tempo")
    OptionFactory(question=question, slug="fast", weights={"speed": 2})
    merge(Question.objects.get(slug="speed"), question, by=UserFactory())
    assertContains(client.get(shared), UNCHANGED)


def test_a_result_of_a_questionnaire_under_another_name_is_saved(client):
    rename_everything()
    response = client.post(f"/questionnaire/quick/save/?{QUERY}", {"title": "Ours"}, follow=True)
    assert [status for _, status in response.redirect_chain] == [308, 302]
    assertContains(response, "Ours")


# --- Rooms ---------------------------------------------------------------------------------------


@pytest.fixture
def room(questionnaire):
    """A closed room with two answers."""
    room = RoomFactory(questionnaire=questionnaire, frameworks=["alpha", "beta"], is_closed=True)
    for query in (ANSWERS, ANSWERS.replace("admin=yes", "admin=no")):
        MemberFactory(room=room, query=query)
    return room


def text_of(client, address):
    """A page without the addresses in it, which are what changes."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r'(href|id|value|for|name|class)="[^"]*"', "", response.content.decode())


def test_a_joint_result_stays_the_same_after_everything_was_renamed(client, room):
    address = f"/rooms/{room.token}/"
    before = text_of(client, address)
    assert "Alpha" in before
    rename_everything()
    assert text_of(client, address) == before


def test_more_members_need_no_more_queries_after_everything_was_renamed(client, room):
    rename_everything()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/rooms/{room.token}/").status_code == 200
        counts.append(len(queries))
        for _ in range(5):
            MemberFactory(room=room, query=ANSWERS)
    assert counts[0] == counts[1]


def test_a_member_finds_their_answers_and_their_own_result_after_everything_was_renamed(
    client, questionnaire
):
    room = RoomFactory(questionnaire=questionnaire, frameworks=["alpha", "beta"])
    member = MemberFactory(room=room, query=ANSWERS)
    rename_everything()
    response = client.get(f"/rooms/{room.token}/members/{member.token}/")
    assertContains(response, "Yes, please")
    own = re.search(r'href="(/questionnaire/new-quick/result/\?[^"]*)"', response.content.decode())[1]
    assert "new-admin=new-yes" in own
    assert own.endswith("framework=new-alpha&amp;framework=new-beta")


def test_answers_that_are_sent_from_an_older_page_are_taken(client, questionnaire):
    room = RoomFactory(questionnaire=questionnaire)
    member = MemberFactory(room=room)
    rename_everything()
    sent = dict(pair.split("=") for pair in ANSWERS.split("&"))
    response = client.post(f"/rooms/{room.token}/members/{member.token}/", {"action": "answer", **sent})
    assert response.status_code == 302
    member.refresh_from_db()
    assert "new-admin=new-yes" in member.query


def test_a_room_keeps_its_frameworks_after_two_were_merged(client, questionnaire):
    room = RoomFactory(questionnaire=questionnaire, frameworks=["alpha", "beta", "gamma"])
    merge(Framework.objects.get(slug="alpha"), Framework.objects.get(slug="beta"), by=UserFactory())
    response = client.get(f"/rooms/{room.token}/")
    assertContains(response, 'href="/frameworks/beta/"')
    assertContains(response, 'href="/frameworks/gamma/"')
    assertNotContains(response, 'href="/frameworks/alpha/"')
