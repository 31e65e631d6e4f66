"""Claims: entry, search, and the changes that wait for a second editor."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import smart_split, unescape_string_literal

from articles.admin.forms import RevisedForm
from articles.admin.merging import MergeAdmin
from articles.admin.revised import RevisedAdmin
from articles.models import Article
from articles.revisions import ChangedMeanwhile

from .. import wording
from ..effects import effects_of
from ..exchange import ClaimResource
from ..models import Claim, Criterion, Framework, Group, Proposal
from ..models.claim import State, TransitionRefused
from ..models.proposal import ProposalRefused
from ..provenance import row_of
from .dashboard import DashboardPages
from .exchange import ExchangeAdmin
from .review import ReviewPages
from .states import may_move

COUNTED = 5_000  # beyond it nobody turns pages, and counting all rows would cost more than the page


class CappedPaginator(Paginator):
    """Pages of a list that may be very long: counts no further than anybody would turn the pages."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNTED].count()


def keys(rows):
    return list(rows.values_list("pk", flat=True))


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


class GroupFilter(admin.SimpleListFilter):
    """Claims on a group's criteria, told by their keys.

    Adding nothing keeps the database from its index of criteria, which would have it sort all claims of a group for
    the newest fifty: from the newest on, fifty are found soon.
    """

    title = "group"
    parameter_name = "group"

    def lookups(self, request, model_admin):
        return Group.objects.values_list("slug", "name")

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        on = keys(Criterion.objects.filter(group__slug=self.value()))
        return queryset.alias(on=F("criterion_id") + 0).filter(on__in=on)


