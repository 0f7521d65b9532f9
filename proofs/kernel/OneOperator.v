(* T4.1, the true form: the dynamic program that keeps one operator per sub-trajectory is
   optimal in a coordinate that is contracting or expanding. *)
Require Import Lia List Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.Canonical Opmerge.OneSided Opmerge.Segmentation
  Opmerge.Domination Opmerge.DynamicProgram.
Import ListNotations.
Open Scope R_scope.

(* F i is the operator kept for the steps (i, T]. It extends some F m by one merge over
   (i, m], and no other extension is closer to the teacher; ties are broken at will. *)
Definition extend (T : nat) (a g F : nat -> R) (i m : nat) : R :=
  F m * phi_ (g T) (composite_ a i m).
(* mutant T4.1-sharp (wrong object)
-   F m * phi_ (g T) (composite_ a i m).
+   F m * phi_ (g m) (composite_ a i m). *)

Definition one_operator (T : nat) (a g F : nat -> R) : Prop :=
  F (pred T) = a T /\
  forall i, (i < pred T)%nat ->
    (exists m, (i < m < T)%nat /\ F i = extend T a g F i m) /\
    (forall m, (i < m < T)%nat ->
      Rabs (F i - composite_ a i T) <= Rabs (extend T a g F i m - composite_ a i T)).
(* mutant T4.1-sharp (wrong initialisation)
-   F (pred T) = a T /\
+   F (pred T) = 1 /\ *)
(* mutant T4.1-sharp (flipped inequality)
- Rabs (F i - composite_ a i T) <= Rabs (extend T a g F i m - composite_ a i T)).
+ Rabs (F i - composite_ a i T) >= Rabs (extend T a g F i m - composite_ a i T)). *)

(* Every kept operator is the value of a segmentation plan. *)
Lemma one_operator_attained T a g F : one_operator T a g F -> forall i, (i < T)%nat ->
  exists cuts, cut_points T cuts /\ bottom T cuts = i /\ eval Rops a g (segments T cuts) = F i.
Proof.
  intros [HT HF] i Hi; remember (T - i)%nat as n eqn:En; revert i Hi En.
  induction n as [n IH] using lt_wf_ind; intros i Hi En.
  destruct (Nat.eq_dec i (pred T)) as [-> | Hne].
  - exists []; repeat split; cbn; congruence.
  - destruct (HF i ltac:(lia)) as [[m [Hm E]] _].
    destruct (IH (T - m)%nat ltac:(lia) m ltac:(lia) eq_refl) as [cuts [Hc [Hb V]]].
    assert (Hnew : cut_points T (i :: cuts)) by (split; [rewrite Hb; lia | assumption]).
    exists (i :: cuts); split; [assumption | split; [reflexivity |]].
    rewrite segments_cons, V, Hb, E by (assumption || lia); reflexivity.
Qed.

