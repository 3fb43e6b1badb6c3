"""Shared phones and tablets: whoever works the shift signs in with an own PIN and may only report."""
