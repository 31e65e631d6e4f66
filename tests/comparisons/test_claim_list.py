import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory
from tests.pages import links, read

pytestmark = pytest.mark.django_db


def statements(client, query=""):
    """Return what the claims on the page say, in order."""
    response = client.get(f"/claims/{query}")
    return [each.text for each in read(response).one("div", id="claims").all("p", class_="said")]


def problems(response):
    return read(response).one("div", role="alert").text


# --- What it lists ---


def test_lists_each_claim_with_its_article(client):
    claim(
        "django",
        "speed",
        statement="It answers fast.",
        locator="Benchmarks › paragraph 2",
        article__published="2025-04-03",
        article__publisher__name="Agency",
    )
    (item,) = read(client.get("/claims/")).one("ul", class_="claims").all("li")
    assert item.text == (
        "It answers fast. Django, Performance: Speed "
        "Agency, sells development, 3 Apr 2025. Benchmarks › paragraph 2"
    )


def test_leads_to_each_claim(client):
    said = claim("django", "speed", statement="It answers fast.")
    assert links(client.get("/claims/"))["It answers fast."] == f"/claims/{said.slug}/"


def test_lists_claims_about_the_field(client):
    ClaimFactory(framework=None, statement="Speed rarely matters.")
    assert statements(client) == ["Speed rarely matters."]


@pytest.mark.parametrize(("state", "word"), [("disputed", "Disputed"), ("outdated", "Outdated")])
def test_marks_claims_that_were_set_aside(client, state, word):
    claim("django", "speed", state=state)
    assert f"Speed. {word} " in read(client.get("/claims/")).one("ul", class_="claims").text


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_what_is_not_published(client, state):
    claim("django", "speed", state=state)
    assert statements(client) == []


def test_counts_the_claims(client):
    claim("django", "speed")
    claim("django", "speed", state="draft")
    assert read(client.get("/claims/")).one("span", role="status").text == "1 claim"


def test_stands_in_the_order_of_the_articles(client):
    article = ArticleFactory(slug="a")
    claim("django", "speed", article__slug="b", statement="Third.")
    claim("django", "speed", article=article, statement="First.")
    claim("django", "speed", article=article, statement="Second.")
    assert statements(client) == ["First.", "Second.", "Third."]


def test_says_when_no_claim_fits(client):
    assertContains(client.get("/claims/?q=nothing"), "No claim fits")


# --- Words ---


@pytest.mark.parametrize(
    "word", ["answers", "ANSWERS", "django", "speed", "agency", "fast%20answers", "answers%20agency"]
)
def test_finds_words_in_the_statement_and_the_names_around_it(client, word):
    claim("django", "speed", statement="It answers fast.", article__publisher__name="Agency")
    claim("flask", "memory", statement="It needs little.", article__publisher__name="Other")
    assert statements(client, f"?q={word}") == ["It answers fast."]


def test_every_word_must_be_found(client):
    claim("django", "speed", statement="It answers fast.")
    assert statements(client, "?q=answers+slowly") == []


@pytest.mark.parametrize("wildcard", ["%25", "_", "*", "?"])
def test_wildcards_are_ordinary_characters(client, wildcard):
    claim("django", "speed", statement="It answers fast.")
    assert statements(client, f"?q={wildcard}") == []


def test_spaces_alone_filter_nothing(client):
    claim("django", "speed", statement="It answers fast.")
    assert statements(client, "?q=%20%20") == ["It answers fast."]


def test_keeps_the_words_in_the_form(client):
    assert read(client.get("/claims/?q=fast")).one("input", id="id_q")["value"] == "fast"


# --- Filters ---


@pytest.fixture
def two_claims():
    claim(
        "django",
        "speed",
        statement="Wanted.",
        article__slug="survey",
        article__publisher__kind="personal",
        state="disputed",
    )
    claim(
        "flask",
        "csrf",
        criterion__group__slug="security",
        criterion__group__name="Security",
        statement="Other.",
    )


@pytest.mark.parametrize(
    "filter",
    [
        "framework=django",
        "group=performance",
        "criterion=speed",
        "article=survey",
        "publisher_kind=personal",
        "state=disputed",
    ],
)
def test_a_filter_keeps_what_fits(client, two_claims, filter):
    assert statements(client, f"?{filter}") == ["Wanted."]


