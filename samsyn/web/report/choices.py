"""The two levels of what: six buttons first, then the few categories under one of them."""

from functools import cache
from typing import Any, NamedTuple

from samsyn.method.observations.actions import default_taxonomy
from samsyn.method.observations.models import Category
from samsyn.web.phone.words import HINTS


class Button(NamedTuple):
    """A first choice: big, with an icon, a name and what lies under it."""

    code: str
    name_sv: str
    name_en: str
    icon: str
    hint: Any


@cache
def buttons() -> tuple[Button, ...]:
    """Return the six first choices in their order."""
    return tuple(
        Button(b["code"], b["name_sv"], b["name_en"], b["icon"], HINTS.get(b["code"], ""))
        for b in default_taxonomy()["buttons"]
    )


def categories_under(button: str, member: Any) -> list[Category]:
    """Return the categories a member may choose under one button."""
    found = Category.objects.visible_to(member).for_reporting(member).filter(button=button)
    return list(found.select_related("parent"))
