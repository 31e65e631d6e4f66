"""Read claims and their sources from the database as plain rows, under the visitor's evidence policy.

A page asks once and gets every cell that it shows: the number of queries does not depend on how many.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from articles.models import Article

from .models import Claim, Override
from .verdicts import AVAILABILITY_VALUES, Evidence, Verdict, independent_voices, verdict


@dataclass(frozen=True)
class EvidencePolicy:
    """Which articles the visitor trusts. The default trusts all."""

    since: str = ""  # a year: articles published before it, or without a date, are left out
    publisher_kinds: tuple[str, ...] = ()  # empty: all
    without: tuple[str, ...] = ()  # slugs of articles

    def accepts(self, source):
        return (
            (not self.since or source.published >= self.since)
            and (not self.publisher_kinds or source.publisher_kind in self.publisher_kinds)
            and source.slug not in self.without
        )

    @property
    def trusts_all(self):
        return not (self.since or self.publisher_kinds or self.without)


class Source(NamedTuple):
    """An article with what a reader must know of its publisher."""

    id: int
    slug: str
    title: str
    kind: str
    published: str
    copy_of_id: int | None
    publisher_id: int
    publisher: str
    publisher_kind: str
    interest: str

    @property
    def year(self):
        return self.published[:4]


class ClaimRow(NamedTuple):
    """One public claim, without model or template machinery: a large table holds hundreds."""

    slug: str
    framework_id: int | None
    criterion_id: int
    article_id: int
    position: int
    statement: str
    rating: int | None
    availability: str
    quantity: Decimal | None
    quantity_high: Decimal | None
    qualifier: str
    conditions: str
    state: str

    @property
    def has_reading(self):
        return self.rating is not None or bool(self.availability) or self.quantity is not None

    @property
    def value(self):
        """The reading on the scale −2 … +2, or None for figures and claims without one."""
        return AVAILABILITY_VALUES[self.availability] if self.availability else self.rating


@dataclass
class CellEvidence:
    """What is known of one framework on one criterion."""

    claims: list[ClaimRow] = field(default_factory=list)
    verdict: Verdict = None
    override: Override | None = None


@dataclass
class Knowledge:
    """Cells by (framework id, criterion id), with the sources behind them."""

    sources: dict[int, Source]
    voices: dict[int, int]
    works: dict[int, int]  # copies only: what each is a copy of
    cells: dict[tuple[int, int], CellEvidence]
    used: set[int]  # articles that speak in these cells under the policy
    left_out: set[int]  # articles that would speak, were it not for the policy

    def cell(self, framework_id, criterion_id):
        return self.cells.get((framework_id, criterion_id)) or CellEvidence(verdict=verdict(()))


def read_sources():
    """Return all articles with public claims as {id: Source}, in one query."""
    spoken = Claim.objects.public().filter(article=OuterRef("pk"))
    rows = (
        Article.objects.filter(Exists(spoken))
        .order_by("slug")
        .values_list(
            "id", "slug", "title", "kind", "published", "copy_of_id",
            "publisher_id", "publisher__name", "publisher__kind", "publisher__interest_label",
        )
    )  # fmt: skip
    return {row[0]: Source(*row) for row in rows}


def voices_of(sources):
    return independent_voices(
        (source.id, source.publisher_id, source.copy_of_id if source.copy_of_id in sources else None)
        for source in sources.values()
    )


def works_of(sources):
    """Return {copy: the first article of its chain} for the articles that are copies."""
    works = {}
    for source in sources.values():
        first, seen = source, set()
        while first.copy_of_id in sources and first.id not in seen:
            seen.add(first.id)
            first = sources[first.copy_of_id]
        if seen:
            works[source.id] = first.id
    return works


def read_knowledge(policy=None, *, frameworks=None, criteria=None, sources=None):
    """Read every public claim about the given frameworks and criteria (None means all).

    Takes three queries, two where the caller has read the `sources` already. The default policy trusts all.
    """
    policy = policy or EvidencePolicy()
    sources = read_sources() if sources is None else sources
    voices, works = voices_of(sources), works_of(sources)
    claims = Claim.objects.public().filter(framework__isnull=False).order_by("article__slug", "position")
    overrides = Override.objects.all()
    if frameworks is not None:
        claims, overrides = claims.about(frameworks), overrides.filter(framework__in=frameworks)
    if criteria is not None:
        claims, overrides = claims.on(criteria), overrides.filter(criterion__in=criteria)
    accepted = {id for id, source in sources.items() if policy.accepts(source)}
    cells, used, left_out = defaultdict(CellEvidence), set(), set()
    for row in map(ClaimRow._make, claims.values_list(*ClaimRow._fields)):
        if row.article_id in accepted:
            used.add(row.article_id)
            cells[row.framework_id, row.criterion_id].claims.append(row)
        else:
            left_out.add(row.article_id)
    for override in overrides:
        cells[override.framework_id, override.criterion_id].override = override
    for cell in cells.values():
        cell.verdict = verdict(as_evidence(row, voices, works) for row in cell.claims)
        if cell.override:
            value = (
                AVAILABILITY_VALUES[cell.override.availability]
                if cell.override.availability
                else cell.override.rating
            )
            cell.verdict = cell.verdict._replace(value=float(value), low=float(value), high=float(value))
    return Knowledge(sources, voices, works, dict(cells), used, left_out)


def as_evidence(row, voices, works):
    """Translate a claim into what the verdict rule looks at."""
    return Evidence(
        claim=row.slug,
        article=row.article_id,
        voice=voices[row.article_id],
        state=row.state,
        value=row.value,
        quantity=None if row.quantity is None else float(row.quantity),
        conditions=row.conditions,
        work=works.get(row.article_id),
    )
