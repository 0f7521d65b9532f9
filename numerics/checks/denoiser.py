"""P3.1 in exact rational arithmetic: the optimal linear denoiser against rivals."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from numerics.checks.check import Check, mutant, no_violation
from numerics.checks.strategies import entry, unit
from proofs.logic.verdict import Level

Matrix = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]

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


def checks(digits: int) -> tuple[Check, ...]:
    """Against random rivals."""
    return (
        Check(
            "P3.1", Level.PROPERTY, "Fractions", "random Lambda of size 2 and random linear rivals",
            "Lambda = L L^T with entries of L in thirds up to 2; linear rivals only",
            no_violation(rivals, denoiser_is_best),
            (
                mutant("signal counted twice", rivals, lambda x: denoiser_is_best(x, signal=2)),
                mutant("noise counted twice", rivals, lambda x: denoiser_is_best(x, noise=2)),
            ),
        ),
    )  # fmt: skip
