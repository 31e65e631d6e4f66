"""Sweeps: one test each for mistakes that could appear anywhere in the site."""

import ast
import gzip
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from comparisons.models import Claim
from tests.claims import claim
from tests.factories import ArticleFactory, ClaimFactory, PublisherFactory, ReleaseFactory, UserFactory
from tests.pages import read
from tests.public_pages import PAGES, PRIVATE, REFUSED, a_bit_of_everything, is_html, public_pages, visited

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
CODE = [
    folder for folder in ("articles", "comparisons", "questionnaire", "config") if (ROOT / folder).is_dir()
]


@pytest.fixture
def everything(db):
    """A bit of everything, and the addresses of all that is public of it."""
    a_bit_of_everything()
    return public_pages()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """What all public pages over a bit of everything answer, and what is refused: asked once for all sweeps."""
    with django_db_blocker.unblock(), transaction.atomic():
        a_bit_of_everything()
        found = dict(visited(Client(), public_pages())), dict(visited(Client(), REFUSED))
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def public(answers):
    """The answers of all public pages and files, by address."""
    return answers[0]


@pytest.fixture(scope="module")
def every(answers):
    """The answers of all public pages and files and of refused addresses, by address."""
    return answers[0] | answers[1]


@pytest.fixture(scope="module")
def pages(every):
    """All that is HTML, read, by address; reading fails where a tag is left open."""
    return {address: read(response) for address, response in every.items() if is_html(response)}


# --- The sweeps themselves ---


def named_patterns(patterns=None, namespace=""):
    """Yield the names of all address patterns, without those of the admin."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from named_patterns(pattern.url_patterns, f"{namespace}{pattern.namespace}:")


def test_the_sweeps_visit_every_address_pattern(everything):
    assert set(named_patterns()) == set(PAGES) | PRIVATE
    assert all(addresses() for addresses in PAGES.values())


def test_every_public_page_opens(public):
    for address, response in public.items():
        assert response.status_code == 200, address


# --- Code and templates ---


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_template_compiles(path):
    get_template(str(path.relative_to(TEMPLATES)))


def test_no_template_prints_the_clock_as_freshness():
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r"{%-?\s*now\b", path.read_text()), path


def compared_names():
    entries = yaml.safe_load((ROOT / "fixtures/frameworks.yaml").read_text())
    return [entry["fields"]["name"] for entry in entries if entry["model"] == "comparisons.framework"]


def written_by_us():
    """The files of code, templates and styles that must not know what is compared."""
    files = [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]
    files += [*TEMPLATES.rglob("*.html"), *(ROOT / "static").glob("*.css"), *(ROOT / "static").glob("*.js")]
    assert len(files) > 50
    return files


def library_is_meant(name):
    """Whether code may hold the name, since it is also that of the library that the site is made with."""
    return name == "Django"


@pytest.mark.parametrize("name", [name for name in compared_names() if not library_is_meant(name)])
def test_no_compared_framework_stands_in_code_or_templates(name):
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", re.IGNORECASE)
    found = [str(path.relative_to(ROOT)) for path in written_by_us() if pattern.search(path.read_text())]
    assert found == []


def strings(path):
    """Yield the string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_the_library_is_not_named_as_a_compared_framework():
    for path in written_by_us():
        if path.suffix == ".html":
            texts = [re.sub(r"(?s){[%{#].*?[%}#]}", "", path.read_text())]
        elif path.suffix == ".py" and path.name != "settings.py":
            texts = [text for text in strings(path) if text != "django"]
            assert "django" not in strings(path), path
        else:
            texts = []
        assert not [text for text in texts if re.search(r"\bDjango\b", text)], path


# --- Drafts stay hidden ---

HIDDEN = ["draft", "in_review", "rejected"]
SECRET = "Xanadu"


def hide():
    """Make hidden claims in each state whose every word of their own is secret."""
    for state in HIDDEN:
        hide_in(state)


