(* The identity behind the phase transition (theory of phi_g(x) = 1 - g + g x) and what
   follows from it: splitting a block lowers the operator when both halves lie on the
   same side of 1, and raises it when they lie on opposite sides. *)
Require Import Reals Lra Psatz Opmerge.Operators.
Open Scope R_scope.
Notation phi_ := (phi Rops).

Ltac phi := unfold phi in *; real.

(* claim D4.1
   for all: every gamma, x, y
   states: phi(xy) - phi(x) phi(y) = gamma (1 - gamma) (1 - x) (1 - y) *)
Theorem phi_identity g x y :
  phi_ g (x * y) - phi_ g x * phi_ g y = g * (1 - g) * (1 - x) * (1 - y).
Proof. phi; ring. Qed.
(* mutant D4.1 (flipped sign)
- = g * (1 - g) * (1 - x) * (1 - y).
+ = g * (1 - g) * (1 - x) * (1 + y). *)

Theorem phi_split_same_side g x y :
  0 <= g <= 1 -> 0 <= (1 - x) * (1 - y) -> phi_ g x * phi_ g y <= phi_ g (x * y).
Proof.
  intros Hg Hxy; pose proof (phi_identity g x y).
  assert (0 <= g * (1 - g)) by nra. nra.
Qed.

Theorem phi_split_opposite_sides g x y :
  0 <= g <= 1 -> (1 - x) * (1 - y) <= 0 -> phi_ g (x * y) <= phi_ g x * phi_ g y.
Proof.
  intros Hg Hxy; pose proof (phi_identity g x y).
  assert (0 <= g * (1 - g)) by nra. nra.
Qed.

Theorem phi_above_iff g x : g < 1 -> (x <= phi_ g x <-> x <= 1).
Proof. intros; phi; split; intros; nra. Qed.

Lemma phi_monotone g x y : 0 <= g -> x <= y -> phi_ g x <= phi_ g y.
Proof. intros; phi; nra. Qed.
Lemma phi_above g x : g <= 1 -> x <= 1 -> x <= phi_ g x.
Proof. intros; phi; nra. Qed.
Lemma phi_below g x : g <= 1 -> 1 <= x -> phi_ g x <= x.
Proof. intros; phi; nra. Qed.
Lemma phi_nonneg g x : 0 <= g <= 1 -> 0 <= x -> 0 <= phi_ g x.
Proof. intros; phi; nra. Qed.
Lemma phi_le_1 g x : 0 <= g -> x <= 1 -> phi_ g x <= 1.
Proof. intros; phi; nra. Qed.
Lemma phi_ge_1 g x : 0 <= g -> 1 <= x -> 1 <= phi_ g x.
Proof. intros; phi; nra. Qed.
Lemma phi_one g : phi_ g 1 = 1.
Proof. phi; ring. Qed.
