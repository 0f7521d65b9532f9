"""The smallest case with a choice, T = 3, with freely chosen step operators and shrinkage.

The plans are [3,2,1], [[3,2],1] and [3,[2,1]]; a_3 is a common factor and left out. A claim about all plans states here
what it says of these three: every defined quantity is eliminated, so that it can be evaluated exactly.
"""

from __future__ import annotations

import sympy as sp

from proofs.logic.relations import Relation, Values, ge, le
from proofs.theory.merging import SHRINKS, phi
from proofs.theory.symbols import gamma, ge0

a_1, a_2 = ge0("a_1"), ge0("a_2")
gamma_2, gamma_3 = ge0("gamma_2"), ge0("gamma_3")


def _merge(shrinkage: sp.Symbol, operator: sp.Expr) -> sp.Expr:
    return phi(operator).subs(gamma, shrinkage)


teacher = a_1 * a_2
vanilla = _merge(gamma_3, a_2 * a_1)
boot = _merge(gamma_3, a_2) * _merge(gamma_3, a_1)
consistency = _merge(gamma_3, a_2 * _merge(gamma_2, a_1))

BELOW_ONE = (le(a_1, 1), le(a_2, 1))
ABOVE_ONE = (ge(a_1, 1), ge(a_2, 1))
SHRINKAGE = {SHRINKS: (le(gamma_2, 1), le(gamma_3, 1))}


def error(operator: sp.Expr) -> sp.Expr:
    """Squared distance from the teacher."""
    return (operator - teacher) ** 2


def closest(best: sp.Expr) -> tuple[Relation, ...]:
    """No plan is closer to the teacher than this operator."""
    return tuple(le(error(best), error(plan)) for plan in (vanilla, boot, consistency) if plan is not best)


def values(second: str, first: str, shrink_2: str, shrink_3: str) -> Values:
    """a_2, a_1, gamma_2, gamma_3 as exact numbers."""
    return {
        a_2: sp.Rational(second), a_1: sp.Rational(first), gamma_2: sp.Rational(shrink_2), gamma_3: sp.Rational(shrink_3)
    }  # fmt: skip
