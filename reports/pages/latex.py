"""The ledger as a LaTeX article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from string import Template, ascii_lowercase
from typing import TYPE_CHECKING, Final

from proofs.logic.verdict import Verdict
from reports.notation import GREEK, SIGNS, Piece, pieces, tidy
from reports.pages.report import Report
from reports.pages.sentences import (
    NOT_ALL,
    clause_sentence,
    clauses_sentence,
    controls_of,
    counts_sentence,
    exit_sentence,
    level_meanings,
    mark_of,
    quantifier,
    symbol_groups,
)
from reports.verify.ledger import ClaimRecord, Ledger, StepRecord

if TYPE_CHECKING:
    from reports.figures.captioned import NumberTable


_UNICODE: Final = {
    **{sign: command for sign, command in SIGNS.values() if sign not in "−"},
    **{letter: f"\\{name}" for name, letter in GREEK.items()},
    "−": "-", "×": r"\times", "·": r"\cdot", "∞": r"\infty", "√": r"\surd", "∏": r"\prod", "∑": r"\sum", "∈": r"\in",
    "′": "'", "≈": r"\approx", "±": r"\pm", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "∧": r"\wedge", "∘": r"\circ",
    "∀": r"\forall", "∃": r"\exists", "ℝ": r"\mathbb{R}", "²": "^2", "³": "^3", "∂": r"\partial", "∫": r"\int", "†": r"\dagger",
    **{chr(0x2080 + digit): f"_{digit}" for digit in range(10)},
}  # fmt: skip

_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_\allowbreak{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\textquotedbl{}", "–": "--", "—": "---", "…": r"\dots{}", "’": "'", "‘": "`", "“": "``", "”": "''",
}  # fmt: skip

MARKS: Final = {
    Verdict.PROVED: r"$\checkmark$", Verdict.REFUTED: r"$\times$", Verdict.NO_COUNTEREXAMPLE: r"$\circ$",
    Verdict.UNDECIDED: "?", Verdict.NOT_RUN: "--",
}  # fmt: skip


def escape(text: str) -> str:
    """Plain text for LaTeX: special characters escaped, other characters by command where there is one."""
    return "".join(_character(c) for c in text)


def _character(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c in _UNICODE:
        return f"\\ensuremath{{{_UNICODE[c]}}}"
    if c in "\n\t":
        return " "
    return c if " " <= c <= "~" or "\xa1" <= c <= "\xff" else f"[U+{ord(c):04X}]"


def prose(text: str) -> str:
    """Prose for LaTeX, its ASCII mathematics typeset."""
    return "".join(_symbol(p) if p.symbol else escape(p.text) for p in pieces(text))


def _symbol(piece: Piece) -> str:
    if piece.text in SIGNS:
        return f"\\ensuremath{{{SIGNS[piece.text][1]}}}"
    base = piece.text.rstrip("'")
    body = f"\\{base}" if base in GREEK else base or "{}"
    body += "'" * (len(piece.text) - len(base))
    for mark, script in (("_", piece.sub), ("^", piece.sup)):
        if script:
            word = re.fullmatch(r"[A-Za-z]{2,}", script) and script not in GREEK
            body += f"{mark}{{\\mathrm{{{script}}}}}" if word else f"{mark}{{{_script(script)}}}"
    return f"\\ensuremath{{{body}}}"


def _script(text: str) -> str:
    return tidy("".join(c if c.isalnum() or c in "+-*=,()<> /" else escape(c) for c in text))


def page(report: Report) -> str:
    """The page of a report."""
    return render(report.ledger, report.tables)


def render(ledger: Ledger, numbers: Mapping[str, NumberTable] | None = None) -> str:
    """A complete LaTeX article with the content of the ledger and, if given, tables of numbers. Deterministic."""
    template = resources.files("reports.pages").joinpath("templates", "report.tex").read_text("utf-8")
    problems = "".join(f"\\item {prose(p)}\n" for p in ledger.summary.problems)
    return Template(template).substitute(
        SUMMARY=prose(f"{counts_sentence(ledger)} {exit_sentence(ledger)}"),
        PROBLEMS=f"\\begin{{itemize}}\n{problems}\\end{{itemize}}" if problems else "",
        NOT_ALL=_not_all(ledger),
        OVERVIEW="\n".join(_overview_row(c) for c in ledger.claims),
        NUMBERS="".join(_numbers(table) for table in (numbers or {}).values()),
        CLAIMS="\n".join(_claim(c) for c in ledger.claims),
        LEVELS="\n".join(
            f"\\item[{level}] {escape(text['means'])} \\emph{{It does not mean:}} {escape(text['does_not_mean'])}"
            for level, text in level_meanings().items()
        ),
        OPEN="\n".join(f"\\item {prose(entry.words)}" for entry in ledger.not_verified) or r"\item Nothing.",
        ENVIRONMENT="\n".join(rf"{escape(k)} & {escape(v)} \\" for k, v in ledger.environment.items()),
    )


def render_claim(claim: ClaimRecord) -> str:
    """One claim as a section, to be included in a document of the reader's own."""
    return _claim(claim)


