"""The board: states as columns. A card moves by its own button; keys and dragging press the same button."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import OPEN, State
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import WhoWhereForm
from samsyn.web.measures.views import MAY_LOOK, TAGS, may_carry_out, shown
from samsyn.web.measures.ways import ways

CLOSED_FOR = timedelta(weeks=8)
MOST_CARDS = 40


@members_who(*MAY_LOOK)
def board(request: HttpRequest) -> HttpResponse:
    """Show the open ones, and what was done or cancelled in the last eight weeks."""
    member, today = request.member, timezone.localdate()
    chosen = WhoWhereForm(request.GET, member=member)
    rows = chosen.rows(Measure.objects.visible_to(member)).with_names()
    columns = [_column(state, rows, member, today) for state in State]
    context = {"columns": columns, "form": chosen, "ways": ways(request, "tavla")}
    return render(request, "measures/board.html", context)


def _column(state: State, rows: Any, member: Any, today: Any) -> dict[str, Any]:
    found = rows.filter(state=state)
    if state not in OPEN:
        found = found.filter(ended_on__gte=today - CLOSED_FOR).order_by("-ended_on", "-number")
    else:
        found = found.order_by("due_on", "number")
    cards = list(found[: MOST_CARDS + 1])
    return {
        "state": state, "name": state.label, "symbol": TAGS[state][0], "more": len(cards) > MOST_CARDS,
        "cards": [
            {**shown(one, today=today), "moves": state in OPEN and may_carry_out(member, one)}
            for one in cards[:MOST_CARDS]
        ],
    }  # fmt: skip
