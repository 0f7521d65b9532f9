"""False claims as records."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import defined, falsehood, plain
from proofs.logic.claim import Kind
from proofs.logic.derivation import Algebra, Step
from proofs.logic.relations import eq, ge

x = sp.Symbol("x", real=True)


def test_a_false_claim_concludes_what_its_last_step_says_unless_said_otherwise() -> None:
    steps = (Step("", eq(x, x), Algebra()), Step("", ge(x, 0), Algebra()))
    assert falsehood("n", "w", "r", steps).claim.conclusions == (ge(x, 0),)
    other = falsehood("n", "w", "r", steps, conclude=(eq(x, x),))
    assert other.claim.conclusions == (eq(x, x),) and other.claim.derive() == other.steps == steps


def test_assumptions_say_themselves() -> None:
    assert (plain(ge(x, 0)).text, plain(ge(x, 0)).kind) == ("x >= 0", Kind.HYPOTHESIS)
    assert defined(eq(x, 1)).kind is Kind.DEFINITION
