"""Rows within another row's form, which may change or vanish while somebody writes."""

import re

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT


class RowFormSet(forms.models.BaseInlineFormSet):
    """Rows within a form; none is deleted unseen, and what was typed into a deleted one becomes a new row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gone = []  # the last records of the rows that were deleted while somebody wrote into them
        if self.is_bound and self.management_form.is_valid():
            self._put_deleted_rows_last()

    def clean(self):
        super().clean()
        if self.gone:
            who = ", ".join(
                f"“{record.instance}” by {record.history_user or 'the system'}" for record in self.gone
            )
            raise forms.ValidationError(
                f"Deleted while you wrote: {who}; nothing was saved. What you wrote stands below as a new row: save again"
                " to add it, or empty it to leave it deleted."
            )
        for form in self.deleted_forms:
            seen = form.data.get(form.add_prefix("seen_revision"))
            if form.instance.pk and str(form.instance.revision) != seen:
                form.data = form.data.copy()
                form.data[form.add_prefix("seen_revision")] = form.instance.revision
                raise forms.ValidationError(
                    f"“{form.instance}” was changed since you opened this page; nothing was saved. It is shown as it"
                    " is now: delete it again if you still want to."
                )

    def _put_deleted_rows_last(self):
        """Number the rows that were sent anew where some no longer exist: those that were touched become new ones."""
        counts = self.management_form.cleaned_data
        initial = min(counts[INITIAL_FORM_COUNT], self.absolute_max)
        total = min(counts[TOTAL_FORM_COUNT], self.absolute_max)
        there = {str(row.pk) for row in self.get_queryset()}
        lost = [number for number in range(initial) if self._sent(number, "id") not in there]
        touched = [number for number in lost if self._is_touched(number)]
        if not lost:
            return
        order = [number for number in range(total) if number not in lost] + touched
        fields = {}
        for name, values in self.data.lists():
            if match := re.fullmatch(rf"{re.escape(self.prefix)}-(\d{{1,6}})-(.+)", name):
                fields.setdefault(int(match[1]), []).append((match[2], values))
        self.data = self.data.copy()
        for number, sent in fields.items():
            for name, _ in sent:
                self.data.pop(f"{self.add_prefix(number)}-{name}")
        for place, number in enumerate(order):
            for name, values in fields.get(number, ()):
                is_key = number in touched and name in ("id", "seen_revision")
                self.data.setlist(f"{self.add_prefix(place)}-{name}", [""] if is_key else values)
        self.data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(initial - len(lost))
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(len(order))
        del self.management_form  # it is read anew

    def _sent(self, number, name):
        return self.data.get(f"{self.add_prefix(number)}-{name}", "")

    def _is_touched(self, number):
        """Return whether somebody wrote into a deleted row, and remember its last record if so."""
        key, seen = self._sent(number, "id"), self._sent(number, "seen_revision")
        if self._sent(number, DELETION_FIELD_NAME) or not all(map(_is_number, (key, seen))):
            return False
        records = self.model.history.filter(id=key).select_related("history_user")
        base, last = records.filter(revision=seen).first(), records.first()
        if base is None:
            return False
        form = self.form(self.data, prefix=self.add_prefix(number), instance=base.instance)
        if not set(form.changed_data) - {"seen_revision"}:
            return False
        self.gone.append(last)
        return True


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 19
