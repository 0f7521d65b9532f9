"""N3: on which side of 1 a step operator lies, and the critical variance that decides it."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, AtAnotherTime, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Step, SumOfProducts
from proofs.logic.relations import eq, ge, gt, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.symbols import alpha, alpha_p, ge0, lam, sigma, sigma_p

# 1 - a_t = (rise - fall lambda) / n_t.
rise = sigma * (sigma - sigma_p)
fall = alpha * (alpha_p - alpha)
critical = rise / fall

HAS_SIGNAL = Assumption(gt(alpha, 0), "alpha_t > 0, which holds for every t < T", Kind.DEFINED)
DECREASES = Assumption(lt(alpha, alpha_p), "alpha_t < alpha_{t-1}: the signal strictly decreases")
VP = Assumption(eq(alpha**2 + sigma**2, 1), "variance preserving at time t")
VP_PREVIOUS = Assumption(
    eq(alpha_p**2 + sigma_p**2, 1),
    "variance preserving at time t - 1",
    Kind.FOLLOWS,
    AtAnotherTime(VP.relation, {alpha: alpha_p, sigma: sigma_p}),
)

lam_below, lam_above = ge0("lambda_b"), ge0("lambda_a")
BELOW = Assumption(le(lam_below, critical), "a coordinate with lambda <= c_t")
ABOVE = Assumption(ge(lam_above, critical), "a coordinate with lambda >= c_t")

SIDE = eq(1 - step_operator, fall / n_t * (critical - lam))
POSITIVE = gt(fall / n_t, 0)
CONTRACTS_BELOW = le(step_operator.subs(lam, lam_below), 1)
EXPANDS_ABOVE = ge(step_operator.subs(lam, lam_above), 1)

# A time without a critical variance.
noise, noise_p = sp.Symbol("varsigma_t", positive=True), ge0("varsigma_{t-1}")
quiet = step_operator.subs({sigma: noise, sigma_p: noise_p}, simultaneous=True)
NOISE = Assumption(le(noise_p, noise), "the noise does not decrease (only where there is no critical variance)")
NO_SIGNAL = le(quiet.subs(alpha, 0), 1)
NO_DROP = le(quiet.subs(alpha_p, alpha), 1)


def derive_critical() -> Derivation:
    schedule = (HAS_SIGNAL.relation, DECREASES.relation)
    return (
        Step("1 - a_t over a common denominator", eq(1 - step_operator, (rise - fall * lam) / n_t), Algebra()),
        Step("the sign of 1 - a_t is the sign of c_t - lambda", SIDE, Algebra(), given=schedule),
        Step(
            "because the factor is positive",
            POSITIVE,
            SumOfProducts(((alpha, alpha_p - alpha, 1 / n_t),)),
            given=schedule,
        ),
        Step(
            "lambda <= c_t contracts",
            CONTRACTS_BELOW,
            SumOfProducts(((alpha, alpha_p - alpha, critical - lam_below, 1 / n_t.subs(lam, lam_below)),)),
            given=(*schedule, BELOW.relation),
        ),
        Step(
            "lambda >= c_t expands",
            EXPANDS_ABOVE,
            SumOfProducts(((alpha, alpha_p - alpha, lam_above - critical, 1 / n_t.subs(lam, lam_above)),)),
            given=(*schedule, ABOVE.relation),
        ),
        Step(
            "no signal left: the step contracts",
            NO_SIGNAL,
            SumOfProducts(((noise, noise - noise_p, 1 / n_t.subs({alpha: 0, sigma: noise})),)),
            given=(NOISE.relation,),
        ),
        Step(
            "no signal lost: the step contracts",
            NO_DROP,
            SumOfProducts(((noise, noise - noise_p, 1 / n_t.subs(sigma, noise)),)),
            given=(NOISE.relation,),
        ),
    )


N3 = Claim(
    id="N3",
    title="Critical variances",
    says="a_t <= 1 exactly when lambda <= c_t = sigma_t (sigma_t - sigma_{t-1}) / (alpha_t (alpha_{t-1} - alpha_t)). That "
    "decides which of N1 and N2 applies: N1 up to the least c_t over t < T, N2 from the largest on. Where alpha_t = 0 or "
    "alpha_t = alpha_{t-1} there is no critical variance: the step contracts for every lambda.",
    provenance=Provenance.NEW,
    assumptions=(HAS_SIGNAL, DECREASES, BELOW, ABOVE, NOISE),
    conclusions=(SIDE, POSITIVE, CONTRACTS_BELOW, EXPANDS_ABOVE, NO_SIGNAL, NO_DROP),
    derive=derive_critical,
    for_all="every schedule, every t < T, every lambda >= 0",
    witness={
        alpha: sp.Rational(3, 5), alpha_p: sp.Rational(4, 5), sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        lam_below: sp.S.One, lam_above: sp.Rational(4, 3), noise: sp.S.One,
        noise_p: sp.S.Half, lam: sp.S.One,
    },
    depends_on=("C3.1",),
    recomputed=True,
    abbreviations={critical: sp.Symbol("c_t")},
    ablations={
        DECREASES.relation: {
            alpha: sp.Rational(4, 5), alpha_p: sp.Rational(3, 5), sigma_p: sp.Rational(4, 5), lam_below: sp.S.Zero
        },
        NOISE.relation: {noise_p: sp.Integer(2)},
        BELOW.relation: {lam_below: sp.Integer(2)},
        ABOVE.relation: {lam_above: sp.S.One},
    },
)  # fmt: skip
