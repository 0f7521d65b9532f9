"""C3.1 and D2.1: consecutive DDIM states are related linearly; the geometry of the signal-noise vectors."""

from __future__ import annotations

import sympy as sp

from proofs.logic.claim import Assumption, Claim, Kind
from proofs.logic.derivation import Algebra, Derivation, Induction, Step
from proofs.logic.family import Construction, Family
from proofs.logic.relations import eq
from proofs.logic.verdict import Provenance
from proofs.theory import denoiser, moments
from proofs.theory.denoiser import COVARIANCE, INVERSE, Lam, R, S, n_t
from proofs.theory.symbols import alpha, alpha_p, ge0, lam, real, sigma, sigma_p, z

n_p = alpha_p**2 * lam + sigma_p**2
step_operator = (alpha_p * alpha * lam + sigma_p * sigma) / n_t

# The signal-noise vectors v_t and v_{t-1}.
signal_noise = sp.Matrix([alpha * sp.sqrt(lam), sigma])
signal_noise_p = sp.Matrix([alpha_p * sp.sqrt(lam), sigma_p])


def step_matrix(inverse: sp.Expr) -> sp.Expr:
    """A_t, with the inverse of alpha_t^2 Lambda + sigma_t^2 I."""
    return (alpha_p * alpha * Lam + sigma_p * sigma) * inverse


def _inner(first: sp.Matrix, second: sp.Matrix) -> sp.Expr:
    """The inner product kept as written: multiplied out it would be the numerator of the step operator itself."""
    return sp.Add(*(sp.Mul(x, y, evaluate=False) for x, y in zip(first, second, strict=True)), evaluate=False)


over_norm = sp.Pow(_inner(signal_noise, signal_noise), -1, evaluate=False)
PROJECTION = eq(sp.Mul(_inner(signal_noise_p, signal_noise), over_norm, evaluate=False), step_operator)

# Two vectors are parallel exactly when their determinant is 0; its square is lambda times the square of this area.
area = alpha_p * sigma - alpha * sigma_p
DETERMINANT = eq(sp.ImmutableMatrix.hstack(signal_noise_p, signal_noise).det() ** 2, lam * area**2)


def ddim(x_hat: sp.Expr, state: sp.Expr) -> sp.Expr:
    """z_{t-1}: the estimate rescaled, plus the noise that it implies rescaled."""
    return alpha_p * x_hat + sigma_p * (state - alpha * x_hat) / sigma


STEP = eq(ddim(denoiser.gain * z, z), step_operator * z)
state = sp.Symbol("Z_t", commutative=False)
MATRIX_STEP = eq(ddim(denoiser.GAIN * state, state), step_matrix(R) * state)

# The mean and the variance of a z for z ~ N(0, V).
operator, produced = real("a"), ge0("V")
_image = operator * moments.state(produced)
IMAGE = (
    eq(moments.mean(_image, moments.normal), 0),
    eq(moments.mean(_image**2, moments.normal), operator**2 * produced),
)


def derive_step() -> Derivation:
    signal = eq(alpha**2 * Lam, S - sigma**2)
    return (
        Step("substitute the optimal denoiser into the DDIM step: z_{t-1} = a_t z_t", STEP, Algebra()),
        Step("the ratio is a projection: <v_{t-1}, v_t> / |v_t|^2", PROJECTION, Algebra()),
        Step("the determinant of the two vectors, squared", DETERMINANT, Algebra()),
        Step("any d: what of S is signal", signal, Algebra(), given=(COVARIANCE,)),
        Step(
            "any d: of z_t = S R z_t the signal's part cancels in the DDIM step, and A_t z_t is left",
            MATRIX_STEP,
            Algebra(),
            given=(signal, INVERSE[1]),
        ),
        *(Step("an operator keeps the mean 0 and multiplies the variance by its square", m, Algebra()) for m in IMAGE),
    )


C3_1 = Claim(
    id="C3.1",
    title="Relationship between consecutive steps is linear",
    says="The DDIM step with the optimal denoiser is z_{t-1} = A_t z_t with "
    "A_t = (alpha_{t-1} alpha_t Lambda + sigma_{t-1} sigma_t I)(alpha_t^2 Lambda + sigma_t^2 I)^{-1}; "
    "per coordinate a_t = <v_{t-1}, v_t> / |v_t|^2. The determinant of v_{t-1} and v_t, which is 0 exactly when they are "
    "parallel, is sqrt(lambda) (alpha_{t-1} sigma_t - alpha_t sigma_{t-1}), up to its sign. For z ~ N(0, V) the product a z "
    "has mean 0 and variance a^2 V.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(INVERSE[1], "R is the inverse of S", Kind.DEFINED),
        Assumption(COVARIANCE, "S is the covariance of z_t", Kind.DEFINITION),
    ),
    conclusions=(STEP, PROJECTION, DETERMINANT, MATRIX_STEP, *IMAGE),
    derive=derive_step,
    for_all="all schedules with sigma_t > 0, all lambda >= 0; matrices of any size; every operator a and variance V",
    witness={alpha: sp.S.Half, sigma: sp.S.One, S: sp.Rational(5, 4), R: sp.Rational(4, 5), Lam: sp.S.One},
    depends_on=("P3.1",),
)

