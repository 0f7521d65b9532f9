"""Merge plans as values: the canonical ones, their operators, certified numbers and ranking.

Imports `model`, `numbers` and `errors`.
"""
