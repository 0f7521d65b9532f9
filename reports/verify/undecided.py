"""Evidence that decides nothing, and why."""

from __future__ import annotations

from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import Evidence


def undecided(level: Level, route: str, why: str, *, for_all: str = "", scope: str = "") -> Evidence:
    """A route that came to no verdict. why: the only finding."""
    return Evidence(level=level, route=route, verdict=Verdict.UNDECIDED, for_all=for_all, scope=scope, findings=(why,))


def raised(error: Exception) -> str:
    """What was raised, in words."""
    return f"raised {type(error).__name__}: {error}"[:300]
