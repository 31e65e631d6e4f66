"""Entering claims beside an article's text, counted in keys and clicks against the admin's usual form."""

import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

# A keyboard and a mouse, counted in the browser: every key but the modifiers, and every click.
COUNT = """
const count = () => sessionStorage.presses = 1 + Number(sessionStorage.presses || 0);
addEventListener("keydown", event => ["Shift", "Control", "Alt", "Meta"].includes(event.key) || count(), true);
addEventListener("pointerdown", count, true);
"""

TEXT = """# Ways to build

Whoever starts a site today picks from three names. Django, Flask and FastAPI all have a hand in sites that grow, and
all three are trusted where safety counts. Django brings the whole toolbox: its admin comes with it, so does its
mapper, which is a strong one.

# Where they end

Nothing is said of mobile clients.
"""


@dataclass(frozen=True)
class Said:
    """A claim that an editor draws from the text."""

    framework: str
    criterion: str
    statement: str
    reading: str = ""  # as the workbench takes it
    field: str = ""  # where the usual form takes it
    value: str = ""


# What a founding article says in one paragraph about its three frameworks, in the order in which it is entered.
TEN = [
    *(
        Said(name, "Scaling with load", f"{name} plays a key part in building scalable solutions with Python.")
        for name in ("Django", "Flask", "FastAPI")
    ),
    *(
        Said(name, "Protection by default", f"{name} plays a key part in building secure solutions with Python.")
        for name in ("Django", "Flask", "FastAPI")
    ),
    Said("Django", "Built-in features", "Django supplies everything that building large systems takes.", "2", "rating", "2"),
    Said("Django", "Admin interface", "Django has an admin panel built in.", "c", "availability", "In core"),
    Said("Django", "Object-relational mapper", "Django has an ORM built in.", "c", "availability", "In core"),
    Said("Django", "Database work", "The functions of Django's ORM are advanced.", "1", "rating", "1"),
]  # fmt: skip
# As little as the usual form needs typed to find each criterion first.
SHORTEST = {
    "Scaling with load": "scal",
    "Protection by default": "protection by",
    "Built-in features": "built-",
    "Admin interface": "adm",
    "Object-relational mapper": "obj",
    "Database work": "database work",
}
LOCATOR = "Ways to build › paragraph 1"


def choose(page, field, typed, wanted=""):
    """Choose in one of the admin's lists that search while one types: type, go down to what is wanted, take it."""
    page.locator(f"#id_{field} + .select2 .select2-selection").click()
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type(typed)
    options = page.locator(".select2-results__option")
    expect(page.locator(".select2-results__option.loading-results")).to_have_count(0)
    expect(options.filter(has_text=re.compile(re.escape(wanted or typed), re.I)).first).to_be_visible()
    highlighted = page.locator(".select2-results__option--highlighted")
    while (wanted or typed).casefold() not in highlighted.inner_text().casefold():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


@pytest.fixture
def count_presses(editor):
    """Return a function that tells how many keys and clicks it took since it was called last."""
    editor.add_init_script(COUNT)

    def presses():
        number = int(editor.evaluate("sessionStorage.presses || 0"))
        editor.evaluate("sessionStorage.presses = 0")
        return number

    return presses


def make_article(page, title):
    """Enter an article with its text and return the address of its workbench."""
    page.goto("/admin/articles/article/add/")
    page.locator("#id_title").fill(title)
    page.locator("#id_slug").fill(title.lower().replace(" ", "-"))
    choose(page, "publisher", "crosscheck")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="Paste the article's text").click()
    page.get_by_label("Text:").fill(TEXT)
    page.get_by_role("button", name="Keep the text").click()
    expect(page.get_by_role("heading", name="Ways to build")).to_be_visible()
    return page.url


def enter_in_the_usual_form(page, title):
    page.goto("/admin/comparisons/claim/add/")
    for said in TEN:
        choose(page, "article", title.split()[0])
        page.locator("#id_locator").click()
        page.keyboard.type(LOCATOR)
        choose(page, "framework", said.framework)
        choose(page, "criterion", SHORTEST[said.criterion], said.criterion)
        page.locator("#id_statement").click()
        page.keyboard.type(said.statement)
        if said.field == "rating":
            page.locator("#id_rating").click()
            page.keyboard.type(said.value)
        elif said.field:
            page.locator("#id_availability").focus()
            page.keyboard.type(said.value)
        page.get_by_role("button", name="Save and add another").click()
        expect(page.locator(".messagelist .success")).to_be_visible()


