"""What the claims, and the files of their numeric checks, say: as text that can be put on record.

Of the files of checks the constants are taken by value, whatever else stands in them as it is written.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import partial
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any, TypeAlias

import sympy as sp

from numerics.checks.catalogue import SUBJECTS
from numerics.checks.check import Check
from proofs.kernel.annotations import annotated
from proofs.logic.claim import Claim, SmallCase
from proofs.logic.family import Construction, Family
from proofs.logic.mutants import mutants
from reports.verify.records import symbol_range

DIGITS = 50  # to which numbers are compared, where a check says so
LONGEST = 2000  # characters; of a longer expression its SHA-256 is on record

SHARED = (
    "against_all", "check", "counterexample", "derived", "enclosure", "oracles", "strategies",
)  # fmt: skip

Text: TypeAlias = "str | list[str] | dict[str, Text]"
Table: TypeAlias = dict[str, Text]


def written(expression: sp.Basic) -> str:
    """An expression in plain text."""
    return _short(str(sp.sstr(expression)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"SHA-256 {hashlib.sha256(text.encode()).hexdigest()}"


def _table(pairs: Iterable[tuple[str, Text]]) -> Table:
    """The pairs by name; names that occur again are numbered."""
    found: Table = {}
    seen: Counter[str] = Counter()
    for name, text in pairs:
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = text
    return found


def _values(values: Mapping[sp.Basic, sp.Basic]) -> Table:
    return _table(sorted((written(k), written(v)) for k, v in values.items()))


def _construction(construction: Construction) -> Table:
    return {
        "operands": _table((f"operand {n}", _values(x)) for n, x in enumerate(construction.operands, 1)),
        "result": _values(construction.result),
        "requirements": [written(r) for r in construction.where],
        "fresh symbols": [written(x) for x in construction.fresh],
    }


def _family(family: Family) -> Table:
    return {
        "variables": [written(x) for x in family.variables],
        **_table((f"construction {c.title!r}", _construction(c)) for c in family.constructions),
    }


def _small(case: SmallCase) -> Table:
    says = ((written(h), [written(r) for r in relations]) for h, relations in case.hypotheses.items())
    return {"assumptions": _table(says), "conclusions": [written(c) for c in case.conclusions]}


def _symbols(claim: Claim) -> Iterator[sp.Symbol]:
    """The symbols of the statement, its families and its case at T = 3."""
    small = claim.at_three or SmallCase({}, ())
    relations = [a.relation for a in claim.assumptions] + [*claim.conclusions, *claim.exists, *small.conclusions]
    relations += [r for given in small.hypotheses.values() for r in given]
    found = {x for relation in relations for x in relation.free_symbols}
    yield from found.union(*({*f.variables}.union(*(c.symbols for c in f.constructions)) for f in claim.families))


def _symbolic_mutants(claim: Claim) -> list[str]:
    try:
        return [mutant.edit for mutant in mutants(claim, claim.derive())]
    except Exception as error:  # that a derivation is broken says the symbolic route
        return [f"not to be built: {type(error).__name__}"]


def _check(check: Check) -> Table:
    return {
        "for all": check.for_all,
        "scope": check.scope,
        "mutants": [name for name, _ in check.mutants],
        "refutes": str(check.refutes),
    }


def _kernel(identifier: str) -> Table:
    found = annotated()
    theorems = [f"{t.full_name}{', refutes' * t.refutes}" for t in found.theorems if t.claim == identifier]
    kinds = Counter(m.kind for m in found.mutants if m.claim == identifier)
    return {
        "theorems": theorems,
        "mutants": {kind: str(count) for kind, count in sorted(kinds.items())},
        "carries": found.partial.get(identifier, "all") if theorems else "nothing",
    }


def statement(claim: Claim, checks: Iterable[Check]) -> Table:
    """Everything that a claim says, and what is asked of it."""
    mine = [c for c in checks if c.claim == claim.id]
    return {
        "title": claim.title,
        "says": claim.says,
        "provenance": str(claim.provenance),
        "expected": str(claim.expected),
        "for all": claim.for_all,
        "rests on": list(claim.depends_on),
        "symbols": [f"{name}: {says}" for name, says in sorted((written(x), symbol_range(x)) for x in _symbols(claim))],
        "assumptions": [f"{written(a.relation)} [{a.kind}: {a.text}]" for a in claim.assumptions],
        "conclusions": [written(c) for c in claim.conclusions],
        "exists": [written(c) for c in claim.exists],
        "by the kernel alone": [f"{c.theorem}: {c.text}" for c in claim.kernel_clauses],
        "families": _table((family.name, _family(family)) for family in claim.families),
        "witness": _values(claim.witness),
        "counterexample": _values(claim.counterexample or {}),
        "ablations": _table((written(dropped), _values(at)) for dropped, at in claim.ablations.items()),
        "T = 3": _small(claim.at_three) if claim.at_three else {},
        "symbolic mutants": _symbolic_mutants(claim),
        "checks": _table((f"{c.level}, {c.route}", _check(c)) for c in mine),
        "kernel": _kernel(claim.id),
    }


def constant(value: Any) -> str | None:
    """A number, a text, a record or a collection of such in plain text; None for anything else."""
    if isinstance(value, str | int | float | Fraction):
        return str(value)
    if isinstance(value, sp.Basic):
        return written(value)
    if isinstance(value, tuple | list):
        return _joined("({})", map(constant, value))
    if isinstance(value, frozenset | set):
        return _joined("{{{}}}", sorted((constant(x) for x in value), key=str))
    if isinstance(value, Mapping):
        return _joined("{{{}}}", (_joined("{}", map(constant, pair), ": ") for pair in value.items()))
    if isinstance(value, partial):
        return _joined("{}", (constant(value.func), constant(value.args), constant(value.keywords)))
    if isinstance(value, FunctionType):
        held = [constant(cell.cell_contents) for cell in value.__closure__ or ()]
        return _joined(value.__qualname__ + ("({})" if held else ""), held)
    if is_dataclass(value) and not isinstance(value, type):
        return _joined(type(value).__name__ + "({})", (constant(getattr(value, f.name)) for f in fields(value)))
    return None


def _joined(around: str, parts: Iterable[str | None], between: str = ", ") -> str | None:
    known = list(parts)
    return None if None in known else around.format(between.join(map(str, known)))


def file_statements(source: str, values: Mapping[str, Any]) -> Table:
    """What a file of checks defines, name by name: a constant's value, and of all else the text, in lines if it is long.

    Neither documentation nor imports. values: what the names stand for.
    """
    lines, found = source.splitlines(), []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(_as_written(node.name, _code(lines, node)))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in (x.id for target in targets for x in ast.walk(target) if isinstance(x, ast.Name)):
                value = constant(values.get(name))
                found.append(_as_written(name, _code(lines, node)) if value is None else (name, _short(value)))
    return _table(found)


def _code(lines: Sequence[str], node: ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign) -> list[str]:
    """The lines of a definition, without docstrings and whole lines of comment, white space normalised."""
    documented = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(n)]
    hidden = {k for n in documented for k in range(n.body[0].lineno, (n.body[0].end_lineno or 0) + 1)}
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(d.lineno for d in decorators)])
    shown = (" ".join(lines[k - 1].split()) for k in range(first, (node.end_lineno or 0) + 1) if k not in hidden)
    return [line for line in shown if line and line[0] != "#"]


def _as_written(name: str, lines: list[str]) -> tuple[str, Text]:
    text = " ".join(lines)
    return (name, text) if len(text) <= LONGEST // 4 else (f"{name}, lines", lines)


def catalogue_checks() -> tuple[Check, ...]:
    """All checks, as they are put on record."""
    return tuple(check for subject in SUBJECTS for check in subject.checks(DIGITS))


def files_say() -> dict[str, Table]:
    """What each file of checks says."""
    return {name: file_statements(inspect.getsource(module), vars(module)) for name, module in _modules().items()}


def carried() -> dict[str, str]:
    """Which claims each file of checks is about, in words."""
    found = dict.fromkeys(_modules(), "every claim")
    for subject in SUBJECTS:
        found[_name(subject)] = ", ".join(dict.fromkeys(check.claim for check in subject.checks(DIGITS)))
    return found


def _modules() -> dict[str, ModuleType]:
    """The files of the checks: one a subject, and what they share."""
    shared = [import_module(f"numerics.checks.{name}") for name in SHARED]
    return {_name(module): module for module in (*SUBJECTS, *shared)}


def _name(module: ModuleType) -> str:
    return module.__name__.replace(".", "/") + ".py"
