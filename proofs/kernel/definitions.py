"""What each definition that theorems use reads, as coqc's `Print` prints it. Written by `python -m reports.kernel --pin`."""

from __future__ import annotations

DEFINITIONS: dict[str, str] = {
    "Anchors.vp_alpha": (
        r"Anchors.vp_alpha = fun t : nat => / INR (S t) : nat -> R"
    ),
    "Anchors.vp_sigma": (
        r"Anchors.vp_sigma = fun t : nat => sqrt (1 - Anchors.vp_alpha t * Anchors.vp_alpha t) : nat -> R"
    ),
    "BootOptimal.below_critical": (
        r"BootOptimal.below_critical = fun (T : nat) (alpha sigma : nat -> R) (lam : R) => forall j : nat, (1 <= j < "
        r"T)%nat -> 0 < Critical.drop alpha j -> lam <= Critical.critical alpha sigma j : nat -> (nat -> R) -> (nat -> "
        r"R) -> R -> Prop"
    ),
    "Canonical.absorb": (
        r"Canonical.absorb = fix absorb (j n : nat) {struct n} : Plans.plan := match n with | 0%nat => Plans.Leaf j | "
        r"S n0 => Plans.Node (absorb j n0) (Plans.Last (Plans.Leaf (j - S n0))) end : nat -> nat -> Plans.plan"
    ),
    "Canonical.boot": (
        r"Canonical.boot = fun i j : nat => Canonical.absorb j (j - S i) : nat -> nat -> Plans.plan"
    ),
    "Canonical.consistency": (
        r"Canonical.consistency = fix consistency (i j : nat) {struct j} : Plans.plan := match j with | 0%nat => "
        r"Plans.Leaf 0 | S k => if k <=? i then Plans.Leaf j else Plans.Node (Plans.Leaf j) (Plans.Last (consistency i "
        r"k)) end : nat -> nat -> Plans.plan"
    ),
    "Canonical.leaves": (
        r"Canonical.leaves = fix leaves (i j : nat) {struct j} : Plans.operands := match j with | 0%nat => Plans.Last "
        r"(Plans.Leaf 0) | S k => if k <=? i then Plans.Last (Plans.Leaf j) else Plans.More (Plans.Leaf j) (leaves i "
        r"k) end : nat -> nat -> Plans.operands"
    ),
    "Canonical.vanilla": (
        r"Canonical.vanilla = fun i j : nat => if j <=? S i then Plans.Leaf j else Plans.Node (Plans.Leaf j) "
        r"(Canonical.leaves i (Init.Nat.pred j)) : nat -> nat -> Plans.plan"
    ),
    "Critical.critical": (
        r"Critical.critical = fun (alpha sigma : nat -> R) (j : nat) => sigma j * (sigma j - sigma (Init.Nat.pred j)) "
        r"/ Critical.drop alpha j : (nat -> R) -> (nat -> R) -> nat -> R"
    ),
    "Critical.drop": (
        r"Critical.drop = fun (alpha : nat -> R) (j : nat) => alpha j * (alpha (Init.Nat.pred j) - alpha j) : (nat -> "
        r"R) -> nat -> R"
    ),
    "Ddim.ddim": (
        r"Ddim.ddim = fun (alpha sigma : nat -> R) (lam : R) (t : nat) (z : R) => let x0 := Ddim.denoiser alpha sigma "
        r"lam t * z in alpha (Init.Nat.pred t) * x0 + sigma (Init.Nat.pred t) * ((z - alpha t * x0) / sigma t) : (nat "
        r"-> R) -> (nat -> R) -> R -> nat -> R -> R"
    ),
    "Ddim.denoiser": (
        r"Ddim.denoiser = fun (alpha sigma : nat -> R) (lam : R) (t : nat) => alpha t * lam / Operators.norm2 "
        r"Operators.Rops alpha sigma lam t : (nat -> R) -> (nat -> R) -> R -> nat -> R"
    ),
    "Ddim.denoising_loss": (
        r"Ddim.denoising_loss = fun (alpha sigma : nat -> R) (lam : R) (t : nat) (f : R) => (1 - f * alpha t)² * lam + "
        r"(f * sigma t)² : (nat -> R) -> (nat -> R) -> R -> nat -> R -> R"
    ),
    "DynamicProgram.closest_extension": (
        r"DynamicProgram.closest_extension = fun (V : Type) (T : nat) (extend : nat -> nat -> V -> V) (cost : nat -> V "
        r"-> R) (F : nat -> V) (i : nat) => (exists m : nat, (i < m < T)%nat /\ F i = extend i m (F m)) /\ (forall m : "
        r"nat, (i < m < T)%nat -> cost i (F i) <= cost i (extend i m (F m))) : forall V : Type, nat -> (nat -> nat -> "
        r"V -> V) -> (nat -> V -> R) -> (nat -> V) -> nat -> Prop"
    ),
    "Families.flow_alpha": (
        r"Families.flow_alpha = fun T t : nat => 1 - INR t / INR T : nat -> nat -> R"
    ),
    "Families.flow_sigma": (
        r"Families.flow_sigma = fun T t : nat => INR t / INR T : nat -> nat -> R"
    ),
    "GradientFlow.flow": (
        r"GradientFlow.flow = fun n x b s : R => (1 - GradientFlow.shrink n s) * x + GradientFlow.shrink n s * b : R "
        r"-> R -> R -> R -> R"
    ),
    "GradientFlow.shrink": (
        r"GradientFlow.shrink = fun n s : R => 1 - exp (- (2 * s * n)) : R -> R -> R"
    ),
    "OneOperator.extend": (
        r"OneOperator.extend = fun (T : nat) (a g F : nat -> R) (i m : nat) => F m * Operators.phi Operators.Rops (g "
        r"T) (Operators.composite Operators.Rops a i m) : nat -> (nat -> R) -> (nat -> R) -> (nat -> R) -> nat -> nat "
        r"-> R"
    ),
    "OneOperator.one_operator": (
        r"OneOperator.one_operator = fun (T : nat) (a g F : nat -> R) => F (Init.Nat.pred T) = a T /\ (forall i : nat, "
        r"(i < Init.Nat.pred T)%nat -> (exists m : nat, (i < m < T)%nat /\ F i = OneOperator.extend T a g F i m) /\ "
        r"(forall m : nat, (i < m < T)%nat -> Rabs (F i - Operators.composite Operators.Rops a i T) <= Rabs "
        r"(OneOperator.extend T a g F i m - Operators.composite Operators.Rops a i T))) : nat -> (nat -> R) -> (nat -> "
        r"R) -> (nat -> R) -> Prop"
    ),
    "OneOperatorFails.alpha3": (
        r"OneOperatorFails.alpha3 = fun t : nat => match t with | 0%nat => 1 | 1%nat => 21 / 29 | 2%nat => 3 / 5 | S "
        r"(S (S _)) => 0 end : nat -> R"
    ),
    "OneOperatorFails.lam3": (
        r"OneOperatorFails.lam3 = 19 / 9 : R"
    ),
    "OneOperatorFails.plan3": (
        r"OneOperatorFails.plan3 = Canonical.consistency 0 3 : Plans.plan"
    ),
    "OneOperatorFails.sigma3": (
        r"OneOperatorFails.sigma3 = fun t : nat => match t with | 0%nat => 0 | 1%nat => 20 / 29 | 2%nat => 4 / 5 | S "
        r"(S (S _)) => 1 end : nat -> R"
    ),
    "OneSided.contracting": (
        r"OneSided.contracting = fun (T : nat) (a : nat -> R) => (forall t : nat, (1 <= t <= T)%nat -> 0 <= a t) /\ "
        r"(forall t : nat, (1 <= t < T)%nat -> a t <= 1) : nat -> (nat -> R) -> Prop"
    ),
    "OneSided.expanding": (
        r"OneSided.expanding = fun (T : nat) (a : nat -> R) => (forall t : nat, (1 <= t <= T)%nat -> 0 <= a t) /\ "
        r"(forall t : nat, (1 <= t < T)%nat -> 1 <= a t) : nat -> (nat -> R) -> Prop"
    ),
    "OneSided.one_sided": (
        r"OneSided.one_sided = fun (T : nat) (a : nat -> R) => OneSided.contracting T a \/ OneSided.expanding T a : "
        r"nat -> (nat -> R) -> Prop"
    ),
    "OneSided.shrinkage": (
        r"OneSided.shrinkage = fun (T : nat) (g : nat -> R) => forall t : nat, (1 <= t <= T)%nat -> 0 <= g t <= 1 : "
        r"nat -> (nat -> R) -> Prop"
    ),
    "OneVectorFails.alpha4": (
        r"OneVectorFails.alpha4 = fun t : nat => match t with | 0%nat => 1 | 1%nat => 35 / 37 | 2%nat => 3 / 5 | 3%nat "
        r"=> 7 / 25 | S (S (S (S _))) => 0 end : nat -> R"
    ),
    "OneVectorFails.lam4": (
        r"OneVectorFails.lam4 = fun c : bool => if c then 6 else 0 : bool -> R"
    ),
    "OneVectorFails.one_vector": (
        r"OneVectorFails.one_vector = fun (I : Type) (T : nat) (a g : I -> nat -> R) (coords : list I) (weight : I -> "
        r"R) (F : nat -> I -> R) => F (Init.Nat.pred T) = (fun c : I => a c T) /\ (forall i : nat, (i < Init.Nat.pred "
        r"T)%nat -> (exists m : nat, (i < m < T)%nat /\ F i = Pareto.absorbed I T a g i m (F m)) /\ (forall m : nat, "
        r"(i < m < T)%nat -> Pareto.distance2 I T a i coords weight (F i) <= Pareto.distance2 I T a i coords weight "
        r"(Pareto.absorbed I T a g i m (F m)))) : forall I : Type, nat -> (I -> nat -> R) -> (I -> nat -> R) -> list I "
        r"-> (I -> R) -> (nat -> I -> R) -> Prop"
    ),
    "OneVectorFails.sigma4": (
        r"OneVectorFails.sigma4 = fun t : nat => match t with | 0%nat => 0 | 1%nat => 12 / 37 | 2%nat => 4 / 5 | 3%nat "
        r"=> 24 / 25 | S (S (S (S _))) => 1 end : nat -> R"
    ),
    "OneVectorFails.weight4": (
        r"OneVectorFails.weight4 = fun c : bool => Operators.norm2 Operators.Rops OneVectorFails.alpha4 "
        r"OneVectorFails.sigma4 (OneVectorFails.lam4 c) 4 : bool -> R"
    ),
    "Operators.Qops": (
        r"Operators.Qops = {| Operators.one := {| QArith_base.Qnum := 1; QArith_base.Qden := 1 |}; Operators.add := "
        r"fun x y : QArith_base.Q => Qreduction.Qred (QArith_base.Qplus x y); Operators.sub := fun x y : QArith_base.Q "
        r"=> Qreduction.Qred (QArith_base.Qminus x y); Operators.mul := fun x y : QArith_base.Q => Qreduction.Qred "
        r"(QArith_base.Qmult x y); Operators.div := fun x y : QArith_base.Q => Qreduction.Qred (QArith_base.Qdiv x y) "
        r"|} : Operators.arith QArith_base.Q"
    ),
    "Operators.Rops": (
        r"Operators.Rops = {| Operators.one := 1; Operators.add := Rplus; Operators.sub := Rminus; Operators.mul := "
        r"Rmult; Operators.div := Rdiv |} : Operators.arith R"
    ),
    "Operators.arith": (
        r"Record arith (A : Type) : Type := Arith { one : A; add : A -> A -> A; sub : A -> A -> A; mul : A -> A -> A; "
        r"div : A -> A -> A }."
    ),
    "Operators.composite": (
        r"Operators.composite = fun (A : Type) (O : Operators.arith A) => fix composite (a : nat -> A) (i j : nat) "
        r"{struct j} : A := match j with | 0%nat => Operators.one O | S k => if i <=? k then Operators.mul O "
        r"(composite a i k) (a j) else Operators.one O end : forall A : Type, Operators.arith A -> (nat -> A) -> nat "
        r"-> nat -> A"
    ),
    "Operators.inner": (
        r"Operators.inner = fun (A : Type) (O : Operators.arith A) (alpha sigma : nat -> A) (lam : A) (t : nat) => "
        r"Operators.add O (Operators.mul O (Operators.mul O (alpha (Init.Nat.pred t)) (alpha t)) lam) (Operators.mul O "
        r"(sigma (Init.Nat.pred t)) (sigma t)) : forall A : Type, Operators.arith A -> (nat -> A) -> (nat -> A) -> A "
        r"-> nat -> A"
    ),
    "Operators.norm2": (
        r"Operators.norm2 = fun (A : Type) (O : Operators.arith A) (alpha sigma : nat -> A) (lam : A) (t : nat) => "
        r"Operators.add O (Operators.mul O (Operators.mul O (alpha t) (alpha t)) lam) (Operators.mul O (sigma t) "
        r"(sigma t)) : forall A : Type, Operators.arith A -> (nat -> A) -> (nat -> A) -> A -> nat -> A"
    ),
    "Operators.phi": (
        r"Operators.phi = fun (A : Type) (O : Operators.arith A) (g x : A) => Operators.add O (Operators.sub O "
        r"(Operators.one O) g) (Operators.mul O g x) : forall A : Type, Operators.arith A -> A -> A -> A"
    ),
    "Operators.step": (
        r"Operators.step = fun (A : Type) (O : Operators.arith A) (alpha sigma : nat -> A) (lam : A) (t : nat) => "
        r"Operators.div O (Operators.inner O alpha sigma lam t) (Operators.norm2 O alpha sigma lam t) : forall A : "
        r"Type, Operators.arith A -> (nat -> A) -> (nat -> A) -> A -> nat -> A"
    ),
    "Pareto.absorbed": (
        r"Pareto.absorbed = fun (I : Type) (T : nat) (a g : I -> nat -> R) (i m : nat) (u : I -> R) (c : I) => u c * "
        r"Operators.phi Operators.Rops (g c T) (Operators.composite Operators.Rops (a c) i m) : forall I : Type, nat "
        r"-> (I -> nat -> R) -> (I -> nat -> R) -> nat -> nat -> (I -> R) -> I -> R"
    ),
    "Pareto.distance2": (
        r"Pareto.distance2 = fun (I : Type) (T : nat) (a : I -> nat -> R) (i : nat) (coords : list I) (weight u : I -> "
        r"R) => List.fold_right Rplus 0 (List.map (fun c : I => weight c * (u c - Operators.composite Operators.Rops "
        r"(a c) i T)²) coords) : forall I : Type, nat -> (I -> nat -> R) -> nat -> list I -> (I -> R) -> (I -> R) -> R"
    ),
    "Pareto.dominates": (
        r"Pareto.dominates = fun (I : Type) (T : nat) (a : I -> nat -> R) (i : nat) (u w : I -> R) => forall c : I, "
        r"Rabs (u c - Operators.composite Operators.Rops (a c) i T) <= Rabs (w c - Operators.composite Operators.Rops "
        r"(a c) i T) : forall I : Type, nat -> (I -> nat -> R) -> nat -> (I -> R) -> (I -> R) -> Prop"
    ),
    "Pareto.pareto": (
        r"Pareto.pareto = fun (I : Type) (T : nat) (a g : I -> nat -> R) (K : nat -> (I -> R) -> Prop) => (forall u : "
        r"I -> R, K (Init.Nat.pred T) u <-> u = (fun c : I => a c T)) /\ (forall i : nat, (i < Init.Nat.pred T)%nat -> "
        r"(forall u : I -> R, K i u -> exists (m : nat) (w : I -> R), (i < m < T)%nat /\ K m w /\ u = Pareto.absorbed "
        r"I T a g i m w) /\ (forall (m : nat) (w : I -> R), (i < m < T)%nat -> K m w -> exists u : I -> R, K i u /\ "
        r"Pareto.dominates I T a i u (Pareto.absorbed I T a g i m w))) : forall I : Type, nat -> (I -> nat -> R) -> (I "
        r"-> nat -> R) -> (nat -> (I -> R) -> Prop) -> Prop"
    ),
    "Pareto.reached": (
        r"Inductive reached (I : Type) (T : nat) (a g : I -> nat -> R) : nat -> (I -> R) -> Prop := reached_start : "
        r"Pareto.reached I T a g (Init.Nat.pred T) (fun c : I => a c T) | reached_more : forall (i m : nat) (w : I -> "
        r"R), (i < m < T)%nat -> Pareto.reached I T a g m w -> Pareto.reached I T a g i (Pareto.absorbed I T a g i m "
        r"w)."
    ),
    "Pareto.values": (
        r"Pareto.values = fun (I : Type) (a g : I -> nat -> R) (p : Plans.plan) (c : I) => Plans.eval Operators.Rops "
        r"(a c) (g c) p : forall I : Type, (I -> nat -> R) -> (I -> nat -> R) -> Plans.plan -> I -> R"
    ),
    "Plans.covers": (
        r"Inductive covers : Plans.plan -> nat -> nat -> Prop := covers_leaf : forall t : nat, Plans.covers "
        r"(Plans.Leaf (S t)) t (S t) | covers_node : forall (p : Plans.plan) (f : Plans.operands) (i m j : nat), "
        r"Plans.covers p m j -> Plans.covers_rest f i m -> Plans.covers (Plans.Node p f) i j with covers_rest : "
        r"Plans.operands -> nat -> nat -> Prop := covers_last : forall (p : Plans.plan) (i j : nat), Plans.covers p i "
        r"j -> Plans.covers_rest (Plans.Last p) i j | covers_more : forall (p : Plans.plan) (f : Plans.operands) (i m "
        r"j : nat), Plans.covers p m j -> Plans.covers_rest f i m -> Plans.covers_rest (Plans.More p f) i j."
    ),
    "Plans.eval": (
        r"Plans.eval = fun (A : Type) (O : Operators.arith A) (a g : nat -> A) => fix eval (p : Plans.plan) : A := "
        r"match p with | Plans.Leaf t => a t | Plans.Node first rest => Operators.mul O (eval first) (Operators.phi O "
        r"(g (Plans.start first)) (eval_rest rest)) end with eval_rest (f : Plans.operands) : A := match f with | "
        r"Plans.Last p => eval p | Plans.More p f0 => Operators.mul O (eval p) (eval_rest f0) end for eval : forall A "
        r": Type, Operators.arith A -> (nat -> A) -> (nat -> A) -> Plans.plan -> A"
    ),
    "Plans.plan": (
        r"Inductive plan : Set := Leaf : nat -> Plans.plan | Node : Plans.plan -> Plans.operands -> Plans.plan with "
        r"operands : Set := Last : Plans.plan -> Plans.operands | More : Plans.plan -> Plans.operands -> "
        r"Plans.operands."
    ),
    "Plans.reach": (
        r"Plans.reach = fix reach (p : Plans.plan) (j : nat) {struct p} : option nat := match p with | Plans.Leaf t => "
        r"if t =? j then match t with | 0%nat => None | S i => Some i end else None | Plans.Node first rest => match "
        r"reach first j with | Some m => reach_rest rest m | None => None end end with reach_rest (f : Plans.operands) "
        r"(j : nat) {struct f} : option nat := match f with | Plans.Last p => reach p j | Plans.More p f0 => match "
        r"reach p j with | Some m => reach_rest f0 m | None => None end end for reach : Plans.plan -> nat -> option "
        r"nat"
    ),
    "Plans.start": (
        r"Plans.start = fix start (p : Plans.plan) : nat := match p with | Plans.Leaf t => t | Plans.Node first _ => "
        r"start first end : Plans.plan -> nat"
    ),
    "Schedule.gamma": (
        r"Schedule.gamma = fun (alpha sigma : nat -> R) (lam s : R) (t : nat) => 1 - exp (- (2 * s * Operators.norm2 "
        r"Operators.Rops alpha sigma lam t)) : (nat -> R) -> (nat -> R) -> R -> R -> nat -> R"
    ),
    "Schedule.schedule": (
        r"Record schedule (T : nat) (alpha sigma : nat -> R) : Prop := Build_schedule { alpha_0 : alpha 0%nat = 1; "
        r"sigma_0 : sigma 0%nat = 0; alpha_nonneg : forall t : nat, (t <= T)%nat -> 0 <= alpha t; alpha_down : forall "
        r"t : nat, (1 <= t <= T)%nat -> alpha t <= alpha (Init.Nat.pred t); sigma_pos : forall t : nat, (1 <= t <= "
        r"T)%nat -> 0 < sigma t; sigma_up : forall t : nat, (1 <= t <= T)%nat -> sigma (Init.Nat.pred t) <= sigma t }."
    ),
    "Schedule.variance_preserving": (
        r"Schedule.variance_preserving = fun (T : nat) (alpha sigma : nat -> R) => forall t : nat, (t <= T)%nat -> "
        r"alpha t * alpha t + sigma t * sigma t = 1 : nat -> (nat -> R) -> (nat -> R) -> Prop"
    ),
    "Segmentation.blocks": (
        r"Segmentation.blocks = fix blocks (T : nat) (cuts : list nat) {struct cuts} : list (nat * nat) := match cuts "
        r"with | nil => nil | (c :: cuts0)%list => ((c, Segmentation.bottom T cuts0) :: blocks T cuts0)%list end : nat "
        r"-> list nat -> list (nat * nat)"
    ),
    "Segmentation.bottom": (
        r"Segmentation.bottom = fun (T : nat) (cuts : list nat) => match cuts with | nil => Init.Nat.pred T | (c :: "
        r"_)%list => c end : nat -> list nat -> nat"
    ),
    "Segmentation.cut_points": (
        r"Segmentation.cut_points = fix cut_points (T : nat) (cuts : list nat) {struct cuts} : Prop := match cuts with "
        r"| nil => True | (c :: cuts0)%list => (c < Segmentation.bottom T cuts0)%nat /\ cut_points T cuts0 end : nat "
        r"-> list nat -> Prop"
    ),
    "Segmentation.segments": (
        r"Segmentation.segments = fix segments (T : nat) (cuts : list nat) {struct cuts} : Plans.plan := match cuts "
        r"with | nil => Plans.Leaf T | (c :: cuts0)%list => Plans.Node (segments T cuts0) (Canonical.leaves c "
        r"(Segmentation.bottom T cuts0)) end : nat -> list nat -> Plans.plan"
    ),
    "Table.closest_product": (
        r"Table.closest_product = fun (a : nat -> R) (F : nat -> nat -> R) (i j : nat) (x : R) => Table.offered F i j "
        r"x /\ (forall y : R, Table.offered F i j y -> Rabs (x - Operators.composite Operators.Rops a i j) <= Rabs (y "
        r"- Operators.composite Operators.Rops a i j)) : (nat -> R) -> (nat -> nat -> R) -> nat -> nat -> R -> Prop"
    ),
    "Table.interval_table": (
        r"Table.interval_table = fun (T : nat) (a g : nat -> R) (F : nat -> nat -> R) => (forall t : nat, (1 <= t <= "
        r"T)%nat -> F (Init.Nat.pred t) t = a t) /\ (forall i j : nat, (S i < j <= T)%nat -> (exists (m : nat) (x : "
        r"R), (i < m < j)%nat /\ Table.closest_product a F i m x /\ F i j = F m j * Operators.phi Operators.Rops (g j) "
        r"x) /\ (forall (m : nat) (x : R), (i < m < j)%nat -> Table.closest_product a F i m x -> Rabs (F i j - "
        r"Operators.composite Operators.Rops a i j) <= Rabs (F m j * Operators.phi Operators.Rops (g j) x - "
        r"Operators.composite Operators.Rops a i j))) : nat -> (nat -> R) -> (nat -> R) -> (nat -> nat -> R) -> Prop"
    ),
    "Table.offered": (
        r"Inductive offered (F : nat -> nat -> R) : nat -> nat -> R -> Prop := offered_one : forall i j : nat, (i < "
        r"j)%nat -> Table.offered F i j (F i j) | offered_more : forall (i m j : nat) (x : R), (i < m < j)%nat -> "
        r"Table.offered F i m x -> Table.offered F i j (F m j * x)."
    ),
    "TeacherVariance.cos2": (
        r"TeacherVariance.cos2 = fun (alpha sigma : nat -> R) (lam : R) (t : nat) => Operators.inner Operators.Rops "
        r"alpha sigma lam t * Operators.inner Operators.Rops alpha sigma lam t / (Operators.norm2 Operators.Rops alpha "
        r"sigma lam (Init.Nat.pred t) * Operators.norm2 Operators.Rops alpha sigma lam t) : (nat -> R) -> (nat -> R) "
        r"-> R -> nat -> R"
    ),
    "TeacherVariance.output_variance": (
        r"TeacherVariance.output_variance = fun (alpha sigma : nat -> R) (lam : R) (t : nat) => Operators.norm2 "
        r"Operators.Rops alpha sigma lam t * (Operators.composite Operators.Rops (Operators.step Operators.Rops alpha "
        r"sigma lam) 0 t * Operators.composite Operators.Rops (Operators.step Operators.Rops alpha sigma lam) 0 t) : "
        r"(nat -> R) -> (nat -> R) -> R -> nat -> R"
    ),
    "TeacherVariance.turn": (
        r"TeacherVariance.turn = fun (alpha sigma : nat -> R) (lam : R) (t : nat) => let cross := alpha (Init.Nat.pred "
        r"t) * sigma t - alpha t * sigma (Init.Nat.pred t) in lam * (cross * cross) : (nat -> R) -> (nat -> R) -> R -> "
        r"nat -> R"
    ),
    "VanillaOptimal.expansion_threshold": (
        r"VanillaOptimal.expansion_threshold = fun (T : nat) (alpha sigma : nat -> R) (lam_plus : R) => forall j : "
        r"nat, (1 <= j < T)%nat -> 0 < Critical.drop alpha j /\ Critical.critical alpha sigma j <= lam_plus : nat -> "
        r"(nat -> R) -> (nat -> R) -> R -> Prop"
    ),
    "Wasserstein.w2_squared": (
        r"Wasserstein.w2_squared = fun (T : nat) (alpha sigma : nat -> R) (I : Type) (lam : I -> R) (s : R) (coords : "
        r"list I) (p : Plans.plan) => Pareto.distance2 I T (fun c : I => Operators.step Operators.Rops alpha sigma "
        r"(lam c)) 0 coords (fun c : I => Operators.norm2 Operators.Rops alpha sigma (lam c) T) (Pareto.values I (fun "
        r"c : I => Operators.step Operators.Rops alpha sigma (lam c)) (fun c : I => Schedule.gamma alpha sigma (lam c) "
        r"s) p) : nat -> (nat -> R) -> (nat -> R) -> forall I : Type, (I -> R) -> R -> list I -> Plans.plan -> R"
    ),
}  # fmt: skip
