"""The page that a team shares: it invites while the room is open, and shows the joint result once it is closed."""

import csv
import datetime
import io
import json
import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.models import Claim
from questionnaire import rooms
from questionnaire.models import Member, Room
from tests.pages import heading, read

from .asked import ANSWERS
from .factories import MemberFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(questionnaire):
    return RoomFactory(questionnaire=questionnaire, title="Our shop")


@pytest.fixture
def address(room):
    return f"/rooms/{room.token}/"


def answered(room, **queries):
    """Let members answer, by name."""
    return [MemberFactory(room=room, name=name, query=query) for name, query in queries.items()]


def close(room):
    Room.objects.update(closed_at=timezone.now())


# --- An open room --------------------------------------------------------------------------------


def test_says_what_it_is_and_who_sees_what(client, address):
    response = client.get(address)
    assert heading(response) == "Our shop"
    assertContains(response, "You were invited to answer “Quick”. Nobody has answered yet.")
    assertContains(response, "Nobody sees your answers before answering too")


def test_a_room_without_a_title_asks_its_question(client, questionnaire):
    room = RoomFactory(questionnaire=questionnaire)
    assert heading(client.get(f"/rooms/{room.token}/")) == "Which framework fits your team?"


def test_counts_who_has_answered_and_not_who_has_joined(client, room, address):
    answered(room, Ada="docs=much")
    MemberFactory.create_batch(3, room=room)
    assertContains(client.get(address), "1 person has answered so far.")


def test_names_the_frameworks_that_it_considers(client, room, address):
    assertContains(client.get(address), "at least half of the criteria")
    Room.objects.update(frameworks=["gamma", "alpha"])
    text = read(client.get(address)).text
    assert "What is compared Alpha, Gamma." in text


def test_frameworks_that_were_withdrawn_since_are_left_out(client, room, address):
    Room.objects.update(frameworks=["alpha", "gone"])
    assertContains(client.get(address), "at least half of the criteria")


def test_shows_nothing_of_what_was_answered(client, room, address):
    answered(room, Ada=ANSWERS, Zacharias="docs=little")
    response = client.get(address)
    assertNotContains(response, "Ada")
    assertNotContains(response, "Zacharias")
    assertNotContains(response, "points")
    assertNotContains(response, "Much, please")


@pytest.mark.parametrize("name", ["md", "csv", "json"])
def test_gives_no_file_before_it_is_closed(client, room, address, name):
    answered(room, Ada=ANSWERS)
    response = client.get(f"{address}?format={name}")
    assertContains(response, "It can be had once the room is closed.", status_code=400)
    assertNotContains(response, "Ada", status_code=400)


# --- Joining -------------------------------------------------------------------------------------


def test_joining_leads_to_a_page_of_ones_own(client, room, address):
    response = client.post(address, {"name": "Ada"})
    assert re.fullmatch(rf"{address}members/[\w-]{{32}}/", response["Location"])
    assert client.get(response["Location"]).status_code == 200
    assert Member.objects.get().name == "Ada"


def test_a_members_token_is_not_in_the_database(client, address):
    token = client.post(address, {"name": "Ada"})["Location"].split("/")[-2]
    assert token not in str(Member.objects.values().get())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  Ada  ", "Ada"),
        ("Ada\r\n Lovelace", "Ada Lovelace"),
        ("\u200b", ""),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_name_stands_on_one_line_or_is_none(client, address, written, kept):
    assert client.post(address, {"name": written}).status_code == 302
    assert Member.objects.get().name == kept


def test_a_name_can_be_left_out(client, address):
    assert client.post(address).status_code == 302
    assert str(Member.objects.get()) == "somebody"


@pytest.mark.parametrize(
    ("name", "words"), [("x" * 61, "at most 60 characters"), ("A\0da", "Null characters are not allowed.")]
)
def test_a_name_that_cannot_be_is_told_and_nobody_joins(client, address, name, words):
    response = client.post(address, {"name": name})
    assertContains(response, words, status_code=400)
    assert not Member.objects.exists()


def test_sending_the_form_twice_counts_nobody_twice(client, room, address):
    first, second = (client.post(address, {"name": "Ada"})["Location"] for _ in range(2))
    client.post(first, {"docs": "much"})
    assert (Member.objects.count(), Member.objects.answered().count()) == (2, 1)
    assertContains(client.get(address), "1 person has answered so far.")
    assert client.get(second).status_code == 200


