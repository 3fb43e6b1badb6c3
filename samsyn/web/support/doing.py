"""The buttons of support: invite, end, comment, take a comment back or hide it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.library.models import SupportComment
from samsyn.method.library.support.actions import (
    comment_support,
    end_support,
    hide_comment,
    invite_support,
    take_back_comment,
)
from samsyn.method.plans.models import PlanDocument
from samsyn.method.problems.models import Problem
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.support.views import ENTER, found, page_of


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/metodstod"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@members_who(Permission.LEAD_MEETING)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a party to a problem, a document or the pictures."""
    member, told = request.member, request.POST
    party = get_object_or_404(Organisation.objects.visible_to(member), pk=_uuid(told.get("part", "")))
    kind, _is, pk = told.get("om", "").partition(":")
    problem = document = None
    if kind == "problem":
        problem = get_object_or_404(Problem.objects.visible_to(member), pk=_uuid(pk))
    elif kind == "dokument":
        document = get_object_or_404(PlanDocument.objects.visible_to(member), pk=_uuid(pk))
    elif kind != "bilder":
        messages.error(request, _("Välj vad parten bjuds in till."))
        return redirect(_home(request))
    try:
        made = invite_support(
            organisation=party, problem=problem, document=document, today=timezone.localdate(), by=member
        )
        messages.success(request, _("%(party)s är inbjuden.") % {"party": party.name})
        return redirect(f"{_home(request)}/{made.pk}")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))


@members_who(Permission.LEAD_MEETING)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an invitation."""
    end_support(support=found(request, pk), today=timezone.localdate(), by=request.member)
    messages.success(request, _("Stödet är avslutat. Det som sades finns kvar hos er."))
    return redirect(_home(request))


@members_who(*ENTER)
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something."""
    support, text = found(request, pk), request.POST.get("text", "")
    try:
        comment_support(support=support, text=text, now=timezone.now(), key=key_of(request), by=request.member)
    except Refused as refusal:
        return page_of(request, support, text=text, refused=refusal.sentence, status=422)
    messages.success(request, _("Kommentaren är sparad."))
    return redirect(f"{_home(request)}/{support.pk}#sagt")


@members_who(*ENTER)
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own comment back; whoever leads hides another's."""
    member = request.member
    row = get_object_or_404(SupportComment.objects.visible_to(member), pk=pk)
    is_own = row.organisation_id in member.organisation_ids
    lock_away = take_back_comment if is_own or not member.may(Permission.LEAD_MEETING) else hide_comment
    lock_away(comment=row, today=timezone.localdate(), by=member)
    messages.success(request, _("Kommentaren visas inte längre. Orden finns kvar i handlingarna tills de gallras."))
    return redirect(f"{_home(request)}/{row.support_id}#sagt")
