"""All claims, in the paper's order, then ours. Ids are permanent and unique."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proofs.logic.claim import Claim
from proofs.theory.boot_and_vanilla import N7, T4_2, T4_3, T4_3_SHARP
from proofs.theory.critical import N3
from proofs.theory.ddim import C3_1, D2_1
from proofs.theory.denoiser import P3_1
from proofs.theory.dynamic_program import A1, T4_1, T4_1_SHARP
from proofs.theory.families import N4, N5
from proofs.theory.merging import D4_1
from proofs.theory.onesided import N1, N2
from proofs.theory.segmentation import N6, N6_CONTRACTING, N6_EXPANDING
from proofs.theory.student import P3_3
from proofs.theory.teacher import P3_2

CLAIMS: tuple[Claim, ...] = (
    D2_1,
    P3_1,
    C3_1,
    P3_2,
    P3_3,
    D4_1,
    T4_1,
    T4_1_SHARP,
    T4_2,
    T4_3,
    T4_3_SHARP,
    A1,
    N1,
    N2,
    N3,
    N4,
    N5,
    N6_CONTRACTING,
    N6_EXPANDING,
    N6,
    N7,
)


def by_id(claims: Sequence[Claim] = CLAIMS) -> Mapping[str, Claim]:
    """The claims by id. Refuses repeated ids, unknown dependencies and cycles."""
    index = {claim.id: claim for claim in claims}
    if len(index) != len(claims):
        raise ValueError("claim ids are not unique")
    for claim in claims:
        ancestors(claim.id, index)
    return index


def ancestors(identifier: str, index: Mapping[str, Claim]) -> frozenset[str]:
    """Every claim that this one rests on, itself excluded."""
    found: set[str] = set()

    def visit(current: str, path: tuple[str, ...]) -> None:
        for parent in index[current].depends_on:
            if parent in (*path, current):
                raise ValueError(f"cycle among the claims: {' -> '.join((*path, current, parent))}")
            if parent not in index:
                raise ValueError(f"{current} depends on {parent}, which is not in the catalogue")
            if parent not in found:
                visit(parent, (*path, current))
                found.add(parent)

    visit(identifier, ())
    return frozenset(found)
