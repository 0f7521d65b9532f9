"""Certificates: results as exact numbers that `reports/recheck.py` checks again, sharing no code with this package.

Every number is an integer or a fraction string "p/q".
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.numbers.reals import Exact

if TYPE_CHECKING:
    from numerics.numbers.subdivision import Box, Cover
    from numerics.plans.plan import Plan


Json: TypeAlias = dict[str, Any]

CENTRE_DIGITS = 15


def schedule_json(schedule: Schedule) -> Json:
    """A schedule by its formula or by its exact coefficients. Raises InputError when it has neither."""
    if isinstance(schedule, Cosine):
        return {"family": "cosine", "steps": schedule.steps}
    alpha, sigma = schedule.coefficients(Exact())
    return {"family": "rational", "alpha": [str(x) for x in alpha], "sigma": [str(x) for x in sigma]}


def _ends(box: Box) -> list[list[str]]:
    return [[str(low), str(high)] for low, high in box]


@dataclass(frozen=True)
class EnclosureCertificate:
    """A claim enclosed on a box: on every cell what is bounded is at least the cell's margin.

    bounded: the numbers that are positive, in words. variables: those of the box, in its order.
    at_centre: the sum of the bounded numbers at the box's centre, to CENTRE_DIGITS decimals.
    """

    claim: str
    bounded: str
    variables: tuple[str, ...]
    schedule: Schedule
    cover: Cover
    at_centre: Fraction
    kind: ClassVar[str] = "enclosure"

    @property
    def summary(self) -> str:
        ends = zip(self.variables, self.cover.box, strict=True)
        box = ", ".join(f"{name} in [{low}, {high}]" for name, (low, high) in ends)
        return (
            f"{self.schedule.name}, T = {self.schedule.steps}, {box}: {len(self.cover.cells)} cells tile the box, "
            f"depth {self.cover.depth}, least margin {float(self.cover.margin):.1e}"
        )

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "claim": self.claim,
            "bounded": self.bounded,
            "schedule": schedule_json(self.schedule),
            "variables": list(self.variables),
            "box": _ends(self.cover.box),
            "at_centre": str(self.at_centre),
            "depth": self.cover.depth,
            "cells": [{"box": _ends(cell.box), "margin": str(cell.margin)} for cell in self.cover.cells],
        }


@dataclass(frozen=True)
class PlanValue:
    """A plan with its operator per coordinate and its squared W_2 distance to the teacher."""

    plan: Plan
    operator: tuple[Fraction, ...]
    w2_squared: Fraction

    def to_json(self) -> Json:
        return {
            "plan": self.plan.nested(),
            "operator": [str(v) for v in self.operator],
            "w2_squared": str(self.w2_squared),
        }


@dataclass(frozen=True)
class CounterexampleCertificate:
    """A claim that the one-operator program is optimal fails: it ends at `kept`, and `better` is closer.

    root, order: the budget s, as exp(-2 s / order) = root, so that 1 - gamma_t = root^(order n_t), rational wherever
    order n_t is an integer: at T, and at the first step of every merge of the plans listed.
    """

    claim: str
    schedule: Schedule
    lam: tuple[Fraction, ...]
    root: Fraction
    order: int
    teacher: tuple[Fraction, ...]
    kept: PlanValue
    better: PlanValue
    others: tuple[PlanValue, ...] = ()
    kind: ClassVar[str] = "counterexample"

    @property
    def summary(self) -> str:
        lam = ", ".join(map(str, self.lam))
        ratio = float(self.kept.w2_squared / self.better.w2_squared)
        return (
            f"T = {self.schedule.steps}, lambda = {lam}, exp(-2s/{self.order}) = {self.root}: the program keeps "
            f"{self.kept.plan}, whose squared distance is {ratio:.4g} times that of {self.better.plan}"
        )

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "claim": self.claim,
            "schedule": schedule_json(self.schedule),
            "lam": [str(x) for x in self.lam],
            "budget": {"root": str(self.root), "order": self.order},
            "teacher": [str(x) for x in self.teacher],
            "kept": self.kept.to_json(),
            "better": self.better.to_json(),
            "others": [x.to_json() for x in self.others],
        }


@dataclass(frozen=True)
class GapCertificate:
    """The program is not optimal: by balls, W_2 of what it keeps is more than `factor` times that of `better`."""

    claim: str
    schedule: Schedule
    lam: tuple[Fraction, ...]
    budget: Fraction
    kept: Plan
    better: Plan
    factor: Fraction
    kind: ClassVar[str] = "gap"

    @property
    def summary(self) -> str:
        lam = ", ".join(map(str, self.lam))
        return (
            f"{self.schedule.name}, T = {self.schedule.steps}, lambda = {lam}, s = {self.budget}: the program keeps "
            f"{self.kept}, whose distance is more than {self.factor} times that of {self.better}"
        )

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "factor": str(self.factor),
            "claim": self.claim,
            "schedule": schedule_json(self.schedule),
            "lam": [str(x) for x in self.lam],
            "budget": str(self.budget),
            "kept": self.kept.nested(),
            "better": self.better.nested(),
        }


Certificate: TypeAlias = EnclosureCertificate | CounterexampleCertificate | GapCertificate
