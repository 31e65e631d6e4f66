"""Claims: entry, search, and the way from draft to published."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from articles.models import Article

from .. import checks, wording
from ..models import Claim
from ..models.claim import NEEDS_REASON, NEEDS_SOURCE, TRANSITIONS, State, TransitionRefused
from ..provenance import row_of


class HasReadingFilter(admin.SimpleListFilter):
    title = "reading"
    parameter_name = "reading"

    def lookups(self, request, model_admin):
        return [("yes", "With a reading"), ("no", "Without")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.with_reading()
        if self.value() == "no":
            return queryset.filter(rating=None, availability="", quantity=None)
        return queryset


class StateForm(forms.Form):
    """A new state, with the reason and the source that some states need."""

    state = forms.ChoiceField(label="New state")
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Needed for disputed, outdated and rejected. Visitors read it.",
    )
    source = forms.ModelChoiceField(
        Article.objects.all(),
        required=False,
        widget=AutocompleteSelect(Claim._meta.get_field("article"), admin.site),
        help_text="Needed for disputed and outdated: the article that shows it.",
    )

    def __init__(self, claim, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = TRANSITIONS[State(claim.state)]
        self.fields["state"].choices = [(state.value, state.label) for state in State if state in allowed]

    def clean(self):
        cleaned = super().clean()
        state = cleaned.get("state")
        if state in NEEDS_REASON and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "Say why.")
        if state in NEEDS_SOURCE and not cleaned.get("source"):
            self.add_error("source", "Name the article that shows it.")
        return cleaned


@admin.register(Claim)
class ClaimAdmin(SimpleHistoryAdmin):
    list_display = ["statement_short", "framework", "criterion", "reading", "article_slug", "state"]
    list_display_links = ["statement_short"]
    list_filter = ["state", HasReadingFilter, "framework", "criterion__group", "article"]
    list_select_related = ["framework", "criterion", "article"]
    list_per_page = 50
    search_fields = ["statement", "slug", "locator", "framework__name", "criterion__name", "article__title"]
    autocomplete_fields = ["article", "framework", "criterion", "compared_with"]
    readonly_fields = ["slug", "revision", "state_line", "created_by"]
    actions = ["submit", "publish"]
    fieldsets = [
        ("Where it stands", {"fields": ["article", "locator"]}),
        ("What it says", {"fields": ["framework", "criterion", "compared_with", "statement"]}),
        (
            "Reading",
            {
                "fields": [
                    "rating",
                    "availability",
                    ("qualifier", "quantity", "quantity_high"),
                    "conditions",
                ],
                "description": "One reading, of the criterion's measure. None where the statement does not place the "
                "framework on the scale: rather none than a guess.",
            },
        ),
        ("As of", {"fields": ["as_of", "as_of_version"]}),
        ("State", {"fields": ["state_line", "slug", "revision", "created_by"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    @admin.display(description="statement", ordering="statement")
    def statement_short(self, claim):
        return claim.statement if len(claim.statement) <= 100 else f"{claim.statement[:99]}…"

    @admin.display(description="reading")
    def reading(self, claim):
        return wording.reading_word(row_of(claim), claim.criterion) or "–"

    @admin.display(description="article", ordering="article__slug")
    def article_slug(self, claim):
        return claim.article.slug

    @admin.display(description="state")
    def state_line(self, claim):
        if not claim.pk:
            return "Draft. Save it, then submit it for review."
        change = reverse("admin:comparisons_claim_state", args=[claim.pk])
        reason = f": {claim.state_reason}" if claim.state_reason else ""
        return format_html(
            '{}{}. <a href="{}">Change the state</a>', claim.get_state_display(), reason, change
        )

    def view_on_site(self, claim):
        return claim.get_absolute_url() if claim.is_public else None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        if not change or form.changed_data:
            obj._change_reason = f"Edited: {', '.join(form.changed_data)}" if change else "Entered"
            super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        # Its number begins with the article's slug.
        return [*self.readonly_fields, "article"] if obj else self.readonly_fields

    def revert_disabled(self, request, obj=None):
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # An old version would bring back its state past the guards: it is there to be read.
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def has_delete_permission(self, request, obj=None):
        # A published claim was cited; it is rejected with a reason, never deleted.
        if obj is not None and (obj.state != State.DRAFT or obj.published_on):
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # it would not ask each claim whether it may go
        return actions

    @admin.action(description="Submit for review", permissions=["change"])
    def submit(self, request, queryset):
        self._move(request, queryset, State.IN_REVIEW)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request, queryset):
        self._move(request, queryset, State.PUBLISHED)

    def _move(self, request, queryset, state):
        """Move each claim that may go there, and say of every other one why not."""
        moved = 0
        for claim in queryset.select_related("article"):
            try:
                claim.move_to(state, by=request.user)
                moved += 1
            except TransitionRefused as refusal:
                messages.warning(request, f"{claim.slug}: {refusal}")
        if moved:
            messages.success(request, f"{wording.count(moved, 'claim')}: now {state.label.lower()}.")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("checks/", wrap(self.checks_view), name="comparisons_claim_checks"),
            path("<path:object_id>/state/", wrap(self.state_view), name="comparisons_claim_state"),
            *super().get_urls(),
        ]

    def checks_view(self, request):
        """Show what is wrong in the knowledge base, what to do next, and how complete it is."""
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
            "kinds": list(kinds.items()),
            "articles": checks.article_counts(),
            "coverage": checks.coverage(),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/comparisons/claim/checks.html", context)

    def state_view(self, request, object_id):
        """Ask for the new state with its reason and source, and move the claim there."""
        claim = self.get_object(request, unquote(object_id))
        if claim is None:
            raise Http404("There is no such claim.")
        if not self.has_change_permission(request, claim):
            raise PermissionDenied
        form = StateForm(claim, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                claim.move_to(
                    form.cleaned_data["state"],
                    by=request.user,
                    reason=form.cleaned_data["reason"],
                    source=form.cleaned_data["source"],
                )
            except TransitionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{claim.slug} is now {claim.get_state_display().lower()}.")
                return redirect("admin:comparisons_claim_change", claim.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Change the state of a claim",
            "claim": claim,
            "form": form,
            "media": self.media + form.media,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/comparisons/claim/state.html", context)
