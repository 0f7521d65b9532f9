"""The symbols: declared over what their names stand for, and one symbol a name."""

from __future__ import annotations

import sympy as sp

from proofs.theory import symbols

EVERY = [value for value in vars(symbols).values() if isinstance(value, sp.Symbol)]


def test_every_symbol_is_real_and_no_name_is_taken_twice() -> None:
    assert len(EVERY) == len({str(symbol) for symbol in EVERY}) > 15
    assert all(symbol.is_real for symbol in EVERY)


def test_ranges() -> None:
    """What is divided by is positive; a variance, a budget and a shrinkage may be 0; operators of plans have no sign."""
    assert symbols.sigma.is_positive and symbols.norm.is_positive
    for symbol in (symbols.lam, symbols.budget, symbols.gamma, symbols.a, symbols.sigma_p):
        assert symbol.is_nonnegative and symbol.is_positive is None
    assert symbols.v_plan.is_nonnegative is None


def test_a_symbol_is_known_by_its_name_and_its_range() -> None:
    assert symbols.ge0("a_t") == symbols.a != symbols.real("a_t")
    assert symbols.ge0("w").is_nonnegative and symbols.real("w").is_nonnegative is None
