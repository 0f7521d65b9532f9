(* C3.1 and D2.1: with the best linear estimate of x_0, a DDIM step multiplies each coordinate
   by a_t = <v_{t-1}, v_t> / |v_t|^2, and consecutive steps by the composite operator.
   P3.1, among linear estimators of one coordinate; of several, and C3.1 and D2.1 for matrices, in
   Moments.v and Matrices.v. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.Composite Opmerge.OneSided
  Opmerge.Schedule Opmerge.Moments.
Open Scope R_scope.

Section Ddim.
  Variables (T : nat) (alpha sigma : nat -> R) (lam : R).
  Hypotheses (Hs : schedule T alpha sigma) (Hlam : 0 <= lam).

  (* E (x_0 - f z_t)^2 for z_t = alpha_t x_0 + sigma_t eps, Var x_0 = lam, Var eps = 1. *)
  Definition denoising_loss (t : nat) (f : R) : R :=
    (1 - f * alpha t)² * lam + (f * sigma t)².
  (* mutant P3.1 (flipped sign)
  - (1 - f * alpha t)² * lam
  + (1 + f * alpha t)² * lam *)

  Definition denoiser (t : nat) : R := alpha t * lam / norm2_ alpha sigma lam t.
  (* mutant P3.1 (wrong object)
  - denoiser (t : nat) : R := alpha t * lam /
  + denoiser (t : nat) : R := alpha t / *)

  (* claim P3.1
     for all: every schedule, lam, t, second moments, x_0 and noise apart, linear estimator f
     states: one coordinate: its loss E (x_0 - f z_t)^2 is (1 - f alpha_t)^2 lam + (f sigma_t)^2 *)
  Theorem denoising_loss_value V plus scale E x e t f :
    second_moments V plus scale E -> E x x = lam -> E e e = 1 -> E x e = 0 ->
    let z := plus (scale (alpha t) x) (scale (sigma t) e) in
    let off := plus x (scale (- f) z) in E off off = denoising_loss t f.
  Proof.
    intros HE Hx He Hxe z off; unfold off, z.
    repeat rewrite ?(E_plus _ _ _ _ HE), ?(E_plus_r _ _ _ _ HE), ?(E_scale _ _ _ _ HE),
      ?(E_scale_r _ _ _ _ HE).
    rewrite (E_sym _ _ _ _ HE e x), Hx, He, Hxe; unfold denoising_loss, Rsqr; ring.
  Qed.

  (* partial P3.1: linear estimators; not all measurable ones *)
  (* claim P3.1
     for all: every schedule, lam >= 0, t >= 1, linear estimator f
     states: one coordinate: its loss exceeds that of alpha lam / n_t by n_t (f - alpha lam
       / n_t)^2 *)
  Theorem denoiser_optimal t f : (1 <= t <= T)%nat ->
    denoising_loss t f = denoising_loss t (denoiser t)
      + norm2_ alpha sigma lam t * (f - denoiser t)².
  Proof.
    intros Ht; pose proof (norm2_pos _ _ _ _ Hs Hlam t Ht).
    unfold denoising_loss, denoiser, Rsqr; set (n := norm2_ alpha sigma lam t) in *.
    assert (E : sigma t * sigma t = n - alpha t * alpha t * lam)
      by (unfold n; schedule; ring).
    replace (f * sigma t * (f * sigma t)) with (f * f * (sigma t * sigma t)) by ring.
    replace (alpha t * lam / n * sigma t * (alpha t * lam / n * sigma t))
      with (alpha t * lam / n * (alpha t * lam / n) * (sigma t * sigma t)) by ring.
    rewrite E; field; lra.
  Qed.
  (* mutant P3.1 (flipped sign)
  -       + norm2_ alpha sigma lam t * (f
  +       - norm2_ alpha sigma lam t * (f *)
  (* mutant P3.1 (off by one)
  -       + norm2_ alpha sigma lam t * (f
  +       + norm2_ alpha sigma lam (pred t) * (f *)

  Definition ddim (t : nat) (z : R) : R :=
    let x0 := denoiser t * z in
    alpha (pred t) * x0 + sigma (pred t) * ((z - alpha t * x0) / sigma t).
  (* mutant C3.1 (flipped sign)
  - ((z - alpha t * x0) / sigma t)
  + ((z + alpha t * x0) / sigma t) *)
  (* mutant C3.1 (off by one)
  -     alpha (pred t) * x0 +
  +     alpha t * x0 + *)

  (* claim C3.1
     for all: every schedule, lam >= 0, t >= 1, z
     states: the DDIM step is a_t z with a_t = <v_{t-1}, v_t> / |v_t|^2 *)
  Theorem ddim_is_linear t z : (1 <= t <= T)%nat -> ddim t z = step_ alpha sigma lam t * z.
  Proof.
    intros Ht; pose proof (norm2_pos _ _ _ _ Hs Hlam t Ht) as Hn.
    pose proof (sigma_pos _ _ _ Hs t Ht).
    unfold ddim, denoiser, step; schedule; field; lra.
  Qed.
  (* mutant C3.1 (off by one)
  - ddim t z = step_ alpha sigma lam t * z.
  + ddim t z = step_ alpha sigma lam (pred t) * z. *)

  (* claim D2.1
     for all: every schedule, lam >= 0, i <= j, trajectory
     states: z_i = (prod of a_t over i < t <= j) z_j *)
  Theorem teacher_is_composite z i j : (i <= j <= T)%nat ->
    (forall t, (i < t <= j)%nat -> z (pred t) = ddim t (z t)) ->
    z i = composite_ (step_ alpha sigma lam) i j * z j.
  Proof.
    intros [Hij HjT] Hz; induction Hij as [| j Hij IH].
    - rewrite composite_empty; ring.
    - rewrite IH; [| lia | intros; apply Hz; lia].
      pose proof (Hz (S j) ltac:(lia)) as E; cbn [pred] in E.
      rewrite E, ddim_is_linear, composite_succ by lia; ring.
  Qed.
  (* mutant D2.1 (wrong object)
  - z i = composite_ (step_ alpha sigma lam) i j * z j.
  + z j = composite_ (step_ alpha sigma lam) i j * z i. *)
  (* mutant D2.1 (off by one)
  - z i = composite_ (step_ alpha sigma lam) i j * z j.
  + z i = composite_ (step_ alpha sigma lam) (S i) j * z j. *)
  (* mutant D2.1 (off by one)
  - (forall t, (i < t <= j)%nat -> z (pred t)
  + (forall t, (i < t < j)%nat -> z (pred t) *)
End Ddim.
