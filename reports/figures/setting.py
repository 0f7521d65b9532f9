"""The setting of the paper's figure 2."""

from __future__ import annotations

from fractions import Fraction

from numerics.model.problem import Problem
from numerics.model.schedules.cosine import Cosine
from numerics.model.spectrum import Spectrum

STEPS, BUDGET = 32, Fraction(32, 5)
FIRST, LAST, STRIDE = Fraction(1, 5), Fraction(3), Fraction(1, 25)
SHOWN = (Fraction(27, 25), Fraction(2))


def shown_problem(lam: Fraction) -> Problem:
    return Problem(Cosine(STEPS), Spectrum((lam,)), BUDGET)
