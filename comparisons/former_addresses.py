"""Where addresses of comparisons hold slugs, so that those with former ones lead on."""

from articles.former_addresses import slugs_of, with_todays_slugs

from .models import Claim, Criterion, Framework, Group
from .views.readable import public_articles

FRAMEWORK = slugs_of(Framework.objects.all)
CRITERION = slugs_of(Criterion.objects.all)
ARTICLE = slugs_of(public_articles)
CLAIM = slugs_of(Claim.objects.public)

IN_PATHS = {
    "framework_detail": {"slug": FRAMEWORK},
    "criterion_detail": {"slug": CRITERION},
    "claim_detail": {"slug": CLAIM},
    "report_new": {"slug": CLAIM},
    "report_reply": {"slug": CLAIM},
    "report_sent": {"slug": CLAIM},
    "article_detail": {"slug": ARTICLE},
    "comparison": {"slugs": slugs_of(Framework.objects.all, joined_by="-vs-")},
}
IN_QUERIES = {
    "framework": FRAMEWORK,
    "left": FRAMEWORK,
    "right": FRAMEWORK,
    "criterion": CRITERION,
    "group": slugs_of(Group.objects.all),
    "article": ARTICLE,
    "without": ARTICLE,
    "open": slugs_of(Framework.objects.all, Criterion.objects.all, joined_by="."),
}


def todays_address(page, parts, pairs):
    """Return the parts of a page's path ({name: slug}) and its query ([(name, value)]) with today's slugs."""
    path = with_todays_slugs(list(parts.items()), IN_PATHS.get(page, {}))
    return dict(path), with_todays_slugs(pairs, IN_QUERIES)
