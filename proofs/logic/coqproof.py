"""Proof scripts for what a claim states, replayed from its derivation. Not trusted: coqc judges every line of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.coq import Unprintable, ordered, quantified
from proofs.logic.coqfamilies import Member, Predicate, Statement, state
from proofs.logic.coqobjects import LIBRARY, THEOREM, Objects, Script, module, proof
from proofs.logic.coqsteps import Said, cited, given_of, lemmas, said, walk
from proofs.logic.coqvalues import EXISTENCE, existence, refutation
from proofs.logic.derivation import Cite, Derivation, Induction, Step
from proofs.logic.family import renamed, spoken_of
from proofs.logic.relations import conjuncts, instance, substituted


@dataclass(frozen=True)
class File:
    """A claim as printed: definitions alone, which are trusted, and the proof of what they define, which is not.

    needs: the claims whose files the proof requires.
    unsaid: the numbers of the steps that are left out, with the conclusions that rest on them, and why.
    """

    module: str
    definitions: str
    proof: str
    needs: tuple[str, ...]
    unsaid: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """The file of the proof."""
        return f"{self.module}.v"

    @property
    def text(self) -> str:
        """The proof, of the statement as the other file has it."""
        return f"{header(self.needs)}Require Import {LIBRARY}.Statement_{self.module}.\n\n{self.proof}"

    @property
    def statement_name(self) -> str:
        """The file of the statement."""
        return f"Statement_{self.module}.v"

    @property
    def statement(self) -> str:
        """What is claimed: no proofs, no tactics, no other file of ours."""
        return f"Require Import Reals.\nOpen Scope R_scope.\n\n{self.definitions}"

    @property
    def defined(self) -> dict[str, str]:
        """What the file of the statement defines, besides families, and the theorem of each."""
        theorems = {"statement": THEOREM, EXISTENCE: f"{EXISTENCE}_{THEOREM}"}
        return {name: theorem for name, theorem in theorems.items() if f"Definition {name} : Prop" in self.definitions}

    @property
    def alone(self) -> str:
        """Statement and proof as one text that is about no other statement."""
        return f"{header(self.needs)}{self.definitions}\n{self.proof}"


def definitions(statement: Statement) -> str:
    """The families, and what the claim says: all that is trusted of a file."""
    groups = map(statement.inductive, statement.groups)
    return "\n\n".join([*groups, f"Definition statement : Prop :=\n  {statement.theorem()}."]) + "\n"


class _Writer(Objects):
    """Writes the file of one claim."""

    def __init__(self, said: Said, claims: Mapping[str, Claim], steps: Derivation) -> None:
        super().__init__(state(said.claim))
        self.claims, self.steps, self.left_out = claims, steps, said.left_out
        self.numbers = {id(step): number for number, step in enumerate(walk(steps), 1)}
        self.embedded: dict[tuple[object, ...], str] = {}
        self.about: dict[str, tuple[sp.Symbol, ...]] = {}  # what an embedding's lemma names besides the objects
        self.proved: set[int] = set()  # numbers of the inductions that have a lemma

    def write(self) -> str:
        found = [lemma for lemma in lemmas(self.statement, self.steps) if not lemma.reason]
        self.parts += filter(None, map(self.statement.scheme, self.statement.groups))
        for symbol in filter(self.printer.prints, self.statement.defined):
            if text := self.printer.range(symbol):
                symbols = ordered(self.printer.symbols([symbol]))
                stated = quantified(map(self.printer.name, symbols), map(self.printer.range, symbols), text)
                self.parts.append(
                    f"Lemma range_of_{module(str(symbol))} : {stated}.\nProof. intros. from_context. Qed."
                )
        self.parts += [lemma.text for lemma in found]
        inductions = {
            self.predicate(s.by.family).name
            for s in walk(self.steps)
            if isinstance(s.by, Induction) and id(s) not in self.left_out
        }
        self.ranges(self.printer.symbols(lemma.step.goal for lemma in found), inductions)
        for place, step in enumerate(self.steps):
            if id(step) in self.left_out:
                continue
            for inner in walk((step,)):
                if isinstance(inner.by, Cite):
                    self._embed(inner.by, place)
            if isinstance(step.by, Induction):
                self._induction(step, step.by, place)
        self._theorem()
        return "\n\n".join(self.parts) + "\n"

    def _theorem(self) -> None:
        s = self.statement
        script = Script(set(s.symbols), set(s.premises), list(s.members))
        script.lines.append(f"unfold statement; intros {' '.join(map(self.printer.name, s.symbols))}; intros.")
        self.use_ranges(script)
        self._replay(self.steps, script)
        script.lines.append("repeat apply conj; assumption.")
        self.parts.append(f"Theorem {THEOREM} : statement.\n{proof(script)}")

    def _replay(self, steps: Derivation, script: Script) -> None:
        """Uses each step whose numbers and hypotheses are there; coqc says what is missing in the end."""
        for step in steps:
            number, facts = self.numbers[id(step)], conjuncts(step.goal)
            if set(facts) <= script.known or id(step) in self.left_out:
                continue
            match step.by:
                case Induction() as rule:
                    p = self.predicate(rule.family)
                    member = Member(p.name, (*p.parameters, *rule.family.variables))
                    names = (*self._constants(step, rule, p), *member.index)
                    if number in self.proved and member in script.members and set(names) <= script.bound:
                        script.lines.append(f"use ({self.term(f'induction_{number}', names)}).")
                        script.learn(facts, self.printer)
                case Cite():
                    self._replay_cite(step.by, script)
                case _:
                    given = given_of(self.statement, step)
                    symbols = ordered(self.printer.symbols((step.goal, *given)))
                    if set(given) <= script.known and set(symbols) <= script.bound:
                        script.lines.append(f"use ({self.term(f'step_{number}', symbols)}).")
                        script.learn(facts, self.printer)

    def _constants(self, step: Step, rule: Induction, p: Predicate) -> tuple[sp.Symbol, ...]:
        """What the lemma of an induction is about, besides the objects themselves."""
        constants = {*self.group(p)[0].constants, *self.printer.symbols([step.goal])}
        return ordered(constants - {*p.parameters, *rule.family.variables})

    def _induction(self, step: Step, rule: Induction, place: int) -> None:
        first = self.predicate(rule.family)
        if rule.family.variables != first.family.variables:
            raise Unprintable(f"{first.family.name}: an induction under other names")
        group = self.group(first)
        nested = {
            self.predicate(s.by.family).name: (s, s.by)
            for proof in rule.proofs
            for s in proof
            if isinstance(s.by, Induction) and self.predicate(s.by.family) in group
        }
        goals = {p.name: conjuncts(step.goal) if p is first else () for p in group}
        goals |= {name: conjuncts(s.goal) for name, (s, _) in nested.items()}
        constants = self._constants(step, rule, first)
        number = self.numbers[id(step)]

        def case(p: Predicate, n: int, script: Script) -> None:
            self._replay(self.steps[:place], script)
            for inside in (rule.proofs[n],) if p is first else rule.proofs:
                self._replay(inside, script)
            if p.name in nested:
                self._replay(nested[p.name][1].proofs[n], script)

        self.by_cases(f"induction_{number}", first, constants, goals, case)
        self.proved.add(number)

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
            mine = self.group(here[0][1])
            if not set(pairs) <= {p.name for p in mine}:
                raise Unprintable(f"the families of {rule.claim} refer to each other otherwise")
            constants = ordered(
                set(mine[0].constants) | self.printer.symbols(at.get(s, s) for q in group for s in q.constants)
            )
            premises = self.premises(constants)
            where = f"{LIBRARY}.Statement_{module(rule.claim)}."

            def there(
                s: sp.Symbol, names: Mapping[sp.Basic, sp.Basic], at: Mapping[sp.Basic, sp.Basic] = at
            ) -> sp.Expr:
                return substituted(at.get(s, s), names)

            # The cited claim does not speak of the others in the group.
            motives = {p.name: "True" for p in mine} | {
                p.name: self.term(f"{where}{q.name}", [there(s, names) for s in (*q.constants, *q.index)])
                for q, p, names in here
            }
            for target in (p for p in mine if p.name in pairs):
                lines = self.by_induction(mine, target, motives)
                for p in mine:
                    if p.name not in pairs:
                        lines += ["- cbv beta; intros; exact I." for _ in p.constructors]
                        continue
                    q, names = pairs[p.name]
                    for c, other in zip(p.constructors, q.constructors, strict=True):
                        script = Script({*constants, *c.symbols}, {*premises, *c.relations}, list(c.members))
                        script.lines.append(
                            f"- cbv beta; intros {' '.join(map(self.printer.name, c.symbols))}; intros."
                        )
                        self._replay(self.steps[:place], script)
                        for m in c.members:
                            if m.predicate not in motives:
                                script.lines.append(self._use_embedding(name, m))
                        built = [there(s, names) for s in (*q.constants, *other.symbols)]
                        script.lines.append(f"built ({self.term(where + other.name, built)}).")
                        lines += script.lines
                self.about[f"{name}_{target.name}"] = constants
                self.about_objects(f"{name}_{target.name}", target, constants, premises, motives[target.name], lines)

    def _use_embedding(self, name: str, m: Member) -> str:
        lemma = f"{name}_{m.predicate}"
        return f"use ({self.term(lemma, (*self.about[lemma], *m.index))})."

    def _here(self, p: Predicate, at: Mapping[sp.Basic, sp.Basic]) -> tuple[Predicate, dict[sp.Basic, sp.Basic]]:
        """The claim's predicate for a family of a cited one, and its own names for those that the citation uses."""
        family = spoken_of(self.statement.claim.families, renamed(p.family, at))
        if family is None:
            raise Unprintable(f"the claim does not speak of {p.family.name}")
        found = self.predicate(family)
        return found, dict(zip(family.variables, found.family.variables, strict=True))

    def _replay_cite(self, rule: Cite, script: Script) -> None:
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
        term = self.term(f"{LIBRARY}.{module(rule.claim)}.{THEOREM}", values)
        script.lines.append(f"use ({term}).")
        script.learn(facts, self.printer)


