"""Edits of Coq sources: what is stated, not how it is proved."""

from __future__ import annotations

from tests.mutation.coq_edits import coq_edits

SOURCE = """(* 1 <= 2 -> a comment *)
Theorem sum n : (1 <= n)%nat -> 0 <= INR n -> INR (S n) <= INR n + 1.
Proof. assert (2 <= 3)%nat by lia. Qed.
Definition least (x y : R) := Rmin x y.
"""


def test_what_is_edited() -> None:
    shown = {(e.kind, *e.shown(SOURCE)) for e in coq_edits("a.v", SOURCE)}
    line = "Theorem sum n : (1 <= n)%nat -> 0 <= INR n -> INR (S n) <= INR n + 1."
    assert {
        ("comparison", line, line.replace("1 <= n", "1 < n")),
        ("plus and minus", line, line.replace("+ 1", "- 1")),
        ("hypothesis dropped", line, "Theorem sum n : 0 <= INR n -> INR (S n) <= INR n + 1."),
        ("hypothesis dropped", line, "Theorem sum n : (1 <= n)%nat -> INR (S n) <= INR n + 1."),
        ("index", line, line.replace("S n", "n")),
        ("another function", "Definition least (x y : R) := Rmin x y.", "Definition least (x y : R) := Rmax x y."),
    } <= {(kind, before, " ".join(after.split())) for kind, before, after in shown}


def test_comments_and_proofs_are_left_alone() -> None:
    assert {e.line(SOURCE) for e in coq_edits("a.v", SOURCE)} == {2, 4}
