"""The sources: the list, and one article with everything that it says."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article

from .. import dissent, marks
from ..evidence import read_knowledge
from ..models import Claim
from ..models.claim import PUBLIC_STATES
from .errors import get_named_or_404
from .readable import public_articles, readable_address


@require_safe
def article_list(request):
    """Show every article from which public claims were drawn."""
    public = Q(claims__state__in=PUBLIC_STATES)
    articles = (
        Article.objects.select_related("publisher")
        .annotate(claim_count=Count("claims", filter=public))
        .filter(claim_count__gt=0)
        .order_by("-claim_count", "slug")
    )
    return render(request, "comparisons/article_list.html", {"articles": articles})


@require_safe
def article_detail(request, slug):
    """Show an article's claims by section, whose interest it serves, and where it stands alone."""
    article = get_named_or_404(public_articles().select_related("publisher", "copy_of"), slug, "article")
    claims = list(Claim.objects.public().filter(article=article).with_evidence().order_by("position"))
    cells = {(claim.framework_id, claim.criterion_id) for claim in claims}
    knowledge = read_knowledge(
        frameworks={framework for framework, _ in cells if framework},
        criteria={criterion for _, criterion in cells},
    )
    alone = dissent.standing_alone(article.id, claims, knowledge)
    sections = {}
    for claim in claims:
        sections.setdefault(claim.section, []).append(claim)
    return render(
        request,
        "comparisons/article_detail.html",
        {
            "article": article,
            "claims": claims,
            "sections": list(sections.items()),
            "alone": alone,
            "original_address": readable_address(article.copy_of),
            "disputed": [claim for claim in claims if claim.state != Claim.State.PUBLISHED],
            "sprite": marks.sprite(each.cell.mark for each in alone),
        },
    )
