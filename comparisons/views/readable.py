"""Which articles have a page of ours, and where any article can be read."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from articles.models import Article

from ..models import Claim, Release


def public_articles():
    """Return the articles with a page: those with public claims, and those that give a release's dates."""
    spoken = Claim.objects.public().filter(article=OuterRef("pk"))
    dated = Release.objects.filter(source=OuterRef("pk"))
    return Article.objects.filter(Exists(spoken) | Exists(dated))


def readable_addresses(articles):
    """Return {article id: our page, else its own address, else ''} in one query."""
    articles = [article for article in articles if article is not None]
    ours = set(
        public_articles().filter(pk__in=[article.pk for article in articles]).values_list("pk", flat=True)
    )
    return {
        article.pk: reverse("comparisons:article_detail", args=[article.slug])
        if article.pk in ours
        else article.url
        for article in articles
    }


def readable_address(article):
    """Return where one article can be read, or '' (also for None)."""
    return readable_addresses([article])[article.pk] if article else ""
