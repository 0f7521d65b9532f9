"""The naive references, against what can be worked out by hand and against an oracle that shares no code."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from numerics.checks.oracles import at_the_end, by_definition, ddim_chain, denoise, naive_kept, reset, surrogate
from numerics.checks.strategies import Coordinate, ExactOperators, coordinates, drawn_operators, free_operators
from numerics.plans.plan import Plan
from tests import oracles

F = Fraction
OPS = free_operators([[F(1), F(1, 2), F(1, 3), F(1, 5)]], [[F(1), F(1, 4), F(2, 5), F(1, 6)]])


def test_a_merge_by_hand() -> None:
    """X_1 = 1/5 and the rest 1/6, 1 - gamma = 1/6 at time 3."""
    operands = [F(1, 5), F(1, 3), F(1, 2)]
    assert surrogate(3, operands, OPS, 0) == F(1, 5) * (F(1, 6) + F(5, 6) * F(1, 6))
    assert reset(3, operands, OPS, 0) == F(1, 6) * F(1, 5) + F(5, 6) * F(1, 5) * F(1, 6)
    assert at_the_end(3, operands, OPS, 0) == F(1, 5) * (F(2, 5) + F(3, 5) * F(1, 6))


def test_plans_by_definition() -> None:
    first = F(1, 5) * (F(1, 6) + F(5, 6) * F(1, 3))
    assert by_definition(Plan.of(3), OPS) == F(1, 5)
    assert by_definition(Plan.of([3, 2]), OPS) == first
    assert by_definition(Plan.of([[3, 2], 1]), OPS) == first * (F(1, 6) + F(5, 6) * F(1, 2))
    assert by_definition(Plan.of([3, 2, 1]), OPS) != by_definition(Plan.of([[3, 2], 1]), OPS)


@given(drawn_operators(("any",), least=3, most=3))
def test_the_kept_operator_of_three_steps(ops: ExactOperators) -> None:
    """A1 sees vanilla and BOOT there and keeps the closer one to the product."""
    tau = oracles.fraction_product([ops.step[t][0] for t in (1, 2, 3)])
    seen = [by_definition(Plan.of(plan), ops) for plan in ([3, 2, 1], [[3, 2], 1])]
    kept = naive_kept(ops, 0, 3)
    assert kept in seen and abs(kept - tau) == min(abs(value - tau) for value in seen)
    assert naive_kept(ops, 2, 3) == ops.step[3][0]
    assert naive_kept(ops, 1, 3) == by_definition(Plan.of([3, 2]), ops)


@given(coordinates)
def test_the_chain_against_the_oracle(instance: Coordinate) -> None:
    """In fractions, which the oracle's formulas take as well."""
    schedule, lam = instance
    tau = oracles.composite(list(schedule.alpha), list(schedule.sigma), lam)
    assert ddim_chain(schedule, lam) == tau
    assert ddim_chain(schedule, lam, stop=schedule.steps) == 1
    last = oracles.operator(1, list(schedule.alpha), list(schedule.sigma), lam, None)
    assert ddim_chain(schedule, lam, stop=1) * last == tau


def test_the_denoiser_without_noise_or_signal() -> None:
    assert denoise(F(3), F(1), F(0), F(2)) == 3 and denoise(F(3), F(0), F(1), F(2)) == 0
    assert denoise(F(3), F(1, 2), F(1, 2), F(1)) == 3
