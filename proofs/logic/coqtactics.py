"""The tactics that replay a derivation's rules, as the text of a Coq file. Not trusted: what they find, coqc checks."""

from __future__ import annotations

TACTICS = r"""Require Import Reals Lra Psatz.
Open Scope R_scope.

(* Signs, from what is given and from the signs of the parts. *)
Ltac nonneg :=
  match goal with
  | |- _ >= _ => apply Rle_ge; nonneg
  | |- _ => assumption
  | |- 0 <= _ ^ 2 => apply pow2_ge_0
  | |- 0 <= ?x ^ _ => apply pow_le; nonneg
  | |- 0 <= / _ => apply Rlt_le, Rinv_0_lt_compat; positive
  | |- _ => lra
  | |- 0 <= _ * _ => apply Rmult_le_pos; nonneg
  | |- 0 <= _ / _ => apply Rmult_le_pos; nonneg
  | |- 0 <= _ + _ => apply Rplus_le_le_0_compat; nonneg
  end
with positive :=
  match goal with
  | |- _ > _ => apply Rlt_gt; positive
  | |- _ => assumption
  | |- 0 < _ ^ _ => apply pow_lt; positive
  | |- 0 < / _ => apply Rinv_0_lt_compat; positive
  | |- 0 < exp _ => apply exp_pos
  | |- _ => lra
  | |- 0 < _ * _ => apply Rmult_lt_0_compat; positive
  | |- 0 < _ / _ => apply Rmult_lt_0_compat; positive
  | |- 0 < _ + _ => apply Rplus_lt_le_0_compat; [positive | nonneg]
  | |- 0 < _ + _ => apply Rplus_le_lt_0_compat; [nonneg | positive]
  end.

Ltac nonzero :=
  match goal with
  | |- _ /\ _ => split; nonzero
  | |- _ => assumption
  | |- _ => apply Rgt_not_eq, Rlt_gt; positive
  | |- _ => apply Rlt_not_eq; lra
  end.

(* Two expressions are equal, by normal forms or what is given. *)
Ltac equal :=
  solve [ ring | field; nonzero | lra ].

(* A sum of products of known signs. *)
Ltac sign_weak p := assert (0 <= p) by first [nonneg | nra].
Ltac sign p := first [assert (0 < p) by positive | sign_weak p].

Ltac zero_square :=
  match goal with |- ?x = ?y =>
    let D := fresh in
    assert (D : x - y = 0) by (apply Rsqr_0_uniq, Rle_antisym; [unfold Rsqr; lra | apply Rle_0_sqr]); lra
  end.

(* The same fact with its sides written otherwise. *)
Ltac rewritten :=
  match goal with
  | H : ?c <= ?d |- ?a <= ?b => replace a with c by equal; replace b with d by equal; exact H
  | H : ?c >= ?d |- ?a >= ?b => replace a with c by equal; replace b with d by equal; exact H
  | H : ?c = ?d |- ?a = ?b => replace a with c by equal; replace b with d by equal; exact H
  end.

Ltac split_all := repeat match goal with H : _ /\ _ |- _ => destruct H end.
Ltac from_context :=
  match goal with
  | |- _ => assumption
  | |- True => exact I
  | |- _ /\ _ => split; from_context
  | |- _ <> _ => nonzero
  | |- _ = _ => solve [equal | rewritten]
  | |- ?x >= ?y => solve [lra | nonneg | rewritten]
  | |- ?x <= ?y => solve [lra | nonneg | rewritten]
  | |- ?x > ?y => solve [lra | positive]
  | |- ?x < ?y => solve [lra | positive]
  end.

Ltac know P := match goal with H : P |- _ => idtac | |- _ => assert P by from_context end.
Ltac feed H :=
  repeat match type of H with
  | ?A -> _ => let K := fresh in assert (K : A) by from_context; specialize (H K); clear K
  end.
Ltac use t := let X := fresh in pose proof t as X; cbv beta in X; feed X; split_all.

(* An object of a family, by a constructor; its numbers may be written otherwise. *)
Ltac built t :=
  let X := fresh in
  pose proof t as X; cbv beta in X; feed X;
  solve [ exact X | refine (eq_ind _ (fun P : Prop => P) X _ _); f_equal; equal ].
"""
