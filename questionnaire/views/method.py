"""The method page with what the questionnaire adds: the recommendation rule and the fairness report."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from comparisons import marks
from comparisons.evidence import read_sources
from comparisons.models import Framework

from ..fairness import report_of
from ..models import Questionnaire
from ..sheets import read_questionnaire


@require_safe
def method(request):
    """Explain how claims become verdicts and verdicts a recommendation, and show how fair the questions are."""
    frameworks, sources = list(Framework.objects.all()), read_sources()
    reports = [
        report_of(read_questionnaire(questionnaire), frameworks=frameworks, sources=sources)
        for questionnaire in Questionnaire.objects.public()
    ]
    return render(
        request, "questionnaire/method.html", {"sprite": marks.sprite(marks.LEGEND), "reports": reports}
    )
