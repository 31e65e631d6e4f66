"""What a visitor may ask of a comparison, read from the address and checked."""

from urllib.parse import urlencode

from django import forms

from articles.models import Publisher

from .evidence import EvidencePolicy

SHOWN = 60  # characters of a wrong value that a message repeats
MAX_OPEN = 12
SHOW = [("all", "All"), ("differences", "Where values differ"), ("evidence", "Where evidence differs")]
SORT = [
    ("group", "By subject"),
    ("difference", "Largest difference first"),
    ("articles", "Most evidence first"),
    ("name", "By name"),
]
FORMATS = ["html", "csv", "json", "md"]


def repeated(value):
    """Return a visitor's value so that a message can repeat it: short, on one line, printable."""
    text = "".join(character if character.isprintable() else "�" for character in str(value))
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


class OneOf(forms.ChoiceField):
    """A parameter with one of a few values; the message names the wrong value and the right ones."""

    def validate(self, value):
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            allowed = ", ".join(key for key, _ in self.choices if key)
            raise forms.ValidationError(f"{repeated(value)} is not one of: {allowed[:300]}.")


class SomeOf(forms.MultipleChoiceField):
    """A repeatable parameter; the message names the values that mean nothing."""

    def validate(self, value):
        known = {key for key, _ in self.choices}
        wrong = [each for each in value if each not in known]
        if wrong:
            more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
            raise forms.ValidationError(
                f"{', '.join(repeated(each) for each in wrong[:3])}{more}: there is none of this name."
            )


class ComparisonForm(forms.Form):
    """Frameworks are part of the path; everything else about a comparison stands in the query."""

    show = OneOf(choices=SHOW, required=False)
    sort = OneOf(choices=SORT, required=False)
    group = SomeOf(required=False)
    criterion = SomeOf(required=False)
    since = OneOf(required=False)
    publisher_kind = SomeOf(choices=Publisher.Kind.choices, required=False)
    without = SomeOf(required=False)
    open = SomeOf(required=False)
    left = OneOf(required=False)
    right = OneOf(required=False)
    wide = OneOf(choices=[("1", "Full table")], required=False)
    format = OneOf(choices=[(name, name) for name in FORMATS], required=False)

    DEFAULTS = {"show": "all", "sort": "group", "format": "html"}
    SINGLE = ["show", "sort", "since", "left", "right", "wide", "format"]

    def __init__(self, data, *, frameworks, criteria, sources):
        """`frameworks` and `criteria` as compared, `sources` as {id: Source} of every article."""
        super().__init__(data)
        self.frameworks = frameworks
        years = sorted({source.year for source in sources.values() if source.published}, reverse=True)
        kinds = {source.publisher_kind for source in sources.values()}
        self.fields["since"].choices = [("", "Any year")] + [(year, f"{year} or later") for year in years]
        self.fields["group"].choices = list({each.group.slug: each.group.name for each in criteria}.items())
        self.fields["criterion"].choices = [(each.slug, each.name) for each in criteria]
        self.fields["publisher_kind"].choices = [
            (kind, label) for kind, label in Publisher.Kind.choices if kind in kinds
        ]
        self.fields["without"].choices = [(source.slug, source.title) for source in sources.values()]
        slugs = [framework.slug for framework in frameworks]
        self.fields["left"].choices = self.fields["right"].choices = [
            (framework.slug, framework.name) for framework in frameworks
        ]
        self.fields["open"].choices = [(f"{slug}.{each.slug}", "") for slug in slugs for each in criteria]

    def clean(self):
        cleaned = super().clean()
        for name in self.SINGLE:
            if len(self.data.getlist(name)) > 1:
                self.add_error(name, "It is given more than once; one value is expected.")
        if len(cleaned.get("open", ())) > MAX_OPEN:
            self.add_error("open", f"At most {MAX_OPEN} cells can be open at once.")
        return cleaned

    @property
    def problems(self):
        """Return what is wrong as [(parameter, message)]."""
        return [(name, message) for name, messages in self.errors.items() for message in messages]

    def value(self, name):
        """Return a parameter's checked value; a wrong or missing one counts as its default."""
        self.errors  # noqa: B018 - runs the checks
        return self.cleaned_data.get(name) or self.DEFAULTS.get(name, [] if name in self._repeatable else "")

    @property
    def _repeatable(self):
        return {name for name, each in self.fields.items() if isinstance(each, SomeOf)}

    @property
    def policy(self):
        return EvidencePolicy(self.value("since"), tuple(self._kinds), tuple(self.value("without")))

    @property
    def _kinds(self):
        """All kinds chosen is the same as none: no restriction."""
        chosen = set(self.value("publisher_kind"))
        every = [kind for kind, _ in self.fields["publisher_kind"].choices]
        return [] if chosen == set(every) else [kind for kind in every if kind in chosen]

    @property
    def pair(self):
        """Return the numbers (from 1) of the two columns that a narrow screen shows."""
        slugs = [framework.slug for framework in self.frameworks]
        left = slugs.index(self.value("left")) if self.value("left") else 0
        right = slugs.index(self.value("right")) if self.value("right") else (1 if left == 0 else 0)
        if right == left:
            right = next(index for index in range(len(slugs)) if index != left)
        return left + 1, right + 1

    def parameters(self, **changes):
        """Return the query as [(name, value)] in one canonical order, defaults left out, with changes applied."""
        values = {name: self.value(name) for name in self.fields} | {"publisher_kind": self._kinds} | changes
        pairs = []
        for name, value in values.items():
            if value == self.DEFAULTS.get(name):
                continue
            for each in value if isinstance(value, list | tuple) else [value] if value else []:
                if (name, each) not in pairs:
                    pairs.append((name, each))
        return pairs

    def query(self, **changes):
        """Return the canonical query string, with changes applied."""
        return urlencode(self.parameters(**changes))
