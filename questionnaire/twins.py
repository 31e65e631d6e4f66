"""A saved result beside today's knowledge base: what it says now, and which claims changed since."""

from dataclasses import dataclass

from articles.slugs import todays_slugs
from comparisons.models import Claim, Framework
from comparisons.models.claim import PUBLIC_STATES


@dataclass(frozen=True)
class ChangedClaim:
    """A claim that the frozen result used, or that counts today, and what happened to it."""

    number: str
    what: str
    claim: Claim | None


@dataclass(frozen=True)
class Twin:
    """The live counterpart of a saved result."""

    outcome: object
    changed: list[ChangedClaim]
    same_leaders: bool
    leaders_then: list[str]

    @property
    def is_unchanged(self):
        return not self.changed and self.same_leaders


def twin_of(result, outcome):
    """Return the Twin of a Result, given today's Outcome of its answers."""
    then = {each["claim"]: each["revision"] for each in result.data["claims"]}
    now = {row.slug for row in outcome.claim_rows}
    claims = Claim.objects.select_related("framework", "criterion").in_bulk({*then, *now}, field_name="slug")
    merged = todays_slugs(Claim.objects.public(), {*then} - {*claims})
    changed = []
    for number in sorted({*then, *now}):
        claim = claims.get(number)
        if number in merged:
            changed.append(ChangedClaim(number, f"was merged into {merged[number]}", None))
        elif number not in then:
            changed.append(ChangedClaim(number, "is new", claim))
        elif claim is None or claim.state not in PUBLIC_STATES:
            changed.append(ChangedClaim(number, "is no longer published", None))
        elif claim.revision != then[number]:
            what = f"was edited (revision {then[number]}, now {claim.revision})"
            if claim.state != Claim.State.PUBLISHED:
                what = f"became {claim.get_state_display().lower()}"
            changed.append(ChangedClaim(number, what, claim))
        elif number not in now:
            changed.append(ChangedClaim(number, "belongs to another cell now", claim))
    leaders = {framework.slug for framework in outcome.winners}
    names = {each["framework"]: each["name"] for each in result.data["ranking"] if each["rank"] == 1}
    today = todays_slugs(Framework.objects.all(), {*names} - leaders)
    then_leaders = {today.get(slug, slug) for slug in names}
    return Twin(outcome, changed, leaders == then_leaders, [names[slug] for slug in sorted(names)])
