"""The five steps of cooperation: what is to be ready in each, what shows it, and going on or back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.duties.actions import DutyOvertaken, add_item, begin_steps, current_step, mark_item, move_to_step
from samsyn.method.duties.finding import Found
from samsyn.method.duties.law import STEPS
from samsyn.method.duties.models import EvidenceKind, StepItem, StepMove
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.querysets import writes
from samsyn.web.duties.shown import MAY_READ
from samsyn.web.duties.views import leads, refuse_unless_reader
from samsyn.web.guard import members_who
from samsyn.web.not_lost import with_mine


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/samverkan"


@members_who(*MAY_READ)
def show(request: HttpRequest) -> HttpResponse:
    """Show the five steps with their lists, where the cooperation stands, and the way it has gone."""
    refuse_unless_reader(request)
    member = request.member
    rows = list(StepItem.objects.visible_to(member).filter(active=True).order_by("step", "position", "created_at"))
    now = current_step(member.municipality)
    words = {item.code: item.words for step in STEPS for item in step.items}
    documents = PlanDocument.objects.visible_to(member).decided().latest_decided_first()[:20] if writes(member) else []
    steps = []
    for step in STEPS:
        own = [{"row": row, "words": row.words or words.get(row.code, row.code),
                "address": _address(row, member.municipality.slug)} for row in rows if row.step == step.number]
        steps.append({"step": step, "items": own, "here": step.number == now,
                      "ready": sum(one["row"].ready_on is not None for one in own)})
    context = {
        "steps": steps, "now": now, "writes": writes(member), "documents": documents, "begun": bool(rows),
        "moves": StepMove.objects.visible_to(member).latest_first()[:20], "words": words,
        "names": {step.number: step.name for step in STEPS},
    }  # fmt: skip
    return render(request, "duties/steps.html", context)


def _address(row: StepItem, slug: str) -> str:
    return f"/{slug}/planer/{row.target}" if row.kind == EvidenceKind.DOCUMENT and row.target else ""


@leads
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the five steps."""
    try:
        begin_steps(on=timezone.localdate(), by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))


@leads
@require_POST
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a line is ready, with what shows it, or take it back."""
    item = get_object_or_404(StepItem.objects.visible_to(request.member), pk=pk)
    told = request.POST
    ready = timezone.localdate() if told.get("klart") == "ja" else None
    try:
        mark_item(item=item, ready_on=ready, found=_shown(request), by=request.member)
    except DutyOvertaken as overtaken:
        said = _("Någon annan hann före. Nu står det: %(theirs)s.") % {"theirs": overtaken.theirs}
        messages.error(request, with_mine(said, overtaken.mine))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{_home(request)}#rad-{item.code}")


def _shown(request: HttpRequest) -> Found | None:
    """What shows it: a document in the system, or words by hand."""
    told: Any = request.POST
    chosen = told.get("dokument", "")
    if chosen:
        document = get_object_or_404(PlanDocument.objects.visible_to(request.member), pk=chosen)
        return Found(EvidenceKind.DOCUMENT, str(document.pk), document.title, document.decided_on)
    words = told.get("ord", "").strip()
    return Found(EvidenceKind.OTHER, "", words) if words else None


@leads
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a line of one's own to a step."""
    step = request.POST.get("steg", "")
    try:
        add_item(step=int(step) if step.isdecimal() else 0, words=request.POST.get("ord", ""), by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))


@leads
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Go on to the next step, or back to an earlier one."""
    step = request.POST.get("steg", "")
    try:
        move_to_step(step=int(step) if step.isdecimal() else 0, on=timezone.localdate(),
                     why=request.POST.get("skal", ""), by=request.member)  # fmt: skip
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))
