"""Dialogues by area with their series; planning evenings and walks; how it was and what came of it."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused
from samsyn.method.dialogues.actions import (
    DialogueOvertaken,
    Time,
    Told,
    cancel_dialogue,
    follow_up_dialogue,
    plan_dialogues,
    tell_of_dialogue,
)
from samsyn.method.dialogues.models import Dialogue
from samsyn.method.dialogues.route import MOST_STOPS, WEEKS, metres_of, spots_in, walking_order
from samsyn.web.dialogues.forms import PlanForm, TellForm, WalkForm
from samsyn.web.guard import members_who
from samsyn.web.not_lost import with_mine
from samsyn.web.sorting import sort_key

readers = members_who(Permission.SEE_MEASURES, Permission.LEAD_MEETING)
leads = members_who(Permission.LEAD_MEETING)
PRECHOSEN, MOST_ROWS = 5, 300
LOOKS = {"planned": ("clock", "plain"), "held": ("check", "plain"), "followed_up": ("check", "green"),
         "cancelled": ("cross", "plain")}  # fmt: skip


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/dialoger"


def _found(request: HttpRequest, number: int) -> Dialogue:
    return get_object_or_404(Dialogue.objects.visible_to(request.member).in_order(), number=number)  # type: ignore[no-any-return]


def _line(row: Dialogue, today: date) -> dict[str, Any]:
    symbol, kind = LOOKS[row.state]
    return {"row": row, "symbol": symbol, "kind": kind, "late": row.is_late(today=today)}


@readers
def index(request: HttpRequest) -> HttpResponse:
    """List the dialogues area by area, those of a series together."""
    member, today = request.member, timezone.localdate()
    rows = list(Dialogue.objects.visible_to(member).in_order()[:MOST_ROWS])
    rows.sort(key=lambda row: sort_key(row.area.name))
    areas = [{"area": area, "rows": [_line(row, today) for row in mine]}
             for area, mine in groupby(rows, key=lambda row: row.area)]  # fmt: skip
    return render(request, "dialogues/page.html", {"areas": areas, "leads": member.may(Permission.LEAD_MEETING)})


@leads
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a dialogue, or a whole series in one go."""
    form = PlanForm(request.POST or None, member=request.member, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = plan_dialogues(
                kind=told["kind"], area=told["area"], title=told["title"], times=told["times"], series=told["series"],
                by=request.member,
            )  # fmt: skip
            messages.success(request, _("%(n)s tillfällen är planerade.") % {"n": len(made)})
            return redirect(_home(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "dialogues/plan.html", {"form": form, "home": _home(request)},
                  status=422 if form.errors else 200)  # fmt: skip


@leads
def walk(request: HttpRequest) -> HttpResponse:
    """Plan a safety walk: the places that stand out in the area are its proposed stops, in walking order."""
    member, today = request.member, timezone.localdate()
    areas = Area.objects.visible_to(member).in_working_set(on=today)
    code = request.GET.get("omrade", "")
    area = areas.filter(code=code).first() if code else None
    form = WalkForm(request.POST or None, member=member, today=today, initial=_beginning(area))
    spots = spots_in(area, today=today) if area is not None else []
    chosen = set(request.POST.getlist("stopp")) if request.method == "POST" else {
        str(spot.place.pk) for spot in spots[:PRECHOSEN]
    }  # fmt: skip
    if request.method == "POST" and form.is_valid() and (made := _walk(request, form, chosen)):
        return redirect(f"{_home(request)}/{made.number}")
    shown = [{"spot": spot, "chosen": str(spot.place.pk) in chosen} for spot in spots]
    context = {
        "form": form, "area": area, "areas": sorted(areas, key=lambda each: sort_key(each.name)), "shown": shown,
        "home": _home(request), "weeks": WEEKS,
        "metres": metres_of(walking_order([row["spot"].place for row in shown if row["chosen"]])),
    }  # fmt: skip
    return render(request, "dialogues/walk.html", context, status=422 if form.errors else 200)


def _beginning(area: Area | None) -> dict[str, Any]:
    return {"area": str(area.pk), "title": _("Trygghetsvandring i %(area)s") % {"area": area.name}} if area else {}


def _walk(request: HttpRequest, form: WalkForm, chosen: set[str]) -> Dialogue | None:
    told = form.cleaned_data
    places = [place for place in Place.objects.visible_to(request.member).standing() if str(place.pk) in chosen]
    when = Time(held_on=told["held_on"], begins_at=told["begins_at"], where=told["where"])
    try:
        made = plan_dialogues(kind=Dialogue.Kind.WALK, area=told["area"], title=told["title"], times=[when],
                              places=places[:MOST_STOPS], by=request.member)  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None
    messages.success(request, _("Vandringen är planerad. Skriv ut den och ta med den."))
    return made[0]


@readers
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show one dialogue; a walk can be printed as its own list of stops."""
    return _page(request, _found(request, number))


def _page(
    request: HttpRequest, row: Dialogue, *, form: TellForm | None = None, refusal: Refused | None = None
) -> HttpResponse:
    """Show it; where what was written is refused it stands in its boxes again, beside what stands there now."""
    today, leading = timezone.localdate(), request.member.may(Permission.LEAD_MEETING)
    before = {name: getattr(row, name) for name in ("took_part", "said", "promised", "follow_up_on")}
    others = Dialogue.objects.visible_to(request.member).filter(series=row.series, area=row.area) if row.series else []
    stops = [{**stop, "mine": request.POST.get(f"sag-{at}", stop["saw"])} for at, stop in enumerate(row.stops)]
    overtaken = isinstance(refusal, DialogueOvertaken)
    conflict = {name: getattr(refusal, name) for name in ("sentence", "theirs", "mine")} if overtaken else None
    context = {
        **_line(row, today), "home": _home(request), "leads": leading, "been": row.held_on <= today,
        "form": form or TellForm(initial=before), "stops": stops, "came_of": request.POST.get("blev", row.came_of),
        "conflict": conflict, "telling": form is not None,
        "refused": refusal.sentence if refusal is not None and not overtaken else "",
        "series": [each for each in others if each.pk != row.pk] if row.series else [],
    }  # fmt: skip
    wrong = form is not None or refusal is not None
    context["version"] = _version(request) if wrong and not overtaken else row.version
    return render(request, "dialogues/one.html", context, status=409 if overtaken else 422 if wrong else 200)


def _version(request: HttpRequest) -> int:
    """Return the version that the page showed; 0 is none."""
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 8 else 0


@leads
@require_POST
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Write how it was."""
    row, form = _found(request, number), TellForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    saw = [request.POST.get(f"sag-{at}", "") for at in range(len(row.stops))]
    try:
        tell_of_dialogue(dialogue=row, told=Told(saw=saw, **form.cleaned_data), version=_version(request),
                         today=timezone.localdate(), by=request.member)  # fmt: skip
    except DialogueOvertaken as overtaken:
        return _page(request, _found(request, number), form=form, refusal=overtaken)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, row, form=form)
    messages.success(request, _("Sparat."))
    return redirect(f"{_home(request)}/{number}")


@leads
@require_POST
def follow_up(request: HttpRequest, number: int) -> HttpResponse:
    """Write what came of what was promised."""
    try:
        follow_up_dialogue(dialogue=_found(request, number), came_of=request.POST.get("blev", ""),
                           version=_version(request), on=timezone.localdate(), by=request.member)  # fmt: skip
    except Refused as refusal:
        now = _found(request, number)
        if now.state in (Dialogue.State.HELD, Dialogue.State.FOLLOWED_UP):
            return _page(request, now, refusal=refusal)
        messages.error(request, with_mine(refusal.sentence, request.POST.get("blev", "")))
    else:
        messages.success(request, _("Sparat."))
    return redirect(f"{_home(request)}/{number}")


@leads
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call it off."""
    try:
        cancel_dialogue(dialogue=_found(request, number), version=_version(request), by=request.member)
        messages.success(request, _("Den är inställd."))
    except DialogueOvertaken as overtaken:
        messages.error(request, _("Någon annan hann före. Nu står det: %(theirs)s.") % {"theirs": overtaken.theirs})
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{_home(request)}/{number}")
