"""Lemmas about all objects of a family."""

from __future__ import annotations

import pytest

from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import Objects, Script, module, proof
from proofs.logic.relations import le
from proofs.theory.boot_and_vanilla import T4_3
from proofs.theory.onesided import N1, N2
from proofs.theory.symbols import gamma, lam


def test_a_family_is_found_by_its_objects() -> None:
    objects = Objects(state(N1))
    plans, operands, blocks = map(objects.predicate, N1.families)
    assert objects.group(plans) == objects.group(operands) != objects.group(blocks)
    with pytest.raises(Unprintable, match="does not speak of"):
        objects.predicate(N2.families[0])


def test_what_is_assumed_of_numbers_is_a_premise_of_a_lemma_about_them() -> None:
    objects = Objects(state(T4_3))
    assert objects.premises((lam,)) == [le(lam, 1)] and objects.premises((gamma,)) == [le(gamma, 1)]


def test_a_lemma_by_induction_has_a_case_for_each_construction() -> None:
    objects = Objects(state(N1))
    plans = objects.predicate(N1.families[0])
    objects.by_cases("about", plans, (), {p.name: () for p in objects.group(plans)}, lambda *_: None)
    (text,) = objects.parts
    assert text.startswith("Lemma about : forall (gamma w w_ref p : R),") and text.count("from_context.") == 4


def test_a_script_learns_a_fact_once() -> None:
    script = Script(set(), set(), [])
    script.learn([le(lam, 1), le(lam, 1)], state(T4_3).printer)
    assert script.lines == ["know (lambda <= 1)."] and proof(script) == "Proof.\n  know (lambda <= 1).\nQed."
    assert module("T4.3-sharp") == "T4_3_sharp"
