from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.slugs import Slugged

from ..verdicts import Measure


class Group(Slugged):
    """Criteria that are read together."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=200, help_text="One sentence for newcomers.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Groups stand in this order.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Criterion(Slugged):
    """Something that frameworks are compared on."""

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Criteria of a group stand in this order."
    )
    definition = models.CharField(
        max_length=300, help_text="What is meant, so that a newcomer understands it."
    )
    measure = models.CharField(max_length=12, choices=Measure, help_text="What a reading of it looks like.")
    unit = models.CharField(max_length=30, blank=True, help_text="For quantities: requests/s, MB, %.")
    better = models.CharField(max_length=6, choices=Better, blank=True, help_text="For quantities.")
    review_months = models.PositiveSmallIntegerField(
        "review after",
        default=24,
        validators=[MinValueValidator(1)],
        help_text="Months after which evidence on it should be read again: 12 for what changes every year.",
    )
    word_plus_2 = models.CharField("word for +2", max_length=40, blank=True)
    word_plus_1 = models.CharField("word for +1", max_length=40, blank=True)
    word_0 = models.CharField("word for 0", max_length=40, blank=True)
    word_minus_1 = models.CharField("word for −1", max_length=40, blank=True)
    word_minus_2 = models.CharField("word for −2", max_length=40, blank=True)

    WORD_FIELDS = ["word_minus_2", "word_minus_1", "word_0", "word_plus_1", "word_plus_2"]

    class Meta:
        ordering = ["group__position", "group__name", "position", "name"]
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                name="criterion_measure_is_known",
                condition=Q(measure__in=["rating", "availability", "quantity", "suitability", "description"]),
            ),
            models.CheckConstraint(name="criterion_is_reviewed_some_day", condition=Q(review_months__gte=1)),
            models.CheckConstraint(
                name="criterion_has_unit_and_direction_if_quantity",
                condition=(Q(measure="quantity") & ~Q(unit="") & Q(better__in=["higher", "lower"]))
                | (~Q(measure="quantity") & Q(unit="", better="")),
                violation_error_message="A quantity needs its unit and which way is better; other measures have neither.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("comparisons:criterion_detail", args=[self.slug])

    def clean(self):
        """Refuse half a scale, and a new measure that would orphan readings."""
        words = [getattr(self, name) for name in self.WORD_FIELDS]
        if any(words) and not all(words):
            raise ValidationError("Give all five words of the scale or none.")
        if any(words) and self.measure not in (Measure.RATING, Measure.SUITABILITY):
            raise ValidationError("Only ratings and suitabilities have words for their steps.")
        if self.pk and (self.claims.with_reading().exists() or self.overrides.exists()):
            before = type(self).objects.values_list("measure", flat=True).get(pk=self.pk)
            if before != self.measure:
                raise ValidationError(
                    {
                        "measure": "Claims on this criterion have readings of its measure; it cannot change any more."
                    }
                )
