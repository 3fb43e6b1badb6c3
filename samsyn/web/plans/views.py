"""The documents: the list, one as a paper with what is to be done, its texts, its decision and its follow-up."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.documents.longterm.making import file_of, paper_of
from samsyn.documents.papers.making import MEDIA_TYPES
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.library.support.actions import end_outgrown
from samsyn.method.plans.actions import (
    DecidedBy,
    Facts,
    PlanOvertaken,
    begin_document,
    change_document,
    decide_document,
    follow_up_document,
    new_version,
    share_document,
    take_back_document,
    write_texts,
)
from samsyn.method.plans.content import audience_for
from samsyn.method.plans.dates import months_after
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.parts import PARTS, TITLES, WITH_MEASURES, WITH_PROBLEMS, title_of
from samsyn.method.plans.querysets import writes
from samsyn.method.plans.rows.actions import fill_in, set_signatories
from samsyn.method.plans.states import DocumentKind, State
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import Paper, may_issue
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.not_lost import with_mine
from samsyn.web.plans.forms import DecideForm, HeadForm, TextsForm
from samsyn.web.templatetags.samsyn import language

MAY_READ = (Permission.SEE_PICTURE, Permission.SEE_MEASURES, Permission.LEAD_MEETING)
leads = members_who(Permission.LEAD_MEETING)
LOOKS = {
    State.DRAFT: ("open_lock", "plain"), State.SHARED: ("eye", "yellow"), State.DECIDED: ("lock", "green"),
    State.FOLLOWED_UP: ("check", "green"), State.REPLACED: ("undo", "plain"),
}  # fmt: skip


def found(request: HttpRequest, pk: UUID) -> PlanDocument:
    """Return the document if the member may see it; else 404."""
    document: PlanDocument = get_object_or_404(PlanDocument.objects.visible_to(request.member).with_names(), pk=pk)
    return document


def home(request: HttpRequest, document: PlanDocument | None = None) -> str:
    """Return where the list, or one document, is found."""
    below = f"/{document.pk}" if document is not None else "/"
    return f"/{request.member.municipality.slug}/planer{below}"


def refused(request: HttpRequest, refusal: Refused) -> None:
    """Say a refusal on the next page, with the words that were not taken in."""
    mine = refusal.mine if isinstance(refusal, PlanOvertaken) else ""
    messages.error(request, with_mine(refusal.sentence, mine))


def state_of(document: PlanDocument) -> dict[str, Any]:
    """Return how a document's state is shown: word, symbol, kind."""
    symbol, kind = LOOKS[State(document.state)]
    return {"word": document.get_state_display(), "symbol": symbol, "kind": kind}


@members_who(*MAY_READ)
def index(request: HttpRequest) -> HttpResponse:
    """List the documents by kind, what holds first; earlier versions are folded away."""
    today = timezone.localdate()
    rows = list(PlanDocument.objects.visible_to(request.member).with_names().latest_first())
    shelves = []
    for kind in DocumentKind:
        own = [{"row": row, "state": state_of(row), "late": row.is_late(today=today)}
               for row in rows if row.kind == kind]
        standing = [one for one in own if one["row"].state != State.REPLACED]
        shelves.append({"kind": kind.value, "name": TITLES[kind], "rows": standing,
                        "earlier": [one for one in own if one["row"].state == State.REPLACED]})
    context = {"shelves": shelves, "writes": writes(request.member), "any": bool(rows)}
    return render(request, "plans/page.html", context)


@leads
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Begin a document with what usually stands in it, filled from what the system holds."""
    member, today = request.member, timezone.localdate()
    kind = request.POST.get("slag", "")
    if kind not in DocumentKind.values:
        raise Http404
    facts = _usual(kind, member, today)
    try:
        document = begin_document(kind=kind, facts=facts, today=today, by=member)
        if kind in WITH_PROBLEMS:
            fill_in(document=document, by=member)
    except Refused as refusal:
        refused(request, refusal)
        return redirect(home(request))
    return redirect(f"{home(request, document)}/skriv")


def _usual(kind: str, member: Any, today: date) -> Facts:
    """The picture tells of the two years that have ended, a pledge holds for six months, a plan for two years."""
    own = PlanDocument.objects.visible_to(member)
    agreement = own.of_kind(DocumentKind.AGREEMENT).in_force().latest_decided_first().first()
    picture = own.of_kind(DocumentKind.PICTURE).in_force().latest_decided_first().first()
    first = today.replace(day=1)
    periods = {
        DocumentKind.PICTURE: (months_after(first, -24), date.fromordinal(first.toordinal() - 1)),
        DocumentKind.PLEDGE: (months_after(first, 1), date.fromordinal(months_after(first, 7).toordinal() - 1)),
        DocumentKind.PLAN: (first, date.fromordinal(months_after(first, 24).toordinal() - 1)),
        DocumentKind.AGREEMENT: (None, None),
    }  # fmt: skip
    begins, ends = periods[DocumentKind(kind)]
    based_on = picture if kind == DocumentKind.PLAN else None
    under = agreement if kind in (DocumentKind.PLAN, DocumentKind.PLEDGE) else None
    narrow = any(each is not None and each.audience == "authorities" for each in (based_on, under))
    return Facts(
        title=title_of(kind, member.municipality, year=today.year), period_first=begins, period_last=ends,
        by_law=kind in (DocumentKind.PICTURE, DocumentKind.PLAN), based_on=based_on, agreement=under,
        audience="authorities" if narrow else "parties",
    )  # fmt: skip


@members_who(*MAY_READ)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a document as its reader may see it, and to whoever writes what is next."""
    document, member = found(request, pk), request.member
    paper = paper_of(document, audience=audience_for(member, document), language=language())
    context = {
        "plan": document, "document": paper, "state": state_of(document), "writes": writes(member),
        "late": document.is_late(today=timezone.localdate()), "tabs": _tabs(request, document, "show"),
        "signatures": list(document.signatures.in_order()), "history": list(document.history.in_order()),
        "states": dict(State.choices), "decide_form": DecideForm(initial={"on": timezone.localdate()}),
        "issues": may_issue(member, Paper.LONG_TERM) and document.is_in_force,
        "editions": list(Edition.objects.visible_to(member).of_plan(document).standing().latest_first()),
        "outcomes": list(document.measures.in_order()) if not document.is_open else [],
    }  # fmt: skip
    return render(request, "plans/one.html", context)


