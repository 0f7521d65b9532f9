"""Compiles the bridges between the catalogue's statements and the kernel's theorems, and mutants of what they state.

`python -m reports.verify.bridges` prints a line a bridge: whether coqc accepts it, and how many mutants it rejects.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from proofs.catalogue import CLAIMS
from proofs.kernel.annotations import ALLOWED_AXIOMS
from proofs.kernel.sources import closure, requires, sources
from proofs.logic.claim import Claim, Kind
from proofs.logic.coq import Unprintable
from proofs.logic.coqbridges import BRIDGE, bridge, bridges
from proofs.logic.coqfamilies import state
from proofs.logic.coqproof import File
from proofs.logic.mutants import mutants
from reports.verify.coqc import ask, build, compile_file, coqc
from reports.verify.generated import fails_in_a_proof


@dataclass(frozen=True)
class Bridged:
    """What coqc says of a bridge. refused: why it is none; empty when it stands. survivors: mutants that do not fail."""

    claim: str
    refused: str = ""
    rejected: int = 0
    survivors: tuple[str, ...] = ()


def _shape(claim: Claim) -> dict[str, int]:
    """What the predicates of a claim's families are told: a script is written for these."""
    return {name: len(p.constants) + len(p.index) for name, p in state(claim).predicates.items()}


def bridge_mutants(claim: Claim) -> Iterator[tuple[str, File]]:
    """Bridges to a changed conclusion, or without a hypothesis that the claim needs."""
    told = {f"dropped hypothesis: {a.text}" for a in claim.assumptions if a.kind is not Kind.DEFINED}
    text = bridge(claim).text
    for number, mutant in enumerate(mutants(claim, claim.derive())):
        if "in conclusion" in mutant.edit or mutant.edit in told:
            try:
                file = bridge(mutant.claim)
            except Unprintable:
                continue
            if file.text != text and _shape(mutant.claim) == _shape(claim):
                yield mutant.edit, File(f"Mutant_{number}_{file.name}", file.text, ())


def bridged(claims: tuple[Claim, ...] = CLAIMS, workers: int = 2) -> dict[str, Bridged]:
    """What coqc says of the bridges of these claims."""
    kernel = sources()
    of = {file.name: claim for claim in claims for file in bridges((claim,))}
    texts = {file.name: file.text for file in bridges(claims)}
    needed = closure(kernel, {n for name, text in texts.items() for n in requires(name, text)})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        failures = build(folder, {**{n: t for n, t in kernel.items() if n in needed}, **texts}, workers)
        names = {f"{name[:-2]}.{BRIDGE}": name for name in texts if name not in failures}
        answers = ask(folder, names, dict.fromkeys(names.values(), ""), workers).theorems
        for full, name in names.items():
            if full not in answers or not answers[full].axioms <= ALLOWED_AXIOMS:
                failures[name] = "rests on other axioms"
        trials = [(n, edit, f) for n, c in of.items() if n not in failures for edit, f in bridge_mutants(c)]

        def outcome(file: File) -> str:
            (folder / file.name).write_text(file.text, encoding="utf-8")
            return compile_file(folder, file.name)

        with ThreadPoolExecutor(workers) as pool:
            outcomes = list(pool.map(lambda t: outcome(t[2]), trials))
    result = {}
    for name, claim in of.items():
        mine = [(edit, file.text, why) for (n, edit, file), why in zip(trials, outcomes, strict=True) if n == name]
        survivors = tuple(f"{edit}: {why or 'accepted'}" for edit, text, why in mine if not fails_in_a_proof(text, why))
        result[claim.id] = Bridged(claim.id, failures.get(name, ""), len(mine) - len(survivors), survivors)
    return result


def main() -> int:
    """Prints the bridges; 0 when each stands and every mutant of it is rejected."""
    if coqc() is None:
        sys.stderr.write("coqc is not installed (make kernel)\n")
        return 3
    found = bridged(workers=os.cpu_count() or 2)
    for b in found.values():
        sys.stdout.write(f"{b.claim:16} {b.refused or 'stands'}  {b.rejected:3} mutants rejected\n")
        sys.stdout.writelines(f"    {why[:160]}\n" for why in b.survivors)
    return int(any(b.refused or b.survivors or b.rejected < 2 for b in found.values()))


if __name__ == "__main__":
    sys.exit(main())
