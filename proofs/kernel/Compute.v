(* Evaluation by computation: the definitions of the proofs run over Q, and the results are
   the values over R. Shrinkages are given, since exp(-2 s n) is irrational in general.
   Lists are indexed by time and start at t = 0. *)
Require Import Arith QArith Qreals Reals Lra List.
Require Import Opmerge.Operators Opmerge.Plans Opmerge.Canonical Opmerge.Segmentation.
Import ListNotations.
Open Scope Q_scope.

Definition series (l : list Q) (t : nat) : Q := nth t l 0.

Definition step_at (alpha sigma : list Q) (lam : Q) (t : nat) : Q :=
  step Qops (series alpha) (series sigma) lam t.
Definition teacher (alpha sigma : list Q) (lam : Q) (i j : nat) : Q :=
  composite Qops (step_at alpha sigma lam) i j.
Definition student (alpha sigma gamma : list Q) (lam : Q) (p : plan) : Q :=
  eval Qops (step_at alpha sigma lam) (series gamma) p.

(* Numerator and denominator: Coq prints some fractions as decimals. *)
Definition ratio (q : Q) : Z * Z := (Qnum q, Zpos (Qden q)).

(* Reduced fractions denote the same reals. *)
Lemma Q2R_red x : Q2R (Qred x) = Q2R x.
Proof. apply Qeq_eqR, Qred_correct. Qed.

Lemma Q2R_1 : Q2R 1 = 1%R.
Proof. unfold Q2R; cbn; field. Qed.

Ltac transfer := cbn [one add sub mul div Qops Rops];
  repeat first [rewrite Q2R_red | rewrite Q2R_plus | rewrite Q2R_minus | rewrite Q2R_mult
               | rewrite Q2R_1].

Section Transfer.
  Variables (a g : nat -> Q).
  Notation aR := (fun t => Q2R (a t)).
  Notation gR := (fun t => Q2R (g t)).

  Lemma phi_transfer x y : Q2R (phi Qops x y) = phi Rops (Q2R x) (Q2R y).
  Proof. unfold phi; transfer; reflexivity. Qed.

  Theorem composite_transfer i j : Q2R (composite Qops a i j) = composite Rops aR i j.
  Proof.
    induction j as [| j IH]; [exact Q2R_1 |]; cbn [composite].
    destruct (i <=? j); transfer; [now rewrite IH | reflexivity].
  Qed.

  Theorem eval_transfer :
    (forall p, Q2R (eval Qops a g p) = eval Rops aR gR p) /\
    (forall f, Q2R (eval_rest Qops a g f) = eval_rest Rops aR gR f).
  Proof.
    apply plan_both; trivial; intros p Hp f Hf.
    - transitivity (Q2R (mul Qops (eval Qops a g p)
                         (phi Qops (g (start p)) (eval_rest Qops a g f)))); [reflexivity |].
      transfer; rewrite phi_transfer, Hp, Hf; reflexivity.
    - transitivity (Q2R (mul Qops (eval Qops a g p) (eval_rest Qops a g f))); [reflexivity |].
      transfer; rewrite Hp, Hf; reflexivity.
  Qed.

  Theorem step_transfer alpha sigma lam t : ~ norm2 Qops alpha sigma lam t == 0 ->
    Q2R (step Qops alpha sigma lam t) =
    step Rops (fun t => Q2R (alpha t)) (fun t => Q2R (sigma t)) (Q2R lam) t.
  Proof.
    intros H; unfold step; cbn [div Qops Rops]; rewrite Q2R_red, Q2R_div by exact H.
    unfold inner, norm2; transfer; reflexivity.
  Qed.
End Transfer.

(* The instance of OneOperatorFails, by computation. *)
Example consistency_at_3 :
  student [1; 21#29; 3#5; 0] [0; 20#29; 4#5; 1] [0; 0; 2059#2187; 211#243] (19#9)
    (consistency 0 3) = 582154364956 # 717958190565.
Proof. vm_compute. reflexivity. Qed.
