"""Promises to answer every period: who is late, and is told so."""
