"""D4.1: merging under signal shrinkage, the map phi and its identity, and induction over merge plans.

Every operator of a plan that starts at time j carries the factor a_j. Here it is divided out: v = a_j w, and w is
built from w = 1 (a leaf) by w -> w phi(Q), where Q is the product of the operands after the first.
"""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.logic.claim import Assumption, Claim, FromClaim, Kind
from proofs.logic.derivation import Algebra, Derivation, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, le
from proofs.logic.verdict import Provenance
from proofs.theory import student
from proofs.theory.symbols import a, gamma, ge0, real

# gamma_t lies in [0, 1]: declared non-negative, and this (P3.3; gamma = 1 is the limit s = oo).
SHRINKS = le(gamma, 1)
SHRINKS_TEXT = Assumption(SHRINKS, "gamma_t is a shrinkage factor (P3.3), 1 when the budget is infinite")
SHRINKS_FOLLOWS = Assumption(
    SHRINKS, "gamma_t is a shrinkage factor, by P3.3", Kind.FOLLOWS, FromClaim("P3.3", {gamma: student.shrinkage})
)


def phi(operator: sp.Expr) -> sp.Expr:
    """What the student holds of an operator after training from the identity: 1 - gamma + gamma x."""
    return 1 - gamma + gamma * operator


# A plan: its own value w, a reference w_ref, the exact product p (all without the outer factor).
own, reference, exact = ge0("w"), ge0(r"w_{\mathrm{ref}}"), ge0("p")
# The operands after the first: product of their operators Q, exact product P, product of phi over their steps F.
rest, rest_exact, rest_steps = ge0("Q"), ge0("P"), ge0("F")
# One of those operands: its outer factor is a (a step operator like any other).
other, other_reference, other_exact, other_gamma = ge0(r"w'"), ge0(r"w'_{\mathrm{ref}}"), ge0(r"p'"), ge0(r"\gamma'")

OTHER = {own: other, reference: other_reference, exact: other_exact, gamma: other_gamma}


def splits(x: sp.Expr, y: sp.Expr) -> sp.Expr:
    """phi(xy) - phi(x) phi(y), in factored form: the identity behind the phase transition."""
    return gamma * (1 - gamma) * (1 - x) * (1 - y)


def plan_family(node_reference: sp.Expr) -> Family:
    """Merge plans as triples (w, w_ref, p). node_reference: w_ref of a merge, from the first operand's and the rest."""
    leaf: dict[sp.Basic, sp.Basic] = {own: sp.S.One, reference: sp.S.One, exact: sp.S.One}
    node: dict[sp.Basic, sp.Basic] = {own: own * phi(rest), reference: node_reference, exact: exact * rest_exact}
    return Family(
        "merge plans",
        (own, reference, exact),
        (
            Construction("a leaf", (), leaf),
            Construction(
                "a merge of a plan and the operands after it",
                ({}, OTHER),
                node,
                (le(other_gamma, 1),),
                fresh=(rest, rest_exact, rest_steps, *OTHER.values()),
            ),
        ),
    )


# The operands of a merge after the first, as pairs (Q, P), and their steps as pairs (P, F). Each has its own a_t.
OPERANDS = Family(
    "the operands of a merge after the first",
    (rest, rest_exact),
    (
        Construction("one operand", (), {rest: a * other, rest_exact: a * other_exact}, fresh=(a, other, other_exact)),
        Construction(
            "one operand more",
            ({},),
            {rest: rest * a * other, rest_exact: rest_exact * a * other_exact},
            fresh=(a, other, other_exact),
        ),
    ),
)

# A block shares with the operands of its merge the exact product, and nothing else: its steps may be others than theirs.
BLOCKS = Family(
    "the steps of a block after the first operand",
    (rest_exact, rest_steps),
    (
        Construction("one step", (), {rest_exact: a, rest_steps: phi(a)}, fresh=(a,)),
        Construction("one step more", ({},), {rest_exact: rest_exact * a, rest_steps: rest_steps * phi(a)}, fresh=(a,)),
    ),
)


