"""Front door: the best merge plan of a problem, with a certificate of how good it is (claims T4.1–T4.3, N1–N7).

contracting coordinates only      BOOT                                     proved optimal (N1)
expanding coordinates only        vanilla                                  proved optimal (N2)
both kinds                        search over cut points                   proved optimal (N6)
some coordinate in the window     all plans if there are few               certified arg-min
  several different coordinates   else branch and bound over all plans     certified arg-min, or gap to a lower bound
  one coordinate alone            else the end of the range of all plans   proved optimal if tau is outside the range
                                  else the best of several searches        no lower bound but 0
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from numerics.errors import InputError, require_one_of
from numerics.model.problem import Problem
from numerics.numbers.balls import double_bounds, precision, require_digits
from numerics.plans.assess import Strategy, assess
from numerics.plans.canonical import CANONICAL
from numerics.plans.describe import describe
from numerics.plans.plan import Plan
from numerics.solvers.catalogue import AUTO, ENUMERATION, METHODS, PLANS
from numerics.solvers.deadline import Deadline
from numerics.solvers.optimum import Optimum
from numerics.solvers.portfolio import interrupted, optimum


@dataclass(frozen=True)
class Solution(Strategy):
    """A plan, its certified numbers and how far it can be from the best plan.

    method: what found the plan.
    gap: rigorous upper bound, rounded up, on w2 minus the minimum over all plans; 0 if exact.
    certified: the plan certainly attains the minimum.
    ties: other plans at the same distance, proved so if `certified`, else not told apart; only enumeration and the
    Pareto search look for them.  all_tie: every plan has the same operator.  notes: reasons in plain sentences.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Problem, Spectrum, solve
    >>> found = solve(Problem(Cosine(4), Spectrum.of(4), Fraction(1, 2)), "boot")
    >>> str(found.plan), found.certified, found.gap > 0
    ('[[[4,3],2],1]', False, True)
    """

    method: str
    gap: float
    certified: bool
    ties: tuple[Plan, ...]
    all_tie: bool
    notes: tuple[str, ...]


def solve(problem: Problem, method: str = AUTO, digits: int | None = None, seconds: float | None = None) -> Solution:
    """Best plan (auto), or the plan of one method, with certified numbers and gap.

    method: one of METHODS. digits: decimal digits that the balls must fix besides the nearest doubles, 1 … 1000.
    seconds: when to stop searching; the best plan so far is then returned with its gap, and so it is on
    KeyboardInterrupt. InputError on an unknown method, on a limit that is no positive number, or on an enumeration that
    is too large.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Problem, Spectrum, solve
    >>> best = solve(Problem(Cosine(4), Spectrum.of("0.3"), Fraction(1, 2)))
    >>> str(best.plan), best.certified, best.gap
    ('[[[4,3],2],1]', True, 0.0)
    """
    require_search(method, digits, seconds)
    try:
        best = optimum(problem, method == ENUMERATION, Deadline(seconds))
    except KeyboardInterrupt:
        best = interrupted(problem)
    if method in CANONICAL:
        plan = CANONICAL[method](problem.steps)
    elif method in PLANS:
        plan = PLANS[method].load()(problem, best)
    else:
        plan = best.plan
    return _solution(problem, method, best.method if method == AUTO else method, plan, best, digits)


def require_search(method: str, digits: int | None = None, seconds: float | None = None) -> None:
    """InputError unless `solve` takes these: an early check for a caller who reads data first."""
    require_one_of("method", method, METHODS)
    require_digits(digits)
    if seconds is not None and not seconds > 0:
        raise InputError(f"seconds = {seconds}: must be > 0")


def _solution(problem: Problem, asked: str, method: str, plan: Plan, best: Optimum, digits: int | None) -> Solution:
    strategy = assess(plan, problem, digits)
    others = (best.plan, *best.ties)
    tied = plan in others
    certified = best.exact and (best.all_tie or tied)
    gap = 0.0
    if not certified:
        lower = assess(best.plan, problem).w2_ball if best.lower is None else best.lower
        with precision(max(strategy.bits, best.bits)):
            gap = max(0.0, double_bounds(strategy.w2_ball.unpack() - lower.unpack().lower())[1])
    # Of a plan that was asked for by name, the search tells nothing but how far it is from the best one.
    about = "" if asked in (AUTO, ENUMERATION) else "search for the best plan: "
    notes = (*(about + note for note in best.notes), f"the plan: {describe(plan)}")
    if not strategy.sharp:
        notes = (*notes, "some printed numbers are not certified to the last digit (an exact zero or a boundary case)")
    return Solution(
        **{field.name: getattr(strategy, field.name) for field in fields(Strategy) if field.name != "bits"},
        bits=max(strategy.bits, best.bits),
        method=method,
        gap=gap,
        certified=certified,
        ties=tuple(other for other in others if other != plan) if tied else (),
        all_tie=best.all_tie,
        notes=notes,
    )
