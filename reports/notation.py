"""Mathematics in prose, and SymPy's LaTeX repaired: the one notation of every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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
