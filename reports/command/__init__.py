"""The command `opmerge`: options, answers, output. Imports every room of `reports`, and `numerics`."""
