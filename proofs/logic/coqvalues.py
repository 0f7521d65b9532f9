"""What merely exists, and what is refuted, as theorems of Coq: the catalogue's exact values, worked out by computation.

The statements are trusted, as what prints them is; the scripts are not. A value may be a multiple of the logarithm of an
integer: a number L with exp L equal to it stands for the logarithm, since the library's own rests on excluded middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import sympy as sp

from proofs.logic.claim import Claim, Kind
from proofs.logic.coq import Printer, Unprintable, ordered
from proofs.logic.coqfamilies import state
from proofs.logic.coqfunctions import applied
from proofs.logic.relations import Relation, conjuncts, le, lt, substituted

EXISTENCE = "existence"


@dataclass(frozen=True)
class ByValues:
    """A statement, and the lines of its proof."""

    statement: str
    script: tuple[str, ...]

    def definition(self, name: str) -> str:
        """The statement as a definition."""
        return f"Definition {name} : Prop :=\n  {self.statement}.\n"

    def theorem(self, name: str, of: str) -> str:
        """The theorem of what that definition says."""
        lines = "\n  ".join([f"unfold {of}.", *self.script])
        return f"Theorem {name} : {of}.\nProof.\n  {lines}\nQed."


def existence(claim: Claim) -> ByValues:
    """That what the claim says to exist does, under its assumptions, and its proof by the witness.

    Raises Unprintable when the assumptions speak of objects of a family: values do not construct these.
    """
    assumed = [a.relation for a in claim.assumptions if a.kind is not Kind.DEFINITION]
    built = {x for family in claim.families for x in (*family.variables, *family.varying)}
    relations = [part for r in (*assumed, *claim.exists) for part in conjuncts(r)]
    printer = state(claim).printer
    symbols = ordered(printer.symbols(relations))
    if built & set(symbols):
        raise Unprintable("what exists is an object of a family")
    if missing := [s for s in symbols if s not in claim.witness]:
        raise Unprintable(f"the witness has no value of {missing[0]}")
    names = " ".join(map(printer.name, symbols))
    said = [*filter(None, map(printer.range, symbols)), *map(printer.relation, relations)]
    values = _Values(claim.witness, printer)
    given = ", ".join(values.text(s) for s in symbols)
    script = [*values.lines(relations), f"exists {given}.", "repeat apply conj."]
    script += [f"- {values.proof(r)}." for r in (*_ranges(symbols), *relations)]
    return ByValues(f"exists ({names} : R),\n  " + " /\\\n  ".join(said), tuple(script))


def refutation(claim: Claim) -> ByValues:
    """That the claim is false, and its proof by the counterexample. Raises Unprintable."""
    statement = state(claim)
    if statement.members or claim.counterexample is None:
        raise Unprintable("the counterexample is an object of a family")
    values = _Values(claim.counterexample, statement.printer)
    premises = (*_ranges(statement.ranges), *statement.premises)
    conclusions = [part for c in claim.conclusions for part in conjuncts(c)]
    script = ["intros H."]
    script += values.lines((*premises, *conclusions))
    script.append(f"specialize (H {' '.join(values.text(s) for s in statement.symbols)}).")
    script += [f"specialize (H ltac:({values.proof(r)}))." for r in premises]
    script += values.numbers(conclusions)
    script.append("unfold Rmin in H; repeat destruct (Rle_dec _ _) in H; lra.")
    return ByValues(f"~ ({statement.theorem()})", tuple(script))


def _ranges(symbols: Iterable[sp.Symbol]) -> list[Relation]:
    """The declared ranges as relations."""
    zero = sp.S.Zero
    kinds: dict[str, Callable[[sp.Symbol], Relation]] = {
        "positive": lambda s: lt(zero, s), "negative": lambda s: lt(s, zero),
        "nonnegative": lambda s: le(zero, s), "nonpositive": lambda s: le(s, zero),
    }  # fmt: skip
    found = []
    for s in symbols:
        found += [relation(s) for fact, relation in kinds.items() if s.assumptions0.get(fact)][:1]
    return found


class _Values:
    """Exact values in place of symbols, as they are printed."""

    def __init__(self, values: Mapping[sp.Basic, sp.Basic], printer: Printer) -> None:
        logs = {x for v in values.values() for x in v.atoms(sp.log)}
        self.logs = {x: sp.Symbol(f"log_{x.args[0]}", real=True) for x in sorted(logs, key=str)}
        self.back = {s: x for x, s in self.logs.items()}
        self.values = {**printer.values, **{s: v.xreplace(self.logs) for s, v in values.items()}}
        self.printer = Printer(self.values)
        self.rewrites = ""

    def text(self, symbol: sp.Symbol) -> str:
        """A symbol's value."""
        return self.printer.expression(symbol)

    def lines(self, relations: Iterable[Relation]) -> list[str]:
        """Names the logarithms, and works out what is said of exp. Raises Unprintable where that is no fraction."""
        known = " ".join(f"L{n}" for n, _ in enumerate(self.logs))
        lines = [
            f"destruct (exp_takes {x.args[0]} ltac:(lra)) as ({self.printer.name(s)} & ? & L{n})."
            for n, (x, s) in enumerate(self.logs.items())
        ]
        for n, (text, value) in enumerate(applied(relations, self.printer).items()):
            power = sp.expand(value.args[0])
            times = [(-power.coeff(s), s) for s in power.free_symbols]
            if not isinstance(value, sp.exp) or len(times) != 1 or not (times[0][0].is_Integer and times[0][0] > 0):
                raise Unprintable(f"{value} is not worked out")
            (count, of), *_ = times
            total = " + ".join([self.printer.name(of)] * int(count))
            result = self.printer.expression(self.back[of].args[0] ** -count)
            lines.append(f"assert (E{n} : {text} = {result}) by (power ({total}); rewrite {known}; computed).")
            self.rewrites += f"rewrite ?E{n}; "
        return lines

    def numbers(self, relations: Iterable[Relation]) -> list[str]:
        """Works out every side of relations; of a minimum, what it is the least of."""
        sides = [side for r in relations for side in r.args]
        parts = [part for side in sides for part in (side.args if isinstance(side, sp.Min) else (side,))]
        return [line + "." for part in parts for line in self._number(part)]

    def proof(self, relation: Relation) -> str:
        """Proves a relation between numbers."""
        return "; ".join([*(line for side in relation.args for line in self._number(side)), "lra"])

    def _number(self, side: sp.Expr) -> list[str]:
        """What a side is, unless it is a fraction as it stands or no fraction at all."""
        value = sp.simplify(substituted(side, self.values).xreplace(self.back))
        if not value.is_Rational or side.is_Symbol or side.is_Rational:
            return []
        return [
            f"assert ({self.printer.expression(side)} = {self.printer.expression(value)}) by ({self.rewrites}computed)"
        ]
