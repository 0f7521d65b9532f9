"""What exists and what is refuted, as theorems."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.coq import Unprintable
from proofs.logic.coqvalues import existence, refutation
from proofs.logic.relations import ge
from proofs.theory import three_steps
from proofs.theory.onesided import N1
from proofs.theory.symbols import budget, lam, real


def test_what_exists_is_stated_with_ranges_and_assumptions_and_shown_by_the_witness() -> None:
    shown = existence(by_id()["N7"])
    statement, script = shown.statement, shown.theorem("shown", "existence")
    assert shown.definition("existence") == f"Definition existence : Prop :=\n  {statement}.\n"
    assert statement.startswith("exists (alpha_k_1") and script.startswith("Theorem shown : existence.\nProof.")
    assert "0 <= lambda /\\" in statement
    assert "alpha_t < alpha_t_1 /\\" in statement and "log" not in statement
    assert "exp_takes 5" in script and "exists 1, 0, (15 / 17)" in script


def test_a_refuted_claim_is_the_negation_of_its_statement() -> None:
    refuted = refutation(by_id()["T4.1"])
    assert refuted.statement.startswith("~ (forall (") and "Rmin" in refuted.statement
    assert any("exp_takes 2" in line for line in refuted.script)


def test_values_build_no_objects_and_must_be_there() -> None:
    with pytest.raises(Unprintable, match="object of a family"):
        existence(replace(N1, exists=(ge(real("x"), 0),)))
    with pytest.raises(Unprintable, match="object of a family"):
        refutation(N1)
    n7 = by_id()["N7"]
    with pytest.raises(Unprintable, match="no value of lambda"):
        existence(replace(n7, witness={k: v for k, v in n7.witness.items() if k != lam}))


def test_a_power_that_is_no_fraction_is_refused() -> None:
    other = {**three_steps.BOTH_BEATEN, budget: sp.log(5) / 3}
    with pytest.raises(Unprintable, match="not worked out"):
        existence(replace(by_id()["N7"], witness={**by_id()["N7"].witness, **other}))
