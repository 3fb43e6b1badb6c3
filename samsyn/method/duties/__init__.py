"""The law's duties with their evidence, the five steps of cooperation, the yearly questions and the self-check."""