def hide_in(state):
    """Make hidden claims of a new article, and of one that is public."""
    details = {
        "state": state,
        "locator": f"{SECRET} › paragraph 1",
        "state_reason": SECRET if state == "rejected" else "",
    }
    publisher = PublisherFactory(
        name=SECRET, slug="xanadu", kind="vendor", interest=SECRET, interest_label=SECRET
    )
    article = ArticleFactory(
        slug="xanadu", title=SECRET, authors=SECRET, note=SECRET, published="1999", publisher=publisher
    )
    for source in (article, Claim.objects.public().first().article):
        for framework, rating in {"django": -2, "flask": 2}.items():
            claim(
                framework,
                "speed",
                rating,
                article=source,
                statement=f"{SECRET} {framework} {state} hurries.",
                **details,
            )
        ClaimFactory(
            article=source,
            framework=None,
            criterion__slug="speed",
            statement=f"{SECRET} {state} hurries.",
            **details,
        )
        claim("django", "silent", article=source, statement=f"{SECRET} {state} is silent.", **details)


@pytest.mark.any_database
def test_what_is_not_published_is_visible_nowhere(client, everything):
    hide()
    searches = [f"/claims/?q={word}" for word in ("hurries", "silent")]
    searches += ["/articles/xanad/", "/claims/xanad/", "/compare/xanad-vs-django/"]
    for address, response in visited(client, [*public_pages(), *REFUSED, *searches]):
        assert SECRET not in response.content.decode(), address


@pytest.mark.any_database
def test_what_is_not_published_changes_no_public_page(client, everything):
    criterion = claim("fastapi", "silent", state="draft").criterion
    assert criterion.slug == "silent"
    addresses = public_pages()
    before = [response.content for _, response in visited(client, addresses)]
    hide()
    for content, (address, response) in zip(before, visited(client, addresses), strict=True):
        assert response.content == content, address


@pytest.mark.any_database
def test_what_is_not_published_has_no_address(client, everything):
    hide()
    hidden = Claim.objects.filter(state__in=HIDDEN)
    addresses = ["/articles/xanadu/", *(f"/claims/{each.slug}/" for each in hidden)]
    for address, response in visited(client, addresses):
        assert response.status_code == 404, address


def test_what_a_claim_said_before_it_was_published_is_visible_nowhere(client, everything):
    said = claim("django", "speed", state="draft", statement=f"{SECRET} before.", locator=SECRET)
    said.statement, said.locator = "It is fast.", "Benchmarks › paragraph 1"
    said._change_reason = SECRET
    said.move_to("in_review", by=UserFactory(), reason=SECRET)
    said.move_to("published", by=UserFactory())
    for address, response in visited(client, public_pages()):
        assert SECRET not in response.content.decode(), address


# --- Nothing public depends on who asks ---


def test_public_pages_set_no_cookie_and_carry_no_token(every):
    for address, response in every.items():
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        assert "csrf" not in response.content.decode().lower(), address


def test_what_visitors_see_holds_no_way_into_the_workplace(every):
    for address, response in every.items():
        assert b"/admin/" not in response.content.replace(b"Disallow: /admin/", b""), address


@pytest.mark.any_database
def test_a_signed_in_user_who_is_no_editor_sees_what_visitors_see(client, django_user_model, everything):
    reader = Client()
    reader.force_login(django_user_model.objects.create_user("ada", is_staff=True))
    for address in [*everything, *REFUSED]:
        assert client.get(address).content == reader.get(address).content, address


@pytest.mark.any_database
def test_what_editors_see_is_kept_by_no_cache(admin_client, everything):
    for address in everything:
        if not address.startswith(("/health/", "/robots", "/sitemap")):
            assert "no-store" in admin_client.get(address)["Cache-Control"], address


def test_an_editor_is_led_from_a_cell_and_a_claim_into_the_workplace(admin_client, everything):
    said = Claim.objects.public().filter(framework__slug="django", criterion__slug="speed").first()
    table = admin_client.get("/compare/django-vs-flask/?open=django.speed").text
    cell = (said.framework_id, said.criterion_id)
    assert (
        "/admin/comparisons/claim/?framework__id__exact={}&amp;criterion__id__exact={}".format(*cell) in table
    )
    assert "/admin/comparisons/claim/add/?framework={}&amp;criterion={}".format(*cell) in table
    assert f'href="/admin/comparisons/claim/{said.pk}/change/"' in table


