"""The parties' pictures side by side: agree, differ or leave out, with one key each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.pictures.merging.actions import MergeOvertaken, open_again, settle, settle_rest
from samsyn.method.pictures.merging.board import Row, board
from samsyn.method.pictures.models import OwnPicture, SituationalPicture
from samsyn.web.guard import members_who
from samsyn.web.not_lost import with_mine

compilers = members_who(Permission.COMPILE_PICTURE)
OPEN = "open"


def _found(request: HttpRequest, week: Week) -> SituationalPicture:
    return get_object_or_404(SituationalPicture.objects.visible_to(request.member), iso_week=week.iso)


def _address(request: HttpRequest, week: Week, below: str = "") -> str:
    return f"/{request.member.municipality.slug}/sammanfoga/{week.address}{below}"


@compilers
def show(request: HttpRequest, week: Week) -> HttpResponse:
    """Show the board, or settle one row of it."""
    if not setting(request.member.municipality, "own_pictures"):
        raise Http404
    if request.method == "POST":
        return _settle(request, week)
    return _page(request, week)


def _page(request: HttpRequest, week: Week, *, conflict: Any = None, status: int = 200) -> HttpResponse:
    member = request.member
    picture = SituationalPicture.objects.visible_to(member).filter(iso_week=week.iso).first()
    rows = board(picture, member) if picture else []
    context = {
        "week": week, "picture": picture, "rows": [_shown(row) for row in rows], "parties": _parties(week, member),
        "left": sum(row.item is None or row.is_stale for row in rows), "conflict": conflict,
        "here": _address(request, week), "locked": picture is not None and picture.is_locked,
    }  # fmt: skip
    return render(request, "merging/page.html", context, status=status)


def _shown(row: Row) -> dict[str, Any]:
    fullest = max((point.text for point in row.points), key=len, default="")
    several = len({point.own_picture.organisation_id for point in row.points}) > 1
    return {
        "row": row, "code": row.code, "id": row.code.replace(".", "-"), "item": row.item, "several": several,
        "text": row.item.text if row.item and row.item.text else fullest,
        "chosen": row.item.verdict if row.item and not row.is_stale else "",
    }  # fmt: skip


def _parties(week: Week, member: Any) -> list[dict[str, Any]]:
    """Return the parties on duty, with what they have answered; who has only a draft has not."""
    on_duty = Organisation.objects.visible_to(member).open_on(week.last_day).filter(on_duty=True).order_by("name")
    handed = {one.organisation_id: one for one in OwnPicture.objects.visible_to(member).of_week(week).handed_in()}
    return [{"party": one, "own": handed.get(one.pk)} for one in on_duty]


def _settle(request: HttpRequest, week: Week) -> HttpResponse:
    picture, told, by = _found(request, week), request.POST, request.member
    code, verdict, version = told.get("rad", ""), told.get("gor", ""), told.get("version", "")
    try:
        if verdict == OPEN:
            open_again(picture=picture, code=code, by=by)
            return redirect(_address(request, week, f"#rad-{code.replace('.', '-')}"))
        settle(
            picture=picture, code=code, verdict=verdict, text=told.get("text", ""),
            version=int(version) if version.isdecimal() and len(version) < 9 else -1, by=by,
        )  # fmt: skip
    except MergeOvertaken as overtaken:
        conflict = {
            "code": code, "theirs": overtaken.theirs, "mine": overtaken.mine, "sentence": overtaken.sentence,
        }  # fmt: skip
        return _page(request, week, conflict=conflict, status=409)
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, told.get("text", "")))
        return redirect(_address(request, week, f"#rad-{code.replace('.', '-')}"))
    return redirect(_address(request, week, f"#{_next_open(picture, code, by)}"))


def _next_open(picture: SituationalPicture, code: str, by: Any) -> str:
    """Name the next row that is open after the one just settled, so that one key leads on to the next."""
    rows = board(picture, by)
    at = next((n for n, row in enumerate(rows) if row.code == code), -1)
    waiting = [row for row in [*rows[at + 1 :], *rows[: at + 1]] if row.item is None or row.is_stale]
    return f"rad-{waiting[0].code.replace('.', '-')}" if waiting else "klart"


@compilers
@require_POST
def rest(request: HttpRequest, week: Week) -> HttpResponse:
    """Settle everything that is left as suggested."""
    picture = _found(request, week)
    try:
        count = settle_rest(picture=picture, by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        words = ngettext("%(n)s plats är sammanfogad.", "%(n)s platser är sammanfogade.", count)
        messages.success(request, words % {"n": count} if count else _("Allt var redan sammanfogat."))
    return redirect(_address(request, week, "#klart"))
