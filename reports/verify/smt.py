"""SMT route: each inequality of a derivation, negated, must be unsatisfiable over the reals (z3, in a subprocess).

Shares with the symbolic route the statement of each obligation and nothing else: no certificate is passed on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import mutations
from proofs.logic.obligations import Obligation, Script, Untranslatable, boundary, negation, obligations
from proofs.logic.relations import Relation
from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import Controls, Evidence

QUERY_MILLISECONDS = 5_000
_ATTEMPTS = 4  # the query, over the integers, and twice among few values
# Legs of right-angled triangles among them: a curve such as x^2 + y^2 = 1 has rational points, and a solver need not hit one.
_VALUES = ("0", "1", "2", "3", "1/2", "3/5", "4/5", "5/13", "12/13", "8/17", "15/17", "7/25", "24/25", "-1", "-1/2")
_WORKER = """
import json, sys, z3
limit = int(sys.argv[1])
among = sys.argv[2].split()

def attempt(query, extra):
    solver = z3.Solver()
    solver.set(timeout=limit, random_seed=0)
    solver.from_string(query["text"])
    solver.add(*extra)
    outcome = solver.check()
    model = {}
    if outcome == z3.sat:
        found = solver.model()
        for name in query["names"]:
            value = found.eval(z3.Real(name), model_completion=True)
            if z3.is_rational_value(value):
                model[name] = str(value.as_fraction())
    return str(outcome), model

def few(name):
    return z3.Or([z3.Real(name) == z3.Q(*map(int, (v + "/1").split("/")[:2])) for v in among])

def answer(query):
    names, integers = query["names"], [z3.IsInt(z3.Real(n)) for n in query["integers"]]
    def whole(found):
        return len(found[1]) == len(names) and not any("/" in found[1][n] for n in query["integers"])
    first = attempt(query, [])
    if first[0] == "unsat" or first[0] == "sat" and whole(first):
        return first
    if integers:
        found = attempt(query, integers)
        if found[0] == "unsat" or found[0] == "sat" and whole(found):
            return found
    if first[0] == "sat":
        for these in ([n for n in names if n not in first[1]], names):
            found = attempt(query, integers + [few(n) for n in these])
            if found[0] == "sat" and whole(found):
                return found
    return first

json.dump([answer(query) for query in json.load(sys.stdin)], sys.stdout)
"""


@dataclass(frozen=True)
class SolverAnswer:
    """unsat, sat or unknown; with sat, the rational part of the model."""

    outcome: str
    model: dict[str, Fraction]


def ask(scripts: Sequence[Script]) -> list[SolverAnswer]:
    """z3's answers, in order. A query that times out, or a solver that dies, is unknown.

    A model that is not rational, or not integral where it should be, is looked for again under further constraints.
    """
    if not scripts:
        return []
    queries = [{"text": s.text, "names": list(s.names), "integers": s.integers} for s in scripts]
    seconds = 10 + len(scripts) * (_ATTEMPTS * QUERY_MILLISECONDS / 1000 + 1)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _WORKER, str(QUERY_MILLISECONDS), " ".join(_VALUES)],
            input=json.dumps(queries),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return [SolverAnswer("unknown", {}) for _ in scripts]
    return [
        SolverAnswer(outcome, {name: Fraction(value) for name, value in model.items()})
        for outcome, model in json.loads(done.stdout)
    ]


def in_declared_range(symbol: sp.Basic, value: sp.Rational) -> bool:
    """Whether everything that the symbol declares is so of the value."""
    declared = symbol.assumptions0
    return all(getattr(value, f"is_{fact}") is wanted for fact, wanted in declared.items())


def truth(relation: Relation, at: Mapping[sp.Basic, sp.Basic]) -> bool | None:
    """Exact truth at rational values; None when a denominator vanishes or a side has no rational value."""
    if isinstance(relation, sp.And | sp.Or | sp.Not):
        parts = [truth(part, at) for part in relation.args]
        return None if None in parts else bool(relation.func(*parts))
    if not isinstance(relation, sp.core.relational.Relational):
        return {sp.true: True, sp.false: False}.get(relation)
    for power in relation.atoms(sp.Pow):
        if power.exp.is_negative and not power.base.xreplace(at).is_nonzero:
            return None
    sides = [side.xreplace(at) for side in relation.args]
    return bool(relation.func(*sides)) if all(side.is_Rational for side in sides) else None


def is_counterexample(obligation: Obligation, script: Script, answer: SolverAnswer) -> bool:
    """Whether z3's model, in exact rationals, lies in every declared range, satisfies the hypotheses and violates the goal."""
    if answer.outcome != "sat" or script.opaque or set(answer.model) != set(script.names):
        return False
    at = {script.names[n]: sp.Rational(v.numerator, v.denominator) for n, v in answer.model.items()}
    if not all(in_declared_range(symbol, value) for symbol, value in at.items()):
        return False
    return all(truth(r, at) is True for r in obligation.given) and truth(obligation.goal, at) is False


