(* T4.1 for several coordinates is refuted even when each of them is one-sided. One vector of
   operators per sub-trajectory is not enough; the Pareto set of Pareto.v is. Instance, T = 4:
     alpha = 1, 35/37, 3/5, 7/25, 0   sigma = 0, 12/37, 4/5, 24/25, 1  (variance preserving)
     lam = (0, 6)                     exp(-2 s) = 1/4
   so that n_4 = 1 and gamma_4 = 3/4 in both coordinates. The program drops [4,3,2] in favour
   of [[4,3],2], which is closer over (1, 4]; but [[4,3,2],1] is closest over (0, 4]. *)
Require Import Lia List Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Composite
  Opmerge.Canonical Opmerge.OneSided Opmerge.Segmentation Opmerge.Schedule Opmerge.Monotone
  Opmerge.DynamicProgram Opmerge.Pareto.
Import ListNotations.
Open Scope R_scope.

(* F i is the vector kept for (i, T]: an extension of a kept vector, none is closer in W_2. *)
Definition one_vector {I : Type} (T : nat) (a g : I -> nat -> R) (coords : list I)
    (weight : I -> R) (F : nat -> I -> R) : Prop :=
  F (pred T) = (fun c => a c T) /\
  forall i, (i < pred T)%nat ->
    (exists m, (i < m < T)%nat /\ F i = absorbed I T a g i m (F m)) /\
    (forall m, (i < m < T)%nat ->
      distance2 I T a i coords weight (F i) <=
      distance2 I T a i coords weight (absorbed I T a g i m (F m))).

Theorem one_vector_exists {I : Type} T a g (coords : list I) weight :
  exists F, one_vector T a g coords weight F.
Proof.
  exact (program_returns _ T _ (absorbed I T a g)
           (fun i => distance2 I T a i coords weight)).
Qed.

Definition alpha4 (t : nat) : R :=
  match t with 0 => 1 | 1 => 35/37 | 2 => 3/5 | 3 => 7/25 | _ => 0 end.
Definition sigma4 (t : nat) : R :=
  match t with 0 => 0 | 1 => 12/37 | 2 => 4/5 | 3 => 24/25 | _ => 1 end.
(* mutant T4.1 (shifted constant)
- match t with 0 => 0 | 1 => 12/37 | 2 => 4/5
+ match t with 0 => 0 | 1 => 13/37 | 2 => 4/5 *)

Definition lam4 (c : bool) : R := if c then 6 else 0.
Definition weight4 (c : bool) : R := norm2_ alpha4 sigma4 (lam4 c) 4.

Lemma schedule4 : schedule 4 alpha4 sigma4.
Proof.
  split; try reflexivity; intros t Ht;
    (do 5 (destruct t as [| t]; [try lia; cbn; lra |]); lia).
Qed.

Lemma variance_preserving4 : variance_preserving 4 alpha4 sigma4.
Proof. intros t Ht; do 5 (destruct t as [| t]; [cbn; lra |]); lia. Qed.