def stays_nonnegative(factor: sp.Expr, operator: sp.Expr) -> Step:
    """factor phi(operator) >= 0, both being non-negative."""
    return Step(
        "what is built is non-negative",
        ge(factor * phi(operator), 0),
        SumOfProducts(((factor, 1 - gamma), (factor, gamma, operator))),
        given=(SHRINKS,),
    )


def induction_over_plans(title: str, goals: tuple[Boolean, ...], family: Family, node_steps: Derivation) -> Step:
    """The goals on (w, w_ref, p) for every merge plan: true of a leaf, kept by a merge.

    node_steps: establish the goals for the merge; the induction hypothesis holds for the first operand (w, w_ref, p)
    and for each of the others (w', w'_ref, p', with its own gamma').
    """
    merge = (stays_nonnegative(own, rest), *node_steps)
    return Step(title, sp.And(*goals, evaluate=False), Induction(family, ((), merge)))


def rest_induction(goal: Boolean, step_of: Callable[[sp.Expr, sp.Expr], Derivation]) -> Step:
    """The goal on (Q, P) for the operands after the first, one operand after another.

    step_of(Q, P): establishes the goal when one operand is appended to operands with products Q, P; called with
    (1, 1) for the first of them.
    """
    return Step(
        "the operands after the first, one after another",
        goal,
        Induction(OPERANDS, (step_of(sp.S.One, sp.S.One), step_of(rest, rest_exact))),
    )


first_operand, other_operands = real("X_1"), real("Q")
MERGED = first_operand * phi(other_operands)
x_any, y_any = real("x"), real("y")

# P3.3 with the student started at X_1 and the target X_k ... X_1 = Q X_1.
TRAINED = student.CLOSED_FORM.subs(
    {student.start: first_operand, student.target: first_operand * other_operands}, simultaneous=True
)

FROM_FLOW = eq(TRAINED, MERGED.subs(gamma, student.shrinkage))
SPLIT = eq(phi(x_any * y_any) - phi(x_any) * phi(y_any), splits(x_any, y_any))
STAYS_POSITIVE = ge(phi(own), 0)
TOWARDS_ONE = eq(phi(x_any) - x_any, (1 - gamma) * (1 - x_any))


def derive() -> Derivation:
    return (
        Step(
            "train the student from X_1 towards X_k ... X_1 = Q X_1 by the flow of P3.3",
            FROM_FLOW,
            Algebra(),
        ),
        Step(
            "a merge is a convex combination of what is held and what is wanted",
            eq(MERGED, (1 - gamma) * first_operand + gamma * first_operand * other_operands),
            Algebra(),
        ),
        Step(
            "the identity: splitting a block changes the operator by gamma (1 - gamma) (1 - x) (1 - y)",
            SPLIT,
            Algebra(),
        ),
        Step(
            "phi moves every operator towards 1",
            TOWARDS_ONE,
            Algebra(),
        ),
        Step(
            "phi is increasing: its slope is gamma >= 0",
            eq(phi(x_any) - phi(y_any), gamma * (x_any - y_any)),
            Algebra(),
        ),
        Step(
            "phi of a non-negative operator is non-negative",
            STAYS_POSITIVE,
            SumOfProducts(((1 - gamma,), (gamma, own))),
            given=(SHRINKS,),
        ),
    )


D4_1 = Claim(
    id="D4.1",
    title="Surrogate composite operator",
    says="In one coordinate, with Q the product X_2 ... X_k: training the student of P3.3 from X_1 (X_1 first, starting at "
    "time t) towards X_1 Q gives X_1 (1 - gamma_t + gamma_t Q) = X_1 phi(Q). The map phi moves every operator towards 1, "
    "keeps non-negative ones so, and satisfies phi(xy) - phi(x) phi(y) = gamma (1 - gamma) (1 - x) (1 - y).",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(SHRINKS_TEXT,),
    conclusions=(FROM_FLOW, SPLIT, TOWARDS_ONE, STAYS_POSITIVE),
    derive=derive,
    for_all="all operators X_1 and products Q of a coordinate, all s >= 0 and n > 0; phi: all gamma_t in [0, 1]",
    witness={gamma: sp.S.Half},
    depends_on=("P3.3", "D2.1"),
    ablations={SHRINKS: {gamma: sp.Integer(2), own: sp.S.Zero}},
)
