"""Migrations for tables of others, where theirs take too long."""
