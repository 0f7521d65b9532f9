"""The ledger as one HTML file that asks nothing of the network. Formulas are MathML."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from string import Template
from typing import Final

from proofs.logic.verdict import Provenance, Verdict
from reports.figures.captioned import CaptionedFigure, NumberTable
from reports.notation import GREEK, SIGNS, Piece, pieces
from reports.pages.mathml import FormulaError, mathml
from reports.pages.report import Report
from reports.pages.sentences import (
    NOT_ALL,
    clause_sentence,
    clauses_sentence,
    controls_of,
    counts_sentence,
    exit_sentence,
    kernel_but_for,
    level_meanings,
    mark_of,
    quantifier,
    symbol_groups,
)
from reports.verify.ledger import CaseRecord, ClaimRecord, Evidence, Ledger, StepRecord

MARKS: Final = {
    Verdict.PROVED: "✓", Verdict.REFUTED: "✗", Verdict.NO_COUNTEREXAMPLE: "○", Verdict.UNDECIDED: "?", Verdict.NOT_RUN: "–"
}  # fmt: skip
PROVENANCE: Final = {
    Provenance.TITLE_QUOTED: "the source gives the title, the precise statement is ours",
    Provenance.RECONSTRUCTED: "ours, consistent with the source",
    Provenance.NEW: "ours, beyond the source",
}


def prose(text: str) -> str:
    """Escaped prose with its ASCII mathematics typeset."""
    return "".join(_symbol(p) if p.symbol else escape(p.text) for p in pieces(text))


def _symbol(piece: Piece) -> str:
    if piece.text in SIGNS:
        return escape(SIGNS[piece.text][0])
    base = piece.text.rstrip("'")
    primes = "′" * (len(piece.text) - len(base))
    upright = base in GREEK and GREEK[base].isupper()
    html = "" if not base else f"{GREEK[base]}{primes}" if upright else f"<i>{GREEK.get(base, base)}</i>{primes}"
    for tag, script in (("sub", piece.sub), ("sup", piece.sup)):
        if script:
            html += f"<{tag}>{_script(script)}</{tag}>"
    return f'<span class="v">{html}</span>'


def _script(text: str) -> str:
    text = re.sub(r"[A-Za-z]+", lambda m: GREEK.get(m[0], m[0]), text)
    italic = re.sub(r"(?<![A-Za-z])([a-zA-Zα-ω])(?![A-Za-z])", r"<i>\1</i>", escape(text, quote=False))
    return italic.replace("-", "−")


def page(report: Report) -> str:
    """The page of a report."""
    return render(report.ledger, report.figures, report.tables)


def render(
    ledger: Ledger,
    figures: Mapping[str, CaptionedFigure] | None = None,
    numbers: Mapping[str, NumberTable] | None = None,
) -> str:
    """The whole report. Deterministic: the same ledger, figures and numbers give the same text."""
    known = frozenset(c.id for c in ledger.claims)
    return Template(_template("page.html")).substitute(
        CSS=_template("report.css").replace("MATH_FONT", _math_font()),
        SUMMARY=_summary(ledger),
        CLAIMS=_claims_table(ledger.claims) + _not_all(ledger),
        FIGURES="".join(_figure(name, figure) for name, figure in (figures or {}).items()),
        NUMBERS="".join(_numbers(name, table) for name, table in (numbers or {}).items()),
        HIDE_FIGURES="" if figures else " hidden",
        HIDE_NUMBERS="" if numbers else " hidden",
        SECTIONS="".join(_claim(c, known) for c in ledger.claims),
        LEVELS=_levels(),
        OPEN=_list([entry.words for entry in ledger.not_verified])
        or "<p>Nothing: every numbered result has a claim.</p>",
        ENVIRONMENT="".join(_row((k, v), head=True) for k, v in ledger.environment.items()),
    )


def _template(name: str) -> str:
    return resources.files("reports.pages").joinpath("templates", name).read_text("utf-8")


def _math_font() -> str:
    font = resources.files("reports.pages").joinpath("templates", "math.woff").read_bytes()
    return f"data:font/woff;base64,{base64.b64encode(font).decode()}"


def _summary(ledger: Ledger) -> str:
    s = ledger.summary
    kinds = ((Verdict.PROVED, s.proved), (Verdict.REFUTED, s.refuted), (Verdict.UNDECIDED, s.undecided))
    tiles = "".join(_tile(verdict, count) for verdict, count in (*kinds, (Verdict.NOT_RUN, s.not_run)))
    outcome = "good" if s.exit_code == 0 else "bad"
    problems = f'<div class="problems"><h3>What is wrong</h3>{_list(s.problems)}</div>' if s.problems else ""
    return (
        f'<p class="lead {outcome}">{prose(counts_sentence(ledger))} {prose(exit_sentence(ledger))}</p>'
        f'<ul class="tiles">{tiles}</ul>{problems}'
    )


def _tile(verdict: Verdict, count: int) -> str:
    return f'<li class="{verdict} n{min(count, 1)}"><b>{count}</b> <span>{MARKS[verdict]} {verdict}</span></li>'


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{prose(line)}</li>' for line in lines)}</ul>" if lines else ""


def _link(identifier: str) -> str:
    return f'<a href="#claim-{escape(identifier)}">{escape(identifier)}</a>'


def _linked(text: str, known: frozenset[str]) -> str:
    """Prose in which the ids of claims are links."""
    parts = re.split(r"(?<![\w.-])([A-Z][0-9]+(?:\.[0-9]+)?(?:-[a-z]+)?)(?![\w-])", text)
    return "".join(_link(p) if p in known else prose(p) for p in parts)


def _verdict(verdict: Verdict, words: str = "") -> str:
    """words: more than the verdict itself."""
    return (
        f'<span class="verdict {verdict.replace(" ", "-")}">{MARKS[verdict]}\N{NO-BREAK SPACE}{words or verdict}</span>'
    )


def _outcome(c: ClaimRecord) -> str:
    return _verdict(c.verdict, f"{c.outcome}\N{NO-BREAK SPACE}{mark_of(c)}".strip())


def _row(cells: Sequence[str], head: bool = False) -> str:
    first, *rest = map(escape, cells)
    opening = f'<th scope="row">{first}</th>' if head else f"<td>{first}</td>"
    return f"<tr>{opening}{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>"


def _cells(cells: Mapping[str, str], attributes: str = "") -> str:
    """A row of ready markup, each cell labelled for narrow screens."""
    markup = "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in cells.items())
    return f"<tr{attributes}>{markup}</tr>"


def _head(*names: str) -> str:
    return "<thead><tr>" + "".join(f'<th scope="col">{name}</th>' for name in names) + "</tr></thead>"


def _claims_table(claims: Sequence[ClaimRecord]) -> str:
    rows = []
    for c in claims:
        cells = {
            "id": _link(c.id),
            "title": prose(c.title),
            "provenance": str(c.provenance),
            "expected": str(c.expected),
            "verdict": _outcome(c) + ("" if c.as_expected else " <strong>not as expected</strong>"),
            "own level": "; ".join(filter(None, (str(c.own_level or "–"), kernel_but_for(c)))),
            "with ancestors": str(c.strength or "–"),
            "mutants rejected": controls_of(c.evidence),
        }
        rows.append(_cells(cells, "" if c.as_expected else ' class="unexpected"'))
    return f'<table class="cards claims">{_head(*cells)}<tbody>{"".join(rows)}</tbody></table>' if rows else ""


def _not_all(ledger: Ledger) -> str:
    """What the mark in the table means."""
    words = clauses_sentence(ledger)
    return f"<p>{NOT_ALL} {prose(words)}</p>{_list(ledger.summary.not_run_clauses)}" if words else ""


def _figure(name: str, figure: CaptionedFigure) -> str:
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", figure.svg)
    words = f"<strong>{prose(figure.title)}.</strong> {prose(figure.caption)}"
    return (
        f'<figure id="figure-{escape(name)}"><div class="scroll">{svg}</div><figcaption>{words}</figcaption></figure>'
    )


def _numbers(name: str, table: NumberTable) -> str:
    head = _head(*map(prose, table.header))
    body = "".join(_row(row, head=True) for row in table.rows)
    caption = f"<caption>{prose(table.caption)}</caption>"
    markup = f'<table class="numbers">{caption}{head}<tbody>{body}</tbody></table>'
    return f'<div class="scroll" id="numbers-{escape(name)}">{markup}</div>'


def _formula(latex: str) -> str:
    """A formula in a box of its own; what cannot be shown as it is meant is shown as its source, and says so."""
    try:
        return f'<div class="formula" tabindex="0">{mathml(latex)}</div>'
    except FormulaError:
        return f'<div class="formula" tabindex="0">LaTeX source: <code>{escape(latex)}</code></div>'


def _claim(c: ClaimRecord, known: frozenset[str]) -> str:
    assumptions = "".join(
        f'<li><span>{prose(a.text)}</span>{_formula(a.latex)}<small class="role">{prose(a.role)}</small></li>'
        for a in c.assumptions
    )
    depends = ", ".join(_link(d) if d in known else escape(d) for d in c.depends_on)
    parts = [
        f'<section class="claim" id="claim-{escape(c.id)}">',
        f'<h3><a class="id" href="#claim-{escape(c.id)}">{escape(c.id)}</a> {prose(c.title)}</h3>',
        f'<p class="meta">{_outcome(c)} <span>expected: {c.expected}</span>'
        f"<span>{c.provenance}: {PROVENANCE[c.provenance]}</span></p>",
        f'<p class="says">{prose(c.says)}</p>',
        f'<h4>Statement</h4><p class="for-all">{prose(quantifier(c))}</p>{"".join(map(_formula, c.statement))}',
        _clauses(c),
        _symbols(c),
        f'<h4>Assumptions</h4><ul class="assumptions">{assumptions}</ul>' if assumptions else "",
        f'<p class="rests"><strong>Rests on</strong> {depends or "no other claim"}.</p>',
        _derivation(c, known),
        _evidence(c.evidence),
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def _clauses(c: ClaimRecord) -> str:
    lines = [clause_sentence(clause) for clause in c.clauses]
    return f"<h4>Also claimed, proved by the kernel alone</h4>{_list(lines)}" if lines else ""


def _symbols(c: ClaimRecord) -> str:
    groups = (
        f"{', '.join(mathml(n, display=False) for n in names)} {prose(words)}" for names, words in symbol_groups(c)
    )
    return f'<p class="symbols"><strong>Symbols</strong> {"; ".join(groups)}.</p>' if c.symbols else ""


def _derivation(c: ClaimRecord, known: frozenset[str]) -> str:
    if not c.derivation:
        return "<h4>Derivation</h4><p>None recorded: the evidence below decides.</p>"
    failed = sum(not step.ok for step in c.derivation)
    outcome = f"{failed} of {len(c.derivation)} steps do not check" if failed else "every step checks"
    steps = "".join(_step(step, known) for step in c.derivation)
    count = "1 step" if len(c.derivation) == 1 else f"{len(c.derivation)} steps"
    heading = f'<h4>Derivation</h4> <span class="count">{count}, {outcome}</span>'
    return f'<details class="derivation" open><summary>{heading}</summary><ol>{steps}</ol></details>'


def _step(step: StepRecord, known: frozenset[str]) -> str:
    mark = '<span class="mark ok">✓ checks</span>' if step.ok else '<span class="mark fails">✗ does not check</span>'
    reason = f'<p class="reason">{prose(step.reason)}</p>' if step.reason else ""
    rule = f'<span class="rule">{_linked(step.rule, known)}</span>'
    read = '<span class="mark ok">✓ kernel</span>' if step.kernel else ""
    head = f'<div class="step"><span class="title">{prose(step.title)}</span>{rule}{mark}{read}</div>'
    cases = "".join(_case(case, known) for case in step.cases)
    return f"<li>{head}{reason}{_formula(step.latex)}{_grounds(step)}{cases}</li>"


def _grounds(step: StepRecord) -> str:
    """What the step uses: hypotheses, and the sum that the difference of the goal's sides was written as."""
    lines = "".join(f"<li>{_formula(g)}</li>" for g in step.given)
    given = f'<p>given</p><ul class="given">{lines}</ul>' if lines else ""
    total = f"<p>difference of the two sides</p>{_formula(step.certificate)}" if step.certificate else ""
    return f'<details class="grounds"><summary>grounds</summary>{given}{total}</details>' if given or total else ""


