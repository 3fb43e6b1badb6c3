"""The check of phenomena: the areas that have one, its questions, and an area's profile, what to ask the police."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.duties.actions import DutyOvertaken
from samsyn.method.duties.models import Phenomenon, PhenomenonCheck, Seen
from samsyn.method.duties.phenomena.actions import (
    Answer,
    check_area,
    fetch_phenomena,
    in_use,
    profile,
    save_phenomenon,
    stamp_of_check,
    stamp_of_phenomenon,
    to_ask_the_police,
)
from samsyn.method.duties.phenomena.asked import CATEGORIES
from samsyn.method.plans.querysets import writes
from samsyn.web.duties.shown import MAY_READ, may_read
from samsyn.web.duties.views import conflict_of
from samsyn.web.guard import members_who
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import language, named

LEVELS = {"1": 1, "2": 2, "3": 3}


def _levels() -> list[tuple[int, str]]:
    return [(1, _("svagt")), (2, _("tydligt")), (3, _("starkt"))]


def _only_readers(request: HttpRequest) -> None:
    if not may_read(request.member):
        raise PermissionDenied(_("Lägesanalysen är för kommunen och de andra myndigheterna."))


def _only_in_use(request: HttpRequest) -> None:
    """Raise Http404 where the municipality has not turned the check on: what it once answered is not shown either."""
    if not in_use(request.member):
        raise Http404


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
    _only_in_use(request)
    return _saved(request) if request.method == "POST" else _questions_page(request)


def _questions_page(request: HttpRequest, *, refusal: Refused | None = None, of: str = "") -> HttpResponse:
    """Show the questions; with a refusal also what was not saved, in the boxes where it was written."""
    member, told, status = request.member, request.POST, 200
    names, mine = _categories(member), {}
    if refusal is not None:
        status = 409 if isinstance(refusal, DutyOvertaken) else 422
        mine = {"words": told.get("ord", ""), "category": told.get("kategori", ""),
                "used": told.get("anvands") != "nej",
                "refused": refusal.sentence if status == 422 else "",
                "conflict": conflict_of(refusal) if isinstance(refusal, DutyOvertaken) else None}  # fmt: skip
    rows = [
        {"row": row, "seen": stamp_of_phenomenon(row), "words": row.words_sv, "category": str(row.category),
         "used": row.active, **(mine if row.code == of else {})}
        for row in Phenomenon.objects.visible_to(member).order_by("category", "position", "created_at")
    ]  # fmt: skip
    for one in rows:
        one["seen"] = told.get("sedd", "") if one.get("refused") else one["seen"]
    sides = [{"number": number, "name": names[number], "rows": [one for one in rows if one["row"].category == number]}
             for number in CATEGORIES]  # fmt: skip
    context = {"sides": sides, "names": {str(number): name for number, name in names.items()}, "home": _home(request),
               "writes": writes(member), "new": {} if of else mine}  # fmt: skip
    return render(request, "phenomena/questions.html", context, status=status)


def _saved(request: HttpRequest) -> HttpResponse:
    told, code = request.POST, request.POST.get("kod", "")
    row = get_object_or_404(Phenomenon.objects.visible_to(request.member), code=code) if code else None
    category = told.get("kategori", "")
    try:
        save_phenomenon(
            phenomenon=row, words=told.get("ord", ""),
            category=next((each for each in CATEGORIES if str(each) == category), 0),
            active=told.get("anvands", "ja") == "ja", seen=told.get("sedd", ""), by=request.member,
        )  # fmt: skip
    except Refused as refusal:
        return _questions_page(request, refusal=refusal, of=code)
    messages.success(request, _("Sparat."))
    return redirect(f"{_home(request)}/fragor")


@members_who(*MAY_READ)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area's profile, the years beside one another, and what to ask the police; a POST keeps this year's."""
    _only_readers(request)
    _only_in_use(request)
    member, refusal = request.member, None
    area = get_object_or_404(_areas(member), code=code)
    asked = list(Phenomenon.objects.visible_to(member).in_use())
    if request.method == "POST":
        refusal = _answered(request, area, asked)
        if refusal is None:
            return redirect(f"{_home(request)}/omrade/{area.code}")
    checks = list(PhenomenonCheck.objects.visible_to(member).of_area(area))
    conflict = conflict_of(refusal) if isinstance(refusal, DutyOvertaken) else None
    refused = refusal.sentence if refusal is not None and conflict is None else ""
    this = next((row for row in checks if row.year == timezone.localdate().year), None)
    context = {
        "area": area, "home": _home(request), "checks": checks, "writes": writes(member),
        "conflict": conflict, "refused": refused,
        "seen": request.POST.get("sedd", "") if refused else stamp_of_check(this),
        "levels": _levels(), "choices": Seen.choices, **_told(member, checks, asked),
        "sides": _form(request, member, checks, asked),
        "function": request.POST.get("funktion", checks[-1].function if checks else ""),
        "text": request.POST.get("text", checks[-1].text if checks else ""),
    }  # fmt: skip
    status = 409 if conflict else 422 if refused else 200
    return render(request, "phenomena/area.html", context, status=status)


def _answered(request: HttpRequest, area: Area, asked: list[Phenomenon]) -> Refused | None:
    told = request.POST
    answers = {
        row.code: Answer(
            seen=told.get(f"svar-{row.code}") or Seen.UNKNOWN, source=told.get(f"kalla-{row.code}", ""),
            level=LEVELS.get(told.get(f"niva-{row.code}", "")),
        )
        for row in asked
    }  # fmt: skip
    try:
        check_area(area=area, answers=answers, function=told.get("funktion", ""), text=told.get("text", ""),
                   on=timezone.localdate(), seen=told.get("sedd", ""), by=request.member)  # fmt: skip
    except Refused as refusal:
        return refusal
    messages.success(request, _("Sparat."))
    return None


def _told(member: Any, checks: list[PhenomenonCheck], asked: list[Phenomenon]) -> dict[str, Any]:
    """Return the profile year by year, and the questions to the police from the latest check."""
    if not checks:
        return {"profile": [], "to_police": None}
    names = _categories(member)
    by_year = [(each.year, {side.category: side for side in profile(each, questions=asked)}) for each in checks]
    last = checks[-1]
    found = to_ask_the_police(last, questions=asked)
    levels = dict(_levels())
    seen = [
        {"words": _words(row), "level": levels.get(last.answers[row.code].get("level") or 0, ""),
         "source": last.answers[row.code].get("source", "")}
        for row in found["seen"]
    ]  # fmt: skip
    return {
        "profile": [
            {"name": names[number], "years": [(year, one[number]) for year, one in by_year]}
            for number in CATEGORIES
        ],
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
