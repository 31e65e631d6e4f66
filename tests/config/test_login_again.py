"""A form that is sent after the login has ended: nothing that was typed is lost, and nobody writes without the right."""

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from comparisons.models import Claim
from tests.factories import (
    ArticleFactory,
    CapturedTextFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    UserFactory,
)
from tests.pages import read
from tests.workplace import mistakes, opened, shown, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
]

TYPED = "\r\nIt is “fast” & 'easy' <b>to</b> \"learn\" 🙂\r\n\r\n  {{ here }}\\ "


@pytest.fixture
def ada():
    return signed_in("ada", "Reviewer")


def end_the_login():
    Session.objects.all().delete()


def as_sent(form):
    """Return a form as the browser sends it, with its line breaks."""
    return {name: value.replace("\n", "\r\n") for name, value in form.items()}


def kept(response):
    """Return what the page that asks to log in keeps, as the browser would send it on."""
    added = ("csrfmiddlewaretoken", "login_again", "username", "password")
    return {name: value for name, value in as_sent(shown(response)).items() if name not in added}


def log_in(browser, address, response, password="password", username="ada"):
    """Fill in the login of the page that keeps a form, and send it."""
    return browser.post(address, as_sent(shown(response)) | {"username": username, "password": password})


def claim_form(ada):
    claim = ClaimFactory(state="draft")
    address = f"/admin/comparisons/claim/{claim.pk}/change/"
    return address, opened(ada, address, id="claim_form") | {"statement": TYPED, "_continue": "Save"}


def entry(ada):
    captured = CapturedTextFactory()
    FrameworkFactory(slug="django")
    CriterionFactory(slug="speed")
    page = f"/admin/articles/article/{captured.article_id}/change/?place=2"
    address = f"/admin/articles/article/{captured.article_id}/claims/add/"
    form = opened(ada, page, id="entry")
    return address, form | {"statement": TYPED, "frameworks": "Django", "criterion": "Speed", "submits": "on"}


def state_page(ada):
    claim = ClaimFactory(state="in_review", created_by=UserFactory())
    address = f"/admin/comparisons/claim/{claim.pk}/state/"
    return address, {"state": "rejected", "reason": TYPED, "source": "", "seen_revision": "1"}


each_form = pytest.mark.parametrize("make", [claim_form, entry, state_page], ids=lambda make: make.__name__)


@each_form
def test_every_field_is_kept_as_it_was_typed(ada, make):
    address, form = make(ada)
    end_the_login()
    response = ada.post(address, form)
    assert response.status_code == 403
    form.pop("csrfmiddlewaretoken", None)
    assert kept(response) == form
    assertContains(response, "Your login has ended. What you wrote is kept on this page", status_code=403)


@each_form
def test_a_wrong_password_keeps_it_again(ada, make):
    address, form = make(ada)
    end_the_login()
    response = log_in(ada, address, ada.post(address, form), password="wrong")
    assert response.status_code == 403
    assert "Please enter the correct username and password" in mistakes(response)[0]
    form.pop("csrfmiddlewaretoken", None)
    assert kept(response) == form
    assert not Claim.history.exclude(history_type="+").exists()


@each_form
def test_the_right_password_saves_it_as_that_user(ada, make):
    address, form = make(ada)
    end_the_login()
    before = Claim.history.count()
    response = log_in(ada, address, ada.post(address, form))
    assert response.status_code == 302
    record = Claim.history.first()
    assert (Claim.history.count() > before, record.history_user) == (True, ada.user)
    assert "It is “fast”" in record.statement + record.state_reason
    assert ada.get("/admin/").status_code == 200


def test_it_is_saved_by_whoever_logs_in(ada):
    address, form = claim_form(ada)
    grace = signed_in("grace").user
    end_the_login()
    log_in(ada, address, ada.post(address, form), username="grace")
    assert Claim.history.first().history_user == grace


@each_form
def test_who_has_not_the_right_saves_nothing_and_loses_nothing(ada, make):
    address, form = make(ada)
    signed_in("reader", "Reader")
    end_the_login()
    before = list(Claim.objects.values_list("statement", "state", "revision"))
    asked = ada.post(address, form)
    response = log_in(ada, address, asked, username="reader")
    assert response.status_code == 403
    assert "reader may not save this." in mistakes(response)[0]
    assert kept(response) == kept(asked) != {}
    assert list(Claim.objects.values_list("statement", "state", "revision")) == before
    assert "/admin/login/" in ada.get("/admin/")["Location"]
    log_in(ada, address, response)
    assert list(Claim.objects.values_list("statement", "state", "revision")) != before


def test_who_is_no_editor_is_not_let_in(ada):
    address, form = claim_form(ada)
    UserFactory(username="visitor", is_staff=False)
    end_the_login()
    response = log_in(ada, address, ada.post(address, form), username="visitor")
    assert "staff account" in mistakes(response)[0]
    assert Claim.objects.get().revision == 1


def test_who_is_signed_in_and_has_not_the_right_is_not_asked_to_log_in():
    claim = ClaimFactory(state="draft")
    reader = signed_in("reader", "Reader")
    response = reader.post(f"/admin/comparisons/claim/{claim.pk}/change/", {"statement": TYPED})
    assertContains(response, "You may not open this page", status_code=403)


