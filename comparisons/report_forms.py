"""What visitors write about a claim: a report of a mistake, or a reply of the framework's own people."""

import re
import unicodedata

from django import forms
from django.core.validators import URLValidator

from .models.report import Report
from .stamps import StampRefused, new_stamp, read_stamp

LEAST, MOST = 10, 2000  # characters of a text
TOO_LONG = "It is too long: at most %(limit_value)s characters are taken, it has %(show_value)s."
NO_NUL = "It holds a NUL character, which no text has."


class WordsField(forms.CharField):
    """A text of several lines, counted as its reader sees it: a line's end is one character everywhere."""

    def __init__(self, *, too_short):
        self.too_short = too_short
        messages = {"max_length": TOO_LONG, "null_characters_not_allowed": NO_NUL, "required": too_short}
        super().__init__(max_length=MOST, error_messages=messages)

    def to_python(self, value):
        text = super().to_python(value)
        lines = "\n".join(line.rstrip() for line in text.splitlines())
        lines = re.sub(r"\n{3,}", "\n\n", lines).strip()
        return "".join(each for each in lines if each in "\n\t\0" or not _is_control(each))

    def validate(self, value):
        super().validate(value)
        if sum(each.isprintable() for each in value) < LEAST:
            raise forms.ValidationError(self.too_short)


class PageField(forms.URLField):
    """The address of a page that anybody can open."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs):
        messages = {
            "invalid": "This is no address of a page. It looks like https://example.org/page.",
            "max_length": TOO_LONG,
            "null_characters_not_allowed": NO_NUL,
            "required": "Give the address of a page in the project's own site or repository that shows it.",
        }
        super().__init__(max_length=300, assume_scheme="https", error_messages=messages, **kwargs)


class ReportForm(forms.Form):
    """What is wrong with a claim, and where it can be seen."""

    kind = Report.Kind.REPORT
    text = WordsField(too_short=f"Say what is wrong, in {LEAST} characters or more.")
    evidence = PageField(required=False)
    stamp = forms.CharField(required=False)

    LABELS = {"text": "What is wrong", "evidence": "Where it can be seen", "stamp": "Form"}

    def __init__(self, data=None, *, claim):
        super().__init__(data)
        self.purpose = f"{self.kind} on {claim.pk}"

    def clean_stamp(self):
        """Turn the stamp into the name that the report will have."""
        try:
            return read_stamp(self.cleaned_data["stamp"], self.purpose)
        except StampRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def stamp_to_send(self):
        """Return the stamp for the page's form: the one that came with it while it is good, else a fresh one."""
        if self.is_bound and "stamp" not in self.errors:
            return self.data["stamp"]
        return new_stamp(self.purpose)

    @property
    def problems(self):
        """Return what is wrong as [(label, message)], in the order of the page."""
        return [
            (self.LABELS[name], message)
            for name in self.LABELS
            for message in self.errors.get(name, ())
        ]  # fmt: skip

    @property
    def written(self):
        """Return {field: what was typed}, as a page can print it."""
        return {name: str(self[name].value() or "").replace("\0", "") for name in self.fields}


class ReplyForm(ReportForm):
    """What the framework's own people say to a claim, who they are, and a page that shows it."""

    kind = Report.Kind.REPLY
    text = WordsField(too_short=f"Write the reply, in {LEAST} characters or more.")
    name = forms.CharField(
        max_length=120,
        error_messages={
            "required": "Say who you are for the project: a name and a role.",
            "max_length": TOO_LONG,
            "null_characters_not_allowed": NO_NUL,
        },
    )
    evidence = PageField()

    LABELS = {
        "text": "Your reply",
        "name": "Who you are for the project",
        "evidence": "A page that shows it",
        "stamp": "Form",
    }

    def clean_name(self):
        """Put the name on one line; what nobody could see is no name."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(each.isprintable() for each in name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return "".join(each for each in name if not _is_control(each))


def _is_control(character):
    return unicodedata.category(character) in ("Cc", "Cs")
