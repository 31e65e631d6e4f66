"""The database refuses nonsense about publishers and articles: one test for each of its rules."""

import pytest
from django.db import IntegrityError

from articles.models import Article
from tests.factories import TODAY, ArticleFactory, CapturedTextFactory, PublisherFactory

pytestmark = pytest.mark.django_db


# --- Publisher -----------------------------------------------------------------------------------


def test_publisher_kind_is_known():
    with pytest.raises(IntegrityError, match="publisher_kind_is_known"):
        PublisherFactory(kind="rumour")


@pytest.mark.parametrize("field", ["interest", "interest_label"])
def test_publisher_discloses_its_interest(field):
    with pytest.raises(IntegrityError, match="publisher_discloses_its_interest"):
        PublisherFactory(**{field: ""})


def test_publishers_differ_in_name():
    PublisherFactory(name="JetBrains")
    with pytest.raises(IntegrityError, match=r"articles_publisher.name"):
        PublisherFactory(name="JetBrains")


def test_publishers_differ_in_slug():
    PublisherFactory(slug="jetbrains")
    other = PublisherFactory()
    other.slug = "jetbrains"
    with pytest.raises(IntegrityError, match=r"articles_publisher.slug"):
        other.save()


def test_a_publisher_stays_while_it_has_articles():
    article = ArticleFactory()
    with pytest.raises(IntegrityError, match=r"'Article.publisher'"):
        article.publisher.delete()


# --- Article -------------------------------------------------------------------------------------


@pytest.mark.parametrize("published", ["25", "2025-13", "2025-02-32", "2025/02", "spring"])
def test_article_published_is_a_partial_date(published):
    with pytest.raises(IntegrityError, match="article_published_is_a_partial_date"):
        ArticleFactory(published=published)


def test_article_kind_is_known():
    with pytest.raises(IntegrityError, match="article_kind_is_known"):
        ArticleFactory(kind="rumour")


@pytest.mark.parametrize(
    ("address_status", "url"),
    [("confirmed", ""), ("derived", ""), ("unconfirmed", "https://example.com/")],
)
def test_article_with_confirmed_address_has_one(address_status, url):
    with pytest.raises(IntegrityError, match="article_with_confirmed_address_has_one"):
        ArticleFactory(address_status=address_status, url=url)


def test_article_is_not_a_copy_of_itself():
    article = ArticleFactory()
    with pytest.raises(IntegrityError, match="article_is_not_a_copy_of_itself"):
        Article.objects.filter(slug=article.slug).update(copy_of=article)


@pytest.mark.parametrize(("read_on", "read_by"), [(TODAY, ""), (None, "Ada")])
def test_article_read_on_a_day_by_someone(read_on, read_by):
    with pytest.raises(IntegrityError, match="article_read_on_a_day_by_someone"):
        ArticleFactory(read_on=read_on, read_by=read_by)


def test_articles_differ_in_slug():
    ArticleFactory(slug="pycharm-2025")
    other = ArticleFactory()
    other.slug = "pycharm-2025"
    with pytest.raises(IntegrityError, match=r"articles_article.slug"):
        other.save()


def test_an_article_stays_while_it_has_copies():
    copy = ArticleFactory(copy_of=ArticleFactory())
    with pytest.raises(IntegrityError, match=r"'Article.copy_of'"):
        copy.copy_of.delete()


def test_article_reading_state_is_known():
    with pytest.raises(IntegrityError, match="article_reading_state_is_known"):
        ArticleFactory(reading_state="skimmed")


# --- Captured text -------------------------------------------------------------------------------


def test_captured_text_is_some():
    with pytest.raises(IntegrityError, match="captured_text_is_some"):
        CapturedTextFactory(text="")


def test_an_article_has_one_captured_text():
    captured = CapturedTextFactory()
    with pytest.raises(IntegrityError, match=r"articles_capturedtext.article_id"):
        CapturedTextFactory(article=captured.article)
