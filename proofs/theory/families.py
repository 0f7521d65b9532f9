"""N4, N5: where the common schedules put their critical variances."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Cite, Derivation, Step, SumOfProducts
from proofs.logic.family import renamed
from proofs.logic.relations import Relation, eq, ge, gt, instance, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory.critical import DECREASES, HAS_SIGNAL, VP, VP_PREVIOUS, critical, fall, rise
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.merging import SHRINKS_FOLLOWS
from proofs.theory.onesided import BOOT, DEFINITIONS, N1, example
from proofs.theory.symbols import a, alpha, alpha_p, lam, sigma, sigma_p, tau, v_boot, v_plan

# Variance preserving: the first step.
alpha_1, sigma_1 = sp.symbols("alpha_1 sigma_1", positive=True)
FIRST_VP = Assumption(eq(alpha_1**2 + sigma_1**2, 1), "variance preserving at time 1")
FIRST_SIGNAL = Assumption(lt(alpha_1, 1), "the first step loses signal", Kind.DEFINED)
first_critical = critical.subs({alpha: alpha_1, alpha_p: 1, sigma: sigma_1, sigma_p: 0}, simultaneous=True)

AT_LEAST_ONE = ge(critical, 1)
FIRST = eq(first_critical, (1 + alpha_1) / alpha_1)
FIRST_ABOVE_TWO = gt(first_critical, 2)

# Cosine: alpha_t = cos(2 t h) and sigma_t = sin(2 t h) with h = pi / 4T. The time may be any real number here, so that
# what makes it an integer from 1 to T - 1 is a hypothesis that can be seen.
T, time = sp.Symbol("T", integer=True, positive=True), sp.Symbol("t", positive=True)
h = sp.pi / (4 * T)
COSINE = {
    alpha: sp.cos(2 * time * h), alpha_p: sp.cos(2 * (time - 1) * h),
    sigma: sp.sin(2 * time * h), sigma_p: sp.sin(2 * (time - 1) * h),
}  # fmt: skip

cosine_drop = (alpha_p - alpha).subs(COSINE, simultaneous=True)
cosine_critical = critical.subs(COSINE, simultaneous=True)
level = sp.sin((4 * time - 1) * h)
halves = sp.sin((2 * time - T) * h) * sp.sin((2 * time - T - 1) * h)
after_first, before_last = sp.sin((2 * time - 2) * h), sp.cos((2 * time + 1) * h)

COSINE_RANGE = (
    Assumption(gt(sp.sin(h), 0), "0 < pi/4T < pi", Kind.DEFINED),
    Assumption(gt(sp.cos(h) - sp.sin(h), 0), "pi/4T < pi/4, that is T >= 2", Kind.DEFINED),
    Assumption(gt(sp.cos(sp.pi / 4 + h), 0), "pi/4 + pi/4T < pi/2, that is T >= 2", Kind.DEFINED),
    Assumption(gt(sp.cos(2 * h), 0), "pi/2T < pi/2, that is T >= 2", Kind.DEFINED),
    Assumption(gt(COSINE[alpha], 0), "cosine: alpha_t > 0, which holds for every t < T", Kind.DEFINED),
    Assumption(gt(cosine_drop, 0), "cosine: alpha_t < alpha_{t-1}, which holds for 1 <= t <= T", Kind.DEFINED),
)

COSINE_TIMES = (
    Assumption(
        ge(halves, 0), "t is an integer: no multiple of pi lies strictly between (2t - T - 1) pi/4T and (2t - T) pi/4T"
    ),
    Assumption(ge(after_first, 0), "t >= 1"),
    Assumption(ge(before_last, 0), "t <= T - 1: then (2t + 1) pi/4T < pi/2"),
)


def at_level(height: sp.Expr) -> sp.Expr:
    """c_t of the cosine schedule from S = sin((4t - 1) h)."""
    return (height + sp.sin(h)) / (height - sp.sin(h))


least, largest = sp.tan(sp.pi / 4 + h), 1 + 1 / sp.cos(2 * h)
CLOSED = eq(cosine_critical, at_level(level))
LEAST, LARGEST = ge(cosine_critical, least), le(cosine_critical, largest)
LEAST_AT = tuple(eq(sp.Subs(cosine_critical, time, at), least) for at in (T / 2, (T + 1) / 2))
LARGEST_AT = eq(sp.Subs(cosine_critical, time, 1), largest)
# c_t of the cosine schedule in terms of the level.
NUMERATOR, DENOMINATOR = (
    eq(x.subs(COSINE, simultaneous=True), sp.sin(h) * y)
    for x, y in ((rise, level + sp.sin(h)), (fall, level - sp.sin(h)))
)
LIMITS = (eq(sp.Limit(least, T, sp.oo), 1), eq(sp.Limit(largest, T, sp.oo), 2))


def derive_vp() -> Derivation:
    vp = (VP.relation, VP_PREVIOUS.relation)
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
            SumOfProducts(((((alpha_p - alpha) ** 2 + (sigma - sigma_p) ** 2) / 2, 1 / alpha, 1 / (alpha_p - alpha)),)),
            given=(*vp, HAS_SIGNAL.relation, DECREASES.relation),
        ),
        Step("c_1 of a VP schedule", FIRST, Algebra(), given=(FIRST_VP.relation, FIRST_SIGNAL.relation)),
        Step(
            "hence c_1 > 2 for every VP schedule",
            FIRST_ABOVE_TWO,
            SumOfProducts(((1 / alpha_1, 1 - alpha_1),)),
            given=(FIRST_VP.relation, FIRST_SIGNAL.relation),
        ),
        *derive_cosine(),
    )


def derive_cosine() -> Derivation:
    in_range, times = _relations(COSINE_RANGE), _relations(COSINE_TIMES)
    numerator, denominator = NUMERATOR, DENOMINATOR
    clear = gt(level, sp.sin(h))
    least_level = eq(least, at_level(sp.cos(h)))
    to_least = eq(sp.cos(h) - level, 2 * halves)
    above_least = ge(at_level(level), at_level(sp.cos(h)))
    least_so_far = ge(cosine_critical, at_level(sp.cos(h)))
    first_clear = eq(sp.sin(3 * h) - sp.sin(h), 2 * sp.sin(h) * sp.cos(2 * h))
    first_above = gt(sp.sin(3 * h), sp.sin(h))
    largest_level = eq(largest, at_level(sp.sin(3 * h)))
    to_largest = eq(level - sp.sin(3 * h), 2 * before_last * after_first)
    below_largest = le(at_level(level), at_level(sp.sin(3 * h)))
    fixed, small = sp.symbols(r"S \sin(h)", positive=True)
    over = 1 / (level - sp.sin(h))
    # At t = T/2 SymPy knows alpha_t = sigma_t = sqrt(2)/2, and cancels them.
    halfway = tuple(x.subs(COSINE, simultaneous=True).subs(time, T / 2) for x in (sigma - sigma_p, alpha_p - alpha))
    past_halfway = tuple(x.subs(COSINE, simultaneous=True).subs(time, (T + 1) / 2) for x in (rise, fall))
    first_fall = instance(DENOMINATOR, {time: sp.S.One})
    first_product = ((sp.sin(h), sp.sin(3 * h) - sp.sin(h)),)
    return (
        Step("cosine, h = pi/4T, S = sin((4t - 1) h): the numerator of c_t", numerator, Algebra()),
        Step("cosine: the denominator of c_t", denominator, Algebra()),
        Step(
            "S > sin h",
            clear,
            SumOfProducts(((1 / sp.sin(h), COSINE[alpha], cosine_drop),)),
            given=(denominator, *in_range),
        ),
        Step(
            "cosine: c_t = (S + sin h) / (S - sin h), which falls as S grows",
            CLOSED,
            Algebra(),
            given=(numerator, denominator, clear, *in_range),
        ),
        Step("tan(pi/4 + h) is the value at S = cos h", least_level, Algebra(), given=in_range),
        Step("no level exceeds cos h: the difference as a product", to_least, Algebra()),
        Step(
            "c_t is no less than at that level",
            above_least,
            SumOfProducts(((sp.Integer(4), sp.sin(h), halves, over, 1 / (sp.cos(h) - sp.sin(h))),)),
            given=(to_least, clear, in_range[0], in_range[1], times[0]),
        ),
        Step(
            "the same of c_t as the schedule gives it",
            least_so_far,
            SumOfProducts(((at_level(level) - at_level(sp.cos(h)),),)),
            given=(CLOSED, above_least, clear, in_range[1], *in_range[4:]),
        ),
        Step(
            "so no c_t is less than tan(pi/4 + h)",
            LEAST,
            SumOfProducts(((cosine_critical - at_level(sp.cos(h)),),)),
            given=(least_level, least_so_far, in_range[1], in_range[2], *in_range[4:]),
        ),
        *_attained("even T, t = T/2", halfway, sp.sqrt(2) * sp.sin(h), LEAST_AT[0], least_level),
        *_attained("odd T, t = (T + 1)/2", past_halfway, sp.sin(h), LEAST_AT[1], least_level),
        Step("the level at t = 1 is sin 3h", first_clear, Algebra()),
        Step(
            "it exceeds sin h",
            first_above,
            SumOfProducts(((sp.Integer(2), sp.sin(h), sp.cos(2 * h)),)),
            given=(first_clear, *in_range),
        ),
        Step("1 + 1/cos 2h is the value there", largest_level, Algebra(), given=(first_clear, first_above, *in_range)),
        Step("no level is lower: the difference as a product", to_largest, Algebra()),
        Step(
            "c_t is no greater than at that level",
            below_largest,
            SumOfProducts(
                ((sp.Integer(4), sp.sin(h), before_last, after_first, over, 1 / (sp.sin(3 * h) - sp.sin(h))),)
            ),
            given=(to_largest, clear, first_above, in_range[0], *times[1:]),
        ),
        Step(
            "so no c_t is greater than 1 + 1/cos 2h",
            LARGEST,
            SumOfProducts(((at_level(sp.sin(3 * h)) - at_level(level),),)),
            given=(CLOSED, largest_level, below_largest, clear, first_above, *in_range),
        ),
        Step("the denominator of c_1", first_fall, Algebra()),
        Step(
            "is positive",
            gt(first_fall.lhs, 0),
            SumOfProducts(first_product),
            given=(first_fall, first_above, *in_range),
        ),
        Step("and c_1 is 1 + 1/cos 2h", LARGEST_AT, Algebra(), given=(gt(first_fall.lhs, 0), *in_range)),
        Step("as T grows, the least c_t tends to 1", LIMITS[0], Algebra()),
        Step("and the largest to 2", LIMITS[1], Algebra()),
        Step(
            "c_t tends to 1 as sin h -> 0 at any fixed level S > 0: the transition is sharp away from the ends",
            eq(sp.Limit((fixed + small) / (fixed - small), small, 0), 1),
            Algebra(),
        ),
    )


def _attained(title: str, ratio: tuple[sp.Expr, ...], factor: sp.Expr, goal: Relation, known: Relation) -> Derivation:
    """c_t = up/down at this time is tan(pi/4 + h): both are a positive factor times cos h + sin h, and cos h - sin h."""
    in_range, (up, down) = _relations(COSINE_RANGE), ratio
    above, below = (eq(x, factor * y) for x, y in ((up, sp.cos(h) + sp.sin(h)), (down, sp.cos(h) - sp.sin(h))))
    positive = gt(down, 0)
    certificate = SumOfProducts(((factor / sp.sin(h), sp.sin(h), sp.cos(h) - sp.sin(h)),))
    return (
        Step(f"{title}: the numerator of c_t", above, Algebra()),
        Step("the denominator", below, Algebra()),
        Step("which is positive", positive, certificate, given=(below, *in_range)),
        Step("so c_t is tan(pi/4 + h) there", goal, Algebra(), given=(above, below, positive, known, *in_range)),
    )


def _relations(assumptions: tuple[Assumption, ...]) -> tuple[sp.Basic, ...]:
    return tuple(a.relation for a in assumptions)


N4 = Claim(
    id="N4",
    title="Variance-preserving schedules",
    says="For every VP schedule c_t >= 1, and c_1 = (1 + alpha_1)/alpha_1 > 2. The cosine schedule has "
    "lambda_- = tan(pi/4 + pi/4T), which is c_t at t = T/2 or (T + 1)/2, and lambda_+ = 1 + 1/cos(pi/2T) = c_1 exactly, "
    "for T >= 2, with limits 1 and 2.",
    provenance=Provenance.NEW,
    assumptions=(VP, VP_PREVIOUS, HAS_SIGNAL, DECREASES, FIRST_VP, FIRST_SIGNAL, *COSINE_RANGE, *COSINE_TIMES),
    conclusions=(AT_LEAST_ONE, FIRST, FIRST_ABOVE_TWO, CLOSED, LEAST, *LEAST_AT, LARGEST, LARGEST_AT, *LIMITS),
    derive=derive_vp,
    for_all="every VP schedule and every t < T with 0 < alpha_t < alpha_{t-1}; cosine: every T >= 2",
    witness={
        alpha: sp.Rational(3, 5), alpha_p: sp.Rational(4, 5), sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        alpha_1: sp.Rational(4, 5), sigma_1: sp.Rational(3, 5), T: sp.Integer(3), time: sp.S.One,
    },
    depends_on=("N3",),
    ablations={
        VP.relation: {sigma: sp.Rational(3, 5)},
        DECREASES.relation: {
            alpha: sp.Rational(4, 5), alpha_p: sp.Rational(3, 5), sigma: sp.Rational(3, 5), sigma_p: sp.Rational(4, 5)
        },
        FIRST_VP.relation: {sigma_1: sp.Rational(1, 10)},
        COSINE_TIMES[0].relation: {time: sp.Rational(7, 4)},
        COSINE_TIMES[1].relation: {time: sp.Rational(3, 4)},
        COSINE_TIMES[2].relation: {time: sp.Rational(11, 4)},
    },
)  # fmt: skip

# N5: schedules that are not variance preserving. Flow matching at time t = r' + 1, with r steps between t and T - 1.
before, after = sp.symbols("r' r", integer=True, nonnegative=True)
t, total = before + 1, before + after + 2
FLOW = {alpha: 1 - t / total, alpha_p: 1 - before / total, sigma: t / total, sigma_p: before / total}
NOISE_GROWS = Assumption(le(sigma_p, sigma), "VE: the noise does not decrease")
ve_operator = step_operator.subs({alpha: 1, alpha_p: 1})
VE_CONTRACTS = le(ve_operator, 1)
VE_BOOT = le((v_boot - tau) ** 2, (v_plan - tau) ** 2)
flow = critical.subs(FLOW, simultaneous=True)
FLOW_CRITICAL = eq(flow, t / (total - t))
FLOW_LEAST, FLOW_LARGEST = ge(flow, 1 / (total - 1)), le(flow, total - 1)
FLOW_LEAST_AT = eq(flow.subs(before, 0), 1 / (total - 1).subs(before, 0))
FLOW_LARGEST_AT = eq(flow.subs(after, 0), (total - 1).subs(after, 0))


def derive_other() -> Derivation:
    return (
        Step(
            "VE, alpha = 1: every step contracts, whatever lambda",
            VE_CONTRACTS,
            SumOfProducts(((sigma, sigma - sigma_p, 1 / n_t.subs(alpha, 1)),)),
            given=(NOISE_GROWS.relation,),
        ),
        Step("so BOOT is optimal, by N1", VE_BOOT, Cite("N1", {a: ve_operator})),
        Step("flow matching: c_t = t / (T - t)", FLOW_CRITICAL, Algebra()),
        Step(
            "no c_t is less than 1/(T - 1)",
            FLOW_LEAST,
            SumOfProducts(((before, total, 1 / (total - 1), 1 / (total - t)),)),
        ),
        Step("and c_1 is", FLOW_LEAST_AT, Algebra()),
        Step(
            "no c_t is greater than T - 1",
            FLOW_LARGEST,
            SumOfProducts(((after, total, 1 / (total - t)),)),
        ),
        Step("and c_{T-1} is", FLOW_LARGEST_AT, Algebra()),
    )


N5 = Claim(
    id="N5",
    title="Variance-exploding and flow-matching schedules",
    says="VE (alpha_t = 1, the noise does not decrease): for every lambda BOOT is at least as close to the teacher as any "
    "merge plan. Flow matching (alpha_t = 1 - t/T, sigma_t = t/T): c_t = t/(T - t), so lambda_- = 1/(T - 1) = c_1 and "
    "lambda_+ = T - 1 = c_{T-1}.",
    provenance=Provenance.NEW,
    assumptions=(NOISE_GROWS, SHRINKS_FOLLOWS, *DEFINITIONS, BOOT),
    conclusions=(
        VE_CONTRACTS, VE_BOOT, FLOW_CRITICAL, FLOW_LEAST, FLOW_LEAST_AT, FLOW_LARGEST, FLOW_LARGEST_AT,
    ),
    derive=derive_other,
    for_all="VE: every sigma_t, every lambda >= 0, every T, merge plan and budget; flow matching: every T and t < T",
    witness={
        **example(sp.Rational(3, 4)), sigma: sp.S.One, sigma_p: sp.S.Half, lam: sp.S.One,
        before: sp.S.Zero, after: sp.Integer(2),
    },
    depends_on=("N1", "N3", "P3.3"),
    families=tuple(renamed(f, {a: ve_operator}, fixed=frozenset({lam})) for f in N1.families),
    ablations={NOISE_GROWS.relation: {sigma: sp.S.Half, sigma_p: sp.S.One}},
)  # fmt: skip