# D2.1: k DDIM steps from time s on, and the product of their operators; as matrices of any size, so that the order of
# application is kept, and for one coordinate.
start, later, product = sp.symbols(r"z_s z_{s-k} T_k", commutative=False)
inverse = sp.Symbol("R_t", commutative=False)
INVERTS = eq(alpha**2 * Lam * inverse, 1 - sigma**2 * inverse)
COMPOSITE = eq(later, product * start)
start_one, later_one, product_one = real("x_s"), real("x_{s-k}"), ge0(r"\tau_k")
COMPOSITE_ONE = eq(later_one, product_one * start_one)


def _matrix_after(before: sp.Expr) -> sp.Expr:
    return ddim(alpha * Lam * inverse * before, before)


def _after(before: sp.Expr) -> sp.Expr:
    return ddim(denoiser.gain * before, before)


_TIMES = (alpha, alpha_p, sigma, sigma_p)

COMPOSITES = Family(
    "the state after k DDIM steps and the product of their operators",
    (later, product),
    (
        Construction(
            "k = 1", (), {later: _matrix_after(start), product: step_matrix(inverse)}, fresh=(*_TIMES, inverse)
        ),
        Construction(
            "from k to k + 1",
            ({},),
            {later: _matrix_after(later), product: step_matrix(inverse) * product},
            fresh=(*_TIMES, inverse),
        ),
    ),
)

COMPOSITES_ONE = Family(
    "a coordinate after k DDIM steps and the product of the a_t",
    (later_one, product_one),
    (
        Construction("k = 1", (), {later_one: _after(start_one), product_one: step_operator}, fresh=_TIMES),
        Construction(
            "from k to k + 1",
            ({},),
            {later_one: _after(later_one), product_one: step_operator * product_one},
            fresh=_TIMES,
        ),
    ),
)


def derive_composite() -> Derivation:
    first = Step(
        "one step, as in C3.1", eq(_matrix_after(start), step_matrix(inverse) * start), Algebra(), given=(INVERTS,)
    )
    more = Step(
        "the next operator multiplies from the left",
        eq(_matrix_after(later), step_matrix(inverse) * product * start),
        Algebra(),
        given=(INVERTS, COMPOSITE),
    )
    first_one = Step("one step, as in C3.1", eq(_after(start_one), step_operator * start_one), Algebra())
    more_one = Step(
        "one factor more",
        eq(_after(later_one), step_operator * product_one * start_one),
        Algebra(),
        given=(COMPOSITE_ONE,),
    )
    return (
        Step("consecutive steps, by induction over k", COMPOSITE, Induction(COMPOSITES, ((first,), (more,)))),
        Step("one coordinate likewise", COMPOSITE_ONE, Induction(COMPOSITES_ONE, ((first_one,), (more_one,)))),
    )


D2_1 = Claim(
    id="D2.1",
    title="Composite operator of multiple steps",
    says="From any time s on, k DDIM steps with the optimal denoiser give z_{s-k} = T_k z_s with T_k the product of the "
    "matrices A_t = (alpha_{t-1} alpha_t Lambda + sigma_{t-1} sigma_t I)(alpha_t^2 Lambda + sigma_t^2 I)^{-1} of these steps, "
    "later steps on the left; per coordinate the product of the a_t.",
    provenance=Provenance.TITLE_QUOTED,
    assumptions=(
        Assumption(INVERTS, "at each step R_t is a right inverse of alpha_t^2 Lambda + sigma_t^2 I (matrices only)"),
    ),
    conclusions=(COMPOSITE, COMPOSITE_ONE),
    derive=derive_composite,
    for_all="every k >= 1, all alpha_t, alpha_{t-1}, sigma_{t-1} >= 0 and sigma_t > 0 of each step; matrices of any size",
    witness={
        alpha: sp.Rational(3, 5), sigma: sp.Rational(4, 5), alpha_p: sp.Rational(4, 5), sigma_p: sp.Rational(3, 5),
        Lam: sp.S.One, inverse: sp.S.One, start: sp.S.One, later: sp.Rational(24, 25), product: sp.Rational(24, 25),
    },
    depends_on=("C3.1",),
    families=(COMPOSITES, COMPOSITES_ONE),
    # One step with twice the inverse for R_t.
    ablations={
        INVERTS: {inverse: sp.Integer(2), later: sp.Rational(117, 100), product: sp.Rational(48, 25)},
    },
)  # fmt: skip
