"""Mönster: a question to the statistics, its answer in one sentence, on a map, in a drawing and in a table."""
