from urllib.parse import urlencode, urljoin

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.claims import claim, quantity
from tests.factories import ArticleFactory, FrameworkFactory, GroupFactory
from tests.pages import heading, links, opened, read, rows

pytestmark = pytest.mark.django_db

ADDRESS = "/compare/django-vs-flask/"


@pytest.fixture(autouse=True)
def frameworks():
    """The two frameworks that these tests compare."""
    return [FrameworkFactory(slug="django", name="Django"), FrameworkFactory(slug="flask", name="Flask")]


def table(client, query=""):
    return rows(client.get(f"{ADDRESS}{query}"))


# --- Opening and closing cells ---


def test_a_cell_leads_to_the_page_with_its_claims_open(client):
    claim("django", "speed")
    page = read(client.get(ADDRESS))
    assert page.one("a", id="django.speed")["href"] == "?open=django.speed#django.speed"


def test_an_opened_cell_leads_back_to_the_page_with_it_closed(client):
    claim("django", "speed")
    claim("flask", "speed")
    page = read(client.get(f"{ADDRESS}?open=django.speed&open=flask.speed"))
    assert page.one("a", id="django.speed")["href"] == "?open=flask.speed#django.speed"


def test_says_of_an_opened_cell_that_it_is_open(client):
    claim("django", "speed")
    page = read(client.get(f"{ADDRESS}?open=django.speed"))
    assert page.one("a", id="django.speed")["aria-expanded"] == "true"


def test_an_opened_cell_shows_each_claim_with_its_article(client):
    said = claim(
        "django",
        "speed",
        1,
        statement="It answers fast.",
        locator="Benchmarks › paragraph 2",
        article__published="2025-04-03",
        article__publisher__name="Agency",
        article__publisher__interest_label="sells development",
    )
    assert (
        "It answers fast. Read as Good Agency, sells development. Published 3 Apr 2025. "
        f"Benchmarks › paragraph 2. Claim {said.slug}"
    ) in opened(client.get(f"{ADDRESS}?open=django.speed"))["django.speed"]


def test_an_opened_cell_links_each_claim(client):
    said = claim("django", "speed")
    found = links(client.get(f"{ADDRESS}?open=django.speed"))
    assert found[f"Claim {said.slug}"] == f"/claims/{said.slug}/"


def test_an_opened_cell_says_that_an_article_gives_no_date(client):
    claim("django", "speed", article__published="")
    assert "No date given" in opened(client.get(f"{ADDRESS}?open=django.speed"))["django.speed"]


def test_an_opened_cell_gives_the_reason_of_a_dispute(client):
    claim("django", "speed", state="disputed", state_reason="The benchmark was misread.")
    assert (
        "Disputed: The benchmark was misread."
        in (opened(client.get(f"{ADDRESS}?open=django.speed"))["django.speed"])
    )


def test_an_opened_cell_shows_outdated_claims_last(client):
    claim("django", "speed", state="outdated", statement="It was slow.")
    claim("django", "speed", statement="It is fast.")
    text = opened(client.get(f"{ADDRESS}?open=django.speed"))["django.speed"]
    assert text.index("It is fast.") < text.index("It was slow.")


def test_an_opened_cell_shows_which_publisher_stands_on_which_step(client):
    claim("django", "speed", 2, article__publisher__name="Fan")
    claim("django", "speed", -2, article__publisher__name="Critic")
    assert (
        "Very good Fan Good nobody Moderate nobody Weak nobody Very weak Critic"
        in (opened(client.get(f"{ADDRESS}?open=django.speed"))["django.speed"])
    )


def test_an_opened_cell_shows_conditions_of_a_figure(client):
    quantity("django", "throughput", 12, "two workers, PostgreSQL")
    assert (
        "Read as 12 requests/s: two workers, PostgreSQL"
        in (opened(client.get(f"{ADDRESS}?open=django.throughput"))["django.throughput"])
    )


def test_an_opened_gap_says_that_no_article_speaks(client):
    claim("django", "speed")
    text = opened(client.get(f"{ADDRESS}?open=flask.speed"))["flask.speed"]
    assert text.startswith("No articles on Flask: speed")


