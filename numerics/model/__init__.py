"""A distillation problem: schedule, spectrum, budget, and the teacher's operators.

Imports `numbers`, `errors` and `named`.
"""
