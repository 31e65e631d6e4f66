"""Hostile addresses: whatever is asked for, the site answers, never breaks, and says what was wrong."""

from html import escape
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck

from articles.models import Article, Publisher
from comparisons.models import Claim, Criterion, Framework, Group, Override, Release
from tests.claims import claim, quantity
from tests.factories import TODAY, ClaimFactory, OverrideFactory, ReleaseFactory
from tests.pages import read
from tests.properties import given, settings, st
from tests.public_pages import is_html, public_pages, visited

pytestmark = pytest.mark.django_db

TABLE = "/compare/django-vs-flask/"
PARAMETERS = {
    "/compare/": ["framework", "change", "group", "criterion", "since", "publisher_kind", "without"],
    TABLE: ["framework", "show", "sort", "group", "criterion", "since", "publisher_kind", "without", "open",
            "left", "right", "wide", "format"],
    "/claims/": ["q", "framework", "group", "criterion", "article", "publisher_kind", "state", "page"],
}  # fmt: skip
ASKED = [(address, name) for address, names in PARAMETERS.items() for name in names]

# Written as they stand in the address.
VALUES = {
    "nothing": "",
    "space": "%20",
    "plus": "+",
    "NUL": "%00",
    "hidden NUL": "dj%00ango",
    "NUL in too many bytes": "%C0%80",
    "doubly quoted NUL": "%2500",
    "10,000 characters": "a" * 10_000,
    "10,000 characters of another script": quote("ア" * 1000),
    "unknown slug": "no-such-thing",
    "other script": quote("данные"),
    "right to left": quote("\u202e\u200fאבג"),
    "emoji": quote("👩‍👩‍👧🦄"),
    "combining": quote("é̸̢̛" * 20),
    "percent garbage": "%ZZ",
    "lone percent": "%25",
    "format of text": "%25s%25d%25(x)s%25n",
    "format of fields": "{0.__class__}{}{x!r}",
    "invalid UTF-8": "%FF%FE",
    "surrogate": "%ED%A0%80",
    "negative": "-1",
    "huge": "9" * 100,
    "infinite": "1e999",
    "not a number": "NaN",
    "other digits": quote("٣"),
    "None": "None",
    "SQL": quote("' OR 1=1; DROP TABLE comparisons_claim; --"),
    "template": quote("{{ request }}{% debug %}{# #}"),
    "script": quote("<script>alert(1)</script>"),
    "attribute": quote('" onfocus="alert(1)" autofocus="'),
    "header": "a%0D%0ASet-Cookie:%20a=b",
    "path": quote("../../../etc/passwd", safe=""),
    "address": quote("//evil.example/", safe=""),
    "regular expression": quote("(a+)+$[\\"),
    "wildcards": "%25_%25_*?",
    "JSON": quote('{"$gt": [null]}'),
}


@pytest.fixture(autouse=True)
def knowledge():
    claim("django", "speed", 2, article__slug="survey")
    claim("flask", "speed", -2, article__publisher__kind="vendor")


def assert_answered(client, address, name):
    """The answer is no failure, no script, and leads nowhere else; if it refuses, it says what."""
    response = client.get(address)
    assert response.status_code in (200, 302, 400, 404), address[:200]
    if response.status_code == 302:
        assert urlsplit(response["Location"]).netloc == ""
        assert response["Location"].startswith("/compare/")
        response = client.get(address, follow=True)
        assert response.status_code in (200, 400), address[:200]
    assert not response.cookies
    if is_html(response):
        assert b"<script>alert" not in response.content
        assert b' onfocus="' not in response.content
    if response.status_code == 400:
        page = read(response)
        said = " ".join(alert.text for alert in page.all(role="alert")) or page.one("p", class_="lead").text
        assert name in said or "NUL" in said, said


# --- Parameters ---


@pytest.mark.any_database
@pytest.mark.parametrize(("address", "name"), ASKED)
def test_any_value_is_answered(client, address, name):
    for value in VALUES.values():
        assert_answered(client, f"{address}?{name}={value}", name)


@pytest.mark.any_database
@pytest.mark.parametrize(("address", "name"), ASKED)
def test_any_value_given_twice_is_answered(client, address, name):
    for kind in ("nothing", "unknown slug", "emoji", "script", "format of text"):
        assert_answered(client, f"{address}?{name}={VALUES[kind]}&{name}={VALUES[kind]}", name)


WRITTEN = [
    "{}[]=a",
    "{}[0]=a",
    "{}.a=a",
    "{}",
    "&&={}",
    ";{}=a",
    "%00{}=a",
    "{}%00=a",
    "{}=%3D",
    "{}==",
    "%{}=a",
]


@pytest.mark.any_database
@pytest.mark.parametrize(("address", "name"), ASKED)
def test_any_way_to_write_a_parameter_is_answered(client, address, name):
    for written in WRITTEN:
        assert_answered(client, f"{address}?{written.format(name)}", name)


@pytest.mark.any_database
@pytest.mark.parametrize(("address", "name"), ASKED)
def test_a_thousand_values_are_answered(client, address, name):
    query = "&".join(f"{name}=value-{number}" for number in range(1000))
    assert_answered(client, f"{address}?{query}", name)


