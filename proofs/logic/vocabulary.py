"""The words that a claim may use: functions and forms in which SymPy's answers are relied on, and no others.

The list is what the theory needs. SymPy is wrong about signs, poles, derivatives or limits of some of what is not on it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.matrices import ImmutableDenseMatrix

from proofs.logic.claim import Claim, Kind
from proofs.logic.definedness import RANGES, out_of_range
from proofs.logic.derivation import Cite, Derivation, Induction, SumOfProducts
from proofs.logic.family import Family

_HEADS = (sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.tan, sp.Min, sp.Tuple, ImmutableDenseMatrix, type(sp.pi))
_BINDERS = (sp.Limit, sp.Subs, sp.Derivative, sp.Sum, sp.Integral)
_RELATIONS = (sp.Eq, sp.Ne, sp.Ge, sp.Gt, sp.Le, sp.Lt, sp.And)


def untrusted_word(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A function, a form or a declaration that is not relied on, anywhere in a claim or its derivation."""
    for expression in (*_stated(claim), *_derived(steps)):
        if fault := word_fault(expression):
            return fault
    for values in (claim.witness, claim.counterexample or {}, *claim.ablations.values()):
        for symbol, value in values.items():
            if not symbol.is_Symbol:
                return f"{symbol} is no symbol and has no value of its own"
            if fault := _value_fault(value):
                return fault
    return ""


