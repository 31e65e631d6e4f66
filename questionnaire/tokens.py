"""Secrets that stand in private addresses.

Only a token's digest is stored: whoever reads the database cannot open a result, and looking a token up compares
digests, whose time of comparison tells nothing about the token.
"""

import hashlib
import secrets

BYTES = 24  # 192 bits


def new_token():
    """Return a new unguessable token that can stand in an address."""
    return secrets.token_urlsafe(BYTES)


def digest(token):
    """Return what is stored of a token: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
