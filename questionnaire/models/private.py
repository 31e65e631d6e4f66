"""What saved results and rooms have in common: a secret address, and an end."""

import datetime

from django.db import models
from django.utils import timezone

from ..tokens import digest, new_token

KEPT = datetime.timedelta(days=180)


def default_end():
    return timezone.now() + KEPT


class PrivateQuerySet(models.QuerySet):
    def alive(self, at=None):
        return self.filter(expires_at__gt=at or timezone.now())

    def expired(self, at=None):
        return self.filter(expires_at__lte=at or timezone.now())

    def with_token(self, token):
        """Return the row of a token, or None: unknown, expired and deleted ones cannot be told apart."""
        return self.alive().filter(token_digest=digest(token)).first()


class Private(models.Model):
    """A row behind two secret addresses: one that is shared, and one that only the maker has."""

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    maker_digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=default_end)

    objects = PrivateQuerySet.as_manager()

    class Meta:
        abstract = True

    def make_tokens(self):
        """Set new digests and return (shared token, maker's token), which are not stored anywhere."""
        token, maker = new_token(), new_token()
        self.token_digest, self.maker_digest = digest(token), digest(maker)
        return token, maker

    def is_made_by(self, maker):
        """Return whether the token is the maker's."""
        return digest(maker) == self.maker_digest

    def extend(self, at=None):
        """Let the row live for another half year from now."""
        self.expires_at = (at or timezone.now()) + KEPT
        self.save(update_fields=["expires_at"])