def test_a_full_room_says_so_kindly(client, room, address, monkeypatch):
    monkeypatch.setattr(rooms, "MOST_MEMBERS", 2)
    MemberFactory(room=room)
    assert client.post(address).status_code == 302
    response = client.post(address, {"name": "Late <Ada>"})
    assertContains(response, "The room is full", status_code=409)
    assertContains(response, "Late &lt;Ada&gt;", status_code=409)
    assert Member.objects.count() == 2


def test_a_room_holds_200_members():
    assert rooms.MOST_MEMBERS == 200


def test_another_rooms_members_take_no_place(client, address, monkeypatch):
    monkeypatch.setattr(rooms, "MOST_MEMBERS", 1)
    MemberFactory()
    assert client.post(address).status_code == 302


def test_nobody_joins_a_closed_room(client, room, address):
    close(room)
    response = client.post(address, {"name": "Late <Ada>"})
    assertContains(response, "The room was closed before this arrived", status_code=409)
    assertContains(response, "Late &lt;Ada&gt;", status_code=409)
    assert not Member.objects.exists()


def test_nobody_joins_a_room_whose_time_ends_on_the_way(client, room, address, monkeypatch):
    now = timezone.now()
    Room.objects.update(created_at=now - datetime.timedelta(days=200), expires_at=now)
    monkeypatch.setattr("questionnaire.views.rooms.get_room", lambda token: room)
    assert client.post(address).status_code == 404
    assert not Member.objects.exists()


# --- A closed room -------------------------------------------------------------------------------


def test_everybody_with_the_link_sees_the_joint_result(client, room, address):
    answered(room, Ada=ANSWERS, Ben=ANSWERS)
    close(room)
    response = client.get(address)
    assert heading(response) == "You agree on everything"
    assertContains(response, "By every method Alpha comes first.")
    assertContains(response, "2 people have answered")
    assert not read(response).all("form", method="post")


def test_a_room_closed_before_anybody_answered_says_so(client, room, address):
    MemberFactory(room=room)
    close(room)
    response = client.get(address)
    assert heading(response) == "The room was closed before anybody answered"
    assertContains(response, 'href="/questionnaire/quick/room/"')


def test_a_closed_room_outlives_that_its_questionnaire_is_withdrawn(client, room, address):
    answered(room, Ada=ANSWERS)
    close(room)
    room.questionnaire.is_published = False
    room.questionnaire.save()
    assert client.get(address).status_code == 200


def test_the_result_is_of_the_frameworks_that_the_room_considers(client, room, address):
    answered(room, Ada=ANSWERS, Ben=ANSWERS)
    Room.objects.update(closed_at=timezone.now(), frameworks=["beta", "gamma"])
    response = client.get(address)
    assertNotContains(response, "Alpha")
    assertContains(response, "Gamma")


@pytest.mark.parametrize(
    ("queries", "finding"),
    [
        ([ANSWERS], "One person has answered"),
        ([ANSWERS, ANSWERS], "You agree on everything"),
        (["docs=much&team=one", "docs=much&team=any"], "You agree on everything except team quality"),
        (
            ["docs=much&team=one", "docs=much&size=large"],
            "You agree on everything except size quality and team quality",
        ),
        (["docs=much", "team=one"], "You disagree on 2 of 2 criteria, most on docs quality and team quality"),
        (
            ["docs=much&team=one&size=large", "docs=little&docs.importance=3&admin=yes"],
            "You disagree on 4 of 4 criteria",
        ),
        (
            ["docs=much&docs.importance=3&team=one&size=large", "admin=yes"],
            "You disagree on 4 of 4 criteria, most on docs quality",
        ),
        (["docs=any", "docs=unknown"], "Nothing that you answered weighs anything"),
    ],
)
def test_the_headline_says_where_the_team_agrees(client, room, address, queries, finding):
    for query in queries:
        MemberFactory(room=room, query=query)
    close(room)
    assert heading(client.get(address)) == finding


@pytest.mark.parametrize(
    ("queries", "verdict"),
    [
        ([ANSWERS], "So far Alpha comes first."),
        (["docs=much", "size=large"], "By every method Alpha comes first."),
        (["team=one"] * 2, "By every method Alpha and Beta tie for the first place."),
        (["admin=yes&admin.importance=must", "speed=fast"], "Alpha alone meets everybody's must-haves."),
        (
            ["speed=fast"] * 2 + ["admin=yes&admin.importance=3&size=large&size.importance=3"],
            "The methods disagree: mean of weights and least dissatisfaction put Alpha first, first places puts Beta first.",
        ),
        (["docs=any"], "All frameworks tie, because no answer gives weight to anything."),
    ],
)
def test_the_verdict_says_what_comes_first(client, room, address, queries, verdict):
    for query in queries:
        MemberFactory(room=room, query=query)
    close(room)
    assertContains(client.get(address), f'<p class="lead">{verdict}</p>'.replace("'", "&#x27;"))


