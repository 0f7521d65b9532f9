"""False claims about plans and trajectories: what exists, what is fixed, what a merge gives."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood, plain
from proofs.logic.claim import Claim
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation, eq, ge, gt, le, lt
from proofs.theory.boot_and_vanilla import T4_3
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.dynamic_program import (
    KEPT,
    NEXT_BOOT,
    NEXT_EXACT,
    SAME,
    chosen,
    chosen_boot,
    chosen_exact,
    kept,
    kept_next,
)
from proofs.theory.merging import BLOCKS, SHRINKS, exact, own, phi, reference, rest, rest_exact, stays_nonnegative
from proofs.theory.onesided import CONTRACTING, N1, N1_PLANS
from proofs.theory.symbols import a, a_T, gamma, lam, sigma, tau, v_boot, v_plan
from proofs.theory.teacher import P3_2, TRAJECTORY, TRAJECTORY_WITH_VARIANCE, produced

_BUILT = "which is built: values do not show that it exists"


def _with_existing(claim: Claim, relation: Relation, at: dict[sp.Basic, sp.Basic], name: str, why: str) -> Falsehood:
    """A claim that says besides that something exists, shown by values that nothing constructs."""
    claim = replace(claim, id=f"false: {name}", exists=(relation,), witness={**claim.witness, **at})
    return Falsehood(name, why, claim, claim.derive(), _BUILT)


def _fixed(name: str, why: str, *symbols: sp.Symbol) -> Falsehood:
    """T4.3 for schedules in which these are the same at every time."""
    fixed = frozenset({lam, *symbols})
    families = tuple(renamed(f, {a: step_operator}, fixed=fixed) for f in N1.families)
    claim = replace(T4_3, id=f"false: {name}", families=families)
    return Falsehood(name, why, claim, T4_3.derive(), "is a number of one time and is not fresh")


_POWERS = Family(
    "powers of one step",
    (rest_exact,),
    (Construction("one step", (), {rest_exact: a}), Construction("once more", ({},), {rest_exact: rest_exact * a})),
)
_ONE_STEP = Family(TRAJECTORY.name, TRAJECTORY.variables, tuple(replace(c, fresh=()) for c in TRAJECTORY.constructions))
_last, _more = KEPT.constructions
_BOOT_KEPT = eq(chosen, reference * phi(a))
_KEPT_BY_DECREE = replace(KEPT, constructions=(_last, replace(_more, where=(NEXT_BOOT, NEXT_EXACT, _BOOT_KEPT))))
_ONE_MORE = Step(
    "one factor more",
    le(rest_exact * a, a),
    SumOfProducts(((a - rest_exact,), (rest_exact, 1 - a))),
    given=(le(rest_exact, a), CONTRACTING),
)
_CLOSER = lt((v_plan - tau) ** 2, (v_boot - tau) ** 2)
_SAME_AS_EXACT = eq(own, exact)

FALSEHOODS: tuple[Falsehood, ...] = (
    _with_existing(
        N1,
        _CLOSER,
        {own: sp.Rational(5, 8), v_plan: sp.Rational(5, 8)},
        "some plan beats BOOT in a contracting coordinate",
        "N1; no plan has w = 5/8 here",
    ),
    _with_existing(
        N1,
        lt(own, exact),
        {own: sp.S.Zero, v_plan: sp.S.Zero},
        "some plan falls below the teacher in a contracting coordinate",
        "N1; no plan has w = 0",
    ),
    _with_existing(
        P3_2,
        gt(produced, n_t),
        {produced: sp.Integer(2)},
        "some teacher expands the covariance",
        "P3.2; no trajectory produces 2",
    ),
    falsehood(
        "some plan beats BOOT",
        "not in a contracting coordinate; v_pi, v_BOOT and tau are any numbers here",
        _BUILT,
        (Step("a square", ge((v_plan - tau) ** 2, 0), SumOfProducts((((v_plan - tau) ** 2,),))),),
        exists=(_CLOSER,),
        witness={v_plan: sp.S.Zero, v_boot: sp.S.One, tau: sp.S.Zero},
    ),
    _fixed(
        "BOOT is optimal for every schedule, sigma_t being one number",
        "only for schedules with one sigma for all t",
        sigma,
    ),
    _fixed(
        "BOOT is optimal for every schedule, no step differing from another",
        "only for schedules with one step operator for all t",
        *step_operator.free_symbols,
    ),
    falsehood(
        "a block of steps is no larger than any one of its steps",
        "1 and then 1/2 is below 1; only powers of one step are",
        "a_t is a number of one time and is not fresh",
        (
            Step(
                "by induction",
                le(rest_exact, a),
                Induction(
                    _POWERS,
                    (
                        (),
                        (_ONE_MORE,),
                    ),
                ),
            ),
        ),
        assume=(plain(CONTRACTING),),
        families=(_POWERS,),
        witness={a: sp.S.Half, rest_exact: sp.S.Half},
        ablations={CONTRACTING: {a: sp.Integer(2), rest_exact: sp.Integer(4)}},
    ),
    Falsehood(
        "the teacher repeats one step",
        "the steps of a schedule differ",
        replace(P3_2, id="P3.2 for one step", families=(_ONE_STEP, TRAJECTORY_WITH_VARIANCE)),
        tuple(
            replace(s, by=replace(s.by, family=_ONE_STEP))
            if isinstance(s.by, Induction) and s.by.family == TRAJECTORY
            else s
            for s in P3_2.derive()
        ),
        "is a number of one time and is not fresh",
    ),
    falsehood(
        "whatever is kept is BOOT's",
        "another plan may be kept; the construction decrees it",
        "w_i is no new name of what is built",
        (
            Step(
                "by construction",
                SAME,
                Induction(
                    _KEPT_BY_DECREE,
                    (
                        (),
                        (
                            stays_nonnegative(reference, a),
                            Step(
                                "in range",
                                ge(chosen_boot, 0),
                                SumOfProducts(((reference * phi(a),),)),
                                given=(NEXT_BOOT, ge(reference * phi(a), 0)),
                            ),
                            Step(
                                "the same", eq(kept_next, a_T * chosen_boot), Algebra(), given=(NEXT_BOOT, _BOOT_KEPT)
                            ),
                        ),
                    ),
                ),
            ),
        ),
        assume=(plain(SHRINKS),),
        families=(_KEPT_BY_DECREE,),
        witness={gamma: sp.S.Half, kept: sp.S.One, a_T: sp.S.One, reference: sp.S.One},
        ablations={SHRINKS: {gamma: sp.Integer(2), kept: sp.S.Zero}},
    ),
    falsehood(
        "the exact product is kept, whatever the program compares",
        "the requirement that ties it is no hypothesis of the claim",
        "is required and is not among the assumptions",
        (Step("a square", ge(chosen_exact**2, 0), SumOfProducts(((chosen_exact**2,),))),),
        families=(replace(KEPT, constructions=(_last, replace(_more, where=(le(chosen, 1),)))),),
    ),
    falsehood(
        "every plan is the exact product",
        "a merge shrinks",
        "not established",
        (Step("by induction", _SAME_AS_EXACT, Induction(N1_PLANS, ((), (stays_nonnegative(own, rest),)))),),
        assume=(plain(SHRINKS),),
        families=(N1_PLANS,),
        witness={gamma: sp.S.Half, own: sp.S.One, exact: sp.S.One},
        ablations={SHRINKS: {gamma: sp.Integer(2), own: sp.S.Zero}},
    ),
    falsehood(
        "no numbers are below BOOT",
        "plans are not, and these are any numbers",
        "speaks of merge plans, which this claim does not",
        (Step("by N1", ge(v_plan, v_boot), Cite("N1")),),
        assume=N1.assumptions,
        depends_on=("N1",),
        witness=N1.witness,
        ablations={
            CONTRACTING: {a: sp.Integer(2), own: sp.S.Zero, v_plan: sp.S.Zero},
            SHRINKS: {gamma: sp.Integer(2), own: sp.S.Zero, v_plan: sp.S.Zero},
        },
    ),
    Falsehood(
        "no plan is below BOOT in any coordinate",
        "N1 needs a_t <= 1",
        replace(N1, id="N1 for every coordinate", assumptions=N1.assumptions[1:]),
        N1.derive(),
        "which no assumption or earlier step provides",
    ),
    falsehood(
        "a block is no larger than any one of its steps, each another",
        "1 and then 1/2 is below 1",
        "another number at every step",
        (Step("by induction", le(rest_exact, a), Induction(BLOCKS, ((), (_ONE_MORE,)))),),
        assume=(plain(CONTRACTING),),
        families=(BLOCKS,),
        witness={a: sp.S.Half, rest_exact: sp.S.Half},
        ablations={CONTRACTING: {a: sp.Integer(2), rest_exact: sp.Integer(4)}},
    ),
)
