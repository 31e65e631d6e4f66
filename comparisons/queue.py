"""What waits for a second editor, sorted by what readers would notice."""

from dataclasses import dataclass

from .effects import Effect, effects_of
from .models import Claim, Proposal
from .models.proposal import referred_to


@dataclass(frozen=True)
class Waiting:
    """A claim in review, or a proposed change of a public claim, with what accepting it would do."""

    claim: Claim  # as it would be
    proposal: Proposal | None
    effect: Effect
    since: object  # the moment from which it waits
    is_own: bool  # its reviewer must be somebody else


def review_queue(user):
    """Return what is Waiting, greatest effect first, then longest waiting; a user's own entries come last."""
    in_review = Claim.objects.filter(state=Claim.State.IN_REVIEW)
    claims = list(in_review.with_evidence().select_related("created_by"))
    proposals = list(
        Proposal.objects.filter(state=Proposal.State.OPEN).select_related("claim", "proposed_by")
    )
    changed = Claim.objects.with_evidence().in_bulk([proposal.claim_id for proposal in proposals])
    referred = referred_to(proposals)
    claims += [proposal.applied_to(changed[proposal.claim_id], referred) for proposal in proposals]
    effects = effects_of(claims)
    found = []
    for claim, effect, proposal in zip(
        claims, effects, [None] * (len(claims) - len(proposals)) + proposals, strict=True
    ):
        author = proposal.proposed_by_id if proposal else claim.created_by_id
        since = proposal.proposed_at.date() if proposal else claim.state_since
        found.append(Waiting(claim, proposal, effect, since, author == user.pk and not user.is_superuser))
    return sorted(
        found,
        key=lambda waiting: (
            waiting.is_own,
            waiting.effect.rank,
            str(waiting.since or ""),
            waiting.claim.slug,
        ),
    )
