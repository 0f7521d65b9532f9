"""N4, N5: where the common schedules put their critical variances."""

from __future__ import annotations

import sympy as sp

from proofs.claim import Algebra, Assumption, Certificate, Claim, Derivation, Kind, Provenance, Step
from proofs.critical import DECREASES, HAS_SIGNAL, VP, VP_PREVIOUS, critical, fall, rise
from proofs.ddim import step_operator
from proofs.denoiser import n_t
from proofs.relations import eq, ge, gt, le, lt
from proofs.symbols import alpha, alpha_p, lam, sigma, sigma_p

# Variance preserving: the first step.
alpha_1, sigma_1 = sp.symbols("alpha_1 sigma_1", positive=True)
FIRST_VP = Assumption(eq(alpha_1**2 + sigma_1**2, 1), "variance preserving at time 1")
FIRST_SIGNAL = Assumption(lt(alpha_1, 1), "the first step loses signal", Kind.DEFINED)
first_critical = critical.subs({alpha: alpha_1, alpha_p: 1, sigma: sigma_1, sigma_p: 0}, simultaneous=True)

AT_LEAST_ONE = ge(critical, 1)
FIRST = eq(first_critical, (1 + alpha_1) / alpha_1)
FIRST_ABOVE_TWO = gt(first_critical, 2)

# Cosine: alpha_t = cos(2 t h), h = pi / 4T. With m = (2t - 1) h, times t and t - 1 lie at m + h and m - h.
T, t = sp.symbols("T t", integer=True, positive=True)
h, m = sp.Symbol("h", positive=True), sp.Symbol("m", real=True)
COSINE = {sigma: sp.sin(m + h), sigma_p: sp.sin(m - h), alpha: sp.cos(m + h), alpha_p: sp.cos(m - h)}
QUARTER = sp.pi / (4 * T)
near, far = sp.symbols("i j", integer=True, positive=True)  # values of |4t - 1 - 2T|
low, high, small = sp.symbols(r"S' S \sin(h)", positive=True)

HALF_ANGLES = (
    Assumption(ge(sp.sin((far + near) * h / 2), 0), "for 1 <= i <= j <= 2T - 3 the half sum lies in [0, pi/2]"),
    Assumption(ge(sp.sin((far - near) * h / 2), 0), "and so does the half difference"),
)
COSINE_RANGE = (
    Assumption(gt(sp.cos(QUARTER) - sp.sin(QUARTER), 0), "pi/4T < pi/4, that is T >= 2", Kind.DEFINED),
    Assumption(gt(sp.cos(sp.pi / 4 + QUARTER), 0), "pi/4 + pi/4T < pi/2, that is T >= 2", Kind.DEFINED),
    Assumption(gt(sp.cos(sp.pi / (2 * T)), 0), "pi/2T < pi/2, that is T >= 2", Kind.DEFINED),
    Assumption(lt(sp.cos(sp.pi / (2 * T)), 1), "pi/2T > 0", Kind.DEFINED),
)
LEVELS = (
    Assumption(le(low, high), "two levels S' <= S of sin(2m + h)"),
    Assumption(lt(small, low), "sin(2m + h) > sin h for 1 <= t < T"),
)

NUMERATOR = eq(rise.subs(COSINE), sp.sin(h) * (sp.sin(2 * m + h) + sp.sin(h)))
DENOMINATOR = eq(fall.subs(COSINE), sp.sin(h) * (sp.sin(2 * m + h) - sp.sin(h)))
highest = first_critical.subs({sigma_1: sp.sin(2 * QUARTER), alpha_1: sp.cos(2 * QUARTER)})
HIGHEST = eq(highest, 1 + 1 / sp.cos(sp.pi / (2 * T)))


def at_level(level: sp.Expr) -> sp.Expr:
    """c_t of the cosine schedule from S = sin(2m + h)."""
    return (level + small) / (level - small)


# The level S = cos h, reached at j = 1.
LOWEST = eq(at_level(high).subs({high: sp.cos(QUARTER), small: sp.sin(QUARTER)}), sp.tan(sp.pi / 4 + QUARTER))
LIMITS = (eq(sp.Limit(LOWEST.rhs, T, sp.oo), 1), eq(sp.Limit(HIGHEST.rhs, T, sp.oo), 2))
FALLS = le(at_level(high), at_level(low))
ORDER = ge(sp.cos(near * h), sp.cos(far * h))


