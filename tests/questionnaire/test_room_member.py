"""A member's own page: their answers, which nobody sees before answering, and then the joint result."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from questionnaire.models import Member, Question, Room
from questionnaire.views import rooms as views
from tests.pages import heading, links, read

from .asked import ANSWERS
from .factories import MemberFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(questionnaire):
    return RoomFactory(questionnaire=questionnaire)


@pytest.fixture
def ada(room):
    return MemberFactory(room=room, name="Ada")


@pytest.fixture
def ben(room):
    """Another member, who has answered and whose answers nobody must see too early."""
    return MemberFactory(room=room, name="Ben Secret", query=ANSWERS)


def address_of(member, room=None):
    return f"/rooms/{(room or member.room).token}/members/{member.token}/"


def close(room):
    Room.objects.filter(pk=room.pk).update(closed_at=timezone.now())


def stored(member):
    return Member.objects.get(pk=member.pk)


def checked(response):
    """Return what is chosen on the page: {name: value}."""
    boxes = read(response).all("input", type="radio")
    return {box["name"]: box["value"] for box in boxes if "checked" in box.attributes}


# --- Before answering ----------------------------------------------------------------------------


def test_asks_all_questions_on_one_page(client, ada):
    response = client.get(address_of(ada))
    assert heading(response) == "6 questions, for you alone"
    names = {box["name"] for box in read(response).all("input", type="radio")}
    questions = set(Question.objects.values_list("slug", flat=True))
    assert names == questions | {f"{slug}.importance" for slug in questions}


def test_gives_the_address_to_keep(client, ada):
    page = read(client.get(address_of(ada)))
    assert page.one("input", id="own")["value"] == f"http://testserver{address_of(ada)}"
    assert page.one("button", **{"data-copy": "own"})


@pytest.mark.parametrize("query", ["", "?format=md", "?format=csv", "?format=json", "?show=all"])
def test_nothing_of_others_is_visible_before_answering(client, ada, ben, query):
    response = client.get(address_of(ada) + query)
    text = response.content.decode()
    assert "Ben" not in text
    assert "points" not in text
    assert "comes first" not in text
    assert not read(response).all("table")
    assert not [value for name, value in checked(response).items() if not name.endswith(".importance")]
    if "format" in query:
        assertContains(response, "It can be had once you have answered.", status_code=400)


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"docs": "everything"},
        {"action": "rename", "name": "Ada"},
        {"action": "explode"},
        {"action": "delete"},
    ],
)
def test_nothing_of_others_is_visible_after_a_form_that_answers_nothing(client, ada, ben, posted):
    response = client.post(address_of(ada), posted)
    assertNotContains(response, "Ben", status_code=response.status_code)
    assert not read(response).all("table")
    assert stored(ada).answered_at is None


# --- Answering -----------------------------------------------------------------------------------


def test_answering_leads_back_to_the_page_with_the_joint_result(client, ada, ben):
    response = client.post(address_of(ada), {"docs": "much", "docs.importance": "3", "action": "answer"})
    assertRedirects(response, address_of(ada))
    response = client.get(address_of(ada))
    assertContains(response, "Ben Secret")
    assertContains(response, "<bdi>Ada</bdi> <b>(you)</b>")


def test_answers_are_stored_as_they_stand_in_an_address(client, ada):
    client.post(address_of(ada), {"team": "one", "docs": "much", "docs.importance": "3", "size": "any"})
    assert stored(ada).query == "docs=much&docs.importance=3&size=any&team=one"
    assert abs(stored(ada).answered_at - timezone.now()) < datetime.timedelta(minutes=1)


def test_the_first_one_sees_their_own_ranking(client, ada):
    client.post(address_of(ada), {"size": "large"})
    response = client.get(address_of(ada))
    assert heading(response) == "You are the first"
    assertContains(response, "So far Alpha comes first.")
    assertContains(response, "The ranking so far")


def test_one_is_called_you_where_members_are_named(client, room, ben):
    ada = MemberFactory(room=room, name="Ada", query="speed=fast&speed.importance=3")
    text = read(client.get(address_of(ada))).text
    assert "0 you 4 Ben Secret" in text
    assert "1 of 2: you" in text


def test_one_is_named_before_the_others(client, room, ben):
    MemberFactory.create_batch(3, room=room, query=ANSWERS)
    ada = MemberFactory(room=room, name="Ada", query=ANSWERS)
    assert "5 of 5: you, Ben Secret, somebody (1) and 2 more" in read(client.get(address_of(ada))).text


def test_ones_own_result_in_full_is_one_click_away(client, room):
    Room.objects.update(frameworks=["alpha", "gamma"])
    ada = MemberFactory(room=room, query=ANSWERS)
    address = links(client.get(address_of(ada)))["Your own result in full"]
    assert address == f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=gamma"
    assert client.get(address).status_code == 200


def test_answers_can_be_changed_later(client, ada):
    client.post(address_of(ada), {"docs": "much", "docs.importance": "3", "team": "one"})
    assert checked(client.get(address_of(ada))).items() >= {
        "docs": "much", "docs.importance": "3", "team": "one",
    }.items()  # fmt: skip
    client.post(address_of(ada), {"docs": "little"})
    assert stored(ada).query == "docs=little"


def test_sending_answers_twice_counts_them_once(client, room, ada):
    for _ in range(2):
        client.post(address_of(ada), {"docs": "much"})
    assert Member.objects.answered().count() == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Answer at least one question."),
        ({"docs.importance": "3"}, "Answer at least one question."),
        ({"docs": "everything"}, "“everything” is not one of its answers."),
        ({"docs": "much\0"}, "is not one of its answers."),
        ({"docs": "much", "ta\0ste": "good"}, "This questionnaire has no such question."),
        ({"docs": ["much", "little"]}, "It is answered 2 times"),
        ({"docs": "much", "docs.importance": "9"}, "“9” is not one of: 1, 2, 3, must."),
        ({"docs": "much", "docs.importance": "must"}, "This answer cannot be a must-have"),
        ({"docs": "much", "taste": "good"}, "This questionnaire has no such question."),
        ({"docs": "much", "framework": "alpha"}, "The room decides this for everybody."),
        ({"docs": "much", "since": "2024"}, "The room decides this for everybody."),
        ({"docs": "much", "without": "source-1"}, "The room decides this for everybody."),
        ({"docs": "x" * 25_000}, "It is longer than 20,000 characters"),
        ({"docs": "much", "action": "explode"}, "“explode” is not one of: answer, rename, delete."),
    ],
)
def test_what_is_not_right_is_told_and_nothing_is_stored(client, ada, posted, words):
    response = client.post(address_of(ada), posted)
    assertContains(response, words, status_code=400)
    assertContains(response, "Nothing was changed.", status_code=400)
    assert stored(ada).query == ""


def test_what_was_right_is_still_chosen_after_a_refusal(client, ada):
    response = client.post(address_of(ada), {"docs": "much", "docs.importance": "3", "team": "everybody"})
    assert checked(response).items() >= {"docs": "much", "docs.importance": "3"}.items()


def test_a_refusal_keeps_the_answers_before(client, room):
    ada = MemberFactory(room=room, query="docs=much")
    response = client.post(address_of(ada), {"docs": "everything"})
    assert response.status_code == 400
    assert stored(ada).query == "docs=much"


def test_skipping_everything_is_an_answer(client, ada, ben):
    client.post(address_of(ada), {"docs": "any", "team": "unknown"})
    assertContains(client.get(address_of(ada)), "nothing weighs anything")


# --- Name and deletion ---------------------------------------------------------------------------


def test_a_name_can_be_changed(client, room, ben):
    ada = MemberFactory(room=room, name="Ada", query="docs=much")
    response = client.post(address_of(ada), {"action": "rename", "name": " Ada \n Lovelace "})
    assertContains(response, "Your name is saved.")
    assertContains(response, "<bdi>Ada Lovelace</bdi>")
    assert (stored(ada).name, stored(ada).query) == ("Ada Lovelace", "docs=much")


def test_a_form_is_answered_with_a_page_whatever_file_the_address_asks_for(client, room):
    ada = MemberFactory(room=room, name="Ada", query="docs=much")
    response = client.post(f"{address_of(ada)}?format=csv", {"action": "rename", "name": "A."})
    assertContains(response, "Your name is saved.")


def test_a_name_can_be_taken_away(client, ada):
    client.post(address_of(ada), {"action": "rename", "name": ""})
    assert stored(ada).name == ""


@pytest.mark.parametrize("name", ["x" * 61, "A\0da"])
def test_a_name_that_cannot_be_is_refused(client, ada, name):
    response = client.post(address_of(ada), {"action": "rename", "name": name})
    assertContains(response, "<code>name</code>", status_code=400)
    assert stored(ada).name == "Ada"


def test_answers_can_be_deleted_and_the_result_is_hidden_again(client, room, ben):
    ada = MemberFactory(room=room, query="docs=much")
    response = client.post(address_of(ada), {"action": "delete"})
    assertContains(response, "Your answers are deleted.")
    assertNotContains(response, "Ben")
    assert (stored(ada).query, stored(ada).answered_at) == ("", None)
    assertNotContains(client.get(address_of(ada)), "Ben")


def test_deleting_touches_nobody_elses_answers(client, room, ben):
    ada = MemberFactory(room=room, query="docs=much")
    client.post(address_of(ada), {"action": "delete"})
    assert stored(ben).query == ANSWERS


# --- A closed room -------------------------------------------------------------------------------


def test_answers_to_a_closed_room_are_refused_and_repeated(client, room, ada, ben):
    close(room)
    response = client.post(address_of(ada), {"docs": "much", "docs.importance": "3", "size": "any"})
    assert response.status_code == 409
    assert heading(response) == "The room was closed before this arrived"
    text = read(response).text
    assert "What about docs? Much, please very important" in text
    assert "What about size? Does not matter" in text
    assert stored(ada).answered_at is None


def test_refused_answers_still_give_ones_own_result(client, room, ada):
    Room.objects.update(frameworks=["alpha", "beta"])
    close(room)
    answers = dict(pair.split("=") for pair in ANSWERS.split("&"))
    address = links(client.post(address_of(ada), answers))["Your own result"]
    assert address == f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=beta"


def test_changes_in_a_closed_room_are_refused(client, room):
    ada = MemberFactory(room=room, query="docs=much")
    close(room)
    assert client.post(address_of(ada), {"docs": "little"}).status_code == 409
    assert stored(ada).query == "docs=much"


@pytest.mark.parametrize("posted", [{}, {"docs": "everything"}])
def test_a_closed_room_is_told_before_what_is_not_right(client, room, ada, posted):
    close(room)
    assert client.post(address_of(ada), posted).status_code == 409


def test_a_room_that_closes_while_answers_are_on_their_way_refuses_them(client, room, ada, monkeypatch):
    def read_and_close(questionnaire, data):
        close(room)
        return sent_sheet(questionnaire, data)

    sent_sheet = views.sent_sheet
    monkeypatch.setattr(views, "sent_sheet", read_and_close)
    response = client.post(address_of(ada), {"docs": "much"})
    assertContains(response, "Much, please", status_code=409)
    assert stored(ada).query == ""


def test_a_room_deleted_while_answers_are_on_their_way_is_gone(client, room, ada, monkeypatch):
    def read_and_delete(questionnaire, data):
        Room.objects.all().delete()
        return sent_sheet(questionnaire, data)

    sent_sheet = views.sent_sheet
    monkeypatch.setattr(views, "sent_sheet", read_and_delete)
    response = client.post(address_of(ada), {"docs": "much"})
    assert response.status_code == 404
    assert response["Referrer-Policy"] == "no-referrer"


def test_everybody_sees_the_joint_result_of_a_closed_room(client, room, ada, ben):
    close(room)
    response = client.get(address_of(ada))
    assertContains(response, "Ben Secret")
    assert not checked(response)


def test_ones_own_answers_can_be_deleted_and_renamed_in_a_closed_room(client, room, ben):
    ada = MemberFactory(room=room, name="Ada", query="docs=much")
    close(room)
    assertContains(client.post(address_of(ada), {"action": "rename", "name": "A."}), "<bdi>A.</bdi>")
    response = client.post(address_of(ada), {"action": "delete"})
    assertContains(response, "Your answers are deleted.")
    assertNotContains(response, "<bdi>A.</bdi>")
    assert stored(ada).query == ""


def test_a_room_closed_before_anybody_answered_says_so(client, room, ada):
    close(room)
    assert heading(client.get(address_of(ada))) == "The room was closed before anybody answered"


# --- Private -------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", ANSWERS])
def test_is_kept_by_nobody_and_sets_no_cookie(client, room, query):
    ada = MemberFactory(room=room, query=query)
    for response in (client.get(address_of(ada)), client.post(address_of(ada), {"docs": "much"})):
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assertContains(client.get(address_of(ada)), '<meta name="robots" content="noindex">')


def test_looking_writes_nothing(client, room):
    ada = MemberFactory(room=room, query=ANSWERS)
    before = list(Room.objects.values()), list(Member.objects.values())
    for query in ("", "?docs=little&action=answer", "?action=delete", "?format=csv"):
        client.get(address_of(ada) + query)
        client.head(address_of(ada) + query)
    assert (list(Room.objects.values()), list(Member.objects.values())) == before


@pytest.mark.parametrize("ask", ["get", "post"])
def test_a_wrong_members_token_looks_like_a_room_that_is_gone(client, room, ada, ask):
    stranger = MemberFactory()
    gone = f"/rooms/nobody-knows-it/members/{ada.token}/"
    wrong = [
        f"/rooms/{room.token}/members/{token}/"
        for token in ("nobody", stranger.token, room.token, room.maker, ada.token_digest)
    ]
    expected = getattr(client, ask)(gone)
    assert expected.status_code == 404
    for address in wrong:
        response = getattr(client, ask)(address)
        assert (response.status_code, response.content) == (404, expected.content)


@pytest.mark.parametrize("ask", ["get", "post"])
def test_an_expired_room_is_gone_for_its_members(client, room, ada, ask):
    now = timezone.now()
    Room.objects.update(created_at=now - datetime.timedelta(days=200), expires_at=now)
    assert getattr(client, ask)(address_of(ada), {"docs": "much"}).status_code == 404
    assert stored(ada).query == ""


def test_other_sites_cannot_answer_for_a_member(client, ada):
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post(address_of(ada), {"docs": "much"}, headers=headers).status_code == 403
    assert stored(ada).query == ""


def test_nobody_needs_a_csrf_token(ada):
    response = Client(enforce_csrf_checks=True).post(address_of(ada), {"docs": "much"})
    assert response.status_code == 302


def test_no_page_gives_away_anybody_elses_tokens(client, room, ben):
    ada = MemberFactory(room=room, query=ANSWERS)
    text = client.get(address_of(ada)).content.decode()
    for secret in (ben.token, ben.token_digest, room.maker, room.maker_digest, room.token_digest):
        assert secret not in text


# --- Size -----------------------------------------------------------------------------


@pytest.mark.parametrize("query", [ANSWERS, ""])
def test_thirty_members_need_no_more_queries_than_three(client, room, query):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address_of(ada)).status_code == 200
        return len(captured)

    ada = MemberFactory(room=room, query=query)
    MemberFactory.create_batch(2, room=room, query=ANSWERS)
    few = queries()
    MemberFactory.create_batch(27, room=room, query=f"{ANSWERS}&admin.importance=must")
    assert queries() == few
