"""Pages from a ledger and figures: HTML, LaTeX, PDF, terminal; `publish.py` lists the formats.

Imports `figures`, `verify`, `notation`, `numerics` and `proofs`.
"""
