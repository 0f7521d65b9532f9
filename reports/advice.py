"""Which distillation strategy fits a schedule and a data covariance, and why (claims N1, N2, N3, N6, N7)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from numerics.operators import Problem, phase_boundaries, sides
from numerics.plans import to_json
from reports.answers import Answer, finite, plan_answer

_PLAIN = {"boot": "sequential BOOT", "vanilla": "vanilla distillation"}


def advice(problem: Problem) -> Answer:
    """The recommended plan, how far every canonical strategy falls behind it, and the reasons in sentences."""
    answer = plan_answer(problem)
    boundaries = phase_boundaries(problem.schedule)
    kinds: Counter[str] = Counter(sides(problem).kind)
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
        "why": _reasons(kinds, boundaries.boot, boundaries.vanilla, same, best, w2, canonical),
    }


def _reasons(
    kinds: Mapping[str, int],
    low: float,
    high: float,
    same: str | None,
    best: Answer,
    w2: dict[str, float],
    canonical: str,
) -> list[str]:
    total = sum(kinds.values())
    why = []
    if kinds["contracting"]:
        reach = f"are at most {low:.6g}" if math.isfinite(low) else "contract, as every variance does on this schedule"
        why.append(f"{kinds['contracting']} of {total} variances {reach}: there BOOT is best (N1, N3).")
    if kinds["expanding"]:
        why.append(
            f"{kinds['expanding']} of {total} variances are at least {high:.6g}: there vanilla is best (N2, N3)."
        )
    if kinds["open"]:
        why.append(f"{kinds['open']} of {total} variances lie in between, where neither is best in general (N7).")
    if best["ties"] == "all plans":
        why.append("All plans give the same student: any of them will do.")
    elif same:
        why.append(f"One plan must serve all of them; the best one found is {_PLAIN.get(same, same)}.")
    else:
        excess = 100 * (w2[canonical] / best["w2"] - 1) if best["w2"] else float("inf")
        nearest = _PLAIN.get(canonical, canonical)
        why.append(
            f"One plan must serve all of them; the best one found is none of the four, and {nearest} is {excess:.2g} % worse."
        )
    if best["certified"]:
        why.append("No merge plan is closer: certified by ball arithmetic.")
    else:
        why.append(f"No merge plan can be closer by more than {best['gap']:.3g} in W_2.")
    return [*why, *best["notes"]]
