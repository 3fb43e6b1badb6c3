"""The year wheel: a ring and a list, what to check now, and the group's own changes to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.actions import begin_year_wheel, save_year_rule, switch_year_rule
from samsyn.ground.calendar.models import YearRule
from samsyn.ground.calendar.wheel import IN_PICTURE, Occurrence, to_check, wheel_between
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.guard import members_who
from samsyn.web.templatetags.samsyn import language, named
from samsyn.web.year.drawing import Arc, wheel
from samsyn.web.year.forms import RuleForm
from samsyn.web.year.playbooks import ways_of

MAY_LOOK = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE, Permission.SEE_MEASURES)
settings_only = members_who(Permission.MANAGE_SETTINGS)
MOST_RINGS = 5
FIRST_YEAR, LAST_YEAR = 2020, 2099


@members_who(*MAY_LOOK)
def show(request: HttpRequest) -> HttpResponse:
    """Show a year as a ring and as a list, and what lies so near that it should be checked now."""
    member, today = request.member, timezone.localdate()
    told = request.GET.get("ar", "")
    year = int(told) if told.isdecimal() and FIRST_YEAR <= int(told) <= LAST_YEAR else today.year
    found = wheel_between(member.municipality, date(year, 1, 1), date(year, 12, 31))
    rows = [_row(number, each, today) for number, each in enumerate(found, start=1)]
    _with_weeks(rows, member)
    due = [_row(0, each, today) for each in to_check(member.municipality, today)]
    ways = ways_of(member, {row["rule"].playbook for row in (*rows, *due)})
    for row in (*rows, *due):
        row["way"] = ways.get(row["rule"].playbook)
    hidden = YearRule.objects.visible_to(member).filter(active=False).order_by("name_sv")
    may = member.may(Permission.MANAGE_SETTINGS)
    context = {
        "year": year, "rows": rows, "due": due, "hidden": list(hidden) if may else [], "may_change": may,
        "years": [each for each in (year - 1, year + 1) if FIRST_YEAR <= each <= LAST_YEAR],
        "drawing": mark_safe(_drawing(rows, year=year, today=today)) if rows else "",
    }  # fmt: skip
    return render(request, "year/page.html", context)


def _row(number: int, each: Occurrence, today: date) -> dict[str, Any]:
    checks = each.rule.checks_en if language() == "en" and each.rule.checks_en else each.rule.checks_sv
    return {
        "number": number, "rule": each.rule, "name": named(each.rule), "first_day": each.first_day,
        "last_day": each.last_day, "own": each.own, "checks": [line for line in checks.splitlines() if line.strip()],
        "days": (each.first_day - today).days, "past": each.last_day < today,
        "now": each.first_day <= today <= each.last_day, "week": Week.containing(each.first_day),
        "in_picture": each.rule.kind in IN_PICTURE, "picture": None, "meetings": [],
    }  # fmt: skip


def _with_weeks(rows: Sequence[dict[str, Any]], member: Any) -> None:
    """Give each row the picture whose coming week it stands in, and the meetings held in the two weeks before it."""
    if not rows:
        return
    first, last = rows[0]["first_day"] - timedelta(days=14), rows[-1]["last_day"]
    pictures = SituationalPicture.objects.visible_to(member).filter(
        iso_week__gte=Week.containing(first).iso, iso_week__lte=Week.containing(last).iso
    )
    by_week = {each.iso_week: each for each in pictures}
    held = Meeting.objects.visible_to(member).filter(held_on__gte=first, held_on__lte=last)
    meetings = list(held.order_by("held_on"))
    for row in rows:
        before = row["week"] - 1
        row["picture"] = by_week.get(before.iso) if row["in_picture"] else None
        opens = row["first_day"] - timedelta(days=14)
        row["meetings"] = [each for each in meetings if opens <= each.held_on <= row["first_day"]][-2:]


def _drawing(rows: Sequence[dict[str, Any]], *, year: int, today: date) -> str:
    arcs: list[Arc] = []
    ends: list[date] = []
    for row in rows:
        ring = next((n for n, end in enumerate(ends) if row["first_day"] > end + timedelta(days=12)), len(ends))
        ring = min(ring, MOST_RINGS - 1)
        ends[ring:ring + 1] = [row["last_day"]]
        arcs.append(Arc(row["number"], row["name"], row["first_day"], row["last_day"], ring, row["rule"].kind))
    months = [_("jan"), _("feb"), _("mars"), _("april"), _("maj"), _("juni"), _("juli"), _("aug"), _("sep"), _("okt"),
              _("nov"), _("dec")]  # fmt: skip
    return wheel(arcs, year=year, months=months, today=today, title=_("Årshjul %(year)s") % {"year": year},
                 desc=_("Samma sak står i listan, med samma nummer."))  # fmt: skip


@settings_only
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Take in the proposed wheel."""
    count = begin_year_wheel(by=request.member)
    messages.success(request, _("%(n)s saker lades i årshjulet. Ändra dem så att de stämmer hos er.") % {"n": count})
    return redirect(_home(request))


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/arshjul/"


@settings_only
def add(request: HttpRequest) -> HttpResponse:
    """Add something of one's own."""
    return _ask(request, rule=None)


@settings_only
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change something in the wheel."""
    return _ask(request, rule=get_object_or_404(YearRule.objects.visible_to(request.member), code=code))


def _ask(request: HttpRequest, *, rule: YearRule | None) -> HttpResponse:
    form = RuleForm(request.POST or None, member=request.member, rule=rule)
    if request.method == "POST" and form.is_valid():
        code = rule.code if rule else _free_code(request.member, form.cleaned_data["name_sv"])
        try:
            save_year_rule(code=code, by=request.member, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_home(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    context = {"form": form, "rule": rule, "home": _home(request)}
    return render(request, "year/change.html", context, status=422 if form.errors else 200)


def _free_code(member: Any, name: str) -> str:
    taken = set(YearRule.objects.visible_to(member).values_list("code", flat=True))
    base = slugify(name)[:30] or "eget"
    tries = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in tries if code not in taken)


@settings_only
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Hide something from the wheel, or show it again."""
    rule = get_object_or_404(YearRule.objects.visible_to(request.member), code=code)
    switch_year_rule(rule=rule, active=not rule.active, by=request.member)
    messages.success(request, _("Sparat."))
    return redirect(_home(request))
