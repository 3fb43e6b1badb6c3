"""Evaluations of a problem's work, kept as they were made."""
