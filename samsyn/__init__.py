"""Samsyn: the shared picture of where and when people feel unsafe, and what is done about it."""
