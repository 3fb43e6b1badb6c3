"""A longer picture's tables as they were stored: for the screen, the paper and the JSON file."""

import json
from typing import Any

from samsyn.method.pictures.beside import BEFORE_NAME
from samsyn.method.pictures.period_models import PeriodPicture

FRONT = ("municipality", "period")


def period_tables(picture: PeriodPicture, audience: str) -> dict[str, Any]:
    """Return all tables of one audience by name, as plain Python."""
    return {name: json.loads(text) for name, text in _contents(picture, audience).items()}


def _contents(picture: PeriodPicture, audience: str) -> dict[str, str]:
    rows = picture.tables.filter(audience=audience).exclude(name__startswith=BEFORE_NAME)
    return dict(rows.order_by("name").values_list("name", "content"))


def period_json(picture: PeriodPicture, audience: str) -> bytes:
    """Return the picture as canonical JSON (format 1): no ids, no clock, the same bytes from the same rows."""
    contents = _contents(picture, audience)
    front = {name: contents.pop(name, "{}") for name in FRONT}
    tables = ",".join(f"{json.dumps(name)}:{text}" for name, text in sorted(contents.items()))
    return (
        f'{{"audience":{json.dumps(str(audience))},"format":1,"municipality":{front["municipality"]},'
        f'"period":{front["period"]},"program":{json.dumps(picture.program)},"tables":{{{tables}}}}}'
    ).encode()
