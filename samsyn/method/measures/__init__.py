"""Measures: what is done, by whom, until when, where, and what came of it."""
