"""N6: plans that merge only at time T dominate all others, when every coordinate lies on one side of 1.

A segmentation plan cuts T-1, ..., 1 into consecutive blocks: w_seg is the product of phi(exact product of a block).
"""

from __future__ import annotations

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.logic.claim import Assumption, Claim, KernelClause, Kind, SmallCase
from proofs.logic.derivation import Cite, Derivation, Step, SumOfProducts
from proofs.logic.family import renamed
from proofs.logic.relations import Relation, Values, eq, ge, instance, le
from proofs.logic.verdict import Provenance
from proofs.theory import three_operators as at_three
from proofs.theory.merging import (
    BLOCKS,
    OPERANDS,
    SHRINKS,
    SHRINKS_TEXT,
    exact,
    induction_over_plans,
    other,
    other_exact,
    other_gamma,
    other_reference,
    own,
    phi,
    plan_family,
    reference,
    rest,
    rest_exact,
    rest_steps,
    stays_nonnegative,
)
from proofs.theory.onesided import (
    BLOCK,
    CONTRACTING,
    DEFINITIONS,
    EXPANDING,
    block_of_steps,
    other_above,
    rest_above,
    rest_below,
    stays_above_one,
)
from proofs.theory.symbols import a, a_T, gamma, ge0, real, tau, v_plan, v_segment

SEGMENT = Assumption(
    eq(v_segment, a_T * reference),
    "definition: the segmentation plan obtained by leaving every operand after the first unmerged",
    Kind.DEFINITION,
)

CLOSER = le((v_segment - tau) ** 2, (v_plan - tau) ** 2)
node_segment = reference * phi(rest_exact)

PLANS = plan_family(node_segment)


def derive_contracting() -> Derivation:
    above_segment, above_exact = ge(own, reference), ge(reference, exact)
    inside = BLOCK[0]
    node = (
        other_above(),
        rest_above(),
        Step(
            "leaving the rest unmerged lowers the operator: w phi(Q) >= w_seg phi(P)",
            ge(own * phi(rest), node_segment),
            SumOfProducts(
                (
                    (own - reference, 1 - gamma),
                    (own - reference, gamma, rest),
                    (reference, gamma, rest - rest_exact),
                )
            ),
            given=(above_segment, SHRINKS, ge(rest, rest_exact)),
        ),
        Step(
            "but not below the teacher: w_seg phi(P) >= p P",
            ge(node_segment, exact * rest_exact),
            SumOfProducts(
                (
                    (reference - exact, 1 - gamma),
                    (reference - exact, gamma, rest_exact),
                    (exact, 1 - gamma, 1 - rest_exact),
                )
            ),
            given=(above_exact, SHRINKS, inside),
        ),
    )
    definitions = tuple(d.relation for d in (*DEFINITIONS, SEGMENT))
    return (
        block_of_steps(),
        induction_over_plans(
            "every plan: w >= w_seg >= p",
            (above_segment, above_exact),
            PLANS,
            (stays_nonnegative(reference, rest_exact), *node),
        ),
        Step(
            "so the segmentation plan is closer in a contracting coordinate",
            CLOSER,
            SumOfProducts(
                (
                    (a_T**2, own - reference, own - reference),
                    (sp.Integer(2), a_T**2, own - reference, reference - exact),
                )
            ),
            given=(*definitions, above_segment, above_exact),
        ),
    )


def derive_expanding() -> Derivation:
    under_segment, under_exact, outside = le(own, reference), le(reference, exact), ge(exact, 1)
    below, rest_outside = le(rest, rest_exact), ge(rest_exact, 1)
    node = (
        Step(
            "each of the other operands is no larger than its exact product",
            le(other, other_exact),
            SumOfProducts(((other_reference - other,), (other_exact - other_reference,))),
            given=(le(other, other_reference), le(other_reference, other_exact)),
        ),
        rest_below(),
        Step(
            "leaving the rest unmerged raises the operator: w phi(Q) <= w_seg phi(P)",
            le(own * phi(rest), node_segment),
            SumOfProducts(
                (
                    (reference - own, 1 - gamma),
                    (reference - own, gamma, rest),
                    (reference, gamma, rest_exact - rest),
                )
            ),
            given=(under_segment, SHRINKS, below),
        ),
        Step(
            "but not above the teacher: w_seg phi(P) <= p P",
            le(node_segment, exact * rest_exact),
            SumOfProducts(
                (
                    (exact - reference, 1 - gamma),
                    (exact - reference, gamma, rest_exact),
                    (exact, 1 - gamma, rest_exact - 1),
                )
            ),
            given=(under_exact, SHRINKS, rest_outside),
        ),
        stays_above_one(),
    )
    definitions = tuple(d.relation for d in (*DEFINITIONS, SEGMENT))
    return (
        induction_over_plans(
            "every plan: w <= w_seg <= p",
            (under_segment, under_exact, outside),
            PLANS,
            (stays_nonnegative(reference, rest_exact), *node),
        ),
        Step(
            "so the segmentation plan is closer in an expanding coordinate",
            CLOSER,
            SumOfProducts(
                (
                    (a_T**2, reference - own, reference - own),
                    (sp.Integer(2), a_T**2, reference - own, exact - reference),
                )
            ),
            given=(*definitions, under_segment, under_exact),
        ),
    )


