"""The logbook: what happened, by whom and when; never any free text."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import LegalKind, User
from samsyn.ground.people.roles import DEFAULT_ROLES
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.defaults import KEYS
from samsyn.method.measures.states import Outcome
from samsyn.method.meetings.states import Choice
from samsyn.method.observations.models import PeriodReply
from samsyn.web.days import day_of
from samsyn.web.guard import members_who
from samsyn.web.logbook.words import FACTS, FIELDS, HAPPENINGS, REPORTERS_OWN

LINES_ON_A_PAGE = 100
MOST_OF_A_FACT = 120
WEEK_DIGITS = 6


@members_who(Permission.READ_LOGBOOK)
def show(request: HttpRequest) -> HttpResponse:
    """List the lines, the latest first; a day may stand in the address."""
    member = request.member
    lines = Event.objects.visible_to(member).order_by("-created_at", "-id")
    day = day_of(request.GET.get("dag", ""))
    if day:
        lines = lines.on_day(day, zone=member.municipality.zone)
    page = Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "logbook/page.html", {"page": page, "rows": _rows(list(page), member), "day": day})


def _rows(events: list[Event], member: Any) -> list[dict[str, Any]]:
    ids = {event.by for event in events if event.by_kind == "user"}
    people = {str(user.pk): str(user) for user in User.objects.visible_to(member).filter(pk__in=ids)}
    return [
        {
            "at": event.created_at,
            "what": HAPPENINGS.get(event.happening, event.happening),
            "by": _who(event, people),
            "machine": event.by_kind == "machine" and event.happening not in REPORTERS_OWN,
            "observation": event.subject_id if event.subject_kind == "observation" else "",
            "changed": ", ".join(_fact(name, value) for name, value in event.changed.items() if value),
        }
        for event in events
    ]


def _who(event: Event, people: dict[str, str]) -> str:
    """Name who did it; but never who reported, since that is kept apart and forgotten (practice: the reporter)."""
    if event.happening in REPORTERS_OWN:
        return _("en rapportör")
    if event.by_kind != "user":
        return str(event.by)
    return people.get(event.by, _("en användare"))


def _fact(name: str, value: Any) -> str:
    """Say one fact of a line in words; a code that has no word of its own stands as it is."""
    if value is True:
        return str(FACTS.get(name, name))
    values = value if isinstance(value, list) else [value]
    words = ", ".join(_value(name, one) for one in values)
    return f"{FACTS.get(name, name)}: {words[:MOST_OF_A_FACT]}"


def _value(name: str, value: Any) -> str:
    written = str(value)
    if name == "week" and written.isdecimal() and len(written) == WEEK_DIGITS:
        return _("v. %(week)s %(year)s") % {"week": int(written[4:]), "year": written[:4]}
    if name == "fields":
        return str(KEYS[written].title if written in KEYS else FIELDS.get(written, written))
    if name == "role":
        return ROLES.get((written, get_language()), ROLES.get((written, "sv"), written))
    return str(_VALUES.get(name, {}).get(written, written))


def _labels(*choices: Any) -> dict[str, Any]:
    return {str(value): label for one in choices for value, label in one.choices}


# The words of codes that are the same in every municipality.
_VALUES: dict[str, dict[str, Any]] = {
    "legal_kind": _labels(LegalKind), "permissions": _labels(Permission), "answer": _labels(PeriodReply.Answer),
    "outcome": _labels(Outcome), "choice": _labels(Choice),
}  # fmt: skip
ROLES = {(role.code, "sv"): role.name_sv for role in DEFAULT_ROLES} | {
    (role.code, "en"): role.name_en for role in DEFAULT_ROLES
}
