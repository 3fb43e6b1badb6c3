"""Editions: what was issued of the group's work, to whom, in which version, and the files as they were."""
