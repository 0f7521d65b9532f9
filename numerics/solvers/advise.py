"""Which distillation strategy fits a schedule and a data covariance, and why (claims N1, N2, N3, N6, N7)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from numerics.model.problem import Problem
from numerics.model.regimes import PhaseBoundaries, phase_boundaries, sides
from numerics.plans.assess import Strategy, all_strategies
from numerics.solvers.solve import Solution, solve

_PLAIN = {"boot": "sequential BOOT", "vanilla": "vanilla distillation"}


@dataclass(frozen=True)
class Advice:
    """What fits a problem.

    best: the best plan found. strategies: the four canonical plans by name. name: the strategy whose plan is the best
    one, "" if none is. nearest: the name of the closest canonical strategy. coordinates: how many eigenvalues are
    contracting, expanding, open, both. undecided: how many of the open ones could not be placed. why: reasons in
    plain sentences.

    >>> from fractions import Fraction
    >>> from numerics import FlowMatching, Problem, Spectrum, advise
    >>> found = advise(Problem(FlowMatching(5), Spectrum.of("0.2", 1, 5), Fraction(1, 2)))
    >>> found.coordinates, found.nearest
    ({'contracting': 1, 'expanding': 1, 'open': 1, 'both': 0}, 'vanilla')
    """

    best: Solution
    strategies: Mapping[str, Strategy]
    name: str
    nearest: str
    coordinates: Mapping[str, int]
    undecided: int
    boundaries: PhaseBoundaries
    why: tuple[str, ...]


def advise(problem: Problem) -> Advice:
    """The recommended plan, the canonical strategies beside it, and the reasons in sentences.

    >>> from fractions import Fraction
    >>> from numerics import Cosine, Problem, Spectrum, advise
    >>> found = advise(Problem(Cosine(8), Spectrum.of("0.3", 1), Fraction(1, 2)))
    >>> found.name, found.why[0]
    ('boot', '2 of 2 variances contract, being at most 1.2185: there BOOT is best (N1, N3).')
    """
    best, strategies = solve(problem), all_strategies(problem)
    boundaries, found = phase_boundaries(problem.schedule), sides(problem)
    counts = Counter[str]()
    for kind, weight in zip(found.kind, problem.weights, strict=True):
        counts[kind] += weight
    undecided = sum(problem.weights[k] for k in found.undecided)
    nearest = min(strategies, key=lambda name: strategies[name].w2)
    name = next((name for name, strategy in strategies.items() if strategy.plan == best.plan), "")
    if best.all_tie:
        why = ["All plans give the same student: any of them will do."]
    else:
        why = [
            *_placed(counts, undecided, len(problem.spectrum), boundaries),
            _comparison(name, best.w2, nearest, strategies[nearest].w2),
            _guarantee(best),
        ]
    return Advice(
        best=best,
        strategies=strategies,
        name=name,
        nearest=nearest,
        coordinates={kind: counts[kind] for kind in ("contracting", "expanding", "open", "both")},
        undecided=undecided,
        boundaries=boundaries,
        why=(*why, *best.notes),
    )


def _placed(counts: Mapping[str, int], undecided: int, total: int, boundaries: PhaseBoundaries) -> list[str]:
    """On which side of the window the eigenvalues lie."""
    why = []
    if counts["contracting"]:
        limit = f", being at most {boundaries.boot:.6g}" if boundaries.certified and boundaries.boot < math.inf else ""
        why.append(f"{counts['contracting']} of {total} variances contract{limit}: there BOOT is best (N1, N3).")
    if counts["expanding"]:
        limit = f", being at least {boundaries.vanilla:.6g}" if boundaries.certified else ""
        why.append(f"{counts['expanding']} of {total} variances expand{limit}: there vanilla is best (N2, N3).")
    if between := counts["open"] - undecided:
        why.append(f"{between} of {total} variances lie in between, where neither is best in general (N7).")
    if undecided:
        why.append(f"{undecided} of {total} variances could not be placed: too close to a critical one.")
    return why


def _comparison(same: str, least: float, canonical: str, nearest: float) -> str:
    """The best plan found beside the nearest canonical one; doubles that underflow are not compared."""
    if same:
        return f"The best plan found for all of them together is {_PLAIN.get(same, same)}."
    text = "The best plan found for all of them together is none of the four"
    name = _PLAIN.get(canonical, canonical)
    if least == 0:
        return f"{text}; its W_2 is below the smallest double, and so no ratio is given."
    if nearest > 2 * least:
        return f"{text}; {name} is {nearest / least:.3g} times as far from the teacher."
    return f"{text}; {name} is {100 * (nearest / least - 1):.2g} % farther from the teacher."


def _guarantee(best: Solution) -> str:
    if best.certified:
        return "No merge plan is closer: this is certified."
    if best.gap >= best.w2:
        return "Whether another merge plan is closer is not known: no lower bound above 0 was found."
    share = 100 * best.gap / best.w2
    return f"No merge plan can be closer by more than {best.gap:.3g} in W_2, {share:.2g} % of it."
