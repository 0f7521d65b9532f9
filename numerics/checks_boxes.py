"""Checks of N1, N2, N3, P3.2 on whole boxes of parameters, and the exact counterexamples to T4.1 as titled.

The boxes keep clear of where equality holds (s = 0, lambda at a critical variance), so every bound is strict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from flint import arb

from numerics.balls import Balls, bounds, compare_fractions, precision
from numerics.boxes import Box, Centered, Cover, interval, margin_below, shown, subdivide, tiles, variables
from numerics.certificates import CENTRE_DIGITS, CounterexampleCertificate, EnclosureCertificate, PlanValue
from numerics.checks import Check, NotAccepted, NotDecided, Search, Violation
from numerics.interval_dp import interval_dp
from numerics.operators import Operators, Problem, critical_variances, operators
from numerics.plans import Plan, boot, enumerate_plans, evaluate, leaves, merges, teacher, to_lists, vanilla, w2_squared
from numerics.reals import Exact
from numerics.schedules import Cosine, FlowMatching, Schedule, Tabulated
from proofs.symbols import lam as variance
from proofs.three_steps import ONE_OPERATOR_FAILS, alphas, sigmas

BITS = 96
Coefficients = tuple[list[arb], list[arb]]
Terms = Callable[[Coefficients, tuple[Centered, ...]], list[Centered]]


@dataclass(frozen=True)
class Statement:
    """On the whole box every term is positive."""

    claim: str
    schedule: Schedule
    box: Box
    terms: Terms


def norm(c: Coefficients, t: int, lam: Centered) -> Centered:
    """n_t."""
    alpha, sigma = c
    return lam.affine(alpha[t] * alpha[t], sigma[t] * sigma[t])


def step(c: Coefficients, t: int, lam: Centered) -> Centered:
    """a_t (C3.1)."""
    alpha, sigma = c
    return lam.affine(alpha[t - 1] * alpha[t], sigma[t - 1] * sigma[t]) / norm(c, t, lam)


def _one_minus(x: Centered) -> Centered:
    return x.affine(arb(-1), arb(1))


def plan_gaps(reference: Callable[[int], Plan], sign: int) -> Terms:
    """N1 (sign 1) and N2 (sign -1): every plan's operator against the reference plan's, and that against the teacher's.

    Straight from D4.1, X_1 (1 - gamma (1 - X_2 ... X_k)); nothing of the proofs of N1 and N2 is used.
    """

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        lam, s = at
        times = range(1, len(c[0]))
        a = {t: step(c, t, lam) for t in times}
        gamma = {t: _one_minus((s.affine(arb(-2), arb(0)) * norm(c, t, lam)).exp()) for t in times}
        products: dict[tuple[Plan, ...], Centered] = {}

        def operator(plan: Plan) -> Centered:
            if isinstance(plan, int):
                return a[plan]
            return product(plan[:1]) * _one_minus(gamma[leaves(plan)[0]] * _one_minus(product(plan[1:])))

        def product(row: tuple[Plan, ...]) -> Centered:
            if row not in products:
                first = operator(row[0])
                products[row] = first * product(row[1:]) if len(row) > 1 else first
            return products[row]

        total = len(times)
        chosen = reference(total)
        bound = product((chosen,))
        tau = product(tuple(reversed(times)))
        gaps = [product((plan,)) - bound for plan in enumerate_plans(0, total) if plan != chosen]
        return [gap.affine(arb(sign), arb(0)) for gap in (*gaps, bound - tau)]

    return terms


def same_side(late: int = 0, sign: int = 1) -> Terms:
    """N3: 1 - a_t and c_t - lambda have the same sign for every t < T. late: c of a later step."""

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        (lam,) = at
        alpha, sigma = c
        found = []
        for t in range(1, len(alpha) - 1 - late):
            j = t + late
            critical = sigma[j] * (sigma[j] - sigma[j - 1]) / (alpha[j] * (alpha[j - 1] - alpha[j]))
            found.append(_one_minus(step(c, t, lam)) * lam.affine(arb(-sign), sign * critical))
        return found

    return terms


def contraction(factor: int = 1, first: int = 1, sign: int = 1) -> Terms:
    """P3.2: the variance that the teacher produces is below lambda / factor. first: the last step that is run."""

    def terms(c: Coefficients, at: tuple[Centered, ...]) -> list[Centered]:
        (lam,) = at
        last = len(c[0]) - 1
        produced = norm(c, last, lam)
        for t in range(last, first - 1, -1):
            a = step(c, t, lam)
            produced = produced * (a * a)
        return [(lam - produced.affine(arb(factor), arb(0))).affine(arb(sign), arb(0))]

    return terms


def decide(statement: Statement) -> Callable[[Box], Fraction | None]:
    """A lower bound of the least term on a box. Raises Violation where a term is certainly negative at the centre."""
    with precision(BITS):
        c = statement.schedule.coefficients(Balls())

    def margin(box: Box) -> Fraction | None:
        with precision(BITS):
            found = statement.terms(c, variables(box))
            if any(term.centre < 0 for term in found):
                raise Violation(f"{statement.claim} is false at the centre of {shown(box)}")
            least = found[0].range
            for term in found[1:]:
                least = least.min(term.range)
            return margin_below(least)

    return margin


def at_centre(statement: Statement) -> Fraction:
    """The sum of the terms at the centre of the box, rounded."""
    with precision(BITS):
        found = statement.terms(statement.schedule.coefficients(Balls()), variables(statement.box))
        total = sum((bounds(term.centre)[0] for term in found), Fraction(0))
    return round(total, CENTRE_DIGITS)


def enclose(statements: Sequence[Statement], change: Callable[[Cover], Cover] = lambda cover: cover) -> Search:
    """Covers every statement's box, asserts the coverage, and returns the certificates. change: spoils a cover."""

    def search() -> list[EnclosureCertificate]:
        found = []
        for statement in statements:
            cover = change(subdivide(statement.box, decide(statement)))
            if not tiles(statement.box, cover.cells):
                raise NotDecided(f"{statement.claim}: the cells do not tile {shown(statement.box)}")
            found.append(EnclosureCertificate(statement.claim, statement.schedule, cover, at_centre(statement)))
        return found

    return search


