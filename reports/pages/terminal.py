"""Rich tables for an 80-column terminal. Colour repeats what a word or a sign says already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from numerics.plans.describe import compact
from proofs.logic.verdict import Verdict
from reports.notation import GREEK, unicode
from reports.pages.sentences import (
    NOT_ALL,
    clause_sentence,
    clauses_sentence,
    controls_of,
    counts_sentence,
    exit_sentence,
    kernel_but_for,
    mark_of,
    quantifier,
    symbol_groups,
)
from reports.verify.ledger import ClaimRecord, Ledger, StepRecord

STYLES: Final = {
    Verdict.PROVED: "green", Verdict.REFUTED: "red", Verdict.NO_COUNTEREXAMPLE: "green",
    Verdict.UNDECIDED: "yellow", Verdict.NOT_RUN: "bright_black"
}  # fmt: skip

_INFINITE: Final = "∞"
_SHOWN: Final = 6  # coordinates of an operator that are listed
_COMMANDS: Final = {
    r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤", r"\neq": "≠", r"\wedge": "∧", r"\to": "→", r"\infty": "∞",
    r"\partial": "∂", r"\top": "T", r"\ell": "ℓ", r"\int": "∫", r"\sum": "Σ", r"\cdot": "·", r"\times": "×",
    r"\forall": "∀", r"\exists": "∃", r"\in": "∈", r"\{": "{", r"\}": "}", r"\\": "; ",
    **dict.fromkeys((r"\,", r"\;", r"\:", r"\ "), " "),
    **dict.fromkeys((r"\left", r"\left.", r"\right", r"\limits", r"\mathrm", r"\operatorname", r"\displaystyle"), ""),
    **{f"\\{name}": letter for name, letter in GREEK.items()},
}  # fmt: skip

_ACCENTS: Final = {r"\hat": "\N{COMBINING CIRCUMFLEX ACCENT}", r"\overline": "\N{COMBINING OVERLINE}"}
_ARGUMENTS: Final = {
    **dict.fromkeys(_ACCENTS, 1), r"\frac": 2, r"\sqrt": 1, r"\substack": 1, r"\begin": 1, r"\end": 1, r"\text": 1,
}  # fmt: skip

_LEXEME: Final = re.compile(r"\\left\.|\\[A-Za-z]+|\\.|[{}]|[^\\{}]")


def _verdict(claim: ClaimRecord) -> Text:
    return Text(f"{claim.outcome} {mark_of(claim)}".strip(), style=STYLES[claim.verdict])


def claims_table(ledger: Ledger) -> Table:
    """One line a claim; the first sign says whether the verdict is the expected one."""
    table = _table()
    table.add_column("", no_wrap=True)
    table.add_column("claim", no_wrap=True)
    table.add_column("title", ratio=1, overflow="fold")
    table.add_column("verdict", max_width=13)  # "refuted as" above "reconstructed"
    for name in ("expected", "level"):
        table.add_column(name, no_wrap=True)
    table.add_column("mutants", no_wrap=True, justify="right")
    for c in ledger.claims:
        sign = Text("✓", style="green") if c.as_expected else Text("✗", style="bold red")
        strength = str(c.strength or "–")
        title = "\n".join(filter(None, (unicode(c.title), kernel_but_for(c))))
        table.add_row(sign, c.id, title, _verdict(c), str(c.expected), strength, controls_of(c.evidence))
    return table


def _table() -> Table:
    return Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=True, header_style="bold")


def summary_lines(ledger: Ledger) -> tuple[Text, ...]:
    """What the table's mark means, counts, what is wrong line by line, what is not verified, the exit code and why."""
    marked = clauses_sentence(ledger)
    lines = [Text(f"{NOT_ALL} {marked}", style="yellow")] if marked else []
    lines += [Text(f"  {unicode(clause)}", style="yellow") for clause in ledger.summary.not_run_clauses]
    lines.append(Text(counts_sentence(ledger)))
    lines += [Text(f"✗ {unicode(problem)}", style="red") for problem in ledger.summary.problems]
    if ledger.not_verified:
        count = sum(entry.count for entry in ledger.not_verified)
        noun = "numbered result" if count == 1 else "numbered results"
        lines.append(Text(f"Not verified: {count} {noun} (listed in the report)."))
    return (*lines, Text(exit_sentence(ledger), style="green" if ledger.summary.exit_code == 0 else "bold red"))


