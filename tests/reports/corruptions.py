"""Edits of certificates, each of which makes one that does not hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
Edit = Callable[[Json], Any]


def put(*path: Any) -> Edit:
    """Sets the value at the end of the path."""
    *inner, last, value = path

    def edit(certificate: Json) -> None:
        node: Any = certificate
        for key in inner:
            node = node[key]
        node[last] = value(node[last]) if callable(value) else value

    return edit


def times(factor: str) -> Callable[[str], str]:
    return lambda text: str(Fraction(text) * Fraction(factor))


def plus(shift: str) -> Callable[[str], str]:
    return lambda text: str(Fraction(text) + Fraction(shift))


def swap_cells(certificate: Json) -> None:
    """Two cells exchange their margins, the largest and the least."""
    ordered = sorted(certificate["cells"], key=lambda c: Fraction(c["margin"]))
    ordered[0]["margin"], ordered[-1]["margin"] = ordered[-1]["margin"], ordered[0]["margin"]


def double_cell(certificate: Json) -> None:
    certificate["cells"].append(certificate["cells"][0])


ENCLOSURES: dict[str, Edit] = {
    "cell removed": lambda c: c["cells"].pop(3),
    "first cell removed": lambda c: c["cells"].pop(0),
    "all cells removed": lambda c: c["cells"].clear(),
    "cell twice": double_cell,
    "cell widened": put("cells", 0, "box", 0, 1, plus("1/1000")),
    "cell narrowed": put("cells", 0, "box", 0, 1, plus("-1/1000")),
    "cell turned": put("cells", 0, "box", 0, lambda ends: ends[::-1]),
    "cell moved out": put("cells", 0, "box", 0, 0, plus("-1/1000")),
    "margin raised": put("cells", 0, "margin", times("2")),
    "every margin raised": lambda c: [x.update(margin=times("3/2")(x["margin"])) for x in c["cells"]],
    "margin zero": put("cells", 0, "margin", "0"),
    "margin negative": put("cells", 0, "margin", "-1/10"),
    "margins exchanged": swap_cells,
    "box enlarged": put("box", 0, 1, times("2")),
    "box lowered": put("box", 0, 0, times("1/2")),
    "box shrunk": put("box", 0, 1, times("9/10")),
    "value at the centre": put("at_centre", plus("1/1000000")),
    "depth": put("depth", lambda depth: depth + 1),
    "huge depth": put("depth", 10**12),
    "another claim inside": put("claim", "T4.3"),
    "another quantity": put("bounded", "v"),
    "a variable renamed": put("variables", 0, "mu"),
    "no schedule": lambda c: c.pop("schedule"),
    "not a number": put("cells", 1, "margin", "nan"),
    "no kind": lambda c: c.pop("kind"),
    "a kind of its own": put("kind", "proof"),
}

COUNTEREXAMPLES: dict[str, Edit] = {
    "alpha": put("schedule", "alpha", 1, times("99/100")),
    "a whole point": lambda c: c["schedule"].update(
        alpha=[c["schedule"]["alpha"][0], "15/17", *c["schedule"]["alpha"][2:]],
        sigma=[c["schedule"]["sigma"][0], "8/17", *c["schedule"]["sigma"][2:]],
    ),
    "lambda": put("lam", 0, plus("1/27")),
    "negative lambda": put("lam", 0, "-1"),
    "no lambda": put("lam", []),
    "root": put("budget", "root", "1/3"),
    "root above one": put("budget", "root", "2"),
    "order": put("budget", "order", 6),
    "order not an integer": put("budget", "order", 3.0),
    "teacher": put("teacher", 0, plus("1/1000000000")),
    "kept value": put("kept", "operator", 0, plus("1/1000000000")),
    "kept distance": put("kept", "w2_squared", plus("1/1000000000")),
    "better value": put("better", "operator", 0, plus("-1/1000000000")),
    "better distance": put("better", "w2_squared", "0"),
    "kept plan": lambda c: c["kept"].update(plan=c["others"][-1]["plan"]),
    "better plan": lambda c: c["better"].update(plan=c["kept"]["plan"]),
    "kept exchanged": lambda c: c.update(kept=c["better"], better=c["kept"]),
    "vanilla kept": lambda c: c.update(kept=c["others"][-1]),
    "vanilla better": lambda c: c.update(better=c["others"][-1]),
    "other value": put("others", 0, "operator", 0, plus("1")),
    "a step missing": put("better", "plan", [3, 2]),
    "a step twice": put("better", "plan", [4, 3, [2, 2]]),
    "no plan": put("better", "plan", "best"),
    "an endless plan": put("better", "plan", json.loads("[" * 400 + "3" + "]" * 400)),
    "claim": put("claim", "T4.1-sharp"),
    "malformed": put("kept", 7),
}


def _another_of(steps: int) -> Json:
    """Flow matching, whatever the schedule was."""
    alpha = [str(Fraction(steps - t, steps)) for t in range(steps + 1)]
    return {"family": "rational", "alpha": alpha, "sigma": alpha[::-1]}


GAPS: dict[str, Edit] = {
    "lambda": put("lam", 0, "1/2"),
    "no lambda": put("lam", []),
    "negative lambda": put("lam", 0, "-1"),
    "budget": put("budget", times("20")),
    "no budget": put("budget", "0"),
    "factor": put("factor", times("2")),
    "factor one": put("factor", "1"),
    "kept exchanged": lambda c: c.update(kept=c["better"], better=c["kept"]),
    "kept twice": lambda c: c.update(better=c["kept"]),
    "steps": put("schedule", "steps", 4),
    "another family": put("schedule", {"family": "rational", "alpha": ["1", "1/2", "0"], "sigma": ["0", "1/2", "1"]}),
    "flow matching of as many steps": lambda c: c.update(schedule=_another_of(len(str(c["kept"]).split(",")))),
    "no plan": put("better", "best"),
    "claim": put("claim", "T4.1-sharp"),
    "malformed": put("kept", 7),
}

ABLATIONS: dict[str, Edit] = {
    "another hypothesis": put("dropped", "gamma <= 2"),
    "a value gone": lambda c: c["at"].popitem(),
    "a value more": put("at", "b", "1"),
    "not a number": lambda c: c["at"].update(dict.fromkeys(c["at"], "nan")),
    "all values zero": lambda c: c["at"].update(dict.fromkeys(c["at"], "0")),
    "all values one": lambda c: c["at"].update(dict.fromkeys(c["at"], "1")),
    "all values negative": lambda c: c["at"].update(dict.fromkeys(c["at"], "-1")),
    "claim": put("claim", "T4.1-sharp"),
    "malformed": put("at", 7),
}
