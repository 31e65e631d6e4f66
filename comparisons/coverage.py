"""Where the knowledge base is thick, thin, old or silent: one cell for each framework and criterion."""

from dataclasses import dataclass

from .evidence import read_knowledge
from .models import Claim, Criterion, Framework
from .verdicts import State


@dataclass(frozen=True)
class CoverageCell:
    """What is known of one cell, for whoever looks for the next thing to read."""

    framework: object
    criterion: object
    voices: int  # independent publishers that speak of it
    newest: str  # the newest date that its evidence speaks of, "" if none is dated
    is_contested: bool
    is_outdated: bool
    unread: int  # claims without a reading

    @property
    def is_gap(self):
        return self.voices == 0


def coverage_map(group=None):
    """Return (frameworks, [(criterion, [CoverageCell …])]) for a group of criteria, or for all of them."""
    frameworks = list(Framework.objects.all())
    criteria = Criterion.objects.select_related("group")
    criteria = list(criteria.filter(group=group) if group else criteria)
    knowledge = read_knowledge(criteria=criteria)
    newest = _newest(criteria)
    return frameworks, [
        (criterion, [_cell(framework, criterion, knowledge, newest) for framework in frameworks])
        for criterion in criteria
    ]


def _newest(criteria):
    """Return {cell: newest date that a claim on it speaks of}; where a claim does not say, its article's date."""
    found = {}
    dated = (
        Claim.objects.counting()
        .on(criteria)
        .values_list("framework", "criterion", "as_of", "article__published")
    )
    for framework, criterion, as_of, published in dated:
        cell = (framework, criterion)
        found[cell] = max(found.get(cell, ""), as_of or published)
    return found


def _cell(framework, criterion, knowledge, newest):
    evidence = knowledge.cell(framework.id, criterion.id)
    current = [row for row in evidence.claims if row.state != "outdated"]
    sources = [knowledge.sources[row.article_id] for row in current or evidence.claims]
    return CoverageCell(
        framework,
        criterion,
        voices=len({knowledge.voices[source.id] for source in sources}),
        newest=newest.get((framework.id, criterion.id), ""),
        is_contested=evidence.verdict.state in (State.CONTESTED, State.MIXED),
        is_outdated=bool(evidence.claims) and not current,
        unread=sum(not row.has_reading for row in current),
    )
