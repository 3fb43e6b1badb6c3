"""Metodstöd on screen: the invitations, and one of them with what may be read and what has been said."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.documents.weekly import weekly_pdf
from samsyn.ground.permissions import Permission
from samsyn.method.library.models import Support, SupportComment
from samsyn.method.library.support.actions import LONGEST, supporters_of
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind
from samsyn.method.problems.models import Problem
from samsyn.method.publications.open_weeks import open_week
from samsyn.web.guard import members_who
from samsyn.web.support.reading import name_of, shown
from samsyn.web.templatetags.samsyn import language

ENTER = (Permission.SUPPORT, Permission.LEAD_MEETING)


def found(request: HttpRequest, pk: UUID) -> Support:
    """Return the invitation if the member may open it; else 404."""
    support: Support = get_object_or_404(Support.objects.visible_to(request.member).with_names(), pk=pk)
    return support


@members_who(*ENTER)
def index(request: HttpRequest) -> HttpResponse:
    """List what one is invited to, or for who leads: who is invited to what, and the form."""
    member = request.member
    said = Count("comments", filter=Q(comments__removed_on=None))
    rows = Support.objects.visible_to(member).with_names().annotate(said=said).latest_first()
    told = [{"row": each, "name": name_of(each)} for each in rows]
    leads = member.may(Permission.LEAD_MEETING)
    context = {
        "leads": leads, "going_on": [each for each in told if each["row"].ended_on is None],
        "ended": [each for each in told if each["row"].ended_on is not None], **(_choices(request) if leads else {}),
    }  # fmt: skip
    return render(request, "support/page.html", context)


def _choices(request: HttpRequest) -> dict[str, Any]:
    member = request.member
    documents = PlanDocument.objects.visible_to(member).exclude(kind=DocumentKind.PICTURE).exclude(state="draft")
    return {
        "supporters": supporters_of(member.municipality, on=timezone.localdate()),
        "problems": list(Problem.objects.visible_to(member).open().order_by("number")),
        "documents": list(documents.exclude(state="replaced").latest_first()),
        "asked": request.GET.get("om", ""),
    }  # fmt: skip


@members_who(*ENTER)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one: what may be read, and what has been said."""
    return page_of(request, found(request, pk))


def page_of(request: HttpRequest, support: Support, *, text: str = "", refused: str = "", status: int = 200) \
        -> HttpResponse:
    """Show the page; `text` is what was written and refused."""
    member = request.member
    comments = SupportComment.objects.visible_to(member).filter(support=support).in_order()
    context = {
        "support": support, "name": name_of(support), **shown(support), "comments": list(comments), "text": text,
        "refused": refused, "leads": member.may(Permission.LEAD_MEETING), "mine": member.organisation_ids,
        "longest": LONGEST,
    }  # fmt: skip
    return render(request, "support/one.html", context, status=status)


@members_who(*ENTER)
def picture_pdf(request: HttpRequest, week: Week) -> HttpResponse:
    """The public part of a week that has been issued to everybody, on paper, for who is invited to the pictures."""
    member = request.member
    invited = Support.objects.visible_to(member).going_on().filter(problem=None, document=None).first()
    picture = open_week(invited, week) if invited is not None else None
    if picture is None:
        raise Http404
    content = weekly_pdf(picture, audience="public", language=language())
    name = f"lagesbild-{member.municipality.slug}-{week.address}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
