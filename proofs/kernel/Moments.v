(* Second moments. Random variables of finite variance can be added and scaled, and E (x y) is
   symmetric, linear and not negative on squares: nothing else of them is used. From these follow
   P3.1 among linear estimators, for any number of coordinates; the variance that an operator
   leaves (C3.1); and the loss of the student (P3.3). *)
Require Import Arith Lia Reals Lra Psatz Opmerge.Matrices.
Open Scope R_scope.

Record second_moments (V : Type) (plus : V -> V -> V) (scale : R -> V -> V) (E : V -> V -> R) :
  Prop := {
  E_sym : forall x y, E x y = E y x;
  E_plus : forall x y z, E (plus x y) z = E x z + E y z;
  E_scale : forall c x z, E (scale c x) z = c * E x z;
  E_square : forall x, 0 <= E x x }.

(* There are such variables: numbers, as multiples of one of variance 1. *)
Lemma second_moments_of_numbers : second_moments R Rplus Rmult Rmult.
Proof. split; intros; try ring; nra. Qed.

Section Moments.
  Variables (V : Type) (plus : V -> V -> V) (scale : R -> V -> V) (E : V -> V -> R).
  Hypothesis HE : second_moments V plus scale E.

  Lemma E_plus_r x y z : E z (plus x y) = E z x + E z y.
  Proof. now rewrite (E_sym _ _ _ _ HE), (E_plus _ _ _ _ HE), !(E_sym _ _ _ _ HE _ z). Qed.

  Lemma E_scale_r c x z : E z (scale c x) = c * E z x.
  Proof. now rewrite (E_sym _ _ _ _ HE), (E_scale _ _ _ _ HE), (E_sym _ _ _ _ HE x). Qed.

  Ltac moments := rewrite ?(E_plus _ _ _ _ HE), ?E_plus_r, ?(E_scale _ _ _ _ HE), ?E_scale_r.

  (* claim C3.1
     for all: every second moments, operator a, z
     states: the variance of a z is a^2 times that of z *)
  Theorem image_variance a z : E (scale a z) (scale a z) = a * a * E z z.
  Proof. moments; ring. Qed.
  (* mutant C3.1 (wrong object)
  - E (scale a z) (scale a z) = a * a * E z z.
  + E (scale a z) (scale a z) = a * E z z. *)

  (* The loss of an operator a whose target is b, at z. *)
  Definition student_loss (z : V) (b a : R) : R :=
    let off := plus (scale a z) (scale (- b) z) in E off off.
  (* mutant P3.3 (flipped sign)
  - (scale (- b) z) in E off off.
  + (scale b z) in E off off. *)

  (* claim P3.3
     for all: every second moments, z, a, b
     states: the loss E (a z - b z)^2 is n (a - b)^2 with n the variance of z *)
  Theorem student_loss_value z a b : student_loss z b a = E z z * (a - b)².
  Proof. unfold student_loss, Rsqr; moments; ring. Qed.

  (* claim P3.3
     for all: every second moments, z with some variance, a, b
     states: every operator but b has a larger loss than b *)
  Theorem student_loss_least_at_target z a b :
    0 < E z z -> a <> b -> student_loss z b b < student_loss z b a.
  Proof.
    intros Hz Hne; rewrite !student_loss_value.
    pose proof (Rsqr_pos_lt (a - b) ltac:(lra)); unfold Rsqr in *; nra.
  Qed.
  (* mutant P3.3 (weakened hypothesis)
  - 0 < E z z -> a <> b ->
  + 0 <= E z z -> a <> b -> *)

  (* x - k_0 z_0 - ... - k_{d-1} z_{d-1}: what a linear estimator of x leaves. *)
  Fixpoint residual (d : nat) (k : nat -> R) (z : nat -> V) (x : V) : V :=
    match d with
    | 0%nat => x
    | S d => plus (residual d k z x) (scale (- k d) (z d))
    end.

  Lemma E_residual d k z x y :
    E (residual d k z x) y = E x y - sum d (fun j => k j * E (z j) y).
  Proof. induction d as [| d IH]; cbn [residual sum]; moments; [| rewrite IH]; ring. Qed.

  (* What remains is orthogonal to the observations: the normal equations. *)
  Lemma excess_risk d k best z x :
    (forall l, (l < d)%nat -> E (residual d best z x) (z l) = 0) ->
    E (residual d k z x) (residual d k z x) = E (residual d best z x) (residual d best z x)
      + sum d (fun j => (k j - best j) * sum d (fun l => (k l - best l) * E (z l) (z j))).
  Proof.
    intros Hbest; set (r := residual d k z x); set (s := residual d best z x).
    assert (Hr : forall y, E r y = E s y - sum d (fun j => (k j - best j) * E (z j) y)).
    { intros y; unfold r, s; rewrite !E_residual.
      rewrite (sum_ext d (fun j => (k j - best j) * _)
                 (fun j => k j * E (z j) y + -1 * (best j * E (z j) y))) by (intros; ring).
      rewrite sum_plus, sum_scale; ring. }
    rewrite (Hr r), (E_sym _ _ _ _ HE s r), (Hr s).
    rewrite (sum_ext d (fun j => (k j - best j) * E (z j) s) (fun _ => 0)), sum_zero.
    - rewrite (sum_ext d (fun j => (k j - best j) * E (z j) r)
        (fun j => -1 * ((k j - best j) * sum d (fun l => (k l - best l) * E (z l) (z j))))).
      + rewrite sum_scale; ring.
      + intros j Hj; rewrite (E_sym _ _ _ _ HE), (Hr (z j)).
        unfold s; rewrite Hbest by exact Hj; ring.
    - intros j Hj; rewrite (E_sym _ _ _ _ HE); unfold s; rewrite Hbest by exact Hj; ring.
  Qed.

  (* The quadratic form of second moments is not negative: it is that of a combination. *)
  Lemma quadratic_form_nonneg d k x :
    0 <= sum d (fun j => k j * sum d (fun l => k l * E (x l) (x j))).
  Proof.
    destruct d as [| d]; [cbn; lra |].
    set (o := scale 0 (x d)); set (r := residual (S d) k x o).
    assert (Hr : forall y, E r y = - sum (S d) (fun j => k j * E (x j) y)).
    { intros y; unfold r; rewrite E_residual; unfold o at 1; moments; ring. }
    replace (sum _ _) with (E r r); [apply (E_square _ _ _ _ HE) |].
    rewrite (Hr r), (sum_ext (S d) _
      (fun j => -1 * (k j * sum (S d) (fun l => k l * E (x l) (x j))))).
    - rewrite sum_scale; ring.
    - intros j _; rewrite (E_sym _ _ _ _ HE), (Hr (x j)); ring.
  Qed.

  Section Denoiser.
    Variables (d : nat) (alpha sigma : R) (x e : nat -> V) (Lambda inverse : nat -> nat -> R).
    (* Data of covariance Lambda, which is positive semi-definite for being one; noise e. *)
    Hypothesis Hdata : forall i j, (i < d)%nat -> (j < d)%nat -> E (x i) (x j) = Lambda i j.
    Hypothesis Hnoise : forall i j, (i < d)%nat -> (j < d)%nat -> E (e i) (e j) = delta i j.
    Hypothesis Hapart : forall i j, (i < d)%nat -> (j < d)%nat -> E (x i) (e j) = 0.

    Definition observation (j : nat) : V := plus (scale alpha (x j)) (scale sigma (e j)).

    Definition observed_covariance : nat -> nat -> R :=
      affine (alpha * alpha) (sigma * sigma) Lambda.
    (* mutant P3.1 (wrong object)
    - affine (alpha * alpha) (sigma * sigma) Lambda.
    + affine alpha (sigma * sigma) Lambda. *)
    Hypothesis Hinverse : forall i j, (i < d)%nat -> (j < d)%nat ->
      product d inverse observed_covariance i j = delta i j.

    (* claim P3.1
       for all: every second moments, number of coordinates, Lambda
       states: the covariance of z_t = alpha x_0 + sigma epsilon is alpha^2 Lambda + sigma^2 I *)
    Theorem observed_covariance_value j l : (j < d)%nat -> (l < d)%nat ->
      E (observation j) (observation l) = observed_covariance j l.
    Proof.
      intros Hj Hl; unfold observation, observed_covariance, affine; moments.
      rewrite Hdata, Hnoise, Hapart, (E_sym _ _ _ _ HE (e j)), Hapart by assumption; ring.
    Qed.
    (* mutant P3.1 (off by one)
    - E (observation j) (observation l) = observed_covariance j l.
    + E (observation j) (observation j) = observed_covariance j l. *)

    (* The row of alpha Lambda (alpha^2 Lambda + sigma^2 I)^{-1} that estimates a y whose second
       moments with x_0 are c: a coordinate of x_0, or w^T x_0 for any w. *)
    Definition gain (c : nat -> R) (j : nat) : R := alpha * sum d (fun m => c m * inverse m j).
    (* mutant P3.1 (wrong object)
    - Definition gain (c : nat -> R) (j : nat) : R := alpha * sum
    + Definition gain (c : nat -> R) (j : nat) : R := sum *)

    Lemma gain_is_orthogonal y c l : (l < d)%nat ->
      (forall m, (m < d)%nat -> E y (x m) = c m) -> (forall m, (m < d)%nat -> E y (e m) = 0) ->
      E (residual d (gain c) observation y) (observation l) = 0.
    Proof.
      intros Hl Hx He; rewrite E_residual.
      rewrite (sum_ext d _
        (fun j => alpha * sum d (fun m => c m * inverse m j * observed_covariance j l))).
      - rewrite sum_scale, sum_swap.
        rewrite (sum_ext d _ (fun m => c m * delta m l)).
        + rewrite sum_delta by exact Hl.
          unfold observation; moments; rewrite Hx, He by exact Hl; ring.
        + intros m Hm; rewrite <- (Hinverse m l Hm Hl); unfold product.
          rewrite <- sum_scale; apply sum_ext; intros j _; ring.
      - intros j Hj; rewrite observed_covariance_value by assumption; unfold gain.
        rewrite Rmult_assoc, (Rmult_comm (sum _ _)), <- sum_scale; f_equal.
        apply sum_ext; intros m _; ring.
    Qed.

    (* claim P3.1
       for all: every second moments, number of coordinates, Lambda, y correlated with x_0
         alone, linear estimator k
       states: the risk of k exceeds that of the gain by at least sigma^2 |k - gain|^2 *)
    Theorem gain_is_optimal y c k :
      (forall m, (m < d)%nat -> E y (x m) = c m) -> (forall m, (m < d)%nat -> E y (e m) = 0) ->
      let risk k := E (residual d k observation y) (residual d k observation y) in
      risk (gain c) + sigma * sigma * sum d (fun j => (k j - gain c j)²) <= risk k.
    Proof.
      intros Hx He risk; unfold risk at 2.
      rewrite (excess_risk d k (gain c)) by (intros; now apply gain_is_orthogonal).
      fold (risk (gain c)); apply Rplus_le_compat_l.
      set (u := fun j => k j - gain c j).
      pose proof (quadratic_form_nonneg d u x) as Hform.
      replace (sum d (fun j => (k j - gain c j) * _)) with
        (alpha * alpha * sum d (fun j => u j * sum d (fun l => u l * E (x l) (x j)))
         + sigma * sigma * sum d (fun j => (u j)²)).
      - enough (0 <= alpha * alpha * sum d (fun j => u j * sum d (fun l => u l * E (x l) (x j))))
          by (unfold u in *; lra).
        apply Rmult_le_pos; [nra | exact Hform].
      - rewrite <- !sum_scale, <- sum_plus; apply sum_ext; intros j Hj.
        change (k j - gain c j) with (u j).
        rewrite (sum_ext d (fun l => (k l - gain c l) * E (observation l) (observation j))
          (fun l => alpha * alpha * (u l * E (x l) (x j)) + sigma * sigma * (u l * delta l j))).
        + rewrite sum_plus, !sum_scale, sum_delta by exact Hj; unfold Rsqr; ring.
        + intros l Hl; rewrite observed_covariance_value by assumption.
          unfold observed_covariance, affine; rewrite Hdata by assumption; unfold u; ring.
    Qed.
    (* mutant P3.1 (flipped inequality)
    - * sum d (fun j => (k j - gain c j)²) <= risk k.
    + * sum d (fun j => (k j - gain c j)²) >= risk k. *)
    (* mutant P3.1 (weakened hypothesis)
    - (forall m, (m < d)%nat -> E y (e m) = 0) ->
    -       let risk
    + let risk *)
  End Denoiser.
End Moments.
