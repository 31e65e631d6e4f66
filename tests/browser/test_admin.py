"""The editors' workplace under the site's Content Security Policy."""

import re

import pytest
from playwright.sync_api import expect


def test_a_wrong_password_is_told(page):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".errornote")).to_be_visible()


def test_claims_are_listed_searched_and_filtered(editor):
    editor.get_by_role("link", name="Claims", exact=True).first.click()
    rows = editor.locator("#result_list tbody tr")
    expect(rows.first).to_be_visible()
    assert rows.count() >= 50
    editor.locator("#searchbar").fill("microservices")
    editor.locator("#changelist-search input[type=submit]").click()
    expect(rows.first).to_be_visible()
    expect(editor).to_have_url(re.compile("q=microservices"))


def test_the_page_that_adds_a_claim_works(editor):
    editor.goto("/admin/comparisons/claim/add/")
    expect(editor.locator("#id_statement")).to_be_visible()
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.locator(".errornote")).to_be_visible()


def test_a_claim_is_found_and_opened(editor):
    editor.goto("/admin/comparisons/claim/?q=microservices")
    editor.locator("#result_list tbody tr th a").first.click()
    expect(editor.locator("#id_statement")).not_to_be_empty()
    expect(editor.locator("#content-main")).to_be_visible()


@pytest.mark.parametrize("model", ["articles/article", "articles/publisher", "comparisons/framework"])
def test_other_lists_open(editor, model):
    editor.goto(f"/admin/{model}/")
    expect(editor.locator("#result_list tbody tr").first).to_be_visible()
    editor.goto(f"/admin/{model}/add/")
    expect(editor.get_by_role("button", name="Save", exact=True)).to_be_visible()


def test_public_pages_give_an_editor_no_cookie_of_their_own(new_context):
    context = new_context()
    page = context.new_page()
    for address in ("/", "/compare/django-vs-flask/", "/claims/"):
        page.goto(address)
    assert context.cookies() == []
