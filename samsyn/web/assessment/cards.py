"""The cards of a picture: what stands out, why, how sure it is, and the three answers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.meetings.actions import bring_card
from samsyn.method.observations.models import Audience
from samsyn.method.pictures.finding_models import Finding, Response
from samsyn.method.pictures.findings.actions import ANSWERS_THEM, respond
from samsyn.method.pictures.findings.answering import answers_for, narrowest
from samsyn.method.pictures.findings.telling import card_of
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.own_querysets import audiences_of
from samsyn.method.pictures.tables import audience_of
from samsyn.web.assessment.views import function_of
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.measures.forms import LineForm
from samsyn.web.not_lost import with_mine
from samsyn.web.templatetags.samsyn import named
from samsyn.web.ways import Ways

Row = dict[str, Any]
METRES_A_DEGREE = 111_320.0
ORDER = ("place", "area", "category", "total", "pattern")
STATES = {
    "act": ("check", "green"), "watch": ("eye", ""), "dismiss": ("cross", ""), "asleep": ("clock", ""),
    "answered": ("check", ""), "": ("question", "yellow"),
}  # fmt: skip


def cards_of(picture: SituationalPicture, member: Any, tables: Row) -> Row:
    """Return the cards of a picture: as they stand now for those who answer, else as they were kept with it."""
    ways = Ways(picture, member)
    answers = any(member.may(each) for each in ANSWERS_THEM)
    rows = _live(picture, member) if answers else list(tables.get("findings", []))
    shown = [{**row, **_words(row), "way": _way(row, ways)} for row in sorted(rows, key=_in_order)]
    waiting = [row for row in shown if not row["answer"]]
    return {
        "waiting": waiting, "answered": [row for row in shown if row["answer"]], "answers": answers,
        "function": function_of(member), "may_measure": member.may(Permission.DECIDE_MEASURES),
    }  # fmt: skip


def _in_order(row: Row) -> tuple[int, str]:
    return ORDER.index(row["kind"]), str(row["name_sv"])


def _live(picture: SituationalPicture, member: Any) -> list[Row]:
    audience = audience_of(member)
    findings = list(Finding.objects.visible_to(member).of_week(picture.week))
    answers = answers_for(findings, audience=audience)
    choose = len(audiences_of(member)) > 1
    rows = []
    for finding in findings:
        told = card_of(finding, audience)
        if told is not None:
            given = answers[finding.pk]
            rows.append({
                **told, "id": finding.pk, "answer": given.state, "leads_to": given.leads_to, "why": given.why,
                "by": given.function, "may_choose": choose and bool(finding.parties), "shown_to": narrowest(finding),
            })  # fmt: skip
    return rows


def _words(row: Row) -> Row:
    symbol, kind = STATES[row["answer"]]
    words = {
        "": _("väntar på svar"), "act": _("tas upp"), "watch": _("bevakas"), "dismiss": _("undanlagt"),
        "asleep": _("somnade obesvarat"), "answered": _("besvarat"),
    }[row["answer"]]  # fmt: skip
    leads = {"meeting": _("tas upp på mötet"), "measure": _("blev en åtgärd")}.get(row["leads_to"], "")
    kinds = {
        "place": _("Plats"), "area": _("Område"), "category": _("Slag av händelse"), "total": _("Hela kommunen"),
        "pattern": _("Mönster"),
    }  # fmt: skip
    near = _("En plats i %(area)s") % {"area": row.get("area") or "–"} if row["kind"] == "place" else ""
    return {
        "kind_words": kinds[row["kind"]], "title": named(row) or near or kinds[row["kind"]],
        "state_words": leads or words, "symbol": symbol, "state_kind": kind,
    }  # fmt: skip


def _way(row: Row, ways: Ways) -> Any:
    weeks = row.get("window_weeks")
    if row["kind"] == "area":
        return ways.reports(weeks=weeks, area=row["code"])
    if row["kind"] == "category":
        return ways.reports(weeks=weeks, category=row["code"])
    if row["kind"] == "place":
        return ways.reports(weeks=weeks, box=_around(row))
    return ways.figures("att-titta-pa" if row["kind"] == "pattern" else "omraden")


def _around(row: Row) -> str:
    """Return the square around a place as the list of reports knows it."""
    reach = max(float(row.get("radius_m") or 0), 60.0) / METRES_A_DEGREE
    lon, lat = float(row["lon"]), float(row["lat"])
    return ",".join(f"{edge:.5f}" for edge in (lon - 2 * reach, lat - reach, lon + 2 * reach, lat + reach))


def _found(request: HttpRequest, week: Week, pk: UUID) -> tuple[SituationalPicture, Finding]:
    picture = get_object_or_404(SituationalPicture.objects.visible_to(request.member), iso_week=week.iso)
    return picture, get_object_or_404(Finding.objects.visible_to(request.member), pk=pk)


def _back(request: HttpRequest, week: Week) -> HttpResponse:
    return redirect(f"/{request.member.municipality.slug}/lagesbild/{week.address}#stallning")


@members_who(*ANSWERS_THEM)
@require_POST
def answer(request: HttpRequest, week: Week, pk: UUID) -> HttpResponse:
    """Answer a card: take it up at the meeting, watch it, or set it aside and say why."""
    _picture, finding = _found(request, week, pk)
    given, function = request.POST.get("svar", ""), request.POST.get("funktion", "") or function_of(request.member)
    try:
        respond(
            finding=finding, answer=given, reason=request.POST.get("skal", ""), function=function,
            leads_to=Response.LeadsTo.MEETING if given == Response.Answer.ACT else "", now=timezone.now(),
            audience=request.POST.get("visas_for", ""), by=request.member,
        )  # fmt: skip
        if given == Response.Answer.ACT:
            bring_card(finding=finding, by=request.member)
        messages.success(request, _("Svaret är noterat."))
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, request.POST.get("skal", "")))
    return _back(request, week)


@members_who(Permission.DECIDE_MEASURES)
def measure(request: HttpRequest, week: Week, pk: UUID) -> HttpResponse:
    """Let a card become a measure, in one line."""
    picture, finding = _found(request, week, pk)
    told = card_of(finding, audience_of(request.member))
    today = timezone.localdate()
    known = {"place": finding.place_id, "area": finding.area_id}
    where = next((f"{kind}:{found}" for kind, found in known.items() if found), "")
    sent = request.method == "POST"
    first = {"where": where, "due_on": today + timedelta(days=7)}
    form = LineForm(request.POST if sent else None, member=request.member, today=today, initial=first)
    if sent and form.is_valid():
        try:
            number = _measured(request, form, picture=picture, finding=finding)
            messages.success(request, _("Åtgärd %(number)s är beslutad.") % {"number": number})
            return _back(request, week)
        except Refused as refusal:
            form.add_error("what", refusal.sentence)
    card = {**(told or {}), **_words({"answer": "", "leads_to": "", "kind": finding.kind, **(told or {})})}
    context = {"week": week, "card": card, "form": form, "finding": finding}
    return render(request, "assessment/measure.html", context, status=422 if sent else 200)


@transaction.atomic
def _measured(request: HttpRequest, form: LineForm, *, picture: SituationalPicture, finding: Finding) -> int:
    """Decide on the measure and answer the card with it, both or neither."""
    line, now = form.line(), timezone.now()
    answers = finding.about if finding.parties or _is_for_authorities(line) else ""
    told = replace(line, picture=picture, answers=answers)
    made = decide_measure(line=told, today=timezone.localdate(), key=key_of(request), by=request.member)
    closed = _is_for_authorities(line) and "authorities" in audiences_of(request.member)
    respond(
        finding=finding, answer=Response.Answer.ACT, leads_to=Response.LeadsTo.MEASURE,
        function=function_of(request.member), audience="authorities" if closed else "", now=now, by=request.member,
    )  # fmt: skip
    return int(made.number)


def _is_for_authorities(line: Line) -> bool:
    """Whether only authorities read the measure: what stood out for them alone may be named in it."""
    return line.audience == Audience.AUTHORITIES or line.presence and not line.audience