def a_cell_lost(cover: Cover) -> Cover:
    """A mutant: one cell missing."""
    return replace(cover, cells=cover.cells[:-1])


def between_critical(schedule: Schedule, low: Fraction, high: Fraction, margin: Fraction) -> list[Statement]:
    """N3 on every interval of [low, high] that keeps the margin away from all c_t; ends in hundredths."""
    with precision(BITS):
        found = [c for c in critical_variances(schedule, Balls()) if c is not None]
        forbidden = sorted(tuple(bounds(c)) for c in found)
    edges = [low]
    for below, above in forbidden:
        edges += [Fraction(floor(100 * (below - margin)), 100), Fraction(ceil(100 * (above + margin)), 100)]
    edges.append(high)
    boxes = [(interval(x, y),) for x, y in zip(edges[::2], edges[1::2], strict=True) if x < y]
    return [Statement("N3", schedule, box, same_side()) for box in boxes]


@dataclass(frozen=True)
class RationalProblem:
    """A rational problem whose budget s has exp(-2 s / order) = root, and a plan to set against the program's."""

    schedule: Tabulated
    lam: tuple[Fraction, ...]
    root: Fraction
    order: int
    better: Plan
    others: tuple[Plan, ...] = ()

    def operators(self) -> Operators[Fraction]:
        """Exact operators, the budget's part only where order n_t is an integer: at T and where a listed plan merges."""
        ops = operators(Problem(self.schedule, self.lam, Fraction(0)), Exact())
        for plan in (self.better, *self.others, vanilla(ops.steps)):
            for t in {merge.first for merge in merges(plan)}:
                if any((self.order * n).denominator > 1 for n in ops.norm[t]):
                    raise NotDecided(f"gamma_{t} is irrational: {plan} cannot be evaluated exactly")
        keep = [[self.root ** int(self.order * n) for n in row] for row in ops.norm]
        return replace(ops, keep=keep, shrink=[[1 - k for k in row] for row in keep])


