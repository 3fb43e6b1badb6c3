"""Measures against causes: which belong to a problem, which causes they are against, and what is not covered."""
