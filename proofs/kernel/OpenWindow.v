(* N7: between the critical variances some steps contract and others expand. Then merging
   errors of either sign may be reachable and cancel: both BOOT and vanilla can be beaten.
   This is not so at every instance: at T = 3, all errors can have one sign. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.Canonical Opmerge.OneSided Opmerge.Schedule Opmerge.Critical
  Opmerge.OneOperatorFails.
Open Scope R_scope.

(* claim N7
   for all: every T, schedule, lam >= 0, c_k < lam < c_j
   states: a_j < 1 < a_k *)
Theorem open_window_mixes T alpha sigma lam j k :
  schedule T alpha sigma -> 0 <= lam -> (1 <= j < T)%nat -> (1 <= k < T)%nat ->
  0 < drop alpha j -> 0 < drop alpha k ->
  critical alpha sigma k < lam < critical alpha sigma j ->
  step_ alpha sigma lam j < 1 < step_ alpha sigma lam k.
Proof.
  intros Hs Hlam Hj Hk Hdj Hdk H; split.
  - apply (step_lt_1_iff T); tauto || lia.
  - apply (step_gt_1_iff T); tauto || lia.
Qed.
(* mutant N7 (flipped inequality)
- step_ alpha sigma lam j < 1 < step_ alpha sigma lam k.
+ step_ alpha sigma lam k < 1 < step_ alpha sigma lam j. *)
(* mutant N7 (strict inequality)
- critical alpha sigma k < lam < critical alpha sigma j ->
+ critical alpha sigma k <= lam < critical alpha sigma j -> *)

(* claim N7
   for all: one VP schedule, T = 3, lam = 19/9
   states: values on both sides of tau, and a plan beats both BOOT and vanilla *)
Theorem both_ends_beaten : exists T alpha sigma lam s p,
  schedule T alpha sigma /\ variance_preserving T alpha sigma /\ 0 < lam /\ 0 < s /\
  covers p 0 T /\
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  let tau := composite_ a 0 T in
  eval Rops a g (boot 0 T) < tau < eval Rops a g p /\
  eval Rops a g (vanilla 0 T) < tau /\
  Rabs (eval Rops a g p - tau) < Rabs (eval Rops a g (boot 0 T) - tau) /\
  Rabs (eval Rops a g p - tau) < Rabs (eval Rops a g (vanilla 0 T) - tau).
Proof.
  destruct budget3 as [s [Hpos Hs]]; exists 3%nat, alpha3, sigma3, lam3, s, plan3.
  split; [exact schedule3 | split; [exact variance_preserving3 |]].
  split; [unfold lam3; lra | split; [exact Hpos |]].
  split; [apply consistency_covers; lia |]; cbv zeta.
  rewrite (boot3_value s Hs), (vanilla3_value s Hs), (plan3_value s Hs), tau3.
  rewrite (Rabs_pos_eq (582154364956/717958190565 - _)), !Rabs_left; lra.
Qed.
(* mutant N7 (shifted constant)
- variance_preserving T alpha sigma /\ 0 < lam /\
+ variance_preserving T alpha sigma /\ 0 < lam <= 1 /\ *)

Lemma one_step_plan p i : covers p i (S i) -> p = Leaf (S i).
Proof.
  inversion 1; [reflexivity |]; subst.
  repeat match goal with
         | H : covers _ _ _ |- _ => apply covers_lt in H
         | H : covers_rest _ _ _ |- _ => apply covers_rest_lt in H end; lia.
Qed.

Lemma one_step_rest f i : covers_rest f i (S i) -> f = Last (Leaf (S i)).
Proof.
  inversion 1 as [q ? ? Hq | q r ? m ? Hq Hr]; subst.
  - now rewrite (one_step_plan q i Hq).
  - apply covers_lt in Hq; apply covers_rest_lt in Hr; lia.
Qed.

Lemma two_step_plan p i : covers p i (S (S i)) ->
  p = Node (Leaf (S (S i))) (Last (Leaf (S i))).
Proof.
  inversion 1 as [| q f ? m ? Hq Hf]; subst; [lia |].
  pose proof (covers_lt _ _ _ Hq); pose proof (covers_rest_lt _ _ _ Hf).
  replace m with (S i) in * by lia.
  now rewrite (one_step_plan q (S i) Hq), (one_step_rest f i Hf).
Qed.

Lemma three_step_plans p : covers p 0 3 ->
  p = vanilla 0 3 \/ p = boot 0 3 \/ p = consistency 0 3.
Proof.
  inversion 1 as [| q f ? m ? Hq Hf]; subst.
  pose proof (covers_lt _ _ _ Hq); pose proof (covers_rest_lt _ _ _ Hf).
  assert (Hm : m = 1%nat \/ m = 2%nat) by lia; destruct Hm as [-> | ->].
  - right; left; now rewrite (two_step_plan q 1 Hq), (one_step_rest f 0 Hf).
  - rewrite (one_step_plan q 2 Hq); inversion Hf as [r ? ? Hr | r f' ? m ? Hr Hf']; subst.
    + right; right; now rewrite (two_step_plan r 0 Hr).
    + left; pose proof (covers_lt _ _ _ Hr); pose proof (covers_rest_lt _ _ _ Hf').
      replace m with 1%nat in * by lia.
      now rewrite (one_step_plan r 1 Hr), (one_step_rest f' 0 Hf').
Qed.

(* T = 3, steps on opposite sides of 1 whose product is at most 1: vanilla stays optimal and
   no plan reaches below the teacher. *)
(* claim N7
   for all: every a, gamma at T = 3 with a_1 <= 1 <= a_2
   states: if a_2 a_1 <= 1, vanilla stays optimal and no plan lies below tau *)
Theorem window_exception a g p : shrinkage 3 g -> 0 <= a 3%nat -> 0 <= a 2%nat ->
  a 1%nat <= 1 <= a 2%nat -> a 2%nat * a 1%nat <= 1 -> covers p 0 3 ->
  composite_ a 0 3 <= eval Rops a g (vanilla 0 3) <= eval Rops a g p.
Proof.
  intros Hg H3 H2 H1 H21 Hp.
  assert (Hg3 : 0 <= g 3%nat <= 1) by (apply Hg; lia).
  assert (Hg2 : 0 <= g 2%nat <= 1) by (apply Hg; lia).
  assert (E : composite_ a 0 2 = a 2%nat * a 1%nat)
    by (rewrite composite_first, !composite_single by lia; reflexivity).
  assert (V : eval Rops a g (vanilla 0 3) = a 3%nat * phi_ (g 3%nat) (a 2%nat * a 1%nat))
    by (rewrite vanilla_value by lia; cbn [pred]; now rewrite E).
  split.
  - rewrite V, composite_last by lia; cbn [pred]; rewrite E.
    apply Rmult_le_compat_l, phi_above; tauto.
  - destruct (three_step_plans p Hp) as [-> | [-> | ->]]; [lra | rewrite V |].
    + rewrite boot_value by lia; cbn [pred].
      rewrite (composite_first _ 0 2), !composite_single by lia.
      apply Rmult_le_compat_l, phi_split_opposite_sides; [assumption | assumption | nra].
    + rewrite V; cbn [consistency Nat.leb eval eval_rest start]; real.
      apply Rmult_le_compat_l, phi_monotone; [assumption | tauto |].
      apply Rmult_le_compat_l, phi_above; tauto.
Qed.
(* mutant N7 (shifted constant)
- a 2%nat * a 1%nat <= 1 -> covers p 0 3 ->
+ a 2%nat * a 1%nat <= 2 -> covers p 0 3 -> *)
(* mutant N7 (shifted constant)
- a 1%nat <= 1 <= a 2%nat ->
+ a 1%nat <= 1 <= a 2%nat + 1 -> *)
