"""Signing in through a directory: whose account, and which roles it gives."""
