"""What is shown when something fails: in the site's look, out of search engines, with a way on.

Only the tests that say so may use the database, so the others hold also when it is the database that failed.
"""

import re

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory, UserFactory


def assert_in_the_sites_look(response, status, heading):
    assertContains(response, f"<h1>{heading}</h1>", status_code=status)
    assertContains(response, '<nav class="main" aria-label="Main">', status_code=status)
    assertContains(response, '<meta name="robots" content="noindex">', status_code=status)
    assertNotContains(response, 'rel="canonical"', status_code=status)
    assertContains(response, 'href="/compare/"', status_code=status)


@pytest.fixture
def robots_fail(client, monkeypatch):
    """Make /robots.txt, which needs no database, fail with a given error."""
    client.raise_request_exception = False

    def fail_with(error):
        def fail(name):
            raise error

        monkeypatch.setattr("config.views.reverse", fail)

    return fail_with


# --- 400 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/claims/?q=%00", "/claims/?q=a%00b&page=2", "/frameworks/dj%00ango/", "/?%00", "/nowhere/%00"],
)
def test_a_nul_character_in_the_address_is_told(client, address):
    response = client.get(address)
    assert_in_the_sites_look(response, 400, "This address cannot be answered")
    assertContains(response, "The address holds a NUL character (%00)", status_code=400)


def test_too_many_parameters_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = client.get("/compare/?a=1&b=2&c=3&d=4")
    assert_in_the_sites_look(response, 400, "This address cannot be answered")


def test_a_wrong_host_is_refused_without_repeating_it(client):
    response = client.get("/robots.txt", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.text


# --- 403 -----------------------------------------------------------------------------------------


def test_a_form_without_its_token_from_another_site_is_refused():
    stranger = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    response = stranger.post("/admin/login/", {"username": "ada"})
    assert_in_the_sites_look(response, 403, "You may not open this page")
    assertNotContains(response, "ada", status_code=403)


def test_an_editors_form_with_a_stale_token_is_kept():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"statement": "It is fast."})
    assertContains(response, "<h1>Send it once more</h1>", status_code=403)
    assertContains(response, "It is fast.", status_code=403)


@pytest.mark.django_db
def test_a_page_for_others_is_refused(client):
    user = UserFactory()
    client.force_login(user)
    response = client.get("/admin/comparisons/claim/")
    assert_in_the_sites_look(response, 403, "You may not open this page")


# --- 404 -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_missing_page_is_told(client):
    response = client.get("/nowhere/")
    assert_in_the_sites_look(response, 404, "There is no page at this address")
    assertNotContains(response, "Did you mean", status_code=404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/frameworks/djagno/",
        "/framework/django/",
        "/frameworks/DJANGO2/",
        "/compare/djagno-vs-flask/",
        "/django",
    ],
)
def test_a_mistyped_framework_is_suggested(client, address):
    FrameworkFactory(slug="django")
    FrameworkFactory(slug="flask")
    response = client.get(address, follow=True)
    assertContains(response, '<li><a href="/frameworks/django/">Django</a></li>', status_code=404, html=True)


@pytest.mark.django_db
def test_a_mistyped_criterion_is_suggested(client):
    CriterionFactory(slug="documentation")
    response = client.get("/criteria/documentaton/")
    assertContains(response, 'href="/criteria/documentation/"', status_code=404)


@pytest.mark.django_db
def test_a_mistyped_article_is_suggested(client):
    ClaimFactory(article=ArticleFactory(slug="pycharm-2025"))
    assertContains(client.get("/articles/pycharm/"), 'href="/articles/pycharm-2025/"', status_code=404)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_an_article_without_public_claims_is_not_suggested(client, state):
    ClaimFactory(article=ArticleFactory(slug="pycharm-2025"), state=state)
    assertNotContains(client.get("/articles/pycharm/"), "pycharm-2025", status_code=404)


@pytest.mark.django_db
def test_at_most_four_pages_are_suggested(client):
    for number in range(6):
        FrameworkFactory(slug=f"django-{number}")
        FrameworkFactory(slug=f"flask-{number}")
    response = client.get("/compare/django-vs-flask/")
    assert len(re.findall(r'href="/frameworks/(\S+)/"', response.text)) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/" + "x" * 5000 + "/", "/<script>alert(1)</script>/", "/%F0%9F%92%A5/"])
def test_a_strange_address_is_a_missing_page(client, address):
    response = client.get(address)
    assert_in_the_sites_look(response, 404, "There is no page at this address")
    assertNotContains(response, "<script>alert", status_code=404)


@pytest.mark.django_db
def test_more_pages_need_no_more_queries_for_suggestions(client, django_assert_num_queries):
    ClaimFactory.create_batch(20)
    with django_assert_num_queries(3):  # frameworks, criteria, articles
        client.get("/nowhere/")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_missing_page_is_told_even_without_the_database(client, monkeypatch, error):
    def fail(path):
        raise error

    monkeypatch.setattr("comparisons.views.errors.nearest_pages", fail)
    assert_in_the_sites_look(client.get("/nowhere/"), 404, "There is no page at this address")


# --- 500 and 503 ---------------------------------------------------------------------------------


def test_an_error_of_ours_is_told_without_its_inside(client, robots_fail):
    robots_fail(RuntimeError("the secret inside"))
    response = client.get("/robots.txt")
    assert_in_the_sites_look(response, 500, "Something broke on our side")
    assertNotContains(response, "the secret inside", status_code=500)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_an_unreachable_database_is_told(client, robots_fail, error):
    robots_fail(error("connection refused at 10.0.0.7"))
    response = client.get("/robots.txt")
    assert_in_the_sites_look(response, 503, "The site cannot reach its data")
    assert response["Retry-After"] == "30"
    assertNotContains(response, "10.0.0.7", status_code=503)


def test_a_mistake_in_a_query_is_not_passed_off_as_an_unreachable_database(client, robots_fail):
    robots_fail(DatabaseError("syntax error"))
    assert client.get("/robots.txt").status_code == 500


@pytest.mark.parametrize("error", [RuntimeError, OperationalError])
def test_a_page_that_failed_sets_no_cookie(client, robots_fail, error):
    robots_fail(error())
    assert not client.get("/robots.txt").cookies
