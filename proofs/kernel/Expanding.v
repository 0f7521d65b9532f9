(* N2: in an expanding coordinate every merge plan lies at or below vanilla (one merge),
   which lies at or below the teacher's composite operator. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.Canonical Opmerge.OneSided.
Open Scope R_scope.

Lemma vanilla_highest T a g : expanding T a -> shrinkage T g ->
  forall p i j, covers p i j -> (j <= T)%nat ->
  eval Rops a g p <= eval Rops a g (vanilla i j).
Proof.
  intros He Hg; pose proof He as [H0 H1].
  destruct (expanding_below T a g Hg He) as [_ Below].
  destruct (values_nonneg T a g Hg H0) as [Vp Vf].
  induction 1 as [t | p f i m j Hp IHp Hf]; intros H.
  - rewrite vanilla_value by lia; cbn [pred eval]; rewrite composite_empty, phi_one; lra.
  - pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
    assert (Hgj : 0 <= g j <= 1) by (apply Hg; lia).
    assert (Hx : 1 <= composite_ a i m) by (apply composite_ge_1; intros; apply H1; lia).
    assert (Hy : 1 <= composite_ a m (pred j))
      by (apply composite_ge_1; intros; apply H1; lia).
    rewrite (node_value _ a g _ _ _ _ Hp), vanilla_value by lia; real.
    specialize (IHp H); rewrite vanilla_value in IHp by lia.
    rewrite (composite_split _ i m (pred j)) by lia.
    apply Rle_trans with
      (a j * phi_ (g j) (composite_ a m (pred j)) * phi_ (g j) (composite_ a i m)).
    + apply Rmult_le_compat; [eapply Vp; eauto | | assumption |].
      * apply phi_nonneg; [| eapply Vf]; eauto; lia.
      * apply phi_monotone; [| apply Below]; tauto || lia.
    + rewrite Rmult_assoc; apply Rmult_le_compat_l; [apply H0; lia |].
      apply phi_split_same_side; [assumption | nra].
Qed.

(* claim N2
   for all: every T, merge plan over (0, T], expanding a, gamma in [0, 1]
   states: v <= vanilla <= tau *)
Theorem expanding_bounds T a g p :
  expanding T a -> shrinkage T g -> covers p 0 T ->
  eval Rops a g p <= eval Rops a g (vanilla 0 T) <= composite_ a 0 T.
Proof.
  intros He Hg Hp; pose proof (covers_lt _ _ _ Hp); split.
  - apply (vanilla_highest T); auto.
  - apply (expanding_below T a g Hg He) with (2 := le_n T), vanilla_covers; lia.
Qed.
(* mutant N2 (strict inequality)
- eval Rops a g p <= eval Rops a g (vanilla 0 T) <=
+ eval Rops a g p < eval Rops a g (vanilla 0 T) <= *)
(* mutant N2 (flipped inequality)
- eval Rops a g p <= eval Rops a g (vanilla 0 T) <= composite_ a 0 T.
+ composite_ a 0 T <= eval Rops a g (vanilla 0 T) <= eval Rops a g p. *)
(* mutant N2 (wrong object)
- eval Rops a g p <= eval Rops a g (vanilla 0 T) <=
+ eval Rops a g p <= eval Rops a g (boot 0 T) <= *)