def whole(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> File:
    """The file of a claim, without the steps that cannot be printed and what rests on them.

    A claim that is refuted is stated as false. Raises Unprintable when nothing is left, or more than steps cannot be
    printed.
    """
    needs, name = cited(steps), module(claim.id)
    if claim.counterexample is not None:
        refuted = refutation(claim)
        parts = [lemma.text for lemma in lemmas(state(claim), steps) if not lemma.reason]
        text = "\n\n".join([*parts, refuted.theorem(THEOREM, "statement")]) + "\n"
        return File(name, refuted.definition("statement"), text, needs)
    printed = said(claim, steps)
    writer = _Writer(printed, claims, steps)
    stated, text, unsaid = definitions(writer.statement), writer.write(), list(printed.unsaid)
    unsaid += [
        (number, "rests on what is not printed")
        for number, step in enumerate(walk(steps), 1)
        if id(step) in printed.left_out and isinstance(step.by, Cite | Induction)
    ]
    if claim.exists:
        try:
            shown = existence(claim)
        except Unprintable as why:
            unsaid.append((0, f"what exists: {why}"))
        else:
            stated += "\n" + shown.definition(EXISTENCE)
            text += "\n" + shown.theorem(f"{EXISTENCE}_{THEOREM}", EXISTENCE) + "\n"
    return File(name, stated, text, needs, tuple(unsaid))


def header(needs: Iterable[str] = ()) -> str:
    """What every file starts with."""
    required = "".join(f"Require {LIBRARY}.{module(n)}.\n" for n in needs)
    return f"Require Import Reals Lra Psatz {LIBRARY}.Tactics.\n{required}Open Scope R_scope.\n\n"
