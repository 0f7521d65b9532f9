"""Lemmas about all objects of a family, by its induction: scripts that coqc judges. Not trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import sympy as sp

from proofs.logic.coq import Printer, Unprintable, quantified
from proofs.logic.coqfamilies import Member, Predicate, Statement
from proofs.logic.family import Family, renamed
from proofs.logic.relations import Relation, instance

LIBRARY, THEOREM = "Opmerge", "claim"


def module(identifier: str) -> str:
    """The name of a claim's file, without its ending."""
    return re.sub(r"[^A-Za-z0-9]", "_", identifier)


@dataclass
class Script:
    """A proof under way: which numbers are there, what is known of them, and of which families they are objects."""

    bound: set[sp.Symbol]
    known: set[Relation]
    members: list[Member]
    lines: list[str] = field(default_factory=list)

    def learn(self, facts: Iterable[Relation], printer: Printer) -> None:
        """These facts are there, but may be written otherwise."""
        for fact in facts:
            if fact not in self.known:
                self.known.add(fact)
                self.lines.append(f"know ({printer.relation(fact)}).")


class Objects:
    """Writes lemmas about the families of a claim. parts: what is written."""

    def __init__(self, statement: Statement) -> None:
        self.statement, self.printer = statement, statement.printer
        self.parts: list[str] = []
        self.ranged: set[str] = set()  # predicates with a lemma that gives ranges

    def predicate(self, family: Family) -> Predicate:
        """The predicate of a family that the claim speaks of."""
        for p in self.statement.predicates.values():
            for names in p.names:
                same = Family(
                    p.family.name, names, renamed(p.family, dict(zip(p.names[0], names, strict=True))).constructions
                )
                if (same.variables, same.constructions) == (family.variables, family.constructions):
                    return p
        raise Unprintable(f"the claim does not speak of {family.name}")

    def group(self, p: Predicate) -> tuple[Predicate, ...]:
        """The predicates that refer to each other and to this one."""
        return next(g for g in self.statement.groups if p in g)

    def term(self, name: str, values: Iterable[sp.Basic]) -> str:
        """A lemma, or a predicate, of these values."""
        return " ".join([name, *map(self.printer.expression, values)])

    def premises(self, constants: Iterable[sp.Symbol]) -> list[Relation]:
        """The assumptions about these numbers alone."""
        relations = [
            a.relation for a in self.statement.claim.assumptions if a.relation.args[0] not in self.printer.values
        ]
        return [r for r in relations if self.printer.symbols([r]) <= set(constants) and self.printer.prints(r)]

    def by_cases(
        self,
        name: str,
        first: Predicate,
        constants: tuple[sp.Symbol, ...],
        goals: Mapping[str, tuple[Relation, ...]],
        case: Callable[[Predicate, int, Script], None],
    ) -> None:
        """A lemma by induction: the declared ranges, what is assumed of parameters, and the goals, for every object."""
        group, premises = self.group(first), self.premises(constants)
        facts, motives = {}, {}
        for p in group:
            facts[p.name] = (*(self.premises(p.parameters) if p.parameters else ()), *goals[p.name])
            said = [*filter(None, map(self.printer.range, p.index)), *map(self.printer.relation, facts[p.name])]
            motives[p.name] = " /\\ ".join(said) or "True"
        lines = self.by_induction(group, first, motives)
        for p in group:
            for n, c in enumerate(p.constructors):
                script = Script({*constants, *c.symbols}, {*premises, *c.relations}, list(c.members))
                script.lines.append(
                    f"- cbv beta; intros {' '.join(map(self.printer.name, c.symbols))}; intros; split_all."
                )
                self.use_ranges(script)
                for m in c.members:
                    if m.predicate in facts:
                        at = dict(zip(self.statement.predicates[m.predicate].index, m.index, strict=True))
                        script.learn([instance(g, at) for g in facts[m.predicate]], self.printer)
                case(p, n, script)
                lines += [*script.lines, "from_context."]
        self.about_objects(name, first, constants, premises, motives[first.name], lines)

    def ranges(self, used: set[sp.Symbol], inductions: set[str]) -> None:
        """That the variables of the families that steps speak of lie in their ranges, where no induction says it."""
        wanted: set[str] = set()
        for group in reversed(self.statement.groups):
            own = {p.name for p in group}
            if own & wanted or (not own & inductions and used & {s for p in group for names in p.names for s in names}):
                wanted |= own | {m.predicate for p in group for c in p.constructors for m in c.members}
        for group in self.statement.groups:
            if not {p.name for p in group} & wanted:
                continue
            for p in group:
                self.by_cases(f"range_{p.name}", p, p.constants, {q.name: () for q in group}, lambda *_: None)
            self.ranged |= {p.name for p in group}

    def use_ranges(self, script: Script) -> None:
        """Ranges of the objects that a script knows."""
        for m in script.members:
            constants = self.statement.predicates[m.predicate].constants
            if m.predicate in self.ranged and set(constants) <= script.bound:
                script.lines.append(f"use ({self.term(f'range_{m.predicate}', (*constants, *m.index))}).")

    def about_objects(
        self,
        name: str,
        p: Predicate,
        constants: tuple[sp.Symbol, ...],
        premises: list[Relation],
        motive: str,
        lines: list[str],
    ) -> None:
        """A lemma about all objects of a family."""
        member = self.statement.member(Member(p.name, p.index))
        names = [*map(self.printer.name, constants), *map(self.printer.name, p.index)]
        given = [*map(self.printer.range, constants), *map(self.printer.relation, premises), member]
        stated = quantified(names, given, motive)
        begin = f"intros {' '.join(names)}; intros; match goal with H : {member} |- _ => revert H end;"
        begin += f" revert {' '.join(map(self.printer.name, p.index))}."
        self.parts.append(f"Lemma {name} : {stated}.\nProof.\n  {begin}\n  " + "\n  ".join(lines) + "\nQed.")

    def by_induction(self, group: tuple[Predicate, ...], first: Predicate, motives: Mapping[str, str]) -> list[str]:
        functions = [f"(fun {' '.join(map(self.printer.name, p.index))} => {motives[p.name]})" for p in group]
        scheme = f"{first.name}_ind{chr(39) if len(group) > 1 else ''}"
        cases = " ".join("_" for p in group for _ in p.constructors)
        return [f"refine ({self.term(scheme, first.constants)} {' '.join(functions)} {cases})."]


def proof(script: Script) -> str:
    return "Proof.\n  " + "\n  ".join(script.lines) + "\nQed."
