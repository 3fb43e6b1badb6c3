"""Handing out public records: what exists, what is masked by which paragraph, the decision."""
