(* N5: variance-exploding schedules never expand, so BOOT is optimal for every variance;
   flow matching has c_j = j / (T - j), which runs from 1/(T-1) to T-1. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.Plans Opmerge.Composite
  Opmerge.Canonical Opmerge.OneSided Opmerge.Schedule Opmerge.Critical Opmerge.BootOptimal.
Open Scope R_scope.

(* claim N5
   for all: every T, merge plan over (0, T], VE schedule, lam >= 0, s >= 0
   states: no plan is closer to the teacher than sequential BOOT *)
Theorem boot_optimal_ve T alpha sigma lam s p :
  schedule T alpha sigma -> (forall t, (t <= T)%nat -> alpha t = 1) ->
  0 <= lam -> 0 <= s -> covers p 0 T ->
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=
  Rabs (eval Rops a g p - composite_ a 0 T).
Proof.
  intros Hs Hve Hlam H Hp; apply (boot_optimal_below_critical T); trivial.
  intros j Hj Hd; exfalso; revert Hd.
  unfold drop; rewrite (Hve j), (Hve (pred j)) by lia; lra.
Qed.
(* mutant N5 (weakened hypothesis)
- (forall t, (t <= T)%nat -> alpha t = 1) ->
+ (forall t, (t <= T)%nat -> alpha t <= 1) -> *)

Definition flow_alpha (T t : nat) : R := 1 - INR t / INR T.
Definition flow_sigma (T t : nat) : R := INR t / INR T.

Lemma INR_pred t : (1 <= t)%nat -> INR (pred t) = INR t - 1.
Proof. intros; destruct t; [lia |]; rewrite S_INR; cbn [pred]; ring. Qed.

(* claim N5
   for all: every T >= 1
   states: flow matching is a schedule *)
Lemma flow_schedule T : (1 <= T)%nat -> schedule T (flow_alpha T) (flow_sigma T).
Proof.
  intros HT; assert (HTpos : 0 < INR T) by (apply lt_0_INR; lia).
  assert (Hinv : 0 < / INR T) by now apply Rinv_0_lt_compat.
  assert (HTinv : INR T * / INR T = 1) by (apply Rinv_r; lra).
  split; unfold flow_alpha, flow_sigma, Rdiv; try (cbn; ring); intros t Ht.
  - apply le_INR in Ht; nra.
  - rewrite INR_pred by lia; nra.
  - pose proof (lt_0_INR t ltac:(lia)); nra.
  - rewrite INR_pred by lia; nra.
Qed.

(* claim N5
   for all: every T, 1 <= j < T
   states: flow matching has c_j = j / (T - j) *)
Theorem flow_critical T j : (1 <= j < T)%nat ->
  0 < drop (flow_alpha T) j /\
  critical (flow_alpha T) (flow_sigma T) j = INR j / (INR T - INR j).
Proof.
  intros Hj; assert (HT : 0 < INR T) by (apply lt_0_INR; lia).
  assert (HjT : INR j < INR T) by (apply lt_INR; lia).
  assert (Hd : drop (flow_alpha T) j = (INR T - INR j) / (INR T * INR T)).
  { unfold drop, flow_alpha; rewrite INR_pred by lia; field; lra. }
  split.
  - rewrite Hd; apply Rdiv_lt_0_compat; [lra | now apply Rmult_lt_0_compat].
  - unfold critical; rewrite Hd; unfold flow_sigma; rewrite INR_pred by lia; field; lra.
Qed.
(* mutant N5 (off by one)
- = INR j / (INR T - INR j).
- Proof.
+ = INR j / (INR T - INR j + 1).
+ Proof. *)
(* mutant N5 (off by one)
- flow_critical T j : (1 <= j < T)%nat ->
+ flow_critical T j : (1 <= j <= T)%nat -> *)

(* claim N5
   for all: every T, 1 <= j < T
   states: flow matching has 1 / (T - 1) <= c_j <= T - 1 *)
Theorem flow_window T j : (1 <= j < T)%nat ->
  1 / (INR T - 1) <= critical (flow_alpha T) (flow_sigma T) j <= INR T - 1.
Proof.
  intros Hj; rewrite (proj2 (flow_critical T j Hj)).
  assert (H1 : 1 <= INR j) by (apply (le_INR 1); lia).
  assert (HjT : INR j + 1 <= INR T) by (rewrite <- S_INR; apply le_INR; lia).
  split.
  - apply Rmult_le_reg_r with ((INR T - 1) * (INR T - INR j)); [nra |].
    replace (1 / (INR T - 1) * ((INR T - 1) * (INR T - INR j)))
      with (INR T - INR j) by (field; lra).
    replace (INR j / (INR T - INR j) * ((INR T - 1) * (INR T - INR j)))
      with (INR j * (INR T - 1)) by (field; lra). nra.
  - apply Rmult_le_reg_r with (INR T - INR j); [lra |].
    replace (INR j / (INR T - INR j) * (INR T - INR j)) with (INR j) by (field; lra). nra.
Qed.
(* mutant N5 (shifted constant)
-   1 / (INR T - 1) <= critical
+   2 / (INR T - 1) <= critical *)
(* mutant N5 (shifted constant)
- (flow_sigma T) j <= INR T - 1.
+ (flow_sigma T) j <= INR T - 2. *)
