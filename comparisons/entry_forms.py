"""The form with which an editor enters claims while reading: names by their beginning, readings by the criterion's scale."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from . import wording
from .models import Claim, Criterion, Framework
from .nearest import nearest
from .verdicts import Availability, Measure

STANDS_FOR_THE_NAME = "*"
QUALIFIERS = {"~": Claim.Qualifier.ABOUT, ">": Claim.Qualifier.AT_LEAST, "<": Claim.Qualifier.AT_MOST}
RANGE = re.compile(r"^([\d.,]+)\s*(?:–|-|to)\s*([\d.,]+)$")


def found_by_name(rows, typed, noun):
    """Return the one row whose name or slug is, begins with or holds what was typed; “sc lo” begins two words.

    Of several names, the one with which all of them begin is meant. Raises ValidationError that names the candidates
    where several fit, and says so where none does.
    """
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        raise ValidationError(f"Name the {noun}.")
    ways = [
        lambda row: wanted in (row.name.casefold(), row.slug),
        lambda row: row.name.casefold().startswith(wanted) or row.slug.startswith(wanted),
        lambda row: _begin_words(wanted.split(), row.name.casefold().split()),
        lambda row: wanted in row.name.casefold() or wanted in row.slug,
    ]
    for fits in ways:
        found = sorted((row for row in rows if fits(row)), key=lambda row: len(row.name))
        # One name that all the others begin with is meant; whoever means a longer one types more of it.
        if found and all(row.name.casefold().startswith(found[0].name.casefold()) for row in found):
            return found[0]
        if found:
            names = ", ".join(row.name for row in found[:6]) + (" …" if len(found) > 6 else "")
            raise ValidationError(f"“{typed}” may be {names}: type more of it.")
    raise ValidationError(f"No {noun} is called “{typed}”.")


def _begin_words(typed, words):
    """Return whether what was typed begins words of a name, in their order."""
    rest = iter(words)
    return all(any(word.startswith(part) for word in rest) for part in typed)


def scale_of(criterion):
    """Return [(what to type, what it means)] of a criterion's readings; empty for figures and descriptions."""
    if criterion.measure in (Measure.RATING, Measure.SUITABILITY):
        return [
            (str(step), word) for step, word in zip((-2, -1, 0, 1, 2), wording.scale(criterion), strict=True)
        ][::-1]
    if criterion.measure == Measure.AVAILABILITY:
        return [(value, label) for value, label in Availability.choices]
    return []


def read_reading(criterion, typed):
    """Return the fields of a Claim that a typed reading gives; {} for none. Raises ValidationError."""
    typed = typed.strip()
    if not typed:
        return {}
    if criterion.measure == Measure.DESCRIPTION:
        raise ValidationError(f"“{criterion}” is told, not scored: leave the reading empty.")
    if criterion.measure == Measure.QUANTITY:
        return _figure(criterion, typed)
    scale = scale_of(criterion)
    wanted = typed.replace("−", "-").lstrip("+").casefold()
    found = [value for value, word in scale if wanted in (value, word.casefold())] or [
        value for value, word in scale if value.startswith(wanted) or word.casefold().startswith(wanted)
    ]
    if len(found) != 1:
        offered = ", ".join(f"{value} ({word})" for value, word in scale)
        raise ValidationError(f"“{typed}” is not on the scale of “{criterion}”: {offered}.")
    if criterion.measure == Measure.AVAILABILITY:
        return {"availability": found[0]}
    return {"rating": int(found[0])}


def _figure(criterion, typed):
    qualifier = QUALIFIERS.get(typed[0], "")
    rest = typed[1:].strip() if qualifier else typed
    rest = rest.removesuffix(criterion.unit).strip()
    ends = RANGE.match(rest)
    try:
        figures = [Decimal(each.replace(",", "")) for each in (ends.groups() if ends else [rest])]
        if not all(figure.is_finite() for figure in figures):
            raise InvalidOperation
    except InvalidOperation:
        raise ValidationError(
            f"“{typed}” is no figure in {criterion.unit}: write 1200, ~1200 (about), >1200 (at least), <1200 (at most)"
            " or 1200-1500."
        ) from None
    found = {"quantity": figures[0], "qualifier": qualifier}
    return found | ({"quantity_high": figures[1]} if ends else {})


