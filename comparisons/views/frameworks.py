"""What is compared: the list, and the profile of one framework."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import marks, profiles
from ..evidence import read_knowledge
from ..models import Framework
from .comparison import compared_criteria
from .errors import get_named_or_404
from .readable import readable_addresses


@require_safe
def framework_list(request):
    """Show every framework with how much is known of it."""
    return render(
        request, "comparisons/framework_list.html", {"frameworks": Framework.objects.with_claim_counts()}
    )


@require_safe
def framework_detail(request, slug):
    """Show what articles say for, against and about one framework."""
    framework = get_named_or_404(Framework.objects.all(), slug, "framework")
    knowledge = read_knowledge(frameworks=[framework.id])
    profile = profiles.profile_of(framework, compared_criteria(), knowledge)
    return render(
        request,
        "comparisons/framework_detail.html",
        {
            "framework": framework,
            "profile": profile,
            "others": Framework.objects.exclude(pk=framework.pk),
            "releases": _releases(framework),
            "sprite": marks.sprite(cell.mark for cell in profile.cells),
        },
    )


def _releases(framework):
    """Return the releases as [(release, where its source can be read)]."""
    releases = list(framework.releases.select_related("source"))
    addresses = readable_addresses([release.source for release in releases])
    return [(release, addresses[release.source_id]) for release in releases]
