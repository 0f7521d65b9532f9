"""All numeric checks, subject by subject."""

from __future__ import annotations

from numerics.checks import (
    boot_and_vanilla,
    critical,
    ddim,
    denoiser,
    dynamic_program,
    families,
    merging,
    onesided,
    segmentation,
    student,
    teacher,
)
from numerics.checks.check import Check

SUBJECTS = (
    denoiser, ddim, teacher, student, merging, dynamic_program, boot_and_vanilla, onesided, critical, families, segmentation,
)  # fmt: skip


def all_checks(digits: int = 50) -> tuple[Check, ...]:
    """Every check; digits: at which numbers are compared with the derived expressions."""
    return tuple(check for subject in SUBJECTS for check in subject.checks(digits))
