"""What a maker writes beside a result or a room."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from comparisons.forms import SomeOf


class PrivateForm(forms.Form):
    """A form whose problems are told as [(name, message)], like those of an address."""

    @property
    def problems(self):
        return [(name, message) for name, messages in self.errors.items() for message in messages]


class ResultForm(PrivateForm):
    title = forms.CharField(max_length=120, required=False, validators=[ProhibitNullCharactersValidator()])
    note = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[ProhibitNullCharactersValidator()],
    )


class RoomForm(PrivateForm):
    """What a team answers, and about which frameworks; none chosen means the usual ones."""

    title = forms.CharField(max_length=120, required=False, validators=[ProhibitNullCharactersValidator()])
    framework = SomeOf(required=False)

    def __init__(self, *args, frameworks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = [(framework.slug, framework.name) for framework in frameworks]

    def clean_framework(self):
        chosen = list(dict.fromkeys(self.cleaned_data["framework"]))
        if len(chosen) == 1:
            raise forms.ValidationError(
                "One framework alone cannot be ranked: choose two or more, or none for the usual ones."
            )
        return chosen


class NameForm(PrivateForm):
    """The name under which the others in a room see somebody's answers; empty for none."""

    name = forms.CharField(max_length=60, required=False, validators=[ProhibitNullCharactersValidator()])

    def clean_name(self):
        """Put the name on one line; what nobody could see is no name."""
        name = " ".join(self.cleaned_data["name"].split())
        return name if any(character.isprintable() for character in name) else ""
