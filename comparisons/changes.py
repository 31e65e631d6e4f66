"""What changed lately, from the claims themselves: publications by article, and claims set aside."""

import datetime
from dataclasses import dataclass

from django.db.models import Count

from articles.models import Article

from .models import Claim
from .wording import count


@dataclass(frozen=True)
class Change:
    """One line of news."""

    on: datetime.date
    text: str
    article: Article | None = None
    claim: Claim | None = None


def latest_changes(number):
    """Return the newest Changes, at most `number`, in two queries and one for the articles."""
    published = (
        Claim.objects.public()
        .values("published_on", "article")
        .annotate(claims=Count("pk"))
        .order_by("-published_on", "-claims")[:number]
    )
    articles = Article.objects.select_related("publisher").in_bulk([row["article"] for row in published])
    changes = [
        Change(
            row["published_on"],
            f"{count(row['claims'], 'claim')} {'was' if row['claims'] == 1 else 'were'} published from",
            article=articles[row["article"]],
        )
        for row in published
    ]
    set_aside = (
        Claim.objects.filter(state__in=[Claim.State.DISPUTED, Claim.State.OUTDATED])
        .with_evidence()
        .order_by("-state_since", "slug")[:number]
    )
    changes += [
        Change(
            claim.state_since,
            f"A claim became {claim.get_state_display().lower()}: {claim.state_reason}",
            claim=claim,
        )
        for claim in set_aside
    ]
    return sorted(changes, key=lambda change: change.on, reverse=True)[:number]
