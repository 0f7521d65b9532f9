(* A dynamic program over cut points always returns: whatever operators are kept and however
   their distance to the teacher is measured, a family of closest extensions exists. So the
   statements about every F that satisfies such a recurrence are not empty. *)
Require Import Arith Lia Reals Lra.
Open Scope R_scope.

Lemma closest_exists (f : nat -> R) lo hi : (lo < hi)%nat ->
  exists m, (lo <= m < hi)%nat /\ forall k, (lo <= k < hi)%nat -> f m <= f k.
Proof.
  induction hi as [| hi IH]; intros H; [lia |].
  destruct (Nat.eq_dec lo hi) as [-> | Hne].
  - exists hi; split; [lia |]; intros k Hk; replace k with hi by lia; lra.
  - destruct IH as [m [Hm Best]]; [lia |].
    destruct (Rle_lt_dec (f m) (f hi)); [exists m | exists hi];
      (split; [lia |]; intros k Hk; destruct (Nat.eq_dec k hi) as [-> |]; [lra |]);
      specialize (Best k ltac:(lia)); lra.
Qed.

Section Program.
  (* [extend i m x] adds the block (i, m] to what is kept for (m, T]. *)
  Variables (V : Type) (T : nat) (init : V) (extend : nat -> nat -> V -> V)
    (cost : nat -> V -> R).

  Definition closest_extension (F : nat -> V) (i : nat) : Prop :=
    (exists m, (i < m < T)%nat /\ F i = extend i m (F m)) /\
    (forall m, (i < m < T)%nat -> cost i (F i) <= cost i (extend i m (F m))).

  Theorem program_returns : exists F, F (pred T) = init /\
    forall i, (i < pred T)%nat -> closest_extension F i.
  Proof.
    enough (Hn : forall n, exists F, F (pred T) = init /\
              forall i, (pred T <= i + n)%nat -> (i < pred T)%nat -> closest_extension F i).
    { destruct (Hn T) as [F [H0 HF]]; exists F; split; [assumption |].
      intros i Hi; apply HF; lia. }
    induction n as [| n [F [H0 HF]]]; [exists (fun _ => init); split; [reflexivity | lia] |].
    destruct (le_lt_dec (pred T) n) as [Hdone | Hmore].
    { exists F; split; [assumption |]; intros i _ Hi; apply HF; lia. }
    set (j := (pred T - S n)%nat).
    destruct (closest_exists (fun m => cost j (extend j m (F m))) (S j) T)
      as [k [Hk Best]]; [lia |].
    exists (fun i => if i =? j then extend j k (F k) else F i); split.
    - destruct (Nat.eqb_spec (pred T) j); [lia | assumption].
    - intros i Hin Hi; destruct (Nat.eq_dec i j) as [-> | Hne]; unfold closest_extension.
      + rewrite Nat.eqb_refl; split.
        * exists k; split; [lia |]; now destruct (Nat.eqb_spec k j); [lia |].
        * intros m Hm; destruct (Nat.eqb_spec m j); [lia |]; apply Best; lia.
      + destruct (HF i ltac:(lia) Hi) as [[m [Hm E]] Hbest].
        destruct (Nat.eqb_spec i j); [contradiction |]; split.
        * exists m; split; [assumption |]; now destruct (Nat.eqb_spec m j); [lia |].
        * intros l Hl; destruct (Nat.eqb_spec l j); [lia |]; now apply Hbest.
  Qed.
End Program.
