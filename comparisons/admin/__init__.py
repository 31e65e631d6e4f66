"""The editors' workplace: claims, how they are entered, reviewed and found, and what they are about."""

from . import catalogue, claim, override, report, workbench

__all__ = ["catalogue", "claim", "override", "report", "workbench"]
