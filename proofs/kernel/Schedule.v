(* Noise schedules, the step operators a_t and the signal shrinkages gamma_t built from
   them (C3.1, P3.3), and the ranges in which they lie. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.OneSided Opmerge.Monotone.
Open Scope R_scope.
Notation inner_ := (inner Rops).
Notation norm2_ := (norm2 Rops).
Notation step_ := (step Rops).

(* Signal alpha and noise sigma at times 0 ... T. *)
Record schedule (T : nat) (alpha sigma : nat -> R) : Prop := {
  alpha_0 : alpha 0%nat = 1;
  sigma_0 : sigma 0%nat = 0;
  alpha_nonneg : forall t, (t <= T)%nat -> 0 <= alpha t;
  alpha_down : forall t, (1 <= t <= T)%nat -> alpha t <= alpha (pred t);
  sigma_pos : forall t, (1 <= t <= T)%nat -> 0 < sigma t;
  sigma_up : forall t, (1 <= t <= T)%nat -> sigma (pred t) <= sigma t }.

Definition variance_preserving (T : nat) (alpha sigma : nat -> R) : Prop :=
  forall t, (t <= T)%nat -> alpha t * alpha t + sigma t * sigma t = 1.
(* mutant N4 (weakened hypothesis; fails in VariancePreserving.v)
- alpha t * alpha t + sigma t * sigma t = 1.
+ alpha t * alpha t + sigma t * sigma t <= 1. *)

(* Shrinkage after gradient flow of duration s (see GradientFlow). *)
Definition gamma (alpha sigma : nat -> R) (lam s : R) (t : nat) : R :=
  1 - exp (- (2 * s * norm2_ alpha sigma lam t)).

Ltac schedule := unfold inner, norm2 in *; real.

Section Ranges.
  Variables (T : nat) (alpha sigma : nat -> R) (lam s : R).
  Hypotheses (Hs : schedule T alpha sigma) (Hlam : 0 <= lam).

  Lemma sigma_nonneg t : (t <= T)%nat -> 0 <= sigma t.
  Proof.
    destruct t; intros H; [rewrite (sigma_0 _ _ _ Hs); lra |].
    left; apply (sigma_pos _ _ _ Hs); lia.
  Qed.

  Lemma norm2_pos t : (1 <= t <= T)%nat -> 0 < norm2_ alpha sigma lam t.
  Proof.
    intros H; schedule; pose proof (sigma_pos _ _ _ Hs t H).
    assert (0 <= alpha t * alpha t * lam) by (apply Rmult_le_pos; [nra | lra]). nra.
  Qed.

  Lemma norm2_nonneg t : 0 <= norm2_ alpha sigma lam t.
  Proof.
    schedule; assert (0 <= alpha t * alpha t * lam) by (apply Rmult_le_pos; [nra | lra]). nra.
  Qed.

  Lemma step_nonneg t : (1 <= t <= T)%nat -> 0 <= step_ alpha sigma lam t.
  Proof.
    intros H; unfold step; real; apply Rmult_le_pos;
      [| left; apply Rinv_0_lt_compat, norm2_pos, H].
    schedule; apply Rplus_le_le_0_compat; repeat apply Rmult_le_pos;
      try apply (alpha_nonneg _ _ _ Hs); try apply sigma_nonneg; trivial; lia.
  Qed.

  (* claim P3.3
     for all: every schedule, lam >= 0, s >= 0, t
     states: 0 <= gamma_t < 1 *)
  Lemma gamma_range t : 0 <= s -> 0 <= gamma alpha sigma lam s t < 1.
  Proof.
    intros H; unfold gamma; pose proof (norm2_nonneg t).
    pose proof (exp_pos (- (2 * s * norm2_ alpha sigma lam t))).
    pose proof (exp_nonpos (- (2 * s * norm2_ alpha sigma lam t)) ltac:(nra)); lra.
  Qed.
  (* mutant P3.3 (weakened hypothesis)
  - 0 <= s -> 0 <= gamma alpha sigma lam s t < 1.
  + s <= 0 -> 0 <= gamma alpha sigma lam s t < 1. *)

  (* claim P3.3
     for all: every schedule, lam >= 0, s >= 0
     states: so gamma is one of the shrinkages in [0, 1] that the statements about all of
       them allow *)
  Lemma gamma_shrinkage : 0 <= s -> shrinkage T (gamma alpha sigma lam s).
  Proof. intros H t _; pose proof (gamma_range t H); lra. Qed.
End Ranges.
