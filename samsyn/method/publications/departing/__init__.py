"""Keeping what a leaving party was given, and what stayed."""