@pytest.mark.any_database
def test_htmx_gets_the_same_page_as_a_browser(client, everything):
    for address in everything:
        plain, swapped = client.get(address), client.get(address, headers={"HX-Request": "true"})
        assert plain.content == swapped.content, address


def test_public_pages_are_read_and_never_written_to(client, everything):
    for address in everything:
        assert client.post(address).status_code == 405, address


@pytest.mark.any_database
def test_public_pages_answer_to_head_without_a_body(client, everything):
    for address in everything:
        response = client.head(address)
        assert (response.status_code, response.content) == (200, b""), address


def test_reading_writes_nothing(client, everything):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for _ in visited(client, everything):
            pass
    reading = ("SELECT", "DECLARE")  # PostgreSQL reads long lists through a cursor
    assert not [each["sql"] for each in queries if not each["sql"].startswith(reading)]


# --- Headers ---


def directives(response):
    return {
        name: set(values.split())
        for name, _, values in (
            part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")
        )
    }


def test_every_page_forbids_what_it_does_not_need(every):
    for address, response in every.items():
        assert "Content-Security-Policy" in response, address
        policy = directives(response)
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == {"'none'"}, address
        assert policy["frame-ancestors"] == {"'none'"}, address
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == {"'self'"}, address


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_has_strict_headers(every, header, value):
    for address, response in every.items():
        assert response.get(header) == value, address


def test_every_page_gives_up_what_browsers_could_grant(every):
    for address, response in every.items():
        assert "camera=()" in response.get("Permissions-Policy", ""), address
        assert "geolocation=()" in response["Permissions-Policy"], address


# --- HTML ---


def test_no_page_carries_script_or_style_of_its_own(pages):
    for address, page in pages.items():
        assert not page.all("style"), address
        for element in page.walk():
            assert element.name != "script" or element["src"], address
            assert "style" not in element.attributes, address
            assert not [
                name for name in element.attributes if name.startswith(("on", "hx-on", "data-hx-on"))
            ], address


def test_no_page_loads_anything_from_elsewhere(pages):
    for address, page in pages.items():
        loaded = [
            each["src"] or each["href"] for each in page.walk() if each.name in ("script", "link", "img")
        ]
        assert not [url for url in loaded if urlsplit(url).netloc not in ("", "testserver")], address


def test_ids_are_unique_within_a_page(pages):
    for address, page in pages.items():
        ids = [each["id"] for each in page.walk() if each["id"]]
        assert len(ids) == len(set(ids)), (address, sorted(id for id in ids if ids.count(id) > 1))


def test_every_mark_that_a_page_uses_is_drawn_on_it(pages):
    for address, page in pages.items():
        used = {each["href"].removeprefix("#") for each in page.all("use")}
        assert used <= {each["id"] for each in page.all("symbol")}, address


def test_every_page_has_one_heading_of_the_first_rank_and_a_title(pages):
    for address, page in pages.items():
        assert page.one("h1").text, address
        assert page.one("head").one("title").text.removesuffix(" · Crosscheck"), address


def test_every_table_has_a_caption_and_heads_with_a_scope(pages):
    for address, page in pages.items():
        for table in page.all("table"):
            assert table.one("caption").text, address
            assert all(head["scope"] for head in table.all("th")), address


def test_every_control_has_a_label(pages):
    for address, page in pages.items():
        named = {label["for"] for label in page.all("label")}
        inside = {id(each) for label in page.all("label") for each in label.walk()}
        for control in page.all("input") + page.all("select"):
            assert control["type"] == "hidden" or id(control) in inside or control["id"] in named, address


