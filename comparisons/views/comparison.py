"""Frameworks side by side."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import exports, marks, wording
from ..cells import cell_html
from ..editing import ways_from_cell
from ..evidence import read_knowledge, read_sources
from ..forms import MAX_OPEN, ComparisonForm, repeated
from ..models import Claim, Criterion, Framework
from ..spreads import spread_of
from ..tables import comparison_table

MAX_FRAMEWORKS = 6


@require_safe
def comparison_choice(request):
    """Choose what to compare; a choice in the query leads on to the table's own address.

    With `change` in the query the page stays, filled in with the choice so far.
    """
    wanted = list(dict.fromkeys(request.GET.getlist("framework")))
    known = Framework.objects.in_bulk(wanted, field_name="slug")
    if unknown := [slug for slug in wanted if slug not in known]:
        listed = wording.listing([repeated(slug) for slug in unknown[:3]])
        return _choice(request, known, problem=f"No framework is called {listed}.", status=400)
    if not wanted or "change" in request.GET:
        return _choice(request, known)
    if 1 < len(wanted) <= MAX_FRAMEWORKS:
        rest = [(name, value) for name, value in _query(request) if name != "framework"]
        return redirect(_address(wanted, rest))
    return _choice(request, known, problem=_wrong_number(len(wanted)))


@require_safe
def comparison(request, slugs):
    """Show the chosen frameworks in the order of the address, one row a criterion."""
    wanted = slugs.split("-vs-")
    known = Framework.objects.in_bulk(wanted, field_name="slug")
    if unknown := [slug for slug in wanted if slug not in known]:
        raise Http404(f"No framework is called {wording.listing([repeated(slug) for slug in unknown[:3]])}.")
    if len(set(wanted)) < len(wanted):
        return redirect(_address(list(dict.fromkeys(wanted)), _query(request)))
    if not 1 < len(wanted) <= MAX_FRAMEWORKS:
        return _choice(request, known, problem=_wrong_number(len(wanted)))
    if request.GET.getlist("framework"):  # the form on the page changes the frameworks, too
        return comparison_choice(request)
    frameworks = [known[slug] for slug in wanted]
    criteria = list(compared_criteria())
    sources = read_sources()
    form = ComparisonForm(request.GET, frameworks=frameworks, criteria=criteria, sources=sources)
    if form.is_valid() and form.parameters() != _query(request):
        return redirect(_address(wanted, form.parameters()))
    groups, chosen = set(form.value("group")), set(form.value("criterion"))
    if groups or chosen:
        criteria = [each for each in criteria if each.group.slug in groups or each.slug in chosen]
    knowledge = read_knowledge(
        form.policy,
        frameworks=[each.id for each in frameworks],
        criteria=_ids(criteria, groups or chosen),
        sources=sources,
    )
    table = comparison_table(frameworks, criteria, knowledge, form.value("show"), form.value("sort"))
    if form.value("format") != "html" and form.is_valid():
        return exports.comparison_response(form.value("format"), table, form.policy)
    return render(
        request,
        "comparisons/comparison.html",
        page_context(form, table, knowledge, request.is_editor),
        status=200 if form.is_valid() else 400,
    )


def compared_criteria():
    """Return the criteria on which some article speaks of some framework, with their groups."""
    spoken = Claim.objects.public().filter(criterion=OuterRef("pk"), framework__isnull=False)
    return Criterion.objects.select_related("group").filter(Exists(spoken))


def _ids(criteria, is_restricted):
    return [each.id for each in criteria] if is_restricted else None


@dataclass
class PrintedRow:
    """A row of the table as the template prints it: cells as HTML, opened cells below."""

    row: object
    cells: list[str]
    opened: list[object]


def page_context(form, table, knowledge, for_editor=False):
    """Return everything that the comparison's template prints; an editor gets ways into the workplace."""
    opened = form.value("open")
    by_name = {cell.name: cell for row in table.shown for cell in row.cells}
    spreads = _spreads([by_name[name] for name in opened if name in by_name], knowledge)
    groups = []
    for group in table.groups:
        rows = []
        for row in group.rows:
            cells = []
            for cell in row.cells:
                is_open = cell.name in spreads
                others = [name for name in opened if name != cell.name]
                wanted = others if is_open else [*others, cell.name][-MAX_OPEN:]  # the oldest closes
                ways = (
                    ways_from_cell(cell.framework, cell.criterion, bool(cell.evidence.claims))
                    if for_editor
                    else ""
                )
                cells.append(cell_html(cell, form.query(open=wanted), is_open, ways))
            rows.append(
                PrintedRow(row, cells, [spreads[cell.name] for cell in row.cells if cell.name in spreads])
            )
        groups.append((group, rows))
    names = {cell.mark for row in table.shown for cell in row.cells} | set(marks.LEGEND)
    for spread in spreads.values():
        names |= spread.marks
    left, right = form.pair
    return {
        "form": form,
        "table": table,
        "groups": groups,
        "sprite": marks.sprite(names),
        "short": [] if form.parameters() else table.widest,
        "columns": len(table.columns) + 1,
        "chosen": _chosen(form),
        "left_out": len(knowledge.left_out),
        "used": len(knowledge.used),
        "all_frameworks": Framework.objects.all(),
        "choice_address": _choice_address(form),
        "column_slugs": [column.framework.slug for column in table.columns],
        "chosen_show": form.value("show"),
        "chosen_sort": form.value("sort"),
        "chosen_groups": form.value("group"),
        "chosen_criteria": form.value("criterion"),
        "chosen_kinds": form.policy.publisher_kinds,
        "chosen_since": form.value("since"),
        "chosen_without": form.value("without"),
        "kept": form.parameters(open=[], left="", right=""),
        "kept_beside_pair": form.parameters(left="", right=""),
        "left": left,
        "right": right,
        "pair": f"l{left} r{right}",
        "wide": form.value("wide"),
        "wide_query": form.query(wide="1", left="", right=""),
        "narrow_query": form.query(wide=""),
        "exports": [(name, label, form.query(format=name, open=[])) for name, label in exports.LABELS],
        "problems": form.problems,
    }


