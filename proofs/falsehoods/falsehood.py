"""What a false claim is, and how a small one is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Derivation
from proofs.logic.family import Family
from proofs.logic.relations import Relation, Values
from proofs.logic.verdict import Provenance


@dataclass(frozen=True)
class Falsehood:
    """A claim that says something false, with a derivation that seems to prove it.

    why: why it is false. reason: a part of what the checker must say against it.
    """

    name: str
    why: str
    claim: Claim
    steps: Derivation
    reason: str


def plain(relation: Relation, kind: Kind = Kind.HYPOTHESIS) -> Assumption:
    """An assumption that says itself."""
    return Assumption(relation, str(relation), kind)


def defined(relation: Relation) -> Assumption:
    """A definition."""
    return plain(relation, Kind.DEFINITION)


def falsehood(
    name: str,
    why: str,
    reason: str,
    steps: Derivation,
    *,
    conclude: tuple[Relation, ...] = (),
    assume: tuple[Assumption, ...] = (),
    families: tuple[Family, ...] = (),
    exists: tuple[Relation, ...] = (),
    depends_on: tuple[str, ...] = (),
    witness: Values | None = None,
    ablations: Mapping[Relation, Values] | None = None,
) -> Falsehood:
    """A false claim that is made up for the purpose; it concludes the goal of its last step, unless said otherwise."""
    claim = Claim(
        id=f"false: {name}",
        title=name,
        says=name,
        provenance=Provenance.NEW,
        assumptions=assume,
        conclusions=conclude or (steps[-1].goal,),
        derive=lambda: steps,
        for_all="everything",
        witness=witness or {},
        depends_on=depends_on,
        families=families,
        exists=exists,
        ablations=ablations or {},
    )
    return Falsehood(name, why, claim, steps, reason)
