"""The teacher's operators as numbers: a_t, n_t, 1 - gamma_t, 1 - a_t per step and coordinate (claims C3.1, P3.3, N3).

Index t runs over 0 … T; index 0 is the identity (a_0 = 1, n_0 = lambda). Index i runs over the coordinates.
1 - a_t is never formed as a difference of two nearby numbers:

    n_t (1 - a_t) = p_t - q_t lambda,   p_t = sigma_t (sigma_t - sigma_{t-1}),   q_t = alpha_t (alpha_{t-1} - alpha_t).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Generic

import numpy as np
from flint import arb

from numerics.errors import InputError
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.numbers.balls import Balls, midpoint_double, precision
from numerics.numbers.reals import Exact, Floats, N, Reals

_COEFFICIENT_BITS: Final = 256
_LARGEST: Final = 1e250  # eigenvalues and norms in doubles are capped here


@dataclass(frozen=True)
class Coefficients(Generic[N]):
    """alpha_t, sigma_t (t = 0 … T) and p_t, q_t (t = 1 … T; index 0 is zero): all that does not depend on lambda."""

    alpha: list[N]
    sigma: list[N]
    p: list[N]
    q: list[N]


def coefficients(schedule: Schedule, reals: Reals[N]) -> Coefficients[N]:
    """Coefficients of a schedule in a number system."""
    alpha, sigma = schedule.coefficients(reals)
    zero = reals.rational(0)
    steps = range(1, schedule.steps + 1)
    p = [zero] + [sigma[t] * (sigma[t] - sigma[t - 1]) for t in steps]
    q = [zero] + [alpha[t] * (alpha[t - 1] - alpha[t]) for t in steps]
    return Coefficients(alpha, sigma, p, q)


@dataclass(frozen=True)
class Operators(Generic[N]):
    """Numbers indexed [t][i], t = 0 … T, i = 0 … d-1; d counts distinct eigenvalues.

    step: a_t.  norm: n_t.  keep: 1 - gamma_t = exp(-2 s n_t), in [0, 1].  shrink: gamma_t.  complement: 1 - a_t.
    weights: how often each of the d eigenvalues occurs.
    """

    step: list[list[N]]
    norm: list[list[N]]
    keep: list[list[N]]
    shrink: list[list[N]]
    complement: list[list[N]]
    weights: list[N]

    @property
    def steps(self) -> int:
        return len(self.step) - 1

    @property
    def dim(self) -> int:
        return len(self.step[0])


def operators(problem: Problem, reals: Reals[N], known: Coefficients[N] | None = None) -> Operators[N]:
    """Operators of a problem in a number system; `known` saves recomputing the coefficients of the same schedule.

    An infinite budget gives keep = 0 wherever n_t > 0. Exact arithmetic needs s in {0, infinite}: exp is irrational.
    """
    c = coefficients(problem.schedule, reals) if known is None else known
    zero, one = reals.rational(0), reals.rational(1)
    minus_two_s = None if problem.budget is None else reals.rational(-2 * problem.budget)
    lam = [reals.rational(value) for value in problem.lam]

    def keep(norm: N, exactly_zero: bool) -> N:
        if exactly_zero:
            return one
        return zero if minus_two_s is None else reals.exp(minus_two_s * norm)

    steps, norms = [[one for _ in lam]], [lam]
    keeps = [[keep(x, value == 0) for x, value in zip(lam, problem.lam, strict=True)]]
    complements = [[zero for _ in lam]]
    for t in range(1, problem.steps + 1):
        signal, noise = c.alpha[t] * c.alpha[t], c.sigma[t] * c.sigma[t]
        cross_signal, cross_noise = c.alpha[t - 1] * c.alpha[t], c.sigma[t - 1] * c.sigma[t]
        norm = [signal * x + noise for x in lam]
        norms.append(norm)
        steps.append([(cross_signal * x + cross_noise) / n for x, n in zip(lam, norm, strict=True)])
        complements.append([(c.p[t] - c.q[t] * x) / n for x, n in zip(lam, norm, strict=True)])
        keeps.append([keep(n, False) for n in norm])
    shrink = [[one - k for k in row] for row in keeps]
    weights = [reals.rational(count) for count in problem.weights]
    return Operators(steps, norms, keeps, shrink, complements, weights)


def ball_operators(problem: Problem, known: Coefficients[arb] | None = None) -> Operators[arb]:
    """Enclosures at the current precision. Where 1 - a_t is 0 and the schedule is rational, the zero is exact."""
    ops = operators(problem, Balls(), known)
    doubtful = [(t, i) for t in range(1, ops.steps + 1) for i in range(ops.dim) if ops.complement[t][i].contains(0)]
    exact = rational_coefficients(problem.schedule) if doubtful else None
    if exact is not None:
        for t, i in doubtful:
            if exact.p[t] == exact.q[t] * problem.lam[i]:
                ops.complement[t][i], ops.step[t][i] = arb(0), arb(1)
    return ops


def rational_coefficients(schedule: Schedule) -> Coefficients[Fraction] | None:
    """Exact coefficients of a rational schedule, None when some coefficient is irrational."""
    try:
        return coefficients(schedule, Exact())
    except InputError:
        return None


@dataclass(frozen=True)
class FloatOperators:
    """Doubles of shape (T + 1, d), weights of shape (d,), fields as in `Operators`.

    log_keep = -2 s n_t survives where keep underflows.

    >>> from numerics import Cosine, Spectrum
    >>> ops = float_operators(Problem(Cosine(8), Spectrum.of("0.3", 4, 4), Fraction(1, 2)))
    >>> ops.step.shape, ops.weights.tolist()
    ((9, 2), [1.0, 2.0])
    """

    step: Floats
    norm: Floats
    keep: Floats
    shrink: Floats
    complement: Floats
    log_keep: Floats
    weights: Floats

    @property
    def steps(self) -> int:
        return int(self.step.shape[0]) - 1

    @property
    def dim(self) -> int:
        return int(self.step.shape[1])

    def relative_keep(self, t: int) -> Floats:
        """keep_t divided by its largest coordinate, shape (d,): never underflows to all zeros unless s is infinite."""
        largest = self.log_keep[t].max()
        return np.exp(self.log_keep[t] - largest) if np.isfinite(largest) else np.zeros(self.dim)


def float_operators(problem: Problem) -> FloatOperators:
    """Operators as arrays of doubles.

    step and norm are within a few ulp; complement within a few ulp of (p_t + q_t lambda) / n_t; keep and shrink carry
    the relative error 2 s n_t eps of the exponent. Eigenvalues and norms are capped at 1e250. Doubles guide searches;
    they never decide a ranking that is reported as certified.

    >>> from numerics import Cosine, Spectrum
    >>> float_operators(Problem(Cosine(2), Spectrum.of(1), Fraction(1, 2))).step[1:].round(3).tolist()
    [[0.707], [0.707]]
    """
    with precision(_COEFFICIENT_BITS):
        c = coefficients(problem.schedule, Balls())

    def rounded(values: list[arb]) -> Floats:
        return np.array([midpoint_double(x) for x in values])[:, None]

    alpha, sigma, p, q = (rounded(column) for column in (c.alpha, c.sigma, c.p, c.q))
    # Divide lambda and 1 by max(1, lambda): every ratio below stays in range however large lambda is.
    capped = [min(value, Fraction(_LARGEST)) for value in problem.lam]
    scales = [max(Fraction(1), value) for value in capped]
    x = np.array([float(value / scale) for value, scale in zip(capped, scales, strict=True)])
    y = np.array([float(1 / scale) for scale in scales])
    size = np.array([float(scale) for scale in scales])
    scaled = alpha * alpha * x + sigma * sigma * y
    step, complement = np.ones_like(scaled), np.zeros_like(scaled)
    step[1:] = (alpha[:-1] * alpha[1:] * x + sigma[:-1] * sigma[1:] * y) / scaled[1:]
    complement[1:] = (p[1:] * y - q[1:] * x) / scaled[1:]
    norm = np.minimum(scaled * size, _LARGEST)
    if problem.budget is None:
        exponent = np.where(norm > 0, -np.inf, 0.0)
    else:
        with np.errstate(over="ignore"):
            exponent = -2.0 * float(min(problem.budget, Fraction(_LARGEST))) * norm
    weights = np.array(problem.weights, dtype=np.float64)
    return FloatOperators(step, norm, np.exp(exponent), -np.expm1(exponent), complement, exponent, weights)
