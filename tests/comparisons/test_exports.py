"""A comparison to take along: JSON, CSV and Markdown."""

import csv
import io

import pytest

from tests.claims import claim, described, quantity
from tests.factories import FrameworkFactory
from tests.pages import links

pytestmark = pytest.mark.django_db

ADDRESS = "/compare/django-vs-flask/"


@pytest.fixture(autouse=True)
def frameworks():
    """The two frameworks that these tests compare."""
    return [FrameworkFactory(slug="django", name="Django"), FrameworkFactory(slug="flask", name="Flask")]


def test_json_has_the_documented_shape(client):
    said = claim("django", "speed", 2)
    unread = claim("flask", "speed", None)
    policy = {"since": "2025", "publisher_kind": [], "without": []}
    assert client.get(f"{ADDRESS}?since=2025&format=json").json() == {
        "frameworks": ["django", "flask"],
        "policy": policy,
        "rows": [
            {
                "criterion": "speed",
                "group": "performance",
                "measure": "rating",
                "cells": [
                    {
                        "framework": "django",
                        "state": "single source",
                        "value": 2.0,
                        "articles": 1,
                        "claims": [said.slug],
                    },
                    {
                        "framework": "flask",
                        "state": "described",
                        "value": None,
                        "articles": 1,
                        "claims": [unread.slug],
                    },
                ],
            }
        ],
    }


def test_json_tells_the_whole_policy(client):
    claim("django", "speed", article__publisher__kind="personal")
    claim("django", "speed", article__slug="rant")
    found = client.get(f"{ADDRESS}?publisher_kind=personal&without=rant&format=json").json()
    assert found["policy"] == {"since": None, "publisher_kind": ["personal"], "without": ["rant"]}


def test_json_gives_null_for_a_gap(client):
    claim("django", "speed")
    assert client.get(f"{ADDRESS}?format=json").json()["rows"][0]["cells"][1] == {
        "framework": "flask",
        "state": "unknown",
        "value": None,
        "articles": 0,
        "claims": [],
    }


def test_json_gives_figures_with_unit_and_conditions(client):
    said = quantity("django", "throughput", 1200, "one worker", quantity_high=1500)
    assert client.get(f"{ADDRESS}?format=json").json()["rows"][0]["cells"][0]["value"] == [
        {
            "quantity": 1200.0,
            "quantity_high": 1500.0,
            "unit": "requests/s",
            "conditions": "one worker",
            "claim": said.slug,
        }
    ]


def test_json_does_not_give_outdated_figures_as_current(client):
    current = quantity("django", "throughput", 1200)
    quantity("django", "throughput", 7, state="outdated")
    value = client.get(f"{ADDRESS}?format=json").json()["rows"][0]["cells"][0]["value"]
    assert [each["claim"] for each in value] == [current.slug]


def test_json_keeps_other_scripts_readable(client):
    quantity("django", "throughput", 1, "на сервере")
    assert "на сервере" in client.get(f"{ADDRESS}?format=json").content.decode()


def test_json_uses_only_the_states_of_the_verdict_rule(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2)
    states = [cell["state"] for cell in client.get(f"{ADDRESS}?format=json").json()["rows"][0]["cells"]]
    assert states == ["contested", "unknown"]


def csv_lines(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_gives_verdict_and_evidence_of_each_cell(client):
    claim("django", "speed", 2)
    assert csv_lines(client.get(f"{ADDRESS}?format=csv")) == [
        ["group", "criterion", "Django", "Django: evidence", "Flask", "Flask: evidence"],
        ["Performance", "Speed", "Very good", "1 article, sells development · 2025", "No article says", ""],
    ]


def test_csv_is_a_download_with_a_telling_name(client):
    response = client.get(f"{ADDRESS}?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="django-vs-flask.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(client, start):
    FrameworkFactory(slug="evil", name=f"{start}1+1 name")
    described(
        "evil",
        "evil",
        f"{start}1+1 statement",
        criterion__name=f"{start}1+1 criterion",
        criterion__group__slug="evil",
        criterion__group__name=f"{start}1+1 group",
    )
    response = client.get("/compare/evil-vs-django/?format=csv")
    cells = [
        cell
        for line in csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))
        for cell in line
    ]
    assert len([cell for cell in cells if "1+1" in cell]) == 5
    assert not [cell for cell in cells if cell.startswith(start)]


def test_markdown_gives_a_table_for_each_group(client):
    claim("django", "speed", 2)
    lines = client.get(f"{ADDRESS}?format=md").content.decode().splitlines()
    assert lines[0] == "# Django and Flask cannot be compared on what articles say so far"
    assert lines[-5:] == [
        "## Performance",
        "",
        "| Criterion | Django | Flask |",
        "| --- | --- | --- |",
        "| Speed | Very good (1 article, sells development · 2025) | No article says |",
    ]


def test_markdown_keeps_bars_in_their_column(client):
    FrameworkFactory(slug="evil", name="A | B")
    described("evil", "evil", "C | D", criterion__name="E | F")
    text = client.get("/compare/evil-vs-django/?format=md").content.decode()
    bars = [line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")]
    assert bars == [4, 4, 4]


def test_markdown_keeps_a_statement_of_two_lines_in_one_row(client):
    described("django", "speed", "First line.\r\nSecond line.")
    (row,) = [
        each for each in client.get(f"{ADDRESS}?format=md").content.decode().splitlines() if "First" in each
    ]
    assert "Second line." in row


def test_markdown_holds_no_html(client):
    described("django", "speed", "<script>alert(1)</script>")
    assert "<script>" not in client.get(f"{ADDRESS}?format=md").content.decode()


@pytest.mark.parametrize("format", ["csv", "json", "md"])
def test_a_file_holds_the_rows_that_the_page_shows(client, format):
    claim("django", "speed", 2)
    claim("flask", "speed", -2)
    claim("django", "memory", 1)
    text = client.get(f"{ADDRESS}?show=differences&format={format}").content.decode().lower()
    assert "speed" in text
    assert "memory" not in text


@pytest.mark.parametrize("format", ["csv", "json", "md"])
def test_a_file_holds_the_rows_in_the_order_of_the_page(client, format):
    claim("django", "little", criterion__position=1)
    claim("django", "much", criterion__position=2)
    claim("django", "much", criterion__position=2)
    text = client.get(f"{ADDRESS}?sort=articles&format={format}").content.decode().lower()
    assert text.index("much") < text.index("little")


def test_the_page_leads_to_its_files(client):
    claim("django", "speed")
    found = links(client.get(f"{ADDRESS}?criterion=speed&open=django.speed"))
    assert [found[name] for name in ("CSV", "JSON", "Markdown")] == [
        f"?criterion=speed&format={format}" for format in ("csv", "json", "md")
    ]
