"""Files of whole claims: what they require, what they contain, and which claims have none."""

from __future__ import annotations

import re

import pytest

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.coqproof import File, module, whole


def printed(identifier: str) -> File:
    claim = by_id()[identifier]
    return whole(claim, by_id(), claim.derive())


def test_a_file_requires_what_its_steps_cite() -> None:
    assert printed("N1").needs == () and printed("N6").needs == ("N6-contracting", "N6-expanding")
    assert "Require Opmerge.N6_expanding.\n" in printed("N6").text
    assert printed("T4.3-sharp").name == "T4_3_sharp.v" and module("T4.3-sharp") == "T4_3_sharp"


@pytest.mark.parametrize("identifier", ["N1", "N6", "P3.2", "T4.3"])
def test_a_file_ends_with_the_theorem_and_admits_nothing(identifier: str) -> None:
    file = printed(identifier)
    text, stated = file.text, f"Definition statement : Prop :=\n  {state(by_id()[identifier]).theorem()}.\n"
    assert "Theorem claim : statement.\nProof." in text and file.statement.endswith(stated)
    assert f"Require Import Opmerge.{file.statement_name[:-2]}.\n" in text and file.alone.count(stated) == 1
    assert not re.search(r"\b(Admitted|admit|Axiom|Parameter|Hypothesis|Variable|Conjecture|Abort)\b", text)
    assert text.count("Theorem") == 1 and text.endswith("Qed.\n")


def test_which_claims_are_printed_whole() -> None:
    refused = set()
    for claim in CLAIMS:
        try:
            whole(claim, by_id(), claim.derive())
        except Unprintable:
            refused.add(claim.id)
    assert refused == {"D2.1", "P3.1", "C3.1", "P3.3", "T4.1", "T4.1-sharp", "A1", "N4"}
