"""The setting of the paper's figure 2, and what is solved in it: once, however many figures show it."""

from __future__ import annotations

import functools
from fractions import Fraction

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum
from numerics.solvers.solve import Solution, solve

STEPS, BUDGET = 32, Fraction(32, 5)
FIRST, LAST, STRIDE = Fraction(1, 5), Fraction(3), Fraction(1, 25)
SHOWN = (Fraction(27, 25), Fraction(2))


def shown_problem(lam: Fraction) -> Problem:
    """One coordinate of this variance."""
    return Problem(Cosine(STEPS), Spectrum((lam,)), BUDGET)


@functools.cache
def best_plan(lam: Fraction) -> Solution:
    """The best plan found for it."""
    return solve(shown_problem(lam))


@functools.cache
def program_plan(lam: Fraction) -> Solution:
    """The plan of the paper's program for it."""
    return solve(shown_problem(lam), "interval-dp")
