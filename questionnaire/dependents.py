"""What of ours rests on criteria, told to whoever decides about claims."""

from collections import defaultdict

from django.db.models import Count

from .models import Questionnaire, Result, Weight


def dependents_of(criteria):
    """Return {criterion key: {"questionnaires": n, "saved results": n}} for the given keys, in three queries.

    A questionnaire rests on a criterion if an answer to one of its questions weighs it; a saved result, if its
    questionnaire does.
    """
    asking = defaultdict(set)
    weighed = Weight.objects.filter(criterion__in=criteria).values_list(
        "criterion", "option__question__questionnaires"
    )
    for criterion, questionnaire in weighed:
        asking[criterion].add(questionnaire)
    public = dict(Questionnaire.objects.public().values_list("pk", "slug"))
    saved = dict(
        Result.objects.filter(questionnaire__in=list(public.values()))
        .order_by()
        .values_list("questionnaire")
        .annotate(number=Count("pk"))
    )
    return {
        criterion: {
            "questionnaires": len(keys & public.keys()),
            "saved results": sum(saved.get(public[key], 0) for key in keys & public.keys()),
        }
        for criterion, keys in asking.items()
    }
