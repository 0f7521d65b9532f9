(* N4: for a variance-preserving schedule every critical variance is at least 1, and the
   first exceeds 2. Hence data of variance at most 1 contract at every step. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.OneSided Opmerge.Schedule
  Opmerge.Critical.
Open Scope R_scope.

Section VariancePreserving.
  Variables (T : nat) (alpha sigma : nat -> R).
  Hypotheses (Hs : schedule T alpha sigma) (Hvp : variance_preserving T alpha sigma).

  (* Two unit vectors have an inner product of at most 1. *)
  Lemma drop_le_rise j : (1 <= j <= T)%nat ->
    drop alpha j <= sigma j * (sigma j - sigma (pred j)).
  Proof.
    intros Hj; pose proof (Hvp j ltac:(lia)); pose proof (Hvp (pred j) ltac:(lia)).
    pose proof (Rle_0_sqr (alpha j - alpha (pred j))) as H1.
    pose proof (Rle_0_sqr (sigma j - sigma (pred j))) as H2.
    unfold drop, Rsqr in *; lra.
  Qed.

  (* partial N4: every VP schedule; not the closed forms and limits of the cosine schedule
     *)
  (* claim N4
     for all: every T, VP schedule, j with finite c_j
     states: c_j >= 1 *)
  Theorem critical_ge_1 j : (1 <= j <= T)%nat -> 0 < drop alpha j ->
    1 <= critical alpha sigma j.
  Proof.
    intros Hj Hd; pose proof (drop_le_rise j Hj); unfold critical.
    apply Rmult_le_reg_r with (drop alpha j); [assumption |].
    unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra.
  Qed.
  (* mutant N4 (shifted constant)
  -   1 <= critical alpha sigma j.
  +   2 <= critical alpha sigma j. *)

  (* claim N4
     for all: every VP schedule with 0 < alpha_1 < 1
     states: c_1 = (1 + alpha_1) / alpha_1 *)
  Theorem critical_1 : (1 <= T)%nat -> 0 < alpha 1%nat < 1 ->
    critical alpha sigma 1 = (1 + alpha 1%nat) / alpha 1%nat.
  Proof.
    intros HT H1; pose proof (Hvp 1%nat HT); unfold critical, drop; cbn [pred].
    rewrite (alpha_0 _ _ _ Hs), (sigma_0 _ _ _ Hs), Rminus_0_r.
    replace (sigma 1%nat * sigma 1%nat) with (1 - alpha 1%nat * alpha 1%nat) by lra.
    field; lra.
  Qed.
  (* mutant N4 (flipped sign)
  - = (1 + alpha 1%nat) / alpha 1%nat.
  + = (1 - alpha 1%nat) / alpha 1%nat. *)

  (* claim N4
     for all: every VP schedule with 0 < alpha_1 < 1
     states: c_1 > 2 *)
  Theorem critical_1_gt_2 : (1 <= T)%nat -> 0 < alpha 1%nat < 1 ->
    2 < critical alpha sigma 1.
  Proof.
    intros HT H1; rewrite critical_1 by assumption.
    apply Rmult_lt_reg_r with (alpha 1%nat); [lra |].
    unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra.
  Qed.
  (* mutant N4 (shifted constant)
  -   2 < critical alpha sigma 1.
  +   3 < critical alpha sigma 1. *)

  (* claim N4
     for all: every T, VP schedule, 0 <= lam <= 1, j
     states: a_j <= 1 *)
  Theorem vp_contracts lam j : 0 <= lam <= 1 -> (1 <= j <= T)%nat ->
    step_ alpha sigma lam j <= 1.
  Proof.
    intros Hlam Hj; apply (step_le_1 T); try tauto.
    pose proof (drop_nonneg _ _ _ _ Hs Hj); pose proof (drop_le_rise j Hj); nra.
  Qed.
  (* mutant N4 (shifted constant)
  - vp_contracts lam j : 0 <= lam <= 1 ->
  + vp_contracts lam j : 0 <= lam <= 2 -> *)
End VariancePreserving.
