"""Texts that coqc should refuse, many in one process: loading the real numbers takes longer than most of them.

Each is loaded under `Fail`, which takes back what it did. A text may hold milestones: what coqc had passed when it stopped
tells a proof that fails from a statement that is ill-formed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from proofs.kernel.sources import LIBRARY, requires
from reports.verify.coqc import FILE_SECONDS, is_rejection, mark, run, sections

_FAILED: Final = "The command has indeed failed with message:"
_ACCEPTED: Final = "The command has not failed!"
_OPEN: Final = "cannot leave open proofs"


@dataclass(frozen=True)
class Outcome:
    """What coqc says of a text. passed: the milestones before it stopped. error: on one line, empty if it accepts all.

    refused: whether the error is its judgement that something in the text is wrong.
    """

    passed: tuple[str, ...]
    error: str
    refused: bool = False


def milestone(name: str) -> str:
    """A sentence for any place between sentences, that prints the name: an identifier."""
    return f"Check (fun {name} : Prop => {name})."


def outcomes(folder: Path, texts: Mapping[str, str], workers: int = 2) -> dict[str, Outcome]:
    """What coqc says of each text alone, with what is compiled in the folder.

    texts: by a name of one line. They are dealt to as many processes as there are workers, the long ones first.
    """
    order = sorted(texts, key=lambda name: -len(texts[name]))
    for number, name in enumerate(order):
        (folder / f"Trial_{number}.v").write_text(texts[name], encoding="utf-8")
    hands = [range(k, len(order), workers) for k in range(min(workers, len(order)))]

    def play(hand: Sequence[int]) -> dict[int, Outcome]:
        found: dict[int, Outcome] = {}
        # A text that is accepted, or cuts the run short, is the last of its process.
        while rest := [n for n in hand if n not in found]:
            found |= _some(folder, rest, frozenset().union(*(requires("", texts[order[n]]) for n in rest)))
        return found

    with ThreadPoolExecutor(workers) as pool:
        found = {order[n]: outcome for part in pool.map(play, hands) for n, outcome in part.items()}
    return {name: found[name] for name in texts}


def _some(folder: Path, numbers: Sequence[int], needed: frozenset[str]) -> dict[int, Outcome]:
    """The outcomes of the first of these trials; at least of one."""
    lines = ["Require Reals Lra Psatz.", *(f"Require {LIBRARY}.{file[:-2]}." for file in sorted(needed))]
    for n in numbers:
        lines += [mark(f"trial {n}"), f'Fail Timeout {FILE_SECONDS} Load "Trial_{n}".']
    driver = f"Trials_{numbers[0]}.v"
    (folder / driver).write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed, cut_short = run(folder, driver, FILE_SECONDS * (1 + len(numbers)), "-test-mode")
    said = sections(printed)
    found: dict[int, Outcome] = {}
    for n in numbers:
        lines = said.get(f"trial {n}", [])
        passed = tuple(
            words[1] for line in lines if (words := line.split())[:1] == ["fun"] and words[-1:] == words[1:2]
        )
        if _FAILED in lines:
            error = " ".join(" ".join(lines[lines.index(_FAILED) + 1 :]).split())
            found[n] = Outcome(passed, error, _OPEN not in error and is_rejection(f"Error: {error}"))
        else:
            found[n] = Outcome(passed, "" if _ACCEPTED in cut_short else cut_short or "no answer")
            break
    return found
