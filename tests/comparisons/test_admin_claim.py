"""The editors' way to enter, find and review claims."""

import pytest
from django.contrib.auth.models import Permission
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from comparisons.models import Claim
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/comparisons/claim/"


@pytest.fixture
def editor():
    """An editor who may do what editors do, and is no superuser."""
    editor = UserFactory(username="ada")
    ours = Permission.objects.filter(content_type__app_label__in=["articles", "comparisons"])
    editor.user_permissions.set(ours)
    return editor


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def form_data(**fields):
    """Return what the browser sends for a claim with a rating; articles, frameworks and criteria by their keys."""
    data = {
        "article": ArticleFactory,
        "locator": "Conclusion › paragraph 2",
        "framework": FrameworkFactory,
        "criterion": CriterionFactory,
        "compared_with": "",
        "statement": "Django ships with an ORM.",
        "rating": "1",
        "availability": "",
        "qualifier": "",
        "quantity": "",
        "quantity_high": "",
        "conditions": "",
        "as_of": "",
        "as_of_version": "",
    }
    given = {name: fields.get(name, value) for name, value in data.items()}
    rows = {name: value() if isinstance(value, type) else value for name, value in given.items()}
    return {name: getattr(value, "pk", value) for name, value in rows.items()}


def data_of(claim, reason="", seen=None, **changes):
    """Return what the browser sends for a stored claim; `seen` is the revision that the form showed."""
    names = ["framework", "criterion", "compared_with", "locator", "statement", "rating"]
    accompanying = {"seen_revision": seen or claim.revision, "reason": reason}
    fields = form_data(**{name: getattr(claim, name) or "" for name in names} | changes)
    return {name: value for name, value in fields.items() if name != "article"} | accompanying


# --- Finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "batteries",
        "conclusion",
        "odysse-1",
        "Django",
        "Features",
        "Backend frameworks",
        "django batteries",
        '"Comes with" features',
        "'batteries included'",
    ],
)
def test_search_looks_where_editors_remember(editor_client, words):
    ClaimFactory(
        statement="Comes with batteries included.",
        locator="Conclusion › paragraph 2",
        framework__name="Django",
        criterion__name="Features",
        article__slug="odysse",
        article__title="Backend frameworks compared",
    )
    ClaimFactory(statement="Something else.")
    response = editor_client.get(LIST, {"q": words})
    assertContains(response, "Comes with batteries included.")
    assertNotContains(response, "Something else.")


@pytest.mark.parametrize("words", ['"with batteries comes"', "batteries quarrel", '"', "''x"])
def test_search_finds_only_what_holds_every_word_and_phrase(editor_client, words):
    ClaimFactory(statement="Comes with batteries included.")
    assertNotContains(editor_client.get(LIST, {"q": words}), "Comes with batteries included.")


def test_filter_by_group(editor_client):
    ClaimFactory(criterion__group__slug="admin", criterion__group__name="Admin", statement="Has a panel.")
    ClaimFactory(criterion__group__slug="speed", criterion__group__name="Speed", statement="Is fast.")
    response = editor_client.get(LIST, {"group": "admin"})
    assertContains(response, "Has a panel.")
    assertNotContains(response, "Is fast.")
    assertContains(editor_client.get(LIST, {"group": "nothing"}), "0 claims")


def test_filter_by_state(editor_client):
    ClaimFactory(state="in_review", statement="Waits for review.")
    ClaimFactory(statement="Stands in public.")
    response = editor_client.get(LIST, {"state__exact": "in_review"})
    assertContains(response, "Waits for review.")
    assertNotContains(response, "Stands in public.")


