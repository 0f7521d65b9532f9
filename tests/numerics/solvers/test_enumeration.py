"""All plans at once in arrays: the best one is kept, and plans are numbered as they are enumerated."""

from __future__ import annotations

from hypothesis import given, settings

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.numbers.balls import precision
from numerics.plans.canonical import enumerate_plans, schroeder
from numerics.plans.rank import rank
from numerics.solvers.enumeration import Enumeration, cost, enumerated
from tests.numerics.solvers.enumerated import least, squared
from tests.numerics.stated import stated
from tests.strategies import repeating, windowed


@settings(deadline=None, max_examples=60)
@given(windowed(6))
def test_enumeration_keeps_the_best_plan(problem: Problem) -> None:
    with precision(256):
        kept = Enumeration(problem).contenders()
        plans = enumerate_plans(0, problem.steps)
        assert set(kept) <= set(plans)
        assert not least(squared(kept, problem)) > least(squared(plans, problem))


@settings(max_examples=30)
@given(repeating(windowed(5)))
def test_enumeration_of_repeated_eigenvalues(problem: Problem) -> None:
    """The plan found is the best for the eigenvalues as often as they are listed."""
    found = enumerated(problem)
    with precision(256):
        values = squared(enumerate_plans(0, problem.steps), problem)
        assert not least(squared([found.plan], problem)) > least(values)
    assert found.plan == rank(enumerate_plans(0, problem.steps), problem).best or found.ties or not found.exact


def test_how_often_an_eigenvalue_occurs_decides_between_plans() -> None:
    lam = ("1.5", "1.1", "1.9")
    plans = {str(enumerated(stated(Cosine(5), "1", *lam[:2], *lam[2:] * often)).plan) for often in (1, 100)}
    assert len(plans) == 2


def test_what_an_enumeration_costs_and_says() -> None:
    problem = stated(Cosine(6), "1", "1.5", "1.3", "1.3")
    assert cost(problem) == 2 * schroeder(6)
    found = enumerated(problem)
    assert found.exact and found.method == "enumeration" and found.notes == ("all 197 plans compared",)
    kept = Enumeration(problem).contenders()
    assert found.plan in kept and len(kept) < 197
