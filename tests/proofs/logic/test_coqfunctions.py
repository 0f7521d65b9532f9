"""Scripts for exp and angles: two texts of one value, and identities by addition theorems."""

from __future__ import annotations

import sympy as sp

from proofs.logic.coq import Printer
from proofs.logic.coqfunctions import applied, by_angles, one_text
from proofs.theory.symbols import real

x, y = real("x"), real("y")


def test_a_function_is_found_under_the_point_at_which_it_is_taken() -> None:
    found = applied([sp.Subs(sp.exp(x * y), x, 2 * y)], Printer())
    assert found == {"(exp ((2 * y) * y))": sp.exp(2 * y**2)}


def test_two_texts_of_one_value_become_one() -> None:
    assert one_text([sp.sin(x)], Printer()) == ""
    assert "(exp (0 * y)) = 1" in one_text([sp.Subs(sp.exp(x * y), x, 0)], Printer())


def test_an_identity_of_angles_is_a_combination_of_squares() -> None:
    sides = (sp.sin(x + y), sp.sin(x) * sp.cos(y) + sp.cos(x) * sp.sin(y) + sp.cos(x) ** 2 + sp.sin(x) ** 2 - 1)
    script = by_angles(sides[0] - sides[1], sides, Printer())
    assert script.count("destruct (sine_and_cosine") == 2 and "difference_is" in script


def test_nothing_is_written_for_what_is_no_identity_or_has_no_angles() -> None:
    assert by_angles(sp.sin(x) - sp.cos(x), [sp.sin(x), sp.cos(x)], Printer()) == ""
    assert by_angles(x - y, [x, y], Printer()) == ""
