"""The law check: every duty with how it stands, why, what shows it, who answers and by when; reports to the council."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.people.models import Seat
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.duties.actions import (
    DutyOvertaken,
    Said,
    link_evidence,
    report_to_council,
    say_of_duty,
    stamp_of_duty,
    unlink_evidence,
)
from samsyn.method.duties.finding import Found, council_of, counts, known_of, law_check
from samsyn.method.duties.law import CODES
from samsyn.method.duties.models import CouncilReport, Evidence, EvidenceKind, LawDuty, Standing
from samsyn.method.plans.querysets import writes
from samsyn.web.days import day_of
from samsyn.web.duties.shown import MAY_READ, may_read, shown_state
from samsyn.web.guard import members_who

leads = members_who(Permission.LEAD_MEETING)
# That a group or a seat is there does not say that it does what the law asks for: people judge and link it.
CHOSEN_BY_PEOPLE = ("council", "coordination", "function", "tasks")


class SayForm(forms.Form):
    """Who answers for a duty, by when, and a standing of one's own with why."""

    function = forms.CharField(
        label=gettext_lazy("Ansvarig funktion"), max_length=120, required=False,
        help_text=gettext_lazy("Funktionen, aldrig ett namn."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=gettext_lazy("Klart senast"), required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    standing = forms.ChoiceField(
        label=gettext_lazy("Er egen bedömning"), required=False,
        choices=[("", gettext_lazy("som systemet har funnit")), *Standing.choices[:3]],
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Varför"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Behövs om ni bedömer den annorlunda. Det står på sidan."),
    )  # fmt: skip


def home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/lagkollen"


def refuse_unless_reader(request: HttpRequest) -> None:
    """Raise PermissionDenied for private parties: the law binds the municipality."""
    if not may_read(request.member):
        raise PermissionDenied(_("Lagkollen är för kommunen och de andra myndigheterna."))


@members_who(*MAY_READ)
def show(request: HttpRequest) -> HttpResponse:
    """Show how every duty stands, first in one sentence, then one by one."""
    refuse_unless_reader(request)
    member, today = request.member, timezone.localdate()
    known = known_of(member.municipality, today=today)
    states = law_check(member.municipality, today=today)
    council = council_of(known)
    seats = Seat.objects.visible_to(member).filter(group=council).select_related("organisation") if council else []
    context = {
        "rows": [shown_state(state, member) for state in states], "counts": counts(states),
        "all": sum(state.standing != Standing.OPTIONAL for state in states), "writes": writes(member),
        "unlinked": sum(len(state.found) for state in states if state.code not in CHOSEN_BY_PEOPLE),
        "council": council, "seats": list(seats),
        "meetings": known.meetings, "reports": CouncilReport.objects.visible_to(member).latest_first()[:12],
        "today": today,
    }  # fmt: skip
    return render(request, "duties/page.html", context)


@members_who(*MAY_READ)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one duty; whoever writes says who answers for it and links what shows it."""
    refuse_unless_reader(request)
    if code not in CODES:
        raise Http404
    member, today = request.member, timezone.localdate()
    state = next(each for each in law_check(member.municipality, today=today) if each.code == code)
    row = state.row
    before = {"function": row.function, "due_on": row.due_on, "standing": row.said, "note": row.note} if row else {}
    may_write, seen, conflict = writes(member), request.POST.get("sedd", ""), None
    form = SayForm((request.POST or None) if may_write else None, initial=before)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            say_of_duty(code=code, said=Said(**form.cleaned_data), on=today, seen=seen, by=member)
            messages.success(request, _("Sparat."))
            return redirect(f"{home(request)}/skyldighet/{code}")
        except DutyOvertaken as overtaken:
            conflict = conflict_of(overtaken)
            row = LawDuty.objects.visible_to(member).filter(code=code).first()
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    context = {**shown_state(state, member), "form": form, "writes": may_write, "conflict": conflict,
               "seen": seen if form.errors else stamp_of_duty(row)}  # fmt: skip
    return render(request, "duties/one.html", context, status=409 if conflict else 422 if form.errors else 200)


def conflict_of(overtaken: DutyOvertaken) -> dict[str, str]:
    """Return what `measures/conflict.html` shows: what stands there now, and what was not saved."""
    return {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine}


@leads
@require_POST
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Link what the system has found for a duty, or something by hand."""
    if code not in CODES:
        raise Http404
    wanted = request.POST.get("funnet", "")
    by_hand = request.POST.get("ord", "").strip()
    found: list[Found] = []
    if wanted:
        states = law_check(request.member.municipality, today=timezone.localdate())
        state = next(each for each in states if each.code == code)
        found = [one for one in state.found if wanted in ("alla", f"{one.kind}:{one.target}")]
    elif by_hand:
        found = [Found(EvidenceKind.OTHER, "", by_hand, day_of(request.POST.get("dag", "")))]
    try:
        if not found:
            messages.error(request, _("Skriv vad som visar det, eller välj något som systemet har funnit."))
        elif link_evidence(code=code, found=found, by=request.member):
            messages.success(request, _("Kopplat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{home(request)}/skyldighet/{code}")


@leads
@require_POST
def link_all(request: HttpRequest) -> HttpResponse:
    """Link what the system has found, for every duty whose proof is a document with its day; the rest people choose."""
    count = 0
    for state in law_check(request.member.municipality, today=timezone.localdate()):
        if state.code not in CHOSEN_BY_PEOPLE:
            count += len(link_evidence(code=state.code, found=state.found, by=request.member))
    messages.success(request, _("%(n)s kopplingar gjorda. Råd, samordning och information kopplar ni själva: "
                                "där avgör ni vad som räcker.")
                     % {"n": count})  # fmt: skip
    return redirect(home(request))


@leads
@require_POST
def unlink(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a link away."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.member), pk=pk)
    code = evidence.duty
    unlink_evidence(evidence=evidence, by=request.member)
    return redirect(f"{home(request)}/skyldighet/{code}")


@leads
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Note that the council was told."""
    told: Any = request.POST
    try:
        report_to_council(
            given_on=day_of(told.get("dag", "")) or timezone.localdate(), subject=told.get("amne", ""),
            body=told.get("organ", ""), reference=told.get("diarienummer", ""), by=request.member,
        )  # fmt: skip
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{home(request)}#rapporter")
