"""Frameworks with their releases, groups and criteria."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.admin.merging import MergeAdmin
from articles.admin.revised import RevisedAdmin, RevisedInline

from ..models import Claim, Criterion, Framework, Group, Release


class ReleaseInline(RevisedInline):
    model = Release

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("framework")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        # One list of articles for all rows, not one query for each.
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field


class WithClaimCount:
    """Show how many claims depend on a row."""

    def get_queryset(self, request):
        field = self.model._meta.model_name
        own = Claim.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
        count = Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)
        return super().get_queryset(request).annotate(claim_count=count)

    @admin.display(description="claims", ordering="claim_count")
    def claim_count(self, row):
        return row.claim_count


@admin.register(Framework)
class FrameworkAdmin(MergeAdmin, WithClaimCount, RevisedAdmin):
    list_display = ["name", "slug", "summary", "claim_count"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ReleaseInline]


@admin.register(Group)
class GroupAdmin(MergeAdmin, RevisedAdmin):
    list_display = ["name", "slug", "position", "description"]
    list_editable = ["position"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Criterion)
class CriterionAdmin(MergeAdmin, WithClaimCount, RevisedAdmin):
    list_display = ["name", "group", "measure", "unit", "position", "claim_count"]
    list_editable = ["position"]
    list_filter = ["group", "measure"]
    list_select_related = ["group"]
    search_fields = ["name", "slug", "definition"]
    autocomplete_fields = ["group"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "group", "position", "definition", "measure", "review_months"]}),
        ("Quantities", {"fields": ["unit", "better"]}),
        (
            "Words of the scale",
            {
                "fields": ["word_plus_2", "word_plus_1", "word_0", "word_minus_1", "word_minus_2"],
                "description": "For ratings and suitabilities: five words from best to worst, or none for the usual ones.",
            },
        ),
    ]