def _script(obligation: Obligation) -> Script | None:
    try:
        return negation(obligation)
    except Untranslatable:
        return None


def _mutants(obligation: Obligation) -> list[tuple[str, Obligation]]:
    return [
        (f"{edit} in '{obligation.title}'", replace(obligation, goal=goal)) for edit, goal in mutations(obligation.goal)
    ]


def _controls(
    named: Sequence[tuple[str, Obligation]], answers: Sequence[tuple[Script, SolverAnswer] | None]
) -> Controls:
    """The mutants that could be tested, each rejected by an exact counterexample only.

    Untested is a mutant about function values, of which the solver knows signs only, or whose models are all irrational.
    """
    rejected, survivors = 0, []
    for (edit, mutant), given in zip(named, answers, strict=True):
        if given is None:
            continue
        if is_counterexample(mutant, *given):
            rejected += 1
        elif given[1].outcome != "sat":
            survivors.append(edit)
    return Controls(rejected=rejected, total=rejected + len(survivors), survivors=tuple(survivors))


@cache
def self_test() -> str:
    """Which obligation of known outcome is answered wrongly; empty when none is. Asked once in a process."""
    known = list(boundary())
    answers = ask([negation(obligation) for obligation, _ in known])
    for (obligation, value), answer in zip(known, answers, strict=True):
        expected = SolverAnswer("unsat", {}) if value is None else SolverAnswer("sat", {"x0": Fraction(int(value))})
        if answer != expected:
            found = f"{answer.outcome} {' '.join(map(str, answer.model.values()))}".strip()
            return f"the z3 route fails its self-test: {obligation.title}: {found}"
    return ""


def _asked(scripts: Sequence[Script | None]) -> list[tuple[Script, SolverAnswer] | None]:
    """What the solver says of each, in one go; None where there is nothing to ask."""
    answers = iter(ask([script for script in scripts if script is not None]))
    return [None if script is None else (script, next(answers)) for script in scripts]


def smt_evidence(claim: Claim, steps: Derivation) -> Evidence | None:
    """Evidence from z3 for one claim.

    None when its derivation has no inequality, or when all are unsatisfiable but no mutant of any could be tested.
    """
    todo = list(obligations(steps))
    if not todo:
        return None
    named = [mutant for obligation in todo for mutant in _mutants(obligation)]
    testable = [script if script and not script.opaque else None for script in (_script(mutant) for _, mutant in named)]
    answers = _asked([*map(_script, todo), *testable])
    findings: list[str] = []
    verdict = Verdict.PROVED
    proved = 0
    for obligation, given in zip(todo, answers[: len(todo)], strict=True):
        if given is not None and given[1].outcome == "unsat":
            proved += 1
        elif given is not None and is_counterexample(obligation, *given):
            script, answer = given
            verdict = Verdict.REFUTED
            values = ", ".join(f"{script.names[n]} = {v}" for n, v in answer.model.items())
            findings.append(f"counterexample to '{obligation.title}': {values}")
        else:
            verdict = Verdict.UNDECIDED if verdict is Verdict.PROVED else verdict
            findings.append(f"undecided: '{obligation.title}'")
    controls = _controls(named, answers[len(todo) :])
    if verdict is Verdict.PROVED and not controls.total:
        return None
    if claim.counterexample is not None:  # the obligations carry the negation of the claim
        verdict = Verdict.REFUTED if verdict is Verdict.PROVED else Verdict.UNDECIDED
    findings.append(f"{len(todo)} obligations, {proved} unsatisfiable")
    if untested := len(named) - controls.total:
        findings.append(f"{untested} mutants not tested and not counted: no exact counterexample can be evaluated")
    return _evidence(verdict, controls, findings)


def _evidence(verdict: Verdict, controls: Controls, findings: Sequence[str]) -> Evidence:
    return Evidence(
        level=Level.SMT,
        route="z3",
        verdict=verdict,
        for_all="all reals in the declared ranges",
        scope="every inequality of the derivation where its denominators are not 0, one induction step at a time; "
        "equations, denominators and the induction itself are left to the symbolic route",
        controls=controls,
        findings=tuple(findings),
    )
