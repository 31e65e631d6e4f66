"""Filters for the list of claims."""

import django_filters
from django.db.models import Q

from articles.models import Article, Publisher

from .forms import repeated
from .models import Claim, Criterion, Framework, Group
from .models.claim import PUBLIC_STATES


class SlugFilter(django_filters.ModelChoiceFilter):
    """A row chosen by its slug, with a message that names a slug that means nothing."""

    def __init__(self, **kwargs):
        super().__init__(to_field_name="slug", **kwargs)


def _public_choices():
    return [(state.value, state.label) for state in PUBLIC_STATES]


class ClaimFilter(django_filters.FilterSet):
    """Public claims by what they say, about what, from where."""

    q = django_filters.CharFilter(label="Words", method="with_words", max_length=200)
    framework = SlugFilter(queryset=Framework.objects.all(), empty_label="Any framework")
    group = SlugFilter(
        queryset=Group.objects.all(),
        field_name="criterion__group",
        label="Subject",
        empty_label="Any subject",
    )
    criterion = SlugFilter(queryset=Criterion.objects.all(), empty_label="Any criterion")
    article = SlugFilter(
        queryset=Article.objects.filter(claims__state__in=PUBLIC_STATES).distinct(), empty_label="Any article"
    )
    publisher_kind = django_filters.ChoiceFilter(
        choices=Publisher.Kind.choices,
        field_name="article__publisher__kind",
        label="Publisher",
        empty_label="Any kind",
    )
    state = django_filters.ChoiceFilter(choices=_public_choices, empty_label="Any state")

    class Meta:
        model = Claim
        fields = ["q", "framework", "group", "criterion", "article", "publisher_kind", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.form.fields.items():
            if name != "q":
                field.error_messages["invalid_choice"] = self._unknown(name)

    def _unknown(self, name):
        value = self.data.get(name, "") if self.data else ""
        return f"{repeated(value)} is not known here.".replace("%", "%%")  # Django fills in the message

    def with_words(self, queryset, name, value):
        """Keep claims that hold every word, in the statement or in the names around it."""
        for word in value.split()[:10]:
            queryset = queryset.filter(
                Q(statement__icontains=word)
                | Q(framework__name__icontains=word)
                | Q(criterion__name__icontains=word)
                | Q(article__publisher__name__icontains=word)
            )
        return queryset
