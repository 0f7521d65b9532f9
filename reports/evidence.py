"""Runs every route on every claim, collects the evidence, and computes verdicts from it. Nothing is asserted by hand."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from numerics.certificates import Certificate
from numerics.checks import Check, NotAccepted, NotDecided, Search, Violation, all_checks
from numerics.errors import InputError
from proofs.ablation import ablations, fault, unexplained
from proofs.catalogue import CLAIMS, ancestors, by_id
from proofs.checker import StepResult, check_derivation
from proofs.claim import Claim, Derivation, Verdict
from proofs.kernel import PARTIAL
from proofs.mutants import mutants
from reports.coqc import coqc
from reports.kernel import kernel_evidence
from reports.ledger import (
    ASKED_FOR,
    ClaimRecord,
    Controls,
    Evidence,
    Ledger,
    Level,
    StepRecord,
    Summary,
    SymbolRecord,
    Unverified,
    manifest,
)
from reports.records import claim_record, step_records, symbol_records
from reports.smt import smt_evidence
from reports.support import strength, supported

# The source at hand titles ten of the paper's theorems and definitions, nine of which are claims, and counts the rest.
NOT_VERIFIED = (
    Unverified(words="C.1 (restates P3.1)"),
    Unverified(words="11 of the 21 theorems and definitions, whose titles the source at hand does not give", count=11),
)
MIN_CONTROLS = 4  # mutants that every claim must have had rejected, all routes together
# What takes longest is started first, so that no process waits for it at the end.
SLOWEST = ("N4", "P3.1", "N1", "N2", "T4.1-sharp", "N7", "D4.1", "P3.3", "N6-contracting", "N6-expanding")
PACKAGES = ("sympy", "mpmath", "python-flint", "z3-solver", "hypothesis", "numpy")


@dataclass(frozen=True)
class Findings:
    """What the routes other than the kernel found of one claim; crosses process boundaries."""

    derivation: tuple[StepRecord, ...]
    evidence: tuple[Evidence, ...]
    symbols: tuple[SymbolRecord, ...] = ()


def symbolic_evidence(claim: Claim, index: Mapping[str, Claim]) -> tuple[tuple[StepRecord, ...], Evidence, Derivation]:
    """Checks the derivation and all of its mutants. A derivation that cannot be built is undecided."""
    try:
        steps = claim.derive()
        results = check_derivation(claim, index, steps) + _ablation_results(claim)
    except Exception as error:  # a broken derivation is a finding about the claim, not a crash of the suite
        reason = f"the derivation {_raised(error)}"
        return (), _symbolic(claim, [StepResult("the derivation runs", reason)], Controls()), ()
    survivors, total = [], 0
    try:
        for mutant in mutants(claim, steps):
            total += 1
            if how := _survives(mutant.claim, index, mutant.steps):
                survivors.append(mutant.edit + how)
    except Exception as error:
        results.append(StepResult("the mutants can be built", f"the next of {total} {_raised(error)}"))
    controls = Controls(rejected=total - len(survivors), total=total, survivors=tuple(survivors))
    return step_records(steps, results), _symbolic(claim, results, controls), steps


def _raised(error: Exception) -> str:
    return f"raised {type(error).__name__}: {error}"[:300]


def _ablation_results(claim: Claim) -> list[StepResult]:
    """Each hypothesis dropped in turn; one that can be dropped should not be stated."""
    results = [StepResult(f"without {a.dropped} the claim fails", fault(a)) for a in ablations(claim)]
    needless = "no values show that it is needed"
    return results + [StepResult(f"{hypothesis} is load-bearing", needless) for hypothesis in unexplained(claim)]


def _survives(claim: Claim, index: Mapping[str, Claim], steps: Derivation) -> str:
    """Empty when the checker rejects a mutant, else how it survived. An exception is no rejection."""
    try:
        return " (accepted)" if all(r.ok for r in check_derivation(claim, index, steps)) else ""
    except Exception as error:
        return f" ({_raised(error)})"


def _symbolic(claim: Claim, results: Sequence[StepResult], controls: Controls) -> Evidence:
    failed = [f"'{r.title}': {r.reason}" for r in results if not r.ok]
    verdict = Verdict.UNDECIDED if failed else Verdict.PROVED
    if not failed and claim.counterexample is not None:
        verdict = Verdict.REFUTED
    return Evidence(
        level=Level.SYMBOLIC,
        route="SymPy",
        verdict=verdict,
        for_all=claim.for_all,
        scope="every step re-checked; trusts SymPy's normal forms and the induction schemes",
        controls=controls,
        findings=(*failed, f"{len(results)} steps, {sum(r.ok for r in results)} check"),
    )


def check_evidence(check: Check) -> Evidence:
    """Runs a numeric check and its mutants. What raises anything but Violation has decided nothing."""
    findings: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    try:
        certificates = tuple(check.run() or ())
        findings = tuple(c.summary for c in certificates)
        verdict = Verdict.REFUTED if check.refutes else Verdict.PROVED
    except Violation as violation:
        open_end = check.refutes or isinstance(violation, NotDecided)
        verdict = Verdict.UNDECIDED if open_end else Verdict.REFUTED
        findings = (str(violation),)
    except Exception as error:
        verdict, findings = Verdict.UNDECIDED, (f"the check {_raised(error)}",)
    survivors = tuple(name + how for name, search in check.mutants if (how := _not_rejected(search)))
    total = len(check.mutants)
    return Evidence(
        level=Level(check.level),
        route=check.route,
        verdict=verdict,
        for_all=check.for_all,
        scope=check.scope,
        controls=Controls(rejected=total - len(survivors), total=total, survivors=survivors),
        findings=findings,
        certificates=tuple(c.to_json() for c in certificates),
    )


def _not_rejected(search: Search) -> str:
    """Empty when the search of a mutant ends as it must, else how it ended instead."""
    try:
        search()
    except NotDecided as reason:
        return "" if isinstance(search, NotAccepted) else f" (not decided: {reason})"[:300]
    except Violation:
        return ""
    except Exception as error:
        return f" ({_raised(error)})"
    return " (accepted)"


def _smt(claim: Claim, steps: Derivation) -> Evidence | None:
    try:
        return smt_evidence(claim, steps)
    except Exception as error:
        return Evidence(
            level=Level.SMT, route="z3", verdict=Verdict.UNDECIDED, for_all="", scope="", findings=(_raised(error),)
        )


def investigate(claim: Claim, index: Mapping[str, Claim], checks: Iterable[Check]) -> Findings:
    """All routes on one claim, the kernel excepted."""
    records, symbolic, steps = symbolic_evidence(claim, index)
    found = [check_evidence(check) for check in checks if check.claim == claim.id]
    smt = _smt(claim, steps)
    found += [symbolic] if smt is None else [symbolic, smt]
    return Findings(records, tuple(sorted(found, key=lambda e: e.level.strength)), symbol_records(claim, steps))


def verdict_of(claim: Claim, evidence: Sequence[Evidence]) -> tuple[Verdict, tuple[str, ...]]:
    """The claim's verdict and what is wrong, if anything.

    Proved or refuted needs evidence of level symbolic or above; every other piece must agree within its scope, nothing
    may be undecided, every mutant must have been rejected, and every piece must have had one.
    """
    problems = [
        f"{claim.id}: a mutant survived at level {e.level}: {s}" for e in evidence for s in e.controls.survivors
    ]
    ran = [e for e in evidence if e.verdict is not Verdict.NOT_RUN]
    if not ran:
        return Verdict.NOT_RUN, (f"{claim.id}: nothing was run",)
    decided = {e.verdict for e in ran if e.verdict is not Verdict.UNDECIDED}
    if len(decided) > 1:
        sides = ", ".join(f"{e.route} ({e.level}) says {e.verdict}" for e in ran)
        problems.append(f"{claim.id}: the routes disagree: {sides}")
    problems += [
        f"{claim.id}: undecided at level {e.level}: {'; '.join(e.findings)[:300]}"
        for e in ran
        if e.verdict is Verdict.UNDECIDED
    ]
    carried = any(e.level.strength >= Level.SYMBOLIC.strength for e in ran)
    if not carried:
        problems.append(f"{claim.id}: no evidence of level symbolic or above")
    problems += [f"{claim.id}: no mutant at level {e.level} ({e.route})" for e in ran if not e.controls.total]
    tested = sum(e.controls.total for e in ran)
    if tested < MIN_CONTROLS:
        problems.append(f"{claim.id}: {tested} mutants in all, at least {MIN_CONTROLS} are needed")
    if problems:
        return Verdict.UNDECIDED, tuple(problems)
    return decided.pop(), ()


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
    run in this process. Raises InputError for an unknown claim.
    """
    index = by_id(catalogue)
    wanted = _closure(identifiers, index)
    claims = [c for c in catalogue if c.id in wanted]
    own = catalogue is CLAIMS and checks is None
    processes = min(jobs, len(claims))
    if own and processes > 1:
        found = _in_processes(claims, digits, processes, progress)
    else:
        todo = all_checks(digits) if checks is None else checks
        found = {}
        for claim in claims:
            progress(claim.id)
            found[claim.id] = investigate(claim, index, todo)
    from_kernel: dict[str, Evidence] | None = None
    if kernel:
        from_kernel = kernel_evidence([c.id for c in claims], max(2, jobs), lambda item: progress(f"kernel, {item}"))
    return assemble(claims, index, found, from_kernel, complete=identifiers is None)


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
) -> dict[str, Findings]:
    with ProcessPoolExecutor(processes) as pool:
        pending = {identifier: pool.submit(_work, identifier, digits) for identifier in longest_first(claims)}
        found = {}
        for claim in claims:
            progress(claim.id)
            found[claim.id] = pending[claim.id].result()
    return found


