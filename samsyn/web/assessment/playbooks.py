"""What a state opens: beside the area when it is decided, changed on a page of its own, a task becomes a measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Seat
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.method.measures.actions import decide_measure
from samsyn.method.measures.models import Measure
from samsyn.method.pictures.playbooks.actions import MOST_DAYS, PlaybookOvertaken, drop_playbook, save_playbook
from samsyn.method.pictures.playbooks.opened import SUGGESTED, TEXTS, Playbook, playbooks_for
from samsyn.web.assessment.rows import areas_of, levels_of
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.measures.forms import LineForm
from samsyn.web.templatetags.samsyn import named

Row = dict[str, Any]
MAY_READ = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE, Permission.LEAD_MEETING)
HEADS = {
    "tasks": (gettext_lazy("Uppgifter"), gettext_lazy("En per rad. Var och en kan bli en åtgärd med ett tryck.")),
    "contacts": (gettext_lazy("Vilka som ska nås"), gettext_lazy("Funktioner, en per rad, aldrig namn.")),
    "rhythm": (gettext_lazy("Hur ofta vi ses"), gettext_lazy("En rad.")),
    "messages": (gettext_lazy("Vad vi säger"), gettext_lazy("Till vem, vad och från vem, en sak per rad.")),
    "calmer": (gettext_lazy("Innan läget sänks"), gettext_lazy("Vad som ska stämma, en sak per rad.")),
}


@dataclass(frozen=True)
class Contact:
    """A function to reach, in which groups it has a seat, and whether anybody holds it."""

    words: str
    groups: tuple[str, ...] = ()
    vacant: bool = False


def with_playbooks(member: Any, rows: Iterable[Row]) -> None:
    """Put beside each area what its state opens. Three questions, however many the areas."""
    decided = [row for row in rows if row["state"] is not None]
    plays = playbooks_for(member, list({row["state"].level.code for row in decided}))
    if not plays:
        return
    made = _measures_of(member, decided, plays)
    seats = _seats(member)
    for row in decided:
        row["play"] = shown(plays[row["state"].level.code], made=made.get(row["area"].pk, {}), seats=seats)


def shown(play: Playbook, *, made: dict[str, int], seats: dict[str, Contact]) -> Row:
    """Return a playbook as the screen shows it; made: the number of the open measure with a task's own words."""
    return {
        "is_empty": not any(play.lines(name) for name in TEXTS), "suggested": play.suggested, "days": play.due_days,
        "tasks": [{"words": words, "at": at, "measure": made.get(words)}
                  for at, words in enumerate(play.lines("tasks"))],
        "contacts": [seats.get(words.casefold(), Contact(words)) for words in play.lines("contacts")],
        "rhythm": str(play.rhythm), "messages": play.lines("messages"), "calmer": play.lines("calmer"),
    }  # fmt: skip


def _measures_of(member: Any, rows: list[Row], plays: dict[str, Playbook]) -> dict[Any, dict[str, int]]:
    words = {line for play in plays.values() for line in play.lines("tasks")}
    found: dict[Any, dict[str, int]] = {}
    known = Measure.objects.visible_to(member).open().filter(what__in=words, area__in=[row["area"].pk for row in rows])
    for area, what, number in known.values_list("area", "what", "number"):
        found.setdefault(area, {})[what] = number
    return found


def _seats(member: Any) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    seats = Seat.objects.visible_to(member).values_list("function", "group__name", "holder", "substitute")
    for function, group, holder, substitute in seats.order_by("group__name"):
        before = found.get(function.casefold(), Contact(function, (), True))
        vacant = before.vacant and holder is None and substitute is None
        found[function.casefold()] = Contact(function, (*before.groups, group), vacant)
    return found


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/bedomning/lagen"


@members_who(*MAY_READ)
def show(request: HttpRequest) -> HttpResponse:
    """Show what every state opens, in order."""
    levels = levels_of(request.member)
    plays = playbooks_for(request.member, [level.code for level in levels])
    seats = _seats(request.member) if plays else {}
    states = [{"level": level, "play": shown(plays[level.code], made={}, seats=seats)} for level in levels] \
        if plays else []
    return render(request, "assessment/playbooks.html", {"states": states, "home": _home(request)})