def test_filter_by_article(editor_client):
    claim = ClaimFactory(statement="From this article.")
    ClaimFactory(statement="From another article.")
    response = editor_client.get(LIST, {"article__id__exact": claim.article.pk})
    assertContains(response, "From this article.")
    assertNotContains(response, "From another article.")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("yes", {"rated", "available", "counted"}),
        ("no", {"told"}),
        ("perhaps", {"rated", "available", "counted", "told"}),
    ],
)
def test_filter_by_reading(editor_client, value, shown):
    ClaimFactory(statement="rated", rating=0)
    ClaimFactory(statement="available", rating=None, criterion__measure="availability", availability="none")
    ClaimFactory(
        statement="counted", rating=None, criterion__measure="quantity", quantity=0, conditions="not stated"
    )
    ClaimFactory(statement="told", rating=None)
    response = editor_client.get(LIST, {"reading": value})
    assert {claim.statement for claim in response.context["cl"].result_list} == shown


def test_the_list_shows_a_long_statement_shortened(editor_client):
    ClaimFactory(statement="x" * 101)
    response = editor_client.get(LIST)
    assertContains(response, f">{'x' * 99}…</a>")


def test_the_list_shows_the_reading_in_words(editor_client):
    ClaimFactory(rating=2)
    assertContains(editor_client.get(LIST), '<td class="field-reading">Very good</td>', html=True)


@pytest.mark.parametrize(
    "address", [LIST + "?q=%00", LIST + "?state__exact=%00", "/admin/autocomplete/?term=%00"]
)
def test_a_nul_character_is_refused_not_a_server_error(editor_client, address):
    assert editor_client.get(address).status_code == 400


# --- Entering ------------------------------------------------------------------------------------


def test_a_new_claim_is_a_draft_by_whoever_entered_it(editor_client, editor):
    article = ArticleFactory(slug="odysse")
    response = editor_client.post(LIST + "add/", form_data(article=article))
    assertRedirects(response, LIST)
    claim = Claim.objects.get(slug="odysse-1")
    assert (claim.state, claim.created_by, claim.revision) == ("draft", editor, 1)


def test_history_begins_with_who_entered_a_claim(editor_client, editor):
    editor_client.post(LIST + "add/", form_data())
    entry = Claim.history.get()
    assert (entry.history_user, entry.history_change_reason) == (editor, "Entered")


@pytest.mark.parametrize("field", ["article", "framework", "criterion", "compared_with"])
def test_long_lists_are_chosen_by_typing(editor_client, field):
    response = editor_client.get(LIST + "add/")
    assertContains(response, f'data-field-name="{field}"')
    assertContains(response, 'data-ajax--url="/admin/autocomplete/"')


@pytest.mark.parametrize(
    ("field", "factory", "label"),
    [
        ("article", ArticleFactory, "title"),
        ("framework", FrameworkFactory, "name"),
        ("criterion", CriterionFactory, "name"),
        ("compared_with", FrameworkFactory, "name"),
    ],
)
def test_typing_finds_what_it_means_in_order(editor_client, field, factory, label):
    for name in ("Speed in words", "Cost", "Speed in figures"):
        factory(**{label: name})
    response = editor_client.get(
        "/admin/autocomplete/",
        {"app_label": "comparisons", "model_name": "claim", "field_name": field, "term": "speed"},
    )
    found = [result["text"] for result in response.json()["results"]]
    assert found == ["Speed in figures", "Speed in words"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"availability": "core", "rating": ""}, "is measured as rating; leave this empty."),
        ({"rating": "3"}, "A rating goes from −2 to +2."),
        ({"framework": ""}, "A claim without a framework has no reading."),
        ({"locator": ""}, "This field is required."),
        ({"statement": "x" * 601}, "at most 600 characters"),
        ({"as_of": "spring"}, "Write a year, a month or a day"),
    ],
)
def test_a_wrong_entry_is_told_and_not_kept(editor_client, fields, message):
    response = editor_client.post(LIST + "add/", form_data(**fields))
    assertContains(response, message)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"conditions": ""}, "A figure needs its conditions"),
        ({"quantity_high": "99"}, "The upper end of a range lies above its lower end."),
        ({"quantity": "", "qualifier": "about"}, "need a figure"),
    ],
)
def test_half_a_figure_is_told_and_not_kept(editor_client, fields, message):
    criterion = CriterionFactory(measure="quantity")
    figure = {"criterion": criterion, "rating": "", "quantity": "100", "conditions": "not stated"}
    response = editor_client.post(LIST + "add/", form_data(**(figure | fields)))
    assertContains(response, message)
    assert not Claim.objects.exists()


