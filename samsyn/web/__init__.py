"""Screens for members, one folder per screen."""
