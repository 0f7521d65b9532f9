"""False claims whose hypotheses, definitions or symbols carry the conclusion."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, defined, falsehood, plain
from proofs.logic.claim import Assumption, AtAnotherTime, FromClaim, Kind
from proofs.logic.derivation import Algebra, Step, SumOfProducts, ZeroSquare
from proofs.logic.relations import eq, ge, gt, le, lt
from proofs.theory.boot_and_vanilla import MONOTONE
from proofs.theory.critical import VP
from proofs.theory.families import NOISE_GROWS, VE_CONTRACTS
from proofs.theory.student import shrinkage
from proofs.theory.symbols import alpha, alpha_p, ge0, lam, real, sigma, sigma_p

x, y, z, w, q = real("x"), real("y"), real("z"), real("w"), real("q")
u, v = ge0("u"), ge0("v")
n, k = sp.Symbol("n", integer=True, nonnegative=True), sp.Symbol("k", integer=True)
ZERO, ONE, TWO, HALF = sp.S.Zero, sp.S.One, sp.Integer(2), sp.S.Half


def _step(goal: sp.Basic, *products: tuple[sp.Expr, ...], given: tuple[sp.Basic, ...] = ()) -> Step:
    return Step(str(goal), goal, SumOfProducts(products), given)


_LARGER = {x: ONE, y: ZERO}

_WEIGHTED = (gt(u, 0), ge(u * (x - y), 0))
SIGN_BY_ANOTHER = falsehood(
    "x is no smaller than y",
    "0 < 1. The hypothesis is the conclusion, with a weight that another hypothesis makes positive",
    "assumed: ",
    (_step(ge(x, y), (u * (x - y), 1 / u), given=_WEIGHTED),),
    assume=tuple(map(plain, _WEIGHTED)),
    witness={**_LARGER, u: ONE},
    ablations={_WEIGHTED[0]: {x: ZERO, y: ONE, u: ZERO}, _WEIGHTED[1]: {x: ZERO, y: ONE}},
)

_BETWEEN = (ge(x, w), ge(w, y))
BY_A_MIDDLE = falsehood(
    "any x is no smaller than any y",
    "0 < 1. Two hypotheses put a new number between them",
    "with w to choose",
    (_step(ge(x, y), (x - w,), (w - y,), given=_BETWEEN),),
    assume=tuple(map(plain, _BETWEEN)),
    witness={**_LARGER, w: HALF},
    ablations={_BETWEEN[0]: {x: -ONE}, _BETWEEN[1]: {y: TWO}},
)

_SQUARE = le(w**2, x - y)
ABOVE_A_SQUARE = falsehood(
    "x never lies below y",
    "0 < 1. The hypothesis says that x - y is at least a square",
    "with w to choose",
    (_step(ge(x, y), (x - y - w**2,), (w**2,), given=(_SQUARE,)),),
    assume=(plain(_SQUARE),),
    witness={**_LARGER, w: HALF},
    ablations={_SQUARE: {x: -ONE}},
)

_HIDDEN = eq(x, y + w**2)
AN_EQUATION = falsehood(
    "x lies at or above y",
    "0 < 1. The hypothesis is an equation that says so",
    "with w to choose",
    (_step(ge(x, y), (w**2,), given=(_HIDDEN,)),),
    assume=(plain(_HIDDEN),),
    witness={**_LARGER, w: ONE},
    ablations={_HIDDEN: {x: -ONE}},
)

_PRODUCTS = (ge(x * u - y * u, v), gt(v, 0))
PRODUCT_ABOVE = falsehood(
    "x exceeds y",
    "0 < 1. Two hypotheses multiply the conclusion by u and put a positive number below",
    "with v to choose",
    (
        _step(gt(u * (x - y), 0), (u * (x - y) - v,), (v,), given=_PRODUCTS),
        _step(ge((x - y) ** 2 * u**2, 0), (u**2, (x - y) ** 2)),
    ),
    conclude=(gt(u * (x - y), 0),),
    assume=tuple(map(plain, _PRODUCTS)),
    witness={**_LARGER, u: ONE, v: HALF},
    ablations={_PRODUCTS[0]: {x: -ONE}, _PRODUCTS[1]: {x: ZERO, v: ZERO}},
)


_EVEN = eq(k, n / 2)
DEFINES_INTEGER = falsehood(
    "every integer is even",
    "1 is not: half of it is declared an integer",
    "not known to be integer",
    (Step("a multiple of pi", eq(sp.cos(sp.pi * n), 1), Algebra(), given=(_EVEN,)),),
    assume=(defined(_EVEN),),
    witness={n: TWO, k: ONE},
)
_HALF = eq(k, x)
DEFINES_INTEGER_REAL = falsehood(
    "sin(pi x) = 0 for every real x",
    "sin(pi/2) = 1: the definition makes an integer of x",
    "not known to be integer",
    (Step("a multiple of pi", eq(sp.sin(sp.pi * x), sp.sin(sp.pi * k)), Algebra(), given=(_HALF,)),),
    assume=(defined(_HALF),),
    witness={x: ONE, k: ONE},
)

first, second = real("omega"), real("zeta")
_CIRCLE = (eq(first, second**2), eq(second, first))
CIRCULAR = falsehood(
    "every number is its own square",
    "2 is not: two definitions name each other",
    "is not new where",
    (Step("by both", eq(first, first**2), Algebra(), given=_CIRCLE),),
    assume=tuple(map(defined, _CIRCLE)),
    witness={first: ONE, second: ONE},
)
_TWICE = (eq(first, x), eq(first, y))
DEFINED_TWICE = falsehood(
    "all numbers are equal",
    "0 and 1 are not: one name is given to both",
    "is not new where",
    (Step("by both", eq(x, y), Algebra(), given=_TWICE),),
    assume=tuple(map(defined, _TWICE)),
    witness={first: ONE, x: ONE, y: ONE},
)

_ORDER = gt(x - y, 0)
KEEPS_DEFINED = falsehood(
    "(x - y)/(x - y) = 1 and x exceeds y",
    "0 < 1: that the quotient is defined needs no order",
    "decides the sign of x - y",
    (
        Step("a quotient", eq((x - y) / sp.Add(x, -y, evaluate=False), 1), Algebra(), given=(_ORDER,)),
        _step(gt(1 / (x - y), 0), (1 / (x - y),), given=(_ORDER,)),
    ),
    conclude=(gt(1 / (x - y), 0),),
    assume=(plain(_ORDER, Kind.DEFINED),),
    witness=_LARGER,
)
_BELOW_ONE = lt(lam, 1)
KEEPS_GEOMETRIC = falsehood(
    "1/(1 - lambda) is at least 1",
    "at lambda = 2 it is -1, and defined",
    "decides the sign of 1 - lambda",
    (_step(ge(1 / (1 - lam), 1), (lam, 1 / (1 - lam)), given=(_BELOW_ONE,)),),
    assume=(plain(_BELOW_ONE, Kind.DEFINED),),
    witness={lam: HALF},
)

SHRINKAGE_OF_ANY = falsehood(
    "no u >= 0 is less than its square",
    "2 is: nothing says that it is the shrinkage of P3.3",
    "uses it of any u",
    (_step(le(u**2, u), (u, 1 - u), given=(lt(u, 1),)),),
    assume=(Assumption(lt(u, 1), "by P3.3", Kind.FOLLOWS, FromClaim("P3.3", {u: shrinkage})),),
    depends_on=("P3.3",),
    witness={u: HALF},
)
SAME_AT_ALL_TIMES = falsehood(
    "a signal that does not increase is constant",
    "1 then 1/2: the other time has the two names exchanged",
    "which is no equation about one time",
    (
        _step(
            le((alpha - alpha_p) ** 2, 0),
            (alpha_p - alpha, alpha - alpha_p),
            given=(MONOTONE.relation, le(alpha_p, alpha)),
        ),
        Step("so they are equal", eq(alpha, alpha_p), ZeroSquare(), given=(le((alpha - alpha_p) ** 2, 0),)),
    ),
    assume=(
        MONOTONE,
        Assumption(
            le(alpha_p, alpha),
            "again",
            Kind.FOLLOWS,
            AtAnotherTime(MONOTONE.relation, {alpha: alpha_p, alpha_p: alpha}),
        ),
    ),
    witness={alpha: ONE, alpha_p: ONE},
    ablations={MONOTONE.relation: {alpha: TWO}},
)
_SHIFTED = eq(alpha**2 + sigma_p**2, 1)
_CONSTANT = eq(alpha**2 * sigma**2, alpha**2 * sigma_p**2)
HALF_SHIFTED = falsehood(
    "a variance-preserving schedule has constant noise",
    "it has not: only the noise was moved to the other time",
    "other symbols than times are renamed",
    (Step("subtract", _CONSTANT, Algebra(), given=(VP.relation, _SHIFTED)),),
    assume=(VP, Assumption(_SHIFTED, "again", Kind.FOLLOWS, AtAnotherTime(VP.relation, {sigma: sigma_p}))),
    witness={alpha: sp.Rational(3, 5), sigma: sp.Rational(4, 5), sigma_p: sp.Rational(4, 5)},
    ablations={VP.relation: {sigma: ONE}},
)
FOLLOWS_FROM_NOTHING = falsehood(
    "x is at most 2",
    "3 is not",
    "not from what",
    (_step(le(x, 2), (1 - x,), (ONE,), given=(le(x, 1),)),),
    assume=(plain(le(x, 1), Kind.FOLLOWS),),
    witness={x: ONE},
)

_SMALL = le(lam, 1)
PADDED_WITH_SYMBOL = falsehood(
    "VE: BOOT is optimal only for lambda <= 1",
    "N5: for every lambda. A new symbol makes the hypothesis count",
    "says no more than the hypothesis itself",
    (
        _step(
            VE_CONTRACTS,
            (sigma, sigma - sigma_p, 1 / (lam + sigma**2)),
            given=(NOISE_GROWS.relation,),
        ),
        _step(ge(u, lam * u), (u, 1 - lam), given=(_SMALL,)),
    ),
    conclude=(VE_CONTRACTS, ge(u, lam * u)),
    assume=(NOISE_GROWS, plain(_SMALL)),
    witness={sigma: ONE, sigma_p: HALF, lam: ONE, u: ONE},
    ablations={NOISE_GROWS.relation: {sigma: HALF, sigma_p: ONE}, _SMALL: {lam: TWO}},
)
_EQUAL = le((lam - 1) ** 2, 0)
PADDED_WITH_EQUATION = falsehood(
    "VE: a step contracts only for lambda = 1",
    "for every lambda. A second conclusion makes the hypothesis count",
    "says no more than the hypothesis itself",
    (
        _step(VE_CONTRACTS, (sigma, sigma - sigma_p, 1 / (lam + sigma**2)), given=(NOISE_GROWS.relation,)),
        Step("lambda is 1", eq(lam, 1), ZeroSquare(), given=(_EQUAL,)),
    ),
    conclude=(VE_CONTRACTS, eq(lam, 1)),
    assume=(NOISE_GROWS, plain(_EQUAL)),
    witness={sigma: ONE, sigma_p: HALF, lam: ONE},
    ablations={NOISE_GROWS.relation: {sigma: HALF, sigma_p: ONE}, _EQUAL: {lam: TWO}},
)

nilpotent = sp.Symbol("N", commutative=False)
_NIL = eq(nilpotent**2, 0)
NILPOTENT = falsehood(
    "a matrix whose square is 0 is 0",
    "[[0, 1], [0, 0]] is not",
    "only real numbers have squares that are never negative",
    (Step("zero", eq(nilpotent, 0), ZeroSquare(), given=(_NIL,)),),
    assume=(plain(_NIL),),
    witness={nilpotent: ZERO},
    ablations={_NIL: {nilpotent: ONE}},
)
SINGULAR = falsehood(
    "every matrix has an inverse",
    "the zero matrix has none",
    "the inverse of N may not exist",
    (Step("by its inverse", eq(sp.Mul(nilpotent, 1 / nilpotent, evaluate=False), 1), Algebra()),),
    witness={nilpotent: ONE},
)
MATRIX_SQUARE = falsehood(
    "the square of every matrix is non-negative",
    "that of [[0, 1], [-1, 0]] is -1",
    "the sign of N does not follow",
    (_step(ge(nilpotent**2, 0), (nilpotent, nilpotent)),),
    witness={nilpotent: ONE},
)

_positive_x = sp.Symbol("x", positive=True)
TWO_OF_ONE_NAME = falsehood(
    "x >= 0 for every real x",
    "-1 is not: two symbols have one name",
    "two symbols are called x",
    (_step(ge(_positive_x, 0), (_positive_x,)), _step(ge(x**2, 0), (x**2,))),
    conclude=(ge(_positive_x, 0), ge(x**2, 0)),
    witness={_positive_x: ONE, x: ONE},
)
NO_CONCLUSION = falsehood(
    "BOOT is always optimal",
    "nothing is concluded",
    "the claim concludes nothing",
    (_step(ge(u, 0), (u,)),),
    witness={u: ONE},
)
NO_CONCLUSION = replace(NO_CONCLUSION, claim=replace(NO_CONCLUSION.claim, conclusions=()))
ALWAYS_TRUE = falsehood(
    "BOOT is always optimal, as said",
    "what is concluded is the word True",
    "not among the functions that are relied on",
    (_step(ge(u, 0), (u,)),),
    conclude=(sp.true,),
    witness={u: ONE},
)

FALSEHOODS: tuple[Falsehood, ...] = (
    SIGN_BY_ANOTHER,
    BY_A_MIDDLE,
    ABOVE_A_SQUARE,
    AN_EQUATION,
    PRODUCT_ABOVE,
    DEFINES_INTEGER,
    DEFINES_INTEGER_REAL,
    CIRCULAR,
    DEFINED_TWICE,
    KEEPS_DEFINED,
    KEEPS_GEOMETRIC,
    SHRINKAGE_OF_ANY,
    SAME_AT_ALL_TIMES,
    HALF_SHIFTED,
    FOLLOWS_FROM_NOTHING,
    PADDED_WITH_SYMBOL,
    PADDED_WITH_EQUATION,
    NILPOTENT,
    SINGULAR,
    MATRIX_SQUARE,
    TWO_OF_ONE_NAME,
    NO_CONCLUSION,
    ALWAYS_TRUE,
)