def test_at_most_twelve_cells_are_open_at_once(client):
    for number in range(13):
        claim("django", f"criterion-{number}")
    query = "&".join(f"open=django.criterion-{number}" for number in range(13))
    assertContains(client.get(f"{ADDRESS}?{query}"), "At most 12 cells can be open at once", status_code=400)


def test_a_cell_can_be_opened_while_twelve_are_open(client):
    for number in range(13):
        claim("django", f"criterion-{number}")
    query = "&".join(f"open=django.criterion-{number}" for number in range(12))
    cell = read(client.get(f"{ADDRESS}?{query}")).one("a", id="django.criterion-12")
    assert "django.criterion-12" in opened(client.get(urljoin(ADDRESS, cell["href"])))


# --- Columns and rows ---


def test_columns_stand_in_the_order_of_the_address(client):
    claim("django", "speed", 2)
    claim("flask", "speed", -2)
    cells = rows(client.get("/compare/flask-vs-django/"))["speed"]
    assert [cell.partition(" 1 article")[0] for cell in cells] == ["Very weak", "Very good"]


def test_the_head_of_a_column_counts_its_claims_and_articles(client):
    article = ArticleFactory()
    claim("django", "speed", 1, article=article)
    claim("django", "security", 1, article=article)
    _, *heads = read(client.get(ADDRESS)).all("th", scope="col")
    assert [head.all("span")[-1].text for head in heads] == ["2 claims, 1 article", "0 claims, 0 articles"]


def test_the_heading_says_on_how_many_criteria_they_differ(client):
    claim("django", "speed", 2)
    claim("flask", "speed", -2)
    claim("django", "security", 1)
    claim("flask", "security", 1)
    assert heading(client.get(ADDRESS)) == "Django and Flask differ on 1 of 2 criteria"


def test_the_heading_says_when_they_are_alike(client):
    claim("django", "speed", 1)
    claim("flask", "speed", 1)
    assert heading(client.get(ADDRESS)) == "Django and Flask are alike on 1 criterion"


def test_the_heading_says_when_nothing_can_be_compared(client):
    claim("django", "speed", 1)
    assert heading(client.get(ADDRESS)) == "Django and Flask cannot be compared on what articles say so far"


def test_the_lead_says_how_well_the_cells_stand(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2)
    claim("flask", "speed", 1)
    assertContains(
        client.get(ADDRESS),
        "Independent articles agree in 0 of 2 cells. "
        "They contradict each other in 1 and leave 1 to a single publisher.",
    )


@pytest.mark.parametrize(
    ("ratings", "note"),
    [((2, 2), "Alike"), ((2, 1), "Differs by 1 step"), ((2, -1), "Differs by 3 steps")],
)
def test_a_row_says_how_far_its_cells_are_apart(client, ratings, note):
    claim("django", "speed", ratings[0])
    claim("flask", "speed", ratings[1])
    assert read(client.get(ADDRESS)).one("tr", id="speed").one("small").text == note


def test_a_row_says_when_only_one_framework_is_rated(client):
    claim("django", "speed")
    assert read(client.get(ADDRESS)).one("tr", id="speed").one("small").text == "Only Django is rated"


def test_a_row_of_figures_says_that_different_conditions_are_not_ranked(client):
    quantity("django", "throughput", 10, "one worker")
    quantity("flask", "throughput", 10, "eight workers")
    assert read(client.get(ADDRESS)).one("tr", id="throughput").one("small").text == (
        "requests/s, higher is better. Listed, not ranked: the conditions differ"
    )


def test_groups_and_criteria_stand_in_the_order_of_the_catalogue(client):
    for position, group in enumerate(["second", "first"]):
        GroupFactory(slug=group, position=1 - position)
    claim("django", "c", criterion__group__slug="second")
    claim("django", "b", criterion__group__slug="first", criterion__position=2)
    claim("django", "a", criterion__group__slug="first", criterion__position=1)
    assert list(table(client)) == ["a", "b", "c"]


def test_a_groups_heading_says_about_whom_articles_contradict_each_other(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2)
    assertContains(client.get(ADDRESS), "1 criterion. Articles contradict each other about Django.")


