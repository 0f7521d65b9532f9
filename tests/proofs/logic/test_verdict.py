"""The words of verdicts and levels, which cost nothing to import."""

from __future__ import annotations

import subprocess
import sys

from proofs.logic.verdict import Level, Provenance, Verdict


def test_words_print_as_they_are_written_in_a_ledger() -> None:
    assert list(map(str, Verdict)) == ["proved", "refuted", "no counterexample", "undecided", "not-run"]
    assert list(map(str, Provenance)) == ["title quoted, statement reconstructed", "reconstructed", "new"]
    assert Verdict("not-run") is Verdict.NOT_RUN


def test_levels_are_listed_weakest_first() -> None:
    assert [level.strength for level in Level] == list(range(6))
    assert Level.SAMPLED.strength < Level.ENCLOSED.strength < Level.SYMBOLIC.strength < Level.KERNEL.strength
    assert min((Level.SMT, Level.PROPERTY), key=lambda level: level.strength) is Level.PROPERTY
    assert min(Level.SMT, Level.PROPERTY) == Level.PROPERTY != min(Level.SMT, Level.SAMPLED)  # by their letters


def test_importing_them_imports_nothing_else() -> None:
    code = "import sys, proofs.logic.{}\nprint([m for m in ('sympy', 'numpy') if m in sys.modules])"
    for module, loaded in (("verdict", "[]"), ("relations", "['sympy']")):
        done = subprocess.run([sys.executable, "-c", code.format(module)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == loaded
