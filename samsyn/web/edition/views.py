"""The editions: the list, a new one looked at before it is issued, one as it was issued, and sending it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist

from samsyn.documents.issuing import paper_of
from samsyn.documents.papers.making import CALLED, MEDIA_TYPES
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.jobs.editions import issue_in_background, plain_subject, subject_of
from samsyn.method.publications.actions import refuse_unless_ready, send_edition, withdraw_edition
from samsyn.method.publications.approving.actions import approve_edition, may_approve, refuse_edition
from samsyn.method.publications.models import PAGE, Dispatch, Edition, Recipient
from samsyn.method.publications.papers import FORMATS, Paper, may_issue
from samsyn.web.edition.asking import asked, audience_tabs, choices_for
from samsyn.web.guard import members_who
from samsyn.web.templatetags.samsyn import named

MAY_READ = (Permission.SEE_PICTURE, Permission.SEE_MEASURES, Permission.REPORT)
MAY_ISSUE = (Permission.LOCK_PICTURE, Permission.LEAD_MEETING)
ON_A_PAGE = 30
BEGUN = "edition-begun"
TOLD_TO_THE_PRESS = (Paper.WEEKLY, Paper.LONG_TERM)


def home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}"


def _found(request: HttpRequest, id: UUID) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(request.member).with_names(), id=id)


@members_who(*MAY_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the editions that the member may read, the latest first."""
    rows = Edition.objects.visible_to(request.member)
    paper = request.GET.get("papper", "")
    chosen = rows.of_paper(paper) if paper in Paper.values else rows
    page = Paginator(chosen.with_names().latest_first(), ON_A_PAGE).get_page(request.GET.get("page"))
    issues = any(request.member.may(each) for each in MAY_ISSUE)
    there = set(rows.values_list("paper", flat=True).distinct())
    tabs = [{"name": _("Alla"), "address": "?", "here": not paper, "count": None}] + [
        {"name": capfirst(each.label), "address": f"?papper={each.value}", "here": paper == each.value, "count": None}
        for each in Paper if each.value in there
    ]  # fmt: skip
    context = {"page": page, "editions": list(page), "tabs": tabs, "issues": issues}
    return render(request, "edition/list.html", {**context, **(choices_for(request) if issues else {})})


@members_who(*MAY_ISSUE)
def new(request: HttpRequest) -> HttpResponse:
    """Show a paper as it would be issued for an audience; a POST issues it."""
    context = choices_for(request)
    status = 200
    try:
        subject = asked(request)
        refuse_unless_ready(subject, by=request.member)
        if request.method == "POST":
            return _issue(request, subject)
        context |= {"document": paper_of(subject, municipality=request.member.municipality), "subject": subject,
                    "tabs": audience_tabs(request, subject), "function": _function_of(request.member)}  # fmt: skip
    except Refused as refusal:
        context["refusal"], status = refusal.sentence, 200 if request.method == "GET" else 400
    return render(request, "edition/new.html", context, status=status)


def _function_of(member: Any) -> str:
    return named(member.memberships[0].role) if member.memberships else ""


def _issue(request: HttpRequest, subject: Any) -> HttpResponse:
    """Hand the making over to the worker: many formats of a large picture take more than two seconds."""
    member = request.member
    told = plain_subject(subject, function=request.POST.get("funktion", ""))
    begun = issue_in_background.enqueue(str(member.user.pk), member.municipality.slug, told)
    request.session[BEGUN] = {"id": str(begun.id), "at": timezone.now().timestamp()}
    return _arrived(request, begun) or redirect(f"{home(request)}/utgavor/vantar")


