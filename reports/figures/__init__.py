"""Figures, one a file: data, drawing, caption; `catalogue.py` lists them. Imports `numerics` and `reports.verify`."""
