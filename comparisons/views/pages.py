"""The home page, and the page that explains how verdicts are computed."""

from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import changes, dissent, marks
from ..evidence import read_knowledge
from ..models import Framework
from ..verdicts import Measure, State
from .comparison import MAX_FRAMEWORKS, compared_criteria
from .criteria import catalogue

SHOWN = 5


@require_safe
def home(request):
    """Say what this is, and let the visitor compare at once."""
    frameworks = list(Framework.objects.with_claim_counts())
    criteria = list(compared_criteria())
    knowledge = read_knowledge()
    found = dissent.disagreements(frameworks, criteria, knowledge)
    states = Counter(
        knowledge.cell(framework.id, criterion.id).verdict.state
        for framework in frameworks
        for criterion in criteria
        if criterion.measure not in (Measure.QUANTITY, Measure.DESCRIPTION)
    )
    best_known = sorted(frameworks, key=lambda each: (-each.article_count, -each.claim_count, each.name))[:3]
    return render(
        request,
        "comparisons/home.html",
        {
            "frameworks": frameworks,
            "picked": {each.slug for each in best_known if each.claim_count},
            "max_frameworks": MAX_FRAMEWORKS,
            "claim_count": sum(each.claim_count for each in frameworks),
            "article_count": len(knowledge.used),
            "agreeing": states[State.SUPPORTED],
            "contradicting": states[State.CONTESTED] + states[State.MIXED],
            "alone": states[State.SINGLE_SOURCE],
            "disagreements": found[:SHOWN],
            "disagreement_count": len(found),
            "changes": changes.latest_changes(SHOWN),
            "catalogue": catalogue(),
            "sprite": marks.sprite(each.cell.mark for each in found[:SHOWN]),
        },
    )


@require_safe
def method(request):
    """Explain how claims become verdicts, and what the marks mean."""
    return render(request, "comparisons/method.html", {"sprite": marks.sprite(marks.LEGEND)})
