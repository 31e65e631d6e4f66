"""Where articles contradict each other."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import dissent, marks
from ..evidence import read_knowledge
from ..models import Framework
from .comparison import compared_criteria


@require_safe
def disagreement_list(request):
    """Show contested cells with their camps, and figures that lie far apart."""
    frameworks, criteria = list(Framework.objects.all()), list(compared_criteria())
    knowledge = read_knowledge()
    found = dissent.disagreements(frameworks, criteria, knowledge)
    return render(
        request,
        "comparisons/disagreement_list.html",
        {
            "contested": [each for each in found if each.cell.verdict.state == "contested"],
            "mixed": [each for each in found if each.cell.verdict.state == "mixed"],
            "rivalries": dissent.rivalries(frameworks, criteria, knowledge),
            "contradictions": dissent.self_contradictions(frameworks, criteria, knowledge),
            "figures": dissent.figures_far_apart(frameworks, criteria, knowledge),
            "sprite": marks.sprite(each.cell.mark for each in found),
        },
    )
