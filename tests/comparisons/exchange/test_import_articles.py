"""Articles from files: the same rules as for claims, and copies that stand in the same file."""

import pytest
from django.contrib.auth.models import Permission

from articles.models import Article
from comparisons.exchange import ArticleResource
from comparisons.exchange.plans import checked
from comparisons.exchange.reading import read
from comparisons.exchange.writes import written
from tests.factories import ArticleFactory, PublisherFactory, UserFactory

from .files import csv_file
from .test_round_trip import drained

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _publisher(db):
    PublisherFactory(slug="acme")


def row(**cells):
    return {"slug": "first", "title": "The first", "publisher": "acme"} | cells


def check(*rows, user=None):
    resource = ArticleResource(user=user)
    columns = list(dict.fromkeys(name for each in rows for name in each))
    table = read("articles.csv", csv_file(list(rows), columns), resource.columns)
    return resource, drained(checked(resource, table, keep=True))


def refusals(*rows):
    return [(refusal.line, refusal.column, refusal.sentence) for refusal in check(*rows)[1].refusals]


def write(*rows):
    resource, plan = check(*rows)
    assert plan.refusals == []
    drained(written(plan, resource, "Imported from articles.csv"))


def test_a_new_article_has_the_usual_values_where_cells_are_blank():
    write(row(kind="", language="", address_status="", reading_state="", read_on=""))
    article = Article.objects.get()
    assert (article.kind, article.language, article.address_status) == ("article", "en", "unconfirmed")
    assert (article.reading_state, article.read_on, article.revision) == ("to_read", None, 1)


def test_a_blank_cell_leaves_what_every_article_has():
    article = ArticleFactory(
        slug="first", title="The first", publisher__slug="acme", kind="survey", language="de"
    )
    _, plan = check(row(kind="", language=""))
    assert plan.counts == {"unchanged": 1}
    assert article.kind == "survey"


def test_a_copy_may_stand_before_what_it_repeats():
    write(row(copy_of="second"), row(slug="second"))
    first = Article.objects.get(slug="first")
    assert first.copy_of.slug == "second"
    assert first.history.get().copy_of_id == first.copy_of_id


def test_an_article_becomes_a_copy_of_a_new_one():
    article = ArticleFactory(slug="first", title="The first", publisher__slug="acme")
    write(row(copy_of="second", revision="1"), row(slug="second"))
    article.refresh_from_db()
    assert (article.copy_of.slug, article.revision, article.history.count()) == ("second", 2, 2)


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"slug": ""}, "slug", "is empty; every article has one."),
        ({"slug": "a b"}, "slug", "is “a b”; it may hold Latin letters, digits, hyphens and underscores."),
        ({"slug": "x" * 61}, "slug", "has 61 characters; 60 fit."),
        ({"title": ""}, "title", "is empty; every article has one."),
        ({"title": "x" * 201}, "title", "has 201 characters; 200 fit."),
        ({"publisher": "nobody"}, "publisher", "is “nobody”, but there is no publisher of that slug."),
        ({"url": "nowhere", "address_status": "confirmed"}, "url", "is no address; write it in full, beginning with https://."),
        ({"url": "https://example.org/"}, "address_status", "A confirmed or derived address needs the address; an unconfirmed one has none."),
        ({"kind": "blog"}, "kind", "is “blog”; write one of: article, documentation, release_notes, guide, survey, benchmark, register, discussion, measurement."),
        ({"published": "2025-13"}, "published", "is “2025-13”; write a year, a month or a day that exists, such as 2025-02."),
        ({"read_on": "2026-11-01"}, "read_by", "Say both when it was read and by whom, or neither."),
        ({"copy_of": "nowhere"}, "copy_of", "is “nowhere”, but there is no article of that slug."),
        ({"copy_of": "first"}, "copy_of", "An article cannot be a copy of itself."),
    ],
)  # fmt: skip
def test_what_no_form_would_take_is_refused(cells, column, sentence):
    assert refusals(row(**cells)) == [(2, column, sentence)]


def test_the_same_article_twice_is_refused():
    assert refusals(row(), row(title="Other")) == [(3, "slug", "The article of line 2 once more.")]


def test_a_former_slug_is_the_article_of_today():
    article = ArticleFactory(slug="first", title="The first", publisher__slug="acme")
    article.slug = "renamed"
    article.save()
    assert check(row())[1].counts == {"unchanged": 1}
    assert refusals(row(), row(slug="renamed")) == [(3, "slug", "The article of line 2 once more.")]


def test_rights_count():
    reader = UserFactory(username="ada")
    reader.user_permissions.set(Permission.objects.filter(codename="change_article"))
    _, plan = check(row(), user=reader)
    assert [str(refusal) for refusal in plan.refusals] == ["Line 2: You may not add articles."]
