"""The profile of an area, and the list of areas that leads to it: by name, never by figures."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samsyn.documents.area_paper import area_pdf, class_note, compared_words, reports_words, stigma
from samsyn.documents.area_profile import KINDS, Profile, profile_of
from samsyn.documents.area_words import class_words, told
from samsyn.documents.charts import sparkline
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area, AreaSet
from samsyn.method.indicators.models import Indicator
from samsyn.method.problems.models import AreaFactor
from samsyn.web.guard import members_who
from samsyn.web.phases.placing import phases_of
from samsyn.web.sorting import sort_key
from samsyn.web.templatetags.samsyn import language

MAY_LOOK = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE)
MAY_TELL = (Permission.LEAD_MEETING, Permission.SEE_ALL)
CLASS_SYMBOLS = {"up": "more", "down": "fewer", "same": "usual"}


@members_who(*MAY_LOOK)
def listed(request: HttpRequest) -> HttpResponse:
    """List the areas of every division by name; the one that reports are counted in first."""
    member = request.member
    sets = list(AreaSet.objects.visible_to(member).order_by("-working", "name", "-valid_from"))
    by_set: dict[Any, list[Area]] = {each.pk: [] for each in sets}
    for area in Area.objects.visible_to(member).only("pk", "code", "name", "area_set_id"):
        by_set[area.area_set_id].append(area)
    shelves = [
        {"set": each, "areas": [
            {"area": area, "address": address_of(area, member.municipality.slug)}
            for area in sorted(by_set[each.pk], key=lambda area: (sort_key(area.name), area.code))
        ]}
        for each in sets if by_set[each.pk]
    ]  # fmt: skip
    return render(request, "area/index.html", {"shelves": shelves})


def address_of(area: Area, slug: str) -> str:
    """Return where the profile of an area stands; which division is told, for a code may stand in several."""
    return f"/{slug}/omrade/{quote(area.code, safe='')}/?indelning={area.area_set_id}"


def _area(request: HttpRequest, code: str) -> Area:
    """Return the area of the division asked for, else of the one reports are counted in, else of the latest."""
    found = Area.objects.visible_to(request.member).filter(code=code).select_related("area_set", "municipality")
    areas = sorted(found, key=lambda each: (each.area_set.working, each.area_set.valid_from, str(each.pk)))
    if not areas:
        raise Http404
    asked = request.GET.get("indelning", "")
    return next((each for each in areas if str(each.area_set_id) == asked), areas[-1])


@members_who(*MAY_LOOK)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that is known about an area."""
    member, area = request.member, _area(request, code)
    profile = profile_of(area, today=timezone.localdate(), by=member, beside=request.GET.get("jamfor", ""))
    beside = profile.beside.area.name if profile.beside else ""
    kinds = [
        {"code": kind, "name": Indicator.Kind(kind).label, "figures": [_shown(told(line, beside=beside))
                                                                         for line in profile.of_kind(kind)]}
        for kind in KINDS
    ]  # fmt: skip
    context = {
        "area": area, "profile": profile, "kinds": [each for each in kinds if each["figures"]], "stigma": stigma(),
        "classes": [{"row": each, "words": class_words(each), "symbol": CLASS_SYMBOLS.get(each.trend, "")}
                    for each in profile.classes],
        "class_note": class_note(), "beside": beside, "compared": compared_words(beside) if beside else "",
        "others": _others(profile, member.municipality.slug), "reports": _reports(profile),
        "factors": [(AreaFactor.Heading(code_).label, rows) for code_, rows in profile.factors.items()],
        "see_factors": member.may(Permission.SEE_MEASURES) or any(member.may(each) for each in MAY_TELL),
        "phases": phases_of(member, area=area), "works": area.area_set.working and member.may(Permission.LEAD_MEETING),
        "paper": f"profil.pdf?indelning={area.area_set_id}",
    }  # fmt: skip
    return render(request, "area/page.html", context)


def _shown(each: Any) -> dict[str, Any]:
    names = [_("Period"), _("Värde"), _("95 %-gränser"), _("Per 1 000 invånare"), _("Antal svar"), _("Svarsandel"),
             _("Anmärkning")]  # fmt: skip
    used = [n for n in range(len(names)) if n < 2 or any(row[n] for row in each.rows)]
    table = {"heads": [names[n] for n in used], "rows": [[row[n] or "–" for n in used] for row in each.rows]}
    return {**each._asdict(), "drawing": mark_safe(each.drawing), "table": table}


def _others(profile: Profile, slug: str) -> list[dict[str, Any]]:
    """Return the areas that may stand beside, each with how many measures it was compared in."""
    here = f"/{slug}/omrade/{quote(profile.area.code, safe='')}/?indelning={profile.area.area_set_id}&jamfor="
    return [
        {"name": each.area.name, "address": here + quote(each.area.code, safe=""), "measures": len(each.measures),
         "here": profile.beside is not None and each.area.pk == profile.beside.area.pk}
        for each in profile.comparisons
    ]  # fmt: skip


def _reports(profile: Profile) -> dict[str, Any] | None:
    reports = profile.reports
    if reports is None or not any(each.events for each in reports.quarters):
        return None
    nothing = [None] * len(reports.quarters)
    drawing = sparkline([each.events for each in reports.quarters], nothing, nothing,
                        title=_("Rapporter per kvartal"), width=240, height=48)  # fmt: skip
    return {"own": reports, "words": reports_words(reports), "drawing": mark_safe(drawing)}


@members_who(*MAY_LOOK)
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Give the profile as a tagged PDF."""
    area, today = _area(request, code), timezone.localdate()
    profile = profile_of(area, today=today, by=request.member, beside=request.GET.get("jamfor", ""))
    answer = HttpResponse(area_pdf(profile, today=today, language=language()), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="omradesprofil-{quote(area.code, safe="")}.pdf"'
    return answer