def test_a_claim_that_the_article_makes_already_is_told(editor_client):
    claim = ClaimFactory()
    response = editor_client.post(LIST + "add/", data_of(claim) | {"article": claim.article.pk})
    assertContains(response, "claim_about_a_framework_is_told_once")
    assert Claim.objects.count() == 1


# --- Changing ------------------------------------------------------------------------------------


def test_history_tells_who_changed_what(editor_client, editor):
    claim = ClaimFactory(state="draft")
    editor_client.post(f"{LIST}{claim.pk}/change/", data_of(claim, "Misread.", statement="Reworded."))
    entry = claim.history.first()
    assert (entry.statement, entry.history_user) == ("Reworded.", editor)
    assert entry.history_change_reason == "Edited statement: Misread."


def test_a_draft_needs_no_reason(editor_client):
    claim = ClaimFactory(state="draft")
    editor_client.post(f"{LIST}{claim.pk}/change/", data_of(claim, statement="Reworded."))
    assert claim.history.first().history_change_reason == "Edited statement"


def test_a_form_that_does_not_say_which_revision_it_shows_is_not_saved(editor_client):
    claim = ClaimFactory(state="draft")
    data = data_of(claim, statement="Reworded.") | {"seen_revision": ""}
    response = editor_client.post(f"{LIST}{claim.pk}/change/", data)
    assertContains(response, "The form does not say which revision it shows: open it again.")
    assertContains(response, "Reworded.")
    assert Claim.objects.get(pk=claim.pk).statement == claim.statement


def test_a_change_leaves_the_author(editor_client):
    author = UserFactory(username="grace")
    claim = ClaimFactory(state="draft", created_by=author)
    editor_client.post(f"{LIST}{claim.pk}/change/", data_of(claim, statement="Reworded."))
    claim.refresh_from_db()
    assert (claim.statement, claim.created_by) == ("Reworded.", author)


def test_saving_without_a_change_is_no_revision(editor_client):
    claim = ClaimFactory()
    editor_client.post(f"{LIST}{claim.pk}/change/", data_of(claim))
    claim.refresh_from_db()
    assert (claim.revision, claim.history.count()) == (1, 1)


def test_a_claim_stays_with_the_article_that_numbers_it(editor_client):
    claim, other = ClaimFactory(), ClaimFactory()
    data = data_of(claim) | {"article": other.article.pk}
    response = editor_client.post(f"{LIST}{claim.pk}/change/", data)
    assertRedirects(response, LIST)
    assert Claim.objects.get(pk=claim.pk).article == claim.article


def test_a_form_cannot_set_what_the_site_keeps(editor_client):
    claim = ClaimFactory(state="draft")
    kept = Claim.objects.values("state", "slug", "position", "published_on", "created_by")
    before = kept.get(pk=claim.pk)
    forged = {"state": "published", "slug": "mine", "position": "9", "published_on": "2020-01-01"}
    data = data_of(claim, statement="Reworded.") | forged | {"created_by": claim.pk}
    editor_client.post(f"{LIST}{claim.pk}/change/", data)
    assert kept.get(pk=claim.pk) == before
    assert Claim.objects.get(pk=claim.pk).statement == "Reworded."


@pytest.mark.parametrize(("state", "is_linked"), [("draft", False), ("published", True), ("rejected", False)])
def test_the_form_links_to_the_public_page_of_a_public_claim(editor_client, state, is_linked):
    claim = ClaimFactory(state=state)
    response = editor_client.get(f"{LIST}{claim.pk}/change/")
    assert (f'href="/claims/{claim.slug}/"' in response.text) == is_linked


