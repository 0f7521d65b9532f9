"""Searches for a violation: what they find, what they pass over, and what they leave behind."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import strategies as st

from numerics.checks.check import (
    Check,
    NotAccepted,
    Search,
    Seen,
    Violation,
    at_points,
    edge,
    mutant,
    no_violation,
)
from numerics.errors import NotDecided
from proofs.logic.verdict import Level

numbers = st.integers(0, 1000)


def open_at_odd(k: int) -> bool:
    """Whether k is not 2; nothing is known of odd numbers."""
    if k % 2:
        raise NotDecided(f"{k} is odd")
    return k != 2


def test_a_search_without_violation_returns() -> None:
    assert 1 < no_violation(numbers, lambda k: k >= 0)().instances <= 60
    assert at_points((*range(5), 0), lambda k: k >= 0)() == Seen(5)


def test_a_violation_names_the_smallest_instance() -> None:
    with pytest.raises(Violation, match=r"^violated at 7$"):
        no_violation(numbers, lambda k: k < 7)()
    with pytest.raises(Violation, match=r"^violated at 3$"):
        at_points(range(5), lambda k: k < 3)()
    with pytest.raises(Violation, match=r"^violated at \(Fraction\(1, 3\), 0\)$"):
        at_points([(Fraction(1, 3), 0)], lambda pair: pair[1] > 0)()


@pytest.mark.parametrize("search", [at_points((1, 4), open_at_odd), no_violation(st.sampled_from((1, 4)), open_at_odd)])
def test_an_instance_left_open_leaves_the_search_open(search: Search) -> None:
    with pytest.raises(NotDecided, match="1 is odd"):
        search()


@pytest.mark.parametrize(
    "search", [at_points((1, 2), open_at_odd), no_violation(st.sampled_from((1, 2, 3)), open_at_odd)]
)
def test_a_violation_outweighs_what_is_left_open(search: Search) -> None:
    with pytest.raises(Violation, match="violated at 2"):
        search()


def test_what_goes_wrong_in_a_search_is_no_violation() -> None:
    few = st.integers(0, 5)
    for search in (no_violation(few, lambda k: 1 // (k - 2) < 9), at_points((2,), lambda k: 1 // (k - 2) < 9)):
        with pytest.raises(ZeroDivisionError):
            search()


def test_searches_are_reproducible_and_mutants_search_longer() -> None:
    seen: list[list[int]] = [[], []]
    for run in seen:
        no_violation(numbers, lambda k, run=run: run.append(k) or True, examples=30)()
    assert seen[0] == seen[1] and 0 < len(seen[0]) <= 30
    count: list[int] = []
    mutant("never", numbers, lambda k: count.append(k) or True)[1]()
    assert len(count) > 60
    name, search = mutant("rare", numbers, lambda k: k != 617)
    assert name == "rare"
    with pytest.raises(Violation, match="617"):
        search()


def test_no_files_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    no_violation(st.integers() | st.characters(), lambda x: True)()
    assert list(tmp_path.iterdir()) == []


def test_a_mutant_that_stays_open_is_only_not_accepted() -> None:
    def nothing() -> Seen:
        raise NotDecided("open")

    with pytest.raises(NotDecided):
        NotAccepted(nothing)()
    assert NotAccepted(lambda: Seen(1))() == Seen(1)


def test_an_edge_is_two_searches() -> None:
    found = edge(lambda: True, lambda: False)
    assert found.within() == Seen(1)
    with pytest.raises(Violation, match="violated at just beyond"):
        found.beyond()
    with pytest.raises(Violation):
        edge(lambda: False, lambda: True).within()


def test_a_check_is_its_search_and_its_mutants() -> None:
    check = Check("X", Level.SAMPLED, "test", "", "", at_points((1,), bool), (("zero", at_points((0,), bool)),))
    check.run()
    with pytest.raises(Violation):
        check.mutants[0][1]()
    assert not check.refutes
