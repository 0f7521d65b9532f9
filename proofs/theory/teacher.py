"""P3.2: the teacher contracts the covariance, by Lagrange's identity."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation, eq, ge, gt, instance, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory.ddim import area, n_p, signal_noise, signal_noise_p, step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.symbols import alpha, alpha_p, ge0, lam, sigma, sigma_p

inner = signal_noise_p.dot(signal_noise)
cos2 = inner**2 / (n_p * n_t)

# Variance of the teacher's output at time t, started from N(0, n_T) at time T; product of cos^2 from T to t.
produced, level, cosines = ge0("V_t"), ge0(r"\overline{n}_t"), ge0("C_t")
start_level = ge0("n_T")

# The last step, t = 1, where alpha_0 = 1 and sigma_0 = 0.
alpha_1, sigma_1 = ge0("alpha_1"), sp.Symbol("sigma_1", positive=True)
AT_ONE = {alpha: alpha_1, alpha_p: 1, sigma: sigma_1, sigma_p: 0}
last_operator, n_1 = step_operator.subs(AT_ONE, simultaneous=True), n_t.subs(AT_ONE, simultaneous=True)

LAGRANGE = eq(n_p * n_t - inner**2, lam * area**2)
LOSES = eq(n_p - step_operator**2 * n_t, lam * area**2 / n_t)
NOTHING_LEFT = eq(sp.Subs(last_operator, lam, 0), 0)
CONTRACTS = le(produced, level)
TELESCOPES = eq(produced, level * cosines)
AT_T = eq(level, n_t)
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

# The same of a coordinate with variance: there the last step, from a trajectory that has come to time 1, is strict.
HAS_VARIANCE: dict[sp.Basic, sp.Basic] = {
    lam: ge0(r"\lambda'"),
    produced: ge0("V'_t"),
    level: ge0(r"\overline{n}'_t"),
    cosines: ge0("C'_t"),
    start_level: ge0("n'_T"),
}
TRAJECTORY_WITH_VARIANCE = replace(renamed(TRAJECTORY, HAS_VARIANCE), name=f"where lambda' > 0: {TRAJECTORY.name}")


def _primed(relation: Relation) -> Relation:
    return instance(relation, HAS_VARIANCE)


AT_T_PRIMED, CONTRACTS_PRIMED = _primed(AT_T), _primed(CONTRACTS)
AT_ONE_PRIMED, SOME_VARIANCE = _primed(eq(level, n_1)), _primed(gt(lam, 0))
STRICT = _primed(lt(last_operator**2 * produced, lam))


def _contracts(family: Family, at: dict[sp.Basic, sp.Basic]) -> Step:
    """V_t <= n_t, by induction over the steps."""

    def put(e: sp.Expr) -> sp.Expr:
        return e.subs(at, simultaneous=True)

    contracts, at_t = instance(CONTRACTS, at), instance(AT_T, at)
    lost = ((step_operator**2, level - produced), (lam, area**2, 1 / n_t))
    return Step(
        "V_t <= n_t for every t: each step contracts, hence the trajectory",
        contracts,
        Induction(
            family,
            (
                (),
                (
                    _cosine_nonnegative(at),
                    Step(
                        "a_t^2 V_t <= n_{t-1}: what was lost before, plus what this step loses",
                        instance(le(step_operator**2 * produced, n_p), at),
                        SumOfProducts(tuple(tuple(map(put, product)) for product in lost)),
                        given=(contracts, at_t),
                    ),
                ),
            ),
        ),
    )


def _cosine_nonnegative(at: dict[sp.Basic, sp.Basic]) -> Step:
    factors = (inner**2, 1 / n_p, 1 / n_t, cosines)
    return Step(
        "the product of the cos^2 stays non-negative",
        instance(ge(cos2 * cosines, 0), at),
        SumOfProducts((tuple(f.subs(at, simultaneous=True) for f in factors),)),
        given=(instance(REAL_VECTOR, at),),
    )


def derive() -> Derivation:
    return (
        Step("Lagrange's identity for the signal-noise vectors", LAGRANGE, Algebra()),
        Step("what one step loses", LOSES, Algebra()),
        Step(
            "a_t^2 n_t = n_{t-1} cos^2 of the angle between v_{t-1} and v_t",
            eq(sp.Mul(step_operator**2, n_t, evaluate=False), sp.Mul(n_p, cos2, evaluate=False)),
            Algebra(),
            given=(REAL_VECTOR,),
        ),
        Step(
            "cos^2 <= 1, by Lagrange's identity",
            le(inner**2, n_p * n_t),
            SumOfProducts(((lam, area**2),)),
        ),
        _contracts(TRAJECTORY, {}),
        Step(
            "V_t = n_t times the product of the cos^2",
            TELESCOPES,
            Induction(
                TRAJECTORY,
                (
                    (),
                    (
                        _cosine_nonnegative({}),
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
        _contracts(TRAJECTORY_WITH_VARIANCE, HAS_VARIANCE),
        Step(
            "the last step, from time 1 to alpha_0 = 1 and sigma_0 = 0: V_0 = a_1^2 V_1 < lambda, since 0 < sigma_1",
            STRICT,
            SumOfProducts(
                tuple(
                    tuple(f.subs(HAS_VARIANCE, simultaneous=True) for f in product)
                    for product in ((last_operator**2, level - produced), (lam, sigma_1**2, 1 / n_1))
                )
            ),
            given=(CONTRACTS_PRIMED, AT_ONE_PRIMED, SOME_VARIANCE),
        ),
        Step(
            "at lambda = 0 the last operator is 0 and so is V_0",
            NOTHING_LEFT,
            Algebra(),
        ),
    )


P3_2 = Claim(
    id="P3.2",
    title="Teacher model contracts the covariance",
    says="The teacher turns N(0, n_T) into variance V_t = n_t times the product of cos^2 of the angles between consecutive "
    "signal-noise vectors, hence V_t <= n_t at every t; V_{t-1} is a_t^2 V_t, by C3.1. A step from n_t loses lambda times the "
    "squared area of its two vectors over n_t (Lagrange): nothing exactly when they are parallel, since lambda times that "
    "square is their determinant squared, by C3.1. From time 1 the last step, to alpha_0 = 1 and sigma_0 = 0, loses: "
    "V_0 < lambda when lambda > 0. When lambda = 0 its operator is 0, and so is V_0.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(AT_T, "at time t the true variance is n_t: a step begins where the one before it ended"),
        Assumption(
            REAL_VECTOR, "v_{t-1} is not the zero vector, so that an angle exists (cos^2 form only)", Kind.DEFINED
        ),
        Assumption(AT_T_PRIMED, "so it is in a coordinate with variance lambda' > 0 (strict contraction only)"),
        Assumption(
            _primed(REAL_VECTOR), "v_{t-1} is not the zero vector there, so that an angle exists", Kind.DEFINED
        ),
        Assumption(AT_ONE_PRIMED, "there the trajectory has come to time 1 (strict contraction only)"),
        Assumption(SOME_VARIANCE, "lambda' > 0 (strict contraction only)"),
    ),
    conclusions=(LAGRANGE, LOSES, CONTRACTS, TELESCOPES, STRICT, NOTHING_LEFT),
    derive=derive,
    for_all="every T >= 1, every schedule with sigma_t > 0 for t >= 1, every lambda >= 0; strict: lambda > 0",
    witness={
        alpha: sp.Rational(3, 5), sigma: sp.Rational(4, 5), alpha_p: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        lam: sp.S.One, level: sp.S.One, produced: sp.S.One, cosines: sp.S.One,
        alpha_1: sp.Rational(3, 5), sigma_1: sp.Rational(4, 5),
        **{HAS_VARIANCE[x]: sp.S.One for x in (lam, level, produced, cosines)},
    },
    depends_on=("C3.1", "D2.1"),
    families=(TRAJECTORY, TRAJECTORY_WITH_VARIANCE),
    ablations={
        AT_T: {level: sp.S.Half},
        # V_1 above n_1, as after a step that did not begin at n_t.
        AT_T_PRIMED: {
            HAS_VARIANCE[level]: sp.Rational(26, 25), HAS_VARIANCE[produced]: sp.Integer(4),
            alpha_1: sp.S.One, sigma_1: sp.Rational(1, 5),
        },
        # A last step that begins at another n_1.
        AT_ONE_PRIMED: {alpha_1: sp.S.Half, sigma_1: sp.Rational(1, 10)},
        SOME_VARIANCE: {
            HAS_VARIANCE[lam]: sp.S.Zero, HAS_VARIANCE[level]: sp.Rational(16, 25),
            HAS_VARIANCE[produced]: sp.Rational(16, 25),
        },
    },
)  # fmt: skip
