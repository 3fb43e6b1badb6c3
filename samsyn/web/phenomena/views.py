"""The check of phenomena: the areas that have one, its questions, and an area's profile, what to ask the police."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.duties.models import Phenomenon, PhenomenonCheck, Seen
from samsyn.method.duties.phenomena.actions import (
    Answer,
    check_area,
    fetch_phenomena,
    in_use,
    profile,
    save_phenomenon,
    to_ask_the_police,
)
from samsyn.method.duties.phenomena.asked import CATEGORIES
from samsyn.method.plans.querysets import writes
from samsyn.web.duties.shown import MAY_READ, may_read
from samsyn.web.guard import members_who
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import language, named


def _levels() -> list[tuple[int, str]]:
    return [(1, _("svagt")), (2, _("tydligt")), (3, _("starkt"))]


def _only_readers(request: HttpRequest) -> None:
    if not may_read(request.member):
        raise PermissionDenied(_("Lägesanalysen är för kommunen och de andra myndigheterna."))


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/foreteelser"


def _categories(member: Any) -> dict[int, str]:
    at = 1 if language() == "en" else 0
    pairs = setting(member.municipality, "phenomena_categories")
    return {category: pair[at] for category, pair in zip(CATEGORIES, pairs, strict=True)}


def _words(row: Phenomenon) -> str:
    return named({"name_sv": row.words_sv, "name_en": row.words_en})


@members_who(*MAY_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the areas with when they were last checked; a POST fetches the shipped questions."""
    _only_readers(request)
    member = request.member
    if request.method == "POST":
        try:
            fetch_phenomena(by=member)
            messages.success(request, _("Frågorna är hämtade. Skriv om dem så att de passar er."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect(_home(request))
    on = in_use(member)
    last: dict[Any, int] = {}
    for area, year in PhenomenonCheck.objects.visible_to(member).order_by("year").values_list("area", "year"):
        last[area] = year
    areas = [{"area": area, "year": last.get(area.pk)} for area in in_order(_areas(member))] if on else []
    context = {
        "on": on, "areas": areas, "writes": writes(member) and on,
        "has_questions": Phenomenon.objects.visible_to(member).exists(),
    }  # fmt: skip
    return render(request, "phenomena/page.html", context)


def _areas(member: Any) -> Any:
    return Area.objects.visible_to(member).in_working_set(on=timezone.localdate())


@members_who(*MAY_READ)
def questions(request: HttpRequest) -> HttpResponse:
    """Show the questions by category; a POST words one, moves it, switches it off or adds one."""
    _only_readers(request)
    member = request.member
    if request.method == "POST":
        return _saved(request)
    names = _categories(member)
    rows = list(Phenomenon.objects.visible_to(member).order_by("category", "position", "created_at"))
    sides = [{"number": number, "name": names[number], "rows": [row for row in rows if row.category == number]}
             for number in CATEGORIES]  # fmt: skip
    context = {"sides": sides, "names": names, "writes": writes(member) and in_use(member), "home": _home(request)}
    return render(request, "phenomena/questions.html", context)


def _saved(request: HttpRequest) -> HttpResponse:
    told, code = request.POST, request.POST.get("kod", "")
    row = get_object_or_404(Phenomenon.objects.visible_to(request.member), code=code) if code else None
    category = told.get("kategori", "")
    try:
        save_phenomenon(
            phenomenon=row, words=told.get("ord", ""), category=int(category) if category.isdecimal() else 0,
            active=told.get("anvands", "ja") == "ja", by=request.member,
        )  # fmt: skip
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{_home(request)}/fragor")


@members_who(*MAY_READ)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area's profile, the years beside one another, and what to ask the police; a POST keeps this year's."""
    _only_readers(request)
    member = request.member
    area = get_object_or_404(_areas(member), code=code)
    asked = list(Phenomenon.objects.visible_to(member).in_use())
    if request.method == "POST":
        refused = _answered(request, area, asked)
        if not refused:
            return redirect(f"{_home(request)}/omrade/{area.code}")
        messages.error(request, refused)
    checks = list(PhenomenonCheck.objects.visible_to(member).of_area(area))
    context = {
        "area": area, "home": _home(request), "checks": checks, "writes": writes(member) and in_use(member),
        "levels": _levels(), "choices": Seen.choices, **_told(member, checks, asked),
        "sides": _form(request, member, checks, asked),
        "function": request.POST.get("funktion", checks[-1].function if checks else ""),
        "text": request.POST.get("text", checks[-1].text if checks else ""),
    }  # fmt: skip
    return render(request, "phenomena/area.html", context, status=422 if request.method == "POST" else 200)


def _answered(request: HttpRequest, area: Area, asked: list[Phenomenon]) -> str:
    told = request.POST
    answers = {
        row.code: Answer(
            seen=told.get(f"svar-{row.code}") or Seen.UNKNOWN, source=told.get(f"kalla-{row.code}", ""),
            level=int(level) if (level := told.get(f"niva-{row.code}", "")).isdecimal() else None,
        )
        for row in asked
    }  # fmt: skip
    try:
        check_area(area=area, answers=answers, function=told.get("funktion", ""), text=told.get("text", ""),
                   on=timezone.localdate(), by=request.member)  # fmt: skip
    except Refused as refusal:
        return str(refusal.sentence)
    messages.success(request, _("Sparat."))
    return ""


def _told(member: Any, checks: list[PhenomenonCheck], asked: list[Phenomenon]) -> dict[str, Any]:
    """Return the profile year by year, and the questions to the police from the latest check."""
    if not checks:
        return {"profile": [], "to_police": None}
    names = _categories(member)
    by_year = [{side.category: side for side in profile(each, questions=asked)} for each in checks]
    last = checks[-1]
    found = to_ask_the_police(last, questions=asked)
    levels = dict(_levels())
    seen = [
        {"words": _words(row), "level": levels.get(last.answers[row.code].get("level") or 0, ""),
         "source": last.answers[row.code].get("source", "")}
        for row in found["seen"]
    ]  # fmt: skip
    return {
        "profile": [{"name": names[number], "years": [one[number] for one in by_year]} for number in CATEGORIES],
        "to_police": {"seen": seen, "unknown": [_words(row) for row in found["unknown"]]}, "last": last,
    }


def _form(
    request: HttpRequest, member: Any, checks: list[PhenomenonCheck], asked: list[Phenomenon]
) -> list[dict[str, Any]]:
    """Return the questions by category with what was typed, else what was answered last."""
    before = checks[-1].answers if checks else {}
    names, told = _categories(member), request.POST
    rows = {number: [] for number in CATEGORIES}    # type: dict[int, list[dict[str, Any]]]
    for row in asked:
        kept = before.get(row.code, {})
        rows[row.category].append({
            "code": row.code, "words": _words(row), "seen": told.get(f"svar-{row.code}", kept.get("seen", "")),
            "level": told.get(f"niva-{row.code}", str(kept.get("level") or "")),
            "source": told.get(f"kalla-{row.code}", kept.get("source", "")),
        })  # fmt: skip
    return [{"name": names[number], "rows": mine} for number, mine in rows.items() if mine]
