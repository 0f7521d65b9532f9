(* N6: when every coordinate is contracting or expanding (a mixture is allowed), every
   merge plan is dominated, in all coordinates at once, by a segmentation plan. *)
Require Import Lia List Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.Canonical Opmerge.OneSided Opmerge.Segmentation.
Import ListNotations.
Open Scope R_scope.

Section Step.
  (* A plan (first p) over (m, j], its remaining operands f over (i, m]. *)
  Variables (T : nat) (a g : nat -> R) (p : plan) (f : operands) (i m : nat).
  Hypotheses (Hg : shrinkage T g) (Hp : covers p m T) (Hf : covers_rest f i m).

  Lemma absorb_above x : contracting T a ->
    composite_ a m T <= x <= eval Rops a g p ->
    composite_ a i T <= x * phi_ (g T) (composite_ a i m) <= eval Rops a g (Node p f).
  Proof.
    intros Hc Hx; pose proof Hc as [H0 H1]; pose proof (covers_lt _ _ _ Hp).
    pose proof (covers_rest_lt _ _ _ Hf); assert (HgT : 0 <= g T <= 1) by (apply Hg; lia).
    assert (Hm : 0 <= composite_ a m T) by (apply composite_nonneg; intros; apply H0; lia).
    assert (Hi : 0 <= composite_ a i m <= 1)
      by (apply composite_unit; intros; split; [apply H0 | apply H1]; lia).
    rewrite (node_value _ _ _ _ _ _ _ Hp), (composite_split a i m T) by lia; real; split.
    - apply Rmult_le_compat; [tauto | tauto | lra | apply phi_above; tauto].
    - apply Rmult_le_compat; [lra | apply phi_nonneg; tauto | tauto |].
      apply phi_monotone; [tauto |].
      apply (contracting_above T a g Hg Hc); [assumption | lia].
  Qed.

  Lemma absorb_below x : expanding T a ->
    eval Rops a g p <= x <= composite_ a m T ->
    eval Rops a g (Node p f) <= x * phi_ (g T) (composite_ a i m) <= composite_ a i T.
  Proof.
    intros He Hx; pose proof He as [H0 H1]; pose proof (covers_lt _ _ _ Hp).
    pose proof (covers_rest_lt _ _ _ Hf); assert (HgT : 0 <= g T <= 1) by (apply Hg; lia).
    destruct (values_nonneg T a g Hg H0) as [Vp Vf].
    pose proof (Vp p m T Hp (le_n T)); pose proof (Vf f i m Hf ltac:(lia)).
    assert (Hi : 1 <= composite_ a i m) by (apply composite_ge_1; intros; apply H1; lia).
    rewrite (node_value _ _ _ _ _ _ _ Hp), (composite_split a i m T) by lia; real; split.
    - apply Rmult_le_compat; [assumption | now apply phi_nonneg | tauto |].
      apply phi_monotone; [tauto |].
      apply (expanding_below T a g Hg He); [assumption | lia].
    - apply Rmult_le_compat; [lra | apply phi_nonneg; lra | tauto | apply phi_below; tauto].
  Qed.
End Step.

(* The step below the last one that a plan merges. *)
Fixpoint lowest (p : plan) : nat :=
  match p with Leaf t => pred t | Node _ rest => lowest_rest rest end
with lowest_rest (f : operands) : nat :=
  match f with Last p => lowest p | More _ f => lowest_rest f end.
(* mutant N6 N6-contracting N6-expanding (off by one)
- match p with Leaf t => pred t | Node _ rest
+ match p with Leaf t => t | Node _ rest *)
(* mutant N6 N6-contracting N6-expanding (wrong object)
- | More _ f => lowest_rest f end.
+ | More p _ => lowest p end. *)

(* The cuts are read off the plan alone: where the operands end that its first operands absorb.
   So one segmentation serves every coordinate. *)
Fixpoint cuts_of (p : plan) : list nat :=
  match p with Leaf _ => [] | Node first rest => lowest_rest rest :: cuts_of first end.
(* mutant N6 N6-contracting N6-expanding (wrong object)
- lowest_rest rest :: cuts_of first end.
+ start first :: cuts_of first end. *)
(* mutant N6 N6-contracting N6-expanding (wrong object)
- lowest_rest rest :: cuts_of first end.
+ [lowest_rest rest] end. *)

