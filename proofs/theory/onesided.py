"""N1, N2: every plan is bounded by one canonical plan when all step operators lie on one side of 1."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind, SmallCase
from proofs.logic.derivation import Derivation, Induction, Step, SumOfProducts
from proofs.logic.relations import eq, ge, le
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
    other_reference,
    own,
    phi,
    plan_family,
    reference,
    rest,
    rest_exact,
    rest_induction,
    rest_steps,
    stays_nonnegative,
)
from proofs.theory.symbols import a, a_T, gamma, tau, v_boot, v_plan, v_vanilla

CONTRACTING = le(a, 1)
EXPANDING = ge(a, 1)

DEFINITIONS = (
    Assumption(
        eq(v_plan, a_T * own), "definition: the operator of the plan, its outer factor a_T taken out", Kind.DEFINITION
    ),
    Assumption(eq(tau, a_T * exact), "definition: the teacher's composite", Kind.DEFINITION),
)

BOOT = Assumption(
    eq(v_boot, a_T * reference),
    "definition: sequential BOOT, a_T times the product of phi(a_t) over t < T",
    Kind.DEFINITION,
)

VANILLA = Assumption(
    eq(v_vanilla, a_T * phi(exact)), "definition: vanilla, a_T phi(product of a_t over t < T)", Kind.DEFINITION
)

BLOCK = (le(rest_exact, 1), ge(rest_steps, rest_exact), ge(phi(rest_exact), rest_steps))


def block_of_steps() -> Step:
    """A block of steps after the first operand: exact product P, and F, the product of phi over the steps."""
    inside, below, above = BLOCK
    return Step(
        "a block of contracting steps: P <= 1, and P <= F <= phi(P)",
        sp.And(*BLOCK, evaluate=False),
        Induction(
            BLOCKS,
            (
                (
                    stays_nonnegative(sp.S.One, a),
                    Step(
                        "phi(a) >= a",
                        ge(phi(a), a),
                        SumOfProducts(((1 - gamma, 1 - a),)),
                        given=(SHRINKS, CONTRACTING),
                    ),
                ),
                (
                    stays_nonnegative(rest_steps, a),
                    Step(
                        "the product stays at most 1",
                        le(rest_exact * a, 1),
                        SumOfProducts(((1 - rest_exact,), (rest_exact, 1 - a))),
                        given=(inside, CONTRACTING),
                    ),
                    Step(
                        "F phi(a) >= P a",
                        ge(rest_steps * phi(a), rest_exact * a),
                        SumOfProducts(((rest_steps - rest_exact, a), (rest_steps, 1 - gamma, 1 - a))),
                        given=(below, SHRINKS, CONTRACTING),
                    ),
                    Step(
                        "splitting a contracting block lowers it: phi(P a) >= phi(P) phi(a) >= F phi(a)",
                        ge(phi(rest_exact * a), rest_steps * phi(a)),
                        SumOfProducts(
                            (
                                (gamma, 1 - gamma, 1 - rest_exact, 1 - a),
                                (phi(rest_exact) - rest_steps, 1 - gamma),
                                (phi(rest_exact) - rest_steps, gamma, a),
                            )
                        ),
                        given=(inside, above, SHRINKS, CONTRACTING),
                    ),
                ),
            ),
        ),
    )


def other_above() -> Step:
    """From the induction hypothesis for each of the other operands, by way of its reference."""
    return Step(
        "each of the other operands is no smaller than its exact product",
        ge(other, other_exact),
        SumOfProducts(((other - other_reference,), (other_reference - other_exact,))),
        given=(ge(other, other_reference), ge(other_reference, other_exact)),
    )


def rest_above() -> Step:
    """Operands that are no smaller than their exact products have a product no smaller than the exact one."""
    goal = ge(rest, rest_exact)
    hypothesis = ge(other, other_exact)

    def append(value: sp.Expr, product: sp.Expr) -> Derivation:
        given = (hypothesis,) if value == 1 else (hypothesis, goal)
        products = ((value, a, other - other_exact),) + (() if value == 1 else ((rest - rest_exact, a, other_exact),))
        return (
            Step(
                "one factor more, no smaller than its exact product",
                ge(value * a * other, product * a * other_exact),
                SumOfProducts(products),
                given=given,
            ),
        )

    return rest_induction(goal, append)


def rest_below() -> Step:
    """The mirror image for expanding steps; the exact product stays at least 1."""
    below, outside = le(rest, rest_exact), ge(rest_exact, 1)
    hypothesis, other_outside = le(other, other_exact), ge(other_exact, 1)

    def append(value: sp.Expr, product: sp.Expr) -> Derivation:
        first = value == 1
        return (
            Step(
                "one factor more, no larger than its exact product",
                le(value * a * other, product * a * other_exact),
                SumOfProducts(
                    ((value, a, other_exact - other),) + (() if first else ((rest_exact - rest, a, other_exact),))
                ),
                given=(hypothesis,) if first else (hypothesis, below),
            ),
            Step(
                "the exact product stays at least 1",
                ge(product * a * other_exact, 1),
                SumOfProducts(
                    ((product, a, other_exact - 1), (product, a - 1)) + (() if first else ((rest_exact - 1,),))
                ),
                given=(other_outside, EXPANDING) if first else (other_outside, EXPANDING, outside),
            ),
        )

    return rest_induction(sp.And(below, outside, evaluate=False), append)


def stays_above_one() -> Step:
    """The exact product of an expanding plan, merge after merge."""
    return Step(
        "p P >= 1",
        ge(exact * rest_exact, 1),
        SumOfProducts(((exact - 1, rest_exact), (rest_exact - 1,))),
        given=(ge(exact, 1), ge(rest_exact, 1)),
    )


N1_PLANS, N2_PLANS = plan_family(reference * rest_steps), plan_family(reference)


def derive_contracting() -> Derivation:
    above_boot, above_exact = ge(own, reference), ge(reference, exact)
    _, below, above = BLOCK
    node = (
        other_above(),
        rest_above(),
        Step(
            "w phi(Q) >= w_BOOT phi(P) >= w_BOOT F",
            ge(own * phi(rest), reference * rest_steps),
            SumOfProducts(
                (
                    (own - reference, 1 - gamma),
                    (own - reference, gamma, rest),
                    (reference, gamma, rest - rest_exact),
                    (reference, phi(rest_exact) - rest_steps),
                )
            ),
            given=(above_boot, SHRINKS, above, ge(rest, rest_exact)),
        ),
        Step(
            "w_BOOT F >= p P",
            ge(reference * rest_steps, exact * rest_exact),
            SumOfProducts(((reference - exact, rest_steps), (exact, rest_steps - rest_exact))),
            given=(above_exact, below),
        ),
    )
    definitions = tuple(d.relation for d in (*DEFINITIONS, BOOT))
    return (
        block_of_steps(),
        induction_over_plans("every plan: w >= w_BOOT >= p", (above_boot, above_exact), N1_PLANS, node),
        Step(
            "times a_T: no plan is below BOOT",
            ge(v_plan, v_boot),
            SumOfProducts(((a_T, own - reference),)),
            given=(*definitions, above_boot),
        ),
        Step(
            "times a_T: BOOT is not below the teacher",
            ge(v_boot, tau),
            SumOfProducts(((a_T, reference - exact),)),
            given=(*definitions, above_exact),
        ),
        Step(
            "so BOOT is closest to the teacher",
            le((v_boot - tau) ** 2, (v_plan - tau) ** 2),
            SumOfProducts(((v_plan - v_boot, v_plan - v_boot), (sp.Integer(2), v_plan - v_boot, v_boot - tau))),
            given=(ge(v_plan, v_boot), ge(v_boot, tau)),
        ),
    )


def derive_expanding() -> Derivation:
    under_vanilla, under_exact, outside = le(own, phi(exact)), le(own, exact), ge(exact, 1)
    below, rest_outside = le(rest, rest_exact), ge(rest_exact, 1)
    node = (
        rest_below(),
        Step(
            "w phi(Q) <= phi(p) phi(P) <= phi(pP): joining expanding blocks raises the operator",
            le(own * phi(rest), phi(exact * rest_exact)),
            SumOfProducts(
                (
                    (phi(exact) - own, 1 - gamma),
                    (phi(exact) - own, gamma, rest),
                    (gamma, rest_exact - rest, 1 - gamma),
                    (gamma, rest_exact - rest, gamma, exact),
                    (gamma, 1 - gamma, exact - 1, rest_exact - 1),
                )
            ),
            given=(under_vanilla, below, SHRINKS, outside, rest_outside),
        ),
        Step(
            "w phi(Q) <= p P",
            le(own * phi(rest), exact * rest_exact),
            SumOfProducts(
                (
                    (exact - own, 1 - gamma),
                    (exact - own, gamma, rest),
                    (exact, gamma, rest_exact - rest),
                    (exact, 1 - gamma, rest_exact - 1),
                )
            ),
            given=(under_exact, below, SHRINKS, rest_outside),
        ),
        stays_above_one(),
    )
    definitions = tuple(d.relation for d in (*DEFINITIONS, VANILLA))
    return (
        induction_over_plans(
            "every plan: w <= phi(p), w <= p, and p >= 1", (under_vanilla, under_exact, outside), N2_PLANS, node
        ),
        Step(
            "times a_T: no plan is above vanilla",
            le(v_plan, v_vanilla),
            SumOfProducts(((a_T, phi(exact) - own),)),
            given=(*definitions, under_vanilla),
        ),
        Step(
            "times a_T: vanilla is not above the teacher",
            le(v_vanilla, tau),
            SumOfProducts(((a_T, 1 - gamma, exact - 1),)),
            given=(*definitions, outside, SHRINKS),
        ),
        Step(
            "so vanilla is closest to the teacher",
            le((v_vanilla - tau) ** 2, (v_plan - tau) ** 2),
            SumOfProducts(
                ((v_vanilla - v_plan, v_vanilla - v_plan), (sp.Integer(2), v_vanilla - v_plan, tau - v_vanilla))
            ),
            given=(le(v_plan, v_vanilla), le(v_vanilla, tau)),
        ),
    )


def example(step: sp.Rational) -> dict[sp.Basic, sp.Basic]:
    """T = 2: the only merge plan is both BOOT and vanilla, with w = phi(a) and p = a; gamma = 1/2, a_T = 1."""
    merged = (1 + step) / 2
    return {
        a: step, a_T: sp.S.One, gamma: sp.S.Half, own: merged, reference: merged, exact: step,
        v_plan: merged, v_boot: merged, v_vanilla: merged, tau: step,
    }  # fmt: skip


N1 = Claim(
    id="N1",
    title="A contracting coordinate: BOOT bounds every plan from below",
    says="If a_t <= 1 for every t < T, then every merge plan has v >= v_BOOT >= tau. No order of the gamma_t is needed, "
    "and nothing is asked of a_T. The family is wider than the merge plans: a block's steps need only have the product of the "
    "operands merged, so that v_BOOT may be of other steps than the plan's.",
    provenance=Provenance.NEW,
    assumptions=(Assumption(CONTRACTING, "a_t <= 1 for t = 1, ..., T - 1"), SHRINKS_TEXT, *DEFINITIONS, BOOT),
    conclusions=(ge(v_plan, v_boot), ge(v_boot, tau), le((v_boot - tau) ** 2, (v_plan - tau) ** 2)),
    derive=derive_contracting,
    for_all="every T, every merge plan, all a_t >= 0 and gamma_t in [0, 1]",
    witness=example(sp.S.Half),
    depends_on=("D4.1",),
    families=(N1_PLANS, OPERANDS, BLOCKS),
    at_three=SmallCase(
        {CONTRACTING: at_three.BELOW_ONE, **at_three.SHRINKAGE},
        (
            ge(at_three.vanilla, at_three.boot),
            ge(at_three.consistency, at_three.boot),
            ge(at_three.boot, at_three.teacher),
            *at_three.closest(at_three.boot),
        ),
    ),
    recomputed=True,
    ablations={
        CONTRACTING: at_three.values("8/5", "2/3", "3/4", "2/5"),
        SHRINKS: at_three.values("2/5", "1/4", "11/3", "3/2"),
    },
)

N2 = Claim(
    id="N2",
    title="An expanding coordinate: vanilla bounds every plan from above",
    says="If a_t >= 1 for every t < T, then every merge plan has v <= v_vanilla <= tau.",
    provenance=Provenance.NEW,
    assumptions=(Assumption(EXPANDING, "a_t >= 1 for t = 1, ..., T - 1"), SHRINKS_TEXT, *DEFINITIONS, VANILLA),
    conclusions=(le(v_plan, v_vanilla), le(v_vanilla, tau), le((v_vanilla - tau) ** 2, (v_plan - tau) ** 2)),
    derive=derive_expanding,
    for_all="every T, every merge plan, all a_t >= 0 and gamma_t in [0, 1]",
    witness=example(sp.Integer(2)),
    depends_on=("D4.1",),
    families=(N2_PLANS, OPERANDS),
    at_three=SmallCase(
        {EXPANDING: at_three.ABOVE_ONE, **at_three.SHRINKAGE},
        (
            le(at_three.boot, at_three.vanilla),
            le(at_three.consistency, at_three.vanilla),
            le(at_three.vanilla, at_three.teacher),
            *at_three.closest(at_three.vanilla),
        ),
    ),
    recomputed=True,
    ablations={
        EXPANDING: at_three.values("2", "1/4", "3/4", "3/5"),
        SHRINKS: at_three.values("7/4", "8/5", "11/4", "12/5"),
    },
)
