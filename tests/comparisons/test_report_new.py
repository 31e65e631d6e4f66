"""Reporting a mistake: two fields, no account, kept once and with the revision that the visitor read."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.models import Claim
from comparisons.models.report import Report
from tests.claims import claim
from tests.factories import ClaimFactory, ReportFactory, UserFactory
from tests.pages import heading, links, read
from tests.questionnaire.crowd import at_once

from .visitors import clock, fields, opened, problems, send

pytestmark = pytest.mark.django_db

ADDRESS = "/claims/survey-1/report/"
TEXT = "The figure is for two workers."


@pytest.fixture(autouse=True)
def said():
    return claim("django", "speed", statement="It is fast.", article__slug="survey")


def change(said, **values):
    """Let an editor change a claim."""
    said = Claim.objects.get(pk=said.pk)
    for name, value in values.items():
        setattr(said, name, value)
    said.save()
    return said


# --- The form ---


def test_asks_what_is_wrong_and_where_it_can_be_seen(client):
    form = read(client.get(ADDRESS)).one("form", method="post")
    seen = [each for each in form.all("input") + form.all("textarea") if each["type"] != "hidden"]
    assert {each["name"] for each in seen if each["tabindex"] is None} == {"text", "evidence"}


def test_shows_the_claim_that_is_meant(client):
    assertContains(client.get(ADDRESS), "It is fast.")


def test_a_claim_leads_here_with_the_revision_that_is_read(client, said):
    change(said, statement="It is quick.")
    assert links(client.get("/claims/survey-1/"))["Report a mistake"] == f"{ADDRESS}?revision=2"


def test_no_search_engine_lists_and_no_cache_keeps_the_form(client):
    response = client.get(ADDRESS)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert read(response).one("meta", name="robots")["content"] == "noindex"


def test_opening_writes_nothing_and_sets_no_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(1):  # the claim
        response = client.get(ADDRESS)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "csrf" not in response.content.decode()


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_published_cannot_be_reported(client, state, method):
    hidden = ClaimFactory(state=state, statement="Xanadu.")
    response = getattr(client, method)(f"/claims/{hidden.slug}/report/")
    assertNotContains(response, "Xanadu", status_code=404)


def test_answers_to_head_and_to_no_other_method(client):
    response = client.head(ADDRESS)
    assert (response.status_code, response.content) == (200, b"")
    assert [client.put(ADDRESS).status_code, client.delete(ADDRESS).status_code] == [405, 405]


# --- Sending it ---


def test_a_report_is_kept_as_it_was_written(client, said):
    send(client, ADDRESS, text=f"  {TEXT}\r\n\r\n\r\n\r\nReally. ", evidence="https://seen.example/page")
    report = Report.objects.get()
    assert (report.claim, report.claim_revision, report.kind, report.state) == (said, 1, "report", "open")
    assert (report.text, report.evidence, report.name) == (
        f"{TEXT}\n\nReally.",
        "https://seen.example/page",
        "",
    )


def test_sending_leads_to_a_page_that_a_reload_does_not_send_again(client):
    response = send(client, ADDRESS, text=TEXT)
    assert (response.status_code, response["Location"]) == (303, "/claims/survey-1/reported/")
    assert response["Cache-Control"] == "no-store"


def test_where_it_can_be_seen_is_optional(client):
    send(client, ADDRESS, text=TEXT, evidence="")
    assert Report.objects.get().evidence == ""


def test_an_address_without_https_gets_it(client):
    send(client, ADDRESS, text=TEXT, evidence="seen.example/page")
    assert Report.objects.get().evidence == "https://seen.example/page"


def test_nothing_about_the_visitor_is_kept(client):
    client.post(
        ADDRESS,
        opened(client, ADDRESS) | {"text": TEXT},
        headers={"User-Agent": "Xanadu/1", "X-Forwarded-For": "203.0.113.9"},
        REMOTE_ADDR="198.51.100.7",
    )
    for row in (*Report.objects.values(), *Report.history.values()):
        assert not re.search(r"Xanadu|203\.0|198\.51", str(row))


def test_a_report_is_nobodys_even_if_an_editor_sends_it(admin_client):
    send(admin_client, ADDRESS, text=TEXT)
    assert Report.history.get().history_user is None


def test_sending_asks_no_session_and_sets_no_cookie(client):
    response = send(client, ADDRESS, text=TEXT)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://["},
])  # fmt: skip
def test_a_form_of_another_site_is_refused(client, headers):
    response = client.post(ADDRESS, opened(client, ADDRESS) | {"text": TEXT}, headers=headers)
    assert (response.status_code, Report.objects.count()) == (403, 0)


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://testserver"},
    {"Origin": "null"},
])  # fmt: skip
def test_our_own_form_is_taken(client, headers):
    response = client.post(ADDRESS, opened(client, ADDRESS) | {"text": TEXT}, headers=headers)
    assert (response.status_code, Report.objects.count()) == (303, 1)


# --- What is not right ---


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"text": ""}, "What is wrong: Say what is wrong, in 10 characters or more."),
        ({"text": " 123456789 "}, "What is wrong: Say what is wrong, in 10 characters or more."),
        ({"text": "\u200b" * 30}, "What is wrong: Say what is wrong, in 10 characters or more."),
        ({"text": "a" * 2001}, "What is wrong: It is too long: at most 2000 characters are taken, it has 2001."),
        ({"text": "a" * 10**6}, "What is wrong: It is too long: at most 2000 characters are taken, it has 1000000."),
        ({"text": "It holds \0 here."}, "What is wrong: It holds a NUL character, which no text has."),
        ({"evidence": "no address"}, "Where it can be seen: This is no address of a page. It looks like https://example.org/page."),
        ({"evidence": "javascript:alert(1)"}, "Where it can be seen: This is no address of a page. It looks like https://example.org/page."),
        ({"evidence": "ftp://seen.example/"}, "Where it can be seen: This is no address of a page. It looks like https://example.org/page."),
        ({"evidence": "http://["}, "Where it can be seen: This is no address of a page. It looks like https://example.org/page."),
        ({"evidence": "https://seen.example/" + "a" * 300}, "Where it can be seen: It is too long: at most 300 characters are taken, it has 321."),
    ],
    ids=range(11),
)  # fmt: skip
def test_says_what_is_not_right_and_keeps_what_was_typed(client, typed, problem):
    typed = {"text": TEXT, "evidence": "https://seen.example/"} | typed
    response = send(client, ADDRESS, **typed)
    assert (response.status_code, problems(response)) == (400, [problem])
    kept = fields(response)
    assert (kept["text"], kept["evidence"]) == (typed["text"].replace("\0", ""), typed["evidence"])
    assert Report.objects.count() == 0
    assert response["Cache-Control"] == "no-store"


def test_what_is_mended_can_be_sent_at_once(client):
    response = send(client, ADDRESS, text="short")
    assert client.post(ADDRESS, fields(response) | {"text": TEXT}).status_code == 303


def test_two_thousand_characters_fit_however_a_browser_ends_its_lines(client):
    send(client, ADDRESS, text="a\r\n" * 999 + "aa")
    assert len(Report.objects.get().text) == 2000


def test_two_megabytes_and_more_are_refused_with_words(client):
    response = client.post(
        ADDRESS, "text=" + "a" * 3 * 10**6, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert problems(response) == ["Form: It is too long to be read. Nothing was kept."]


def test_control_characters_are_left_out(client):
    send(client, ADDRESS, text="\x1b[31mIt is\x07 wrong.\x9f")
    assert Report.objects.get().text == "[31mIt is wrong."


def test_what_was_typed_is_only_text(client):
    response = send(client, ADDRESS, text="<b>a</b>", evidence='"><script>alert(1)</script>')
    assertNotContains(response, "<script>alert", status_code=400)
    assert fields(response)["text"] == "<b>a</b>"


# --- The revision that is meant ---


def test_a_report_keeps_the_revision_that_was_read(client, said):
    change(said, statement="It is quick.")
    send(client, f"{ADDRESS}?revision=1", text=TEXT)
    assert Report.objects.get().claim_revision == 1


def test_without_a_revision_the_newest_is_meant(client, said):
    change(said, statement="It is quick.")
    send(client, ADDRESS, text=TEXT)
    assert Report.objects.get().claim_revision == 2


def test_says_in_the_form_that_the_claim_has_changed(client, said):
    change(said, statement="It is quick.", locator="Appendix")
    response = client.get(f"{ADDRESS}?revision=1")
    columns = [each.text for each in read(response).one("div", class_="two").all("div")[1:]]
    assert columns == [
        "As you read it, revision 1 It is fast. Locator Introduction › paragraph 1",
        "As it is now, revision 2 It is quick. Locator Appendix",
    ]


def test_says_nothing_of_a_change_where_there_is_none(client):
    assertNotContains(client.get(f"{ADDRESS}?revision=1"), "changed since")


def test_a_claim_that_changes_while_somebody_writes_is_shown_before_it_is_sent(client, said):
    form = opened(client, ADDRESS) | {"text": TEXT, "evidence": "https://seen.example/"}
    change(said, statement="It is quick.")
    response = client.post(ADDRESS, form)
    assert (response.status_code, Report.objects.count()) == (409, 0)
    assertContains(response, "It is quick.", status_code=409)
    assertContains(response, "It is fast.", status_code=409)
    kept = fields(response)
    assert (kept["text"], kept["evidence"]) == (TEXT, "https://seen.example/")
    assert client.post(ADDRESS, kept).status_code == 303
    assert Report.objects.get().claim_revision == 1


@pytest.mark.parametrize("revision", ["0", "7", "-1", "one", "1.5", "9" * 30, "٣", "%FF", "<b>"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_revision_that_never_was_is_told(client, revision, method):
    if method == "get":
        response = client.get(f"{ADDRESS}?revision={revision}")
    else:
        response = send(client, ADDRESS, text=TEXT, revision=revision)
        assert fields(response)["text"] == TEXT
    assert response.status_code == 400
    assert "is not the number of a public revision of this claim." in problems(response)[0]
    assert fields(response)["revision"] == "1"
    assert Report.objects.count() == 0


def test_what_a_claim_said_as_a_draft_is_not_shown(client):
    draft = claim("django", "ease", state="draft", statement="Xanadu.", article__slug="other")
    draft.statement = "It is easy."
    draft.move_to("in_review", by=UserFactory())
    draft.move_to("published", by=UserFactory())
    for revision in (1, 2):
        response = client.get(f"/claims/other-1/report/?revision={revision}")
        assertNotContains(response, "Xanadu", status_code=400)


# --- Floods ---


def test_what_fills_the_hidden_field_is_thanked_and_not_kept(client):
    response = send(client, ADDRESS, text=TEXT, topic="Cheap watches")
    assert (response.status_code, response["Location"]) == (303, "/claims/survey-1/reported/")
    assert Report.objects.count() == 0


def test_people_cannot_reach_the_hidden_field(client):
    (trap,) = read(client.get(ADDRESS)).one("form", method="post").all("input", name="topic")
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert read(client.get(ADDRESS)).one("p", class_="unseen")["aria-hidden"] == "true"


NOW = 1_800_000_000
DAY = 24 * 3600


def sent_after(client, seconds):
    """Send a form so many seconds after it was opened; return the answer and the form."""
    with clock(NOW):
        form = fields(client.get(ADDRESS)) | {"text": TEXT}
    with clock(NOW + seconds):
        return client.post(ADDRESS, form), form


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "This form came back within 3 seconds"),
        (2.9, "This form came back within 3 seconds"),
        (DAY + 1, "This form was open for more than a day."),
    ],
)
def test_a_form_that_comes_too_soon_or_too_late_gets_a_fresh_stamp(client, seconds, words):
    response, form = sent_after(client, seconds)
    assert response.status_code == 400
    assert problems(response)[0].startswith(f"Form: {words}")
    assert fields(response)["text"] == TEXT
    assert fields(response)["stamp"] != form["stamp"]
    assert Report.objects.count() == 0


@pytest.mark.parametrize("seconds", [3.1, DAY])
def test_a_form_may_be_sent_after_seconds_and_for_a_day(client, seconds):
    response, _ = sent_after(client, seconds)
    assert response.status_code == 303


@pytest.mark.parametrize("stamp", ["", "forged", "a:b:c", "\0", "0" * 10**6])
def test_a_form_without_our_stamp_is_refused(client, stamp):
    response = client.post(ADDRESS, {"text": TEXT, "revision": "1", "stamp": stamp})
    assert (response.status_code, Report.objects.count()) == (400, 0)
    assert fields(response)["text"] == TEXT


def test_the_stamp_of_another_claim_is_refused(client):
    other = ClaimFactory()
    stamp = opened(client, f"/claims/{other.slug}/report/")["stamp"]
    assert send(client, ADDRESS, text=TEXT, stamp=stamp).status_code == 400


def test_the_same_form_twice_is_one_report(client):
    form = opened(client, ADDRESS) | {"text": TEXT}
    answers = [client.post(ADDRESS, form) for _ in range(2)]
    assert [(each.status_code, each["Location"]) for each in answers] == [
        (303, "/claims/survey-1/reported/")
    ] * 2
    assert Report.objects.count() == 1


def test_another_text_in_a_form_that_was_sent_is_kept_on_the_page(client):
    form = opened(client, ADDRESS) | {"text": TEXT}
    client.post(ADDRESS, form)
    response = client.post(ADDRESS, form | {"text": "And the unit is wrong."})
    assert (response.status_code, Report.objects.count()) == (409, 1)
    assert fields(response)["text"] == "And the unit is wrong."
    assert fields(response)["stamp"] != form["stamp"]


@pytest.mark.parametrize("state", ["open", "kept", "dismissed"])
def test_the_same_text_again_is_one_report(client, said, state):
    ReportFactory(claim=said, text=TEXT, state=state)
    assert send(client, ADDRESS, text=f"{TEXT} ").status_code == 303
    assert Report.objects.count() == 1


def test_the_same_text_on_another_claim_is_another_report(client):
    ReportFactory(text=TEXT, state="open")
    send(client, ADDRESS, text=TEXT)
    assert Report.objects.count() == 2


def test_what_was_answered_can_be_wrong_again_in_a_later_revision(client, said):
    ReportFactory(claim=said, text=TEXT, state="corrected")
    change(said, statement="It is quick.")
    send(client, ADDRESS, text=TEXT)
    assert Report.objects.open().get().claim_revision == 2


def test_a_claim_takes_five_open_reports(client, said):
    ReportFactory.create_batch(4, claim=said, state="open")
    assert send(client, ADDRESS, text=TEXT).status_code == 303
    response = send(client, ADDRESS, text="One more of them.")
    assert (response.status_code, response["Retry-After"]) == (429, str(24 * 3600))
    assert problems(response)[0].startswith(
        "Not taken yet: Five reports on this claim wait for an answer already."
    )
    assert fields(response)["text"] == "One more of them."
    assert Report.objects.count() == 5


def test_answered_reports_and_replies_are_in_nobodys_way(client, said):
    ReportFactory.create_batch(9, claim=said)
    ReportFactory.create_batch(5, claim=said, state="open", kind="reply")
    ReportFactory.create_batch(5, state="open")
    assert send(client, ADDRESS, text=TEXT).status_code == 303


def test_the_site_takes_sixty_reports_an_hour(client):
    then = timezone.now() - datetime.timedelta(minutes=50, seconds=30)
    ReportFactory.create_batch(60, state="dismissed", received_at=then)
    response = send(client, ADDRESS, text=TEXT)
    assert response.status_code == 429
    assert 560 <= int(response["Retry-After"]) <= 570
    assert problems(response) == [
        "Not taken yet: More reports came within the hour than we can read. Come back in 10 minutes. Your text is "
        "still here: keep a copy of it."
    ]
    assert fields(response)["text"] == TEXT


def test_the_hour_rolls(client):
    now = timezone.now()
    ReportFactory.create_batch(59, received_at=now - datetime.timedelta(minutes=1))
    ReportFactory.create_batch(9, received_at=now - datetime.timedelta(minutes=61))
    assert send(client, ADDRESS, text=TEXT).status_code == 303


def test_a_flood_costs_few_queries(client, said, django_assert_max_num_queries):
    ReportFactory.create_batch(60, claim=said, state="open")
    form = opened(client, ADDRESS) | {"text": TEXT}
    with django_assert_max_num_queries(8):
        assert client.post(ADDRESS, form).status_code == 429


# --- Many at once ---


def jobs_of(forms, address=ADDRESS):
    return [lambda form=form: Client().post(address, form).status_code for form in forms]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_cannot_pass_the_limit_of_a_claim(client, tmp_path):
    forms = [
        opened(client, ADDRESS) | {"text": f"This is wrong, says number {number}."} for number in range(12)
    ]
    assert sorted(at_once(jobs_of(forms), tmp_path)) == [303] * 5 + [429] * 7
    assert Report.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_crowd_on_many_claims_cannot_pass_the_limit_of_the_site(client, tmp_path):
    ReportFactory.create_batch(56)
    addresses = [f"/claims/{each.slug}/report/" for each in ClaimFactory.create_batch(10)]
    jobs = [
        job for address in addresses for job in jobs_of([opened(client, address) | {"text": TEXT}], address)
    ]
    assert sorted(at_once(jobs, tmp_path)) == [303] * 4 + [429] * 6
    assert Report.objects.count() == 60


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_is_one_report(client, tmp_path):
    form = opened(client, ADDRESS) | {"text": TEXT}
    assert at_once(jobs_of([form] * 10), tmp_path) == [303] * 10
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_text_of_ten_forms_at_once_is_one_report(client, tmp_path):
    forms = [opened(client, ADDRESS) | {"text": TEXT} for _ in range(10)]
    assert at_once(jobs_of(forms), tmp_path) == [303] * 10
    assert Report.objects.count() == 1


def test_the_page_has_a_heading(client):
    assert heading(client.get(ADDRESS)) == "What is wrong with this claim?"
