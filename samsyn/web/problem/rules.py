"""What a municipality expects on the way: when a problem is suggested, and what must be ready for each state."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.problems.equipping.shipped import shipped_ways
from samsyn.method.problems.models import ReadyItem, TriggerRule
from samsyn.method.problems.states import ORDER
from samsyn.method.problems.ways.actions import change_ready_item, change_rule
from samsyn.web.guard import members_who
from samsyn.web.not_lost import with_mine
from samsyn.web.problem.steps import home_of

leads = members_who(Permission.LEAD_MEETING)


@leads
def show(request: HttpRequest) -> HttpResponse:
    """Show the rules and what must be ready."""
    own = {row.kind: row for row in TriggerRule.objects.visible_to(request.member)}
    shipped = {row["kind"]: TriggerRule(**row) for row in shipped_ways()["rules"]}
    items = list(ReadyItem.objects.visible_to(request.member).order_by("position", "id"))
    context = {
        "rules": [own.get(kind) or shipped[kind] for kind in shipped],
        "states": [
            {"name": state.label, "rows": rows}
            for state in ORDER if (rows := [item for item in items if item.state == state])
        ],
    }  # fmt: skip
    return render(request, "problem/rules.html", context)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


@leads
@require_POST
def rule(request: HttpRequest) -> HttpResponse:
    """Change one rule's figures, or switch it off."""
    told = request.POST
    try:
        change_rule(
            kind=told.get("kind", ""), times=_whole(told.get("times", "")), weeks=_whole(told.get("weeks", "")),
            active="active" in told, by=request.member,
        )  # fmt: skip
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{home_of(request.member)}/regler")


@leads
@require_POST
def item(request: HttpRequest) -> HttpResponse:
    """Change the words of what must be ready, or stop asking for it."""
    told = request.POST
    row = get_object_or_404(ReadyItem.objects.visible_to(request.member), code=told.get("code", ""))
    try:
        change_ready_item(item=row, name_sv=told.get("name_sv", ""), active="active" in told, by=request.member)
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, told.get("name_sv", "")))
    return redirect(f"{home_of(request.member)}/regler")
