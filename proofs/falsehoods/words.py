"""Claims that are false where SymPy is wrong: signs, poles, derivatives, limits and sums of what is not relied on."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.relations import eq, ge, gt
from proofs.theory.symbols import ge0, lam, real

x, u = real("x"), ge0("u")
n = sp.Symbol("n", integer=True, nonnegative=True)
k = sp.Symbol("k", integer=True, positive=True)
prime = sp.Symbol("p", prime=True)
other_lam = sp.Symbol("lambda", positive=True)
positive_function = sp.Function("h", positive=True)
_WORD = "is not among the functions"

FALSEHOODS: tuple[Falsehood, ...] = (
    falsehood(
        "the arc tangent of every n >= 0 is positive",
        "atan(0) = 0",
        f"atan {_WORD}",
        (Step("its sign", gt(sp.atan(n), 0), SumOfProducts(((sp.atan(n),),))),),
    ),
    falsehood(
        "coth and tanh are inverse everywhere",
        "coth has a pole at 0",
        _WORD,
        (Step("inverse", eq(sp.coth(x) * sp.sinh(x), sp.cosh(x)), Algebra()),),
    ),
    falsehood(
        "csch and sinh are inverse everywhere",
        "csch has a pole at 0",
        _WORD,
        (Step("inverse", eq(sp.csch(x) * sp.sinh(x), 1), Algebra()),),
    ),
    falsehood(
        "|x| has derivative 0 at 0",
        "it has none there",
        f"Abs {_WORD}",
        (Step("the derivative", eq(sp.Subs(sp.Derivative(sp.Abs(x), x), x, 0), 0), Algebra()),),
    ),
    falsehood(
        "the smaller of x and 0 has a derivative everywhere",
        "not at 0",
        "need not exist",
        (
            Step(
                "the derivative",
                eq(sp.Derivative(sp.Min(x, 0), x), sp.Derivative(sp.Min(x, 0), x) + 0 * x),
                Algebra(),
            ),
        ),
    ),
    falsehood(
        "1 / (1 + exp(-1/x)) tends to 1 as x tends to 0",
        "from the left it tends to 0",
        "is a limit of another form",
        (Step("the limit", eq(sp.Limit(1 / (1 + sp.exp(-1 / x)), x, 0), 1), Algebra()),),
    ),
    falsehood(
        "a sum of n - 2 ones is n - 2, for every n >= 0",
        "an empty sum is 0",
        "may run backwards",
        (Step("the sum", eq(sp.Sum(sp.S.One, (k, 1, n - 2)), n - 2), Algebra()),),
    ),
    falsehood(
        "every k from 0 on is positive",
        "0 is not",
        "starts outside of what its index declares",
        (Step("the sum", eq(sp.Sum(k**0 * sp.Min(k, 0), (k, 0, n)), 0), Algebra()),),
        conclude=(eq(sp.Sum(k + n, (k, 0, n)), sp.Sum(k + n, (k, 0, n)) * 1),),
    ),
    falsehood(
        "every number above 0 is at least 2",
        "1 is not; p is declared prime, which nothing checks",
        "declares more than a range",
        (Step("its least value", ge(prime, 2), SumOfProducts(((prime - 2,),))),),
    ),
    falsehood(
        "every function is positive",
        "-1 is a function; this one is declared positive",
        "declares a range",
        (Step("its sign", gt(positive_function(x), 0), SumOfProducts(((positive_function(x),),))),),
    ),
    falsehood(
        "the root of the square of a root is real",
        "not of a negative number",
        "is a power that is relied on",
        (
            Step("the root", eq(sp.sqrt(x) ** 2, x), Algebra()),
            Step("the same", eq(sp.sqrt(x), x**sp.S.Half), Algebra()),
        ),
    ),
    falsehood(
        "every variance is positive",
        "lambda may be 0; a second lambda is declared positive",
        "two symbols are called lambda",
        (
            Step("its sign", gt(other_lam, 0), SumOfProducts(((other_lam,),))),
            Step("a variance", ge(lam, 0), SumOfProducts(((lam,),))),
        ),
        conclude=(gt(other_lam, 0), ge(lam, 0)),
    ),
    falsehood(
        "a value outside of the range counts",
        "1/u at -1 is taken of a u that is no less than 0",
        "taken outside of what its symbol declares",
        (Step("the value", eq(sp.Subs(u + 1, u, -1), 0), Algebra()),),
    ),
    falsehood(
        "a rounded number is a number",
        "0.5 stands for whatever rounds to it",
        _WORD,
        (Step("a square", ge(x**2, 0), SumOfProducts(((x**2,),))),),
        exists=(gt(x, 0),),
        witness={x: sp.Float("0.5")},
    ),
)