@members_who(Permission.MANAGE_SETTINGS)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Word what one state opens; the first time the form holds the suggestion."""
    level = next((each for each in levels_of(request.member) if each.code == code), None)
    if level is None:
        raise Http404
    now = playbooks_for(request.member, [code]).get(code, Playbook())
    given, refused, theirs = now, "", None
    if request.method == "POST":
        given = _given(request)
        try:
            if "forslag" in request.POST:
                drop_playbook(code=code, version=given.version, by=request.member)
            else:
                save_playbook(code=code, playbook=given, by=request.member)
            messages.success(request, _("Sparat: %(state)s.") % {"state": named(level)})
            return redirect(f"{_home(request)}#lage-{code}")
        except PlaybookOvertaken as refusal:
            refused, theirs, given = refusal.sentence, now, given._replace(version=now.version)
        except Refused as refusal:
            refused = refusal.sentence
    fields = [{"name": name, "head": head, "hint": hint, "value": getattr(given, name),
               "theirs": _differs(theirs, given, name)} for name, (head, hint) in HEADS.items()]
    context = {"level": level, "fields": fields, "given": given, "refused": refused, "theirs": theirs, "now": now,
               "home": _home(request), "most_days": MOST_DAYS, "has_suggestion": code in SUGGESTED}
    return render(request, "assessment/playbook_change.html", context, status=422 if refused else 200)


def _differs(theirs: Playbook | None, mine: Playbook, name: str) -> list[str]:
    """Return what stands there now under a heading, where it is not what was written."""
    if theirs is None or theirs.lines(name) == mine.lines(name):
        return []
    return theirs.lines(name) or ["–"]


def _given(request: HttpRequest) -> Playbook:
    said = {name: request.POST.get(name, "") for name in TEXTS}
    days, version = request.POST.get("due_days", ""), request.POST.get("version", "")
    return Playbook(
        **said, due_days=int(days) if days.isdecimal() and len(days) < 4 else -1,
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
    )  # fmt: skip


@members_who(Permission.DECIDE_MEASURES)
def task(request: HttpRequest, week: Week) -> HttpResponse:
    """Let a task of an area's state become a measure, in one line that is filled in already."""
    area, words, level, days = _asked(request, week)
    today, sent = timezone.localdate(), request.method == "POST"
    first = {"what": words[:200], "where": f"area:{area.pk}", "due_on": today + timedelta(days=days)}
    form = LineForm(request.POST if sent else None, member=request.member, today=today, initial=first)
    if sent and form.is_valid():
        try:
            made = decide_measure(line=form.line(), today=today, key=key_of(request), by=request.member)
            messages.success(request, _("Åtgärd %(number)s är beslutad.") % {"number": made.number})
            address = f"/{request.member.municipality.slug}/lagesbild/{week.address}/bedomning"
            return redirect(f"{address}#omrade-{area.code}")
        except Refused as refusal:
            form.add_error("what", refusal.sentence)
    context = {"week": week, "area": area, "words": words, "level": level, "form": form}
    return render(request, "assessment/task.html", context, status=422 if sent else 200)


def _asked(request: HttpRequest, week: Week) -> tuple[Area, str, Any, int]:
    """Return the area, the task's words, the state and the days that the address speaks of."""
    code, state, at = (request.GET.get(name, "") for name in ("omrade", "lage", "nr"))
    area = next((each for each in areas_of(request.member, week) if each.code == code), None)
    level = next((each for each in levels_of(request.member) if each.code == state), None)
    play = playbooks_for(request.member, [state]).get(state, Playbook())
    tasks = play.lines("tasks")
    if area is None or level is None or not at.isdecimal() or len(at) > 3 or int(at) >= len(tasks):
        raise Http404
    return area, tasks[int(at)], level, play.due_days