class ArticleFilter(admin.SimpleListFilter):
    """Articles that are being read; every other one is reached from its own page."""

    title = "article being read"
    parameter_name = "article__id__exact"
    SHOWN = 15

    def lookups(self, request, model_admin):
        reading = Article.objects.filter(reading_state=Article.ReadingState.READING)
        shown = {
            str(article.pk): article.title for article in reading.order_by("-read_on", "title")[: self.SHOWN]
        }
        chosen = request.GET.get(self.parameter_name, "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 and chosen not in shown:
            shown |= {str(article.pk): article.title for article in Article.objects.filter(pk=chosen)}
        return list(shown.items())

    def queryset(self, request, queryset):
        return queryset.filter(article=self.value()) if self.value() else queryset


class ClaimForm(RevisedForm):
    def clean(self):
        """Ask for the reason where visitors see the change."""
        cleaned = super().clean()
        if (
            self.instance.pk
            and self.instance.is_public
            and self.changed_content
            and not cleaned.get("reason")
        ):
            self.add_error("reason", "The claim is public: say why it should change.")
        return cleaned


@admin.register(Claim)
class ClaimAdmin(MergeAdmin, ReviewPages, DashboardPages, ExchangeAdmin, RevisedAdmin):
    form = ClaimForm
    resource_class = ClaimResource
    change_form_template = "admin/comparisons/claim/change_form.html"
    change_list_template = "admin/comparisons/claim/change_list.html"
    list_display = ["statement_short", "framework", "criterion", "reading", "article_slug", "state"]
    list_display_links = ["statement_short"]
    list_filter = ["state", HasReadingFilter, "framework", GroupFilter, ArticleFilter]
    list_select_related = ["framework", "criterion", "article"]
    list_per_page = 50
    ordering = ["-pk"]
    paginator = CappedPaginator
    show_full_result_count = False
    # Only what an index gives in order: of very many claims, sorting all takes ten times as long as a page.
    sortable_by = ["article_slug", "state"]
    show_facets = admin.ShowFacets.NEVER
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
        """Find a claim by its number at once; other words are looked for in every claim.

        Few rows bear the names that a claim refers to: they are searched first, not again with each claim.
        """
        words = search_term.replace("\0", "")
        numbered = queryset.filter(slug=words.strip())
        if words.strip() and numbered.exists():
            return numbered, False
        for word in smart_split(words):
            word = (
                unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1:] != word else word
            )
            queryset = queryset.filter(
                Q(statement__icontains=word)
                | Q(slug__icontains=word)
                | Q(locator__icontains=word)
                | Q(framework__in=keys(Framework.objects.filter(name__icontains=word)))
                | Q(criterion__in=keys(Criterion.objects.filter(name__icontains=word)))
                | Q(article__in=keys(Article.objects.filter(title__icontains=word)))
            )
        return queryset, False

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

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"counted": COUNTED, **(extra_context or {})})

    # --- Saving ---

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Tell above the form what happens to a change of a public claim, and what waits already."""
        context = dict(extra_context or {})
        claim = self.get_object(request, unquote(object_id))
        if claim is not None and claim.is_public:
            context["is_proposed"] = not request.user.is_superuser
            context["open_proposals"] = Proposal.objects.filter(
                claim=claim, state=Proposal.State.OPEN
            ).select_related("proposed_by")
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request, obj, form, change):
        """Save what nobody sees yet; a change of a public claim waits for a second editor."""
        if not change:
            obj.created_by = request.user
        if change and form.changed_content and obj.is_public and not request.user.is_superuser:
            self._propose(request, obj, form.cleaned_data["reason"])
        else:
            super().save_model(request, obj, form, change)

    def _propose(self, request, claim, reason):
        request.was_proposed = True  # so nothing is said to be changed
        try:
            Proposal.of(claim, Claim.objects.get(pk=claim.pk), by=request.user, reason=reason)
        except ProposalRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.info(
                request, f"{claim.slug} is public: your change is proposed, and takes effect when another editor accepts it."
            )  # fmt: skip

    def log_change(self, request, obj, message):
        if not getattr(request, "was_proposed", False):
            return super().log_change(request, obj, message)

    def response_change(self, request, obj):
        if getattr(request, "was_proposed", False):
            return HttpResponseRedirect(reverse("admin:comparisons_claim_change", args=[obj.pk]))
        return super().response_change(request, obj)

    def response_post_save_change(self, request, obj):
        """Lead back to the article where the claim was opened from its page."""
        if request.GET.get("from") == "article":
            return HttpResponseRedirect(
                reverse("admin:articles_article_change", args=[obj.article_id]) + "#claims"
            )
        return super().response_post_save_change(request, obj)

    def restore(self, request, record, reason):
        """Propose the old content of a public claim; bring anything else back at once."""
        claim = Claim.objects.filter(pk=record.id).first()
        if claim is None or not claim.is_public or request.user.is_superuser:
            super().restore(request, record, reason)
            return
        before = Claim.objects.get(pk=claim.pk)
        for name in Claim.CONTENT:
            field = Claim._meta.get_field(name)
            setattr(claim, field.attname, getattr(record, field.attname))
        claim.clean_fields()  # what it refers to may be gone, which its own rules would stumble over
        claim.full_clean()
        why = f"Restore revision {record.revision}" + (f": {reason}" if reason else "")
        try:
            Proposal.of(claim, before, by=request.user, reason=why)
        except ProposalRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.info(
                request, f"{claim.slug} is public: the old content is proposed, and another editor decides."
            )

    def may_merge(self, request):
        # It takes effect at once, also where both are public.
        return super().may_merge(request) and request.user.has_perm("comparisons.import_claims")

    def get_readonly_fields(self, request, obj=None):
        # Its number begins with the article's slug.
        return [*self.readonly_fields, "article"] if obj else self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        # A published claim was cited; it is rejected with a reason, never deleted.
        if obj is not None and (obj.state != State.DRAFT or obj.published_on):
            return False
        return super().has_delete_permission(request, obj)

    # --- Many at once ---

    def has_review_permission(self, request):
        return request.user.has_perm("comparisons.review_claim")

    @admin.action(description="Submit for review", permissions=["change"])
    def submit(self, request, queryset):
        self._move(request, queryset, State.IN_REVIEW)

    @admin.action(description="Publish those that change no verdict", permissions=["review"])
    def publish(self, request, queryset):
        """Publish what only adds weight to a verdict; what would turn one is read by itself first."""
        claims = list(queryset.with_evidence())
        turning = {
            claim.pk for claim, effect in zip(claims, effects_of(claims), strict=True) if effect.changes_cell
        }
        self._move(request, queryset, State.PUBLISHED, apart=turning)

    def _move(self, request, queryset, state, apart=()):
        """Move each claim that may go there and is as the list showed it; say of every other one why not."""
        seen = dict(each.split(":", 1) for each in request.POST.getlist("seen") if ":" in each)
        moved = 0
        for claim in queryset.select_related("article"):
            try:
                if seen.get(str(claim.pk)) != str(claim.revision):
                    raise TransitionRefused("It was changed since you saw the list: look at it first.")
                if not may_move(request.user, claim, state):
                    raise TransitionRefused("Only a reviewer may do this.")
                if claim.pk in apart:
                    raise TransitionRefused("It would change what readers see: review it on its own page.")
                claim.move_to(state, by=request.user)
                moved += 1
            except (TransitionRefused, ChangedMeanwhile) as refusal:
                messages.warning(request, f"{claim.slug}: {refusal}")
        if moved:
            messages.success(request, f"{wording.count(moved, 'claim')}: now {state.label.lower()}.")


@admin.register(Proposal)
class ProposalAdmin(RevisedAdmin):
    list_display = ["claim", "reason", "proposed_by", "proposed_at", "state"]
    list_filter = ["state"]
    list_select_related = ["claim", "proposed_by"]
    search_fields = ["claim__slug", "reason"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