# --- Moving one claim ----------------------------------------------------------------------------


def test_the_form_leads_to_the_state_page(editor_client):
    claim = ClaimFactory()
    response = editor_client.get(f"{LIST}{claim.pk}/change/")
    assertContains(response, f'href="/admin/comparisons/claim/{claim.pk}/state/"')


def test_the_state_page_offers_the_states_that_may_follow(editor_client):
    claim = ClaimFactory(state="in_review")
    response = editor_client.get(f"/admin/comparisons/claim/{claim.pk}/state/")
    assertContains(response, claim.statement)
    assertContains(
        response,
        """<select name="state" id="id_state">
          <option value="draft">Draft</option>
          <option value="published">Published</option>
          <option value="rejected">Rejected</option>
        </select>""",
        html=True,
    )


def test_the_state_page_moves_a_claim(editor_client, editor):
    claim, source = ClaimFactory(), ArticleFactory()
    response = editor_client.post(
        f"/admin/comparisons/claim/{claim.pk}/state/",
        {"state": "disputed", "reason": "Measured again.", "source": source.pk, "seen_revision": 1},
        follow=True,
    )
    assertRedirects(response, f"{LIST}{claim.pk}/change/")
    assert messages_of(response) == [f"{claim.slug} is now disputed."]
    claim.refresh_from_db()
    assert (claim.state, claim.state_reason, claim.state_source) == ("disputed", "Measured again.", source)
    assert claim.history.first().history_user == editor


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"state": "rejected", "reason": ""}, "Say why."),
        ({"state": "outdated", "reason": "A new version.", "source": ""}, "Name the article that shows it."),
        ({"state": "outdated", "reason": "A new version.", "source": "0"}, "Select a valid choice."),
        ({"state": "draft"}, "Select a valid choice."),
        ({"state": "in_review"}, "Select a valid choice."),
        ({"state": ""}, "This field is required."),
        ({"state": "rejected", "reason": "a\0b"}, "Null characters are not allowed."),
        (
            {"state": "rejected", "reason": "Misread.", "seen_revision": ""},
            "read it as it stands above, then decide.",
        ),
        (
            {"state": "rejected", "reason": "Misread.", "seen_revision": "9"},
            "read it as it stands above, then decide.",
        ),
    ],
)
def test_the_state_page_tells_what_is_missing(editor_client, fields, message):
    claim = ClaimFactory()
    response = editor_client.post(
        f"/admin/comparisons/claim/{claim.pk}/state/", {"seen_revision": 1} | fields
    )
    assertContains(response, message)
    claim.refresh_from_db()
    assert claim.state == "published"


def test_the_state_page_refuses_ones_own_claim(editor_client, editor):
    claim = ClaimFactory(state="in_review", created_by=editor)
    response = editor_client.post(
        f"/admin/comparisons/claim/{claim.pk}/state/", {"state": "published", "seen_revision": 1}
    )
    assertContains(response, "Nobody publishes their own claim: ask another editor.")
    claim.refresh_from_db()
    assert claim.state == "in_review"


@pytest.mark.parametrize("key", ["999999", "nonsense"])
def test_the_state_page_of_no_claim_is_missing(editor_client, key):
    assert editor_client.get(f"/admin/comparisons/claim/{key}/state/").status_code == 404


def test_the_state_page_is_for_those_who_may_change_claims(client):
    claim = ClaimFactory(state="in_review")
    client.force_login(UserFactory())
    response = client.post(f"/admin/comparisons/claim/{claim.pk}/state/", {"state": "published"})
    assert response.status_code == 403
    claim.refresh_from_db()
    assert claim.state == "in_review"


def test_the_state_page_asks_visitors_to_log_in(client):
    claim = ClaimFactory(state="in_review")
    address = f"/admin/comparisons/claim/{claim.pk}/state/"
    assertRedirects(client.get(address), f"/admin/login/?next={address}")
    response = client.post(address, {"state": "published", "seen_revision": 1})
    assertContains(response, "Log in to save what you wrote", status_code=403)
    assert Claim.objects.get(pk=claim.pk).state == "in_review"


