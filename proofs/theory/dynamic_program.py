"""T4.1 and A1: what the interval dynamic program attains, where it is optimal, and where it is not."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.logic.claim import Assumption, Claim, KernelClause, SmallCase
from proofs.logic.derivation import Algebra, Cite, Derivation, Induction, Step, SumOfProducts, ZeroSquare
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation, Values, difference, eq, ge, instance, le, lt, substituted
from proofs.logic.verdict import Provenance, Verdict
from proofs.theory import three_operators as at_three
from proofs.theory import three_steps
from proofs.theory.merging import SHRINKS, exact, own, phi, reference, stays_nonnegative
from proofs.theory.onesided import BOOT, CONTRACTING, N1, N1_PLANS, N2, example
from proofs.theory.segmentation import (
    BOTH_AT_THREE,
    EXPANDING_HAT,
    HAT,
    HAT_AT_THREE,
    IDLE,
    OVERSHOOT_ABOVE,
    SHRINKS_HAT,
    second,
)
from proofs.theory.symbols import a, a_T, ge0, real, tau, v_boot, v_plan, v_vanilla

# W_2 between zero-mean Gaussians with standard deviations v sqrt(n), tau sqrt(n).
operator, teacher_operator, norm_T = ge0("v"), ge0(r"\tau_T"), ge0("n_T")
student_variance, teacher_variance = operator**2 * norm_T, teacher_operator**2 * norm_T
bures = student_variance + teacher_variance - 2 * sp.sqrt(student_variance * teacher_variance)
W2 = eq(bures, norm_T * (operator - teacher_operator) ** 2)

# A1. The operands after the first: left unmerged, their product is exact, so that the closest product is exact too.
product, rest_exact = real("Q"), real("P")
UNMERGED = Assumption(
    le((product - rest_exact) ** 2, sp.Add(rest_exact, -rest_exact, evaluate=False) ** 2),
    "Q is at least as close to the exact product P of the remaining steps as these steps unmerged, whose product is P",
)

REST_IS_EXACT = eq(product, rest_exact)
T, j = sp.symbols("T j", integer=True, positive=True)
i = sp.Symbol("i", integer=True, nonnegative=True)
whole = sp.Sum(T - 1 - i, (i, 0, T - 2))
table = sp.Sum(sp.Sum(j - i - 1, (i, 0, j - 1)), (j, 1, T))
WHOLE = eq(whole, T * (T - 1) / 2)
TABLE = eq(table, (T**3 - T) / 6)


def derive_algorithm() -> Derivation:
    return (
        Step(
            "W_2^2 between N(0, n v^2) and N(0, n tau^2) is n (v - tau)^2, from the Bures formula",
            W2,
            Algebra(),
        ),
        Step(
            "the distance of Q from P is 0",
            le((product - rest_exact) ** 2, 0),
            SumOfProducts(((-((product - rest_exact) ** 2),),)),
            given=(UNMERGED.relation,),
        ),
        Step("so Q is the exact product", REST_IS_EXACT, ZeroSquare(), given=(le((product - rest_exact) ** 2, 0),)),
        Step("transitions for the whole trajectory", WHOLE, Algebra()),
        Step("transitions for every sub-trajectory", TABLE, Algebra()),
    )


A1 = Claim(
    id="A1",
    title="Algorithm 1: interval dynamic program",
    says="The algorithm is a definition: for every interval (i, j] it keeps one operator F(i, j), the closest in W_2 to tau "
    "among F(m, j) phi(Q), i < m < j. What follows from it: by the Bures formula W_2^2 is n_T (v - tau)^2, so that W_2 ranks "
    "operators by (v - tau)^2; the closest Q is the exact product P of the remaining steps; the whole trajectory takes "
    "T(T-1)/2 transitions, O(T^2), and the full table (T^3 - T)/6, O(T^3). Whether what is kept is closest among all plans "
    "is T4.1.",
    provenance=Provenance.RECONSTRUCTED,
    assumptions=(UNMERGED,),
    conclusions=(W2, REST_IS_EXACT, WHOLE, TABLE),
    derive=derive_algorithm,
    for_all="every T; every v, tau_T, n_T >= 0; one coordinate",
    witness={product: sp.S.One, rest_exact: sp.S.One},
    depends_on=("D4.1", "D2.1"),
    ablations={UNMERGED.relation: {rest_exact: sp.S.Zero}},
)

_plans = {
    "[[3,2],1]": three_steps.boot,
    "[3,2,1]": three_steps.vanilla,
    "[3,[2,1]]": three_steps.consistency,
}

_errors = [(v - three_steps.teacher) ** 2 for v in _plans.values()]
INSTANCE = three_steps.ONE_OPERATOR_FAILS


def derive_instance() -> Derivation:
    """The instance worked out in exact numbers; the checker evaluates the statement itself at the same values."""

    def at(expression: sp.Expr) -> sp.Expr:
        return sp.nsimplify(expression.xreplace(INSTANCE), rational=True)

    tau_value = at(three_steps.teacher)
    product = sp.Mul(*(at(three_steps.step(t)) for t in (3, 2, 1)), evaluate=False)
    errors = {name: at(v) - tau_value for name, v in _plans.items()}
    kept, alternative = min(errors["[[3,2],1]"] ** 2, errors["[3,2,1]"] ** 2), errors["[3,[2,1]]"] ** 2
    return (
        Step("the teacher's composite a_3 a_2 a_1", eq(product, tau_value), Algebra()),
        *(
            Step(
                f"operator of {name} minus the teacher",
                eq(sp.Add(at(v), -tau_value, evaluate=False), errors[name]),
                Algebra(),
            )
            for name, v in _plans.items()
        ),
        Step(
            "squared error: [3,[2,1]], which the program never compares, is better by a factor of more than 18",
            lt(18 * alternative, kept),
            SumOfProducts(((kept - 18 * alternative,),)),
        ),
    )


BEST = le(sp.Min(_errors[0], _errors[1], evaluate=False), _errors[2])

T4_1 = Claim(
    id="T4.1",
    title="Optimality of dynamic programming merge, as titled",
    says="The dynamic program over intervals that keeps one operator per interval returns, for every schedule, "
    "covariance and budget, a plan of least W_2 distance. (At T = 3 it compares [[3,2],1] with [3,2,1].)",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=three_steps.SCHEDULE,
    conclusions=(BEST,),
    derive=derive_instance,
    for_all="one exact instance at T = 3 refutes it: alpha = 1, 4/5, 3/5, 0; lambda = 52/27; s = (3/2) log 2",
    witness=three_steps.ONE_OPERATOR_FAILS,
    depends_on=("A1",),
    expected=Verdict.REFUTED,
    counterexample=three_steps.ONE_OPERATOR_FAILS,
)

# Inside the hypothesis. The operator F_i kept for (i, T], from i = T - 1 down; next to it BOOT and the exact product, both
# without the outer factor. With each step comes the plan of (i - 1, T] that is kept next.
kept = real("F_i")
chosen, chosen_boot, chosen_exact = ge0("w_i"), real(r"w_{\mathrm{BOOT},i}"), ge0("p_i")
NEXT = {own: chosen, reference: chosen_boot, exact: chosen_exact}
kept_next, boot_next, tau_next = a_T * chosen, a_T * chosen_boot, a_T * chosen_exact
candidate = kept * phi(a)
CLOSEST = Assumption(
    le((kept_next - tau_next) ** 2, (candidate - tau_next) ** 2),
    "A1, contracting coordinate: the operator kept next is at least as close as the candidate F_i phi(a_i)",
)

NEXT_BOOT, NEXT_EXACT = eq(chosen_boot, reference * phi(a)), eq(chosen_exact, exact * a)
KEPT = Family(
    "the operators kept for (i, T] from i = T - 1 down, with BOOT's and the exact product, the latter without a_T",
    (kept, reference, exact),
    (
        Construction("(T-1, T]: the last step", (), {kept: a_T, reference: sp.S.One, exact: sp.S.One}),
        Construction(
            "one step more: the operator of a plan, as close as the candidate",
            ({},),
            {kept: kept_next, reference: chosen_boot, exact: chosen_exact},
            (NEXT_BOOT, NEXT_EXACT, CLOSEST.relation),
            fresh=(a, chosen, chosen_boot, chosen_exact),
        ),
    ),
)

SAME = eq(kept, a_T * reference)


def boot_is_kept() -> Step:
    at = {**NEXT, v_plan: kept_next, v_boot: boot_next, tau: tau_next}
    same, zero = eq(candidate, boot_next), le((kept_next - boot_next) ** 2, 0)
    closer = le((kept_next - tau_next) ** 2, (boot_next - tau_next) ** 2)
    above_boot, above_teacher = ge(kept_next, boot_next), ge(boot_next, tau_next)
    return Step(
        "in a contracting coordinate the kept operator is BOOT's, for every i",
        SAME,
        Induction(
            KEPT,
            (
                (),
                (
                    stays_nonnegative(reference, a),
                    Step(
                        "so BOOT's next operator is non-negative",
                        ge(chosen_boot, 0),
                        SumOfProducts(((reference * phi(a),),)),
                        given=(NEXT_BOOT, ge(reference * phi(a), 0)),
                    ),
                    Step(
                        "BOOT is among the candidates, since F_i is BOOT's",
                        same,
                        Algebra(),
                        given=(SAME, NEXT_BOOT),
                    ),
                    Step(
                        "so the kept operator is at least as close as BOOT",
                        closer,
                        SumOfProducts((((candidate - tau_next) ** 2 - (kept_next - tau_next) ** 2,),)),
                        given=(CLOSEST.relation, same),
                    ),
                    Step("it is a plan's, so it is not below BOOT, by N1", above_boot, Cite("N1", at)),
                    Step("nor is BOOT below the teacher", above_teacher, Cite("N1", at)),
                    Step(
                        "and no closer one lies above BOOT",
                        zero,
                        SumOfProducts(
                            (
                                ((boot_next - tau_next) ** 2 - (kept_next - tau_next) ** 2,),
                                (sp.Integer(2), kept_next - boot_next, boot_next - tau_next),
                            )
                        ),
                        given=(closer, above_boot, above_teacher),
                    ),
                    Step("so they are equal", eq(kept_next, boot_next), ZeroSquare(), given=(zero,)),
                ),
            ),
        ),
    )


# A second coordinate, expanding: there vanilla, F(T-1, T) phi(tau), is a candidate at once.
HATS: dict[sp.Basic, sp.Basic] = {
    **HAT, v_vanilla: real(r"\hat{v}_{\mathrm{vanilla}}"), kept: real(r"\hat{F_i}")
}  # fmt: skip

BOOT_CLOSEST = le((v_boot - tau) ** 2, (v_plan - tau) ** 2)
VANILLA_CLOSEST = instance(le((v_vanilla - tau) ** 2, (v_plan - tau) ** 2), HATS)
VANILLA_KEPT = Assumption(
    instance(le((kept - tau) ** 2, (v_vanilla - tau) ** 2), HATS),
    "A1, expanding coordinate: the kept operator is at least as close as the candidate F(T-1, T) phi(tau), vanilla",
)

CONTRACTING_OPTIMAL = le((kept - tau) ** 2, (v_plan - tau) ** 2)
EXPANDING_OPTIMAL = instance(CONTRACTING_OPTIMAL, HATS)


def derive_sharp() -> Derivation:
    return (
        boot_is_kept(),
        Step("contracting: BOOT is closest of all plans, by N1", BOOT_CLOSEST, Cite("N1")),
        Step(
            "contracting: hence so is the kept operator",
            CONTRACTING_OPTIMAL,
            SumOfProducts((((v_plan - tau) ** 2 - (v_boot - tau) ** 2,),)),
            given=(BOOT_CLOSEST, SAME, BOOT.relation),
        ),
        Step("expanding: vanilla is closest of all plans, by N2", VANILLA_CLOSEST, Cite("N2", HATS)),
        Step(
            "expanding: hence so is the kept operator",
            EXPANDING_OPTIMAL,
            SumOfProducts((_gap(VANILLA_CLOSEST), _gap(VANILLA_KEPT.relation))),
            given=(VANILLA_CLOSEST, VANILLA_KEPT.relation),
        ),
    )


def _gap(relation: Boolean) -> tuple[sp.Expr]:
    return (difference(relation)[0],)


def _example() -> dict[sp.Basic, sp.Basic]:
    """T = 2 in both coordinates: one merge plan, kept and optimal. With a third step alike the candidate is kept."""
    contracting, expanding = example(sp.S.Half), example(sp.Integer(2))
    next_step = {
        chosen: contracting[own] ** 2,
        chosen_boot: contracting[own] ** 2,
        chosen_exact: contracting[exact] ** 2,
    }
    return {
        **contracting, kept: contracting[v_boot], **next_step,
        **{HATS[k]: v for k, v in expanding.items() if k in HATS}, HATS[kept]: expanding[v_plan],
    }  # fmt: skip


# At T = 3 what is kept for (1, 3] is BOOT's, the only plan; for (0, 3] it is as close as BOOT or, expanding, vanilla.
HATS_AT_THREE = {**HAT_AT_THREE, kept: HATS[kept]}


def _second_coordinate(relation: Relation) -> Relation:
    return instance(relation, HATS_AT_THREE)


def _keeping(at: Values, first: Callable[..., sp.Expr] = min, other: Callable[..., sp.Expr] = min) -> Values:
    """The values with what the program keeps in each coordinate: of BOOT and vanilla the closer (min) or the other."""

    def choice(choose: Callable[..., sp.Expr], names: Values) -> sp.Expr:
        named = (at_three.teacher, at_three.boot, at_three.vanilla)
        exact, *plans = (substituted(v, names).xreplace(dict(at)) for v in named)
        return choose(plans, key=lambda v: (v - exact) ** 2)

    return {**at, kept: choice(first, {}), HATS[kept]: choice(other, HATS_AT_THREE)}


_MIXED = at_three.values("1/5", "6/5", "2/5", "3/5")

T4_1_SHARP = Claim(
    id="T4.1-sharp",
    title="Optimality of dynamic programming merge, true form",
    says="Keeping one operator per interval is optimal for a single coordinate that is contracting or expanding: what is kept "
    "is at least as close to the teacher as any plan. In a contracting coordinate it is BOOT's operator, for every (i, T].",
    provenance=Provenance.NEW,
    assumptions=(
        *N1.assumptions,
        *(Assumption(instance(x.relation, HATS), f"second coordinate: {x.text}", x.kind) for x in N2.assumptions),
        CLOSEST,
        VANILLA_KEPT,
    ),
    conclusions=(SAME, CONTRACTING_OPTIMAL, EXPANDING_OPTIMAL),
    kernel_clauses=(
        KernelClause(
            "What is kept is the operator of a plan, in either kind of coordinate.", "OneOperator.one_operator_optimal"
        ),
        KernelClause(
            "The full table keeps for every (i, j] what is at least as close as any plan over it.",
            "Table.interval_table_optimal",
        ),
        KernelClause(
            "For several coordinates, each contracting or expanding, the program that drops only dominated labels attains the "
            "least W_2 over all plans.",
            "Pareto.pareto_optimal",
        ),
    ),
    derive=derive_sharp,
    for_all="every T, every contracting or expanding coordinate, all gamma_t in [0, 1], any tie-breaking",
    witness=_example(),
    depends_on=("A1", "N1", "N2"),
    families=(KEPT, renamed(N1_PLANS, NEXT), *N1.families, *(renamed(f, HATS) for f in N2.families)),
    at_three=SmallCase(
        {
            **BOTH_AT_THREE,
            CLOSEST.relation: (le(at_three.error(kept), at_three.error(at_three.boot)),),
            VANILLA_KEPT.relation: (_second_coordinate(le(at_three.error(kept), at_three.error(at_three.vanilla))),),
        },
        (*at_three.closest(kept), *map(_second_coordinate, at_three.closest(kept))),
    ),
    ablations={
        CONTRACTING: _keeping({**_MIXED, **second(IDLE)}),
        SHRINKS: _keeping({**at_three.values("1/3", "1/2", "12/5", "2/3"), **second(IDLE)}),
        EXPANDING_HAT: _keeping({**IDLE, **second(_MIXED)}),
        SHRINKS_HAT: _keeping({**IDLE, **second(OVERSHOOT_ABOVE)}),
        CLOSEST.relation: _keeping({**at_three.values("1/2", "1/2", "1/2", "1/2"), **second(IDLE)}, first=max),
        VANILLA_KEPT.relation: _keeping({**IDLE, **second(at_three.values("2", "2", "1/2", "1/2"))}, other=max),
    },
)
