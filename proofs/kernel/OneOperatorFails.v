(* T4.1 without a hypothesis is refuted, and N7 is witnessed, by one coordinate at T = 3:
     alpha = 1, 21/29, 3/5, 0      sigma = 0, 20/29, 4/5, 1     (variance preserving)
     lam = 19/9                    exp(-2 s / 5) = p = 2/3
   so that n_2 = 7/5, n_3 = 1, gamma_2 = 1 - p^7, gamma_3 = 1 - p^5. The dynamic program that
   keeps one operator per sub-trajectory sees only [3,2,1] and [[3,2],1]; both fall below
   the teacher, [3,[2,1]] lies above it and is more than 40 times closer. *)
Require Import Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Composite
  Opmerge.Canonical Opmerge.OneSided Opmerge.Schedule Opmerge.Monotone Opmerge.OneOperator.
Open Scope R_scope.

Definition alpha3 (t : nat) : R := match t with 0 => 1 | 1 => 21/29 | 2 => 3/5 | _ => 0 end.
Definition sigma3 (t : nat) : R := match t with 0 => 0 | 1 => 20/29 | 2 => 4/5 | _ => 1 end.
Definition lam3 : R := 19/9.

Lemma schedule3 : schedule 3 alpha3 sigma3.
Proof.
  split; try reflexivity; intros t Ht;
    (do 4 (destruct t as [| t]; [try lia; cbn; lra |]); lia).
Qed.

Lemma variance_preserving3 : variance_preserving 3 alpha3 sigma3.
Proof. intros t Ht; do 4 (destruct t as [| t]; [cbn; lra |]); lia. Qed.

(* A budget s with exp(-2 s / 5) = 2/3. *)
Lemma budget3 : exists s, 0 < s /\ exp (- (2 * s * (1/5))) = 2/3.
Proof. apply exp_decay_reaches; lra. Qed.

Lemma exp_multiple k x : exp (INR k * x) = exp x ^ k.
Proof.
  induction k as [| k IH]; [rewrite Rmult_0_l; apply exp_0 |].
  rewrite S_INR, Rmult_plus_distr_r, Rmult_1_l, exp_plus, IH; cbn [pow]; ring.
Qed.

