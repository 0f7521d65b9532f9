"""The numeric routes: a check and its mutants, run."""

from __future__ import annotations

from functools import cache
from typing import Final

from numerics.checks.catalogue import all_checks
from numerics.checks.certificates import Certificate
from numerics.checks.check import Check, Edge, NotAccepted, Search, Seen, Violation
from numerics.checks.falsehoods import KNOWN
from numerics.errors import NotDecided
from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import Controls, Evidence
from reports.verify.undecided import raised

# An enclosure covers every point of its boxes; a search covers what it has seen.
_FOUND_NOTHING: Final = {
    Level.SAMPLED: Verdict.NO_COUNTEREXAMPLE,
    Level.PROPERTY: Verdict.NO_COUNTEREXAMPLE,
    Level.ENCLOSED: Verdict.PROVED,
}


def check_evidence(check: Check) -> Evidence:
    """Runs a numeric check and its mutants. What raises anything but Violation has decided nothing."""
    findings: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    try:
        found = check.run()
        certificates = () if isinstance(found, Seen) else tuple(found)
        instances = found.instances if isinstance(found, Seen) else len({c.summary for c in certificates})
        if not instances:
            raise NotDecided("no instance was tried")
        counted = f"{instances} distinct instance{'s' if instances > 1 else ''}"
        findings = (*(c.summary for c in certificates), counted)
        verdict = Verdict.REFUTED if check.refutes else _FOUND_NOTHING[check.level]
    except NotDecided as reason:
        verdict, findings = Verdict.UNDECIDED, (str(reason),)
    except Violation as violation:
        verdict, findings = Verdict.UNDECIDED if check.refutes else Verdict.REFUTED, (str(violation),)
    except Exception as error:
        verdict, findings = Verdict.UNDECIDED, (f"the check {raised(error)}",)
    survivors = tuple(name + how for name, search in check.mutants if (how := _not_rejected(search)))
    total = len(check.mutants)
    return Evidence(
        level=check.level,
        route=check.route,
        verdict=verdict,
        for_all=check.for_all,
        scope=check.scope,
        controls=Controls(rejected=total - len(survivors), total=total, survivors=survivors),
        findings=findings,
        certificates=tuple(c.to_json() for c in certificates),
    )


@cache
def self_test() -> str:
    """Which search of known outcome ends otherwise, or which check is not as fine as its edge; empty when none.

    Asked once in a process.
    """
    for known in KNOWN:
        found = check_evidence(known.check)
        if found.verdict is not known.verdict:
            return f"the numeric route fails its self-test: {known.check.scope} ({found.verdict})"
        if len(found.controls.survivors) != known.survivors:
            survivors = ", ".join(found.controls.survivors) or "none"
            return f"the numeric route fails its self-test: {known.check.scope} (survivors: {survivors})"
    for check in all_checks():
        if check.edge is not None and (wrong := _at_the_edge(check.edge)):
            return f"the numeric route fails its self-test: {check.claim}, {check.route}, {check.for_all}: {wrong}"
    return ""


def _at_the_edge(edge: Edge) -> str:
    """Empty when a condition holds where it just should, and just beyond does not."""
    try:
        edge.within()
    except Exception as error:
        return f"not accepted where it just holds ({raised(error)})"
    beyond = _not_rejected(edge.beyond)
    return f"just beyond its edge{beyond}" if beyond else ""


def _not_rejected(search: Search) -> str:
    """Empty when the search of a mutant ends as it must, else how it ended instead."""
    try:
        search()
    except NotDecided as reason:
        return "" if isinstance(search, NotAccepted) else f" (not decided: {reason})"[:300]
    except Violation:
        return ""
    except Exception as error:
        return f" ({raised(error)})"
    return " (accepted)"
