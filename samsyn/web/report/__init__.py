"""The report form: what, where, when; works without script."""
