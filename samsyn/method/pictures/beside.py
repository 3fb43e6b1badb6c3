"""What other rooms lay beside a picture when it is locked, and how it is read back: the paper tells what stood then.

It is a table of the picture's with a name of its own, so that its digest is part of the lock and a correction reaches
it; the screen, the public and the JSON file never read it, since each of its readers is asked for by itself.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from samsyn.ground.tenancy.models import Municipality

Row = dict[str, Any]
Laid = Callable[[Municipality, date], Sequence[Row]]
BEFORE_NAME = "beside."
LAID: dict[str, Laid] = {}


def lay_at_lock(name: str, made: Laid) -> None:
    """Let a room above say what is laid beside pictures: `made` gets the municipality and the period's last day."""
    LAID[f"{BEFORE_NAME}{name}"] = made


def laid_beside(picture: Any, name: str) -> list[Row]:
    """Return the rows that were laid beside a picture at its lock; none where it was locked without."""
    table = picture.tables.filter(name=f"{BEFORE_NAME}{name}").first()
    return list(json.loads(table.content)) if table is not None else []
