"""Families as inductive predicates of Coq, and the theorem that a claim states. Trusted, as what prints it is.

How a claim is read: an object of a family is what its constructions build in finitely many steps.
A construction speaks of its fresh numbers, in their declared ranges, under its own requirements and under what the claim
assumes of every step. Fresh numbers that are the variables of another family are an object of that family. An operand
with names of its own throughout stands for each operand of its kind: it is an operand where another family uses these names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.coq import Printer, Unprintable, ordered, quantified
from proofs.logic.family import Construction, Family, renamed
from proofs.logic.relations import Relation


@dataclass(frozen=True)
class Member:
    """An object of a family: which predicate holds, and of which parameters and variables."""

    predicate: str
    index: tuple[sp.Symbol, ...]


@dataclass(frozen=True)
class Constructor:
    """One way of building an object: for all symbols, in these ranges, under the relations, from these operands."""

    name: str
    construction: Construction
    symbols: tuple[sp.Symbol, ...]
    ranges: tuple[sp.Symbol, ...]
    relations: tuple[Relation, ...]
    members: tuple[Member, ...]
    result: tuple[sp.Expr, ...]


@dataclass(frozen=True)
class Predicate:
    """A family's predicate. names: the variables of every family of the claim that has these objects, first its own."""

    name: str
    family: Family
    names: tuple[tuple[sp.Symbol, ...], ...]
    parameters: tuple[sp.Symbol, ...]
    constructors: tuple[Constructor, ...] = ()
    constants: tuple[sp.Symbol, ...] = ()

    @property
    def index(self) -> tuple[sp.Symbol, ...]:
        """What an object is told apart by, under the family's own names."""
        return (*self.parameters, *self.family.variables)


@dataclass(frozen=True)
class Statement:
    """What a claim says. groups: predicates that refer to each other, each group after those it needs.

    premises: the assumptions that the theorem makes; those of every step are made by the constructors.
    """

    claim: Claim
    printer: Printer
    groups: tuple[tuple[Predicate, ...], ...]
    symbols: tuple[sp.Symbol, ...]
    premises: tuple[Relation, ...]
    members: tuple[Member, ...]
    defined: tuple[sp.Symbol, ...]

    @property
    def predicates(self) -> Mapping[str, Predicate]:
        return {p.name: p for group in self.groups for p in group}

    @property
    def ranges(self) -> tuple[sp.Symbol, ...]:
        """The symbols whose ranges the theorem assumes: all but the variables of families, whose ranges are proved."""
        return tuple(s for s in self.symbols if s not in variables_of(self.members, self.predicates))

    def member(self, member: Member) -> str:
        """That this is an object of the family."""
        names = (*self.predicates[member.predicate].constants, *member.index)
        return " ".join([member.predicate, *map(self.printer.expression, names)])

    def constructor(self, predicate: Predicate, c: Constructor) -> str:
        """The type of a constructor."""
        built = [predicate.name, *map(self.printer.expression, (*predicate.constants, *c.result))]
        return quantified(map(self.printer.name, c.symbols), self.given(c), " ".join(built))

    def given(self, c: Constructor | Statement) -> list[str]:
        """The premises of a constructor, or of the theorem."""
        relations = c.premises if isinstance(c, Statement) else c.relations
        premises = [self.printer.range(s) for s in c.ranges]
        return [*filter(None, premises), *map(self.printer.relation, relations), *map(self.member, c.members)]

    def inductive(self, group: tuple[Predicate, ...]) -> str:
        """The declaration of a group of predicates."""
        parts = []
        for p in group:
            names = " ".join(map(self.printer.name, p.constants))
            kind = " -> ".join([*("R" for _ in p.index), "Prop"])
            lines = [f"| {c.name} : {self.constructor(p, c)}" for c in p.constructors]
            parts.append("\n".join([f"{p.name}{f' ({names} : R)' if names else ''} : {kind} :=", *lines]))
        return f"Inductive {' with '.join(parts)}."

    def scheme(self, group: tuple[Predicate, ...]) -> str:
        """The induction of a group where it is mutual; else Coq makes it by itself, and this is empty."""
        schemes = [f"{p.name}_ind' := Minimality for {p.name} Sort Prop" for p in group]
        return f"Scheme {' with '.join(schemes)}." if len(group) > 1 else ""

    def theorem(self) -> str:
        """The claim: assumptions imply conclusions."""
        conclusion = " /\\\n  ".join(map(self.printer.relation, self.claim.conclusions))
        return quantified(map(self.printer.name, self.symbols), self.given(self), conclusion)


