"""Answers of `opmerge plan`, `phase` and `advise` as plain data, ready for JSON or a table.

No SymPy here, and no solver for `phase`.

A plan stays a `Plan`, which `print_json` writes as nested lists.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Context
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from numerics.model.problem import Problem
from numerics.model.regimes import critical_doubles, phase_boundaries
from numerics.model.schedules.base import Schedule
from numerics.numbers.balls import UNDECIDED, Ball, Balls, decimal, precision

if TYPE_CHECKING:
    from numerics.plans.assess import Strategy

Number = float | str | None
Json = dict[str, Any]


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


def finite(value: float) -> float | str:
    """JSON has no infinity: it is written as the word inf."""
    return value if math.isfinite(value) else "inf"


def plan_answer(
    problem: Problem, method: str = "auto", digits: int | None = None, seconds: float | None = None
) -> Json:
    """The four canonical plans and the best one, with the teacher's operator."""
    from numerics.plans.assess import all_strategies, teacher_operator
    from numerics.solvers.solve import solve

    teacher = teacher_operator(problem, bits=256 if digits is None else 256 + 4 * digits)
    best = solve(problem, method, digits, seconds)
    return {
        **_setting(problem, digits),
        "tau": [number(x, digits) for x in teacher],
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


def _setting(problem: Problem, digits: int | None = None) -> Json:
    return {
        "schedule": problem.schedule.name,
        "steps": problem.steps,
        "lam": [exact(x, digits) for x in problem.spectrum.eigenvalues],
        "budget": "inf" if problem.budget is None else exact(problem.budget, digits),
    }


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
        "critical": ["undecided" if c is UNDECIDED else finite(c) for c in critical_doubles(schedule)],
        "lam_boot": finite(found.boot),
        "lam_vanilla": finite(found.vanilla),
    }


def advice_answer(problem: Problem) -> Json:
    """The recommended plan, how far every canonical strategy falls behind it, and the reasons in sentences."""
    from numerics.solvers.advise import advise

    found = advise(problem)
    setting = _setting(problem)
    del setting["lam"]
    return {
        **setting,
        "coordinates": dict(found.coordinates),
        "lam_boot": finite(found.boundaries.boot),
        "lam_vanilla": finite(found.boundaries.vanilla),
        "advice": found.name or "plan",
        "plan": found.best.plan,
        "w2": found.best.w2,
        "gap": found.best.gap,
        "certified": found.best.certified,
        "strategies": {name: strategy.w2 for name, strategy in found.strategies.items()},
        "best_canonical": found.nearest,
        "why": list(found.why),
    }
