"""Every public page that a search engine should know."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles.models import Article

from .models import Claim, Criterion, Framework


class PageSitemap(Sitemap):
    def items(self):
        return [
            "home",
            "comparison_choice",
            "framework_list",
            "criterion_list",
            "claim_list",
            "article_list",
            "disagreement_list",
            "method",
        ]

    def location(self, item):
        return reverse(f"comparisons:{item}")


class FrameworkSitemap(Sitemap):
    def items(self):
        return Framework.objects.all()


class CriterionSitemap(Sitemap):
    def items(self):
        return Criterion.objects.all()


class ArticleSitemap(Sitemap):
    def items(self):
        return Article.objects.filter(claims__in=Claim.objects.public()).distinct().order_by("slug")

    def location(self, item):
        return reverse("comparisons:article_detail", args=[item.slug])


class ClaimSitemap(Sitemap):
    def items(self):
        return Claim.objects.public().only("slug").order_by("slug")


SITEMAPS = {
    "pages": PageSitemap,
    "frameworks": FrameworkSitemap,
    "criteria": CriterionSitemap,
    "articles": ArticleSitemap,
    "claims": ClaimSitemap,
}
