from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Left, Length, Lower
from django.urls import reverse

from articles import partial_dates
from articles.models import Article
from articles.partial_dates import PartialDateField
from articles.revisions import Revised
from articles.slugs import Slugged, SluggedQuerySet


def validate_framework_slug(slug):
    """Raise ValidationError for a slug that could not be told from its neighbours in a comparison's address."""
    if "-vs-" in f"-{slug}-" or "-to-" in f"-{slug}-":
        raise ValidationError(
            "A framework's slug holds neither “vs” nor “to” as a word: addresses join slugs with them."
        )


class FrameworkQuerySet(SluggedQuerySet):
    def with_claim_counts(self):
        """Add to each framework how many public claims speak of it, and from how many articles."""
        public = Q(claims__state__in=["published", "disputed", "outdated"])
        return self.annotate(
            claim_count=Count("claims", filter=public, distinct=True),
            article_count=Count("claims__article", filter=public, distinct=True),
        ).order_by(Lower("name"))  # counting drops the usual order


class Framework(Slugged):
    """A thing that is compared."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True, validators=[validate_framework_slug])
    summary = models.CharField(
        max_length=200, help_text="What it is, in one neutral sentence. No judgement: those need an article."
    )
    homepage = models.URLField(blank=True)
    repository = models.URLField(blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.CheckConstraint(
                name="framework_slug_holds_no_joining_word",
                condition=~Q(slug__contains="-vs-") & ~Q(slug__contains="-to-"),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("comparisons:framework_detail", args=[self.slug])


class ReleaseQuerySet(models.QuerySet):
    def get_by_natural_key(self, framework, version):
        return self.get(framework__slug=framework, version=version)


class Release(Revised):
    """A version of a framework: when it came, and until when it gets fixes."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="releases")
    version = models.CharField(max_length=20)
    released = PartialDateField(help_text="2025, 2025-04 or 2025-04-02. Empty if no article says.")
    supported_until = PartialDateField(
        help_text="The last day, month or year with security fixes, if the project says."
    )
    is_long_term = models.BooleanField("long-term support", default=False)
    source = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="+", help_text="The article that gives these dates."
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-released", "-version"]
        constraints = [
            models.UniqueConstraint(name="release_is_told_once", fields=["framework", "version"]),
            models.CheckConstraint(
                name="release_dates_are_partial_dates",
                condition=(Q(released="") | Q(released__regex=partial_dates.PATTERN))
                & (Q(supported_until="") | Q(supported_until__regex=partial_dates.PATTERN)),
            ),
            models.CheckConstraint(
                name="release_is_supported_after_it_came",
                # Only as exactly as both are known: support until 2025 does not end before April 2025.
                condition=Q(supported_until="")
                | Q(supported_until__gte=Left("released", Length("supported_until"))),
                violation_error_message="Support cannot end before the release.",
            ),
        ]

    def __str__(self):
        return f"{self.framework} {self.version}"

    def natural_key(self):
        return (self.framework.slug, self.version)

    natural_key.dependencies = ["comparisons.framework"]