@members_who(*MAY_ISSUE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Say that the files are being made; lead to the edition when it is there."""
    begun = request.session.get(BEGUN)
    try:
        result = default_task_backend.get_result(begun["id"]) if begun else None
    except TaskResultDoesNotExist:
        result = None
    if result is None:
        return redirect(f"{home(request)}/utgavor/")
    arrived = _arrived(request, result)
    if arrived is not None:
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": arrived["Location"]})
        return arrived
    seconds = int(timezone.now().timestamp() - begun["at"])
    part = "edition/making.html" if request.headers.get("HX-Request") else "edition/waiting.html"
    return render(request, part, {"seconds": seconds, "formats": len(CALLED)})


def _arrived(request: HttpRequest, result: Any) -> HttpResponse | None:
    """Lead to the edition, or say what was wrong; None while it is being made."""
    if not result.is_finished:
        return None
    request.session.pop(BEGUN, None)
    told = result.return_value if result.status == TaskResultStatus.SUCCESSFUL else {}
    if told and told.get("edition"):
        messages.success(request, _("Utgåvan är klar och ändras inte mer."))
        return redirect(f"{home(request)}/utgava/{told['edition']}")
    messages.error(request, (told or {}).get("wrong") or _("Det gick inte att göra utgåvan. Försök igen."))
    return redirect(f"{home(request)}/utgavor/")


@members_who(*MAY_READ)
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show an edition as it was issued; a withdrawn one says that it is, and nothing of what it held (410)."""
    edition = _found(request, id)
    member = request.member
    issues = may_issue(member, edition.paper)
    versions = Edition.objects.visible_to(member).same_as(edition).order_by("-number")
    newest = next((each for each in versions if each.is_released), None)
    context: dict[str, Any] = {
        "edition": edition, "issues": issues, "versions": versions, "gone": _is_gone(edition, member),
        "newest": newest if edition.is_released else None,
        "approves": may_approve(edition, now=timezone.now(), by=member),
        "tells_press": issues and edition.is_released and edition.is_open and edition.paper in TOLD_TO_THE_PRESS,
        "reasons": Edition.Withdrawn.choices,
    }  # fmt: skip
    if issues and edition.is_released:
        context |= _sending(edition, member)
    if context["gone"]:
        return render(request, "edition/page.html", context, status=410)
    kept = {each.format: each for each in edition.files.all()}
    if PAGE not in kept:
        raise Http404
    page = json.loads(kept[PAGE].path.read_bytes())
    files = [
        {"format": each, "name": CALLED[each], "file": kept[each]} for each in FORMATS[edition.paper] if each in kept
    ]
    return render(request, "edition/page.html", {**context, "document": page, "files": files})


def _is_gone(edition: Edition, member: Any) -> bool:
    """Withdrawn, or made of a picture that has been corrected since: the hour's job has not to be waited for."""
    rows = Edition.objects.visible_to(member).filter(pk=edition.pk)
    return edition.is_withdrawn or rows.of_corrected_pictures().exists()


def _sending(edition: Edition, member: Any) -> dict[str, Any]:
    """Return to whom it went, and to whom it may still go."""
    sent = list(Dispatch.objects.visible_to(member).filter(edition=edition).in_order())
    have = {each.recipient_id for each in sent}
    left = [each for each in Recipient.objects.visible_to(member).for_edition(edition) if each.pk not in have]
    return {"sent": sent, "left": left}


@members_who(*MAY_READ)
def as_file(request: HttpRequest, id: UUID, format: str) -> HttpResponse:
    """Send one file of an edition exactly as it was issued; the logbook is told that it was taken out."""
    edition = _found(request, id)
    if format not in FORMATS[edition.paper]:
        raise Http404
    if _is_gone(edition, request.member):
        return show(request, slug=request.member.municipality.slug, id=id)
    kept = get_object_or_404(edition.files.all(), format=format)
    note("edition.taken_out", by=request.member, subject=edition, changed={"format": format, "kind": edition.paper})
    name = f"{request.member.municipality.slug}-{edition.paper}-{edition.issued_at:%Y-%m-%d}-{edition.number}.{format}"
    answer = FileResponse(
        kept.path.open("rb"), content_type=MEDIA_TYPES[format], as_attachment=format != "pdf", filename=name
    )
    answer.headers["ETag"] = f'"{kept.digest}"'
    return answer


@require_POST
def _send(request: HttpRequest, id: UUID) -> HttpResponse:
    edition = _found(request, id)
    wanted = set(request.POST.getlist("till"))
    chosen = [each for each in Recipient.objects.visible_to(request.member).for_edition(edition)
              if str(each.pk) in wanted]  # fmt: skip
    try:
        attached = request.POST.get("bilaga") == "ja"
        sent = send_edition(edition=edition, recipients=chosen, attached=attached, by=request.member)
        messages.success(request, _("Lagd i kö till %(n)s. Breven går inom en minut.") % {"n": len(sent)})
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{home(request)}/utgava/{edition.pk}")


@require_POST
def _withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    edition = _found(request, id)
    try:
        withdraw_edition(edition=edition, why=request.POST.get("skal", ""), now=timezone.now(), by=request.member)
        messages.success(request, _("Utgåvan är återkallad. Filerna är borttagna, kontrollsumman finns kvar."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{home(request)}/utgava/{edition.pk}")


@require_POST
def _answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say yes or no to an edition that waits; the paper is made once more to see that nothing has changed."""
    edition, told = _found(request, id), request.POST
    words, now = told.get("ord", ""), timezone.now()
    try:
        if told.get("svar") == "ja":
            document = paper_of(subject_of(edition), municipality=request.member.municipality, number=edition.number)
            approve_edition(edition=edition, read=told.get("digest", ""), document=document, answer=words, now=now,
                            by=request.member)  # fmt: skip
            messages.success(request, _("Utgåvan är godkänd. Nu kan läsarna se den."))
        else:
            refuse_edition(edition=edition, answer=words, now=now, by=request.member)
            messages.success(request, _("Utgåvan är inte godkänd. Den som gav ut den får veta det."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    seen = Edition.objects.visible_to(request.member).filter(pk=edition.pk).exists()
    return redirect(f"{home(request)}/utgava/{edition.pk}" if seen else f"{home(request)}/")


answer = members_who(*MAY_READ)(_answer)
send = members_who(*MAY_ISSUE)(_send)
withdraw = members_who(*MAY_ISSUE)(_withdraw)
