"""Which distillation strategy fits a schedule and a data covariance, and why (claims N1, N2, N3, N6, N7)."""

from __future__ import annotations

import math
from collections import Counter

from numerics.model.problem import Problem
from numerics.model.regimes import PhaseBoundaries, Sides, finite, phase_boundaries, sides
from numerics.plans.plan import to_json
from reports.command.answers import Json, plan_answer

_PLAIN = {"boot": "sequential BOOT", "vanilla": "vanilla distillation"}


def advice(problem: Problem) -> Json:
    """The recommended plan, how far every canonical strategy falls behind it, and the reasons in sentences."""
    answer = plan_answer(problem)
    boundaries = phase_boundaries(problem.schedule)
    found = sides(problem)
    kinds = Counter(found.kind)
    best, w2 = answer["optimal"], {name: s["w2"] for name, s in answer["strategies"].items()}
    canonical = min(w2, key=lambda name: w2[name])
    text = to_json(best["plan"])
    same = next((name for name, s in answer["strategies"].items() if to_json(s["plan"]) == text), None)
    return {
        "schedule": answer["schedule"],
        "steps": answer["steps"],
        "budget": answer["budget"],
        "coordinates": {kind: kinds[kind] for kind in ("contracting", "expanding", "open", "both")},
        "lam_boot": finite(boundaries.boot),
        "lam_vanilla": finite(boundaries.vanilla),
        "advice": same or "plan",
        "plan": best["plan"],
        "w2": best["w2"],
        "gap": best["gap"],
        "certified": best["certified"],
        "strategies": w2,
        "best_canonical": canonical,
        "why": _reasons(found, boundaries, same, best, w2, canonical),
    }


def _reasons(
    found: Sides, boundaries: PhaseBoundaries, same: str | None, best: Json, w2: dict[str, float], canonical: str
) -> list[str]:
    if best["ties"] == "all plans":
        return ["All plans give the same student: any of them will do.", *best["notes"]]
    kinds, total = Counter(found.kind), len(found.kind)
    why = []
    if kinds["contracting"]:
        limit = f", being at most {boundaries.boot:.6g}" if boundaries.certified and boundaries.boot < math.inf else ""
        why.append(f"{kinds['contracting']} of {total} variances contract{limit}: there BOOT is best (N1, N3).")
    if kinds["expanding"]:
        limit = f", being at least {boundaries.vanilla:.6g}" if boundaries.certified else ""
        why.append(f"{kinds['expanding']} of {total} variances expand{limit}: there vanilla is best (N2, N3).")
    if between := kinds["open"] - len(found.undecided):
        why.append(f"{between} of {total} variances lie in between, where neither is best in general (N7).")
    if found.undecided:
        why.append(f"{len(found.undecided)} of {total} variances could not be placed: too close to a critical one.")
    why.append(_comparison(same, best["w2"], canonical, w2[canonical]))
    why.append(_guarantee(best))
    return [*why, *best["notes"]]


def _comparison(same: str | None, least: float, canonical: str, nearest: float) -> str:
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


def _guarantee(best: Json) -> str:
    if best["certified"]:
        return "No merge plan is closer: this is certified."
    if best["gap"] >= best["w2"]:
        return "Whether another merge plan is closer is not known: no lower bound above 0 was found."
    share = 100 * best["gap"] / best["w2"]
    return f"No merge plan can be closer by more than {best['gap']:.3g} in W_2, {share:.2g} % of it."
