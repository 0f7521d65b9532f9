"""Answers of `opmerge plan`, `phase` and `advise` as plain data, ready for JSON or a table. No SymPy here."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from numerics.balls import Ball, Balls, certified_double, decimal, precision
from numerics.certify import Strategy
from numerics.errors import InputError
from numerics.operators import Problem, critical_variances, phase_boundaries
from numerics.plans import to_lists
from numerics.schedules import Schedule
from numerics.solve import Method, all_strategies, solve, teacher_operator

Number = float | str | None
Answer = dict[str, Any]

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


def finite(value: float) -> float | str:
    """JSON has no infinity: it is written as the word inf."""
    return value if math.isfinite(value) else "inf"


def plan_answer(
    problem: Problem, method: Method = "auto", digits: int | None = None, seconds: float | None = None
) -> Answer:
    """The four canonical plans and the best one, with the teacher's operator."""
    teacher = teacher_operator(problem, bits=256 if digits is None else 256 + 4 * digits)
    best = solve(problem, method, digits, seconds)
    return {
        "schedule": problem.schedule.name,
        "steps": problem.steps,
        "lam": [exact(x, digits) for x in problem.lam],
        "budget": "inf" if problem.budget is None else exact(problem.budget, digits),
        "tau": [number(x, digits) for x in teacher],
        "strategies": {name: _strategy(strategy, digits) for name, strategy in all_strategies(problem, digits).items()},
        "optimal": {
            "method": best.method,
            **_strategy(best, digits),
            "gap": best.gap,
            "certified": best.certified,
            "ties": "all plans" if best.all_tie else [to_lists(p) for p in best.ties],
            "notes": list(best.notes),
        },
    }


def _strategy(strategy: Strategy, digits: int | None) -> Answer:
    return {
        "plan": to_lists(strategy.plan),
        "operator": [number(x, digits) for x in strategy.operator_balls],
        "w2": number(strategy.w2_ball, digits),
    }


def phase_answer(schedule: Schedule) -> Answer:
    """Critical variances and the two boundaries; "inf" where no finite variance is critical."""
    found = phase_boundaries(schedule)

    def critical(j: int) -> float | str:
        exact_zero = critical_variances(schedule, Balls())[j] is None
        value = None if exact_zero else certified_double(lambda: critical_variances(schedule, Balls())[j])
        return "inf" if value is None else value if isinstance(value, float) else "undecided"

    return {
        "schedule": schedule.name,
        "steps": schedule.steps,
        "critical": [critical(j) for j in range(schedule.steps - 1)],
        "lam_boot": finite(found.boot),
        "lam_vanilla": finite(found.vanilla),
    }


def compact(plan: Any) -> str:
    """A plan on one line: runs of consecutive steps as first..last."""
    if isinstance(plan, int):
        return str(plan)
    parts: list[str] = []
    run: list[int] = []
    for operand in (*plan, None):
        if isinstance(operand, int):
            run.append(operand)
            continue
        if run:
            parts.append(f"{run[0]}..{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)))
            run = []
        if operand is not None:
            parts.append(compact(operand))
    return f"[{', '.join(parts)}]"
