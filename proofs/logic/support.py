"""What a conclusion rests on: the assumptions that its derivation uses, at any depth."""

from __future__ import annotations

from collections.abc import Mapping

from proofs.logic.claim import Claim
from proofs.logic.derivation import Cite, Derivation, Step
from proofs.logic.relations import Relation, conjuncts
from proofs.logic.scope import uses


def support(conclusion: Relation, claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> frozenset[Relation]:
    """The assumptions that the steps use to establish a conclusion. A fact that nothing establishes adds nothing."""
    by_goal: dict[Relation, Step] = {}
    for step in steps:
        for part in conjuncts(step.goal):
            by_goal.setdefault(part, step)
    assumed = {a.relation for a in claim.assumptions}
    found: set[Relation] = set()
    seen: set[Relation] = set()
    todo = [conclusion, *conjuncts(conclusion)]
    while todo:
        fact = todo.pop()
        if fact in seen:
            continue
        seen.add(fact)
        if fact in assumed:
            found.add(fact)
        elif fact in by_goal:
            step = by_goal[fact]
            if not isinstance(step.by, Cite) or step.by.claim in claims:
                todo += [part for used in uses(step, claims, assumed) for part in conjuncts(used)]
    return frozenset(found)


def unused_hypothesis(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A hypothesis that the derivation of no conclusion uses: values cannot show that it is needed."""
    shown = {part for step in steps for part in conjuncts(step.goal)}
    if claim.counterexample is not None or not shown.issuperset(claim.conclusions):
        return ""  # nothing is concluded, or a conclusion is not established
    used = {x for c in claim.conclusions for x in support(c, claim, claims, steps)}
    idle = [a.relation for a in claim.assumptions if a.relation not in used and a.relation in claim.ablations]
    return f"no conclusion rests on {idle[0]}" if idle else ""
