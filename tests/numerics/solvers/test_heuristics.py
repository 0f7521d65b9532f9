"""Good plans without a guarantee: neighbours, local search, and the plans worth comparing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from numerics.model.operators import float_operators
from numerics.model.schedules.cosine import Cosine
from numerics.plans.assess import assess
from numerics.plans.canonical import CANONICAL, boot, enumerate_plans, vanilla
from numerics.plans.plan import Plan
from numerics.solvers.deadline import Deadline
from numerics.solvers.heuristics import MAX_STEPS, guesses, local_search, neighbours
from tests.numerics.stated import stated
from tests.strategies import nested_plans


@given(st.integers(1, 7).flatmap(lambda steps: nested_plans(0, steps)))
def test_neighbours_are_other_plans_and_know_the_way_back(nested: object) -> None:
    plan = Plan.of(nested)  # type: ignore[arg-type]
    found = list(neighbours(plan))
    assert plan not in found and len(set(found)) == len(found)
    for other in found:
        other.require_over(plan.first)
        assert plan in set(neighbours(other)) and abs(len(other.merges()) - len(plan.merges())) == 1


def test_every_plan_can_be_reached() -> None:
    reached, waiting = {vanilla(6)}, [vanilla(6)]
    while waiting:
        new = set(neighbours(waiting.pop())) - reached
        reached |= new
        waiting += new
    assert reached == set(enumerate_plans(0, 6))


def test_local_search_improves_or_stays() -> None:
    problem = stated(Cosine(12), "1", "1.5")
    ops = float_operators(problem)
    assert len(set(neighbours(Plan.of((3, 2, 1))))) == 2
    assert list(neighbours(Plan.of(1))) == [] and list(neighbours(Plan.of((2, 1)))) == []
    for start in (vanilla(12), boot(12)):
        found = local_search(start, ops, 3000)
        found.require_over(12)
        assert assess(found, problem).w2 <= assess(start, problem).w2
    assert assess(local_search(boot(12), ops, 3000), problem).w2 < assess(boot(12), problem).w2


def test_local_search_ends_when_it_is_told_to() -> None:
    ops = float_operators(stated(Cosine(12), "1", "1.5"))
    assert local_search(boot(12), ops, 0) == boot(12)
    late = Deadline()
    late.stop()
    first = local_search(boot(12), ops, deadline=late)
    assert first == boot(12) or first in set(neighbours(boot(12)))
    long = float_operators(stated(Cosine(MAX_STEPS + 1), "1", "1.5"))
    assert local_search(boot(MAX_STEPS + 1), long) == boot(MAX_STEPS + 1)


def test_how_often_an_eigenvalue_occurs_guides_the_search() -> None:
    few, many = (stated(Cosine(9), "1", "0.3", *["4"] * often) for often in (1, 1000))
    plans = [local_search(boot(9), float_operators(problem)) for problem in (few, many)]
    assert plans[0] != plans[1]
    assert assess(plans[1], many).w2 < assess(plans[0], many).w2


def test_plans_worth_comparing() -> None:
    problem = stated(Cosine(9), "1", "1.5", "0.3")
    names, plans = zip(*guesses(problem), strict=True)
    assert names == (*CANONICAL, "segmentation", "interval-dp", "local-search", "local-search")
    for plan in plans:
        plan.require_over(9)
    late = Deadline()
    late.stop()
    assert [name for name, _ in guesses(problem, late)] == list(CANONICAL)
