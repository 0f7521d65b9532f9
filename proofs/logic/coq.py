"""Prints expressions and relations as Coq over its real numbers. Trusted: a theorem says what is printed here.

Whatever has no plain counterpart is refused, not approximated. A symbol declared an integer is printed as a real number
of the same sign, so that what is proved holds for more values than were asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean
from sympy.matrices import ImmutableDenseMatrix

_RELATIONS = {sp.Eq: "=", sp.Ne: "<>", sp.Ge: ">=", sp.Gt: ">", sp.Le: "<=", sp.Lt: "<"}
FUNCTIONS = {sp.exp: "exp", sp.sin: "sin", sp.cos: "cos", sp.tan: "tan"}
_RANGES = {"positive": "0 < {}", "negative": "{} < 0", "nonnegative": "0 <= {}", "nonpositive": "{} <= 0"}
# Names that Coq's syntax or the printed text itself gives a meaning.
_TAKEN = frozenset(
    """fun forall exists let in if then else at as match with end fix where return Prop Set Type using for IF mod
    R PI exp ln sin cos tan sqrt pow Rmin Rmax""".split()  # noqa: SIM905 (plainer than 34 quoted words)
)
# What Coq's library or this printer has no words for: said to the reader as it stands.
_NO_COUNTERPART = {
    sp.Limit: "a limit", sp.Integral: "an integral", sp.Derivative: "a derivative", sp.Sum: "a sum of many terms",
    ImmutableDenseMatrix: "a matrix",
}  # fmt: skip


class Unprintable(ValueError):
    """Why something is not printed."""


@dataclass
class Printer:
    """Prints with one Coq name for each symbol. values: what defined symbols stand for; they are printed in its place."""

    values: Mapping[sp.Symbol, sp.Expr] = field(default_factory=dict)
    _names: dict[sp.Symbol, str] = field(default_factory=dict)

    def name(self, symbol: sp.Symbol) -> str:
        """The Coq name of a symbol: its letters and digits; another symbol of the same letters gets a number."""
        if symbol not in self._names:
            if not symbol.is_commutative:
                raise Unprintable("a matrix of any size")
            if not (symbol.is_Symbol and symbol.is_real):
                raise Unprintable(f"{symbol} is no real number")
            plain = re.sub(r"\\(?:mathrm|overline)\b", "", str(symbol)).replace("'", "p")
            plain = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_") or "x"
            plain = plain if plain[0].isalpha() and plain not in _TAKEN else f"x_{plain}"
            taken = set(self._names.values())
            found = next(n for n in (plain, *(f"{plain}_{i}" for i in range(2, 1000))) if n not in taken)
            self._names[symbol] = found
        return self._names[symbol]

    def symbols(self, expressions: Iterable[sp.Basic]) -> set[sp.Symbol]:
        """The symbols that are printed for the expressions: a defined one by those of its value."""
        found: set[sp.Symbol] = set()
        for symbol in {x for e in expressions for x in e.free_symbols}:
            found |= self.symbols([self.values[symbol]]) if symbol in self.values else {symbol}
        return found

    def expression(self, e: sp.Basic) -> str:
        """An expression, with every pair of brackets. Division is Coq's, total: x / 0 is some number."""
        if isinstance(e, sp.Symbol):
            return self.expression(self.values[e]) if e in self.values else self.name(e)
        if isinstance(e, sp.Integer):
            return str(e) if e >= 0 else f"(- {-e})"
        if isinstance(e, sp.Rational):
            return f"({self.expression(sp.Integer(e.p))} / {e.q})"
        if e == sp.pi:
            return "PI"
        if isinstance(e, sp.Add | sp.Mul) and e.is_commutative:
            mark = " + " if isinstance(e, sp.Add) else " * "
            return f"({mark.join(map(self.expression, e.args))})"
        if isinstance(e, sp.Pow):
            return self._power(self.expression(e.base), e.exp)
        if type(e) in FUNCTIONS:
            return f"({FUNCTIONS[type(e)]} {self.expression(e.args[0])})"
        if isinstance(e, sp.Min) and len(e.args) == 2:
            return f"(Rmin {' '.join(map(self.expression, e.args))})"
        if isinstance(e, sp.Subs):
            return self.inside(e).expression(e.expr)
        if isinstance(e, AppliedUndef):
            raise Unprintable("an unknown function")
        if type(e) not in _NO_COUNTERPART and getattr(e, "is_commutative", True) is False:
            raise Unprintable("a matrix of any size")
        raise Unprintable(_NO_COUNTERPART.get(type(e), f"{type(e).__name__} has no plain counterpart"))

    def inside(self, e: sp.Subs) -> Printer:
        """What prints the expression of a Subs: its variables stand for its point there."""
        if self.symbols(e.point) & set(e.variables) or e.expr.free_symbols & set(self.values):
            raise Unprintable(f"the point of {e} names its variable, or it is taken of a defined symbol")
        return Printer({**self.values, **dict(zip(e.variables, e.point, strict=True))}, self._names)

    def _power(self, base: str, exponent: sp.Expr) -> str:
        if isinstance(exponent, sp.Rational) and exponent < 0:
            return f"(/ {self._power(base, -exponent)})"
        if exponent == sp.Rational(1, 2):
            return f"(sqrt {base})"
        if isinstance(exponent, sp.Integer):
            return base if exponent == 1 else f"({base} ^ {exponent})"
        raise Unprintable(f"the exponent {exponent} is no whole number")

    def relation(self, r: Boolean) -> str:
        """A relation, or a conjunction of relations."""
        if isinstance(r, sp.And):
            return " /\\ ".join(map(self.relation, r.args))
        if type(r) not in _RELATIONS:
            raise Unprintable(f"{r} is no relation between numbers")
        left, right = map(self.expression, r.args)
        return f"{left} {_RELATIONS[type(r)]} {right}"

    def prints(self, e: sp.Basic) -> bool:
        """Whether an expression or a relation has a counterpart."""
        try:
            _ = self.relation(e) if isinstance(e, Relational | sp.And) else self.expression(e)
        except Unprintable:
            return False
        return True

    def range(self, symbol: sp.Symbol, value: sp.Basic | None = None) -> str:
        """The declared range of a symbol, of itself or of a value in its place; empty when any real number will do."""
        printed = self.expression(symbol if value is None else value)
        for fact, text in _RANGES.items():
            if symbol.assumptions0.get(fact):
                return text.format(printed)
        return f"{printed} <> 0" if symbol.assumptions0.get("nonzero") else ""


def ordered(symbols: Iterable[sp.Symbol]) -> tuple[sp.Symbol, ...]:
    """Symbols in an order that depends on nothing but their names and ranges."""
    return tuple(sorted(symbols, key=lambda s: (str(s), sorted(s.assumptions0.items()))))


def quantified(names: Iterable[str], premises: Iterable[str], conclusion: str) -> str:
    """For all real numbers of these names: the premises imply the conclusion."""
    bound = " ".join(names)
    parts = [*(p for p in premises if p), conclusion]
    text = " ->\n  ".join(f"({p})" if " /\\ " in p and p is not conclusion else p for p in parts)
    return f"forall ({bound} : R),\n  {text}" if bound else text
