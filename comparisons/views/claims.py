"""The claims: the filterable list, and one claim with its provenance."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import marks, provenance
from ..evidence import read_knowledge
from ..filters import ClaimFilter
from ..forms import repeated
from ..models import Claim
from ..reports import told_of
from .errors import get_named_or_404
from .readable import readable_address

PER_PAGE = 50


@require_safe
def claim_list(request):
    """Show public claims, filtered, fifty a page."""
    claims = Claim.objects.public().with_evidence().order_by("article__slug", "position")
    claim_filter = ClaimFilter(request.GET, claims)
    problems = [
        (name, message) for name, messages in claim_filter.form.errors.items() for message in messages
    ]
    page, problem = _page(Paginator(_fitting(claim_filter, claims), PER_PAGE), request.GET.get("page"))
    if problem:
        problems.append(("page", problem))
    return render(
        request,
        "comparisons/claim_list.html",
        {"filter": claim_filter, "page": page, "problems": problems},
        status=400 if problems else 200,
    )


def _fitting(claim_filter, claims):
    """Return the claims that fit what the address says rightly; what it says wrongly is left out of it."""
    if claim_filter.is_valid():
        return claim_filter.qs
    right = claim_filter.data.copy()
    for name in claim_filter.form.errors:
        right.pop(name, None)
    return ClaimFilter(right, claims).qs


def _page(paginator, wanted):
    """Return the wanted page and '', or the first page and what is wrong with the number."""
    if not wanted:
        return paginator.page(1), ""
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 and 0 < int(wanted) <= paginator.num_pages:
        return paginator.page(int(wanted)), ""
    return paginator.page(
        1
    ), f"There is no page {repeated(wanted)}; this is the first of {paginator.num_pages}."


@require_safe
def claim_detail(request, slug):
    """Show where a claim comes from, and what supports and contradicts it."""
    claim = get_named_or_404(
        Claim.objects.public().with_evidence().select_related("state_source"), slug, "claim"
    )
    knowledge = None
    if claim.framework:
        knowledge = read_knowledge(frameworks=[claim.framework_id], criteria=[claim.criterion_id])
    standing = provenance.standing_of(claim, knowledge)
    return render(
        request,
        "comparisons/claim_detail.html",
        {
            "claim": claim,
            "standing": standing,
            "reading": provenance.reading_of(claim),
            "citations": provenance.citations(claim, request.build_absolute_uri(claim.get_absolute_url())),
            "history": provenance.public_history(claim),
            "readers": told_of(claim),
            "source_address": readable_address(claim.state_source),
            "sprite": marks.sprite(standing.marks),
        },
    )
