"""From draft to published: the queue, and the page on which a second editor decides."""

import copy

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.models import CapturedText
from articles.revisions import ChangedMeanwhile, differences, names_of, refusal_in_words

from ..effects import effects_of
from ..models import Claim, Criterion, Framework, Proposal
from ..models.claim import State, TransitionRefused
from ..models.proposal import ProposalRefused
from ..nearest import nearest
from ..passages import Highlighter, located, sections_of
from ..provenance import reading_of
from ..queue import review_queue
from .states import StateForm, ways

PER_PAGE = 50
CHANGED = "It was changed since you opened this page, and nothing was decided: read it as it stands now."


class DecisionForm(forms.Form):
    """Accept a proposed change, or refuse it with a reason."""

    decision = forms.ChoiceField(
        choices=[("accept", "Accept the change"), ("refuse", "Refuse or withdraw it")]
    )
    reason = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "cols": 80})
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)


class ReviewPages:
    """The addresses of a ModelAdmin of claims on which states are decided."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("review/", wrap(self.queue_view), name="comparisons_claim_review"),
            path("proposals/<int:key>/", wrap(self.proposal_view), name="comparisons_claim_proposal"),
            path("<path:object_id>/state/", wrap(self.state_view), name="comparisons_claim_state"),
            *super().get_urls(),
        ]

    def queue_view(self, request):
        """Show what waits for review, what readers would notice most first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        queue = review_queue(request.user)
        page = Paginator(queue, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": "To review",
            "page": page,
            "total": len(queue),
            "changing": sum(waiting.effect.changes_cell for waiting in queue),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/comparisons/claim/review.html", context)

    def state_view(self, request, object_id):
        """Show the claim beside its passage and what its publication would do; move it to another state."""
        claim = self.get_object(request, unquote(object_id))
        if claim is None:
            raise Http404("There is no such claim.")
        if not self.has_change_permission(request, claim):
            raise PermissionDenied
        form = StateForm(claim, request.user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                claim.move_to(
                    form.cleaned_data["state"],
                    by=request.user,
                    reason=form.cleaned_data["reason"],
                    source=form.cleaned_data["source"],
                )
            except TransitionRefused as refusal:
                form.add_error(None, str(refusal))
            except ChangedMeanwhile:
                claim = self.get_object(request, unquote(object_id)) or claim
                form = StateForm(claim, request.user, request.POST)
                if form.is_valid():
                    form.add_error(None, CHANGED)
            else:
                messages.success(request, f"{claim.slug} is now {claim.get_state_display().lower()}.")
                return self._after_decision(request, claim)
        context = {
            **self._beside_its_passage(request, claim),
            "title": "Review a claim" if claim.state == State.IN_REVIEW else "Change the state of a claim",
            "form": form,
            "publishes": claim.state == State.IN_REVIEW and State.PUBLISHED in ways(request.user, claim),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/comparisons/claim/state.html", context)

    def proposal_view(self, request, key):
        """Show a proposed change of a public claim with what it would do; accept or refuse it."""
        proposal = (
            Proposal.objects.select_related("claim", "proposed_by", "decided_by").filter(pk=key).first()
        )
        if proposal is None:
            raise Http404("There is no such proposal.")
        if not self.has_change_permission(request):
            raise PermissionDenied
        is_own = proposal.proposed_by_id == request.user.pk
        may_decide = is_own or request.user.has_perm("comparisons.review_claim")
        form = DecisionForm(request.POST or None, initial={"seen_revision": proposal.revision})
        if request.method == "POST":
            if not may_decide:
                raise PermissionDenied
            if form.is_valid() and self._decided(request, proposal, form):
                return self._after_decision(request, proposal.claim)
            proposal.refresh_from_db()
            form.data = form.data.copy()
            form.data["seen_revision"] = proposal.revision
        before = Claim.objects.with_evidence().get(pk=proposal.claim_id)
        after = proposal.applied_to(before)
        context = {
            **self._beside_its_passage(request, after),
            "title": "A proposed change",
            "proposal": proposal,
            "differences": proposal.differences(),
            "overtaken": proposal.overtaken() if proposal.state == "open" else [],
            "form": form if may_decide and proposal.state == "open" else None,
            "is_own": is_own,
        }
        return TemplateResponse(request, "admin/comparisons/claim/proposal.html", context)

    def _decided(self, request, proposal, form):
        """Carry a decision out; return whether it could be, else the form says why not."""
        if form.cleaned_data["seen_revision"] != proposal.revision:
            form.add_error(None, CHANGED)
            return False
        try:
            if form.cleaned_data["decision"] == "accept":
                proposal.accept(by=request.user)
            else:
                proposal.refuse(by=request.user, reason=form.cleaned_data["reason"])
        except (ProposalRefused, ChangedMeanwhile) as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, f"It does not fit any more. {refusal_in_words(refusal)}")
        else:
            messages.success(request, f"{proposal}: {proposal.get_state_display().lower()}.")
            return True
        return False

    def _after_decision(self, request, claim):
        """Lead on: to the next one where a reviewer works through the queue, else back to the claim."""
        if "queue" not in request.GET:
            return redirect("admin:comparisons_claim_change", claim.pk)
        for waiting in review_queue(request.user):
            if not waiting.is_own:
                return redirect(address_of(waiting))
        return redirect("admin:comparisons_claim_review")

    def _beside_its_passage(self, request, claim):
        """Return what a reviewer reads beside a claim: its passage, the effect, and what comes near it."""
        captured = CapturedText.objects.filter(article=claim.article_id).first()
        sections = sections_of(captured.text) if captured else []
        last = claim.history.order_by("-history_id").first()
        earlier = (
            claim.history.filter(state__in=["published", "disputed", "outdated"])
            .order_by("-history_id")
            .first()
        )
        told = []
        if earlier and last and not claim.is_public:
            told = differences(Claim, earlier, last, names_of(Claim, [earlier, last]), Claim.CONTENT)
        if claim.is_public:
            states = [state for state in ways(request.user, claim) if state not in (State.DRAFT, claim.state)]
        else:
            states = [State.PUBLISHED]
        effects = zip(states, effects_of(_in_state(claim, state) for state in states), strict=True)
        near = nearest(claim.article, claim.statement, claim.framework, claim.criterion, number=6)
        return {
            **self.admin_site.each_context(request),
            "claim": claim,
            "reading": reading_of(claim),
            "passages": highlighted(located(sections, claim.locator)),
            "has_text": captured is not None,
            "effects": list(effects),
            "nearest": [each for each in near if each.claim.pk != claim.pk],
            "changed_since_public": told,
            "opts": self.opts,
        }


def _in_state(claim, state):
    """Return the claim as it would be in another state, unsaved."""
    moved = copy.copy(claim)
    moved.state = state
    return moved


def highlighted(passages):
    """Return [(passage, its text as HTML)] with the names of known frameworks and criteria marked."""
    names = Highlighter(
        Framework.objects.values_list("name", flat=True), Criterion.objects.values_list("name", flat=True)
    )
    return [(passage, names.html(passage.text)) for passage in passages]


def address_of(waiting):
    """Return the address on which an entry of the queue is decided, and from which the next one follows."""
    if waiting.proposal:
        return reverse("admin:comparisons_claim_proposal", args=[waiting.proposal.pk]) + "?queue=1"
    return reverse("admin:comparisons_claim_state", args=[waiting.claim.pk]) + "?queue=1"
