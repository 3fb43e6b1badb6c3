"""How the duties are shown: standing as word, symbol and colour, and where what shows them is found."""

from typing import Any

from samsyn.ground.permissions import Permission
from samsyn.method.duties.finding import DutyState
from samsyn.method.duties.law import duty_of
from samsyn.method.duties.models import Evidence, EvidenceKind, Standing
from samsyn.method.plans.querysets import writes

MAY_READ = (Permission.SEE_PICTURE, Permission.LEAD_MEETING)
LOOKS = {
    Standing.MET: ("check", "green"), Standing.PARTLY: ("triangle", "yellow"), Standing.MISSING: ("cross", "red"),
    Standing.OPTIONAL: ("info", "plain"),
}  # fmt: skip
BELOW = {EvidenceKind.DOCUMENT: "planer/", EvidenceKind.EDITION: "utgava/"}


def may_read(member: Any) -> bool:
    """Say whether a member reads the check: authorities that see the picture, and who writes."""
    return writes(member) or (member.is_authority and member.may(Permission.SEE_PICTURE))


def shown_state(state: DutyState, member: Any) -> dict[str, Any]:
    """Return a duty with its standing for the page."""
    symbol, kind = LOOKS[Standing(state.standing)]
    return {
        "duty": duty_of(state.code), "state": state, "word": Standing(state.standing).label, "symbol": symbol,
        "kind": kind, "linked": [{"row": row, "address": address_of(row, member)} for row in state.linked],
    }  # fmt: skip


def address_of(row: Evidence, member: Any) -> str:
    """Return where a linked thing is found; nothing where it is kept elsewhere or the member may not open it."""
    slug = member.municipality.slug
    if row.kind == EvidenceKind.GROUP:
        return f"/{slug}/organisation/grupper" if member.may(Permission.MANAGE_PEOPLE) else ""
    below = BELOW.get(EvidenceKind(row.kind), "")
    return f"/{slug}/{below}{row.target}" if below and row.target else ""
