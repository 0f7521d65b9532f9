"""The words that verdicts and provenance are given in. Importing this imports nothing else."""

from __future__ import annotations

from enum import StrEnum


class Provenance(StrEnum):
    """Where a claim comes from."""

    QUOTED = "quoted"  # stated in the source
    RECONSTRUCTED = "reconstructed"  # ours, consistent with the source
    NEW = "new"  # ours, beyond the source


class Verdict(StrEnum):
    """What the evidence says. Undecided and not-run never count as passed."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    NOT_RUN = "not-run"