def _tabs(request: HttpRequest, document: PlanDocument, here: str) -> list[dict[str, Any]]:
    """Return the ways to write in a draft; a decided document has none."""
    if not (document.is_open and writes(request.member)):
        return []
    ways = [("show", _("Läs"), ""), ("write", _("Texter"), "/skriv"), ("head", _("Huvud"), "/huvud")]
    if document.kind in WITH_PROBLEMS:
        named = _("Problem och åtgärder") if document.kind in WITH_MEASURES else _("Problem")
        ways.insert(2, ("rows", named, "/rader"))
    return [{"name": name, "address": home(request, document) + below, "here": key == here, "count": None}
            for key, name, below in ways]


@leads
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the texts of a draft, heading by heading."""
    document = found(request, pk)
    form = TextsForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        try:
            write_texts(document=document, texts=form.texts(), version=version_of(request), by=request.member)
        except PlanOvertaken as overtaken:
            form.add_error(None, overtaken.sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Sparat."))
            return redirect(home(request, document))
    return _form_page(request, document, form, here="write")


def _form_page(request: HttpRequest, document: PlanDocument, form: Any, *, here: str) -> HttpResponse:
    needed = [part.key for part in PARTS[document.kind] if part.needed]
    context = {"plan": document, "form": form, "state": state_of(document), "tabs": _tabs(request, document, here),
               "needed": needed, "version": document.version}  # fmt: skip
    return render(request, "plans/write.html", context, status=422 if form.errors else 200)


@leads
def head(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the head of a draft: name, days, what it rests on, whom it is shown to, who signs."""
    document, member = found(request, pk), request.member
    form = HeadForm(request.POST or None, document=document, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                changed = change_document(document=document, facts=form.facts(), version=version_of(request), by=member)
                if "functions" in form.fields:
                    set_signatories(document=changed, functions=form.cleaned_data["functions"].splitlines(), by=member)
                end_outgrown(today=timezone.localdate(), by=member)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Sparat."))
            return redirect(home(request, document))
    return _form_page(request, document, form, here="head")


@leads
@require_POST
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a draft round, take it back, fill it in, or begin its next version."""
    document, today, wanted = found(request, pk), timezone.localdate(), request.POST.get("steg", "")
    try:
        if wanted == "avstamning":
            share_document(document=document, on=today, by=request.member)
            messages.success(request, _("Parterna kan läsa det nu. Det som har skickats kan begäras ut."))
        elif wanted == "ta-tillbaka":
            take_back_document(document=document, on=today, by=request.member)
        elif wanted == "fyll-i":
            count = fill_in(document=document, by=request.member)
            messages.success(request, _("%(n)s rader hämtade.") % {"n": count})
            return redirect(f"{home(request, document)}/rader")
        elif wanted == "ny-version":
            made = new_version(document=document, today=today, by=request.member)
            return redirect(f"{home(request, made)}/skriv")
        else:
            raise Http404
    except Refused as refusal:
        refused(request, refusal)
    return redirect(home(request, document))


@leads
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the decision and freeze the document."""
    document, form = found(request, pk), DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv vem som beslutade och vilken dag."))
        return redirect(home(request, document))
    try:
        decide_document(document=document, decided=DecidedBy(**form.cleaned_data), by=request.member)
        messages.success(request, _("Beslutet är noterat. Dokumentet är låst, och lagkollen räknar med det."))
    except Refused as refusal:
        refused(request, refusal)
    return redirect(home(request, document))


@leads
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what came of a decided document."""
    document = found(request, pk)
    form = TextsForm(request.POST or None, document=document, afterwards=True)
    if request.method == "POST" and form.is_valid():
        try:
            follow_up_document(document=document, texts=form.texts(), on=timezone.localdate(), by=request.member)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Uppföljningen är sparad. Det som beslutades står kvar som det var."))
            return redirect(home(request, document))
    context = {"plan": document, "form": form, "state": state_of(document), "measures": document.measures.in_order()}
    return render(request, "plans/follow.html", context, status=422 if form.errors else 200)


@members_who(*MAY_READ)
def as_file(request: HttpRequest, pk: UUID, format: str) -> HttpResponse:
    """Return a document as PDF or Word, as its reader may see it."""
    document = found(request, pk)
    if format not in ("pdf", "docx"):
        raise Http404
    paper = paper_of(document, audience=audience_for(request.member, document), language=language())
    note("plan.taken_out", by=request.member, subject=document, changed={"format": format, "kind": document.kind})
    name = f"{document.municipality.slug}-{document.kind}-{document.number}-{document.edition}.{format}"
    answer = HttpResponse(file_of(paper, format), content_type=MEDIA_TYPES[format])
    answer["Content-Disposition"] = f'{"inline" if format == "pdf" else "attachment"}; filename="{name}"'
    return answer
