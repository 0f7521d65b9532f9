"""Checks of D2.1, P3.1, C3.1, P3.2, P3.3 in exact rational arithmetic, straight from the definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from numerics.checks import Check, no_violation, mutant
from numerics.checks_schedules import Coordinate, coordinates
from numerics.instances import positive, unit
from numerics.operators import Problem, operators
from numerics.plans import teacher
from numerics.reals import Exact
from numerics.schedules import Tabulated

Matrix = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]



def denoise(z: Fraction, alpha: Fraction, sigma: Fraction, lam: Fraction) -> Fraction:
    """P3.1 in one dimension."""
    return alpha * lam * z / (alpha * alpha * lam + sigma * sigma)


def ddim_chain(schedule: Tabulated, lam: Fraction, stop: int = 0) -> Fraction:
    """z_stop from z_T = 1, step by step through the denoiser: no formula for a_t is used."""
    z = Fraction(1)
    for t in range(schedule.steps, stop, -1):
        x = denoise(z, schedule.alpha[t], schedule.sigma[t], lam)
        noise = (z - schedule.alpha[t] * x) / schedule.sigma[t]
        z = schedule.alpha[t - 1] * x + schedule.sigma[t - 1] * noise
    return z


def _exact(instance: Coordinate) -> Fraction:
    return teacher(operators(Problem(instance[0], (instance[1],), Fraction(0)), Exact()))[0]


def composite_is_product(instance: Coordinate, stop: int = 0) -> bool:
    """D2.1: the product of the a_t is what running the steps gives."""
    return _exact(instance) == ddim_chain(*instance, stop=stop)


def projection(instance: Coordinate, cross: int = 1, over: int = 0) -> bool:
    """C3.1 at every t: DDIM is the projection ratio of the signal-noise vectors (whose signal carries sqrt(lam))."""
    schedule, lam = instance
    points = list(zip(schedule.alpha, schedule.sigma, strict=True))
    for (alpha_p, sigma_p), (alpha, sigma) in pairwise(points):
        x = denoise(Fraction(1), alpha, sigma, lam)
        moved = alpha_p * x + sigma_p * (1 - alpha * x) / sigma
        inner = alpha_p * alpha * lam + cross * sigma_p * sigma
        below = (alpha_p, sigma_p) if over else (alpha, sigma)
        if moved * (below[0] ** 2 * lam + below[1] ** 2) != inner:
            return False
    return True


def contracts(instance: Coordinate, factor: Fraction = Fraction(1), first: int = 1) -> bool:
    """P3.2: the teacher's output variance n_T tau^2 is below factor * lambda."""
    schedule, lam = instance
    norm = schedule.alpha[-1] ** 2 * lam + schedule.sigma[-1] ** 2
    return norm * ddim_chain(schedule, lam, stop=first - 1) ** 2 < factor * lam


# P3.1 with a random positive semi-definite 2 x 2 covariance and a random rival estimator K.
entry = st.integers(-6, 6).map(lambda k: Fraction(k, 3))
matrices: st.SearchStrategy[Matrix] = st.tuples(st.tuples(entry, entry), st.tuples(entry, entry))
Rival = tuple[Matrix, Matrix, Fraction, Fraction]
rivals: st.SearchStrategy[Rival] = st.tuples(matrices, matrices, unit(6, 1), unit(6, 1))


def _mul(a: Matrix, b: Matrix) -> Matrix:
    def cell(i: int, j: int) -> Fraction:
        return a[i][0] * b[0][j] + a[i][1] * b[1][j]

    return (cell(0, 0), cell(0, 1)), (cell(1, 0), cell(1, 1))


def _transposed(a: Matrix) -> Matrix:
    return (a[0][0], a[1][0]), (a[0][1], a[1][1])


def _affine(x: Fraction, a: Matrix, y: Fraction) -> Matrix:
    """X a + y I."""
    return (x * a[0][0] + y, x * a[0][1]), (x * a[1][0], x * a[1][1] + y)


def _inverse(a: Matrix) -> Matrix:
    det = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    return (a[1][1] / det, -a[0][1] / det), (-a[1][0] / det, a[0][0] / det)


def linear_risk(k: Matrix, cov: Matrix, alpha: Fraction, sigma: Fraction) -> Fraction:
    """E|x - K z|^2, z = alpha x + sigma eps: |I - alpha K|^2 against Lambda, plus the noise that K lets through."""
    rest = _affine(-alpha, k, Fraction(1))
    signal, noise = _mul(_mul(rest, cov), _transposed(rest)), _mul(k, _transposed(k))
    return signal[0][0] + signal[1][1] + sigma**2 * (noise[0][0] + noise[1][1])


