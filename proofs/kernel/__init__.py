"""Statements proved for every T by the Coq kernel, and the mutants that it rejects.

The sources are the ``*.v`` files of this folder, compiled in the order of ``FILES`` with
``coqc -Q . Opmerge X.v``. They use the standard library of Coq 8.16 alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KernelTheorem:
    """A kernel theorem that carries part of a claim."""

    claim: str
    """Id of the claim."""
    file: str
    """Source file, relative to this folder."""
    name: str
    """Name of the theorem; its full name is ``Opmerge.<file stem>.<name>``."""
    for_all: str
    """What the statement quantifies over."""
    scope: str
    """What is stated, and under which hypotheses."""


FILES: tuple[str, ...] = (
    "Operators.v",
    "Plans.v",
    "Phi.v",
    "Composite.v",
    "Canonical.v",
    "OneSided.v",
    "Contracting.v",
    "Expanding.v",
    "Monotone.v",
    "Schedule.v",
    "Ddim.v",
    "Critical.v",
    "VariancePreserving.v",
    "BootOptimal.v",
    "VanillaOptimal.v",
    "Families.v",
    "Segmentation.v",
    "Domination.v",
    "DynamicProgram.v",
    "OneOperator.v",
    "Table.v",
    "OneOperatorFails.v",
    "Pareto.v",
    "Wasserstein.v",
    "OneVectorFails.v",
    "OpenWindow.v",
    "TeacherVariance.v",
    "GradientFlow.v",
    "Compute.v",
    "Anchors.v",
)

PARTIAL: dict[str, str] = {
    "P3.1": "linear estimators of one coordinate; not all measurable ones, nor matrices",
    "N4": "every VP schedule; not the closed forms and limits of the cosine schedule",
}
"""Claims of which the theorems below carry a part only: they do not raise the claim to this level."""

ALLOWED_AXIOMS: frozenset[str] = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
"""The axioms of Coq's own real numbers; excluded middle is not among them."""

_T = KernelTheorem
_SCHEDULE = "every T, schedule, lam >= 0"
_PLANS = "every T, merge plan over (0, T], "

