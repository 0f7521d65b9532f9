"""What each kernel theorem states, as coqc's `Check` prints it. Written by `python -m reports.kernel --pin`."""

from __future__ import annotations

STATEMENTS: dict[str, str] = {
    "Anchors.contracting_exists": (
        r"forall (T : nat) (lam : R), 0 <= lam <= 1 -> OneSided.contracting T (Operators.step Operators.Rops "
        r"Anchors.vp_alpha Anchors.vp_sigma lam)"
    ),
    "Anchors.cut_exists": (
        r"forall T : nat, (2 <= T)%nat -> Segmentation.cut_points T (0%nat :: nil)"
    ),
    "Anchors.expanding_exists": (
        r"forall T : nat, exists lam : R, 0 <= lam /\ OneSided.expanding T (Operators.step Operators.Rops "
        r"Anchors.vp_alpha Anchors.vp_sigma lam)"
    ),
    "Anchors.open_window_exists": (
        r"Critical.critical (Families.flow_alpha 3) (Families.flow_sigma 3) 1 < 1 < Critical.critical "
        r"(Families.flow_alpha 3) (Families.flow_sigma 3) 2"
    ),
    "Anchors.trajectory_exists": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> exists z "
        r": nat -> R, z T = 1 /\ (forall t : nat, (1 <= t <= T)%nat -> z (Init.Nat.pred t) = Ddim.ddim alpha sigma lam "
        r"t (z t))"
    ),
    "Anchors.ve_schedule": (
        r"forall T : nat, Schedule.schedule T (fun _ : nat => 1) INR"
    ),
    "Anchors.vp_schedule": (
        r"forall T : nat, Schedule.schedule T Anchors.vp_alpha Anchors.vp_sigma /\ Schedule.variance_preserving T "
        r"Anchors.vp_alpha Anchors.vp_sigma /\ (forall t : nat, (1 <= t < T)%nat -> 0 < Anchors.vp_alpha t < "
        r"Anchors.vp_alpha (Init.Nat.pred t))"
    ),
    "BootOptimal.boot_bounds_below_critical": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam s : R) (p : Plans.plan), Schedule.schedule T alpha sigma -> 0 "
        r"<= lam -> 0 <= s -> BootOptimal.below_critical T alpha sigma lam -> Plans.covers p 0 T -> let a := "
        r"Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma alpha sigma lam s in "
        r"Operators.composite Operators.Rops a 0 T <= Plans.eval Operators.Rops a g (Canonical.boot 0 T) <= Plans.eval "
        r"Operators.Rops a g p"
    ),
    "BootOptimal.boot_optimal_below_critical": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam s : R) (p : Plans.plan), Schedule.schedule T alpha sigma -> 0 "
        r"<= lam -> 0 <= s -> Plans.covers p 0 T -> BootOptimal.below_critical T alpha sigma lam -> let a := "
        r"Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma alpha sigma lam s in Rabs "
        r"(Plans.eval Operators.Rops a g (Canonical.boot 0 T) - Operators.composite Operators.Rops a 0 T) <= Rabs "
        r"(Plans.eval Operators.Rops a g p - Operators.composite Operators.Rops a 0 T)"
    ),
    "BootOptimal.boot_optimal_vp": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam s : R) (p : Plans.plan), Schedule.schedule T alpha sigma -> "
        r"Schedule.variance_preserving T alpha sigma -> 0 <= lam <= 1 -> 0 <= s -> Plans.covers p 0 T -> let a := "
        r"Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma alpha sigma lam s in Rabs "
        r"(Plans.eval Operators.Rops a g (Canonical.boot 0 T) - Operators.composite Operators.Rops a 0 T) <= Rabs "
        r"(Plans.eval Operators.Rops a g p - Operators.composite Operators.Rops a 0 T)"
    ),
    "Canonical.boot_covers": (
        r"forall i j : nat, (i < j)%nat -> Plans.covers (Canonical.boot i j) i j"
    ),
    "Canonical.boot_value": (
        r"forall (a g : nat -> R) (i j : nat), (i < j)%nat -> Plans.eval Operators.Rops a g (Canonical.boot i j) = a j "
        r"* Operators.composite Operators.Rops (fun t : nat => Operators.phi Operators.Rops (g j) (a t)) i "
        r"(Init.Nat.pred j)"
    ),
    "Canonical.vanilla_covers": (
        r"forall i j : nat, (i < j)%nat -> Plans.covers (Canonical.vanilla i j) i j"
    ),
    "Canonical.vanilla_value": (
        r"forall (a g : nat -> R) (i j : nat), (i < j)%nat -> Plans.eval Operators.Rops a g (Canonical.vanilla i j) = "
        r"a j * Operators.phi Operators.Rops (g j) (Operators.composite Operators.Rops a i (Init.Nat.pred j))"
    ),
    "Contracting.contracting_bounds": (
        r"forall (T : nat) (a g : nat -> R) (p : Plans.plan), OneSided.contracting T a -> OneSided.shrinkage T g -> "
        r"Plans.covers p 0 T -> 0 <= Operators.composite Operators.Rops a 0 T <= Plans.eval Operators.Rops a g "
        r"(Canonical.boot 0 T) /\ Plans.eval Operators.Rops a g (Canonical.boot 0 T) <= Plans.eval Operators.Rops a g "
        r"p"
    ),
    "Critical.step_ge_1_iff": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R) (j : nat), Schedule.schedule T alpha sigma -> 0 <= lam "
        r"-> (1 <= j <= T)%nat -> 0 < Critical.drop alpha j -> 1 <= Operators.step Operators.Rops alpha sigma lam j "
        r"<-> Critical.critical alpha sigma j <= lam"
    ),
    "Critical.step_gt_1_iff": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R) (j : nat), Schedule.schedule T alpha sigma -> 0 <= lam "
        r"-> (1 <= j <= T)%nat -> 0 < Critical.drop alpha j -> 1 < Operators.step Operators.Rops alpha sigma lam j <-> "
        r"Critical.critical alpha sigma j < lam"
    ),
    "Critical.step_le_1_iff": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R) (j : nat), Schedule.schedule T alpha sigma -> 0 <= lam "
        r"-> (1 <= j <= T)%nat -> 0 < Critical.drop alpha j -> Operators.step Operators.Rops alpha sigma lam j <= 1 "
        r"<-> lam <= Critical.critical alpha sigma j"
    ),
    "Critical.step_le_1_no_drop": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R) (j : nat), Schedule.schedule T alpha sigma -> 0 <= lam "
        r"-> (1 <= j <= T)%nat -> Critical.drop alpha j = 0 -> Operators.step Operators.Rops alpha sigma lam j <= 1"
    ),
    "Critical.step_lt_1_iff": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R) (j : nat), Schedule.schedule T alpha sigma -> 0 <= lam "
        r"-> (1 <= j <= T)%nat -> 0 < Critical.drop alpha j -> Operators.step Operators.Rops alpha sigma lam j < 1 <-> "
        r"lam < Critical.critical alpha sigma j"
    ),
    "Ddim.ddim_is_linear": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> forall "
        r"(t : nat) (z : R), (1 <= t <= T)%nat -> Ddim.ddim alpha sigma lam t z = Operators.step Operators.Rops alpha "
        r"sigma lam t * z"
    ),
    "Ddim.denoiser_optimal": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> forall "
        r"(t : nat) (f : R), (1 <= t <= T)%nat -> Ddim.denoising_loss alpha sigma lam t f = Ddim.denoising_loss alpha "
        r"sigma lam t (Ddim.denoiser alpha sigma lam t) + Operators.norm2 Operators.Rops alpha sigma lam t * (f - "
        r"Ddim.denoiser alpha sigma lam t)²"
    ),
    "Ddim.teacher_is_composite": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> forall "
        r"(z : nat -> R) (i j : nat), (i <= j <= T)%nat -> (forall t : nat, (i < t <= j)%nat -> z (Init.Nat.pred t) = "
        r"Ddim.ddim alpha sigma lam t (z t)) -> z i = Operators.composite Operators.Rops (Operators.step "
        r"Operators.Rops alpha sigma lam) i j * z j"
    ),
    "Domination.segmentation_dominates": (
        r"forall (T : nat) (p : Plans.plan), Plans.covers p 0 T -> exists cuts : list nat, Segmentation.cut_points T "
        r"cuts /\ Plans.covers (Segmentation.segments T cuts) 0 T /\ (forall (I : Type) (a g : I -> nat -> R), (forall "
        r"c : I, OneSided.one_sided T (a c)) -> (forall c : I, OneSided.shrinkage T (g c)) -> forall c : I, Rabs "
        r"(Plans.eval Operators.Rops (a c) (g c) (Segmentation.segments T cuts) - Operators.composite Operators.Rops "
        r"(a c) 0 T) <= Rabs (Plans.eval Operators.Rops (a c) (g c) p - Operators.composite Operators.Rops (a c) 0 T))"
    ),
    "Expanding.expanding_bounds": (
        r"forall (T : nat) (a g : nat -> R) (p : Plans.plan), OneSided.expanding T a -> OneSided.shrinkage T g -> "
        r"Plans.covers p 0 T -> Plans.eval Operators.Rops a g p <= Plans.eval Operators.Rops a g (Canonical.vanilla 0 "
        r"T) <= Operators.composite Operators.Rops a 0 T"
    ),
    "Families.boot_optimal_ve": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam s : R) (p : Plans.plan), Schedule.schedule T alpha sigma -> "
        r"(forall t : nat, (t <= T)%nat -> alpha t = 1) -> 0 <= lam -> 0 <= s -> Plans.covers p 0 T -> let a := "
        r"Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma alpha sigma lam s in Rabs "
        r"(Plans.eval Operators.Rops a g (Canonical.boot 0 T) - Operators.composite Operators.Rops a 0 T) <= Rabs "
        r"(Plans.eval Operators.Rops a g p - Operators.composite Operators.Rops a 0 T)"
    ),
    "Families.flow_critical": (
        r"forall T j : nat, (1 <= j < T)%nat -> 0 < Critical.drop (Families.flow_alpha T) j /\ Critical.critical "
        r"(Families.flow_alpha T) (Families.flow_sigma T) j = INR j / (INR T - INR j)"
    ),
    "Families.flow_schedule": (
        r"forall T : nat, (1 <= T)%nat -> Schedule.schedule T (Families.flow_alpha T) (Families.flow_sigma T)"
    ),
    "Families.flow_window": (
        r"forall T j : nat, (1 <= j < T)%nat -> 1 / (INR T - 1) <= Critical.critical (Families.flow_alpha T) "
        r"(Families.flow_sigma T) j <= INR T - 1"
    ),
    "GradientFlow.flow_solves": (
        r"forall n x b s : R, derivable_pt_lim (GradientFlow.flow n x b) s (- (2 * n * (GradientFlow.flow n x b s - "
        r"b)))"
    ),
    "GradientFlow.flow_starts": (
        r"forall n x b : R, GradientFlow.flow n x b 0 = x"
    ),
    "GradientFlow.flow_unique": (
        r"forall (n x b : R) (f : R -> R) (s : R), 0 <= s -> f 0 = x -> (forall u : R, 0 <= u <= s -> derivable_pt_lim "
        r"f u (- (2 * n * (f u - b)))) -> f s = GradientFlow.flow n x b s"
    ),
    "GradientFlow.gradient_descent": (
        r"forall (n x b eta : R) (a : nat -> R), a 0%nat = x -> (forall k : nat, a (S k) = a k - eta * (2 * n * (a k - "
        r"b))) -> forall k : nat, a k = b + (1 - 2 * eta * n) ^ k * (x - b)"
    ),
    "GradientFlow.loss_gradient": (
        r"forall n b a : R, derivable_pt_lim (fun a0 : R => n * (a0 - b)²) a (2 * n * (a - b))"
    ),
    "GradientFlow.merge_is_gradient_flow": (
        r"forall (alpha sigma : nat -> R) (lam s : R) (a : nat -> R) (p : Plans.plan) (f : Plans.operands) (m j : "
        r"nat), Plans.covers p m j -> let g := Schedule.gamma alpha sigma lam s in Plans.eval Operators.Rops a g "
        r"(Plans.Node p f) = GradientFlow.flow (Operators.norm2 Operators.Rops alpha sigma lam j) (Plans.eval "
        r"Operators.Rops a g p) (Plans.eval Operators.Rops a g p * Plans.eval_rest Operators.Rops a g f) s"
    ),
    "OneOperator.one_operator_exists": (
        r"forall (T : nat) (a g : nat -> R), exists F : nat -> R, OneOperator.one_operator T a g F"
    ),
    "OneOperator.one_operator_optimal": (
        r"forall (T : nat) (a g F : nat -> R), (1 <= T)%nat -> OneSided.one_sided T a -> OneSided.shrinkage T g -> "
        r"OneOperator.one_operator T a g F -> (forall p : Plans.plan, Plans.covers p 0 T -> Rabs (F 0%nat - "
        r"Operators.composite Operators.Rops a 0 T) <= Rabs (Plans.eval Operators.Rops a g p - Operators.composite "
        r"Operators.Rops a 0 T)) /\ (exists p : Plans.plan, Plans.covers p 0 T /\ Plans.eval Operators.Rops a g p = F "
        r"0%nat)"
    ),
    "OneOperatorFails.one_operator_not_optimal": (
        r"exists (T : nat) (alpha sigma : nat -> R) (lam s : R) (p : Plans.plan), Schedule.schedule T alpha sigma /\ "
        r"Schedule.variance_preserving T alpha sigma /\ 0 < lam /\ 0 < s /\ Plans.covers p 0 T /\ (let a := "
        r"Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma alpha sigma lam s in (exists F : "
        r"nat -> R, OneOperator.one_operator T a g F) /\ (forall F : nat -> R, OneOperator.one_operator T a g F -> 40 "
        r"* Rabs (Plans.eval Operators.Rops a g p - Operators.composite Operators.Rops a 0 T) < Rabs (F 0%nat - "
        r"Operators.composite Operators.Rops a 0 T)))"
    ),
    "OneVectorFails.one_vector_not_optimal": (
        r"exists (T : nat) (alpha sigma : nat -> R) (lam : bool -> R) (s : R) (p : Plans.plan), Schedule.schedule T "
        r"alpha sigma /\ Schedule.variance_preserving T alpha sigma /\ (forall c : bool, 0 <= lam c) /\ 0 < s /\ "
        r"Plans.covers p 0 T /\ (let a := fun c : bool => Operators.step Operators.Rops alpha sigma (lam c) in let g "
        r":= fun c : bool => Schedule.gamma alpha sigma (lam c) s in let weight := fun c : bool => Operators.norm2 "
        r"Operators.Rops alpha sigma (lam c) T in (forall c : bool, OneSided.one_sided T (a c)) /\ (exists F : nat -> "
        r"bool -> R, OneVectorFails.one_vector T a g (true :: false :: nil) weight F) /\ (forall F : nat -> bool -> R, "
        r"OneVectorFails.one_vector T a g (true :: false :: nil) weight F -> Pareto.distance2 bool T a 0 (true :: "
        r"false :: nil) weight (Pareto.values bool a g p) < Pareto.distance2 bool T a 0 (true :: false :: nil) weight "
        r"(F 0%nat)))"
    ),
    "OpenWindow.both_ends_beaten": (
        r"exists (T : nat) (alpha sigma : nat -> R) (lam s : R) (p : Plans.plan), Schedule.schedule T alpha sigma /\ "
        r"Schedule.variance_preserving T alpha sigma /\ 0 < lam /\ 0 < s /\ Plans.covers p 0 T /\ (let a := "
        r"Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma alpha sigma lam s in let tau := "
        r"Operators.composite Operators.Rops a 0 T in Plans.eval Operators.Rops a g (Canonical.boot 0 T) < tau < "
        r"Plans.eval Operators.Rops a g p /\ Plans.eval Operators.Rops a g (Canonical.vanilla 0 T) < tau /\ Rabs "
        r"(Plans.eval Operators.Rops a g p - tau) < Rabs (Plans.eval Operators.Rops a g (Canonical.boot 0 T) - tau) /\ "
        r"Rabs (Plans.eval Operators.Rops a g p - tau) < Rabs (Plans.eval Operators.Rops a g (Canonical.vanilla 0 T) - "
        r"tau))"
    ),
    "OpenWindow.open_window_mixes": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R) (j k : nat), Schedule.schedule T alpha sigma -> 0 <= lam "
        r"-> (1 <= j < T)%nat -> (1 <= k < T)%nat -> 0 < Critical.drop alpha j -> 0 < Critical.drop alpha k -> "
        r"Critical.critical alpha sigma k < lam < Critical.critical alpha sigma j -> Operators.step Operators.Rops "
        r"alpha sigma lam j < 1 < Operators.step Operators.Rops alpha sigma lam k"
    ),
    "OpenWindow.window_exception": (
        r"forall (a g : nat -> R) (p : Plans.plan), OneSided.shrinkage 3 g -> 0 <= a 3%nat -> 0 <= a 2%nat -> a 1%nat "
        r"<= 1 <= a 2%nat -> a 2%nat * a 1%nat <= 1 -> Plans.covers p 0 3 -> Operators.composite Operators.Rops a 0 3 "
        r"<= Plans.eval Operators.Rops a g (Canonical.vanilla 0 3) <= Plans.eval Operators.Rops a g p"
    ),
    "Pareto.pareto_dominates": (
        r"forall (I : Type) (T : nat) (a g : I -> nat -> R) (K : nat -> (I -> R) -> Prop), (1 <= T)%nat -> "
        r"Pareto.pareto I T a g K -> (forall c : I, OneSided.one_sided T (a c)) -> (forall c : I, OneSided.shrinkage T "
        r"(g c)) -> forall p : Plans.plan, Plans.covers p 0 T -> exists u : I -> R, K 0%nat u /\ Pareto.dominates I T "
        r"a 0 u (Pareto.values I a g p)"
    ),
    "Pareto.pareto_exists": (
        r"forall (I : Type) (T : nat) (a g : I -> nat -> R), Pareto.pareto I T a g (Pareto.reached I T a g)"
    ),
    "Pareto.pareto_optimal": (
        r"forall (I : Type) (T : nat) (a g : I -> nat -> R) (K : nat -> (I -> R) -> Prop), (1 <= T)%nat -> "
        r"Pareto.pareto I T a g K -> (forall c : I, OneSided.one_sided T (a c)) -> (forall c : I, OneSided.shrinkage T "
        r"(g c)) -> forall (coords : list I) (weight : I -> R), (forall c : I, 0 <= weight c) -> (forall p : "
        r"Plans.plan, Plans.covers p 0 T -> exists u : I -> R, K 0%nat u /\ Pareto.distance2 I T a 0 coords weight u "
        r"<= Pareto.distance2 I T a 0 coords weight (Pareto.values I a g p)) /\ (forall u : I -> R, K 0%nat u -> "
        r"exists p : Plans.plan, Plans.covers p 0 T /\ (forall c : I, Pareto.values I a g p c = u c))"
    ),
    "Phi.phi_identity": (
        r"forall g x y : R, Operators.phi Operators.Rops g (x * y) - Operators.phi Operators.Rops g x * Operators.phi "
        r"Operators.Rops g y = g * (1 - g) * (1 - x) * (1 - y)"
    ),
    "Plans.node_value": (
        r"forall (A : Type) (O : Operators.arith A) (a g : nat -> A) (p : Plans.plan) (f : Plans.operands) (m j : "
        r"nat), Plans.covers p m j -> Plans.eval O a g (Plans.Node p f) = Operators.mul O (Plans.eval O a g p) "
        r"(Operators.phi O (g j) (Plans.eval_rest O a g f))"
    ),
    "Schedule.gamma_range": (
        r"forall (alpha sigma : nat -> R) (lam s : R), 0 <= lam -> forall t : nat, 0 <= s -> 0 <= Schedule.gamma alpha "
        r"sigma lam s t < 1"
    ),
    "Schedule.gamma_shrinkage": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam s : R), 0 <= lam -> 0 <= s -> OneSided.shrinkage T "
        r"(Schedule.gamma alpha sigma lam s)"
    ),
    "Segmentation.segments_cover": (
        r"forall (T : nat) (cuts : list nat), (1 <= T)%nat -> Segmentation.cut_points T cuts -> Plans.covers "
        r"(Segmentation.segments T cuts) (Segmentation.bottom T cuts) T"
    ),
    "Segmentation.segments_ignore_inner_shrinkage": (
        r"forall (a g g' : nat -> R) (T : nat) (cuts : list nat), (1 <= T)%nat -> Segmentation.cut_points T cuts -> g "
        r"T = g' T -> Plans.eval Operators.Rops a g (Segmentation.segments T cuts) = Plans.eval Operators.Rops a g' "
        r"(Segmentation.segments T cuts)"
    ),
    "Segmentation.segments_value": (
        r"forall (a g : nat -> R) (T : nat) (cuts : list nat), (1 <= T)%nat -> Segmentation.cut_points T cuts -> "
        r"Plans.eval Operators.Rops a g (Segmentation.segments T cuts) = a T * List.fold_right Rmult 1 (List.map (fun "
        r"b : nat * nat => Operators.phi Operators.Rops (g T) (Operators.composite Operators.Rops a (fst b) (snd b))) "
        r"(Segmentation.blocks T cuts))"
    ),
    "Table.interval_table_exists": (
        r"forall (T : nat) (a g : nat -> R), exists F : nat -> nat -> R, Table.interval_table T a g F"
    ),
    "Table.interval_table_optimal": (
        r"forall (T : nat) (a g : nat -> R) (F : nat -> nat -> R), OneSided.one_sided T a -> OneSided.shrinkage T g -> "
        r"Table.interval_table T a g F -> forall (p : Plans.plan) (i j : nat), Plans.covers p i j -> (j <= T)%nat -> "
        r"Rabs (F i j - Operators.composite Operators.Rops a i j) <= Rabs (Plans.eval Operators.Rops a g p - "
        r"Operators.composite Operators.Rops a i j)"
    ),
    "TeacherVariance.lagrange": (
        r"forall (alpha sigma : nat -> R) (lam : R) (t : nat), Operators.norm2 Operators.Rops alpha sigma lam "
        r"(Init.Nat.pred t) * Operators.norm2 Operators.Rops alpha sigma lam t - Operators.inner Operators.Rops alpha "
        r"sigma lam t * Operators.inner Operators.Rops alpha sigma lam t = TeacherVariance.turn alpha sigma lam t"
    ),
    "TeacherVariance.teacher_contracts": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> "
        r"TeacherVariance.output_variance alpha sigma lam T <= lam"
    ),
    "TeacherVariance.teacher_contracts_strictly": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> (1 <= "
        r"T)%nat -> 0 < lam -> TeacherVariance.output_variance alpha sigma lam T < lam"
    ),
    "TeacherVariance.teacher_equality": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> (1 <= "
        r"T)%nat -> (TeacherVariance.output_variance alpha sigma lam T = lam <-> lam = 0) /\ "
        r"(TeacherVariance.output_variance alpha sigma lam T = lam <-> (forall t : nat, (1 <= t <= T)%nat -> "
        r"TeacherVariance.turn alpha sigma lam t = 0))"
    ),
    "TeacherVariance.variance_is_product_of_cosines": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam : R), Schedule.schedule T alpha sigma -> 0 <= lam -> 0 < lam "
        r"-> forall t : nat, (t <= T)%nat -> TeacherVariance.output_variance alpha sigma lam t = lam * "
        r"Operators.composite Operators.Rops (TeacherVariance.cos2 alpha sigma lam) 0 t"
    ),
    "VanillaOptimal.expansion_threshold_exists": (
        r"forall (T : nat) (alpha sigma : nat -> R), Schedule.schedule T alpha sigma -> (forall t : nat, (1 <= t < "
        r"T)%nat -> 0 < alpha t < alpha (Init.Nat.pred t)) -> exists lam_plus : R, 0 <= lam_plus /\ "
        r"VanillaOptimal.expansion_threshold T alpha sigma lam_plus"
    ),
    "VanillaOptimal.vanilla_optimal": (
        r"forall (T : nat) (alpha sigma : nat -> R) (lam_plus lam s : R) (p : Plans.plan), Schedule.schedule T alpha "
        r"sigma -> VanillaOptimal.expansion_threshold T alpha sigma lam_plus -> lam_plus <= lam -> 0 <= lam -> 0 <= s "
        r"-> Plans.covers p 0 T -> let a := Operators.step Operators.Rops alpha sigma lam in let g := Schedule.gamma "
        r"alpha sigma lam s in Rabs (Plans.eval Operators.Rops a g (Canonical.vanilla 0 T) - Operators.composite "
        r"Operators.Rops a 0 T) <= Rabs (Plans.eval Operators.Rops a g p - Operators.composite Operators.Rops a 0 T)"
    ),
    "VariancePreserving.critical_1": (
        r"forall (T : nat) (alpha sigma : nat -> R), Schedule.schedule T alpha sigma -> Schedule.variance_preserving T "
        r"alpha sigma -> (1 <= T)%nat -> 0 < alpha 1%nat < 1 -> Critical.critical alpha sigma 1 = (1 + alpha 1%nat) / "
        r"alpha 1%nat"
    ),
    "VariancePreserving.critical_1_gt_2": (
        r"forall (T : nat) (alpha sigma : nat -> R), Schedule.schedule T alpha sigma -> Schedule.variance_preserving T "
        r"alpha sigma -> (1 <= T)%nat -> 0 < alpha 1%nat < 1 -> 2 < Critical.critical alpha sigma 1"
    ),
    "VariancePreserving.critical_ge_1": (
        r"forall (T : nat) (alpha sigma : nat -> R), Schedule.variance_preserving T alpha sigma -> forall j : nat, (1 "
        r"<= j <= T)%nat -> 0 < Critical.drop alpha j -> 1 <= Critical.critical alpha sigma j"
    ),
    "VariancePreserving.vp_contracts": (
        r"forall (T : nat) (alpha sigma : nat -> R), Schedule.schedule T alpha sigma -> Schedule.variance_preserving T "
        r"alpha sigma -> forall (lam : R) (j : nat), 0 <= lam <= 1 -> (1 <= j <= T)%nat -> Operators.step "
        r"Operators.Rops alpha sigma lam j <= 1"
    ),
    "Wasserstein.boot_optimal_below_critical_w2": (
        r"forall (T : nat) (alpha sigma : nat -> R) (I : Type) (lam : I -> R) (s : R), Schedule.schedule T alpha sigma "
        r"-> (forall c : I, 0 <= lam c) -> 0 <= s -> forall (coords : list I) (p : Plans.plan), (forall c : I, "
        r"BootOptimal.below_critical T alpha sigma (lam c)) -> Plans.covers p 0 T -> Wasserstein.w2_squared T alpha "
        r"sigma I lam s coords (Canonical.boot 0 T) <= Wasserstein.w2_squared T alpha sigma I lam s coords p"
    ),
    "Wasserstein.boot_optimal_w2": (
        r"forall (T : nat) (alpha sigma : nat -> R) (I : Type) (lam : I -> R) (s : R), Schedule.schedule T alpha sigma "
        r"-> (forall c : I, 0 <= lam c) -> 0 <= s -> forall (coords : list I) (p : Plans.plan), "
        r"Schedule.variance_preserving T alpha sigma -> (forall c : I, lam c <= 1) -> Plans.covers p 0 T -> "
        r"Wasserstein.w2_squared T alpha sigma I lam s coords (Canonical.boot 0 T) <= Wasserstein.w2_squared T alpha "
        r"sigma I lam s coords p"
    ),
    "Wasserstein.vanilla_optimal_w2": (
        r"forall (T : nat) (alpha sigma : nat -> R) (I : Type) (lam : I -> R) (s : R), Schedule.schedule T alpha sigma "
        r"-> (forall c : I, 0 <= lam c) -> 0 <= s -> forall (coords : list I) (lam_plus : R) (p : Plans.plan), "
        r"VanillaOptimal.expansion_threshold T alpha sigma lam_plus -> (forall c : I, lam_plus <= lam c) -> "
        r"Plans.covers p 0 T -> Wasserstein.w2_squared T alpha sigma I lam s coords (Canonical.vanilla 0 T) <= "
        r"Wasserstein.w2_squared T alpha sigma I lam s coords p"
    ),
}  # fmt: skip
