"""Systematik och struktur: whether the work itself goes as it should, as sums; never about a person."""
