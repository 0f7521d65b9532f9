"""T4.2, T4.3, T4.3-sharp, N7: which plan is optimal below, above and inside the window of critical variances."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, KernelClause, SmallCase
from proofs.logic.derivation import Cite, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation, ge, gt, le, lt
from proofs.logic.verdict import Provenance
from proofs.theory import three_steps
from proofs.theory.critical import DECREASES, HAS_SIGNAL, VP, VP_PREVIOUS, critical, fall, rise
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.merging import SHRINKS_FOLLOWS
from proofs.theory.onesided import BOOT, DEFINITIONS, N1, N2, VANILLA, example
from proofs.theory.symbols import a, alpha, alpha_p, ge0, lam, real, sigma, sigma_p, tau, v_boot, v_plan, v_vanilla

BOOT_OPTIMAL = le((v_boot - tau) ** 2, (v_plan - tau) ** 2)
VANILLA_OPTIMAL = le((v_vanilla - tau) ** 2, (v_plan - tau) ** 2)

SMALL = Assumption(le(lam, 1), "lambda <= 1")
MONOTONE = Assumption(le(alpha, alpha_p), "the signal does not increase")


def derive_boot() -> Derivation:
    half_distance = ((alpha_p - alpha) ** 2 + (sigma - sigma_p) ** 2) / 2
    return (
        Step(
            "VP and lambda <= 1: every step contracts",
            le(step_operator, 1),
            SumOfProducts(((half_distance, 1 / n_t), (alpha, alpha_p - alpha, 1 - lam, 1 / n_t))),
            given=(VP.relation, VP_PREVIOUS.relation, MONOTONE.relation, SMALL.relation),
        ),
        Step("so BOOT is optimal, by N1", BOOT_OPTIMAL, Cite("N1", {a: step_operator})),
    )


def _named_at_three(*assumptions: Assumption) -> dict[Relation, tuple[Relation, ...]]:
    """What hypotheses about every t < T say at T = 3."""
    return {x.relation: three_steps.below_end(x.relation) for x in assumptions}


_BOOT_AT_THREE = le(three_steps.error(three_steps.boot), three_steps.error(three_steps.vanilla))
_VANILLA_AT_THREE = le(three_steps.error(three_steps.vanilla), three_steps.error(three_steps.boot))
_FAR = three_steps.half_shrinkage(("24/25", "7/25"), ("12/13", "5/13"), "11/5")

T4_3 = Claim(
    id="T4.3",
    title="Sequential BOOT is optimal when lambda <= 1",
    says="For a variance-preserving schedule, in every coordinate with lambda <= 1 the plan [[[T, T-1], T-2], ..., 1] is at "
    "least as close to the teacher as any merge plan.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(VP, VP_PREVIOUS, MONOTONE, SMALL, SHRINKS_FOLLOWS, *DEFINITIONS, BOOT),
    conclusions=(BOOT_OPTIMAL,),
    derive=derive_boot,
    for_all="every T, every VP schedule, every budget, every merge plan, every lambda in [0, 1]",
    witness={
        **example(sp.Rational(24, 25)), lam: sp.S.One, alpha: sp.Rational(3, 5), alpha_p: sp.Rational(4, 5),
        sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
    },
    depends_on=("N1", "P3.3"),
    families=tuple(renamed(f, {a: step_operator}, fixed=frozenset({lam})) for f in N1.families),
    at_three=SmallCase({**_named_at_three(VP, MONOTONE), SMALL.relation: (SMALL.relation,)}, (_BOOT_AT_THREE,)),
    ablations={
        VP.relation: three_steps.half_shrinkage(("1", "1"), ("1/2", "1"), "1"),
        MONOTONE.relation: three_steps.half_shrinkage(("7/25", "24/25"), ("5/13", "12/13"), "3/4"),
        SMALL.relation: _FAR,
    },
)  # fmt: skip

ABOVE_BOOT, ABOVE_TEACHER = ge(v_plan, v_boot), ge(v_boot, tau)
# Multiplied out, so that a time without a critical variance is no exception: where the signal does not drop this only
# says that the noise does not decrease.
UP_TO_CRITICAL = Assumption(
    le(fall * lam, rise), "lambda <= c_t for every t < T, multiplied by alpha_t (alpha_{t-1} - alpha_t)"
)


def derive_boot_sharp() -> Derivation:
    by_n1 = Cite("N1", {a: step_operator})
    return (
        Step(
            "lambda <= c_t: every step contracts",
            le(step_operator, 1),
            SumOfProducts(((rise - fall * lam, 1 / n_t),)),
            given=(UP_TO_CRITICAL.relation,),
        ),
        Step("so no plan is below BOOT, by N1", ABOVE_BOOT, by_n1),
        Step("and BOOT is not below the teacher", ABOVE_TEACHER, by_n1),
        Step("so BOOT is optimal", BOOT_OPTIMAL, by_n1),
    )


T4_3_SHARP = Claim(
    id="T4.3-sharp",
    title="Sequential BOOT is optimal up to lambda_-",
    says="For any schedule and every lambda <= lambda_-, the least critical variance c_t over t < T, every merge plan has "
    "v >= v_BOOT >= tau: the plan [[[T, T-1], T-2], ..., 1] is at least as close to the teacher as any. Times without a "
    "critical variance ask nothing of lambda.",
    provenance=Provenance.NEW,
    assumptions=(UP_TO_CRITICAL, SHRINKS_FOLLOWS, *DEFINITIONS, BOOT),
    conclusions=(ABOVE_BOOT, ABOVE_TEACHER, BOOT_OPTIMAL),
    derive=derive_boot_sharp,
    for_all="every T, every schedule with sigma_t > 0, every budget, every merge plan, every lambda in [0, lambda_-]",
    witness={
        **example(sp.Rational(24, 25)), lam: sp.S.One, alpha: sp.Rational(3, 5), alpha_p: sp.Rational(4, 5),
        sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
    },
    depends_on=("N1", "N3", "P3.3"),
    families=tuple(renamed(f, {a: step_operator}, fixed=frozenset({lam})) for f in N1.families),
    at_three=SmallCase(
        _named_at_three(UP_TO_CRITICAL),
        (
            ge(three_steps.vanilla, three_steps.boot), ge(three_steps.consistency, three_steps.boot),
            ge(three_steps.boot, three_steps.teacher), _BOOT_AT_THREE,
        ),
    ),
    ablations={UP_TO_CRITICAL.relation: _FAR},
)  # fmt: skip

threshold = ge0("lambda_+")
FINITE = Assumption(le(critical, threshold), "lambda_+ is at least every c_t, t < T")
LARGE = Assumption(ge(lam, threshold), "lambda >= lambda_+")


# Such a lambda_+ exists: c_t is at most sigma_t^2 over its own denominator, so the sum of these numbers is one. Along the times
# runs that sum, and with it numerator and denominator of any one of the critical variances met so far.
sum_so_far, met_rise, met_fall = ge0("B_+"), real("R_c"), sp.Symbol("D_c", positive=True)
BOUNDED = le(met_rise / met_fall, sum_so_far)
ONE_TIME = (alpha, alpha_p, sigma, sigma_p)
first_sum, next_sum = sigma**2 / fall, sum_so_far + sigma**2 / fall
TIMES = Family(
    "times t < T, with the sum B_+ of sigma_t^2 / (alpha_t (alpha_{t-1} - alpha_t)) and c_t = R_c/D_c of one of them",
    (sum_so_far, met_rise, met_fall),
    (
        Construction(
            "one time, the one met", (), {sum_so_far: first_sum, met_rise: rise, met_fall: fall}, fresh=ONE_TIME
        ),
        Construction(
            "one time more, the one met", ({},), {sum_so_far: next_sum, met_rise: rise, met_fall: fall}, fresh=ONE_TIME
        ),
        Construction(
            "one time more, and one before is met",
            ({},),
            {sum_so_far: next_sum, met_rise: met_rise, met_fall: met_fall},
            fresh=ONE_TIME,
        ),
    ),
)


def threshold_exists() -> Step:
    schedule = (HAS_SIGNAL.relation, DECREASES.relation)
    over = (1 / alpha, 1 / (alpha_p - alpha))

    def one_time(total: sp.Expr, before: tuple[tuple[sp.Expr, ...], ...]) -> Derivation:
        return (
            Step(
                "the denominator is positive", gt(fall, 0), SumOfProducts(((alpha, alpha_p - alpha),)), given=schedule
            ),
            Step("so is what is added", ge(total, 0), SumOfProducts((*before, (sigma**2, *over))), given=schedule),
            Step(
                "c_t is at most what is added, since sigma_t sigma_{t-1} >= 0",
                le(critical, total),
                SumOfProducts((*before, (sigma, sigma_p, *over))),
                given=schedule,
            ),
        )

    return Step(
        "every c_t is at most the sum: a finite lambda_+ exists",
        BOUNDED,
        Induction(
            TIMES,
            (
                one_time(first_sum, ()),
                one_time(next_sum, ((sum_so_far,),)),
                (
                    *one_time(next_sum, ((sum_so_far,),))[1:2],
                    Step(
                        "the sum does not decrease",
                        le(met_rise / met_fall, next_sum),
                        SumOfProducts(((sum_so_far - met_rise / met_fall,), (sigma**2, *over))),
                        given=(BOUNDED, *schedule),
                    ),
                ),
            ),
        ),
    )


def derive_vanilla() -> Derivation:
    schedule = (HAS_SIGNAL.relation, DECREASES.relation)
    return (
        Step(
            "lambda >= lambda_+ >= c_t: every step expands",
            ge(step_operator, 1),
            SumOfProducts(
                (
                    (alpha, alpha_p - alpha, lam - threshold, 1 / n_t),
                    (alpha, alpha_p - alpha, threshold - critical, 1 / n_t),
                )
            ),
            given=(*schedule, FINITE.relation, LARGE.relation),
        ),
        Step("so vanilla is optimal, by N2", VANILLA_OPTIMAL, Cite("N2", {a: step_operator})),
        threshold_exists(),
    )


T4_2 = Claim(
    id="T4.2",
    title="Vanilla trajectory distillation is optimal when lambda >> 1",
    says="If alpha_t > 0 strictly decreases up to t = T - 1, let lambda_+ be at least every critical variance c_t, t < T. A "
    "finite one exists: the sum of all sigma_t^2 / (alpha_t (alpha_{t-1} - alpha_t)), t < T. In every coordinate with "
    "lambda >= lambda_+ one merge of all steps is at least as close to the teacher as any merge plan.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(HAS_SIGNAL, DECREASES, FINITE, LARGE, SHRINKS_FOLLOWS, *DEFINITIONS, VANILLA),
    conclusions=(VANILLA_OPTIMAL, BOUNDED),
    derive=derive_vanilla,
    for_all="every T, every schedule whose signal strictly decreases and is positive up to T - 1, every budget, every plan",
    witness={
        **example(sp.Integer(2)), lam: sp.Integer(2), threshold: sp.Rational(4, 3), alpha: sp.Rational(3, 5),
        alpha_p: sp.Rational(4, 5), sigma: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        sum_so_far: sp.Rational(16, 3), met_rise: sp.Rational(4, 25), met_fall: sp.Rational(3, 25),
    },
    depends_on=("N2", "N3", "P3.3"),
    families=(TIMES, *(renamed(f, {a: step_operator}, fixed=frozenset({lam})) for f in N2.families)),
    at_three=SmallCase(
        {
            **_named_at_three(HAS_SIGNAL, DECREASES),
            FINITE.relation: three_steps.below_end(FINITE.relation), LARGE.relation: (LARGE.relation,),
        },
        (_VANILLA_AT_THREE,),
    ),
    ablations={
        DECREASES.relation: {
            **three_steps.half_shrinkage(("2/3", "1/3"), ("4/5", "1/5"), "9/5"), threshold: sp.Rational(7, 5)
        },
        FINITE.relation: {
            **three_steps.half_shrinkage(("12/13", "5/13"), ("3/5", "4/5"), "1/5"), threshold: sp.S.Zero
        },
        LARGE.relation: {
            **three_steps.half_shrinkage(("15/17", "8/17"), ("3/5", "1/5"), "2/5"), threshold: sp.Rational(7, 3)
        },
    },
)  # fmt: skip

# N7: inside the window one step contracts (time k) and another expands (time j).
OTHER_TIME = {
    alpha: ge0("alpha_k"), alpha_p: ge0(r"\alpha_{k-1}"), sigma: sp.Symbol("sigma_k", positive=True),
    sigma_p: ge0(r"\sigma_{k-1}"),
}  # fmt: skip

later_operator = step_operator.subs(OTHER_TIME, simultaneous=True)
ABOVE_ONE = Assumption(gt(lam, critical), "lambda > c_j for some j < T (time t stands for j)")
BELOW_OTHER = Assumption(lt(lam, critical.subs(OTHER_TIME, simultaneous=True)), "lambda < c_k for some k < T")
OTHER_SCHEDULE = tuple(
    Assumption(
        x.relation.func(*(side.subs(OTHER_TIME) for side in x.relation.args), evaluate=False),
        x.text + " (time k)",
        x.kind,
    )
    for x in (HAS_SIGNAL, DECREASES)
)

EXPANDS, CONTRACTS = gt(step_operator, 1), lt(later_operator, 1)

_error = {
    name: operator - three_steps.teacher
    for name, operator in (
        ("boot", three_steps.boot), ("vanilla", three_steps.vanilla), ("consistency", three_steps.consistency),
    )
}  # fmt: skip


def derive_window() -> Derivation:
    d, d_k = alpha_p - alpha, OTHER_TIME[alpha_p] - OTHER_TIME[alpha]
    critical_k = critical.subs(OTHER_TIME, simultaneous=True)
    return (
        Step(
            "a step expands",
            EXPANDS,
            SumOfProducts(((alpha, d, lam - critical, 1 / n_t),)),
            given=(HAS_SIGNAL.relation, DECREASES.relation, ABOVE_ONE.relation),
        ),
        Step(
            "another step contracts",
            CONTRACTS,
            SumOfProducts(((OTHER_TIME[alpha], d_k, critical_k - lam, 1 / n_t.subs(OTHER_TIME)),)),
            given=(*(x.relation for x in OTHER_SCHEDULE), BELOW_OTHER.relation),
        ),
    )


N7 = Claim(
    id="N7",
    title="The open window",
    says="For lambda_- < lambda < lambda_+ some step expands and another contracts, so neither N1 nor N2 applies. There "
    "is an instance (T = 3, VP, exact rational data) where errors lie on both sides of 0 and both BOOT and vanilla are "
    "beaten.",
    provenance=Provenance.NEW,
    assumptions=(HAS_SIGNAL, DECREASES, ABOVE_ONE, *OTHER_SCHEDULE, BELOW_OTHER),
    conclusions=(EXPANDS, CONTRACTS),
    exists=(
        *(x.relation for x in three_steps.SCHEDULE),
        lt(_error["consistency"] ** 2, _error["boot"] ** 2),
        lt(_error["consistency"] ** 2, _error["vanilla"] ** 2),
        lt(_error["boot"] * _error["consistency"], 0),
    ),
    kernel_clauses=(
        KernelClause(
            "Not everywhere in the window: at T = 3 with a_1 <= 1 <= a_2 and a_2 a_1 <= 1 vanilla is at least as close as any "
            "plan, and no plan lies below the teacher.",
            "OpenWindow.window_exception",
        ),
    ),
    derive=derive_window,
    for_all="every schedule and lambda with c_j < lambda < c_k; existence: one exact instance at T = 3",
    witness={
        **three_steps.BOTH_BEATEN,
        alpha: sp.Rational(4, 5), alpha_p: sp.Rational(15, 17), sigma: sp.Rational(3, 5), sigma_p: sp.Rational(8, 17),
        OTHER_TIME[alpha]: sp.Rational(15, 17), OTHER_TIME[alpha_p]: sp.S.One,
        OTHER_TIME[sigma]: sp.Rational(8, 17), OTHER_TIME[sigma_p]: sp.S.Zero,
    },
    depends_on=("N3",),
    ablations={
        DECREASES.relation: {alpha: sp.Rational(4, 5), alpha_p: sp.Rational(3, 5), sigma_p: sp.S.Half},
        ABOVE_ONE.relation: {lam: sp.Rational(1, 10)},
        OTHER_SCHEDULE[1].relation: {
            alpha: sp.S.Half, alpha_p: sp.S.One, sigma: sp.S.Half, sigma_p: sp.S.Half, lam: sp.S.Half,
            OTHER_TIME[alpha_p]: sp.Rational(4, 5), OTHER_TIME[sigma_p]: sp.Rational(3, 5),
        },
        BELOW_OTHER.relation: {lam: sp.Integer(3)},
    },
)  # fmt: skip
