"""Bridges: the catalogue's statement follows from the kernel's hand-written theorem where both speak of the same object.

A file declares the families as they are printed and states the printed claim. Its proof builds, for every object of the
families, a merge plan of Plans.v over schedules a and gamma (Realized.v), or a schedule along which the teacher runs
(RealizedTeacher.v), and applies the hand-written theorem to it. Nothing that a derivation says is used. Not trusted: coqc
judges the scripts, which are written for the families as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from proofs.logic.claim import Claim
from proofs.logic.coqbridges_teacher import TRAJECTORIES
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import LIBRARY, module
from proofs.logic.coqproof import definitions

BRIDGE = "bridge"

_HEADER = """\
Require Import Reals Lra Lia Psatz Opmerge.Operators Opmerge.Plans Opmerge.Phi Opmerge.Composite Opmerge.OneSided
  Opmerge.Schedule Opmerge.VariancePreserving Opmerge.Realized.
Open Scope R_scope.

"""

_HELPERS = """\
(* A step of schedules, as it is printed: from (y, v) to (x, u), signal and noise. *)
Definition move l x y u v := (/ ((u ^ 2) + (l * (x ^ 2)))) * ((v * u) + (x * y * l)).

(* A fact about numbers that are written otherwise. *)
Ltac numbers t :=
  let X := fresh in pose proof t as X; refine (eq_ind _ (fun P : Prop => P) X _ _);
  f_equal; unfold move, phi in *; real; ring.
Ltac side := unfold unit_range, above_one; lra.

"""

_CONTRACTING = r"""Lemma blocks gamma p f : the_steps_of_a_block_after_the gamma p f -> is_block small gamma p f.
Proof.
  induction 1.
  - numbers (step_is_block small gamma a_t ltac:(side)).
  - numbers (more_is_block small gamma P F a_t ltac:(side) IHthe_steps_of_a_block_after_the).
Qed.

Lemma plans gamma w r p : merge_plans gamma w r p -> is_plan small gamma w p /\ is_boot gamma w r p.
Proof.
  apply (merge_plans_ind' (fun gamma w r p => is_plan small gamma w p /\ is_boot gamma w r p)
    (fun q p => is_rest small q p)); clear.
  - intros gamma H0 H1; split; [apply leaf_is_plan | apply leaf_is_boot]; lra.
  - intros F P Q gamma p w r H0 H1 _ [Hp Hb] _ Hr Hf; split.
    + numbers (node_is_plan small gamma w p Q P Hp Hr).
    + numbers (node_is_boot gamma w r p Q P F (conj H0 H1) Hb Hr (blocks _ _ _ Hf)).
  - intros g a p w r G0 A0 G1 A1 _ [Hp _].
    numbers (last_is_rest small small_nonneg a g w p ltac:(side) Hp).
  - intros P Q g a p w r G0 A0 G1 A1 _ Hr _ [Hp _].
    numbers (more_is_rest small small_nonneg Q P a g w p ltac:(side) Hr Hp).
Qed.

STATEMENT
Proof.
  unfold statement; intros x gamma p w r Hx _ _ H.
  pose proof (contracting_numbers _ _ _ _ _ (proj2 (plans _ _ _ _ H)) Hx) as B.
  repeat split; [lra | lra | now apply nearer_above].
