"""The annotations of the Coq sources: what is read, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from proofs.catalogue import CLAIMS
from proofs.kernel import annotations as module
from proofs.kernel.annotations import (
    KINDS,
    Annotations,
    KernelMutant,
    KernelTheorem,
    annotated,
    code,
    pins,
    read,
)
from proofs.kernel.sources import SourceError, sources

BASE = """Definition two := 1 + 1.
(* mutant N1 N2-sharp (off by one; fails in Top.v)
- two := 1 + 1
+ two := 1 + 2 *)
"""

TOP = """(* A prose comment, and what claim D2.1 says. *)
Require Import Opmerge.Base.

Section S.
  (* partial N1: numbers; not
     matrices *)
  (* claim N1
     for all: every n,
       every m: both
     states: the sum is n + m: see N2 *)
  (* claim N2-sharp
     for all: every n
     states: the same *)
  Theorem sum' n m :
    n + m
      = m + n.
  Proof. lia. Qed.
  (* mutant N1 (wrong object)
  - n + m
  -       = m
  + n - m
  +
  +   = - m  *)

  (* refutes T4.1
     for all: n = 3
     states: no *)

  #[local] Lemma no : two = 2. Proof. reflexivity. Qed.
End S.
"""

TEXTS = {"Base.v": BASE, "Top.v": TOP}


def test_what_is_written_is_what_is_read() -> None:
    edit = ("Base.v", "two := 1 + 1", "two := 1 + 2", "off by one", "Top.v")
    assert read(TEXTS) == Annotations(
        theorems=(
            KernelTheorem("N1", "Top.v", "sum'", "every n, every m: both", "the sum is n + m: see N2"),
            KernelTheorem("N2-sharp", "Top.v", "sum'", "every n", "the same"),
            KernelTheorem("T4.1", "Top.v", "no", "n = 3", "no", refutes=True),
        ),
        mutants=(
            KernelMutant("N1", *edit),
            KernelMutant("N2-sharp", *edit),
            KernelMutant("N1", "Top.v", "n + m\n      = m", "n - m\n\n  = - m ", "wrong object"),
        ),
        partial={"N1": "numbers; not matrices"},
    )
    assert read(TEXTS).refuted == {"T4.1"}
    assert [m.rejected_file for m in read(TEXTS).mutants] == ["Top.v", "Top.v", "Top.v"]
    assert {t.full_name for t in read(TEXTS).theorems} == {"Top.sum'", "Top.no"}
    assert read({}) == Annotations((), (), {})


def test_annotations_are_no_code() -> None:
    bare = code("Top.v", TOP)
    assert len(bare) == len(TOP) and bare.count("\n") == TOP.count("\n")
    assert "A prose comment" in bare
    assert not any(word in bare for word in ("partial", "N1", "states", "mutant", "- m", "refutes"))


@pytest.mark.parametrize("word", ["Theorem", "Lemma", "Corollary", "Proposition", "Fact", "Remark", "Local Lemma"])
def test_the_name_is_that_of_the_declaration_below(word: str) -> None:
    text = f"(* claim N1\n   for all: x\n   states: y *)\n\n{word} name_1' (a : nat) : a = a."
    assert [t.name for t in read({"A.v": text}).theorems] == ["name_1'"]


def test_prose_is_left_alone() -> None:
    prose = "(* N1: claims. *) (* Partial sums. *) (* [plan p] *) (* claims N *) (* x in [0, 1] *) (** Doc. *) (**)"
    assert read({"A.v": prose}) == Annotations((), (), {})
    assert code("A.v", prose) == prose


GOOD = "(* claim N1\n   for all: x\n   states: y *)\nTheorem t : 1 = 1.\n"


def mutant(head: str = "N1 (off by one)", diff: str = "- 1 = 1\n+ 1 = 2 *)") -> str:
    return f"{GOOD}(* mutant {head}\n{diff}"


MALFORMED = [
    # unknown words, and words that are nearly right
    (
        "(* clam N1\n for all: x\n states: y *)\nTheorem t : True.",
        1,
        "begin with one of claim, refutes, partial, mutant",
    ),
    ("(* prove N1 *)", 1, "begin with one of"),
    ("\n(* Claim N1\n for all: x\n states: y *)\nTheorem t : True.", 2, "begin with one of"),
    ("(* N1\n for all: x\n states: y *)\nTheorem t : True.", 1, "begin with one of"),
    ("(*claim N1\n for all: x\n states: y *)\nTheorem t : True.", 1, "begin with (* and one blank"),
    ("(** claim N1\n for all: x\n states: y *)\nTheorem t : True.", 1, "begin with (* and one blank"),
    ("(* partial: N1 *)", 1, "begin with (* and one blank"),
    # what coqc would lex
    ('(* claim N1\n for all: "x"\n states: y *)\nTheorem t : True.', 1, "neither quotation marks"),
    ("(* claim N1\n for all: x (* all *)\n states: y *)\nTheorem t : True.", 1, "neither quotation marks"),
    # theorems
    ("(* claim that\n for all: x\n states: y *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* claim n1\n for all: x\n states: y *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* refutes N1\n states: y *)\nTheorem t : True.", 1, "must read 'refutes ID'"),
    ("(* claim N1\n for all: x *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* claim N1\n states: y\n for all: x *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* claim N1\n for all: x\n for all: y\n states: z *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* claim N1\n for all:\n states: y *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* claim N1\n for all: x\n states: *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    ("(* claim N1 N2\n for all: x\n states: y *)\nTheorem t : True.", 1, "must read 'claim ID'"),
    (GOOD.replace("Theorem t : 1 = 1.", ""), 1, "claim N1: must stand directly above a theorem"),
    (GOOD.replace("Theorem", "Definition"), 1, "must stand directly above a theorem"),
    (GOOD.replace("Theorem", "(* Theorem s : True. *)\nTheorem"), 1, "must stand directly above a theorem"),
    (GOOD.replace("Theorem", "Definition d := 0.\nTheorem"), 1, "must stand directly above a theorem"),
    (GOOD[: GOOD.index("Theorem")] + GOOD, 4, "t: is annotated twice for N1"),
    (GOOD + GOOD.replace("claim", "refutes").replace(" t ", " u "), 5, "must all prove it or all refute it, see A.t"),
    # parts
    (f"{GOOD}(* partial N1 linear ones *)", 5, "must read 'partial ID: "),
    (f"{GOOD}(* partial N1: *)", 5, "must read 'partial ID: "),
    (f"{GOOD}(* partial N1: x *)\n(* partial N1: x *)", 6, "partial N1: must be there once"),
    (f"{GOOD}(* partial N2: x *)", 5, "partial N2: must be a claim that some theorem is annotated with"),
    # mutants
    (mutant("N1"), 5, "'mutant ID (kind)'"),
    (mutant("N1, N2 (off by one)"), 5, "'mutant ID (kind)'"),
    (mutant("(off by one)"), 5, "'mutant ID (kind)'"),
    (mutant("N1 (off by one; in B.v)"), 5, "'mutant ID (kind)'"),
    (mutant("N1 (off by one; fails in B)"), 5, "'mutant ID (kind)'"),
    (mutant("N1 (off by two)"), 5, "kind 'off by two': must be one of flipped inequality, "),
    (mutant("N1 (off by one, fails in B.v)"), 5, "kind 'off by one, fails in B.v': must be one of"),
    (mutant("N2 (off by one)"), 5, "mutant N2: must be a claim that some theorem is annotated with"),
    (mutant("N1 N1 (off by one)"), 5, "mutant N1: '1 = 1' is replaced by the same text twice"),
    (mutant() + mutant().removeprefix(GOOD), 7, "'1 = 1' is replaced by the same text twice"),
    (mutant("N1 (off by one; fails in B.v)"), 5, "fails in B.v: must be another file, one that requires A.v"),
    (mutant("N1 (off by one; fails in A.v)"), 5, "fails in A.v: must be another file"),
    (mutant("N1 (off by one; fails in Alone.v)"), 5, "fails in Alone.v: must be another file"),
    (
        mutant(diff="- 1 = 3\n+ 1 = 2 *)"),
        5,
        "mutant N1: '1 = 3' must occur once in A.v, annotations not counted; it occurs 0",
    ),
    (
        mutant(diff="- 1\n+ 2 *)"),
        5,
        "mutant N1: '1' must occur once in A.v, annotations not counted; it occurs 2 times",
    ),
    (mutant(diff="- \n+ 2 *)"), 5, "'' must occur once in A.v"),
    (mutant(diff="- 1 = 1\n+ 1 = 1 *)"), 5, "'1 = 1' must be replaced by another text"),
    (mutant(diff="- 1 = 1 *)"), 5, "must list the old text"),
    (mutant(diff="+ 1 = 2 *)"), 5, "must list the old text"),
    (mutant(diff="+ 1 = 2\n- 1 = 1 *)"), 5, "must list the old text"),
    (mutant(diff="- 1 = 1\n+ 1 = 2\n- 1 *)"), 5, "must list the old text"),
    (mutant(diff="- 1 = 1\n  1 = 2 *)"), 5, "must list the old text"),
    (mutant(diff="-1 = 1\n+1 = 2 *)"), 5, "must list the old text"),
    (mutant(diff="- 1 = 1\n+ 1 = 2\n*)"), 5, "followed by one blank and *)"),
    (mutant(diff="- 1 = 1\n+ 1 = 2*)"), 5, "followed by one blank and *)"),
    (f"{GOOD}(* mutant N1 (off by one) *)", 5, "followed by one blank and *)"),
]


@pytest.mark.parametrize(("text", "line", "rule"), MALFORMED)
def test_a_malformed_annotation_is_refused(text: str, line: int, rule: str) -> None:
    with pytest.raises(SourceError, match=rf"^A\.v, line {line}: .*{re.escape(rule)}"):
        read({"A.v": text, "Alone.v": ""})


def test_the_same_annotations_without_a_fault_are_read() -> None:
    assert read({"A.v": mutant()}).mutants == (KernelMutant("N1", "A.v", "1 = 1", "1 = 2", "off by one"),)
    late = read({"A.v": mutant("N1 (off by one; fails in B.v)"), "B.v": "Require Opmerge.A."})
    assert late.mutants[0].rejected_file == "B.v"
    deleted = read({"A.v": mutant(diff="-  : 1 = 1\n+ *)")}).mutants[0]
    assert (deleted.old, deleted.new) == (" : 1 = 1", "")


def test_the_old_text_is_not_looked_for_in_annotations() -> None:
    """Two mutants of one place name it twice, and the words of the claim may be those of the theorem."""
    text = GOOD.replace("states: y", "states: 1 = 1") + "".join(
        mutant(diff=f"- 1 = 1\n+ 1 = {n} *)\n").removeprefix(GOOD) for n in (2, 3)
    )
    assert [m.new for m in read({"A.v": text}).mutants] == ["1 = 2", "1 = 3"]


def test_every_claim_with_theorems_has_four_mutants() -> None:
    found = annotated()
    counts = {claim: sum(m.claim == claim for m in found.mutants) for claim in {t.claim for t in found.theorems}}
    assert {"N6-contracting", "N6-expanding"} <= set(counts)
    assert min(counts.values()) >= 4
    assert {m.file for m in found.mutants} <= set(sources())


def test_what_is_annotated_is_about_claims() -> None:
    found = annotated()
    assert {t.claim for t in found.theorems} <= {c.id for c in CLAIMS}
    assert found.refuted == {"T4.1"} and set(found.partial) == {"P3.1", "N4"}
    assert {m.kind for m in found.mutants} <= set(KINDS)


def test_every_id_of_the_catalogue_can_be_annotated() -> None:
    for claim in CLAIMS:
        text = GOOD.replace("N1", claim.id)
        assert [t.claim for t in read({"A.v": text}).theorems] == [claim.id]


def test_no_annotation_is_lost() -> None:
    """A plain count of the words in the sources is what the reader finds."""
    found, whole = annotated(), "\n".join(sources().values())
    words = Counter(re.findall(r"^ *\(\* (claim|refutes|partial|mutant) ", whole, re.MULTILINE))
    named = re.findall(r"\(\* mutant ([^(]+) \(", whole)
    assert words["claim"] + words["refutes"] == len(found.theorems)
    assert words["partial"] == len(found.partial)
    assert words["mutant"] == len(named) and sum(len(n.split()) for n in named) == len(found.mutants)


def test_the_theorems_are_those_on_record() -> None:
    assert {t.full_name for t in annotated().theorems} == set(pins().statements)


def test_importing_the_reader_reads_nothing_and_needs_the_standard_library_alone() -> None:
    program = (
        "import sys; from proofs.kernel import annotations as a, sources as s;"
        "print([f.cache_info().currsize for f in (a.annotated, a.pins, s.sources)],"
        " [m for m in sys.modules if m.split('.')[0] not in sys.stdlib_module_names | {'proofs', '__main__'}])"
    )
    root = Path(module.__file__).parents[2]
    plain = subprocess.run([sys.executable, "-S", "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert plain.stdout.strip() == "[0, 0, 0] []"


def test_sources_and_pins_are_read_once() -> None:
    assert annotated() is annotated() and pins() is pins() and sources() is sources()
