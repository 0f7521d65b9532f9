"""The tactics that replay a derivation's rules, as the text of a Coq file. Not trusted: what they find, coqc checks."""

from __future__ import annotations

TACTICS = r"""Require Import Reals Lra Psatz.
Open Scope R_scope.

(* What the standard library knows of functions. *)
(* From the series: the library's own proof that exp increases needs excluded middle, and so does its logarithm. *)
Lemma exp_above_line x : 0 <= x -> 1 + x <= exp x.
Proof.
  intros H; unfold exp; destruct (exist_exp x) as [l Hl]; simpl.
  replace (1 + x) with (sum_f_R0 (fun i => / INR (fact i) * x ^ i) 1) by (simpl; field).
  apply sum_incr; [exact Hl | intros n; apply Rmult_le_pos; [| apply pow_le, H]].
  apply Rlt_le, Rinv_0_lt_compat, INR_fact_lt_0.
Qed.

Lemma exp_takes b : 1 < b -> exists x, 0 < x /\ exp x = b.
Proof.
  intros H; destruct (IVT (fun x => exp x - b) 0 b) as [x [P E]]; try (rewrite ?exp_0; lra).
  - apply (continuity_minus exp (fct_cte b)); apply derivable_continuous; [apply derivable_exp | apply derivable_const].
  - pose proof (exp_above_line b); lra.
  - exists x; split; [destruct (Req_dec x 0) as [-> |]; [rewrite exp_0 in E |] |]; lra.
Qed.

Lemma exp_at_most_1 x : x <= 0 -> exp x <= 1.
Proof.
  intros H; pose proof (exp_pos x); pose proof (exp_above_line (- x) ltac:(lra)).
  assert (exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0). nra.
Qed.

Lemma sine_and_cosine x : exists s c, s = sin x /\ c = cos x.
Proof. do 2 eexists; split; reflexivity. Qed.

Lemma twice_cos_PI4 : 2 * cos (PI / 4) = sqrt 2.
Proof.
  assert (S : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra); assert (0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  rewrite cos_PI4; apply (Rmult_eq_reg_r (sqrt 2)); [| lra].
  rewrite S; field; lra.
Qed.

Lemma square_of_nonzero x : x <> 0 -> 0 < x ^ 2.
Proof. intros H; rewrite <- Rsqr_pow2; now apply Rsqr_pos_lt. Qed.

(* Signs, from what is given and from the signs of the parts. *)
Ltac nonneg :=
  match goal with
  | |- _ >= _ => apply Rle_ge; nonneg
  | |- _ => assumption
  | |- 0 <= _ ^ 2 => apply pow2_ge_0
  | |- 0 <= ?x ^ _ => apply pow_le; nonneg
  | |- 0 <= / _ => apply Rlt_le, Rinv_0_lt_compat; positive
  | |- 0 <= sqrt _ => apply sqrt_pos
  | |- 0 <= exp _ => apply Rlt_le, exp_pos
  | |- _ => lra
  | |- 0 <= _ * _ => apply Rmult_le_pos; nonneg
  | |- 0 <= _ / _ => apply Rmult_le_pos; nonneg
  | |- 0 <= _ + _ => apply Rplus_le_le_0_compat; nonneg
  end
with positive :=
  match goal with
  | |- _ > _ => apply Rlt_gt; positive
  | |- _ => assumption
  | H : ?x <> 0 |- 0 < ?x ^ 2 => apply square_of_nonzero, H
  | |- 0 < _ ^ _ => apply pow_lt; positive
  | |- 0 < / _ => apply Rinv_0_lt_compat; positive
  | |- 0 < exp _ => apply exp_pos
  | |- 0 < sqrt _ => apply sqrt_lt_R0; positive
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
  | H : ?x * ?y > 0 |- ?x <> 0 => intros Z; rewrite Z in H; lra
  | H : ?x * ?y > 0 |- ?y <> 0 => intros Z; rewrite Z in H; lra
  | _ : _ * _ > 0 |- _ => apply Rgt_not_eq, Rlt_gt; nra
  end.

(* A square root of a number named by a variable: the number is its square. *)
Ltac roots :=
  repeat match goal with
  | H : 0 <= ?x |- context [sqrt ?x] =>
    is_var x; let E := fresh in
    pose proof (sqrt_sqrt x H) as E; generalize dependent (sqrt x); intros; subst x
  end.

(* Two expressions are equal, by normal forms or what is given. *)
Ltac equal :=
  solve [ ring | field; nonzero | lra | progress roots; solve [ ring | field; nonzero ] ].

(* A function of two arguments that are equal. *)
Ltac same_value :=
  match goal with
  | |- exp ?x = 1 => replace x with 0 by equal; apply exp_0
  | |- cos ?x = 1 => replace x with 0 by equal; apply cos_0
  | |- sin ?x = 0 => replace x with 0 by equal; apply sin_0
  | |- cos ?x = _ => replace x with (PI / 4) by equal; pose proof twice_cos_PI4; lra
  | |- sin ?x = _ => replace x with (PI / 4) by equal; pose proof twice_cos_PI4; rewrite sin_cos_PI4; lra
  | |- _ => f_equal; equal
  end.

(* Angles: their squares, the known ones, and sums. *)
Ltac zero_of_angle u :=
  solve [ pose proof (sin2_cos2 u); unfold Rsqr in *; lra
        | replace u with (PI / 4) by field; pose proof (sin2_cos2 (PI / 4)) as S; unfold Rsqr in S;
          rewrite sin_cos_PI4 in *; lra
        | replace u with (PI / 2) by field; rewrite ?sin_PI2, ?cos_PI2; ring
        | replace u with PI by field; rewrite ?sin_PI, ?cos_PI; ring ].
Ltac root_of_2 u := replace u with (PI / 4) by field; now rewrite twice_cos_PI4.
Ltac add_angles x sum :=
  replace x with sum by equal; repeat (rewrite sin_plus || rewrite cos_plus); rewrite ?sin_neg, ?cos_neg; ring.
Ltac difference_is total :=
  apply Rminus_diag_uniq; match goal with |- ?x = 0 => replace x with total by equal end.

(* A sum of products of known signs. *)
Ltac sign_weak p := assert (0 <= p) by first [nonneg | nra].
Ltac sign p := first [assert (0 < p) by positive | sign_weak p].

(* An inequality from what is known of the signs of its parts. *)
Ltac direct :=
  repeat match goal with
  | |- context [exp ?x] =>
    let E := fresh in pose proof (exp_pos x) as E;
    try (let S := fresh in assert (S : x <= 0) by (enough (0 <= - x) by lra; nonneg || nra); apply exp_at_most_1 in S);
    generalize dependent (exp x); intros
  end; first [nonneg | positive | nra].

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

(* Numbers worked out. power: exp at minus a multiple of x, where exp x is known. *)
Ltac computed := solve [ reflexivity | lra | field; repeat split; lra ].
Ltac power sum := match goal with
  | |- exp ?y = _ => replace y with (- (sum)) by computed; rewrite exp_Ropp; repeat rewrite exp_plus
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
