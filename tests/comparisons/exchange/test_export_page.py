"""The list as a file: what its filters leave, all of it, for whoever may read it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import ArticleFactory, ClaimFactory, UserFactory
from tests.pages import links

from .files import EXPORT, content, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(editor())
    return client


def entries(response):
    return json.loads(content(response))


def test_the_page_offers_every_format_with_the_filters_of_the_list(signed_in):
    ClaimFactory(state="draft")
    response = signed_in.get(EXPORT, {"state__exact": "draft"})
    assert links(response, "main")["CSV"] == "?state__exact=draft&format=csv"
    assert "1 claim, as the list" in response.text


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_every_format_is_a_file_with_its_name(signed_in, kind, content_type):
    ClaimFactory()
    response = signed_in.get(EXPORT, {"format": kind})
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="claims.{kind}"'
    assert content(response)


def test_the_filters_of_the_list_count(signed_in):
    ClaimFactory()
    draft = ClaimFactory(state="draft")
    found = entries(signed_in.get(EXPORT, {"format": "json", "state__exact": "draft"}))
    assert [entry["number"] for entry in found] == [draft.slug]


def test_the_search_of_the_list_counts(signed_in):
    ClaimFactory()
    fast = ClaimFactory(statement="It is swift.")
    found = entries(signed_in.get(EXPORT, {"format": "json", "q": "swift"}))
    assert [entry["number"] for entry in found] == [fast.slug]


def test_all_pages_of_the_list_are_in_the_file(signed_in):
    article = ArticleFactory(slug="odysse")
    for number in range(55):
        ClaimFactory(
            article=article,
            statement=f"Statement {number}.",
            framework__slug="django",
            criterion__slug="speed",
        )
    found = entries(signed_in.get(EXPORT, {"format": "json", "p": "2"}))
    assert [entry["position"] for entry in found] == list(range(1, 56))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"format": "exe"}, "There is no such format"),
        ({"format": "csv", "nonsense": "x"}, "The filter is not understood"),
    ],
)
def test_a_wrong_question_is_told(signed_in, query, sentence):
    response = signed_in.get(EXPORT, query)
    assert response.status_code == 400
    assert sentence in response.text


def test_more_claims_need_no_more_queries(signed_in):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            content(signed_in.get(EXPORT, {"format": "csv"}))
        return len(counted)

    ClaimFactory()
    few = queries()
    ClaimFactory.create_batch(20)
    assert queries() == few


def test_exports_are_for_those_who_may_read_claims(client):
    user = UserFactory()
    user.save()
    client.force_login(user)
    assert client.get(EXPORT, {"format": "csv"}).status_code == 403


def test_visitors_are_asked_to_log_in(client):
    response = client.get(EXPORT, {"format": "csv"})
    assert (response.status_code, response["Location"][:14]) == (302, "/admin/login/?")
