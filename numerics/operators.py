"""The teacher's operators as numbers: a_t, n_t, 1 - gamma_t, 1 - a_t per step and coordinate (claims C3.1, P3.3, N3).

Index t runs over 0 … T; index 0 is the identity (a_0 = 1, n_0 = lambda). Index i runs over the coordinates.
1 - a_t is never formed as a difference of two nearby numbers:

    n_t (1 - a_t) = p_t - q_t lambda,   p_t = sigma_t (sigma_t - sigma_{t-1}),   q_t = alpha_t (alpha_{t-1} - alpha_t).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Generic, Literal

import numpy as np
from flint import arb
from numpy.typing import NDArray

from numerics.balls import (
    START_BITS,
    UNDECIDED,
    Ball,
    Balls,
    Order,
    Undecided,
    compare_fractions,
    escalate,
    midpoint_double,
    nearest_double,
    precision,
    sign,
)
from numerics.errors import InputError
from numerics.reals import Exact, N, Reals
from numerics.schedules import Schedule
from numerics.tabulated import rounded, shown

Floats = NDArray[np.float64]

_COEFFICIENT_BITS: Final = 256
_LARGEST: Final = 1e250  # eigenvalues and norms in doubles are capped here

# What a problem may ask for: up to here one plan takes seconds to a minute.
MAX_STEPS: Final = 4096
MAX_ENTRIES: Final = 2**19  # T times the number of distinct eigenvalues
MAX_EXPONENT: Final = 10**8  # of exp(-2 s n_t)


@dataclass(frozen=True)
class Problem:
    """A distillation problem: schedule with T steps, spectrum lam (length d >= 1), budget s (None: infinite).

    T <= 4096; T times the number of distinct eigenvalues <= 2^19.
    """

    schedule: Schedule
    lam: tuple[Fraction, ...]
    budget: Fraction | None

    def __post_init__(self) -> None:
        if len(self.lam) == 0:
            raise InputError("lam = (): the spectrum needs at least one eigenvalue")
        for value in self.lam:
            if not isinstance(value, Fraction):
                raise InputError(f"lam = {value!r}: eigenvalues must be exact fractions")
            if value < 0:
                raise InputError(f"lam = {value}: eigenvalues must be >= 0")
        if self.budget is not None:
            if not isinstance(self.budget, Fraction):
                raise InputError(f"budget = {self.budget!r}: must be an exact fraction or infinite")
            if self.budget < 0:
                raise InputError(f"budget = {self.budget}: must be >= 0")
        self._require_limits()

    def _require_limits(self) -> None:
        if self.steps > MAX_STEPS:
            raise InputError(f"steps = {shown(self.steps)}: a plan must not have more than {MAX_STEPS} steps")
        if self.steps * self.dim > MAX_ENTRIES:
            distinct = len(set(self.lam))
            if self.steps * distinct > MAX_ENTRIES:
                raise InputError(
                    f"steps = {self.steps} with {distinct} distinct eigenvalues: their product must not exceed {MAX_ENTRIES}"
                )

    @property
    def steps(self) -> int:
        """T >= 1."""
        return self.schedule.steps

    @property
    def dim(self) -> int:
        """Number of coordinates d >= 1."""
        return len(self.lam)

    def only(self, coordinates: tuple[int, ...]) -> Problem:
        """The same problem restricted to some coordinates."""
        return Problem(self.schedule, tuple(self.lam[i] for i in coordinates), self.budget)


def require_moderate_budget(problem: Problem) -> Problem:
    """The problem; InputError if 2 s max(lam, sigma_T^2, 1) exceeds 10^8 and s is not infinite.

    A limit for input: beyond it every finite budget is as good as infinite, and numbers have 10^8 binary places.
    """
    if problem.budget is not None:
        exponent = 2 * problem.budget * max(Fraction(1), problem.schedule.noise_bound, *problem.lam)
        if exponent > MAX_EXPONENT:
            raise InputError(
                f"budget = {rounded(problem.budget)}: 2 s max(lam, sigma_T^2, 1) = {rounded(exponent)} must not exceed "
                f"{MAX_EXPONENT}; an infinite budget is written inf"
            )
    return problem


def parse_budget(text: str) -> Fraction | None:
    """Budget s from text: a decimal or a fraction >= 0, or "inf" for an infinite budget (returned as None)."""
    word = text.strip()
    if word.lower() in {"inf", "+inf", "infinity"}:
        return None
    if len(word) > 400 or abs(_exponent(word)) > 400:
        raise InputError(f"budget = {word[:40]!r}: too many digits")
    try:
        value = Fraction(word)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"budget = '{shown(word)}': must be a number >= 0 or inf") from None
    if value < 0:
        raise InputError(f"budget = {shown(word)}: must be >= 0")
    return value


def _exponent(word: str) -> int:
    _, _, digits = word.lower().partition("e")
    try:
        return int(digits) if digits else 0
    except ValueError:
        return 0


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
    """Numbers indexed [t][i], t = 0 … T, i = 0 … d-1.

    step: a_t.  norm: n_t.  keep: 1 - gamma_t = exp(-2 s n_t), in [0, 1].  shrink: gamma_t.  complement: 1 - a_t.
    """

    step: list[list[N]]
    norm: list[list[N]]
    keep: list[list[N]]
    shrink: list[list[N]]
    complement: list[list[N]]

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
    return Operators(steps, norms, keeps, shrink, complements)


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
    """Doubles of shape (T + 1, d), fields as in `Operators`; log_keep = -2 s n_t survives where keep underflows."""

    step: Floats
    norm: Floats
    keep: Floats
    shrink: Floats
    complement: Floats
    log_keep: Floats

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
    return FloatOperators(step, norm, np.exp(exponent), -np.expm1(exponent), complement, exponent)


def critical_variances(schedule: Schedule, reals: Reals[N]) -> list[N | None]:
    """c_1 … c_{T-1} (claim N3): a_j <= 1 iff lambda <= c_j. None: infinite, alpha_j (alpha_{j-1} - alpha_j) = 0.

    A denominator counts as zero if it equals an exact zero; a ball that merely contains zero gives an unbounded ball.
    """
    c = coefficients(schedule, reals)
    zero = reals.rational(0)
    return [None if c.q[j] == zero else c.p[j] / c.q[j] for j in range(1, schedule.steps)]


@dataclass(frozen=True)
class PhaseBoundaries:
    """lambda_- and lambda_+ of claim N3 as nearest doubles, with their enclosures (None: infinite, or T = 1).

    BOOT is optimal for lambda <= boot, vanilla for lambda >= vanilla. certified False: some c_j stayed undecided, and
    boot is then rounded down to 0, vanilla up to infinity, so that both statements remain true.
    """

    boot: float
    vanilla: float
    boot_ball: Ball | None
    vanilla_ball: Ball | None
    certified: bool


def phase_boundaries(schedule: Schedule) -> PhaseBoundaries:
    """Smallest and largest critical variance, escalated until the nearest doubles are unambiguous.

    Steps with p_j = q_j = 0 (a repeated point of the schedule, a_j = 1 for every lambda) set no boundary. When none is
    left, as for T = 1, all plans are equal: every lambda is on both sides, so boot = inf and vanilla = 0.
    """
    exact = rational_coefficients(schedule)
    result = escalate(lambda bits: _boundaries(coefficients(schedule, Balls()), exact))
    return PhaseBoundaries(0.0, math.inf, None, None, False) if result is UNDECIDED else result


def _boundaries(c: Coefficients[arb], exact: Coefficients[Fraction] | None) -> PhaseBoundaries | Undecided:
    finite: list[arb] = []
    unbounded = False
    for j in range(1, len(c.p) - 1):
        p, q = sign(c.p[j]), sign(c.q[j])
        if exact is not None:
            p, q = compare_fractions(exact.p[j], Fraction(0)), compare_fractions(exact.q[j], Fraction(0))
        if q is Order.GREATER:
            finite.append(c.p[j] / c.q[j])
        elif q is Order.EQUAL and p is Order.GREATER:
            unbounded = True
        elif not (q is Order.EQUAL and p is Order.EQUAL):
            return UNDECIDED
    low = functools.reduce(arb.min, finite) if finite else None
    high = functools.reduce(arb.max, finite) if finite and not unbounded else None
    boot = math.inf if low is None else nearest_double(low)
    vanilla = (math.inf if unbounded else 0.0) if high is None else nearest_double(high)
    if boot is UNDECIDED or vanilla is UNDECIDED:
        return UNDECIDED
    boot_ball, vanilla_ball = (None if x is None else Ball.pack(x) for x in (low, high))
    return PhaseBoundaries(boot, vanilla, boot_ball, vanilla_ball, True)


Side = Literal["contracting", "expanding", "open", "both"]


@dataclass(frozen=True)
class Sides:
    """Side of each coordinate (section 4): every a_j <= 1, every a_j >= 1 (j = 1 … T-1), neither, or all a_j = 1.

    undecided: coordinates whose sign could not be certified. They are listed as open, which claims nothing.
    """

    kind: tuple[Side, ...]
    undecided: tuple[int, ...]


def sides(problem: Problem, limit: int = 1024) -> Sides:
    """Certified side of each coordinate: by balls, by exact fractions if the schedule is rational, else recorded."""
    exact = rational_coefficients(problem.schedule)
    verdicts: dict[Fraction, Side | Undecided] = {}
    bits = START_BITS
    while True:
        pending = sorted({x for x in problem.lam if verdicts.get(x, UNDECIDED) is UNDECIDED})
        if not pending:
            break
        with precision(bits):
            c = coefficients(problem.schedule, Balls())
            verdicts.update((x, _side(c, exact, x)) for x in pending)
        if bits >= limit:
            break
        bits *= 2
    kinds = [verdicts[x] for x in problem.lam]
    return Sides(
        tuple("open" if kind is UNDECIDED else kind for kind in kinds),
        tuple(i for i, kind in enumerate(kinds) if kind is UNDECIDED),
    )


def _side(c: Coefficients[arb], exact: Coefficients[Fraction] | None, lam: Fraction) -> Side | Undecided:
    below = above = doubtful = False  # some a_j < 1, some a_j > 1, some a_j not decided
    value = Balls().rational(lam)
    for j in range(1, len(c.p) - 1):
        order = sign(c.p[j] - c.q[j] * value)
        if order is UNDECIDED and exact is not None:
            order = compare_fractions(exact.p[j], exact.q[j] * lam)
        below, above = below or order is Order.GREATER, above or order is Order.LESS
        doubtful = doubtful or order is UNDECIDED
        if below and above:
            return "open"
    if doubtful:
        return UNDECIDED
    return "contracting" if below else "expanding" if above else "both"
