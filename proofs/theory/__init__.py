"""What is claimed and why, one subject a file; a claim has its one home here. Imports `logic` alone."""
