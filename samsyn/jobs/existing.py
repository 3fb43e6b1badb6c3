"""Whether a municipality has something of a kind: a yes or no for whoever sets it up, never what it is."""

from typing import Any


def has_at_least(model: Any, count: int, *, municipality: Any, **wanted: Any) -> bool:
    """Say whether there are so many rows of a kind in the municipality, whoever may see them."""
    return bool(model.objects.filter(municipality=municipality, **wanted)[:count].count() >= count)