class EntryForm(forms.Form):
    """One statement of an article, about one framework or in the same words about several."""

    locator = forms.CharField(
        label="Place",
        max_length=500,
        help_text="Filled from where you are. Several places are separated by “ ; ”.",
    )
    frameworks = forms.CharField(
        label="Frameworks",
        required=False,
        max_length=300,
        help_text="The beginning of a name is enough; several by commas. Empty: the field in general.",
    )
    criterion = forms.CharField(
        label="Criterion", max_length=80, help_text="The beginning of its name is enough."
    )
    statement = forms.CharField(
        label="Statement",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In our own words. * stands for the framework's name.",
    )
    reading = forms.CharField(label="Reading", required=False, max_length=60)
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        max_length=300,
        help_text="For figures: what was asked for, machine, mode. “Not stated” is a condition too.",
    )
    compared_with = forms.CharField(label="Compared with", required=False, max_length=80)
    as_of = forms.CharField(
        label="As of", required=False, max_length=10, help_text="2025, 2025-04 or 2025-04-30"
    )
    as_of_version = forms.CharField(label="As of version", required=False, max_length=60)
    submits = forms.BooleanField(label="Send to review at once", required=False)
    is_new = forms.BooleanField(label="It says something else: add it", required=False)

    def __init__(self, article, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.article, self.user = article, user
        self.all_frameworks = list(Framework.objects.all())
        self.all_criteria = list(Criterion.objects.select_related("group"))
        self.duplicates = []
        for name, choices in (("frameworks", "known-frameworks"), ("compared_with", "known-frameworks"),
                              ("criterion", "known-criteria"), ("reading", "known-readings"), ("locator", "known-places")):  # fmt: skip
            self.fields[name].widget.attrs |= {"list": choices, "autocomplete": "off"}
        if not self.is_bound:
            self.fields["frameworks"].widget.attrs["autofocus"] = True

    def clean_frameworks(self):
        typed = [each for each in self.cleaned_data["frameworks"].split(",") if each.strip()]
        return list(dict.fromkeys(found_by_name(self.all_frameworks, each, "framework") for each in typed))

    def clean_criterion(self):
        return found_by_name(self.all_criteria, self.cleaned_data["criterion"], "criterion")

    def clean_compared_with(self):
        typed = self.cleaned_data["compared_with"]
        return found_by_name(self.all_frameworks, typed, "framework") if typed.strip() else None

    def clean(self):
        """Make the claims, and refuse those that the article makes already."""
        cleaned = super().clean()
        self.claims = []
        if self.errors:
            return cleaned
        try:
            reading = read_reading(cleaned["criterion"], cleaned["reading"])
        except ValidationError as refusal:
            self.add_error("reading", refusal)
            return cleaned
        for framework in cleaned["frameworks"] or [None]:
            claim = self._claim(framework, reading)
            if claim is not None:
                self.claims.append(claim)
        if not cleaned["is_new"] and not self.errors:
            self._refuse_duplicates()
        return cleaned

    def _claim(self, framework, reading):
        cleaned = self.cleaned_data
        claim = Claim(
            article=self.article,
            locator=cleaned["locator"].strip(),
            framework=framework,
            criterion=cleaned["criterion"],
            compared_with=cleaned["compared_with"],
            statement=self._statement_about(framework),
            conditions=cleaned["conditions"].strip(),
            as_of=cleaned["as_of"].strip(),
            as_of_version=cleaned["as_of_version"].strip(),
            created_by=self.user,
            **reading,
        )
        try:
            claim.full_clean(exclude=["slug", "position"])
        except ValidationError as refusal:
            for field, messages in refusal.message_dict.items():
                shown = {"framework": "frameworks", "rating": "reading", "availability": "reading"}.get(
                    field, field
                )
                for message in messages:
                    self.add_error(shown if shown in self.fields else None, message)
            return None
        return claim

    def _statement_about(self, framework):
        """Return the statement with the framework's name: where * stands, and where the first one's name does."""
        statement = " ".join(self.cleaned_data["statement"].split())
        if framework is None:
            return statement
        statement = statement.replace(STANDS_FOR_THE_NAME, framework.name)
        first = self.cleaned_data["frameworks"][0]
        if framework != first:
            statement = re.sub(rf"(?<!\w){re.escape(first.name)}(?!\w)", framework.name, statement)
        return statement

    def _refuse_duplicates(self):
        for claim in self.claims:
            near = nearest(self.article, claim.statement, claim.framework, claim.criterion)
            self.duplicates += [each for each in near if each.is_duplicate]
        if self.duplicates:
            self.add_error(
                None, "The article's claims below say nearly the same. Look, and add it only if it is new."
            )

    def save(self):
        """Save the claims and return them. Raises ValidationError where somebody added the same meanwhile."""
        try:
            with transaction.atomic():
                for claim in self.claims:
                    claim._change_reason = "Entered"
                    claim.save()
                    if self.cleaned_data["submits"]:
                        claim.move_to(Claim.State.IN_REVIEW, by=self.user)
        except IntegrityError as refusal:
            raise ValidationError(
                "Somebody has just added the same claim: reload the page to see it."
            ) from refusal
        return self.claims
