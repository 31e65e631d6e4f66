"""The names that entries had once, to be read: they come and go with renaming, merging and restoring."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList

from ..models import FormerSlug


class WithEntries(ChangeList):
    """A list in which each former name knows its entry, in one query for each model."""

    def get_results(self, request):
        super().get_results(request)
        by_model = {}
        for former in self.result_list:
            by_model.setdefault(former.kind.partition(":")[0], []).append(former)
        for label, formers in by_model.items():
            rows = apps.get_model(label)._base_manager.in_bulk({former.target for former in formers})
            for former in formers:
                former.entry = rows.get(former.target)


@admin.register(FormerSlug)
class FormerSlugAdmin(admin.ModelAdmin):
    list_display = ["slug", "model", "leads_to", "since"]
    list_display_links = None
    search_fields = ["slug", "kind"]

    def get_changelist(self, request, **kwargs):
        return WithEntries

    @admin.display(description="of", ordering="kind")
    def model(self, former):
        return apps.get_model(former.kind.partition(":")[0])._meta.verbose_name

    @admin.display(description="leads to")
    def leads_to(self, former):
        return f"{former.entry} ({former.entry.slug})" if former.entry else "nothing: the entry was deleted"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
