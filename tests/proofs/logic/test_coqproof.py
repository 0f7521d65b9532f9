"""Files of whole claims: what they require, what they contain, and which claims have none."""

from __future__ import annotations

import re

import pytest

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import module
from proofs.logic.coqproof import File, whole


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
    assert refused == {"D2.1"}


def test_what_rests_on_a_step_that_cannot_be_printed_is_left_out_and_said() -> None:
    file = printed("A1")
    assert file.unsaid == ((4, "a sum of many terms"), (5, "a sum of many terms"))
    assert "Lemma step_3" in file.text and "Lemma step_4" not in file.text
    assert printed("N1").unsaid == printed("T4.1").unsaid == printed("N7").unsaid == ()


def test_a_refuted_claim_is_stated_as_false_and_what_exists_is_stated_apart() -> None:
    refuted, shown = printed("T4.1"), printed("N7")
    assert "Definition statement : Prop :=\n  ~ (forall (" in refuted.statement
    assert "Definition existence : Prop :=\n  exists (" in shown.statement
    assert refuted.defined == {"statement": "claim"}
    assert shown.defined == {"statement": "claim", "existence": "existence_claim"}


def test_a_citation_is_embedded_in_families_that_hold_more() -> None:
    """T4.1-sharp has two names for the plans of N1; each is one of N1's."""
    text = printed("T4.1-sharp").text
    assert "Lemma of_N1_1_merge_plans :" in text and "Lemma of_N1_2_merge_plans_3 :" in text
