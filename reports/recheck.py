"""Re-checks every certificate of a ledger: python reports/recheck.py build/report/ledger.json

Standard library alone; shares no code with what wrote the ledger. Exit code 0: every certificate holds. 1: one is
rejected, there is none, they are not those that the summary counts, or a verdict has a counterexample against it or
none for it. 2: the input is not usable.
Counterexamples (T4.1) are recomputed in fractions: the one-operator program, the plans (D4.1), the distances.
Enclosures (N1, N2, N3, P3.2): the cells tile the box, and on each cell what is bounded stays above the margin, in
interval arithmetic on integers with BITS binary places, rounded outwards.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from math import prod
from operator import mul, sub
from pathlib import Path
from typing import Any

BITS = 128
ONE = 1 << BITS
PI = Fraction("3.1415926535897932384626433832795028841971"), Fraction("3.1415926535897932384626433832795028841972")
BOUNDED = {
    "N1": ("v - v_BOOT for every other plan, v_BOOT - tau", ["lambda", "s"]),
    "N2": ("v_vanilla - v for every other plan, tau - v_vanilla", ["lambda", "s"]),
    "N3": ("(1 - a_t)(c_t - lambda) for every t < T", ["lambda"]),
    "P3.2": ("lambda - n_T a_T^2 ... a_1^2", ["lambda"]),
}


def require(condition: bool, reason: str) -> None:
    if not condition:
        raise ValueError(reason)


def numbers(texts: list[Any]) -> list[Fraction]:
    return [Fraction(str(x)) for x in texts]


@dataclass(slots=True)
class Interval:
    """[low, high] / 2^BITS."""

    low: int
    high: int

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = (self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high)
        return Interval(min(ends) >> BITS, -(-max(ends) >> BITS))

    def __truediv__(self, other: Interval) -> Interval:
        require(other.low > 0, "a divisor is not positive")
        return self * Interval(ONE * ONE // other.high, -(-ONE * ONE // other.low))


def interval(low: Fraction, high: Fraction) -> Interval:
    return Interval(low.numerator * ONE // low.denominator, -(-high.numerator * ONE // high.denominator))


def taylor(x: Interval, signs: tuple[int, ...]) -> Interval:
    """Sum of signs[k mod 4] x^k / k! for |x| <= 2: 40 terms, the others at most twice the next."""
    total, term = Interval(0, 0), Interval(ONE, ONE)
    for k in range(40):
        total = [total + term, total, total - term][1 - signs[k % 4]]
        term = term * x * interval(Fraction(1, k + 1), Fraction(1, k + 1))
    rest = 2 * max(-term.low, term.high)
    return total + Interval(-rest, rest)


def exp(x: int) -> Interval:
    """The exponential of x / 2^BITS, by repeated squaring."""
    halvings = max(0, abs(x).bit_length() - BITS)
    start = taylor(Interval(x >> halvings, -(-x >> halvings)), (1, 1, 1, 1))
    return reduce(lambda y, _: y * y, range(halvings), start)


def rational(record: Any) -> tuple[list[Fraction], list[Fraction]]:
    alpha, sigma = numbers(record["alpha"]), numbers(record["sigma"])
    require(len(alpha) == len(sigma) > 1 and record["family"] == "rational", "not a rational schedule")
    require(alpha[0] == 1 and sigma[0] == 0 <= alpha[-1] and sigma[1] > 0, "the schedule's ends are wrong")
    require(alpha == sorted(alpha, reverse=True) and sigma == sorted(sigma), "the schedule is not monotone")
    return alpha, sigma


def schedule_of(record: Any) -> list[list[Interval]]:
    if record["family"] != "cosine":
        return [[interval(x, x) for x in values] for values in rational(record)]
    require(record["steps"] in range(1, 65), "the number of steps is not usable")
    turns = [Fraction(t, 2 * record["steps"]) for t in range(record["steps"] + 1)]
    alpha = [taylor(interval(PI[0] * x, PI[1] * x), (1, 0, -1, 0)) for x in turns]
    return [alpha, alpha[::-1]]


class Form:
    """f on a cell: at the centre, over the cell, and slopes with f(x) - f(centre) = sum slope_i (x_i - centre_i)."""

    def __init__(self, mid: Interval, span: Interval, slopes: list[Interval], away: list[Interval]) -> None:
        near = sum(map(mul, slopes, away), mid)
        self.mid, self.slopes, self.away = mid, slopes, away
        self.span = Interval(max(span.low, near.low), min(span.high, near.high))

    def __sub__(self, other: Form) -> Form:
        return Form(self.mid - other.mid, self.span - other.span, [*map(sub, self.slopes, other.slopes)], self.away)

    def __mul__(self, other: Form) -> Form:
        slopes = [self.span * y + other.mid * x for x, y in zip(self.slopes, other.slopes, strict=True)]
        return Form(self.mid * other.mid, self.span * other.span, slopes, self.away)


def bounded(claim: str, schedule: list[list[Interval]], box: Any) -> list[Form]:
    """What the claim says is positive, on the box."""
    (alpha, sigma), nil, unit, last = schedule, Interval(0, 0), Interval(ONE, ONE), len(schedule[0]) - 1
    spans, mids = [interval(*ends) for ends in box], [interval(sum(ends) / 2, sum(ends) / 2) for ends in box]
    away, rest = [*map(sub, spans, mids)], [nil] * (len(box) - 1)
    one, lam = Form(unit, unit, [nil, *rest], away), Form(mids[0], spans[0], [unit, *rest], away)
    a, gamma = {}, {}
    for t in range(1, last + 1):
        p, q, x, y = alpha[t - 1] * alpha[t], sigma[t - 1] * sigma[t], alpha[t] * alpha[t], sigma[t] * sigma[t]
        n_mid, n = x * mids[0] + y, x * spans[0] + y
        a[t] = Form((p * mids[0] + q) / n_mid, (p * spans[0] + q) / n, [(p * y - q * x) / (n_mid * n), *rest], away)
        if rest:  # 1 - gamma_t = exp(-2 s n_t) falls in both variables
            twice, at = spans[1] + spans[1], (mids[1] + mids[1]) * n_mid
            keep, keep_mid = (Interval(exp(-z.high).low, exp(-z.low).high) for z in (twice * n, at))
            gamma[t] = Form(unit - keep_mid, unit - keep, [twice * x * keep, (n_mid + n_mid) * keep], away)
    if claim == "P3.2":
        return [lam - reduce(lambda z, f: z * f * f, a.values(), Form(n_mid, n, [x], away))]
    if claim == "N3":
        c = [sigma[t] * (sigma[t] - sigma[t - 1]) / (alpha[t] * (alpha[t - 1] - alpha[t])) for t in range(1, last)]
        return [(one - a[t]) * (Form(z, z, [nil], away) - lam) for t, z in enumerate(c, start=1)]
    require(2 <= last <= 6, "too few or too many steps to go through all plans")
    rows: dict[Any, dict[Any, Form]] = {}  # products of consecutive operands; a row of one is a plan
    for j, i in ((j, j - size) for size in range(1, last + 1) for j in range(size, last + 1)):
        rows[i, j] = {(j,): a[j]} if j - i == 1 else {}
        for m in range(i + 1, j):
            for (first, v), (others, w) in product(rows[m, j].items(), rows[i, m].items()):
                if len(first) == 1:
                    rows[i, j][*first, *others] = v * w
                    rows[i, j][((*first, *others),)] = v * (one - gamma[j] * (one - w))
    times: Any = tuple(range(last, 0, -1))
    best = rows[0, last].pop((reduce(lambda plan, t: (plan, t), times) if claim == "N1" else times,))
    gaps = [v - best if len(row) == 1 else best - v for row, v in rows[0, last].items() if len(row) in (1, last)]
    return gaps if claim == "N1" else [one - one - gap for gap in gaps]


def check_tiling(box: Any, cells: list[Any]) -> None:
    """The grid of all cell ends: every field lies in exactly one cell."""
    marks = [sorted({end for cell in cells for end in cell[i]}) for i in range(len(box))]
    require([[m[0], m[-1]] for m in marks] == box, "the cells do not reach the ends of the box")
    places = [[range(m.index(x), m.index(y)) for m, (x, y) in zip(marks, cell, strict=True)] for cell in cells]
    fields = [field for place in places for field in product(*place)]
    require(len(fields) == len(set(fields)) == prod(len(m) - 1 for m in marks), "the cells overlap or leave a gap")


def check_enclosure(claim: str, record: Any) -> str:
    require((record["bounded"], record["variables"]) == BOUNDED[claim], "another claim's certificate")
    schedule, (known,) = schedule_of(record["schedule"]), numbers([record["at_centre"]])
    box, *cells = [[numbers(ends) for ends in part["box"]] for part in (record, *record["cells"])]
    margins = numbers([cell["margin"] for cell in record["cells"]])
    require(len(box) == len(record["variables"]) and min(low for low, _ in box) >= 0, "the box is not usable")
    check_tiling(box, cells)
    whole, *parts = [prod((high - low for low, high in cell), start=Fraction(1)) for cell in (box, *cells)]
    require(whole / min(parts) == 1 << min(record["depth"], 999), "the depth is not that of the cells")
    found = sum(f.mid.low for f in bounded(claim, schedule, box))
    require(abs(known * ONE - found) <= ONE // 10**15, "the values at the centre of the box are others")
    for cell, margin in zip(cells, margins, strict=True):
        least = min(f.span.low for f in bounded(claim, schedule, cell))
        require(0 < margin * ONE <= least, f"a margin is not reached where lambda is from {cell[0][0]} to {cell[0][1]}")
    place = ", ".join(f"{low} <= {v} <= {high}" for v, (low, high) in zip(record["variables"], box, strict=True))
    return f"{place}: {len(cells)} cells tile the box, least margin {float(min(margins)):.1e}"


def check_counterexample(claim: str, record: Any) -> str:
    (alpha, sigma), lam = rational(record["schedule"]), numbers(record["lam"])
    (root,), order, last = numbers([record["budget"]["root"]]), record["budget"]["order"], len(alpha) - 1
    at = [*zip(alpha, sigma, strict=True)]
    require(claim == "T4.1" and all(x * x + y * y == 1 for x, y in at), "no schedule that T4.1 speaks of")
    require(bool(lam) and min(lam) >= 0 and 0 < root < 1 and order in range(1, 1000), "lambda or s is not usable")
    n = [[x * x * v + y * y for v in lam] for x, y in at]
    a = [[(x[0] * y[0] * v + x[1] * y[1]) / (y[0] ** 2 * v + y[1] ** 2) for v in lam] for x, y in pairwise(at)]

    def leaves(plan: Any) -> list[int]:
        return [plan] if isinstance(plan, int) else [t for part in plan for t in leaves(part)]

    def operator(plan: Any, c: int) -> Fraction:
        if isinstance(plan, int):
            return a[plan - 1][c]
        power, (first, *others) = order * n[leaves(plan)[0]][c], [operator(part, c) for part in plan]
        require(bool(others) and power.denominator == 1 and power < 9999, "a gamma is not rational")
        return first * (1 - (1 - root ** int(power)) * (1 - prod(others)))

    def distance(plan: Any, start: int = 0) -> Fraction:
        errors = [operator(plan, c) - prod(row[c] for row in a[start:]) for c in range(len(lam))]
        return sum((m * e * e for m, e in zip(n[last], errors, strict=True)), Fraction(0))

    require(numbers(record["teacher"]) == [prod(column) for column in zip(*a, strict=True)], "the teacher is another")
    for value in (record["kept"], record["better"], *record["others"]):
        require(leaves(value["plan"]) == [*range(last, 0, -1)], "a plan is not over the steps T, ..., 1")
        found = [*(operator(value["plan"], c) for c in range(len(lam))), distance(value["plan"])]
        require(numbers([*value["operator"], value["w2_squared"]]) == found, "a plan's value is another")
    kept: list[Any] = [last]  # A1: one plan for each interval (start, T], from T - 1 down
    for start in range(last - 2, -1, -1):
        rivals = [[plan, *range(last - 1 - k, start, -1)] for k, plan in enumerate(kept)]
        (least, best), *others = sorted((distance(plan, start), k) for k, plan in enumerate(rivals))
        require(all(other > least for other, _ in others), "the program meets a tie")
        kept.append(rivals[best])
    require(record["kept"]["plan"] == kept[-1], "the program keeps another plan")
    require(distance(record["better"]["plan"]) < distance(kept[-1]), "the other plan is not closer")
    return f"the program keeps {kept[-1]}, and {record['better']['plan']} is closer"


def examine(claim: str, record: Any) -> tuple[str, str]:
    try:
        require(record["claim"] == claim, "filed under another claim")
        check = {"enclosure": check_enclosure, "counterexample": check_counterexample}[record["kind"]]
        return record["kind"], f"{claim}: {record['kind']}, {check(claim, record)}"
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return "", f"{claim}: REJECTED, {str(error)[:100] or type(error).__name__}"


def examine_claim(claim: str, verdict: str, evidence: list[tuple[str, Any]], counted: Any) -> list[tuple[str, str]]:
    """What each certificate shows (nothing when it is rejected), and what to print; then what is wrong with them all."""
    records = [record for _, found in evidence if isinstance(found, list) for record in found]
    lines = [examine(claim, record) for record in records]
    shown = {shows for shows, _ in lines}
    canonical = json.dumps(records, sort_keys=True, separators=(",", ":")).encode()
    known = {"count": len(records), "sha256": hashlib.sha256(canonical).hexdigest()} if records else None
    wrong = {
        "its certificates are not a list": not all(isinstance(found, list) for _, found in evidence),
        "its certificates are not those that the summary counts": counted != known,
        "an enclosure without certificates": ("boxes", []) in evidence,
        "refuted without a counterexample that holds": verdict == "refuted" and "counterexample" not in shown,
        "proved in spite of a counterexample that holds": verdict == "proved" and "counterexample" in shown,
    }
    return lines + [("", f"{claim}: REJECTED, {reason}") for reason, is_so in wrong.items() if is_so]


def main(arguments: list[str]) -> int:
    try:
        (path,) = arguments
        ledger = json.loads(Path(path).read_text(encoding="utf-8"))
        counted = dict(ledger["summary"]["certificates"])
        claims = [(str(c["id"]), c["verdict"], [(e["route"], e["certificates"]) for e in c["evidence"]])
                  for c in ledger["claims"]]  # fmt: skip
        require({v for _, v, _ in claims} <= {"proved", "refuted", "undecided", "not-run"}, "an unknown verdict")
    except (OSError, LookupError, RecursionError, TypeError, ValueError) as error:
        print(f"usage: recheck.py LEDGER; cannot use {' '.join(arguments)}: {type(error).__name__}", file=sys.stderr)
        return 2
    lines = [
        line for name, verdict, evidence in claims for line in examine_claim(name, verdict, evidence, counted.get(name))
    ]
    names = [name for name, *_ in claims]
    lines += [
        ("", f"{name}: REJECTED, more than once in the ledger")
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    lines += [
        ("", f"{name}: REJECTED, the summary counts certificates of it and it is gone")
        for name in counted
        if name not in names
    ]
    rejected = sum(not shows for shows, _ in lines)
    print(*(line for _, line in lines), f"{len(lines) - rejected} hold, {rejected} rejected", sep="\n")
    return 1 if rejected or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
