"""Signing in and out, and what a person decides about the own account."""
