"""The methods that `solve` knows by name.

A further one: a function (problem, what is known of the minimum) -> plan in a file of this room, and a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from numerics.named import Named
from numerics.plans.canonical import CANONICAL

AUTO: Final = "auto"
ENUMERATION: Final = "enumeration"

PLANS: Final[Mapping[str, Named]] = {
    "interval-dp": Named("Algorithm 1, one operator per interval", "numerics.solvers.interval_dp", "interval_plan"),
    "segmentation": Named("merging only at time T", "numerics.solvers.segmentation", "segmentation_plan"),
}
"""Methods that name a plan: (problem, Optimum) -> Plan."""

METHODS: Final[tuple[str, ...]] = (AUTO, *CANONICAL, *PLANS, ENUMERATION)
"""Every method: the strongest that applies, a strategy of the paper, a plan by name, all plans compared."""