def longest_first(claims: Sequence[Claim]) -> list[str]:
    """Ids in the order in which to start on them."""
    rank = {identifier: place for place, identifier in enumerate(SLOWEST)}
    return sorted((c.id for c in claims), key=lambda identifier: rank.get(identifier, len(rank)))


def assemble(
    claims: Sequence[Claim],
    index: Mapping[str, Claim],
    found: Mapping[str, Findings],
    from_kernel: Mapping[str, Evidence] | None,
    complete: bool = True,
) -> Ledger:
    """The ledger that the findings amount to. from_kernel: None when the kernel was not asked for.

    complete: the whole catalogue was verified.
    """
    proved = from_kernel or {}
    evidence = {c.id: (*found[c.id].evidence, *((proved[c.id],) if c.id in proved else ())) for c in claims}
    problems: list[str] = []
    alone: dict[str, Verdict] = {}
    own_level: dict[str, Level | None] = {}
    for claim in claims:
        alone[claim.id], wrong = verdict_of(claim, evidence[claim.id])
        problems += wrong
        partial = (Level.KERNEL,) if claim.id in PARTIAL else ()
        levels = [e.level for e in evidence[claim.id] if e.verdict is alone[claim.id] and e.level not in partial]
        own_level[claim.id] = max(levels, key=lambda x: x.strength, default=None)
    verdicts, unsupported = supported(claims, index, alone)
    problems += unsupported
    records = tuple(
        claim_record(
            claim,
            found[claim.id].derivation,
            found[claim.id].symbols,
            evidence[claim.id],
            verdicts[claim.id],
            strength(claim.id, index, own_level, verdicts),
        )
        for claim in claims
    )
    return Ledger(
        claims=records,
        not_verified=NOT_VERIFIED if complete else (),
        summary=summarise(records, tuple(problems), _not_asked() if from_kernel is None else ASKED_FOR),
        environment=environment()
        | next(({"coqc": e.kernel.coqc} for e in (from_kernel or {}).values() if e.kernel), {}),
    )