def derive_vp() -> Derivation:
    vp = (VP.relation, VP_PREVIOUS.relation)
    clear = lt(small, high)
    level_gap = eq(sp.cos(near * h) - sp.cos(far * h), 2 * sp.sin((far + near) * h / 2) * sp.sin((far - near) * h / 2))
    return (
        Step(
            "VP: numerator minus denominator of c_t is half the squared distance of two unit vectors",
            eq(rise - fall, ((alpha_p - alpha) ** 2 + (sigma - sigma_p) ** 2) / 2),
            Algebra(),
            given=vp,
        ),
        Step(
            "hence c_t >= 1 for every VP schedule",
            AT_LEAST_ONE,
            Certificate(((((alpha_p - alpha) ** 2 + (sigma - sigma_p) ** 2) / 2, 1 / alpha, 1 / (alpha_p - alpha)),)),
            given=(*vp, HAS_SIGNAL.relation, DECREASES.relation),
        ),
        Step("c_1 of a VP schedule", FIRST, Algebra(), given=(FIRST_VP.relation, FIRST_SIGNAL.relation)),
        Step(
            "hence c_1 > 2 for every VP schedule",
            FIRST_ABOVE_TWO,
            Certificate(((1 / alpha_1, 1 - alpha_1),)),
            given=(FIRST_VP.relation, FIRST_SIGNAL.relation),
        ),
        Step("cosine: the numerator of c_t", NUMERATOR, Algebra()),
        Step(
            "cosine: the denominator, so that c_t = (S + sin h) / (S - sin h), S = sin(2m + h)", DENOMINATOR, Algebra()
        ),
        Step("both levels exceed sin h", clear, Certificate(((high - low,), (low - small,))), given=_relations(LEVELS)),
        Step(
            "cosine: c_t falls as S grows",
            FALLS,
            Certificate(((sp.Integer(2), small, high - low, 1 / (high - small), 1 / (low - small)),)),
            given=(*_relations(LEVELS), clear),
        ),
        Step(
            "cosine: S = cos(j h) with j = |4t - 1 - 2T|, because 2T h = pi/2",
            eq(sp.sin((4 * t - 1) * QUARTER), sp.cos((4 * t - 1 - 2 * T) * QUARTER)),
            Algebra(),
        ),
        Step(
            "cosine: a difference of two levels as a product",
            level_gap,
            Algebra(),
        ),
        Step(
            "cosine: the smaller j, the larger S",
            ORDER,
            Certificate(((sp.Integer(2), sp.sin((far + near) * h / 2), sp.sin((far - near) * h / 2)),)),
            given=(level_gap, *_relations(HALF_ANGLES)),
        ),
        Step("j = 1, its least value, is attained for even T at t = T/2", eq(4 * (T / 2) - 1 - 2 * T, -1), Algebra()),
        Step("and for odd T at t = (T + 1)/2", eq(4 * ((T + 1) / 2) - 1 - 2 * T, 1), Algebra()),
        Step("cosine: so the least c_t is tan(pi/4 + pi/4T)", LOWEST, Algebra(), given=_relations(COSINE_RANGE)),
        Step("j is largest at t = 1, where it is 2T - 3", eq(4 * sp.S.One - 1 - 2 * T, -(2 * T - 3)), Algebra()),
        Step("so the largest c_t is c_1", HIGHEST, Algebra(), given=_relations(COSINE_RANGE)),
        Step("as T grows, the least c_t tends to 1", LIMITS[0], Algebra()),
        Step("and the largest to 2", LIMITS[1], Algebra()),
        Step(
            "c_t tends to 1 as sin h -> 0 at any fixed level S > 0: the transition is sharp away from the ends",
            eq(sp.Limit(at_level(high), small, 0), 1),
            Algebra(),
            given=(clear,),
        ),
    )


def _relations(assumptions: tuple[Assumption, ...]) -> tuple[sp.Basic, ...]:
    return tuple(a.relation for a in assumptions)