def cells(response, caption):
    """Return a table's cells as a reader sees them: {row's head: [texts]}."""
    (table,) = [each for each in read(response).all("table") if each.one("caption").text == caption]
    return {
        row.all("th")[0].text: [cell.text for cell in row.all("td")]
        for row in table.all("tr")
        if row.all("td")
    }


def test_the_three_methods_stand_side_by_side(client, room, address):
    answered(room, Ada="speed=fast", Ben="speed=fast", Cleo="size=large&admin=yes")
    close(room)
    assert cells(client.get(address), "Frameworks ranked by three methods") == {
        "Alpha": ["1st 5.3 points", "1st 50 of 100: Ada and Ben", "2nd 1 of 3: Cleo"],
        "Beta": ["2nd 4 points", "2nd 62.5 of 100: Cleo", "1st 2 of 3: Ada and Ben"],
    }


def test_where_the_methods_disagree_it_is_said(client, room, address):
    answered(
        room,
        Ada="speed=fast",
        Ben="speed=fast",
        Cleo="admin=yes&admin.importance=3&size=large&size.importance=3",
    )
    close(room)
    assertContains(client.get(address), "No way of counting is the right one.")


def test_a_close_lead_is_told(client, room, address):
    answered(room, Ada="speed=fast&docs=much&size=large", Ben="speed=fast&docs=much&size=large")
    close(room)
    assertNotContains(client.get(address), "too close to call")
    Member.objects.update(query="speed=fast&size=large")
    for query in ("", "?format=md"):
        assertContains(client.get(address + query), "By the mean of weights it is too close to call.")


def test_a_veto_names_who_what_and_the_articles(client, room, address):
    answered(room, Ada="admin=yes&admin.importance=must", Ben="speed=fast", Cleo="speed=fast")
    MemberFactory(room=room, query="admin=yes&admin.importance=must")
    close(room)
    response = client.get(address)
    text = read(response).text
    assert "Beta is excluded by Ada and somebody: Panel must be at least “Official extension”." in text
    assert "Articles say: Third party (1 article, sells development · 2025). Read them" in text
    assertContains(response, 'href="/criteria/panel/#beta"')
    row = cells(response, "Frameworks ranked by three methods")["Beta excluded by Ada and somebody"]
    assert all(cell.startswith("excluded ") for cell in row)
    assert "If every must-have were only important, " in text


def test_an_unknown_must_have_is_told_and_excludes_nobody(client, room, address):
    Room.objects.update(frameworks=["alpha", "gamma"])
    answered(room, Ada="admin=yes&admin.importance=must", Ben="docs=much")
    close(room)
    assertContains(client.get(address), "Whether Gamma meets “Panel” is unknown")


def test_must_haves_that_leave_nothing_are_told(client, room, address):
    Claim.objects.filter(criterion__slug="panel").update(availability="none")
    answered(room, Ada="admin=yes&admin.importance=must", Ben="docs=much")
    close(room)
    assertContains(client.get(address), "The must-haves together leave no framework.")


def test_the_spread_names_who_weighs_most_and_least(client, room, address):
    answered(room, Ada="docs=much&docs.importance=3&team=one", Ben="docs=little&team=one", Cleo="team=one")
    close(room)
    response = client.get(address)
    table = cells(response, "Criteria by how far the members' weights are apart")
    assert table == {"Docs quality": ["6", "0 Ben and Cleo", "6 Ada", "2"]}
    assertContains(response, "You agree on 1 criterion")


def test_everybodys_points_add_up(client, room, address):
    answered(room, Ada="speed=fast", Ben="size=large", Cleo="docs=any")
    close(room)
    table = cells(client.get(address), "Points and ranks by member and framework")
    assert table == {
        "Ada 1 answer": ["0 2nd", "8 1st"],
        "Ben 1 answer": ["8 1st", "0 2nd"],
        "Cleo nothing weighs anything": ["0 1st", "0 1st"],
        "All added up": ["8", "8"],
    }


def test_everybodys_answers_stand_question_by_question(client, room, address):
    answered(room, Ada="docs=much&docs.importance=3", Ben="docs=much", Cleo="docs=unknown")
    close(room)
    text = read(client.get(address)).text
    assert "What about docs? Much, please: Ada very important, Ben important I do not know: Cleo" in text


