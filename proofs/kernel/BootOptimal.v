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
(* mutant T4.3 (flipped inequality)
- shrinkage T g -> covers p 0 T ->
-   Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=
+ shrinkage T g -> covers p 0 T ->
+   Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) >= *)
(* mutant T4.3 (wrong object)
- shrinkage T g -> covers p 0 T ->
-   Rabs (eval Rops a g (boot 0 T) -
+ shrinkage T g -> covers p 0 T ->
+   Rabs (eval Rops a g (vanilla 0 T) - *)

(* claim T4.3
   for all: every T, merge plan over (0, T], VP schedule, 0 <= lam <= 1, s >= 0
   states: no plan is closer to the teacher than sequential BOOT *)
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
(* mutant T4.3 (shifted constant)
-   0 <= lam <= 1 -> 0 <= s ->
+   0 <= lam <= 3 -> 0 <= s -> *)
(* mutant T4.3 (weakened hypothesis)
-   0 <= lam <= 1 -> 0 <= s ->
+   0 <= lam <= 1 -> s <= 0 -> *)
(* mutant T4.3 (weakened hypothesis)
- schedule T alpha sigma -> variance_preserving T alpha sigma ->
+ schedule T alpha sigma -> (forall t, alpha t <= 1) -> *)

(* lam is at most every finite critical variance of the inner steps: at most lambda_-. *)
Definition below_critical T alpha sigma lam : Prop :=
  forall j, (1 <= j < T)%nat -> 0 < drop alpha j -> lam <= critical alpha sigma j.
(* mutant T4.3-sharp (flipped inequality)
- 0 < drop alpha j -> lam <= critical alpha sigma j.
+ 0 < drop alpha j -> critical alpha sigma j <= lam. *)
(* mutant T4.3-sharp (off by one)
- forall j, (1 <= j < T)%nat -> 0 < drop alpha j
+ forall j, (2 <= j < T)%nat -> 0 < drop alpha j *)

(* claim T4.3-sharp
   for all: every T, merge plan over (0, T], schedule, s >= 0
   states: lam <= every finite c_j, j < T: tau <= BOOT <= v *)
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
(* mutant T4.3-sharp (flipped inequality)
- composite_ a 0 T <= eval Rops a g (boot 0 T) <= eval Rops a g p.
+ eval Rops a g p <= eval Rops a g (boot 0 T) <= composite_ a 0 T. *)
(* mutant T4.3-sharp (wrong object)
- composite_ a 0 T <= eval Rops a g (boot 0 T) <= eval Rops a g p.
+ composite_ a 0 T <= eval Rops a g (vanilla 0 T) <= eval Rops a g p. *)

(* claim T4.3-sharp
   for all: every T, merge plan over (0, T], schedule, s >= 0
   states: the same lam: no plan is closer to the teacher than sequential BOOT *)
Theorem boot_optimal_below_critical T alpha sigma lam s p :
  schedule T alpha sigma -> 0 <= lam -> 0 <= s -> covers p 0 T ->
  below_critical T alpha sigma lam ->
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=
  Rabs (eval Rops a g p - composite_ a 0 T).
Proof. intros; apply error_above, boot_bounds_below_critical; trivial. Qed.