THEOREMS: tuple[KernelTheorem, ...] = (
    # P3.1, C3.1, D2.1
    _T("P3.1", "Ddim.v", "denoiser_optimal", "every schedule, lam >= 0, t >= 1, linear estimator f",
       "one coordinate: its loss exceeds that of alpha lam / n_t by n_t (f - alpha lam / n_t)^2"),
    _T("C3.1", "Ddim.v", "ddim_is_linear", "every schedule, lam >= 0, t >= 1, z",
       "the DDIM step is a_t z with a_t = <v_{t-1}, v_t> / |v_t|^2"),
    _T("D2.1", "Ddim.v", "teacher_is_composite", "every schedule, lam >= 0, i <= j, trajectory",
       "z_i = (prod of a_t over i < t <= j) z_j"),
    _T("D2.1", "Anchors.v", "trajectory_exists", "every schedule, lam >= 0",
       "a teacher trajectory exists"),
    _T("D2.1", "Anchors.v", "vp_schedule", "every T",
       "a VP schedule with a strictly decreasing positive signal exists"),
    # P3.2
    _T("P3.2", "TeacherVariance.v", "lagrange", "every alpha, sigma, lam, t",
       "n_{t-1} n_t - <v_{t-1}, v_t>^2 = lam (alpha_{t-1} sigma_t - alpha_t sigma_{t-1})^2"),
    _T("P3.2", "TeacherVariance.v", "teacher_contracts", _SCHEDULE,
       "n_T prod a_t^2 <= lam"),
    _T("P3.2", "TeacherVariance.v", "teacher_contracts_strictly", "every T >= 1, schedule, lam > 0",
       "n_T prod a_t^2 < lam"),
    _T("P3.2", "TeacherVariance.v", "teacher_equality", "every T >= 1, schedule, lam >= 0",
       "equality iff all v_{t-1}, v_t are parallel, iff lam = 0"),
    _T("P3.2", "TeacherVariance.v", "variance_is_product_of_cosines", "every T, schedule, lam > 0",
       "n_T prod a_t^2 = lam prod cos^2 theta_t"),
    # P3.3
    _T("P3.3", "GradientFlow.v", "loss_gradient", "every n, b, a",
       "the loss n (a - b)^2 has the derivative 2 n (a - b)"),
    _T("P3.3", "GradientFlow.v", "flow_starts", "every n, x, b",
       "(1 - gamma) x + gamma b equals x at s = 0"),
    _T("P3.3", "GradientFlow.v", "flow_solves", "every n, x, b, s",
       "it solves a' = -2 n (a - b)"),
    _T("P3.3", "GradientFlow.v", "flow_unique", "every n, x, b, s >= 0, solution f on [0, s]",
       "no other function solves it"),
    _T("P3.3", "GradientFlow.v", "gradient_descent", "every n, x, b, step size, k",
       "gradient descent gives b + (1 - 2 eta n)^k (x - b)"),
    _T("P3.3", "Schedule.v", "gamma_range", "every schedule, lam >= 0, s >= 0, t",
       "0 <= gamma_t < 1"),
    _T("P3.3", "Schedule.v", "gamma_shrinkage", "every schedule, lam >= 0, s >= 0",
       "so gamma is one of the shrinkages in [0, 1] that the statements about all of them allow"),
    # D4.1
    _T("D4.1", "Plans.v", "node_value", "every node whose first operand covers (m, j]",
       "its value is X_1 (1 - gamma_j + gamma_j prod of the other operands)"),
    _T("D4.1", "GradientFlow.v", "merge_is_gradient_flow", "every node, schedule, lam, s",
       "it is the student of P3.3 started from X_1 with the product of all operands as target"),
    _T("D4.1", "Phi.v", "phi_identity", "every gamma, x, y",
       "phi(xy) - phi(x) phi(y) = gamma (1 - gamma) (1 - x) (1 - y)"),
    _T("D4.1", "Canonical.v", "vanilla_value", "every i < j, a, gamma",
       "vanilla has the value a_j phi(prod a_t)"),
    _T("D4.1", "Canonical.v", "boot_value", "every i < j, a, gamma",
       "sequential BOOT has the value a_j prod phi(a_t)"),
    _T("D4.1", "Canonical.v", "vanilla_covers", "every i < j", "vanilla is a plan over (i, j]"),
    _T("D4.1", "Canonical.v", "boot_covers", "every i < j", "sequential BOOT is a plan over (i, j]"),
    # T4.1: refuted without a hypothesis, true for a one-sided coordinate
    _T("T4.1", "OneOperatorFails.v", "one_operator_not_optimal", "one VP schedule, T = 3, lam = 19/9",
       "refutes: one coordinate, every outcome of the program is over 40 times worse than a plan"),
    _T("T4.1", "OneVectorFails.v", "one_vector_not_optimal", "one VP schedule, T = 4, lam = (0, 6)",
       "refutes: two coordinates, each one-sided, a plan is strictly closer in W_2"),
    _T("T4.1-sharp", "OneOperator.v", "one_operator_optimal", "every T >= 1, a, gamma in [0, 1]",
       "one contracting or expanding coordinate: F(0, T) is a plan's value and no plan is closer"),
    _T("T4.1-sharp", "OneOperator.v", "one_operator_exists", "every T, a, gamma",
       "the program returns"),
    _T("T4.1-sharp", "Table.v", "interval_table_optimal", "every T, interval (i, j], plan over it",
       "the same for the full table of sub-trajectories, with the closest remaining product"),
    _T("T4.1-sharp", "Table.v", "interval_table_exists", "every T, a, gamma",
       "such a table exists"),
    _T("T4.1-sharp", "Pareto.v", "pareto_optimal", "every T >= 1, family of one-sided coordinates",
       "the Pareto program attains the minimum of every weighted sum of squares over all plans"),
    # T4.2, T4.3, T4.3-sharp
    _T("T4.2", "VanillaOptimal.v", "vanilla_optimal", _PLANS + "schedule, s >= 0",
       "lam >= every c_j, j < T: no plan is closer to the teacher than vanilla"),
    _T("T4.2", "VanillaOptimal.v", "expansion_threshold_exists",
       "every T and schedule with alpha strictly decreasing and positive before T",
       "such a threshold for lam exists"),
    _T("T4.2", "Wasserstein.v", "vanilla_optimal_w2",
       _PLANS + "family of coordinates, lam_c >= every c_j, j < T",
       "no plan is closer to the teacher than vanilla in W_2"),
    _T("T4.3", "BootOptimal.v", "boot_optimal_vp", _PLANS + "VP schedule, 0 <= lam <= 1, s >= 0",
       "no plan is closer to the teacher than sequential BOOT"),
    _T("T4.3", "Wasserstein.v", "boot_optimal_w2",
       _PLANS + "VP schedule, family of coordinates, 0 <= lam_c <= 1",
       "no plan is closer to the teacher than sequential BOOT in W_2"),
    _T("T4.3-sharp", "BootOptimal.v", "boot_bounds_below_critical", _PLANS + "schedule, s >= 0",
       "lam <= every finite c_j, j < T: tau <= BOOT <= v"),
    _T("T4.3-sharp", "BootOptimal.v", "boot_optimal_below_critical", _PLANS + "schedule, s >= 0",
       "the same lam: no plan is closer to the teacher than sequential BOOT"),
    _T("T4.3-sharp", "Wasserstein.v", "boot_optimal_below_critical_w2",
       _PLANS + "family of coordinates, lam_c <= every finite c_j, j < T",
       "no plan is closer to the teacher than sequential BOOT in W_2"),
    # N1 ... N7
    _T("N1", "Contracting.v", "contracting_bounds", _PLANS + "contracting a, gamma in [0, 1]",
       "0 <= tau <= BOOT <= v"),
    _T("N1", "Anchors.v", "contracting_exists", "every T, 0 <= lam <= 1",
       "contracting coordinates exist: those of a VP schedule"),
    _T("N2", "Expanding.v", "expanding_bounds", _PLANS + "expanding a, gamma in [0, 1]",
       "v <= vanilla <= tau"),
    _T("N2", "Anchors.v", "expanding_exists", "every T",
       "expanding coordinates exist: those of a VP schedule at some lam >= 0"),
    _T("N3", "Critical.v", "step_le_1_iff", _SCHEDULE + ", j with finite c_j",
       "a_j <= 1 iff lam <= c_j"),
    _T("N3", "Critical.v", "step_ge_1_iff", _SCHEDULE + ", j with finite c_j",
       "a_j >= 1 iff lam >= c_j"),
    _T("N3", "Critical.v", "step_lt_1_iff", _SCHEDULE + ", j with finite c_j",
       "a_j < 1 iff lam < c_j"),
    _T("N3", "Critical.v", "step_gt_1_iff", _SCHEDULE + ", j with finite c_j",
       "a_j > 1 iff lam > c_j"),
    _T("N3", "Critical.v", "step_le_1_no_drop", _SCHEDULE + ", j with infinite c_j",
       "a_j <= 1"),
    _T("N4", "VariancePreserving.v", "critical_ge_1", "every T, VP schedule, j with finite c_j",
       "c_j >= 1"),
    _T("N4", "VariancePreserving.v", "critical_1", "every VP schedule with 0 < alpha_1 < 1",
       "c_1 = (1 + alpha_1) / alpha_1"),
    _T("N4", "VariancePreserving.v", "critical_1_gt_2", "every VP schedule with 0 < alpha_1 < 1",
       "c_1 > 2"),
    _T("N4", "VariancePreserving.v", "vp_contracts", "every T, VP schedule, 0 <= lam <= 1, j",
       "a_j <= 1"),
    _T("N5", "Families.v", "boot_optimal_ve", _PLANS + "VE schedule, lam >= 0, s >= 0",
       "no plan is closer to the teacher than sequential BOOT"),
    _T("N5", "Families.v", "flow_critical", "every T, 1 <= j < T",
       "flow matching has c_j = j / (T - j)"),
    _T("N5", "Families.v", "flow_window", "every T, 1 <= j < T",
       "flow matching has 1 / (T - 1) <= c_j <= T - 1"),
    _T("N5", "Families.v", "flow_schedule", "every T >= 1", "flow matching is a schedule"),
    _T("N5", "Anchors.v", "ve_schedule", "every T", "a VE schedule exists: sigma_t = t"),
    _T("N6", "Domination.v", "segmentation_dominates",
       _PLANS + "family of one-sided coordinates",
       "a segmentation plan is at least as close to the teacher in all coordinates at once"),
    *(
        _T(f"N6-{side}", "Domination.v", "segmentation_dominates",
           "every T, merge plan over (0, T], family of one-sided coordinates", f"its {side} coordinates")
        for side in ("contracting", "expanding")
    ),
    _T("N6", "Segmentation.v", "segments_value", "every T, cut points, a, gamma",
       "its value is a_T times one factor phi_{gamma_T} per block"),
    _T("N6", "Segmentation.v", "segments_ignore_inner_shrinkage", "every T, cut points, a, gamma",
       "gamma_t for t < T does not matter"),
    _T("N6", "Segmentation.v", "segments_cover", "every T >= 1, cut points",
       "a segmentation plan is a plan from its lowest cut point to T"),
    _T("N6", "Anchors.v", "cut_exists", "every T >= 2", "0 is such a cut point"),
    _T("N6", "Pareto.v", "pareto_dominates", "every T >= 1, plan, family of one-sided coordinates",
       "the Pareto program keeps a vector that dominates the plan"),
    _T("N6", "Pareto.v", "pareto_exists", "every T, family of coordinates",
       "a run of the Pareto program exists: the one that keeps everything"),
    _T("N7", "OpenWindow.v", "open_window_mixes", _SCHEDULE + ", c_k < lam < c_j",
       "a_j < 1 < a_k"),
    _T("N7", "Anchors.v", "open_window_exists", "flow matching, T = 3",
       "c_1 < 1 < c_2: an open window exists"),
    _T("N7", "OpenWindow.v", "both_ends_beaten", "one VP schedule, T = 3, lam = 19/9",
       "values on both sides of tau, and a plan beats both BOOT and vanilla"),
    _T("N7", "OpenWindow.v", "window_exception", "every a, gamma at T = 3 with a_1 <= 1 <= a_2",
       "if a_2 a_1 <= 1, vanilla stays optimal and no plan lies below tau"),
)  # fmt: skip