def test_criteria_on_which_nobody_speaks_are_listed_as_silent(client):
    claim("django", "speed")
    claim("tornado", "websockets", criterion__name="WebSockets")
    page = read(client.get(ADDRESS))
    assert page.one("details", class_="silent").text == (
        "On 1 criterion no article says anything about these frameworks "
        "WebSockets. That is a gap in what was read, not a no."
    )


def test_frameworks_of_which_nothing_was_read_give_a_page_that_says_so(client):
    assertContains(client.get(ADDRESS), "Nothing is known under these filters")


# --- Showing and sorting ---


@pytest.fixture
def three_criteria():
    """alike: same values, well supported; apart: values differ; thin: one side rests on one article."""
    for framework, ratings in {"django": (1, 2, 1), "flask": (1, -2, 1)}.items():
        for criterion, rating in zip(["alike", "apart", "thin"], ratings, strict=True):
            claim(framework, criterion, rating)
            if (framework, criterion) != ("flask", "thin"):
                claim(framework, criterion, rating)


def test_show_differences_keeps_the_rows_whose_values_differ(client, three_criteria):
    assert list(table(client, "?show=differences")) == ["apart"]


def test_show_evidence_keeps_the_rows_whose_evidence_differs(client, three_criteria):
    assert list(table(client, "?show=evidence")) == ["thin"]


def test_each_way_to_show_says_how_many_rows_it_gives(client, three_criteria):
    page = read(client.get(ADDRESS))
    counts = {key: page.one("span", id=f"n-{key}").text for key in ("all", "differences", "evidence")}
    assert counts == {"all": "3", "differences": "1", "evidence": "1"}


def test_figures_differ_only_within_one_article_and_its_conditions(client):
    bench = ArticleFactory()
    quantity("django", "throughput", 10, article=bench)
    quantity("flask", "throughput", 20, article=bench)
    quantity("django", "latency", 10)
    quantity("flask", "latency", 20)
    assert list(table(client, "?show=differences")) == ["throughput"]


def test_says_when_the_choice_leaves_no_row(client):
    claim("django", "speed", 1)
    claim("flask", "speed", 1)
    assertContains(client.get(f"{ADDRESS}?show=differences"), "No criterion is left by your choice")


def test_sorts_by_the_largest_difference(client):
    for criterion, other in {"small": 1, "large": -2, "none": 2}.items():
        claim("django", criterion, 2)
        claim("flask", criterion, other)
    assert list(table(client, "?sort=difference")) == ["large", "small", "none"]


def test_sorts_by_the_most_evidence(client):
    claim("django", "little")
    for _ in range(3):
        claim("django", "much")
    assert list(table(client, "?sort=articles")) == ["much", "little"]


def test_sorts_by_name_whatever_the_case(client):
    for name in ("beta", "Alpha", "Gamma"):
        claim("django", name.lower(), criterion__name=name)
    assert list(table(client, "?sort=name")) == ["alpha", "beta", "gamma"]


def test_lists_the_widest_differences_on_which_several_publishers_agree(client):
    for _ in range(2):
        claim("django", "speed", 2)
        claim("flask", "speed", -2)
    claim("django", "security", 2)
    claim("flask", "security", -2)
    widest = read(client.get(ADDRESS)).one("section", class_="short").all("li")
    assert [row.one("span").text for row in widest] == ["Django: very good · Flask: very weak"]


# --- Choosing criteria ---


def test_a_group_keeps_its_criteria(client):
    claim("django", "speed", criterion__group__slug="performance")
    claim("django", "csrf", criterion__group__slug="security", criterion__group__name="Security")
    assert list(table(client, "?group=security")) == ["csrf"]


def test_a_criterion_can_be_chosen_alone(client):
    claim("django", "speed")
    claim("django", "memory")
    assert list(table(client, "?criterion=memory")) == ["memory"]


def test_several_criteria_and_groups_add_up(client):
    claim("django", "speed", criterion__group__slug="performance")
    claim("django", "memory", criterion__group__slug="performance")
    claim("django", "csrf", criterion__group__slug="security", criterion__group__name="Security")
    assert set(table(client, "?group=security&criterion=memory")) == {"memory", "csrf"}


