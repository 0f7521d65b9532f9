"""False claims by SymPy's own evaluation: roots, poles, integrals, limits, sums, derivatives."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, defined, falsehood, plain
from proofs.logic.derivation import Algebra, Step, SumOfProducts
from proofs.logic.relations import Relation, Values, eq, ge, le
from proofs.theory.symbols import ge0, real

x, y = real("x"), real("y")
u, v, positive = ge0("u"), ge0("v"), sp.Symbol("p", positive=True)
n, k, j = (sp.Symbol(name, integer=True) for name in ("n", "k", "j"))
count = sp.Symbol("N", integer=True, positive=True)
natural = sp.Symbol("m", integer=True, nonnegative=True)
whole = sp.Symbol("t", integer=True, positive=True)
f = sp.Function("f")
ONE, TWO, HALF = sp.S.One, sp.Integer(2), sp.S.Half


def _equation(name: str, why: str, goal: Relation, witness: Values) -> Falsehood:
    """An equation that Algebra is to prove without anything given."""
    return falsehood(name, why, "", (Step(name, goal, Algebra()),), witness=witness)


def _sign(name: str, why: str, goal: Relation, *products: tuple[sp.Expr, ...], witness: Values) -> Falsehood:
    return falsehood(name, why, "", (Step(name, goal, SumOfProducts(products)),), witness=witness)


_BESIDE = eq(y, x)
_AT_A_POINT = eq(f(x), 0)

ANALYSIS: tuple[Falsehood, ...] = (
    _equation("the root of x^2 is x", "at -1 it is 1", eq(sp.sqrt(x**2), x), {x: ONE}),
    _equation(
        "the root of a product is that of the factors, for all reals",
        "at x = y = -1 the left is 1 and the right undefined",
        eq(sp.sqrt(x * y), sp.sqrt(x) * sp.sqrt(y)),
        {x: ONE, y: ONE},
    ),
    _sign("1/x^2 is non-negative for every x", "undefined at 0", ge(1 / x**2, 0), (1 / x**2,), witness={x: ONE}),
    _sign(
        "the root of x is non-negative for every x",
        "undefined at -1",
        ge(sp.sqrt(x), 0),
        (sp.sqrt(x),),
        witness={x: ONE},
    ),
    _equation("0 to the power m is 0", "0^0 = 1", eq(sp.Pow(0, natural), 0), {natural: ONE}),
    _equation(
        "u^m u^-m = 1",
        "0^1 has no inverse",
        eq(sp.Mul(u**natural, u**-natural, evaluate=False), 1),
        {u: ONE, natural: ONE},
    ),
    _equation("(x^2 - 1)/(x - 1) = x + 1 for every x", "undefined at 1", eq((x**2 - 1) / (x - 1), x + 1), {x: TWO}),
    _equation("tan x cos x = sin x", "undefined at pi/2", eq(sp.tan(x) * sp.cos(x), sp.sin(x)), {x: ONE - ONE}),
    _equation(
        "the integral of 1/u^2 over (-1, 1) is -2",
        "it diverges",
        eq(sp.Integral(1 / x**2, (x, -1, 1)), -2),
        {},
    ),
    _equation(
        "the integral of cos(k x) over (0, pi) is 0",
        "at k = 0 it is pi",
        eq(sp.Integral(sp.cos(k * x), (x, 0, sp.pi)), sp.sin(sp.pi * k) / k),
        {k: ONE},
    ),
    _equation(
        "the integral of exp(-u x) over x > 0 is 1/u",
        "at u = 0 it diverges",
        eq(sp.Integral(sp.exp(-u * x), (x, 0, sp.oo)), 1 / u),
        {u: ONE},
    ),
    _sign(
        "the integral of p over (-2, 1) is non-negative",
        "it is -3/2: the bound symbol is declared positive, and its limits are not",
        ge(sp.Integral(positive, (positive, -2, 1)), 0),
        (sp.Integral(positive, (positive, -2, 1)),),
        witness={},
    ),
    _equation(
        "the integral of sin(pi t) over (0, 1) is 0",
        "it is 2/pi: the bound symbol is declared an integer",
        eq(sp.Integral(sp.sin(sp.pi * whole, evaluate=False), (whole, 0, 1)), 0),
        {},
    ),
    _sign(
        "the integral of exp(-x) from u to v is non-negative",
        "not when v < u",
        ge(sp.Integral(sp.exp(-x), (x, u, v)), 0),
        (sp.Integral(sp.exp(-x), (x, u, v)),),
        witness={u: ONE, v: TWO},
    ),
    _sign(
        "the sum of t over -3, ..., 0 is non-negative",
        "it is -6: the bound symbol is declared positive",
        ge(sp.Sum(whole, (whole, -3, 0)), 0),
        (sp.Sum(whole, (whole, -3, 0)),),
        witness={},
    ),
    _equation(
        "1 + ... + n = n (n + 1)/2 for every integer n",
        "at n = -5 the sum is empty",
        eq(sp.Sum(j, (j, 1, n)), n * (n + 1) / 2),
        {n: ONE},
    ),
    _equation(
        "the geometric sum",
        "at x = 1 it is N, not 0/0",
        eq(sp.Sum(x**j, (j, 0, count - 1)), (1 - x**count) / (1 - x)),
        {x: TWO, count: ONE},
    ),
    _equation("the geometric series", "at x = 2 it diverges", eq(sp.Sum(x**j, (j, 0, sp.oo)), 1 / (1 - x)), {x: HALF}),
    _equation(
        "exp(-u N) tends to 0",
        "at u = 0 it is 1",
        eq(sp.Limit(sp.exp(-u * count), count, sp.oo), 0),
        {u: ONE},
    ),
    _equation(
        "u N/(u N + 1) tends to 1",
        "at u = 0 it is 0",
        eq(sp.Limit(u * count / (u * count + 1), count, sp.oo), 1),
        {u: ONE},
    ),
    _equation(
        "the root of p^2 over p tends to 1 at 0",
        "from the left to -1: the bound symbol is declared positive",
        eq(sp.Limit(sp.sqrt(positive**2) / positive, positive, 0), 1),
        {},
    ),
    _equation("1/x^2 at 0 times x^2 is 1", "undefined at 0", eq(sp.Subs(y * x**2 / x**2, x, 0), y), {y: ONE}),
    _equation("(x^2 - x)/x at 0 is -1", "undefined at 0", eq(sp.Subs(sp.cancel((x**2 - x) / x), x, 0), -1 + 0 * x), {}),
    _equation(
        "(y^2 - x^2)/(y - x) at x = y is 2 y",
        "undefined there",
        eq(sp.Subs((y**2 - x**2) / (y - x), x, y), 2 * y),
        {y: ONE},
    ),
    _equation(
        "the derivative of the root of x^2 is 1",
        "at -1 it is -1",
        eq(sp.Derivative(sp.sqrt(x**2), x), x / sp.sqrt(x**2)),
        {x: ONE},
    ),
    falsehood(
        "the derivative of x y by x is y, where y is x",
        "that of x^2 is 2 x",
        "",
        (Step("product", eq(sp.Derivative(x * y, x), y), Algebra(), given=(_BESIDE,)),),
        assume=(defined(_BESIDE),),
        witness={x: ONE, y: ONE},
    ),
    falsehood(
        "the integral of y = x over (0, 1) is y",
        "it is 1/2",
        "",
        (Step("constant", eq(sp.Integral(y, (x, 0, 1)), y), Algebra()),),
        assume=(defined(_BESIDE),),
        witness={x: ONE, y: ONE},
    ),
    falsehood(
        "y = x tends to y as x tends to 0",
        "it tends to 0",
        "",
        (Step("constant", eq(sp.Limit(y, x, 0), y), Algebra()),),
        assume=(defined(_BESIDE),),
        witness={x: ONE, y: ONE},
    ),
    falsehood(
        "a function that is 0 at one point has derivative 0 there",
        "x has not",
        "",
        (Step("zero", eq(sp.Derivative(f(x), x), 0), Algebra(), given=(_AT_A_POINT,)),),
        assume=(plain(_AT_A_POINT),),
        witness={x: ONE, f(x): ONE - ONE},
        ablations={_AT_A_POINT: {f(x): x}},
    ),
    _equation("the larger of x and y is x", "not when x < y", eq(sp.Max(x, y), x), {x: ONE, y: ONE}),
    _sign(
        "the smaller of x^2 and y is non-negative",
        "not when y < 0",
        ge(sp.Min(x**2, y), 0),
        (sp.Min(x**2, y),),
        witness={x: ONE, y: ONE},
    ),
    _sign("|x| <= x", "not at -1", le(sp.Abs(x), x), (x - sp.Abs(x),), witness={x: ONE}),
)
