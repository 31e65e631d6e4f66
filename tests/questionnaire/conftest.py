import pytest
from django.db import transaction

from questionnaire.models import Questionnaire

from .asked import small_questionnaire


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """The small questionnaire and its claims, made once for a module. Not for tests with `transaction=True`."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_questionnaire()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def questionnaire(made_once, db):
    """The small questionnaire of `asked`, as it was made."""
    return Questionnaire.objects.get(slug="quick")
