"""P3.1 in exact rational arithmetic: the optimal linear denoiser against rivals."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from numerics.checks.check import TINY, Check, edge, mutant, no_violation
from numerics.checks.matrices import IDENTITY, Matrix, combined, inverse, is_semidefinite, product, transposed
from numerics.checks.strategies import entry, unit
from proofs.logic.verdict import Level

matrices: st.SearchStrategy[Matrix] = st.tuples(st.tuples(entry, entry), st.tuples(entry, entry))
Rival = tuple[Matrix, Matrix, Fraction, Fraction]
rivals: st.SearchStrategy[Rival] = st.tuples(matrices, matrices, unit(6, 1), unit(6, 1))


def risk(k: Matrix, cov: Matrix, alpha: Fraction, sigma: Fraction) -> Matrix:
    """E (x - K z)(x - K z)^T, z = alpha x + sigma eps: what K leaves of the signal, plus the noise that it lets through."""
    rest = combined(-alpha, k, Fraction(1))
    signal, noise = product(product(rest, cov), transposed(rest)), product(k, transposed(k))
    return combined(Fraction(1), signal, sigma**2, noise)


def denoiser_is_best(instance: Rival, signal: int = 1, noise: int = 1, share: Fraction = Fraction(1)) -> bool:
    """In every direction a rival K and rescaled ones have more risk than alpha Lambda (alpha^2 Lambda + sigma^2 I)^{-1}.

    More by at least share sigma^2 times the squared length of what they differ by there.
    """
    half, rival, alpha, sigma = instance
    cov = product(half, transposed(half))
    observed = combined(signal * alpha**2, cov, noise * sigma**2)
    best = product(combined(alpha, cov, Fraction(0)), inverse(observed))
    least = risk(best, cov, alpha, sigma)

    def is_worse(k: Matrix) -> bool:
        apart = combined(Fraction(1), k, Fraction(-1), best)
        more = combined(Fraction(1), risk(k, cov, alpha, sigma), Fraction(-1), least)
        length = product(apart, transposed(apart))
        return is_semidefinite(combined(Fraction(1), more, -share * sigma**2, length))

    near = [combined(Fraction(k, 8), best, Fraction(0)) for k in (4, 7, 9)]
    return all(map(is_worse, (rival, *near, IDENTITY)))


# Without any signal the excess risk is sigma^2 times the squared length, no more.
_NO_SIGNAL: Rival = (combined(Fraction(0), IDENTITY, Fraction(0)), IDENTITY, Fraction(1, 2), Fraction(1, 2))


def checks(digits: int) -> tuple[Check, ...]:
    """Against random rivals."""
    return (
        Check(
            "P3.1", Level.PROPERTY, "Fractions", "random Lambda of size 2, random linear rivals, every direction",
            "Lambda = L L^T with entries of L in thirds up to 2; linear rivals only",
            no_violation(rivals, denoiser_is_best),
            (
                mutant("signal counted twice", rivals, lambda x: denoiser_is_best(x, signal=2)),
                mutant("noise counted twice", rivals, lambda x: denoiser_is_best(x, noise=2)),
                mutant("worse by twice as much", rivals, lambda x: denoiser_is_best(x, share=Fraction(2))),
            ),
            edge=edge(
                lambda: denoiser_is_best(_NO_SIGNAL), lambda: denoiser_is_best(_NO_SIGNAL, share=1 + TINY)
            ),
        ),
    )  # fmt: skip