def two_symbols_of_one_name(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """Symbols that print the same and declare different ranges: one of them would hide a hypothesis."""
    names: dict[str, sp.Symbol] = {}
    for expression in (*_stated(claim), *_derived(steps)):
        for symbol in _symbols(expression):
            if names.setdefault(str(symbol), symbol) != symbol:
                return f"two symbols are called {symbol} and declare different ranges"
    return ""


def defined_by_what_is_bound(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """Under a binder a name would stay as it is while what it stands for moves: a derivative of it would be 0.

    Names are defined symbols and variables of families, which depend on everything that their constructions mention.
    """
    depends: dict[sp.Basic, frozenset[sp.Basic]] = {}
    for family in claim.families:
        of = frozenset(x for c in family.constructions for x in c.symbols)
        depends |= dict.fromkeys(family.variables, of)
    for assumption in claim.assumptions:
        if assumption.kind is Kind.DEFINITION and isinstance(assumption.relation, sp.Eq):
            name, value = assumption.relation.args
            of = frozenset(value.free_symbols)
            depends[name] = of.union(*(depends.get(x, frozenset()) for x in of))
    if not depends:
        return ""
    for expression in (*_stated(claim), *_derived(steps)):
        for binder in expression.atoms(*_BINDERS):
            bound = {x for x in _bound(binder) if x.is_Symbol}
            for name in sorted(binder.args[0].free_symbols & depends.keys(), key=str):
                if moved := bound & depends[name]:
                    return f"{name} depends on {min(map(str, moved))}, over which {binder} runs"
    return ""


def _bound(binder: sp.Basic) -> Iterator[sp.Basic]:
    match binder:
        case sp.Limit():
            yield binder.args[1]
        case sp.Subs() | sp.Derivative():
            yield from binder.variables
        case _:
            yield from (limit[0] for limit in binder.limits)


def _stated(claim: Claim) -> Iterator[sp.Basic]:
    yield from (*claim.conclusions, *claim.exists, *(a.relation for a in claim.assumptions))
    for family in claim.families:
        yield from _of_family(family)


def _of_family(family: Family) -> Iterator[sp.Basic]:
    for construction in family.constructions:
        for mapping in (construction.result, *construction.operands):
            yield from mapping.keys()
            yield from mapping.values()
        yield from (*construction.where, *construction.fresh)


def _derived(steps: Derivation) -> Iterator[sp.Basic]:
    for step in steps:
        yield from (step.goal, *step.given)
        match step.by:
            case SumOfProducts(products):
                for product in products:
                    yield from product
            case Cite():
                yield from step.by.at.values()
            case Induction():
                for case in step.by.cases:
                    yield from _derived(case.steps)


@functools.lru_cache(maxsize=16384)
def _symbols(expression: sp.Basic) -> frozenset[sp.Symbol]:
    return frozenset(expression.atoms(sp.Symbol))


@functools.lru_cache(maxsize=16384)
def word_fault(e: sp.Basic) -> str:
    """Why an expression or a relation is not relied on; empty when it is."""
    if isinstance(e, sp.Symbol):
        return _declaration_fault(e)
    if isinstance(e, sp.Rational):
        return ""
    if isinstance(e, AppliedUndef):
        return _first(e.args) if e.is_real is e.is_finite is None else f"{e} declares a range"
    match e:
        case sp.Pow():
            if not e.exp.is_integer and not (e.exp.is_Rational and e.base.is_nonnegative):
                return f"{e} is a power that is relied on for a non-negative base or an integer exponent only"
        case sp.Limit():
            return _limit_fault(e)
        case sp.Sum():
            return _sum_fault(e)
        case sp.Integral():
            return _integral_fault(e)
        case sp.Subs():
            for variable, point in zip(e.variables, e.point, strict=True):
                if fault := out_of_range(variable, point, ()):
                    return f"{e} is taken outside of what its symbol declares: {fault}"
        case sp.Derivative():
            if e.has(sp.Min):
                return f"{e} need not exist"
        case _ if type(e) not in (*_HEADS, *_RELATIONS):
            return f"{type(e).__name__} is not among the functions that are relied on: {e}"
    return _first(e.args)


def _first(parts: Iterable[sp.Basic]) -> str:
    return next((fault for fault in map(word_fault, parts) if fault), "")


def _declaration_fault(symbol: sp.Symbol) -> str:
    """A symbol declares a range that is checked wherever something stands for it, and nothing else."""
    declared = symbol.assumptions0
    checked = sp.Symbol(str(symbol), commutative=symbol.is_commutative, **{f: True for f in RANGES if declared.get(f)})
    if type(symbol) is not sp.Symbol or checked.assumptions0 != declared:
        return f"{symbol} declares more than a range"
    if symbol.is_commutative and not symbol.is_real:
        return f"{symbol} is not declared real"
    return ""


def _limit_fault(e: sp.Limit) -> str:
    """Limits of a positive variable: at infinity, or at 0 from the right."""
    function, variable, point, direction = e.args
    if not variable.is_positive or (point, str(direction)) not in ((sp.oo, "-"), (sp.S.Zero, "+")):
        return f"{e} is a limit of another form than those relied on"
    if function.free_symbols - {variable} and not _same_for_all_parameters(function, variable, point):
        return f"{e} may be another limit for some values of its other symbols"
    return word_fault(function)


def _same_for_all_parameters(function: sp.Expr, variable: sp.Symbol, point: sp.Expr) -> bool:
    """SymPy gives the limit for most values of the other symbols. It is that of all if the terms that decide are never 0.

    Relied on are fractions, by their leading terms at infinity or their lowest at 0, and (1 + c/k)^k, which tends to exp(c)
    for every c.
    """
    if function.is_Pow and function.exp == variable and point == sp.oo:
        return variable not in sp.cancel((function.base - 1) * variable).free_symbols
    if not function.is_rational_function(variable):
        return False
    above, below = (sp.Poly(part, variable) for part in sp.fraction(sp.together(function)))
    places = [min(m for (m,) in p.monoms()) if point == 0 else p.degree() for p in (above, below)]
    first, second = (sp.factor(p.nth(place)) for p, place in zip((above, below), places, strict=True))
    bounded = places[0] >= places[1] if point == 0 else places[0] <= places[1]
    return bool(second.is_nonzero and (bounded or first.is_nonzero))


def _sum_fault(e: sp.Sum) -> str:
    """Sums from a lower limit up: one that runs backwards is minus another sum to SymPy."""
    for limit in e.limits:
        if len(limit) != 3:
            return f"{e} has no limits"
        index, low, high = limit
        if not index.is_integer or index.is_nonpositive or not (high - low + 1).is_nonnegative:
            return f"{e} may run backwards"
        if fault := out_of_range(index, low, ()):
            return f"{e} starts outside of what its index declares: {fault}"
    return _first((e.function, *(bound for limit in e.limits for bound in limit)))


def _integral_fault(e: sp.Integral) -> str:
    """Integrals over a real variable that declares nothing else."""
    for limit in e.limits:
        if len(limit) != 3:
            return f"{e} has no limits"
        if limit[0].assumptions0 != sp.Symbol("x", real=True).assumptions0:
            return f"{e} runs over a symbol that declares a range"
    bounds = (bound for limit in e.limits for bound in limit if bound not in (sp.oo, -sp.oo))
    return _first((e.function, *bounds))


@functools.lru_cache(maxsize=4096)
def _value_fault(value: sp.Basic) -> str:
    """Values are numbers made of rational ones; logarithms of positive rational numbers are among them."""
    logarithms = value.atoms(sp.log)
    if value.free_symbols or not all(x.args[0].is_Rational and x.args[0].is_positive for x in logarithms):
        return f"{value} is no exact value"
    return word_fault(value.xreplace(dict.fromkeys(logarithms, sp.S.One)))
