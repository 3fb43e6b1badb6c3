"""Asking public sources for their figures: SCB, Kolada and Brå, each at its own address and nowhere else."""
