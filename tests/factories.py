"""Test data. Every default is the published, usual case; a test names only what it is about."""

import datetime

import factory
from django.contrib.auth import get_user_model

from articles.models import Article, CapturedText, Publisher
from comparisons.models import Claim, Criterion, Framework, Group, Override, Proposal, Release
from comparisons.models.report import Report

TODAY = datetime.date(2026, 11, 21)


class PublisherFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Publisher
        django_get_or_create = ["slug"]

    name = factory.Sequence(lambda n: f"Publisher {n}")
    slug = factory.Sequence(lambda n: f"publisher-{n}")
    kind = Publisher.Kind.AGENCY
    interest_label = "sells development"
    interest = "Sells development with what it compares."


class ArticleFactory(factory.django.DjangoModelFactory):
    """By default each article has a publisher of its own, so articles are independent."""

    class Meta:
        model = Article
        django_get_or_create = ["slug"]

    title = factory.Sequence(lambda n: f"Article {n}")
    slug = factory.Sequence(lambda n: f"article-{n}")
    publisher = factory.SubFactory(PublisherFactory)
    published = "2025-04"


class CapturedTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CapturedText

    article = factory.SubFactory(ArticleFactory)
    text = "# Introduction\n\nIt is fast.\n\nIt is easy."


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Framework
        django_get_or_create = ["slug"]

    name = factory.LazyAttribute(lambda framework: framework.slug.capitalize())
    slug = factory.Sequence(lambda n: f"framework-{n:03}")
    summary = "A framework."


class ReleaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Release

    framework = factory.SubFactory(FrameworkFactory)
    version = factory.Sequence(lambda n: f"{n}.0")
    released = "2025-04"
    source = factory.SubFactory(ArticleFactory)


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group
        django_get_or_create = ["slug"]

    name = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")
    description = "What belongs together."


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion
        django_get_or_create = ["slug"]

    name = factory.LazyAttribute(lambda criterion: criterion.slug.capitalize())
    slug = factory.Sequence(lambda n: f"criterion-{n:03}")
    group = factory.SubFactory(GroupFactory, slug="performance", name="Performance")
    definition = "What is meant."
    measure = "rating"
    unit = factory.LazyAttribute(lambda criterion: "requests/s" if criterion.measure == "quantity" else "")
    better = factory.LazyAttribute(lambda criterion: "higher" if criterion.measure == "quantity" else "")


class ClaimFactory(factory.django.DjangoModelFactory):
    """A published claim with a rating of +1 on a rating criterion."""

    class Meta:
        model = Claim

    article = factory.SubFactory(ArticleFactory)
    framework = factory.SubFactory(FrameworkFactory)
    criterion = factory.SubFactory(CriterionFactory)
    locator = "Introduction › paragraph 1"
    statement = factory.Sequence(lambda n: f"Statement number {n}.")
    rating = factory.LazyAttribute(
        lambda claim: 1 if claim.framework and claim.criterion.measure in ("rating", "suitability") else None
    )
    state = Claim.State.PUBLISHED
    published_on = factory.LazyAttribute(
        lambda claim: TODAY if claim.state in ("published", "disputed", "outdated") else None
    )
    state_reason = factory.LazyAttribute(
        lambda claim: "It was measured again." if claim.state in ("disputed", "outdated", "rejected") else ""
    )
    state_since = factory.LazyAttribute(lambda claim: TODAY if claim.state_reason else None)
    state_source = factory.LazyAttribute(
        lambda claim: ArticleFactory() if claim.state in ("disputed", "outdated") else None
    )


class OverrideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Override

    framework = factory.SubFactory(FrameworkFactory)
    criterion = factory.SubFactory(CriterionFactory)
    rating = 2
    reason = "All articles speak of an old version."


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        django_get_or_create = ["username"]

    username = factory.Sequence(lambda n: f"editor-{n}")
    is_staff = True
    password = factory.django.Password("password")


class ReportFactory(factory.django.DjangoModelFactory):
    """An answered report of a mistake; with kind="reply" a confirmed reply."""

    class Meta:
        model = Report

    claim = factory.SubFactory(ClaimFactory)
    kind = Report.Kind.REPORT
    claim_revision = factory.LazyAttribute(lambda report: report.claim.revision)
    text = factory.Sequence(lambda n: f"Report number {n}.")
    evidence = factory.LazyAttribute(
        lambda report: "https://project.example/reply/" if report.kind == "reply" else ""
    )
    name = factory.LazyAttribute(lambda report: "Ada Writer, maintainer" if report.kind == "reply" else "")
    state = factory.LazyAttribute(lambda report: "confirmed" if report.kind == "reply" else "kept")
    answer = factory.LazyAttribute(
        lambda report: "the article says so." if report.state in ("kept", "corrected") else ""
    )
    answered_on = factory.LazyAttribute(lambda report: None if report.state == "open" else TODAY)


class ProposalFactory(factory.django.DjangoModelFactory):
    """An open change of a published claim's statement."""

    class Meta:
        model = Proposal

    claim = factory.SubFactory(ClaimFactory)
    base_revision = factory.LazyAttribute(lambda proposal: proposal.claim.revision)
    values = factory.LazyAttribute(
        lambda proposal: {
            "statement": [proposal.claim.statement, f"{proposal.claim.statement[:-1]}, reworded."]
        }
    )
    reason = "The article hedges."
    proposed_by = factory.SubFactory(UserFactory)
