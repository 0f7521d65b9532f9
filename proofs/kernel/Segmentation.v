(* Segmentation plans: cut the steps T-1 ... 1 into consecutive blocks and let the student
   that starts at time T absorb them one block at a time. All merges start at time T. *)
Require Import Arith Lia List Reals Opmerge.Operators Opmerge.Plans Opmerge.Composite
  Opmerge.Canonical.
Import ListNotations.
Open Scope R_scope.

(* Cut points are listed upwards; the blocks are (c, next cut], the last one ends at T-1. *)
Definition bottom (T : nat) (cuts : list nat) : nat :=
  match cuts with [] => pred T | c :: _ => c end.
(* mutant N6 N6-contracting N6-expanding (off by one)
- match cuts with [] => pred T |
+ match cuts with [] => T | *)

Fixpoint cut_points (T : nat) (cuts : list nat) : Prop :=
  match cuts with [] => True | c :: cuts => (c < bottom T cuts)%nat /\ cut_points T cuts end.
(* mutant N6 N6-contracting N6-expanding (off by one)
- (c < bottom T cuts)%nat
+ (c <= bottom T cuts)%nat *)

Fixpoint segments (T : nat) (cuts : list nat) : plan :=
  match cuts with
  | [] => Leaf T
  | c :: cuts => Node (segments T cuts) (leaves c (bottom T cuts))
  end.

Fixpoint blocks (T : nat) (cuts : list nat) : list (nat * nat) :=
  match cuts with [] => [] | c :: cuts => (c, bottom T cuts) :: blocks T cuts end.

(* claim N6
   for all: every T >= 1, cut points
   states: a segmentation plan is a plan from its lowest cut point to T *)
Theorem segments_cover T cuts : (1 <= T)%nat -> cut_points T cuts ->
  covers (segments T cuts) (bottom T cuts) T.
Proof.
  intros HT; induction cuts as [| c cuts IH]; cbn [segments bottom cut_points].
  - intros _; apply covers_step; lia.
  - intros [Hc H]; apply covers_node with (bottom T cuts); [auto |].
    apply leaves_cover, Hc.
Qed.

Lemma segments_cons a g T c cuts : (1 <= T)%nat -> cut_points T (c :: cuts) ->
  eval Rops a g (segments T (c :: cuts)) =
  eval Rops a g (segments T cuts) * phi Rops (g T) (composite_ a c (bottom T cuts)).
Proof.
  intros HT [Hc H]; cbn [segments].
  rewrite (node_value _ _ _ _ _ _ _ (segments_cover T cuts HT H)), leaves_value by exact Hc.
  reflexivity.
Qed.

(* Closed form: a_T times one factor phi per block, all with the shrinkage of time T. *)
(* claim N6
   for all: every T, cut points, a, gamma
   states: its value is a_T times one factor phi_{gamma_T} per block *)
Theorem segments_value a g T cuts : (1 <= T)%nat -> cut_points T cuts ->
  eval Rops a g (segments T cuts) =
  a T * fold_right Rmult 1
    (map (fun b => phi Rops (g T) (composite_ a (fst b) (snd b))) (blocks T cuts)).
Proof.
  intros HT; induction cuts as [| c cuts IH]; intros H.
  - cbn; ring.
  - rewrite segments_cons, (IH (proj2 H)) by assumption; cbn; ring.
Qed.
(* mutant N6 N6-contracting N6-expanding (off by one)
- (map (fun b => phi Rops (g T)
+ (map (fun b => phi Rops (g (pred T)) *)

(* Consequently no shrinkage of an earlier time than T matters. *)
(* claim N6
   for all: every T, cut points, a, gamma
   states: gamma_t for t < T does not matter *)
Theorem segments_ignore_inner_shrinkage a g g' T cuts :
  (1 <= T)%nat -> cut_points T cuts -> g T = g' T ->
  eval Rops a g (segments T cuts) = eval Rops a g' (segments T cuts).
Proof. intros HT H E; rewrite !segments_value, E by assumption; reflexivity. Qed.
