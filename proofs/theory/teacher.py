"""P3.2: the teacher contracts the covariance, by Lagrange's identity."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, gt, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory.ddim import n_p, signal_noise, signal_noise_p, step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.symbols import alpha, alpha_p, ge0, lam, sigma, sigma_p

inner = signal_noise_p.dot(signal_noise)
area = alpha_p * sigma - alpha * sigma_p  # of the parallelogram of the two vectors, per sqrt(lambda)
cos2 = inner**2 / (n_p * n_t)

# Variance of the teacher's output at time t, started from N(0, n_T) at time T; product of cos^2 from T to t.
produced, level, cosines = ge0("V_t"), ge0(r"\overline{n}_t"), ge0("C_t")
start_level = ge0("n_T")

# The last step, t = 1, where alpha_0 = 1 and sigma_0 = 0.
alpha_1, sigma_1 = ge0("alpha_1"), sp.Symbol("sigma_1", positive=True)
AT_ONE = {alpha: alpha_1, alpha_p: 1, sigma: sigma_1, sigma_p: 0}
lam_some = ge0("lambda_s")
SOME_VARIANCE = Assumption(gt(lam_some, 0), "a coordinate with lambda_s > 0 (strict contraction only)")

LAGRANGE = eq(n_p * n_t - inner**2, lam * area**2)
CONTRACTS = le(produced, level)
TELESCOPES = eq(produced, level * cosines)
AT_T = eq(level, n_t)
last_operator = step_operator.subs(AT_ONE, simultaneous=True)
STRICT = lt((step_operator**2 * n_t).subs({**AT_ONE, lam: lam_some}, simultaneous=True), lam_some)
REAL_VECTOR = gt(n_p, 0)

TRAJECTORY = Family(
    "the teacher's output variance V_t at time t, the true variance there, and the product of the cos^2 so far",
    (produced, level, cosines),
    (
        Construction("t = T", (), {produced: start_level, level: start_level, cosines: sp.S.One}),
        Construction(
            "from t to t - 1",
            ({},),
            {produced: step_operator**2 * produced, level: n_p, cosines: cos2 * cosines},
            (AT_T,),
            fresh=(alpha, alpha_p, sigma, sigma_p),
        ),
    ),
)


def _cosine_nonnegative() -> Step:
    return Step(
        "the product of the cos^2 stays non-negative",
        ge(cos2 * cosines, 0),
        SumOfProducts(((inner**2, 1 / n_p, 1 / n_t, cosines),)),
        given=(REAL_VECTOR,),
    )


def derive() -> Derivation:
    return (
        Step("Lagrange's identity for the signal-noise vectors", LAGRANGE, Algebra()),
        Step(
            "what one step loses",
            eq(n_p - step_operator**2 * n_t, lam * area**2 / n_t),
            Algebra(),
        ),
        Step(
            "a_t^2 n_t = n_{t-1} cos^2 of the angle between v_{t-1} and v_t",
            eq(sp.Mul(step_operator**2, n_t, evaluate=False), sp.Mul(n_p, cos2, evaluate=False)),
            Algebra(),
            given=(REAL_VECTOR,),
        ),
        Step(
            "cos^2 <= 1, by Lagrange's identity: equality means that the two vectors are parallel",
            le(inner**2, n_p * n_t),
            SumOfProducts(((lam, area**2),)),
        ),
        Step(
            "V_t <= n_t for every t: each step contracts, hence the trajectory",
            CONTRACTS,
            Induction(
                TRAJECTORY,
                (
                    (),
                    (
                        _cosine_nonnegative(),
                        Step(
                            "a_t^2 V_t <= n_{t-1}: what was lost before, plus what this step loses",
                            le(step_operator**2 * produced, n_p),
                            SumOfProducts(((step_operator**2, level - produced), (lam, area**2, 1 / n_t))),
                            given=(CONTRACTS, AT_T),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "V_t = n_t times the product of the cos^2",
            TELESCOPES,
            Induction(
                TRAJECTORY,
                (
                    (),
                    (
                        _cosine_nonnegative(),
                        Step(
                            "one more factor",
                            eq(step_operator**2 * produced, n_p * cos2 * cosines),
                            Algebra(),
                            given=(TELESCOPES, AT_T, REAL_VECTOR),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the last step alone is strict when lambda_s > 0, since alpha_0 = 1, sigma_0 = 0 < sigma_1",
            STRICT,
            SumOfProducts(((lam_some, sigma_1**2, 1 / n_t.subs({**AT_ONE, lam: lam_some}, simultaneous=True)),)),
            given=(SOME_VARIANCE.relation,),
        ),
        Step(
            "at lambda = 0 the last operator is 0 and both sides are 0",
            eq(sp.Subs(last_operator, lam, 0), 0),
            Algebra(),
        ),
    )


P3_2 = Claim(
    id="P3.2",
    title="Teacher model contracts the covariance",
    says="The teacher turns N(0, n_T) into variance lambda times the product of cos^2 of the angles between consecutive "
    "signal-noise vectors, hence at most lambda. What a step loses is lambda times the squared area of its two vectors "
    "over n_t (Lagrange): nothing exactly when they are parallel. The last step always loses: v_0 has no noise "
    "component and v_1 has one, so the contraction is strict whenever lambda > 0.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(AT_T, "at time t the true variance is n_t: a step begins where the one before it ended"),
        Assumption(
            REAL_VECTOR, "v_{t-1} is not the zero vector, so that an angle exists (cos^2 form only)", Kind.DEFINED
        ),
        SOME_VARIANCE,
    ),
    conclusions=(LAGRANGE, CONTRACTS, TELESCOPES, STRICT),
    derive=derive,
    for_all="every T >= 1, every schedule with sigma_t > 0 for t >= 1, every lambda >= 0; strict: lambda > 0",
    witness={
        alpha: sp.Rational(3, 5), sigma: sp.Rational(4, 5), alpha_p: sp.S.One, sigma_p: sp.S.Zero, lam: sp.S.One,
        lam_some: sp.S.One, level: sp.S.One, produced: sp.S.One, cosines: sp.S.One,
    },
    depends_on=("C3.1", "D2.1"),
    families=(TRAJECTORY,),
    ablations={AT_T: {level: sp.S.Half}, SOME_VARIANCE.relation: {lam_some: sp.S.Zero}},
)  # fmt: skip
