"""D2.1 and C3.1: the teacher run step by step through the denoiser, exactly, and the derived step operators."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from numerics.checks import derived
from numerics.checks.check import TINY, Check, edge, mutant, no_violation
from numerics.checks.denoiser import matrices
from numerics.checks.matrices import IDENTITY, Matrix, combined, inverse, product, transposed
from numerics.checks.oracles import ddim_chain, denoise
from numerics.checks.strategies import CIRCLES, SCHEDULES_DRAWN, Coordinate, coordinates, schedules
from numerics.model.operators import operators
from numerics.model.problem import Problem
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from numerics.plans.evaluate import teacher
from proofs.logic.verdict import Level


def _exact(instance: Coordinate) -> Fraction:
    return teacher(operators(Problem(instance[0], Spectrum((instance[1],)), Fraction(0)), Exact()))[0]


def composite_is_product(instance: Coordinate, stop: int = 0, times: Fraction = Fraction(1)) -> bool:
    """D2.1: the product of the a_t is what running the steps gives. times: spoils it."""
    return _exact(instance) == times * ddim_chain(*instance, stop=stop)


def projection(instance: Coordinate, cross: Fraction = Fraction(1), over: int = 0) -> bool:
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


Matrices = tuple[Tabulated, Matrix]
spectra: st.SearchStrategy[Matrices] = st.tuples(schedules(), matrices)


def matrices_compose(instance: Matrices, cross: Fraction = Fraction(1), stop: int = 0) -> bool:
    """C3.1, D2.1 for Lambda = L L^T of size 2: running the steps on both unit vectors gives the product of the A_t."""
    schedule, half = instance
    cov = product(half, transposed(half))
    points = list(zip(schedule.alpha, schedule.sigma, strict=True))
    states = composite = IDENTITY
    for t in range(schedule.steps, 0, -1):
        (alpha_p, sigma_p), (alpha, sigma) = points[t - 1], points[t]
        precision = inverse(combined(alpha**2, cov, sigma**2))
        if t > stop:
            guessed = product(product(combined(alpha, cov, Fraction(0)), precision), states)
            noise = combined(1 / sigma, states, -alpha / sigma, guessed)
            states = combined(alpha_p, guessed, sigma_p, noise)
        composite = product(product(combined(alpha_p * alpha, cov, cross * sigma_p * sigma), precision), composite)
    return states == composite


_PLAIN: Coordinate = (CIRCLES[0], Fraction(2))
_SPECTRUM: Matrices = (CIRCLES[0], ((Fraction(1), Fraction(0)), (Fraction(1, 2), Fraction(1))))
_MATRIX_EDGE = edge(lambda: matrices_compose(_SPECTRUM), lambda: matrices_compose(_SPECTRUM, cross=1 + TINY))


def checks(digits: int) -> tuple[Check, ...]:
    """digits: of the derived operators."""
    return (
        Check(
            "D2.1", Level.PROPERTY, "Fractions", "random schedules and lambda", SCHEDULES_DRAWN,
            no_violation(coordinates, composite_is_product),
            (mutant("one step missing", coordinates, lambda x: composite_is_product(x, 1)),),
            edge=edge(lambda: composite_is_product(_PLAIN), lambda: composite_is_product(_PLAIN, times=1 + TINY)),
        ),
        Check(
            "C3.1", Level.PROPERTY, "Fractions", "random schedules and lambda, every t", SCHEDULES_DRAWN,
            no_violation(coordinates, projection),
            (
                mutant("sign flipped in the inner product", coordinates, lambda x: projection(x, cross=Fraction(-1))),
                mutant("norm of the wrong vector", coordinates, lambda x: projection(x, over=1)),
            ),
            edge=edge(lambda: projection(_PLAIN), lambda: projection(_PLAIN, cross=1 + TINY)),
        ),
        Check(
            "C3.1", Level.PROPERTY, "Fractions, matrices", "random schedules and Lambda of size 2", SCHEDULES_DRAWN,
            no_violation(spectra, matrices_compose),
            (mutant("sign flipped in the matrix", spectra, lambda x: matrices_compose(x, cross=Fraction(-1))),),
            edge=_MATRIX_EDGE,
        ),
        Check(
            "D2.1", Level.PROPERTY, "Fractions, matrices", "random schedules and Lambda of size 2", SCHEDULES_DRAWN,
            no_violation(spectra, matrices_compose),
            (mutant("one step missing", spectra, lambda x: matrices_compose(x, stop=1)),),
            edge=_MATRIX_EDGE,
        ),
        derived.arrays("C3.1", "a_t and n_t", digits, "step", "norm"),
    )  # fmt: skip
