"""Shared words and help beside the screens: shipped texts, and the municipality's own in their place."""