Lemma lowest_covers :
  (forall p i j, covers p i j -> lowest p = i) /\ (forall f i j, covers_rest f i j -> lowest_rest f = i).
Proof. apply covers_both; cbn [lowest lowest_rest pred]; auto. Qed.

Lemma cuts_of_covers p i T : covers p i T -> cut_points T (cuts_of p) /\ bottom T (cuts_of p) = i.
Proof.
  induction 1 as [t | p f i m T Hp [Hcuts Hm] Hf]; cbn [cuts_of cut_points bottom]; [easy |].
  rewrite (proj2 lowest_covers f i m Hf), Hm; pose proof (covers_rest_lt _ _ _ Hf); easy.
Qed.

Lemma cuts_of_node a g p f i m T : covers p m T -> covers_rest f i m ->
  eval Rops a g (segments T (cuts_of (Node p f))) =
  eval Rops a g (segments T (cuts_of p)) * phi_ (g T) (composite_ a i m).
Proof.
  intros Hp Hf; pose proof (covers_lt _ _ _ Hp).
  destruct (cuts_of_covers _ _ _ (covers_node _ _ _ _ _ Hp Hf)) as [Hcuts _].
  cbn [cuts_of] in *; rewrite (proj2 lowest_covers f i m Hf) in *.
  rewrite segments_cons by (assumption || lia); now rewrite (proj2 (cuts_of_covers p m T Hp)).
Qed.

Lemma segmentation_between p i T a g : covers p i T -> shrinkage T g ->
  (contracting T a ->
    composite_ a i T <= eval Rops a g (segments T (cuts_of p)) <= eval Rops a g p) /\
  (expanding T a ->
    eval Rops a g p <= eval Rops a g (segments T (cuts_of p)) <= composite_ a i T).
Proof.
  intros Hp Hg; induction Hp as [t | p f i m T Hp IH Hf].
  - cbn [cuts_of segments eval]; rewrite composite_single; lra.
  - destruct (IH Hg) as [Above Below]; rewrite (cuts_of_node a g p f i m T Hp Hf); split; intros Ha.
    + apply absorb_above; auto.
    + apply absorb_below; auto.
Qed.

(* claim N6
   for all: every T, merge plan over (0, T], family of one-sided coordinates
   states: the segmentation plan at its cuts is at least as close to the teacher in all
     coordinates at once *)
(* claim N6-contracting
   for all: every T, merge plan over (0, T], family of one-sided coordinates
   states: its contracting coordinates *)
(* claim N6-expanding
   for all: every T, merge plan over (0, T], family of one-sided coordinates
   states: its expanding coordinates *)
Theorem segmentation_dominates T p : covers p 0 T ->
  cut_points T (cuts_of p) /\ covers (segments T (cuts_of p)) 0 T /\
  forall (I : Type) (a g : I -> nat -> R),
    (forall c, one_sided T (a c)) -> (forall c, shrinkage T (g c)) ->
    forall c, Rabs (eval Rops (a c) (g c) (segments T (cuts_of p)) - composite_ (a c) 0 T) <=
              Rabs (eval Rops (a c) (g c) p - composite_ (a c) 0 T).
Proof.
  intros Hp; pose proof (covers_lt _ _ _ Hp).
  destruct (cuts_of_covers p 0 T Hp) as [Hcuts H0]; split; [assumption | split].
  - rewrite <- H0 at 1; apply segments_cover; [lia | assumption].
  - intros I a g Ha Hg c; destruct (segmentation_between p 0 T (a c) (g c) Hp (Hg c)) as [Above Below].
    destruct (Ha c) as [Hc | He]; [apply error_above | apply error_below]; auto.
Qed.
(* mutant N6 N6-contracting N6-expanding (strict inequality)
- (segments T (cuts_of p)) - composite_ (a c) 0 T) <=
+ (segments T (cuts_of p)) - composite_ (a c) 0 T) < *)
(* mutant N6 N6-contracting N6-expanding (weakened hypothesis)
- (forall c, one_sided T (a c)) ->
+ (forall c t, 0 <= a c t) -> *)