def _checks(case: CaseRecord) -> bool:
    return all(step.ok and all(map(_checks, step.cases)) for step in case.steps)


def _case(case: CaseRecord, known: frozenset[str]) -> str:
    """An induction's case; open only when something in it fails."""
    if not case.steps:
        return f'<p class="case">Case <em>{prose(case.title)}</em>: immediate.</p>'
    count = "1 step" if len(case.steps) == 1 else f"{len(case.steps)} steps"
    steps = "".join(_step(step, known) for step in case.steps)
    opened, mark = ("", "✓") if _checks(case) else (" open", "✗")
    title = f"Case <em>{prose(case.title)}</em> <span class='count'>{mark} {count}</span>"
    return f'<details class="case"{opened}><summary>{title}</summary><ol>{steps}</ol></details>'


def _evidence(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return "<h4>Evidence</h4><p>None.</p>"
    rows = []
    for e in evidence:
        cells = {
            "level": f'<a href="#level-{e.level}">{e.level}</a>',
            "route": prose(e.route),
            "for all": prose(e.for_all),
            "scope": prose(e.scope),
            "verdict": _verdict(e.verdict),
            "mutants rejected": controls_of([e]),
        }
        rows.append(_cells(cells))
        notes = [*e.findings, *(f"a mutant survived: {s}" for s in e.controls.survivors)]
        if notes:
            rows.append(f'<tr class="findings"><td colspan="6">{_list(notes)}</td></tr>')
    return f'<h4>Evidence</h4><table class="cards evidence">{_head(*cells)}<tbody>{"".join(rows)}</tbody></table>'


def _levels() -> str:
    rows = (
        f'<tr id="level-{level}"><th scope="row">{level}</th><td>{escape(text["means"])}</td>'
        f"<td>{escape(text['does_not_mean'])}</td></tr>"
        for level, text in level_meanings().items()
    )
    return "".join(rows)
