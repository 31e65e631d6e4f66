"""axe finds nothing on any kind of page, in either colour scheme, on a wide screen and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .addresses import MISSING, PAGES, SHORT, SHORT_OPENED, TABLE, visit

AXE = Axe()


EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page, options):
    """Return what axe finds, one line for each element."""
    found = AXE.run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def assert_accessible(page):
    """Only the colours differ between the schemes, so only they are looked at twice."""
    page.emulate_media(color_scheme="light")
    assert not violations(page, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    assert not violations(page, COLOURS)


@pytest.mark.parametrize("name", [*PAGES, *MISSING])
def test_axe_finds_nothing(page, complaints, name):
    visit(page, complaints, name)
    assert_accessible(page)


@pytest.mark.parametrize(
    "address", [TABLE, SHORT_OPENED, f"{SHORT}&wide=1", "/claims/", "/frameworks/flask/"]
)
def test_axe_finds_nothing_on_a_phone(phone, address):
    phone.goto(address)
    assert_accessible(phone)


def test_axe_finds_nothing_where_the_controls_are_open_on_a_phone(phone):
    phone.goto(SHORT)
    phone.get_by_text("Change frameworks, criteria and evidence").click()
    assert_accessible(phone)
