"""A claim made of steps, and what the checker says against it."""

from __future__ import annotations

from proofs.logic.checker import check_derivation
from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Step
from proofs.logic.family import Family
from proofs.logic.relations import Relation
from proofs.logic.verdict import Provenance


def faults(
    *steps: Step,
    conclude: Relation | None = None,
    assume: tuple[Relation, ...] = (),
    needs: tuple[Claim, ...] = (),
    families: tuple[Family, ...] = (),
    define: tuple[Relation, ...] = (),
) -> list[str]:
    """What the checker says against a claim with these steps; empty when it accepts."""
    claim = Claim(
        id="test",
        title="",
        says="",
        provenance=Provenance.NEW,
        assumptions=(
            *(Assumption(a, "") for a in assume),
            *(Assumption(d, "", Kind.DEFINITION) for d in define),
        ),
        conclusions=(conclude if conclude is not None else steps[-1].goal,),
        derive=lambda: steps,
        for_all="",
        witness={},
        depends_on=tuple(c.id for c in needs),
        families=families,
    )
    results = check_derivation(claim, {c.id: c for c in (*needs, claim)}, steps)
    return [r.reason for r in results[:-1] if not r.ok]
