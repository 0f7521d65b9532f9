"""Figures, one a file: data, drawing, caption; `catalogue.py` lists them.

Imports `verify`, `notation`, `numerics` and `proofs.logic`.
"""
