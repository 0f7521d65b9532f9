(* Numbers that a teacher's trajectory reaches, as a schedule: it is grown at time 1, from which the last step goes to
   the data. *)
Require Import Arith Lia Reals Lra Opmerge.Operators Opmerge.Composite Opmerge.Schedule Opmerge.TeacherVariance.
Open Scope R_scope.

(* The numbers of f with x put in at time 1: what was at a time t >= 1 is then at t + 1. *)
Definition put_first (x : R) (f : nat -> R) (t : nat) : R := match t with O => f O | S O => x | S k => f k end.

Lemma composite_shift a b i j : (i <= j)%nat -> (forall t, (i < t <= j)%nat -> b (S t) = a t) ->
  composite_ b (S i) (S j) = composite_ a i j.
Proof.
  intros H; induction H as [| j H IH]; intros E; [now rewrite !composite_empty |].
  rewrite (composite_succ b), (composite_succ a), IH, E by (lia || (intros; apply E; lia)); reflexivity.
Qed.

Section Trajectory.
  Variable lam : R.
  Hypothesis Hlam : 0 <= lam.

  (* v_t = (x sqrt lam, u): its squared norm, and its inner product with v_{t-1} = (y sqrt lam, w). *)
  Definition norm2_of (x u : R) : R := x * x * lam + u * u.
  Definition inner_of (x u y w : R) : R := y * x * lam + w * u.

  (* x, u: signal and noise at the time reached, here 1; v: the variance there; c: the product of the cos^2 above. *)
  Definition is_trajectory (x u v c : R) : Prop := exists T alpha sigma,
    (1 <= T)%nat /\ (forall t, (1 <= t <= T)%nat -> 0 < sigma t) /\ alpha 0%nat = 1 /\ sigma 0%nat = 0 /\
    alpha 1%nat = x /\ sigma 1%nat = u /\
    output_variance alpha sigma lam 1 T = v /\ composite_ (cos2 alpha sigma lam) 1 T = c.

  Lemma norm2_of_pos x u : 0 < u -> 0 < norm2_of x u.
  Proof. intros; pose proof (Rle_0_sqr x); unfold norm2_of, Rsqr in *; nra. Qed.

  Lemma same_trajectory x u v c v' c' : is_trajectory x u v c -> v = v' -> c = c' -> is_trajectory x u v' c'.
  Proof. now intros H <- <-. Qed.

  Lemma noise_of_trajectory x u v c : is_trajectory x u v c -> 0 < u.
  Proof. intros (T & alpha & sigma & HT & Hs & _ & _ & _ & <- & _); apply Hs; lia. Qed.

  Lemma start_is_trajectory x u : 0 < u -> is_trajectory x u (norm2_of x u) 1.
  Proof.
    intros Hu; exists 1%nat, (put_first x (fun _ => 1)), (put_first u (fun _ => 0)).
    unfold output_variance; rewrite !composite_empty; repeat split; trivial; [| schedule; cbn; unfold norm2_of; ring].
    intros [| [| t]] Ht; cbn; lra || lia.
  Qed.

  Lemma step_is_trajectory x u v c y w : 0 < w -> is_trajectory x u v c ->
    is_trajectory y w (v * (inner_of x u y w / norm2_of x u) ^ 2)
      (c * (inner_of x u y w ^ 2 / (norm2_of y w * norm2_of x u))).
  Proof.
    intros Hw H; pose proof (norm2_of_pos x u (noise_of_trajectory _ _ _ _ H)); pose proof (norm2_of_pos y w Hw).
    destruct H as (T & alpha & sigma & HT & Hs & A0 & S0 & A1 & S1 & Hv & Hc).
    exists (S T), (put_first y alpha), (put_first w sigma).
    assert (N : forall t, (1 <= t <= T)%nat ->
      norm2_ (put_first y alpha) (put_first w sigma) lam (S t) = norm2_ alpha sigma lam t)
      by (intros [| t] Ht; [lia | reflexivity]).
    assert (I : forall t, (1 < t <= T)%nat ->
      inner_ (put_first y alpha) (put_first w sigma) lam (S t) = inner_ alpha sigma lam t)
      by (intros [| [| t]] Ht; try lia; reflexivity).
    repeat split; trivial; [lia | | |].
    - intros [| [| t]] Ht; cbn; trivial; [lia | apply Hs; lia].
    - rewrite <- Hv; unfold output_variance; rewrite (composite_first _ 1 (S T)), N by lia.
      rewrite (composite_shift (step_ alpha sigma lam)) by
        (trivial || (intros; unfold step; rewrite N, I by lia; trivial)).
      unfold step, inner, norm2; real; cbn; rewrite A1, S1; unfold inner_of, norm2_of in *; field; lra.
    - rewrite <- Hc, (composite_first _ 1 (S T)) by lia.
      rewrite (composite_shift (cos2 alpha sigma lam)) by
        (trivial || (intros [| t] Ht; [lia |]; unfold cos2; cbn [pred]; rewrite !N, I by lia; trivial)).
      unfold cos2, inner, norm2; real; cbn; rewrite A1, S1; unfold inner_of, norm2_of in *; field; lra.
  Qed.

  (* What the theorems about schedules say of the numbers; the last step is one to the data, from v to z_0. *)
  Definition at_data (x u v : R) : R := v * (inner_of x u 1 0 / norm2_of x u) ^ 2.

  Lemma norm2_here alpha sigma t : norm2_ alpha sigma lam t = norm2_of (alpha t) (sigma t).
  Proof. reflexivity. Qed.

  Lemma output_here T alpha sigma : (1 <= T)%nat -> (forall t, (1 <= t <= T)%nat -> 0 < sigma t) ->
    alpha 0%nat = 1 -> sigma 0%nat = 0 ->
    output_variance alpha sigma lam 0 T = at_data (alpha 1%nat) (sigma 1%nat) (output_variance alpha sigma lam 1 T).
  Proof.
    intros HT Hs A0 S0; unfold output_variance, at_data; rewrite (composite_first _ 0 T) by lia.
    assert (E : step_ alpha sigma lam 1 =
      inner_of (alpha 1%nat) (sigma 1%nat) 1 0 / norm2_of (alpha 1%nat) (sigma 1%nat))
      by (unfold step, inner; cbn [pred]; rewrite A0, S0; reflexivity).
    rewrite E; ring.
  Qed.

  Theorem trajectory_contracts x u v c : is_trajectory x u v c -> v <= norm2_of x u.
  Proof.
    intros (T & alpha & sigma & HT & Hs & _ & _ & <- & <- & <- & _).
    rewrite <- norm2_here; now apply teacher_contracts_to.
  Qed.

  Theorem trajectory_of_cosines x u v c : is_trajectory x u v c -> v = norm2_of x u * c.
  Proof.
    intros (T & alpha & sigma & HT & Hs & _ & _ & <- & <- & <- & <-).
    rewrite <- norm2_here; apply (variance_is_product_of_cosines T); trivial; [| lia].
    apply (norm_pos T); trivial; lia.
  Qed.

  Theorem output_contracts x u v c : is_trajectory x u v c -> at_data x u v <= lam.
  Proof.
    intros (T & alpha & sigma & HT & Hs & A0 & S0 & <- & <- & <- & _).
    rewrite <- (output_here T) by trivial; now apply teacher_contracts.
  Qed.

  Theorem output_contracts_strictly x u v c : 0 < lam -> is_trajectory x u v c -> at_data x u v < lam.
  Proof.
    intros Hpos (T & alpha & sigma & HT & Hs & A0 & S0 & <- & <- & <- & _).
    rewrite <- (output_here T) by trivial; now apply teacher_contracts_strictly.
  Qed.

  Theorem output_of_cosines x u v c : 0 < lam -> is_trajectory x u v c ->
    at_data x u v = lam * (inner_of x u 1 0 ^ 2 / (lam * norm2_of x u)) * c.
  Proof.
    intros Hpos (T & alpha & sigma & HT & Hs & A0 & S0 & <- & <- & <- & <-).
    pose proof (norm_0 alpha sigma lam A0 S0) as N0.
    rewrite <- (output_here T), (variance_is_product_of_cosines T), N0, (composite_first _ 0 T)
      by (lia || lra || trivial).
    assert (E : cos2 alpha sigma lam 1 =
      inner_of (alpha 1%nat) (sigma 1%nat) 1 0 ^ 2 / (lam * norm2_of (alpha 1%nat) (sigma 1%nat))).
    { unfold cos2, inner; cbn [pred]; rewrite N0, norm2_here, A0, S0; real.
      unfold inner_of; f_equal; ring. }
    rewrite E; ring.
  Qed.
End Trajectory.
