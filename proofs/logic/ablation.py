"""Every hypothesis is load-bearing: exact values that satisfy all the others, and at which the claim is false."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

import sympy as sp

from proofs.logic.claim import Claim, Kind, SmallCase
from proofs.logic.relations import Relation, Values


@dataclass(frozen=True)
class Ablation:
    """A hypothesis of a claim dropped, and the values at which the claim then fails.

    case: where it is evaluated: the claim at T = 3 (small), or as it stands.
    """

    dropped: Relation
    at: Values
    case: SmallCase
    small: bool


def ablations(claim: Claim) -> tuple[Ablation, ...]:
    """All ablations of a claim, with complete values."""
    as_it_stands = SmallCase({a.relation: (a.relation,) for a in claim.assumptions}, claim.conclusions)
    found = []
    for dropped, at in claim.ablations.items():
        if claim.at_three is not None and dropped in claim.at_three.hypotheses:
            found.append(Ablation(dropped, at, claim.at_three, small=True))
        else:
            found.append(Ablation(dropped, {**claim.witness, **at}, as_it_stands, small=False))
    return tuple(found)


def differs(claim: Claim, ablation: Ablation) -> str:
    """The values that matter, for a reader: all of a small case, else those that differ from the witness."""
    shown = {_plain(s): v for s, v in ablation.at.items() if ablation.small or claim.witness.get(s) != v}
    return ", ".join(f"{name} = {shown[name]}" for name in sorted(shown)) + (" (T = 3)" if ablation.small else "")


def _plain(symbol: sp.Basic) -> str:
    """The symbol's name without LaTeX: the second coordinate's hat becomes a leading word."""
    name = re.sub(r"\\hat\{(\w+)\}", r"second \1", str(symbol))
    return name.replace(r"\ge", ">=").replace(r"\le", "<=").replace("\\", "").replace("{", "").replace("}", "")


def fault(ablation: Ablation, padding: Container[Relation] = ()) -> str:
    """Why the ablation does not show what it should; empty when it does.

    padding: conclusions that only restate the dropped hypothesis, and are not counted (`proofs.logic.padding`).
    """
    for hypothesis, relations in ablation.case.hypotheses.items():
        holds = all(_truth(r, ablation.at) is True for r in relations)
        if hypothesis == ablation.dropped and holds:
            return "the dropped hypothesis holds at these values"
        if hypothesis != ablation.dropped and not holds:
            return f"{hypothesis} does not hold at these values"
    # Integrals last, and equations: to find one false is easy, to find it true may need minimal polynomials.
    conclusions = sorted(ablation.case.conclusions, key=lambda c: (c.has(sp.Integral), isinstance(c, sp.Eq)))
    restated = ""
    for conclusion in conclusions:
        if _truth(conclusion, ablation.at) is False:
            if conclusion not in padding:
                return ""
            restated = f"only {conclusion} fails without it, which says no more than the hypothesis itself"
    return restated or "the claim holds at these values without it"


def _truth(relation: Relation, at: Values) -> bool | None:
    # What is bound in the relation, as the time in a value at a time, keeps its name.
    value = relation.xreplace({k: v for k, v in at.items() if k in relation.free_symbols}).doit()
    return True if value == sp.true else False if value == sp.false else None


def unexplained(claim: Claim) -> tuple[Relation, ...]:
    """Hypotheses of a claim to be proved that no ablation drops: the claim should be stated without them."""
    hypotheses = (a.relation for a in claim.assumptions if a.kind is Kind.HYPOTHESIS)
    return tuple(h for h in hypotheses if h not in claim.ablations) if claim.counterexample is None else ()
