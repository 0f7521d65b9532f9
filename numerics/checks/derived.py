"""Checks that the library's numbers are the derived expressions: balls and doubles against mpmath at many digits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from mpmath import mpf

from numerics.checks.check import TINY, Check, Search, at_points, edge
from numerics.model.operators import float_operators
from numerics.model.problem import Problem
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.catalogue import parse_schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.decimals import Digits
from numerics.plans.canonical import boot, consistency, progressive, vanilla
from numerics.plans.evaluate import evaluate_floats
from numerics.plans.plan import Plan
from proofs.logic.verdict import Level
from proofs.theory.critical import critical
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.merging import MERGED, first_operand, other_operands
from proofs.theory.student import shrinkage
from proofs.theory.symbols import alpha, alpha_p, budget, gamma, lam, norm, sigma, sigma_p

ULPS = 64  # doubles may differ from the derived value by this many units in the last place


@dataclass(frozen=True)
class Setting:
    """One schedule, variance and budget at which the two routes are compared."""

    schedule: Schedule
    lam: Fraction
    budget: Fraction

    def __str__(self) -> str:
        return f"{self.schedule.name}, T = {self.schedule.steps}, lambda = {self.lam}, s = {self.budget}"


def settings() -> tuple[Setting, ...]:
    schedules = (Cosine(32), Cosine(3), FlowMatching(8), parse_schedule("scaled_linear", 16), parse_schedule("ve", 7))
    variances = (Fraction(0), Fraction(1, 3), Fraction(1), Fraction(27, 25), Fraction(2), Fraction(50))
    spent = (Fraction(0), Fraction(1, 10), Fraction(32, 5))
    return tuple(Setting(s, v, b) for s in schedules for v, b in zip(variances, spent * 2, strict=True))


@functools.cache
def _coefficients(schedule: Schedule, digits: int) -> tuple[list[mpf], list[mpf]]:
    return schedule.coefficients(Digits(digits))


@functools.cache
def derived_steps(setting: Setting, digits: int) -> tuple[dict[str, mpf], ...]:
    """a_t, n_t, gamma_t, c_t for t = 1 … T, from the derived expressions alone."""
    decimals = Digits(digits)
    alphas, sigmas = _coefficients(setting.schedule, digits)
    steps = []
    for t in range(1, setting.schedule.steps + 1):
        at = {
            lam: decimals.rational(setting.lam), budget: decimals.rational(setting.budget),
            alpha: alphas[t], alpha_p: alphas[t - 1], sigma: sigmas[t], sigma_p: sigmas[t - 1],
        }  # fmt: skip
        n = decimals.evaluate(n_t, at)
        found = {"step": decimals.evaluate(step_operator, at), "norm": n}
        found["shrink"] = decimals.evaluate(shrinkage, {**at, norm: n})
        if alphas[t] > 0 and alphas[t] < alphas[t - 1]:
            found["complement"] = (
                (decimals.evaluate(critical, at) - at[lam]) * alphas[t] * (alphas[t - 1] - alphas[t]) / n
            )
        steps.append(found)
    return tuple(steps)


def close(value: float, derived: mpf, scale: mpf) -> bool:
    return bool(abs(mpf(value) - derived) <= ULPS * mpf(2) ** -52 * scale)


def doubles_agree(setting: Setting, digits: int, field: str = "", factor: Fraction = Fraction(1)) -> bool:
    """Every array entry is the derived value up to a few ulp (of 1, for differences). field, factor: one is spoiled."""
    ops = float_operators(Problem(setting.schedule, Spectrum((setting.lam,)), setting.budget))
    for t, derived in enumerate(derived_steps(setting, digits), start=1):
        for name, exact in derived.items():
            value = float(getattr(ops, name)[t, 0]) * (float(factor) if name == field else 1.0)
            scale = abs(exact) if name in ("step", "norm") else mpf(1)
            if not close(value, exact, scale):
                return False
    return True


def derived_plan(setting: Setting, plan: Plan, digits: int, merged: sp.Expr = MERGED) -> mpf:
    """The operator of a plan, merge by merge, through the derived expression D4.1."""
    decimals = Digits(digits)
    steps = derived_steps(setting, digits)

    def leaf(t: int) -> tuple[int, mpf]:
        return t, steps[t - 1]["step"]

    def node(operands: list[tuple[int, mpf]]) -> tuple[int, mpf]:
        rest = decimals.rational(1)
        for _, x in operands[1:]:
            rest *= x
        start, first = operands[0]
        at = {first_operand: first, other_operands: rest, gamma: steps[start - 1]["shrink"]}
        return start, decimals.evaluate(merged, at)

    return plan.fold(leaf, node)[1]


def plans_agree(setting: Setting, digits: int, merged: sp.Expr = MERGED) -> bool:
    """The operators of the four canonical plans in doubles are the derived ones."""
    ops = float_operators(Problem(setting.schedule, Spectrum((setting.lam,)), setting.budget))
    for make in (vanilla, progressive, consistency, boot):
        plan = make(setting.schedule.steps)
        exact = derived_plan(setting, plan, digits, merged)
        if not close(float(evaluate_floats(plan, ops)[0][0]), exact, abs(exact) + mpf(2) ** -60):
            return False
    return True


# Where a difference from the derived value shows, although it is at most four times what rounding may do.
_PLAIN = Setting(FlowMatching(4), Fraction(2), Fraction(1, 2))
_SLIGHTLY = 1 + 4 * ULPS * Fraction(1, 2**52)


def _scope(digits: int) -> str:
    return f"{len(settings())} settings (5 schedules, 6 variances, 3 budgets), every t; {digits} digits against doubles"


def arrays(claim: str, what: str, digits: int, *names: str) -> Check:
    """The arrays of doubles are the derived expressions. names: those that the mutants spoil, one each."""
    points = settings()

    def spoiled(name: str) -> tuple[str, Search]:
        return f"{name} off by 1e-12", at_points(points, lambda x: doubles_agree(x, digits, name, 1 + TINY))

    def spoiled_slightly() -> bool:
        return any(doubles_agree(_PLAIN, digits, name, _SLIGHTLY) for name in names)

    run = at_points(points, lambda x: doubles_agree(x, digits))
    mutants = tuple(map(spoiled, names))
    return Check(
        claim, Level.SAMPLED, "mpmath", f"{what} at the sampled settings", _scope(digits), run, mutants,
        edge=edge(lambda: doubles_agree(_PLAIN, digits), spoiled_slightly),
    )  # fmt: skip


def plans(digits: int) -> Check:
    """The operators of the canonical plans in doubles are those of the derived merge (D4.1)."""
    points = settings()
    from_one = 1 - gamma + gamma * first_operand * other_operands
    slightly = sp.Rational(_SLIGHTLY.numerator, _SLIGHTLY.denominator)
    return Check(
        "D4.1", Level.SAMPLED, "mpmath", "the four canonical plans at the sampled settings", _scope(digits),
        at_points(points, lambda x: plans_agree(x, digits)),
        (("merge started from 1", at_points(points, lambda x: plans_agree(x, digits, from_one))),),
        edge=edge(
            lambda: plans_agree(_PLAIN, digits), lambda: plans_agree(_PLAIN, digits, MERGED * slightly)
        ),
    )  # fmt: skip