def test_each_choice_can_be_taken_away_alone(client):
    claim("django", "speed")
    claim("django", "memory")
    found = links(client.get(f"{ADDRESS}?show=evidence&criterion=speed&criterion=memory"), within=".tags")
    assert found["Memory"] == "?show=evidence&criterion=speed"


# --- The evidence policy ---


def test_since_leaves_out_older_articles_and_those_without_a_date(client):
    claim("django", "speed", 2, article__published="2024")
    claim("django", "speed", -2, article__published="2023-12-31")
    claim("django", "speed", -2, article__published="")
    assert table(client, "?since=2024")["speed"][0] == "Very good 1 article, sells development · 2024"


def test_a_kind_of_publisher_leaves_out_all_others(client):
    claim("django", "speed", 2, article__publisher__kind="personal")
    claim("django", "speed", -2, article__publisher__kind="vendor")
    assert table(client, "?publisher_kind=personal")["speed"][0].startswith("Very good 1 article")


def test_without_leaves_out_one_article(client):
    claim("django", "speed", 2)
    claim("django", "speed", -2, article__slug="rant")
    assert table(client, "?without=rant")["speed"][0].startswith("Very good 1 article")


def test_says_how_many_articles_are_left_out(client):
    claim("django", "speed", 2)
    claim("flask", "speed", 1, article__slug="rant")
    assertContains(
        client.get(f"{ADDRESS}?without=rant"), "from 1 article. 1 article is left out by your filters."
    )


def test_articles_that_do_not_speak_here_are_not_counted_as_left_out(client):
    claim("django", "speed", 2)
    claim("tornado", "speed", 1, article__slug="elsewhere")
    assertNotContains(client.get(f"{ADDRESS}?without=elsewhere"), "left out by your filters")


def test_what_the_filters_leave_out_is_a_gap(client):
    claim("django", "speed", 2)
    claim("flask", "speed", 2, article__slug="rant")
    assert table(client, "?without=rant")["speed"][1] == "No article says"


HIDDEN = {
    "state": "draft",
    "article__slug": "unpublished",
    "article__title": "Nothing public yet",
    "article__published": "1999",
    "article__publisher__kind": "vendor",
}


def test_an_article_of_which_nothing_is_public_cannot_be_left_out_by_name(client):
    claim("django", "speed")
    claim("django", "speed", **HIDDEN)
    response = client.get(f"{ADDRESS}?without=unpublished")
    assertContains(response, "“unpublished”: there is none of this name.", status_code=400)
    assertNotContains(response, "Nothing public yet", status_code=400)


def test_years_and_kinds_of_which_nothing_is_public_are_not_offered(client):
    claim("django", "speed", article__published="2025")
    claim("django", "speed", **HIDDEN)
    controls = read(client.get(ADDRESS)).one("details", class_="controls").text
    assert "1999" not in controls
    assert "Vendor" not in controls


def test_each_part_of_the_policy_is_told_and_can_be_removed(client):
    claim("django", "speed", article__slug="rant", article__title="A rant")
    claim("django", "speed", article__publisher__kind="vendor", article__published="2024")
    found = links(client.get(f"{ADDRESS}?since=2024&publisher_kind=vendor&without=rant"), within=".tags")
    assert found["published 2024 or later"] == "?publisher_kind=vendor&without=rant"
    assert found["publisher: vendor of developer tools or services"] == "?since=2024&without=rant"
    assert found["without “A rant”"] == "?since=2024&publisher_kind=vendor"


# --- The address ---


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("?show=all&sort=group&format=html", ""),
        ("?sort=name&show=evidence", "?show=evidence&sort=name"),
        ("?criterion=speed&criterion=speed", "?criterion=speed"),
        ("?utm_source=mail&show=evidence", "?show=evidence"),
        ("?publisher_kind=vendor&publisher_kind=agency", ""),
    ],
    ids=["defaults", "order", "repeated", "unknown name", "all kinds"],
)
def test_redirects_to_the_one_address_of_a_table(client, query, canonical):
    claim("django", "speed", article__publisher__kind="agency")
    claim("django", "speed", article__publisher__kind="vendor")
    assertRedirects(client.get(f"{ADDRESS}{query}"), f"{ADDRESS}{canonical}")


