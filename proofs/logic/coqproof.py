"""Proof scripts for what a claim states, replayed from its derivation. Not trusted: coqc judges every line of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.coq import Printer, Unprintable, ordered, quantified
from proofs.logic.coqfamilies import Member, Predicate, state
from proofs.logic.coqsteps import cited, given_of, lemmas, walk
from proofs.logic.derivation import Cite, Derivation, Induction, Step
from proofs.logic.family import Family, renamed, spoken_of
from proofs.logic.relations import Relation, conjuncts, instance, substituted

LIBRARY, THEOREM = "Opmerge", "claim"


@dataclass(frozen=True)
class File:
    """A claim printed whole. needs: the claims whose files it requires."""

    name: str
    text: str
    needs: tuple[str, ...]


def module(identifier: str) -> str:
    """The name of a claim's file, without its ending."""
    return re.sub(r"[^A-Za-z0-9]", "_", identifier)


@dataclass
class _Script:
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


class _Writer:
    """Writes the file of one claim."""

    def __init__(self, claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> None:
        self.statement, self.claims, self.steps = state(claim), claims, steps
        self.printer = self.statement.printer
        self.numbers = {id(step): number for number, step in enumerate(walk(steps), 1)}
        self.embedded: dict[tuple[object, ...], str] = {}
        self.about: dict[str, tuple[sp.Symbol, ...]] = {}  # what an embedding's lemma names besides the objects
        self.parts: list[str] = []
        self.ranged: set[str] = set()  # predicates with a lemma that gives ranges
        self.proved: set[int] = set()  # numbers of the inductions that have a lemma

    def _predicate(self, family: Family) -> Predicate:
        """The predicate of a family that the claim speaks of."""
        for p in self.statement.predicates.values():
            for names in p.names:
                same = Family(
                    p.family.name, names, renamed(p.family, dict(zip(p.names[0], names, strict=True))).constructions
                )
                if (same.variables, same.constructions) == (family.variables, family.constructions):
                    return p
        raise Unprintable(f"the claim does not speak of {family.name}")

    def _group(self, p: Predicate) -> tuple[Predicate, ...]:
        return next(g for g in self.statement.groups if p in g)

    def write(self) -> str:
        found = lemmas(self.statement, self.steps)
        for lemma in found:
            if lemma.reason:
                raise Unprintable(f"step {lemma.number}: {lemma.reason}")
        for group in self.statement.groups:
            self.parts.append(self.statement.inductive(group))
            if len(group) > 1:
                schemes = [f"{p.name}_ind' := Minimality for {p.name} Sort Prop" for p in group]
                self.parts.append(f"Scheme {' with '.join(schemes)}.")
        for symbol in self.statement.defined:
            if text := self.printer.range(symbol):
                symbols = ordered(self.printer.symbols([symbol]))
                stated = quantified(map(self.printer.name, symbols), map(self.printer.range, symbols), text)
                self.parts.append(
                    f"Lemma range_of_{module(str(symbol))} : {stated}.\nProof. intros. from_context. Qed."
                )
        self.parts += [lemma.text for lemma in found]
        self._ranges(self.printer.symbols(lemma.step.goal for lemma in found))
        for place, step in enumerate(self.steps):
            for inner in walk((step,)):
                if isinstance(inner.by, Cite):
                    self._embed(inner.by, place)
            if isinstance(step.by, Induction):
                self._induction(step, step.by, place)
        self._theorem()
        return "\n\n".join(self.parts) + "\n"

    def _theorem(self) -> None:
        s = self.statement
        script = _Script(set(s.symbols), set(s.premises), list(s.members))
        script.lines.append(f"intros {' '.join(map(self.printer.name, s.symbols))}; intros.")
        self._use_ranges(script)
        self._replay(self.steps, script)
        script.lines.append("repeat apply conj; assumption.")
        self.parts.append(f"Theorem {THEOREM} :\n  {s.theorem()}.\n{_proof(script)}")

    def _replay(self, steps: Derivation, script: _Script) -> None:
        """Uses each step whose numbers and hypotheses are there; coqc says what is missing in the end."""
        for step in steps:
            number, facts = self.numbers[id(step)], conjuncts(step.goal)
            if set(facts) <= script.known:
                continue
            match step.by:
                case Induction():
                    p = self._predicate(step.by.family)
                    member = Member(p.name, (*p.parameters, *step.by.family.variables))
                    names = (*self._constants(step, p), *member.index)
                    if number in self.proved and member in script.members and set(names) <= script.bound:
                        script.lines.append(f"use ({self._term(f'induction_{number}', names)}).")
                        script.learn(facts, self.printer)
                case Cite():
                    self._replay_cite(step.by, script)
                case _:
                    given = given_of(self.statement, step)
                    symbols = ordered(self.printer.symbols((step.goal, *given)))
                    if set(given) <= script.known and set(symbols) <= script.bound:
                        script.lines.append(f"use ({self._term(f'step_{number}', symbols)}).")
                        script.learn(facts, self.printer)

    def _term(self, name: str, values: Iterable[sp.Basic]) -> str:
        return " ".join([name, *map(self.printer.expression, values)])

    def _constants(self, step: Step, p: Predicate) -> tuple[sp.Symbol, ...]:
        """What the lemma of an induction is about, besides the objects themselves."""
        constants = {*self._group(p)[0].constants, *self.printer.symbols([step.goal])}
        return ordered(constants - {*p.parameters, *step.by.family.variables})  # type: ignore[union-attr]

    def _premises(self, constants: Iterable[sp.Symbol]) -> list[Relation]:
        """The assumptions about these numbers alone."""
        relations = [
            a.relation for a in self.statement.claim.assumptions if a.relation.args[0] not in self.printer.values
        ]
        return [r for r in relations if self.printer.symbols([r]) <= set(constants)]

    def _induction(self, step: Step, rule: Induction, place: int) -> None:
        first = self._predicate(rule.family)
        if rule.family.variables != first.family.variables:
            raise Unprintable(f"{first.family.name}: an induction under other names")
        group = self._group(first)
        nested = {
            self._predicate(s.by.family).name: s
            for proof in rule.proofs
            for s in proof
            if isinstance(s.by, Induction) and self._predicate(s.by.family) in group
        }
        goals = {p.name: conjuncts(step.goal) if p is first else () for p in group}
        goals |= {name: conjuncts(s.goal) for name, s in nested.items()}
        constants = self._constants(step, first)
        number = self.numbers[id(step)]

        def case(p: Predicate, n: int, script: _Script) -> None:
            self._replay(self.steps[:place], script)
            for proof in (rule.proofs[n],) if p is first else rule.proofs:
                self._replay(proof, script)
            if p.name in nested:
                self._replay(nested[p.name].by.proofs[n], script)  # type: ignore[union-attr]

        self._by_cases(f"induction_{number}", first, constants, goals, case)
        self.proved.add(number)

    def _by_cases(
        self,
        name: str,
        first: Predicate,
        constants: tuple[sp.Symbol, ...],
        goals: Mapping[str, tuple[Relation, ...]],
        case: Callable[[Predicate, int, _Script], None],
    ) -> None:
        """A lemma by induction: the declared ranges, what is assumed of parameters, and the goals, for every object."""
        group, premises = self._group(first), self._premises(constants)
        facts, motives = {}, {}
        for p in group:
            facts[p.name] = (*(self._premises(p.parameters) if p.parameters else ()), *goals[p.name])
            said = [*filter(None, map(self.printer.range, p.index)), *map(self.printer.relation, facts[p.name])]
            motives[p.name] = " /\\ ".join(said) or "True"
        lines = self._by_induction(group, first, motives)
        for p in group:
            for n, c in enumerate(p.constructors):
                script = _Script({*constants, *c.symbols}, {*premises, *c.relations}, list(c.members))
                script.lines.append(
                    f"- cbv beta; intros {' '.join(map(self.printer.name, c.symbols))}; intros; split_all."
                )
                self._use_ranges(script)
                for m in c.members:
                    if m.predicate in facts:
                        at = dict(zip(self.statement.predicates[m.predicate].index, m.index, strict=True))
                        script.learn([instance(g, at) for g in facts[m.predicate]], self.printer)
                case(p, n, script)
                lines += [*script.lines, "from_context."]
        self._about_objects(name, first, constants, premises, motives[first.name], lines)

    def _ranges(self, used: set[sp.Symbol]) -> None:
        """That the variables of the families that steps speak of lie in their ranges, where no induction says it."""
        inductions = {self._predicate(s.by.family).name for s in walk(self.steps) if isinstance(s.by, Induction)}
        wanted: set[str] = set()
        for group in reversed(self.statement.groups):
            own = {p.name for p in group}
            if own & wanted or (not own & inductions and used & {s for p in group for names in p.names for s in names}):
                wanted |= own | {m.predicate for p in group for c in p.constructors for m in c.members}
        for group in self.statement.groups:
            if not {p.name for p in group} & wanted:
                continue
            for p in group:
                self._by_cases(f"range_{p.name}", p, p.constants, {q.name: () for q in group}, lambda *_: None)
            self.ranged |= {p.name for p in group}

    def _use_ranges(self, script: _Script) -> None:
        for m in script.members:
            constants = self.statement.predicates[m.predicate].constants
            if m.predicate in self.ranged and set(constants) <= script.bound:
                script.lines.append(f"use ({self._term(f'range_{m.predicate}', (*constants, *m.index))}).")

    def _about_objects(
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

    def _by_induction(self, group: tuple[Predicate, ...], first: Predicate, motives: Mapping[str, str]) -> list[str]:
        functions = [f"(fun {' '.join(map(self.printer.name, p.index))} => {motives[p.name]})" for p in group]
        scheme = f"{first.name}_ind{chr(39) if len(group) > 1 else ''}"
        cases = " ".join("_" for p in group for _ in p.constructors)
        return [f"refine ({self._term(scheme, first.constants)} {' '.join(functions)} {cases})."]

    def _embed(self, rule: Cite, place: int) -> None:
        """Lemmas: the objects of which the claim speaks are among those of which the cited claim speaks."""
        key = (rule.claim, *sorted(rule.at.items(), key=str))
        if key in self.embedded:
            return
        self.embedded[key] = name = f"of_{module(rule.claim)}_{len(self.embedded) + 1}"
        cited, at = state(self.claims[rule.claim]), rule.at
        for group in cited.groups:
            here = [(q, *self._here(q, at)) for q in group]
            pairs = {p.name: (q, names) for q, p, names in here}
            mine = self._group(here[0][1])
            if not set(pairs) <= {p.name for p in mine}:
                raise Unprintable(f"the families of {rule.claim} refer to each other otherwise")
            constants = ordered(
                set(mine[0].constants) | self.printer.symbols(at.get(s, s) for q in group for s in q.constants)
            )
            premises = self._premises(constants)
            where = f"{LIBRARY}.{module(rule.claim)}."

            def there(
                s: sp.Symbol, names: Mapping[sp.Basic, sp.Basic], at: Mapping[sp.Basic, sp.Basic] = at
            ) -> sp.Expr:
                return substituted(at.get(s, s), names)

            # The cited claim does not speak of the others in the group.
            motives = {p.name: "True" for p in mine} | {
                p.name: self._term(f"{where}{q.name}", [there(s, names) for s in (*q.constants, *q.index)])
                for q, p, names in here
            }
            for target in (p for p in mine if p.name in pairs):
                lines = self._by_induction(mine, target, motives)
                for p in mine:
                    if p.name not in pairs:
                        lines += ["- cbv beta; intros; exact I." for _ in p.constructors]
                        continue
                    q, names = pairs[p.name]
                    for c, other in zip(p.constructors, q.constructors, strict=True):
                        script = _Script({*constants, *c.symbols}, {*premises, *c.relations}, list(c.members))
                        script.lines.append(
                            f"- cbv beta; intros {' '.join(map(self.printer.name, c.symbols))}; intros."
                        )
                        self._replay(self.steps[:place], script)
                        for m in c.members:
                            if m.predicate not in motives:
                                script.lines.append(self._use_embedding(name, m))
                        built = [there(s, names) for s in (*q.constants, *other.symbols)]
                        script.lines.append(f"built ({self._term(where + other.name, built)}).")
                        lines += script.lines
                self.about[f"{name}_{target.name}"] = constants
                self._about_objects(f"{name}_{target.name}", target, constants, premises, motives[target.name], lines)

    def _use_embedding(self, name: str, m: Member) -> str:
        lemma = f"{name}_{m.predicate}"
        return f"use ({self._term(lemma, (*self.about[lemma], *m.index))})."

    def _here(self, p: Predicate, at: Mapping[sp.Basic, sp.Basic]) -> tuple[Predicate, dict[sp.Basic, sp.Basic]]:
        """The claim's predicate for a family of a cited one, and its own names for those that the citation uses."""
        family = spoken_of(self.statement.claim.families, renamed(p.family, at))
        if family is None:
            raise Unprintable(f"the claim does not speak of {p.family.name}")
        found = self._predicate(family)
        return found, dict(zip(family.variables, found.family.variables, strict=True))

    def _replay_cite(self, rule: Cite, script: _Script) -> None:
        cited = state(self.claims[rule.claim])
        values = [rule.at.get(s, s) for s in cited.symbols]
        if not self.printer.symbols(values) <= script.bound:
            return
        name = self.embedded[(rule.claim, *sorted(rule.at.items(), key=str))]
        for m in cited.members:
            index = tuple(rule.at.get(s, s) for s in m.index)
            found = self._here(cited.predicates[m.predicate], rule.at)[0]
            script.lines.append(self._use_embedding(name, Member(found.name, index)))
        facts = [instance(c, rule.at) for c in cited.claim.conclusions]
        term = self._term(f"{LIBRARY}.{module(rule.claim)}.{THEOREM}", values)
        script.lines.append(f"use ({term}).")
        script.learn(facts, self.printer)


def _proof(script: _Script) -> str:
    return "Proof.\n  " + "\n  ".join(script.lines) + "\nQed."


def whole(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> File:
    """The file of a claim all of whose steps can be printed. Raises Unprintable."""
    if claim.counterexample is not None:
        raise Unprintable("only what holds for all values is printed")
    needs = cited(steps)
    text = header(needs) + _Writer(claim, claims, steps).write()
    return File(f"{module(claim.id)}.v", text, needs)


def header(needs: Iterable[str] = ()) -> str:
    """What every file starts with."""
    required = "".join(f"Require {LIBRARY}.{module(n)}.\n" for n in needs)
    return f"Require Import Reals Lra Psatz {LIBRARY}.Tactics.\n{required}Open Scope R_scope.\n\n"
