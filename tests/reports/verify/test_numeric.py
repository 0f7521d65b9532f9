"""The numeric route: what a check and its mutants amount to, however they end."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from numerics.checks import against_all, boot_and_vanilla, check, ddim, derived, dynamic_program, families
from numerics.checks.against_all import attains
from numerics.checks.boot_and_vanilla import boot_not_beaten
from numerics.checks.check import TINY, Check, Edge, NotAccepted, Search, Seen, at_points, no_violation
from numerics.errors import NotDecided
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import compare
from numerics.plans import rank
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from proofs.logic.verdict import Level, Verdict
from reports.verify import numeric
from reports.verify.ledger import Controls
from reports.verify.numeric import check_evidence, self_test
from reports.verify.run import verify
from reports.verify.verdict import Findings
from tests.reports.verify.findings import CHECKS, holds, made_up, rejected, violated


@pytest.fixture
def forgetful() -> Iterator[None]:
    """The self-test is run anew, and again after."""
    self_test.cache_clear()
    yield
    self_test.cache_clear()


def test_searches_of_known_outcome_end_as_they_must(forgetful: None) -> None:
    assert self_test() == ""


def _finds_nothing(*_: object, **__: object) -> object:
    raise NoSuchExample("")


GUTTED = {
    "a search that finds nothing": (check, "find", _finds_nothing),
    "a search that finds anything": (check, "find", lambda *_, **__: 0),
    "any number is close": (derived, "close", lambda *_: True),
    "no number is close": (derived, "close", lambda *_: False),
    "what is open ends a search": (check, "NotDecided", ZeroDivisionError),
    "mutants are all rejected": (numeric, "_not_rejected", lambda _: ""),
    "mutants are all accepted": (numeric, "_not_rejected", lambda _: " (accepted)"),
    "no violation refutes": (numeric, "Violation", ZeroDivisionError),
    "closed forms need not agree": (families, "same", lambda *_: True),
    "closed forms agree to 100 bits": (families, "CLOSE", Fraction(1, 2**100)),
    "any gap is large enough": (dynamic_program, "farther", lambda *_: True),
    "gaps are compared by their midpoints": (dynamic_program, "compare", lambda x, y: compare(x.mid(), y.mid())),
    "doubles may be twice as far off": (derived, "ULPS", 2 * derived.ULPS),
    "any plan attains the minimum": (boot_and_vanilla, "attains", lambda *_: True),
    "no plan attains the minimum": (boot_and_vanilla, "attains", lambda *_: False),
    "small differences are none": (ddim, "_exact", lambda x: ddim.ddim_chain(*x) * (1 + TINY)),
}


@pytest.mark.parametrize("check", [c for c in CHECKS if c.edge], ids=lambda c: f"{c.claim}, {c.route}")
def test_a_check_that_is_blunt_at_its_edge_is_not_believed(
    check: Check, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check.edge is not None
    for blunt in (Edge(check.edge.within, check.edge.within), Edge(check.edge.beyond, check.edge.beyond)):
        monkeypatch.setattr(numeric, "all_checks", lambda blunt=blunt: (replace(check, edge=blunt),))
        self_test.cache_clear()
        assert f"self-test: {check.claim}, {check.route}, " in self_test()


@pytest.mark.parametrize("part", GUTTED)
def test_searches_that_miss_a_known_violation_are_not_believed(
    part: str, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every check is undecided then, and so is the claim: the command exits with 3 and names the route."""
    module, name, other = GUTTED[part]
    monkeypatch.setattr(module, name, other)
    summary = verify(["D2.1"], checks=[replace(made_up(holds, rejected(4)), claim="D2.1")]).summary
    assert summary.exit_code == 3
    assert any("the numeric route fails its self-test" in problem for problem in summary.problems)


def _typo() -> Seen:
    raise TypeError("unsupported")


def _asserts() -> Seen:
    raise AssertionError("never to be relied on")


def _open_end() -> Seen:
    raise NotDecided("too wide")


def test_a_check_that_finds_nothing_says_so_with_its_words() -> None:
    found = check_evidence(made_up(holds, rejected(2)))
    assert (found.level, found.route, found.verdict) == (Level.PROPERTY, "test", Verdict.NO_COUNTEREXAMPLE)
    assert found.controls == Controls(rejected=2, total=2)
    assert (found.findings, found.certificates) == (("1 distinct instance",), ())


@pytest.mark.parametrize(
    ("search", "words"),
    [
        (at_points((1, 2, 2, 1), bool), "2 distinct instances"),
        (no_violation(st.sampled_from((1, 2, 3)), bool), "3 distinct instances"),
    ],
)
def test_instances_are_counted_once_each(search: Search, words: str) -> None:
    assert check_evidence(made_up(search, rejected(1))).findings == (words,)


