"""Noise schedules, one family a file; `catalogue.py` lists them by name.

Imports `model`, `numbers`, `errors` and `named`.
"""