def variables_of(members: Iterable[Member], predicates: Mapping[str, Predicate]) -> set[sp.Symbol]:
    """The symbols that stand for variables of a family."""
    return {s for m in members for s in m.index[len(predicates[m.predicate].parameters) :]}


def state(claim: Claim) -> Statement:
    """What a claim says of all values, ready to be printed; what merely exists is left out. Raises Unprintable.

    An assumption that cannot be printed is not made: so the theorem says more.
    """
    printer = Printer(_definitions(claim))
    predicates = _with_constants(claim, printer, _predicates(claim))
    groups = _groups(predicates)
    members: list[Member] = []
    symbols = printer.symbols(claim.conclusions)
    fresh = {x for family in claim.families for x in family.fresh}
    premises = [a.relation for a in claim.assumptions if not _defines(a, printer) and printer.prints(a.relation)]
    while True:
        before = (len(symbols), len(members))
        for p in predicates:
            for names in p.names:
                member = Member(p.name, (*p.parameters, *names))
                if symbols & set(names) and member not in members:
                    members.append(member)
                    symbols |= {*member.index, *p.constants}
        for r in premises:
            if not (printer.symbols([r]) & fresh) - symbols:
                symbols |= printer.symbols([r])
        if before == (len(symbols), len(members)):
            break
    kept = tuple(r for r in premises if printer.symbols([r]) <= symbols)
    return Statement(claim, printer, groups, ordered(symbols), kept, tuple(members), tuple(printer.values))


def _definitions(claim: Claim) -> dict[sp.Symbol, sp.Expr]:
    """Symbols that stand for one expression throughout, in the order of their definitions."""
    varying = {x for family in claim.families for x in (*family.varying, *family.variables)}
    found: dict[sp.Symbol, sp.Expr] = {}
    for a in claim.assumptions:
        if a.kind is Kind.DEFINITION:
            symbol, value = a.relation.args
            if symbol.is_Symbol and symbol not in varying | set(found):
                if value.free_symbols & {symbol, *found}:
                    raise Unprintable(f"the definition of {symbol} rests on another definition")
                found[symbol] = value
    return found


def _defines(a: Assumption, printer: Printer) -> bool:
    return a.kind is Kind.DEFINITION and printer.values.get(a.relation.args[0]) == a.relation.args[1]


def _predicates(claim: Claim) -> list[Predicate]:
    """One for all families that differ in the names of their variables alone."""
    keys: list[tuple[Construction, ...]] = []
    families: list[list[Family]] = []
    for family in claim.families:
        names = {v: sp.Symbol(f"_{i}", **v.assumptions0) for i, v in enumerate(family.variables)}
        key = renamed(family, names).constructions
        if key not in keys:
            keys.append(key)
            families.append([])
        families[keys.index(key)].append(family)
    taken: list[str] = []
    used: set[str] = set()  # by constructors, too: no two names of a file are alike
    for same_objects in families:
        first = same_objects[0]
        plain = re.sub(r"[^a-z]+", "_", first.name.lower()).strip("_")[:30].strip("_") or "family"
        numbered = (f"{plain}_{n}" for n in count(len(taken) + 1))
        name = next(x for x in chain([plain], numbered) if x not in used)
        taken.append(name)
        used |= {name, *(_constructor_name(name, n) for n in range(len(first.constructions)))}
    return [
        Predicate(name, f[0], tuple(dict.fromkeys(x.variables for x in f)), ordered(f[0].parameters))
        for name, f in zip(taken, families, strict=True)
    ]


def _constructor_name(predicate: str, number: int) -> str:
    return f"{predicate}_{number + 1}"


