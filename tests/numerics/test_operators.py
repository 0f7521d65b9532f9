"""Operators against naive formulas; boundaries, sides, and the edge cases of the setting."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings

from numerics.errors import InputError
from numerics.model.operators import ball_operators, float_operators, operators
from numerics.model.parse import parse_budget
from numerics.model.problem import Problem, require_moderate_budget
from numerics.model.regimes import critical_variances, phase_boundaries, sides
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, bounds, precision
from numerics.numbers.reals import Exact
from numerics.plans.evaluate import teacher
from tests import oracles
from tests.strategies import problems

F = Fraction


def table(*points: tuple[str, str]) -> Tabulated:
    return Tabulated(tuple(F(a) for a, _ in points), tuple(F(s) for _, s in points))


@pytest.mark.parametrize(
    ("lam", "budget", "rule"),
    [((), F(1), "at least one"), ((F(-1),), F(1), ">= 0"), ((F(1),), F(-1), ">= 0"), ((math.nan,), F(1), "exact")],
)
def test_bad_problems_are_refused(lam: tuple[Fraction, ...], budget: Fraction, rule: str) -> None:
    with pytest.raises(InputError, match=rule) as caught:
        Problem(Cosine(3), Spectrum(lam), budget)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("schedule", "lam", "budget", "shown"),
    [
        (Cosine(4), F(1), F(5 * 10**7) + 1, "budget = 5e+07: 2 s max"),
        (Cosine(4), F(1), F(10**20), "budget = 1e+20"),
        (Cosine(4), F(1), F(10**400), "budget = 1e+400"),
        (Cosine(4), F(10**308), F(10**10), "2e+318"),
        (VarianceExploding(4), F(1), F(20001), "budget = 20001"),
        (table(("1", "0"), ("1", "1000")), F(1), F(60), "budget = 60"),
    ],
)
def test_too_large_a_budget_is_refused(schedule: Schedule, lam: Fraction, budget: Fraction, shown: str) -> None:
    with pytest.raises(InputError, match=r"must not exceed 100000000; .* inf$") as caught:
        require_moderate_budget(Problem(schedule, Spectrum((F(0), lam)), budget))
    assert shown in str(caught.value)
    require_moderate_budget(Problem(schedule, Spectrum((F(0), lam)), None))


def test_the_limits_themselves_are_allowed() -> None:
    require_moderate_budget(Problem(Cosine(4), Spectrum((F(1),)), F(5 * 10**7)))
    require_moderate_budget(Problem(Cosine(4), Spectrum((F(10**6),)), F(1, 2)))
    require_moderate_budget(Problem(VarianceExploding(4), Spectrum((F(1),)), F(20_000)))
    Problem(Cosine(4096), Spectrum(tuple(map(F, range(128))) * 2), F(1))


def test_too_many_numbers_are_refused() -> None:
    with pytest.raises(InputError, match=r"steps = 4097: .* 4096"):
        Problem(Cosine(4097), Spectrum((F(1),)), F(1))
    with pytest.raises(InputError, match=r"steps = 4096 with 129 distinct eigenvalues: .* 524288"):
        Problem(Cosine(4096), Spectrum(tuple(map(F, range(129)))), F(1))


def test_parse_budget() -> None:
    assert parse_budget("6.4") == F(32, 5)
    assert parse_budget(" inf ") is None
    assert parse_budget("1e-3") == F(1, 1000)
    assert parse_budget("0") == 0
    for text in ("", "nan", "-1", "x", "1/0", "1e999999999", "--1", "9" * 300 + "x", "-" + "9" * 300):
        with pytest.raises(InputError) as caught:
            parse_budget(text)
        assert len(str(caught.value)) < 120


@settings(deadline=None, max_examples=60)
@given(problems())
def test_balls_enclose_the_exact_values(problem: Problem) -> None:
    exact = operators(Problem(problem.schedule, Spectrum(problem.lam), F(0)), Exact())
    with precision(100):
        balls = ball_operators(problem)
    for field in ("step", "norm", "complement"):
        for row, exact_row in zip(getattr(balls, field), getattr(exact, field), strict=True):
            for ball, value in zip(row, exact_row, strict=True):
                low, high = bounds(ball)
                assert low <= value <= high
                if field == "complement" and value == 0:
                    assert ball.is_zero()
    for row, complement in zip(exact.step, exact.complement, strict=True):
        assert [1 - a for a in row] == complement


@settings(deadline=None, max_examples=60)
@given(problems())
def test_floats_agree_with_balls(problem: Problem) -> None:
    floats = float_operators(problem)
    with precision(100):
        balls = ball_operators(problem)
    for field, tolerance in (("step", 1e-15), ("norm", 1e-15), ("keep", 1e-12), ("shrink", 1e-13)):
        wanted = np.array([[float(x) for x in row] for row in getattr(balls, field)])
        np.testing.assert_allclose(getattr(floats, field), wanted, rtol=tolerance * 4, atol=1e-300)
    wanted = np.array([[float(x) for x in row] for row in balls.complement])
    np.testing.assert_allclose(floats.complement, wanted, rtol=0, atol=1e-14 * max(1.0, np.abs(wanted).max()))


def test_cosine_against_mpmath() -> None:
    problem = Problem(Cosine(7), Spectrum((F(0), F(3, 2), F(10**6))), F(32, 5))
    with precision(250), mpmath.workdps(60):
        ops = ball_operators(problem)
        alpha, sigma = oracles.cosine(7)
        for i, lam in enumerate(oracles.convert(problem.lam)):
            tau = teacher(ops)[i]
            assert (
                abs(mpmath.mpf(tau.str(55, radius=False)) - oracles.composite(alpha, sigma, lam))
                < mpmath.mpf(10) ** -50
            )
            for t in range(1, 8):
                wanted = oracles.operator(t, alpha, sigma, lam, mpmath.mpf("6.4"))
                assert abs(mpmath.mpf(ops.step[t][i].str(55, radius=False)) - wanted) < mpmath.mpf(10) ** -50


def test_edge_values() -> None:
    zero = operators(Problem(FlowMatching(4), Spectrum((F(0), F(2))), None), Exact())
    assert zero.step[0] == [1, 1] and zero.complement[0] == [0, 0] and zero.norm[0] == [0, 2]
    assert zero.step[1][0] == 0 and zero.complement[1][0] == 1
    assert zero.keep[0] == [1, 0] and zero.keep[4] == [0, 0]
    frozen = operators(Problem(FlowMatching(4), Spectrum((F(2),)), F(0)), Exact())
    assert all(row == [1] for row in frozen.keep) and all(row == [0] for row in frozen.shrink)
    with pytest.raises(InputError):
        operators(Problem(FlowMatching(4), Spectrum((F(2),)), F(1)), Exact())
    with precision(80):
        single = ball_operators(Problem(Cosine(1), Spectrum((F(2),)), F(1)))
    assert single.steps == 1 and single.step[1][0].contains(0)


def test_floats_survive_extreme_eigenvalues_and_budgets() -> None:
    for budget in (None, F(0), F(10) ** 320, F(1, 10**320)):
        ops = float_operators(Problem(Cosine(4), Spectrum((F(0), F(1, 10**330), F(10) ** 330)), budget))
        for field in ("step", "norm", "keep", "shrink", "complement"):
            assert np.all(np.isfinite(getattr(ops, field)))
        assert np.all((ops.keep >= 0) & (ops.keep <= 1))


def test_critical_variances_and_boundaries() -> None:
    with precision(200), mpmath.workdps(50):
        found = critical_variances(Cosine(32), Balls())
        for ball, value in zip(found, oracles.critical(*oracles.cosine(32)), strict=True):
            assert ball is not None
            assert abs(mpmath.mpf(ball.str(45, radius=False)) - value) < mpmath.mpf(10) ** -40
    boundaries = phase_boundaries(Cosine(32))
    assert boundaries.certified
    assert (boundaries.boot, boundaries.vanilla) == (1.0503328462398598, 2.0012059964703925)
    flow = phase_boundaries(FlowMatching(9))
    assert (flow.boot, flow.vanilla) == (0.125, 8.0)
    assert critical_variances(FlowMatching(5), Exact()) == [F(j, 5 - j) for j in range(1, 5)]


def test_boundaries_of_degenerate_schedules() -> None:
    one = phase_boundaries(Cosine(1))
    assert (one.boot, one.vanilla, one.certified) == (math.inf, 0.0, True)
    flat = phase_boundaries(table(("1", "0"), ("1", "1"), ("1", "2")))  # alpha constant: never expanding
    assert (flat.boot, flat.vanilla) == (math.inf, math.inf)
    # The repeated point j = 2 sets no boundary.
    idle = phase_boundaries(table(("1", "0"), ("1/2", "1"), ("1/2", "1"), ("0", "1")))
    assert (idle.boot, idle.vanilla) == (4.0, 4.0)
    zeros = phase_boundaries(table(("1", "0"), ("0", "1"), ("0", "2"), ("0", "3")))
    assert (zeros.boot, zeros.vanilla) == (math.inf, math.inf)


def test_sides_on_and_around_the_boundary() -> None:
    lam = (F(1, 4), F(1, 4) + F(1, 10**40), F(4), F(4) - F(1, 10**40), F(1), F(0))
    found = sides(Problem(FlowMatching(5), Spectrum(lam), F(1)))
    assert found.kind == ("contracting", "open", "expanding", "open", "open", "contracting")
    assert found.undecided == ()
    assert sides(Problem(Cosine(1), Spectrum((F(5),)), F(1))).kind == ("both",)
    assert sides(Problem(FlowMatching(2), Spectrum((F(1), F(2))), F(1))).kind == ("both", "expanding")
    near = F("1.0503328462398598")  # the double nearest to the irrational boundary lies on one side of it
    kinds = sides(Problem(Cosine(32), Spectrum((near - F(1, 10**15), near + F(1, 10**15))), None)).kind
    assert kinds == ("contracting", "open")


@settings(deadline=None, max_examples=80)
@given(problems())
def test_sides_follow_the_definition(problem: Problem) -> None:
    exact = operators(Problem(problem.schedule, Spectrum(problem.lam), F(0)), Exact())
    found = sides(problem)
    assert found.undecided == ()
    for i, kind in enumerate(found.kind):
        inner = [exact.step[t][i] for t in range(1, problem.steps)]
        below, above = any(a < 1 for a in inner), any(a > 1 for a in inner)
        assert kind == {(True, True): "open", (True, False): "contracting", (False, True): "expanding"}.get(
            (below, above), "both"
        )


def test_undecided_sides_are_open_and_recorded() -> None:
    found = sides(Problem(Cosine(32), Spectrum((F(3, 2), F("1.0503328462398598"))), F(1)), limit=16)
    assert found.undecided == (0, 1) or found.kind[0] == "open"
    assert all(found.kind[i] == "open" for i in found.undecided)
