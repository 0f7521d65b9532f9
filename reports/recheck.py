"""Re-checks every certificate of a ledger: python reports/recheck.py build/report/ledger.json [--kernel]

Standard library alone; shares no code with what wrote the ledger, nor takes from it what to expect: recheck.json beside
this file lists it, listed.py compares. Exit code 0: what is listed is there, and holds. 1: a certificate is REJECTED; it,
a statement, a verdict, evidence or its mutants are UNEXPECTED or MISSING; the summary counts others. 2: unusable input.
The kernel's evidence must be there if --kernel demands it, or if anything in the ledger says that the kernel was asked.
Counterexamples (T4.1) are recomputed in fractions: the one-operator program, the plans (D4.1), the distances.
Gaps (T4.1): the program, on every interval of times, and both distances, enclosed as below.
Ablations (N1, N2, N3, N6): without the hypothesis that is dropped the claim fails at the values, and they keep the others.
Enclosures (N1, N2, N3, P3.2): the cells tile the box, and on each cell what is bounded stays above the margin, in
interval arithmetic on integers with BITS binary places, rounded outwards.
"""

from __future__ import annotations

import hashlib
import json
import runpy
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from math import prod
from operator import add, mul, sub, truediv
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

EXPECTED = json.loads(Path(__file__).with_name("recheck.json").read_text(encoding="utf-8"))
LISTED = runpy.run_path(str(Path(__file__).with_name("listed.py")))


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


def taylor(x: Interval, signs: tuple[int, ...], terms: int = 40) -> Interval:
    """Sum of signs[k mod 4] x^k / k! for |x| <= 2: some terms, three at least; all others at most twice the next."""
    require(x.low >= -2 * ONE and x.high <= 2 * ONE and terms >= 3, "the series is not known to converge so fast")
    total, term = Interval(0, 0), Interval(ONE, ONE)
    for k in range(terms):
        total = [total + term, total, total - term][1 - signs[k % 4]]
        term = term * x * interval(Fraction(1, k + 1), Fraction(1, k + 1))
    rest = 2 * max(-term.low, term.high)
    return total + Interval(-rest, rest)


def halved(x: int, times: int) -> Interval:
    return Interval(x >> times, -(-x >> times))


def exp(x: int) -> Interval:
    """The exponential of x / 2^BITS, by repeated squaring."""
    halvings = max(0, abs(x).bit_length() - BITS)
    start = taylor(halved(x, halvings), (1, 1, 1, 1))
    return reduce(lambda y, _: y * y, range(halvings), start)


def rational(record: Any) -> tuple[list[Fraction], list[Fraction]]:
    alpha, sigma = numbers(record["alpha"]), numbers(record["sigma"])
    require(record.keys() == {"family", "alpha", "sigma"} and record["family"] == "rational", "not a rational schedule")
    require(len(alpha) == len(sigma) > 1, "alpha and sigma are not equally many")
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


def certainly_less(x: Any, y: Any) -> bool:
    return bool(x.high < y.low if isinstance(x, Interval) else x < y)


def leaves(plan: Any) -> list[int]:
    return [plan] if isinstance(plan, int) else [t for part in plan for t in leaves(part)]


class Plans:
    """Operators and distances of plans, in fractions or intervals. a, keep: by coordinate and time; weights: n_T."""

    def __init__(self, a: list[list[Any]], keep: Callable[[int, int], Any], weights: list[Any], unit: Any) -> None:
        self.a, self.keep, self.weights, self.unit = a, keep, weights, unit

    def operator(self, plan: Any, c: int) -> Any:
        if isinstance(plan, int):
            return self.a[c][plan]
        first, *others = [self.operator(part, c) for part in plan]
        require(bool(others), "a merge of one operand")
        shrink = self.unit - self.keep(leaves(plan)[0], c)
        return first * (self.unit - shrink * (self.unit - reduce(mul, others)))

    def distance(self, plan: Any, start: int = 0) -> Any:
        errors = [self.operator(plan, c) - reduce(mul, a[start + 1 :]) for c, a in enumerate(self.a)]
        return reduce(add, (w * (e * e) for w, e in zip(self.weights, errors, strict=True)))

    def kept(self, last: int) -> Any:
        """A1: one plan for each interval (start, T], from T - 1 down."""
        kept: list[Any] = [last]
        for start in range(last - 2, -1, -1):
            rivals = [[plan, *range(last - 1 - k, start, -1)] for k, plan in enumerate(kept)]
            at = [self.distance(plan, start) for plan in rivals]
            best = [k for k, x in enumerate(at) if all(certainly_less(x, y) for m, y in enumerate(at) if m != k)]
            require(bool(best), "the program meets a tie")
            kept.append(rivals[best[0]])
        return kept[-1]


