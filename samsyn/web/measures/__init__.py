"""Measures on screen: the list, one measure, and what is written in one line."""