def test_the_fifth_wrong_password_locks_the_name_and_still_loses_nothing(ada):
    address, form = claim_form(ada)
    end_the_login()
    response = ada.post(address, form)
    for _ in range(5):
        assert response.status_code == 403
        response = log_in(ada, address, response, password="wrong")
    assert response.status_code == 429
    assertContains(response, "Too many wrong passwords were tried for this name", status_code=429)
    form.pop("csrfmiddlewaretoken", None)
    assert kept(response) == form
    response = log_in(ada, address, response)
    assert response.status_code == 429
    assert kept(response) == form
    assert Claim.objects.get().revision == 1


def test_another_editors_save_meanwhile_is_told_after_the_login(ada):
    address, form = claim_form(ada)
    claim = Claim.objects.get()
    claim.statement = "Grace's words."
    claim.save()
    end_the_login()
    response = log_in(ada, address, ada.post(address, form))
    assertContains(response, "Grace&#x27;s words.")
    assert Claim.objects.get().statement == "Grace's words."


def test_a_page_that_is_only_read_leads_to_the_login(client):
    claim = ClaimFactory()
    address = f"/admin/comparisons/claim/{claim.pk}/change/"
    assertRedirects(client.get(address), f"/admin/login/?next={address}")


def test_the_login_itself_still_opens(client):
    UserFactory(username="ada")
    response = client.post("/admin/login/", {"username": "ada", "password": "wrong", "next": "/admin/"})
    assertContains(response, "Please enter the correct username and password")
    data = {"username": "ada", "password": "password", "next": "/admin/"}
    assertRedirects(client.post("/admin/login/", data), "/admin/")


def test_what_is_kept_is_shown_for_reading_without_what_a_browser_adds(ada):
    address, form = claim_form(ada)
    end_the_login()
    response = ada.post(address, form)
    shown_names = [each.text for each in read(response).one("dl", class_="kept").all("dt")]
    assert "statement" in shown_names
    assert not {"seen_revision", "_continue", "csrfmiddlewaretoken"} & set(shown_names)
    assert "<b>to</b>" not in response.text


def test_a_file_is_said_not_to_be_kept(client):
    address = f"/admin/articles/article/{ArticleFactory().pk}/change/"
    file = SimpleUploadedFile("claims.csv", b"framework")
    response = client.post(address, {"title": "Mine", "file": file})
    assertContains(response, "A file cannot be kept: choose it once more", status_code=403)
    assertNotContains(client.post(address, {"title": "Mine"}), "A file cannot be kept", status_code=403)


def test_a_page_that_asks_to_log_in_is_kept_by_no_cache(client):
    response = client.post(f"/admin/articles/article/{ArticleFactory().pk}/change/", {"title": "Mine"})
    assert "no-store" in response["Cache-Control"]


# --- The token of a form that was opened before another login -------------------------------------


@pytest.fixture
def strict(ada):
    """A browser whose forms need their token, as outside of tests."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada.user)
    browser.user = ada.user
    return browser


def with_stale_token(browser):
    address, form = claim_form(browser)
    browser.cookies["csrftoken"] = "x" * 32
    return address, form


def test_a_stale_token_asks_to_send_it_once_more(strict):
    address, form = with_stale_token(strict)
    response = strict.post(address, form)
    assertContains(response, "Send it once more", status_code=403)
    assert Claim.objects.get().revision == 1
    again = as_sent(shown(response))
    assert {**again, "csrfmiddlewaretoken": ""} == {**form, "csrfmiddlewaretoken": ""}
    assert strict.post(address, again).status_code == 302
    assert Claim.objects.get().statement.startswith("It is “fast”")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused_with_nothing(strict, site):
    address, form = with_stale_token(strict)
    response = strict.post(address, form, headers={"Sec-Fetch-Site": site})
    assertContains(response, "You may not open this page", status_code=403)
    assertNotContains(response, "fast", status_code=403)
    assert Claim.objects.get().revision == 1


def test_a_form_of_another_origin_is_refused_with_nothing(strict):
    address, form = with_stale_token(strict)
    response = strict.post(address, form, headers={"Origin": "https://evil.example"})
    assertNotContains(response, "fast", status_code=403)


def test_a_form_without_token_after_the_login_has_ended_is_not_sent_on_by_a_login(strict):
    address, form = claim_form(strict)
    end_the_login()
    forged = {
        **form,
        "csrfmiddlewaretoken": "",
        "login_again": "1",
        "username": "ada",
        "password": "password",
    }
    strict.post(address, forged)
    assert Claim.objects.get().revision == 1


def test_the_login_that_keeps_a_form_works_with_its_token(strict):
    address, form = claim_form(strict)
    end_the_login()
    response = log_in(strict, address, strict.post(address, form))
    assert response.status_code == 302
    assert Claim.objects.get().revision == 2


def test_after_a_login_without_the_right_the_next_one_works_with_its_token(strict):
    address, form = claim_form(strict)
    signed_in("reader", "Reader")
    end_the_login()
    response = log_in(strict, address, strict.post(address, form), username="reader")
    assert log_in(strict, address, response).status_code == 302
    assert Claim.objects.get().revision == 2
