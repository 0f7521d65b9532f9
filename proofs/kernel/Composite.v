(* Products over an interval of steps (D2.1): splitting, closed cases and bounds. *)
Require Import Arith Lia Reals Lra Psatz Opmerge.Operators.
Open Scope R_scope.
Notation composite_ := (composite Rops).

Lemma composite_empty a i : composite_ a i i = 1.
Proof.
  destruct i; [reflexivity |]; cbn [composite].
  match goal with |- context [if ?b then _ else _] => replace b with false end;
    [reflexivity | symmetry; apply Nat.leb_gt; lia].
Qed.

Lemma composite_succ a i j :
  (i <= j)%nat -> composite_ a i (S j) = composite_ a i j * a (S j).
Proof. intros H; cbn [composite]. now rewrite (proj2 (Nat.leb_le i j) H). Qed.

Lemma composite_single a i : composite_ a i (S i) = a (S i).
Proof. rewrite composite_succ, composite_empty by lia; ring. Qed.

Lemma composite_split a i m j :
  (i <= m <= j)%nat -> composite_ a i j = composite_ a m j * composite_ a i m.
Proof.
  intros [Him Hmj]; induction Hmj as [| j Hmj IH].
  - rewrite composite_empty; ring.
  - rewrite !composite_succ, IH by lia; ring.
Qed.

Lemma composite_first a i j :
  (i < j)%nat -> composite_ a i j = composite_ a (S i) j * a (S i).
Proof. intros; rewrite (composite_split a i (S i) j), composite_single by lia; ring. Qed.

Lemma composite_last a i j :
  (i < j)%nat -> composite_ a i j = a j * composite_ a i (pred j).
Proof. intros; destruct j; [lia |]; cbn [pred]; rewrite composite_succ by lia; ring. Qed.

(* Any property of numbers that 1 has and products keep passes from factors to product. *)
Lemma composite_ind (P : R -> Prop) a i j :
  P 1 -> (forall x y, P x -> P y -> P (x * y)) ->
  (forall t, (i < t <= j)%nat -> P (a t)) -> P (composite_ a i j).
Proof.
  intros H1 Hmul; destruct (le_lt_dec i j) as [Hij | Hji].
  - induction Hij as [| j Hij IH]; intros H; [now rewrite composite_empty |].
    rewrite composite_succ by lia. apply Hmul; [apply IH; intros |]; apply H; lia.
  - intros _; destruct j; [exact H1 |]; cbn [composite].
    now replace (i <=? j) with false by (symmetry; apply Nat.leb_gt; lia).
Qed.

Lemma composite_nonneg a i j :
  (forall t, (i < t <= j)%nat -> 0 <= a t) -> 0 <= composite_ a i j.
Proof. apply (composite_ind (fun x => 0 <= x)); [lra | intros; nra]. Qed.

Lemma composite_unit a i j :
  (forall t, (i < t <= j)%nat -> 0 <= a t <= 1) -> 0 <= composite_ a i j <= 1.
Proof. apply (composite_ind (fun x => 0 <= x <= 1)); [lra | intros; nra]. Qed.

Lemma composite_ge_1 a i j :
  (forall t, (i < t <= j)%nat -> 1 <= a t) -> 1 <= composite_ a i j.
Proof. apply (composite_ind (fun x => 1 <= x)); [lra | intros; nra]. Qed.