Section Instance.
  Variable s : R.
  Hypothesis Hs : exp (- (2 * s * (1/5))) = 2/3.
  Notation a := (step_ alpha3 sigma3 lam3).
  Notation g := (gamma alpha3 sigma3 lam3 s).
  Notation tau := (composite_ a 0 3).

  Lemma gamma2 : g 2%nat = 1 - (2/3) ^ 7.
  Proof.
    unfold gamma; rewrite <- Hs, <- exp_multiple; do 2 f_equal.
    unfold norm2, lam3; cbn; field.
  Qed.
  Lemma gamma3 : g 3%nat = 1 - (2/3) ^ 5.
  Proof.
    unfold gamma; rewrite <- Hs, <- exp_multiple; do 2 f_equal.
    unfold norm2, lam3; cbn; field.
  Qed.
  Lemma step1 : a 1%nat = 3857/3993.
  Proof. unfold step, inner, norm2, lam3; cbn; field. Qed.
  Lemma step2 : a 2%nat = 213/203.
  Proof. unfold step, inner, norm2, lam3; cbn; field. Qed.
  Lemma step3 : a 3%nat = 4/5.
  Proof. unfold step, inner, norm2, lam3; cbn; field. Qed.
  Lemma tau3 : tau = 5396/6655.
  Proof. cbn [composite Nat.leb]; real; rewrite step1, step2, step3; field. Qed.

  (* The three plans at T = 3. *)
  Lemma vanilla3_value : eval Rops a g (vanilla 0 3) = 145436/179685.
  Proof.
    rewrite vanilla_value by lia; cbn [pred composite Nat.leb]; unfold phi; real.
    rewrite gamma3, step1, step2, step3; field.
  Qed.
  Lemma boot3_value : eval Rops a g (boot 0 3) = 193740466868/239319396855.
  Proof.
    rewrite boot_value by lia; cbn [pred composite Nat.leb]; unfold phi; real.
    rewrite gamma3, step1, step2, step3; field.
  Qed.
  Definition plan3 : plan := consistency 0 3.
  (* mutant T4.1 (wrong object)
  - Definition plan3 : plan := consistency 0 3.
  + Definition plan3 : plan := vanilla 0 3. *)

  Lemma plan3_value : eval Rops a g plan3 = 582154364956/717958190565.
  Proof.
    unfold plan3; cbn [consistency Nat.leb eval eval_rest start]; unfold phi; real.
    rewrite gamma2, gamma3, step1, step2, step3; field.
  Qed.

  Lemma dp_sees_only_two F : one_operator 3 a g F ->
    F 0%nat = eval Rops a g (vanilla 0 3) \/ F 0%nat = eval Rops a g (boot 0 3).
  Proof.
    intros [H2 H]; cbn [pred] in H2.
    destruct (H 1%nat ltac:(cbn; lia)) as [[m1 [Hm1 E1]] _].
    destruct (H 0%nat ltac:(cbn; lia)) as [[m0 [Hm0 E0]] _].
    replace m1 with 2%nat in E1 by lia; unfold extend in E0, E1.
    assert (Hm : m0 = 2%nat \/ m0 = 1%nat) by lia.
    destruct Hm as [-> | ->]; [left | right].
    - rewrite E0, H2, vanilla_value by lia; reflexivity.
    - rewrite E0, E1, H2, boot_value by lia; cbn [pred].
      rewrite (composite_first _ 0 2), !composite_single by lia; ring.
  Qed.

  Theorem dp_beaten3 F : one_operator 3 a g F ->
    40 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau).
  Proof.
    intros HF; rewrite plan3_value, tau3, (Rabs_pos_eq (_ - _)) by lra.
    destruct (dp_sees_only_two F HF) as [-> | ->];
      rewrite ?vanilla3_value, ?boot3_value, Rabs_left by lra; lra.
  Qed.
  (* mutant T4.1 (shifted constant)
  - 40 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau).
  + 50 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau). *)
  (* mutant T4.1 (flipped inequality)
  - 40 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau).
  + Rabs (F 0%nat - tau) < 40 * Rabs (eval Rops a g plan3 - tau). *)
End Instance.

(* refutes T4.1
   for all: one VP schedule, T = 3, lam = 19/9
   states: one coordinate, every outcome of the program is over 40 times worse than a plan *)
Theorem one_operator_not_optimal : exists T alpha sigma lam s p,
  schedule T alpha sigma /\ variance_preserving T alpha sigma /\ 0 < lam /\ 0 < s /\
  covers p 0 T /\
  let a := step_ alpha sigma lam in
  let g := gamma alpha sigma lam s in
  (exists F, one_operator T a g F) /\
  forall F, one_operator T a g F ->
    40 * Rabs (eval Rops a g p - composite_ a 0 T) < Rabs (F 0%nat - composite_ a 0 T).
Proof.
  destruct budget3 as [s [Hpos Hs]]; exists 3%nat, alpha3, sigma3, lam3, s, plan3.
  split; [exact schedule3 | split; [exact variance_preserving3 |]].
  split; [unfold lam3; lra | split; [exact Hpos |]].
  split; [apply consistency_covers; lia | split].
  - apply one_operator_exists.
  - intros F; now apply dp_beaten3.
Qed.
(* mutant T4.1 (shifted constant)
- variance_preserving T alpha sigma /\ 0 < lam /\ 0 < s /\
+ variance_preserving T alpha sigma /\ 0 < lam <= 1 /\ 0 < s /\ *)
(* mutant T4.1 (weakened hypothesis)
- forall F, one_operator T a g F ->
-     40
+ forall F : nat -> R, 0 <= F T \/ F T < 0 ->
+     40 *)
