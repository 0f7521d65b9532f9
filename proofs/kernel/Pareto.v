(* N6 and T4.1 for several coordinates: the dynamic program over cut points that discards
   only dominated vectors of operators still reaches the minimum over all merge plans. *)
Require Import Lia List Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.Canonical Opmerge.OneSided Opmerge.Segmentation
  Opmerge.Domination.
Import ListNotations.
Open Scope R_scope.

Section Pareto.
  (* Coordinates are indexed by I; each has its step operators and shrinkages. *)
  Variables (I : Type) (T : nat) (a g : I -> nat -> R).
  Notation vector := (I -> R).

  (* u is at least as close to the teacher over (i, T] as w, in every coordinate. *)
  Definition dominates (i : nat) (u w : vector) : Prop := forall c,
    Rabs (u c - composite_ (a c) i T) <= Rabs (w c - composite_ (a c) i T).

  Definition absorbed (i m : nat) (u : vector) : vector :=
    fun c => u c * phi_ (g c T) (composite_ (a c) i m).

  (* K i is the set kept for (i, T]: some extensions of kept vectors, enough to dominate all. *)
  Definition pareto (K : nat -> vector -> Prop) : Prop :=
    (forall u, K (pred T) u <-> u = fun c => a c T) /\
    forall i, (i < pred T)%nat ->
      (forall u, K i u -> exists m w, (i < m < T)%nat /\ K m w /\ u = absorbed i m w) /\
      (forall m w, (i < m < T)%nat -> K m w ->
         exists u, K i u /\ dominates i u (absorbed i m w)).
  (* mutant T4.1-sharp (flipped inequality)
  - exists u, K i u /\ dominates i u (absorbed i m w)).
  + exists u, K i u /\ dominates i (absorbed i m w) u). *)

  (* Keeping everything is one such choice. *)
  Inductive reached : nat -> vector -> Prop :=
  | reached_start : reached (pred T) (fun c => a c T)
  | reached_more i m w : (i < m < T)%nat -> reached m w -> reached i (absorbed i m w).

  (* claim N6
     for all: every T, family of coordinates
     states: a run of the Pareto program exists: the one that keeps everything *)
  Lemma pareto_exists : pareto reached.
  Proof.
    split; [intros u; split; [inversion 1; [reflexivity | lia] | intros ->; constructor] |].
    intros i Hi; split.
    - inversion 1; [lia | eauto].
    - intros m w Hm Hw; exists (absorbed i m w); split; [now constructor |].
      intros c; apply Rle_refl.
  Qed.

  Definition values (p : plan) : vector := fun c => eval Rops (a c) (g c) p.

  Variable K : nat -> vector -> Prop.
  Hypotheses (HT : (1 <= T)%nat) (HK : pareto K).

  (* Nothing is kept that no plan reaches. *)
  Lemma kept_attained i : (i < T)%nat -> forall u, K i u -> exists cuts,
    cut_points T cuts /\ bottom T cuts = i /\ forall c, values (segments T cuts) c = u c.
  Proof.
    remember (T - i)%nat as n eqn:En; revert i En.
    induction n as [n IH] using lt_wf_ind; intros i En Hi u Hu.
    destruct (Nat.eq_dec i (pred T)) as [-> | Hne].
    - exists []; repeat split; intros c; apply (proj1 HK) in Hu; now rewrite Hu.
    - destruct (proj1 (proj2 HK i ltac:(lia)) u Hu) as [m [w [Hm [Hw ->]]]].
      destruct (IH (T - m)%nat ltac:(lia) m eq_refl ltac:(lia) w Hw) as [cuts [Hc [Hb V]]].
      assert (Hnew : cut_points T (i :: cuts)) by (split; [rewrite Hb; lia | assumption]).
      exists (i :: cuts); split; [assumption | split; [reflexivity |]]; intros c.
      unfold values, absorbed; rewrite segments_cons, Hb, <- V by assumption; reflexivity.
  Qed.

  Hypotheses (Ha : forall c, one_sided T (a c)) (Hg : forall c, shrinkage T (g c)).

  (* Absorbing one more block keeps domination. *)
  Lemma absorbed_dominates i m u cuts : (i < m < T)%nat -> K m u ->
    cut_points T cuts -> bottom T cuts = m ->
    dominates m u (values (segments T cuts)) ->
    dominates i (absorbed i m u) (values (segments T (i :: cuts))).
  Proof.
    intros Hm Hu Hcuts Hb Hdom c; specialize (Hdom c).
    destruct (kept_attained m ltac:(lia) u Hu) as [cu [Hcu [Hbu Vu]]].
    pose proof (segments_cover T cu HT Hcu) as Cu; rewrite Hbu in Cu.
    pose proof (segments_cover T cuts HT Hcuts) as Cp; rewrite Hb in Cp.
    assert (Ci : cut_points T (i :: cuts)) by (split; [rewrite Hb; lia | assumption]).
    pose proof (leaves_cover i m (proj1 Hm)) as Cf; specialize (Vu c).
    unfold absorbed, values in *; rewrite <- Vu in *; cbn [segments]; rewrite Hb.
    destruct (Ha c) as [Hc | He].
    - pose proof (proj1 (contracting_above T _ _ (Hg c) Hc) _ _ _ Cu (le_n T)).
      pose proof (proj1 (contracting_above T _ _ (Hg c) Hc) _ _ _ Cp (le_n T)).
      rewrite !Rabs_pos_eq in Hdom by lra; apply error_above, absorb_above; auto; lra.
    - pose proof (proj1 (expanding_below T _ _ (Hg c) He) _ _ _ Cu (le_n T)).
      pose proof (proj1 (expanding_below T _ _ (Hg c) He) _ _ _ Cp (le_n T)).
      rewrite !Rabs_left1 in Hdom by lra; apply error_below, absorb_below; auto; lra.
  Qed.

  Lemma kept_dominates_segments cuts : cut_points T cuts ->
    exists u, K (bottom T cuts) u /\ dominates (bottom T cuts) u (values (segments T cuts)).
  Proof.
    induction cuts as [| i cuts IH]; intros H.
    - exists (fun c => a c T); split; [now apply (proj1 HK) | intros c; apply Rle_refl].
    - pose proof H as [Hi Hcuts]; destruct (IH Hcuts) as [w [Hw Hdom]].
      set (m := bottom T cuts) in *; pose proof (segments_cover T cuts HT Hcuts) as Cp.
      apply covers_lt in Cp; fold m in Cp.
      assert (Him : (i < m < T)%nat) by lia.
      destruct (proj2 (proj2 HK i ltac:(lia)) m w Him Hw) as [u [Hu Hbest]].
      exists u; split; [exact Hu |]; intros c.
      apply Rle_trans with (1 := Hbest c).
      now apply (absorbed_dominates i m w cuts Him Hw Hcuts eq_refl Hdom).
  Qed.

  (* claim N6
     for all: every T >= 1, plan, family of one-sided coordinates
     states: the Pareto program keeps a vector that dominates the plan *)
  Theorem pareto_dominates p : covers p 0 T ->
    exists u, K 0%nat u /\ dominates 0 u (values p).
  Proof.
    intros Hp; destruct (segmentation_dominates T p Hp) as [Hcuts [Hcov Hdom]].
    destruct (kept_dominates_segments (cuts_of p) Hcuts) as [u [Hu Hbest]].
    rewrite (proj2 (cuts_of_covers p 0 T Hp)) in *; exists u; split; [exact Hu |]; intros c.
    apply Rle_trans with (1 := Hbest c); now apply (Hdom I a g).
  Qed.

  (* Any weighted sum of squares, W_2^2 in particular, over finitely many coordinates:
     the distance to the teacher over (i, T]. *)
  Definition distance2 (i : nat) (coords : list I) (weight : I -> R) (u : vector) : R :=
    fold_right Rplus 0 (map (fun c => weight c * (u c - composite_ (a c) i T)²) coords).

  Lemma dominates_distance2 i coords weight u w : (forall c, 0 <= weight c) ->
    dominates i u w -> distance2 i coords weight u <= distance2 i coords weight w.
  Proof.
    intros Hw Hdom; unfold distance2; induction coords as [| c coords IH]; cbn; [lra |].
    apply Rplus_le_compat; [| exact IH].
    apply Rmult_le_compat_l; [apply Hw | apply Rsqr_le_abs_1, Hdom].
  Qed.

  (* claim T4.1-sharp
     for all: every T >= 1, family of one-sided coordinates
     states: the Pareto program attains the minimum of every weighted sum of squares over
       all plans *)
  Theorem pareto_optimal coords weight : (forall c, 0 <= weight c) ->
    (forall p, covers p 0 T -> exists u, K 0%nat u /\
       distance2 0 coords weight u <= distance2 0 coords weight (values p)) /\
    (forall u, K 0%nat u -> exists p, covers p 0 T /\ forall c, values p c = u c).
  Proof.
    intros Hw; split.
    - intros p Hp; destruct (pareto_dominates p Hp) as [u [Hu Hdom]].
      exists u; split; [exact Hu | now apply dominates_distance2].
    - intros u Hu; destruct (kept_attained 0 HT u Hu) as [cuts [Hc [Hb V]]].
      exists (segments T cuts); split; [| exact V].
      rewrite <- Hb; now apply segments_cover.
  Qed.
  (* mutant N6 (flipped sign)
  - pareto_optimal coords weight : (forall c, 0 <= weight c) ->
  + pareto_optimal coords weight : (forall c, weight c <= 0) -> *)
End Pareto.