# Example values: T = 2 and one merge, so that w_seg = w = phi(a) and p = a.
def _example(step: sp.Rational) -> dict[sp.Basic, sp.Basic]:
    merged = (1 + step) / 2
    return {
        a: step, a_T: sp.S.One, gamma: sp.S.Half, own: merged, reference: merged, exact: step,
        v_plan: merged, v_segment: merged, tau: step,
    }  # fmt: skip


# At T = 3 the plan [3,[2,1]] is the only one that merges below T, and [3,2,1] its segmentation plan.
CLOSER_AT_THREE = le(at_three.error(at_three.vanilla), at_three.error(at_three.consistency))
ON_BOTH_SIDES = at_three.values("1/5", "7/4", "0", "2/5")
OVERSHOOT = at_three.values("1/5", "1/4", "4/3", "1/3")
ONE_BELOW = at_three.values("7/2", "4/5", "3/5", "2/3")
OVERSHOOT_ABOVE = at_three.values("5/3", "3", "1/3", "9/4")

N6_CONTRACTING = Claim(
    id="N6-contracting",
    title="Segmentation, one contracting coordinate",
    says="In a contracting coordinate the plan that leaves all operands after the first unmerged, at every merge of the "
    "first operands, is at least as close to the teacher.",
    provenance=Provenance.NEW,
    assumptions=(Assumption(CONTRACTING, "a_t <= 1 for t < T"), SHRINKS_TEXT, *DEFINITIONS, SEGMENT),
    conclusions=(CLOSER,),
    derive=derive_contracting,
    for_all="every T, every merge plan, all a_t >= 0 and gamma_t in [0, 1]",
    witness=_example(sp.S.Half),
    depends_on=("D4.1",),
    families=(PLANS, OPERANDS, BLOCKS),
    at_three=SmallCase({CONTRACTING: at_three.BELOW_ONE, **at_three.SHRINKAGE}, (CLOSER_AT_THREE,)),
    recomputed=True,
    ablations={CONTRACTING: ON_BOTH_SIDES, SHRINKS: OVERSHOOT},
)

N6_EXPANDING = Claim(
    id="N6-expanding",
    title="Segmentation, one expanding coordinate",
    says="The same plan is at least as close to the teacher in an expanding coordinate.",
    provenance=Provenance.NEW,
    assumptions=(Assumption(EXPANDING, "a_t >= 1 for t < T"), SHRINKS_TEXT, *DEFINITIONS, SEGMENT),
    conclusions=(CLOSER,),
    derive=derive_expanding,
    for_all="every T, every merge plan, all a_t >= 0 and gamma_t in [0, 1]",
    witness=_example(sp.Integer(2)),
    depends_on=("D4.1",),
    families=(PLANS, OPERANDS),
    at_three=SmallCase({EXPANDING: at_three.ABOVE_ONE, **at_three.SHRINKAGE}, (CLOSER_AT_THREE,)),
    recomputed=True,
    ablations={EXPANDING: ONE_BELOW, SHRINKS: OVERSHOOT_ABOVE},
)

# A second coordinate, expanding, sharing the plan with a first, contracting one.
HAT: dict[sp.Basic, sp.Basic] = {
    **{x: ge0(rf"\hat{{{x}}}") for x in (a, a_T, gamma, own, reference, exact, rest, rest_exact, rest_steps)},
    **{x: ge0(rf"\hat{{{x}}}") for x in (other, other_reference, other_exact, other_gamma)},
    **{x: real(rf"\hat{{{x}}}") for x in (v_plan, v_segment, tau)},
}

weight, weight_hat = ge0("n_T"), ge0(r"\hat{n}_T")
label, rival_label, block = ge0(r"\ell"), ge0(r"\ell'"), ge0("B")
DOMINATES = le(label, rival_label)


def _hat(relation: sp.Basic) -> sp.Basic:
    return instance(relation, HAT) if isinstance(relation, Boolean) else relation.subs(HAT, simultaneous=True)


def _w2_squared(operator: sp.Expr) -> sp.Expr:
    first, second = operator - tau, _hat(operator - tau)
    return weight * first**2 + weight_hat * second**2


BOTH_CLOSER = le(_w2_squared(v_segment), _w2_squared(v_plan))
EXPANDING_HAT, SHRINKS_HAT = _hat(EXPANDING), _hat(SHRINKS)
KEEPS_DOMINATING = le(label * phi(block), rival_label * phi(block))


