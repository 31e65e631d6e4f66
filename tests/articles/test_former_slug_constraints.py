"""The database refuses nonsense about former slugs."""

import pytest
from django.db import IntegrityError

from articles.models import FormerSlug

pytestmark = pytest.mark.django_db


def test_former_slug_leads_to_one_entry():
    FormerSlug.objects.create(kind="comparisons.framework", slug="alpha", target=1)
    FormerSlug.objects.create(kind="comparisons.criterion", slug="alpha", target=2)
    match = r"former_slug_leads_to_one_entry|articles_formerslug\.kind, articles_formerslug\.slug"
    with pytest.raises(IntegrityError, match=match):
        FormerSlug.objects.create(kind="comparisons.framework", slug="alpha", target=3)
