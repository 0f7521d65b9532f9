"""Compiles the bridges between the catalogue's statements and the kernel's theorems, and mutants of what they state.

`python -m reports.verify.bridges` prints a line a bridge: whether coqc accepts it, and how many mutants it rejects.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from proofs.catalogue import CLAIMS, by_id
from proofs.kernel.sources import LIBRARY, closure, requires, sources
from proofs.logic.claim import Claim, Kind
from proofs.logic.coq import Unprintable
from proofs.logic.coqbridges import BRIDGE, Bridge, bridge, bridges
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import module
from proofs.logic.coqproof import whole
from proofs.logic.mutants import mutants
from proofs.logic.verdict import Level, Verdict
from reports.verify.coqc import build, compile_file, coqc, digest, rest_on, version, workplace
from reports.verify.generated import fails_in_a_proof, with_milestones, wrong_axioms
from reports.verify.ledger import Controls, Evidence, KernelRecord
from reports.verify.trials import outcomes

ROUTE: Final = "coqc, the printed claim from the theorem written by hand"


@dataclass(frozen=True)
class Bridged:
    """What coqc says of a bridge. refused: why it is none; empty when it stands. survivors: mutants that do not fail."""

    claim: str
    refused: str = ""
    rejected: int = 0
    survivors: tuple[str, ...] = ()
    axioms: frozenset[str] = frozenset()
    sha256: str = ""


def _shape(claim: Claim) -> dict[str, int]:
    """What the predicates of a claim's families are told: a script is written for these."""
    return {name: len(p.constants) + len(p.index) for name, p in state(claim).predicates.items()}


def bridge_mutants(claim: Claim) -> Iterator[tuple[str, Bridge]]:
    """Bridges to a changed conclusion, or without a hypothesis that the claim needs."""
    told = {f"dropped hypothesis: {a.text}" for a in claim.assumptions if a.kind is not Kind.DEFINED}
    own = bridge(claim)
    for mutant in mutants(claim, claim.derive()):
        if "in conclusion" in mutant.edit or mutant.edit in told:
            try:
                changed = bridge(mutant.claim)
            except Unprintable:
                continue
            if changed != own and _shape(mutant.claim) == _shape(claim):
                yield mutant.edit, changed


def bridged(folder: Path, claims: Sequence[Claim] = CLAIMS, workers: int = 2) -> dict[str, Bridged]:
    """What coqc says of the bridges of these claims.

    folder: where it works; what is compiled there of the kernel and of the statements is not compiled again.
    """
    kernel, found, index = sources(), bridges(claims), by_id()
    texts = {b.name: b.text for b in found}
    needed = closure(kernel, {n for text in texts.values() for n in requires("", text) if n in kernel})
    stated = [whole(index[b.claim], index, index[b.claim].derive()) for b in found]
    before = {**{n: kernel[n] for n in kernel if n in needed}, **{f.statement_name: f.statement for f in stated}}
    lacking = {n: t for n, t in before.items() if not (folder / f"{n[:-2]}.vo").exists()}
    failures = build(folder, {**lacking, **texts}, workers)
    for b in found:
        # In a file of its own, which takes from the bridge nothing but the theorem.
        if b.name not in failures:
            stands, statement = f"Stands_{b.name}", f"{LIBRARY}.Statement_{module(b.claim)}"
            text = f"Require {statement}.\nRequire {LIBRARY}.{b.name[:-2]}.\n"
            text += f"Definition stands : {statement}.statement := {LIBRARY}.{b.name[:-2]}.{BRIDGE}.\n"
            (folder / stands).write_text(text, encoding="utf-8")
            if why := compile_file(folder, stands):
                failures[b.name] = why
    names = [f"Stands_{b.name[:-2]}.stands" for b in found if b.name not in failures]
    axioms = rest_on(folder, names) if names else {}
    trials = [(b.claim, edit, m) for b in found if b.name not in failures for edit, m in bridge_mutants(index[b.claim])]
    said = outcomes(folder, {f"{n}": with_milestones(m.alone) for n, (_, _, m) in enumerate(trials)}, workers)
    below = next((why for name, why in failures.items() if name not in texts), "")
    result = {}
    for b in found:
        rests = axioms.get(f"Stands_{b.name[:-2]}.stands")
        mine = [(edit, said[f"{n}"]) for n, (claim, edit, _) in enumerate(trials) if claim == b.claim]
        survivors = tuple(f"{edit}: {o.error or 'accepted'}" for edit, o in mine if not fails_in_a_proof(o))
        refused = below or failures.get(b.name) or wrong_axioms(rests)
        read = digest({**before, b.name: b.text})
        result[b.claim] = Bridged(b.claim, refused, len(mine) - len(survivors), survivors, rests or frozenset(), read)
    return result


def bridged_evidence(
    identifiers: Sequence[str],
    workers: int = 2,
    progress: Callable[[str], None] = lambda _: None,
    folder: Path | None = None,
) -> dict[str, Evidence]:
    """Evidence by claim id for the claims that have a bridge; none when coqc is absent, which other routes say."""
    if coqc() is None:
        return {}
    progress("bridges")
    index = by_id()
    with workplace(folder) as place:
        found = bridged(place, [index[i] for i in identifiers], workers)
    return {identifier: _of(index[identifier], b) for identifier, b in found.items()}


def _of(claim: Claim, found: Bridged) -> Evidence:
    said = found.refused or f"Bridge of {claim.id}: accepted (axioms of the real numbers: {len(found.axioms)})"
    kernel = KernelRecord(
        coqc=version(),
        sources_sha256=found.sha256,
        theorems=(f"bridge of {claim.id}",),
        axioms=tuple(sorted(found.axioms)),
    )
    return Evidence(
        level=Level.KERNEL,
        route=ROUTE,
        verdict=Verdict.UNDECIDED if found.refused else Verdict.PROVED,
        for_all=claim.for_all,
        scope="the statement as printed follows from the theorem written by hand; trusts the printer, and coqc",
        controls=Controls(
            rejected=found.rejected, total=found.rejected + len(found.survivors), survivors=found.survivors
        ),
        findings=(f"coqc {kernel.coqc}; sources sha256 {found.sha256[:16]}", said),
        kernel=kernel,
    )


def main() -> int:
    """Prints the bridges; 0 when each stands and every mutant of it is rejected."""
    if coqc() is None:
        sys.stderr.write("coqc is not installed (make kernel)\n")
        return 3
    with tempfile.TemporaryDirectory() as scratch:
        found = bridged(Path(scratch), workers=os.cpu_count() or 2)
    for b in found.values():
        sys.stdout.write(f"{b.claim:16} {b.refused or 'stands'}  {b.rejected:3} mutants rejected\n")
        sys.stdout.writelines(f"    {why[:160]}\n" for why in b.survivors)
    return int(any(b.refused or b.survivors or b.rejected < 2 for b in found.values()))


if __name__ == "__main__":
    sys.exit(main())
