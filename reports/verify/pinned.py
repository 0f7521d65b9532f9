"""Statements as they read now against what is on record of them in statements.json.

A verification shows that what stands in the catalogue holds, not that it is what stood there before: each part that reads
otherwise is named, for a person to judge. `python -m reports.verify.pin --statements` puts on record what holds now.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from itertools import zip_longest
from typing import Final

from numerics.checks.check import Check
from proofs.catalogue import CLAIMS
from proofs.logic.claim import Claim
from reports.verify.statements import Table, Text, carried, catalogue_checks, files_say, statement

FILE: Final = "statements.json"
COMMAND: Final = "python -m reports.verify.pin --statements"
_SHOWN = 160  # characters of a text that a difference shows


@cache
def on_record() -> dict[str, dict[str, Table]]:
    """What statements.json holds: of the claims, and of the files of checks."""
    return dict(json.loads(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")))


def statements_text() -> str:
    """The text of statements.json as it should be: sorted, one entry a line."""
    checks = catalogue_checks()
    found = {"claims": {c.id: statement(c, checks) for c in CLAIMS}, "checks": files_say()}
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def unpinned(
    claims: Sequence[Claim] = CLAIMS, index: Collection[str] | None = None, checks: Sequence[Check] | None = None
) -> tuple[str, ...]:
    """What reads otherwise than on record, in one line each, with the command that records it anew.

    claims: of which to tell. index: the ids of all claims there are; None if these are all. checks: None for the
    catalogue's own.
    """
    every = {c.id for c in claims} if index is None else set(index)
    told = [f"{gone}: is pinned and not in the catalogue" for gone in sorted(set(on_record()["claims"]) - every)]
    told += moved_claims(claims, catalogue_checks() if checks is None else checks)
    told += moved_files(files_say())
    return tuple(f"{line} ({COMMAND})" for line in told)


def moved_claims(claims: Iterable[Claim], checks: Sequence[Check]) -> Iterator[str]:
    """What the claims say otherwise than on record."""
    known = on_record()["claims"]
    for claim in claims:
        yield from differences(f"{claim.id}:", statement(claim, checks), known.get(claim.id))


def moved_files(files: Mapping[str, Table]) -> Iterator[str]:
    """What the files of checks say otherwise than on record."""
    known, about = on_record()["checks"], carried()
    for file in sorted({*files, *known}):
        yield from differences(f"{about.get(file, 'every claim')}: {file},", files.get(file), known.get(file))


def differences(where: str, found: Text | None, pinned: Text | None) -> Iterator[str]:
    """One line for each part that reads otherwise."""
    if found is None or pinned is None:
        if isinstance(found, str):
            yield f"{where} is not pinned, reads {_shown(found)}"
        else:
            yield f"{where} is not pinned" if pinned is None else f"{where} is gone, pinned is {_shown(pinned)}"
    elif isinstance(found, dict) and isinstance(pinned, dict):
        for key in sorted({*found, *pinned}):
            yield from differences(f"{where} {key}", found.get(key), pinned.get(key))
    elif isinstance(found, list) and isinstance(pinned, list):
        yield from _of_lists(where, found, pinned)
    elif found != pinned:
        yield f"{where} reads {_shown(found, pinned)}, pinned is {_shown(pinned, found)}"


def _of_lists(where: str, found: Sequence[str], pinned: Sequence[str]) -> Iterator[str]:
    """Entries are counted from one: one that is gone as it is pinned, another as it stands now."""
    one = where.removesuffix("s")
    for edit, a, b, x, y in SequenceMatcher(None, pinned, found, autojunk=False).get_opcodes():
        if edit == "equal":
            continue
        for old, new in zip_longest(range(a, b), range(x, y)):
            place = f"{one} {1 + (old if new is None else new)}"
            was, now = (None if k is None else texts[k] for k, texts in ((old, pinned), (new, found)))
            yield from differences(place, now, was)


def _shown(text: Text, other: Text = "") -> str:
    """The text; of a long one the part where it differs from the other."""
    if not isinstance(text, str):
        return json.dumps(text, ensure_ascii=False)[:_SHOWN]
    if len(text) <= _SHOWN:
        return text or "empty"
    alike = next((k for k, (x, y) in enumerate(zip(text, other, strict=False)) if x != y), min(len(text), len(other)))
    start = max(0, alike - _SHOWN // 4)
    return ("..." if start else "") + text[start : start + _SHOWN] + ("..." if start + _SHOWN < len(text) else "")
