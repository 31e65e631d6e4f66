"""Test data for the questionnaire. Every default is the published, open, usual case.

`QuestionnaireFactory(questions=[…])` puts questions into it in this order; `OptionFactory(weights={"speed": 2})` weighs
criteria by their slugs. A room, result or member remembers its tokens, which the database does not:
`room.token`, `room.maker`, `member.token`.
"""

import factory
from django.utils import timezone

from questionnaire.models import (
    Conflict,
    Member,
    Option,
    Question,
    Questionnaire,
    Result,
    Room,
    Step,
    Weight,
)
from questionnaire.tokens import digest, new_token
from tests.factories import CriterionFactory


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"question-{n:03}")
    text = factory.LazyAttribute(lambda question: f"What about {question.slug}?")


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Questionnaire
        django_get_or_create = ["slug"]
        skip_postgeneration_save = True

    name = factory.LazyAttribute(lambda questionnaire: questionnaire.slug.capitalize())
    slug = factory.Sequence(lambda n: f"questionnaire-{n:03}")
    summary = "For everybody who must choose."
    is_published = True

    @factory.post_generation
    def questions(self, create, extracted):
        for position, question in enumerate(extracted or [], start=1):
            StepFactory(questionnaire=self, question=question, position=position)


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Step

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    question = factory.SubFactory(QuestionFactory)
    position = factory.Sequence(lambda n: n + 1)


class OptionFactory(factory.django.DjangoModelFactory):
    """An answer that weighs nothing and cannot be a must-have, unless told."""

    class Meta:
        model = Option
        skip_postgeneration_save = True

    question = factory.SubFactory(QuestionFactory)
    slug = factory.Sequence(lambda n: f"option-{n:03}")
    text = factory.LazyAttribute(lambda option: option.slug.capitalize())

    @factory.post_generation
    def weights(self, create, extracted):
        for criterion, weight in (extracted or {}).items():
            WeightFactory(option=self, criterion__slug=criterion, weight=weight)


class WeightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Weight

    option = factory.SubFactory(OptionFactory)
    criterion = factory.SubFactory(CriterionFactory)
    weight = 1


class ConflictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conflict

    option = factory.SubFactory(OptionFactory)
    other = factory.SubFactory(OptionFactory)
    message = "Think about whether these go together."


class PrivateFactory(factory.django.DjangoModelFactory):
    """Something behind secret addresses: `token` and `maker` stay on the object, their digests go to the database."""

    class Meta:
        abstract = True

    token = factory.LazyFunction(new_token)

    @classmethod
    def _create(cls, model, *args, **fields):
        tokens = {name: fields.pop(name) for name in ("token", "maker") if name in fields}
        made = super()._create(
            model, *args, **fields, **{f"{name}_digest": digest(token) for name, token in tokens.items()}
        )
        vars(made).update(tokens)
        return made


class ResultFactory(PrivateFactory):
    class Meta:
        model = Result

    maker = factory.LazyFunction(new_token)
    questionnaire = "short"
    query = "question-000=option-000"
    data = factory.LazyFunction(dict)
    frozen = "<p>What was shown.</p>"


class RoomFactory(PrivateFactory):
    class Meta:
        model = Room

    maker = factory.LazyFunction(new_token)
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    created_at = factory.LazyFunction(timezone.now)

    class Params:
        is_closed = factory.Trait(closed_at=factory.SelfAttribute("created_at"))


class MemberFactory(PrivateFactory):
    """A member who has answered `query`; one without a query has only joined."""

    class Meta:
        model = Member

    room = factory.SubFactory(RoomFactory)
    query = ""
    answered_at = factory.LazyAttribute(lambda member: timezone.now() if member.query else None)