def denoiser_is_best(instance: Rival, signal: int = 1, noise: int = 1) -> bool:
    """Neither a rival K nor a rescaled one has lower risk than alpha Lambda (alpha^2 Lambda + sigma^2 I)^{-1}."""
    half, rival, alpha, sigma = instance
    cov = _mul(half, _transposed(half))
    best = _mul(_affine(alpha, cov, Fraction(0)), _inverse(_affine(signal * alpha**2, cov, noise * sigma**2)))
    near = [_affine(Fraction(k, 8), best, Fraction(0)) for k in (4, 7, 9)]
    reached = linear_risk(best, cov, alpha, sigma)
    return all(reached <= linear_risk(k, cov, alpha, sigma) for k in (rival, *near))


# P3.3: gradient descent, actually run.
Descent = tuple[Fraction, Fraction, Fraction, Fraction, int]
descents: st.SearchStrategy[Descent] = st.tuples(entry, entry, positive(), unit(20, 1), st.integers(0, 8))


def descend(x: Fraction, b: Fraction, norm: Fraction, rate: Fraction, count: int) -> Fraction:
    """Count steps of gradient descent on norm (a - b)^2 from x."""
    a = x
    for _ in range(count):
        a -= rate * 2 * norm * (a - b)
    return a


def interpolates(instance: Descent, gain: int = 2, swap: bool = False) -> bool:
    """P3.3, discrete: gradient descent is (1 - gamma) x + gamma b with gamma = 1 - (1 - 2 eta n)^k."""
    x, b, norm, relative, count = instance
    rate = relative / norm
    gamma = 1 - (1 - gain * rate * norm) ** count
    predicted = gamma * x + (1 - gamma) * b if swap else (1 - gamma) * x + gamma * b
    return descend(x, b, norm, rate, count) == predicted


def converges(instance: Descent, limit: Fraction = Fraction(1)) -> bool:
    """P3.3: descent at eta n < limit never moves away from the target."""
    x, b, norm, relative, count = instance
    return abs(descend(x, b, norm, relative * limit / norm, count) - b) <= abs(x - b)


_SCHEDULES = "random rational VP, flow-matching and VE schedules, T <= 6, lambda <= 4"

CHECKS = (
    Check(
        "D2.1", "property", "Fractions", "random schedules and lambda", _SCHEDULES,
        no_violation(coordinates, composite_is_product),
        (mutant("one step missing", coordinates, lambda x: composite_is_product(x, 1)),),
    ),
    Check(
        "P3.1", "property", "Fractions", "random Lambda of size 2 and random linear rivals",
        "Lambda = L L^T with entries of L in thirds up to 2; linear rivals only",
        no_violation(rivals, denoiser_is_best),
        (
            mutant("signal counted twice", rivals, lambda x: denoiser_is_best(x, signal=2)),
            mutant("noise counted twice", rivals, lambda x: denoiser_is_best(x, noise=2)),
        ),
    ),
    Check(
        "C3.1", "property", "Fractions", "random schedules and lambda, every t", _SCHEDULES,
        no_violation(coordinates, projection),
        (
            mutant("sign flipped in the inner product", coordinates, lambda x: projection(x, cross=-1)),
            mutant("norm of the wrong vector", coordinates, lambda x: projection(x, over=1)),
        ),
    ),
    Check(
        "P3.2", "property", "Fractions", "random schedules and lambda > 0", _SCHEDULES,
        no_violation(coordinates, contracts),
        (
            mutant("to half the variance", coordinates, lambda x: contracts(x, factor=Fraction(1, 2))),
            mutant("stopped one step early", coordinates, lambda x: contracts(x, first=2)),
        ),
    ),
    Check(
        "P3.3", "property", "Fractions", "random starts, targets and stable rates", "up to 8 gradient steps",
        no_violation(descents, lambda x: interpolates(x) and converges(x)),
        (
            mutant("gradient of half the loss", descents, lambda x: interpolates(x, gain=1)),
            mutant("start and target exchanged", descents, lambda x: interpolates(x, swap=True)),
            mutant("stable up to twice the rate", descents, lambda x: converges(x, limit=Fraction(2))),
        ),
    ),
)  # fmt: skip
