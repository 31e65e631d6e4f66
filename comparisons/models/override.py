from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from articles.revisions import Revised

from ..verdicts import Availability, Measure
from .criterion import Criterion
from .framework import Framework


class Override(Revised):
    """A verdict that an editor sets by hand, with a written reason that every visitor sees."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="overrides")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="overrides")
    rating = models.SmallIntegerField(
        null=True, blank=True, help_text="−2 to +2, for ratings and suitabilities."
    )
    availability = models.CharField(max_length=20, choices=Availability, blank=True)
    reason = models.TextField(help_text="Why the rule gives the wrong verdict here. Shown to every visitor.")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    set_on = models.DateField(auto_now=True)

    class Meta:
        ordering = ["framework", "criterion"]
        verbose_name = "verdict set by an editor"
        verbose_name_plural = "verdicts set by an editor"
        constraints = [
            models.UniqueConstraint(name="override_is_one_a_cell", fields=["framework", "criterion"]),
            models.CheckConstraint(name="override_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="override_sets_one_value",
                condition=Q(rating__isnull=False, rating__range=(-2, 2), availability="")
                | Q(
                    rating__isnull=True,
                    availability__in=["core", "official_extension", "third_party", "none"],
                ),
                violation_error_message="Set either a rating from −2 to +2 or an availability.",
            ),
        ]

    def __str__(self):
        return f"{self.framework}, {self.criterion}"

    def clean(self):
        """Refuse a value that is not of the criterion's measure."""
        if not self.criterion_id:
            return
        measure = self.criterion.measure
        fits = (
            self.rating is not None
            if measure in (Measure.RATING, Measure.SUITABILITY)
            else bool(self.availability) and measure == Measure.AVAILABILITY
        )
        if not fits:
            raise ValidationError(
                f"“{self.criterion}” is measured as {measure}: set a value of that measure."
            )
