"""The shipped knowledge base: its files fit the models and the handbook, and every page opens with them."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.models import Article, Publisher
from comparisons.models import Claim, Criterion, Framework, Group, Override, Release
from tests.pages import read, rows
from tests.public_pages import PAGES, visited

pytestmark = [pytest.mark.usefixtures("shipped", "db"), pytest.mark.any_database]

MODELS = [Publisher, Article, Framework, Release, Group, Criterion, Claim, Override]


def test_every_claim_of_the_files_is_loaded():
    files = (settings.BASE_DIR / "fixtures/claims").glob("*.yaml")
    told = sum(file.read_text().count("- model: comparisons.claim\n") for file in files)
    assert Claim.objects.count() == told > 1000


# --- The entries ---


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_entry_is_what_the_admin_would_accept(model):
    """Uniqueness, references and constraints were checked by the database while loading."""
    references = [field.name for field in model._meta.fields if field.is_relation]
    for entry in model.objects.all():
        entry.full_clean(exclude=references, validate_unique=False, validate_constraints=False)


def test_every_reading_is_of_its_criterions_measure():
    """`Claim.clean` knows the rule; here it is asked without the criterion being left out."""
    for claim in Claim.objects.select_related("criterion"):
        claim.clean()


def test_every_claim_is_numbered_by_its_article_and_place():
    wrong = [
        claim.slug
        for claim in Claim.objects.select_related("article")
        if claim.slug != f"{claim.article.slug}-{claim.position}"
    ]
    assert wrong == []


def test_every_place_names_its_section():
    wrong = [
        claim.slug
        for claim in Claim.objects.all()
        for place in claim.locator.split(" ; ")
        if not all(part.strip() == part != "" for part in place.split(" › ", 1)) or " › " not in place
    ]
    assert wrong == []


def test_every_figure_has_its_conditions():
    wrong = [
        claim.slug for claim in Claim.objects.exclude(quantity=None) if not claim.conditions.strip(" -–.")
    ]
    assert wrong == []


def test_every_claim_is_in_a_known_state_since_a_day():
    assert not Claim.objects.public().filter(published_on=None).exists()


def test_every_claim_begins_its_history():
    assert Claim.history.values("id").distinct().count() == Claim.objects.count()


def test_every_article_with_an_address_is_one_of_a_kind():
    addresses = list(Article.objects.exclude(url="").values_list("url", flat=True))
    assert len(set(addresses)) == len(addresses)


def test_loading_again_keeps_what_editors_changed():
    claim = Claim.objects.first()
    claim.statement = "An editor knows better."
    claim.save()
    call_command("load_knowledge_base", verbosity=0)
    claim.refresh_from_db()
    assert claim.statement == "An editor knows better."


# --- The pages ---


def real_pages(name):
    """Addresses of one pattern; of claims, the first of each article stands for all."""
    if name == "comparisons:claim_detail":
        return [
            f"/claims/{slug}/"
            for slug in Claim.objects.public().filter(position=1).values_list("slug", flat=True)
        ]
    return PAGES[name]()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_real_content(client, name):
    for address, response in visited(client, real_pages(name)):
        assert response.status_code == 200, address
        html = response.content.decode()
        ids = re.findall(r'<[^>]* id="([^"]*)"', html)
        assert sorted(set(ids)) == sorted(ids), address
        assert set(re.findall(r'<use href="#([^"]*)"', html)) <= set(ids), address


@pytest.fixture
def best_known():
    """The address that compares the three frameworks of which most is claimed."""
    frameworks = sorted(Framework.objects.with_claim_counts(), key=lambda each: -each.claim_count)[:3]
    return f"/compare/{'-vs-'.join(sorted(each.slug for each in frameworks))}/"


def test_the_best_known_frameworks_are_compared_on_everything_that_is_said_of_them(client, best_known):
    slugs = best_known.strip("/").split("/")[1].split("-vs-")
    spoken = Criterion.objects.filter(claims__in=Claim.objects.public().filter(framework__slug__in=slugs))
    assert set(rows(client.get(best_known))) == set(spoken.values_list("slug", flat=True))


def test_the_comparison_of_the_best_known_frameworks_stays_small_enough_for_a_slow_line(client, best_known):
    page = client.get(best_known).content
    assert len(page) < 200_000
    assert len(gzip.compress(page, 6)) < 25_000


def test_every_cell_of_the_best_known_frameworks_can_be_opened(client, best_known):
    cells = [each["id"] for each in read(client.get(best_known)).all("a", class_="ev")]
    assert len(cells) > 50
    for start in range(0, len(cells), 12):
        query = "&".join(f"open={cell}" for cell in cells[start : start + 12])
        page = client.get(f"{best_known}?{query}").content
        assert page.count(b'<tr class="opened"') == len(cells[start : start + 12])
