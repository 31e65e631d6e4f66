"""What is compared: the list, and the profile of one framework."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import marks, profiles
from ..evidence import read_knowledge
from ..models import Framework
from .comparison import compared_criteria


@require_safe
def framework_list(request):
    """Show every framework with how much is known of it."""
    return render(
        request, "comparisons/framework_list.html", {"frameworks": Framework.objects.with_claim_counts()}
    )


@require_safe
def framework_detail(request, slug):
    """Show what articles say for, against and about one framework."""
    framework = get_object_or_404(Framework, slug=slug)
    knowledge = read_knowledge(frameworks=[framework.id])
    profile = profiles.profile_of(framework, compared_criteria(), knowledge)
    return render(
        request,
        "comparisons/framework_detail.html",
        {
            "framework": framework,
            "profile": profile,
            "others": Framework.objects.exclude(pk=framework.pk),
            "releases": framework.releases.select_related("source"),
            "sprite": marks.sprite(cell.mark for cell in profile.cells),
        },
    )