def counterexample(instance: RationalProblem, factor: Fraction) -> CounterexampleCertificate:
    """T4.1 as titled fails at the instance. Raises Violation unless W_2^2 of the program's plan exceeds factor times
    that of the better plan.
    """
    ops = instance.operators()

    def value(plan: Plan) -> PlanValue:
        operator, error = evaluate(plan, ops)
        return PlanValue(to_lists(plan), tuple(operator), w2_squared(error, ops))

    kept, better = value(interval_dp(ops, compare_fractions).plan()), value(instance.better)
    if kept.w2_squared <= factor * better.w2_squared:
        raise Violation(f"no counterexample: {kept.plan} is kept, and {better.plan} is not closer by {factor}")
    return CounterexampleCertificate(
        instance.schedule, instance.lam, instance.root, instance.order, tuple(teacher(ops)), kept, better,
        tuple(value(plan) for plan in instance.others),
    )  # fmt: skip


def exhibit(*cases: tuple[RationalProblem, Fraction]) -> Search:
    """A counterexample at every instance, by at least its factor."""
    return lambda: [counterexample(instance, factor) for instance, factor in cases]


def _table(alpha: Sequence[str], sigma: Sequence[str]) -> Tabulated:
    return Tabulated(tuple(map(Fraction, alpha)), tuple(map(Fraction, sigma)), label="rational VP")


def _from_proof() -> RationalProblem:
    """The instance of the derivation of T4.1: exp(-2 s / 3) = 1/2."""
    at = {symbol: str(number) for symbol, number in ONE_OPERATOR_FAILS.items()}
    schedule = _table(["1", *(at[x] for x in alphas[1:])], ["0", *(at[x] for x in sigmas[1:])])
    return RationalProblem(schedule, (Fraction(at[variance]),), Fraction(1, 2), 3, (3, (2, 1)), (vanilla(3),))


ONE = _from_proof()
TWO = RationalProblem(
    _table(("1", "35/37", "3/5", "7/25", "0"), ("0", "12/37", "4/5", "24/25", "1")),
    (Fraction(0), Fraction(6)), Fraction(1, 4), 1, ((4, 3, 2), 1), (((4, 3), 2, 1), vanilla(4)),
)  # fmt: skip
BELOW = replace(ONE, lam=(Fraction(1, 2),), order=100, root=Fraction(49, 50))
CIRCLE = _table(("1", "35/37", "4/5", "5/13", "0"), ("0", "12/37", "3/5", "12/13", "1"))


def _contracting(schedule: Schedule, lam: tuple[str, str], s: tuple[str, str]) -> Statement:
    return Statement("N1", schedule, (interval(*lam), interval(*s)), plan_gaps(boot, 1))


def _expanding(schedule: Schedule, lam: tuple[str, str], s: tuple[str, str]) -> Statement:
    return Statement("N2", schedule, (interval(*lam), interval(*s)), plan_gaps(vanilla, -1))


N1_BOXES = (
    _contracting(Cosine(5), ("1/5", "1"), ("1/2", "3/4")),
    _contracting(CIRCLE, ("1/5", "1"), ("1/4", "1/2")),
    _contracting(FlowMatching(4), ("1/20", "3/10"), ("1/2", "3/4")),
)
N2_BOXES = (
    _expanding(Cosine(5), ("5/2", "50"), ("1/50", "1/25")),
    _expanding(CIRCLE, ("5/2", "10"), ("1/10", "1/5")),
    _expanding(FlowMatching(5), ("9/2", "50"), ("1/50", "1/25")),
)
N3_BOXES = tuple(
    statement
    for schedule, highest in ((Cosine(6), 4), (FlowMatching(6), 8))
    for statement in between_critical(schedule, Fraction(1, 20), Fraction(highest), Fraction(1, 100))
)
P32_BOXES = tuple(
    Statement("P3.2", schedule, (interval("1/20", 50),), contraction())
    for schedule in (Cosine(8), FlowMatching(6), CIRCLE)
)


