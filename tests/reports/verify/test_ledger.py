"""The ledger: frozen records that go to JSON and come back, and the count of the certificates."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from proofs.catalogue import CLAIMS
from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import ClaimRecord, Controls, Evidence, Ledger, StepRecord, manifest
from reports.verify.verdict import Findings, assemble
from tests.reports.fixtures import catalogue_ledger
from tests.reports.verify.findings import INDEX, in_one_process


@in_one_process
def test_the_ledger_goes_to_json_and_back(found: dict[str, Findings]) -> None:
    ledger = assemble(CLAIMS, INDEX, found, None)
    assert Ledger.model_validate_json(ledger.to_json()) == ledger
    with pytest.raises(ValidationError, match="claims"):
        Ledger.model_validate_json("{}")


def test_a_record_is_frozen_and_knows_its_keys() -> None:
    record = StepRecord(title="t", latex="x", rule="r", ok=True)
    with pytest.raises(ValidationError, match="frozen"):
        record.ok = False  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Controls(rejected=1, total=1, unknown=1)  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="level"):
        Evidence(level="certain", route="", verdict=Verdict.PROVED, for_all="", scope="")  # type: ignore[arg-type]


def test_the_same_ledger_gives_the_same_bytes_and_no_date() -> None:
    text = catalogue_ledger().to_json()
    assert text == catalogue_ledger().model_copy().to_json()
    assert text.endswith("}\n") and json.loads(text)["format"] == 3
    assert {"date", "time", "timestamp"}.isdisjoint(json.loads(text))


def test_a_claim_is_as_expected_or_not() -> None:
    record = catalogue_ledger().claims[0]
    assert record.as_expected
    assert not record.model_copy(update={"verdict": Verdict.UNDECIDED}).as_expected


def test_the_manifest_counts_the_certificates_of_each_claim() -> None:
    """In the order of the evidence; a claim without certificates is not in it, and no certificate can be exchanged."""

    def claims(*certificates: dict[str, int]) -> list[ClaimRecord]:
        parts = [
            Evidence(
                level=Level.ENCLOSED,
                route="",
                verdict=Verdict.PROVED,
                for_all="",
                scope="",
                certificates=(certificate,),
            )
            for certificate in certificates
        ]
        return [
            ClaimRecord.model_construct(id="N1", evidence=tuple(parts)),
            ClaimRecord.model_construct(id="N2", evidence=()),
        ]

    found = manifest(claims({"a": 1}, {"b": 2}))
    assert set(found) == {"N1"} and found["N1"].count == 2
    assert found == manifest(claims({"a": 1}, {"b": 2})) != manifest(claims({"b": 2}, {"a": 1}))
    assert found["N1"].sha256 != manifest(claims({"a": 1}, {"b": 3}))["N1"].sha256
