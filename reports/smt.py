"""SMT route: each inequality of a derivation, negated, must be unsatisfiable over the reals (z3, in a subprocess).

Shares with the symbolic route the statement of each obligation and nothing else: no certificate is passed on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from proofs.claim import Claim, Derivation, Verdict
from proofs.obligations import Obligation, Script, negation, obligations
from proofs.relations import difference
from proofs.twins import mutations
from reports.ledger import Controls, Evidence, Level

QUERY_MILLISECONDS = 5_000
_WORKER = """
import json, sys, z3
limit = int(sys.argv[1])
answers = []
for text in json.load(sys.stdin):
    solver = z3.Solver()
    solver.set(timeout=limit, random_seed=0)
    solver.from_string(text)
    outcome = solver.check()
    model = {}
    if outcome == z3.sat:
        found = solver.model()
        for d in found.decls():
            value = found[d]
            if z3.is_rational_value(value):
                model[d.name()] = str(value.as_fraction())
    answers.append([str(outcome), model])
json.dump(answers, sys.stdout)
"""


@dataclass(frozen=True)
class Answer:
    """unsat, sat or unknown; with sat, the rational part of the model."""

    outcome: str
    model: dict[str, Fraction]


def ask(scripts: Sequence[Script]) -> list[Answer]:
    """z3's answers, in order. A query that times out, or a solver that dies, is unknown."""
    if not scripts:
        return []
    seconds = 10 + len(scripts) * (QUERY_MILLISECONDS / 1000 + 1)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _WORKER, str(QUERY_MILLISECONDS)],
            input=json.dumps([s.text for s in scripts]),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return [Answer("unknown", {}) for _ in scripts]
    return [
        Answer(outcome, {name: Fraction(value) for name, value in model.items()})
        for outcome, model in json.loads(done.stdout)
    ]


def is_counterexample(obligation: Obligation, script: Script, answer: Answer) -> bool:
    """Whether z3's model, evaluated in exact rationals, satisfies every hypothesis and violates the goal."""
    if answer.outcome != "sat" or script.opaque or set(answer.model) != set(script.names):
        return False
    at = {script.names[n]: sp.Rational(v.numerator, v.denominator) for n, v in answer.model.items()}
    holds = [bool(r.func(*(side.subs(at) for side in r.args))) for r in obligation.given]
    goal, strict = difference(obligation.goal)
    value = goal.subs(at)
    return all(holds) and bool(value <= 0 if strict else value < 0)


def _false_twins(obligation: Obligation) -> list[tuple[str, Obligation]]:
    return [
        (f"{edit} in '{obligation.title}'", replace(obligation, goal=goal)) for edit, goal in mutations(obligation.goal)
    ]


def smt_evidence(claim: Claim, steps: Derivation) -> Evidence | None:
    """Evidence from z3 for one claim; None when its derivation has no inequality."""
    todo = list(obligations(steps))
    if not todo:
        return None
    twins = [twin for obligation in todo for twin in _false_twins(obligation)]
    scripts = [negation(o) for o in (*todo, *(o for _, o in twins))]
    answers = ask(scripts)
    findings: list[str] = []
    verdict = Verdict.PROVED
    for obligation, script, answer in zip(todo, scripts, answers, strict=False):
        if answer.outcome == "unsat":
            continue
        if is_counterexample(obligation, script, answer):
            verdict = Verdict.REFUTED
            values = ", ".join(f"{script.names[n]} = {v}" for n, v in answer.model.items())
            findings.append(f"counterexample to '{obligation.title}': {values}")
        else:
            verdict = Verdict.UNDECIDED if verdict is Verdict.PROVED else verdict
            findings.append(f"undecided: '{obligation.title}'")
    survivors = tuple(
        edit for (edit, _), answer in zip(twins, answers[len(todo) :], strict=True) if answer.outcome != "sat"
    )
    if claim.counterexample is not None:  # the obligations carry the negation of the claim
        verdict = Verdict.REFUTED if verdict is Verdict.PROVED else Verdict.UNDECIDED
    findings.append(f"{len(todo)} obligations, {sum(a.outcome == 'unsat' for a in answers[: len(todo)])} unsatisfiable")
    return Evidence(
        level=Level.SMT,
        route="z3",
        verdict=verdict,
        for_all="all reals in the declared ranges",
        scope="every inequality of the derivation, one induction step at a time; equations and the induction itself are "
        "left to the symbolic route",
        controls=Controls(rejected=len(twins) - len(survivors), total=len(twins), survivors=survivors),
        findings=tuple(findings),
    )
