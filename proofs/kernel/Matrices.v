(* C3.1 and D2.1 for matrices of any size d: with the gain alpha_t Lambda (alpha_t^2 Lambda +
   sigma_t^2 I)^{-1} a DDIM step is the matrix A_t, and consecutive steps are the product of theirs,
   later steps on the left. Lambda is any matrix. *)
Require Import Arith Lia Reals Lra Psatz.
Open Scope R_scope.

(* Sums over the coordinates 0 ... d - 1. *)
Fixpoint sum (d : nat) (f : nat -> R) : R :=
  match d with 0%nat => 0 | S d => sum d f + f d end.

Definition delta (i j : nat) : R := if (i =? j)%nat then 1 else 0.
Definition apply (d : nat) (A : nat -> nat -> R) (v : nat -> R) (i : nat) : R :=
  sum d (fun j => A i j * v j).
Definition product (d : nat) (A B : nat -> nat -> R) (i j : nat) : R :=
  sum d (fun m => A i m * B m j).

Lemma sum_ext d f g : (forall j, (j < d)%nat -> f j = g j) -> sum d f = sum d g.
Proof.
  induction d as [| d IH]; intros H; cbn [sum]; [reflexivity |].
  rewrite IH, H by (try intros; try apply H; lia); reflexivity.
Qed.

Lemma sum_plus d f g : sum d (fun j => f j + g j) = sum d f + sum d g.
Proof. induction d as [| d IH]; cbn [sum]; [| rewrite IH]; ring. Qed.

Lemma sum_scale d c f : sum d (fun j => c * f j) = c * sum d f.
Proof. induction d as [| d IH]; cbn [sum]; [| rewrite IH]; ring. Qed.

Lemma sum_zero d : sum d (fun _ => 0) = 0.
Proof. induction d as [| d IH]; cbn [sum]; [| rewrite IH]; ring. Qed.

Lemma sum_swap d e f :
  sum d (fun i => sum e (fun j => f i j)) = sum e (fun j => sum d (fun i => f i j)).
Proof.
  induction d as [| d IH]; cbn [sum]; [now rewrite sum_zero |].
  now rewrite IH, <- sum_plus.
Qed.

Lemma sum_delta d f l : (l < d)%nat -> sum d (fun m => f m * delta m l) = f l.
Proof.
  induction d as [| d IH]; intros H; [lia |]; cbn [sum].
  destruct (Nat.eq_dec l d) as [-> | Hne].
  - rewrite (sum_ext d _ (fun _ => 0)), sum_zero.
    + unfold delta; rewrite Nat.eqb_refl; ring.
    + intros j Hj; unfold delta; rewrite (proj2 (Nat.eqb_neq j d)) by lia; ring.
  - rewrite IH by lia; unfold delta; rewrite (proj2 (Nat.eqb_neq d l)) by lia; ring.
Qed.

Lemma delta_sym i j : delta i j = delta j i.
Proof. unfold delta; now rewrite Nat.eqb_sym. Qed.

Lemma apply_delta d v i : (i < d)%nat -> apply d delta v i = v i.
Proof.
  intros H; rewrite <- (sum_delta d v i H); apply sum_ext; intros j _.
  rewrite (delta_sym i j); ring.
Qed.

Lemma apply_ext d A v w i :
  (forall j, (j < d)%nat -> v j = w j) -> apply d A v i = apply d A w i.
Proof. intros H; apply sum_ext; intros j Hj; now rewrite H. Qed.

Lemma apply_product d A B v i : apply d (product d A B) v i = apply d A (apply d B v) i.
Proof.
  unfold apply, product.
  rewrite (sum_ext d _ (fun j => sum d (fun m => A i m * B m j * v j))).
  - rewrite sum_swap; apply sum_ext; intros m _.
    rewrite <- sum_scale; apply sum_ext; intros j _; ring.
  - intros j _; rewrite Rmult_comm, <- sum_scale; apply sum_ext; intros m _; ring.
Qed.

(* x Lambda + y I *)
Definition affine (x y : R) (Lambda : nat -> nat -> R) (i j : nat) : R :=
  x * Lambda i j + y * delta i j.

Lemma apply_affine d x y Lambda v i : (i < d)%nat ->
  apply d (affine x y Lambda) v i = x * apply d Lambda v i + y * v i.
Proof.
  intros H; rewrite <- (apply_delta d v i H); unfold apply, affine.
  rewrite <- !sum_scale, <- sum_plus; apply sum_ext; intros j _; ring.
Qed.

