"""The editors' workplace: what all its pages share, and the pages of publishers."""

from . import catalogue

__all__ = ["catalogue"]
