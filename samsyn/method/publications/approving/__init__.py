"""Saying yes or no to a paper before its readers may have it."""
