"""A route that fails its self-test is believed in nothing, and the run says so."""

from __future__ import annotations

import pytest

from proofs.logic.verdict import Level, Verdict
from reports.verify import run as engine
from reports.verify.ledger import Controls, Evidence, StepRecord
from reports.verify.run import verify
from reports.verify.selftests import SELF_TESTS, believed, self_test
from reports.verify.verdict import Findings

STEP = StepRecord(title="", latex="", rule="", ok=True)
OF_ROUTE = {
    "SymPy": {Level.SYMBOLIC},
    "numeric": {Level.SAMPLED, Level.PROPERTY, Level.ENCLOSED},
    "z3": {Level.SMT},
}


def _evidence(level: Level) -> Evidence:
    controls = Controls(rejected=4, total=4)
    return Evidence(level=level, route="r", verdict=Verdict.PROVED, for_all="f", scope="s", controls=controls)


FINDINGS = Findings((STEP,), tuple(map(_evidence, (level for level in Level if level is not Level.KERNEL))))


@pytest.mark.parametrize("route", SELF_TESTS)
def test_the_routes_pass(route: str) -> None:
    assert self_test(route) == ""


def test_nothing_is_taken_from_routes_that_pass() -> None:
    assert believed(FINDINGS, dict.fromkeys(SELF_TESTS, "")) == FINDINGS


@pytest.mark.parametrize("route", SELF_TESTS)
def test_all_that_a_failing_route_says_is_undecided(route: str) -> None:
    found = believed(FINDINGS, {**dict.fromkeys(SELF_TESTS, ""), route: "wrong"})
    for before, after in zip(FINDINGS.evidence, found.evidence, strict=True):
        if before.level in OF_ROUTE[route]:
            assert (after.verdict, after.findings, after.controls) == (Verdict.UNDECIDED, ("wrong",), Controls())
            assert (after.route, after.for_all, after.scope) == ("r", "f", "s")
        else:
            assert after == before
    assert found.derivation == (() if route == "SymPy" else (STEP,))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("route", SELF_TESTS)
def test_a_failing_route_makes_the_run_exit_with_3(route: str, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when it has no evidence at all: C3.1 and D2.1 have no inequality for z3."""
    monkeypatch.setitem(SELF_TESTS, route, lambda: f"the {route} route fails its self-test: made to")
    summary = verify(["C3.1"], digits=20, jobs=jobs).summary
    assert summary.exit_code == 3
    assert any(f"the {route} route fails its self-test" in problem for problem in summary.problems)


def test_each_self_test_is_run_once_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many claims there are: C3.1 rests on P3.1, and both share the outcome."""
    asked: list[str] = []
    monkeypatch.setattr(engine, "self_test", lambda route: asked.append(route) or "")
    verify(["C3.1"], checks=[])
    assert asked == list(SELF_TESTS)