def submitted(form):
    """What a browser sends for a form as it stands, as [(name, value)]."""
    sent = [
        (each["name"], each["value"])
        for each in form.all("input")
        if each["type"] == "hidden" or "checked" in each.attributes
    ]
    for select in form.all("select"):
        chosen = [each for each in select.all("option") if "selected" in each.attributes]
        sent.append((select["name"], (chosen or select.all("option"))[0]["value"]))
    return sent


def test_the_form_sent_unchanged_leads_back_to_the_same_table(client):
    claim("django", "speed")
    _, form = read(client.get(ADDRESS)).one("details", class_="controls").all("form")
    assertRedirects(client.get(f"{ADDRESS}?{urlencode(submitted(form))}"), ADDRESS)


def test_the_form_sent_unchanged_keeps_every_choice(client):
    claim("django", "speed", article__slug="rant")
    claim("django", "speed", article__publisher__kind="vendor")
    address = f"{ADDRESS}?show=evidence&sort=name&group=performance&criterion=speed&since=2025&publisher_kind=vendor&without=rant"
    _, form = read(client.get(address)).one("details", class_="controls").all("form")
    assertRedirects(client.get(f"{ADDRESS}?{urlencode(submitted(form))}"), address)


def test_a_framework_named_twice_in_the_address_stands_once(client):
    assertRedirects(
        client.get("/compare/django-vs-flask-vs-django/?show=evidence"), f"{ADDRESS}?show=evidence"
    )


def test_the_form_on_the_page_changes_the_columns(client):
    FrameworkFactory(slug="tornado")
    response = client.get(f"{ADDRESS}?framework=django&framework=tornado&show=evidence")
    assertRedirects(response, "/compare/django-vs-tornado/?show=evidence")


def test_one_framework_alone_is_told_to_choose_more(client):
    response = client.get("/compare/django/")
    assertContains(response, "One framework alone cannot be compared. Choose at least one more.")


def test_one_framework_alone_stays_chosen(client):
    page = read(client.get("/compare/django/"))
    chosen = [each["value"] for each in page.all("input", type="checkbox") if "checked" in each.attributes]
    assert chosen == ["django"]


def test_more_than_six_frameworks_are_told_to_choose_fewer(client):
    address = "-vs-".join(f"framework-{number:03}" for number in range(7))
    for number in range(7):
        FrameworkFactory(slug=f"framework-{number:03}")
    assertContains(
        client.get(f"/compare/{address}/"), "Seven frameworks do not fit side by side. Choose up to 6"
    )


def test_six_frameworks_fit(client):
    slugs = ["a", "b", "c", "d", "e", "f"]
    for slug in slugs:
        claim(slug, "speed")
    assert len(rows(client.get(f"/compare/{'-vs-'.join(slugs)}/"))["speed"]) == 6


def test_an_unknown_framework_is_missing_and_the_nearest_is_suggested(client):
    response = client.get("/compare/djagno-vs-flask/")
    assertContains(response, "No framework is called “djagno”.", status_code=404)
    assert links(response)["Django"] == "/frameworks/django/"


# --- Wrong parameters ---


WRONG = [
    ("show=sideways", "show", "“sideways” is not one of: all, differences, evidence."),
    ("sort=price", "sort", "“price” is not one of: group, difference, articles, name."),
    ("since=1066", "since", "“1066” is not one of: 2025."),
    ("group=unheard", "group", "“unheard”: there is none of this name."),
    ("criterion=unheard", "criterion", "“unheard”: there is none of this name."),
    ("publisher_kind=alien", "publisher_kind", "“alien”: there is none of this name."),
    ("without=unheard", "without", "“unheard”: there is none of this name."),
    ("open=django.unheard", "open", "“django.unheard”: there is none of this name."),
    ("left=tornado", "left", "“tornado” is not one of: django, flask."),
    ("right=tornado", "right", "“tornado” is not one of: django, flask."),
    ("wide=yes", "wide", "“yes” is not one of: 1."),
    ("format=pdf", "format", "“pdf” is not one of: html, csv, json, md."),
    ("show=all&show=evidence", "show", "It is given more than once; one value is expected."),
]


