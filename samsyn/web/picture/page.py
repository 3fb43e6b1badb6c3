"""The page of one picture: its tables in the order of its layout, and what this member may do with it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.pictures.corrections.late import late_since
from samsyn.method.pictures.layouts.known import layouts_of
from samsyn.method.pictures.models import PictureCorrection, PictureFinding, SituationalPicture
from samsyn.method.pictures.own_models import ShownTo
from samsyn.method.pictures.own_querysets import audiences_of
from samsyn.method.pictures.patterns.telling import title_of
from samsyn.method.pictures.tables import audience_of
from samsyn.web.assessment.moment import moment_of
from samsyn.web.phases.placing import standing
from samsyn.web.picture.marked import marked_rows
from samsyn.web.picture.parts import parts_of
from samsyn.web.picture.tables import page_of
from samsyn.web.templatetags.samsyn import language, named, week_words


def address_of(request: HttpRequest, week: Week, below: str = "") -> str:
    """Return the address of a week's picture."""
    return f"/{request.member.municipality.slug}/lagesbild/{week.address}{below}"


def found_picture(request: HttpRequest, week: Week) -> SituationalPicture:
    """Return the week's picture if the member may see it; else 404."""
    return get_object_or_404(SituationalPicture.objects.visible_to(request.member), iso_week=week.iso)


def page_for(
    request: HttpRequest, picture: SituationalPicture, *, conflict: Any = None, status: int = 200
) -> HttpResponse:
    """Show one picture with the tables of the member's audience; `conflict` holds two texts of the same section."""
    member, week = request.member, picture.week
    others = SituationalPicture.objects.visible_to(member)
    before = others.filter(iso_week__lt=week.iso).order_by("-iso_week").first()
    after = others.filter(iso_week__gt=week.iso).order_by("iso_week").first()
    page = page_of(picture, member)
    page |= moment_of(picture, member, page["tables"])
    context = {
        **page, "marked": marked_rows(picture, member),
        "to_take_out": _to_take_out(request, picture) if page["findings"] else [],
        "address": address_of(request, week), "week_short": week_words(week), "function": _function_of(member),
        "before": address_of(request, before.week) if before else "",
        "after": address_of(request, after.week) if after else "",
        "parts": parts_of(picture, page, member), "conflict": conflict, **_work(picture, member, page),
        "has_before": before is not None, **_after_lock(picture, member),
        "standing": standing(member, on=week.last_day), "phases_on": week.last_day,
    }  # fmt: skip
    return render(request, "picture/page.html", context, status=status)


def _work(picture: SituationalPicture, member: Any, page: dict[str, Any]) -> dict[str, Any]:
    """Return what may be done with a draft."""
    writes = not picture.is_locked and member.may(Permission.COMPILE_PICTURE)
    layout = page["tables"].get("layout")
    read = audiences_of(member)
    return {
        "writes": writes, "layouts": layouts_of(picture.municipality) if writes else [],
        "layout_name": named(layout) if layout else "",
        "may_comment": picture.is_shared and member.may(Permission.SEE_ACCEPTED),
        "comment_audiences": [(one.value, one.label) for one in ShownTo if one.value in read],
        "own_on": setting(picture.municipality, "own_pictures"),
        "may_write_own": bool(member.organisations_that(Permission.SEE_ACCEPTED)),
    }


def _after_lock(picture: SituationalPicture, member: Any) -> dict[str, Any]:
    if not picture.is_locked:
        return {}
    corrections = PictureCorrection.objects.visible_to(member).of_picture(picture) if picture.edition > 1 else []
    return {"late_now": late_since(picture, audience_of(member)), "corrections": corrections}


def _to_take_out(request: HttpRequest, picture: SituationalPicture) -> list[dict[str, Any]]:
    """The findings of a draft that the member may take out again."""
    if picture.is_locked or not request.member.may(Permission.COMPILE_PICTURE):
        return []
    found = PictureFinding.objects.visible_to(request.member).of_picture(picture).values_list("id", "question")
    return [{"id": id, "title": title_of(json.loads(question)["method"], language())} for id, question in found]


def _function_of(member: Any) -> str:
    """Name the function that would lock: the member's first role."""
    return named(member.memberships[0].role) if member.memberships else ""
