"""What the figures share is solved once."""

from __future__ import annotations

from fractions import Fraction

from numerics.model.regimes import sides
from reports.figures.setting import BUDGET, FIRST, LAST, SHOWN, STEPS, STRIDE, best_plan, program_plan, shown_problem


def test_a_variance_is_solved_once() -> None:
    assert best_plan(SHOWN[1]) is best_plan(Fraction(2)) is not best_plan(SHOWN[0])
    assert program_plan(SHOWN[1]) is program_plan(Fraction(2)) is not program_plan(SHOWN[0])


def test_the_program_is_no_better_than_the_best_plan() -> None:
    for lam in SHOWN:
        assert program_plan(lam).method == "interval-dp" != best_plan(lam).method
        assert best_plan(lam).w2 <= program_plan(lam).w2
        program_plan(lam).plan.require_over(STEPS)
    assert best_plan(SHOWN[0]).w2 < program_plan(SHOWN[0]).w2
    assert [best_plan(lam).plan == program_plan(lam).plan for lam in (FIRST, *SHOWN, LAST)] == [True, False, True, True]


def test_the_variances_shown_lie_in_the_window_and_on_the_axis() -> None:
    assert [sides(shown_problem(lam)).kind for lam in (FIRST, *SHOWN, LAST)] == [
        ("contracting",),
        ("open",),
        ("open",),
        ("expanding",),
    ]
    assert (32, Fraction(32, 5)) == (STEPS, BUDGET)
    assert (LAST - FIRST) % STRIDE == 0
