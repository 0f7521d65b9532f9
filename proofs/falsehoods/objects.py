"""False claims about plans and other families: what is built, out of what, and what an induction may use."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, defined, falsehood, plain
from proofs.logic.claim import Assumption, AtAnotherTime, FromClaim, Kind, SmallCase
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import eq, ge, gt, le, lt
from proofs.logic.verdict import Verdict
from proofs.theory import three_operators as at_three
from proofs.theory.boot_and_vanilla import BOOT_OPTIMAL
from proofs.theory.critical import CONTRACTS_BELOW
from proofs.theory.dynamic_program import BEST
from proofs.theory.merging import (
    BLOCKS,
    OPERANDS,
    OTHER,
    SHRINKS,
    SHRINKS_FOLLOWS,
    SHRINKS_TEXT,
    exact,
    own,
    reference,
)
from proofs.theory.onesided import BOOT, CONTRACTING, DEFINITIONS, N1, N2_PLANS, example
from proofs.theory.symbols import a, a_T, gamma, ge0, lam, real, tau, v_boot, v_plan
from proofs.theory.three_steps import SCHEDULE, half_shrinkage

w, m, u, g, b, c = ge0("W"), ge0("m"), ge0("u"), ge0("g"), ge0("b"), ge0("c")
r = real("r")
ONE, TWO, HALF = sp.S.One, sp.Integer(2), sp.S.Half


def _step(goal: sp.Basic, *products: tuple[sp.Expr, ...], given: tuple[sp.Basic, ...] = ()) -> Step:
    return Step(str(goal), goal, SumOfProducts(products), given)


# One operand under one name stands for two different operands.
_TWOS = Family(
    "products of twos and halves",
    (w,),
    (
        Construction("two", (), {w: TWO}),
        Construction("one half", (), {w: HALF}),
        Construction("a product of two of them", ({}, {}), {w: w * w}),
    ),
)
_NOT_ONE = gt((w - 1) ** 2, 0)
SHARED_NAME = falsehood(
    "no product of twos and halves is 1",
    "2 times 1/2 is 1: the two operands need not be the same",
    "",
    (
        Step(
            "every product",
            _NOT_ONE,
            Induction(
                _TWOS, ((), (), (_step(gt((w * w - 1) ** 2, 0), ((w - 1) ** 2, (w + 1) ** 2), given=(_NOT_ONE,)),))
            ),
        ),
    ),
    families=(_TWOS,),
    witness={w: TWO},
)

# The operand's parameter leaves the range for which the hypothesis is made.
_DOUBLED = Family(
    "a number with its bound",
    (w,),
    (
        Construction("the bound itself", (), {w: g}),
        Construction("one with twice the bound", ({w: u, g: 2 * g},), {w: u}, fresh=(u,)),
    ),
)
PARAMETER = falsehood(
    "no object exceeds 1",
    "from g = 1 the operand has the parameter 2, and is 2",
    "",
    (Step("every object", le(w, 1), Induction(_DOUBLED, ((_step(le(g, 1), (1 - g,), given=(le(g, 1),)),), ()))),),
    assume=(plain(le(g, 1)),),
    families=(_DOUBLED,),
    witness={g: HALF, w: HALF},
    ablations={le(g, 1): {g: TWO, w: TWO}},
)

# Two variables of a family become one.
_MERGED = {own: exact, v_plan: tau}
MERGED_VARIABLES = falsehood(
    "the teacher's composite is not below BOOT",
    "a_1 = a_2 = 1/2: the composite is 1/4 and BOOT 9/16",
    "",
    (Step("N1 for the plan whose operator is the exact product", ge(tau, v_boot), Cite("N1", _MERGED)),),
    assume=(plain(CONTRACTING), SHRINKS_TEXT, DEFINITIONS[1], BOOT),
    families=tuple(renamed(f, _MERGED) for f in N1.families),
    depends_on=("N1",),
    witness={**example(ONE), own: ONE},
    ablations={
        CONTRACTING: {a: TWO, exact: TWO, tau: TWO, reference: sp.Integer(3), v_boot: sp.Integer(3)},
        SHRINKS: {gamma: TWO, exact: ONE, tau: ONE, reference: TWO, v_boot: TWO},
    },
)

# The shrinkage at time T is taken to be the step operator, which differs from step to step.
_AS_STEP = {gamma: a}
SHRINKAGE_IS_STEP = falsehood(
    "BOOT is below every plan when each step is its own shrinkage",
    "the plan has shrinkage 1 and operator 1/2, BOOT's factor with shrinkage 1/2 is 3/4",
    "",
    (Step("N1 with gamma = a_t", ge(v_plan, v_boot), Cite("N1", _AS_STEP)),),
    assume=(plain(CONTRACTING), *DEFINITIONS, BOOT),
    families=tuple(renamed(f, _AS_STEP) for f in N1.families),
    depends_on=("N1",),
    witness={**example(HALF), own: sp.Rational(3, 4), reference: sp.Rational(3, 4)},
    ablations={CONTRACTING: {a: TWO, own: ONE, reference: TWO, v_plan: ONE, v_boot: TWO}},
)

# What exists is said of defined symbols, so that the plan is not seen.
EXISTS_DEFINED = falsehood(
    "a contracting plan below BOOT exists",
    "N1: no plan is below BOOT. No plan has w = 1/4",
    "",
    (Step("nothing is asked", ge(v_plan, v_boot - 9), SumOfProducts(((v_plan - v_boot + 9,),))),),
    conclude=(eq(v_plan - a_T * own, 0),),
    assume=(plain(CONTRACTING), SHRINKS_TEXT, *DEFINITIONS, BOOT),
    families=N1.families,
    exists=(lt(v_plan, v_boot),),
    depends_on=("N1",),
    witness={**example(HALF), own: sp.Rational(1, 4), v_plan: sp.Rational(1, 4)},
)
EXISTS_DEFINED = replace(
    EXISTS_DEFINED,
    claim=replace(
        EXISTS_DEFINED.claim,
        assumptions=(SHRINKS_TEXT, *DEFINITIONS, BOOT),
        conclusions=(ge((1 - gamma) * own, 0),),
        ablations={SHRINKS: {gamma: TWO, own: ONE, v_plan: ONE}},
    ),
    steps=(_step(ge((1 - gamma) * own, 0), (1 - gamma, own), given=(SHRINKS,)),),
)

# A hypothesis said to follow from a claim that needs a hypothesis of its own.
_FROM_N3 = Assumption(CONTRACTING, "a_t <= 1, by N3", Kind.FOLLOWS, FromClaim("N3", {a: CONTRACTS_BELOW.args[0]}))
BOOT_ALWAYS = falsehood(
    "BOOT is optimal for every lambda",
    "N3 gives a_t <= 1 only below the critical variance; at lambda = 4 vanilla is closer",
    "",
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
    "",
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
    "",
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

# A family without a beginning has no objects.
_NO_BEGINNING = Family("sums", (r,), (Construction("one more", ({},), {r: r + 1}),))
NO_BEGINNING = falsehood(
    "every sum of ones is non-negative, whatever it starts from",
    "from -5 it goes to -4",
    "",
    (Step("all sums", ge(r, 0), Induction(_NO_BEGINNING, ((_step(ge(r + 1, 0), (r,), (ONE,), given=(ge(r, 0),)),),))),),
    families=(_NO_BEGINNING,),
    witness={r: ONE},
)

# What a construction requires, tied to a number of the whole claim and in no list.
_TIED = Family(
    "the largest of several numbers",
    (w,),
    (
        Construction("one number", (), {w: u}, (eq(u, b),), fresh=(u,)),
        Construction("another number", ({},), {w: u}, (eq(u, b),), fresh=(u,)),
    ),
)
TIED = falsehood(
    "all numbers are one number",
    "1 and 2 are two. The construction takes b every time",
    "",
    (
        Step(
            "every number",
            eq(w, b),
            Induction(
                _TIED,
                tuple((Step("it is b", eq(u, b), Algebra(), given=(eq(u, b),)),) for _ in range(2)),
            ),
        ),
    ),
    families=(_TIED,),
    witness={w: ONE, b: ONE, u: ONE},
)

# The case at T = 3 says something else.
_LAST_SMALL = le(a_T, 1)
WRONG_SMALL_CASE = falsehood(
    "BOOT bounds contracting plans only if a_T <= 1",
    "nothing is asked of a_T (N1). At T = 3 another condition stands for it",
    "",
    (Step("N1", N1.conclusions[0], Cite("N1")),),
    assume=(*N1.assumptions, plain(_LAST_SMALL)),
    families=N1.families,
    depends_on=("N1",),
    witness=example(HALF),
    ablations={
        CONTRACTING: at_three.values("8/5", "2/3", "3/4", "2/5"),
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

# A variable of which the construction says nothing.
_FORGOTTEN = Family(
    "halvings and a bound",
    (w, m),
    (Construction("the start", (), {w: ONE, m: ONE}), Construction("half", ({},), {w: w / 2})),
)
FORGOTTEN = falsehood(
    "the bound is 1 after any number of halvings",
    "after a halving the bound may be anything",
    "",
    (Step("every object", le(m, 1), Induction(_FORGOTTEN, ((), ()))),),
    families=(_FORGOTTEN,),
    witness={w: ONE, m: ONE},
)

# A number of one step in what is shown of all.
_LATEST = Family(
    "the latest number",
    (w,),
    (Construction("none yet", (), {w: sp.S.Zero}), Construction("a number", ({},), {w: u}, fresh=(u,))),
)
OWN_NUMBER = falsehood(
    "the latest number is no larger than any number",
    "after 5 it is larger than 1",
    "",
    (Step("every object", le(w, u), Induction(_LATEST, ((_step(ge(u, 0), (u,)),), ()))),),
    families=(_LATEST,),
    witness={w: ONE, u: ONE},
)

# One case is left out.
_GROWS = Family(
    "growing numbers",
    (w,),
    (Construction("one", (), {w: ONE}), Construction("one more", ({},), {w: w + 1})),
)
CASE_LEFT_OUT = falsehood(
    "every growing number is at most 1",
    "1 + 1 = 2",
    "",
    (Step("every object", le(w, 1), Induction(_GROWS, ((),))),),
    families=(_GROWS,),
    witness={w: ONE},
)

# Two families share a variable, and have no object in common.
_ONES = Family("ones", (w,), (Construction("one", (), {w: ONE}),))
_TWOS_ONLY = Family("twos", (w,), (Construction("two", (), {w: TWO}),))
NOTHING_IN_BOTH = falsehood(
    "ones and twos are at most 0",
    "1 > 0. Nothing is both a one and a two",
    "",
    (
        Step("ones", le(w, 1), Induction(_ONES, ((),))),
        Step("twos", ge(w, 2), Induction(_TWOS_ONLY, ((),))),
        _step(le(w, 0), (TWO, 1 - w), (w - 2,), given=(le(w, 1), ge(w, 2))),
    ),
    families=(_ONES, _TWOS_ONLY),
    witness={w: sp.S.Zero},
)

# A hypothesis about the object is used of what it was built from.
_HISTORY = Family(
    "a number and the one before it",
    (w, m),
    (
        Construction("none", (), {w: sp.S.Zero, m: sp.S.Zero}),
        Construction("another", ({},), {w: u, m: w}, fresh=(u,)),
    ),
)
HYPOTHESIS_OF_OPERAND = falsehood(
    "if the last number is at most 1, so is the one before",
    "5, then 1/2",
    "",
    (Step("every object", le(m, 1), Induction(_HISTORY, ((), (_step(le(w, 1), (1 - w,), given=(le(w, 1),)),)))),),
    assume=(plain(le(w, 1)),),
    families=(_HISTORY,),
    witness={w: ONE, m: ONE, u: ONE},
    ablations={le(w, 1): {w: TWO, m: TWO}},
)

# What was shown of an operand inside a case is used of a symbol outside.
_PAIR = Family(
    "ones by products",
    (w,),
    (Construction("one", (), {w: ONE}), Construction("a product", ({}, {w: u}), {w: w * u}, fresh=(u,))),
)
_SMALL = le(w, 1)
ESCAPED = falsehood(
    "every u >= 0 is at most 1",
    "2 is not: only operands are",
    "",
    (
        Step(
            "every product",
            _SMALL,
            Induction(
                _PAIR,
                (
                    (),
                    (
                        _step(le(u, 1), (1 - u,), given=(le(u, 1),)),
                        _step(le(w * u, 1), (1 - w,), (w, 1 - u), given=(_SMALL, le(u, 1))),
                    ),
                ),
            ),
        ),
        _step(le(u, 1), (1 - u,), given=(le(u, 1),)),
    ),
    families=(_PAIR,),
    witness={w: ONE, u: ONE},
)

# The last operator is not among those of which the hypothesis is made.
LAST_STEP = falsehood(
    "the last step contracts when the others do",
    "nothing ties a_T to the a_t before it",
    "",
    (_step(le(v_plan, own), (own, 1 - a_T), given=(le(a_T, 1), DEFINITIONS[0].relation)),),
    assume=(
        plain(CONTRACTING),
        Assumption(le(a_T, 1), "at time T", Kind.FOLLOWS, AtAnotherTime(CONTRACTING, {a: a_T})),
        DEFINITIONS[0],
    ),
    families=N1.families,
    witness=example(HALF),
    ablations={CONTRACTING: {a_T: TWO, v_plan: sp.Rational(3, 2)}},
)

# The claim itself, and a refuted claim, as sources.
CITES_ITSELF = falsehood(
    "no plan is above BOOT",
    "vanilla is, when a_1 = a_2 = 1/2. The claim cites itself",
    "",
    (Step("as said", le(v_plan, v_boot), Cite("false: no plan is above BOOT")),),
    assume=(*DEFINITIONS, BOOT),
    families=N1.families,
    depends_on=("false: no plan is above BOOT",),
    witness=example(HALF),
)
CITES_REFUTED = falsehood(
    "the one-operator program is optimal at T = 3",
    "T4.1 is refuted, and cited",
    "",
    (Step("as titled", BEST, Cite("T4.1")),),
    assume=SCHEDULE,
    depends_on=("T4.1",),
    witness={**half_shrinkage(("4/5", "3/5"), ("3/5", "4/5"), "1")},
    ablations={x.relation: half_shrinkage(("4/5", "3/5"), ("3/5", "4/5"), "52/27") for x in SCHEDULE},
)

# Nothing is concluded about the plans of which the words speak.
NOT_ABOUT_PLANS = falsehood(
    "BOOT is optimal for every lambda among all merge plans",
    "it is not; what is concluded is that squares are non-negative",
    "",
    (_step(ge(lam * gamma, 0), (lam, gamma)),),
    families=N1.families,
    witness=example(HALF),
)

# An operand under the name of a number of the claim, so that its induction hypothesis is about that number.
_NAMED = Family(
    "ones",
    (w,),
    (Construction("one", (), {w: ONE}), Construction("the same again", ({w: c},), {w: c})),
)
NAMED_OPERAND = falsehood(
    "a fixed number is at most 1",
    "2 is not; the construction calls its operand by the name of the number",
    "",
    (
        Step("every object", le(w, 1), Induction(_NAMED, ((), (_step(le(c, 1), (1 - c,), given=(le(c, 1),)),)))),
        _step(le(c * w, c), (c, 1 - w), given=(le(w, 1),)),
        _step(le(c, 1), (1 - c,), given=(le(c, 1),)),
    ),
    families=(_NAMED,),
    witness={w: ONE, c: ONE},
)

# A shrinkage of every operand, fixed once for all.
_FIXED_OPERAND = tuple(renamed(f, OTHER, fixed=frozenset(OTHER.values())) for f in N1.families)
FIXED_OPERANDS = falsehood(
    "no product of operands differs from a power",
    "the operands of a merge differ; here each is the same number",
    "",
    (Step("N1", ge(v_plan, v_boot), Cite("N1", OTHER)),),
    assume=(
        plain(CONTRACTING),
        plain(le(OTHER[gamma], 1)),
        *(
            defined(eq(d.relation.args[0], a_T * OTHER[x]))
            for d, x in zip((*DEFINITIONS, BOOT), (own, exact, reference))
        ),
    ),
    families=_FIXED_OPERAND,
    depends_on=("N1",),
    witness={**example(HALF), **{OTHER[x]: example(HALF)[x] for x in OTHER}},
    ablations={
        CONTRACTING: {v_plan: sp.S.Zero, OTHER[own]: sp.S.Zero},
        le(OTHER[gamma], 1): {v_plan: sp.S.Zero, OTHER[own]: sp.S.Zero},
    },
)

# A construction that is never possible, because of what is required of the operand.
_NEVER = Family(
    "numbers built from large ones",
    (w,),
    (
        Construction("one", (), {w: ONE}),
        Construction("one more than a large one", ({},), {w: w + 1}, (ge(w, 2),)),
    ),
)
NEVER_BUILT = falsehood(
    "large numbers are at most 1",
    "2 is not. Nothing can be built",
    "",
    (
        Step(
            "every object",
            le(w, 1),
            Induction(_NEVER, ((), (_step(le(w + 1, 1), (TWO, 1 - w), (w - 2,), given=(le(w, 1), ge(w, 2))),))),
        ),
    ),
    assume=(plain(ge(w, 2)),),
    families=(_NEVER,),
    witness={w: TWO},
    ablations={ge(w, 2): {w: sp.Integer(3)}},
)

OBJECTS: tuple[Falsehood, ...] = (
    SHARED_NAME,
    PARAMETER,
    MERGED_VARIABLES,
    SHRINKAGE_IS_STEP,
    EXISTS_DEFINED,
    BOOT_ALWAYS,
    SWAPPED_FAMILIES,
    FALSE_REFUTATION,
    NO_BEGINNING,
    TIED,
    WRONG_SMALL_CASE,
    FORGOTTEN,
    OWN_NUMBER,
    CASE_LEFT_OUT,
    NOTHING_IN_BOTH,
    HYPOTHESIS_OF_OPERAND,
    ESCAPED,
    LAST_STEP,
    CITES_ITSELF,
    CITES_REFUTED,
    NOT_ABOUT_PLANS,
    NAMED_OPERAND,
    FIXED_OPERANDS,
    NEVER_BUILT,
)