def test_equal_names_are_told_apart(client, room, address):
    answered(room, Ada="docs=much")
    answered(room, Ada="docs=much")
    MemberFactory.create_batch(2, room=room, query="docs=much")
    close(room)
    rows = cells(client.get(address), "Points and ranks by member and framework")
    assert [name.removesuffix(" 1 answer") for name in rows] == [
        "Ada (1)", "Ada (2)", "somebody (1)", "somebody (2)", "All added up",
    ]  # fmt: skip


def test_names_never_become_markup_and_keep_their_direction(client, room, address):
    answered(room, **{"<script>x</script>": "docs=much", "\u202eevil": "team=one"})
    close(room)
    response = client.get(address)
    assertNotContains(response, "<script>x")
    assertContains(response, "<bdi>\u202eevil</bdi>")


def test_answers_to_options_that_were_withdrawn_since_count_nothing(client, room, address):
    answered(room, Ada="docs=much&gone=yes&size=huge", Ben="docs=much")
    close(room)
    assert heading(client.get(address)) == "You agree on everything"


# --- Files ---------------------------------------------------------------------------------------


@pytest.fixture
def team(room):
    answered(
        room,
        Ada="speed=fast&docs=much",
        Ben="size=large&admin=yes&admin.importance=must",
        Cleo="size=large&speed=any",
    )
    close(room)
    return room


def test_the_decision_record_holds_outcome_and_dissent(client, team, address):
    response = client.get(f"{address}?format=md")
    text = response.content.decode()
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# Our shop\n")
    assert f"* Result: <http://testserver{address}>" in text
    assert "3 people answered for themselves." in text
    assert "* What about speed? **Fast, please: Ada (important); Does not matter: Cleo**" in text
    assert "**Alpha alone meets everybody's must-haves.**" in text
    assert "The members disagree on " in text
    dissent = text.partition("## Dissent")[2].partition("\n## ")[0]
    assert "* Ada puts Beta first.\n" in dissent
    assert "* Beta is excluded by Ben: Panel must be at least “Official extension”" in dissent
    assert "* Speed quality: weight 0 for Ben and Cleo, 4 for Ada.\n" in dissent
    assert "Ben puts" not in dissent


def test_dissent_is_told_where_must_haves_leave_nothing(client, room, address):
    Claim.objects.filter(criterion__slug="panel").update(availability="none")
    answered(room, Ada="admin=yes&admin.importance=must", Ben="docs=much", Cleo="docs=any")
    close(room)
    text = client.get(f"{address}?format=md").content.decode()
    assert "**The must-haves together leave no framework.**" in text
    assert "* The must-haves of Ada leave no framework.\n" in text
    assert "* Ben puts Alpha first.\n" in text
    assert "Cleo puts" not in text


def test_the_decision_record_claims_nothing_about_what_would_change_it(client, team, address):
    text = client.get(f"{address}?format=md").content.decode()
    assert "turns out to be wrong" not in text
    data = client.get(f"{address}?format=json").json()
    assert "changes" not in data
    assert "decisive_articles" not in data


def test_names_cannot_break_out_of_the_decision_record(client, room, address):
    answered(room, **{"[x](javascript:y) <b>": "docs=much", "# Ben": "size=large"})
    close(room)
    text = client.get(f"{address}?format=md").content.decode()
    assert "\\[x\\](javascript:y) \\<b\\>" in text
    assert "\n# Ben" not in text


def test_json_holds_members_methods_vetoes_and_spreads(client, team, address):
    data = json.loads(client.get(f"{address}?format=json").content)
    assert data["finding"] == "Alpha alone meets everybody's must-haves"
    assert [each["name"] for each in data["members"]] == ["Ada", "Ben", "Cleo"]
    assert data["members"][0]["weights"] == {"speed": 4, "docs": 4}
    assert [each["method"] for each in data["methods"]] == [
        "mean of weights",
        "least dissatisfaction",
        "first places",
    ]
    assert [each["framework"] for each in data["methods"][0]["ranking"]] == ["alpha"]
    assert {each["framework"] for each in data["methods"][0]["if_only_important"]} == {"alpha", "beta"}
    assert data["vetoes"] == [
        {
            "framework": "beta",
            "criterion": "panel",
            "at_least": "Official extension",
            "says": "Third party",
            "members": ["Ben"],
        }
    ]
    speed = next(each for each in data["spreads"] if each["criterion"] == "speed")
    assert speed == {"criterion": "speed", "mean": 1.33, "low": 0, "high": 4, "weights": [4, 0, 0]}


