from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.models import Article
from articles.revisions import Revised
from articles.slugs import Slugged, SluggedQuerySet
from comparisons.models import Criterion
from comparisons.verdicts import Measure

RESERVED = {
    "result",
    "all",
    "save",
    "answers",
    "room",
}  # words that stand in addresses where a question's slug would

PARAMETERS = {"framework", "since", "publisher_kind", "without", "format", "title", "note", "action", "name"}


def validate_question_slug(slug):
    """Raise ValidationError for a slug that an address or an answer's name needs for something else."""
    if slug in RESERVED | PARAMETERS:
        raise ValidationError(f"“{slug}” is used in addresses; choose another slug.")


class Question(Slugged):
    """Something that is asked before a framework is recommended."""

    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[validate_question_slug],
        help_text="Stands in answers' addresses.",
    )
    text = models.CharField(max_length=200, help_text="The question itself, as it is read.")
    help = models.TextField(blank=True, help_text="What is meant, and why it matters. A sentence or two.")
    advised_by = models.ManyToManyField(
        Article, blank=True, related_name="advised_questions", help_text="Articles that advise to ask this."
    )

    _history_m2m_fields = [advised_by]

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.text


class QuestionnaireQuerySet(SluggedQuerySet):
    def public(self):
        return self.filter(is_published=True)

    def with_question_counts(self):
        return self.annotate(question_count=models.Count("steps"))


class Questionnaire(Slugged):
    """Questions in an order."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    summary = models.CharField(max_length=200, help_text="Whom it is for, in one sentence.")
    position = models.PositiveSmallIntegerField(default=0)
    is_published = models.BooleanField("published", default=False)
    questions = models.ManyToManyField(Question, through="Step", related_name="questionnaires")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("questionnaire:questionnaire_detail", args=[self.slug])


class StepQuerySet(models.QuerySet):
    def get_by_natural_key(self, questionnaire, question):
        return self.get(questionnaire__slug=questionnaire, question__slug=question)


class Step(Revised):
    """A question's place in a questionnaire."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="steps")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="step_asks_a_question_once", fields=["questionnaire", "question"]),
            models.UniqueConstraint(name="step_has_a_place_of_its_own", fields=["questionnaire", "position"]),
        ]

    def __str__(self):
        return f"{self.questionnaire} {self.position}: {self.question}"

    def natural_key(self):
        return (self.questionnaire.slug, self.question.slug)


class Option(Slugged):
    """One answer that can be chosen, with what it demands where it is a must-have."""

    SCOPE = "question"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    slug = models.SlugField(max_length=60)
    text = models.CharField(max_length=200)
    help = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    required_criterion = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What “must have” demands for this answer. Empty: it cannot be a must-have.",
    )
    required_value = models.SmallIntegerField(
        null=True,
        blank=True,
        help_text="From −2 to +2. For availability: +2 in core, +1 official extension, 0 third party.",
    )

    class Meta:
        ordering = ["question", "position", "slug"]
        constraints = [
            models.UniqueConstraint(name="option_slug_is_its_own", fields=["question", "slug"]),
            models.CheckConstraint(
                name="option_slug_is_not_an_abstention", condition=~Q(slug__in=["any", "unknown"])
            ),
            models.CheckConstraint(
                name="option_demands_a_criterion_at_a_value",
                condition=Q(required_criterion__isnull=True, required_value__isnull=True)
                | Q(
                    required_criterion__isnull=False,
                    required_value__isnull=False,  # a comparison with NULL would pass
                    required_value__range=(-2, 2),
                ),
                violation_error_message="A must-have needs both a criterion and a value from −2 to +2.",
            ),
        ]

    def __str__(self):
        return self.text

    def natural_key(self):
        return super().natural_key()

    natural_key.dependencies = ["questionnaire.question", "comparisons.criterion"]


class WeightQuerySet(models.QuerySet):
    def get_by_natural_key(self, question, option, criterion):
        return self.get(option__question__slug=question, option__slug=option, criterion__slug=criterion)


class Weight(Revised):
    """How much an option makes a criterion count."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="weights")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="weights")
    weight = models.PositiveSmallIntegerField(
        help_text="1 to 3; times how important the visitor finds the question."
    )

    objects = WeightQuerySet.as_manager()

    class Meta:
        ordering = ["option", "-weight", "criterion"]
        constraints = [
            models.UniqueConstraint(name="weight_counts_a_criterion_once", fields=["option", "criterion"]),
            models.CheckConstraint(name="weight_is_one_to_three", condition=Q(weight__range=(1, 3))),
        ]

    def __str__(self):
        return f"{self.criterion} × {self.weight}"

    def natural_key(self):
        return (*self.option.natural_key(), self.criterion.slug)

    natural_key.dependencies = ["questionnaire.option", "comparisons.criterion"]

    def clean(self):
        """Refuse a criterion that has no value to multiply."""
        if self.criterion_id and self.criterion.measure in (Measure.DESCRIPTION, Measure.QUANTITY):
            raise ValidationError(
                {"criterion": f"“{self.criterion}” is a {self.criterion.measure}: it has no steps to score."}
            )


class ConflictQuerySet(models.QuerySet):
    def get_by_natural_key(self, question, option, other_question, other_option):
        return self.get(
            option__question__slug=question,
            option__slug=option,
            other__question__slug=other_question,
            other__slug=other_option,
        )


class Conflict(Revised):
    """Two answers that hardly go together, and what to say about it kindly."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="conflicts")
    other = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=300, help_text="What to think about; never a reproach.")

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="conflict_is_told_once", fields=["option", "other"]),
            models.CheckConstraint(name="conflict_has_two_sides", condition=~Q(option=F("other"))),
        ]

    def __str__(self):
        return self.message

    def natural_key(self):
        return (*self.option.natural_key(), *self.other.natural_key())

    natural_key.dependencies = ["questionnaire.option"]
