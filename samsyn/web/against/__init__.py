"""Measures against a problem's causes on screen: what is chosen, what is not covered, and the known ones to choose."""
