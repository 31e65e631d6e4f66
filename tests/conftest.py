import pytest
from django.core.management import call_command


@pytest.fixture
def knowledge_base(db):
    """Load the shipped knowledge base."""
    call_command("load_knowledge_base", verbosity=0)
