"""The engine: the suite passes as it stands, and fails when any one part of any claim is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from numerics.checks import optimality as checks_optimality
from numerics.checks.catalogue import all_checks
from numerics.checks.check import Check, NotAccepted, Violation, at_points, no_violation
from numerics.errors import InputError, NotDecided
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.plans.canonical import boot
from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import Mutant, mutants, mutations
from proofs.logic.obligations import obligations
from proofs.logic.verdict import Level, Verdict
from reports.verify import run as engine
from reports.verify import smt
from reports.verify.ledger import Controls, Evidence, Ledger, read_ledger
from reports.verify.numeric import check_evidence
from reports.verify.run import investigate, longest_first, verify
from reports.verify.smt import smt_evidence
from reports.verify.verdict import Findings, assemble, verdict_of

INDEX = by_id()
CHECKS = all_checks(30)
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])


@pytest.fixture(scope="module")
def found() -> dict[str, Findings]:
    return {c.id: investigate(c, INDEX, CHECKS) for c in CLAIMS}


def ledger_with(found: dict[str, Findings], claim: Claim, findings: Findings) -> Ledger:
    """The whole ledger with one claim's part replaced."""
    claims = [claim if c.id == claim.id else c for c in CLAIMS]
    return assemble(claims, {c.id: c for c in claims}, {**found, claim.id: findings}, None)


pytestmark = pytest.mark.xdist_group("evidence")


def test_every_claim_has_the_expected_verdict(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, None)
    assert ledger.summary.problems == ()
    assert ledger.summary.exit_code == 0
    assert ledger.summary.as_expected == ledger.summary.claims == len(CLAIMS)
    assert ledger.summary.controls.rejected == ledger.summary.controls.total > 500
    assert ledger.not_verified


@each_claim
def test_every_claim_has_symbolic_and_numeric_evidence(found: dict[str, Findings], claim: Claim) -> None:
    levels = {e.level for e in found[claim.id].evidence}
    assert Level.SYMBOLIC in levels
    assert levels & {Level.SAMPLED, Level.PROPERTY, Level.ENCLOSED}
    assert sum(e.controls.total for e in found[claim.id].evidence) >= 4


@each_claim
def test_a_broken_expectation_shows(found: dict[str, Findings], claim: Claim) -> None:
    other = Verdict.PROVED if claim.expected is Verdict.REFUTED else Verdict.REFUTED
    broken = replace(claim, expected=other)
    assert ledger_with(found, broken, found[claim.id]).summary.exit_code == 1


@each_claim
def test_a_broken_step_shows(found: dict[str, Findings], claim: Claim) -> None:
    """The first mutant, in the place of the claim."""
    mutant = next(t for t in mutants(claim, claim.derive()) if t.steps != claim.derive() or claim.counterexample)
    broken = replace(mutant.claim, derive=_giving(mutant.steps))
    ledger = ledger_with(found, broken, investigate(broken, INDEX, []))
    assert ledger.summary.exit_code in (1, 3)
    assert any(claim.id in p for p in ledger.summary.problems)


def _giving(steps: Derivation):  # type: ignore[no-untyped-def]
    return lambda: steps


@each_claim
def test_a_broken_check_shows(found: dict[str, Findings], claim: Claim) -> None:
    """Each check replaced by its first mutant."""
    mine = [c for c in CHECKS if c.claim == claim.id]
    assert mine
    for check in mine:
        spoiled = replace(check, run=check.mutants[0][1])
        evidence = (*found[claim.id].evidence, check_evidence(spoiled))
        ledger = ledger_with(found, claim, replace(found[claim.id], evidence=evidence))
        assert ledger.summary.exit_code in (1, 3)


def _check(run, mutants=()) -> Check:  # type: ignore[no-untyped-def]
    return Check("X", "property", "test", "", "", run, mutants)


def _violated() -> None:
    raise Violation("here")


def test_a_surviving_twin_makes_the_claim_undecided() -> None:
    evidence = check_evidence(_check(lambda: None, (("too weak", lambda: None),)))
    assert evidence.controls == Controls(rejected=0, total=1, survivors=("too weak (accepted)",))
    verdict, problems = verdict_of(INDEX["N1"], (_carried(Verdict.PROVED), evidence))
    assert verdict is Verdict.UNDECIDED
    assert "too weak" in problems[0]


