"""The shipped rows of what must be ready and when a problem is suggested; a municipality's own stand in their place."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.problems.way_models import ReadyItem, TriggerRule

SHIPPED = Path(__file__).with_name("ways.toml")


@cache
def shipped_ways() -> dict[str, Any]:
    """Return what is shipped: version, ready and rules."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def rules_of(municipality: Municipality) -> list[TriggerRule]:
    """Return the rules in use; the shipped ones (not stored) where the municipality has none of its own."""
    own = list(TriggerRule.objects.filter(municipality=municipality).order_by("position", "id"))
    if own:
        return [each for each in own if each.active]
    return [TriggerRule(municipality=municipality, position=n, **row) for n, row in enumerate(shipped_ways()["rules"])]


def ready_items_of(municipality: Municipality, state: str) -> list[ReadyItem]:
    """Return what must be ready for a state, in order."""
    return list(ReadyItem.objects.filter(municipality=municipality, state=state).in_use())
