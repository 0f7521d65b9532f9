"""A conclusion that is among the assumptions, in any guise that is seen through here.

Seen through are: another way of writing it, a stronger relation, and a multiple by a factor whose sign is certain by the
declared symbols, odd powers among them. Several assumptions that are a conclusion together, and factors whose sign another
assumption gives, see `proofs.logic.auxiliary`. Not seen through is a stronger assumption in the conclusion's own symbols.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation
from proofs.logic.relations import Relation, conjuncts, difference, instance

_LARGE = 100  # operations; no assumption of the catalogue comes near
_POWERS = (1, 2, 3, 4)


def assumed_conclusion(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A conclusion that is among the assumptions, or among what a construction requires of its result, in any guise."""
    assumed = [part for a in claim.assumptions for part in conjuncts(a.relation)]
    known = {form for part in assumed for form in forms(part)}
    for part in (part for c in claim.conclusions for part in conjuncts(c)):
        if forms(part)[0] in known:
            return f"assumed: {part}"
        for other in assumed:
            if is_multiple(other, part):
                return f"assumed: {part}, as {other}"
        for required, wanted in _required(claim, part):
            if forms(wanted)[0] in forms(required) or is_multiple(required, wanted):
                return f"required of what is built: {part}"
    return ""


def _required(claim: Claim, part: Relation) -> Iterator[tuple[Relation, Relation]]:
    """What each construction requires, and what the conclusion says of its result."""
    for family in claim.families:
        for construction in family.constructions:
            if construction.where:
                wanted = instance(part, construction.result)
                yield from ((required, wanted) for required in construction.where)


@functools.lru_cache(maxsize=4096)
def forms(relation: Relation) -> tuple[object, ...]:
    """Normal forms of a relation, then those of what it implies at once: a = b gives a <= b, and a < b gives a <= b."""
    sides = relation.args
    if len(sides) != 2 or not all(isinstance(s, sp.Expr) and s.is_commutative for s in sides):
        return (relation,)
    if isinstance(relation, sp.Eq):
        up, down = _normal(sides[0] - sides[1]), _normal(sides[1] - sides[0])
        return (frozenset({up, down}), (up, False), (down, False))
    if not isinstance(relation, sp.Ge | sp.Le | sp.Gt | sp.Lt):
        return (relation,)
    d, strict = difference(relation)
    return ((_normal(d), True), (_normal(d), False)) if strict else ((_normal(d), False),)


def _normal(e: sp.Expr) -> sp.Expr:
    """Up to a positive factor. An expression too large to expand is taken as it is written."""
    return e if e.count_ops() > _LARGE else sp.expand(e).primitive()[1]


@functools.lru_cache(maxsize=65536)
def is_multiple(assumption: Relation, conclusion: Relation) -> bool:
    """Whether an assumption is a conclusion times a factor of certain sign.

    Not so called is a fraction whose numerator an assumption without denominator is, or divides: that its denominator
    keeps the sign is what there is to prove.
    """
    given, wanted = _difference(assumption), _difference(conclusion)
    if given is None or wanted is None or isinstance(assumption, sp.Eq) is not isinstance(conclusion, sp.Eq):
        return False
    # A function value counts as a number of its own.
    values = given.atoms(sp.Function) | wanted.atoms(sp.Function)
    names = {part: sp.Dummy(positive=True) if part.is_positive else sp.Dummy(real=True) for part in values}
    given, wanted = given.xreplace(names), wanted.xreplace(names)
    inequality = not isinstance(conclusion, sp.Eq)
    if inequality and not _same_sign_somewhere(given, wanted):
        return False
    (numerator, denominator), (above, below) = (sp.fraction(sp.together(d)) for d in (given, wanted))
    if not sp.gcd(numerator, above).free_symbols:
        return False
    if not inequality:
        return any(_quotient(given, wanted**k).is_nonzero for k in _POWERS)
    if isinstance(conclusion, sp.Ge | sp.Le) and _certainly_nonnegative(sp.factor(wanted)):
        return False
    divides = not denominator.free_symbols and not sp.denom(sp.cancel(above / numerator)).free_symbols
    return _certainly_nonnegative(_quotient(given, wanted)) and not (below.free_symbols and divides)


def _difference(relation: Relation) -> sp.Expr | None:
    """What is 0, or at least 0, when the relation holds; None for what is no relation between numbers of some size."""
    sides = relation.args
    if len(sides) != 2 or not all(isinstance(s, sp.Expr) and s.is_commutative for s in sides):
        return None
    if isinstance(relation, sp.Eq):
        d = sides[0] - sides[1]
    elif isinstance(relation, sp.Ge | sp.Le | sp.Gt | sp.Lt):
        d = difference(relation)[0]
    else:
        return None
    return None if d == 0 or d.count_ops() > _LARGE or d.atoms(sp.Limit, sp.Sum, sp.Integral, sp.Subs) else d


def _quotient(given: sp.Expr, wanted: sp.Expr) -> sp.Expr:
    return sp.factor(sp.cancel(given / wanted))


def _certainly_nonnegative(factor: sp.Expr) -> bool:
    if factor.is_nonnegative:
        return True
    numerator, denominator = sp.fraction(factor)
    return bool(numerator.is_nonnegative and denominator.is_positive)


def _same_sign_somewhere(given: sp.Expr, wanted: sp.Expr) -> bool:
    """Whether no point among a few tells the signs apart: spares a quotient that must have no certain sign."""
    symbols = sorted(given.free_symbols | wanted.free_symbols, key=str)
    for number in range(8):
        at = {s: _value(s, place, number) for place, s in enumerate(symbols)}
        first, second = (_sign_at(d, at) for d in (given, wanted))
        if first is not None and second is not None and first * second < 0:
            return False
    return True


def _value(symbol: sp.Symbol, place: int, number: int) -> sp.Rational:
    value = sp.Rational((7 * place + 11 * number + place * number) % 13 + 1, (5 * place + 3 * number) % 7 + 1)
    if symbol.is_integer:
        return sp.Integer(sp.ceiling(value))
    if symbol.is_nonnegative or (place + number) % 2:
        return value
    return -value


def _sign_at(d: sp.Expr, at: Mapping[sp.Basic, sp.Basic]) -> int | None:
    value = d.xreplace(dict(at))
    value = value if value.is_Rational else value.evalf(15)
    if not value.is_comparable or value.is_finite is False or abs(value) < sp.Rational(1, 10**9):
        return None
    return 1 if value > 0 else -1
