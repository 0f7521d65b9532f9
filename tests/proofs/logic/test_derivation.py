"""Steps and rules as records."""

from __future__ import annotations

import sympy as sp

from proofs.logic.derivation import Algebra, Induction, Step, StepResult
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq

x = sp.Symbol("x", real=True)


def test_a_result_without_a_reason_is_a_step_that_checks() -> None:
    assert StepResult("", "").ok and not StepResult("", "a reason").ok
    assert StepResult("", "").step is None


def test_an_induction_has_a_case_for_each_construction() -> None:
    """And for no other: the checker counts the proofs, and this only pairs them."""
    family = Family(
        "numbers", (x,), (Construction("zero", (), {x: sp.S.Zero}), Construction("more", ({},), {x: x + 1}))
    )
    step = Step("", eq(x, x), Algebra())
    rule = Induction(family, ((), (step,)))
    assert rule.over == "numbers"
    assert [(case.title, case.construction, case.steps) for case in rule.cases] == [
        ("zero", family.constructions[0], ()),
        ("more", family.constructions[1], (step,)),
    ]
    assert len(Induction(family, ((),)).cases) == 1


def test_equal_steps_are_one() -> None:
    """The checker does not check again what did not change."""
    assert Step("", eq(x, x), Algebra()) == Step("", eq(x, x), Algebra())
    assert len({Step("", eq(x, x), Algebra()), Step("", eq(x, x), Algebra()), Step("", eq(x, 2 * x), Algebra())}) == 2
