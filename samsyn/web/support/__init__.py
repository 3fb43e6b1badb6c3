"""Metodstöd: what somebody from outside is invited to read, and what is said about it."""
