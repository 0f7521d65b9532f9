(* The hypotheses of the theorems can be met: for every T there are schedules of each kind,
   contracting and expanding coordinates, a teacher trajectory, and an open window. *)
Require Import Arith Lia List Reals Lra Psatz Opmerge.Operators Opmerge.Plans
  Opmerge.Composite Opmerge.OneSided Opmerge.Schedule Opmerge.Ddim Opmerge.Critical
  Opmerge.VariancePreserving Opmerge.VanillaOptimal Opmerge.Families Opmerge.Segmentation.
Import ListNotations.
Open Scope R_scope.

(* claim N5
   for all: every T
   states: a VE schedule exists: sigma_t = t *)
Theorem ve_schedule T : schedule T (fun _ => 1) INR.
Proof.
  split; intros; try (cbn; lra).
  - apply lt_0_INR; lia.
  - apply le_INR; lia.
Qed.

Definition vp_alpha (t : nat) : R := / INR (S t).
Definition vp_sigma (t : nat) : R := sqrt (1 - vp_alpha t * vp_alpha t).

Lemma vp_alpha_range t : 0 < vp_alpha t <= 1.
Proof.
  unfold vp_alpha; rewrite S_INR; pose proof (pos_INR t); split.
  - apply Rinv_0_lt_compat; lra.
  - rewrite <- Rinv_1; apply Rinv_le_contravar; lra.
Qed.

Lemma vp_alpha_drops t : (1 <= t)%nat -> vp_alpha t < vp_alpha (pred t).
Proof.
  intros H; unfold vp_alpha; apply Rinv_lt_contravar.
  - apply Rmult_lt_0_compat; apply lt_0_INR; lia.
  - apply lt_INR; lia.
Qed.

(* claim D2.1
   for all: every T
   states: a VP schedule with a strictly decreasing positive signal exists *)
Theorem vp_schedule T :
  schedule T vp_alpha vp_sigma /\ variance_preserving T vp_alpha vp_sigma /\
  forall t, (1 <= t < T)%nat -> 0 < vp_alpha t < vp_alpha (pred t).
Proof.
  assert (Hone : vp_alpha 0 = 1) by (unfold vp_alpha; cbn; apply Rinv_1).
  split; [split | split].
  - exact Hone.
  - unfold vp_sigma; rewrite Hone, Rmult_1_l, Rminus_diag_eq by reflexivity; apply sqrt_0.
  - intros t _; left; apply vp_alpha_range.
  - intros t Ht; left; apply vp_alpha_drops; lia.
  - intros t Ht; apply sqrt_lt_R0; pose proof (vp_alpha_drops t ltac:(lia)).
    pose proof (vp_alpha_range t); pose proof (vp_alpha_range (pred t)); nra.
  - intros t Ht; apply sqrt_le_1_alt; pose proof (vp_alpha_drops t ltac:(lia)).
    pose proof (vp_alpha_range t); pose proof (vp_alpha_range (pred t)); nra.
  - intros t _; unfold vp_sigma; rewrite sqrt_sqrt; [ring |].
    pose proof (vp_alpha_range t); nra.
  - intros t Ht; split; [apply vp_alpha_range | apply vp_alpha_drops; lia].
Qed.

(* claim N1
   for all: every T, 0 <= lam <= 1
   states: contracting coordinates exist: those of a VP schedule *)
Theorem contracting_exists T lam : 0 <= lam <= 1 ->
  contracting T (step_ vp_alpha vp_sigma lam).
Proof.
  intros H; destruct (vp_schedule T) as [Hs [Hvp _]]; split; intros t Ht.
  - apply (step_nonneg T); tauto.
  - apply (vp_contracts T); trivial; lia.
Qed.

(* claim N2
   for all: every T
   states: expanding coordinates exist: those of a VP schedule at some lam >= 0 *)
Theorem expanding_exists T : exists lam, 0 <= lam /\
  expanding T (step_ vp_alpha vp_sigma lam).
Proof.
  destruct (vp_schedule T) as [Hs [_ Hd]].
  destruct (expansion_threshold_exists T _ _ Hs Hd) as [lam [H Hplus]].
  exists lam; split; [exact H | split; intros t Ht].
  - apply (step_nonneg T); assumption.
  - destruct (Hplus t Ht); apply (step_ge_1_iff T); trivial; lia.
Qed.

(* claim D2.1
   for all: every schedule, lam >= 0
   states: a teacher trajectory exists *)
Theorem trajectory_exists T alpha sigma lam : schedule T alpha sigma -> 0 <= lam ->
  exists z, z T = 1 /\
    forall t, (1 <= t <= T)%nat -> z (pred t) = ddim alpha sigma lam t (z t).
Proof.
  intros Hs Hlam; exists (fun t => composite_ (step_ alpha sigma lam) t T); split.
  - apply composite_empty.
  - intros t Ht; rewrite (ddim_is_linear T) by assumption.
    rewrite (composite_split _ (pred t) t T) by lia.
    destruct t as [| t]; [lia |]; cbn [pred]; rewrite composite_single; ring.
Qed.

(* claim N6
   for all: every T >= 2
   states: 0 is such a cut point *)
Theorem cut_exists T : (2 <= T)%nat -> cut_points T [0%nat].
Proof. intros H; cbn; split; [lia | exact I]. Qed.

(* claim N7
   for all: flow matching, T = 3
   states: c_1 < 1 < c_2: an open window exists *)
Theorem open_window_exists :
  critical (flow_alpha 3) (flow_sigma 3) 1 < 1 < critical (flow_alpha 3) (flow_sigma 3) 2.
Proof.
  rewrite (proj2 (flow_critical 3 1 ltac:(lia))), (proj2 (flow_critical 3 2 ltac:(lia))).
  cbn; lra.
Qed.
