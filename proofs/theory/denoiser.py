"""P3.1: the optimal denoiser is linear, from the Gaussian posterior and again from moments."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Step, SumOfProducts
from proofs.logic.relations import eq, ge, gt
from proofs.logic.verdict import Provenance
from proofs.theory.moments import mean, normal, other_normal
from proofs.theory.symbols import alpha, ge0, lam, real, sigma, x, z

guess = real("c")
posterior_mean = real("m")
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
    density = sp.exp(-((x - posterior_mean) ** 2) / (2 * variance)) / sp.sqrt(2 * sp.pi * variance)
    return sp.Integral((x - c) ** 2 * density, (x, -sp.oo, sp.oo))


def linear_risk(k: sp.Expr) -> sp.Expr:
    """E[(x_0 - k z_t)^2] from the moments E[x^2] = lambda, E[xz] = alpha lambda, E[z^2] = n_t."""
    return sp.expand(lam - 2 * k * alpha * lam + k**2 * n_t)


# x_0 ~ N(0, lambda) and z_t = alpha x_0 + sigma epsilon, from two independent standard normal numbers.
signal = sp.sqrt(lam) * other_normal
observed = alpha * signal + sigma * normal


def _both(value: sp.Expr) -> sp.Integral:
    return mean(value, other_normal, normal)


MOMENTS = (
    eq(_both(signal**2), lam),
    eq(_both(signal * observed), alpha * lam),
    eq(_both(observed), 0),
    eq(_both(observed**2), n_t),
)
RISK = eq(_both((signal - weight * observed) ** 2), linear_risk(weight))


# Matrices of any size d as non-commuting symbols. R is the inverse of S = Cov(z_t) = alpha^2 Lambda + sigma^2 I.
# Lambda, S and R are symmetric: the transpose of the gain is alpha R Lambda.
Lam, R, S = sp.symbols(r"\Lambda R S", commutative=False)
INVERSE = (eq(R * S, 1), eq(S * R, 1))
GAIN = alpha * Lam * R
GAIN_T = alpha * R * Lam

# Any linear estimator is the gain plus some D; w is any direction, and u = D^T w. What u^T Lambda u and u^T u come to are
# numbers. That they are not negative ties D^T to D: of transposes nothing else is used.
D, Dt, w, wt = sp.symbols(r"D D^{\top} w w^{\top}", commutative=False)
u, ut = Dt * w, wt * D
form, square = ge0(r"q_{\Lambda}"), ge0(r"q_{I}")


def _matrix_risk(k: sp.Expr, k_transposed: sp.Expr) -> sp.Expr:
    """E[(x - Kz)(x - Kz)^T] from Cov(x) = Lambda, Cov(x, z) = alpha Lambda, Cov(z) = S."""
    return Lam - alpha * k * Lam - alpha * Lam * k_transposed + k * S * k_transposed


POSTERIOR = eq(joint_exponent, (x - gain * z) ** 2 / (2 * spread) + z**2 / (2 * n_t))
NO_VARIANCE = eq(sp.Subs(gain, lam, 0), 0)
BEST = ge(risk(guess), risk(posterior_mean))
LINEAR = ge(linear_risk(weight), linear_risk(gain))
COVARIANCE = eq(S, alpha**2 * Lam + sigma**2)
NORMAL = eq(GAIN * S, alpha * Lam)
SEMIDEFINITE, SUM_OF_SQUARES = eq(ut * Lam * u, form), eq(ut * u, square)
# The risk of the gain plus D in the direction of w beyond that of the gain, and what it comes to.
EXCESS = eq(wt * (_matrix_risk(GAIN + D, GAIN_T + Dt) - _matrix_risk(GAIN, GAIN_T)) * w, ut * S * u)
excess = alpha**2 * form + sigma**2 * square
AS_FORMS = eq(ut * S * u, excess)
LEAST = ge(excess, 0)
DEFINITE = ge(excess, sigma**2 * square)


def derive() -> Derivation:
    risk_of_guess = eq(risk(guess), variance + (guess - posterior_mean) ** 2)
    risk_of_mean = eq(risk(posterior_mean), variance)
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
            SumOfProducts((((guess - posterior_mean) ** 2,),)),
            given=(risk_of_guess, risk_of_mean),
        ),
        Step("a coordinate without variance: the gain is 0, and so is x_0", NO_VARIANCE, Algebra()),
        *(Step("the moments of x_0 and z_t, by integration", moment, Algebra()) for moment in MOMENTS),
        Step("the risk of a linear estimator, by integration", RISK, Algebra()),
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
            "any d: in the direction of w the risk of the gain plus D exceeds that of the gain by u^T S u",
            EXCESS,
            Algebra(),
            given=INVERSE,
        ),
        Step(
            "any d: u^T S u = alpha^2 u^T Lambda u + sigma^2 u^T u",
            AS_FORMS,
            Algebra(),
            given=(COVARIANCE, SEMIDEFINITE, SUM_OF_SQUARES),
        ),
        Step(
            "any d: so no linear estimator has less risk in any direction",
            LEAST,
            SumOfProducts(((alpha**2, form), (sigma**2, square))),
        ),
        Step(
            "any d: and one that differs in that direction has more",
            DEFINITE,
            SumOfProducts(((alpha**2, form),)),
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
    says="One coordinate: at every z_t, x_0 is Gaussian with mean alpha_t lambda / (alpha_t^2 lambda + sigma_t^2) times z_t, "
    "no number has less conditional squared risk than the mean, and among the multiples k z_t that one has least risk. For "
    "matrices, Lambda positive semi-definite, diagonal or not, and K = alpha_t Lambda (alpha_t^2 Lambda + sigma_t^2 I)^{-1}: "
    "in every direction w the risk E[(w^T (x_0 - (K + D) z_t))^2] of another linear estimator exceeds that of K by u^T S u = "
    "alpha_t^2 u^T Lambda u + sigma_t^2 u^T u >= sigma_t^2 u^T u with u = D^T w: K has least risk, and no other has.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(COVARIANCE, "S is the covariance of z_t", Kind.DEFINITION),
        Assumption(INVERSE[0], "R is the inverse of S", Kind.DEFINED),
        Assumption(INVERSE[1], "a right inverse as well as a left one", Kind.DEFINED),
        Assumption(SEMIDEFINITE, "Lambda is positive semi-definite: u^T Lambda u is a number of at least 0"),
        Assumption(SUM_OF_SQUARES, "D^T is the transpose of D: u^T u is a sum of squares, a number of at least 0"),
        HAS_DENSITY,
    ),
    conclusions=(
        POSTERIOR,
        NO_VARIANCE,
        BEST,
        *MOMENTS,
        RISK,
        LINEAR,
        NORMAL,
        EXCESS,
        AS_FORMS,
        LEAST,
        DEFINITE,
    ),
    derive=derive,
    for_all="one coordinate: all z_t, all estimates made from it, and all linear estimators; Lambda of any size: all linear "
    "estimators and all directions w",
    witness={
        alpha: sp.S.Half, sigma: sp.S.One, lam: sp.S.One, S: sp.Rational(5, 4), R: sp.Rational(4, 5), Lam: sp.S.One,
        D: sp.S.One, Dt: sp.S.One, w: sp.S.One, wt: sp.S.One,
        form: sp.S.One, square: sp.S.One,
    },
    ablations={
        # Lambda = -1 and S = -3: every other estimator has less risk than the gain.
        SEMIDEFINITE: {
            alpha: sp.Integer(2), Lam: -sp.S.One, S: sp.Integer(-3), R: -sp.Rational(1, 3), form: sp.S.Zero,
        },
        # What stands for D^T is not the transpose of D.
        SUM_OF_SQUARES: {
            Lam: sp.S.Zero, S: sp.S.One, R: sp.S.One, Dt: -sp.S.One, form: sp.S.Zero, square: sp.S.Zero,
        },
    },
)  # fmt: skip
