"""The command `opmerge`: options, answers, output.

Imports `pages`, `verify`, `numerics` and `proofs`.
"""