def _check(
    claim: str,
    for_all: str,
    scope: str,
    boxes: tuple[Statement, ...],
    *mutants: tuple[str, Statement],
    left_open: tuple[tuple[str, Statement], ...] = (),
) -> Check:
    """left_open: mutants that hold everywhere but at a point, so that the subdivision cannot refute them, nor accept them."""
    return Check(
        claim, "enclosed", "boxes", for_all, scope, enclose(boxes),
        (
            *((name, enclose([statement])) for name, statement in mutants),
            *((f"{name} (not accepted)", NotAccepted(enclose([statement]))) for name, statement in left_open),
            ("a cell of the cover missing (not accepted)", NotAccepted(enclose(boxes[-1:], a_cell_lost))),
        ),
    )  # fmt: skip


def _widened(statement: Statement, lam: tuple[str, str]) -> Statement:
    return replace(statement, box=(interval(*lam), *statement.box[1:]))


_BOXES = "; every cell and its margin is in the certificates, and the cells tile the box"

CHECKS = (
    _check(
        "N1", "lambda and s in the whole boxes, lambda_max below lambda_-, s > 0; every plan", "T <= 5" + _BOXES, N1_BOXES,
        ("lambda up to 2, above lambda_-", _widened(N1_BOXES[0], ("1/5", "2"))),
        ("vanilla in place of BOOT", replace(N1_BOXES[1], terms=plan_gaps(vanilla, 1))),
        ("sign flipped", replace(N1_BOXES[2], terms=plan_gaps(boot, -1))),
    ),
    _check(
        "N2", "lambda and s in the whole boxes, lambda_min above lambda_+, s > 0; every plan", "T <= 5" + _BOXES, N2_BOXES,
        ("lambda from 1 on, below lambda_+", _widened(N2_BOXES[0], ("1", "50"))),
        ("BOOT in place of vanilla", replace(N2_BOXES[1], terms=plan_gaps(boot, -1))),
        ("sign flipped", replace(N2_BOXES[2], terms=plan_gaps(vanilla, 1))),
    ),
    _check(
        "N3", "lambda in whole intervals 1/100 away from every c_t; every t < T", "T = 6" + _BOXES, N3_BOXES,
        ("c of the next step", replace(N3_BOXES[2], terms=same_side(late=1))),
        ("sign flipped", replace(N3_BOXES[1], terms=same_side(sign=-1))),
        left_open=(("across the smallest c_t", _widened(N3_BOXES[0], ("1/20", "3/2"))),),
    ),
    _check(
        "P3.2", "lambda in the whole interval", "T = 8, 6 and 4" + _BOXES, P32_BOXES,
        ("to half the variance", replace(P32_BOXES[0], terms=contraction(factor=2))),
        ("stopped one step early", _widened(replace(P32_BOXES[1], terms=contraction(first=2)), ("1/1000", "1/50"))),
        ("sign flipped", replace(P32_BOXES[2], terms=contraction(sign=-1))),
    ),
    Check(
        "T4.1", "sampled", "Fractions", "two exact instances: T = 3, one coordinate; T = 4, two one-sided coordinates",
        "rational schedules and rational gamma_t; the program and the plans evaluated without rounding",
        exhibit((ONE, Fraction(18)), (TWO, Fraction(11, 10))),
        (
            ("a contracting coordinate", exhibit((BELOW, Fraction(1)))),
            ("BOOT in place of the better plan", exhibit((replace(ONE, better=boot(3)), Fraction(1)))),
            ("one of the two coordinates", exhibit((replace(TWO, lam=TWO.lam[1:]), Fraction(1)))),
            ("twice the true gap", exhibit((TWO, Fraction(22, 10)))),
        ),
        refutes=True,
    ),
)  # fmt: skip
