"""What must hold where frameworks, criteria and claims are merged."""

from django.db.models import Q

from articles.merging import TOLD, called, carries, chooses, refuses, settles

from .models import Claim, Criterion, Framework, Proposal
from .models.claim import next_numbers
from .verdicts import Measure


@refuses(Framework)
def compared_with_each_other(source, target):
    claims = Claim.objects.filter(
        Q(framework=source, compared_with=target) | Q(framework=target, compared_with=source)
    )
    numbers = list(claims.values_list("slug", flat=True))
    if not numbers:
        return []
    more = f" and {len(numbers) - TOLD} more" if len(numbers) > TOLD else ""
    return [f"They are compared with each other in: {', '.join(numbers[:TOLD])}{more}."]


@refuses(Criterion)
def measured_otherwise(source, target):
    if source.measure != target.measure:
        if source.claims.with_reading().exists() or source.overrides.exists():
            return [
                f"{called(source)} is measured as {source.measure} and has readings; {called(target)} is measured "
                f"as {target.measure}."
            ]
        return []
    if source.measure == Measure.QUANTITY and source.claims.with_reading().exists():
        if source.unit != target.unit:
            return [
                f"The figures of {called(source)} are in {source.unit}, those of {called(target)} in {target.unit}."
            ]
        if source.better != target.better:
            return [
                f"More is not better for both: {called(source)} and {called(target)} count in opposite directions."
            ]
    return []


@refuses(Claim)
def another_cell_or_hidden(source, target):
    reasons = []
    if source.article_id != target.article_id:
        reasons.append("They are of different articles: each article speaks for itself.")
    if (source.framework_id, source.criterion_id) != (target.framework_id, target.criterion_id):
        reasons.append("They belong to different cells: who cited one would find the other.")
    if source.is_public and not target.is_public:
        reasons.append(
            f"{source.slug} is public and {target.slug} is not: merge the other way, so that what was cited stays."
        )
    return reasons


@settles(Claim, "article")
def place_of_its_own(claim, article):
    """A moved claim keeps its number, which was cited, and gets the next place in its new article."""
    claim.position = next_numbers(article, 1)[0][0]


@chooses(Claim)
def public_one(claim, twin):
    """Of two claims that say the same the public one stays, else the one that is there already."""
    return claim if claim.is_public and not twin.is_public else twin


@carries(Framework)
@carries(Criterion)
def proposals_that_name_it(source, target):
    """Changes that wait for a second editor name entries by their keys."""
    names = [name for name in Claim.CONTENT if Claim._meta.get_field(name).related_model is type(source)]
    found = []
    for proposal in Proposal.objects.filter(state=Proposal.State.OPEN):
        named = {name: pair for name, pair in proposal.values.items() if name in names and source.pk in pair}
        for name, pair in named.items():
            proposal.values[name] = [target.pk if key == source.pk else key for key in pair]
        if named:
            found.append(proposal)
    return found