@pytest.mark.parametrize(("query", "name", "message"), WRONG, ids=[query for query, _, _ in WRONG])
def test_a_wrong_parameter_is_named(client, query, name, message):
    claim("django", "speed")
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert f"{name}: {message}" in read(response).one("div", role="alert").text


@pytest.mark.parametrize("query", [query for query, _, _ in WRONG])
def test_a_wrong_parameter_still_shows_the_table(client, query):
    claim("django", "speed")
    assert "speed" in rows(client.get(f"{ADDRESS}?{query}"))


def test_a_wrong_parameter_leaves_the_others_in_use(client):
    claim("django", "speed")
    claim("django", "memory")
    assert list(rows(client.get(f"{ADDRESS}?criterion=memory&show=sideways"))) == ["memory"]


def test_many_wrong_values_are_told_in_one_short_line(client):
    query = "&".join(f"without=unheard-{number}" for number in range(10))
    assertContains(
        client.get(f"{ADDRESS}?{query}"),
        "“unheard-0”, “unheard-1”, “unheard-2” and 7 more: there is none of this name.",
        status_code=400,
    )


def test_a_wrong_format_gives_the_page_and_no_file(client):
    assert client.get(f"{ADDRESS}?format=pdf")["Content-Type"] == "text/html; charset=utf-8"


def test_a_file_is_not_given_where_another_parameter_is_wrong(client):
    response = client.get(f"{ADDRESS}?format=csv&show=sideways")
    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")


# --- The pair of columns on a phone ---


@pytest.fixture
def three_frameworks():
    for slug in ("django", "fastapi", "flask"):
        claim(slug, "speed")
    return "/compare/django-vs-fastapi-vs-flask/"


@pytest.mark.parametrize(
    ("query", "pair"),
    [
        ("", "l1 r2"),
        ("?left=fastapi&right=flask", "l2 r3"),
        ("?left=flask", "l3 r1"),
        ("?right=flask", "l1 r3"),
        ("?left=fastapi&right=fastapi", "l2 r1"),
    ],
)
def test_a_narrow_screen_shows_the_chosen_pair(client, three_frameworks, query, pair):
    page = read(client.get(f"{three_frameworks}{query}"))
    assert page.one("table", class_="grid")["class"] == f"grid {pair} n3"


def test_a_narrow_screen_can_show_the_full_table(client, three_frameworks):
    page = read(client.get(f"{three_frameworks}?wide=1"))
    assert page.one("table", class_="grid")["class"] == "grid wide n3"


def test_choosing_a_pair_keeps_the_rest_of_the_address(client, three_frameworks):
    form = read(client.get(f"{three_frameworks}?criterion=speed&open=django.speed")).one(
        "form", class_="pair"
    )
    kept = {(each["name"], each["value"]) for each in form.all("input", type="hidden")}
    assert kept == {("criterion", "speed"), ("open", "django.speed")}


def test_two_frameworks_need_no_choice_of_a_pair(client):
    claim("django", "speed")
    assert not read(client.get(ADDRESS)).all(class_="pair")


# --- Long and foreign text ---


def test_the_longest_texts_in_right_to_left_script_are_shown_whole(client):
    arabic = "إطار" * 150
    claim("django", "speed", statement=arabic, article__publisher__name="ب" * 120)
    text = opened(client.get(f"{ADDRESS}?open=django.speed"))["django.speed"]
    assert arabic in text
    assert "ب" * 120 in text


def test_a_right_to_left_statement_runs_in_its_own_direction(client):
    claim("django", "speed", statement="إطار عمل سريع")
    page = read(client.get(f"{ADDRESS}?open=django.speed"))
    assert page.one("p", class_="said")["dir"] == "auto"


def test_the_longest_names_are_shown_whole(client):
    name = "An unreasonably long name " * 2
    FrameworkFactory(slug="long", name=f"{name}one".strip())
    claim("long", "speed", criterion__name=f"{name}two".strip(), criterion__definition="d" * 300)
    response = client.get("/compare/long-vs-django/")
    assertContains(response, f"{name}one")
    assertContains(response, f"{name}two")
