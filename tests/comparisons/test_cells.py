"""What a cell of the comparison says, and what an editor may set instead."""

import pytest
from pytest_django.asserts import assertNotContains

from tests.claims import availability, claim, described, quantity
from tests.factories import (
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    OverrideFactory,
    PublisherFactory,
)
from tests.pages import opened, read, rows

pytestmark = pytest.mark.django_db

ADDRESS = "/compare/django-vs-flask/"


@pytest.fixture(autouse=True)
def frameworks():
    """The two frameworks that these tests compare."""
    return [FrameworkFactory(slug="django", name="Django"), FrameworkFactory(slug="flask", name="Flask")]


def table(client, query=""):
    return rows(client.get(f"{ADDRESS}{query}"))


def test_says_a_verdict_in_a_word_and_who_is_behind_it(client):
    claim("django", "speed", 2)
    claim("django", "speed", 2)
    assert table(client)["speed"][0] == "Very good 2 articles agree · newest 2025"


def test_names_the_interest_of_a_single_source(client):
    claim("django", "speed", 1, article__publisher__interest_label="sells hosting")
    assert table(client)["speed"][0] == "Good 1 article, sells hosting · 2025"


def test_a_missing_claim_is_a_gap_and_not_a_no(client):
    claim("django", "speed")
    assert table(client)["speed"][1] == "No article says"


def test_says_when_articles_agree_within_one_step(client):
    claim("django", "speed", 1)
    claim("django", "speed", 2)
    assert table(client)["speed"][0] == "Good to very good 2 articles, within one step · newest 2025"


def test_says_when_articles_contradict_each_other_and_how_far(client):
    claim("django", "speed", 2)
    claim("django", "speed", -1)
    assert table(client)["speed"][0] == "Contested −1 to +2 2 articles, 1 disagrees · newest 2025"


def test_says_when_a_minority_disagrees(client):
    for rating in (2, 2, 2, 0):
        claim("django", "speed", rating)
    assert table(client)["speed"][0] == "Very good 0 to +2 4 articles, 1 disagrees · newest 2025"


def test_counts_the_articles_of_one_publisher_as_one_voice(client):
    publisher = PublisherFactory()
    claim("django", "speed", 1, article__publisher=publisher)
    claim("django", "speed", 1, article__publisher=publisher)
    claim("django", "speed", 1)
    assert table(client)["speed"][0] == "Good 3 articles, 2 independent agree · newest 2025"


def test_says_when_all_articles_are_of_one_publisher(client):
    publisher = PublisherFactory()
    claim("django", "speed", 1, article__publisher=publisher)
    claim("django", "speed", 1, article__publisher=publisher)
    assert table(client)["speed"][0] == "Good 2 articles of one publisher · newest 2025"


def test_a_copy_is_no_second_voice(client):
    original = claim("django", "speed", 1)
    claim("django", "speed", 1, article__copy_of=original.article)
    assert table(client)["speed"][0] == "Good 2 articles of one publisher · newest 2025"


def test_a_copy_adds_no_weight_to_one_of_its_publishers_articles(client):
    publisher = PublisherFactory()
    original = claim("django", "speed", 2, article__publisher=publisher)
    claim("django", "speed", -2, article__publisher=publisher)
    claim("django", "speed", 2, article__copy_of=original.article)
    assert table(client)["speed"][0].startswith("Moderate")


def test_marks_disputed_claims(client):
    claim("django", "speed", 1)
    claim("django", "speed", 1, state="disputed")
    assert table(client)["speed"][0] == "Good 2 articles agree · newest 2025 · 1 disputed"


def test_says_when_all_that_is_known_is_outdated(client):
    claim("django", "speed", 1, state="outdated")
    assert table(client)["speed"][0] == "Good 1 article, outdated · 2025"


def test_an_outdated_claim_does_not_count_beside_a_current_one(client):
    claim("django", "speed", 1)
    claim("django", "speed", -2, state="outdated")
    assert table(client)["speed"][0] == "Good 1 article, sells development · 2025"


def test_tells_what_is_said_where_nothing_is_read(client):
    described("django", "history", "It began at a newspaper.")
    assert table(client)["history"][0] == "It began at a newspaper. 1 article, sells development · 2025"


