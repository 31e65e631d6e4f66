"""A claim: what one article says about one framework on one criterion, in our own words."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone

from articles import partial_dates
from articles.models import Article
from articles.partial_dates import PartialDateField
from articles.slugs import FormerSlug, Slugged, SluggedQuerySet

from ..verdicts import Availability, Measure
from .criterion import Criterion
from .framework import Framework


class TransitionRefused(Exception):
    """A claim may not go into the wanted state; the message says why."""


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    DISPUTED = "disputed", "Disputed"
    OUTDATED = "outdated", "Outdated"
    REJECTED = "rejected", "Rejected"


PUBLIC_STATES = (State.PUBLISHED, State.DISPUTED, State.OUTDATED)
COUNTING_STATES = (State.PUBLISHED, State.DISPUTED)

# From each state, where a claim may go next.
TRANSITIONS = {
    State.DRAFT: {State.IN_REVIEW, State.REJECTED},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED, State.REJECTED},
    State.PUBLISHED: {State.DISPUTED, State.OUTDATED, State.REJECTED},
    State.DISPUTED: {State.PUBLISHED, State.OUTDATED, State.REJECTED},
    State.OUTDATED: {State.PUBLISHED, State.DISPUTED, State.REJECTED},
    State.REJECTED: {State.DRAFT},
}
# What an editor may do with a claim; every other way goes through a reviewer.
EDITORS_WAYS = {(State.DRAFT, State.IN_REVIEW), (State.IN_REVIEW, State.DRAFT), (State.REJECTED, State.DRAFT)}
NEEDS_REASON = {State.DISPUTED, State.OUTDATED, State.REJECTED}
NEEDS_SOURCE = {State.DISPUTED, State.OUTDATED}


class ClaimQuerySet(SluggedQuerySet):
    def public(self):
        """Claims that visitors may see: published, disputed and outdated ones."""
        return self.filter(state__in=PUBLIC_STATES)

    def counting(self):
        """Public claims that a verdict may use."""
        return self.filter(state__in=COUNTING_STATES)

    def about(self, frameworks):
        return self.filter(framework__in=frameworks)

    def on(self, criteria):
        return self.filter(criterion__in=criteria)

    def with_reading(self):
        return self.exclude(rating=None, availability="", quantity=None)

    def with_evidence(self):
        """Fetch with each claim everything that a page says of it."""
        return self.select_related("article__publisher", "framework", "criterion__group", "compared_with")


def next_numbers(article, number):
    """Return `number` free pairs (position, slug) for new claims of an article, in order.

    A number is given once: those of deleted and moved claims stay theirs, since somebody may have cited them.
    """
    last = 0
    for rows in (Claim.objects.filter(article=article), Claim.history.filter(article_id=article.pk)):
        last = max(last, rows.aggregate(last=Max("position"))["last"] or 0)
    former = FormerSlug.objects.filter(kind=Claim._meta.label_lower)
    found = []
    while len(found) < number:
        # Another article may have had this slug before, so that numbers under it are taken: they are skipped.
        wanted = range(last + 1, last + 1 + min(number - len(found), 500))
        slugs = {f"{article.slug}-{position}": position for position in wanted}
        for rows in (Claim.objects, Claim.history, former):
            for taken in rows.filter(slug__in=list(slugs)).values_list("slug", flat=True):
                slugs.pop(taken, None)
        found += [(position, slug) for slug, position in slugs.items()]
        last = wanted[-1]
    return found


class Claim(Slugged):
    """What one article says about one framework on one criterion, with the place in the article."""

    State = State

    class Qualifier(models.TextChoices):
        ABOUT = "about", "about"
        AT_LEAST = "at_least", "at least"
        AT_MOST = "at_most", "at most"

    slug = models.SlugField(
        "number",
        max_length=80,
        unique=True,
        editable=False,
        help_text="Given once; part of the claim's address.",
    )
    position = models.PositiveIntegerField(
        editable=False, help_text="The claim's place among those of its article."
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    locator = models.CharField(
        max_length=500,
        help_text="Where it stands: “Section › paragraph 2”. Several places are separated by “ ; ”.",
    )
    framework = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="Empty if the article speaks of the field in general.",
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="claims")
    compared_with = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="compared_claims",
        help_text="Only if the article compares with one other framework.",
    )
    statement = models.TextField(
        max_length=600,
        help_text="In our own words, with the article's hedges (“may”, “often”) and nothing added.",
    )
    rating = models.SmallIntegerField(
        null=True, blank=True, help_text="For ratings and suitabilities: −2 to +2, by the handbook's table."
    )
    availability = models.CharField(
        max_length=20,
        choices=Availability,
        blank=True,
        help_text="For criteria that ask who provides something.",
    )
    quantity = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="The figure."
    )
    quantity_high = models.DecimalField(
        "upper end",
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Only if the article gives a range.",
    )
    qualifier = models.CharField(max_length=8, choices=Qualifier, blank=True)
    conditions = models.CharField(
        max_length=300,
        blank=True,
        help_text="For figures: what was asked for, machine, database, mode. “Not stated” is a condition too.",
    )
    as_of = PartialDateField(help_text="The date the statement speaks of, if the article says so.")
    as_of_version = models.CharField(
        max_length=60, blank=True, help_text="The version it speaks of, if the article says so."
    )

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    state_reason = models.TextField(blank=True, editable=False)
    state_source = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, editable=False, related_name="disputing_claims"
    )
    state_since = models.DateField(null=True, editable=False)
    published_on = models.DateField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ClaimQuerySet.as_manager()

    # What an editor writes. Everything else follows from it or is decided on the way to publication.
    CONTENT = (
        "locator",
        "framework",
        "criterion",
        "compared_with",
        "statement",
        "rating",
        "availability",
        "qualifier",
        "quantity",
        "quantity_high",
        "conditions",
        "as_of",
        "as_of_version",
    )
    KEPT_ON_RESTORE = frozenset(
        {
            "id",
            "revision",
            "slug",
            "position",
            "article",
            "state",
            "state_reason",
            "state_source",
            "state_since",
            "published_on",
            "created_by",
        }
    )

    class Meta:
        permissions = [("review_claim", "Can review claims"), ("import_claims", "Can import public claims")]
        ordering = ["article__slug", "position"]
        indexes = [
            models.Index(name="claim_cell", fields=["framework", "criterion", "state"]),
            models.Index(name="claim_published_on", fields=["published_on"]),
            models.Index(name="claim_newest_of_a_state", fields=["state", "-id"]),
            models.Index(name="claim_newest_of_a_framework", fields=["framework", "state", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="claim_has_a_place_of_its_own", fields=["article", "position"]),
            models.UniqueConstraint(
                name="claim_about_a_framework_is_told_once",
                fields=["article", "framework", "criterion", "statement"],
                condition=Q(framework__isnull=False),
            ),
            models.UniqueConstraint(
                name="claim_about_the_field_is_told_once",
                fields=["article", "criterion", "statement"],
                condition=Q(framework__isnull=True),
            ),
            models.CheckConstraint(name="claim_says_something", condition=~Q(statement="")),
            models.CheckConstraint(name="claim_has_a_locator", condition=~Q(locator="")),
            models.CheckConstraint(
                name="claim_has_one_reading_at_most",
                condition=Q(rating__isnull=True, availability="")
                | Q(rating__isnull=True, quantity__isnull=True)
                | Q(availability="", quantity__isnull=True),
                violation_error_message="A claim has one reading at most: a rating, an availability or a quantity.",
            ),
            models.CheckConstraint(
                name="claim_rating_is_a_step_of_the_scale",
                condition=Q(rating__isnull=True) | Q(rating__range=(-2, 2)),
                violation_error_message="A rating goes from −2 to +2.",
            ),
            models.CheckConstraint(
                name="claim_availability_is_known",
                condition=Q(availability__in=["", "core", "official_extension", "third_party", "none"]),
            ),
            models.CheckConstraint(
                name="claim_quantity_has_conditions",
                condition=Q(quantity__isnull=True) | ~Q(conditions=""),
                violation_error_message="A figure needs its conditions; write “not stated” if the article gives none.",
            ),
            models.CheckConstraint(
                name="claim_range_goes_upwards",
                condition=Q(quantity_high__isnull=True)
                | Q(quantity__isnull=False, quantity_high__gt=F("quantity")),
                violation_error_message="The upper end of a range lies above its lower end.",
            ),
            models.CheckConstraint(
                name="claim_qualifier_qualifies_a_quantity",
                condition=Q(qualifier="")
                | Q(qualifier__in=["about", "at_least", "at_most"], quantity__isnull=False),
                violation_error_message="“About”, “at least” and “at most” need a figure.",
            ),
            models.CheckConstraint(
                name="claim_compares_a_framework_with_another",
                condition=Q(compared_with__isnull=True)
                | (Q(framework__isnull=False) & ~Q(compared_with=F("framework"))),
                violation_error_message="A comparison needs a framework and another one.",
            ),
            models.CheckConstraint(
                name="claim_about_the_field_has_no_reading",
                condition=Q(framework__isnull=False)
                | Q(rating__isnull=True, availability="", quantity__isnull=True),
                violation_error_message="A claim without a framework has no reading.",
            ),
            models.CheckConstraint(
                name="claim_as_of_is_a_partial_date",
                condition=Q(as_of="") | Q(as_of__regex=partial_dates.PATTERN),
            ),
            models.CheckConstraint(
                name="claim_state_is_known",
                condition=Q(
                    state__in=["draft", "in_review", "published", "disputed", "outdated", "rejected"]
                ),
            ),
            models.CheckConstraint(
                name="claim_set_aside_says_why",
                condition=~Q(state__in=["disputed", "outdated", "rejected"])
                | (~Q(state_reason="") & Q(state_since__isnull=False)),
            ),
            models.CheckConstraint(
                name="claim_disputed_or_outdated_names_a_source",
                condition=~Q(state__in=["disputed", "outdated"]) | Q(state_source__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_in_public_has_its_day",
                condition=~Q(state__in=["published", "disputed", "outdated"]) | Q(published_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.statement

    def get_absolute_url(self):
        return reverse("comparisons:claim_detail", args=[self.slug])

    def save(self, *args, **kwargs):
        """Number a new claim within its article."""
        if self.slug:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # Whoever else numbers a claim of this article waits here until this one is written.
            Article.objects.select_for_update().get(pk=self.article_id)
            self.position, self.slug = next_numbers(self.article, 1)[0]
            try:
                super().save(*args, **kwargs)
            except BaseException:
                self.position, self.slug = None, ""
                raise

    def clean(self):
        """Refuse a reading that is not of the criterion's measure."""
        if not self.criterion_id:
            return
        measure = self.criterion.measure
        readings = {
            "rating": (self.rating is not None, (Measure.RATING, Measure.SUITABILITY)),
            "availability": (bool(self.availability), (Measure.AVAILABILITY,)),
            "quantity": (self.quantity is not None, (Measure.QUANTITY,)),
        }
        for field, (is_given, measures) in readings.items():
            if is_given and measure not in measures:
                raise ValidationError(
                    {field: f"“{self.criterion}” is measured as {measure}; leave this empty."}
                )

    def written_by(self):
        """Return the keys of the users whose words it holds: who entered it, and who changed its content since."""
        writers, before = {self.created_by_id}, None
        for record in self.history.order_by("history_id"):
            content = [getattr(record, self._meta.get_field(name).attname) for name in self.CONTENT]
            if content != before:
                writers.add(record.history_user_id)
            before = content
        return writers - {None}

    @property
    def section(self):
        """The article's section in which the claim stands first."""
        return self.locator.partition(" › ")[0]

    @property
    def is_public(self):
        return self.state in PUBLIC_STATES

    def move_to(self, state, *, by, reason="", source=None, on=None):
        """Change the state, where the guards allow it, and save.

        `by` is the user who decides, `on` the day (today by default). Disputed, outdated and rejected need a
        `reason`, the first two also a `source` (an article). Raises TransitionRefused with a sentence for the editor.
        """
        state, now = State(state), State(self.state)
        if state not in TRANSITIONS[now]:
            raise TransitionRefused(
                f"A claim that is {now.label.lower()} cannot become {state.label.lower()}."
            )
        if (
            state in COUNTING_STATES
            and now == State.IN_REVIEW
            and not by.is_superuser
            and by.pk in self.written_by()
        ):
            raise TransitionRefused("Nobody publishes their own claim: ask another editor.")
        if state in NEEDS_REASON and not reason.strip():
            raise TransitionRefused(f"Say why the claim is {state.label.lower()}.")
        if state in NEEDS_SOURCE and source is None:
            raise TransitionRefused(f"Name the article that shows that the claim is {state.label.lower()}.")
        on = on or timezone.localdate()
        self.state, self.state_since = state, on
        self.state_reason = reason.strip()
        self.state_source = source if state in NEEDS_SOURCE else None
        if state in PUBLIC_STATES and not self.published_on:
            self.published_on = on
        self._history_user = by
        self._change_reason = f"{now.label} → {state.label}" + (
            f": {self.state_reason}" if self.state_reason else ""
        )
        self.save()