def _spreads(cells, knowledge):
    """Return {cell name: Spread} for the opened cells, their claims read in one query."""
    if not cells:
        return {}
    slugs = [row.slug for cell in cells for row in cell.evidence.claims]
    claims = Claim.objects.with_evidence().in_bulk(slugs, field_name="slug")
    return {cell.name: spread_of(cell, knowledge, claims) for cell in cells}


def _chosen(form):
    """Return the active filters as removable words: [(words, query without it)]."""
    chosen = []
    if form.value("show") != "all":
        chosen.append((dict(form.fields["show"].choices)[form.value("show")].lower(), form.query(show="all")))
    if form.policy.since:
        chosen.append((f"published {form.policy.since} or later", form.query(since="")))
    if kinds := form.policy.publisher_kinds:
        labels = dict(form.fields["publisher_kind"].choices)
        only = wording.listing([wording.lower_first(labels[kind]) for kind in kinds], "or")
        chosen.append((f"publisher: {only}", form.query(publisher_kind=[])))
    titles = dict(form.fields["without"].choices)
    for slug in form.policy.without:
        others = [each for each in form.policy.without if each != slug]
        chosen.append((f"without “{titles[slug]}”", form.query(without=others)))
    for name in ("group", "criterion"):
        labels = dict(form.fields[name].choices)
        for slug in form.value(name):
            others = [each for each in form.value(name) if each != slug]
            chosen.append((labels[slug], form.query(**{name: others})))
    return chosen


def _address(slugs, parameters):
    address = (
        reverse("comparisons:comparison", args=["-vs-".join(slugs)])
        if slugs
        else reverse("comparisons:comparison_choice")
    )
    return f"{address}?{urlencode(parameters)}" if parameters else address


def _query(request):
    """Return the query as [(name, value)], without empty values."""
    return parse_qsl(request.META["QUERY_STRING"])


def _choice_address(form):
    """Return the address at which everything about a comparison can be changed."""
    frameworks = [("framework", framework.slug) for framework in form.frameworks]
    rest = form.parameters(open=[], left="", right="", wide="", format="")
    return f"{reverse('comparisons:comparison_choice')}?{urlencode([*frameworks, *rest, ('change', '1')])}"


def _wrong_number(number):
    if number < 2:
        return "One framework alone cannot be compared. Choose at least one more."
    return (
        f"{wording.numeral(number)} frameworks do not fit side by side. Choose up to {MAX_FRAMEWORKS}; "
        "the page of a criterion shows all of them."
    )


def _choice(request, chosen, problem="", status=200):
    """Answer with the page on which everything about a comparison can be chosen."""
    criteria = list(compared_criteria())
    form = ComparisonForm(
        request.GET,
        frameworks=list(chosen.values()),
        criteria=criteria,
        sources=read_sources(),
    )
    return render(
        request,
        "comparisons/comparison_choice.html",
        {
            "frameworks": Framework.objects.with_claim_counts(),
            "chosen": set(chosen),
            "problem": problem,
            "problems": form.problems,
            "max_frameworks": MAX_FRAMEWORKS,
            "groups": list(dict.fromkeys(each.group for each in criteria)),
            "criteria": criteria,
            "form": form,
            "chosen_groups": form.value("group"),
            "chosen_criteria": form.value("criterion"),
            "chosen_kinds": form.policy.publisher_kinds,
            "chosen_since": form.value("since"),
            "chosen_without": form.value("without"),
        },
        status=400 if form.problems else status,
    )