def test_csv_holds_everybodys_weights_and_adds_up(client, team, address):
    text = client.get(f"{address}?format=csv").content.decode().removeprefix("\ufeff")
    head, *lines, foot = csv.reader(io.StringIO(text))
    assert head[:5] == ["criterion", "weight of all", "Ada: weight", "Ben: weight", "Cleo: weight"]
    for line in lines:
        assert int(line[1]) == sum(int(each) for each in line[2:5])
    for column, name in enumerate(head):
        if name.endswith("points"):
            assert sum(float(line[column] or 0) for line in lines) == float(foot[column])


def test_a_name_is_no_formula_in_a_spreadsheet(client, room, address):
    answered(room, **{"=1+1": "docs=much"})
    close(room)
    assert ",'=1+1: weight," in client.get(f"{address}?format=csv").content.decode()


def test_an_unknown_format_is_told(client, team, address):
    assertContains(client.get(f"{address}?format=pdf"), "It is one of: html, md, csv, json.", status_code=400)


# --- Private -------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_closed", [True, False])
@pytest.mark.parametrize("query", ["", "?format=md", "?format=csv", "?format=json"])
def test_is_kept_by_nobody_and_sets_no_cookie(client, room, address, is_closed, query):
    answered(room, Ada=ANSWERS)
    if is_closed:
        close(room)
    response = client.get(address + query)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    if not query:
        assertContains(response, '<meta name="robots" content="noindex">')
        assertNotContains(response, "canonical")


def test_looking_writes_nothing(client, room, address):
    answered(room, Ada=ANSWERS)
    before = list(Room.objects.values()), list(Member.objects.values())
    for query in ("", "?name=Ada", "?action=close", "?format=md"):
        client.get(address + query)
        client.head(address + query)
    assert (list(Room.objects.values()), list(Member.objects.values())) == before


def test_unknown_expired_and_deleted_look_the_same(client, room, address):
    deleted = RoomFactory()
    deleted.delete()
    expired = RoomFactory(
        created_at=timezone.now() - datetime.timedelta(days=200),
        expires_at=timezone.now() - datetime.timedelta(seconds=1),
    )
    asked = [client.get(f"/rooms/{token}/") for token in ("nobody-knows-it", deleted.token, expired.token)]
    asked += [client.post(f"/rooms/{token}/") for token in ("nobody-knows-it", deleted.token, expired.token)]
    assert {response.status_code for response in asked} == {404}
    assert len({response.content for response in asked}) == 1
    assert {response["Cache-Control"] for response in asked} == {"no-store, private"}
    assert not Member.objects.exists()


def test_the_digest_is_not_the_token(client, room):
    assert client.get(f"/rooms/{room.token_digest}/").status_code == 404


def test_other_sites_cannot_make_visitors_join(client, address):
    assert client.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Member.objects.exists()


def test_is_asked_and_sent_to_and_nothing_else(client, address):
    assert client.head(address).status_code == 200
    for ask in (client.put, client.delete, client.patch):
        response = ask(address)
        assert response.status_code == 405
        assert response["Referrer-Policy"] == "no-referrer"


def test_no_address_of_a_visitor_is_stored(client, address):
    client.post(address, {"name": "Ada"}, REMOTE_ADDR="203.0.113.7")
    fields = {field.name for model in (Room, Member) for field in model._meta.fields}
    assert not {name for name in fields if "ip" in name.split("_") or "agent" in name}
    assert "203.0.113.7" not in str(list(Member.objects.values()))


# --- Size ----------------------------------------------------------------------------------------


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?format=md", "?format=csv", "?format=json"])
def test_thirty_members_need_no_more_queries_than_three(client, room, address, query):
    for number in range(3):
        MemberFactory(room=room, name=f"M{number}", query=ANSWERS)
    close(room)
    few = queries(client, address + query)
    for number in range(27):
        MemberFactory(room=room, name=f"N{number}", query=f"{ANSWERS}&admin.importance=must")
    assert queries(client, address + query) == few


def test_two_hundred_members_are_shown_in_time(client, room, address):
    for number in range(200):
        MemberFactory(room=room, name=f"M{number}", query=ANSWERS)
    close(room)
    began = time.monotonic()
    assertContains(client.get(address), "200 people have answered")
    assert time.monotonic() - began < 5
