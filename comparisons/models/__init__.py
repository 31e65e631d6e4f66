"""What we say: frameworks, criteria, claims, and verdicts that an editor had to set."""

from .claim import Claim
from .criterion import Criterion, Group
from .framework import Framework, Release
from .override import Override
from .proposal import Proposal
from .report import Report

__all__ = ["Claim", "Criterion", "Framework", "Group", "Override", "Proposal", "Release", "Report"]