def test_a_search_that_tries_nothing_decides_nothing() -> None:
    for search in (at_points((), bool), lambda: []):
        found = check_evidence(made_up(search, rejected(1)))
        assert (found.verdict, found.findings) == (Verdict.UNDECIDED, ("no instance was tried",))


def test_instances_that_cannot_be_told_apart_are_not_counted() -> None:
    found = check_evidence(made_up(at_points((object(),), lambda _: True), rejected(1)))
    assert found.verdict is Verdict.UNDECIDED and "prints as an address" in found.findings[0]


@pytest.mark.parametrize("check", CHECKS, ids=[f"{c.claim}, {c.route}, {c.level}" for c in CHECKS])
def test_every_check_says_how_many_instances_it_saw(found: dict[str, Findings], check: Check) -> None:
    (evidence,) = [
        e for e in found[check.claim].evidence if (e.route, e.level, e.scope) == (check.route, check.level, check.scope)
    ]
    count = re.fullmatch(r"(\d+) distinct instances?", evidence.findings[-1])
    assert count and int(count[1]) >= (10 if check.level is Level.PROPERTY else 1)


def test_a_check_that_refutes_is_undecided_without_its_counterexample() -> None:
    check = replace(made_up(holds, rejected(1)), refutes=True)
    assert check_evidence(check).verdict is Verdict.REFUTED
    assert check_evidence(replace(check, run=violated)).verdict is Verdict.UNDECIDED


def test_a_mutant_that_is_accepted_survives() -> None:
    found = check_evidence(made_up(holds, (("too weak", holds), *rejected(1))))
    assert found.controls == Controls(rejected=1, total=2, survivors=("too weak (accepted)",))


@pytest.mark.parametrize("search", [_typo, _asserts])
def test_a_check_that_raises_is_undecided(search: Search) -> None:
    evidence = check_evidence(made_up(search, rejected(1)))
    assert evidence.verdict is Verdict.UNDECIDED
    assert "the check raised" in evidence.findings[0]


@pytest.mark.parametrize(
    ("search", "how"), [(_typo, "raised TypeError: unsupported"), (_open_end, "not decided: too wide")]
)
def test_a_mutant_that_raises_or_stays_open_is_notrejected(search: Search, how: str) -> None:
    evidence = check_evidence(made_up(holds, (("broken", search),)))
    assert evidence.controls == Controls(rejected=0, total=1, survivors=(f"broken ({how})",))


def test_a_mutant_may_be_stated_to_stay_open() -> None:
    assert check_evidence(made_up(holds, (("open", NotAccepted(_open_end)),))).controls.rejected == 1
    assert check_evidence(made_up(holds, (("open", NotAccepted(holds)),))).controls.rejected == 0
    named = [(name, isinstance(search, NotAccepted)) for check in CHECKS for name, search in check.mutants]
    assert all(stated is name.endswith("(not accepted)") for name, stated in named)
    assert any(stated for _, stated in named)


def _odd_is_open(k: int) -> bool:
    if k % 2:
        raise NotDecided(f"{k} is odd")
    return k != 2


@pytest.mark.parametrize(
    "search", [at_points((1, 4), _odd_is_open), no_violation(st.sampled_from((1, 4)), _odd_is_open)]
)
def test_an_instance_left_open_leaves_the_search_open(search: Search) -> None:
    assert check_evidence(made_up(search)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "search", [at_points((1, 2), _odd_is_open), no_violation(st.sampled_from((1, 2, 3)), _odd_is_open)]
)
def test_a_violation_outweighs_what_is_left_open(search: Search) -> None:
    assert check_evidence(made_up(search)).verdict is Verdict.REFUTED


def test_plans_that_cannot_be_told_apart_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """At s = 0 all plans tie: proved on a rational schedule, where the budget is free, only if they tie for every s."""
    tie = Problem(Cosine(4), Spectrum((Fraction(1, 2),)), Fraction(0))
    assert not rank.rank(list(enumerate_plans(0, 4)), tie, 64).decided
    honest = against_all.rank
    monkeypatch.setattr(against_all, "rank", lambda plans, problem: honest(plans, problem, 64))
    with pytest.raises(NotDecided, match="cannot be told apart"):
        attains(tie, boot)
    with pytest.raises(NotDecided, match="cannot be told from BOOT"):
        boot_not_beaten(tie)
    plain = Problem(FlowMatching(3), Spectrum((Fraction(1, 3),)), Fraction(1, 2))
    assert attains(plain, boot) and boot_not_beaten(plain)
    assert not attains(plain, vanilla)


def test_searches_leave_nothing_in_the_current_folder(tmp_path: Path) -> None:
    """In a process of its own: what Hypothesis caches, it writes once a process."""
    code = (
        "from hypothesis import strategies as st\nfrom numerics.checks.check import no_violation\n"
        "no_violation(st.integers(0, 9) | st.characters(), lambda x: True)()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