Section Instance.
  Variable s : R.
  Hypothesis Hs : exp (- (2 * s * 1)) = 1/4.
  Notation a := (fun c => step_ alpha4 sigma4 (lam4 c)).
  Notation g := (fun c => gamma alpha4 sigma4 (lam4 c) s).
  Notation plan4 := (segments 4 [0; 1]%nat).
  (* mutant T4.1 (wrong object)
  - Notation plan4 := (segments 4 [0; 1]%nat).
  + Notation plan4 := (segments 4 [0]%nat). *)

  Lemma weight4_value c : weight4 c = 1.
  Proof. unfold weight4, norm2; destruct c; cbn; ring. Qed.
  Lemma gamma4 c : gamma alpha4 sigma4 (lam4 c) s 4 = 3/4.
  Proof.
    unfold gamma; fold (weight4 c); rewrite weight4_value, Hs; lra.
  Qed.
  Lemma steps4 c : a c 1%nat = (if c then 1295/1249 else 0) /\
    a c 2%nat = (if c then 339/259 else 15/37) /\
    a c 3%nat = (if c then 37/29 else 5/6) /\ a c 4%nat = 24/25.
  Proof. unfold step, inner, norm2; destruct c; cbn; repeat split; field. Qed.

  Lemma one_sided4 c : one_sided 4 (a c).
  Proof.
    destruct (steps4 c) as [H1 [H2 [H3 H4]]]; destruct c; [right | left];
      (split; intros t Ht; do 5 (destruct t as [| t]; [try lia; cbv beta in *; lra |]); lia).
  Qed.

  (* Distance written out over the two coordinates. *)
  Lemma distance4 i u : distance2 bool 4 a i [true; false] weight4 u =
    (u true - composite_ (a true) i 4) * (u true - composite_ (a true) i 4) +
    (u false - composite_ (a false) i 4) * (u false - composite_ (a false) i 4).
  Proof. unfold distance2, Rsqr; cbn [map fold_right]; rewrite !weight4_value; ring. Qed.

  Lemma composite4 c i j : composite_ (a c) i j =
    composite_ (fun t => match t with
      | 1 => if c then 1295/1249 else 0 | 2 => if c then 339/259 else 15/37
      | 3 => if c then 37/29 else 5/6 | 4 => 24/25 | _ => a c t end) i j.
  Proof.
    destruct (steps4 c) as [H1 [H2 [H3 H4]]].
    induction j as [| j IH]; [reflexivity |]; cbn [composite]; rewrite IH.
    do 4 (destruct j as [| j]; [now rewrite ?H1, ?H2, ?H3, ?H4 |]); reflexivity.
  Qed.

  Ltac numbers := unfold absorbed, phi in *; rewrite ?distance4, ?composite4 in *;
    cbn [composite Nat.leb] in *; real; rewrite ?gamma4 in *.

  Theorem vector_program_beaten4 F : one_vector 4 a g [true; false] weight4 F ->
    distance2 bool 4 a 0 [true; false] weight4 (values bool a g plan4) <
    distance2 bool 4 a 0 [true; false] weight4 (F 0%nat).
  Proof.
    intros [H3 H]; cbn [pred] in *.
    assert (F3 : forall c, F 3%nat c = 24/25) by (intros c; rewrite H3; apply steps4).
    assert (F2 : forall c, F 2%nat c = if c then 24/25 * (1/4 + 3/4 * (37/29))
                                       else 24/25 * (1/4 + 3/4 * (5/6))).
    { destruct (H 2%nat ltac:(lia)) as [[m [Hm E]] _].
      replace m with 3%nat in * by lia; intros c; rewrite E.
      numbers; rewrite F3; destruct c; field. }
    assert (F1 : forall c, F 1%nat c =
      if c then 24/25 * (1/4 + 3/4 * (37/29)) * (1/4 + 3/4 * (339/259))
      else 24/25 * (1/4 + 3/4 * (5/6)) * (1/4 + 3/4 * (15/37))).
    { destruct (H 1%nat ltac:(lia)) as [[m [Hm E]] Best].
      assert (Hm' : m = 2%nat \/ m = 3%nat) by lia; destruct Hm' as [-> | ->].
      - intros c; rewrite E; numbers; rewrite F2; destruct c; field.
      - exfalso; specialize (Best 2%nat ltac:(lia)); rewrite !distance4, !E in Best.
        numbers; rewrite !F2, !F3 in Best; lra. }
    assert (V : forall c, values bool a g plan4 c =
      if c then 1879044/1267735 else 447/3700).
    { intros c; unfold values; rewrite segments_value by (cbn; lia).
      cbn [blocks bottom map fold_right fst snd pred]; destruct (steps4 c) as [_ [_ [_ E]]].
      rewrite E; numbers; destruct c; field. }
    rewrite !distance4, !V.
    destruct (H 0%nat ltac:(lia)) as [[m [Hm E]] _]; rewrite !E.
    assert (Hm' : m = 1%nat \/ m = 2%nat \/ m = 3%nat) by lia.
    destruct Hm' as [-> | [-> | ->]]; numbers; rewrite ?F1, ?F2, ?F3; lra.
  Qed.
  (* mutant T4.1 (shifted constant)
  - distance2 bool 4 a 0 [true; false] weight4 (values bool a g plan4) <
  + 2 * distance2 bool 4 a 0 [true; false] weight4 (values bool a g plan4) < *)
End Instance.

(* refutes T4.1
   for all: one VP schedule, T = 4, lam = (0, 6)
   states: two coordinates, each one-sided, a plan is strictly closer in W_2 *)
Theorem one_vector_not_optimal : exists T alpha sigma (lam : bool -> R) s p,
  schedule T alpha sigma /\ variance_preserving T alpha sigma /\
  (forall c, 0 <= lam c) /\ 0 < s /\ covers p 0 T /\
  let a c := step_ alpha sigma (lam c) in
  let g c := gamma alpha sigma (lam c) s in
  let weight c := norm2_ alpha sigma (lam c) T in
  (forall c, one_sided T (a c)) /\
  (exists F, one_vector T a g [true; false] weight F) /\
  forall F, one_vector T a g [true; false] weight F ->
    distance2 bool T a 0 [true; false] weight (values bool a g p) <
    distance2 bool T a 0 [true; false] weight (F 0%nat).
Proof.
  destruct (exp_decay_reaches 1 (1/4)) as [s [Hpos Hs]]; [lra | lra |].
  exists 4%nat, alpha4, sigma4, lam4, s, (segments 4 [0; 1]%nat).
  split; [exact schedule4 | split; [exact variance_preserving4 |]].
  split; [intros []; cbn; lra | split; [exact Hpos | split]].
  - apply (segments_cover 4 [0; 1]%nat); cbn; lia.
  - split; [exact one_sided4 | split; [apply one_vector_exists |]].
    intros F; now apply vector_program_beaten4.
Qed.