def _carried(verdict: Verdict, mutants: int = 4) -> Evidence:
    controls = Controls(rejected=mutants, total=mutants)
    return Evidence(level=Level.SYMBOLIC, route="SymPy", verdict=verdict, for_all="", scope="", controls=controls)


def _rejected(count: int):  # type: ignore[no-untyped-def]
    return tuple((f"mutant {k}", _violated) for k in range(count))


def test_a_check_without_twins_makes_the_claim_undecided() -> None:
    verdict, problems = verdict_of(INDEX["N1"], (_carried(Verdict.PROVED), check_evidence(_check(lambda: None))))
    assert verdict is Verdict.UNDECIDED
    assert problems == ("N1: no mutant at level property (test)",)
    ledger = verify(["D2.1"], checks=[replace(_check(lambda: None), claim="D2.1")])
    assert ledger.summary.exit_code == 3
    assert "no mutant" in ledger.summary.problems[0]


@pytest.mark.parametrize(("symbolic", "numeric", "enough"), [(2, 1, False), (3, 1, True), (0, 4, False), (1, 3, True)])
def test_every_claim_needs_four_twins_and_every_route_one(symbolic: int, numeric: int, enough: bool) -> None:
    evidence = check_evidence(_check(lambda: None, _rejected(numeric)))
    verdict, problems = verdict_of(INDEX["N1"], (_carried(Verdict.PROVED, symbolic), evidence))
    assert (verdict is Verdict.PROVED) is enough
    assert (problems == ()) is enough


def _typo() -> None:
    raise TypeError("unsupported")


def _asserts() -> None:
    raise AssertionError("never to be relied on")


def _open_end() -> None:
    raise NotDecided("too wide")


@pytest.mark.parametrize("search", [_typo, _asserts])
def test_a_check_that_raises_is_undecided(found: dict[str, Findings], search) -> None:  # type: ignore[no-untyped-def]
    evidence = check_evidence(_check(search, _rejected(1)))
    assert evidence.verdict is Verdict.UNDECIDED
    assert "the check raised" in evidence.findings[0]
    ledger = ledger_with(found, INDEX["N1"], replace(found["N1"], evidence=(*found["N1"].evidence, evidence)))
    assert ledger.summary.exit_code == 3


@pytest.mark.parametrize(
    ("search", "how"), [(_typo, "raised TypeError: unsupported"), (_open_end, "not decided: too wide")]
)
def test_a_twin_that_raises_or_stays_open_is_not_rejected(search, how) -> None:  # type: ignore[no-untyped-def]
    evidence = check_evidence(_check(lambda: None, (("broken", search),)))
    assert evidence.controls == Controls(rejected=0, total=1, survivors=(f"broken ({how})",))


def test_a_twin_may_be_stated_to_stay_open() -> None:
    assert check_evidence(_check(lambda: None, (("open", NotAccepted(_open_end)),))).controls.rejected == 1
    assert check_evidence(_check(lambda: None, (("open", NotAccepted(lambda: None)),))).controls.rejected == 0
    named = [(name, isinstance(search, NotAccepted)) for check in CHECKS for name, search in check.mutants]
    assert all(stated is name.endswith("(not accepted)") for name, stated in named)
    assert any(stated for _, stated in named)


def test_a_checker_that_raises_on_a_twin_has_not_rejected_it(monkeypatch: pytest.MonkeyPatch) -> None:
    claim, honest = INDEX["D2.1"], engine.check_derivation

    def raising(mutant: Claim, index, steps: Derivation):  # type: ignore[no-untyped-def]
        if mutant is not claim or steps != claim.derive():
            raise ValueError("confused")
        return honest(mutant, index, steps)

    monkeypatch.setattr(engine, "check_derivation", raising)
    evidence = investigate(claim, INDEX, []).evidence[0]
    assert evidence.controls.rejected < evidence.controls.total
    assert any("raised ValueError: confused" in s for s in evidence.controls.survivors)