def check_counterexample(claim: str, record: Any) -> str:
    (alpha, sigma), lam = rational(record["schedule"]), numbers(record["lam"])
    (root,), order, last = numbers([record["budget"]["root"]]), record["budget"]["order"], len(alpha) - 1
    at, unit = [*zip(alpha, sigma, strict=True)], Fraction(1)
    require(claim == "T4.1" and all(x * x + y * y == 1 for x, y in at), "no schedule that T4.1 speaks of")
    require(bool(lam) and min(lam) >= 0 and 0 < root < 1 and order in range(1, 1000), "lambda or s is not usable")
    n = [[x * x * v + y * y for x, y in at] for v in lam]
    a = [[unit] + [(x[0] * y[0] * v + x[1] * y[1]) / (y[0] ** 2 * v + y[1] ** 2) for x, y in pairwise(at)] for v in lam]

    def keep(t: int, c: int) -> Fraction:
        power = order * n[c][t]
        require(power.denominator == 1 and power < 9999, "a gamma is not rational")
        return Fraction(root ** int(power))

    plans = Plans(a, keep, [row[last] for row in n], unit)
    require(numbers(record["teacher"]) == [prod(row) for row in a], "the teacher is another")
    for value in (record["kept"], record["better"], *record["others"]):
        require(leaves(value["plan"]) == [*range(last, 0, -1)], "a plan is not over the steps T, ..., 1")
        found = [*(plans.operator(value["plan"], c) for c in range(len(lam))), plans.distance(value["plan"])]
        require(numbers([*value["operator"], value["w2_squared"]]) == found, "a plan's value is another")
    kept, better = plans.kept(last), record["better"]["plan"]
    require(record["kept"]["plan"] == kept, "the program keeps another plan")
    require(plans.distance(better) < plans.distance(kept), "the other plan is not closer")
    return f"the program keeps {kept}, and {better} is closer"


def check_gap(claim: str, record: Any) -> str:
    (alpha, sigma), lam = schedule_of(record["schedule"]), numbers(record["lam"])
    (s, factor), last, unit = numbers([record["budget"], record["factor"]]), len(alpha) - 1, Interval(ONE, ONE)
    require(claim == "T4.1" and bool(lam), "nothing that T4.1 speaks of")
    require(min(lam) >= 0 and s > 0 and factor > 1, "lambda, s or the factor is not usable")
    spans = [interval(v, v) for v in lam]
    n = [[x * x * v + y * y for x, y in zip(alpha, sigma, strict=True)] for v in spans]
    top = [[alpha[t - 1] * alpha[t] * v + sigma[t - 1] * sigma[t] for t in range(1, last + 1)] for v in spans]
    a = [[unit, *map(truediv, x, y[1:])] for x, y in zip(top, n, strict=True)]

    def keep(t: int, c: int) -> Interval:
        spent = interval(2 * s, 2 * s) * n[c][t]
        return Interval(exp(-spent.high).low, exp(-spent.low).high)

    plans, kept, better = Plans(a, keep, [row[last] for row in n], unit), record["kept"], record["better"]
    require(all(leaves(x) == [*range(last, 0, -1)] for x in (kept, better)), "a plan is not over the steps T, ..., 1")
    require(kept == plans.kept(last), "the program keeps another plan")
    reached = interval(factor**2, factor**2) * plans.distance(better)
    require(certainly_less(reached, plans.distance(kept)), "the factor is not reached")
    return f"T = {last}, the distance of what the program keeps is more than {factor} times that of another plan"


def three(values: list[Fraction]) -> list[Fraction]:
    """The teacher, vanilla, BOOT and consistency distillation at T = 3."""
    first, second, shrink_2, shrink_3 = values
    vanilla, boot = 1 - shrink_3 * (1 - second * first), (1 - shrink_3 * (1 - first)) * (1 - shrink_3 * (1 - second))
    return [first * second, vanilla, boot, 1 - shrink_3 * (1 - second * (1 - shrink_2 * (1 - first)))]


def sides(values: list[Fraction], below: bool, hat: str = "{}") -> dict[str, bool]:
    side = {"a_t <= 1": max(values[:2]) <= 1} if below else {"a_t >= 1": min(values[:2]) >= 1}
    return {hat.format(x[:-5]) + x[-5:]: so for x, so in {**side, "gamma <= 1": max(values[2:]) <= 1}.items()}


