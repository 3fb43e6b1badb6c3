"""Writing in the library: a case from a problem or from scratch, sharing it after a look, withdrawing it."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.library.actions import change_case, offer_case, preview_of, withdraw_case, write_case
from samsyn.method.library.disclosing import coarse_enough
from samsyn.method.library.drafting import draft_of
from samsyn.method.library.models import Case
from samsyn.method.problems.models import Problem
from samsyn.web.guard import members_who
from samsyn.web.library.forms import ApproveForm, CaseForm, ShareForm, coarse_address, written
from samsyn.web.library.views import case_of, cost_words, words_of
from samsyn.web.measures.doing import version_of


def _home(request: HttpRequest, case: Case) -> str:
    return f"/{request.member.municipality.slug}/bibliotek/fall/{case.pk}"


@members_who(Permission.DECIDE_MEASURES)
def new(request: HttpRequest) -> HttpResponse:
    """Write a case; of a closed problem with what is known filled in."""
    member, today, number = request.member, timezone.localdate(), request.GET.get("problem", "")
    problem = None
    if number.isdecimal() and len(number) < 9:
        problem = get_object_or_404(Problem.objects.visible_to(member).with_names(), number=int(number))
    first = written(draft_of(problem, by=member, today=today)) if problem is not None else {"ended_on": today}
    form = CaseForm(request.POST or None, member=member, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            case = write_case(told=form.told(problem), by=member)
        except Refused as refusal:
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, _("Fallet står i biblioteket. Bara ni ser det."))
            return redirect(_home(request, case))
    context = {"form": form, "of_problem": problem, "case": None}
    return render(request, "library/write.html", context, status=422 if form.errors else 200)


@members_who(Permission.DECIDE_MEASURES)
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a case."""
    case = case_of(request, pk)
    form = CaseForm(request.POST or None, member=request.member, initial=written(case))
    if request.method == "POST" and form.is_valid():
        try:
            change_case(case=case, told=form.told(case.problem), version=version_of(request), by=request.member)
        except Refused as refusal:
            form.add_error("title", refusal.sentence)
        else:
            said = _("Sparat. Det som är delat ändras först när du delar på nytt.") if case.is_offered else _("Sparat.")
            messages.success(request, said)
            return redirect(_home(request, case))
    context = {"form": form, "of_problem": case.problem, "case": case}
    return render(request, "library/write.html", context, status=422 if form.errors else 200)


@members_who(Permission.LOCK_PICTURE)
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at what others would read and what it gives away; approve just that."""
    case = case_of(request, pk)
    if request.method == "POST":
        return _approve(request, case)
    form = ShareForm(request.GET or None, case=case, member=request.member)
    return _preview(request, case, form)


def _preview(
    request: HttpRequest, case: Case, form: ShareForm, *, approve: Any = None, status: int = 200
) -> HttpResponse:
    coarse = form.coarse()
    found = preview_of(case, coarse=coarse)
    first = {**form.initial, "seen": found["mark"]}
    approve = approve or ApproveForm(initial=first, auto_id="ja_%s", case=case, member=request.member)
    few = "few_alike" in found["report"]["why"]
    less = coarse_enough(case, coarse=coarse) if few else coarse
    context = {
        "case": case, "form": form, "approve": approve, "told": found["shared"], "report": found["report"],
        "mark": found["mark"], "words": words_of(found["shared"], request.member),
        "chosen": parse_qsl(coarse_address(coarse)[1:]), "less": coarse_address(less) if few else "",
        "costs": [cost_words(each, request.member) for each in found["report"]["costs"]],
    }  # fmt: skip
    return render(request, "library/share.html", context, status=status)


def _approve(request: HttpRequest, case: Case) -> HttpResponse:
    form = ApproveForm(request.POST, auto_id="ja_%s", case=case, member=request.member)
    if form.is_valid():
        try:
            offer_case(
                case=case, coarse=form.coarse(), function=form.cleaned_data["function"],
                seen=form.cleaned_data["seen"], today=timezone.localdate(), by=request.member,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("function", refusal.sentence)
        else:
            messages.success(request, _("Fallet är delat med andra kommuner. Du kan dra tillbaka det när som helst."))
            return redirect(_home(request, case))
    again = ShareForm(request.POST, case=case, member=request.member)
    return _preview(request, case, again, approve=form, status=422)


@members_who(Permission.LOCK_PICTURE)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw what was offered."""
    case = case_of(request, pk)
    try:
        withdraw_case(case=case, today=timezone.localdate(), by=request.member)
        messages.success(request, _("Fallet är draget tillbaka. Ingen annan kommun kan läsa det."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request, case))
