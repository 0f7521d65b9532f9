"""Derivations that do not derive: sums that do not sum, facts that are not there, inductions that stop short."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood, plain
from proofs.logic.derivation import Algebra, Cite, Induction, Step, SumOfProducts, ZeroSquare
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq, ge, gt, le
from proofs.theory.dynamic_program import BEST
from proofs.theory.symbols import ge0, real

x, y = real("x"), real("y")
count = ge0("c")

COUNTED = Family(
    "counted",
    (count,),
    (Construction("none", (), {count: sp.S.Zero}), Construction("one more", ({},), {count: count + 1})),
)
BUILT = Family("minus 2", (count,), (Construction("minus 2", (), {count: sp.Integer(-2)}),))
ABOVE = Step("a square", ge(x**2, 0), SumOfProducts(((x**2,),)))
ONE = Step("the start", le(sp.S.Zero, 1), SumOfProducts(((sp.S.One,),)))
ZERO = plain(le((x - y) ** 2, y))

FALSEHOODS: tuple[Falsehood, ...] = (
    falsehood(
        "no number is below 1",
        "0 is",
        "does not sum to the goal",
        (Step("a square", ge(x, 1), SumOfProducts(((x**2,),))),),
    ),
    falsehood(
        "every number is positive or 0",
        "-1 is not",
        "the sign of x does not follow",
        (Step("a factor", ge(x, 0), SumOfProducts(((x,),))),),
    ),
    falsehood(
        "every square is positive",
        "that of 0 is not",
        "strictly positive",
        (Step("a square", gt(x**2, 0), SumOfProducts(((x**2,),))),),
    ),
    falsehood(
        "every number is at most 1, by itself",
        "2 is not",
        "no assumption or earlier step provides",
        (Step("given", le(x, 1), SumOfProducts(((1 - x,),)), given=(le(x, 1),)),),
    ),
    falsehood(
        "the square of a sum is the sum of the squares",
        "not of 1 and 1",
        "the residual is not zero",
        (Step("multiplied out", eq((x + y) ** 2, x**2 + y**2), Algebra()),),
    ),
    falsehood(
        "a quotient is a sum wherever it stands",
        "it is undefined where x = y",
        "may be zero",
        (Step("cancelled", eq((x**2 - y**2) / (x - y), x + y), Algebra()),),
    ),
    falsehood(
        "numbers are equal whose difference has a small square",
        "0 and 1/2 are not, and 1/4 <= 1/2",
        "is not given",
        (Step("a square", eq(x, y), ZeroSquare(), given=(ZERO.relation,)),),
        assume=(ZERO,),
        witness={x: sp.S.Zero, y: sp.S.Half},
        ablations={ZERO.relation: {x: sp.Integer(5)}},
    ),
    falsehood(
        "whatever is counted is at most 1",
        "2 is counted",
        "not established: c + 1 <= 1",
        (
            Step(
                "by induction",
                le(count, 1),
                Induction(COUNTED, ((ONE,), (Step("it stays", ge(count + 1, 0), SumOfProducts(((count + 1,),))),))),
            ),
        ),
        families=(COUNTED,),
    ),
    falsehood(
        "all that is counted is 0",
        "1 is counted",
        "one proof is needed for each construction",
        (Step("by induction over the start alone", le(count, 0), Induction(COUNTED, ((),))),),
        families=(COUNTED,),
    ),
    falsehood(
        "minus 2 is at least 0",
        "it is built, and the variable that stands for it is declared to be at least 0",
        "-2 stands for c, but is not known to be nonnegative",
        (Step("by induction", ge(count, 0), Induction(BUILT, ((ABOVE,),))),),
        families=(BUILT,),
    ),
    falsehood(
        "the dynamic program is optimal",
        "T4.1 is refuted",
        "nothing follows from it",
        (Step("by T4.1", BEST, Cite("T4.1")),),
        depends_on=("T4.1",),
    ),
)
