(* A1: what the interval dynamic program compares, and how often. A transition extends the
   operator kept for (m, j] to (i, j]: the whole trajectory takes those with j = T, the full
   table of sub-trajectories those with every j <= T. They are listed, and counted. *)
Require Import Arith Lia List FinFun Reals Lra.
Import ListNotations.

(* The m with i < m < j. *)
Definition between (i j : nat) : list nat := seq (S i) (j - S i).
(* mutant A1 (off by one)
- seq (S i) (j - S i).
+ seq (S i) (j - i). *)

(* The pairs (i, m) that lead to intervals which end at j. *)
Definition column (j : nat) : list (nat * nat) :=
  flat_map (fun i => map (fun m => (i, m)) (between i j)) (seq 0 j).

Definition transitions (T : nat) : list (nat * nat * nat) :=
  flat_map (fun j => map (fun im => (im, j)) (column j)) (seq 1 T).
(* mutant A1 (off by one)
- (column j)) (seq 1 T).
+ (column j)) (seq 1 (pred T)). *)

Lemma in_between i j m : In m (between i j) <-> i < m < j.
Proof. unfold between; rewrite in_seq; lia. Qed.

(* claim A1
   for all: every T
   states: the transitions for the whole trajectory are the pairs (i, m) with i < m < T *)
Theorem in_column T i m : In (i, m) (column T) <-> i < m < T.
Proof.
  unfold column; rewrite in_flat_map; split.
  - intros [k [_ H]]; apply in_map_iff in H; destruct H as [n [E H]]; inversion E; subst.
    now apply in_between.
  - intros H; exists i; rewrite in_seq, in_map_iff; split; [lia |].
    exists m; split; [reflexivity | now apply in_between].
Qed.

(* claim A1
   for all: every T
   states: those of the full table are the triples (i, m, j) with i < m < j <= T *)
Theorem in_transitions T i m j : In ((i, m), j) (transitions T) <-> i < m /\ m < j <= T.
Proof.
  unfold transitions; rewrite in_flat_map; split.
  - intros [k [Hk H]]; apply in_map_iff in H; destruct H as [im [E H]]; inversion E; subst.
    apply in_column in H; apply in_seq in Hk; lia.
  - intros H; exists j; rewrite in_seq, in_map_iff; split; [lia |].
    exists (i, m); split; [reflexivity | apply in_column; lia].
Qed.

Lemma distinct_app {A} (l l' : list A) : NoDup l -> NoDup l' ->
  (forall x, In x l -> ~ In x l') -> NoDup (l ++ l').
Proof.
  intros Hl Hl' Hd; induction Hl as [| x l Hx Hl IH]; [exact Hl' |]; cbn; constructor.
  - rewrite in_app_iff; intros [H | H]; [tauto | now apply (Hd x (or_introl eq_refl))].
  - apply IH; intros y Hy; apply Hd; now right.
Qed.

Lemma distinct_parts {A B} (f : A -> list B) l : NoDup l -> (forall x, NoDup (f x)) ->
  (forall x y b, In b (f x) -> In b (f y) -> x = y) -> NoDup (flat_map f l).
Proof.
  intros Hl Hf Hd; induction Hl as [| x l Hx Hl IH]; cbn; [constructor |].
  apply distinct_app; [apply Hf | exact IH |]; intros b Hb Hin.
  apply in_flat_map in Hin; destruct Hin as [y [Hy Hby]].
  now rewrite (Hd x y b Hb Hby) in Hx.
Qed.

Lemma column_distinct T : NoDup (column T).
Proof.
  apply distinct_parts; [apply seq_NoDup | |].
  - intros i; apply Injective_map_NoDup; [congruence | apply seq_NoDup].
  - intros i k b Hi Hk; apply in_map_iff in Hi, Hk.
    destruct Hi as [m [<- _]], Hk as [n [E _]]; congruence.
Qed.

Lemma column_from n j : n <= j -> 2 * length
  (flat_map (fun i => map (fun m => (i, m)) (between i j)) (seq (j - n) n)) = n * (n - 1).
Proof.
  induction n as [| n IH]; intros H; [reflexivity |]; cbn [seq flat_map].
  rewrite app_length, map_length; unfold between at 1; rewrite seq_length.
  replace (S (j - S n)) with (j - n) at 2 by lia.
  specialize (IH ltac:(lia)); destruct n; nia.
Qed.

(* claim A1
   for all: every T
   states: the whole trajectory takes T (T - 1) / 2 transitions, each listed once *)
Theorem whole_count T : NoDup (column T) /\ 2 * length (column T) = T * (T - 1).
Proof.
  split; [apply column_distinct |]; unfold column; rewrite <- column_from with (j := T) by lia.
  now rewrite Nat.sub_diag.
Qed.
(* mutant A1 (off by one)
- 2 * length (column T) = T * (T - 1).
+ 2 * length (column T) = T * (T + 1). *)

(* claim A1
   for all: every T
   states: the full table takes (T^3 - T) / 6 transitions, each listed once *)
Theorem table_count T :
  NoDup (transitions T) /\ 6 * length (transitions T) + T = T * T * T.
Proof.
  split.
  - apply distinct_parts; [apply seq_NoDup | |].
    + intros j; apply Injective_map_NoDup; [congruence | apply column_distinct].
    + intros j k b Hj Hk; apply in_map_iff in Hj, Hk.
      destruct Hj as [x [<- _]], Hk as [y [E _]]; congruence.
  - unfold transitions; induction T as [| T IH]; [reflexivity |].
    rewrite seq_S, flat_map_app, app_length; cbn [flat_map]; rewrite app_nil_r, map_length.
    pose proof (proj2 (whole_count (S T))); cbn [Nat.add] in *; nia.
Qed.
(* mutant A1 (shifted constant)
- 6 * length (transitions T) + T = T * T * T.
+ 6 * length (transitions T) = T * T * T. *)
Open Scope R_scope.

(* Between N(0, n v^2) and N(0, n u^2) the distance is that of the standard deviations. *)
(* claim A1
   for all: every n, v, u >= 0
   states: W_2^2 by Bures, n v^2 + n u^2 - 2 sqrt(n v^2 n u^2), is n (v - u)^2 *)
Theorem bures_distance n v u : 0 <= n -> 0 <= v -> 0 <= u ->
  v * v * n + u * u * n - 2 * sqrt (v * v * n * (u * u * n)) = n * ((v - u) * (v - u)).
Proof.
  intros Hn Hv Hu.
  replace (v * v * n * (u * u * n)) with ((v * u * n) * (v * u * n)) by ring.
  rewrite sqrt_square; [ring | repeat apply Rmult_le_pos; assumption].
Qed.
(* mutant A1 (flipped sign)
- = n * ((v - u) * (v - u)).
+ = n * ((v + u) * (v + u)). *)
(* mutant A1 (weakened hypothesis)
- 0 <= n -> 0 <= v -> 0 <= u ->
+ 0 <= n -> 0 <= v -> *)