def test_tells_the_newest_article_where_nothing_is_read(client):
    described("django", "history", "New.", article__published="2025-06")
    described("django", "history", "Old.", article__published="2019")
    assert table(client)["history"][0] == "New. 2 articles · newest 2025"


def test_shortens_a_long_telling_at_a_word(client):
    described("django", "history", "word " * 100)
    assert table(client)["history"][0].startswith("word " * 20 + "word… 1 article")


def test_says_that_an_article_gives_no_date(client):
    claim("django", "speed", 1, article__published="")
    assert table(client)["speed"][0] == "Good 1 article, sells development · no date given"


def test_says_who_provides_something(client):
    availability("django", "orm", "core")
    availability("flask", "orm", "third_party")
    assert [cell.partition(" 1 article")[0] for cell in table(client)["orm"]] == ["In core", "Third party"]


def test_uses_the_criterions_own_words(client):
    words = dict.fromkeys(["word_minus_2", "word_minus_1", "word_0", "word_plus_2"], "another word")
    CriterionFactory(slug="curve", word_plus_1="Gentle", **words)
    claim("django", "curve", 1)
    assert table(client)["curve"][0].startswith("Gentle 1 article")


def test_lists_figures_with_their_conditions(client):
    quantity("django", "throughput", 1200, "one worker", article__publisher__name="Bench")
    assert table(client)["throughput"][0] == (
        "1,200 one worker. Bench, 2025 1 article, sells development · 2025"
    )


def test_lists_a_range_and_its_hedge(client):
    quantity("django", "throughput", 1000, quantity_high=2000, qualifier="about")
    assert table(client)["throughput"][0].startswith("about 1,000–2,000 hello world.")


def test_shows_three_figures_and_counts_the_rest(client):
    for number in range(5):
        quantity("django", "throughput", 1000 + number, f"{number} workers")
    assert "· 2 more" in table(client)["throughput"][0]


def test_figures_of_several_publishers_may_agree(client):
    quantity("django", "throughput", 100)
    quantity("django", "throughput", 150)
    assert table(client)["throughput"][0].endswith("2 articles agree · newest 2025")


def test_does_not_list_outdated_figures_as_current(client):
    quantity("django", "throughput", 1000)
    quantity("django", "throughput", 7, state="outdated")
    assert "7 hello world" not in table(client)["throughput"][0]


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_what_is_not_published(client, state):
    claim("django", "speed", 1)
    claim("flask", "speed", 2, state=state)
    assert table(client)["speed"][1] == "No article says"


def test_claims_about_the_field_stand_in_no_cell(client):
    claim("django", "speed", 1)
    ClaimFactory(framework=None, criterion__slug="speed", statement="Speed rarely matters.")
    assertNotContains(client.get(f"{ADDRESS}?open=django.speed"), "Speed rarely matters.")


def test_every_mark_on_the_page_is_drawn_on_the_page(client):
    claim("django", "speed", 2)
    claim("django", "speed", -1)
    availability("flask", "orm", "none")
    page = read(client.get(f"{ADDRESS}?open=django.speed&open=flask.orm"))
    used = {use["href"].removeprefix("#") for use in page.all("use")}
    assert used <= {symbol["id"] for symbol in page.all("symbol")}


# --- A verdict that an editor set ---


def test_shows_an_editors_verdict_instead_of_the_computed_one(client):
    claim("django", "speed", -1)
    OverrideFactory(framework__slug="django", criterion__slug="speed", rating=2)
    assert table(client)["speed"][0] == ("Very good 1 article, sells development · 2025 · set by an editor")


def test_gives_the_editors_reason_when_opened(client):
    claim("django", "speed", -1)
    OverrideFactory(framework__slug="django", criterion__slug="speed", reason="The article mixed them up.")
    response = client.get(f"{ADDRESS}?open=django.speed")
    assert "Set by an editor: The article mixed them up." in opened(response)["django.speed"]


def test_an_editors_verdict_has_no_range(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2)
    OverrideFactory(framework__slug="django", criterion__slug="speed", rating=1)
    assert table(client)["speed"][0].startswith("Good 2 articles")


def test_an_editor_may_set_a_verdict_where_no_article_speaks(client):
    claim("flask", "speed", 1)
    OverrideFactory(framework__slug="django", criterion__slug="speed", rating=2)
    assert table(client)["speed"][0] == "Very good set by an editor"
