"""What a reviewer would find in the knowledge base: mistakes, and work that is left to do.

Mistakes are wrong whatever else is known and stop `make test`. Everything else tells editors what to do next.
"""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass

from .evidence import read_knowledge
from .models import Claim, Criterion, Framework
from .models.claim import PUBLIC_STATES
from .nearest import stems
from .verdicts import Measure, State

# Words that leave no doubt about the direction of a statement, unless a negation or a contrast stands with them.
PRAISE = {"excellent", "perfect", "ideal", "fastest", "outstanding", "superb", "unbeatable", "exceptional"}
BLAME = {"worst", "slowest", "unsuitable", "impractical", "unusable", "poor", "poorly", "inadequate"}
CONTRAST = {
    "not",
    "no",
    "never",
    "less",
    "but",
    "although",
    "however",
    "despite",
    "than",
    "without",
    "while",
    "nor",
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`is_mistake`) or to do."""

    kind: str
    text: str
    is_mistake: bool
    claim: str = ""  # its number, where the finding is about one claim


@dataclass(frozen=True)
class ArticleCount:
    """How much was drawn from one article."""

    slug: str
    claims: int
    with_reading: int
    disputed: int
    outdated: int


@dataclass(frozen=True)
class Coverage:
    """How complete the catalogue is for one framework."""

    framework: object
    known: int  # criteria with at least one claim
    rated: int  # criteria whose cell has a value or a figure
    independent: int  # criteria on which two or more independent publishers speak
    criteria: int


def findings(today=None):
    """Return every Finding, mistakes first; `today` decides what is due for review."""
    today = today or datetime.date.today()
    claims = list(
        Claim.objects.filter(state__in=PUBLIC_STATES).with_evidence().select_related("state_source")
    )
    found = [
        *_without_place(claims),
        *_without_conditions(claims),
        *_of_wrong_measure(claims),
        *_near_duplicates(claims),
        *_against_their_words(claims),
        *_without_their_framework(claims),
        *_dead_references(claims),
        *_past_review(claims, today),
        *_unused_criteria(),
        *_one_publisher_alone(),
    ]
    return sorted(found, key=lambda each: (not each.is_mistake, each.kind, each.claim, each.text))


def _without_place(claims):
    for claim in claims:
        section, separator, place = claim.locator.partition(" › ")
        if not (section.strip() and separator and place.strip()):
            yield Finding("no place in the article", f"The locator is “{claim.locator}”.", True, claim.slug)


def _without_conditions(claims):
    for claim in claims:
        if claim.quantity is not None and len(claim.conditions.strip()) < 5:
            yield Finding("figure without conditions", claim.statement, True, claim.slug)


def _of_wrong_measure(claims):
    fits = {
        Measure.RATING: lambda claim: claim.availability == "" and claim.quantity is None,
        Measure.SUITABILITY: lambda claim: claim.availability == "" and claim.quantity is None,
        Measure.AVAILABILITY: lambda claim: claim.rating is None and claim.quantity is None,
        Measure.QUANTITY: lambda claim: claim.rating is None and claim.availability == "",
        Measure.DESCRIPTION: lambda claim: (
            claim.rating is None and claim.availability == "" and claim.quantity is None
        ),
    }
    for claim in claims:
        if not fits[claim.criterion.measure](claim):
            text = f"“{claim.criterion}” is measured as {claim.criterion.measure}."
            yield Finding("reading of another measure", text, True, claim.slug)


def _near_duplicates(claims):
    cells = defaultdict(list)
    for claim in claims:
        cells[claim.article_id, claim.framework_id, claim.criterion_id, claim.compared_with_id].append(claim)
    for members in cells.values():
        seen = {}
        for claim in members:
            essence = _essence(claim)
            if essence in seen:
                yield Finding("near-duplicate", f"It says the same as {seen[essence]}.", True, claim.slug)
            seen.setdefault(essence, claim.slug)


def _essence(claim):
    """Return what is left of a statement without endings and small words; numbers and conditions count."""
    return stems(claim.statement), claim.quantity, claim.conditions, claim.rating, claim.availability


def _against_their_words(claims):
    for claim in claims:
        if claim.rating is None:
            continue
        words = set(re.findall(r"[a-z]+", claim.statement.lower()))
        if words & CONTRAST:
            continue
        if (claim.rating < 0 and words & PRAISE) or (claim.rating > 0 and words & BLAME):
            yield Finding(
                "reading against its words", f"{claim.statement} Read as {claim.rating:+}.", True, claim.slug
            )


def _without_their_framework(claims):
    for claim in claims:
        if claim.framework and claim.framework.name.casefold() not in claim.statement.casefold():
            text = f"It is about {claim.framework}, which it does not name: {claim.statement}"
            yield Finding("statement that does not name its framework", text, True, claim.slug)


def _dead_references(claims):
    public = {claim.article_id for claim in claims}
    for claim in claims:
        source = claim.state_source
        if source and not source.url and source.id not in public:
            text = f"It rests on “{source.title}”, which has neither an address nor a public claim."
            yield Finding("reference that leads nowhere", text, True, claim.slug)


def _past_review(claims, today):
    for claim in claims:
        if claim.state == Claim.State.OUTDATED:
            continue
        date = claim.as_of or claim.article.published
        if not date:
            continue
        months = (today.year - int(date[:4])) * 12 + today.month - int((date + "-12")[5:7])
        if months > claim.criterion.review_months:
            text = f"Speaks of {date}; evidence on “{claim.criterion}” is read again after {claim.criterion.review_months} months."
            yield Finding("past its review age", text, False, claim.slug)


def _unused_criteria():
    used = Claim.objects.filter(state__in=PUBLIC_STATES).values("criterion")
    for criterion in Criterion.objects.exclude(pk__in=used):
        yield Finding("criterion nobody uses", f"{criterion.name} ({criterion.slug})", False)


def _one_publisher_alone():
    knowledge = read_knowledge()
    frameworks = {framework.id: framework for framework in Framework.objects.all()}
    alone = defaultdict(list)
    criteria = {criterion.id: criterion for criterion in Criterion.objects.all()}
    for (framework, criterion), cell in knowledge.cells.items():
        if cell.verdict.state == State.SINGLE_SOURCE:
            publisher = knowledge.sources[
                next(row for row in cell.claims if row.has_reading).article_id
            ].publisher
            alone[framework, publisher].append(criteria[criterion].name)
    for (framework, publisher), names in alone.items():
        text = f"{frameworks[framework]}: {publisher} speaks alone on {len(names)} criteria: {', '.join(sorted(names))}."
        yield Finding("one publisher alone", text, False)


def article_counts():
    """Return an ArticleCount for each article with public claims, most claims first."""
    counts = defaultdict(lambda: [0, 0, 0, 0])
    for claim in Claim.objects.filter(state__in=PUBLIC_STATES).select_related("article"):
        row = counts[claim.article.slug]
        row[0] += 1
        row[1] += claim.rating is not None or claim.availability != "" or claim.quantity is not None
        row[2] += claim.state == Claim.State.DISPUTED
        row[3] += claim.state == Claim.State.OUTDATED
    return sorted(
        (ArticleCount(slug, *numbers) for slug, numbers in counts.items()),
        key=lambda each: (-each.claims, each.slug),
    )


def coverage():
    """Return a Coverage for each framework, over all criteria on which any framework is known."""
    knowledge = read_knowledge()
    criteria = {criterion for _, criterion in knowledge.cells}
    found = []
    for framework in Framework.objects.all():
        cells = [cell for (known, _), cell in knowledge.cells.items() if known == framework.id]
        found.append(
            Coverage(
                framework,
                known=sum(bool(cell.claims) for cell in cells),
                rated=sum(cell.verdict.voices > 0 for cell in cells),
                independent=sum(
                    len({knowledge.voices[row.article_id] for row in cell.claims}) > 1 for cell in cells
                ),
                criteria=len(criteria),
            )
        )
    return found
