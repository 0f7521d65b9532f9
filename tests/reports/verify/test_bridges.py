"""Bridges compile, and those to a changed statement fail in a proof."""

from __future__ import annotations

from itertools import islice

import pytest

from proofs.catalogue import by_id
from reports.verify import bridges as route
from reports.verify.bridges import bridge_mutants, bridged
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")


def test_mutants_change_a_conclusion_or_drop_a_hypothesis_and_keep_the_shape_of_the_families() -> None:
    edits = [edit for edit, _ in bridge_mutants(by_id()["T4.2"])]
    assert any("in conclusion" in e for e in edits) and "dropped hypothesis: lambda >= lambda_+" in edits
    assert not any("bounds every c_t" in e for e in edits)  # without it the families have no lambda_+


@needs_coqc
def test_a_bridge_stands_and_its_mutants_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "bridge_mutants", lambda claim: islice(bridge_mutants(claim), 2))
    found = bridged((by_id()["N1"],))["N1"]
    assert (found.refused, found.rejected, found.survivors) == ("", 2, ())


@needs_coqc
@pytest.mark.full
def test_all_bridges() -> None:
    found = bridged()
    assert set(found) == {"N1", "N2", "T4.2", "T4.3"}
    assert all(not b.refused and not b.survivors and b.rejected >= 2 for b in found.values())


def test_without_coqc_the_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(route, "coqc", lambda: None)
    assert route.main() == 3 and "not installed" in capsys.readouterr().err
