(* P3.2: the teacher contracts the covariance. Started from a z_T of variance n_T, the variance of
   z_t, which is n_T * prod a_k^2, is n_t * prod cos^2 theta_k, at most n_t; that of z_0 is at most lam,
   and equal to lam only if lam = 0: the first two signal-noise vectors are never parallel for lam > 0.
   Of a schedule nothing is used but alpha_0 = 1, sigma_0 = 0 and sigma_t > 0 for t >= 1. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.Composite Opmerge.OneSided
  Opmerge.Schedule Opmerge.Moments.
Open Scope R_scope.

(* Output variance at time t, started from variance n_u at time u. *)
Definition output_variance (alpha sigma : nat -> R) (lam : R) (t u : nat) : R :=
  norm2_ alpha sigma lam u *
  (composite_ (step_ alpha sigma lam) t u * composite_ (step_ alpha sigma lam) t u).

(* The part of v_{t-1} that is not along v_t; zero exactly when they are parallel. *)
Definition turn (alpha sigma : nat -> R) (lam : R) (t : nat) : R :=
  let cross := alpha (pred t) * sigma t - alpha t * sigma (pred t) in lam * (cross * cross).
(* mutant P3.2 (flipped sign)
- alpha (pred t) * sigma t - alpha t * sigma (pred t) in
+ alpha (pred t) * sigma t + alpha t * sigma (pred t) in *)

Definition cos2 (alpha sigma : nat -> R) (lam : R) (t : nat) : R :=
  inner_ alpha sigma lam t * inner_ alpha sigma lam t /
  (norm2_ alpha sigma lam (pred t) * norm2_ alpha sigma lam t).

(* claim P3.2
   for all: every alpha, sigma, lam, t
   states: n_{t-1} n_t - <v_{t-1}, v_t>^2 = lam (alpha_{t-1} sigma_t - alpha_t
     sigma_{t-1})^2 *)
Theorem lagrange alpha sigma lam t :
  norm2_ alpha sigma lam (pred t) * norm2_ alpha sigma lam t
  - inner_ alpha sigma lam t * inner_ alpha sigma lam t = turn alpha sigma lam t.
Proof. unfold turn; schedule; ring. Qed.
(* mutant P3.2 (flipped sign)
- - inner_ alpha sigma lam t * inner_ alpha sigma lam t = turn
+ + inner_ alpha sigma lam t * inner_ alpha sigma lam t = turn *)

(* claim P3.2
   for all: every alpha, sigma, lam, t with n_t > 0
   states: a step from variance n_t loses lam (alpha_{t-1} sigma_t - alpha_t sigma_{t-1})^2 / n_t *)
Theorem variance_step alpha sigma lam t : 0 < norm2_ alpha sigma lam t ->
  norm2_ alpha sigma lam t * (step_ alpha sigma lam t * step_ alpha sigma lam t)
  = norm2_ alpha sigma lam (pred t) - turn alpha sigma lam t / norm2_ alpha sigma lam t.
Proof. intros Hn; rewrite <- lagrange; unfold step; real; field; lra. Qed.

Section Teacher.
  Variables (T : nat) (alpha sigma : nat -> R) (lam : R).
  Hypotheses (Hs : forall t, (1 <= t <= T)%nat -> 0 < sigma t) (Hlam : 0 <= lam).
  (* mutant P3.2 (weakened hypothesis)
  - (1 <= t <= T)%nat -> 0 < sigma t)
  + (1 <= t <= T)%nat -> 0 <= sigma t) *)
  Notation n := (norm2_ alpha sigma lam).
  Notation a := (step_ alpha sigma lam).
  Notation var := (output_variance alpha sigma lam).

  Lemma norm_pos t : (1 <= t <= T)%nat -> 0 < n t.
  Proof.
    intros Ht; schedule; pose proof (Hs t Ht).
    pose proof (Rmult_le_pos _ _ (Rle_0_sqr (alpha t)) Hlam); unfold Rsqr in *; nra.
  Qed.

  Lemma turn_nonneg t : 0 <= turn alpha sigma lam t.
  Proof. apply Rmult_le_pos; [exact Hlam | apply Rle_0_sqr]. Qed.

  Lemma variance_start t : var t t = n t.
  Proof. unfold output_variance; rewrite composite_empty; ring. Qed.

  Theorem variance_telescopes t u : (t < u <= T)%nat ->
    var t u = var t (pred u) - turn alpha sigma lam u / n u *
                               (composite_ a t (pred u) * composite_ a t (pred u)).
  Proof.
    intros Hu; unfold output_variance; rewrite (composite_last a t u) by lia.
    transitivity (n u * (a u * a u) * (composite_ a t (pred u) * composite_ a t (pred u)));
      [ring | rewrite variance_step by (apply norm_pos; lia); ring].
  Qed.

  Lemma variance_decreases t u : (t < u <= T)%nat -> var t u <= var t (pred u).
  Proof.
    intros Hu; rewrite variance_telescopes by exact Hu.
    pose proof (norm_pos u ltac:(lia)).
    enough (0 <= turn alpha sigma lam u / n u *
                 (composite_ a t (pred u) * composite_ a t (pred u))) by lra.
    apply Rmult_le_pos; [| apply Rle_0_sqr].
    apply Rmult_le_pos; [apply turn_nonneg | left; now apply Rinv_0_lt_compat].
  Qed.

  Lemma variance_le t u v : (t <= u <= v)%nat -> (v <= T)%nat -> var t v <= var t u.
  Proof.
    intros [Htu Huv] Hv; induction Huv as [| v Huv IH]; [lra |].
    apply Rle_trans with (var t v); [apply (variance_decreases t (S v)); lia | apply IH; lia].
  Qed.

  (* claim P3.2
     for all: every T, alpha, sigma with sigma_t > 0 for t >= 1, lam >= 0, t <= T
     states: n_T prod_{k > t} a_k^2 <= n_t *)
  Theorem teacher_contracts_to t : (t <= T)%nat -> var t T <= n t.
  Proof. intros Ht; rewrite <- variance_start; apply variance_le; lia. Qed.
  (* mutant P3.2 (flipped inequality)
  - Theorem teacher_contracts_to t : (t <= T)%nat -> var t T <= n t.
  + Theorem teacher_contracts_to t : (t <= T)%nat -> n t <= var t T. *)

  (* claim P3.2
     for all: every T, alpha, sigma with sigma_t > 0 for t >= 1, lam >= 0, t <= u <= T with n_t > 0
     states: n_u prod a_k^2 = n_t prod cos^2 theta_k over t < k <= u *)
  Theorem variance_is_product_of_cosines t u : 0 < n t -> (t <= u <= T)%nat ->
    var t u = n t * composite_ (cos2 alpha sigma lam) t u.
  Proof.
    intros Hn [Htu HuT]; induction Htu as [| u Htu IH].
    - rewrite variance_start, composite_empty; ring.
    - assert (Hu : 0 < n u).
      { destruct (Nat.eq_dec u t) as [-> |]; [exact Hn | apply norm_pos; lia]. }
      pose proof (norm_pos (S u) ltac:(lia)).
      rewrite composite_succ, <- Rmult_assoc, <- IH by lia.
      unfold output_variance; rewrite composite_succ by lia.
      unfold cos2, step; cbn [pred]; real; field; lra.
  Qed.

  (* claim P3.2
     for all: every T, alpha, sigma with sigma_t > 0 for t >= 1, lam >= 0, t
     states: a step from variance n_t to n_{t-1} loses nothing iff v_{t-1} is a multiple of v_t *)
  Theorem step_loses_nothing_iff_parallel t : (1 <= t <= T)%nat ->
    (n t * (a t * a t) = n (pred t) <->
     exists c, alpha (pred t) * sqrt lam = c * (alpha t * sqrt lam) /\ sigma (pred t) = c * sigma t).
  Proof.
    intros Ht; pose proof (norm_pos t Ht); pose proof (Hs t Ht).
    pose proof (sqrt_sqrt lam Hlam) as Hr; rewrite variance_step by assumption.
    assert (Hturn : turn alpha sigma lam t =
      (sqrt lam * (alpha (pred t) * sigma t - alpha t * sigma (pred t)))²)
      by (unfold turn, Rsqr; rewrite <- Hr at 1; ring).
    split; [intros E | intros [c [Ea Es]]].
    - assert (Hz : turn alpha sigma lam t = 0).
      { apply Rmult_eq_reg_r with (/ n t); [| apply Rinv_neq_0_compat; lra].
        unfold Rdiv in E; lra. }
      rewrite Hturn in Hz; apply Rsqr_0_uniq in Hz.
      exists (sigma (pred t) / sigma t); split; [| field; lra].
      apply Rmult_eq_reg_r with (sigma t); [| lra].
      transitivity (sqrt lam * alpha t * sigma (pred t)); [lra | field; lra].
    - rewrite Hturn; replace (sqrt lam * _) with 0; [unfold Rsqr; field; lra |].
      transitivity (alpha (pred t) * sqrt lam * sigma t - alpha t * sqrt lam * sigma (pred t));
        [rewrite Ea, Es |]; ring.
  Qed.
  (* mutant P3.2 (off by one)
  - sqrt lam = c * (alpha t * sqrt lam) /\ sigma (pred t) = c * sigma t).
  + sqrt lam = c * (alpha t * sqrt lam) /\ sigma t = c * sigma t). *)

  (* The data: the last step ends at z_0 itself. *)
  Hypotheses (Ha0 : alpha 0%nat = 1) (Hs0 : sigma 0%nat = 0).

  Lemma norm_0 : n 0%nat = lam.
  Proof. schedule; rewrite Ha0, Hs0; ring. Qed.

  (* claim P3.2
     for all: every T, alpha, sigma with alpha_0 = 1, sigma_0 = 0 and sigma_t > 0 for t >= 1, lam >= 0
     states: n_T prod a_t^2 <= lam *)
  Theorem teacher_contracts : var 0 T <= lam.
  Proof. rewrite <- norm_0 at 2; apply teacher_contracts_to; lia. Qed.
  (* mutant P3.2 (flipped inequality)
  - Theorem teacher_contracts : var 0 T <= lam.
  + Theorem teacher_contracts : lam <= var 0 T. *)

  (* claim P3.2
     for all: every T >= 1, alpha, sigma with alpha_0 = 1, sigma_0 = 0 and sigma_t > 0 for t >= 1, lam > 0
     states: n_T prod a_t^2 < lam *)
  Theorem teacher_contracts_strictly : (1 <= T)%nat -> 0 < lam -> var 0 T < lam.
  Proof.
    intros HT Hpos; apply Rle_lt_trans with (var 0 1); [apply variance_le; lia |].
    rewrite variance_telescopes by lia; cbn [pred]; rewrite composite_empty, variance_start, norm_0.
    enough (0 < turn alpha sigma lam 1 / n 1%nat) by lra.
    apply Rmult_lt_0_compat; [| apply Rinv_0_lt_compat, norm_pos; lia].
    unfold turn; cbn [pred]; rewrite Ha0, Hs0.
    pose proof (Hs 1%nat ltac:(lia)).
    repeat apply Rmult_lt_0_compat; lra.
  Qed.
  (* mutant P3.2 (weakened hypothesis)
  - (1 <= T)%nat -> 0 < lam -> var 0 T < lam.
  + (1 <= T)%nat -> 0 <= lam -> var 0 T < lam. *)
  (* mutant P3.2 (off by one)
  - (1 <= T)%nat -> 0 < lam -> var 0 T < lam.
  + (0 <= T)%nat -> 0 < lam -> var 0 T < lam. *)

  (* claim P3.2
     for all: every T >= 1, alpha, sigma with alpha_0 = 1, sigma_0 = 0 and sigma_t > 0 for t >= 1, lam >= 0
     states: equality iff all v_{t-1}, v_t are parallel, iff lam = 0 *)
  Theorem teacher_equality : (1 <= T)%nat ->
    (var 0 T = lam <-> lam = 0) /\
    (var 0 T = lam <-> forall t, (1 <= t <= T)%nat -> turn alpha sigma lam t = 0).
  Proof.
    intros HT; assert (Hiff : var 0 T = lam <-> lam = 0).
    { split; intros E.
      - destruct Hlam as [Hpos | <-]; [| reflexivity].
        pose proof (teacher_contracts_strictly HT Hpos); lra.
      - apply Rle_antisym; [apply teacher_contracts |]; rewrite E.
        apply Rmult_le_pos; [apply norm2_nonneg; lra | apply Rle_0_sqr]. }
    split; [exact Hiff |]; rewrite Hiff; split.
    - intros -> t _; unfold turn; ring.
    - intros H; specialize (H 1%nat ltac:(lia)); unfold turn in H; cbn [pred] in H.
      rewrite Ha0, Hs0 in H.
      pose proof (Hs 1%nat ltac:(lia)).
      repeat (apply Rmult_integral in H as [H | H]; try lra).
  Qed.
  (* mutant P3.2 (shifted constant)
  - (var 0 T = lam <-> lam = 0) /\
  + (var 0 T = lam <-> lam = 1) /\ *)

  (* The teacher run on random variables, of which second moments are all that counts. *)
  Section Run.
    Variables (V : Type) (plus : V -> V -> V) (scale : R -> V -> V) (E : V -> V -> R).
    Hypothesis HE : second_moments V plus scale E.
    Variable z : nat -> V.
    Hypothesis Hrun : forall t, (1 <= t <= T)%nat -> z (pred t) = scale (a t) (z t).
    Hypothesis Hstart : E (z T) (z T) = n T.

    Lemma run_variance t u : (t <= u <= T)%nat ->
      E (z t) (z t) = E (z u) (z u) * (composite_ a t u * composite_ a t u).
    Proof.
      intros [Htu HuT]; induction Htu as [| u Htu IH]; [rewrite composite_empty; ring |].
      rewrite IH, composite_succ by lia.
      change (z u) with (z (pred (S u))); rewrite Hrun by lia.
      rewrite (image_variance _ _ _ _ HE); ring.
    Qed.

    (* claim P3.2
       for all: every T, alpha, sigma, lam, second moments, z_T of variance n_T, t <= T
       states: the variance of the teacher's z_t is n_T prod_{k > t} a_k^2 *)
    Theorem output_variance_value t : (t <= T)%nat -> E (z t) (z t) = var t T.
    Proof. intros Ht; rewrite (run_variance t T), Hstart by lia; reflexivity. Qed.
    (* mutant P3.2 (wrong object)
    - Hypothesis Hstart : E (z T) (z T) = n T.
    + Hypothesis Hstart : E (z 0%nat) (z 0%nat) = n T. *)

    (* claim P3.2
       for all: every T >= 1, alpha, sigma with alpha_0 = 1, sigma_0 = 0 and sigma_t > 0 for t >= 1, lam > 0,
         second moments, z_T of variance n_T
       states: the variance of the teacher's z_0 is below lam *)
    Theorem run_contracts_strictly : (1 <= T)%nat -> 0 < lam -> E (z 0%nat) (z 0%nat) < lam.
    Proof. rewrite (output_variance_value 0) by lia; apply teacher_contracts_strictly. Qed.
    (* mutant P3.2 (weakened hypothesis)
    - (1 <= T)%nat -> 0 < lam -> E (z
    + (1 <= T)%nat -> 0 <= lam -> E (z *)
  End Run.
End Teacher.
