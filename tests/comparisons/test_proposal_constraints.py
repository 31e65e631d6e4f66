"""The database refuses nonsense about proposed changes: one test for each of its rules."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories import ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db


def decided(state, **details):
    return ProposalFactory(
        state=state, **{"decided_by": UserFactory(), "decided_at": timezone.now()} | details
    )


def test_proposal_state_is_known():
    with pytest.raises(IntegrityError, match="proposal_state_is_known"):
        decided("forgotten")


def test_proposal_has_a_reason():
    with pytest.raises(IntegrityError, match="proposal_has_a_reason"):
        ProposalFactory(reason="")


@pytest.mark.parametrize("missing", ["decided_by", "decided_at"])
def test_proposal_is_decided_by_someone(missing):
    with pytest.raises(IntegrityError, match="proposal_is_decided_by_someone"):
        decided("accepted", **{missing: None})


@pytest.mark.parametrize("given", ["decided_by", "decided_at"])
def test_an_open_proposal_is_decided_by_nobody(given):
    value = UserFactory() if given == "decided_by" else timezone.now()
    with pytest.raises(IntegrityError, match="proposal_is_decided_by_someone"):
        ProposalFactory(**{given: value})


def test_proposal_is_refused_with_a_reason():
    with pytest.raises(IntegrityError, match="proposal_is_refused_with_a_reason"):
        decided("refused", decision="")


def test_a_claim_stays_while_changes_of_it_were_proposed():
    proposal = ProposalFactory()
    with pytest.raises(IntegrityError, match=r"'Proposal.claim'"):
        proposal.claim.delete()


@pytest.mark.parametrize("role", [r"'Proposal.proposed_by'", r"'Proposal.decided_by'"])
def test_an_editor_stays_while_proposals_name_them(role):
    proposal = decided("refused", decision="The article says so.")
    editor = getattr(proposal, role.strip("'").partition(".")[2])
    with pytest.raises(IntegrityError, match=role):
        editor.delete()
