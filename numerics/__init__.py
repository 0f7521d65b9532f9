"""The objects of the theory as numbers: schedules, spectra, operators, merge plans and their certificates."""