def _overview_row(claim: ClaimRecord) -> str:
    own, strength = claim.own_level or "--", claim.strength or "--"
    verdict = f"{MARKS[claim.verdict]} {claim.outcome} {prose(mark_of(claim))}".strip() + (
        "" if claim.as_expected else r" \textbf{(not expected)}"
    )
    cells = (_link(claim.id), prose(claim.title), str(claim.provenance), verdict, str(own), str(strength))
    return " & ".join((*cells, controls_of(claim.evidence).replace("–", "--"))) + r" \\"


def _not_all(ledger: Ledger) -> str:
    """What the mark in the table means."""
    items = "".join(f"\\item {prose(clause)}\n" for clause in ledger.summary.not_run_clauses)
    words = f"{NOT_ALL} {clauses_sentence(ledger)}"
    return f"{prose(words)}\n\\begin{{itemize}}\n{items}\\end{{itemize}}\n" if items else ""


def _link(identifier: str) -> str:
    return f"\\hyperlink{{claim-{identifier}}}{{{escape(identifier)}}}"


def _formula(latex: str) -> str:
    return f"\\formula{{{latex}}}"


def _claim(claim: ClaimRecord) -> str:
    plain = re.sub(r"[^A-Za-z0-9 .,()-]", "", f"{claim.id} {claim.title}")
    lines = [
        f"\\subsection*{{\\hypertarget{{claim-{claim.id}}}{{}}{escape(claim.id)}. {prose(claim.title)}}}",
        f"\\pdfbookmark[2]{{{plain}}}{{bookmark-{claim.id}}}",
        f"\\noindent {claim.provenance}; expected {claim.expected}, found \\textbf{{{claim.outcome}}}.\n",
        prose(claim.says) + "\n",
        f"\\paragraph{{Statement}} {prose(quantifier(claim))}",
        *(_formula(s) for s in claim.statement),
    ]
    if claim.clauses:
        lines += [r"\paragraph{Also claimed, proved by the kernel alone}\leavevmode", r"\begin{itemize}"]
        lines += [f"\\item {prose(clause_sentence(clause))}" for clause in claim.clauses] + [r"\end{itemize}"]
    if claim.symbols:
        ranges = (f"{', '.join(f'${name}$' for name in names)} {prose(words)}" for names, words in symbol_groups(claim))
        lines += [f"\\paragraph{{Symbols}} {'; '.join(ranges)}.", ""]
    if claim.assumptions:
        lines += [r"\paragraph{Assumptions}\leavevmode", r"\begin{itemize}"]
        lines += [f"\\item {prose(a.text)}: ${a.latex}$. {{\\small {prose(a.role)}}}" for a in claim.assumptions]
        lines += [r"\end{itemize}"]
    if claim.depends_on:
        lines += [f"\\paragraph{{Rests on}} {', '.join(_link(d) for d in claim.depends_on)}.", ""]
    if claim.derivation:
        lines += [r"\paragraph{Derivation}\leavevmode", *_steps(claim.derivation)]
    return "\n".join([*lines, _evidence(claim)])


def _steps(steps: tuple[StepRecord, ...], prefix: str = "") -> list[str]:
    """A numbered list; the steps of a case carry the number of the induction in front."""
    if not steps:
        return []
    lines = [r"\begin{steps}"]
    for number, step in enumerate(steps, 1):
        label = f"{prefix}{number}."
        mark = r"$\checkmark$" if step.ok else r"$\times$ \textbf{does not check}"
        reason = f"\\emph{{Reason: {prose(step.reason)}.}}" if step.reason else ""
        note = f"\\note{{\\emph{{{prose(step.rule)}}} {mark}}}"
        lines.append(f"\\item[{label}] {prose(step.title)}{note}{reason}{_formula(step.latex)}")
        if step.certificate:
            lines.append(f"\\textit{{The difference of the two sides is}}{_formula(step.certificate)}")
        for letter, case in zip(ascii_lowercase, step.cases, strict=False):
            lines += [
                f"\\textit{{Case {letter}: {prose(case.title)}.}}" + ("" if case.steps else " By definition."),
                r"\nopagebreak",
                "",
            ]
            lines += _steps(case.steps, f"{prefix}{number}{letter}.")
    return [*lines, r"\end{steps}"]


def _evidence(claim: ClaimRecord) -> str:
    if not claim.evidence:
        return "\\paragraph{Evidence} None.\n"
    rows = []
    for e in claim.evidence:
        scope = f"{prose(e.for_all)}. {prose(e.scope)}"
        verdict = f"{MARKS[e.verdict]} {e.verdict}"
        cells = (str(e.level), prose(e.route), scope, verdict, controls_of([e]).replace("–", "--"))
        rows.append(" & ".join(cells) + r" \\")
        notes = [*e.findings, *(f"surviving mutant: {s}" for s in e.controls.survivors)]
        rows += [f"\\finding{{{prose(note)}}} \\\\" for note in notes]
    return "\\paragraph{Evidence}\\leavevmode\n\\begin{evidence}\n" + "\n".join(rows) + "\n\\end{evidence}\n"


def _numbers(table: NumberTable) -> str:
    columns = "l" + "r" * (len(table.header) - 1)
    rows = [" & ".join(escape(cell) for cell in row) + r" \\" for row in table.rows]
    head = " & ".join(prose(cell) for cell in table.header) + r" \\ \midrule\endhead"
    start = f"\\paragraph{{{prose(table.caption)}}}\\leavevmode\n\\begin{{longtable}}{{{columns}}}\\toprule"
    return "\n".join([start, head, *rows, r"\bottomrule\end{longtable}", ""])