Section Steps.
  Variables (d T : nat) (alpha sigma : nat -> R) (Lambda : nat -> nat -> R).
  Variable inverse : nat -> nat -> nat -> R.
  Hypothesis Hsigma : forall t, (1 <= t <= T)%nat -> sigma t <> 0.

  (* alpha_t^2 Lambda + sigma_t^2 I, the covariance of z_t, and its right inverse. *)
  Definition covariance (t : nat) : nat -> nat -> R :=
    affine (alpha t * alpha t) (sigma t * sigma t) Lambda.
  (* mutant C3.1 (off by one)
  - (sigma t * sigma t) Lambda.
  + (sigma (pred t) * sigma t) Lambda. *)
  Hypothesis Hinverse : forall t i j, (1 <= t <= T)%nat -> (i < d)%nat -> (j < d)%nat ->
    product d (covariance t) (inverse t) i j = delta i j.

  Definition estimate (t : nat) (z : nat -> R) (i : nat) : R :=
    alpha t * apply d Lambda (apply d (inverse t) z) i.

  Definition ddim_matrix (t : nat) (z : nat -> R) (i : nat) : R :=
    let x0 := estimate t z i in
    alpha (pred t) * x0 + sigma (pred t) * ((z i - alpha t * x0) / sigma t).
  (* mutant C3.1 (flipped sign)
  - ((z i - alpha t * x0) / sigma t).
  + ((z i + alpha t * x0) / sigma t). *)

  Definition step_matrix (t : nat) : nat -> nat -> R :=
    product d (affine (alpha (pred t) * alpha t) (sigma (pred t) * sigma t) Lambda) (inverse t).

  (* claim C3.1
     for all: every size d, matrix Lambda, sigma_t not 0, right inverse of alpha_t^2 Lambda +
       sigma_t^2 I, z
     states: the DDIM step is the matrix A_t = (alpha_{t-1} alpha_t Lambda + sigma_{t-1}
       sigma_t I) (alpha_t^2 Lambda + sigma_t^2 I)^{-1} *)
  Theorem ddim_is_matrix t z i : (1 <= t <= T)%nat -> (i < d)%nat ->
    ddim_matrix t z i = apply d (step_matrix t) z i.
  Proof.
    intros Ht Hi; pose proof (Hsigma t Ht) as Hs.
    assert (E : z i = alpha t * alpha t * apply d Lambda (apply d (inverse t) z) i
                      + sigma t * sigma t * apply d (inverse t) z i).
    { rewrite <- (apply_affine d _ _ _ _ _ Hi), <- apply_product.
      rewrite <- (apply_delta d z i Hi) at 1; unfold apply; apply sum_ext; intros j Hj.
      now rewrite <- (Hinverse t i j Ht Hi Hj). }
    unfold step_matrix; rewrite apply_product, apply_affine by exact Hi.
    unfold ddim_matrix, estimate; rewrite E; field; exact Hs.
  Qed.
  (* mutant C3.1 (off by one)
  - ddim_matrix t z i = apply d (step_matrix t) z i.
  + ddim_matrix t z i = apply d (step_matrix (pred t)) z i. *)

  Fixpoint composite_matrix (i j : nat) : nat -> nat -> R :=
    match j with
    | 0%nat => delta
    | S k => if (i <=? k)%nat then product d (composite_matrix i k) (step_matrix j) else delta
    end.
  (* mutant D2.1 (off by one)
  - if (i <=? k)%nat then product
  + if (i <? k)%nat then product *)

  (* claim D2.1
     for all: every size d, matrix Lambda, schedule with sigma_t not 0, i <= j, trajectory
     states: z_i = A_{i+1} ... A_j z_j *)
  Theorem teacher_is_composite_matrix z i j : (i <= j <= T)%nat ->
    (forall t a, (i < t <= j)%nat -> (a < d)%nat -> z (pred t) a = ddim_matrix t (z t) a) ->
    forall a, (a < d)%nat -> z i a = apply d (composite_matrix i j) (z j) a.
  Proof.
    intros [Hij HjT] Hz a Ha; induction Hij as [| j Hij IH].
    - destruct i; cbn [composite_matrix]; [| rewrite (proj2 (Nat.leb_gt (S i) i)) by lia];
        now rewrite apply_delta.
    - cbn [composite_matrix]; rewrite (proj2 (Nat.leb_le i j)), apply_product by exact Hij.
      rewrite IH; [| lia | intros; apply Hz; lia].
      apply apply_ext; intros b Hb.
      change (z j b) with (z (pred (S j)) b); rewrite Hz by lia; apply ddim_is_matrix; lia.
  Qed.
  (* mutant D2.1 (off by one)
  - z i a = apply d (composite_matrix i j) (z j) a.
  + z i a = apply d (composite_matrix (S i) j) (z j) a. *)
  (* mutant D2.1 (off by one)
  - (forall t a, (i < t <= j)%nat -> (a
  + (forall t a, (i < t < j)%nat -> (a *)
End Steps.
