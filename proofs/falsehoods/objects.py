"""False claims about what is built: out of what, and what an induction may use."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood, plain
from proofs.logic.derivation import Algebra, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, gt, le
from proofs.theory.symbols import ge0, real

w, m, u, g, b = ge0("W"), ge0("m"), ge0("u"), ge0("g"), ge0("b")
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
    "names more than one number of the operands",
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
    "gives an operand a name that is not new",
    (Step("every object", le(w, 1), Induction(_DOUBLED, ((_step(le(g, 1), (1 - g,), given=(le(g, 1),)),), ()))),),
    assume=(plain(le(g, 1)),),
    families=(_DOUBLED,),
    witness={g: HALF, w: HALF},
    ablations={le(g, 1): {g: TWO, w: TWO}},
)


# A family without a beginning has no objects.
_NO_BEGINNING = Family("sums", (r,), (Construction("one more", ({},), {r: r + 1}),))
NO_BEGINNING = falsehood(
    "every sum of ones is non-negative, whatever it starts from",
    "from -5 it goes to -4",
    "no construction starts from nothing",
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
    "required of what is built",
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

# A variable of which the construction says nothing.
_FORGOTTEN = Family(
    "halvings and a bound",
    (w, m),
    (Construction("the start", (), {w: ONE, m: ONE}), Construction("half", ({},), {w: w / 2})),
)
FORGOTTEN = falsehood(
    "the bound is 1 after any number of halvings",
    "after a halving the bound may be anything",
    "does not say what every variable becomes",
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
    "another number at every step",
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
    "one proof is needed for each construction",
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
    "no object is found that is one of ones and of twos",
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
    "which no assumption or earlier step provides",
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
    "which no assumption or earlier step provides",
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
    "no object is found of which 'one more than a large one' builds another",
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
    ablations={ge(w, 2): {w: sp.Rational(3, 2)}},
)

FALSEHOODS: tuple[Falsehood, ...] = (
    SHARED_NAME,
    PARAMETER,
    NO_BEGINNING,
    TIED,
    FORGOTTEN,
    OWN_NUMBER,
    CASE_LEFT_OUT,
    NOTHING_IN_BOTH,
    HYPOTHESIS_OF_OPERAND,
    ESCAPED,
    NEVER_BUILT,
)