N4 = Claim(
    id="N4",
    title="Variance-preserving schedules",
    says="For every VP schedule c_t >= 1, and c_1 = (1 + alpha_1)/alpha_1 > 2. The cosine schedule has "
    "lambda_- = tan(pi/4 + pi/4T) and lambda_+ = 1 + 1/cos(pi/2T) exactly, for T >= 2, with limits 1 and 2.",
    provenance=Provenance.NEW,
    assumptions=(VP, VP_PREVIOUS, HAS_SIGNAL, DECREASES, FIRST_VP, FIRST_SIGNAL, *HALF_ANGLES, *COSINE_RANGE, *LEVELS),
    conclusions=(AT_LEAST_ONE, FIRST, FIRST_ABOVE_TWO, NUMERATOR, DENOMINATOR, FALLS, ORDER, LOWEST, HIGHEST, *LIMITS),
    derive=derive_vp,
    for_all="every VP schedule and every t < T with 0 < alpha_t < alpha_{t-1}; cosine: every T >= 2",
    witness={
        alpha: sp.Rational(3, 5), alpha_p: sp.Rational(4, 5), sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        alpha_1: sp.Rational(4, 5), sigma_1: sp.Rational(3, 5), T: sp.Integer(3), h: sp.pi / 12, near: sp.S.One,
        far: sp.Integer(3), low: sp.Rational(3, 4), high: sp.S.One, small: sp.S.Half,
    },
    depends_on=("N3",),
)  # fmt: skip


# N5: schedules that are not variance preserving. Flow matching has T = t + r + 1, with r >= 0 steps after time t + 1.
after = sp.Symbol("r", integer=True, nonnegative=True)
total = t + after + 1
before = sp.Symbol("r'", integer=True, positive=True)
FLOW = {alpha: 1 - t / total, alpha_p: 1 - (t - 1) / total, sigma: t / total, sigma_p: (t - 1) / total}
NOISE_GROWS = Assumption(le(sigma_p, sigma), "the noise does not decrease")
VE_CONTRACTS = le(step_operator.subs({alpha: 1, alpha_p: 1}), 1)
FLOW_CRITICAL = eq(critical.subs(FLOW, simultaneous=True), t / (total - t))
FLOW_INCREASES = lt(t / (before + 1), (t + 1) / before)
flow = critical.subs(FLOW, simultaneous=True)
FLOW_ENDS = eq(flow.subs(t, 1) * flow.subs({t: after + 1, after: 0}, simultaneous=True), 1)


def derive_other() -> Derivation:
    return (
        Step(
            "VE, alpha = 1: every step contracts for every lambda, so BOOT is always optimal (N1)",
            VE_CONTRACTS,
            Certificate(((sigma, sigma - sigma_p, 1 / n_t.subs(alpha, 1)),)),
            given=(NOISE_GROWS.relation,),
        ),
        Step("flow matching: c_t = t / (T - t)", FLOW_CRITICAL, Algebra()),
        Step(
            "it increases with t, so lambda_- = c_1 = 1/(T - 1) and lambda_+ = c_{T-1} = T - 1",
            FLOW_INCREASES,
            Certificate(((t + before + 1, 1 / (before + 1), 1 / before),)),
        ),
        Step("lambda_- lambda_+ = 1: no sharp transition", FLOW_ENDS, Algebra()),
    )


N5 = Claim(
    id="N5",
    title="Variance-exploding and flow-matching schedules",
    says="VE: BOOT is optimal for every lambda. Flow matching: c_t = t/(T - t), so lambda_- = 1/(T - 1) and "
    "lambda_+ = T - 1: no sharp transition.",
    provenance=Provenance.NEW,
    assumptions=(NOISE_GROWS,),
    conclusions=(VE_CONTRACTS, FLOW_CRITICAL, FLOW_INCREASES, FLOW_ENDS),
    derive=derive_other,
    for_all="VE: every sigma_t, every lambda >= 0; flow matching: every T and t < T",
    witness={
        sigma: sp.S.One,
        sigma_p: sp.S.Half,
        t: sp.S.One,
        T: sp.Integer(4),
        after: sp.Integer(2),
        before: sp.Integer(2),
        lam: sp.S.One,
    },
    depends_on=("N3", "N1"),
)
