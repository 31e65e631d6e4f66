"""Articles as rows."""

from articles.models import Article, Publisher

from . import widgets
from .resources import EntryResource, column

COLUMNS = [
    "slug", "title", "publisher", "authors", "kind", "url", "address_status", "published", "version", "language",
    "note", "copy_of", "read_on", "read_by", "link_checked_on", "reading_state", "revision",
]  # fmt: skip


class ArticleResource(EntryResource):
    """Articles without their captured text, which is never given out."""

    slug = column("slug", widgets.Word(), readonly=True)
    title = column("title", widgets.Words())
    publisher = column("publisher_id", widgets.Reference(Publisher))
    authors = column("authors", widgets.Words())
    kind = column("kind", widgets.OneOf(Article.Kind))
    url = column("url", widgets.Word())
    address_status = column("address_status", widgets.OneOf(Article.AddressStatus))
    published = column("published", widgets.PartialDate())
    version = column("version", widgets.Words())
    language = column("language", widgets.Words())
    note = column("note", widgets.Words())
    copy_of = column("copy_of_id", widgets.Sibling(Article))
    read_on = column("read_on", widgets.Day())
    read_by = column("read_by", widgets.Words())
    link_checked_on = column("link_checked_on", widgets.Day())
    reading_state = column("reading_state", widgets.OneOf(Article.ReadingState))
    revision = column("revision", widgets.Whole(1, 2**31 - 1), readonly=True)

    NEEDED = ("slug", "title", "publisher")
    CONSTRAINTS = {
        "article_reading_state_is_known": ("reading_state", "is none of the known states."),
        "article_published_is_a_partial_date": ("published", "is no year, month or day."),
        "article_kind_is_known": ("kind", "is none of the known kinds."),
        "article_with_confirmed_address_has_one": ("address_status", None),
        "article_is_not_a_copy_of_itself": ("copy_of", None),
        "article_read_on_a_day_by_someone": ("read_by", None),
    }

    class Meta(EntryResource.Meta):
        model = Article
        fields = COLUMNS
        import_id_fields = ("slug",)

    def problems_of_identity(self, entry):
        yield from super().problems_of_identity(entry)
        if not entry.slug and "slug" in self.row and isinstance(self.row["slug"] or "", str):
            yield "slug", "is empty; every article has one."

    def problems_of_rules(self, entry):
        yield from super().problems_of_rules(entry)
        if self.pending.get("copy_of") == entry.slug:
            yield "copy_of", "An article cannot be a copy of itself."
