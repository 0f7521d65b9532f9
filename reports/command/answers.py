"""Answers of `opmerge plan`, `phase` and `advise` as plain data, ready for JSON or a table. No SymPy here.

A plan stays a step or a tuple; every other sequence is a list. Whoever prints it uses `numerics.plans.to_json`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_CEILING, Context
from fractions import Fraction
from typing import Any

from numerics.errors import InputError
from numerics.model.problem import Problem, distinct
from numerics.model.regimes import _critical, finite, phase_boundaries
from numerics.model.schedules.base import Schedule
from numerics.numbers.balls import Ball, Balls, decimal, precision
from numerics.plans.assess import Strategy, all_strategies, teacher_operator
from numerics.solvers.solve import Method, solve

Number = float | str | None
Json = dict[str, Any]

MOST_DIGITS = 1000


def checked_digits(digits: int | None) -> int | None:
    """Raises InputError outside 1 … 1000."""
    if digits is not None and not 1 <= digits <= MOST_DIGITS:
        raise InputError(f"digits = {digits}: must lie in 1 … {MOST_DIGITS}")
    return digits


def number(ball: Ball, digits: int | None) -> Number:
    """A ball as a double, or as a decimal string of so many certified digits."""
    if digits is None:
        return ball.nearest()
    with precision(64 + 4 * digits):
        text = decimal(ball.unpack(), digits)
    return text if isinstance(text, str) else repr(ball.nearest())


def exact(value: Fraction, digits: int | None) -> Number:
    """An input as it was given: exactly, where a decimal can."""
    if digits is None:
        return float(value)
    with precision(64 + 4 * digits):
        text = decimal(Balls().rational(value), digits)
    return text if isinstance(text, str) else repr(float(value))


def rounded_up(bound: float, digits: int | None) -> Number:
    """An upper bound as it is, or as a decimal string of so many digits that is no smaller."""
    if digits is None:
        return bound
    return str(Context(prec=digits, rounding=ROUND_CEILING).create_decimal_from_float(bound))


def plan_answer(
    problem: Problem, method: Method = "auto", digits: int | None = None, seconds: float | None = None
) -> Json:
    """The four canonical plans and the best one, with the teacher's operator."""
    reduced = distinct(problem)
    teacher = teacher_operator(reduced.problem, bits=256 if digits is None else 256 + 4 * digits)
    tau = [number(x, digits) for x in teacher]
    with _deep_plans(problem.steps):
        best = solve(problem, method, digits, seconds)
    return {
        "schedule": problem.schedule.name,
        "steps": problem.steps,
        "lam": [exact(x, digits) for x in problem.lam],
        "budget": "inf" if problem.budget is None else exact(problem.budget, digits),
        "tau": [tau[k] for k in reduced.where],
        "strategies": {name: _strategy(strategy, digits) for name, strategy in all_strategies(problem, digits).items()},
        "optimal": {
            "method": best.method,
            **_strategy(best, digits),
            "gap": rounded_up(best.gap, digits),
            "certified": best.certified,
            "ties": "all plans" if best.all_tie else list(best.ties),
            "notes": list(best.notes),
        },
    }


@contextmanager
def _deep_plans(steps: int) -> Iterator[None]:
    """Room for functions that describe a plan merge by merge: it can be T - 1 merges deep, at a few calls each."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + 8 * steps)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _strategy(strategy: Strategy, digits: int | None) -> Json:
    return {
        "plan": strategy.plan,
        "operator": [number(x, digits) for x in strategy.operator_balls],
        "w2": number(strategy.w2_ball, digits),
    }


def phase_answer(schedule: Schedule) -> Json:
    """Critical variances and the two boundaries; "inf" where no finite variance is critical."""
    found = phase_boundaries(schedule)
    return {
        "schedule": schedule.name,
        "steps": schedule.steps,
        "critical": _critical(schedule),
        "lam_boot": finite(found.boot),
        "lam_vanilla": finite(found.vanilla),
    }
