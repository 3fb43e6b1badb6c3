"""One observation: its facts, its versions, who sees it, and the review."""