def ablated(claim: str, x: list[Fraction]) -> tuple[dict[str, bool], bool]:
    """The hypotheses by name, and whether the claim holds; the values in the order of recheck.json."""
    if claim == "N3":
        alpha, alpha_p, sigma, sigma_p, low, high, own, own_p, lam = x
        require(min(alpha, sigma, own) > 0 and alpha != alpha_p, "a denominator vanishes")
        c = sigma * (sigma - sigma_p) / (alpha * (alpha_p - alpha))

        def a(v: Fraction, before: Fraction, now: Fraction, signal: Fraction) -> Fraction:
            return (signal * alpha * v + before * now) / (alpha**2 * v + now**2)

        facts = {"alpha_t < alpha_{t-1}": alpha < alpha_p, "lambda_b <= c_t": low <= c, "lambda_a >= c_t": high >= c,
                 "varsigma_{t-1} <= varsigma_t": own_p <= own}  # fmt: skip
        sided = a(low, sigma_p, sigma, alpha_p) <= 1 <= a(high, sigma_p, sigma, alpha_p)
        return facts, alpha < alpha_p and sided and own_p <= own and a(lam, own_p, own, alpha) <= 1
    below = claim in ("N1", "N6-contracting", "N6")
    facts, (tau, vanilla, boot, other) = sides(x[:4], below), three(x[:4])
    if claim == "N1":
        return facts, tau <= boot <= min(vanilla, other)
    if claim == "N2":
        return facts, max(boot, other) <= vanilla <= tau
    gain = (other - tau) ** 2 - (vanilla - tau) ** 2
    if claim == "N6":
        (tau, vanilla, _, other), weights = three(x[4:8]), x[8:]
        gain = weights[0] * gain + weights[1] * ((other - tau) ** 2 - (vanilla - tau) ** 2)
        facts |= sides(x[4:8], below=False, hat=r"\hat{{{}}}")
    return facts, gain >= 0


def check_ablation(claim: str, record: Any) -> str:
    names = EXPECTED["values"][claim]
    require(record["at"].keys() == set(names), "the values are of other symbols")
    values = numbers([record["at"][name] for name in names])
    require(min(values) >= 0, "a value is negative")
    facts, holds = ablated(claim, values)
    require(record["dropped"] in facts and not facts[record["dropped"]], "what is dropped is no hypothesis, or holds")
    require(all(so for name, so in facts.items() if name != record["dropped"]), "another hypothesis does not hold")
    require(not holds, "the claim holds at the values")
    return f"false without {record['dropped']}"


def examine(claim: str, record: Any) -> tuple[str, str]:
    try:
        require(record["claim"] == claim, "filed under another claim")
        kinds = {"enclosure": check_enclosure, "counterexample": check_counterexample}
        check = {**kinds, "gap": check_gap, "ablation": check_ablation}[record["kind"]]
        return record["kind"], f"{claim}: {record['kind']}, {check(claim, record)}"
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return "", f"{claim}: REJECTED, {str(error)[:100] or type(error).__name__}"


def examine_claim(claim: str, verdict: str, evidence: list[Any], counted: Any) -> list[tuple[str, str]]:
    """What each certificate shows (nothing when it is rejected), and what to print; then what is wrong with them all."""
    lists = [e["certificates"] for e in evidence]
    records = [record for found in lists if isinstance(found, list) for record in found]
    lines = [examine(claim, record) for record in records]
    canonical = json.dumps(records, sort_keys=True, separators=(",", ":")).encode()
    known = {"count": len(records), "sha256": hashlib.sha256(canonical).hexdigest()} if records else None
    against = {shows for shows, _ in lines} & {"counterexample", "gap"}
    wrong = {
        "its certificates are not a list": not all(isinstance(found, list) for found in lists),
        "its certificates are not those that the summary counts": counted != known,
        "an enclosure without certificates": any(e["route"] == "boxes" and e["certificates"] == [] for e in evidence),
        "refuted without a counterexample that holds": verdict == "refuted" and not against,
        "proved in spite of a counterexample that holds": verdict == "proved" and bool(against),
    }
    return lines + [("", f"{claim}: REJECTED, {reason}") for reason, is_so in wrong.items() if is_so]


def unlisted(ledger: Any, kernel: bool) -> list[str]:
    try:
        return list(LISTED["differences"](ledger, kernel, EXPECTED))
    except (AttributeError, LookupError, TypeError) as error:
        return [f"ledger: REJECTED, it cannot be compared with what is listed ({type(error).__name__})"]


def main(arguments: list[str]) -> int:
    try:
        (path,) = [x for x in arguments if x != "--kernel"]
        ledger = json.loads(Path(path).read_text(encoding="utf-8"))
        counted = dict(ledger["summary"]["certificates"])
        claims = [(str(c["id"]), c["verdict"], [*c["evidence"]]) for c in ledger["claims"]]
        require(all({"route", "certificates"} <= e.keys() for *_, found in claims for e in found), "no certificates")
    except (AttributeError, OSError, LookupError, RecursionError, TypeError, ValueError) as error:
        print(
            f"usage: recheck.py LEDGER [--kernel]; cannot use {' '.join(arguments)}: {type(error).__name__}",
            file=sys.stderr,
        )
        return 2
    lines = [line for name, verdict, found in claims for line in examine_claim(name, verdict, found, counted.get(name))]
    names = [name for name, *_ in claims]
    lines += [("", f"{name}: REJECTED, more than once in the ledger") for name in set(names) if names.count(name) > 1]
    lines += [("", f"{name}: REJECTED, it is gone and the summary counts it") for name in counted if name not in names]
    lines += [("", line) for line in unlisted(ledger, "--kernel" in arguments)]
    wrong = sum(not shows for shows, _ in lines)
    print(*(line for _, line in lines), f"{len(lines) - wrong} hold, {wrong} do not", sep="\n")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
