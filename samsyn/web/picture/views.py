"""The week's picture on screen: look, take home, lock."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.documents.weekly import weekly_pdf
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.models import PictureFinding, SituationalPicture
from samsyn.method.pictures.patterns.telling import title_of
from samsyn.method.pictures.tables import audience_of, picture_json
from samsyn.web.guard import members_who
from samsyn.web.picture.marked import marked_rows
from samsyn.web.picture.tables import page_of
from samsyn.web.templatetags.samsyn import language, named, week_words

MAY_LOOK = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE)
PICTURES_ON_A_PAGE = 26
WEEKS_TO_CHOOSE = 26


def _address(request: HttpRequest, week: Week) -> str:
    return f"/{request.member.municipality.slug}/lagesbild/{week.address}"


def _found(request: HttpRequest, week: Week) -> SituationalPicture:
    return get_object_or_404(SituationalPicture.objects.visible_to(request.member), iso_week=week.iso)


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List the pictures, the latest first; let the coordinator make one."""
    pictures = SituationalPicture.objects.visible_to(request.member).latest_first()
    page = Paginator(pictures, PICTURES_ON_A_PAGE).get_page(request.GET.get("page"))
    last = Week.containing(timezone.localdate()) - 1
    weeks = [last - n for n in range(WEEKS_TO_CHOOSE)]
    return render(request, "picture/index.html", {"page": page, "pictures": list(page), "weeks": weeks})


@members_who(*MAY_LOOK)
def show(request: HttpRequest, week: Week) -> HttpResponse:
    """Show one picture with the tables of the member's audience."""
    picture = _found(request, week)
    others = SituationalPicture.objects.visible_to(request.member)
    before = others.filter(iso_week__lt=week.iso).order_by("-iso_week").first()
    after = others.filter(iso_week__gt=week.iso).order_by("iso_week").first()
    page = page_of(picture, request.member)
    context = {
        **page,
        "marked": marked_rows(picture, request.member),
        "to_take_out": _to_take_out(request, picture) if page["findings"] else [],
        "address": _address(request, week),
        "week_short": week_words(week),
        "function": _function_of(request.member),
        "before": _address(request, before.week) if before else "",
        "after": _address(request, after.week) if after else "",
    }
    return render(request, "picture/page.html", context)


def _to_take_out(request: HttpRequest, picture: SituationalPicture) -> list[dict[str, Any]]:
    """The findings of a draft that the member may take out again."""
    if picture.is_locked or not request.member.may(Permission.COMPILE_PICTURE):
        return []
    found = PictureFinding.objects.visible_to(request.member).of_picture(picture).values_list("id", "question")
    return [{"id": id, "title": title_of(json.loads(question)["method"], language())} for id, question in found]


def _function_of(member: Any) -> str:
    """Name the function that would lock: the member's first role."""
    return named(member.memberships[0].role) if member.memberships else ""


@members_who(*MAY_LOOK)
def as_json(request: HttpRequest, week: Week) -> HttpResponse:
    """The picture as canonical JSON."""
    content = picture_json(_found(request, week), audience_of(request.member))
    return _file(content, "application/json", f"lagesbild-{request.member.municipality.slug}-{week.address}.json")


@members_who(*MAY_LOOK)
def as_pdf(request: HttpRequest, week: Week) -> HttpResponse:
    """The picture on paper."""
    content = weekly_pdf(_found(request, week), audience=audience_of(request.member), language=language())
    return _file(content, "application/pdf", f"lagesbild-{request.member.municipality.slug}-{week.address}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})


@require_POST
def _compile(request: HttpRequest) -> HttpResponse:
    member = request.member
    try:
        week = Week.parse(request.POST.get("vecka", ""))
        compile_picture(municipality=member.municipality, week=week, now=timezone.now(), by=member)
    except (Refused, ValueError) as problem:
        messages.error(request, str(problem) if isinstance(problem, Refused) else _("Välj en vecka."))
        return redirect(f"/{member.municipality.slug}/lagesbild/")
    return redirect(_address(request, week))


@require_POST
def _lock(request: HttpRequest, week: Week) -> HttpResponse:
    try:
        picture, function = _found(request, week), request.POST.get("funktion", "")
        lock_picture(picture=picture, function=function, now=timezone.now(), by=request.member)
        messages.success(request, _("Lägesbilden är låst. Alla som får se den ser den nu."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_address(request, week))


compile = members_who(Permission.COMPILE_PICTURE)(_compile)
lock = members_who(Permission.LOCK_PICTURE)(_lock)
