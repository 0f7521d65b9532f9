(* Canonical merge plans: they cover their interval, and the closed forms of their values.
   vanilla [j, j-1, ..., i+1]; sequential BOOT [[[j, j-1], ...], i+1];
   sequential consistency [j, [j-1, [..., i+1]]]. *)
Require Import Arith Lia Reals Opmerge.Operators Opmerge.Plans Opmerge.Composite.
Open Scope R_scope.

(* Steps j, ..., i+1 as separate operands (i < j). *)
Fixpoint leaves (i j : nat) : operands :=
  match j with
  | 0 => Last (Leaf 0)
  | S k => if k <=? i then Last (Leaf j) else More (Leaf j) (leaves i k)
  end.

Definition vanilla (i j : nat) : plan :=
  if j <=? S i then Leaf j else Node (Leaf j) (leaves i (pred j)).

(* The student that starts at time j absorbs n further steps one at a time. *)
Fixpoint absorb (j n : nat) : plan :=
  match n with
  | 0 => Leaf j
  | S n => Node (absorb j n) (Last (Leaf (j - S n)))
  end.
Definition boot (i j : nat) : plan := absorb j (j - S i).

Fixpoint consistency (i j : nat) : plan :=
  match j with
  | 0 => Leaf 0
  | S k => if k <=? i then Leaf j else Node (Leaf j) (Last (consistency i k))
  end.

Lemma covers_step t : (0 < t)%nat -> covers (Leaf t) (pred t) t.
Proof. destruct t; [lia | constructor]. Qed.

Lemma leaves_cover i j : (i < j)%nat -> covers_rest (leaves i j) i j.
Proof.
  induction j as [| j IH]; intros H; [lia |]; cbn [leaves].
  destruct (Nat.leb_spec j i).
  - replace i with j by lia; repeat constructor.
  - apply covers_more with j; [constructor | apply IH; lia].
Qed.

Lemma leaves_value a g i j :
  (i < j)%nat -> eval_rest Rops a g (leaves i j) = composite_ a i j.
Proof.
  induction j as [| j IH]; intros H; [lia |]; cbn [leaves].
  destruct (Nat.leb_spec j i).
  - replace i with j by lia; now rewrite composite_single.
  - change (a (S j) * eval_rest Rops a g (leaves i j) = composite_ a i (S j)).
    rewrite IH, composite_succ by lia; ring.
Qed.

(* claim D4.1
   for all: every i < j
   states: vanilla is a plan over (i, j] *)
Theorem vanilla_covers i j : (i < j)%nat -> covers (vanilla i j) i j.
Proof.
  intros H; unfold vanilla; destruct (Nat.leb_spec j (S i)).
  - replace j with (S i) by lia; constructor.
  - apply covers_node with (pred j); [apply covers_step | apply leaves_cover]; lia.
Qed.

(* claim D4.1
   for all: every i < j, a, gamma
   states: vanilla has the value a_j phi(prod a_t) *)
Theorem vanilla_value a g i j : (i < j)%nat ->
  eval Rops a g (vanilla i j) = a j * phi Rops (g j) (composite_ a i (pred j)).
Proof.
  intros H; unfold vanilla; destruct (Nat.leb_spec j (S i)).
  - replace (pred j) with i by lia; rewrite composite_empty; unfold phi; cbn; ring.
  - rewrite (node_value _ a g _ _ (pred j) j), leaves_value
      by (apply covers_step || idtac; lia); reflexivity.
Qed.

Lemma absorb_covers j n : (n < j)%nat -> covers (absorb j n) (j - S n) j.
Proof.
  induction n as [| n IH]; intros H; cbn [absorb].
  - replace (j - 1)%nat with (pred j) by lia; apply covers_step; lia.
  - apply covers_node with (j - S n)%nat; [apply IH; lia | constructor].
    replace (j - S (S n))%nat with (pred (j - S n)) by lia; apply covers_step; lia.
Qed.

Lemma absorb_value a g j n : (n < j)%nat ->
  eval Rops a g (absorb j n) =
  a j * composite_ (fun t => phi Rops (g j) (a t)) (j - S n) (pred j).
Proof.
  induction n as [| n IH]; intros H.
  - replace (j - 1)%nat with (pred j) by lia; rewrite composite_empty; cbn; ring.
  - cbn [absorb]; rewrite (node_value _ a g _ _ _ _ (absorb_covers j n ltac:(lia))).
    rewrite IH by lia; cbn [eval_rest eval]; rewrite (composite_first _ (j - S (S n))) by lia.
    replace (S (j - S (S n))) with (j - S n)%nat by lia; real; ring.
Qed.

(* claim D4.1
   for all: every i < j
   states: sequential BOOT is a plan over (i, j] *)
Theorem boot_covers i j : (i < j)%nat -> covers (boot i j) i j.
Proof.
  intros H; replace i with (j - S (j - S i))%nat at 2 by lia.
  apply absorb_covers; lia.
Qed.

(* claim D4.1
   for all: every i < j, a, gamma
   states: sequential BOOT has the value a_j prod phi(a_t) *)
Theorem boot_value a g i j : (i < j)%nat ->
  eval Rops a g (boot i j) =
  a j * composite_ (fun t => phi Rops (g j) (a t)) i (pred j).
Proof.
  intros H; unfold boot; rewrite absorb_value by lia.
  now replace (j - S (j - S i))%nat with i by lia.
Qed.

Theorem consistency_covers i j : (i < j)%nat -> covers (consistency i j) i j.
Proof.
  induction j as [| j IH]; intros H; [lia |]; cbn [consistency].
  destruct (Nat.leb_spec j i).
  - replace i with j by lia; constructor.
  - apply covers_node with j; repeat constructor; apply IH; lia.
Qed.
