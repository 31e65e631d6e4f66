"""The queue of what waits for a second editor, and the page on which they decide."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.revisions import ChangedMeanwhile
from comparisons.models import Claim
from tests.claims import claim
from tests.factories import ArticleFactory, CapturedTextFactory, ProposalFactory, UserFactory
from tests.pages import read
from tests.questionnaire.factories import OptionFactory, QuestionFactory, QuestionnaireFactory, ResultFactory
from tests.workplace import mistakes, opened, shown, signed_in, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
]

QUEUE = "/admin/comparisons/claim/review/"


@pytest.fixture
def reviewer():
    return signed_in("grace", "Reviewer")


@pytest.fixture
def editor():
    return signed_in("ada", "Editor")


def waiting(framework="django", criterion="speed", rating=1, **details):
    return claim(framework, criterion, rating, state="in_review", **details)


def page(claim):
    return f"/admin/comparisons/claim/{claim.pk}/state/"


def queue(browser, address=QUEUE):
    """Return the rows of the queue as [(statement, what would change, by, since)]."""
    table = read(browser.get(address)).one("table", class_="queue").one("tbody")
    return [(row.one("a").text, *(cell.text for cell in row.all("td"))) for row in table.all("tr")]


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).state


# --- The queue -----------------------------------------------------------------------------------


def test_what_readers_would_notice_most_stands_first(reviewer):
    for _ in range(2):
        claim("django", "still", 1)
    waiting(criterion="still", statement="The same again.")
    waiting(criterion="near", rating=0, statement="A first word.")
    waiting(criterion="far", rating=-2, statement="A strong first word.")
    assert [row[0] for row in queue(reviewer)] == ["A strong first word.", "A first word.", "The same again."]


def test_what_questionnaires_and_saved_results_ask_for_stands_before_what_nobody_asks(reviewer):
    question = QuestionFactory()
    OptionFactory(question=question, weights={"asked": 3})
    QuestionnaireFactory(slug="short", questions=[question])
    ResultFactory.create_batch(3, questionnaire="short")
    waiting(criterion="far", rating=2, statement="Nobody asks.")
    waiting(criterion="asked", rating=1, statement="Somebody asks.")
    (first, effect, *_), _ = queue(reviewer)
    assert first == "Somebody asks."
    assert effect.endswith("Asked for by 1 questionnaire, 3 saved results.")


def test_of_the_same_effect_the_longest_waiting_stands_first(reviewer):
    for criterion, day in [("a", "2026-11-03"), ("b", "2026-11-01"), ("c", "2026-11-02")]:
        waiting(criterion=criterion, statement=f"Since {day}.", state_since=day)
    assert [row[0] for row in queue(reviewer)] == [
        "Since 2026-11-01.",
        "Since 2026-11-02.",
        "Since 2026-11-03.",
    ]


def test_ones_own_come_last(reviewer):
    waiting(rating=-2, statement="Mine.", created_by=reviewer.user)
    for _ in range(2):
        claim("django", "still", 1)
    waiting(criterion="still", statement="Another's.", created_by=UserFactory(username="ada"))
    (theirs, _, by, _), (mine, _, by_me, _) = queue(reviewer)
    assert (theirs, by, mine, by_me) == ("Another's.", "ada", "Mine.", "grace (yours)")


def test_a_superusers_own_stand_in_their_place(admin_client, admin_user):
    waiting(rating=-2, statement="Mine.", created_by=admin_user)
    waiting(criterion="near", rating=0, statement="Another's.")
    assert [row[0] for row in queue(admin_client)] == ["Mine.", "Another's."]


def test_the_effect_is_told_in_words(reviewer):
    claim("django", "speed", 2)
    waiting(rating=-2)
    assert queue(reviewer)[0][1].startswith("The cell turns from “Very good (single source)” to “")


def test_proposed_changes_stand_in_it(reviewer):
    said = claim("django", "speed", 1, statement="It is fast.")
    values = {"rating": [1, -2], "statement": ["It is fast.", "It is slow."]}
    proposal = ProposalFactory(claim=said, values=values, proposed_by=UserFactory(username="ada"))
    ((statement, effect, by, _),) = queue(reviewer)
    assert (statement, by) == ("It is slow.", "ada")
    assert effect.startswith("The cell turns from “Good (single source)” to “")
    assertContains(reviewer.get(QUEUE), f'href="/admin/comparisons/claim/proposals/{proposal.pk}/?queue=1"')


@pytest.mark.parametrize("state", ["draft", "published", "disputed", "outdated", "rejected"])
def test_only_what_is_in_review_waits(reviewer, state):
    claim("django", "speed", state=state)
    assertContains(reviewer.get(QUEUE), "Nothing waits for review.")


def test_a_decided_proposal_waits_no_more(reviewer):
    proposal = ProposalFactory()
    proposal.refuse(by=reviewer.user, reason="The article says so.")
    assertContains(reviewer.get(QUEUE), "Nothing waits for review.")


def test_a_long_queue_has_pages_and_counts_all(reviewer):
    for number in range(51):
        waiting(criterion=f"criterion-{number}")
    response = reviewer.get(QUEUE)
    assertContains(response, "51 entries")
    assertContains(response, "51 would change a verdict")
    assert (len(queue(reviewer)), len(queue(reviewer, f"{QUEUE}?page=2"))) == (50, 1)
    assert len(queue(reviewer, f"{QUEUE}?page=nonsense")) == 50


def test_a_longer_queue_needs_no_more_queries(reviewer):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(QUEUE).status_code == 200
        return len(captured)

    def add(number):
        waiting(f"framework-{number}", f"criterion-{number}", created_by=UserFactory())
        ProposalFactory()
        compared = claim("django", "speed", 1, compared_with=claim("flask", "speed").framework)
        other = claim("fastapi", "speed").framework
        ProposalFactory(claim=compared, values={"compared_with": [compared.compared_with_id, other.pk]})

    add(0)
    queries()
    few = queries()
    for number in range(1, 10):
        add(number)
    assert queries() == few


def test_the_queue_is_for_who_may_see_claims(client):
    client.force_login(UserFactory())
    assert client.get(QUEUE).status_code == 403


# --- Deciding ------------------------------------------------------------------------------------


def test_the_passage_of_the_locator_stands_beside_the_claim(reviewer):
    captured = CapturedTextFactory(
        text="# Speed\n\nIt is quick.\n\nIt <i>starts</i> slowly.\n\n# Price\n\nIt is free."
    )
    said = waiting(article=captured.article, locator="Speed › paragraph 2")
    response = reviewer.get(page(said))
    (quoted,) = read(response).all("blockquote")
    assert quoted.text == "It <i>starts</i> slowly. Speed › paragraph 2"
    assertNotContains(response, "It is free.")


def test_a_place_that_the_text_does_not_have_is_said(reviewer):
    captured = CapturedTextFactory()
    said = waiting(article=captured.article, locator="Elsewhere › paragraph 2")
    assertContains(reviewer.get(page(said)), "The captured text has no place of this name.")
    assertContains(reviewer.get(page(waiting(criterion="price"))), "No text is captured of this article.")


def test_what_would_change_is_told_before_deciding(reviewer):
    claim("django", "speed", 2)
    assertContains(
        reviewer.get(page(waiting(rating=2))), "The cell turns from “Very good (single source)” to “"
    )


def test_of_a_public_claim_each_way_is_foretold(reviewer):
    said = claim("django", "speed", 2)
    text = read(reviewer.get(page(said))).text
    assert "Disputed: The cell" in text
    assert "Rejected: The cell turns from “Very good (single source)” to “No article says”." in text


def test_what_the_article_says_nearly_alike_is_shown(reviewer):
    said = waiting(statement="It answers most requests quickly.")
    claim("django", "speed", article=said.article, statement="It answers many requests quickly.")
    assertContains(reviewer.get(page(said)), "It answers many requests quickly.")


def test_what_was_changed_since_it_was_public_is_shown(reviewer):
    said = claim("django", "speed", 1, statement="It was fast.")
    said.move_to("rejected", by=UserFactory(), reason="Misread.")
    said.move_to("draft", by=UserFactory())
    said.statement = "It is slow."
    said.move_to("in_review", by=UserFactory())
    table = read(reviewer.get(page(said))).one("table", class_="differences")
    assert [cell.text for cell in table.all("td")] == ["It was fast.", "It is slow."]


def test_publishing_is_one_click_and_leads_to_the_next(reviewer):
    first, second = waiting(rating=-2), waiting(criterion="price", rating=0)
    address = f"{page(first)}?queue=1"
    response = reviewer.get(address)
    button = {"state": "published", "seen_revision": "1"}
    assertContains(response, '<input type="submit" class="default" value="Publish it">', html=True)
    response = reviewer.post(address, button, follow=True)
    assertRedirects(response, f"{page(second)}?queue=1")
    assert told(response) == [f"{first.slug} is now published."]
    record = first.history.first()
    assert (record.state, record.history_user) == ("published", reviewer.user)


def test_the_one_click_form_sends_all_that_it_needs(reviewer):
    said = waiting()
    form = shown(reviewer.get(page(said)), **{"class": "decide"})
    form.pop("csrfmiddlewaretoken")
    assert form == {"state": "published", "seen_revision": "1"}


def test_after_the_last_one_the_queue_is_empty(reviewer):
    said = waiting()
    response = reviewer.post(f"{page(said)}?queue=1", {"state": "published", "seen_revision": 1}, follow=True)
    assertRedirects(response, QUEUE)
    assertContains(response, "Nothing waits for review.")


def test_ones_own_is_never_the_next(reviewer):
    said = waiting(rating=-2)
    waiting(criterion="price", created_by=reviewer.user)
    response = reviewer.post(f"{page(said)}?queue=1", {"state": "published", "seen_revision": 1})
    assertRedirects(response, QUEUE)


def test_a_proposed_change_may_be_the_next(reviewer):
    said, proposal = waiting(rating=-2), ProposalFactory()
    response = reviewer.post(f"{page(said)}?queue=1", {"state": "published", "seen_revision": 1})
    assertRedirects(response, f"/admin/comparisons/claim/proposals/{proposal.pk}/?queue=1")


def test_outside_of_the_queue_a_decision_leads_back_to_the_claim(reviewer):
    said = waiting()
    response = reviewer.post(page(said), {"state": "published", "seen_revision": 1})
    assertRedirects(response, f"/admin/comparisons/claim/{said.pk}/change/")


def test_who_entered_a_claim_does_not_publish_it(reviewer):
    said = waiting(created_by=reviewer.user)
    response = reviewer.post(page(said), {"state": "published", "seen_revision": 1})
    assertContains(response, "Nobody publishes their own claim: ask another editor.")
    assert state_of(said) == "in_review"


def test_who_reworded_a_claim_does_not_publish_it(reviewer):
    said = waiting(created_by=UserFactory())
    address = f"/admin/comparisons/claim/{said.pk}/change/"
    form = opened(reviewer, address, id="claim_form")
    assertRedirects(reviewer.post(address, form | {"statement": "Reworded."}), "/admin/comparisons/claim/")
    response = reviewer.post(page(said), {"state": "published", "seen_revision": 2})
    assertContains(response, "Nobody publishes their own claim: ask another editor.")
    assert state_of(said) == "in_review"


def test_who_only_moved_a_claim_may_publish_it(reviewer):
    said = claim("django", "speed", state="draft", created_by=UserFactory())
    said.move_to("in_review", by=reviewer.user)
    reviewer.post(page(said), {"state": "published", "seen_revision": 2})
    assert state_of(said) == "published"


def test_a_superuser_publishes_their_own(admin_client, admin_user):
    said = waiting(created_by=admin_user)
    admin_client.post(page(said), {"state": "published", "seen_revision": 1})
    assert state_of(said) == "published"


def test_an_editor_who_is_no_reviewer_sends_to_review_and_back_and_no_further(editor):
    said = claim("django", "speed", state="draft")
    response = editor.post(page(said), {"state": "rejected", "reason": "Misread.", "seen_revision": 1})
    assert "Select a valid choice" in mistakes(response)[0]
    editor.post(page(said), {"state": "in_review", "seen_revision": 1})
    assert state_of(said) == "in_review"
    assertNotContains(editor.get(page(said)), "Publish it")
    response = editor.post(page(said), {"state": "published", "seen_revision": 2})
    assert "Select a valid choice" in mistakes(response)[0]
    editor.post(page(said), {"state": "draft", "seen_revision": 2})
    assert state_of(said) == "draft"


@pytest.mark.parametrize("state", ["published", "disputed", "outdated"])
def test_an_editor_who_is_no_reviewer_takes_nothing_out_of_public(editor, state):
    said = claim("django", "speed", state=state)
    source = ArticleFactory()
    for wanted in ("published", "disputed", "outdated", "rejected"):
        data = {"state": wanted, "reason": "Misread.", "source": source.pk, "seen_revision": 1}
        editor.post(page(said), data)
    assert state_of(said) == state


def test_a_claim_that_changed_since_it_was_read_is_not_decided(reviewer):
    said = waiting(statement="As it was.")
    said.statement = "Reworded meanwhile."
    said.save()
    data = {"state": "rejected", "reason": "My long reason.", "seen_revision": 1}
    response = reviewer.post(page(said), data)
    assertContains(response, "The claim was changed since you opened this page")
    assertContains(response, "Reworded meanwhile.")
    assertContains(response, "My long reason.")
    assert state_of(said) == "in_review"
    reviewer.post(page(said), data | {"seen_revision": 2})
    assert state_of(said) == "rejected"


def test_a_change_at_the_moment_of_deciding_is_told_and_loses_no_reason(reviewer, monkeypatch):
    said = waiting()

    def outrun(row, *args, **kwargs):
        raise ChangedMeanwhile(row)

    monkeypatch.setattr(Claim, "save", outrun)
    data = {"state": "rejected", "reason": "My long reason.", "seen_revision": 1}
    response = reviewer.post(page(said), data)
    assertContains(response, "nothing was decided: read it as it stands now.")
    assertContains(response, "My long reason.")
    assert state_of(said) == "in_review"
