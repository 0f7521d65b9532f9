(* T4.2, T4.3 and T4.3-sharp in the distance W_2: between zero-mean Gaussians with diagonal covariance
   it is W_2^2 = sum of n_T (v - tau)^2 over the coordinates, and one plan is best in all. *)
Require Import List Reals Opmerge.Operators Opmerge.Plans Opmerge.Canonical Opmerge.Schedule
  Opmerge.BootOptimal Opmerge.VanillaOptimal Opmerge.Pareto.
Open Scope R_scope.

Section Wasserstein.
  Variables (T : nat) (alpha sigma : nat -> R) (I : Type) (lam : I -> R) (s : R).
  Hypotheses (Hs : schedule T alpha sigma) (Hlam : forall c, 0 <= lam c) (Hpos : 0 <= s).
  Notation a := (fun c => step_ alpha sigma (lam c)).
  Notation g := (fun c => gamma alpha sigma (lam c) s).

  Definition w2_squared (coords : list I) (p : plan) : R :=
    distance2 I T a 0 coords (fun c => norm2_ alpha sigma (lam c) T) (values I a g p).

  Lemma dominates_w2 coords p q : dominates I T a 0 (values I a g q) (values I a g p) ->
    w2_squared coords q <= w2_squared coords p.
  Proof. apply dominates_distance2; intros c; now apply norm2_nonneg. Qed.

  (* claim T4.3
     for all: every T, merge plan over (0, T], VP schedule, family of coordinates, 0 <=
       lam_c <= 1
     states: no plan is closer to the teacher than sequential BOOT in W_2 *)
  Theorem boot_optimal_w2 coords p :
    variance_preserving T alpha sigma -> (forall c, lam c <= 1) -> covers p 0 T ->
    w2_squared coords (boot 0 T) <= w2_squared coords p.
  Proof. intros Hvp H1 Hp; apply dominates_w2; intros c; now apply boot_optimal_vp. Qed.
  (* mutant T4.3 (flipped inequality)
  - covers p 0 T ->
  -     w2_squared coords (boot 0 T) <= w2_squared coords p.
  + covers p 0 T ->
  +     w2_squared coords p <= w2_squared coords (boot 0 T). *)

  (* claim T4.3-sharp
     for all: every T, merge plan over (0, T], family of coordinates, lam_c <= every finite
       c_j, j < T
     states: no plan is closer to the teacher than sequential BOOT in W_2 *)
  Theorem boot_optimal_below_critical_w2 coords p :
    (forall c, below_critical T alpha sigma (lam c)) ->
    covers p 0 T -> w2_squared coords (boot 0 T) <= w2_squared coords p.
  Proof.
    intros Hc Hp; apply dominates_w2; intros c; now apply boot_optimal_below_critical.
  Qed.
  (* mutant T4.3-sharp (flipped inequality)
  - covers p 0 T -> w2_squared coords (boot 0 T) <= w2_squared coords p.
  + covers p 0 T -> w2_squared coords p <= w2_squared coords (boot 0 T). *)

  (* claim T4.2
     for all: every T, merge plan over (0, T], family of coordinates, lam_c >= every c_j, j
       < T
     states: no plan is closer to the teacher than vanilla in W_2 *)
  Theorem vanilla_optimal_w2 coords lam_plus p :
    expansion_threshold T alpha sigma lam_plus -> (forall c, lam_plus <= lam c) ->
    covers p 0 T -> w2_squared coords (vanilla 0 T) <= w2_squared coords p.
  Proof.
    intros Hplus H1 Hp; apply dominates_w2; intros c.
    now apply (vanilla_optimal T alpha sigma lam_plus).
  Qed.
  (* mutant T4.2 (flipped inequality)
  - (forall c, lam_plus <= lam c) ->
  + (forall c, lam c <= lam_plus) -> *)
End Wasserstein.
