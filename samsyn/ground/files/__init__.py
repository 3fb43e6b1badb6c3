"""Stored files: photos, cleaned of everything but the picture, in a folder of each municipality."""
