(* P3.3: minimising E[(a z - b z)^2] = n (a - b)^2 (Moments.v) over a by gradient flow from x gives
   (1 - gamma) x + gamma b with gamma(s) = 1 - exp(-2 s n), and nothing else; by gradient descent the
   same with another gamma, and it converges. D4.1: a node
   of a merge plan is this student, started from its first operand. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Schedule Opmerge.Monotone.
Open Scope R_scope.

Section Flow.
  Variables (n x b : R).

  Definition shrink (s : R) : R := 1 - exp (- (2 * s * n)).
  (* mutant P3.3 (shifted constant)
  - Definition shrink (s : R) : R := 1 - exp (- (2 * s * n)).
  + Definition shrink (s : R) : R := 1 - exp (- (s * n)). *)

  Definition flow (s : R) : R := (1 - shrink s) * x + shrink s * b.
  (* mutant P3.3 (wrong initialisation)
  - (1 - shrink s) * x + shrink s * b.
  + shrink s * x + (1 - shrink s) * b. *)

  (* claim P3.3
     for all: every n, b, a
     states: the loss n (a - b)^2 has the derivative 2 n (a - b) *)
  Theorem loss_gradient a : derivable_pt_lim (fun a => n * (a - b)²) a (2 * n * (a - b)).
  Proof.
    replace (2 * n * (a - b)) with (n * ((2 * (a - b)) * (1 - 0))) by ring.
    apply (derivable_pt_lim_scal (fun a => (a - b)²)).
    apply (derivable_pt_lim_comp (fun a => a - b) Rsqr); [| apply derivable_pt_lim_Rsqr].
    apply (derivable_pt_lim_minus id (fct_cte b));
      [apply derivable_pt_lim_id | apply derivable_pt_lim_const].
  Qed.

  Lemma exp_linear_derivative k s :
    derivable_pt_lim (fun s => exp (k * s)) s (exp (k * s) * (k * 1)).
  Proof.
    apply (derivable_pt_lim_comp (fun s => k * s) exp); [| apply derivable_pt_lim_exp].
    apply (derivable_pt_lim_scal id), derivable_pt_lim_id.
  Qed.

  Lemma derivable_pt_lim_same f h s l :
    (forall u, f u = h u) -> derivable_pt_lim f s l -> derivable_pt_lim h s l.
  Proof.
    intros E H eps Heps; destruct (H eps Heps) as [d Hd]; exists d.
    intros u Hu Hud; rewrite <- !E; now apply Hd.
  Qed.

  (* claim P3.3
     for all: every n, x, b
     states: (1 - gamma) x + gamma b equals x at s = 0 *)
  Theorem flow_starts : flow 0 = x.
  Proof.
    assert (E : shrink 0 = 0); [| unfold flow; rewrite E; ring].
    unfold shrink; match goal with |- context [exp ?e] => replace e with 0 by ring end.
    rewrite exp_0; ring.
  Qed.

  (* claim P3.3
     for all: every n, x, b, s
     states: it solves a' = -2 n (a - b) *)
  Theorem flow_solves s : derivable_pt_lim flow s (- (2 * n * (flow s - b))).
  Proof.
    apply (derivable_pt_lim_same (fun s => b + (x - b) * exp (- (2 * n) * s))).
    { intros u; unfold flow, shrink; replace (- (2 * u * n)) with (- (2 * n) * u) by ring; ring. }
    replace (- (2 * n * (flow s - b)))
      with (0 + (x - b) * (exp (- (2 * n) * s) * (- (2 * n) * 1))).
    - apply (derivable_pt_lim_plus (fct_cte b)); [apply derivable_pt_lim_const |].
      apply (derivable_pt_lim_scal (fun s => exp (- (2 * n) * s))), exp_linear_derivative.
    - unfold flow, shrink; replace (- (2 * s * n)) with (- (2 * n) * s) by ring; ring.
  Qed.
  (* mutant P3.3 (flipped sign)
  - derivable_pt_lim flow s (- (2 * n * (flow s - b))).
  + derivable_pt_lim flow s (2 * n * (flow s - b)). *)

  (* (f - b) exp(2 n s) has derivative zero along any solution f. *)
  (* claim P3.3
     for all: every n, x, b, s >= 0, solution f on [0, s]
     states: no other function solves it *)
  Theorem flow_unique f s : 0 <= s -> f 0 = x ->
    (forall u, 0 <= u <= s -> derivable_pt_lim f u (- (2 * n * (f u - b)))) -> f s = flow s.
  Proof.
    intros Hs H0 Hf; set (h := fun u => (f u - b) * exp (2 * n * u)).
    assert (E : h 0 = h s).
    { apply null_derivative; [exact Hs |]; intros u Hu.
      replace 0 with ((- (2 * n * (f u - b)) - 0) * exp (2 * n * u)
                      + (f u - b) * (exp (2 * n * u) * (2 * n * 1))) by ring.
      apply (derivable_pt_lim_mult (fun u => f u - b) (fun u => exp (2 * n * u)));
        [| apply exp_linear_derivative].
      apply (derivable_pt_lim_minus f (fct_cte b)); [now apply Hf | apply derivable_pt_lim_const]. }
    unfold h in E; rewrite H0, Rmult_0_r, exp_0, Rmult_1_r in E.
    assert (Hinv : exp (2 * n * s) * exp (- (2 * s * n)) = 1)
      by (rewrite <- exp_plus; replace (2 * n * s + - (2 * s * n)) with 0 by ring; apply exp_0).
    unfold flow, shrink; transitivity (b + (f s - b) * (exp (2 * n * s) * exp (- (2 * s * n)))).
    - rewrite Hinv; ring.
    - rewrite <- Rmult_assoc, <- E; ring.
  Qed.
  (* mutant P3.3 (wrong initialisation)
  - 0 <= s -> f 0 = x ->
  + 0 <= s -> f s = x -> *)

  (* Gradient descent with step eta follows the same line geometrically. *)
  (* claim P3.3
     for all: every n, x, b, step size, k
     states: gradient descent gives b + (1 - 2 eta n)^k (x - b) *)
  Theorem gradient_descent eta (a : nat -> R) : a 0%nat = x ->
    (forall k, a (S k) = a k - eta * (2 * n * (a k - b))) ->
    forall k, a k = b + (1 - 2 * eta * n) ^ k * (x - b).
  Proof.
    intros H0 HS; induction k as [| k IH]; [rewrite H0 | rewrite HS, IH]; cbn [pow]; ring.
  Qed.
  (* mutant P3.3 (off by one)
  - a k = b + (1 - 2 * eta * n) ^ k * (x - b).
  + a k = b + (1 - 2 * eta * n) ^ S k * (x - b). *)

  (* A step multiplies the squared distance by 1 - q. *)
  Definition speed (eta : R) : R := 4 * (eta * n) * (1 - eta * n).

  Lemma gradient_descent_within eta (a : nat -> R) : a 0%nat = x ->
    (forall k, a (S k) = a k - eta * (2 * n * (a k - b))) ->
    forall k, (a k - b)² * (1 + speed eta * INR k) <= (x - b)².
  Proof.
    intros H0 HS; induction k as [| k IH]; [rewrite H0; cbn [INR]; unfold Rsqr; lra |].
    rewrite HS, S_INR; apply Rle_trans with (2 := IH).
    pose proof (pos_INR k) as Hk; set (q := speed eta) in *.
    replace ((a k - eta * (2 * n * (a k - b)) - b)²) with ((1 - q) * (a k - b)²)
      by (unfold q, speed, Rsqr; ring).
    enough (0 <= (q * q) * (INR k + 1) * (a k - b)²) by nra.
    apply Rmult_le_pos; [apply Rmult_le_pos; [nra | lra] | apply Rle_0_sqr].
  Qed.

  (* claim P3.3
     for all: every n, x, b, step size eta with 0 < eta n < 1, k
     states: gradient descent leaves at most the (1 + q k)-th part of the squared distance to b,
       q = 4 eta n (1 - eta n) *)
  Theorem gradient_descent_rate eta (a : nat -> R) : 0 < eta * n < 1 -> a 0%nat = x ->
    (forall k, a (S k) = a k - eta * (2 * n * (a k - b))) ->
    forall k, (a k - b)² <= (x - b)² / (1 + speed eta * INR k).
  Proof.
    intros Heta H0 HS k; pose proof (gradient_descent_within eta a H0 HS k) as H.
    assert (0 < 1 + speed eta * INR k).
    { enough (0 <= speed eta * INR k) by lra.
      apply Rmult_le_pos; [unfold speed; nra | apply pos_INR]. }
    apply Rmult_le_reg_r with (1 + speed eta * INR k); [lra |].
    unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra; exact H.
  Qed.
  (* mutant P3.3 (weakened hypothesis)
  - Theorem gradient_descent_rate eta (a : nat -> R) : 0 < eta * n < 1 ->
  + Theorem gradient_descent_rate eta (a : nat -> R) : 0 < eta * n < 2 -> *)
  (* mutant P3.3 (off by one)
  - (a k - b)² <= (x - b)² / (1 + speed eta * INR k).
  + (a k - b)² <= (x - b)² / (2 + speed eta * INR k). *)

  (* claim P3.3
     for all: every n, x, b, step size eta with 0 < eta n < 1
     states: gradient descent converges to b *)
  Theorem gradient_descent_converges eta (a : nat -> R) : 0 < eta * n < 1 -> a 0%nat = x ->
    (forall k, a (S k) = a k - eta * (2 * n * (a k - b))) -> Un_cv a b.
  Proof.
    intros Heta H0 HS eps Heps; set (d := 1 - 2 * eta * n).
    assert (Hd : Rabs d < 1) by (unfold d; apply Rabs_def1; lra).
    assert (Hpos : 0 < eps / (Rabs (x - b) + 1))
      by (apply Rdiv_lt_0_compat; [lra | pose proof (Rabs_pos (x - b)); lra]).
    destruct (pow_lt_1_zero d Hd _ Hpos) as [N HN]; exists N; intros k Hk.
    unfold R_dist; rewrite (gradient_descent eta a H0 HS); fold d.
    replace (b + d ^ k * (x - b) - b) with (d ^ k * (x - b)) by ring; rewrite Rabs_mult.
    pose proof (Rabs_pos (x - b)); specialize (HN k Hk).
    apply Rle_lt_trans with (Rabs (d ^ k) * (Rabs (x - b) + 1));
      [apply Rmult_le_compat_l; [apply Rabs_pos | lra] |].
    apply Rlt_le_trans with (eps / (Rabs (x - b) + 1) * (Rabs (x - b) + 1));
      [apply Rmult_lt_compat_r; lra |].
    unfold Rdiv; rewrite Rmult_assoc, Rinv_l by lra; lra.
  Qed.
  (* mutant P3.3 (weakened hypothesis)
  - Theorem gradient_descent_converges eta (a : nat -> R) : 0 < eta * n < 1 ->
  + Theorem gradient_descent_converges eta (a : nat -> R) : 0 < eta * n <= 1 -> *)
End Flow.

(* D4.1: the student of a node, started from X_1 and trained for time s towards the product
   of all operands, holds the value of the node. *)
(* claim D4.1
   for all: every node, schedule, lam, s
   states: it is the student of P3.3 started from X_1 with the product of all operands as
     target *)
Theorem merge_is_gradient_flow alpha sigma lam s a p f m j : covers p m j ->
  let g := gamma alpha sigma lam s in
  eval Rops a g (Node p f) =
  flow (norm2_ alpha sigma lam j) (eval Rops a g p)
       (eval Rops a g p * eval_rest Rops a g f) s.
Proof.
  intros Hp g; rewrite (node_value _ a g _ _ _ _ Hp).
  unfold flow, phi; fold (shrink (norm2_ alpha sigma lam j) s).
  change (g j) with (shrink (norm2_ alpha sigma lam j) s); real; ring.
Qed.
(* mutant D4.1 (wrong initialisation)
- lam j) (eval Rops a g p)
+ lam j) 1 *)
(* mutant D4.1 (wrong object)
- flow (norm2_ alpha sigma lam j)
+ flow (norm2_ alpha sigma lam m) *)
(* mutant D4.1 (wrong object)
- (eval Rops a g p * eval_rest Rops a g f) s.
+ (eval_rest Rops a g f) s. *)
