"""The bridge of P3.2: a printed trajectory is realised as a schedule, and the theorems of TeacherVariance.v applied to it."""

from __future__ import annotations

# Both families, that of a coordinate with variance too, are realised by the same tactic.
TRAJECTORIES = r"""Require Import Opmerge.TeacherVariance Opmerge.RealizedTeacher.

(* The printed families, whose names are cut short. *)
Notation trajectory := teacher_trajectories_down_to_a.
Notation trajectory_with_variance := where_lambda_teacher_trajector.

Ltac plain := unfold at_data, inner_of, norm2_of, turn, step, inner, norm2 in *; real; cbn [pred] in *.
Ltac same_numbers := plain; solve [ring | field; repeat split; lra].
Ltac realize := intros; match goal with Hl : 0 <= _, H : _ |- is_trajectory _ _ _ _ _ =>
  induction H; match goal with
  | Hw : 0 < ?w, IH : is_trajectory ?l ?x ?u ?v ?c |- is_trajectory ?l ?y ?w _ _ =>
    let Hu := fresh in pose proof (noise_of_trajectory l x u v c IH) as Hu;
    pose proof (norm2_of_pos l Hl y w Hw); pose proof (norm2_of_pos l Hl x u Hu);
    refine (same_trajectory l y w _ _ _ _ (step_is_trajectory l Hl x u v c y w Hw IH) _ _); same_numbers
  | Hw : 0 < ?w |- is_trajectory ?l ?y ?w _ _ =>
    refine (same_trajectory l y w _ _ _ _ (start_is_trajectory l y w Hw) _ _); same_numbers
  end end.

Lemma realized l x u v c : 0 <= l -> trajectory l x u v c -> is_trajectory l x u v c.
Proof. realize. Qed.

Lemma realized_with_variance l x u v c : 0 <= l -> trajectory_with_variance l x u v c -> is_trajectory l x u v c.
Proof. realize. Qed.

(* Two times of which a step is spoken of alone. *)
Definition at_step (before here : R) (t : nat) : R := match t with O => before | S _ => here end.

STATEMENT
Proof.
  unfold statement; intros Cp_t C_t Vp_t V_t alphap_t lambdap sigmap_t alpha_1 alpha_t alpha_t_1 lambda sigma_1 sigma_t
    sigma_t_1 Hlp _ _ Hl _ _; intros.
  match goal with H : trajectory _ _ _ _ _ |- _ => pose proof (realized _ _ _ _ _ Hl H) as M end.
  match goal with H : trajectory_with_variance _ _ _ _ _ |- _ =>
    pose proof (realized_with_variance _ _ _ _ _ Hlp H) as Mp end.
  pose proof (norm2_of_pos lambda Hl alpha_t sigma_t (noise_of_trajectory _ _ _ _ _ M)) as N.
  pose proof (norm2_of_pos lambdap Hlp alphap_t sigmap_t (noise_of_trajectory _ _ _ _ _ Mp)) as Np.
  repeat apply conj.
  - pose proof (lagrange (at_step alpha_t_1 alpha_t) (at_step sigma_t_1 sigma_t) lambda 1) as L.
    plain; cbn [at_step] in L; lra.
  - pose proof (variance_step (at_step alpha_t_1 alpha_t) (at_step sigma_t_1 sigma_t) lambda 1 N) as L.
    apply Rminus_diag_eq in L; apply Rminus_diag_uniq_sym; rewrite <- L; plain; cbn [at_step]; field; lra.
  - pose proof (trajectory_contracts _ Hl _ _ _ _ M); plain; lra.
  - pose proof (trajectory_of_cosines _ Hl _ _ _ _ M); plain; lra.
  - eapply Rle_trans with (2 := output_contracts _ Hl _ _ _ _ M); right; plain; field; lra.
  - destruct (Rle_lt_or_eq_dec _ _ Hl) as [P | <-]; [| ring].
    transitivity (at_data lambda alpha_t sigma_t V_t); [plain; field; lra |].
    rewrite (output_of_cosines _ Hl _ _ _ _ P M); plain; field; lra.
  - eapply Rle_lt_trans with (2 := output_contracts_strictly _ Hlp _ _ _ _ ltac:(lra) Mp); right; plain; field; lra.
  - ring.
Qed.
"""