@pytest.mark.any_database
def test_every_link_within_the_site_leads_to_a_page_and_a_place_on_it(client, everything):
    places = {}
    for address, response in visited(client, everything):
        for link in read(response).all("a") if is_html(response) else []:
            target = urlsplit(urljoin(address, link["href"]))
            if not target.netloc:
                places.setdefault(target._replace(fragment="").geturl(), set()).add(target.fragment)
    for target, fragments in places.items():
        response = client.get(target, follow=True)
        assert response.status_code == 200, target
        ids = {each["id"] for each in read(response).walk()} if is_html(response) else set()
        assert fragments - {""} <= ids, target


# --- The sitemap ---


def test_the_sitemap_holds_every_page_once(public):
    locations = re.findall(r"<loc>http://testserver(.*?)</loc>", public["/sitemap.xml"].content.decode())
    files = ("/health/", "/robots.txt", "/sitemap.xml")
    pages = [
        address for address in public if "?" not in address and "-vs-" not in address and address not in files
    ]
    assert sorted(locations) == sorted(pages)


# --- Size does not cost queries ---


def fill(frameworks, criteria, claims):
    """Fill a table, each claim of a set of articles that speak of every cell; say something more of each kind."""
    sources = [ArticleFactory(slug=f"source-{number}") for number in range(claims)]
    told = set(Claim.objects.values_list("article__slug", "framework__slug", "criterion__slug"))
    for number in range(criteria):
        for framework in frameworks:
            for rating, source in enumerate(sources):
                if (source.slug, framework, f"c-{number}") not in told:
                    claim(framework, f"c-{number}", 2 - 2 * rating, article=source)
    ClaimFactory.create_batch(claims, framework=None, criterion__slug="c-0", article=sources[0])
    ReleaseFactory.create_batch(claims, framework__slug=frameworks[0])
    said = claim(frameworks[0], "c-0", 1, state="in_review", article=sources[0])
    said.move_to("published", by=UserFactory())
    for _ in range(claims):
        said.move_to("disputed", by=UserFactory(), reason="Misread.", source=sources[0])
        said.move_to("published", by=UserFactory())


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


SIZED = [
    "/",
    "/compare/",
    "/compare/django-vs-flask/",
    "/compare/django-vs-flask/?open=django.c-0",
    "/compare/django-vs-flask/?group=performance&since=2025&publisher_kind=agency&without=source-0",
    "/compare/django-vs-flask/?format=csv",
    "/compare/django-vs-flask/?format=json",
    "/compare/django-vs-flask/?format=md",
    "/frameworks/",
    "/frameworks/django/",
    "/criteria/",
    "/criteria/c-0/",
    "/claims/",
    "/claims/?q=statement&framework=django&group=performance",
    "/claims/source-0-1/",
    "/articles/",
    "/articles/source-0/",
    "/disagreements/",
    "/method/",
    "/sitemap.xml",
]


@pytest.mark.django_db
def test_a_larger_knowledge_base_needs_no_more_queries(client):
    PublisherFactory(kind="vendor")
    claim("flask", "c-0", article__publisher__kind="vendor")
    fill(["django", "flask"], criteria=2, claims=2)
    small = {address: queries(client, address) for address in SIZED}
    fill(["django", "fastapi", "flask"], criteria=20, claims=3)
    assert {address: queries(client, address) for address in SIZED} == small


@pytest.mark.django_db
def test_a_larger_comparison_needs_no_more_queries_and_stays_small(client):
    fill(["django", "flask"], criteria=5, claims=1)
    small = queries(client, "/compare/django-vs-flask/")
    fill(["django", "fastapi", "flask"], criteria=60, claims=3)
    address = "/compare/django-vs-fastapi-vs-flask/"
    assert queries(client, address) == small
    page = client.get(address).content
    assert len(page) < 200_000
    assert len(gzip.compress(page, 6)) < 25_000


@pytest.mark.django_db
def test_more_opened_cells_need_no_more_queries(client):
    fill(["django", "flask"], criteria=12, claims=2)
    one = queries(client, "/compare/django-vs-flask/?open=django.c-0")
    cells = "&".join(f"open=django.c-{number}" for number in range(12))
    assert queries(client, f"/compare/django-vs-flask/?{cells}") == one
