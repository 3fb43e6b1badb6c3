"""A picture's tables as they were stored: for the screen, the paper and the JSON file."""

import json
from typing import Any

from samsyn.ground.permissions import Permission
from samsyn.method.pictures.beside import BEFORE_NAME
from samsyn.method.pictures.models import PictureAudience, SituationalPicture

# Stored beside the tables, so that a locked picture keeps the town's name and colour too.
FRONT = ("municipality", "period")


def audience_of(member: Any) -> str:
    """Return which set of tables the member reads: authorities and municipal companies, or all parties.

    Only a membership that may see the picture decides: a role in an authority without that sight opens nothing.
    """
    seats = [each.organisation for each in member.memberships if each.role.allows(Permission.SEE_PICTURE)]
    authority = member.is_authority if member.is_machine else any(organisation.is_authority for organisation in seats)
    return PictureAudience.AUTHORITIES if authority else PictureAudience.PARTIES


def _contents(picture: SituationalPicture, audience: str) -> dict[str, str]:
    rows = picture.tables.filter(audience=audience).exclude(name__startswith=BEFORE_NAME).values_list("name", "content")
    return dict(sorted(rows))


def tables_of(picture: SituationalPicture, audience: str) -> dict[str, Any]:
    """Return the tables of one audience by name, as plain Python; empty where none were made."""
    return {name: json.loads(text) for name, text in _contents(picture, audience).items() if name not in FRONT}


def whole_picture(picture: SituationalPicture, audience: str) -> dict[str, Any]:
    """Return everything the JSON file holds, as plain Python."""
    return dict(json.loads(picture_json(picture, audience)))


def picture_json(picture: SituationalPicture, audience: str) -> bytes:
    """Return the picture as canonical JSON (format 1): no ids, no clock, the same bytes from the same rows."""
    contents = _contents(picture, audience)
    front = {name: contents.pop(name, "{}") for name in FRONT}
    tables = ",".join(f"{json.dumps(name)}:{text}" for name, text in sorted(contents.items()))
    return (
        f'{{"audience":{json.dumps(str(audience))},"format":1,"municipality":{front["municipality"]},'
        f'"period":{front["period"]},"program":{json.dumps(picture.program)},"tables":{{{tables}}}}}'
    ).encode()
