"""What the page of a picture shows of its moment: the states of the areas, and the cards with their answers."""

from typing import Any

from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.assessment.cards import cards_of
from samsyn.web.assessment.rows import strip_of
from samsyn.web.assessment.views import DECIDES

Row = dict[str, Any]


def moment_of(picture: SituationalPicture, member: Any, tables: Row) -> Row:
    """Return the states and the cards, and let their sections show for those who have something to do in them."""
    decides = any(member.may(each) for each in DECIDES)
    cards = cards_of(picture, member, tables)
    if decides and "assessments" not in tables:
        tables["assessments"] = {"scale": [], "areas": []}
    if cards["waiting"] or cards["answered"]:
        tables.setdefault("findings", [True])
    found = tables.get("assessments") or {"scale": [], "areas": []}
    heaviest = max((level["weight"] for level in found["scale"]), default=3)
    rows = [
        {**row, "strip": strip_of(row["trend"], picture.week, row["name"], heaviest=heaviest)} for row in found["areas"]
    ]
    return {"cards": cards, "assessed": rows, "decides": decides}