Section Optimal.
  Variables (T : nat) (a g F : nat -> R).
  Hypotheses (Hg : shrinkage T g) (HF : one_operator T a g F).

  Lemma kept_below : contracting T a -> forall p i j, covers p i j -> j = T ->
    composite_ a i T <= F i <= eval Rops a g p.
  Proof.
    intros Hc; induction 1 as [t | p f i m j Hp IH Hf]; intros E.
    - pose proof (proj1 HF) as HT; rewrite <- E in HT |- *.
      rewrite composite_single; cbn in *; lra.
    - subst j; specialize (IH eq_refl); pose proof (covers_lt _ _ _ Hp).
      pose proof (covers_rest_lt _ _ _ Hf).
      pose proof (absorb_above T a g p f i m Hg Hp Hf (F m) Hc IH) as Hext.
      destruct (one_operator_attained T a g F HF i ltac:(lia)) as [cuts [Hcuts [Hb V]]].
      assert (Hlow : composite_ a i T <= F i).
      { rewrite <- V; apply (contracting_above T a g Hg Hc) with (2 := le_n T).
        rewrite <- Hb; apply segments_cover; [lia | assumption]. }
      destruct (proj2 HF i ltac:(lia)) as [_ Best]; specialize (Best m ltac:(lia)).
      unfold extend in Best; rewrite !Rabs_pos_eq in Best; lra.
  Qed.

  Lemma kept_above : expanding T a -> forall p i j, covers p i j -> j = T ->
    eval Rops a g p <= F i <= composite_ a i T.
  Proof.
    intros He; induction 1 as [t | p f i m j Hp IH Hf]; intros E.
    - pose proof (proj1 HF) as HT; rewrite <- E in HT |- *.
      rewrite composite_single; cbn in *; lra.
    - subst j; specialize (IH eq_refl); pose proof (covers_lt _ _ _ Hp).
      pose proof (covers_rest_lt _ _ _ Hf).
      pose proof (absorb_below T a g p f i m Hg Hp Hf (F m) He IH) as Hext.
      destruct (one_operator_attained T a g F HF i ltac:(lia)) as [cuts [Hcuts [Hb V]]].
      assert (Hhigh : F i <= composite_ a i T).
      { rewrite <- V; apply (expanding_below T a g Hg He) with (2 := le_n T).
        rewrite <- Hb; apply segments_cover; [lia | assumption]. }
      destruct (proj2 HF i ltac:(lia)) as [_ Best]; specialize (Best m ltac:(lia)).
      unfold extend in Best; rewrite !Rabs_left1 in Best; lra.
  Qed.

  Lemma kept_operator_optimal : one_sided T a -> forall p i, covers p i T ->
    Rabs (F i - composite_ a i T) <= Rabs (eval Rops a g p - composite_ a i T).
  Proof.
    intros [Hc | He] p i Hp; [apply error_above, (kept_below Hc) with (j := T)
                             | apply error_below, (kept_above He) with (j := T)]; trivial.
  Qed.
End Optimal.

(* claim T4.1-sharp
   for all: every T >= 1, a, gamma in [0, 1]
   states: one contracting or expanding coordinate: F(0, T) is a plan's value and no plan is
     closer *)
Theorem one_operator_optimal T a g F :
  (1 <= T)%nat -> one_sided T a -> shrinkage T g -> one_operator T a g F ->
  (forall p, covers p 0 T ->
     Rabs (F 0%nat - composite_ a 0 T) <= Rabs (eval Rops a g p - composite_ a 0 T)) /\
  (exists p, covers p 0 T /\ eval Rops a g p = F 0%nat).
Proof.
  intros HT Ha Hg HF; split.
  - intros p; now apply kept_operator_optimal.
  - destruct (one_operator_attained T a g F HF 0 HT) as [cuts [Hc [Hb V]]].
    exists (segments T cuts); split; [rewrite <- Hb; now apply segments_cover | assumption].
Qed.
(* mutant T4.1-sharp (strict inequality)
- Rabs (F 0%nat - composite_ a 0 T) <= Rabs (eval Rops a g p - composite_ a 0 T))
+ Rabs (F 0%nat - composite_ a 0 T) < Rabs (eval Rops a g p - composite_ a 0 T)) *)
(* mutant T4.1-sharp (weakened hypothesis)
- (1 <= T)%nat -> one_sided T a -> shrinkage T g ->
+ (1 <= T)%nat -> (forall t, 0 <= a t) -> shrinkage T g -> *)

(* The statement is not empty: the program always returns. *)
(* claim T4.1-sharp
   for all: every T, a, gamma
   states: the program returns *)
Theorem one_operator_exists T a g : exists F, one_operator T a g F.
Proof.
  destruct (program_returns R T (a T) (fun i m x => x * phi_ (g T) (composite_ a i m))
              (fun i x => Rabs (x - composite_ a i T))) as [F HF]; exists F; exact HF.
Qed.
