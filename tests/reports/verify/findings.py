"""What the routes find of every claim, checks made up for a purpose, and the ledger with one part replaced."""

from __future__ import annotations

import pytest

from numerics.checks.catalogue import all_checks
from numerics.checks.check import Check, Search, Seen, Violation
from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Claim
from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import Controls, Evidence, Ledger
from reports.verify.verdict import Findings, assemble

INDEX = by_id()
CHECKS = all_checks(30)
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
in_one_process = pytest.mark.xdist_group("evidence")  # what all routes find takes long: it is found once


def ledger_with(found: dict[str, Findings], claim: Claim, findings: Findings) -> Ledger:
    """The whole ledger with one claim's part replaced."""
    claims = [claim if c.id == claim.id else c for c in CLAIMS]
    return assemble(claims, {c.id: c for c in claims}, {**found, claim.id: findings}, None)


def made_up(run: Search, mutants: tuple[tuple[str, Search], ...] = ()) -> Check:
    """A check of no claim."""
    return Check("X", Level.PROPERTY, "test", "", "", run, mutants)


def holds() -> Seen:
    """A search that finds nothing at one instance."""
    return Seen(1)


def violated() -> Seen:
    """A search that finds a violation."""
    raise Violation("here")


def rejected(count: int) -> tuple[tuple[str, Search], ...]:
    """So many mutants, all rejected."""
    return tuple((f"mutant {k}", violated) for k in range(count))


def carried(verdict: Verdict, mutants: int = 4) -> Evidence:
    """Symbolic evidence with so many mutants, all rejected."""
    controls = Controls(rejected=mutants, total=mutants)
    return Evidence(level=Level.SYMBOLIC, route="SymPy", verdict=verdict, for_all="", scope="", controls=controls)
