(* A function whose derivative is nonnegative does not decrease, and one whose derivative
   vanishes is constant. The mean value theorem of the standard library needs excluded
   middle; this argument by a supremum does not. It also bounds exp from below,
   and the intermediate value theorem shows which values exp takes. *)
Require Import Reals Lra Psatz.
Open Scope R_scope.

Section Monotone.
  Variables (f f' : R -> R) (x y eps : R).
  Hypothesis Hd : forall z, x <= z <= y -> derivable_pt_lim f z (f' z).
  Hypothesis Hpos : forall z, x <= z <= y -> 0 <= f' z.
  Hypothesis Heps : 0 < eps.
  Hypothesis Hxy : x <= y.

  (* f stays above the line of slope -eps through (x, f x). *)
  Let above (w : R) : Prop := f x - eps * (w - x) <= f w.
  Let good (z : R) : Prop := x <= z <= y /\ forall w, x <= w <= z -> above w.

  Lemma above_line : above y.
  Proof.
    assert (Hx : good x).
    { split; [lra |]. intros w Hw; unfold above; replace w with x by lra; lra. }
    destruct (completeness good) as [m [Hub Hleast]].
    { exists y; intros z [Hz _]; lra. }
    { now exists x. }
    assert (Hxm : x <= m) by now apply Hub.
    assert (Hmy : m <= y) by (apply Hleast; intros z [Hz _]; lra).
    assert (Hbelow : forall w, x <= w < m -> above w).
    { intros w Hw; destruct (Rle_lt_dec (f x - eps * (w - x)) (f w)); [assumption |].
      exfalso; enough (m <= w) by lra. apply Hleast; intros z [Hz Habove].
      destruct (Rle_lt_dec z w); [assumption |].
      specialize (Habove w ltac:(lra)); unfold above in Habove; lra. }
    destruct (Hd m ltac:(lra) eps Heps) as [[d Hdpos] Hlim]; simpl in Hlim.
    specialize (Hpos m ltac:(lra)).
    (* near m the slope exceeds -eps *)
    assert (Hright : forall h, 0 < h < d -> f m - eps * h <= f (m + h)).
    { intros h Hh; specialize (Hlim h ltac:(lra)); rewrite Rabs_pos_eq in Hlim by lra.
      specialize (Hlim ltac:(lra)); apply Rabs_def2 in Hlim.
      assert (-eps < (f (m + h) - f m) / h) by lra.
      apply (Rmult_lt_compat_r h) in H; [| lra].
      replace ((f (m + h) - f m) / h * h) with (f (m + h) - f m) in H by (field; lra); lra. }
    assert (Hleft : forall h, 0 < h < d -> f (m - h) <= f m + eps * h).
    { intros h Hh; specialize (Hlim (-h) ltac:(lra)); rewrite Rabs_Ropp, Rabs_pos_eq in Hlim by lra.
      specialize (Hlim ltac:(lra)); apply Rabs_def2 in Hlim.
      assert (-eps < (f (m + - h) - f m) / - h) by lra.
      apply (Rmult_lt_compat_r h) in H; [| lra].
      replace ((f (m + - h) - f m) / - h * h) with (f m - f (m + - h)) in H by (field; lra).
      unfold Rminus; lra. }
    assert (Hm : above m).
    { destruct (Req_dec x m) as [<- | Hne]; [unfold above; lra |].
      set (h := Rmin (d / 2) (m - x)).
      assert (0 < h <= d / 2 /\ h <= m - x) by
        (repeat split; [apply Rmin_glb_lt; lra | apply Rmin_l | apply Rmin_r]).
      pose proof (Hleft h ltac:(lra)); pose proof (Hbelow (m - h) ltac:(lra)).
      unfold above in *; lra. }
    destruct (Rle_lt_dec y m) as [| Hlt]; [now replace y with m by lra |].
    exfalso; set (h := Rmin (d / 2) (y - m)).
    assert (0 < h <= d / 2 /\ h <= y - m) by
      (repeat split; [apply Rmin_glb_lt; lra | apply Rmin_l | apply Rmin_r]).
    enough (good (m + h)) by (specialize (Hub _ H0); lra).
    split; [lra |]; intros w Hw.
    destruct (Rlt_le_dec w m); [apply Hbelow; lra |].
    destruct (Req_dec w m) as [-> |]; [assumption |].
    pose proof (Hright (w - m) ltac:(lra)); replace (m + (w - m)) with w in * by lra.
    unfold above in *; lra.
  Qed.
End Monotone.

Theorem nonneg_derivative f f' x y : x <= y ->
  (forall z, x <= z <= y -> derivable_pt_lim f z (f' z)) ->
  (forall z, x <= z <= y -> 0 <= f' z) -> f x <= f y.
Proof.
  intros Hxy Hd Hpos; apply Rnot_lt_le; intros Hlt.
  set (eps := (f x - f y) / (2 * (1 + (y - x)))).
  assert (Heps : 0 < eps) by (apply Rdiv_lt_0_compat; lra).
  pose proof (above_line f f' x y eps Hd Hpos Heps Hxy) as H; cbv beta in H.
  assert (eps * (2 * (1 + (y - x))) = f x - f y) by (unfold eps; field; lra). nra.
Qed.

Theorem null_derivative f x y : x <= y ->
  (forall z, x <= z <= y -> derivable_pt_lim f z 0) -> f x = f y.
Proof.
  intros Hxy Hd; apply Rle_antisym.
  - apply (nonneg_derivative f (fun _ => 0)); auto; intros; lra.
  - enough (- f x <= - f y) by lra.
    apply (nonneg_derivative (fun z => - f z) (fun _ => 0)); auto; [| intros; lra].
    intros z Hz; rewrite <- Ropp_0; apply (derivable_pt_lim_opp f), Hd, Hz.
Qed.

Lemma exp_nonneg_ge_1 x : 0 <= x -> 1 + x <= exp x.
Proof.
  intros Hx.
  assert (H1 : forall y, 0 <= y -> 1 <= exp y).
  { intros y Hy; rewrite <- exp_0; apply (nonneg_derivative exp exp); auto.
    - intros; apply derivable_pt_lim_exp.
    - intros; left; apply exp_pos. }
  enough (exp 0 - 0 <= exp x - x) by (rewrite exp_0 in *; lra).
  apply (nonneg_derivative (fun z => exp z - z) (fun z => exp z - 1)); auto.
  - intros; apply (derivable_pt_lim_minus exp id);
      [apply derivable_pt_lim_exp | apply derivable_pt_lim_id].
  - intros z Hz; specialize (H1 z ltac:(lra)); lra.
Qed.

Lemma exp_nonpos x : x <= 0 -> exp x <= 1.
Proof.
  intros Hx; pose proof (exp_nonneg_ge_1 (- x) ltac:(lra)); pose proof (exp_pos x).
  assert (exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0). nra.
Qed.

(* Every number in (0, 1) is reached by the exponential decay of a positive rate n. *)
Lemma exp_decay_reaches n y : 0 < n -> 0 < y < 1 ->
  exists s, 0 < s /\ exp (- (2 * s * n)) = y.
Proof.
  intros Hn Hy; assert (Hinv : 0 < / y) by (apply Rinv_0_lt_compat; lra).
  assert (Hy1 : y * / y = 1) by (apply Rinv_r; lra).
  assert (Hlow : exp (- / y) < y).
  { pose proof (exp_nonneg_ge_1 (/ y) ltac:(lra)); pose proof (exp_pos (- / y)).
    assert (exp (- / y) * exp (/ y) = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    nra. }
  destruct (IVT (fun x => exp x - y) (- / y) 0) as [x [Hx E]]; try (rewrite ?exp_0; lra).
  - apply (continuity_minus exp (fct_cte y)); apply derivable_continuous;
      [apply derivable_exp | apply derivable_const].
  - exists (- x / (2 * n)); replace (- (2 * (- x / (2 * n)) * n)) with x by (field; lra).
    split; [| lra]; apply Rdiv_lt_0_compat; [| lra].
    destruct (Req_dec x 0) as [-> |]; [rewrite exp_0 in E |]; lra.
Qed.
