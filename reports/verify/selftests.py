"""A route is believed when it tells what is known to be false from what is known to be true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from proofs.logic.verdict import Level
from reports.verify import numeric, smt, symbolic
from reports.verify.undecided import undecided
from reports.verify.verdict import Findings

# Each says what it found wrong, naming its route; empty when nothing is.
SELF_TESTS: Final[Mapping[str, Callable[[], str]]] = {
    "SymPy": symbolic.self_test,
    "numeric": numeric.self_test,
    "z3": smt.self_test,
}

_ROUTES: Final = {
    Level.SAMPLED: "numeric",
    Level.PROPERTY: "numeric",
    Level.ENCLOSED: "numeric",
    Level.SYMBOLIC: "SymPy",
    Level.SMT: "z3",
}


def self_test(route: str) -> str:
    """What one route's self-test finds wrong; empty when nothing is."""
    return SELF_TESTS[route]()


def believed(findings: Findings, wrong: Mapping[str, str]) -> Findings:
    """The findings without what a route says that failed its self-test: all of its evidence is undecided.

    wrong: what the self-test of every route found. A derivation whose checker is not believed is not shown as checked.
    """
    evidence = tuple(
        undecided(e.level, e.route, why, for_all=e.for_all, scope=e.scope) if (why := wrong[_ROUTES[e.level]]) else e
        for e in findings.evidence
    )
    derivation = () if wrong["SymPy"] else findings.derivation
    return replace(findings, evidence=evidence, derivation=derivation)
