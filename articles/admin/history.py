"""What was changed in the whole knowledge base, and the way back to any revision."""

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import revisions
from ..revisions import KINDS, ChangedMeanwhile, Revised, differences, names_of

PER_PAGE = 50


def revised_models(request):
    """Return the revised models that the user may see, by label."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, Revised) and request.user.has_perm(_permission(model, "view"))
    }


def changes(request):
    """Show the latest changes of one kind of entry, or what was deleted of it."""
    models = revised_models(request)
    if not models:
        raise PermissionDenied
    label = request.GET.get("of") or (
        "comparisons.claim" if "comparisons.claim" in models else next(iter(models))
    )
    if label not in models:
        raise Http404("There is no such kind of entry.")
    model, only_deleted = models[label], "deleted" in request.GET
    records = (
        revisions.deleted(model)
        if only_deleted
        else model.history.select_related("history_user").order_by("-history_date", "-history_id")
    )
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": "Deleted entries" if only_deleted else "Latest changes",
        "kinds": sorted((each._meta.verbose_name_plural, name) for name, each in models.items()),
        "label": label,
        "model": model,
        "only_deleted": only_deleted,
        "page": page,
        "lines": [_line(model, record) for record in page],
    }
    return TemplateResponse(request, "admin/revised/changes.html", context)  # fmt: skip


def _line(model, record):
    """Return a record with what a line of the list tells of it."""
    return {
        "record": record,
        "kind": KINDS[record.history_type],
        "by": record.history_user or "the system",
        "name": _name(record),
    }


def _name(record):
    for field in ("name", "title", "statement", "slug", "text", "message", "version"):
        if value := getattr(record, field, ""):
            return str(value)
    return f"no. {record.id}"


def change(request, label, entry):
    """Show one revision beside what is there now; a POST restores it."""
    models = revised_models(request)
    if label not in models:
        raise Http404("There is no such kind of entry.")
    model = models[label]
    record = model.history.select_related("history_user").filter(history_id=entry).first()
    if record is None:
        raise Http404("There is no such revision.")
    row = model._base_manager.filter(pk=record.id).first()
    may_restore = request.user.has_perm(_permission(model, "change" if row else "add"))
    address = request.get_full_path()
    if request.method == "POST":
        if not may_restore:
            raise PermissionDenied
        return _restored(request, model, record, row, address)
    names = names_of(model, [each for each in (record, row) if each])
    context = {
        **admin.site.each_context(request),
        "title": f"Revision {record.revision} of {row or _name(record)}",
        "opts": model._meta,
        "record": record,
        "by": record.history_user or "the system",
        "kind": KINDS[record.history_type],
        "row": row,
        "row_address": _address(model, row),
        "content": differences(model, None, record, names),
        "now": differences(model, row, record, names, restorable(model)) if row else [],
        "may_restore": may_restore,
    }
    return TemplateResponse(request, "admin/revised/change.html", context)


def restorable(model):
    """Return the names of the fields that restoring a revision brings back."""
    lists = {field.name for field in revisions.told_lists(model)}
    return lists | {field.name for field in model._meta.concrete_fields} - model.KEPT_ON_RESTORE


def _restored(request, model, record, row, address):
    """Restore a record, unless the row is another revision than the page showed."""
    seen, reason = request.POST.get("seen_revision", ""), request.POST.get("reason", "").strip()[:1000]
    if seen != (str(row.revision) if row else ""):
        messages.error(request, "It was changed since you opened this page: look at it again.")
        return HttpResponseRedirect(address)
    keeper = admin.site._registry.get(model)
    try:
        if keeper is not None and hasattr(keeper, "restore"):
            keeper.restore(request, record, reason)
        else:
            restored = revisions.restore(record, by=request.user, reason=reason)
            messages.success(request, f"“{restored}” is restored as revision {restored.revision}.")
    except ChangedMeanwhile as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(address)
    except ValidationError as refusal:
        messages.error(request, f"It cannot be restored. {revisions.refusal_in_words(refusal)}")
        return HttpResponseRedirect(address)
    return HttpResponseRedirect(_address(model, model._base_manager.filter(pk=record.id).first()) or address)


def _address(model, row):
    if row is None or model not in admin.site._registry:
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])


def _permission(model, action):
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"
