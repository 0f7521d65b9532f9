(* T4.2: above every critical variance of the steps 1 ... T-1, vanilla distillation (one
   merge) is closest to the teacher among all merge plans; such a threshold exists
   whenever the signal strictly decreases and has not vanished before time T. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Composite
  Opmerge.Canonical Opmerge.OneSided Opmerge.Expanding Opmerge.Schedule Opmerge.Critical.
Open Scope R_scope.

(* lam_plus bounds the critical variances of all inner steps. *)
Definition expansion_threshold T alpha sigma lam_plus : Prop :=
  forall j, (1 <= j < T)%nat -> 0 < drop alpha j /\ critical alpha sigma j <= lam_plus.
(* mutant T4.2 (flipped inequality)
- critical alpha sigma j <= lam_plus.
+ lam_plus <= critical alpha sigma j. *)
(* mutant T4.2 (off by one)
- forall j, (1 <= j < T)%nat -> 0 < drop alpha j /\
+ forall j, (2 <= j < T)%nat -> 0 < drop alpha j /\ *)

(* claim T4.2
   for all: every T, merge plan over (0, T], schedule, s >= 0
   states: lam >= every c_j, j < T: no plan is closer to the teacher than vanilla *)
Theorem vanilla_optimal T alpha sigma lam_plus lam s p :
  schedule T alpha sigma -> expansion_threshold T alpha sigma lam_plus ->
  lam_plus <= lam -> 0 <= lam -> 0 <= s -> covers p 0 T ->
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  Rabs (eval Rops a g (vanilla 0 T) - composite_ a 0 T) <=
  Rabs (eval Rops a g p - composite_ a 0 T).
Proof.
  intros Hs Hplus Hlam Hpos H Hp; apply error_below, expanding_bounds;
    [| now apply gamma_shrinkage | assumption].
  split; intros t Ht.
  - apply (step_nonneg T); assumption.
  - destruct (Hplus t Ht) as [Hd Hc].
    apply (step_ge_1_iff T); [assumption | assumption | lia | assumption | lra].
Qed.
(* mutant T4.2 (flipped inequality)
-   lam_plus <= lam -> 0 <= lam ->
+   lam <= lam_plus -> 0 <= lam -> *)
(* mutant T4.2 (flipped inequality)
- Rabs (eval Rops a g (vanilla 0 T) - composite_ a 0 T) <=
+ Rabs (eval Rops a g (vanilla 0 T) - composite_ a 0 T) >= *)
(* mutant T4.2 (wrong object)
- Rabs (eval Rops a g (vanilla 0 T) -
+ Rabs (eval Rops a g (boot 0 T) - *)

(* claim T4.2
   for all: every T and schedule with alpha strictly decreasing and positive before T
   states: such a threshold for lam exists *)
Theorem expansion_threshold_exists T alpha sigma :
  schedule T alpha sigma ->
  (forall t, (1 <= t < T)%nat -> 0 < alpha t < alpha (pred t)) ->
  exists lam_plus, 0 <= lam_plus /\ expansion_threshold T alpha sigma lam_plus.
Proof.
  intros Hs Hdown.
  assert (Hd : forall j, (1 <= j < T)%nat -> 0 < drop alpha j)
    by (intros j Hj; specialize (Hdown j Hj); apply Rmult_lt_0_compat; lra).
  enough (Hmax : forall n, exists M, 0 <= M /\
            forall j, (1 <= j <= n)%nat -> critical alpha sigma j <= M).
  { destruct (Hmax T) as [M [HM Hc]]; exists M; split; [assumption |].
    intros j Hj; split; [now apply Hd | apply Hc; lia]. }
  induction n as [| n [M [HM IH]]]; [exists 0; split; [lra | lia] |].
  exists (Rmax M (critical alpha sigma (S n))); split.
  - apply Rle_trans with (1 := HM), Rmax_l.
  - intros j Hj; destruct (Nat.eq_dec j (S n)) as [-> |]; [apply Rmax_r |].
    apply Rle_trans with M; [apply IH; lia | apply Rmax_l].
Qed.
(* mutant T4.2 (weakened hypothesis)
- 0 < alpha t < alpha (pred t)) ->
+ 0 < alpha t <= alpha (pred t)) -> *)
