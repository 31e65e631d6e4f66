"""The editors' workplace."""

from . import catalogue, claim, override

__all__ = ["catalogue", "claim", "override"]
