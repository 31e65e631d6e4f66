"""Who may move a claim where, and the form that asks for reason and source."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from articles.models import Article

from ..models import Claim
from ..models.claim import EDITORS_WAYS, NEEDS_REASON, NEEDS_SOURCE, TRANSITIONS, State


def may_move(user, claim, state):
    """Return whether a user's role lets them move a claim there; the claim's own guards come on top."""
    if not user.has_perm("comparisons.change_claim"):
        return False
    return (State(claim.state), State(state)) in EDITORS_WAYS or user.has_perm("comparisons.review_claim")


def ways(user, claim):
    """Return the states into which a user may move a claim, in order."""
    return [
        state for state in State if state in TRANSITIONS[State(claim.state)] and may_move(user, claim, state)
    ]


class StateForm(forms.Form):
    """A new state, with the reason and the source that some states need."""

    state = forms.ChoiceField(label="New state")
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Needed for disputed, outdated and rejected. Visitors read it.",
    )
    source = forms.ModelChoiceField(
        Article.objects.all(),
        required=False,
        widget=AutocompleteSelect(Claim._meta.get_field("article"), admin.site),
        help_text="Needed for disputed and outdated: the article that shows it.",
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, claim, user, *args, **kwargs):
        super().__init__(*args, initial={"seen_revision": claim.revision}, **kwargs)
        self.claim = claim
        self.fields["state"].choices = [(state.value, state.label) for state in ways(user, claim)]

    def clean(self):
        cleaned = super().clean()
        state = cleaned.get("state")
        if state in NEEDS_REASON and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "Say why.")
        if state in NEEDS_SOURCE and not cleaned.get("source"):
            self.add_error("source", "Name the article that shows it.")
        if cleaned.get("seen_revision") != self.claim.revision:
            self.data = self.data.copy()
            self.data["seen_revision"] = self.claim.revision
            raise forms.ValidationError(
                "The claim was changed since you opened this page: read it as it stands above, then decide."
            )
        return cleaned
