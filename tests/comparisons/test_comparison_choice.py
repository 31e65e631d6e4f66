import pytest
from pytest_django.asserts import assertContains, assertRedirects

from comparisons.models import Framework
from tests.claims import claim
from tests.factories import FrameworkFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frameworks():
    for slug in ("tornado", "django", "flask"):
        FrameworkFactory(slug=slug)


def checked(response, name):
    boxes = read(response).all("input", name=name)
    return [box["value"] for box in boxes if "checked" in box.attributes]


def test_offers_every_framework_in_alphabetical_order(client):
    boxes = read(client.get("/compare/")).all("input", name="framework")
    assert [box["value"] for box in boxes] == ["django", "flask", "tornado"]


def test_alphabetical_order_minds_neither_case_nor_slug(client):
    FrameworkFactory(slug="zzz", name="aiohttp")
    FrameworkFactory(slug="aaa", name="Zope")
    boxes = read(client.get("/compare/")).all("input", name="framework")
    assert [box["value"] for box in boxes] == ["zzz", "django", "flask", "tornado", "aaa"]


def test_says_how_much_was_read_of_each_framework(client):
    claim("django", "speed")
    claim("django", "speed", state="draft")
    assertContains(client.get("/compare/"), "Django<small>1 claim, 1 article</small>")
    assertContains(client.get("/compare/"), "Flask<small>nothing read yet</small>")


def test_says_that_no_framework_has_been_entered_yet(client):
    Framework.objects.all().delete()
    assertContains(client.get("/compare/"), "No framework has been entered yet.")


def test_nothing_is_chosen_beforehand(client):
    assert checked(client.get("/compare/"), "framework") == []


def test_a_choice_leads_to_its_table(client):
    response = client.get("/compare/?framework=flask&framework=django")
    assertRedirects(response, "/compare/flask-vs-django/")


def test_a_framework_chosen_twice_stands_once(client):
    response = client.get("/compare/?framework=flask&framework=django&framework=flask")
    assertRedirects(response, "/compare/flask-vs-django/")


def test_what_else_was_chosen_goes_along(client):
    claim("django", "speed")
    response = client.get("/compare/?framework=flask&framework=django&group=performance&since=2025")
    assertRedirects(response, "/compare/flask-vs-django/?group=performance&since=2025")


def test_one_framework_alone_is_told_to_choose_more(client):
    response = client.get("/compare/?framework=flask")
    assertContains(response, "One framework alone cannot be compared. Choose at least one more.")
    assert checked(response, "framework") == ["flask"]


def test_more_than_six_frameworks_are_told_to_choose_fewer(client):
    slugs = [FrameworkFactory().slug for _ in range(7)]
    response = client.get("/compare/?" + "&".join(f"framework={slug}" for slug in slugs))
    assertContains(response, "Seven frameworks do not fit side by side.")
    assert checked(response, "framework") == slugs


def test_an_unknown_framework_is_named(client):
    response = client.get("/compare/?framework=flask&framework=rocket")
    assertContains(response, "No framework is called “rocket”.", status_code=400)


def test_an_unknown_framework_leaves_the_others_chosen(client):
    assert checked(client.get("/compare/?framework=flask&framework=rocket"), "framework") == ["flask"]


def test_offers_only_subjects_on_which_some_article_speaks(client):
    claim("django", "speed", criterion__group__slug="performance")
    claim(
        "django", "csrf", criterion__group__slug="security", criterion__group__name="Security", state="draft"
    )
    boxes = read(client.get("/compare/")).all("input", name="group")
    assert [box["value"] for box in boxes] == ["performance"]


def test_offers_only_articles_of_which_something_is_public(client):
    claim("django", "speed", article__slug="survey")
    claim("django", "speed", article__slug="unpublished", state="draft")
    boxes = read(client.get("/compare/")).all("input", name="without")
    assert [box["value"] for box in boxes] == ["survey"]


def test_a_choice_can_be_changed_without_losing_it(client):
    claim("django", "speed", article__slug="survey")
    query = "framework=flask&framework=django&group=performance&criterion=speed&without=survey&change=1"
    response = client.get(f"/compare/?{query}")
    assert {name: checked(response, name) for name in ("framework", "group", "criterion", "without")} == {
        "framework": ["django", "flask"],
        "group": ["performance"],
        "criterion": ["speed"],
        "without": ["survey"],
    }


@pytest.mark.parametrize("query", ["since=1066", "group=unheard", "show=sideways", "since=2025&since=2025"])
def test_a_wrong_parameter_is_named(client, query):
    claim("django", "speed")
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in read(response).one("div", role="alert").text
