"""A1, T4.1 and T4.1-sharp, and the instance that refutes T4.1."""

from __future__ import annotations

import sympy as sp

from proofs.logic.relations import instance
from proofs.theory import three_steps
from proofs.theory.dynamic_program import A1, BEST, INSTANCE, T4_1, T4_1_SHARP, TABLE, WHOLE, T
from tests.proofs.theory.subject import OfEveryClaim, OfEveryHypothesis


class TestClaims(OfEveryClaim, OfEveryHypothesis):
    claims = (T4_1, T4_1_SHARP, A1)


def test_the_instance_leaves_both_plans_that_the_program_compares_behind() -> None:
    names = ("boot", "vanilla", "consistency")
    errors = {name: sp.nsimplify(three_steps.error(getattr(three_steps, name)).xreplace(INSTANCE)) for name in names}
    assert 18 * errors["consistency"] < min(errors["boot"], errors["vanilla"]) < 19 * errors["consistency"]
    assert BEST.xreplace(INSTANCE).doit() == sp.false


def test_the_counts_of_transitions() -> None:
    """T = 5: 4 + 3 + 2 + 1 for the whole trajectory, and as many again for each shorter one."""
    assert [instance(count, {T: sp.Integer(5)}).lhs.doit() for count in (WHOLE, TABLE)] == [10, 20]
    assert [instance(count, {T: sp.Integer(5)}).rhs for count in (WHOLE, TABLE)] == [10, 20]
