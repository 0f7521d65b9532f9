"""Formulas as MathML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Final

from latex2mathml.converter import convert

_REPAIRS: Final = (
    # A word in upright letters is one identifier, not one a letter.
    (re.compile(r'(?:<mi mathvariant="normal">[A-Za-z]</mi>){2,}'), lambda m: f"<mi>{re.sub('<.*?>', '', m[0])}</mi>"),
    # Limits go beneath the operators that have them; an accent keeps its size; HTML needs no namespace.
    (re.compile(r"<msub>(<mo>(?:lim|min|max|inf|sup)</mo>.*?)</msub>"), lambda m: f"<munder>{m[1]}</munder>"),
    (re.compile(r"<mo>&#x0005E;</mo></mover>"), lambda m: '<mo stretchy="false">&#x0005E;</mo></mover>'),
    (re.compile(r' xmlns="[^"]*"'), lambda m: ""),
)  # fmt: skip

_SCRIPTED: Final = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
_OPERANDS: Final = {tag: 3 if tag in {"msubsup", "munderover"} else 2 for tag in (*_SCRIPTED, "mfrac", "mroot")}


class FormulaError(ValueError):
    """A formula that would not be shown as it is meant."""


@cache
def mathml(latex: str, display: bool = True) -> str:
    """MathML of a formula as SymPy prints it. FormulaError when anything of the LaTeX would show as text."""
    bare = re.sub(r"\\[{}]", "", latex)
    if bare.count("{") != bare.count("}"):
        raise FormulaError(f"unbalanced braces: {latex}")
    try:
        text = convert(latex, display="block" if display else "inline")
    except Exception as error:  # the converter's errors have no base of their own
        raise FormulaError(f"not converted ({type(error).__name__}): {latex}") from error
    for pattern, repair in _REPAIRS:
        text = pattern.sub(repair, text)
    try:
        root = ET.fromstring(text)  # noqa: S314 (the converter wrote it)
    except ET.ParseError as error:
        raise FormulaError(f"malformed ({error}): {latex}") from error
    for node in root.iter():
        if len(node) != _OPERANDS.get(node.tag, len(node)):
            raise FormulaError(f"<{node.tag}> has {len(node)} operands: {latex}")
        if re.search(r"[\\&{}$]", node.text or "") and (node.text or "").strip() not in {"{", "}"}:
            raise FormulaError(f"left over {node.text!r}: {latex}")
    _set_signs(root)
    return ET.tostring(root, encoding="unicode")


def _set_signs(node: ET.Element, in_script: bool = False) -> None:
    """Signs close to their operand, as opposed to sums; no space around operators in scripts."""
    before: ET.Element | None = None
    for index, child in enumerate(node):
        sign = child.tag == "mo" and child.text in {"−", "+", "±"}
        unary = sign and (before is None or (before.tag == "mo" and before.get("form") != "postfix"))
        if unary:
            child.set("form", "prefix")
        if unary or (child.tag == "mo" and in_script):
            child.set("lspace", "0")
            child.set("rspace", "0")
        _set_signs(child, in_script or (node.tag in _SCRIPTED and index > 0))
        before = child
