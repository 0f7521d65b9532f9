(* Numbers that a plan builds, as merge plans over schedules: a plan is grown above any time i, over any functions below. *)
Require Import Arith Lia Reals Lra Opmerge.Operators Opmerge.Plans Opmerge.Phi Opmerge.Composite
  Opmerge.Canonical Opmerge.OneSided Opmerge.Contracting Opmerge.Expanding
  Opmerge.Segmentation Opmerge.Domination.
Open Scope R_scope.

Ltac parts := repeat match goal with |- _ /\ _ => split end.

Definition extends (i : nat) (old new : nat -> R) : Prop := forall t, (t <= i)%nat -> new t = old t.
Definition put (i : nat) (old : nat -> R) (x : R) (t : nat) : R := if t <=? i then old t else x.
Definition unit_range (x : R) : Prop := 0 <= x <= 1.
Definition within (side : R -> Prop) (i j : nat) (a : nat -> R) : Prop := forall t, (i < t <= j)%nat -> side (a t).

Lemma put_extends i old x : extends i old (put i old x).
Proof. intros t H; unfold put; now rewrite (proj2 (Nat.leb_le t i) H). Qed.
Lemma put_above i old x t : (i < t)%nat -> put i old x t = x.
Proof. intros H; unfold put; now rewrite (proj2 (Nat.leb_gt t i) H). Qed.
Lemma extends_trans i m a b c : (i <= m)%nat -> extends i a b -> extends m b c -> extends i a c.
Proof. intros H Hab Hbc t Ht; rewrite Hbc by lia; now apply Hab. Qed.

Lemma within_join side i m j a b : within side i m a -> extends m a b -> within side m j b -> within side i j b.
Proof.
  intros H E H' t Ht; destruct (le_lt_dec t m); [rewrite E by lia; apply H | apply H']; lia.
Qed.

Lemma composite_same a b i j : (forall t, (i < t <= j)%nat -> a t = b t) -> composite_ a i j = composite_ b i j.
Proof.
  intros H; destruct (le_lt_dec i j) as [Hij | Hji].
  - revert H; induction Hij as [| j Hij IH]; intros H; [now rewrite !composite_empty |].
    rewrite !composite_succ by lia; rewrite IH, H by (intros; apply H || idtac; lia); reflexivity.
  - destruct j; [reflexivity |]; cbn [composite].
    now replace (i <=? j) with false by (symmetry; apply Nat.leb_gt; lia).
Qed.

Lemma more_value a g p f :
  eval_rest Rops a g (More p f) = eval Rops a g p * eval_rest Rops a g f.
Proof. reflexivity. Qed.

Lemma value_same a g b h :
  (forall p i j, covers p i j -> (forall t, (i < t <= j)%nat -> a t = b t /\ g t = h t) ->
    eval Rops a g p = eval Rops b h p) /\
  (forall f i j, covers_rest f i j -> (forall t, (i < t <= j)%nat -> a t = b t /\ g t = h t) ->
    eval_rest Rops a g f = eval_rest Rops b h f).
Proof.
  apply covers_both.
  - intros t H; apply H; lia.
  - intros p f i m j Hp IHp Hf IHf H; pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
    rewrite (node_value _ a g _ _ _ _ Hp), (node_value _ b h _ _ _ _ Hp).
    rewrite (IHp ltac:(intros; apply H; lia)), (IHf ltac:(intros; apply H; lia)).
    now rewrite (proj2 (H j ltac:(lia))).
  - auto.
  - intros p f i m j Hp IHp Hf IHf H; pose proof (covers_lt _ _ _ Hp); pose proof (covers_rest_lt _ _ _ Hf).
    rewrite !more_value; rewrite (IHp ltac:(intros; apply H; lia)), (IHf ltac:(intros; apply H; lia)); reflexivity.
Qed.

