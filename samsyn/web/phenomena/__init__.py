"""The own check of organised crime near by: phenomena and never persons, for authorities, off by default."""
