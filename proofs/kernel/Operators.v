(* The objects of the theory over any field of numbers: over R for proofs, over Q for
   evaluation. Covers the formulas of C3.1 (step operator), D2.1 (composite operator)
   and the interpolation phi that D4.1 applies. *)
Require Import Arith QArith Reals.
Open Scope nat_scope.

(* [arith A] is the arithmetic of the coefficients. *)
Record arith (A : Type) := Arith {
  one : A; add : A -> A -> A; sub : A -> A -> A; mul : A -> A -> A; div : A -> A -> A }.
Arguments one {A}. Arguments add {A}. Arguments sub {A}. Arguments mul {A}. Arguments div {A}.

Definition Rops : arith R := Arith R 1%R Rplus Rminus Rmult Rdiv.

(* Fractions are reduced after every operation, so that they stay short. *)
Definition Qops : arith Q :=
  Arith Q 1%Q (fun x y => Qred (x + y)) (fun x y => Qred (x - y))
              (fun x y => Qred (x * y)) (fun x y => Qred (x / y)).

Section Formulas.
  Context {A : Type} (O : arith A).

  (* Interpolation between "nothing learned" (1) and "x learned", with shrinkage g. *)
  Definition phi (g x : A) : A := add O (sub O (one O) g) (mul O g x).

  (* Teacher's composite operator over the steps t with i < t <= j. *)
  Fixpoint composite (a : nat -> A) (i j : nat) : A :=
    match j with
    | 0 => one O
    | S k => if i <=? k then mul O (composite a i k) (a j) else one O
    end.
  (* mutant D2.1 (off by one; fails in Composite.v)
  - if i <=? k then
  + if i <? k then *)

  (* One coordinate, data variance lam. The signal-noise vector at time t is
     (alpha t * sqrt lam, sigma t); below are <v_{t-1}, v_t> and |v_t|^2. *)
  Variables (alpha sigma : nat -> A) (lam : A).

  Definition inner (t : nat) : A :=
    add O (mul O (mul O (alpha (pred t)) (alpha t)) lam) (mul O (sigma (pred t)) (sigma t)).
  (* mutant C3.1 (off by one; fails in Ddim.v)
  - mul O (mul O (alpha (pred t)) (alpha t)) lam
  + mul O (mul O (alpha t) (alpha t)) lam *)

  Definition norm2 (t : nat) : A :=
    add O (mul O (mul O (alpha t) (alpha t)) lam) (mul O (sigma t) (sigma t)).
  (* mutant C3.1 (off by one; fails in Schedule.v)
  - (mul O (sigma t) (sigma t))
  + (mul O (sigma (pred t)) (sigma t)) *)

  Definition step (t : nat) : A := div O (inner t) (norm2 t).
End Formulas.

(* Expose real arithmetic in the goal and the hypotheses. *)
Ltac real := cbn [one add sub mul div Rops] in *.
