import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import availability, claim, quantity
from tests.factories import ArticleFactory, PublisherFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db

CONTESTED = "Contested: the same framework, opposite verdicts"
MIXED = "Mixed: fewer than a third dissent"
FIGURES = "Figures far apart"
RIVALS = "Different favourites for the same project"
THEMSELVES = "Articles that contradict themselves"


def sections(client):
    """Return {heading: [text of each line]}."""
    return {
        section.one("h2").text: [line.text for line in section.all("li")]
        for section in read(client.get("/disagreements/")).all("section")
    }


def by(name):
    return {"article__publisher__name": name}


def test_opens_where_nothing_was_read(client):
    assert heading(client.get("/disagreements/")) == "No articles contradict each other so far"


def test_articles_that_agree_are_not_listed(client):
    claim("django", "speed", 1)
    claim("django", "speed", 2)
    assert sections(client) == {}


def test_tells_both_camps_of_a_contested_cell(client):
    claim("django", "speed", 2, **by("Fan"))
    claim("django", "speed", 2, **by("Friend"))
    claim("django", "speed", -2, **by("Critic"))
    assert sections(client) == {
        CONTESTED: [
            "Django: Speed Very good: Fan, Friend Very weak: Critic 3 articles, 1 disagrees · newest 2025"
        ]
    }


def test_tells_a_dissenting_minority_apart(client):
    for rating in (2, 2, 2, 0):
        claim("django", "speed", rating)
    assert list(sections(client)) == [MIXED]


def test_leads_to_the_cell(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2)
    assert links(client.get("/disagreements/"))["Django: Speed"] == "/criteria/speed/#django"


def test_tells_who_contradicts_whom_about_who_provides_something(client):
    availability("django", "orm", "core", **by("Fan"))
    availability("django", "orm", "none", **by("Critic"))
    assert sections(client)[CONTESTED][0].startswith("Django: Orm In core: Fan None: Critic")


def test_what_most_publishers_speak_of_stands_first(client):
    for criterion, others in {"minor": 0, "major": 3}.items():
        claim("django", criterion, 2)
        claim("django", criterion, -2)
        for _ in range(others):
            claim("flask", criterion, 1)
    assert [line.split()[1] for line in sections(client)[CONTESTED]] == ["Major", "Minor"]


def test_counts_contested_and_mixed_cells(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2)
    assertContains(client.get("/disagreements/"), "1 cell is contested, 0 mixed.")


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "outdated"])
def test_claims_that_do_not_count_contradict_nobody(client, state):
    claim("django", "speed", 2)
    claim("django", "speed", -2, state=state)
    assert sections(client) == {}


def test_one_publisher_does_not_contradict_others_by_contradicting_itself(client):
    publisher = PublisherFactory()
    claim("django", "speed", 2, article__publisher=publisher)
    claim("django", "speed", -2, article__publisher=publisher)
    assert sections(client) == {}


# --- Figures far apart ---


def test_figures_a_factor_of_two_apart_are_told_with_their_conditions(client):
    quantity("django", "throughput", 100, "one worker", **by("Bench"))
    quantity("django", "throughput", 250, "eight workers", **by("Other"))
    assert sections(client) == {
        FIGURES: [
            "Django: Throughput 2.5 times apart 250 eight workers. Other, 2025 100 one worker. Bench, 2025"
        ]
    }


def test_figures_less_than_a_factor_of_two_apart_are_not_told(client):
    quantity("django", "throughput", 100, "one worker")
    quantity("django", "throughput", 199, "eight workers")
    assert sections(client) == {}


def test_figures_of_one_publisher_are_not_apart(client):
    publisher = PublisherFactory()
    quantity("django", "throughput", 100, "one worker", article__publisher=publisher)
    quantity("django", "throughput", 900, "eight workers", article__publisher=publisher)
    assert sections(client) == {}


def test_publishers_are_as_far_apart_as_their_nearest_figures(client):
    publisher = PublisherFactory()
    quantity("django", "throughput", 100, "one worker", article__publisher=publisher)
    quantity("django", "throughput", 800, "eight workers", article__publisher=publisher)
    quantity("django", "throughput", 900, "nine workers")
    assert sections(client) == {}


def test_outdated_figures_are_not_apart(client):
    quantity("django", "throughput", 100, "one worker")
    quantity("django", "throughput", 900, "eight workers", state="outdated")
    assert sections(client) == {}


# --- Different favourites ---


def suits(framework, rating, **details):
    return claim(framework, "apis", rating, criterion__measure="suitability", **details)


def test_publishers_with_different_favourites_are_told(client):
    suits("django", 2, **by("One"))
    suits("flask", 1, **by("Other"))
    assert sections(client) == {RIVALS: ["Apis Django: One Flask: Other"]}


def test_a_publishers_favourite_is_what_it_rates_highest(client):
    one = PublisherFactory(name="One")
    suits("django", 1, article__publisher=one)
    suits("flask", 2, article__publisher=one)
    suits("flask", 1, **by("Other"))
    assert sections(client) == {}


def test_praising_two_alike_where_another_names_one_is_told(client):
    one = PublisherFactory(name="One")
    suits("django", 2, article__publisher=one)
    suits("flask", 2, article__publisher=one)
    suits("flask", 2, **by("Other"))
    assert sections(client) == {RIVALS: ["Apis Django and Flask: One Flask: Other"]}


def test_publishers_with_the_same_favourites_are_no_rivals(client):
    for name in ("One", "Other"):
        publisher = PublisherFactory(name=name)
        suits("django", 2, article__publisher=publisher)
        suits("flask", 2, article__publisher=publisher)
    assert sections(client) == {}


def test_what_does_not_fit_is_nobodys_favourite(client):
    suits("django", 2)
    suits("flask", 0)
    assert sections(client) == {}


def test_ratings_have_no_favourites(client):
    claim("django", "speed", 2)
    claim("flask", "speed", 2)
    assert sections(client) == {}


# --- Articles that contradict themselves ---


def test_an_article_that_says_two_things_two_steps_apart_is_told(client):
    article = ArticleFactory(publisher__name="Agency")
    claim("django", "speed", 1, article=article, statement="It is fast.")
    claim("django", "speed", -1, article=article, statement="It is slow.")
    assert sections(client) == {
        THEMSELVES: ["Django: Speed It is fast. It is slow. Agency, sells development"]
    }


def test_an_article_that_says_two_things_one_step_apart_is_not(client):
    article = ArticleFactory()
    claim("django", "speed", 1, article=article)
    claim("django", "speed", 0, article=article)
    assert sections(client) == {}


def test_an_outdated_statement_is_no_contradiction(client):
    article = ArticleFactory()
    claim("django", "speed", 1, article=article)
    claim("django", "speed", -1, article=article, state="outdated")
    assert sections(client) == {}


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_what_is_not_published(client, state):
    article = ArticleFactory()
    claim("django", "speed", 1, article=article)
    claim("django", "speed", -1, article=article, state=state, statement="Secretly slow.")
    assertNotContains(client.get("/disagreements/"), "Secretly slow.")
