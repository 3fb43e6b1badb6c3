"""Directories that the sign-in tests walk through: real ones, started by the tests."""
