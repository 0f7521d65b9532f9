"""The ledger as a LaTeX article, and the notation that it shares with the other reports."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template, ascii_lowercase
from typing import TYPE_CHECKING, Final

from proofs.kernel import PARTIAL
from proofs.words import Verdict
from reports.ledger import ASKED_FOR, ClaimRecord, Evidence, Ledger, Level, StepRecord

if TYPE_CHECKING:
    from reports.figures import NumberTable

GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "lambda": "λ",
    "varsigma": "ς", "mu": "μ", "phi": "φ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "omega": "ω", "Lambda": "Λ",
    "Gamma": "Γ", "Delta": "Δ", "Sigma": "Σ", "Phi": "Φ", "Omega": "Ω",
}  # fmt: skip
SIGNS: Final = {
    "<=": ("≤", r"\leq"), ">=": ("≥", r"\geq"), ">>": ("≫", r"\gg"), "<<": ("≪", r"\ll"), "!=": ("≠", r"\neq"),
    "->": ("→", r"\to"), "...": ("…", r"\dots"), "-": ("−", "-"), "<": ("⟨", r"\langle"), ">": ("⟩", r"\rangle"),
}  # fmt: skip
_GREEK_WORD: Final = "|".join(sorted(GREEK, key=len, reverse=True))
_BARE_GREEK: Final = re.compile(rf"(?<![\\A-Za-z])({_GREEK_WORD})(?![A-Za-z])")
_WIDE_HAT: Final = re.compile(r"\\hat\{(\\?[A-Za-z]+)(_(?:\\?[A-Za-z]+|\{(?:[^{}]|\{[^{}]*\})*\}))\}")
_SCRIPT: Final = r"\{[^{}]*\}|\([^()]*\)|-?[A-Za-z0-9]+(?!\w)|[*+-](?!\w)"
_TOKEN: Final = re.compile(
    rf"""(?P<base>(?<![\w'.])(?:{_GREEK_WORD}|[A-Za-z]))(?P<prime>'?)
         (?:_(?P<sub>{_SCRIPT}))?(?:\^(?P<sup>{_SCRIPT}))?(?![\w'])(?!\.\w)
      | (?<=[)\]])_(?P<sub_after>{_SCRIPT})
      | (?<=[\w)\]|])\^(?P<sup_after>{_SCRIPT})
      | (?P<open><)(?=[^\s<>=][^<>=]*,[^<>=]*[^\s<>=]>(?!=)) | (?P<close>(?<=[\w}}])>)(?=\ ?/|\ =|\)|$)
      | (?P<sign><=|>=|>>|<<|!=|->|\.\.\.)
      | (?P<minus>(?<=\b[A-Za-z])-(?=\d|\w\b)|(?<=[\s(=\[{{,/])-(?=\d|\s))""",
    re.VERBOSE,
)
_UNICODE: Final = {
    **{sign: command for sign, command in SIGNS.values() if sign not in "−"},
    **{letter: f"\\{name}" for name, letter in GREEK.items()},
    "−": "-", "×": r"\times", "·": r"\cdot", "∞": r"\infty", "√": r"\surd", "∏": r"\prod", "∑": r"\sum", "∈": r"\in",
    "′": "'", "≈": r"\approx", "±": r"\pm", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "∧": r"\wedge", "∘": r"\circ",
    "∀": r"\forall", "∃": r"\exists", "ℝ": r"\mathbb{R}", "²": "^2", "³": "^3", "∂": r"\partial", "∫": r"\int",
    **{chr(0x2080 + digit): f"_{digit}" for digit in range(10)},
}  # fmt: skip
_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_\allowbreak{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\textquotedbl{}", "–": "--", "—": "---", "…": r"\dots{}", "’": "'", "‘": "`", "“": "``", "”": "''",
}  # fmt: skip
MARKS: Final = {
    Verdict.PROVED: r"$\checkmark$", Verdict.REFUTED: r"$\times$", Verdict.UNDECIDED: "?", Verdict.NOT_RUN: "--"
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A stretch of prose, or a symbol in it (text: its base; sub, sup: its scripts)."""

    text: str
    symbol: bool = False
    sub: str = ""
    sup: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """Prose with ASCII mathematics (alpha_t^2 <= 1) as plain stretches and symbols."""
    position = 0
    for match in _TOKEN.finditer(text):
        base, sub, sup = match["base"], match["sub"], match["sup"]
        if base in {"a", "A", "I", "s"} and not (sub or sup or match["prime"] or _applied(text, match)):
            continue
        if match.start() > position:
            yield Piece(text[position : match.start()])
        position = match.end()
        if base:
            yield Piece(base + match["prime"], True, _inner(sub), _inner(sup))
        elif match["sub_after"] or match["sup_after"]:
            yield Piece("", True, _inner(match["sub_after"]), _inner(match["sup_after"]))
        else:
            yield Piece(match["open"] or match["close"] or match["sign"] or "-", True)
    if position < len(text):
        yield Piece(text[position:])


def _applied(text: str, match: re.Match[str]) -> bool:
    """Whether a letter that may be an English word stands as a symbol here: a(0), phi(a), s >= 0, 2 s."""
    before, after = text[: match.start()], text[match.end() :]
    if match[0] in {"A", "I"}:
        return bool(re.search(r"[\d}]\s$", before))
    return bool(re.match(r"\(|\s?[)\]=<>/*^,]=?|\sin\s[\[(]", after)) or bool(re.search(r"[(/*+=]\s?$", before))


def unicode(text: str) -> str:
    """Prose with its Greek letters and relations as characters; scripts stay as they are."""
    return re.sub(rf"(?<![\w\\])(?:{_GREEK_WORD})(?![A-Za-z])|[<>!]=|>>|<<", lambda m: _sign_of(m[0]), text)


def _sign_of(word: str) -> str:
    return GREEK.get(word) or SIGNS[word][0]


def _inner(script: str | None) -> str:
    if script and script[0] in "{(" and script[-1] in "})":
        return script[1:-1]
    return script or ""


def tidy(latex: str) -> str:
    """LaTeX as SymPy prints it, repaired: Greek letters that it left bare made commands, hats on the letter alone."""
    commands = _BARE_GREEK.sub(r"\\\1", latex).replace(r"\int\limits", r"\int")
    return _WIDE_HAT.sub(r"\\hat{\1}\2", commands)


def strongest(claim: ClaimRecord) -> Level | None:
    """The strongest level among the claim's own evidence that reached the verdict of the whole claim."""
    part = Level.KERNEL if claim.id in PARTIAL else None
    levels = [e.level for e in claim.evidence if e.verdict is claim.verdict and e.level is not part]
    return max(levels, key=lambda level: level.strength, default=None)


def controls_of(evidence: Iterable[Evidence]) -> str:
    """Mutants rejected of all, as 'rejected/total'; a dash when there are none."""
    counts = [(e.controls.rejected, e.controls.total) for e in evidence]
    rejected, total = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return f"{rejected}/{total}" if total else "–"


def level_meanings() -> Mapping[str, Mapping[str, str]]:
    """What each level means and does not mean, weakest first."""
    text = resources.files("reports").joinpath("templates", "levels.json").read_text("utf-8")
    meanings: Mapping[str, Mapping[str, str]] = json.loads(text)
    return meanings


def quantifier(claim: ClaimRecord) -> str:
    """What the claim ranges over, as a sentence."""
    text = claim.for_all.removesuffix(".")
    return f"For all: {text}." if claim.expected is Verdict.PROVED else f"{text[:1].upper()}{text[1:]}."


def symbol_groups(claim: ClaimRecord) -> list[tuple[list[str], str]]:
    """The symbols of a claim in LaTeX, those of one range together, and what to say of them."""
    groups: dict[str, list[str]] = {}
    for symbol in claim.symbols:
        words = symbol.range + (" (another symbol printed alike has another range)" if symbol.alike else "")
        groups.setdefault(words, []).append(symbol.latex)
    return [(names, words) for words, names in groups.items()]


def counts_sentence(ledger: Ledger) -> str:
    """The counts of a run in one sentence."""
    s = ledger.summary
    parts = [f"{s.proved} proved", f"{s.refuted} refuted"]
    parts += [f"{n} {word}" for n, word in ((s.undecided, "undecided"), (s.not_run, "not run"))]
    noun = "claim" if s.claims == 1 else "claims"
    return (
        f"{s.claims} {noun}: {', '.join(parts)}; {s.as_expected} of {s.claims} as the catalogue expects. "
        f"{s.controls.rejected} of {s.controls.total} mutants of these checks were rejected."
        + ("" if s.kernel == ASKED_FOR else f" Not run: the proof kernel was {s.kernel}.")
    )


def exit_sentence(ledger: Ledger) -> str:
    """The exit code of a run, and what would make it another."""
    code = ledger.summary.exit_code
    reached = {
        0: "every claim has the verdict that the catalogue expects",
        1: "some claim has another verdict than the catalogue expects",
        3: "something is undecided (a mutant survived, or routes disagree), or was asked for and not run",
    }.get(code, "the run did not complete")
    others = {
        1: "a claim with another verdict than expected would make it 1",
        3: "an undecided claim, a mutant that survives, or a check asked for and not run would make it 3",
    }
    rest = "; ".join(text for other, text in others.items() if other != code)
    return f"The exit code is {code}: {reached}; {rest}."


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


def render(ledger: Ledger, numbers: Mapping[str, NumberTable] | None = None) -> str:
    """A complete LaTeX article with the content of the ledger and, if given, tables of numbers. Deterministic."""
    template = resources.files("reports").joinpath("templates", "report.tex").read_text("utf-8")
    problems = "".join(f"\\item {prose(p)}\n" for p in ledger.summary.problems)
    return Template(template).substitute(
        SUMMARY=prose(f"{counts_sentence(ledger)} {exit_sentence(ledger)}"),
        PROBLEMS=f"\\begin{{itemize}}\n{problems}\\end{{itemize}}" if problems else "",
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
    own, strength = strongest(claim) or "--", claim.strength or "--"
    verdict = f"{MARKS[claim.verdict]} {claim.verdict}" + ("" if claim.as_expected else r" \textbf{(not expected)}")
    cells = (_link(claim.id), prose(claim.title), str(claim.provenance), verdict, str(own), str(strength))
    return " & ".join((*cells, controls_of(claim.evidence).replace("–", "--"))) + r" \\"


def _link(identifier: str) -> str:
    return f"\\hyperlink{{claim-{identifier}}}{{{escape(identifier)}}}"


def _formula(latex: str) -> str:
    return f"\\formula{{{latex}}}"


def _claim(claim: ClaimRecord) -> str:
    plain = re.sub(r"[^A-Za-z0-9 .,()-]", "", f"{claim.id} {claim.title}")
    lines = [
        f"\\subsection*{{\\hypertarget{{claim-{claim.id}}}{{}}{escape(claim.id)}. {prose(claim.title)}}}",
        f"\\pdfbookmark[2]{{{plain}}}{{bookmark-{claim.id}}}",
        f"\\noindent {claim.provenance}; expected {claim.expected}, found \\textbf{{{claim.verdict}}}.\n",
        prose(claim.says) + "\n",
        f"\\paragraph{{Statement}} {prose(quantifier(claim))}",
        *(_formula(s) for s in claim.statement),
    ]
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


def compile_pdf(tex: Path, folder: Path) -> tuple[Path | None, str]:
    """The PDF of a LaTeX file in `folder`, and a note: how it was made, or why it was not."""
    commands = {
        "latexmk": ["-pdf", "-interaction=nonstopmode", "-halt-on-error", "-outdir=" + str(folder), str(tex)],
        "pdflatex": ["-interaction=nonstopmode", "-halt-on-error", "-output-directory=" + str(folder), str(tex)],
        "tectonic": ["--outdir", str(folder), str(tex)],
    }
    name = next((name for name in commands if shutil.which(name)), None)
    if name is None:
        return None, f"not run: none of {', '.join(commands)} is installed"
    undated = {**os.environ, "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    for _ in range(3 if name == "pdflatex" else 1):  # links and widths settle on the second and third run
        try:
            done = subprocess.run([name, *commands[name]], capture_output=True, timeout=300, check=False, env=undated)
        except subprocess.TimeoutExpired:
            return None, f"failed: {name} did not finish within 300 s"
        if done.returncode:
            log = done.stdout.decode(errors="replace").splitlines()
            reason = next((line for line in log if line.startswith("!")), f"exit code {done.returncode}")
            return None, f"failed: {name}: {reason}"
    return folder / f"{tex.stem}.pdf", f"made by {name}"
