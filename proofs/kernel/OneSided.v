(* Contracting and expanding coordinates, and what every merge plan inherits from them.
   a_T is an outer factor of every plan, so no condition is put on its size. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi Opmerge.Composite.
Open Scope R_scope.

Definition contracting (T : nat) (a : nat -> R) : Prop :=
  (forall t, (1 <= t <= T)%nat -> 0 <= a t) /\ (forall t, (1 <= t < T)%nat -> a t <= 1).
(* mutant N1 N6-contracting (shifted constant)
- (1 <= t < T)%nat -> a t <= 1).
+ (1 <= t < T)%nat -> a t <= 2). *)
(* mutant N1 N6-contracting (off by one)
- (forall t, (1 <= t < T)%nat -> a t <= 1).
+ (forall t, (2 <= t < T)%nat -> a t <= 1). *)
(* mutant N1 N6-contracting (shifted constant)
- contracting (T : nat) (a : nat -> R) : Prop :=
-   (forall t, (1 <= t <= T)%nat -> 0 <= a t)
+ contracting (T : nat) (a : nat -> R) : Prop :=
+   (forall t, (1 <= t <= T)%nat -> -1 <= a t) *)

Definition expanding (T : nat) (a : nat -> R) : Prop :=
  (forall t, (1 <= t <= T)%nat -> 0 <= a t) /\ (forall t, (1 <= t < T)%nat -> 1 <= a t).
(* mutant N2 N6-expanding (shifted constant)
- (1 <= t < T)%nat -> 1 <= a t).
+ (1 <= t < T)%nat -> 0 <= a t). *)
(* mutant N2 N6-expanding (off by one)
- (forall t, (1 <= t < T)%nat -> 1 <= a t).
+ (forall t, (2 <= t < T)%nat -> 1 <= a t). *)
(* mutant N2 N6-expanding (shifted constant)
- expanding (T : nat) (a : nat -> R) : Prop :=
-   (forall t, (1 <= t <= T)%nat -> 0 <= a t)
+ expanding (T : nat) (a : nat -> R) : Prop :=
+   (forall t, (1 <= t <= T)%nat -> -1 <= a t) *)

Definition one_sided (T : nat) (a : nat -> R) : Prop := contracting T a \/ expanding T a.

(* Signal shrinkages: arbitrary in [0, 1], in no particular order. *)
Definition shrinkage (T : nat) (g : nat -> R) : Prop :=
  forall t, (1 <= t <= T)%nat -> 0 <= g t <= 1.
(* mutant N1 N6-contracting (shifted constant)
- -> 0 <= g t <= 1.
+ -> 0 <= g t <= 2. *)

Section Inherited.
  Variables (T : nat) (a g : nat -> R).
  Hypothesis Hg : shrinkage T g.
  Notation value := (eval Rops a g).
  Notation value_rest := (eval_rest Rops a g).

  Lemma values_nonneg : (forall t, (1 <= t <= T)%nat -> 0 <= a t) ->
    (forall p i j, covers p i j -> (j <= T)%nat -> 0 <= value p) /\
    (forall f i j, covers_rest f i j -> (j <= T)%nat -> 0 <= value_rest f).
  Proof.
    intros Ha; apply covers_both.
    - intros t H; apply Ha; lia.
    - intros p f i m j Hp IHp Hf IHf H; rewrite (node_value _ _ _ _ _ _ _ Hp); real.
      pose proof (covers_lt _ _ _ Hp).
      apply Rmult_le_pos; [now apply IHp |].
      apply phi_nonneg; [apply Hg | apply IHf]; lia.
    - auto.
    - intros p f i m j Hp IHp Hf IHf H; pose proof (covers_lt _ _ _ Hp).
      apply Rmult_le_pos; [apply IHp | apply IHf]; lia.
  Qed.

  (* Contracting: merging never falls below the exact composite operator. *)
  Lemma contracting_above : contracting T a ->
    (forall p i j, covers p i j -> (j <= T)%nat -> composite_ a i j <= value p) /\
    (forall f i j, covers_rest f i j -> (j < T)%nat -> composite_ a i j <= value_rest f).
  Proof.
    intros [H0 H1]; apply covers_both.
    - intros t H; rewrite composite_single; apply Rle_refl.
    - intros p f i m j Hp IHp Hf IHf H; rewrite (node_value _ _ _ _ _ _ _ Hp); real.
      pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
      assert (Hx : 0 <= composite_ a m j) by (apply composite_nonneg; intros; apply H0; lia).
      assert (Hy : 0 <= composite_ a i m <= 1)
        by (apply composite_unit; intros; split; [apply H0 | apply H1]; lia).
      assert (Hgj : 0 <= g j <= 1) by (apply Hg; lia).
      rewrite (composite_split a i m j) by lia.
      apply Rmult_le_compat; [tauto | tauto | now apply IHp |].
      apply Rle_trans with (phi_ (g j) (composite_ a i m)).
      + apply phi_above; tauto.
      + apply phi_monotone; [tauto | apply IHf; lia].
    - intros p i j Hp IHp H; apply IHp; lia.
    - intros p f i m j Hp IHp Hf IHf H; cbn [eval_rest]; real.
      pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
      rewrite (composite_split a i m j) by lia.
      apply Rmult_le_compat;
        try (apply composite_nonneg; intros; apply H0; lia); [apply IHp | apply IHf]; lia.
  Qed.

  (* Expanding: merging never exceeds the exact composite operator. *)
  Lemma expanding_below : expanding T a ->
    (forall p i j, covers p i j -> (j <= T)%nat -> value p <= composite_ a i j) /\
    (forall f i j, covers_rest f i j -> (j < T)%nat -> value_rest f <= composite_ a i j).
  Proof.
    intros [H0 H1]; destruct (values_nonneg H0) as [Vp Vf]; apply covers_both.
    - intros t H; rewrite composite_single; apply Rle_refl.
    - intros p f i m j Hp IHp Hf IHf H; rewrite (node_value _ _ _ _ _ _ _ Hp); real.
      pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
      assert (Hy : 1 <= composite_ a i m) by (apply composite_ge_1; intros; apply H1; lia).
      assert (Hgj : 0 <= g j <= 1) by (apply Hg; lia).
      rewrite (composite_split a i m j) by lia.
      apply Rmult_le_compat; [eapply Vp; eauto | | now apply IHp |].
      + apply phi_nonneg; [tauto | eapply Vf; eauto; lia].
      + apply Rle_trans with (phi_ (g j) (composite_ a i m)).
        * apply phi_monotone; [tauto | apply IHf; lia].
        * apply phi_below; tauto.
    - intros p i j Hp IHp H; apply IHp; lia.
    - intros p f i m j Hp IHp Hf IHf H; cbn [eval_rest]; real.
      pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
      rewrite (composite_split a i m j) by lia.
      apply Rmult_le_compat;
        [eapply Vp | eapply Vf | apply IHp | apply IHf]; eauto; lia.
  Qed.
End Inherited.

(* Nearer to the target on the same side means a smaller error. *)
Lemma error_above tau x y : tau <= x <= y -> Rabs (x - tau) <= Rabs (y - tau).
Proof. intros; rewrite !Rabs_pos_eq; lra. Qed.
Lemma error_below tau x y : y <= x <= tau -> Rabs (x - tau) <= Rabs (y - tau).
Proof. intros; rewrite !Rabs_left1; lra. Qed.
