"""The database refuses nonsense about questionnaires and results: one test for each of its rules."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from questionnaire.models import Question, Questionnaire, Result
from tests.factories import CriterionFactory

from .factories import (
    ConflictFactory,
    OptionFactory,
    QuestionFactory,
    QuestionnaireFactory,
    ResultFactory,
    StepFactory,
    WeightFactory,
)

pytestmark = pytest.mark.django_db


def test_questions_differ_in_slug():
    QuestionFactory(slug="size")
    other = QuestionFactory(slug="load")
    with pytest.raises(IntegrityError):  # "questionnaire_question.slug"
        Question.objects.filter(pk=other.pk).update(slug="size")


def test_questionnaires_differ_in_slug():
    QuestionnaireFactory(slug="short")
    other = QuestionnaireFactory(slug="full")
    with pytest.raises(IntegrityError):  # "questionnaire_questionnaire.slug"
        Questionnaire.objects.filter(pk=other.pk).update(slug="short")


def test_questionnaires_differ_in_name():
    QuestionnaireFactory(slug="short", name="Short")
    other = QuestionnaireFactory(slug="full", name="Full")
    with pytest.raises(IntegrityError):  # "questionnaire_questionnaire.name"
        Questionnaire.objects.filter(pk=other.pk).update(name="Short")


def test_results_differ_in_token():
    first, other = ResultFactory(), ResultFactory()
    with pytest.raises(IntegrityError):  # "questionnaire_result.token_digest"
        Result.objects.filter(pk=other.pk).update(token_digest=first.token_digest)


def test_a_questionnaire_asks_a_question_once():
    step = StepFactory(position=1)
    with pytest.raises(IntegrityError):  # step_asks_a_question_once
        StepFactory(questionnaire=step.questionnaire, question=step.question, position=2)


def test_a_step_has_a_place_of_its_own():
    step = StepFactory(position=1)
    with pytest.raises(IntegrityError):  # step_has_a_place_of_its_own
        StepFactory(questionnaire=step.questionnaire, position=1)


def test_a_question_stays_while_it_is_asked():
    step = StepFactory()
    with pytest.raises(IntegrityError, match="'Step.question'"):  # noqa: RUF043
        step.question.delete()


def test_options_of_a_question_differ_in_slug():
    option = OptionFactory(slug="yes")
    with pytest.raises(IntegrityError):  # option_slug_is_its_own
        OptionFactory(question=option.question, slug="yes")


@pytest.mark.parametrize("slug", ["any", "unknown"])
def test_an_option_is_no_abstention(slug):
    with pytest.raises(IntegrityError, match="option_slug_is_not_an_abstention"):
        OptionFactory(slug=slug)


@pytest.mark.parametrize("value", [None, 3, -3])
def test_a_must_have_demands_a_value_of_the_scale(value):
    with pytest.raises(IntegrityError, match="option_demands_a_criterion_at_a_value"):
        OptionFactory(required_criterion=CriterionFactory(), required_value=value)


def test_a_must_have_demands_it_of_a_criterion():
    with pytest.raises(IntegrityError, match="option_demands_a_criterion_at_a_value"):
        OptionFactory(required_criterion=None, required_value=1)


def test_a_criterion_stays_while_a_must_have_demands_it():
    option = OptionFactory(required_criterion=CriterionFactory(), required_value=1)
    with pytest.raises(IntegrityError, match="'Option.required_criterion'"):  # noqa: RUF043
        option.required_criterion.delete()


def test_an_option_counts_a_criterion_once():
    weight = WeightFactory()
    with pytest.raises(IntegrityError):  # weight_counts_a_criterion_once
        WeightFactory(option=weight.option, criterion=weight.criterion)


@pytest.mark.parametrize("weight", [0, 4])
def test_a_weight_is_one_to_three(weight):
    with pytest.raises(IntegrityError, match="weight_is_one_to_three"):
        WeightFactory(weight=weight)


def test_a_criterion_stays_while_an_option_weighs_it():
    weight = WeightFactory()
    with pytest.raises(IntegrityError, match="'Weight.criterion'"):  # noqa: RUF043
        weight.criterion.delete()


@pytest.mark.parametrize("measure", ["description", "quantity"])
def test_only_what_has_steps_can_be_weighed(measure):
    weight = WeightFactory.build(criterion=CriterionFactory(measure=measure), option=OptionFactory())
    with pytest.raises(ValidationError, match="no steps to score"):
        weight.full_clean()


def test_a_conflict_is_told_once():
    conflict = ConflictFactory()
    with pytest.raises(IntegrityError):  # conflict_is_told_once
        ConflictFactory(option=conflict.option, other=conflict.other)


def test_a_conflict_has_two_sides():
    option = OptionFactory()
    with pytest.raises(IntegrityError, match="conflict_has_two_sides"):
        ConflictFactory(option=option, other=option)


def test_a_result_ends_after_it_began():
    now = timezone.now()
    with pytest.raises(IntegrityError, match="result_ends_after_it_began"):
        ResultFactory(created_at=now, expires_at=now)


def test_a_result_shows_something():
    with pytest.raises(IntegrityError, match="result_shows_something"):
        ResultFactory(frozen="")


@pytest.mark.parametrize("slug", ["result", "all", "save", "room", "since", "framework", "action", "name"])
def test_a_question_does_not_take_a_word_that_addresses_use(slug):
    with pytest.raises(ValidationError, match="is used in addresses"):
        Question(slug=slug, text="What?").full_clean()