# --- Moving many claims --------------------------------------------------------------------------


def act(client, action, claims):
    """Choose an action for claims in the list, as the browser sends it; return the list that follows."""
    seen = [f"{claim.pk}:{claim.revision}" for claim in claims]
    data = {"action": action, "_selected_action": [claim.pk for claim in claims], "seen": seen}
    return client.post(LIST, data, follow=True)


def test_drafts_are_submitted_together(editor_client):
    drafts = ClaimFactory.create_batch(2, state="draft")
    response = act(editor_client, "submit", drafts)
    assertContains(response, "2 claims: now in review.")
    assert set(Claim.objects.values_list("state", flat=True)) == {"in_review"}


def test_reviewed_claims_are_published_together(editor_client, editor):
    claims = [beside_the_same(claim) for claim in ClaimFactory.create_batch(2)]
    response = act(editor_client, "publish", claims)
    assertContains(response, "2 claims: now published.")
    assert not Claim.objects.filter(state="in_review").exists()
    assert [claim.history.first().history_user for claim in claims] == [editor, editor]


def beside_the_same(claim, **details):
    """A claim in review that says what a published one says, so that it turns no verdict."""
    same = {"article": claim.article, "framework": claim.framework, "criterion": claim.criterion}
    return ClaimFactory(state="in_review", rating=claim.rating, **same, **details)


def test_a_claim_that_would_turn_a_verdict_is_not_published_in_bulk(editor_client):
    turning, adding = ClaimFactory(state="in_review"), beside_the_same(ClaimFactory())
    response = act(editor_client, "publish", [turning, adding])
    assert messages_of(response) == [
        f"{turning.slug}: It would change what readers see: review it on its own page.",
        "1 claim: now published.",
    ]
    assert Claim.objects.get(pk=turning.pk).state == "in_review"


@pytest.mark.parametrize("seen", [[], ["x"], ["{}:1"], ["{}:"], ["{}:3"]])
def test_a_claim_that_changed_since_the_list_was_shown_is_not_moved(editor_client, seen):
    claim = ClaimFactory(state="draft")
    claim.statement = "Reworded meanwhile."
    claim.save()
    seen = [each.format(claim.pk) for each in seen]
    data = {"action": "submit", "_selected_action": [claim.pk], "seen": seen}
    response = editor_client.post(LIST, data, follow=True)
    assert messages_of(response) == [
        f"{claim.slug}: It was changed since you saw the list: look at it first."
    ]
    assert Claim.objects.get(pk=claim.pk).state == "draft"


def test_the_list_says_which_revisions_it_shows(editor_client):
    claim = ClaimFactory(state="draft")
    claim.save()
    assertContains(
        editor_client.get(LIST), f'<input type="hidden" name="seen" value="{claim.pk}:2">', html=True
    )


def test_publishing_in_bulk_is_for_reviewers(client):
    editor = UserFactory()
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_claim", "change_claim"]))
    client.force_login(editor)
    claim = beside_the_same(ClaimFactory())
    act(client, "publish", [claim])
    assert Claim.objects.get(pk=claim.pk).state == "in_review"


def test_each_refused_claim_is_told_with_its_reason(editor_client, editor):
    published = ClaimFactory()
    own = beside_the_same(published, created_by=editor)
    draft = beside_the_same(published)
    draft.move_to("draft", by=editor)
    good = beside_the_same(published)
    response = act(editor_client, "publish", [own, draft, good])
    assert messages_of(response) == [
        f"{draft.slug}: A claim that is draft cannot become published.",
        f"{own.slug}: Nobody publishes their own claim: ask another editor.",
        "1 claim: now published.",
    ]
    assert list(Claim.objects.filter(state="published")) == [published, good]


