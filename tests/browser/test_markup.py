"""The HTML of every kind of page is valid where it matters, and every link to a place finds its place."""

from html import unescape
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest

from .addresses import MISSING, PAGES
from .markup import Page


def fetch(address):
    """Return status and text of an answer."""
    try:
        with urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


@pytest.mark.parametrize("name", [*PAGES, *MISSING])
def test_the_markup_has_no_problems(base_url, name):
    address, expected = MISSING.get(name) or (PAGES[name], 200)
    status, html = fetch(f"{base_url}{address}")
    assert status == expected
    assert html.startswith("<!doctype html>\n<html lang=")
    assert not Page(html).problems


def test_links_to_a_place_on_another_page_find_it(base_url):
    wanted = {}
    for address in PAGES.values():
        for link in Page(fetch(f"{base_url}{address}")[1]).links:
            page, place = urldefrag(urljoin(f"{base_url}{address}", link))
            if place and page.startswith(base_url):
                wanted.setdefault(page, {})[place] = address
    missing = []
    assert len(wanted) > 20
    for page, places in sorted(wanted.items()):
        if "open=" in page:  # hundreds of them, each a whole table
            continue
        ids = Page(fetch(page)[1]).ids
        missing += [f"{address}: {page}#{place}" for place, address in places.items() if place not in ids]
    assert not missing


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p><ul><li>a</li></ul></p>", "<ul> stands in <p>"),
        ("<div><b>a</div></b>", "</div> closes <b>"),
        ("<i id=a>a</i><i id=a>a</i>", "the id 'a' stands 2 times"),
        ("<label for=a>a</label>", "<label for> means 'a'"),
        ("<a href='#a'>a</a>", "<a href> means 'a'"),
        ("<a href='/'><svg></svg></a>", "<a> is empty"),
        ("<button> </button>", "<button> is empty"),
        ("<input name=a>", "<input> has no label"),
        ("<a href='/'><button>a</button></a>", "<button> stands in <a>"),
        ("<h1>a</h1><h1>a</h1>", "2 <h1>, expected one"),
        ("<i style='a'>a</i>", "has a style"),
        ("<section>", "<section> is never closed"),
    ],
)
def test_the_check_finds_what_it_looks_for(html, problem):
    assert any(problem in each for each in Page(html).problems)


def test_the_check_is_content_with_a_good_page():
    html = """<!doctype html><html lang="en"><head><title>a</title></head><body><main><h1>a</h1>
    <label for="a">a</label><input id="a"><a href="#a">a</a><label><input type="radio"> b</label>
    <a href="/" aria-label="c"><svg></svg></a></main></body></html>"""
    assert Page(unescape(html)).problems == []
