"""All checks together: every subject is there, every claim is known, and no check is there twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from numerics import checks
from numerics.checks.catalogue import SUBJECTS, all_checks
from numerics.checks.check import Check, NotAccepted, Violation
from proofs.catalogue import by_id
from proofs.logic.verdict import Level
from tests.numerics.checks.running import DIGITS, each

CHECKS = all_checks(DIGITS)


def test_every_subject_is_there() -> None:
    names = sorted(
        path.stem for path in Path(checks.__file__).parent.glob("*.py") if "\ndef checks(" in path.read_text()
    )
    assert names == sorted(subject.__name__.rpartition(".")[2] for subject in SUBJECTS)
    assert len(CHECKS) == sum(len(subject.checks(DIGITS)) for subject in SUBJECTS)


def test_claims_are_those_of_the_theory() -> None:
    assert {check.claim for check in CHECKS} == set(by_id())


def test_no_check_is_there_twice() -> None:
    keys = [(check.claim, check.level, check.route, check.for_all) for check in CHECKS]
    assert len(set(keys)) == len(keys)


def test_every_check_says_what_it_covers_and_has_mutants() -> None:
    for check in CHECKS:
        assert check.route and check.for_all and check.scope and check.mutants
        assert check.level in (Level.SAMPLED, Level.PROPERTY, Level.ENCLOSED)
        assert all(callable(search) for _, search in check.mutants)
        assert not all(isinstance(search, NotAccepted) for _, search in check.mutants)  # some mutant is refuted


def test_every_condition_has_an_edge() -> None:
    """All but the boxes, whose margins `falsehoods.py` tries."""
    assert {check.route for check in CHECKS if check.edge is None} == {"boxes"}


@each([check for check in CHECKS if check.edge])
def test_an_edge_is_sharp(check: Check) -> None:
    assert check.edge is not None
    check.edge.within()
    with pytest.raises(Violation):
        check.edge.beyond()


def test_only_what_is_false_as_titled_is_refuted() -> None:
    assert {check.claim for check in CHECKS if check.refutes} == {"T4.1"}


def test_digits_are_passed_on() -> None:
    scopes = [check.scope for check in all_checks(77) if check.route == "mpmath"]
    assert scopes and all("; 77 digits against doubles" in scope for scope in scopes)