def plan_table(result: Mapping[str, Any], asked: str = "auto") -> RenderableType:
    """The result of `opmerge plan`: the four canonical strategies, then the best plan found.

    asked: the method asked for. A plan asked for by name is not called the best one.
    """
    optimal = result["optimal"]
    searched = asked in ("auto", "enumeration")
    facts = _facts(
        ("schedule", f"{result['schedule']}, T = {result['steps']}"),
        ("λ", _some(result["lam"])),
        ("budget s", str(result["budget"])),
        ("teacher τ", _some(result["tau"])),
    )
    table = _table()
    table.add_column("strategy", no_wrap=True)
    table.add_column("W₂ to the teacher", overflow="fold")
    table.add_column("operator", ratio=1, overflow="fold")
    for name, strategy in result["strategies"].items():
        best = " = best" if searched and strategy["plan"] == optimal["plan"] else ""
        table.add_row(f"{name}{best}", str(strategy["w2"]), _some(strategy["operator"]))
    table.add_section()
    label = "best plan" if searched else f"plan of {asked}"
    table.add_row(Text(label, style="bold"), str(optimal["w2"]), _some(optimal["operator"]))
    return Group(facts, table, _facts(*_optimal(optimal)))


def _optimal(optimal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "method", str(optimal["method"])
    if optimal["certified"]:
        yield "certified", "yes: no plan is closer"
    else:
        yield "certified", f"no: at most {optimal['gap']} above the minimum"
    yield "plan", str(optimal["plan"])
    for key in sorted(set(optimal) - {"method", "certified", "gap", "plan", "operator", "w2"}):
        value = optimal[key]
        if not value:
            continue
        if isinstance(value, str) or (isinstance(value, Sequence) and all(isinstance(v, str) for v in value)):
            yield key, value if isinstance(value, str) else "; ".join(value)


def _some(values: Sequence[object]) -> str:
    shown = ", ".join(map(str, values[:_SHOWN]))
    return shown if len(values) <= _SHOWN else f"{shown}, … ({len(values)} coordinates)"


def _facts(*facts: tuple[str, str]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts:
        grid.add_row(name, Text(value))
    return grid


def phase_table(result: Mapping[str, Any]) -> RenderableType:
    """The result of `opmerge phase`: the two boundaries, then the critical variances several to a line."""
    facts = [(key, str(result[key])) for key in ("schedule", "steps") if key in result]
    low, high = _variance(result["lam_boot"]), _variance(result["lam_vanilla"])
    values = [_variance(c) for c in result["critical"]]
    if low == _INFINITE and result["lam_vanilla"] == 0:
        reason = "the steps before the last change nothing" if values else "one step leaves nothing to merge"
        return _facts(*facts, ("λ₋, λ₊", f"none: {reason}, all plans are equal for every λ"))
    facts.append(("λ₋", f"{low}  BOOT is optimal {'for every λ' if low == _INFINITE else 'up to here'}"))
    never = "vanilla is never needed" if low == _INFINITE else "vanilla is proved optimal for no λ"
    facts.append(("λ₊", f"{high}  {never if high == _INFINITE else 'vanilla is optimal from here on'}"))
    per_line = max(1, min(4, 72 // (8 + max(map(len, values), default=1))))
    table = _table()
    for _ in range(per_line):
        table.add_column("t", justify="right", no_wrap=True)
        table.add_column("c_t", ratio=1, overflow="fold")
    lines = -(-len(values) // per_line)
    for line in range(lines):
        cells: list[str] = []
        for index in range(line, len(values), lines):
            cells += [str(index + 1), values[index]]
        table.add_row(*cells)
    return Group(_facts(*facts), table)


def _variance(value: object) -> str:
    return _INFINITE if value in (None, "inf") else str(value)


def advice_text(result: Mapping[str, Any]) -> RenderableType:
    """The result of `opmerge advise`: the strategy, its plan, and the reasons one by one."""
    reasons = Table.grid(padding=(0, 1, 0, 0))
    for reason in result["why"]:
        reasons.add_row("-", Text(unicode(reason)))
    return Group(_facts(("advice", str(result["advice"])), ("plan", compact(result["plan"]))), reasons)


def derivation(claim: ClaimRecord) -> RenderableType:
    """The statement, what is assumed, and the derivation step by step, formulas as plain text."""
    parts: list[RenderableType] = [
        Text.assemble((claim.id, "bold"), f"  {unicode(claim.title)}  [", _verdict(claim), "]"),
        Text(unicode(claim.says)),
        Text("\nStatement", style="bold"),
        _indented(Text(unicode(quantifier(claim))), 2),
        *(_indented(Text(plain(s)), 2) for s in claim.statement),
    ]
    if claim.clauses:
        parts.append(Text("\nAlso claimed, proved by the kernel alone", style="bold"))
        parts += [_indented(Text(unicode(clause_sentence(clause))), 2) for clause in claim.clauses]
    if claim.symbols:
        parts.append(Text("\nSymbols", style="bold"))
        for names, words in symbol_groups(claim):
            parts.append(_indented(Text(f"{', '.join(map(plain, names))} {unicode(words)}"), 2))
    if claim.assumptions:
        parts.append(Text("\nAssumptions", style="bold"))
        for a in claim.assumptions:
            parts += [_indented(Text(unicode(a.text)), 2), _indented(Text(plain(a.latex), style="cyan"), 4)]
            parts.append(_indented(Text(unicode(a.role), style="dim"), 4))
    if claim.depends_on:
        parts.append(Text(f"\nRests on {', '.join(claim.depends_on)}."))
    parts.append(Text("\nDerivation" + ("" if claim.derivation else ": none recorded"), style="bold"))
    parts += _steps(claim.derivation, "", 2)
    return Group(*parts)


def _indented(content: RenderableType, columns: int) -> Padding:
    return Padding(content, (0, 0, 0, columns))


def _steps(steps: tuple[StepRecord, ...], prefix: str, indent: int) -> Iterator[RenderableType]:
    for number, step in enumerate(steps, 1):
        mark = Text("✓ ", style="green") if step.ok else Text("✗ does not check: ", style="bold red")
        label = f"{prefix}{number}."
        head = Text.assemble(f"{label} ", mark, unicode(step.title), (f"  ({step.rule})", "bright_black"))
        yield _indented(head, indent)
        if step.reason:
            yield _indented(Text(unicode(step.reason), style="red"), indent + 3)
        yield _indented(Text(plain(step.latex), style="cyan"), indent + 3)
        for letter, case in zip(ascii_lowercase, step.cases, strict=False):
            ending = "" if case.steps else ": immediate"
            yield _indented(Text(f"case {letter}, {unicode(case.title)}{ending}", style="italic"), indent + 3)
            yield from _steps(case.steps, f"{prefix}{number}{letter}.", indent + 5)


def plain(latex: str) -> str:
    """LaTeX as SymPy prints it, as one line of text: a fraction becomes a/b, with brackets where they are needed."""
    text = _flatten(iter(_LEXEME.findall(latex)))
    text = re.sub(r"([_^])[({](\w+|[∞≤≥+-])[)}]", r"\1\2", text)
    text = re.sub(r"\^T(?=\w)", "^T ", text)
    return re.sub(r"\s+", " ", text).replace("( ", "(").replace(" )", ")").replace("(- ", "(-").strip()


def _flatten(lexemes: Iterator[str]) -> str:
    """Text up to the end of the group."""
    text = ""
    for lexeme in lexemes:
        if lexeme == "}":
            break
        if lexeme == "{":
            inner = _flatten(lexemes)
            text += f"{{{inner}}}" if text.endswith("_") else f"({inner})" if text.endswith("^") else inner
        elif lexeme in _ARGUMENTS:
            arguments = [_argument(lexemes) for _ in range(_ARGUMENTS[lexeme])]
            text += _applied(lexeme, arguments)
        else:
            text += _COMMANDS.get(lexeme, lexeme.lstrip("\\"))
    return text.replace("&", ",")


def _argument(lexemes: Iterator[str]) -> str:
    for lexeme in lexemes:
        if lexeme == "{":
            return _flatten(lexemes)
        if lexeme.strip():
            return _COMMANDS.get(lexeme, lexeme.lstrip("\\"))
    return ""


def _applied(command: str, arguments: list[str]) -> str:
    match command:
        case r"\frac":
            return f"{_bracketed(arguments[0])}/{_bracketed(arguments[1])}"
        case r"\sqrt":
            return f"√{_bracketed(arguments[0])}"
        case r"\hat" | r"\overline":
            return f"{arguments[0][:1]}{_ACCENTS[command]}{arguments[0][1:]}"
        case r"\begin" | r"\end":
            return ""
        case _:
            return arguments[0]


def _bracketed(text: str) -> str:
    simple = re.fullmatch(r"[\w\u0302\u0305']+(?:_\{?[\w-]+\}?)?(?:\^\(?\w+\)?)?|√\w+", text.strip())
    return text.strip() if simple else f"({text.strip()})"
