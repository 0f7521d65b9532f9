"""Numeric checks and their mutants, one subject a file as in `proofs.theory`.

Imports `solvers`, `plans`, `model`, `numbers`, `errors`, `proofs.theory` and `proofs.logic`.
"""
