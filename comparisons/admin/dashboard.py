"""What to do next: what waits, what is missing, what is old, and what is wrong."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import path

from articles.models import Article
from articles.workplace import TASKS

from .. import checks
from ..coverage import coverage_map
from ..models import Claim, Criterion, Group, Proposal, Report
from ..models.claim import COUNTING_STATES
from ..verdicts import Measure

SHOWN = 15


class DashboardPages:
    """The address of a ModelAdmin of claims that tells editors what to do next."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("checks/", wrap(self.checks_view), name="comparisons_claim_checks"),
            path("coverage/", wrap(self.coverage_view), name="comparisons_claim_coverage"),
            *super().get_urls(),
        ]

    def checks_view(self, request):
        """Show what waits for whom, what is old or unread, and what is wrong in the knowledge base."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = checks.findings()
        numbers = [finding.claim for finding in found if finding.claim]
        ids = dict(Claim.objects.filter(slug__in=numbers).values_list("slug", "pk"))
        kinds = {}
        for finding in found:
            kinds.setdefault((finding.kind, finding.is_mistake), []).append((finding, ids.get(finding.claim)))
        context = {
            **self.admin_site.each_context(request),
            "title": "What to do next",
            "tasks": tasks(request.user),
            "kinds": list(kinds.items()),
            "articles": checks.article_counts(),
            "coverage": checks.coverage(),
            "to_read": Article.objects.exclude(reading_state=Article.ReadingState.EXHAUSTED)
            .select_related("publisher")
            .annotate(claim_count=Count("claims"))
            .order_by("-reading_state", "title"),
            "oldest": oldest_evidence(),
            "unread": claims_without_reading()[:SHOWN],
            "unread_count": claims_without_reading().count(),
            "reports": Report.objects.open().select_related("claim")[:SHOWN],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/comparisons/claim/checks.html", context)

    def coverage_view(self, request):
        """Show the coverage map of one group of criteria: every gap leads to entering a claim."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        groups = list(Group.objects.all())
        group = next(
            (each for each in groups if each.slug == request.GET.get("group")), groups[0] if groups else None
        )
        frameworks, rows = coverage_map(group)
        cells = [cell for _, row in rows for cell in row]
        context = {
            **self.admin_site.each_context(request),
            "title": "Coverage map",
            "groups": groups,
            "group": group,
            "frameworks": frameworks,
            "rows": rows,
            "gaps": sum(cell.is_gap for cell in cells),
            "single": sum(cell.voices == 1 for cell in cells),
            "contested": sum(cell.is_contested for cell in cells),
            "total": len(cells),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/comparisons/claim/coverage.html", context)


def tasks(user):
    """Return [(number, what, name of the address, its query)] of what waits, in the order in which to do it."""
    in_review = Claim.objects.filter(state=Claim.State.IN_REVIEW).count()
    proposals = Proposal.objects.filter(state=Proposal.State.OPEN).count()
    drafts = Claim.objects.filter(state=Claim.State.DRAFT, created_by=user).count()
    to_read = Article.objects.filter(reading_state=Article.ReadingState.TO_READ).count()
    lists = "admin:comparisons_claim_changelist"
    found = [
        (Report.objects.open().count(), "reports of visitors to answer", "admin:comparisons_report_changelist", "?state__exact=open"),
        (in_review + proposals, "claims and changes to review", "admin:comparisons_claim_review", ""),
        (drafts, "drafts of yours to submit", lists, f"?state__exact=draft&created_by__id__exact={user.pk}"),
        (to_read, "articles to read", "admin:articles_article_changelist", "?reading_state__exact=to_read"),
    ]  # fmt: skip
    return [task for task in found if task[0]]


TASKS.append(tasks)


def claims_without_reading():
    """Return public claims about a framework that could have a reading and have none, newest first."""
    silent = Q(rating=None, availability="", quantity=None)
    return (
        Claim.objects.filter(silent, state__in=COUNTING_STATES, framework__isnull=False)
        .exclude(criterion__measure=Measure.DESCRIPTION)
        .with_evidence()
        .order_by("-pk")
    )


def oldest_evidence(number=SHOWN):
    """Return the counting claims whose article is oldest against what their criterion allows."""
    months = dict(Criterion.objects.values_list("pk", "review_months"))
    claims = (
        Claim.objects.filter(state__in=COUNTING_STATES, framework__isnull=False)
        .exclude(article__published="")
        .with_reading()
        .with_evidence()
        .order_by("article__published", "slug")[: number * 20]
    )
    return sorted(
        claims, key=lambda claim: (claim.as_of or claim.article.published, months[claim.criterion_id])
    )[:number]