def test_filters_add_up(client, two_claims):
    assert statements(client, "?framework=django&criterion=csrf") == []


def test_empty_filters_keep_everything(client, two_claims):
    assert (
        len(statements(client, "?q=&framework=&group=&criterion=&article=&publisher_kind=&state=&page=")) == 2
    )


def test_offers_only_public_states(client):
    states = read(client.get("/claims/")).one("select", name="state").all("option")
    assert [each["value"] for each in states] == ["", "published", "disputed", "outdated"]


def test_offers_only_articles_with_public_claims(client):
    claim("django", "speed", article__slug="survey", article__title="A survey")
    claim("django", "speed", article__slug="survey")
    claim("django", "speed", article__slug="unpublished", article__title="Nothing public yet", state="draft")
    articles = read(client.get("/claims/")).one("select", name="article").all("option")
    assert [each.text for each in articles] == ["Any article", "A survey"]


def test_all_filters_can_be_removed(client):
    assert links(client.get("/claims/?q=fast"))["Remove all filters"] == "/claims/"


# --- Wrong parameters ---


@pytest.mark.parametrize("name", ["framework", "group", "criterion", "article", "publisher_kind", "state"])
def test_an_unknown_value_is_named(client, name):
    response = client.get(f"/claims/?{name}=unheard")
    assert response.status_code == 400
    assert f"{name}: “unheard” is not known here." in problems(response)


@pytest.mark.parametrize("name", ["framework", "state"])
@pytest.mark.parametrize(("value", "shown"), [("100%25", "100%"), ("%25d", "%d"), ("%25(x)s", "%(x)s")])
def test_a_percent_sign_in_an_unknown_value_is_an_ordinary_character(client, name, value, shown):
    response = client.get(f"/claims/?{name}={value}")
    assert f"{name}: “{shown}” is not known here." in problems(response)


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_a_hidden_state_is_no_filter(client, state):
    claim("django", "speed", state=state, statement="Secretly fast.")
    response = client.get(f"/claims/?state={state}")
    assertNotContains(response, "Secretly fast.", status_code=400)


def test_an_article_of_which_nothing_is_public_is_no_filter(client):
    claim("django", "speed", article__slug="unpublished", state="draft")
    assert "article: “unpublished” is not known here." in problems(client.get("/claims/?article=unpublished"))


def test_too_long_a_search_is_told(client):
    response = client.get("/claims/?q=" + "a" * 201)
    assert response.status_code == 400
    assert "q: Ensure this value has at most 200 characters" in problems(response)


def test_a_page_that_says_the_rest_is_used_uses_it(client, two_claims):
    response = client.get("/claims/?framework=django&state=unheard")
    assertContains(response, "The rest of it is used.", status_code=400)
    assertContains(response, "Wanted.", status_code=400)


# --- Pages ---


@pytest.fixture
def sixty_claims():
    article, criterion = ArticleFactory(), CriterionFactory()
    ClaimFactory.create_batch(60, article=article, criterion=criterion, framework=None)


def test_shows_fifty_claims_a_page(client, sixty_claims):
    assert len(statements(client)) == 50


def test_shows_the_rest_on_the_next_page(client, sixty_claims):
    assert len(statements(client, "?page=2")) == 10


def test_says_which_page_it_is(client, sixty_claims):
    status = read(client.get("/claims/?page=2")).one("span", role="status").text
    assert status == "60 claims, page 2 of 2"


def test_pages_lead_to_each_other_and_keep_the_filters(client, sixty_claims):
    first, second = client.get("/claims/?q=number"), client.get("/claims/?q=number&page=2")
    assert links(first, within=".pages") == {"Next page": "?q=number&page=2"}
    assert links(second, within=".pages") == {"Previous page": "?q=number&page=1"}


@pytest.mark.parametrize("number", ["0", "3", "-1", "1.5", "two", "²", "9" * 30, "%20"])
def test_a_page_that_does_not_exist_is_told(client, sixty_claims, number):
    response = client.get(f"/claims/?page={number}")
    assert response.status_code == 400
    assert "page: There is no page " in problems(response)
    assert "this is the first of 2." in problems(response)


def test_a_page_that_does_not_exist_shows_the_first(client, sixty_claims):
    assert len(statements(client, "?page=3")) == 50
