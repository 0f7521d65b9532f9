"""What a claim says, as Coq: families, the theorem, and what is substituted."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.logic.claim import Assumption, Kind
from proofs.logic.coq import Unprintable
from proofs.logic.coqfamilies import state
from proofs.logic.family import renamed
from proofs.logic.relations import eq, le
from proofs.theory.boot_and_vanilla import T4_3
from proofs.theory.onesided import N1
from proofs.theory.symbols import a, gamma, tau, v_plan

PLANS = """\
Inductive merge_plans : R -> R -> R -> R -> Prop :=
| merge_plans_1 : forall (gamma : R),
  0 <= gamma ->
  gamma <= 1 ->
  merge_plans gamma 1 1 1
| merge_plans_2 : forall (F P Q gamma p w w_ref : R),
  0 <= gamma ->
  gamma <= 1 ->
  merge_plans gamma w w_ref p ->
  the_operands_of_a_merge_after Q P ->
  the_steps_of_a_block_after_the gamma P F ->
  merge_plans gamma (w * (1 + ((- 1) * gamma) + (Q * gamma))) (F * w_ref) (P * p)\
 with the_operands_of_a_merge_after : R -> R -> Prop :=
| the_operands_of_a_merge_after_1 : forall (gammap a_t pp wp wp_ref : R),
  0 <= gammap ->
  0 <= a_t ->
  gammap <= 1 ->
  a_t <= 1 ->
  merge_plans gammap wp wp_ref pp ->
  the_operands_of_a_merge_after (a_t * wp) (a_t * pp)
"""

THEOREM = """\
forall (a_T gamma p w w_ref : R),
  0 <= a_T ->
  0 <= gamma ->
  gamma <= 1 ->
  merge_plans gamma w w_ref p ->
  (a_T * w) >= (a_T * w_ref) /\\
  (a_T * w_ref) >= (a_T * p) /\\
  (((a_T * w_ref) + ((- 1) * (a_T * p))) ^ 2) <= (((a_T * w) + ((- 1) * (a_T * p))) ^ 2)"""


def test_n1_reads_as_it_is_meant() -> None:
    """Every step of every block contracts, each operand is a plan with a gamma of its own, definitions are substituted."""
    statement = state(N1)
    blocks, plans = (statement.inductive(group) for group in statement.groups)
    assert plans.startswith(PLANS)
    assert blocks.splitlines()[:5] == [
        "Inductive the_steps_of_a_block_after_the (gamma : R) : R -> R -> Prop :=",
        "| the_steps_of_a_block_after_the_1 : forall (a_t : R),",
        "  0 <= a_t ->",
        "  a_t <= 1 ->",
        "  the_steps_of_a_block_after_the gamma a_t (1 + ((- 1) * gamma) + (a_t * gamma))",
    ]
    assert statement.theorem() == THEOREM


def test_the_same_objects_under_other_names_are_one_family() -> None:
    plans = N1.families[0]
    others = renamed(plans, {v: sp.Symbol(f"{v}_i", **v.assumptions0) for v in plans.variables})
    predicates = state(replace(N1, families=(*N1.families, others))).predicates
    assert predicates["merge_plans"].names == (plans.variables, others.variables)
    assert predicates.keys() == state(N1).predicates.keys()
    wider = renamed(plans, {v: sp.Symbol(f"{v}_i", real=True) for v in plans.variables})
    assert len(state(replace(N1, families=(*N1.families, wider))).predicates) == len(predicates) + 1


def test_no_two_names_of_a_file_are_alike() -> None:
    """Families whose names begin alike, and one whose name has no letter: predicates and constructors all differ."""
    plans, operands, blocks = N1.families
    wider = renamed(blocks, {v: sp.Symbol(f"{v}_i", real=True) for v in blocks.variables})
    unnamed = renamed(blocks, {v: sp.Symbol(f"{v}_k", integer=True) for v in blocks.variables})
    others = replace(wider, name=f"{blocks.name} of another merge"), replace(unnamed, name="1")
    found = state(replace(N1, families=(blocks, *others, plans, operands))).predicates.values()
    names = [*(p.name for p in found), *(c.name for p in found for c in p.constructors)]
    assert len(found) == 5 and len(names) == len(set(names)) and "family" in names


def test_what_is_fixed_over_all_steps_is_a_parameter_of_the_family() -> None:
    statement = state(T4_3)
    assert [str(s) for s in statement.predicates["merge_plans"].constants] == ["lambda"]
    assert "alpha_t <= alpha_t_1 ->" in statement.inductive(statement.groups[-1])
    assert "alpha_t" not in statement.theorem() and "lambda <= 1" in statement.theorem()


def test_a_definition_is_no_premise_and_its_second_is() -> None:
    twice = replace(N1, assumptions=(*N1.assumptions, Assumption(eq(tau, 1), "", Kind.DEFINITION)))
    assert state(twice).printer.values == state(N1).printer.values
    assert "(a_T * p) = 1 ->" in state(twice).theorem()


def test_definitions_that_rest_on_each_other_are_refused() -> None:
    circular = (Assumption(eq(v_plan, tau), "", Kind.DEFINITION), Assumption(eq(tau, v_plan), "", Kind.DEFINITION))
    with pytest.raises(Unprintable, match="rests on another"):
        state(replace(N1, assumptions=circular))


def test_a_requirement_on_numbers_of_different_steps_is_no_premise_of_a_construction() -> None:
    mixed = replace(N1, assumptions=(*N1.assumptions, Assumption(le(a, gamma), "")))
    assert "a_t <= gamma" not in state(mixed).inductive(state(mixed).groups[-1])


def test_a_mutual_family_is_declared_with_its_induction() -> None:
    statement = state(N1)
    blocks, plans = map(statement.scheme, statement.groups)
    assert blocks == "" and plans.startswith("Scheme merge_plans_ind' := Minimality for merge_plans Sort Prop with")


def test_an_assumption_that_cannot_be_printed_is_not_made() -> None:
    matrix = sp.Symbol("M", commutative=False)
    wider = replace(N1, assumptions=(*N1.assumptions, Assumption(eq(matrix, 1), "")))
    assert state(wider).theorem() == THEOREM
