"""Mutated mutants of the kernel's statements: one edit each, false, and rejected by coqc."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class KernelMutant:
    """One edit that makes a statement or a definition wrong."""

    claim: str
    """Id of the claim whose support must break."""
    file: str
    """Source file that is edited."""
    old: str
    """Exact text, unique in the file."""
    new: str
    """Its replacement."""
    kind: str
    """Sort of mutation."""
    fails_in: str = ""
    """File that coqc rejects, when it is not the edited one."""

    @property
    def rejected_file(self) -> str:
        """The file whose compilation fails."""
        return self.fails_in or self.file


_FLIP = "flipped inequality"
_STRICT = "strict inequality"
_DROP = "weakened hypothesis"
_CONST = "shifted constant"
_INDEX = "off by one"
_START = "wrong initialisation"
_SIGN = "flipped sign"
_SWAP = "wrong object"

_M = KernelMutant

_PAPER: tuple[KernelMutant, ...] = (
    _M("P3.1", "Ddim.v", "denoiser (t : nat) : R := alpha t * lam /",
       "denoiser (t : nat) : R := alpha t /", _SWAP),
    _M("P3.1", "Ddim.v", "      + norm2_ alpha sigma lam t * (f", "      - norm2_ alpha sigma lam t * (f",
       _SIGN),
    _M("P3.1", "Ddim.v", "(1 - f * alpha t)² * lam", "(1 + f * alpha t)² * lam", _SIGN),
    _M("P3.1", "Ddim.v", "      + norm2_ alpha sigma lam t * (f",
       "      + norm2_ alpha sigma lam (pred t) * (f", _INDEX),
    _M("C3.1", "Operators.v", "mul O (mul O (alpha (pred t)) (alpha t)) lam",
       "mul O (mul O (alpha t) (alpha t)) lam", _INDEX, "Ddim.v"),
    _M("C3.1", "Operators.v", "(mul O (sigma t) (sigma t))",
       "(mul O (sigma (pred t)) (sigma t))", _INDEX, "Schedule.v"),
    _M("C3.1", "Ddim.v", "((z - alpha t * x0) / sigma t)", "((z + alpha t * x0) / sigma t)", _SIGN),
    _M("C3.1", "Ddim.v", "    alpha (pred t) * x0 +", "    alpha t * x0 +", _INDEX),
    _M("C3.1", "Ddim.v", "ddim t z = step_ alpha sigma lam t * z.",
       "ddim t z = step_ alpha sigma lam (pred t) * z.", _INDEX),
    _M("D2.1", "Operators.v", "if i <=? k then", "if i <? k then", _INDEX, "Composite.v"),
    _M("D2.1", "Ddim.v", "z i = composite_ (step_ alpha sigma lam) i j * z j.",
       "z j = composite_ (step_ alpha sigma lam) i j * z i.", _SWAP),
    _M("D2.1", "Ddim.v", "z i = composite_ (step_ alpha sigma lam) i j * z j.",
       "z i = composite_ (step_ alpha sigma lam) (S i) j * z j.", _INDEX),
    _M("D2.1", "Ddim.v", "(forall t, (i < t <= j)%nat -> z (pred t)",
       "(forall t, (i < t < j)%nat -> z (pred t)", _INDEX),
    _M("P3.2", "TeacherVariance.v", "Theorem teacher_contracts : var T <= lam.",
       "Theorem teacher_contracts : lam <= var T.", _FLIP),
    _M("P3.2", "TeacherVariance.v", "(1 <= T)%nat -> 0 < lam -> var T < lam.",
       "(1 <= T)%nat -> 0 <= lam -> var T < lam.", _DROP),
    _M("P3.2", "TeacherVariance.v", "(1 <= T)%nat -> 0 < lam -> var T < lam.",
       "(0 <= T)%nat -> 0 < lam -> var T < lam.", _INDEX),
    _M("P3.2", "TeacherVariance.v", "- inner_ alpha sigma lam t * inner_ alpha sigma lam t = turn",
       "+ inner_ alpha sigma lam t * inner_ alpha sigma lam t = turn", _SIGN),
    _M("P3.2", "TeacherVariance.v", "alpha (pred t) * sigma t - alpha t * sigma (pred t) in",
       "alpha (pred t) * sigma t + alpha t * sigma (pred t) in", _SIGN),
    _M("P3.2", "TeacherVariance.v", "(var T = lam <-> lam = 0) /\\",
       "(var T = lam <-> lam = 1) /\\", _CONST),
    _M("P3.3", "GradientFlow.v", "Definition shrink (s : R) : R := 1 - exp (- (2 * s * n)).",
       "Definition shrink (s : R) : R := 1 - exp (- (s * n)).", _CONST),
    _M("P3.3", "GradientFlow.v", "(1 - shrink s) * x + shrink s * b.",
       "shrink s * x + (1 - shrink s) * b.", _START),
    _M("P3.3", "GradientFlow.v", "derivable_pt_lim flow s (- (2 * n * (flow s - b))).",
       "derivable_pt_lim flow s (2 * n * (flow s - b)).", _SIGN),
    _M("P3.3", "GradientFlow.v", "0 <= s -> f 0 = x ->", "0 <= s -> f s = x ->", _START),
    _M("P3.3", "GradientFlow.v", "a k = b + (1 - 2 * eta * n) ^ k * (x - b).",
       "a k = b + (1 - 2 * eta * n) ^ S k * (x - b).", _INDEX),
    _M("P3.3", "Schedule.v", "0 <= s -> 0 <= gamma alpha sigma lam s t < 1.",
       "s <= 0 -> 0 <= gamma alpha sigma lam s t < 1.", _DROP),
    _M("D4.1", "Plans.v", "mul O (eval first) (phi O", "mul O (one O) (phi O", _START),
    _M("D4.1", "Plans.v", "phi O (g (start first))", "phi O (g (S (start first)))", _INDEX),
    _M("D4.1", "Plans.v", "covers p m j -> covers_rest f i m -> covers (Node p f) i j\n",
       "covers p i m -> covers_rest f m j -> covers (Node p f) i j\n", _SWAP),
    _M("D4.1", "GradientFlow.v", "lam j) (eval Rops a g p)\n", "lam j) 1\n", _START),
    _M("D4.1", "GradientFlow.v", "flow (norm2_ alpha sigma lam j)",
       "flow (norm2_ alpha sigma lam m)", _SWAP),
    _M("D4.1", "GradientFlow.v", "(eval Rops a g p * eval_rest Rops a g f) s.",
       "(eval_rest Rops a g f) s.", _SWAP),
    _M("D4.1", "Phi.v", "= g * (1 - g) * (1 - x) * (1 - y).",
       "= g * (1 - g) * (1 - x) * (1 + y).", _SIGN),
    _M("T4.1", "OneOperatorFails.v", "40 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau).",
       "50 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau).", _CONST),
    _M("T4.1", "OneOperatorFails.v", "40 * Rabs (eval Rops a g plan3 - tau) < Rabs (F 0%nat - tau).",
       "Rabs (F 0%nat - tau) < 40 * Rabs (eval Rops a g plan3 - tau).", _FLIP),
    _M("T4.1", "OneOperatorFails.v", "Definition plan3 : plan := consistency 0 3.",
       "Definition plan3 : plan := vanilla 0 3.", _SWAP),
    _M("T4.1", "OneOperatorFails.v", "variance_preserving T alpha sigma /\\ 0 < lam /\\ 0 < s /\\",
       "variance_preserving T alpha sigma /\\ 0 < lam <= 1 /\\ 0 < s /\\", _CONST),
    _M("T4.1", "OneOperatorFails.v", "forall F, one_operator T a g F ->\n    40",
       "forall F : nat -> R, 0 <= F T \\/ F T < 0 ->\n    40", _DROP),
    _M("T4.1", "OneVectorFails.v",
       "distance2 bool 4 a 0 [true; false] weight4 (values bool a g plan4) <",
       "2 * distance2 bool 4 a 0 [true; false] weight4 (values bool a g plan4) <", _CONST),
    _M("T4.1", "OneVectorFails.v", "Notation plan4 := (segments 4 [0; 1]%nat).",
       "Notation plan4 := (segments 4 [0]%nat).", _SWAP),
    _M("T4.1", "OneVectorFails.v", "match t with 0 => 0 | 1 => 12/37 | 2 => 4/5",
       "match t with 0 => 0 | 1 => 13/37 | 2 => 4/5", _CONST),
    _M("T4.1-sharp", "OneOperator.v",
       "Rabs (F 0%nat - composite_ a 0 T) <= Rabs (eval Rops a g p - composite_ a 0 T))",
       "Rabs (F 0%nat - composite_ a 0 T) < Rabs (eval Rops a g p - composite_ a 0 T))", _STRICT),
    _M("T4.1-sharp", "OneOperator.v", "(1 <= T)%nat -> one_sided T a -> shrinkage T g ->",
       "(1 <= T)%nat -> (forall t, 0 <= a t) -> shrinkage T g ->", _DROP),
    _M("T4.1-sharp", "OneOperator.v", "  F m * phi_ (g T) (composite_ a i m).",
       "  F m * phi_ (g m) (composite_ a i m).", _SWAP),
    _M("T4.1-sharp", "OneOperator.v", "  F (pred T) = a T /\\", "  F (pred T) = 1 /\\", _START),
    _M("T4.1-sharp", "OneOperator.v",
       "Rabs (F i - composite_ a i T) <= Rabs (extend T a g F i m - composite_ a i T)).",
       "Rabs (F i - composite_ a i T) >= Rabs (extend T a g F i m - composite_ a i T)).", _FLIP),
    _M("T4.1-sharp", "Table.v",
       "(forall t, (1 <= t <= T)%nat -> F (pred t) t = a t) /\\",
       "(forall t, (1 <= t <= T)%nat -> F (pred t) t = 1) /\\", _START),
    _M("T4.1-sharp", "Table.v", "Rabs (x - composite_ a i j) <= Rabs (y - composite_ a i j).",
       "Rabs (x - composite_ a i j) >= Rabs (y - composite_ a i j).", _FLIP),
    _M("T4.1-sharp", "Pareto.v", "exists u, K i u /\\ dominates i u (absorbed i m w)).",
       "exists u, K i u /\\ dominates i (absorbed i m w) u).", _FLIP),
    _M("T4.2", "VanillaOptimal.v", "critical alpha sigma j <= lam_plus.",
       "lam_plus <= critical alpha sigma j.", _FLIP),
    _M("T4.2", "VanillaOptimal.v", "  lam_plus <= lam -> 0 <= lam ->",
       "  lam <= lam_plus -> 0 <= lam ->", _FLIP),
    _M("T4.2", "VanillaOptimal.v",
       "Rabs (eval Rops a g (vanilla 0 T) - composite_ a 0 T) <=",
       "Rabs (eval Rops a g (vanilla 0 T) - composite_ a 0 T) >=", _FLIP),
    _M("T4.2", "VanillaOptimal.v", "Rabs (eval Rops a g (vanilla 0 T) -",
       "Rabs (eval Rops a g (boot 0 T) -", _SWAP),
    _M("T4.2", "VanillaOptimal.v", "forall j, (1 <= j < T)%nat -> 0 < drop alpha j /\\",
       "forall j, (2 <= j < T)%nat -> 0 < drop alpha j /\\", _INDEX),
    _M("T4.2", "Wasserstein.v", "(forall c, lam_plus <= lam c) ->",
       "(forall c, lam c <= lam_plus) ->", _FLIP),
    _M("T4.2", "VanillaOptimal.v", "0 < alpha t < alpha (pred t)) ->",
       "0 < alpha t <= alpha (pred t)) ->", _DROP),
    _M("T4.3", "BootOptimal.v", "  0 <= lam <= 1 -> 0 <= s ->", "  0 <= lam <= 3 -> 0 <= s ->",
       _CONST),
    _M("T4.3", "BootOptimal.v", "  0 <= lam <= 1 -> 0 <= s ->", "  0 <= lam <= 1 -> s <= 0 ->",
       _DROP),
    _M("T4.3", "BootOptimal.v",
       "schedule T alpha sigma -> variance_preserving T alpha sigma ->",
       "schedule T alpha sigma -> (forall t, alpha t <= 1) ->", _DROP),
    _M("T4.3", "BootOptimal.v",
       "shrinkage T g -> covers p 0 T ->\n"
       "  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) <=",
       "shrinkage T g -> covers p 0 T ->\n"
       "  Rabs (eval Rops a g (boot 0 T) - composite_ a 0 T) >=", _FLIP),
    _M("T4.3", "BootOptimal.v",
       "shrinkage T g -> covers p 0 T ->\n  Rabs (eval Rops a g (boot 0 T) -",
       "shrinkage T g -> covers p 0 T ->\n  Rabs (eval Rops a g (vanilla 0 T) -", _SWAP),
    _M("T4.3", "Wasserstein.v",
       "covers p 0 T ->\n    w2_squared coords (boot 0 T) <= w2_squared coords p.",
       "covers p 0 T ->\n    w2_squared coords p <= w2_squared coords (boot 0 T).", _FLIP),
    _M("T4.3-sharp", "BootOptimal.v", "0 < drop alpha j -> lam <= critical alpha sigma j.",
       "0 < drop alpha j -> critical alpha sigma j <= lam.", _FLIP),
    _M("T4.3-sharp", "BootOptimal.v", "forall j, (1 <= j < T)%nat -> 0 < drop alpha j",
       "forall j, (2 <= j < T)%nat -> 0 < drop alpha j", _INDEX),
    _M("T4.3-sharp", "BootOptimal.v",
       "composite_ a 0 T <= eval Rops a g (boot 0 T) <= eval Rops a g p.",
       "eval Rops a g p <= eval Rops a g (boot 0 T) <= composite_ a 0 T.", _FLIP),
    _M("T4.3-sharp", "BootOptimal.v",
       "composite_ a 0 T <= eval Rops a g (boot 0 T) <= eval Rops a g p.",
       "composite_ a 0 T <= eval Rops a g (vanilla 0 T) <= eval Rops a g p.", _SWAP),
    _M("T4.3-sharp", "Wasserstein.v",
       "covers p 0 T -> w2_squared coords (boot 0 T) <= w2_squared coords p.",
       "covers p 0 T -> w2_squared coords p <= w2_squared coords (boot 0 T).", _FLIP),
)  # fmt: skip

_NEW: tuple[KernelMutant, ...] = (
    _M("N1", "Contracting.v", "eval Rops a g (boot 0 T) <= eval Rops a g p.",
       "eval Rops a g (boot 0 T) < eval Rops a g p.", _STRICT),
    _M("N1", "Contracting.v", "eval Rops a g (boot 0 T) <= eval Rops a g p.",
       "eval Rops a g p <= eval Rops a g (boot 0 T).", _FLIP),
    _M("N1", "OneSided.v", "-> 0 <= g t <= 1.", "-> 0 <= g t <= 2.", _CONST),
    _M("N1", "OneSided.v", "(1 <= t < T)%nat -> a t <= 1).", "(1 <= t < T)%nat -> a t <= 2).",
       _CONST),
    _M("N1", "OneSided.v", "(forall t, (1 <= t < T)%nat -> a t <= 1).",
       "(forall t, (2 <= t < T)%nat -> a t <= 1).", _INDEX),
    _M("N1", "OneSided.v",
       "contracting (T : nat) (a : nat -> R) : Prop :=\n"
       "  (forall t, (1 <= t <= T)%nat -> 0 <= a t)",
       "contracting (T : nat) (a : nat -> R) : Prop :=\n"
       "  (forall t, (1 <= t <= T)%nat -> -1 <= a t)", _CONST),
    _M("N2", "Expanding.v", "eval Rops a g p <= eval Rops a g (vanilla 0 T) <=",
       "eval Rops a g p < eval Rops a g (vanilla 0 T) <=", _STRICT),
    _M("N2", "Expanding.v",
       "eval Rops a g p <= eval Rops a g (vanilla 0 T) <= composite_ a 0 T.",
       "composite_ a 0 T <= eval Rops a g (vanilla 0 T) <= eval Rops a g p.", _FLIP),
    _M("N2", "Expanding.v", "eval Rops a g p <= eval Rops a g (vanilla 0 T) <=",
       "eval Rops a g p <= eval Rops a g (boot 0 T) <=", _SWAP),
    _M("N2", "OneSided.v", "(1 <= t < T)%nat -> 1 <= a t).", "(1 <= t < T)%nat -> 0 <= a t).",
       _CONST),
    _M("N2", "OneSided.v", "(forall t, (1 <= t < T)%nat -> 1 <= a t).",
       "(forall t, (2 <= t < T)%nat -> 1 <= a t).", _INDEX),
    _M("N2", "OneSided.v",
       "expanding (T : nat) (a : nat -> R) : Prop :=\n"
       "  (forall t, (1 <= t <= T)%nat -> 0 <= a t)",
       "expanding (T : nat) (a : nat -> R) : Prop :=\n"
       "  (forall t, (1 <= t <= T)%nat -> -1 <= a t)", _CONST),
    _M("N3", "Critical.v", "(a <= 1 <-> lam <= c).", "(a <= 1 <-> c <= lam).", _FLIP),
    _M("N3", "Critical.v", "(a < 1 <-> lam < c).", "(a < 1 <-> lam <= c).", _STRICT),
    _M("N3", "Critical.v", "  sigma j * (sigma j - sigma (pred j)) / drop alpha j.",
       "  sigma j * (sigma j + sigma (pred j)) / drop alpha j.", _SIGN),
    _M("N3", "Critical.v", ": R := alpha j * (alpha (pred j) - alpha j).",
       ": R := alpha (pred j) * (alpha (pred j) - alpha j).", _INDEX),
    _M("N3", "Critical.v", "drop alpha j = 0 -> a <= 1.", "drop alpha j = 0 -> a < 1.", _STRICT),
    _M("N4", "VariancePreserving.v", "  1 <= critical alpha sigma j.",
       "  2 <= critical alpha sigma j.", _CONST),
    _M("N4", "VariancePreserving.v", "  2 < critical alpha sigma 1.",
       "  3 < critical alpha sigma 1.", _CONST),
    _M("N4", "VariancePreserving.v", "= (1 + alpha 1%nat) / alpha 1%nat.",
       "= (1 - alpha 1%nat) / alpha 1%nat.", _SIGN),
    _M("N4", "VariancePreserving.v", "vp_contracts lam j : 0 <= lam <= 1 ->",
       "vp_contracts lam j : 0 <= lam <= 2 ->", _CONST),
    _M("N4", "Schedule.v", "alpha t * alpha t + sigma t * sigma t = 1.",
       "alpha t * alpha t + sigma t * sigma t <= 1.", _DROP, "VariancePreserving.v"),
    _M("N5", "Families.v", "(forall t, (t <= T)%nat -> alpha t = 1) ->",
       "(forall t, (t <= T)%nat -> alpha t <= 1) ->", _DROP),
    _M("N5", "Families.v", "= INR j / (INR T - INR j).\nProof.",
       "= INR j / (INR T - INR j + 1).\nProof.", _INDEX),
    _M("N5", "Families.v", "flow_critical T j : (1 <= j < T)%nat ->",
       "flow_critical T j : (1 <= j <= T)%nat ->", _INDEX),
    _M("N5", "Families.v", "  1 / (INR T - 1) <= critical", "  2 / (INR T - 1) <= critical", _CONST),
    _M("N5", "Families.v", "(flow_sigma T) j <= INR T - 1.", "(flow_sigma T) j <= INR T - 2.",
       _CONST),
    _M("N6", "Domination.v", "(segments T cuts) - composite_ (a c) 0 T) <=",
       "(segments T cuts) - composite_ (a c) 0 T) <", _STRICT),
    _M("N6", "Domination.v", "(forall c, one_sided T (a c)) ->",
       "(forall c t, 0 <= a c t) ->", _DROP),
    _M("N6", "Segmentation.v", "(map (fun b => phi Rops (g T)", "(map (fun b => phi Rops (g (pred T))",
       _INDEX),
    _M("N6", "Segmentation.v", "match cuts with [] => pred T |", "match cuts with [] => T |", _INDEX),
    _M("N6", "Segmentation.v", "(c < bottom T cuts)%nat", "(c <= bottom T cuts)%nat", _INDEX),
    _M("N6", "Pareto.v",
       "pareto_optimal coords weight : (forall c, 0 <= weight c) ->",
       "pareto_optimal coords weight : (forall c, weight c <= 0) ->", _SIGN),
    _M("N7", "OpenWindow.v", "step_ alpha sigma lam j < 1 < step_ alpha sigma lam k.",
       "step_ alpha sigma lam k < 1 < step_ alpha sigma lam j.", _FLIP),
    _M("N7", "OpenWindow.v", "critical alpha sigma k < lam < critical alpha sigma j ->",
       "critical alpha sigma k <= lam < critical alpha sigma j ->", _STRICT),
    _M("N7", "OpenWindow.v", "variance_preserving T alpha sigma /\\ 0 < lam /\\",
       "variance_preserving T alpha sigma /\\ 0 < lam <= 1 /\\", _CONST),
    _M("N7", "OpenWindow.v", "a 2%nat * a 1%nat <= 1 -> covers p 0 3 ->",
       "a 2%nat * a 1%nat <= 2 -> covers p 0 3 ->", _CONST),
    _M("N7", "OpenWindow.v", "a 1%nat <= 1 <= a 2%nat ->", "a 1%nat <= 1 <= a 2%nat + 1 ->", _CONST),
)  # fmt: skip

# The two halves of N6 rest on one theorem, on the segmentations that it is about, and each on what one-sided means on
# its side: the edits of OneSided.v under N1 (contracting) and N2 (expanding).
_HALVES = tuple(
    replace(mutant, claim=f"N6-{side}")
    for side, bounds in (("contracting", "N1"), ("expanding", "N2"))
    for mutant in _NEW
    if (mutant.claim == "N6" and mutant.rejected_file in ("Domination.v", "Segmentation.v"))
    or (mutant.claim == bounds and mutant.rejected_file == "OneSided.v")
)

MUTANTS: tuple[KernelMutant, ...] = _PAPER + _NEW + _HALVES
