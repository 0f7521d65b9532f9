(* N1: in a contracting coordinate every merge plan lies at or above sequential BOOT,
   which lies at or above the teacher's composite operator. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.Canonical Opmerge.OneSided.
Open Scope R_scope.

(* Learning a block at once leaves more error than learning its steps one by one. *)
Lemma phi_split_block a g i j :
  0 <= g <= 1 -> (forall t, (i < t <= j)%nat -> 0 <= a t <= 1) -> (i <= j)%nat ->
  0 <= composite_ (fun t => phi_ g (a t)) i j <= phi_ g (composite_ a i j).
Proof.
  intros Hg Ha Hij; split.
  - apply composite_nonneg; intros; apply phi_nonneg; [| apply Ha]; assumption.
  - induction Hij as [| j Hij IH].
    + rewrite !composite_empty, phi_one; apply Rle_refl.
    + assert (Hx : 0 <= composite_ a i j <= 1)
        by (apply composite_unit; intros; apply Ha; lia).
      assert (Hy : 0 <= a (S j) <= 1) by (apply Ha; lia).
      rewrite !composite_succ by lia.
      apply Rle_trans with (phi_ g (composite_ a i j) * phi_ g (a (S j))).
      * apply Rmult_le_compat_r; [apply phi_nonneg; tauto | apply IH; intros; apply Ha; lia].
      * apply phi_split_same_side; [assumption | apply Rmult_le_pos; lra].
Qed.

Lemma boot_lowest T a g : contracting T a -> shrinkage T g ->
  forall p i j, covers p i j -> (j <= T)%nat ->
  eval Rops a g (boot i j) <= eval Rops a g p.
Proof.
  intros Hc Hg; pose proof Hc as [H0 H1].
  destruct (contracting_above T a g Hg Hc) as [_ Above].
  induction 1 as [t | p f i m j Hp IHp Hf]; intros H.
  - rewrite boot_value by lia; cbn [pred eval]; rewrite composite_empty; lra.
  - pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
    assert (Hgj : 0 <= g j <= 1) by (apply Hg; lia).
    assert (Ha : forall t, (i < t <= m)%nat -> 0 <= a t <= 1)
      by (intros; split; [apply H0 | apply H1]; lia).
    destruct (phi_split_block a (g j) i m Hgj Ha ltac:(lia)) as [Hpos Hsplit].
    rewrite (node_value _ a g _ _ _ _ Hp), boot_value by lia; real.
    specialize (IHp H); rewrite boot_value in IHp by lia.
    rewrite (composite_split _ i m (pred j)), <- Rmult_assoc by lia.
    apply Rmult_le_compat; [| assumption | assumption |].
    + apply Rmult_le_pos; [apply H0; lia |].
      apply composite_nonneg; intros; apply phi_nonneg, H0; [assumption | lia].
    + apply Rle_trans with (1 := Hsplit), phi_monotone; [tauto | now apply Above; [| lia]].
Qed.

(* claim N1
   for all: every T, merge plan over (0, T], contracting a, gamma in [0, 1]
   states: 0 <= tau <= BOOT <= v *)
Theorem contracting_bounds T a g p :
  contracting T a -> shrinkage T g -> covers p 0 T ->
  0 <= composite_ a 0 T <= eval Rops a g (boot 0 T) /\
  eval Rops a g (boot 0 T) <= eval Rops a g p.
Proof.
  intros Hc Hg Hp; pose proof (covers_lt _ _ _ Hp); repeat split.
  - apply composite_nonneg; intros; apply Hc; lia.
  - apply (contracting_above T a g Hg Hc) with (2 := le_n T), boot_covers; lia.
  - apply (boot_lowest T); auto.
Qed.
(* mutant N1 (strict inequality)
- eval Rops a g (boot 0 T) <= eval Rops a g p.
+ eval Rops a g (boot 0 T) < eval Rops a g p. *)
(* mutant N1 (flipped inequality)
- eval Rops a g (boot 0 T) <= eval Rops a g p.
+ eval Rops a g p <= eval Rops a g (boot 0 T). *)
