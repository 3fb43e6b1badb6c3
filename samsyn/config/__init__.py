"""Wires the house together and contains nothing else."""
