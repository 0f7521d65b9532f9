"""Which edits are made: so many in each part of the suite, drawn by a seed, file by file.

What is drawn in a file depends on the seed, on its own text and on how many edits are due to it.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tests.mutation.coq_edits import coq_edits
from tests.mutation.edit import Edit
from tests.mutation.edits import other_program, python_edits

# Parts of the suite, the files of each, and how many edits are made in it.
PARTS: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "proofs/theory": (("proofs/theory/*.py",), 50),
    "proofs/logic": (("proofs/logic/*.py", "proofs/catalogue.py"), 50),
    "proofs/kernel": (("proofs/kernel/*.v", "proofs/kernel/*.py"), 40),
    "numerics/checks": (("numerics/checks/*.py",), 50),
    "numerics": (
        ("numerics/numbers/*.py", "numerics/model/**/*.py", "numerics/plans/*.py", "numerics/solvers/*.py",
         "numerics/sweeps/*.py"),
        60,
    ),
    "reports/verify": (("reports/verify/*.py",), 40),
    "reports": (("reports/recheck.py", "reports/notation.py", "reports/pages/*.py", "reports/command/*.py"), 20),
}  # fmt: skip
WHOLE: Final = sum(number for _, number in PARTS.values())


@cache
def files(root: Path, part: str) -> tuple[str, ...]:
    """The files of a part, by name."""
    found = {path for pattern in PARTS[part][0] for path in root.glob(pattern) if path.name != "__init__.py"}
    return tuple(sorted(str(path.relative_to(root)) for path in found))


def part_of(root: Path, path: str) -> str:
    """The part that a file belongs to."""
    return next(part for part in PARTS if path in files(root, part))


def candidates(path: str, text: str) -> list[Edit]:
    """All edits of a file."""
    return coq_edits(path, text) if path.endswith(".v") else python_edits(path, text)


def drawn(root: Path, seed: int, count: int = WHOLE, only: Sequence[str] = ()) -> list[Edit]:
    """About count edits, each part with its share of them; of these, those in files that begin with one of only."""
    found: list[Edit] = []
    for part, (_, number) in PARTS.items():
        texts = {path: (root / path).read_text(encoding="utf-8") for path in files(root, part)}
        possible = {path: edits for path, text in texts.items() if (edits := candidates(path, text))}
        shares = shared(math.ceil(number * count / WHOLE), {path: len(edits) for path, edits in possible.items()})
        for path, share in shares.items():
            if not only or path.startswith(tuple(only)):
                found += _some(possible[path], texts[path], share, random.Random(f"{seed} {path}"))
    return found


def shared(number: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """The number dealt out in proportion to the square roots of the sizes, by largest remainder."""
    total = sum(map(math.sqrt, sizes.values()))
    exact = {name: number * math.sqrt(size) / total for name, size in sizes.items()}
    shares = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda n: (shares[n] - exact[n], n))[: number - sum(shares.values())]:
        shares[name] += 1
    return shares


def _some(possible: Sequence[Edit], text: str, number: int, chance: random.Random) -> list[Edit]:
    """So many edits at different places that each are another program: first a kind is drawn, then one of it."""
    kinds: dict[str, list[Edit]] = defaultdict(list)
    for edit in possible:
        kinds[edit.kind].append(edit)
    found: list[Edit] = []
    while kinds and len(found) < number:
        kind = chance.choice(sorted(kinds))
        edit = kinds[kind].pop(chance.randrange(len(kinds[kind])))
        if not kinds[kind]:
            del kinds[kind]
        new = edit.path.endswith(".v") or other_program(edit.applied(text), text)
        if new and all(edit.start >= e.end or edit.end <= e.start for e in found):
            found.append(edit)
    return sorted(found, key=lambda e: e.start)
