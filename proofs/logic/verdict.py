"""The words of verdicts, levels of evidence and provenance. Importing this imports nothing else."""

from __future__ import annotations

from enum import StrEnum


class Provenance(StrEnum):
    """Where a claim comes from."""

    TITLE_QUOTED = "title quoted, statement reconstructed"  # the source names it, the precise statement is ours
    RECONSTRUCTED = "reconstructed"  # ours, consistent with the source
    NEW = "new"  # ours, beyond the source


class Verdict(StrEnum):
    """What the evidence says. Undecided and not-run never count as passed; a search that finds nothing proves nothing."""

    PROVED = "proved"
    REFUTED = "refuted"
    NO_COUNTEREXAMPLE = "no counterexample"
    UNDECIDED = "undecided"
    NOT_RUN = "not-run"


class Level(StrEnum):
    """Kinds of evidence, weakest first."""

    SAMPLED = "sampled"  # points
    PROPERTY = "property"  # Hypothesis, derandomised
    ENCLOSED = "enclosed"  # ball arithmetic over a whole box of parameters
    SYMBOLIC = "symbolic"  # every step re-checked by SymPy
    SMT = "smt"  # the negation is unsatisfiable over the reals
    KERNEL = "kernel"  # a proof for every T, accepted by coqc

    @property
    def strength(self) -> int:
        return list(Level).index(self)
