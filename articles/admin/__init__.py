"""The editors' workplace: what all its pages share, the pages of publishers and texts, and former slugs."""

from . import catalogue, former, users

__all__ = ["catalogue", "former", "users"]
