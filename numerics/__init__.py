"""The library: noise schedules, spectra, problems, merge plans, solving, advising, phase boundaries.

    from fractions import Fraction
    from numerics import Plan, Problem, Spectrum, parse_schedule, solve

    problem = Problem(parse_schedule("cosine", 8), Spectrum.of("0.3", 4), Fraction(1, 2))
    best = solve(problem)
    best.plan, best.w2, best.gap, best.certified

The names below are public; each is imported when it is first used, so that importing this package costs nothing. Rooms:
`numbers` < `model` < `plans` < `solvers` < `sweeps` < `checks`; what a room may import stands in its `__init__`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

_HOMES: Final = {
    "errors": ("InputError", "NotDecided"),
    "model.schedules.catalogue": ("parse_schedule",),
    "model.schedules.base": ("Schedule",),
    "model.schedules.cosine": ("Cosine",),
    "model.schedules.flow": ("FlowMatching",),
    "model.schedules.exploding": ("VarianceExploding",),
    "model.schedules.beta": ("BetaSchedule",),
    "model.schedules.betas": ("Betas",),
    "model.schedules.tabulated": ("Tabulated",),
    "model.spectrum": ("Spectrum", "load_spectrum", "parse_lam", "spectrum_of_data"),
    "numbers.balls": ("Ball",),
    "model.problem": ("Problem",),
    "model.operators": ("FloatOperators", "float_operators"),
    "model.parse": ("parse_budget", "parse_problem"),
    "model.regimes": ("PhaseBoundaries", "Sides", "critical_doubles", "phase_boundaries", "sides"),
    "plans.plan": ("Merge", "Plan"),
    "plans.canonical": ("boot", "consistency", "enumerate_plans", "progressive", "schroeder", "vanilla"),
    "plans.assess": ("Strategy", "all_strategies", "assess", "teacher_operator"),
    "plans.rank": ("Ranking", "rank"),
    "plans.describe": ("compact", "describe"),
    "solvers.solve": ("Solution", "solve"),
    "solvers.advise": ("Advice", "advise"),
    "sweeps.scan": ("Point", "scan"),
    "sweeps.interval_table": ("IntervalTable", "interval_table"),
}
_HOME: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Advice",
    "Ball",
    "BetaSchedule",
    "Betas",
    "Cosine",
    "FloatOperators",
    "FlowMatching",
    "InputError",
    "IntervalTable",
    "Merge",
    "NotDecided",
    "PhaseBoundaries",
    "Plan",
    "Point",
    "Problem",
    "Ranking",
    "Schedule",
    "Sides",
    "Solution",
    "Spectrum",
    "Strategy",
    "Tabulated",
    "VarianceExploding",
    "advise",
    "all_strategies",
    "assess",
    "boot",
    "compact",
    "consistency",
    "critical_doubles",
    "describe",
    "enumerate_plans",
    "float_operators",
    "interval_table",
    "load_spectrum",
    "parse_budget",
    "parse_lam",
    "parse_problem",
    "parse_schedule",
    "phase_boundaries",
    "progressive",
    "rank",
    "scan",
    "schroeder",
    "sides",
    "solve",
    "spectrum_of_data",
    "teacher_operator",
    "vanilla",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'numerics' has no attribute {name!r}")
    return getattr(import_module(f"numerics.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


if TYPE_CHECKING:
    from numerics.errors import InputError, NotDecided
    from numerics.model.operators import FloatOperators, float_operators
    from numerics.model.parse import parse_budget, parse_problem
    from numerics.model.problem import Problem
    from numerics.model.regimes import PhaseBoundaries, Sides, critical_doubles, phase_boundaries, sides
    from numerics.model.schedules.base import Schedule
    from numerics.model.schedules.beta import BetaSchedule
    from numerics.model.schedules.betas import Betas
    from numerics.model.schedules.catalogue import parse_schedule
    from numerics.model.schedules.cosine import Cosine
    from numerics.model.schedules.exploding import VarianceExploding
    from numerics.model.schedules.flow import FlowMatching
    from numerics.model.schedules.tabulated import Tabulated
    from numerics.model.spectrum import Spectrum, load_spectrum, parse_lam, spectrum_of_data
    from numerics.numbers.balls import Ball
    from numerics.plans.assess import Strategy, all_strategies, assess, teacher_operator
    from numerics.plans.canonical import boot, consistency, enumerate_plans, progressive, schroeder, vanilla
    from numerics.plans.describe import compact, describe
    from numerics.plans.plan import Merge, Plan
    from numerics.plans.rank import Ranking, rank
    from numerics.solvers.advise import Advice, advise
    from numerics.solvers.solve import Solution, solve
    from numerics.sweeps.interval_table import IntervalTable, interval_table
    from numerics.sweeps.scan import Point, scan
