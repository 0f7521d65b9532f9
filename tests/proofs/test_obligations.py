"""Obligations as SMT-LIB text."""

from __future__ import annotations

import sympy as sp

from proofs.logic.obligations import Obligation, negation
from proofs.logic.relations import ge

x = sp.Symbol("x", real=True)


def test_a_tangent_is_a_quotient_with_a_denominator() -> None:
    """SymPy does not take it to be real, so that it was not put to the solver at all."""
    script = negation(Obligation("", (), ge(sp.tan(x), 0)))
    assert {str(e) for e in script.names.values()} == {"sin(x)", "cos(x)"}
    (cosine,) = (name for name, e in script.names.items() if e == sp.cos(x))
    assert f"(assert (distinct {cosine} 0))" in script.text
