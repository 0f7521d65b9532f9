"""What a claim is and how a derivation is checked; knows no claim. Imports nothing of this project: SymPy alone."""
