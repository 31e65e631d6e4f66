"""Forms that know which revision they show, and tell both texts where somebody else saved meanwhile."""

import copy
from dataclasses import dataclass

from django import forms
from django.forms.models import construct_instance

from ..revisions import in_words, keys_listed, names_of, told_fields, told_lists


def accompanying(model):
    """Return the names of the fields that go with every change: a model may have a reason of its own."""
    own = {field.name for field in model._meta.get_fields()}
    return [name for name in ("reason", "seen_revision") if name not in own]


@dataclass(frozen=True)
class Clash:
    """A field that two editors changed at once."""

    label: str
    theirs: str
    yours: str


class ListForm(forms.ModelForm):
    """A row of a list, or of a form within a form."""

    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shows_clashes = False  # whether the page has a table of them; else the message tells them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes = []
        # An unbound form shows the revision that its other fields show.
        self.fields["seen_revision"].initial = None if self.instance._state.adding else self.instance.revision

    def clean(self):
        cleaned = super().clean()
        if not self.instance._state.adding:
            seen = self.cleaned_data.get("seen_revision")
            if seen is None:
                self.add_error(None, "The form does not say which revision it shows: open it again.")
            elif seen != self.instance.revision:
                self._meet_other_revision(seen)
        return cleaned

    def _meet_other_revision(self, seen):
        """Leave a row of a list alone that only the other one changed; else tell what happened."""
        base = self._revision(seen)
        if base is not None and not self.shows_clashes and not self._touched_since(base):
            self.changed_data = []  # a form without changes is not saved
        else:
            self._tell_what_happened(base)

    def _revision(self, number):
        model = type(self.instance)
        # The last record of a revision knows its lists, too.
        return model.history.filter(**{model._meta.pk.name: self.instance.pk}, revision=number).first()

    def _touched_since(self, base):
        mine = construct_instance(self, copy.copy(self.instance))
        return any(
            getattr(mine, field.attname) != getattr(base, field.attname)
            for field in told_fields(type(mine))
            if field.name in self.cleaned_data
        )

    def _tell_what_happened(self, base):
        """Take over what only the other one changed, and tell the fields that both changed."""
        model, row = type(self.instance), self.instance
        mine = construct_instance(self, copy.copy(row))
        names = names_of(model, [row, mine])
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_revision")] = row.revision
        taken = []
        for field in told_fields(model):
            if field.name not in self.cleaned_data:
                continue
            theirs, yours = getattr(row, field.attname), getattr(mine, field.attname)
            if theirs == yours:
                continue
            label = str(field.verbose_name)
            if base is not None and yours == getattr(base, field.attname):
                self._show(field.name, theirs)
                taken.append(label)
            elif base is None or theirs != getattr(base, field.attname):
                self.clashes.append(
                    Clash(label, in_words(field, theirs, names), in_words(field, yours, names))
                )
        for field in told_lists(model):
            if field.name not in self.cleaned_data:
                continue
            theirs = keys_listed(row, field)
            yours = frozenset(each.pk for each in self.cleaned_data[field.name])
            if theirs == yours:
                continue
            label = str(field.verbose_name)
            if base is not None and yours == keys_listed(base, field):
                self.data.setlist(self.add_prefix(field.name), sorted(theirs))
                taken.append(label)
            elif base is None or theirs != keys_listed(base, field):
                names = {
                    (field.related_model, each.pk): str(each)
                    for each in field.related_model._base_manager.filter(pk__in=theirs | yours)
                }
                self.clashes.append(
                    Clash(label, in_words(field, theirs, names), in_words(field, yours, names))
                )
        self.add_error(None, self._what_happened(model, row, taken))

    def _what_happened(self, model, row, taken):
        last = model.history.filter(**{model._meta.pk.name: row.pk}).select_related("history_user").first()
        who = str(last.history_user) if last and last.history_user else "Somebody else"
        why = f" ({last.history_change_reason})" if last and last.history_change_reason else ""
        sentences = [
            f"{who} saved revision {row.revision}{why} while you wrote; nothing of yours was saved yet."
        ]
        if taken:
            sentences.append(f"Taken over from it, since you had not touched it: {', '.join(taken)}.")
        if not self.shows_clashes:
            sentences += [
                f"Both of you changed {clash.label}: theirs is “{clash.theirs}”, yours “{clash.yours}”."
                for clash in self.clashes
            ]
        sentences.append("Look at both, mend yours where needed, and save again.")
        return " ".join(sentences)  # fmt: skip

    def _show(self, name, value):
        """Let a bound field show another value than the one that was sent."""
        key = self.add_prefix(name)
        if isinstance(self.fields[name], forms.BooleanField) and not value:
            self.data.pop(key, None)
        else:
            self.data[key] = "" if value is None else self.fields[name].prepare_value(value)


class RevisedForm(ListForm):
    """The form of a row, with the reason of the change."""

    shows_clashes = True

    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Kept in the history for ever. Visitors read it where the entry is public.",
    )

    @property
    def changed_content(self):
        """The names of changed fields, without what only accompanies the change."""
        return [name for name in self.changed_data if name not in accompanying(type(self.instance))]
