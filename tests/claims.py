"""Claims told shortly, for tests that need many: claim("django", "speed", 2)."""

from tests.factories import ClaimFactory


def claim(framework, criterion, rating=1, **details):
    """A published claim of an article of its own, about a framework and on a criterion by their slugs."""
    return ClaimFactory(framework__slug=framework, criterion__slug=criterion, rating=rating, **details)


def availability(framework, criterion, value, **details):
    details = {"criterion__measure": "availability", "availability": value, **details}
    return claim(framework, criterion, None, **details)


def quantity(framework, criterion, number, conditions="hello world", **details):
    details = {"criterion__measure": "quantity", "quantity": number, "conditions": conditions, **details}
    return claim(framework, criterion, None, **details)


def described(framework, criterion, statement, **details):
    """A claim without a reading on a criterion that is told, not scored."""
    return claim(framework, criterion, None, criterion__measure="description", statement=statement, **details)
