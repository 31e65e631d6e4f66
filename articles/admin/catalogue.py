from django.contrib import admin

from ..models import CapturedText, Publisher
from .merging import MergeAdmin
from .revised import RevisedAdmin


@admin.register(Publisher)
class PublisherAdmin(MergeAdmin, RevisedAdmin):
    list_display = ["name", "kind", "interest_label"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "interest"]
    prepopulated_fields = {"slug": ["name"]}


class ArticleAdmin(MergeAdmin, RevisedAdmin):
    """The record of an article. The app that knows its claims makes a workbench of it and registers that."""

    list_display = ["title", "publisher", "kind", "published", "reading_state", "read_on"]
    list_editable = ["reading_state"]
    list_filter = ["reading_state", "kind", "address_status", "publisher__kind"]
    list_select_related = ["publisher"]
    search_fields = ["title", "slug", "authors", "publisher__name"]
    autocomplete_fields = ["publisher", "copy_of"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "publisher", "authors", "kind", "language"]}),
        ("Where it stands", {"fields": ["url", "address_status", "version", "copy_of", "note"]}),
        (
            "Dates and reading",
            {
                "fields": ["published", "reading_state", "read_on", "read_by", "link_checked_on"],
                "description": "Four different facts. Leave empty what is not known; nothing here is guessed.",
            },
        ),
    ]

    def get_prepopulated_fields(self, request, obj=None):
        # A claim's number begins with the article's slug: it is suggested once and never follows a new title.
        return {} if obj else {"slug": ["title"]}


@admin.register(CapturedText)
class CapturedTextAdmin(RevisedAdmin):
    list_display = ["article", "length"]
    list_select_related = ["article"]
    search_fields = ["article__title", "article__slug"]
    autocomplete_fields = ["article"]

    @admin.display(description="characters")
    def length(self, captured):
        return f"{len(captured.text):,}"
