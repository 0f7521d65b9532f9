"""P3.1: the optimal denoiser is linear, from the Gaussian posterior and again from moments."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Step, SumOfProducts
from proofs.logic.relations import eq, ge, gt
from proofs.logic.verdict import Provenance
from proofs.theory.symbols import alpha, lam, real, sigma, x, z

guess = real("c")
mean = real("m")
variance = sp.Symbol("v", positive=True)
weight = real("k")

n_t = alpha**2 * lam + sigma**2
gain = alpha * lam / n_t

# Minus the exponent of the joint density of (x_0, z_t), and the variance of x_0 given z_t.
HAS_DENSITY = Assumption(gt(lam, 0), "lambda > 0, so that x_0 has a density (posterior only)", Kind.DEFINED)
joint_exponent = x**2 / (2 * lam) + (z - alpha * x) ** 2 / (2 * sigma**2)
spread = lam * sigma**2 / n_t


def risk(c: sp.Expr) -> sp.Integral:
    """E[(x_0 - c)^2 | z_t] for a posterior N(m, v), as the integral that defines it."""
    density = sp.exp(-((x - mean) ** 2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)
    return sp.Integral((x - c) ** 2 * density, (x, -sp.oo, sp.oo))


def linear_risk(k: sp.Expr) -> sp.Expr:
    """E[(x_0 - k z_t)^2] from the moments E[x^2] = lambda, E[xz] = alpha lambda, E[z^2] = n_t."""
    return sp.expand(lam - 2 * k * alpha * lam + k**2 * n_t)


# Matrices of any size d as non-commuting symbols. R is the inverse of S = Cov(z_t) = alpha^2 Lambda + sigma^2 I.
Lam, R, S, K, Kt = sp.symbols(r"\Lambda R S K K^{\top}", commutative=False)
INVERSE = (eq(R * S, 1), eq(S * R, 1))
GAIN = alpha * Lam * R


def _matrix_risk(k: sp.Expr, k_transposed: sp.Expr) -> sp.Expr:
    """E[(x - Kz)(x - Kz)^T] from Cov(x) = Lambda, Cov(x, z) = alpha Lambda, Cov(z) = S."""
    return Lam - alpha * k * Lam - alpha * Lam * k_transposed + k * S * k_transposed


POSTERIOR = eq(joint_exponent, (x - gain * z) ** 2 / (2 * spread) + z**2 / (2 * n_t))
NO_VARIANCE = eq(sp.Subs(gain, lam, 0), 0)
BEST = ge(risk(guess), risk(mean))
LINEAR = ge(linear_risk(weight), linear_risk(gain))
COVARIANCE = eq(S, alpha**2 * Lam + sigma**2)
NORMAL = eq(GAIN * S, alpha * Lam)
EXCESS = eq(
    _matrix_risk(K, Kt) - _matrix_risk(GAIN, alpha * R * Lam),
    (K - GAIN) * S * (Kt - alpha * R * Lam),
)


def derive() -> Derivation:
    risk_of_guess = eq(risk(guess), variance + (guess - mean) ** 2)
    risk_of_mean = eq(risk(mean), variance)
    w_lam_w, w_w = sp.Symbol(r"w^{\top}\Lambda w", nonnegative=True), sp.Symbol(r"w^{\top}w", positive=True)
    p, q, r = sp.symbols("p q r", real=True)
    factor = sp.Matrix([[p, 0], [q, r]])
    lam2 = factor * factor.T
    cov2 = alpha**2 * lam2 + sigma**2 * sp.eye(2)
    gain2 = sp.simplify(alpha * lam2 * cov2.inv())
    return (
        Step(
            "complete the square: given z_t, x_0 is Gaussian with mean gain times z_t and variance lambda sigma_t^2 / n_t",
            POSTERIOR,
            Algebra(),
            given=(HAS_DENSITY.relation,),
        ),
        Step(
            "the joint density is stationary in x_0 at that mean",
            eq(sp.Subs(sp.Derivative(joint_exponent, x), x, gain * z), 0),
            Algebra(),
            given=(HAS_DENSITY.relation,),
        ),
        Step(
            "the posterior variance is positive",
            gt(spread, 0),
            SumOfProducts(((lam, sigma**2, 1 / n_t),)),
            given=(HAS_DENSITY.relation,),
        ),
        Step("the risk of any guess c = f(z_t), by integration", risk_of_guess, Algebra()),
        Step("the risk of the posterior mean, by integration", risk_of_mean, Algebra()),
        Step(
            "no estimator, linear or not, beats the posterior mean at any z_t",
            BEST,
            SumOfProducts((((guess - mean) ** 2,),)),
            given=(risk_of_guess, risk_of_mean),
        ),
        Step("a coordinate without variance: the gain is 0, and so is x_0", NO_VARIANCE, Algebra()),
        Step(
            "from moments alone: the risk is stationary at the same weight",
            eq(sp.Subs(sp.Derivative(linear_risk(weight), weight), weight, gain), 0),
            Algebra(),
        ),
        Step(
            "from moments alone: every other weight costs more",
            LINEAR,
            SumOfProducts(((n_t, (weight - gain) ** 2),)),
        ),
        Step(
            "any d, any Lambda: the normal equation K Cov(z_t) = Cov(x_0, z_t) holds for K = alpha Lambda S^{-1}",
            NORMAL,
            Algebra(),
            given=(INVERSE[0],),
        ),
        Step(
            "any d: the excess risk of K is (K - K*) S (K - K*)^T",
            EXCESS,
            Algebra(),
            given=INVERSE,
        ),
        Step(
            "any d: S is positive definite, so the excess risk is positive semi-definite",
            gt(alpha**2 * w_lam_w + sigma**2 * w_w, 0),
            SumOfProducts(((alpha**2, w_lam_w), (sigma**2, w_w))),
        ),
        Step(
            "d = 2 written out, Lambda = L L^T not diagonal: the error is orthogonal to the observation",
            eq(sp.ImmutableMatrix(alpha * lam2 - gain2 * cov2), sp.zeros(2, 2).as_immutable()),
            Algebra(),
        ),
    )


P3_1 = Claim(
    id="P3.1",
    title="Optimal denoising estimator is linear",
    says="Among all measurable estimators of a coordinate from z_t the posterior mean has least squared risk, and it is "
    "linear: alpha_t lambda / (alpha_t^2 lambda + sigma_t^2) times z_t. For any positive semi-definite Lambda, diagonal "
    "or not, K = alpha_t Lambda (alpha_t^2 Lambda + sigma_t^2 I)^{-1} has least risk among linear estimators; in an "
    "eigenbasis the coordinates are independent, so it is the best of all.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(COVARIANCE, "S is the covariance of z_t", Kind.DEFINITION),
        Assumption(INVERSE[0], "R is the inverse of S", Kind.DEFINED),
        Assumption(INVERSE[1], "a right inverse as well as a left one", Kind.DEFINED),
        HAS_DENSITY,
    ),
    conclusions=(POSTERIOR, NO_VARIANCE, BEST, LINEAR, NORMAL, EXCESS),
    derive=derive,
    for_all="one coordinate: all z_t and all measurable estimators; Lambda of any size: all linear estimators",
    witness={
        alpha: sp.S.Half,
        sigma: sp.S.One,
        lam: sp.S.One,
        S: sp.Rational(5, 4),
        R: sp.Rational(4, 5),
        Lam: sp.S.One,
    },
)
