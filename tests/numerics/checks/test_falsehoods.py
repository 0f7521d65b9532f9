"""Searches of known outcome."""

from __future__ import annotations

import pytest

from numerics.checks.falsehoods import KNOWN, Known
from proofs.logic.verdict import Verdict
from reports.verify.numeric import check_evidence


@pytest.mark.parametrize("known", KNOWN, ids=[k.check.scope for k in KNOWN])
def test_it_ends_as_it_must(known: Known) -> None:
    found = check_evidence(known.check)
    assert (found.verdict, len(found.controls.survivors)) == (known.verdict, known.survivors)


def test_every_way_to_end_is_among_them() -> None:
    assert {k.verdict for k in KNOWN} == {
        Verdict.NO_COUNTEREXAMPLE,
        Verdict.PROVED,
        Verdict.REFUTED,
        Verdict.UNDECIDED,
    }