def test_twins_or_smt_that_raise_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(claim: Claim, steps: Derivation) -> Iterator[Mutant]:
        raise RuntimeError("no mutant")
        yield

    def refusing(claim: Claim, steps: Derivation) -> None:
        raise RuntimeError("no solver")

    monkeypatch.setattr(engine, "mutants", broken)
    monkeypatch.setattr(engine, "smt_evidence", refusing)
    symbolic, by_smt = investigate(INDEX["N1"], INDEX, []).evidence
    assert symbolic.verdict is by_smt.verdict is Verdict.UNDECIDED
    assert any("no mutant" in f for f in symbolic.findings)
    assert "no solver" in by_smt.findings[0]


def _odd_is_open(k: int) -> bool:
    if k % 2:
        raise NotDecided(f"{k} is odd")
    return k != 2


@pytest.mark.parametrize(
    "search", [at_points((1, 4), _odd_is_open), no_violation(st.sampled_from((1, 4)), _odd_is_open)]
)
def test_an_instance_left_open_leaves_the_search_open(search) -> None:  # type: ignore[no-untyped-def]
    assert check_evidence(_check(search)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "search", [at_points((1, 2), _odd_is_open), no_violation(st.sampled_from((1, 2, 3)), _odd_is_open)]
)
def test_a_violation_outweighs_what_is_left_open(search) -> None:  # type: ignore[no-untyped-def]
    assert check_evidence(_check(search)).verdict is Verdict.REFUTED


def test_plans_that_cannot_be_told_apart_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """At s = 0 all plans tie: proved on a rational schedule, where the budget is free, only if they tie for every s."""
    tie = Problem(Cosine(4), Spectrum((Fraction(1, 2),)), Fraction(0))
    assert not checks_optimality.rank(list(checks_optimality.enumerate_plans(0, 4)), tie, 64).decided
    honest = checks_optimality.rank
    monkeypatch.setattr(checks_optimality, "rank", lambda plans, problem: honest(plans, problem, 64))
    with pytest.raises(NotDecided, match="cannot be told apart"):
        checks_optimality.attains(tie, boot)
    with pytest.raises(NotDecided, match="cannot be told from BOOT"):
        checks_optimality.boot_not_beaten(tie)
    plain = Problem(FlowMatching(3), Spectrum((Fraction(1, 3),)), Fraction(1, 2))
    assert checks_optimality.attains(plain, boot) and checks_optimality.boot_not_beaten(plain)
    assert not checks_optimality.attains(plain, checks_optimality.vanilla)


def test_routes_that_disagree_are_named() -> None:
    evidence = check_evidence(_check(_violated))
    assert evidence.verdict is Verdict.REFUTED
    verdict, problems = verdict_of(INDEX["N1"], (_carried(Verdict.PROVED), evidence))
    assert verdict is Verdict.UNDECIDED
    assert "SymPy" in problems[0] and "test" in problems[0]


def test_sampling_alone_proves_nothing() -> None:
    verdict, problems = verdict_of(INDEX["N1"], (check_evidence(_check(lambda: None, _rejected(4))),))
    assert verdict is Verdict.UNDECIDED
    assert problems == ("N1: no evidence of level symbolic or above",)


def test_nothing_run_is_not_run() -> None:
    skipped = Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope="absent")
    assert verdict_of(INDEX["N1"], (skipped,))[0] is Verdict.NOT_RUN


def test_asked_for_and_not_run_is_exit_code_3(found: dict[str, Findings]) -> None:
    skipped = Evidence(level=Level.KERNEL, route="coqc", verdict=Verdict.NOT_RUN, for_all="", scope="absent")
    ledger = assemble(CLAIMS, INDEX, found, {"N1": skipped})
    assert ledger.summary.exit_code == 3
    assert "absent" in ledger.summary.problems[0]


def test_a_derivation_that_raises_is_undecided() -> None:
    def derive() -> Derivation:
        raise RuntimeError("broken")

    found = investigate(replace(INDEX["N1"], derive=derive), INDEX, [])
    assert found.evidence[0].verdict is Verdict.UNDECIDED
    assert "RuntimeError" in found.evidence[0].findings[0]


def test_strength_is_that_of_the_weakest_ancestor(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, None)
    strength = {c.id: c.strength for c in ledger.claims}
    assert strength["N1"] is Level.SYMBOLIC  # SMT of its own, but D2.1 beneath it has no inequality
    assert strength["P3.1"] is Level.SMT


