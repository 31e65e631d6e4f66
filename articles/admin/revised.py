"""The base of all pages of the workplace: nothing is saved over somebody else's change, and everything is kept."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import revisions
from ..revisions import ChangedMeanwhile, Revised
from ..workplace import kept_fields, readable_fields
from .forms import ListForm, RevisedForm, accompanying
from .rows import RowFormSet


class RevisedInline(admin.TabularInline):
    """Rows within another row's form."""

    form = ListForm
    formset = RowFormSet
    extra = 0

    def get_fields(self, request, obj=None):
        fields = [name for name in super().get_fields(request, obj) if name != "seen_revision"]
        return [*fields, "seen_revision"]


class RevisedAdmin(admin.ModelAdmin):
    form = RevisedForm
    change_form_template = "admin/revised/change_form.html"
    change_list_template = "admin/revised/change_list.html"
    delete_confirmation_template = "admin/revised/delete_confirmation.html"

    # --- Saving ---

    def get_fieldsets(self, request, obj=None):
        """Add what goes with every change: the reason, and which revision the form shows."""
        with_it = accompanying(self.model)
        fieldsets = []
        for name, options in super().get_fieldsets(request, obj):
            fields = [field for field in options["fields"] if field not in with_it]
            fieldsets.append((name, {**options, "fields": fields}))
        if obj and self.has_change_permission(request, obj):
            fieldsets.append((None, {"fields": with_it}))
        return fieldsets

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **({"form": ListForm} | kwargs))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ChangedMeanwhile:
            # Another save came between reading and writing. The form, asked again, tells both texts.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except ChangedMeanwhile:
            return super().changelist_view(request, extra_context)

    def save_model(self, request, obj, form, change):
        """Save what was changed, with the reason; a form without a change is no revision."""
        changed = form.changed_content if isinstance(form, RevisedForm) else form.changed_data
        if change and not changed:
            return
        obj._change_reason = self.change_reason(form, changed, change)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Give lists of references, which are saved after the row, the same reason in the history."""
        if change and (changed := set(form.changed_data) & {field.name for field in self.opts.many_to_many}):
            form.instance._change_reason = self.change_reason(form, sorted(changed), change)
        super().save_related(request, form, formsets, change)

    def change_reason(self, form, changed, change):
        if not change:
            return "Entered"
        labels = ", ".join(str(form.fields[name].label or name).lower() for name in changed)
        reason = form.cleaned_data.get("reason")
        return f"Edited {labels}" + (f": {reason}" if reason else "")

    def save_formset(self, request, form, formset, change):
        """Keep the reason with each row within the form, too."""
        given = form.cleaned_data.get("reason") if "reason" in accompanying(self.model) else ""
        for row in formset.forms:
            if row in formset.deleted_forms:
                what = "Deleted"
            elif row.instance._state.adding:
                what = "Entered"
            else:
                what = f"Edited {', '.join(str(row.fields[name].label or name).lower() for name in row.changed_data)}"
            row.instance._change_reason = what + (f": {given}" if given else "")
        super().save_formset(request, form, formset, change)

    def construct_change_message(self, request, form, formsets, add=False):
        with_it = accompanying(type(form.instance))
        form.changed_data = [name for name in form.changed_data if name not in with_it]
        return super().construct_change_message(request, form, formsets, add)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Where the row was deleted while somebody wrote, show what they wrote instead of dropping it."""
        if request.method != "POST" or "_selected_action" in request.POST:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        record = self.record_of_deleted(object_id)
        fields = kept_fields(request)
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {opts.verbose_name} was deleted while you wrote",
            "record": record,
            "restore": record and reverse("admin:change", args=[opts.label_lower, record.history_id]),
            "readable": readable_fields(fields),
            "opts": opts,
        }
        return TemplateResponse(request, "admin/revised/deleted_meanwhile.html", context, status=409)

    def record_of_deleted(self, object_id):
        key = unquote(object_id)
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        return revisions.deleted(self.model).filter(id=key).first()

    # --- Deleting ---

    def delete_view(self, request, object_id, extra_context=None):
        """Delete the revision that the confirmation showed, not a later one."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and not self.has_delete_permission(request, row):
            raise PermissionDenied
        if request.method == "POST" and row and request.POST.get("seen_revision") != str(row.revision):
            messages.error(
                request,
                f"“{row}” was changed since you read it; it was not deleted. Look at it as it is now.",
            )
            return HttpResponseRedirect(request.get_full_path())
        try:
            return super().delete_view(request, object_id, extra_context)
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request, obj):
        reason = request.POST.get("reason", "").strip()[:1000]
        obj._change_reason = f"Deleted: {reason}" if reason else "Deleted"
        super().delete_model(request, obj)

    def get_actions(self, request):
        """Offer no deletion in bulk: it would ask no row whether it may go."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # --- History ---

    def history_view(self, request, object_id, extra_context=None):
        """Show who changed what, when and why: of the row, and of the rows that belong to it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {row}",
            "original": row,
            "object": row,
            "opts": self.opts,
            "label": self.opts.label_lower,
            "entries": revisions.entries(self.model, row.pk),
            "parts": self.histories_of_parts(row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/revised/history.html", context)

    def histories_of_parts(self, row):
        """Return [(label of the model, its name, entries by row)] of what is edited within the row's form."""
        found = []
        for inline in self.inlines:
            model = inline.model
            if not issubclass(model, Revised):
                continue
            key = next(
                field.attname for field in model._meta.concrete_fields if field.related_model is self.model
            )
            keys = dict.fromkeys(model.history.filter(**{key: row.pk}).values_list("id", flat=True))
            told = [(_named(model, each), revisions.entries(model, each)) for each in list(keys)[:200]]
            found.append((model._meta.label_lower, model._meta.verbose_name_plural, told))
        return found

    def restore(self, request, record, reason):
        """Bring a record of history back and say what happened; a page may have its own way."""
        row = revisions.restore(record, by=request.user, reason=reason)
        messages.success(request, f"“{row}” is restored as revision {row.revision}.")


def _named(model, key):
    row = model._base_manager.filter(pk=key).first()
    return str(row) if row else f"{model._meta.verbose_name} {key}, deleted"
