"""Patterns: a method of the statistics asked of the reports somebody may see, and what was found put in a picture."""
