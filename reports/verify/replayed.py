"""Which steps of a derivation coqc replayed, and what is missing: in the numbers that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import Final

from proofs.logic.derivation import Derivation, Induction
from proofs.logic.verdict import Level
from reports.verify.ledger import ClaimRecord, Evidence, StepRecord

_LISTED: Final = 3  # more missing steps than that are counted


def labels(steps: Derivation, prefix: str = "") -> Iterator[str]:
    """The numbers of all steps, each before those inside it: 1, 2, 2a.1, 2b.1, 3."""
    for number, step in enumerate(steps, 1):
        yield f"{prefix}{number}"
        if isinstance(step.by, Induction):
            for letter, proof in zip(ascii_lowercase, step.by.proofs, strict=False):
                yield from labels(proof, f"{prefix}{number}{letter}.")


def marked(steps: Sequence[StepRecord], evidence: Iterable[Evidence]) -> tuple[StepRecord, ...]:
    """The steps, each with whether some evidence says that coqc replayed it."""
    return _marked(steps, frozenset(label for e in evidence if e.kernel for label in e.kernel.replayed), "")


def _marked(steps: Sequence[StepRecord], replayed: frozenset[str], prefix: str) -> tuple[StepRecord, ...]:
    found = []
    for number, step in enumerate(steps, 1):
        label = f"{prefix}{number}"
        cases = tuple(
            case.model_copy(update={"steps": _marked(case.steps, replayed, f"{label}{letter}.")})
            for letter, case in zip(ascii_lowercase, step.cases, strict=False)
        )
        found.append(step.model_copy(update={"kernel": label in replayed, "cases": cases}))
    return tuple(found)


def but_for(claim: ClaimRecord, own_level: Level | None) -> str:
    """What of the claim coqc did not replay, if it replayed a part and no kernel evidence is about the whole."""
    partial = [e for e in claim.evidence if e.kernel and e.kernel.replayed and e.verdict is claim.verdict]
    if own_level is Level.KERNEL or not partial:
        return ""
    states = list(_states(claim.derivation, ""))
    missing = [label for label, kernel in states if not kernel]
    if not missing:
        return "a part of the statement"
    if len(missing) > _LISTED:
        return f"{len(missing)} of {len(states)} steps"
    return f"step{'s' if len(missing) > 1 else ''} {' and '.join(filter(None, (', '.join(missing[:-1]), missing[-1])))}"


def _states(steps: Sequence[StepRecord], prefix: str) -> Iterator[tuple[str, bool]]:
    for number, step in enumerate(steps, 1):
        yield f"{prefix}{number}", bool(step.kernel)
        for letter, case in zip(ascii_lowercase, step.cases, strict=False):
            yield from _states(case.steps, f"{prefix}{number}{letter}.")