@pytest.mark.parametrize("expected", [Verdict.PROVED, Verdict.REFUTED])
def test_what_rests_on_a_refuted_claim_is_undecided(found: dict[str, Findings], expected: Verdict) -> None:
    """D4.1 refuted: N1 cites nothing of it, and is not proved all the same; the refutation of T4.1 stands."""
    evidence = tuple(e.model_copy(update={"verdict": Verdict.REFUTED}) for e in found["D4.1"].evidence)
    claim = replace(INDEX["D4.1"], expected=expected)
    ledger = ledger_with(found, claim, replace(found["D4.1"], evidence=evidence))
    of = {c.id: c for c in ledger.claims}
    assert of["D4.1"].verdict is Verdict.REFUTED
    for child in ("N1", "T4.3", "N6"):
        assert of[child].verdict is Verdict.UNDECIDED
        assert any(p.startswith(f"{child}: ") and "D4.1 (refuted)" in p for p in ledger.summary.problems)
    assert of["T4.1"].verdict is Verdict.REFUTED
    assert [of[i].strength for i in ("N1", "T4.3", "T4.1")] == [None, None, None]
    assert of["P3.3"].verdict is Verdict.PROVED and of["P3.3"].strength is Level.SYMBOLIC
    assert ledger.summary.exit_code == (1 if expected is Verdict.PROVED else 3)


def test_the_ledger_goes_to_json_and_back(found: dict[str, Findings], tmp_path) -> None:  # type: ignore[no-untyped-def]
    ledger = assemble(CLAIMS, INDEX, found, None)
    path = tmp_path / "ledger.json"
    path.write_text(ledger.to_json())
    assert read_ledger(path) == ledger
    path.write_text("{}")
    with pytest.raises(InputError, match="not a ledger"):
        read_ledger(path)


def test_the_result_does_not_depend_on_jobs() -> None:
    one, two, many = (verify(["T4.2"], digits=20, jobs=j).to_json() for j in (1, 2, 500))
    assert one == two == many


def test_the_claims_that_take_longest_are_started_first() -> None:
    order = longest_first(CLAIMS)
    assert set(order) == set(INDEX) and len(order) == len(CLAIMS)
    assert set(engine.SLOWEST) <= set(INDEX)
    assert tuple(order[: len(engine.SLOWEST)]) == engine.SLOWEST


def test_no_more_processes_than_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def pool(claims, digits, processes, progress):  # type: ignore[no-untyped-def]
        asked.append((len(claims), processes))
        return {c.id: Findings((), ()) for c in claims}

    monkeypatch.setattr(engine, "_in_processes", pool)
    verify(["C3.1"], jobs=500)
    assert asked[0][0] == asked[0][1] > 1


def test_unknown_claims_are_refused() -> None:
    with pytest.raises(InputError, match=r"'T9.9'.*must be one of"):
        verify(["T9.9"])


def test_smt_finds_the_counterexample_of_a_false_obligation() -> None:
    """N1 without its hypothesis: z3's model is re-evaluated in exact rationals."""
    claim = INDEX["N1"]
    steps = tuple(replace(s, given=()) if not s.given else s for s in claim.derive())
    broken = next(t for t in mutants(claim, steps) if "flipped in 'so BOOT" in t.edit)
    evidence = smt_evidence(broken.claim, broken.steps)
    assert evidence is not None
    assert evidence.verdict is Verdict.REFUTED
    assert "counterexample" in evidence.findings[0]


@each_claim
def test_a_broken_obligation_shows(found: dict[str, Findings], claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    """The goal of the first SMT obligation edited: z3 must not prove it."""
    todo = list(obligations(claim.derive()))
    if not todo:
        assert claim.id in ("D2.1", "C3.1")  # equations only
        return
    _, goal = next(iter(mutations(todo[0].goal)))
    monkeypatch.setattr(smt, "obligations", lambda _: iter([replace(todo[0], goal=goal), *todo[1:]]))
    evidence = smt_evidence(claim, claim.derive())
    assert evidence is not None
    assert evidence.verdict is not claim.expected
    kept = tuple(e for e in found[claim.id].evidence if e.level is not Level.SMT)
    ledger = ledger_with(found, claim, replace(found[claim.id], evidence=(*kept, evidence)))
    assert ledger.summary.exit_code in (1, 3)
