"""The certified scan over lambda: the same enclosures as plan-by-plan evaluation, in every number system."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.operators import Operators, ball_operators
from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import compare_fractions, precision
from numerics.plans.canonical import CANONICAL, boot, enumerate_plans
from numerics.plans.evaluate import evaluate, run, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.solve import solve
from numerics.sweeps.scan import NAMES, PlanProgram, scan
from tests.numerics.refusals import refused
from tests.oracles import fraction_product

F = Fraction
fractions = st.builds(F, st.integers(1, 9), st.integers(2, 9))


@given(st.lists(st.tuples(fractions, fractions), min_size=5, max_size=5), st.data())
def test_a_program_is_the_plans_it_holds(numbers: list[tuple[F, F]], data: st.DataObject) -> None:
    """In exact arithmetic, for any plans together and one added later."""
    step, keep = [F(1), *(a for a, _ in numbers)], [F(1), *(k for _, k in numbers)]
    columns = (step, [1 - a for a in step], keep, [1 - k for k in keep])
    everything = enumerate_plans(0, 5)
    chosen: list[Plan] = data.draw(st.lists(st.sampled_from(everything), min_size=1, max_size=6))
    tau = fraction_product(step)
    program = PlanProgram(chosen[:-1], 5).with_plan(chosen[-1])
    for plan, (product, error) in zip(chosen, program.run(*columns), strict=True):
        assert product == tau
        assert (tau + error, error) == run(plan, *columns)


def test_adding_a_plan_leaves_the_program_as_it_was() -> None:
    base = PlanProgram([CANONICAL["boot"](4)], 4)
    more = base.with_plan(CANONICAL["progressive"](4))
    assert (len(base.roots), len(more.roots)) == (1, 2)
    columns = ([F(1, 2)] * 5, [F(1, 2)] * 5, [F(1, 3)] * 5, [F(2, 3)] * 5)
    assert base.run(*columns) == more.run(*columns)[:1]


@pytest.mark.parametrize("steps", [1, 2, 3, 9])
def test_against_evaluation_plan_by_plan(steps: int) -> None:
    lams = [F(0), F(1, 2), F(1), F(3, 2), F(5)]
    for point in scan(Cosine(steps), lams, F(2), digits=30):
        problem = Problem(Cosine(steps), Spectrum((point.lam,)), F(2))
        plans = [*(make(steps) for make in CANONICAL.values()), point.plan]
        with precision(300):
            ops: Operators = ball_operators(problem)
            for plan, error, w2 in zip(plans, point.errors, point.w2, strict=True):
                _, (exact,) = evaluate(plan, ops)
                assert error.contains(exact.mid()) or error.overlaps(exact)
                assert (w2 * w2).overlaps(w2_squared([exact], ops))
        assert point.sharp
        assert point.best


def test_digits_are_reached_and_the_best_is_certified() -> None:
    points = scan(Cosine(32), [F(1, 2), F("1.08"), F(3)], F("6.4"))
    assert [p.best for p in points] == [("boot", "own"), ("own",), ("vanilla", "own")]
    assert all(x.rel_accuracy_bits() >= 166 for p in points for x in (*p.errors, *p.w2))
    assert compare_fractions(points[1].lam, F("1.08")).value == 0


def test_plans_of_ones_own() -> None:
    """The exact plan in the window beats that of Algorithm A1 (T4.1)."""
    lam, budget = F("1.5"), F(2)
    exact = solve(Problem(Cosine(6), Spectrum((lam,)), budget))
    (given_,), (kept,) = scan(Cosine(6), [lam], budget, plans=[exact.plan]), scan(Cosine(6), [lam], budget)
    assert exact.certified and given_.plan == exact.plan and given_.best == ("own",)
    assert given_.w2[-1] < kept.w2[-1] and float(given_.w2[-1].mid()) == exact.w2


def test_zeros_that_are_not_exact_end_the_search() -> None:
    """Flow matching, lambda = 1/2 … : nothing loops for ever, and what is not sharp says so."""
    points = scan(FlowMatching(3), [F(1, 2), F(2)], F(1), digits=20)
    assert all(len(p.errors) == len(NAMES) for p in points)
    everything = scan(Cosine(4), [F(1, 2)], None, digits=20)[0]
    assert everything.best == NAMES and everything.sharp


def test_bad_digits() -> None:
    with pytest.raises(InputError, match="digits"):
        scan(Cosine(2), [F(1)], F(1), digits=0)


def test_points_come_in_the_order_asked_for_and_as_often() -> None:
    lams = [F(3), F(1, 2), F(3), F(2), F(1, 2)]
    points = scan(Cosine(5), lams, F(1), digits=20)
    assert [point.lam for point in points] == lams
    assert points[0].plan == points[2].plan and str(points[0].w2) == str(points[2].w2)
    plans = [CANONICAL["boot"](5), CANONICAL["vanilla"](5)]
    first, second = scan(Cosine(5), [F(3), F(3)], F(1), digits=20, plans=plans)
    assert [first.plan, second.plan] == plans and first.w2[-1] > second.w2[-1]
    alone = scan(Cosine(5), [F(2)], F(1), digits=20)[0]
    assert all(x.overlaps(y) for x, y in zip(points[3].w2, alone.w2, strict=True))


def test_the_limits_of_a_problem_bind_the_scan() -> None:
    with pytest.raises(InputError, match="budget = 1e\\+08"):
        scan(Cosine(2), [F(1)], F(10**8))
    with pytest.raises(InputError, match="at least one"):
        scan(Cosine(2), [], F(1))


def test_plans_that_do_not_fit_are_refused() -> None:
    lams = [F(1, 2), F(2)]
    refused(lambda: scan(Cosine(8), lams, F(1, 2), plans=[boot(3), boot(8)]), "found step 3 where step 8 was due")
    refused(lambda: scan(Cosine(8), lams, F(1, 2), plans=[boot(8)]), "1 were given for 2 values of lambda")