def enter_at_the_workbench(page, bench):
    page.goto(bench)
    page.locator(".passage", has_text="Whoever starts").get_by_role("link", name="paragraph 1").click()

    def enter(frameworks, criterion, statement, reading, added):
        expect(page.locator("#id_frameworks")).to_be_focused()
        page.keyboard.type(frameworks)
        page.keyboard.press("Tab")
        page.keyboard.type(criterion)
        page.keyboard.press("Tab")
        page.keyboard.type(statement)
        page.keyboard.press("Tab")
        page.keyboard.type(reading)
        page.keyboard.press("Enter")
        expect(page.locator(".messagelist .success")).to_contain_text(f"-{added}.")

    enter("dj,fl,fas", "load", "* plays a key part in building scalable solutions with Python.", "", 3)
    enter("dj,fl,fas", "security", "* plays a key part in building secure solutions with Python.", "", 6)
    enter("dj", "built-i", "* supplies everything that building large systems takes.", "2", 7)
    enter("dj", "adm", "* has an admin panel built in.", "c", 8)
    enter("dj", "orm", "* has an ORM built in.", "c", 9)
    enter("dj", "database w", "The functions of *'s ORM are advanced.", "1", 10)


def claims_of(page, slug):
    """Return what the claims of an article say, from its list in the workplace."""
    page.goto(f"/admin/comparisons/claim/?q={slug}-&o=1")
    rows = page.locator("#result_list tbody tr").all()
    return {
        tuple(cell.inner_text() for cell in row.locator("th, td:not(.action-checkbox)").all()[:4])
        for row in rows
    }


def test_ten_claims_take_half_the_keys_of_the_usual_form(editor, count_presses, record_property):
    usual, bench = (
        make_article(editor, "Usual way of entering"),
        make_article(editor, "Workbench way of entering"),
    )
    assert usual != bench
    count_presses()
    began = time.monotonic()
    enter_in_the_usual_form(editor, "Usual way of entering")
    usual_seconds, usual_presses = time.monotonic() - began, count_presses()
    began = time.monotonic()
    enter_at_the_workbench(editor, bench)
    bench_seconds, bench_presses = time.monotonic() - began, count_presses()
    told = f"{bench_presses} keys and clicks in {bench_seconds:.1f} s against {usual_presses} in {usual_seconds:.1f} s"
    record_property("entering ten claims", told)
    print(f"\nTen claims at the workbench: {told}.")
    assert claims_of(editor, "workbench-way-of-entering") == claims_of(editor, "usual-way-of-entering")
    assert len(claims_of(editor, "usual-way-of-entering")) == 10
    assert bench_presses * 2 <= usual_presses
    assert bench_seconds < usual_seconds


def test_the_scale_and_the_nearest_claims_appear_while_typing(editor):
    editor.goto(make_article(editor, "Typed at the bench"))
    editor.get_by_role("link", name="paragraph 1").first.click()
    editor.locator("#id_frameworks").fill("Django")
    editor.locator("#id_criterion").fill("Admin interface")
    editor.locator("#id_criterion").press("Tab")
    expect(editor.locator("#scale")).to_contain_text("core In core")
    editor.locator("#id_statement").fill("Django has an admin panel built in.")
    editor.locator("#id_reading").fill("core")
    editor.locator("#id_reading").press("Enter")
    expect(editor.locator(".messagelist .success")).to_be_visible()
    editor.locator("#id_criterion").fill("Admin interface")
    editor.locator("#id_frameworks").fill("Django")
    editor.locator("#id_statement").press_sequentially("Django has its admin panel built")
    expect(editor.locator("#near")).to_contain_text("Nearly the same.")
    editor.locator("#id_criterion").fill("Requests per second")
    editor.locator("#id_criterion").press("Tab")
    expect(editor.locator("#scale")).to_contain_text("requests/s")


def test_the_workbench_works_without_script(new_context, editor, base_url):
    bench = make_article(editor, "Plain bench")
    plain = new_context(java_script_enabled=False, storage_state=editor.context.storage_state()).new_page()
    plain.goto(bench)
    plain.locator(".passage").get_by_role("link", name="paragraph 1").first.click()
    expect(plain.locator("#id_locator")).to_have_value("Ways to build › paragraph 1")
    plain.locator("#id_frameworks").fill("Flask")
    plain.locator("#id_criterion").fill("learning c")
    plain.locator("#id_statement").fill("* is quickly learnt.")
    plain.get_by_role("button", name="Show the scale").click()
    expect(plain.locator("#scale")).to_contain_text("Learning curve:")
    expect(plain.locator("#id_statement")).to_have_value("* is quickly learnt.")
    plain.locator("#id_reading").fill("1")
    plain.get_by_role("button", name="Add the claim").click()
    expect(plain.locator(".messagelist .success")).to_contain_text("plain-bench-1")
    expect(plain.locator("#claims")).to_contain_text("Flask is quickly learnt.")
