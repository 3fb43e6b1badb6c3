"""Every address and every reader of files with input that nobody has thought of; the same from the same seed."""