def derive() -> Derivation:
    closer_hat = le(_hat((v_segment - tau) ** 2), _hat((v_plan - tau) ** 2))
    return (
        Step("the contracting coordinate", CLOSER, Cite("N6-contracting")),
        Step("the expanding coordinate, under the same plan", closer_hat, Cite("N6-expanding", HAT)),
        Step(
            "hence W_2^2, a sum over coordinates with weights n_T, is no larger",
            BOTH_CLOSER,
            SumOfProducts(
                (
                    (weight, (v_plan - tau) ** 2 - (v_segment - tau) ** 2),
                    (weight_hat, _hat((v_plan - tau) ** 2) - _hat((v_segment - tau) ** 2)),
                )
            ),
            given=(CLOSER, closer_hat),
        ),
        Step(
            "appending the same block keeps the order of two labels: dropping dominated labels is safe",
            KEEPS_DOMINATING,
            SumOfProducts(((rival_label - label, 1 - gamma), (rival_label - label, gamma, block))),
            given=(DOMINATES, SHRINKS),
        ),
    )


# The second coordinate at T = 3.
HAT_AT_THREE: dict[sp.Basic, sp.Basic] = {
    x: ge0(rf"\hat{{{x}}}") for x in (at_three.a_1, at_three.a_2, at_three.gamma_2, at_three.gamma_3)
}


def second(at: Values) -> Values:
    """Values of the first coordinate given to the second."""
    return {HAT_AT_THREE[x]: value for x, value in at.items()}


def hatted(relation: Relation) -> Relation:
    """A relation at T = 3 of the second coordinate."""
    return instance(relation, HAT_AT_THREE)


BOTH_AT_THREE: dict[Relation, tuple[Relation, ...]] = {
    CONTRACTING: at_three.BELOW_ONE,
    **at_three.SHRINKAGE,
    EXPANDING_HAT: tuple(map(hatted, at_three.ABOVE_ONE)),
    SHRINKS_HAT: tuple(map(hatted, at_three.SHRINKAGE[SHRINKS])),
}

# A coordinate that no plan gets wrong.
IDLE = at_three.values("1", "1", "1/2", "1/2")
_UNIT_WEIGHTS = {weight: sp.S.One, weight_hat: sp.S.One}


def _sum_at_three() -> Relation:
    """W_2^2 over the two coordinates."""
    first, other = CLOSER_AT_THREE, hatted(CLOSER_AT_THREE)
    return le(weight * first.lhs + weight_hat * other.lhs, weight * first.rhs + weight_hat * other.rhs)


N6 = Claim(
    id="N6",
    title="Segmentation: merges before time T never help",
    says="With one contracting and one expanding coordinate, for every plan the same segmentation plan is at least as close to "
    "the teacher in both, and so in W_2 with any weights: v = a_T times the product of phi(exact product of a block) over a "
    "cut of T-1, ..., 1 into consecutive blocks, which merges only at time T. Appending a block keeps the order of two "
    "labels.",
    provenance=Provenance.NEW,
    assumptions=(
        *N6_CONTRACTING.assumptions,
        *(Assumption(_hat(x.relation), f"second coordinate: {x.text}", x.kind) for x in N6_EXPANDING.assumptions),
        Assumption(DOMINATES, "one label dominates another (the Pareto step only)"),
    ),
    conclusions=(BOTH_CLOSER, KEEPS_DOMINATING),
    kernel_clauses=(
        KernelClause(
            "Any number of coordinates, each contracting or expanding: one segmentation plan is at least as close as the plan "
            "in all of them at once.",
            "Domination.segmentation_dominates",
        ),
        KernelClause(
            "The gamma_t for t < T do not matter to a segmentation plan.",
            "Segmentation.segments_ignore_inner_shrinkage",
        ),
        KernelClause(
            "The program over cut points that drops only dominated labels keeps one that is at least as close as any plan, in "
            "all coordinates at once.",
            "Pareto.pareto_dominates",
        ),
    ),
    derive=derive,
    for_all="every T, every merge plan, one contracting and one expanding coordinate with any weights, all gamma in [0, 1]",
    witness={
        **_example(sp.S.Half),
        **{HAT[k]: v for k, v in _example(sp.Integer(2)).items()},
        label: sp.S.One,
        rival_label: sp.Integer(2),
    },
    depends_on=("N6-contracting", "N6-expanding"),
    families=(*N6_CONTRACTING.families, *(renamed(f, HAT) for f in N6_EXPANDING.families)),
    at_three=SmallCase(BOTH_AT_THREE, (_sum_at_three(),)),
    recomputed=True,
    ablations={
        CONTRACTING: {**ON_BOTH_SIDES, **second(IDLE), **_UNIT_WEIGHTS},
        SHRINKS: {**OVERSHOOT, **second(IDLE), **_UNIT_WEIGHTS},
        EXPANDING_HAT: {**IDLE, **second(ONE_BELOW), **_UNIT_WEIGHTS},
        SHRINKS_HAT: {**IDLE, **second(OVERSHOOT_ABOVE), **_UNIT_WEIGHTS},
        DOMINATES: {label: sp.Integer(3), block: sp.S.One},
    },
)
