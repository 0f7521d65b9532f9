"""C3.1 and D2.1: consecutive DDIM states are related linearly; the geometry of the signal-noise vectors."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Induction, Step
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq
from proofs.logic.verdict import Provenance
from proofs.theory import denoiser
from proofs.theory.denoiser import COVARIANCE, INVERSE, Lam, R, S, n_t
from proofs.theory.symbols import alpha, alpha_p, lam, sigma, sigma_p, z

n_p = alpha_p**2 * lam + sigma_p**2
step_operator = (alpha_p * alpha * lam + sigma_p * sigma) / n_t

# The signal-noise vectors v_t and v_{t-1}.
signal_noise = sp.Matrix([alpha * sp.sqrt(lam), sigma])
signal_noise_p = sp.Matrix([alpha_p * sp.sqrt(lam), sigma_p])

STEP_MATRIX = (alpha_p * alpha * Lam + sigma_p * sigma) * R


def _inner(first: sp.Matrix, second: sp.Matrix) -> sp.Expr:
    """The inner product kept as written: multiplied out it would be the numerator of the step operator itself."""
    return sp.Add(*(sp.Mul(x, y, evaluate=False) for x, y in zip(first, second, strict=True)), evaluate=False)


over_norm = sp.Pow(_inner(signal_noise, signal_noise), -1, evaluate=False)
PROJECTION = eq(sp.Mul(_inner(signal_noise_p, signal_noise), over_norm, evaluate=False), step_operator)


def ddim(x_hat: sp.Expr, state: sp.Expr) -> sp.Expr:
    """z_{t-1}: the estimate rescaled, plus the noise that it implies rescaled."""
    return alpha_p * x_hat + sigma_p * (state - alpha * x_hat) / sigma


def derive_step() -> Derivation:
    state = sp.Symbol("z_t", commutative=False)
    matrix_ddim = ddim(denoiser.GAIN * state, state)
    return (
        Step(
            "substitute the optimal denoiser into the DDIM step: z_{t-1} = a_t z_t",
            eq(ddim(denoiser.gain * z, z), step_operator * z),
            Algebra(),
        ),
        Step(
            "the ratio is a projection: <v_{t-1}, v_t> / |v_t|^2",
            PROJECTION,
            Algebra(),
        ),
        Step(
            "any d, multiplied by S on the right of the operator: the DDIM matrix is A_t",
            eq(
                sp.expand(matrix_ddim.subs(state, 1) * S),
                alpha_p * alpha * Lam + sigma_p * sigma,
            ),
            Algebra(),
            given=(INVERSE[0], COVARIANCE),
        ),
        Step(
            "any d: A_t S is the same matrix, so the DDIM matrix is A_t",
            eq(STEP_MATRIX * S, alpha_p * alpha * Lam + sigma_p * sigma),
            Algebra(),
            given=(INVERSE[0],),
        ),
    )


C3_1 = Claim(
    id="C3.1",
    title="Relationship between consecutive steps is linear",
    says="The DDIM step with the optimal denoiser is z_{t-1} = A_t z_t with "
    "A_t = (alpha_{t-1} alpha_t Lambda + sigma_{t-1} sigma_t I)(alpha_t^2 Lambda + sigma_t^2 I)^{-1}; "
    "per coordinate a_t = <v_{t-1}, v_t> / |v_t|^2.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(INVERSE[0], "R is the inverse of S", Kind.DEFINED),
        Assumption(COVARIANCE, "S is the covariance of z_t", Kind.DEFINITION),
    ),
    conclusions=(
        eq(ddim(denoiser.gain * z, z), step_operator * z),
        PROJECTION,
    ),
    derive=derive_step,
    for_all="all schedules with sigma_t > 0, all lambda >= 0; matrices of any size",
    witness={alpha: sp.S.Half, sigma: sp.S.One, S: sp.Rational(5, 4), R: sp.Rational(4, 5), Lam: sp.S.One},
    depends_on=("P3.1",),
)

# D2.1: operators as matrices of any size, so that the order of application is kept.
start, later, product, factor = sp.symbols(r"z_s z_{s-k} T_k A", commutative=False)
COMPOSITE = eq(later, product * start)

COMPOSITES = Family(
    "the state after k steps and their composite operator",
    (later, product),
    (
        Construction("k = 1", (), {later: factor * start, product: factor}, fresh=(factor,)),
        Construction("from k to k + 1", ({},), {later: factor * later, product: factor * product}, fresh=(factor,)),
    ),
)


def derive_composite() -> Derivation:
    more = Step(
        "the next operator multiplies from the left",
        eq(factor * later, factor * product * start),
        Algebra(),
        given=(COMPOSITE,),
    )
    return (
        Step("composition of consecutive steps, by induction over k", COMPOSITE, Induction(COMPOSITES, ((), (more,)))),
    )


D2_1 = Claim(
    id="D2.1",
    title="Composite operator of multiple steps",
    says="From any time s on, z_{s-k} = T_k z_s with T_k the product of k consecutive step operators, later steps on the left; "
    "per coordinate the product of the a_j.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(),
    conclusions=(COMPOSITE,),
    derive=derive_composite,
    for_all="every k >= 1 and every sequence of linear operators",
    witness={},
    depends_on=("C3.1",),
    families=(COMPOSITES,),
)
