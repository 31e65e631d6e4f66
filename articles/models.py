"""What we read: publishers, and the articles they published."""

from django.db import models
from django.db.models import Q

from . import partial_dates
from .partial_dates import PartialDateField
from .revisions import Revised
from .slugs import FormerSlug, Slugged

__all__ = ["Article", "CapturedText", "FormerSlug", "Publisher"]


class Publisher(Slugged):
    """Who puts articles into the world, and what they gain from it."""

    class Kind(models.TextChoices):
        AGENCY = "agency", "Agency or software house"
        VENDOR = "vendor", "Vendor of developer tools or services"
        TRAINING = "training", "Training company"
        PERSONAL = "personal", "Person"
        PROJECT = "project", "The framework's own project"
        COMMUNITY = "community", "Community or foundation"
        DATA = "data", "Survey, benchmark or register"
        OURSELVES = "ourselves", "Crosscheck itself"

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(
        max_length=12, choices=Kind, help_text="Visitors can leave out all articles of a kind."
    )
    interest_label = models.CharField(
        max_length=60,
        help_text="What they gain, in a few words that can stand in a cell: “sells development”, “no interest found”.",
    )
    interest = models.TextField(
        help_text="The same in a sentence: what they sell, whom they belong to, which side they took."
    )
    homepage = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="publisher_kind_is_known",
                condition=Q(
                    kind__in=[
                        "agency",
                        "vendor",
                        "training",
                        "personal",
                        "project",
                        "community",
                        "data",
                        "ourselves",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="publisher_discloses_its_interest",
                condition=~Q(interest="") & ~Q(interest_label=""),
            ),
        ]

    def __str__(self):
        return self.name


class Article(Slugged):
    """A source that was read. Its claims are told by the app that compares."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article or blog post"
        DOCUMENTATION = "documentation", "Official documentation"
        RELEASE_NOTES = "release_notes", "Release notes or announcement"
        GUIDE = "guide", "Guide"
        SURVEY = "survey", "Survey"
        BENCHMARK = "benchmark", "Benchmark"
        REGISTER = "register", "Package register or repository"
        DISCUSSION = "discussion", "Discussion"
        MEASUREMENT = "measurement", "Our own measurement"

    class AddressStatus(models.TextChoices):
        CONFIRMED = "confirmed", "Seen at this address"
        DERIVED = "derived", "Read elsewhere; the address follows from the publisher's layout"
        UNCONFIRMED = "unconfirmed", "No address confirmed"

    class ReadingState(models.TextChoices):
        TO_READ = "to_read", "To read"
        READING = "reading", "Reading"
        EXHAUSTED = "exhausted", "Exhausted: everything it claims is here"

    title = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=60,
        unique=True,
        help_text="Part of the address and of new claims' numbers. After a change the old address leads here.",
    )
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="articles")
    authors = models.CharField(
        max_length=200, blank=True, help_text="As the article names them; empty if it does not."
    )
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.ARTICLE)
    url = models.URLField("address", max_length=300, blank=True)
    address_status = models.CharField(max_length=12, choices=AddressStatus, default=AddressStatus.UNCONFIRMED)
    published = PartialDateField(
        help_text="What the article says of itself: 2025, 2025-02 or 2025-02-03. Empty if it gives no date."
    )
    version = models.CharField(
        max_length=60, blank=True, help_text="The version it documents, such as “5.2”."
    )
    language = models.CharField(max_length=10, default="en")
    note = models.TextField(
        blank=True,
        help_text="What readers must know of the record: lost parts, missing methods, how it was read. Public.",
    )
    copy_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        help_text="The article that this one repeats. Copies count as one voice.",
    )
    read_on = models.DateField(null=True, blank=True, help_text="The day on which it was read for claims.")
    read_by = models.CharField(max_length=120, blank=True, help_text="Who read it, or by what means.")
    link_checked_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day on which a program saw the address answer. Not the same as reading.",
    )

    reading_state = models.CharField(
        max_length=9,
        choices=ReadingState,
        default=ReadingState.TO_READ,
        help_text="How far editors have come with it. Exhausted: a second reading found nothing new.",
    )

    class Meta:
        ordering = ["title", "slug"]
        constraints = [
            models.CheckConstraint(
                name="article_reading_state_is_known",
                condition=Q(reading_state__in=["to_read", "reading", "exhausted"]),
            ),
            models.CheckConstraint(
                name="article_published_is_a_partial_date",
                condition=Q(published="") | Q(published__regex=partial_dates.PATTERN),
            ),
            models.CheckConstraint(
                name="article_kind_is_known",
                condition=Q(
                    kind__in=[
                        "article",
                        "documentation",
                        "release_notes",
                        "guide",
                        "survey",
                        "benchmark",
                        "register",
                        "discussion",
                        "measurement",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="article_with_confirmed_address_has_one",
                condition=Q(address_status="unconfirmed", url="")
                | (~Q(address_status="unconfirmed") & ~Q(url="")),
                violation_error_message="A confirmed or derived address needs the address; an unconfirmed one has none.",
            ),
            models.CheckConstraint(
                name="article_is_not_a_copy_of_itself",
                condition=Q(copy_of__isnull=True) | ~Q(copy_of=models.F("id")),
                violation_error_message="An article cannot be a copy of itself.",
            ),
            models.CheckConstraint(
                name="article_read_on_a_day_by_someone",
                condition=Q(read_on__isnull=True, read_by="") | (Q(read_on__isnull=False) & ~Q(read_by="")),
                violation_error_message="Say both when it was read and by whom, or neither.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def published_in_words(self):
        return partial_dates.in_words(self.published) if self.published else "no date given"


class CapturedText(Revised):
    """An article's text as it was captured for reading. It belongs to its author: it is never shown in public."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="captured")
    text = models.TextField(
        max_length=500_000,
        help_text="Headings begin with #; an empty line ends a paragraph. For editors only, never public.",
    )

    class Meta:
        constraints = [models.CheckConstraint(name="captured_text_is_some", condition=~Q(text=""))]

    def __str__(self):
        return f"Text of {self.article}"
