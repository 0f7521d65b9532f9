"""P3.2: the teacher contracts the covariance, by Lagrange's identity."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.logic.claim import Assumption, Claim
from proofs.logic.derivation import Algebra, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation, eq, gt, instance, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory.ddim import area, n_p, signal_noise, signal_noise_p, step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.symbols import alpha, alpha_p, ge0, lam, sigma, sigma_p

inner = signal_noise_p.dot(signal_noise)
cos2 = inner**2 / (n_p * n_t)

LAGRANGE = eq(n_p * n_t - inner**2, lam * area**2)
LOSES = eq(n_p - step_operator**2 * n_t, lam * area**2 / n_t)

# Variance of the teacher's output at time t, started from N(0, n_T) at time T; product of cos^2 from T to t.
produced, cosines = ge0("V_t"), ge0("C_t")
alpha_T, sigma_T = ge0("alpha_T"), sp.Symbol("sigma_T", positive=True)

# The steps before the last: they end at a time t - 1 >= 1, where there is noise.
sigma_above = sp.Symbol(r"\sigma_{t-1\ge1}", positive=True)
NOISY: dict[sp.Basic, sp.Basic] = {sigma_p: sigma_above}
# The last step, from time t = 1, ends at alpha_0 = 1 and sigma_0 = 0.
DATA: dict[sp.Basic, sp.Basic] = {alpha_p: sp.S.One, sigma_p: sp.S.Zero}


def _put(e: sp.Expr, at: dict[sp.Basic, sp.Basic]) -> sp.Expr:
    return e.subs(at, simultaneous=True)


next_operator, next_level, next_cos2 = (_put(e, NOISY) for e in (step_operator, n_p, cos2))
last_operator, last_level, last_cos2 = (_put(e, DATA) for e in (step_operator, n_p, cos2))
# The schedule at time 1, apart from any trajectory: where lambda moves, what is built with it does not stay.
alpha_1, sigma_1 = ge0("alpha_1"), sp.Symbol("sigma_1", positive=True)

TRAJECTORY = Family(
    "teacher trajectories down to a time t >= 1: alpha_t, sigma_t, the variance V_t and the product C_t of the cos^2",
    (alpha, sigma, produced, cosines),
    (
        Construction(
            "t = T",
            (),
            {
                alpha: alpha_T,
                sigma: sigma_T,
                produced: _put(n_t, {alpha: alpha_T, sigma: sigma_T}),
                cosines: sp.S.One,
            },
            fresh=(alpha_T, sigma_T),
        ),
        Construction(
            "from t to t - 1",
            ({},),
            {
                alpha: alpha_p,
                sigma: sigma_above,
                produced: next_operator**2 * produced,
                cosines: next_cos2 * cosines,
            },
            fresh=(alpha_p, sigma_above),
        ),
    ),
)

CONTRACTS = le(produced, n_t)
TELESCOPES = eq(produced, n_t * cosines)
LAST = le(last_operator**2 * produced, last_level)
LAST_TELESCOPES = eq(last_operator**2 * produced, last_level * last_cos2 * cosines)
NOTHING_LEFT = eq(sp.Subs(_put(last_operator, {alpha: alpha_1, sigma: sigma_1}), lam, 0), 0)

# The same of a coordinate with variance: there the last step is strict.
HAS_VARIANCE: dict[sp.Basic, sp.Basic] = {
    lam: ge0(r"\lambda'"),
    alpha: ge0(r"\alpha'_t"),
    sigma: sp.Symbol(r"\sigma'_t", positive=True),
    produced: ge0("V'_t"),
    cosines: ge0("C'_t"),
}
TRAJECTORY_WITH_VARIANCE = replace(renamed(TRAJECTORY, HAS_VARIANCE), name=f"where lambda' > 0: {TRAJECTORY.name}")


def _primed(relation: Relation) -> Relation:
    return instance(relation, HAS_VARIANCE)


SOME_VARIANCE = _primed(gt(lam, 0))
STRICT = _primed(lt(last_operator**2 * produced, last_level))


def _lost(end: dict[sp.Basic, sp.Basic], at: dict[sp.Basic, sp.Basic]) -> SumOfProducts:
    """What V has lost after one more step: what was lost before, times a_t^2, and what the step itself loses."""
    lost = ((step_operator**2, n_t - produced), (lam, area**2, 1 / n_t))
    return SumOfProducts(tuple(tuple(_put(_put(e, end), at) for e in product) for product in lost))


def _contracts(family: Family, at: dict[sp.Basic, sp.Basic]) -> Step:
    """V_t <= n_t, by induction over the steps."""
    contracts = instance(CONTRACTS, at)
    more = Step(
        "a_t^2 V_t <= n_{t-1}: what was lost before, plus what this step loses",
        instance(le(next_operator**2 * produced, next_level), at),
        _lost(NOISY, at),
        given=(contracts,),
    )
    return Step(
        "V_t <= n_t for every t: each step contracts, hence the trajectory", contracts, Induction(family, ((), (more,)))
    )


def derive() -> Derivation:
    factor = Step(
        "one more factor",
        eq(next_operator**2 * produced, next_level * next_cos2 * cosines),
        Algebra(),
        given=(TELESCOPES,),
    )
    return (
        _contracts(TRAJECTORY, {}),
        Step("Lagrange's identity for the signal-noise vectors", LAGRANGE, Algebra()),
        Step("what one step loses", LOSES, Algebra()),
        Step("cos^2 <= 1, by Lagrange's identity", le(inner**2, n_p * n_t), SumOfProducts(((lam, area**2),))),
        Step("V_t = n_t times the product of the cos^2", TELESCOPES, Induction(TRAJECTORY, ((), (factor,)))),
        Step("the last step contracts too: V_0 = a_1^2 V_1 <= lambda", LAST, _lost(DATA, {}), given=(CONTRACTS,)),
        Step("and has one more factor", LAST_TELESCOPES, Algebra(), given=(TELESCOPES,)),
        _contracts(TRAJECTORY_WITH_VARIANCE, HAS_VARIANCE),
        Step(
            "where lambda > 0 it loses at least lambda sigma_1^2 / n_1 > 0: V_0 < lambda",
            STRICT,
            _lost(DATA, HAS_VARIANCE),
            given=(_primed(CONTRACTS), SOME_VARIANCE),
        ),
        Step("at lambda = 0 the last operator is 0 and so is V_0", NOTHING_LEFT, Algebra()),
    )


P3_2 = Claim(
    id="P3.2",
    title="Teacher model contracts the covariance",
    says="Run from N(0, n_T) along a schedule, the teacher has at every time t >= 1 a variance V_t that is n_t times the "
    "product of cos^2 of the angles between consecutive signal-noise vectors from v_T to v_t, hence V_t <= n_t; V_{t-1} is "
    "a_t^2 V_t, by C3.1. So it is after the last step, from t = 1 to alpha_0 = 1 and sigma_0 = 0: V_0 is lambda times the "
    "product of all cos^2, hence V_0 <= lambda, and V_0 < lambda when lambda > 0. When lambda = 0 the last operator is 0, and "
    "so is V_0. A step from n_t loses lambda times the squared area of its two vectors over n_t (Lagrange): nothing exactly "
    "when they are parallel, since lambda times that square is their determinant squared, by C3.1.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(Assumption(SOME_VARIANCE, "lambda' > 0 (strict contraction only)"),),
    conclusions=(LAGRANGE, LOSES, CONTRACTS, TELESCOPES, LAST, LAST_TELESCOPES, STRICT, NOTHING_LEFT),
    derive=derive,
    for_all="every T >= 1, every schedule with alpha_0 = 1, sigma_0 = 0 and sigma_t > 0 for t >= 1, every lambda >= 0; "
    "strict: lambda > 0",
    witness={
        alpha: sp.Rational(3, 5), sigma: sp.Rational(4, 5), alpha_p: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        lam: sp.S.One, produced: sp.S.One, cosines: sp.S.One,
        HAS_VARIANCE[alpha]: sp.Rational(3, 5), HAS_VARIANCE[sigma]: sp.Rational(4, 5),
        **{HAS_VARIANCE[x]: sp.S.One for x in (lam, produced, cosines)},
    },
    depends_on=("C3.1", "D2.1"),
    families=(TRAJECTORY, TRAJECTORY_WITH_VARIANCE),
    ablations={
        SOME_VARIANCE: {
            HAS_VARIANCE[lam]: sp.S.Zero, HAS_VARIANCE[produced]: sp.Rational(16, 25),
        },
    },
)  # fmt: skip