Qed.
"""

_EXPANDING = r"""Lemma plans gamma w r p : merge_plans gamma w r p -> is_plan large gamma w p.
Proof.
  apply (merge_plans_ind' (fun gamma w r p => is_plan large gamma w p) (fun q p => is_rest large q p)); clear.
  - intros gamma H0 H1; apply leaf_is_plan; lra.
  - intros F P Q gamma p w r _ H0 H1 _ Hp _ Hr; numbers (node_is_plan large gamma w p Q P Hp Hr).
  - intros g a p w r G0 A0 G1 A1 _ Hp.
    numbers (last_is_rest large large_nonneg a g w p ltac:(side) Hp).
  - intros P Q g a p w r G0 A0 G1 A1 _ Hr _ Hp.
    numbers (more_is_rest large large_nonneg Q P a g w p ltac:(side) Hr Hp).
Qed.

STATEMENT
Proof.
  unfold statement; intros x gamma p w r Hx _ _ H.
  pose proof (expanding_numbers _ _ _ _ (plans _ _ _ _ H) Hx) as B; unfold phi in B; real.
  replace (1 - gamma + gamma * p) with (1 + - (1) * gamma + gamma * p) in B by ring.
  repeat split; [lra | lra | now apply nearer_below].
Qed.
"""

_SMALL_VARIANCE = r"""(* By the theorem about schedules: one of two steps, or of one where there is no noise before. *)
Lemma contracts l x y u v : 0 <= l <= 1 -> 0 <= x -> 0 <= y -> 0 < u -> 0 <= v ->
  x ^ 2 + u ^ 2 = 1 -> y ^ 2 + v ^ 2 = 1 -> x <= y -> small (move l x y u v).
Proof.
  intros Hl Hx Hy Hu Hv X Y L.
  assert (Hy1 : y <= 1) by nra; assert (Huv : v <= u) by nra.
  assert (N : 0 < u ^ 2 + l * x ^ 2) by nra; split.
  { unfold move; apply Rmult_le_pos; [left; now apply Rinv_0_lt_compat |].
    apply Rplus_le_le_0_compat; repeat apply Rmult_le_pos; lra. }
  destruct (Req_dec v 0) as [-> | Hv0].
  - assert (y = 1) by nra; subst y.
    set (alpha := fun t : nat => match t with O => 1 | _ => x end).
    set (sigma := fun t : nat => match t with O => 0 | _ => u end).
    assert (S : schedule 1 alpha sigma).
    { split; subst alpha sigma; cbn; trivial; intros [| [| t]] H; cbn; try lra; lia. }
    assert (V : variance_preserving 1 alpha sigma).
    { intros [| [| t]] H; subst alpha sigma; cbn; try lra; try lia. }
    pose proof (vp_contracts 1 alpha sigma S V l 1 Hl ltac:(lia)) as B.
    unfold step, inner, norm2 in B; subst alpha sigma; cbn in B; real; unfold move.
    eapply Rle_trans with (2 := B); right; field; nra.
  - set (alpha := fun t : nat => match t with O => 1 | 1%nat => y | _ => x end).
    set (sigma := fun t : nat => match t with O => 0 | 1%nat => v | _ => u end).
    assert (S : schedule 2 alpha sigma).
    { split; subst alpha sigma; cbn; trivial; intros [| [| [| t]]] H; cbn; try lra; lia. }
    assert (V : variance_preserving 2 alpha sigma).
    { intros [| [| [| t]]] H; subst alpha sigma; cbn; try lra; try lia. }
    pose proof (vp_contracts 2 alpha sigma S V l 2 Hl ltac:(lia)) as B.
    unfold step, inner, norm2 in B; subst alpha sigma; cbn in B; real; unfold move.
    eapply Rle_trans with (2 := B); right; field; nra.
Qed.
Ltac step_side := apply contracts; lra.

Lemma blocks gamma l p f : 0 <= l <= 1 -> the_steps_of_a_block_after_the gamma l p f -> is_block small gamma p f.
Proof.
  intros Hl; induction 1.
  - numbers (step_is_block small gamma (move l alpha_t alpha_t_1 sigma_t sigma_t_1) ltac:(step_side)).
  - numbers (more_is_block small gamma P F (move l alpha_t alpha_t_1 sigma_t sigma_t_1)
      ltac:(step_side) ltac:(auto)).
Qed.

Lemma plans l gamma w r p : 0 <= l <= 1 -> merge_plans l gamma w r p ->
  is_plan small gamma w p /\ is_boot gamma w r p.
Proof.
  intros Hl; apply (merge_plans_ind' l (fun gamma w r p => is_plan small gamma w p /\ is_boot gamma w r p)
    (fun q p => is_rest small q p)).
  - intros g H0 H1; split; [apply leaf_is_plan | apply leaf_is_boot]; lra.
  - intros F P Q g q v s H0 H1 _ [Hp Hb] _ Hr Hf; split.
    + numbers (node_is_plan small g v q Q P Hp Hr).
    + numbers (node_is_boot g v s q Q P F (conj H0 H1) Hb Hr (blocks _ _ _ _ Hl Hf)).
  - intros g x y q u t v s G0 X0 Y0 U0 T0 G1 X Y L _ [Hp _].
    numbers (last_is_rest small small_nonneg (move l x y u t) g v q ltac:(step_side) Hp).
  - intros P Q g x y q u t v s G0 X0 Y0 U0 T0 G1 X Y L _ Hr _ [Hp _].
    numbers (more_is_rest small small_nonneg Q P (move l x y u t) g v q ltac:(step_side) Hr Hp).
Qed.

STATEMENT
Proof.
  unfold statement; intros x gamma l p w r Hx _ L0 L1 _ H.
  pose proof (contracting_numbers _ _ _ _ _ (proj2 (plans _ _ _ _ _ (conj L0 L1) H)) Hx) as B.
  now apply nearer_above.
Qed.
"""

_LARGE_VARIANCE = r"""(* The theorems about critical variances are about schedules; here nothing ties one step to another. *)
Lemma expands l c x y u v : 0 <= c <= l -> 0 < x < y -> 0 < u ->
  u * (/ x) * (/ (y + ((- 1) * x))) * (u + ((- 1) * v)) <= c -> large (move l x y u v).
Proof.
  intros Hl Hx Hu H; unfold large, move.
  assert (N : 0 < u ^ 2 + l * x ^ 2) by nra.
  apply (Rmult_le_reg_l (u ^ 2 + l * x ^ 2)); [assumption |].
  rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l, Rmult_1_r by lra.
  assert (D : 0 < x * (y - x)) by (apply Rmult_lt_0_compat; lra).
  assert (E : u * (u - v) = u * (/ x) * (/ (y + ((- 1) * x))) * (u + ((- 1) * v)) * (x * (y - x))) by (field; lra).
  assert (u * (u - v) <= c * (x * (y - x))) by (rewrite E; apply Rmult_le_compat_r; lra).
  assert (c * (x * (y - x)) <= l * (x * (y - x))) by (apply Rmult_le_compat_r; lra).
  lra.
Qed.
Ltac step_side c := apply (expands _ c); lra.

Lemma plans l c gamma w r p : 0 <= c <= l -> merge_plans l c gamma w r p -> is_plan large gamma w p.
Proof.
  intros Hl; apply (merge_plans_ind' l c (fun gamma w r p => is_plan large gamma w p)
    (fun q p => is_rest large q p)).
  - intros g H0 H1; apply leaf_is_plan; lra.
  - intros F P Q g q v s _ H0 H1 _ Hp _ Hr; numbers (node_is_plan large g v q Q P Hp Hr).
  - intros g x y q u t v s G0 X0 Y0 U0 T0 G1 X L C _ Hp.
    numbers (last_is_rest large large_nonneg (move l x y u t) g v q ltac:(step_side c) Hp).
  - intros P Q g x y q u t v s G0 X0 Y0 U0 T0 G1 X L C _ Hr _ Hp.
    numbers (more_is_rest large large_nonneg Q P (move l x y u t) g v q ltac:(step_side c) Hr Hp).
Qed.

(* That a bound exists: each critical variance is at most the sum, by what one time adds to it. *)
Lemma one_time x y u v : 0 < x < y -> 0 < u -> 0 <= v ->
  0 < x * (y + ((- 1) * x)) /\ 0 <= (/ x) * (u ^ 2) * (/ (y + ((- 1) * x))) /\
  u * (u + ((- 1) * v)) * (/ (x * (y + ((- 1) * x)))) <= (/ x) * (u ^ 2) * (/ (y + ((- 1) * x))).
Proof.
  intros Hx Hu Hv; assert (D : 0 < x * (y + ((- 1) * x))) by (apply Rmult_lt_0_compat; lra).
  replace ((/ x) * (u ^ 2) * (/ (y + ((- 1) * x)))) with (u ^ 2 * / (x * (y + ((- 1) * x)))) by (field; lra).
  assert (I : 0 <= / (x * (y + ((- 1) * x)))) by (left; now apply Rinv_0_lt_compat).
  repeat split; [assumption | apply Rmult_le_pos; nra | apply Rmult_le_compat_r; nra].
Qed.

Lemma sums c b r d : FAMILY_0 c b r d -> 0 < d /\ 0 <= b /\ r * (/ d) <= b.
Proof.
  induction 1; pose proof (one_time alpha_t alpha_t_1 sigma_t sigma_t_1 ltac:(lra) ltac:(lra) ltac:(lra));
    repeat split; lra.
Qed.

STATEMENT
Proof.
  unfold statement; intros b d q x gamma l c p w r Hx _ _ C0 L _ Ht H; split; [| apply (sums _ _ _ _ Ht)].
  pose proof (expanding_numbers _ _ _ _ (plans l c _ _ _ _ (conj C0 (Rge_le _ _ L)) H) Hx) as B; unfold phi in B; real.
  replace (1 - gamma + gamma * p) with (1 + - (1) * gamma + gamma * p) in B by ring.
  now apply nearer_below.
Qed.
"""

# Plans of one side, small or large: each family by its own induction.
_SEGMENTED = r"""Lemma SIDE_plans gamma w r p : PLANS gamma w r p -> is_segmented SIDE gamma w r p.
Proof.
  apply (PLANS_ind' (is_segmented SIDE) (is_rest SIDE)); clear; intros.
  - apply leaf_is_segmented; lra.
  - numbers (node_is_segmented SIDE _ _ _ _ _ _ ltac:(eassumption) ltac:(eassumption)).
  - eapply last_is_rest; [exact SIDE_nonneg | side | eexists; eassumption].
  - eapply more_is_rest; [exact SIDE_nonneg | side | assumption | eexists; eassumption].
Qed.

"""

_SEGMENTATION = r"""STATEMENT
Proof.
  unfold statement; intros; eapply segmentation_numbers; [| assumption].
  CASE; apply SIDE_plans; eassumption.
Qed.
"""

_COORDINATES = r"""Lemma sums s t : FAMILY_0 s t -> s <= t.
Proof.
  induction 1; [lra | |]; (apply Rplus_le_compat; [assumption |]; apply Rmult_le_compat_l; [assumption |]);
    rewrite !(Rmult_assoc (- (1))); eapply segmentation_numbers; try assumption.
  - left; apply small_plans; eassumption.
  - right; apply large_plans; eassumption.
Qed.

STATEMENT
Proof.
  unfold statement; intros; repeat split.
  - eapply segmentation_numbers; [left; apply small_plans; eassumption | assumption].
  - eapply segmentation_numbers; [right; apply large_plans; eassumption | assumption].
  - now apply sums.
  - apply Rmult_le_compat_r; [nra | assumption].
Qed.
"""


def _segmented(side: str, plans: str) -> str:
    return _SEGMENTED.replace("SIDE", side).replace("PLANS", plans)


# FAMILY_n: the predicate of the claim's n-th family, whatever its name in Coq.
_SCRIPTS = {
    "P3.2": TRAJECTORIES,
    "N1": _CONTRACTING,
    "N2": _EXPANDING,
    "N6-contracting": _segmented("small", "FAMILY_0") + _SEGMENTATION.replace("CASE", "left").replace("SIDE", "small"),
    "N6-expanding": _segmented("large", "FAMILY_0") + _SEGMENTATION.replace("CASE", "right").replace("SIDE", "large"),
    "N6": _segmented("small", "FAMILY_1") + _segmented("large", "FAMILY_4") + _COORDINATES,
    "T4.2": _LARGE_VARIANCE,
    "T4.3": _SMALL_VARIANCE,
}


@dataclass(frozen=True)
class Bridge:
    """A claim's statement as it is printed, and its proof from the kernel's theorems."""

    claim: str
    definitions: str
    proof: str

    @property
    def name(self) -> str:
        """The file of the bridge."""
        return f"Bridge_{module(self.claim)}.v"

    @property
    def text(self) -> str:
        """The proof of the statement that has a file of its own."""
        return f"{_HEADER}Require Import {LIBRARY}.Statement_{module(self.claim)}.\n\n{self.proof}"

    @property
    def alone(self) -> str:
        """Statement and proof as one text."""
        return f"{_HEADER}{self.definitions}\n{self.proof}"


def bridge(claim: Claim) -> Bridge:
    """The bridge of a claim that has one. Raises KeyError if it has none, Unprintable if it is not printed."""
    script, statement = _SCRIPTS[claim.id], state(claim)
    schemes = "".join(f"{text}\n\n" for text in map(statement.scheme, statement.groups) if text)
    proof = schemes + _HELPERS + script.replace("STATEMENT", f"Theorem {BRIDGE} : statement.")
    for number, family in enumerate(claim.families):
        name = next(name for name, p in statement.predicates.items() if family.variables in p.names)
        proof = proof.replace(f"FAMILY_{number}", name)
    return Bridge(claim.id, definitions(statement), proof)


def bridges(claims: Iterable[Claim]) -> tuple[Bridge, ...]:
    """The bridges of those claims that have one."""
    return tuple(bridge(claim) for claim in claims if claim.id in _SCRIPTS)
