(* Merge plans and the surrogate composite operator (D4.1). *)
Require Import Arith Lia Opmerge.Operators.

(* A leaf is the step t; a node merges its first operand with the remaining ones,
   listed in the order of application. By construction a node has at least two operands. *)
Inductive plan := Leaf (t : nat) | Node (first : plan) (rest : operands)
with operands := Last (p : plan) | More (p : plan) (f : operands).

(* [covers p i j]: p merges exactly the steps j, j-1, ..., i+1. *)
Inductive covers : plan -> nat -> nat -> Prop :=
| covers_leaf t : covers (Leaf (S t)) t (S t)
| covers_node p f i m j : covers p m j -> covers_rest f i m -> covers (Node p f) i j
with covers_rest : operands -> nat -> nat -> Prop :=
| covers_last p i j : covers p i j -> covers_rest (Last p) i j
| covers_more p f i m j : covers p m j -> covers_rest f i m -> covers_rest (More p f) i j.
(* mutant D4.1 (wrong object)
- covers p m j -> covers_rest f i m -> covers (Node p f) i j
+ covers p i m -> covers_rest f m j -> covers (Node p f) i j *)

Scheme covers_mut := Minimality for covers Sort Prop
with covers_rest_mut := Minimality for covers_rest Sort Prop.
Combined Scheme covers_both from covers_mut, covers_rest_mut.

(* Time at which the first operand starts. *)
Fixpoint start (p : plan) : nat :=
  match p with Leaf t => t | Node first _ => start first end.

Section Value.
  Context {A : Type} (O : arith A) (a g : nat -> A).

  (* The student starts from the first operand X_1 and learns the product of the others
     with the shrinkage of its start time: X_1 * (1 - g + g * X_2 * ... * X_k). *)
  Fixpoint eval (p : plan) : A :=
    match p with
    | Leaf t => a t
    | Node first rest => mul O (eval first) (phi O (g (start first)) (eval_rest rest))
    end
  with eval_rest (f : operands) : A :=
    match f with
    | Last p => eval p
    | More p f => mul O (eval p) (eval_rest f)
    end.
  (* mutant D4.1 (wrong initialisation)
  - mul O (eval first) (phi O
  + mul O (one O) (phi O *)
  (* mutant D4.1 (off by one)
  - phi O (g (start first))
  + phi O (g (S (start first))) *)
End Value.

Lemma covers_facts :
  (forall p i j, covers p i j -> i < j /\ start p = j) /\
  (forall f i j, covers_rest f i j -> i < j).
Proof. apply covers_both; simpl; intros; lia. Qed.

Lemma covers_lt p i j : covers p i j -> i < j.
Proof. intros H; apply covers_facts in H; tauto. Qed.
Lemma covers_start p i j : covers p i j -> start p = j.
Proof. intros H; apply covers_facts in H; tauto. Qed.
Lemma covers_rest_lt f i j : covers_rest f i j -> i < j.
Proof. apply covers_facts. Qed.

(* The value of a node, with its start time made explicit. *)
(* claim D4.1
   for all: every node whose first operand covers (m, j]
   states: its value is X_1 (1 - gamma_j + gamma_j prod of the other operands) *)
Lemma node_value {A} (O : arith A) a g p f m j : covers p m j ->
  eval O a g (Node p f) = mul O (eval O a g p) (phi O (g j) (eval_rest O a g f)).
Proof. intros H; rewrite <- (covers_start _ _ _ H); reflexivity. Qed.

(* Decision procedure: the i such that p covers (i, j]. *)
Fixpoint reach (p : plan) (j : nat) : option nat :=
  match p with
  | Leaf t => if t =? j then match t with 0 => None | S i => Some i end else None
  | Node first rest =>
      match reach first j with Some m => reach_rest rest m | None => None end
  end
with reach_rest (f : operands) (j : nat) : option nat :=
  match f with
  | Last p => reach p j
  | More p f => match reach p j with Some m => reach_rest f m | None => None end
  end.

Scheme plan_mut := Induction for plan Sort Prop
with operands_mut := Induction for operands Sort Prop.
Combined Scheme plan_both from plan_mut, operands_mut.

Lemma reach_correct :
  (forall p i j, reach p j = Some i <-> covers p i j) /\
  (forall f i j, reach_rest f j = Some i <-> covers_rest f i j).
Proof.
  apply plan_both; simpl.
  - intros t i j; destruct (Nat.eqb_spec t j) as [-> |]; [destruct j |];
      split; try discriminate; intros H; inversion H; subst; try easy; constructor.
  - intros p Hp f Hf i j; destruct (reach p j) as [m |] eqn:E.
    + rewrite Hf; split; [apply covers_node, Hp, E |].
      intros H; inversion H; subst.
      match goal with H : covers p _ _ |- _ => apply Hp in H end; congruence.
    + split; [discriminate |]; intros H; inversion H; subst.
      match goal with H : covers p _ _ |- _ => apply Hp in H end; congruence.
  - intros p Hp i j; rewrite Hp; split; [constructor; assumption |].
    intros H; inversion H; assumption.
  - intros p Hp f Hf i j; destruct (reach p j) as [m |] eqn:E.
    + rewrite Hf; split; [apply covers_more, Hp, E |].
      intros H; inversion H; subst.
      match goal with H : covers p _ _ |- _ => apply Hp in H end; congruence.
    + split; [discriminate |]; intros H; inversion H; subst.
      match goal with H : covers p _ _ |- _ => apply Hp in H end; congruence.
Qed.
