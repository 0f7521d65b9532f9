"""Constructions and renamings that say more than what is built."""

from __future__ import annotations

import sympy as sp

from proofs.falsehoods.falsehood import Falsehood, falsehood
from proofs.logic.derivation import Cite, Induction, Step, SumOfProducts
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, ge, instance, le
from proofs.theory.dynamic_program import WHOLE, T
from proofs.theory.symbols import ge0, real

x, y, f, g = real("x"), real("y"), real("f"), real("g")
total, part = ge0("S"), ge0("h")
_NO_SYMBOL = "is no symbol"
_THIRD: dict[sp.Basic, sp.Basic] = {sp.S.Half: sp.Rational(1, 3)}
_MORE: dict[sp.Basic, sp.Basic] = {T - 1: T}


def sums(built: sp.Expr, *where: Relation, variable: sp.Symbol = x) -> Family:
    """Numbers made of 0 step by step, with fresh f and g."""
    return Family(
        "sums",
        (variable,),
        (
            Construction("nothing", (), {variable: sp.S.Zero}),
            Construction("one step more", ({},), {variable: built}, where, fresh=(f, g, part)),
        ),
    )


def _by_induction(name: str, why: str, reason: str, family: Family, goal: Relation, *steps: Step) -> Falsehood:
    induction = Step("by induction", goal, Induction(family, ((), steps)))
    return falsehood(name, why, reason, (induction,), families=(family,))


_HALF, _TIED, _SHIFTED = eq(f, sp.S.Half), eq(f, g), eq(part, total - 1)
_OF_NUMBER = Family("numbers", (sp.S.Half,), (Construction("0", (), {sp.S.Half: sp.S.Zero}),))
_OF_EXPRESSION = Family("doubles", (2 * x,), (Construction("1", (), {2 * x: sp.S.One}),))
_OF_OPERAND = Family(
    "sums",
    (x,),
    (Construction("nothing", (), {x: sp.S.Zero}), Construction("more", ({x + 1: f},), {x: f}, fresh=(f,))),
)

FALSEHOODS: tuple[Falsehood, ...] = (
    falsehood(
        "the transitions are T (T - 1) / 3",
        "they are T (T - 1) / 2; a half is renamed a third",
        f"1/2 {_NO_SYMBOL}: a citation replaces symbols only",
        (Step("by A1", instance(WHOLE, _THIRD), Cite("A1", _THIRD)),),
        depends_on=("A1",),
    ),
    falsehood(
        "the transitions are T^2 / 2",
        "they are T (T - 1) / 2; T - 1 is renamed T",
        f"{_NO_SYMBOL}: a citation replaces symbols only",
        (Step("by A1", instance(WHOLE, _MORE), Cite("A1", _MORE)),),
        depends_on=("A1",),
    ),
    falsehood(
        "a half is at most 0",
        "it is not; a number is taken as the variable of a family",
        f"1/2 {_NO_SYMBOL} and stands for itself",
        (Step("by induction", le(sp.S.Half, 0), Induction(_OF_NUMBER, ((),))),),
        families=(_OF_NUMBER,),
    ),
    falsehood(
        "twice any number is at most 1",
        "not of 1; an expression is taken as the variable of a family",
        f"2*x {_NO_SYMBOL} and stands for itself",
        (Step("by induction", le(2 * x, 1), Induction(_OF_EXPRESSION, ((),))),),
        families=(_OF_EXPRESSION,),
    ),
    _by_induction(
        "an operand of x + 1 is one of x",
        "an operand says what symbols stand for",
        f"x + 1 {_NO_SYMBOL} and stands for itself",
        _OF_OPERAND,
        le(x, 0),
    ),
    _by_induction(
        "every chain of numbers stays at most 1",
        "2 is a number; each is decreed to be 1/2",
        "1/2 is a constant",
        sums(f, _HALF),
        le(x, 1),
        Step("a half", le(f, 1), SumOfProducts(((sp.S.Half,),)), given=(_HALF,)),
    ),
    _by_induction(
        "every sum of numbers is at least 0",
        "not of -1; each is decreed to be 1/2",
        "f is no new name of what is built",
        sums(x + f, _HALF),
        ge(x, 0),
        Step("a half more", ge(x + f, 0), SumOfProducts(((x,), (sp.S.Half,))), given=(ge(x, 0), _HALF)),
    ),
    _by_induction(
        "every sum of products is at least 0",
        "not of 1 and -1; the factors are decreed to be equal",
        "f is no new name of what is built",
        sums(x + f * g, _TIED),
        ge(x, 0),
        Step("a square more", ge(x + f * g, 0), SumOfProducts(((x,), (f**2,))), given=(ge(x, 0), _TIED)),
    ),
    _by_induction(
        "whatever is built is at least 1",
        "0 is built; a name that is at least 0 is given to one less",
        "is not known to be nonnegative",
        sums(part, _SHIFTED, variable=total),
        ge(total, 0),
        Step("at least 0", ge(part, 0), SumOfProducts(((part,),))),
    ),
    _by_induction(
        "what is built twice is built once",
        "two values cannot have one name",
        "f is named twice",
        sums(f, eq(f, x + 1), eq(f, x + 2)),
        le(x, 0),
        Step("a contradiction", le(f, 0), SumOfProducts(()), given=(eq(f, x + 1), eq(f, x + 2))),
    ),
)
