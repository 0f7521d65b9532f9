"""Numeric checks and their mutants, one subject a file as in `proofs.theory`.

Imports every room of `numerics`, and `proofs`.
"""
