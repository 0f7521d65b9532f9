(* T4.3: for a variance-preserving schedule and data of variance at most 1, sequential
   BOOT is closest to the teacher among all merge plans. Also the sharper form (N3): for
   any schedule, whenever the variance is at most every critical variance. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Composite
  Opmerge.Canonical Opmerge.OneSided Opmerge.Contracting Opmerge.Schedule
  Opmerge.Critical Opmerge.VariancePreserving.
Open Scope R_scope.

Lemma boot_optimal T a g p : contracting T a -> shrinkage T g -> covers p 0 T ->
  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=
  Rabs (eval Rops a g p - composite_ a 0 T).
Proof.
  intros Hc Hg Hp; destruct (contracting_bounds T a g p Hc Hg Hp).
  apply error_above; tauto.
Qed.

Theorem boot_optimal_vp T alpha sigma lam s p :
  schedule T alpha sigma -> variance_preserving T alpha sigma ->
  0 <= lam <= 1 -> 0 <= s -> covers p 0 T ->
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=
  Rabs (eval Rops a g p - composite_ a 0 T).
Proof.
  intros Hs Hvp Hlam H Hp; apply boot_optimal; [| apply gamma_shrinkage; tauto | assumption].
  split; intros t Ht.
  - apply (step_nonneg T); tauto.
  - apply (vp_contracts T); trivial; lia.
Qed.

(* lam is at most every finite critical variance of the inner steps: at most lambda_-. *)
Definition below_critical T alpha sigma lam : Prop :=
  forall j, (1 <= j < T)%nat -> 0 < drop alpha j -> lam <= critical alpha sigma j.

Theorem boot_bounds_below_critical T alpha sigma lam s p :
  schedule T alpha sigma -> 0 <= lam -> 0 <= s -> below_critical T alpha sigma lam ->
  covers p 0 T ->
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  composite_ a 0 T <= eval Rops a g (boot 0 T) <= eval Rops a g p.
Proof.
  intros Hs Hlam H Hc Hp a g.
  assert (Hg : shrinkage T g) by now apply gamma_shrinkage.
  enough (Ha : contracting T a) by (pose proof (contracting_bounds T a g p Ha Hg Hp); tauto).
  split; intros t Ht.
  - apply (step_nonneg T); assumption.
  - destruct (Req_dec (drop alpha t) 0) as [E | E].
    + apply (step_le_1_no_drop T); trivial; lia.
    + pose proof (drop_nonneg T alpha sigma t Hs ltac:(lia)).
      apply (step_le_1_iff T); [assumption | assumption | lia | lra | apply Hc; [lia | lra]].
Qed.

Theorem boot_optimal_below_critical T alpha sigma lam s p :
  schedule T alpha sigma -> 0 <= lam -> 0 <= s -> covers p 0 T ->
  below_critical T alpha sigma lam ->
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=
  Rabs (eval Rops a g p - composite_ a 0 T).
Proof. intros; apply error_above, boot_bounds_below_critical; trivial. Qed.
