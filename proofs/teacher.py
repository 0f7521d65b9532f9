"""P3.2: the teacher contracts the covariance, by Lagrange's identity."""

from __future__ import annotations

import sympy as sp

from proofs.claim import Algebra, Assumption, Case, Certificate, Claim, Derivation, Induction, Kind, Provenance, Step
from proofs.ddim import n_p, signal_noise, signal_noise_p, step_operator
from proofs.denoiser import n_t
from proofs.relations import eq, gt, le, lt
from proofs.symbols import alpha, alpha_p, ge0, lam, sigma, sigma_p

inner = signal_noise_p.dot(signal_noise)
area = alpha_p * sigma - alpha * sigma_p  # of the parallelogram of the two vectors, per sqrt(lambda)
cos2 = inner**2 / (n_p * n_t)

# Variance of the teacher's output at time t, started from N(0, n_T) at time T; product of cos^2 from T to t.
produced, cosines = ge0("V_t"), ge0("C_t")

sigma_1 = sp.Symbol("sigma_1", positive=True)
lam_positive = sp.Symbol("lambda", positive=True)
AT_ONE = {alpha_p: 1, sigma_p: 0, sigma: sigma_1}

LAGRANGE = eq(n_p * n_t - inner**2, lam * area**2)
CONTRACTS = le(produced, n_t)
TELESCOPES = eq(produced, n_t * cosines)
STRICT = lt((step_operator**2 * n_t).subs(AT_ONE).subs(lam, lam_positive), lam_positive)
REAL_VECTOR = gt(n_p, 0)


def derive() -> Derivation:
    one_step = {produced: step_operator**2 * produced, alpha: alpha_p, sigma: sigma_p}
    return (
        Step("Lagrange's identity for the signal-noise vectors", LAGRANGE, Algebra()),
        Step(
            "what one step loses",
            eq(n_p - step_operator**2 * n_t, lam * area**2 / n_t),
            Algebra(),
        ),
        Step(
            "a_t^2 n_t = n_{t-1} cos^2 of the angle between v_{t-1} and v_t",
            eq(step_operator**2 * n_t, n_p * cos2),
            Algebra(),
            given=(REAL_VECTOR,),
        ),
        Step(
            "V_t <= n_t for every t: each step contracts, hence the trajectory",
            CONTRACTS,
            Induction(
                "the steps from T down",
                (
                    Case("t = T", (), {produced: n_t, alpha: alpha, sigma: sigma}, ()),
                    Case(
                        "from t to t - 1",
                        ({},),
                        one_step,
                        (
                            Step(
                                "a_t^2 V_t <= n_{t-1}: what was lost before, plus what this step loses",
                                le(step_operator**2 * produced, n_p),
                                Certificate(((step_operator**2, n_t - produced), (lam, area**2, 1 / n_t))),
                                given=(CONTRACTS,),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "V_t = n_t times the product of the cos^2: equality means that all the vectors are parallel",
            TELESCOPES,
            Induction(
                "the steps from T down",
                (
                    Case("t = T", (), {produced: n_t, cosines: sp.S.One, alpha: alpha, sigma: sigma}, ()),
                    Case(
                        "from t to t - 1",
                        ({},),
                        {**one_step, cosines: cos2 * cosines},
                        (
                            Step(
                                "one more factor",
                                eq(step_operator**2 * produced, n_p * cos2 * cosines),
                                Algebra(),
                                given=(TELESCOPES, REAL_VECTOR),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the last step alone is strict when lambda > 0, since alpha_0 = 1, sigma_0 = 0 < sigma_1",
            STRICT,
            Certificate(((lam_positive**1, sigma_1**2, 1 / n_t.subs({sigma: sigma_1, lam: lam_positive})),)),
        ),
        Step(
            "at lambda = 0 the last operator is 0 and both sides are 0",
            eq(step_operator.subs(AT_ONE).subs(lam, 0), 0),
            Algebra(),
        ),
    )


P3_2 = Claim(
    id="P3.2",
    title="Teacher model contracts the covariance",
    says="The teacher turns N(0, n_T) into variance lambda times the product of cos^2 of the angles between consecutive "
    "signal-noise vectors: at most lambda, with equality only if all vectors are parallel. Since v_0 has no noise "
    "component and v_1 has one, the contraction is strict whenever lambda > 0.",
    provenance=Provenance.QUOTED,
    assumptions=(
        Assumption(
            REAL_VECTOR, "v_{t-1} is not the zero vector, so that an angle exists (cos^2 form only)", Kind.DEFINED
        ),
    ),
    conclusions=(CONTRACTS, TELESCOPES, STRICT),
    derive=derive,
    for_all="every T >= 1, every schedule with sigma_t > 0 for t >= 1, every lambda >= 0",
    witness={alpha_p: sp.S.One, sigma_p: sp.S.Zero, lam: sp.S.One},
    depends_on=("C3.1", "D2.1"),
)
