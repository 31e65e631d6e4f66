"""One claim among the others: what supports it, what contradicts it, and how to cite it."""

import re
from dataclasses import dataclass, field

from articles.revisions import Difference, differences, names_of

from . import wording
from .cells import Cell, cell_of
from .evidence import ClaimRow
from .marks import COLOURS, claim_mark_name, mark
from .models import Claim
from .models.claim import PUBLIC_STATES
from .spreads import Step, steps_of


@dataclass
class Standing:
    """Other claims of the same cell, by what they mean for this one."""

    cell: Cell | None = None
    steps: list[Step] = field(default_factory=list)
    supporting: list[Claim] = field(default_factory=list)
    contradicting: list[Claim] = field(default_factory=list)
    beside: list[Claim] = field(default_factory=list)  # no reading to compare by
    finding: str = ""
    marks: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Reading:
    """A claim's reading, ready to print."""

    mark: str
    word: str
    value: str


def row_of(claim):
    """Return a Claim as the plain row that verdicts and words are made from."""
    return ClaimRow._make(getattr(claim, name) for name in ClaimRow._fields)


def reading_of(claim):
    """Return the Reading, or None for a claim without one."""
    row = row_of(claim)
    if not row.has_reading:
        return None
    value = wording.signed(row.rating) if row.rating is not None else ""
    return Reading(mark(claim_mark_name(row)), wording.reading_word(row, claim.criterion), value)


def standing_of(claim, knowledge):
    """Return how a claim stands against the other public claims of its cell.

    Two readings support each other within one step and contradict each other from two steps on; figures are
    only compared under the same conditions, where a step is a factor of two.
    """
    if not claim.framework:
        return Standing(finding="It speaks of the field in general, so no cell depends on it.")
    row = row_of(claim)
    cell = cell_of(claim.framework, claim.criterion, knowledge)
    steps = steps_of(cell.evidence.claims, claim.criterion, knowledge)
    standing = Standing(cell=cell, steps=steps)
    standing.marks = {cell.mark, claim_mark_name(row)} | {f"d{COLOURS[step.value]}" for step in steps}
    others = [each for each in cell.evidence.claims if each.slug != claim.slug and each.state != "outdated"]
    claims = Claim.objects.with_evidence().in_bulk([each.slug for each in others], field_name="slug")
    for each in others:
        distance = _distance(row, each)
        if distance is None:
            standing.beside.append(claims[each.slug])
        elif distance >= 2:
            standing.contradicting.append(claims[each.slug])
        elif distance <= 1:
            standing.supporting.append(claims[each.slug])
        else:
            standing.beside.append(claims[each.slug])
    standing.finding = _finding(row, standing, others, knowledge)
    return standing


def _distance(one, other):
    if one.value is not None and other.value is not None:
        return abs(one.value - other.value)
    if one.quantity and other.quantity and _alike(one.conditions, other.conditions):
        ratio = float(max(one.quantity, other.quantity) / min(one.quantity, other.quantity))
        return 2 if ratio >= 4 else 1 if ratio <= 2 else 1.5
    return None


def _alike(one, other):
    """Return whether two texts of conditions are the same but for case and spaces."""
    return one.casefold().split() == other.casefold().split()


def _finding(row, standing, others, knowledge):
    def independent(claims):
        return len(
            {knowledge.voices[claim.article_id] for claim in claims} - {knowledge.voices[row.article_id]}
        )

    if not others:
        return "No other claim speaks of this."
    if not row.has_reading:
        articles = wording.count(len({each.article_id for each in others}), "article")
        verb = "speaks" if articles.startswith("1 ") else "speak"
        return f"It carries no reading, so it counts in no verdict. {articles} {verb} of the same."
    against, along = independent(standing.contradicting), independent(standing.supporting)
    if against and along:
        return (
            f"{wording.numeral(along)} other {_publishers(along)} {_verb(along, 'says', 'say')} the same within one "
            f"step; {wording.numeral(against).lower()} {_verb(against, 'says', 'say')} the opposite."
        )
    if against:
        return f"{wording.numeral(against)} other {_publishers(against)} {_verb(against, 'says', 'say')} the opposite."
    if along:
        return f"{wording.numeral(along)} other {_publishers(along)} {_verb(along, 'says', 'say')} the same within one step."
    return "No independent publisher says the same or the opposite."


def _publishers(number):
    return "publisher" if number == 1 else "publishers"


def _verb(number, singular, plural):
    return singular if number == 1 else plural


@dataclass(frozen=True)
class PublicChange:
    """One revision of a claim that visitors could see."""

    on: object
    revision: int
    by: str
    reason: str
    differences: list[Difference]  # from the last revision that visitors could see


def public_history(claim):
    """Return the PublicChanges of a claim, oldest first: what it said before it was public is nobody's business."""
    records = list(
        claim.history.filter(state__in=PUBLIC_STATES)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    names = names_of(Claim, records)
    told = {*Claim.CONTENT, "article"}
    return [
        PublicChange(
            record.history_date,
            record.revision,
            record.history_user.get_username() if record.history_user else "",
            record.history_change_reason or "Edited",
            differences(Claim, before, record, names, told) if before else [],
        )
        for before, record in zip([None, *records], records, strict=False)
    ]


def citations(claim, address):
    """Return ways to cite a claim as [(name, text)]; `address` is the claim's absolute address."""
    article = claim.article
    author = article.authors or article.publisher.name
    year = article.published[:4] or "n.d."
    plain = (
        f"{author}: “{article.title}”, {article.publisher.name}, {article.published_in_words}, {claim.locator}. "
        f"Crosscheck claim {claim.slug}, revision {claim.revision}, {address}"
    )
    bibtex = "\n".join(
        [
            f"@misc{{crosscheck-{claim.slug}-r{claim.revision},",
            f"  author = {{{_tex(author)}}},",
            f"  title = {{{_tex(article.title)}}},",
            f"  howpublished = {{{_tex(article.publisher.name)}}},",
            f"  year = {{{year}}},",
            f"  note = {{{_tex(claim.locator)}. Crosscheck claim {claim.slug}, revision {claim.revision}}},",
            f"  url = {{{article.url or address}}}",
            "}",
        ]
    )
    label = f"{article.title}, {article.publisher.name}, {article.published_in_words}"
    markdown = f"{_markdown(claim.statement)} ([{_markdown(label)}]({address}))"
    return [("Text", plain), ("BibTeX", bibtex), ("Markdown", markdown)]


def _markdown(text):
    return re.sub(r"([\[\]\\*_`<>])", r"\\\1", " ".join(text.split()))


def _tex(text):
    """Return text in which nothing is a command."""
    text = text.replace("\\", "\0")
    text = re.sub(r"([&%$#_{}])", r"\\\1", text)
    return (
        text.replace("\0", r"\textbackslash{}")
        .replace("~", r"\textasciitilde{}")
        .replace("^", r"\textasciicircum{}")
    )
