"""What a claim loses by resting on others: a verdict that they do not carry, a strength that they do not reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proofs.catalogue import ancestors
from proofs.claim import Claim, Verdict
from reports.ledger import Level


def supported(
    claims: Sequence[Claim], index: Mapping[str, Claim], alone: Mapping[str, Verdict]
) -> tuple[dict[str, Verdict], list[str]]:
    """The verdicts, and why some are worse than what the claim's own evidence says.

    What rests on a claim that was not proved is not proved. A refutation is by exact values and rests on nothing.
    """
    verdicts, problems = dict(alone), []
    for claim in claims:
        weak = sorted(i for i in ancestors(claim.id, index) if alone[i] is not Verdict.PROVED)
        if weak and alone[claim.id] is Verdict.PROVED:
            verdicts[claim.id] = Verdict.UNDECIDED
            named = ", ".join(f"{i} ({alone[i]})" for i in weak)
            problems.append(f"{claim.id}: undecided, because it rests on what is not proved: {named}")
    return verdicts, problems


def strength(
    identifier: str, index: Mapping[str, Claim], own_level: Mapping[str, Level | None], verdicts: Mapping[str, Verdict]
) -> Level | None:
    """The level that a decided claim and all its ancestors reach; a claim that is not proved supports nothing."""
    below = ancestors(identifier, index)
    if verdicts[identifier] not in (Verdict.PROVED, Verdict.REFUTED):
        return None
    if any(verdicts[i] is not Verdict.PROVED for i in below):
        return None
    levels = [own_level[i] for i in (identifier, *below)]
    known = [level for level in levels if level is not None]
    return min(known, key=lambda x: x.strength) if len(known) == len(levels) else None
