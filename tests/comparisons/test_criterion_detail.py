import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import availability, claim, quantity
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


def lines(client, address="/criteria/speed/"):
    """Return what is said of each framework: {"django": "Django Good 1 article …"}."""
    return {line["id"]: line.text for line in read(client.get(address)).one("ul", class_="lines").all("li")}


def test_says_what_is_meant(client):
    CriterionFactory(slug="speed", definition="How fast it answers.")
    response = client.get("/criteria/speed/")
    assert heading(response) == "Speed"
    assertContains(response, "How fast it answers.")


def test_says_the_verdict_on_each_framework(client):
    claim("django", "speed", 1)
    assert lines(client) == {"django": "Django Good 1 article, sells development · 2025"}


def test_the_best_stand_first(client):
    for slug, rating in {"django": 0, "flask": -1, "tornado": 2}.items():
        claim(slug, "speed", rating)
    assert list(lines(client)) == ["tornado", "django", "flask"]


def test_frameworks_without_a_reading_stand_last(client):
    claim("django", "speed", None)
    claim("flask", "speed", -2)
    assert list(lines(client)) == ["flask", "django"]


def test_frameworks_of_one_value_stand_in_alphabetical_order(client):
    for slug in ("tornado", "django", "flask"):
        claim(slug, "speed", 1)
    assert list(lines(client)) == ["django", "flask", "tornado"]


def test_who_provides_it_stands_in_the_order_of_closeness(client):
    for slug, value in {"django": "none", "flask": "third_party", "tornado": "core"}.items():
        availability(slug, "orm", value)
    assert list(lines(client, "/criteria/orm/")) == ["tornado", "flask", "django"]


def test_frameworks_of_which_nobody_speaks_are_named_as_gaps(client):
    claim("django", "speed")
    FrameworkFactory(slug="flask")
    FrameworkFactory(slug="tornado")
    assertContains(
        client.get("/criteria/speed/"),
        "No article that was read says anything here about Flask, Tornado. That is a gap, not a no.",
    )


def test_says_when_no_article_speaks_of_any_framework(client):
    CriterionFactory(slug="speed")
    FrameworkFactory(slug="django")
    assert "No article speaks of any framework here" in read(client.get("/criteria/speed/")).text


def test_shows_each_claim_with_its_article(client):
    said = claim(
        "django",
        "speed",
        statement="It answers fast.",
        locator="Benchmarks › paragraph 2",
        article__publisher__name="Agency",
        article__published="2025-04",
    )
    response = client.get("/criteria/speed/")
    item = read(response).one("ul", class_="claims").one("li")
    assert item.text == "It answers fast. Agency, sells development, Apr 2025. Benchmarks › paragraph 2"
    assert links(response)["It answers fast."] == f"/claims/{said.slug}/"


def test_claims_stand_by_framework(client):
    for slug in ("flask", "django", "flask"):
        claim(slug, "speed")
    assert [each.text for each in read(client.get("/criteria/speed/")).all("h3")] == ["Django", "Flask"]


def test_marks_disputed_claims_with_the_reason(client):
    claim("django", "speed", state="disputed", state_reason="The benchmark was misread.")
    assert "Disputed: The benchmark was misread." in read(client.get("/criteria/speed/")).text


def test_claims_about_the_field_stand_by_themselves(client):
    ClaimFactory(framework=None, criterion__slug="speed", statement="Speed rarely matters.")
    section = read(client.get("/criteria/speed/")).all("section")[-1]
    assert section.one("h2").text == "About the field in general"
    assert "Speed rarely matters." in section.text


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_what_is_not_published(client, state):
    claim("django", "speed", statement="Secretly fast.", state=state)
    ClaimFactory(framework=None, criterion__slug="speed", statement="Secretly slow.", state=state)
    assertNotContains(client.get("/criteria/speed/"), "Secretly")


def test_leads_to_its_group(client):
    CriterionFactory(slug="speed")
    assert links(client.get("/criteria/speed/"))["Performance"] == "/criteria/#performance"


# --- Figures, drawn ---


def test_draws_the_figures_of_one_article_and_its_conditions_together(client):
    bench = ArticleFactory(publisher__name="Bench")
    quantity("django", "throughput", 500, "one worker", article=bench)
    quantity("flask", "throughput", 1000, "one worker", article=bench)
    chart = read(client.get("/criteria/throughput/")).one("figure")
    assert chart.one("figcaption").text == "Bench, sells development, 2025. one worker"
    assert [(row.one("th").text, row.one("rect", class_="f-bar")["width"]) for row in chart.all("tr")] == [
        ("Flask", "320.0"),
        ("Django", "160.0"),
    ]


def test_never_draws_figures_of_different_conditions_together(client):
    bench = ArticleFactory()
    quantity("django", "throughput", 500, "one worker", article=bench)
    quantity("flask", "throughput", 1000, "two workers", article=bench)
    assert len(read(client.get("/criteria/throughput/")).all("figure")) == 2


def test_never_draws_figures_of_different_articles_together(client):
    quantity("django", "throughput", 500)
    quantity("flask", "throughput", 1000)
    assert len(read(client.get("/criteria/throughput/")).all("figure")) == 2


def test_each_figure_leads_to_its_claim(client):
    said = quantity("django", "throughput", 500)
    assert links(client.get("/criteria/throughput/"), within="figure") == {
        "500 requests/s": f"/claims/{said.slug}/"
    }


def test_says_which_way_is_better(client):
    quantity("django", "throughput", 500)
    assertContains(client.get("/criteria/throughput/"), "Higher is better.")


def test_ratings_are_not_drawn(client):
    claim("django", "speed")
    assert not read(client.get("/criteria/speed/")).all("figure")


# --- The address ---


def test_an_unknown_criterion_is_missing_and_the_nearest_is_suggested(client):
    CriterionFactory(slug="speed")
    response = client.get("/criteria/sped/")
    assert response.status_code == 404
    assert links(response)["Speed"] == "/criteria/speed/"


def test_an_unknown_criterion_is_named(client):
    assertContains(client.get("/criteria/sped/"), "sped", status_code=404)
