"""The smallest and the largest operator of any plan on one coordinate, against all plans."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from numerics.errors import InputError
from numerics.model.operators import ball_operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import precision
from numerics.plans.assess import assess
from numerics.plans.canonical import enumerate_plans
from numerics.plans.evaluate import evaluate
from numerics.plans.rank import rank
from numerics.solvers.deadline import Deadline
from numerics.solvers.extremes import end_of_range, extreme
from tests.numerics.stated import stated
from tests.strategies import windowed

F = Fraction


@settings(deadline=None, max_examples=60)
@given(windowed(6))
def test_extremes_are_the_ends_of_the_range(problem: Problem) -> None:
    alone = problem.only((0,))
    with precision(256):
        ops = ball_operators(alone)
        errors = [evaluate(plan, ops)[1][0] for plan in enumerate_plans(0, alone.steps)]
        for largest in (False, True):
            end = extreme(alone, largest)
            assert end is not None
            end.plan.require_over(alone.steps)
            ball, own = end.error.unpack(), evaluate(end.plan, ops)[1][0]
            assert ball.overlaps(own)
            assert not any(x > ball if largest else x < ball for x in errors)
    with pytest.raises(InputError):
        extreme(Problem(Cosine(3), Spectrum((F(1), F(2))), F(1)), True)


def test_the_nearer_end_of_the_range_is_the_best_plan() -> None:
    problem = stated(Cosine(7), "1", "1.5", "1.5", "1.5")
    found, unknown = end_of_range(problem, Deadline())
    assert found is not None and found.exact and found.method == "extreme" and unknown == ""
    assert found.plan == rank(enumerate_plans(0, 7), problem).best
    assert assess(found.plan, problem).w2 > 0


def test_what_is_not_known_is_said() -> None:
    inside, reason = end_of_range(stated(Cosine(16), "1", "1.15"), Deadline())
    assert inside is None and "tau is not shown to lie outside the range" in reason
    late = Deadline()
    late.stop()
    assert end_of_range(stated(Cosine(8), "1", "1.5"), late) == (
        None,
        "no time was left for the range of all plans, so errors may cancel to nearly zero",
    )
    long, reason = end_of_range(stated(Cosine(257), "1", "1.5"), Deadline())
    assert long is None and "not computed beyond T = 256" in reason
    assert extreme(stated(Cosine(8), "1", "1.5"), True, deadline=late) is None
