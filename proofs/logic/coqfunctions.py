"""Proof scripts for equations with exp, sin, cos and tan. Not trusted: coqc judges them.

Two texts of one value are made one text. Where an identity of angles is meant, every angle is written as a sum of whole
multiples of a few, and the addition theorems leave polynomials in their sines and cosines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sympy as sp

from proofs.logic.coq import FUNCTIONS, Printer
from proofs.logic.coqfactors import cofactors
from proofs.logic.relations import substituted

_ANGULAR = (sp.sin, sp.cos, sp.tan)


def applied(expressions: Iterable[sp.Basic], printer: Printer) -> dict[str, sp.Basic]:
    """The text of every function that is applied, and its value where symbols that stand for another are replaced."""

    def walk(e: sp.Basic, inside: Printer) -> Iterator[tuple[str, sp.Basic]]:
        if isinstance(e, sp.Subs):
            yield from walk(e.expr, inside.inside(e))
        elif e in inside.values:
            yield from walk(inside.values[e], inside)
        else:
            for part in e.args:
                yield from walk(part, inside)
            if type(e) in FUNCTIONS:
                yield inside.expression(e), substituted(e, inside.values)

    return {text: value for e in expressions for text, value in walk(e, printer)}


def one_text(expressions: Iterable[sp.Basic], printer: Printer) -> str:
    """Writes each function as its value is written."""
    lines = ""
    for number, (text, value) in enumerate(applied(expressions, printer).items()):
        if (plain := printer.expression(value)) != text:
            lines += f"assert (W{number} : {text} = {plain}) by same_value; try rewrite W{number} in *; "
    return lines


@dataclass(frozen=True)
class _Unit:
    """An angle of which the others are whole multiples: its sine and cosine, and what is zero between them."""

    angle: sp.Expr
    sine: sp.Symbol
    cosine: sp.Symbol

    @property
    def zeros(self) -> tuple[sp.Expr, ...]:
        s, c = self.sine, self.cosine
        known = {sp.pi / 4: (s - c, 2 * c**2 - 1), sp.pi / 2: (s - 1, c), sp.pi: (s, c + 1)}
        return known.get(self.angle, (s**2 + c**2 - 1,))

    def turned(self, times: sp.Integer) -> sp.Expr:
        """cos + i sin of a multiple."""
        return (self.cosine + sp.I * sp.sign(times) * self.sine) ** abs(times)


def _multiples(angle: sp.Expr) -> Iterator[tuple[sp.Rational, sp.Expr]]:
    """The angle as a sum of rational multiples."""
    for term in sp.Add.make_args(sp.expand(angle)):
        coefficient, of = term.as_coeff_Mul()
        if coefficient:
            yield coefficient, of


def _units(angles: Iterable[sp.Expr]) -> dict[sp.Expr, _Unit]:
    greatest: dict[sp.Expr, sp.Rational] = {}
    for coefficient, of in (pair for angle in angles for pair in _multiples(angle)):
        greatest[of] = greatest.get(of, sp.S.Zero).gcd(coefficient)
    return {
        of: _Unit(common * of, *sp.symbols(f"s_{n} c_{n}", real=True))
        for n, (of, common) in enumerate(sorted(greatest.items(), key=str), 1)
    }


def _parts(angle: sp.Expr, units: dict[sp.Expr, _Unit]) -> tuple[sp.Expr, sp.Expr]:
    """The cosine and the sine of an angle as polynomials."""
    turn = sp.Mul(*(units[of].turned(c * of / units[of].angle) for c, of in _multiples(angle)))
    cosine, sine = sp.expand(turn).as_real_imag()
    return cosine, sine


def by_angles(residual: sp.Expr, expressions: Iterable[sp.Basic], printer: Printer) -> str:
    """A script for an equation whose sides differ by the residual; empty where no angles are or nothing is found."""
    found = {t: v for t, v in applied(expressions, printer).items() if isinstance(v, _ANGULAR)}
    units = _units(v.args[0] for v in found.values())
    values = {}
    for f in residual.atoms(*_ANGULAR):
        if any(of not in units for _, of in _multiples(f.args[0])):
            return ""
        cosine, sine = _parts(f.args[0], units)
        values[f] = {sp.sin: sine, sp.cos: cosine, sp.tan: sine / cosine}[type(f)]
    eighth = next((unit for unit in units.values() if unit.angle == sp.pi / 4), None)
    if eighth is not None:
        values[sp.sqrt(2)] = 2 * eighth.cosine
    zeros = [zero for unit in units.values() for zero in unit.zeros]
    factors = cofactors(residual.xreplace(values), zeros)
    if not found or factors is None:
        return ""
    names = " ".join(printer.name(x) for unit in units.values() for x in (unit.sine, unit.cosine))
    constants = {t: v for t, v in applied(expressions, printer).items() if not v.free_symbols}
    lines = [
        f"assert (K{number} : {text} = {printer.expression(value)}) by same_value; try rewrite K{number} in *"
        for number, (text, value) in enumerate(constants.items())
    ]
    lines.append("unfold tan in *")
    for unit in units.values():
        sine, cosine, angle = printer.name(unit.sine), printer.name(unit.cosine), printer.expression(unit.angle)
        lines.append(f"destruct (sine_and_cosine {angle}) as ({sine} & {cosine} & ? & ?)")
    for unit in units.values():
        angle = printer.expression(unit.angle)
        lines += [
            f"assert ({printer.expression(zero)} = 0) by (subst {names}; zero_of_angle {angle})" for zero in unit.zeros
        ]
    rewritten = []
    if eighth is not None:
        cosine = printer.name(eighth.cosine)
        lines.append(
            f"assert (Root : sqrt 2 = 2 * {cosine}) by (subst {names}; root_of_2 {printer.expression(eighth.angle)})"
        )
        lines.append(f"assert (0 < {cosine}) by (pose proof (sqrt_lt_R0 2 ltac:(lra)); lra)")
        rewritten.append("try rewrite Root in *")
    texts = {text.split(" ", 1)[1][:-1]: value.args[0] for text, value in found.items()}
    for number, (text, angle) in enumerate(texts.items()):
        terms: list[str] = []
        for c, of in _multiples(angle):
            once = printer.expression(units[of].angle)
            terms += [once if c > 0 else f"(- {once})"] * int(abs(c * of / units[of].angle))
        total = " + (".join(terms) + ")" * (len(terms) - 1)
        for kind, value in zip(("cos", "sin"), _parts(angle, units), strict=True):
            if f"({kind} {text})" not in found and f"(tan {text})" not in found:
                continue
            name = f"A{kind}{number}"
            proof = f"subst {names}; add_angles {text} ({total})"
            lines.append(f"assert ({name} : {kind} {text} = {printer.expression(value)}) by ({proof})")
            rewritten.append(f"try rewrite {name} in *")
    total = " + ".join(
        f"{printer.expression(q)} * {printer.expression(z)}" for q, z in zip(factors, zeros, strict=True)
    )
    ends = [f"replace {printer.expression(zero)} with 0 by lra" for zero in dict.fromkeys(zeros)]
    return "; ".join([*lines, *rewritten, f"difference_is ({total})", *ends, "ring"])
