"""Matrices of size 2 in exact fractions, at known ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.checks.matrices import (
    IDENTITY,
    Matrix,
    combined,
    determinant,
    inverse,
    is_semidefinite,
    product,
    transposed,
)

F = Fraction


def matrix(a: int, b: int, c: int, d: int) -> Matrix:
    return (F(a), F(b)), (F(c), F(d))


A, B = matrix(1, 2, 3, 4), matrix(0, 1, 1, 1)


def test_products_and_transposes() -> None:
    assert product(A, B) == matrix(2, 3, 4, 7) != product(B, A)
    assert product(A, IDENTITY) == product(IDENTITY, A) == A
    assert transposed(product(A, B)) == product(transposed(B), transposed(A))
    assert combined(F(2), A, F(3), B) == matrix(2, 7, 9, 11)
    assert combined(F(2), A, F(3)) == matrix(5, 4, 6, 11)


def test_inverses() -> None:
    assert determinant(A) == -2
    assert product(A, inverse(A)) == product(inverse(A), A) == IDENTITY
    with pytest.raises(ZeroDivisionError):
        inverse(((F(1), F(2)), (F(2), F(4))))


def test_a_semidefinite_matrix_has_no_negative_direction() -> None:
    assert is_semidefinite(product(A, transposed(A)))
    assert is_semidefinite(((F(1), F(1)), (F(1), F(1))))
    assert not is_semidefinite(((F(1), F(2)), (F(2), F(1))))
    assert not is_semidefinite(((F(-1), F(0)), (F(0), F(-1))))
