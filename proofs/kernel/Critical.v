(* N3: the critical variance
     c_j = sigma_j (sigma_j - sigma_{j-1}) / (alpha_j (alpha_{j-1} - alpha_j)).
   The step operator a_j is at most 1 exactly when lam is at most c_j. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.OneSided Opmerge.Schedule.
Open Scope R_scope.

Definition drop (alpha : nat -> R) (j : nat) : R := alpha j * (alpha (pred j) - alpha j).
(* mutant N3 (off by one)
- : R := alpha j * (alpha (pred j) - alpha j).
+ : R := alpha (pred j) * (alpha (pred j) - alpha j). *)

Definition critical (alpha sigma : nat -> R) (j : nat) : R :=
  sigma j * (sigma j - sigma (pred j)) / drop alpha j.
(* mutant N3 (flipped sign)
-   sigma j * (sigma j - sigma (pred j)) / drop alpha j.
+   sigma j * (sigma j + sigma (pred j)) / drop alpha j. *)

Section Critical.
  Variables (T : nat) (alpha sigma : nat -> R) (lam : R) (j : nat).
  Hypotheses (Hs : schedule T alpha sigma) (Hlam : 0 <= lam) (Hj : (1 <= j <= T)%nat).
  Notation a := (step_ alpha sigma lam j).
  Notation c := (critical alpha sigma j).
  Notation rise := (sigma j * (sigma j - sigma (pred j))).

  (* How far a_j is from 1, over a positive denominator. *)
  Lemma step_minus_1 : (a - 1) * norm2_ alpha sigma lam j = lam * drop alpha j - rise.
  Proof.
    pose proof (norm2_pos _ _ _ _ Hs Hlam j Hj).
    unfold step, drop; real; field_simplify; [| lra]; schedule; ring.
  Qed.

  Lemma step_le_1 : a <= 1 <-> lam * drop alpha j <= rise.
  Proof.
    pose proof (norm2_pos _ _ _ _ Hs Hlam j Hj); pose proof step_minus_1.
    split; intros; nra.
  Qed.
  Lemma step_ge_1 : 1 <= a <-> rise <= lam * drop alpha j.
  Proof.
    pose proof (norm2_pos _ _ _ _ Hs Hlam j Hj); pose proof step_minus_1.
    split; intros; nra.
  Qed.

  Lemma critical_drop : 0 < drop alpha j -> rise = c * drop alpha j.
  Proof. intros H; unfold critical; field; lra. Qed.

  (* claim N3
     for all: every T, schedule, lam >= 0, j with finite c_j
     states: a_j <= 1 iff lam <= c_j *)
  Theorem step_le_1_iff : 0 < drop alpha j -> (a <= 1 <-> lam <= c).
  Proof.
    intros H; rewrite step_le_1, (critical_drop H); split; intros.
    - now apply Rmult_le_reg_r with (drop alpha j).
    - now apply Rmult_le_compat_r; [left |].
  Qed.
  (* mutant N3 (flipped inequality)
  - (a <= 1 <-> lam <= c).
  + (a <= 1 <-> c <= lam). *)

  (* claim N3
     for all: every T, schedule, lam >= 0, j with finite c_j
     states: a_j >= 1 iff lam >= c_j *)
  Theorem step_ge_1_iff : 0 < drop alpha j -> (1 <= a <-> c <= lam).
  Proof.
    intros H; rewrite step_ge_1, (critical_drop H); split; intros.
    - now apply Rmult_le_reg_r with (drop alpha j).
    - now apply Rmult_le_compat_r; [left |].
  Qed.

  (* claim N3
     for all: every T, schedule, lam >= 0, j with finite c_j
     states: a_j < 1 iff lam < c_j *)
  Theorem step_lt_1_iff : 0 < drop alpha j -> (a < 1 <-> lam < c).
  Proof. intros H; pose proof (step_ge_1_iff H); lra. Qed.
  (* mutant N3 (strict inequality)
  - (a < 1 <-> lam < c).
  + (a < 1 <-> lam <= c). *)

  (* claim N3
     for all: every T, schedule, lam >= 0, j with finite c_j
     states: a_j > 1 iff lam > c_j *)
  Theorem step_gt_1_iff : 0 < drop alpha j -> (1 < a <-> c < lam).
  Proof. intros H; pose proof (step_le_1_iff H); lra. Qed.

  (* Where the signal does not drop, or has vanished, the critical variance is infinite. *)
  (* claim N3
     for all: every T, schedule, lam >= 0, j with infinite c_j
     states: a_j <= 1 *)
  Theorem step_le_1_no_drop : drop alpha j = 0 -> a <= 1.
  Proof.
    intros H; apply step_le_1; rewrite H, Rmult_0_r; apply Rmult_le_pos.
    - left; apply (sigma_pos _ _ _ Hs j Hj).
    - pose proof (sigma_up _ _ _ Hs j Hj); lra.
  Qed.
  (* mutant N3 (strict inequality)
  - drop alpha j = 0 -> a <= 1.
  + drop alpha j = 0 -> a < 1. *)

  Lemma drop_nonneg : 0 <= drop alpha j.
  Proof.
    pose proof (alpha_nonneg _ _ _ Hs j ltac:(lia)); pose proof (alpha_down _ _ _ Hs j Hj).
    unfold drop; apply Rmult_le_pos; lra.
  Qed.
End Critical.
