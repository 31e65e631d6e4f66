"""Reports of visitors and replies of projects: read beside the claim, then answered in public or dismissed."""

from django.contrib import admin
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.forms import RevisedForm
from articles.admin.revised import RevisedAdmin
from articles.revisions import differences, names_of

from ..models import Claim
from ..models.report import Report

State = Report.State
ANSWERS = {
    Report.Kind.REPORT: [State.OPEN, State.CORRECTED, State.KEPT, State.DISMISSED],
    Report.Kind.REPLY: [State.OPEN, State.CONFIRMED, State.DISMISSED],
}


class AnswerForm(RevisedForm):
    """An answer: the states that fit what came in, in words where visitors read them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            fitting = ANSWERS[self.instance.kind]
            self.fields["state"].choices = [(state.value, state.label) for state in fitting]

    def clean(self):
        cleaned = super().clean()
        state, claim = cleaned.get("state"), self.instance.claim
        if state in (State.CORRECTED, State.KEPT) and not (cleaned.get("answer") or "").strip():
            self.add_error("answer", "Say what was corrected, or why the claim is kept: visitors read it.")
        is_as_reported = claim.revision == self.instance.claim_revision and claim.is_public
        if state == State.CORRECTED and "state" in self.changed_data and is_as_reported:
            self.add_error(
                "state",
                f"The claim is still revision {claim.revision}, the one that was reported. Correct the claim first, "
                "then answer; or keep it and say why.",
            )
        return cleaned


@admin.register(Report)
class ReportAdmin(RevisedAdmin):
    form = AnswerForm
    change_form_template = "admin/comparisons/report/change_form.html"
    list_display = ["text_short", "kind", "claim_number", "state", "received_at"]
    list_display_links = ["text_short"]
    list_filter = ["state", "kind"]
    list_select_related = ["claim"]
    list_per_page = 50
    ordering = [Case(When(state=State.OPEN, then=Value(0)), default=Value(1)), "-received_at"]
    search_fields = ["text", "answer", "name", "evidence", "claim__slug", "claim__statement"]
    readonly_fields = [
        "kind",
        "text",
        "evidence_link",
        "name",
        "received_at",
        "claim_link",
        "claim_revision",
        "answered_by",
        "answered_on",
    ]
    fieldsets = [
        (
            "What came in",
            {"fields": ["kind", "text", "evidence_link", "name", "received_at", "claim_link", "claim_revision"]},
        ),
        ("Answer", {"fields": ["state", "answer", "answered_by", "answered_on"]}),
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("claim", "answered_by")

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    @admin.display(description="what they say", ordering="text")
    def text_short(self, report):
        return report.text if len(report.text) <= 100 else f"{report.text[:99]}…"

    @admin.display(description="claim", ordering="claim__slug")
    def claim_number(self, report):
        return report.claim.slug

    @admin.display(description="claim")
    def claim_link(self, report):
        address = reverse("admin:comparisons_claim_change", args=[report.claim_id])
        return format_html('<a href="{}">{}</a>: {}', address, report.claim.slug, report.claim)

    @admin.display(description="where it can be seen")
    def evidence_link(self, report):
        if not report.evidence:
            return "–"
        return format_html(
            '<a href="{0}" rel="nofollow ugc noopener noreferrer">{0}</a>, as they wrote it', report.evidence
        )

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= _claim_then_and_now(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, report):
        return report.claim.get_absolute_url() if report.claim.is_public else None

    def save_model(self, request, obj, form, change):
        """Keep who answered and when, as often as the answer changes; an opened one is nobody's again."""
        if form.changed_content:
            is_answered = obj.state != State.OPEN
            obj.answered_by = request.user if is_answered else None
            obj.answered_on = timezone.localdate() if is_answered else None
        super().save_model(request, obj, form, change)


def _claim_then_and_now(report):
    """Return the claim as the visitor read it, and in what it differs now."""
    claim = report.claim
    record = claim.history.filter(revision=report.claim_revision).exclude(history_type="-").first()
    names = names_of(Claim, [each for each in (record, claim) if each])
    return {
        "claim": claim,
        "record": record,
        "content": differences(Claim, None, record, names) if record else [],
        "since": differences(Claim, record, claim, names) if record else [],
    }
