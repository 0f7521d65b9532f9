"""Every method that has a name can be asked for, and no other."""

from __future__ import annotations

import pytest

from numerics.model.schedules.cosine import Cosine
from numerics.plans.canonical import CANONICAL
from numerics.solvers.catalogue import AUTO, ENUMERATION, METHODS, PLANS
from numerics.solvers.optimum import Optimum
from numerics.solvers.solve import solve
from tests.numerics.refusals import refused
from tests.numerics.stated import stated

PROBLEM = stated(Cosine(5), "1", "1.5", "0.3")


def test_no_name_stands_for_two_methods() -> None:
    assert len(set(METHODS)) == len(METHODS)
    assert set(METHODS) == {AUTO, ENUMERATION, *CANONICAL, *PLANS}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_a_plan(method: str) -> None:
    found = solve(PROBLEM, method)
    found.plan.require_over(5)
    assert method in (AUTO, found.method)
    assert method not in CANONICAL or found.plan == CANONICAL[method](5)
    refused(lambda: solve(PROBLEM, f"{method}s"), f"method = {method}s: must be one of {', '.join(METHODS)}")


@pytest.mark.parametrize("name", PLANS)
def test_methods_that_name_a_plan_make_it_from_the_problem_and_what_is_known(name: str) -> None:
    best = solve(PROBLEM)
    plan = PLANS[name].load()(PROBLEM, Optimum(best.method, best.plan, best.certified))
    assert plan == solve(PROBLEM, name).plan and PLANS[name].says
