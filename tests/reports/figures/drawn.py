"""What is asked of every figure."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable


def ids_of(svg: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', svg)


def require_named_and_repeatable(make: Callable[[], str]) -> None:
    """Well-formed, named for screen readers, the same twice."""
    svg = make()
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
    named = str(root.get("aria-labelledby")).split()
    assert [root[0].get("id"), root[1].get("id")] == named
    assert svg == make()


def require_own_references(svg: str) -> None:
    """References lead to ids of the same figure; no text, no font and no date is left in it."""
    ids = ids_of(svg)
    used = re.findall(r'href="#([^"]+)"', svg) + re.findall(r"url\(#([^)]+)\)", svg)
    assert len(ids) == len(set(ids))
    assert used
    assert set(used) <= set(ids)
    assert "font-family" not in svg
    assert "<text" not in svg
    assert not re.search(r"\d{4}-\d\d-\d\d", svg)
