"""Shared pieces of html, and the page that shows them all."""
