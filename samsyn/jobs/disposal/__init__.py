"""Disposal by decision: which kinds of information there are, what would go, and carrying it out."""
