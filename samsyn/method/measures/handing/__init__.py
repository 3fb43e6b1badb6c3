"""Handing open measures over to another party."""
