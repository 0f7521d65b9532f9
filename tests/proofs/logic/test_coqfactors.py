"""The factors by which an equation follows from given ones."""

from __future__ import annotations

import sympy as sp

from proofs.logic.coqfactors import cofactors
from proofs.theory.symbols import real

x, y = real("x"), real("y")


def test_factors_are_found_where_division_finds_them() -> None:
    found = cofactors(x**2 * y - 4 * y, [x - 2])
    assert found is not None and sp.expand(found[0] * (x - 2) - (x**2 * y - 4 * y)) == 0
    assert cofactors(x, []) is None and cofactors(x - x, [y]) is None and cofactors(x + 1, [y]) is None
    rational = cofactors(1 / x - 1 / y, [x - y])
    assert rational is not None and sp.cancel(rational[0] * (x - y) - (1 / x - 1 / y)) == 0