def test_actions_are_for_those_who_may_change_claims(client):
    reader = UserFactory()
    reader.user_permissions.set(Permission.objects.filter(codename="view_claim"))
    client.force_login(reader)
    claim = ClaimFactory(state="in_review")
    act(client, "publish", [claim])
    claim.refresh_from_db()
    assert claim.state == "in_review"


# --- Taking away ---------------------------------------------------------------------------------


def test_a_draft_may_be_deleted(editor_client):
    claim = ClaimFactory(state="draft")
    editor_client.post(f"{LIST}{claim.pk}/delete/", {"post": "yes", "seen_revision": 1})
    assert not Claim.objects.exists()


@pytest.mark.parametrize("state", ["in_review", "published", "disputed", "outdated", "rejected"])
def test_any_other_claim_may_not_be_deleted(admin_client, state):
    claim = ClaimFactory(state=state)
    data = {"post": "yes", "seen_revision": claim.revision}
    response = admin_client.post(f"{LIST}{claim.pk}/delete/", data)
    assert response.status_code == 403
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_a_claim_that_was_once_published_may_not_be_deleted(admin_client):
    claim, editor = ClaimFactory(), UserFactory()
    claim.move_to("rejected", by=editor, reason="Not what the article says.")
    claim.move_to("draft", by=editor)
    data = {"post": "yes", "seen_revision": claim.revision}
    response = admin_client.post(f"{LIST}{claim.pk}/delete/", data)
    assert response.status_code == 403
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_claims_are_not_deleted_in_bulk(admin_client):
    claim = ClaimFactory()
    act(admin_client, "delete_selected", [claim])
    assert Claim.objects.filter(pk=claim.pk).exists()


def test_an_article_with_claims_is_not_deleted(admin_client):
    claim = ClaimFactory()
    address = f"/admin/articles/article/{claim.article.pk}/delete/"
    response = admin_client.post(address, {"post": "yes", "seen_revision": 1})
    assertContains(response, "Cannot delete article")
    assert Claim.objects.filter(pk=claim.pk).exists()


# --- Looking back --------------------------------------------------------------------------------


def test_history_shows_who_moved_a_claim_and_why(editor_client):
    claim = ClaimFactory()
    claim.move_to("rejected", by=UserFactory(username="grace"), reason="Not what the article says.")
    response = editor_client.get(f"{LIST}{claim.pk}/history/")
    assertContains(response, "Published → Rejected: Not what the article says.")
    assertContains(response, "grace")


def test_an_old_version_can_be_read(editor_client):
    claim = ClaimFactory(statement="The first wording.")
    first = claim.history.first()
    claim.statement = "The second wording."
    claim.save()
    response = editor_client.get(f"/admin/changes/comparisons.claim/{first.history_id}/")
    assertContains(response, "The first wording.")


def test_restoring_a_draft_brings_back_what_it_said(editor_client, editor):
    claim = ClaimFactory(state="draft", statement="The first wording.")
    first = claim.history.first()
    claim.statement = "The second wording."
    claim.save()
    data = {"seen_revision": 2, "reason": "The second misreads it."}
    response = editor_client.post(f"/admin/changes/comparisons.claim/{first.history_id}/", data)
    assertRedirects(response, f"{LIST}{claim.pk}/change/")
    claim.refresh_from_db()
    assert (claim.statement, claim.revision) == ("The first wording.", 3)
    last = claim.history.first()
    assert last.history_user == editor
    assert last.history_change_reason == "Restored revision 1: The second misreads it."


def test_restoring_does_not_bring_back_the_state(admin_client):
    claim = ClaimFactory(statement="The first wording.")
    first = claim.history.first()
    claim.move_to("rejected", by=UserFactory(), reason="Not what the article says.")
    claim.statement = "The second wording."
    claim.save()
    address = f"/admin/changes/comparisons.claim/{first.history_id}/"
    admin_client.post(address, {"seen_revision": claim.revision, "reason": ""})
    claim.refresh_from_db()
    assert (claim.state, claim.statement) == ("rejected", "The first wording.")