def _not_asked() -> str:
    return "not asked for" if coqc() else "not asked for (coqc is not installed)"


def derivation_record(identifier: str) -> ClaimRecord:
    """One claim with its derivation re-checked; no other evidence. Raises InputError for an unknown claim."""
    index = by_id()
    _closure([identifier], index)
    claim = index[identifier]
    steps = claim.derive()
    results = check_derivation(claim, index, steps)
    evidence = _symbolic(claim, results, Controls())
    symbols = symbol_records(claim, steps)
    return claim_record(claim, step_records(steps, results), symbols, (evidence,), evidence.verdict, None)


def verdict_code(record: ClaimRecord) -> int:
    """Exit code for one claim: 0 as expected, 1 another verdict, 3 undecided or not run."""
    if record.verdict in (Verdict.UNDECIDED, Verdict.NOT_RUN):
        return 3
    return 0 if record.as_expected else 1


def summarise(records: Sequence[ClaimRecord], problems: tuple[str, ...], kernel: str) -> Summary:
    """Counts and exit code: 1 a verdict other than expected, 3 undecided or asked for and not run, else 0."""
    count = {v: sum(r.verdict is v for r in records) for v in Verdict}
    missing = [
        f"{r.id}: {e.level} was asked for and not run: {e.scope}"
        for r in records
        for e in r.evidence
        if e.verdict is Verdict.NOT_RUN
    ]
    wrong = [r for r in records if verdict_code(r) == 1]
    open_ones = [r for r in records if verdict_code(r) == 3]
    named = [f"{r.id}: expected {r.expected}, found {r.verdict}" for r in wrong]
    controls = [e.controls for r in records for e in r.evidence]
    return Summary(
        claims=len(records),
        as_expected=sum(r.as_expected for r in records),
        proved=count[Verdict.PROVED],
        refuted=count[Verdict.REFUTED],
        undecided=count[Verdict.UNDECIDED],
        not_run=count[Verdict.NOT_RUN],
        kernel=kernel,
        controls=Controls(
            rejected=sum(c.rejected for c in controls),
            total=sum(c.total for c in controls),
            survivors=tuple(s for c in controls for s in c.survivors),
        ),
        problems=(*named, *problems, *missing),
        certificates=manifest(records),
        exit_code=1 if wrong else 3 if open_ones or missing else 0,
    )


def environment() -> dict[str, str]:
    """Versions that the verdicts rest on."""
    found = {"python": platform.python_version(), "opmerge": importlib.metadata.version("opmerge")}
    return found | {name: importlib.metadata.version(name) for name in PACKAGES}
