(* P3.2: the teacher contracts the covariance. Started from a z_T of variance n_T, the variance of
   z_0, which is n_T * prod a_t^2, is lam * prod cos^2 theta_t, at most lam, and equal to lam only if
   lam = 0: the first two signal-noise vectors are never parallel for lam > 0. *)
Require Import Lia Reals Lra Psatz Opmerge.Operators Opmerge.Composite Opmerge.OneSided
  Opmerge.Schedule Opmerge.Moments.
Open Scope R_scope.

(* Output variance of the last t teacher steps, started from variance n_t at time t. *)
Definition output_variance (alpha sigma : nat -> R) (lam : R) (t : nat) : R :=
  norm2_ alpha sigma lam t *
  (composite_ (step_ alpha sigma lam) 0 t * composite_ (step_ alpha sigma lam) 0 t).

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

Section Teacher.
  Variables (T : nat) (alpha sigma : nat -> R) (lam : R).
  Hypotheses (Hs : schedule T alpha sigma) (Hlam : 0 <= lam).
  Notation n := (norm2_ alpha sigma lam).
  Notation a := (step_ alpha sigma lam).
  Notation var := (output_variance alpha sigma lam).

  Lemma variance_step t : (1 <= t <= T)%nat ->
    n t * (a t * a t) = n (pred t) - turn alpha sigma lam t / n t.
  Proof.
    intros Ht; pose proof (norm2_pos _ _ _ _ Hs Hlam t Ht); rewrite <- lagrange.
    unfold step; real; field; lra.
  Qed.

  Lemma turn_nonneg t : 0 <= turn alpha sigma lam t.
  Proof. apply Rmult_le_pos; [exact Hlam | apply Rle_0_sqr]. Qed.

  Lemma variance_0 : var 0 = lam.
  Proof.
    unfold output_variance; rewrite composite_empty; schedule.
    rewrite (alpha_0 _ _ _ Hs), (sigma_0 _ _ _ Hs); ring.
  Qed.

  Theorem variance_telescopes t : (1 <= t <= T)%nat ->
    var t = var (pred t) - turn alpha sigma lam t / n t *
                           (composite_ a 0 (pred t) * composite_ a 0 (pred t)).
  Proof.
    intros Ht; unfold output_variance; rewrite (composite_last a 0 t) by lia.
    transitivity (n t * (a t * a t) * (composite_ a 0 (pred t) * composite_ a 0 (pred t)));
      [ring | rewrite variance_step by exact Ht; ring].
  Qed.

  Lemma variance_decreases t : (1 <= t <= T)%nat -> var t <= var (pred t).
  Proof.
    intros Ht; rewrite variance_telescopes by exact Ht.
    pose proof (norm2_pos _ _ _ _ Hs Hlam t Ht).
    enough (0 <= turn alpha sigma lam t / n t *
                 (composite_ a 0 (pred t) * composite_ a 0 (pred t))) by lra.
    apply Rmult_le_pos; [| apply Rle_0_sqr].
    apply Rmult_le_pos; [apply turn_nonneg | left; now apply Rinv_0_lt_compat].
  Qed.

  Lemma variance_le t u : (t <= u <= T)%nat -> var u <= var t.
  Proof.
    intros [Htu HuT]; induction Htu as [| u Htu IH]; [lra |].
    apply Rle_trans with (var u); [apply (variance_decreases (S u)); lia | apply IH; lia].
  Qed.

  (* claim P3.2
     for all: every T, schedule, lam >= 0
     states: n_T prod a_t^2 <= lam *)
  Theorem teacher_contracts : var T <= lam.
  Proof. rewrite <- variance_0 at 2; apply variance_le; lia. Qed.
  (* mutant P3.2 (flipped inequality)
  - Theorem teacher_contracts : var T <= lam.
  + Theorem teacher_contracts : lam <= var T. *)

  (* claim P3.2
     for all: every T >= 1, schedule, lam > 0
     states: n_T prod a_t^2 < lam *)
  Theorem teacher_contracts_strictly : (1 <= T)%nat -> 0 < lam -> var T < lam.
  Proof.
    intros HT Hpos; apply Rle_lt_trans with (var 1%nat); [apply variance_le; lia |].
    rewrite variance_telescopes by lia; cbn [pred]; rewrite composite_empty, variance_0.
    enough (0 < turn alpha sigma lam 1 / n 1%nat) by lra.
    apply Rmult_lt_0_compat; [| apply Rinv_0_lt_compat, (norm2_pos T); trivial; lia].
    unfold turn; cbn [pred]; rewrite (alpha_0 _ _ _ Hs), (sigma_0 _ _ _ Hs).
    pose proof (sigma_pos _ _ _ Hs 1%nat ltac:(lia)).
    repeat apply Rmult_lt_0_compat; lra.
  Qed.
  (* mutant P3.2 (weakened hypothesis)
  - (1 <= T)%nat -> 0 < lam -> var T < lam.
  + (1 <= T)%nat -> 0 <= lam -> var T < lam. *)
  (* mutant P3.2 (off by one)
  - (1 <= T)%nat -> 0 < lam -> var T < lam.
  + (0 <= T)%nat -> 0 < lam -> var T < lam. *)

  (* claim P3.2
     for all: every T >= 1, schedule, lam >= 0
     states: equality iff all v_{t-1}, v_t are parallel, iff lam = 0 *)
  Theorem teacher_equality : (1 <= T)%nat ->
    (var T = lam <-> lam = 0) /\
    (var T = lam <-> forall t, (1 <= t <= T)%nat -> turn alpha sigma lam t = 0).
  Proof.
    intros HT; assert (Hiff : var T = lam <-> lam = 0).
    { split; intros E.
      - destruct Hlam as [Hpos | <-]; [| reflexivity].
        pose proof (teacher_contracts_strictly HT Hpos); lra.
      - apply Rle_antisym; [apply teacher_contracts |]; rewrite E.
        apply Rmult_le_pos; [apply norm2_nonneg; lra | apply Rle_0_sqr]. }
    split; [exact Hiff |]; rewrite Hiff; split.
    - intros -> t _; unfold turn; ring.
    - intros H; specialize (H 1%nat ltac:(lia)); unfold turn in H; cbn [pred] in H.
      rewrite (alpha_0 _ _ _ Hs), (sigma_0 _ _ _ Hs) in H.
      pose proof (sigma_pos _ _ _ Hs 1%nat ltac:(lia)).
      repeat (apply Rmult_integral in H as [H | H]; try lra).
  Qed.
  (* mutant P3.2 (shifted constant)
  - (var T = lam <-> lam = 0) /\
  + (var T = lam <-> lam = 1) /\ *)

  (* claim P3.2
     for all: every schedule, lam >= 0, t
     states: a step from variance n_t to n_{t-1} loses nothing iff v_{t-1} is a multiple of v_t *)
  Theorem step_loses_nothing_iff_parallel t : (1 <= t <= T)%nat ->
    (n t * (a t * a t) = n (pred t) <->
     exists c, alpha (pred t) * sqrt lam = c * (alpha t * sqrt lam) /\ sigma (pred t) = c * sigma t).
  Proof.
    intros Ht; pose proof (norm2_pos _ _ _ _ Hs Hlam t Ht); pose proof (sigma_pos _ _ _ Hs t Ht).
    pose proof (sqrt_sqrt lam Hlam) as Hr; rewrite variance_step by exact Ht.
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

  (* The teacher run on random variables, of which second moments are all that counts. *)
  Section Run.
    Variables (V : Type) (plus : V -> V -> V) (scale : R -> V -> V) (E : V -> V -> R).
    Hypothesis HE : second_moments V plus scale E.
    Variable z : nat -> V.
    Hypothesis Hrun : forall t, (1 <= t <= T)%nat -> z (pred t) = scale (a t) (z t).
    Hypothesis Hstart : E (z T) (z T) = n T.

    Lemma run_variance t : (t <= T)%nat ->
      E (z 0%nat) (z 0%nat) = E (z t) (z t) * (composite_ a 0 t * composite_ a 0 t).
    Proof.
      induction t as [| t IH]; intros Ht; [rewrite composite_empty; ring |].
      rewrite IH, composite_succ by lia.
      change (z t) with (z (pred (S t))); rewrite Hrun by lia.
      rewrite (image_variance _ _ _ _ HE); ring.
    Qed.

    (* claim P3.2
       for all: every T, schedule, lam >= 0, second moments, z_T of variance n_T
       states: the variance of the teacher's z_0 is n_T prod a_t^2 *)
    Theorem output_variance_value : E (z 0%nat) (z 0%nat) = var T.
    Proof. rewrite (run_variance T), Hstart by lia; reflexivity. Qed.
    (* mutant P3.2 (wrong object)
    - Hypothesis Hstart : E (z T) (z T) = n T.
    + Hypothesis Hstart : E (z 0%nat) (z 0%nat) = n T. *)

    (* claim P3.2
       for all: every T >= 1, schedule, lam > 0, second moments, z_T of variance n_T
       states: the variance of the teacher's z_0 is below lam *)
    Theorem run_contracts_strictly : (1 <= T)%nat -> 0 < lam -> E (z 0%nat) (z 0%nat) < lam.
    Proof. rewrite output_variance_value; apply teacher_contracts_strictly. Qed.
    (* mutant P3.2 (weakened hypothesis)
    - (1 <= T)%nat -> 0 < lam -> E (z
    + (1 <= T)%nat -> 0 <= lam -> E (z *)
  End Run.

  (* claim P3.2
     for all: every T, schedule, lam > 0
     states: n_T prod a_t^2 = lam prod cos^2 theta_t *)
  Theorem variance_is_product_of_cosines : 0 < lam -> forall t, (t <= T)%nat ->
    var t = lam * composite_ (cos2 alpha sigma lam) 0 t.
  Proof.
    intros Hpos; induction t as [| t IH]; intros Ht.
    - rewrite variance_0, composite_empty; ring.
    - assert (Hn : 0 < n t).
      { destruct t; [schedule | apply (norm2_pos T); trivial; lia].
        rewrite (alpha_0 _ _ _ Hs), (sigma_0 _ _ _ Hs); lra. }
      pose proof (norm2_pos _ _ _ _ Hs Hlam (S t) ltac:(lia)).
      rewrite composite_succ, <- Rmult_assoc, <- IH by lia.
      unfold output_variance; rewrite composite_succ by lia.
      unfold cos2, step; cbn [pred]; real; field; lra.
  Qed.
End Teacher.
