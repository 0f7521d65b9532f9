(* T4.1, the true form, for the full interval table: one operator for every sub-trajectory
   (i, j], the remaining operands of a merge taken as the closest product that the table
   offers. That closest product is always the exact one, because the leaves offer it. *)
Require Import Arith Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi
  Opmerge.Composite Opmerge.OneSided Opmerge.OneOperator.
Open Scope R_scope.

(* Products of kept operators over the partitions of (i, j]. *)
Inductive offered (F : nat -> nat -> R) : nat -> nat -> R -> Prop :=
| offered_one i j : (i < j)%nat -> offered F i j (F i j)
| offered_more i m j x : (i < m < j)%nat -> offered F i m x -> offered F i j (F m j * x).

Definition closest_product (a : nat -> R) F i j x : Prop :=
  offered F i j x /\
  forall y, offered F i j y ->
    Rabs (x - composite_ a i j) <= Rabs (y - composite_ a i j).
(* mutant T4.1-sharp A1 (flipped inequality)
- Rabs (x - composite_ a i j) <= Rabs (y - composite_ a i j).
+ Rabs (x - composite_ a i j) >= Rabs (y - composite_ a i j). *)

Definition interval_table (T : nat) (a g : nat -> R) (F : nat -> nat -> R) : Prop :=
  (forall t, (1 <= t <= T)%nat -> F (pred t) t = a t) /\
  forall i j, (S i < j <= T)%nat ->
    (exists m x, (i < m < j)%nat /\ closest_product a F i m x /\
                 F i j = F m j * phi_ (g j) x) /\
    (forall m x, (i < m < j)%nat -> closest_product a F i m x ->
      Rabs (F i j - composite_ a i j) <=
      Rabs (F m j * phi_ (g j) x - composite_ a i j)).
(* mutant T4.1-sharp (wrong initialisation)
- (forall t, (1 <= t <= T)%nat -> F (pred t) t = a t) /\
+ (forall t, (1 <= t <= T)%nat -> F (pred t) t = 1) /\ *)

Section Table.
  Variables (T : nat) (a g : nat -> R) (F : nat -> nat -> R).
  Hypothesis Hleaf : forall t, (1 <= t <= T)%nat -> F (pred t) t = a t.

  Lemma leaves_offered i j : (i < j <= T)%nat -> offered F i j (composite_ a i j).
  Proof.
    induction j as [| j IH]; intros H; [lia |].
    pose proof (Hleaf (S j) ltac:(lia)) as E; cbn [pred] in E.
    destruct (Nat.eq_dec i j) as [-> | Hne].
    - rewrite composite_single, <- E; constructor; lia.
    - rewrite composite_succ, Rmult_comm, <- E by lia.
      apply offered_more; [| apply IH]; lia.
  Qed.

  (* claim A1
     for all: every T, interval (i, j] with j <= T, table F with F(t - 1, t) = a_t
     states: of the products that the table offers for the remaining operands the exact one, and no
       other, is closest *)
  Lemma closest_is_exact i j x : (i < j <= T)%nat ->
    closest_product a F i j x <-> x = composite_ a i j.
  Proof.
    intros H; split.
    - intros [_ Best]; specialize (Best _ (leaves_offered i j H)).
      rewrite (Rminus_diag_eq (composite_ a i j) _ eq_refl), Rabs_R0 in Best.
      pose proof (Rabs_pos (x - composite_ a i j)).
      apply Rminus_diag_uniq; destruct (Req_dec (x - composite_ a i j) 0) as [| Hne];
        [assumption | apply Rabs_pos_lt in Hne; lra].
    - intros ->; split; [now apply leaves_offered |]; intros y _.
      rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; apply Rabs_pos.
  Qed.

  (* So the table is made of one column per end time, each as in OneOperator. *)
  Lemma table_columns : interval_table T a g F <->
    forall j, (1 <= j <= T)%nat -> one_operator j a g (fun i => F i j).
  Proof.
    split.
    - intros [_ HF] j Hj; split; [now apply Hleaf |]; intros i Hi.
      destruct (HF i j ltac:(lia)) as [[m [x [Hm [Hx E]]]] Best]; split.
      + exists m; split; [assumption |]; unfold extend.
        apply closest_is_exact in Hx; [| lia]; now rewrite E, Hx.
      + intros k Hk; apply Best; [assumption |]; apply closest_is_exact; [lia | reflexivity].
    - intros HF; split; [exact Hleaf |]; intros i j Hij.
      destruct (proj2 (HF j ltac:(lia)) i ltac:(lia)) as [[m [Hm E]] Best]; split.
      + exists m, (composite_ a i m); split; [assumption | split; [| exact E]].
        apply closest_is_exact; [lia | reflexivity].
      + intros k x Hk Hx; apply closest_is_exact in Hx; [| lia]; rewrite Hx.
        now apply Best.
  Qed.
End Table.

(* claim T4.1-sharp
   for all: every T, a, gamma
   states: such a table exists *)
Theorem interval_table_exists T a g : exists F, interval_table T a g F.
Proof.
  enough (H : exists F, forall j, (1 <= j <= T)%nat -> one_operator j a g (fun i => F i j)).
  { destruct H as [F HF]; exists F; apply table_columns; [| exact HF].
    intros t Ht; now apply (HF t). }
  induction T as [| n [F HF]]; [exists (fun _ _ => 0); lia |].
  destruct (one_operator_exists (S n) a g) as [G HG].
  exists (fun i j => if j =? S n then G i else F i j); intros j Hj.
  destruct (Nat.eqb_spec j (S n)) as [-> |]; [exact HG | apply HF; lia].
Qed.

(* claim T4.1-sharp
   for all: every T, interval (i, j], plan over it
   states: the same for the full table of sub-trajectories, with the closest remaining
     product *)
Theorem interval_table_optimal T a g F :
  one_sided T a -> shrinkage T g -> interval_table T a g F ->
  forall p i j, covers p i j -> (j <= T)%nat ->
  Rabs (F i j - composite_ a i j) <= Rabs (eval Rops a g p - composite_ a i j).
Proof.
  intros Ha Hg HF p i j Hp Hj; pose proof (covers_lt _ _ _ Hp).
  apply (kept_operator_optimal j a g (fun i => F i j)).
  - intros t Ht; apply Hg; lia.
  - apply (table_columns T a g F); [apply HF | exact HF | lia].
  - destruct Ha as [[H0 H1] | [H0 H1]]; [left | right]; split; intros t Ht;
      (apply H0 || apply H1); lia.
  - assumption.
Qed.
