"""What frameworks are compared on: the catalogue, and one criterion over all frameworks."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import charts, marks
from ..cells import cell_of
from ..evidence import read_knowledge
from ..models import Claim, Criterion, Framework
from ..models.claim import PUBLIC_STATES
from ..verdicts import Measure
from .errors import get_named_or_404


def catalogue():
    """Return every criterion with its group and the number of public claims."""
    public = Q(claims__state__in=PUBLIC_STATES)
    counted = Criterion.objects.select_related("group").annotate(claim_count=Count("claims", filter=public))
    return counted.order_by(*Criterion._meta.ordering)  # counting drops the usual order


@require_safe
def criterion_list(request):
    """Show the catalogue, group by group."""
    return render(request, "comparisons/criterion_list.html", {"criteria": catalogue()})


@require_safe
def criterion_detail(request, slug):
    """Show every framework on one criterion, with its figures drawn."""
    criterion = get_named_or_404(Criterion.objects.select_related("group"), slug, "criterion")
    knowledge = read_knowledge(criteria=[criterion.id])
    cells = [cell_of(framework, criterion, knowledge) for framework in Framework.objects.all()]
    claims = Claim.objects.public().on([criterion]).with_evidence()
    spoken = [cell for cell in cells if not cell.is_empty]
    if criterion.measure in (Measure.RATING, Measure.SUITABILITY, Measure.AVAILABILITY):
        spoken.sort(key=lambda cell: (cell.verdict.value is None, -(cell.verdict.value or 0)))
    return render(
        request,
        "comparisons/criterion_detail.html",
        {
            "criterion": criterion,
            "cells": spoken,
            "silent": [cell.framework for cell in cells if cell.is_empty],
            "charts": charts.charts_of(cells, criterion, knowledge.sources),
            "claims": claims.filter(framework__isnull=False).order_by(
                "framework__name", "article__slug", "position"
            ),
            "general": claims.filter(framework__isnull=True),
            "sprite": marks.sprite(cell.mark for cell in cells),
        },
    )