@pytest.mark.parametrize("address", PARAMETERS)
def test_more_parameters_than_anyone_needs_are_refused(client, address):
    response = client.get(f"{address}?" + "&".join(f"a{number}=1" for number in range(2001)))
    assert response.status_code == 400
    assert "This address cannot be answered" in read(response).one("h1").text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ASKED), st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_any_text_is_answered(client, asked, texts):
    address, name = asked
    query = "&".join(f"{name}={quote(text)}" for text in texts)
    assert_answered(client, f"{address}?{query}", name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.sampled_from(list(PARAMETERS)), st.binary(max_size=60))
def test_any_bytes_are_answered(client, address, query):
    sent = "".join(
        chr(byte) if 0x21 <= byte < 0x7F and chr(byte) != "#" else f"%{byte:02X}" for byte in query
    )
    assert client.get(f"{address}?{sent}").status_code in (200, 302, 400)


def test_a_table_leads_to_its_own_address_in_one_step(client):
    wild = "?sort=name&criterion=speed&x=1&show=all&criterion=speed&publisher_kind=vendor&open=django.speed&left=&since=2025"
    response = client.get(f"{TABLE}{wild}")
    assert client.get(response["Location"]).status_code == 200


# --- Paths ---


@pytest.mark.parametrize(
    "folder", ["frameworks", "criteria", "claims", "articles", "compare", "compare/django-vs-", ""]
)
def test_any_path_is_answered(client, folder):
    for value in VALUES.values():
        if value and "+" not in value:
            address = f"/{folder}{'' if folder.endswith('-') else '/'}{value}/".replace("//", "/")
            response = client.get(address)
            assert response.status_code in (400, 404), address[:200]
            said = read(response).one("h1").text
            assert said in ("There is no page at this address", "This address cannot be answered")


@pytest.mark.parametrize(
    "slugs",
    [
        "-vs-",
        "-vs--vs-",
        "django-vs-",
        "-vs-django",
        "django-vs-vs-vs-flask",
        "vs",
        "django-vs-flask-vs-" + "x" * 300,
        "-vs-".join(f"framework-{number}" for number in range(1000)),
    ],
    ids=lambda slugs: slugs[:20],
)
def test_any_comparison_is_answered(client, slugs):
    assert client.get(f"/compare/{slugs}/").status_code == 404


# --- Texts ---

ATTACK = '"><script>alert(1)</script>{{ 7 }}%s\u202e'
TEXTS = {
    Publisher: ["name", "interest_label", "interest"],
    Article: ["title", "authors", "version", "note", "read_by"],
    Framework: ["name", "summary"],
    Group: ["name", "description"],
    Criterion: ["name", "definition", "word_minus_2", "word_minus_1", "word_0", "word_plus_1", "word_plus_2"],
    Claim: ["locator", "statement", "conditions", "as_of_version", "state_reason"],
    Override: ["reason"],
    Release: ["version"],
}


@pytest.fixture
def attacked():
    """A knowledge base with an attack in every text that an editor can type."""
    claim("django", "speed", -2, state="disputed")
    claim("django", "ease", None)
    quantity("django", "throughput", 1)
    ClaimFactory(framework=None, criterion__slug="speed")
    OverrideFactory(framework__slug="flask", criterion__slug="ease")
    ReleaseFactory(framework__slug="django")
    Criterion.objects.filter(measure="quantity").update(unit='"><b>')
    for model, names in TEXTS.items():
        for number, row in enumerate(model.objects.all()):
            for name in names:
                length = model._meta.get_field(name).max_length or 600
                setattr(row, name, f"{number}{ATTACK}"[:length])
            if model is Article:
                row.read_on = TODAY
            row.save()


def test_an_attack_in_any_text_is_only_text(client, attacked):
    opened = f"{TABLE}?open=django.speed&open=django.ease&open=django.throughput&open=flask.ease"
    for address, response in visited(client, [*public_pages(), opened, "/frameworks/djang/"]):
        assert response.status_code in (200, 404)
        if is_html(response):
            page = read(response)
            assert all(script["src"] for script in page.all("script")), address
            assert "<script>alert" not in response.content.decode(), address


def test_an_attack_in_any_text_is_shown_as_it_was_typed(client, attacked):
    assert (
        escape("<script>alert(1)</script>{{ 7 }}%s", quote=False) in client.get("/claims/").content.decode()
    )


def test_files_are_never_taken_for_pages(client, attacked):
    for address, response in visited(client, public_pages()):
        if not is_html(response):
            assert response["X-Content-Type-Options"] == "nosniff", address
            assert response["Content-Type"].split(";")[0] in (
                "text/csv",
                "text/markdown",
                "text/plain",
                "application/json",
                "application/xml",
            ), address


def test_the_tests_attack_every_text_that_an_editor_can_type():
    chosen = {
        "kind",
        "address_status",
        "copy_of",
        "measure",
        "better",
        "availability",
        "qualifier",
        "state",
        "reading_state",
    }
    checked = {"slug", "published", "as_of", "released", "supported_until", "language", "unit"}
    for model, names in TEXTS.items():
        typed = {
            field.name
            for field in model._meta.fields
            if field.get_internal_type() in ("CharField", "TextField", "SlugField")
            and field.name not in chosen
        }
        urls = {field.name for field in model._meta.fields if type(field).__name__ == "URLField"}
        assert typed - checked - urls == set(names), model
