"""Pages from a ledger and figures: HTML, LaTeX, PDF, terminal; `publish.py` lists the formats.

Imports `verify`, `figures` and `notation`.
"""
