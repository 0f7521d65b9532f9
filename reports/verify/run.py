"""Runs every route on every claim, collects the evidence, and computes verdicts from it. Nothing is asserted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from numerics.checks.catalogue import all_checks
from numerics.checks.check import Check
from numerics.errors import InputError
from proofs.catalogue import CLAIMS, ancestors, by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Claim
from proofs.logic.derivation import StepResult
from proofs.logic.verdict import Level
from reports.verify.bridges import bridged_evidence
from reports.verify.coqc import workplace
from reports.verify.kernel import kernel_evidence
from reports.verify.ledger import ClaimRecord, Controls, Evidence, Ledger
from reports.verify.numeric import check_evidence
from reports.verify.pinned import on_record, unpinned
from reports.verify.printed import printed_evidence
from reports.verify.records import claim_record, step_records, symbol_records
from reports.verify.selftests import SELF_TESTS, believed, self_test
from reports.verify.smt import smt_evidence
from reports.verify.symbolic import symbolic, symbolic_evidence
from reports.verify.undecided import raised, undecided
from reports.verify.verdict import Findings, assemble


def investigate(claim: Claim, index: Mapping[str, Claim], checks: Iterable[Check]) -> Findings:
    """All routes on one claim, the kernel excepted; to be believed when their self-tests have passed."""
    records, by_sympy, steps = symbolic_evidence(claim, index)
    found = [by_sympy, *(check_evidence(check) for check in checks if check.claim == claim.id)]
    try:
        by_z3 = smt_evidence(claim, steps)
    except Exception as error:
        by_z3 = undecided(Level.SMT, "z3", raised(error))
    found += [] if by_z3 is None else [by_z3]
    return Findings(records, tuple(sorted(found, key=lambda e: e.level.strength)), symbol_records(claim, steps))


def verify(
    identifiers: Sequence[str] | None = None,
    *,
    digits: int = 50,
    kernel: bool = False,
    jobs: int = 1,
    catalogue: Sequence[Claim] = CLAIMS,
    checks: Sequence[Check] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Ledger:
    """Runs the suite and returns its ledger; the result does not depend on jobs.

    identifiers: claims to verify, with their ancestors; None for all. A catalogue or checks other than the library's own
    run in this process, and are not compared with what is pinned. Raises InputError for an unknown claim.
    """
    index = by_id(catalogue)
    wanted = _closure(identifiers, index)
    claims = [c for c in catalogue if c.id in wanted]
    own = catalogue is CLAIMS and checks is None
    processes = min(jobs, len(claims))
    if own and processes > 1:
        wrong, found = _in_processes(claims, digits, processes, progress)
    else:
        wrong = {route: self_test(route) for route in SELF_TESTS}
        todo = all_checks(digits) if checks is None else checks
        found = {}
        for claim in claims:
            progress(claim.id)
            found[claim.id] = investigate(claim, index, todo)
    found = {identifier: believed(findings, wrong) for identifier, findings in found.items()}
    moved = unpinned(claims, index) if own else ()
    from_kernel = coqc_evidence(claims, max(2, jobs), lambda item: progress(f"kernel, {item}")) if kernel else None
    failed = tuple(filter(None, wrong.values()))
    return assemble(claims, index, found, from_kernel, complete=identifiers is None, moved=moved, failed=failed)


def coqc_evidence(
    claims: Sequence[Claim], workers: int, progress: Callable[[str], None]
) -> dict[str, tuple[Evidence, ...]]:
    """What coqc says of the theorems written by hand, of the claims as printed, and of how the ones follow from the others."""
    names = [c.id for c in claims]
    with workplace(None) as folder:
        asked = (kernel_evidence, printed_evidence, bridged_evidence)
        routes = [route(names, workers, progress, folder) for route in asked]
    return {name: tuple(route[name] for route in routes if name in route) for name in names}


def _closure(identifiers: Sequence[str] | None, index: Mapping[str, Claim]) -> frozenset[str]:
    if identifiers is None:
        return frozenset(index)
    unknown = [i for i in identifiers if i not in index]
    if unknown:
        raise InputError(f"claim {unknown[0]!r}: must be one of {', '.join(index)}")
    return frozenset(identifiers).union(*(ancestors(i, index) for i in identifiers))


def _work(identifier: str, digits: int) -> Findings:
    index = by_id()
    return investigate(index[identifier], index, all_checks(digits))


def _in_processes(
    claims: Sequence[Claim], digits: int, processes: int, progress: Callable[[str], None]
) -> tuple[dict[str, str], dict[str, Findings]]:
    """What the self-tests found wrong, by route, and what the routes found, by claim."""
    with ProcessPoolExecutor(processes) as pool:
        tests = {route: pool.submit(self_test, route) for route in SELF_TESTS}
        pending = {identifier: pool.submit(_work, identifier, digits) for identifier in longest_first(claims)}
        found = {}
        for claim in claims:
            progress(claim.id)
            found[claim.id] = pending[claim.id].result()
        return {route: outcome.result() for route, outcome in tests.items()}, found


def longest_first(claims: Sequence[Claim]) -> list[str]:
    """Ids by the number of symbolic mutants on record, so that no process waits for a claim of many at the end."""
    pinned = on_record()["claims"]
    return sorted((c.id for c in claims), key=lambda i: -len(pinned.get(i, {}).get("symbolic mutants", ())))


def derivation_record(identifier: str) -> ClaimRecord:
    """One claim with its derivation re-checked; no other evidence. Raises InputError for an unknown claim."""
    index = by_id()
    _closure([identifier], index)
    claim = index[identifier]
    steps = claim.derive()
    results = check_derivation(claim, index, steps)
    if wrong := self_test("SymPy"):
        results.append(StepResult("the checker refuses what is false", wrong))
    evidence = symbolic(claim, results, Controls())
    symbols = symbol_records(claim, steps)
    return claim_record(
        claim,
        step_records(steps, results),
        symbols,
        (evidence,),
        evidence.verdict,
        (evidence.level, None),
        "a derivation runs no kernel",
    )
