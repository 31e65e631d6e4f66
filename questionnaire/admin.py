"""Questionnaires are data: questions, options, and what each option weighs."""

from django.contrib import admin
from django.db.models import Count

from articles.admin.merging import MergeAdmin
from articles.admin.revised import RevisedAdmin, RevisedInline

from .models import Conflict, Option, Question, Questionnaire, Step, Weight


class StepInline(RevisedInline):
    model = Step
    autocomplete_fields = ["question"]


class OptionInline(RevisedInline):
    model = Option
    fields = ["position", "slug", "text", "help", "required_criterion", "required_value"]
    autocomplete_fields = ["required_criterion"]
    show_change_link = True


class WeightInline(RevisedInline):
    model = Weight
    autocomplete_fields = ["criterion"]


class ConflictInline(RevisedInline):
    model = Conflict
    fk_name = "option"
    autocomplete_fields = ["other"]


@admin.register(Questionnaire)
class QuestionnaireAdmin(MergeAdmin, RevisedAdmin):
    list_display = ["name", "slug", "question_count", "is_published", "position"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [StepInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(question_count=Count("steps"))

    @admin.display(description="questions", ordering="question_count")
    def question_count(self, questionnaire):
        return questionnaire.question_count


@admin.register(Question)
class QuestionAdmin(MergeAdmin, RevisedAdmin):
    list_display = ["text", "slug", "what_it_weighs"]
    search_fields = ["text", "slug"]
    autocomplete_fields = ["advised_by"]
    inlines = [OptionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("options__weights__criterion")

    def get_prepopulated_fields(self, request, obj=None):
        # Answers stand in addresses under the question's slug: it is suggested once and never follows a new text.
        return {} if obj else {"slug": ["text"]}

    @admin.display(description="what its answers weigh")
    def what_it_weighs(self, question):
        return "; ".join(
            f"{option.slug}: {', '.join(str(weight) for weight in option.weights.all()) or 'nothing'}"
            for option in question.options.all()
        )


@admin.register(Option)
class OptionAdmin(MergeAdmin, RevisedAdmin):
    list_display = ["text", "question", "weights_in_words", "required_criterion", "required_value"]
    list_filter = ["question__questionnaires"]
    list_select_related = ["question", "required_criterion"]
    search_fields = ["text", "slug", "question__text"]
    autocomplete_fields = ["question", "required_criterion"]
    inlines = [WeightInline, ConflictInline]

    def may_merge(self, request):
        # Merging is the administrators': an answer belongs to its question.
        return super().may_merge(request) and request.user.has_perm("questionnaire.delete_question")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("weights__criterion")

    @admin.display(description="weighs")
    def weights_in_words(self, option):
        return ", ".join(str(weight) for weight in option.weights.all()) or "nothing"
