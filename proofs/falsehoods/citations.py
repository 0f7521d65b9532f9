"""False claims about merge plans: whose families and hypotheses are cited, and what stands for them at T = 3."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood, plain
from proofs.logic.claim import Assumption, AtAnotherTime, FromClaim, Kind, SmallCase
from proofs.logic.derivation import Cite, Step, SumOfProducts
from proofs.logic.family import Family, renamed
from proofs.logic.relations import ge, le, lt
from proofs.logic.verdict import Verdict
from proofs.theory import three_operators as at_three
from proofs.theory.boot_and_vanilla import BOOT_OPTIMAL
from proofs.theory.critical import CONTRACTS_BELOW
from proofs.theory.merging import (
    BLOCKS,
    OPERANDS,
    SHRINKS,
    SHRINKS_FOLLOWS,
    SHRINKS_TEXT,
    exact,
    own,
    reference,
)
from proofs.theory.onesided import BOOT, CONTRACTING, DEFINITIONS, N1, N1_PLANS, N2_PLANS, example
from proofs.theory.symbols import a, a_T, gamma, ge0, lam, real, v_boot, v_plan

u = ge0("u")
ONE, TWO, HALF = sp.S.One, sp.Integer(2), sp.S.Half


def _step(goal: sp.Basic, *products: tuple[sp.Expr, ...], given: tuple[sp.Basic, ...] = ()) -> Step:
    return Step(str(goal), goal, SumOfProducts(products), given)


# The shrinkage at time T is taken to be the step operator, which differs from step to step.
_AS_STEP = {gamma: a}
SHRINKAGE_IS_STEP = falsehood(
    "BOOT is below every plan when each step is its own shrinkage",
    "the plan has shrinkage 1 and operator 1/2, BOOT's factor with shrinkage 1/2 is 3/4",
    "N1 keeps gamma apart",
    (Step("N1 with gamma = a_t", ge(v_plan, v_boot), Cite("N1", _AS_STEP)),),
    assume=(plain(CONTRACTING), *DEFINITIONS, BOOT),
    families=tuple(renamed(f, _AS_STEP) for f in N1.families),
    depends_on=("N1",),
    witness={**example(HALF), own: sp.Rational(3, 4), reference: sp.Rational(3, 4)},
    ablations={CONTRACTING: {a: TWO, own: ONE, reference: TWO, v_plan: ONE, v_boot: TWO}},
)

# What exists is said of defined symbols, so that the plan is not seen.
_POSITIVE_PART = ge((1 - gamma) * own, 0)
EXISTS_DEFINED = falsehood(
    "a contracting plan below BOOT exists",
    "N1: no plan is below BOOT. No plan has w = 1/4",
    "which is built: values do not show that it exists",
    (_step(_POSITIVE_PART, (1 - gamma, own), given=(SHRINKS,)),),
    assume=(SHRINKS_TEXT, *DEFINITIONS, BOOT),
    families=N1.families,
    exists=(lt(v_plan, v_boot),),
    depends_on=("N1",),
    witness={**example(HALF), own: sp.Rational(1, 4), v_plan: sp.Rational(1, 4)},
    ablations={SHRINKS: {gamma: TWO, own: ONE, v_plan: ONE}},
)

# A hypothesis said to follow from a claim that needs a hypothesis of its own.
_FROM_N3 = Assumption(CONTRACTING, "a_t <= 1, by N3", Kind.FOLLOWS, FromClaim("N3", {a: CONTRACTS_BELOW.args[0]}))
BOOT_ALWAYS = falsehood(
    "BOOT is optimal for every lambda",
    "N3 gives a_t <= 1 only below the critical variance; at lambda = 4 vanilla is closer",
    "and N2 speaks of a_t without it",
    (Step("N1", BOOT_OPTIMAL, Cite("N1")),),
    assume=(_FROM_N3, SHRINKS_FOLLOWS, *DEFINITIONS, BOOT),
    families=N1.families,
    depends_on=("N1", "N3", "P3.3"),
    witness=example(HALF),
)

# The families of another claim, under the same names.
SWAPPED_FAMILIES = falsehood(
    "no plan is below its outer factor",
    "a_1 = 1/2, gamma = 1/2: the plan is 3/4 of a_T. N2's plans have w_ref = 1",
    "speaks of merge plans, which this claim does not",
    (Step("N1 for the plans of N2", ge(v_plan, v_boot), Cite("N1")),),
    assume=(plain(CONTRACTING), SHRINKS_TEXT, *DEFINITIONS, BOOT),
    families=(N2_PLANS, OPERANDS, BLOCKS),
    depends_on=("N1",),
    witness=example(HALF),
    ablations={CONTRACTING: {a: TWO, reference: TWO, v_boot: TWO}, SHRINKS: {gamma: TWO, reference: TWO, v_boot: TWO}},
)

# A refutation by values that belong to no plan.
_NO_PLAN = {**example(HALF), own: sp.Rational(1, 4), v_plan: sp.Rational(1, 4)}
FALSE_REFUTATION = falsehood(
    "BOOT is not optimal for contracting coordinates",
    "it is, by N1: the counterexample is no plan",
    "values alone do not construct one",
    (Step("the operators of the example", lt(sp.Rational(1, 4), sp.Rational(3, 4)), SumOfProducts(((HALF,),))),),
    conclude=N1.conclusions[:1],
    assume=N1.assumptions,
    families=N1.families,
    depends_on=("D4.1",),
    witness=_NO_PLAN,
)
FALSE_REFUTATION = replace(
    FALSE_REFUTATION,
    claim=replace(FALSE_REFUTATION.claim, expected=Verdict.REFUTED, counterexample=_NO_PLAN),
)

# The case at T = 3 says something else.
_LAST_SMALL = le(a_T, 1)
WRONG_SMALL_CASE = falsehood(
    "BOOT bounds contracting plans only if a_T <= 1",
    "nothing is asked of a_T (N1). At T = 3 another condition stands for it",
    "no conclusion rests on a_T <= 1",
    (Step("N1", N1.conclusions[0], Cite("N1")),),
    assume=(*N1.assumptions, plain(_LAST_SMALL)),
    families=N1.families,
    depends_on=("N1",),
    witness=example(HALF),
    ablations={
        CONTRACTING: at_three.values("2/3", "8/5", "3/4", "2/5"),
        SHRINKS: at_three.values("2/5", "1/4", "11/3", "3/2"),
        _LAST_SMALL: at_three.values("8/5", "2/3", "3/4", "2/5"),
    },
)
WRONG_SMALL_CASE = replace(
    WRONG_SMALL_CASE,
    claim=replace(
        WRONG_SMALL_CASE.claim,
        at_three=SmallCase(
            {
                CONTRACTING: (le(at_three.a_1, 1),),
                _LAST_SMALL: (le(at_three.a_2, 1),),
                **at_three.SHRINKAGE,
            },
            (ge(at_three.vanilla, at_three.boot), ge(at_three.consistency, at_three.boot)),
        ),
    ),
)

# The last operator is not among those of which the hypothesis is made.
_BOTH_STEPS = le(a * a_T * u, u)
LAST_STEP = falsehood(
    "two steps contract, the last among them, when those before the last do",
    "nothing ties a_T to the a_t before it",
    "which is no equation about one time",
    (_step(_BOTH_STEPS, (u, 1 - a), (u, a, 1 - a_T), given=(CONTRACTING, le(a_T, 1))),),
    assume=(
        plain(CONTRACTING),
        Assumption(le(a_T, 1), "at time T", Kind.FOLLOWS, AtAnotherTime(CONTRACTING, {a: a_T})),
    ),
    witness={a: HALF, a_T: HALF, u: ONE},
    ablations={CONTRACTING: {a: sp.Integer(4)}},
)

# The claim itself as its source.
CITES_ITSELF = falsehood(
    "no plan is above BOOT",
    "vanilla is, when a_1 = a_2 = 1/2. The claim cites itself",
    "depends on itself",
    (Step("as said", le(v_plan, v_boot), Cite("false: no plan is above BOOT")),),
    assume=(SHRINKS_TEXT, *DEFINITIONS, BOOT),
    families=N1.families,
    depends_on=("false: no plan is above BOOT",),
    witness=example(HALF),
    ablations={SHRINKS: {gamma: TWO, own: ONE, v_plan: ONE, reference: HALF, v_boot: HALF}},
)

# Nothing is concluded about the plans of which the words speak.
NOT_ABOUT_PLANS = falsehood(
    "BOOT is optimal for every lambda among all merge plans",
    "it is not; what is concluded is that squares are non-negative",
    "concludes nothing of them",
    (_step(ge(lam * (1 - gamma), 0), (lam, 1 - gamma), given=(SHRINKS,)),),
    assume=(SHRINKS_TEXT,),
    families=N1.families,
    witness={**example(HALF), lam: ONE},
    ablations={SHRINKS: {gamma: TWO}},
)


# A number of its own between the plan and BOOT.
_MIDDLE, _ALIKE = real("M"), Family("ones", (own, reference, exact), (N1_PLANS.constructions[0],))
_BETWEEN = (ge(v_plan, _MIDDLE), ge(_MIDDLE, v_boot))
BY_A_MIDDLE = falsehood(
    "no leaf is below BOOT, by a number between them",
    "the hypotheses say so of the plan itself",
    "M is in no conclusion and no construction",
    (_step(ge(v_plan, v_boot), (v_plan - _MIDDLE,), (_MIDDLE - v_boot,), given=_BETWEEN),),
    assume=(*map(plain, _BETWEEN), *DEFINITIONS, BOOT),
    families=(_ALIKE,),
    witness={**example(HALF), _MIDDLE: sp.Rational(3, 4)},
    ablations={_BETWEEN[0]: {own: HALF, v_plan: HALF}, _BETWEEN[1]: {reference: TWO, v_boot: TWO}},
)

FALSEHOODS: tuple[Falsehood, ...] = (
    SHRINKAGE_IS_STEP,
    EXISTS_DEFINED,
    BOOT_ALWAYS,
    SWAPPED_FAMILIES,
    FALSE_REFUTATION,
    WRONG_SMALL_CASE,
    LAST_STEP,
    CITES_ITSELF,
    NOT_ABOUT_PLANS,
    BY_A_MIDDLE,
)
