"""Changes of public claims: proposed by one editor, in effect when another one accepts them."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from comparisons.models import Claim, Proposal
from comparisons.models.proposal import ProposalRefused
from tests.claims import claim, quantity
from tests.factories import CriterionFactory, FrameworkFactory, ProposalFactory, UserFactory
from tests.pages import read
from tests.workplace import mistakes, opened, shown, signed_in, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
]


@pytest.fixture
def author():
    return signed_in("ada", "Editor")


@pytest.fixture
def reviewer():
    return signed_in("grace", "Reviewer")


@pytest.fixture
def said():
    return claim("django", "speed", 1, statement="It is fast.", article__slug="survey")


def form_of(claim):
    return f"/admin/comparisons/claim/{claim.pk}/change/"


def page(proposal):
    return f"/admin/comparisons/claim/proposals/{proposal.pk}/"


def propose(browser, claim, reason="The article hedges.", **typed):
    """Open the form of a claim, type into it and save; return the new proposal."""
    browser.response = browser.post(
        form_of(claim), opened(browser, form_of(claim), id="claim_form") | {"reason": reason} | typed
    )
    return Proposal.objects.order_by("pk").last()


def decide(browser, proposal, decision, reason="", query=""):
    form = opened(browser, page(proposal)) | {"decision": decision, "reason": reason}
    return browser.post(page(proposal) + query, form)


def stored(row):
    return type(row).objects.get(pk=row.pk)


# --- Proposing -----------------------------------------------------------------------------------


def test_a_change_of_a_public_claim_waits(author, said):
    proposal = propose(author, said, statement="It is often fast.")
    assertRedirects(author.response, form_of(said), fetch_redirect_response=False)
    assert (stored(said).statement, stored(said).revision) == ("It is fast.", 1)
    assert (proposal.claim, proposal.state, proposal.proposed_by) == (said, "open", author.user)
    assert proposal.values == {"statement": ["It is fast.", "It is often fast."]}
    assert proposal.reason == "The article hedges."
    assert "takes effect when another editor accepts it" in told(author.get(form_of(said)))[0]


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_a_change_of_what_nobody_sees_takes_effect_at_once(author, state):
    said = claim("django", "speed", state=state)
    assert propose(author, said, reason="", statement="Reworded.") is None
    assert stored(said).statement == "Reworded."


@pytest.mark.parametrize("state", ["published", "disputed", "outdated"])
def test_a_change_of_a_public_claim_needs_a_reason(author, state):
    said = claim("django", "speed", state=state)
    assert propose(author, said, reason="", statement="Reworded.") is None
    assert "The claim is public: say why it should change." in mistakes(author.response)
    assert shown(author.response, id="claim_form")["statement"] == "Reworded."


def test_saving_without_a_change_proposes_nothing(author, said):
    assert propose(author, said, reason="") is None
    assert author.response.status_code == 302


def test_the_form_says_what_will_happen(author, admin_client, said):
    told_before = "takes effect when another editor accepts it."
    assertContains(author.get(form_of(said)), told_before)
    assertNotContains(admin_client.get(form_of(said)), told_before)
    assertNotContains(author.get(form_of(claim("flask", "speed", state="draft"))), told_before)


def test_the_form_tells_what_is_proposed_already(author, reviewer, said):
    proposal = propose(author, said, statement="It is often fast.")
    response = reviewer.get(form_of(said))
    assertContains(response, "ada proposed a change on")
    assertContains(response, f'href="{page(proposal)}"')
    decide(reviewer, proposal, "refuse", "No.")
    assertNotContains(reviewer.get(form_of(said)), "ada proposed a change on")


def test_a_superusers_change_takes_effect_at_once(admin_client, said):
    assert propose(admin_client, said, statement="It is often fast.") is None
    assert stored(said).statement == "It is often fast."


def test_a_reviewers_change_waits_too(reviewer, said):
    assert propose(reviewer, said, statement="It is often fast.").state == "open"
    assert stored(said).statement == "It is fast."


def test_a_wrong_change_is_told_and_not_proposed(author, said):
    assert propose(author, said, rating="3") is None
    assert "A rating goes from −2 to +2." in " ".join(mistakes(author.response))


def test_restoring_an_old_wording_of_a_public_claim_is_proposed(author, admin_client, said):
    first = said.history.first()
    propose(admin_client, said, statement="It is slow.", rating="-2")
    address = f"/admin/changes/comparisons.claim/{first.history_id}/"
    author.post(address, opened(author, address) | {"reason": "It does say fast."})
    proposal = Proposal.objects.get()
    assert stored(said).statement == "It is slow."
    assert proposal.values == {"statement": ["It is slow.", "It is fast."], "rating": [-2, 1]}
    assert proposal.reason == "Restore revision 1: It does say fast."


def test_restoring_a_wording_that_names_what_is_gone_is_told(author, admin_client, said):
    first, old = said.history.first(), said.criterion
    propose(admin_client, said, criterion=CriterionFactory(slug="price").pk)
    old.delete()
    address = f"/admin/changes/comparisons.claim/{first.history_id}/"
    response = author.post(address, opened(author, address), follow=True)
    assert told(response)[0].startswith("It cannot be restored. Criterion: ")
    assert not Proposal.objects.exists()


# --- Deciding ------------------------------------------------------------------------------------


def test_the_page_tells_the_change_and_what_it_would_do(author, reviewer, said):
    proposal = propose(
        author, said, statement="It is slow.", rating="-2", framework=FrameworkFactory(name="Flask").pk
    )
    response = reviewer.get(page(proposal))
    table = read(response).one("table", class_="differences").one("tbody")
    told_changes = {row.one("th").text: tuple(cell.text for cell in row.all("td")) for row in table.all("tr")}
    assert told_changes == {
        "Framework": ("Django", "Flask"), "Statement": ("It is fast.", "It is slow."), "Rating": ("1", "-2"),
    }  # fmt: skip
    assertContains(response, "The article hedges.")
    assertContains(response, "The cell turns from “No article says” to “")


def test_an_accepted_change_takes_effect_and_is_signed_by_both(author, reviewer, said):
    proposal = propose(author, said, statement="It is often fast.")
    assertRedirects(decide(reviewer, proposal, "accept"), form_of(said))
    assert (stored(said).statement, stored(said).revision, stored(said).state) == (
        "It is often fast.",
        2,
        "published",
    )
    record = said.history.first()
    assert record.history_user == author.user
    assert record.history_change_reason == "The article hedges. (accepted by grace)"
    assert (stored(proposal).state, stored(proposal).decided_by) == ("accepted", reviewer.user)


def test_every_kind_of_value_is_proposed_and_accepted_as_it_was_typed(author, reviewer):
    said = quantity("django", "throughput", 1200, as_of="2024")
    other = FrameworkFactory(name="Flask")
    typed = {
        "quantity": "1250.5", "quantity_high": "1300", "qualifier": "about", "conditions": "eight workers",
        "as_of": "2025-04", "as_of_version": "5.2", "compared_with": str(other.pk), "locator": "Table 2",
    }  # fmt: skip
    decide(reviewer, propose(author, said, **typed), "accept")
    form = opened(reviewer, form_of(said), id="claim_form")
    figures = {"quantity": "1250.5000", "quantity_high": "1300.0000"}
    assert {name: form[name] for name in typed} == typed | figures


def test_a_value_may_be_taken_away(author, reviewer, said):
    decide(reviewer, propose(author, said, rating=""), "accept")
    assert stored(said).rating is None


def test_nobody_accepts_their_own_change(reviewer, said):
    proposal = propose(reviewer, said, statement="It is often fast.")
    assertContains(reviewer.get(page(proposal)), "It is yours: another editor accepts it.")
    response = decide(reviewer, proposal, "accept")
    assertContains(response, "Nobody accepts their own change: ask another editor.")
    assert stored(said).statement == "It is fast."


def test_a_superuser_may(said, admin_user):
    proposal = ProposalFactory(claim=said, proposed_by=admin_user)
    proposal.accept(by=admin_user)
    assert stored(said).statement == "It is fast, reworded."


def test_who_may_not_review_does_not_decide(author, said):
    proposal = ProposalFactory(claim=said)
    assertNotContains(author.get(page(proposal)), "<h2>Decide</h2>")
    response = author.post(page(proposal), {"decision": "accept", "seen_revision": 1})
    assert response.status_code == 403
    assert stored(proposal).state == "open"


def test_refusing_needs_a_reason(reviewer, said):
    proposal = ProposalFactory(claim=said)
    response = decide(reviewer, proposal, "refuse", "  ")
    assertContains(response, "Say why the change is refused.")
    decide(reviewer, proposal, "refuse", "The article says so.")
    assert (stored(proposal).state, stored(proposal).decision) == ("refused", "The article says so.")
    assert stored(said).revision == 1
    assertContains(reviewer.get(page(proposal)), "The article says so.")


def test_who_proposed_it_withdraws_it_without_a_reason(author, said):
    proposal = propose(author, said, statement="It is often fast.")
    decide(author, proposal, "refuse")
    assert (stored(proposal).state, stored(proposal).decided_by) == ("withdrawn", author.user)


@pytest.mark.parametrize("decision", ["accept", "refuse"])
def test_what_is_decided_is_not_decided_again(reviewer, said, decision):
    proposal = ProposalFactory(claim=said)
    form = opened(reviewer, page(proposal)) | {"decision": decision, "reason": "No."}
    stored(proposal).refuse(by=UserFactory(), reason="The article says so.")
    response = reviewer.post(page(proposal), form)
    assertContains(response, "The article says so.")
    assert (stored(proposal).state, stored(said).revision) == ("refused", 1)


def test_a_decision_about_another_revision_of_it_is_told_once(reviewer, said):
    proposal = ProposalFactory(claim=said)
    form = opened(reviewer, page(proposal)) | {"decision": "refuse", "reason": "My reason."}
    stored(proposal).save()
    response = reviewer.post(page(proposal), form)
    assertContains(response, "nothing was decided")
    reviewer.post(page(proposal), shown(response))
    assert (stored(proposal).state, stored(proposal).decision) == ("refused", "My reason.")


def test_what_was_overtaken_by_another_change_is_not_accepted(author, reviewer, said):
    proposal = propose(author, said, statement="It is often fast.")
    changed = stored(said)
    changed.statement = "It is rarely fast."
    changed.save()
    assertContains(reviewer.get(page(proposal)), "Somebody changed the same meanwhile: statement.")
    response = decide(reviewer, proposal, "accept")
    assertContains(response, "The claim was changed meanwhile (statement): refuse this and propose anew.")
    assert stored(said).statement == "It is rarely fast."


def test_a_change_of_something_else_meanwhile_stands_in_nobodys_way(author, reviewer, said):
    proposal = propose(author, said, statement="It is often fast.")
    changed = stored(said)
    changed.locator = "Elsewhere › paragraph 9"
    changed.save()
    decide(reviewer, proposal, "accept")
    assert (stored(said).statement, stored(said).locator) == ("It is often fast.", "Elsewhere › paragraph 9")


def test_two_changes_of_different_fields_are_both_accepted(author, reviewer, said):
    linus = signed_in("linus", "Editor")
    proposals = [propose(author, said, statement="It is often fast."), propose(linus, said, rating="2")]
    for proposal in proposals:
        decide(reviewer, proposal, "accept")
    assert (stored(said).statement, stored(said).rating) == ("It is often fast.", 2)


def test_what_does_not_fit_any_more_is_told(author, reviewer, said):
    proposal = propose(author, said, rating="2")
    changed = stored(said)
    changed.rating = None
    changed.save()
    Proposal.objects.update(values={"rating": [None, 2]})
    criterion = stored(said).criterion
    criterion.measure, criterion.unit, criterion.better = "quantity", "ms", "lower"
    criterion.save()
    response = decide(reviewer, proposal, "accept")
    assertContains(response, "It does not fit any more. Rating: ")
    assert (stored(said).rating, stored(proposal).state) == (None, "open")


def test_what_names_something_that_is_gone_is_not_accepted(author, reviewer, said):
    other = CriterionFactory(slug="price")
    proposal = propose(author, said, criterion=other.pk)
    other.delete()
    response = decide(reviewer, proposal, "accept")
    assert mistakes(response) == ["What it names does not exist any more (criterion)."]
    assert stored(said).criterion.slug == "speed"
    assert reviewer.get("/admin/comparisons/claim/review/").status_code == 200


def test_from_the_queue_it_leads_to_the_next(reviewer, said):
    first, second = ProposalFactory(claim=said), ProposalFactory()
    response = decide(reviewer, first, "refuse", "No.", query="?queue=1")
    assertRedirects(response, f"{page(second)}?queue=1")


@pytest.mark.parametrize(
    "address", ["/admin/comparisons/claim/proposals/999/", "/admin/comparisons/claim/proposals/x/"]
)
def test_no_proposal_is_missing(reviewer, address):
    assert reviewer.get(address).status_code in (302, 404)


def test_a_proposal_of_nothing_or_without_a_reason_is_refused(said):
    changed = stored(said)
    with pytest.raises(ProposalRefused, match="Nothing was changed"):
        Proposal.of(changed, said, by=UserFactory(), reason="Because.")
    changed.statement = "Reworded."
    with pytest.raises(ProposalRefused, match="Say why the claim should change"):
        Proposal.of(changed, said, by=UserFactory(), reason="  ")


def test_proposals_are_listed_and_read_only(reviewer, said):
    proposal = ProposalFactory(claim=said)
    assertContains(reviewer.get("/admin/comparisons/proposal/"), proposal.reason)
    response = reviewer.post(f"/admin/comparisons/proposal/{proposal.pk}/change/", {"state": "accepted"})
    assert response.status_code == 403


def test_nothing_of_a_proposal_is_public(client, author, said):
    propose(author, said, reason="Xanadu.", statement="Xanadu is fast.")
    for address in ("/claims/", f"/claims/{said.slug}/", "/articles/survey/", "/frameworks/django/", "/"):
        assertNotContains(client.get(address), "Xanadu")


def test_an_accepted_change_is_public_with_its_reason(client, author, reviewer, said):
    decide(reviewer, propose(author, said, statement="It is often fast."), "accept")
    assertContains(client.get(f"/claims/{said.slug}/"), "It is often fast.")
    assert Claim.objects.get().statement == "It is often fast."
