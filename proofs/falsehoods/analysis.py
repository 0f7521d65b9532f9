"""False claims by SymPy's own evaluation: roots, poles, integrals, limits, sums, derivatives."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, defined, falsehood
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.relations import Relation, Values, eq, ge
from proofs.theory.symbols import ge0, real

x, y = real("x"), real("y")
moving, named = real("X"), real("Y")
u, v, positive = ge0("u"), ge0("v"), sp.Symbol("p", positive=True)
n, k, j = (sp.Symbol(name, integer=True) for name in ("n", "k", "j"))
count = sp.Symbol("N", integer=True, positive=True)
natural = sp.Symbol("m", integer=True, nonnegative=True)
whole = sp.Symbol("t", integer=True, positive=True)
ZERO, ONE, TWO, HALF = sp.S.Zero, sp.S.One, sp.Integer(2), sp.S.Half


def _equation(name: str, why: str, reason: str, goal: Relation, witness: Values) -> Falsehood:
    """An equation that Algebra is to prove without anything given."""
    return falsehood(name, why, reason, (Step(name, goal, Algebra()),), witness=witness)


def _sign(
    name: str, why: str, reason: str, goal: Relation, *products: tuple[sp.Expr, ...], witness: Values
) -> Falsehood:
    return falsehood(name, why, reason, (Step(name, goal, SumOfProducts(products)),), witness=witness)


_BESIDE = eq(named, moving)

FALSEHOODS: tuple[Falsehood, ...] = (
    _equation(
        "the root of x^2 is x", "at -1 it is 1", "Abs is not among the functions", eq(sp.sqrt(x**2), x), {x: ONE}
    ),
    _equation(
        "the root of a product is that of the factors, for all reals",
        "at x = y = -1 the left is 1 and the right undefined",
        "relied on for a non-negative base",
        eq(sp.sqrt(x * y), sp.sqrt(x) * sp.sqrt(y)),
        {x: ONE, y: ONE},
    ),
    _sign(
        "1/x^2 is non-negative for every x",
        "undefined at 0",
        "the denominator x may be zero",
        ge(1 / x**2, 0),
        (1 / x**2,),
        witness={x: ONE},
    ),
    _equation(
        "0 to the power m is 0", "0^0 = 1", "the residual is not zero", eq(sp.Pow(0, natural), 0), {natural: ONE}
    ),
    _equation(
        "u^m u^-m = 1",
        "0^1 has no inverse",
        "the denominator u may be zero",
        eq(sp.Mul(u**natural, u**-natural, evaluate=False), 1),
        {u: ONE, natural: ONE},
    ),
    _equation(
        "(x^2 - 1)/(x - 1) = x + 1 for every x",
        "undefined at 1",
        "the denominator x - 1 may be zero",
        eq((x**2 - 1) / (x - 1), x + 1),
        {x: TWO},
    ),
    _equation(
        "tan x cos x = sin x",
        "undefined at pi/2",
        "the denominator cos(x) may be zero",
        eq(sp.tan(x) * sp.cos(x), sp.sin(x)),
        {x: ZERO},
    ),
    _equation(
        "the integral of 1/u^2 over (-1, 1) is -2",
        "it diverges",
        "the denominator x may be zero",
        eq(sp.Integral(1 / x**2, (x, -1, 1)), -2),
        {},
    ),
    _equation(
        "the integral of cos(k x) over (0, pi) is 0",
        "at k = 0 it is pi",
        "the residual is not zero",
        eq(sp.Integral(sp.cos(k * x), (x, 0, sp.pi)), sp.sin(sp.pi * k) / k),
        {k: ONE},
    ),
    _equation(
        "the integral of exp(-u x) over x > 0 is 1/u",
        "at u = 0 it diverges",
        "the denominator u may be zero",
        eq(sp.Integral(sp.exp(-u * x), (x, 0, sp.oo)), 1 / u),
        {u: ONE},
    ),
    _equation(
        "the integral of sin(pi t) over (0, 1) is 0",
        "it is 2/pi: the bound symbol is declared an integer",
        "runs over a symbol that declares a range",
        eq(sp.Integral(sp.sin(sp.pi * whole, evaluate=False), (whole, 0, 1)), 0),
        {},
    ),
    _sign(
        "the integral of exp(-x) from u to v is non-negative",
        "not when v < u",
        "does not follow from the hypotheses",
        ge(sp.Integral(sp.exp(-x), (x, u, v)), 0),
        (sp.Integral(sp.exp(-x), (x, u, v)),),
        witness={u: ONE, v: TWO},
    ),
    _sign(
        "the sum of t over -3, ..., 0 is non-negative",
        "it is -6: the bound symbol is declared positive",
        "outside of what its index declares",
        ge(sp.Sum(whole, (whole, -3, 0)), 0),
        (sp.Sum(whole, (whole, -3, 0)),),
        witness={},
    ),
    _equation(
        "1 + ... + n = n (n + 1)/2 for every integer n",
        "at n = -5 the sum is empty",
        "may run backwards",
        eq(sp.Sum(j, (j, 1, n)), n * (n + 1) / 2),
        {n: ONE},
    ),
    _equation(
        "the geometric sum",
        "at x = 1 it is N, not 0/0",
        "the denominator 1 - x may be zero",
        eq(sp.Sum(x**j, (j, 0, count - 1)), (1 - x**count) / (1 - x)),
        {x: TWO, count: ONE},
    ),
    _equation(
        "1/(1 + (p - 1) N) tends to 0",
        "at p = 1 it is 1",
        "may be another limit for some values",
        eq(sp.Limit(1 / (1 + (positive - 1) * count), count, sp.oo), 0),
        {positive: TWO},
    ),
    _equation(
        "u N/(u N + 1) tends to 1",
        "at u = 0 it is 0",
        "may be another limit for some values",
        eq(sp.Limit(u * count / (u * count + 1), count, sp.oo), 1),
        {u: ONE},
    ),
    _equation(
        "y x^2/x^2 at x = 0 is y",
        "undefined at 0",
        "the denominator 0 may be zero",
        eq(sp.Subs(sp.Mul(y * x**2, sp.Pow(x, -2), evaluate=False), x, 0), y),
        {y: ONE},
    ),
    _equation(
        "(y^2 - x^2)/(y - x) at x = y is 2 y",
        "undefined there",
        "the denominator 0 may be zero",
        eq(sp.Subs((y**2 - x**2) / (y - x), x, y), 2 * y),
        {y: ONE},
    ),
    falsehood(
        "the derivative of x y by x is y, where y is x",
        "that of x^2 is 2 x",
        "over which Derivative(X*Y, X) runs",
        (Step("product", eq(sp.Derivative(moving * named, moving), named), Algebra(), given=(_BESIDE,)),),
        assume=(defined(_BESIDE),),
        witness={moving: ONE, named: ONE},
    ),
    falsehood(
        "the integral of y = x over (0, 1) is y",
        "it is 1/2",
        "over which Integral(Y, (X, 0, 1)) runs",
        (Step("constant", eq(sp.Integral(named, (moving, 0, 1)), named), Algebra()),),
        assume=(defined(_BESIDE),),
        witness={moving: ONE, named: ONE},
    ),
    falsehood(
        "y = x at x = 0 is y",
        "it is 0",
        "over which Subs(Y, X, 0) runs",
        (Step("constant", eq(sp.Subs(named, moving, 0), named), Algebra()),),
        assume=(defined(_BESIDE),),
        witness={moving: ONE, named: ONE},
    ),
    _equation(
        "the larger of x and y is x",
        "not when x < y",
        "Max is not among the functions",
        eq(sp.Max(x, y), x),
        {x: ONE, y: ONE},
    ),
    _sign(
        "the smaller of x^2 and y is non-negative",
        "not when y < 0",
        "does not follow from the hypotheses",
        ge(sp.Min(x**2, y), 0),
        (sp.Min(x**2, y),),
        witness={x: ONE, y: ONE},
    ),
)
