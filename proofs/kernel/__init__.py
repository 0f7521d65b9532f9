"""Statements proved for every T by the Coq kernel, and the mutants that it rejects.

The ``*.v`` files are the sources; they use the standard library of Coq 8.16 alone, and their comments say which claim
each theorem carries (``annotations`` says how). ``sources`` reads and orders them. ``pins.json`` records what they state
and define; ``make pin`` writes it. Imports nothing of this project.
"""