def _with_constants(claim: Claim, printer: Printer, bare: list[Predicate]) -> list[Predicate]:
    """The predicates with their constructors, and what each needs of numbers that are the same for all steps."""
    built = [
        Predicate(
            p.name,
            p.family,
            p.names,
            p.parameters,
            tuple(_constructor(claim, printer, p, n, bare) for n in range(len(p.family.constructions))),
        )
        for p in bare
    ]
    constants: dict[str, set[sp.Symbol]] = {p.name: set() for p in built}
    while True:
        before = sum(map(len, constants.values()))
        for p in built:
            for c in p.constructors:
                used = printer.symbols([*c.result, *c.relations]).union(*(m.index for m in c.members))
                used |= {x for m in c.members for x in constants[m.predicate]}
                constants[p.name] |= used - set(c.symbols)
            for q in built:
                if _reaches(built, p, q) and _reaches(built, q, p):
                    constants[p.name] |= constants[q.name]
        if before == sum(map(len, constants.values())):
            break
    for p in built:
        if constants[p.name] & {*p.index, *(s for c in p.constructors for s in c.symbols)}:
            raise Unprintable(f"a number of {p.family.name} is one for all steps, and another at every step")
    return [
        Predicate(p.name, p.family, p.names, p.parameters, p.constructors, ordered(constants[p.name])) for p in built
    ]


def _constructor(claim: Claim, printer: Printer, p: Predicate, number: int, predicates: list[Predicate]) -> Constructor:
    c = p.family.constructions[number]
    standing = [o for o in c.operands if _users(p, o, predicates)]
    omitted = {x for o in standing for x in o.values()}
    fresh = [x for x in c.fresh if x not in omitted]
    relations = [r for r in c.where if not r.free_symbols & omitted]
    members = [Member(p.name, tuple(o.get(s, s) for s in p.index)) for o in c.operands if o not in standing]
    bound = {*p.parameters, *fresh, *(s for m in members for s in m.index)}
    for q in predicates:
        members += [Member(q.name, (*q.parameters, *names)) for names in q.names if set(names) <= set(fresh)]
        for other in q.family.constructions if q is not p else ():
            for operand in other.operands:
                if p in _users(q, operand, predicates) and set(operand.values()) & set(fresh):
                    members.append(Member(q.name, tuple(operand.get(s, s) for s in q.index)))
                    bound |= set(operand.values())
                    relations += [r for r in other.where if r.free_symbols & set(operand.values())]
    for a in claim.assumptions:
        every = claim.of_every_step(a)
        if every and every <= bound and a.relation not in relations:
            relations.append(a.relation)
    built = {x for q in predicates for x in q.family.variables} | bound
    for r in relations:
        if (r.free_symbols & {x for f in claim.families for x in f.fresh}) - built:
            raise Unprintable(f"{r} speaks of numbers of another step")
    in_family = variables_of(members, {q.name: q for q in predicates})
    result = tuple(c.result.get(s, s) for s in p.index)
    symbols = ordered(bound)
    ranges = tuple(s for s in symbols if s not in in_family)
    required = tuple(dict.fromkeys(relations))
    return Constructor(_constructor_name(p.name, number), c, symbols, ranges, required, tuple(members), result)


def _users(p: Predicate, operand: Mapping[sp.Basic, sp.Basic], predicates: list[Predicate]) -> list[Predicate]:
    """The other predicates whose constructions use the names of an operand that has names of its own throughout."""
    if not set(p.family.variables) <= set(operand):
        return []
    names = {operand[v] for v in p.family.variables}
    return [q for q in predicates if q.family is not p.family and names & q.family.fresh and not _has(p, q, operand)]


def _has(p: Predicate, q: Predicate, operand: Mapping[sp.Basic, sp.Basic]) -> bool:
    """Whether the other predicate has an operand of its own under these names."""
    return any(set(operand.values()) <= set(o.values()) for c in q.family.constructions for o in c.operands)


def _needs(p: Predicate) -> set[str]:
    return {m.predicate for c in p.constructors for m in c.members}


def _reaches(predicates: list[Predicate], start: Predicate, end: Predicate) -> bool:
    """Whether the one refers to the other, directly or not."""
    index = {p.name: p for p in predicates}
    reached: set[str] = set()
    waiting = list(_needs(start))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _needs(index[name])
    return end.name in reached


def _groups(predicates: list[Predicate]) -> tuple[tuple[Predicate, ...], ...]:
    groups: list[tuple[Predicate, ...]] = []
    for p in predicates:
        if not any(p in g for g in groups):
            same = [q for q in predicates if _reaches(predicates, p, q) and _reaches(predicates, q, p)]
            groups.append(tuple(same) or (p,))

    def depth(group: tuple[Predicate, ...]) -> int:
        return sum(any(_reaches(predicates, p, q) for p in group) for q in predicates)

    return tuple(sorted(groups, key=depth))