Section Side.
  Variable side : R -> Prop.
  Hypothesis side_nonneg : forall x, side x -> 0 <= x.

  (* w, r, p: the operators of a plan and of the segmentation at its cuts, and the exact product; their outer factor x
     is taken out. *)
  Definition is_segmented (gamma w r p : R) : Prop := forall i a0 g0 x, 0 <= x -> exists j a g plan,
    (i < j)%nat /\ extends i a0 a /\ extends i g0 g /\ covers plan i j /\ a j = x /\ g j = gamma /\
    eval Rops a g plan = x * w /\ eval Rops a g (segments j (cuts_of plan)) = x * r /\
    composite_ a i (pred j) = p /\ within side i (pred j) a /\ within unit_range i j g.
  Definition is_plan (gamma w p : R) : Prop := exists r, is_segmented gamma w r p.

  (* q, p: the product of operands, and the exact one. *)
  Definition is_rest (q p : R) : Prop := forall i a0 g0, exists j a g f,
    (i < j)%nat /\ extends i a0 a /\ extends i g0 g /\ covers_rest f i j /\
    eval_rest Rops a g f = q /\ composite_ a i j = p /\ within side i j a /\ within unit_range i j g.

  (* p, q: the product of steps, and that of phi over them. *)
  Definition is_block (gamma p q : R) : Prop := forall i a0, exists j a,
    (i < j)%nat /\ extends i a0 a /\ composite_ a i j = p /\
    composite_ (fun t => phi_ gamma (a t)) i j = q /\ within side i j a.

  Lemma leaf_is_segmented gamma : 0 <= gamma <= 1 -> is_segmented gamma 1 1 1.
  Proof.
    intros Hg i a0 g0 x Hx; exists (S i), (put i a0 x), (put i g0 gamma), (Leaf (S i)).
    cbn [pred cuts_of segments eval].
    parts; rewrite ?put_above, ?composite_empty by lia; try apply put_extends; try lia; try ring.
    - constructor.
    - intros t Ht; lia.
    - intros t Ht; rewrite put_above by lia; exact Hg.
  Qed.

  Lemma leaf_is_plan gamma : 0 <= gamma <= 1 -> is_plan gamma 1 1.
  Proof. intros Hg; exists 1; now apply leaf_is_segmented. Qed.

  Lemma node_is_segmented gamma w r p q s : is_segmented gamma w r p -> is_rest q s ->
    is_segmented gamma (w * phi_ gamma q) (r * phi_ gamma s) (p * s).
  Proof.
    intros Hp Hr i a0 g0 x Hx; destruct (Hr i a0 g0) as (m & a & g & f & Hm & Ea & Eg & Cf & Vf & Pf & Sf & Gf).
    destruct (Hp m a g x Hx) as (j & b & h & t & Hj & Eb & Eh & Ct & Bx & Hx' & Vt & Wt & Pt & St & Gt).
    exists j, b, h, (Node t f); parts; trivial; try lia.
    - apply (extends_trans i m a0 a b); trivial; lia.
    - apply (extends_trans i m g0 g h); trivial; lia.
    - now apply covers_node with m.
    - rewrite (node_value _ _ _ _ _ _ _ Ct), Hx', Vt.
      rewrite (proj2 (value_same b h a g) f i m Cf), Vf by (intros; split; [apply Eb | apply Eh]; lia); real; ring.
    - rewrite (cuts_of_node b h t f i m j Ct Cf), Hx', Wt, (composite_same b a i m), Pf by (intros; apply Eb; lia).
      real; ring.
    - rewrite (composite_split b i m (pred j)), Pt, (composite_same b a i m), Pf by (intros; apply Eb || idtac; lia).
      reflexivity.
    - now apply (within_join side i m (pred j) a b).
    - now apply (within_join unit_range i m j g h).
  Qed.

  Lemma node_is_plan gamma w p q s :
    is_plan gamma w p -> is_rest q s -> is_plan gamma (w * phi_ gamma q) (p * s).
  Proof. intros [r Hp] Hr; exists (r * phi_ gamma s); now apply node_is_segmented. Qed.

  Lemma last_is_rest x gamma w p : side x -> is_plan gamma w p -> is_rest (x * w) (x * p).
  Proof.
    intros Hx [r Hp] i a0 g0.
    destruct (Hp i a0 g0 x (side_nonneg x Hx))
      as (j & b & h & t & Hj & Eb & Eh & Ct & Bx & Hx' & Vt & _ & Pt & St & Gt).
    exists j, b, h, (Last t); parts; trivial.
    - now constructor.
    - rewrite composite_last, Bx, Pt by lia; ring.
    - intros k Hk; destruct (Nat.eq_dec k j) as [-> |]; [now rewrite Bx | apply St; lia].
  Qed.

  Lemma more_is_rest q r x gamma w p :
    side x -> is_rest q r -> is_plan gamma w p -> is_rest (q * x * w) (r * x * p).
  Proof.
    intros Hx Hr Hp i a0 g0; destruct (Hr i a0 g0) as (m & a & g & f & Hm & Ea & Eg & Cf & Vf & Pf & Sf & Gf).
    destruct (last_is_rest x gamma w p Hx Hp m a g) as (j & b & h & s & Hj & Eb & Eh & Cs & Vs & Ps & Ss & Gs).
    destruct Hp as [v Hp]; destruct (Hp m a g x (side_nonneg x Hx))
      as (k & c & l & t & Hk & Ec & El & Ct & Cx & Lx & Vt & _ & Pt & St & Gt).
    exists k, c, l, (More t f); parts; trivial; try lia.
    - apply (extends_trans i m a0 a c); trivial; lia.
    - apply (extends_trans i m g0 g l); trivial; lia.
    - now apply covers_more with m.
    - rewrite more_value, Vt, (proj2 (value_same c l a g) f i m Cf), Vf
        by (intros; split; [apply Ec | apply El]; lia); real; ring.
    - rewrite (composite_split c i m k), (composite_last c m k), Cx, Pt, (composite_same c a i m), Pf
        by (intros; apply Ec || idtac; lia); ring.
    - apply (within_join side i m k a c); trivial.
      intros n Hn; destruct (Nat.eq_dec n k) as [-> |]; [now rewrite Cx | apply St; lia].
    - now apply (within_join unit_range i m k g l).
  Qed.

  Lemma step_is_block gamma x : side x -> is_block gamma x (phi_ gamma x).
  Proof.
    intros Hx i a0; exists (S i), (put i a0 x); parts; try apply put_extends; try lia.
    - rewrite composite_single, put_above by lia; reflexivity.
    - rewrite composite_single, put_above by lia; reflexivity.
    - intros t Ht; rewrite put_above by lia; exact Hx.
  Qed.

  Lemma more_is_block gamma p q x : side x -> is_block gamma p q -> is_block gamma (p * x) (q * phi_ gamma x).
  Proof.
    intros Hx Hb i a0; destruct (Hb i a0) as (m & a & Hm & Ea & Pa & Qa & Sa).
    exists (S m), (put m a x); parts; try lia.
    - apply (extends_trans i m a0 a); trivial; [lia | apply put_extends].
    - rewrite composite_succ, put_above, (composite_same _ a), Pa
        by (lia || (intros; apply put_extends; lia)); ring.
    - rewrite composite_succ, put_above, (composite_same _ (fun t => phi_ gamma (a t))), Qa
        by (lia || (intros; now rewrite put_extends by lia)); ring.
    - intros t Ht; destruct (Nat.eq_dec t (S m)) as [-> |]; [now rewrite put_above by lia |].
      rewrite put_extends by lia; apply Sa; lia.
  Qed.
End Side.

Definition above_one (x : R) : Prop := 1 <= x.
(* Small steps contract, large ones expand. *)
Notation small := unit_range.
Notation large := above_one.

Lemma small_nonneg x : small x -> 0 <= x.
Proof. intros H; apply H. Qed.
Lemma large_nonneg x : large x -> 0 <= x.
Proof. unfold large; lra. Qed.

(* A contracting coordinate: operands are no smaller than their exact product. *)
Lemma rest_above q p : is_rest small q p -> 0 <= p <= 1 /\ p <= q.
Proof.
  intros H; destruct (H 0%nat (fun _ => 1) (fun _ => 1)) as (j & a & g & f & Hj & _ & _ & Cf & <- & <- & Sa & Sg).
  split; [apply composite_unit, Sa |].
  rewrite (proj2 (value_same a g (put j a 1) (put j g 1)) f 0%nat j Cf)
    by (intros; rewrite !put_extends by lia; tauto).
  rewrite (composite_same a (put j a 1)) by (intros; rewrite put_extends by lia; reflexivity).
  apply (contracting_above (S j)); try lia; trivial.
  - intros t Ht; destruct (Nat.eq_dec t (S j)) as [-> |]; [rewrite put_above by lia; lra |].
    rewrite put_extends by lia; apply Sg; lia.
  - split; intros t Ht; (destruct (Nat.eq_dec t (S j)) as [-> |]; [rewrite put_above by lia; lra |]);
      rewrite put_extends by lia; apply Sa; lia.
Qed.

(* The plan whose operands are the unmerged steps of blocks: v is its operator, r that of sequential BOOT. *)
Definition is_boot (gamma w r p : R) : Prop := forall i a0 g0 x, 0 <= x -> exists j a g plan v,
  (i < j)%nat /\ extends i a0 a /\ extends i g0 g /\ covers plan i j /\ a j = x /\ g j = gamma /\
  eval Rops a g plan = x * v /\ 0 <= v <= w /\ composite_ a i (pred j) = p /\
  composite_ (fun t => phi_ gamma (a t)) i (pred j) = r /\ within small i (pred j) a /\ within small i j g.

Lemma leaf_is_boot gamma : 0 <= gamma <= 1 -> is_boot gamma 1 1 1.
Proof.
  intros Hg i a0 g0 x Hx; exists (S i), (put i a0 x), (put i g0 gamma), (Leaf (S i)), 1; cbn [pred eval].
  parts; rewrite ?put_above, ?composite_empty by lia; try apply put_extends; try lia; try lra.
  - constructor.
  - intros t Ht; lia.
  - intros t Ht; rewrite put_above by lia; exact Hg.
Qed.

Lemma node_is_boot gamma w r p q s f : 0 <= gamma <= 1 -> is_boot gamma w r p -> is_rest small q s ->
  is_block small gamma s f -> is_boot gamma (w * phi_ gamma q) (r * f) (p * s).
Proof.
  intros Hg Hp Hr Hb i a0 g0 x Hx; destruct (rest_above q s Hr) as [Hs Hq].
  destruct (Hb i a0) as (m & a & Hm & Ea & Pa & Qa & Sa).
  destruct (Hp m a (put i g0 gamma) x Hx)
    as (j & b & h & t & v & Hj & Eb & Eh & Ct & Bx & Hx' & Vt & Hv & Pt & Qt & St & Gt).
  exists j, b, h, (Node t (leaves i m)), (v * phi_ gamma s); parts; trivial; try lia.
  - apply (extends_trans i m a0 a b); trivial; lia.
  - apply (extends_trans i m g0 (put i g0 gamma) h); trivial; [lia | apply put_extends].
  - apply covers_node with m; [assumption | now apply leaves_cover].
  - rewrite (node_value _ _ _ _ _ _ _ Ct), Hx', Vt, leaves_value by lia.
    rewrite (composite_same b a i m), Pa by (intros; apply Eb; lia); real; ring.
  - apply Rmult_le_pos; [tauto | apply phi_nonneg; tauto].
  - apply Rmult_le_compat; try tauto; [apply phi_nonneg; tauto | apply phi_monotone; tauto].
  - rewrite (composite_split b i m (pred j)), Pt, (composite_same b a i m), Pa by (intros; apply Eb || idtac; lia).
    reflexivity.
  - rewrite (composite_split _ i m (pred j)), Qt, (composite_same _ (fun t => phi_ gamma (a t)) i m), Qa
      by (lia || (intros; now rewrite Eb by lia)); reflexivity.
  - now apply (within_join small i m (pred j) a b).
  - apply (within_join small i m j (put i g0 gamma) h); trivial; intros k Hk; rewrite put_above by lia; exact Hg.
Qed.

Lemma contracting_within j a : 0 <= a j -> within small 0 (pred j) a -> contracting j a.
Proof.
  intros Hj H; split; intros k Hk; [destruct (Nat.eq_dec k j) as [-> |]; [assumption |] |]; apply H; lia.
Qed.
Lemma expanding_within j a : 0 <= a j -> within large 0 (pred j) a -> expanding j a.
Proof.
  intros Hj H; split; intros k Hk; [| apply H; lia].
  destruct (Nat.eq_dec k j) as [-> |]; [assumption | apply large_nonneg, H; lia].
Qed.

(* What contracting_bounds and expanding_bounds say of the numbers. *)
Theorem contracting_numbers gamma w r p x : is_boot gamma w r p -> 0 <= x -> x * p <= x * r <= x * w.
Proof.
  intros H Hx; destruct (H 0%nat (fun _ => 1) (fun _ => 1) x Hx)
    as (j & a & g & t & v & Hj & _ & _ & Ct & Ax & Gx & Vt & Hv & Pt & Qt & St & Gt).
  assert (Hc : contracting j a) by (apply contracting_within; rewrite ?Ax; assumption).
  destruct (contracting_bounds j a g t Hc) as [[_ B] V]; trivial.
  rewrite composite_last, Ax, Pt, boot_value, Ax, Gx, Qt in B by lia.
  rewrite boot_value, Ax, Gx, Qt, Vt in V by lia; split; [assumption |].
  apply Rle_trans with (1 := V), Rmult_le_compat_l; tauto.
Qed.

Theorem expanding_numbers gamma w p x :
  is_plan large gamma w p -> 0 <= x -> x * w <= x * phi_ gamma p <= x * p.
Proof.
  intros [r H] Hx; destruct (H 0%nat (fun _ => 1) (fun _ => 1) x Hx)
    as (j & a & g & t & Hj & _ & _ & Ct & Ax & Gx & Vt & _ & Pt & St & Gt).
  assert (He : expanding j a) by (apply expanding_within; rewrite ?Ax; assumption).
  destruct (expanding_bounds j a g t He) as [V B]; trivial.
  rewrite vanilla_value, Ax, Gx, Pt, Vt in V by lia.
  now rewrite composite_last, Ax, Pt, vanilla_value, Ax, Gx, Pt in B by lia.
Qed.

(* What segmentation_dominates says of them, of each coordinate by itself. *)
Theorem segmentation_numbers gamma w r p x : is_segmented small gamma w r p \/ is_segmented large gamma w r p -> 0 <= x ->
  (x * r + (- 1) * (x * p)) ^ 2 <= (x * w + (- 1) * (x * p)) ^ 2.
Proof.
  intros H Hx.
  assert (exists j a g t, covers t 0 j /\ a j = x /\ eval Rops a g t = x * w /\
    eval Rops a g (segments j (cuts_of t)) = x * r /\ composite_ a 0 (pred j) = p /\ one_sided j a /\ shrinkage j g)
    as (j & a & g & t & Ct & Ax & Vt & Wt & Pt & Sa & Sg).
  { destruct H as [H | H]; destruct (H 0%nat (fun _ => 1) (fun _ => 1) x Hx)
      as (j & a & g & t & Hj & _ & _ & Ct & Ax & _ & Vt & Wt & Pt & St & Gt);
      exists j, a, g, t; parts; trivial; try (intros k Hk; apply Gt; lia);
      [left; apply contracting_within | right; apply expanding_within]; rewrite ?Ax; assumption. }
  pose proof (covers_lt _ _ _ Ct).
  pose proof (proj2 (proj2 (segmentation_dominates j t Ct)) unit (fun _ => a) (fun _ => g)
    (fun _ => Sa) (fun _ => Sg) tt) as B; cbn beta in B.
  rewrite Vt, Wt, composite_last, Ax, Pt in B by lia; apply Rsqr_le_abs_1 in B; unfold Rsqr in B; lra.
Qed.

(* The distances that follow. *)
Lemma nearer_above t x y : t <= x <= y -> (x + (- 1) * t) ^ 2 <= (y + (- 1) * t) ^ 2.
Proof. intros; nra. Qed.
Lemma nearer_below t x y : y <= x <= t -> (x + (- 1) * t) ^ 2 <= (y + (- 1) * t) ^ 2.
Proof. intros; nra. Qed.
