"""The editors' workplace under the site's Content Security Policy."""

import re
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .server import ROOT

AXE = Axe()
# Not preloaded: axe would copy the admin's style sheets into the page, which the CSP rightly blocks.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
# What axe finds in Django's own lists and forms, which we do not rewrite.
OF_THE_ADMIN = {"aria-input-field-name"}  # its lists that search while one types


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


@pytest.fixture(scope="module")
def first_rows():
    """{model: address of the first row of its list}, of those that were asked for."""
    return {}


@pytest.fixture
def first_of(editor, first_rows):
    """Return the address of the first row of a model's list, looked up once."""

    def address(model):
        if model not in first_rows:
            editor.goto(f"/admin/{model}/")
            link = editor.locator("#result_list tbody tr th a").first
            first_rows[model] = link.get_attribute("href").partition("?")[0]
        return first_rows[model]

    return address


@pytest.mark.parametrize(
    ("model", "beside"),
    [
        ("comparisons/claim", ""),
        ("comparisons/claim", "../state/"),
        ("comparisons/claim", "../history/"),
        ("comparisons/claim", "../merge/"),
        ("comparisons/claim", "../merge/?q=microservices"),
        ("comparisons/claim", "../../review/"),
        ("comparisons/claim", "../../coverage/"),
        ("comparisons/claim", "../../checks/"),
        ("comparisons/claim", "../../import/"),
        ("comparisons/claim", "../../export/"),
        ("comparisons/claim", "/admin/changes/"),
        ("articles/article", ""),
        ("articles/article", "../text/"),
        ("comparisons/framework", "../delete/"),
    ],
)
def test_the_workplaces_own_pages_open_without_a_complaint_and_are_accessible(
    editor, first_of, model, beside
):
    editor.goto(urljoin(first_of(model), beside))
    expect(editor.locator("#content h1")).to_be_visible()
    found = AXE.run(editor, context="#content", options=OPTIONS).response["violations"]
    ours = [
        (each["id"], node["html"][:200])
        for each in found
        for node in each["nodes"]
        if each["id"] not in OF_THE_ADMIN
    ]
    assert ours == []


def test_two_editors_at_once_see_both_texts(editor, first_of):
    address = first_of("comparisons/criterion")
    other = editor.context.new_page()
    for page, words in ((editor, "Said by one."), (other, "Said by the other.")):
        page.goto(address)
        page.locator("#id_definition").fill(words)
    other.get_by_role("button", name="Save and continue editing").click()
    editor.get_by_role("button", name="Save and continue editing").click()
    clashes = editor.locator("#clashes")
    expect(clashes).to_contain_text("Said by one.")
    expect(clashes).to_contain_text("Said by the other.")
    editor.get_by_role("button", name="Save and continue editing").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    expect(editor.locator("#id_definition")).to_have_value("Said by one.")


def test_what_was_written_survives_the_end_of_the_login(editor, first_of, complaints):
    complaints.expect("status of 403")
    editor.goto(first_of("comparisons/group"))
    editor.locator("#id_description").fill("Written while the login ended.")
    editor.context.clear_cookies(name="sessionid")
    editor.get_by_role("button", name="Save and continue editing").click()
    expect(editor.locator(".kept")).to_contain_text("Written while the login ended.")
    editor.get_by_label("User name:").fill("editor")
    editor.get_by_label("Password:").fill((ROOT / ".local" / "editor-password").read_text().strip())
    editor.get_by_role("button", name="Log in and save").click()
    expect(editor.locator("#id_description")).to_have_value("Written while the login ended.")


def test_an_editor_sees_ways_to_edit_on_public_pages_and_a_visitor_does_not(editor, new_context):
    visitor = new_context().new_page()
    for address in (
        "/compare/django-vs-flask/",
        "/frameworks/flask/",
        "/criteria/microservices/",
        "/claims/odysse-2/",
    ):
        visitor.goto(address)
        expect(visitor.locator(".edit")).to_have_count(0)
        answer = editor.goto(address)
        assert answer.headers["cache-control"] == "private, no-store"
        expect(editor.locator(".edit a").first).to_be_visible()
    editor.goto("/compare/django-vs-flask/")
    editor.get_by_role("link", name="Add a claim on Flask, Speed").click()
    expect(editor.locator("#id_framework option[selected]")).to_have_text("Flask")
    expect(editor.locator("#id_criterion option[selected]")).to_have_text("Speed")
