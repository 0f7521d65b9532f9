"""Bridges compile, and those to a changed statement fail in a proof."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from proofs.catalogue import by_id
from proofs.logic.coqbridges import bridge
from proofs.logic.verdict import Verdict
from reports.verify import bridges as route
from reports.verify.bridges import bridge_mutants, bridged, bridged_evidence
from tests.reports.verify.fixtures import needs_coqc

pytestmark = pytest.mark.xdist_group("kernel")


def test_mutants_change_a_conclusion_or_drop_a_hypothesis_and_keep_the_shape_of_the_families() -> None:
    edits = [edit for edit, _ in bridge_mutants(by_id()["T4.2"])]
    assert any("in conclusion" in e for e in edits) and "dropped hypothesis: lambda >= lambda_+" in edits
    assert not any("bounds every c_t" in e for e in edits)  # without it the families have no lambda_+


@needs_coqc
def test_a_bridge_stands_and_its_mutants_fail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(route, "bridge_mutants", lambda claim: islice(bridge_mutants(claim), 2))
    found = bridged(tmp_path, (by_id()["N1"],))["N1"]
    assert (found.refused, found.rejected, found.survivors) == ("", 2, ())
    (told,) = bridged_evidence(["N1"], folder=tmp_path).values()
    assert (told.verdict, told.partial, told.controls.total) == (Verdict.PROVED, (), 2)
    assert told.kernel is not None and told.kernel.sources_sha256 == found.sha256


@needs_coqc
def test_a_bridge_to_another_statement_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The file of the statement is what counts, and a proof by assertion is refused."""
    own = bridge(by_id()["N1"])
    monkeypatch.setattr(route, "bridge_mutants", lambda claim: iter(()))
    for proof, why in (
        ("Theorem bridge : statement.\nProof. Admitted.", "rests on"),
        ("Definition bridge := 0%nat.", "statement"),
    ):
        spoiled = replace(own, proof=proof)
        monkeypatch.setattr(route, "bridges", lambda claims, spoiled=spoiled: (spoiled,))
        assert why in bridged(tmp_path, (by_id()["N1"],))["N1"].refused


@needs_coqc
def test_the_bridge_of_a_segmentation_is_to_the_plan_at_its_cuts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not to one that leaves blocks out, which is farther from the teacher, nor to a sum with other weights."""
    own = bridge(by_id()["N6"])
    edits = {
        "a contracting coordinate": ("w_ref * (1 + ((- 1) * gamma) + (P * gamma))", "w_ref * 1"),
        "an expanding one": ("hat_w_ref * (1 + ((- 1) * hat_gamma) + (hat_P * hat_gamma))", "hat_w_ref * 1"),
        "the sums": ("W_2_seg + (n_T * ", "W_2_seg + (2 * n_T * "),
    }
    assert all(own.definitions.count(text) == 1 for text, _ in edits.values())
    others = [(edit, replace(own, definitions=own.definitions.replace(*both))) for edit, both in edits.items()]
    monkeypatch.setattr(route, "bridge_mutants", lambda claim: iter(others))
    found = bridged(tmp_path, (by_id()["N6"],))["N6"]
    assert (found.refused, found.rejected, found.survivors) == ("", 3, ())


@needs_coqc
@pytest.mark.full
def test_all_bridges(tmp_path: Path) -> None:
    found = bridged(tmp_path)
    assert set(found) == {"P3.2", "N1", "N2", "N6-contracting", "N6-expanding", "N6", "T4.2", "T4.3"}
    assert all(not b.refused and not b.survivors and b.rejected >= 2 for b in found.values())


def test_without_coqc_the_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(route, "coqc", lambda: None)
    assert route.main() == 3 and "not installed" in capsys.readouterr().err
