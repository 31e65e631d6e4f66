"""The text of an article is captured for reading, by those who may, and for nobody else's eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.models import CapturedText
from tests.factories import ArticleFactory, CapturedTextFactory, ClaimFactory, PublisherFactory
from tests.public_pages import PAGES, a_bit_of_everything, is_html, public_pages, visited
from tests.workplace import mistakes, opened, signed_in, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
    pytest.mark.any_database,
]

SECRET = "Xanadu"


@pytest.fixture
def editor():
    return signed_in("ada", "Editor")


def page(article):
    return f"/admin/articles/article/{article.pk}/text/"


def test_a_text_is_kept_as_it_was_pasted(editor):
    article = ArticleFactory()
    text = "# Speed\r\n\r\nIt is “fast” & <b>easy</b>. 🙂\r\n\r\n- one\r\n- two"
    response = editor.post(page(article), opened(editor, page(article)) | {"text": text}, follow=True)
    assertRedirects(response, f"/admin/articles/article/{article.pk}/change/")
    assert told(response) == ["The text is here. It is shown to editors only."]
    captured = CapturedText.objects.get(article=article)
    assert captured.text.splitlines() == text.splitlines()
    record = captured.history.get()
    assert (record.history_user, record.history_change_reason) == (editor.user, "Captured")


def test_the_article_leads_to_it_while_there_is_none(editor):
    article = ArticleFactory()
    address = f"/admin/articles/article/{article.pk}/change/"
    assertContains(editor.get(address), f'href="{page(article)}"')
    captured = CapturedTextFactory(article=article)
    response = editor.get(address)
    assertNotContains(response, f'href="{page(article)}"')
    assertContains(response, f'href="/admin/articles/capturedtext/{captured.pk}/change/"')


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "This field is required."), ("  \n ", "This field is required."), ("x" * 500_001, "at most 500000 characters"),
     ("a\0b", "Null characters are not allowed.")],
)  # fmt: skip
def test_a_wrong_text_is_told_and_not_kept(editor, text, message):
    response = editor.post(page(ArticleFactory()), {"text": text})
    assert message in " ".join(mistakes(response))
    assert not CapturedText.objects.exists()


def test_a_text_that_is_there_already_is_not_replaced_from_here(editor):
    captured = CapturedTextFactory(text="As it was.")
    response = editor.post(page(captured.article), {"text": "Mine."})
    assertRedirects(response, f"/admin/articles/capturedtext/{captured.pk}/change/")
    assert CapturedText.objects.get().text == "As it was."


def test_capturing_is_for_editors(client):
    article = ArticleFactory()
    reader = signed_in("reader", "Reader")
    assert reader.get(page(article)).status_code == 403
    assert reader.post(page(article), {"text": "Mine."}).status_code == 403
    assertRedirects(client.get(page(article)), f"/admin/login/?next={page(article)}")
    assert not CapturedText.objects.exists()


@pytest.mark.parametrize("key", ["999999", "nonsense"])
def test_of_no_article_no_text_is_captured(editor, key):
    assert editor.get(f"/admin/articles/article/{key}/text/").status_code == 404


def test_the_list_of_texts_tells_how_long_they_are(editor):
    CapturedTextFactory(text="x" * 1234)
    assertContains(editor.get("/admin/articles/capturedtext/"), "1,234")


def test_a_text_is_shown_in_no_list(editor):
    CapturedTextFactory(text=SECRET)
    assertNotContains(editor.get("/admin/articles/capturedtext/"), SECRET)
    assertNotContains(editor.get("/admin/articles/article/"), SECRET)


# --- Never public --------------------------------------------------------------------------------


@pytest.fixture
def captured():
    a_bit_of_everything()
    texts = []
    for claim in ClaimFactory._meta.model.objects.public():
        text = CapturedText.objects.filter(article=claim.article).first()
        texts.append(
            text or CapturedTextFactory(article=claim.article, text=f"# {SECRET}\n\n{SECRET} is fast.")
        )
    return texts


def test_a_captured_text_is_shown_on_no_public_page(client, captured):
    addresses = [*public_pages(), f"/claims/?q={SECRET}", f"/search/?q={SECRET}", "/sitemap.xml"]
    assert len(addresses) > len(PAGES)
    for address, response in visited(client, addresses):
        text = response.content.decode()
        if is_html(response) and SECRET in address:
            text = text.replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "").replace(f"“{SECRET}”", "")
        assert SECRET not in text, address


def test_a_captured_text_changes_no_public_page(client):
    a_bit_of_everything()
    addresses = public_pages()
    before = [response.content for _, response in visited(client, addresses)]
    for claim in ClaimFactory._meta.model.objects.public():
        if not CapturedText.objects.filter(article=claim.article).exists():
            CapturedTextFactory(article=claim.article, text=SECRET)
    for content, (address, response) in zip(before, visited(client, addresses), strict=True):
        assert response.content == content, address


def test_an_editor_sees_it_on_no_public_page_either(admin_client, captured):
    for address, response in visited(admin_client, public_pages()):
        assert SECRET not in response.content.decode(), address


def test_no_public_page_reads_it(client, captured):
    addresses = public_pages()
    with CaptureQueriesContext(connection) as queries:
        for _ in visited(client, addresses):
            pass
    assert not [query["sql"] for query in queries if "capturedtext" in query["sql"]]


def test_a_publishers_other_articles_show_nothing_of_it(editor):
    publisher = PublisherFactory()
    CapturedTextFactory(article__publisher=publisher, text=SECRET)
    other = ArticleFactory(publisher=publisher)
    assertNotContains(editor.get(f"/admin/articles/article/{other.pk}/change/"), SECRET)
