"""What the tests of every subject share: its checks hold, and their mutants do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from numerics.checks.check import Check, NotAccepted, Seen, Violation
from numerics.errors import NotDecided

DIGITS = 30
X = TypeVar("X")


def each(checks: Sequence[Check]) -> pytest.MarkDecorator:
    """One test for each check."""
    return pytest.mark.parametrize("check", checks, ids=[f"{c.claim} {c.level} {c.route}" for c in checks])


def require_sound(check: Check) -> None:
    """The search finds no violation; every mutant's search finds one, or stays open where that is all it promises."""
    found = check.run()
    assert found.instances if isinstance(found, Seen) else found
    for certificate in () if isinstance(found, Seen) else found:
        assert certificate.claim == check.claim and certificate.summary
    assert check.mutants and len({name for name, _ in check.mutants}) == len(check.mutants)
    for name, search in check.mutants:
        assert isinstance(search, NotAccepted) is name.endswith("(not accepted)")
        with pytest.raises((Violation, NotDecided) if isinstance(search, NotAccepted) else Violation):
            search()


def met(strategy: st.SearchStrategy[X], condition: Callable[[X], bool]) -> bool:
    """Whether some drawn value meets the condition."""
    options = settings(max_examples=200, database=None, derandomize=True, phases=[Phase.generate])
    try:
        find(strategy, condition, settings=options)
    except NoSuchExample:
        return False
    return True
