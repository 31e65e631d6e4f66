from django.contrib import admin

from .models import Article, Publisher


@admin.register(Publisher)
class PublisherAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "interest_label"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "interest"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "publisher", "kind", "published", "address_status", "read_on"]
    list_filter = ["kind", "address_status", "publisher__kind"]
    list_select_related = ["publisher"]
    search_fields = ["title", "slug", "authors", "publisher__name"]
    autocomplete_fields = ["publisher", "copy_of"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "publisher", "authors", "kind", "language"]}),
        ("Where it stands", {"fields": ["url", "address_status", "version", "copy_of", "note"]}),
        (
            "Dates",
            {
                "fields": ["published", "read_on", "read_by", "link_checked_on"],
                "description": "Four different facts. Leave empty what is not known; nothing here is guessed.",
            },
        ),
    ]

    def get_prepopulated_fields(self, request, obj=None):
        # A claim's number begins with the article's slug: it is suggested once and never follows a new title.
        return {} if obj else {"slug": ["title"]}
