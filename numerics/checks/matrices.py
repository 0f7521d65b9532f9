"""Matrices of size 2 in exact fractions: just what the checks of matrices need."""

from __future__ import annotations

from fractions import Fraction

Matrix = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]

IDENTITY: Matrix = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))


def product(a: Matrix, b: Matrix) -> Matrix:
    """a b"""

    def cell(i: int, j: int) -> Fraction:
        return a[i][0] * b[0][j] + a[i][1] * b[1][j]

    return (cell(0, 0), cell(0, 1)), (cell(1, 0), cell(1, 1))


def transposed(a: Matrix) -> Matrix:
    """a^T"""
    return (a[0][0], a[1][0]), (a[0][1], a[1][1])


def combined(x: Fraction, a: Matrix, y: Fraction, b: Matrix = IDENTITY) -> Matrix:
    """x a + y b"""

    def cell(i: int, j: int) -> Fraction:
        return x * a[i][j] + y * b[i][j]

    return (cell(0, 0), cell(0, 1)), (cell(1, 0), cell(1, 1))


def determinant(a: Matrix) -> Fraction:
    """Of the matrix as it is."""
    return a[0][0] * a[1][1] - a[0][1] * a[1][0]


def inverse(a: Matrix) -> Matrix:
    """a^{-1}; raises ZeroDivisionError if there is none."""
    det = determinant(a)
    return (a[1][1] / det, -a[0][1] / det), (-a[1][0] / det, a[0][0] / det)


def is_semidefinite(a: Matrix) -> bool:
    """Whether a symmetric matrix is positive semi-definite."""
    return a[0][0] >= 0 and a[1][1] >= 0 and determinant(a) >= 0
