"""The buttons: write a cause, move it in a drawing, take it out; evidence, steps, examples, the conclusion."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.measures.models import Measure
from samsyn.method.problems.cause_models import Cause, CauseEvidence, ChainStep
from samsyn.method.problems.causes.actions import (
    CauseOvertaken,
    Move,
    add_cause,
    change_cause,
    conclude_causes,
    copy_example,
    move_cause,
    strike_cause,
    take_back_cause,
)
from samsyn.method.problems.causes.asking.actions import add_evidence, strike_evidence, take_back_evidence
from samsyn.method.problems.causes.chain.actions import (
    change_chain_step,
    set_chain_steps,
    strike_chain_step,
    take_back_chain_step,
)
from samsyn.method.problems.causes.examples import shipped_examples
from samsyn.method.problems.causes.listing import Listed
from samsyn.method.problems.problem_models import Problem
from samsyn.web.causes.forms import CauseForm, GroundsForm
from samsyn.web.causes.views import drawn, found_cause, home_of, one_of, overtaken_words, page_of, way_of
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.not_lost import with_mine
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem

BY_SCRIPT = "causes"


def _way(request: HttpRequest, problem: Problem) -> str:
    way = way_of(request.POST)
    return home_of(request, problem) + (f"?ritning={way}" if way != "lista" else "")


def _carried_out(request: HttpRequest, verb: Callable[[], Any], *, to: str, mine: str = "", said: str = "") -> Any:
    """Carry out a verb and go on; a refusal says the words again that were not taken in."""
    try:
        verb()
    except CauseOvertaken as overtaken:
        messages.error(request, with_mine(overtaken_words(overtaken), mine))
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, mine))
    else:
        messages.success(request, said or _("Sparat."))
    return redirect(to)


@members_who(*MAY_LOOK)
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a cause to the list."""
    problem = found_problem(request, number)
    form = CauseForm(request.POST, problem=problem, member=request.member)
    if form.is_valid():
        try:
            cause = add_cause(problem=problem, said=form.said(), by=request.member)
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Orsaken står i listan."))
            return redirect(f"{_way(request, problem)}#orsak-{cause.pk}")
    return page_of(request, problem, form=form, status=422)


@members_who(*MAY_LOOK)
@require_POST
def remove(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Strike a cause out of the list, or take it back."""
    problem, version = found_problem(request, number), version_of(request)
    cause = found_cause(request, problem, pk)
    if "tillbaka" in request.POST:
        return _carried_out(
            request, lambda: take_back_cause(cause=cause, version=version, by=request.member),
            to=f"{home_of(request, problem)}/{cause.pk}", said=_("Orsaken står i listan igen: %(text)s")
            % {"text": cause.text},
        )  # fmt: skip
    said = _("Orsaken är struken: %(text)s. Den finns kvar längst ned, med det som talade för och emot.") % {
        "text": cause.text}  # fmt: skip
    aimed = Measure.objects.visible_to(request.member).filter(causes=cause).count()
    if aimed:
        said += " " + ngettext("%(n)s åtgärd var riktad mot den.", "%(n)s åtgärder var riktade mot den.", aimed) % {
            "n": aimed}  # fmt: skip
    return _carried_out(
        request, lambda: strike_cause(cause=cause, version=version, by=request.member), to=home_of(request, problem),
        said=said,
    )  # fmt: skip


def _move_of(request: HttpRequest, problem: Problem) -> Move:
    """Read where the cause goes; an id that is not the problem's own is not found."""
    told = request.POST
    parent: Any = None
    step: Any = None
    try:
        if "parent" in told:
            parent = found_cause(request, problem, UUID(told["parent"])) if told["parent"] else ""
        if "step" in told:
            steps = ChainStep.objects.visible_to(request.member).of_problem(problem)
            step = get_object_or_404(steps, pk=UUID(told["step"])) if told["step"] else ""
    except ValueError:
        raise Http404 from None
    places = {"up": -1, "down": 1}.get(told.get("places", ""), 0)
    return Move(side=told.get("side"), parent=parent, step=step, places=places)


@members_who(*MAY_LOOK)
@require_POST
def move(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Move a cause in a drawing; a script gets the drawing anew and the words to say, a form goes back to the page."""
    problem = found_problem(request, number)
    cause = found_cause(request, problem, pk)
    refused = ""
    try:
        cause = move_cause(
            cause=cause, to=_move_of(request, problem), version=version_of(request), by=request.member
        )
    except CauseOvertaken as overtaken:
        refused = overtaken_words(overtaken)
    except Refused as refusal:
        refused = refusal.sentence
    said = refused or _said(cause, request)
    if request.headers.get("X-Requested-With") != BY_SCRIPT:
        (messages.error if refused else messages.success)(request, said)
        return redirect(f"{_way(request, problem)}#flytta-{pk}")
    listed = Listed(problem, member=request.member)
    context = {**drawn(listed, way_of(request.POST), works=True), "causes_home": home_of(request, problem),
               "said": said, "chain_steps": listed.steps}  # fmt: skip
    return render(request, "causes/_drawing.html", context, status=422 if refused else 200)


def _said(cause: Cause, request: HttpRequest) -> str:
    """Say where a cause stands now, as it is told to those who do not see it move."""
    told, named = request.POST, {"text": cause.text}
    if "side" in told:
        return _("%(text)s: flyttad till %(where)s.") % {**named, "where": cause.get_side_display()}
    if "parent" in told:
        if cause.parent is None:
            return _("%(text)s: nu en direkt orsak.") % named
        return _("%(text)s: ligger nu bakom %(where)s.") % {**named, "where": cause.parent.text}
    if "step" in told:
        if cause.step is None:
            return _("%(text)s: nu utan steg.") % named
        return _("%(text)s: flyttad till steget %(where)s.") % {**named, "where": cause.step.text}
    return (_("%(text)s: ett steg upp.") if told.get("places") == "up" else _("%(text)s: ett steg ner.")) % named


@members_who(*MAY_LOOK)
@require_POST
def add_grounds(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Change a cause (where the cause's own form was sent), or write what speaks for or against it."""
    problem = found_problem(request, number)
    cause = found_cause(request, problem, pk)
    if "version" in request.POST:
        return _changed(request, problem, cause)
    grounds = GroundsForm(request.POST, problem=problem, member=request.member, auto_id="belagg_%s")
    if grounds.is_valid():
        try:
            add_evidence(cause=cause, grounds=grounds.grounds(), today=timezone.localdate(), by=request.member)
        except Refused as refusal:
            grounds.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Belägget är sparat, med siffrorna som de är i dag."))
            return redirect(f"{home_of(request, problem)}/{cause.pk}#belagg")
    return one_of(request, problem, cause, grounds=grounds, status=422)


def _changed(request: HttpRequest, problem: Problem, cause: Cause) -> HttpResponse:
    form, conflict = CauseForm(request.POST, problem=problem, member=request.member, cause=cause), None
    if form.is_valid():
        try:
            change_cause(cause=cause, said=form.said(), version=version_of(request), by=request.member)
        except CauseOvertaken as overtaken:
            now = found_cause(request, problem, cause.pk)
            conflict = {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine,
                        "version": now.version}  # fmt: skip
        except Refused as refusal:
            form.add_error("text", refusal.sentence)
        else:
            messages.success(request, _("Sparat."))
            return redirect(f"{home_of(request, problem)}/{cause.pk}")
    return one_of(request, problem, cause, form=form, conflict=conflict, status=409 if conflict else 422)


@members_who(*MAY_LOOK)
@require_POST
def remove_grounds(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Strike out a piece of evidence, or let it count again."""
    problem = found_problem(request, number)
    rows = CauseEvidence.objects.visible_to(request.member).ever_of(problem)
    evidence = get_object_or_404(rows.select_related("cause__problem"), pk=pk)
    to = f"{home_of(request, problem)}/{evidence.cause_id}#belagg"
    if "tillbaka" in request.POST:
        return _carried_out(request, lambda: take_back_evidence(evidence=evidence, by=request.member), to=to,
                            said=_("Belägget räknas igen."))  # fmt: skip
    return _carried_out(request, lambda: strike_evidence(evidence=evidence, by=request.member), to=to,
                        said=_("Belägget är struket. Det finns kvar bland de strukna."))  # fmt: skip


@members_who(*MAY_LOOK)
@require_POST
def add_steps(request: HttpRequest, number: int) -> HttpResponse:
    """Add steps to the chain, one a line."""
    problem, told = found_problem(request, number), request.POST.get("texts", "")
    verb = lambda: set_chain_steps(problem=problem, texts=told.splitlines(), by=request.member)  # noqa: E731
    return _carried_out(request, verb, to=f"{home_of(request, problem)}?ritning=kedja#steg", mine=told)


@members_who(*MAY_LOOK)
@require_POST
def change_step(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Reword a step, mark it as a break point, move it along, strike it out or take it back."""
    problem, told, version = found_problem(request, number), request.POST, version_of(request)
    rows = ChainStep.objects.visible_to(request.member).ever_of(problem).select_related("problem__municipality")
    step = get_object_or_404(rows, pk=pk)
    places = {"up": -1, "down": 1}.get(told.get("places", ""), 0)

    def verb() -> None:
        if "remove" in told:
            strike_chain_step(step=step, version=version, by=request.member)
        elif "tillbaka" in told:
            take_back_chain_step(step=step, version=version, by=request.member)
        else:
            change_chain_step(step=step, text=told.get("text", ""), break_point="break_point" in told, version=version,
                              places=places, by=request.member)  # fmt: skip

    mine = told.get("text", "") if told.get("text", "") != step.text else ""
    return _carried_out(request, verb, to=f"{home_of(request, problem)}?ritning=kedja#steg", mine=mine)


@members_who(*MAY_LOOK)
def examples(request: HttpRequest, number: int) -> HttpResponse:
    """Show the fictitious examples; copy one into the problem."""
    problem = found_problem(request, number)
    known = shipped_examples()
    if request.method == "POST":
        example = known.get(request.POST.get("example", ""))
        if example is None:
            raise Http404
        verb = lambda: copy_example(problem=problem, example=example, by=request.member)  # noqa: E731
        said = _("Exemplet är kopierat. Allt i det är påhittat: stryk det som inte stämmer hos er, och pröva resten.")
        return _carried_out(request, verb, to=home_of(request, problem), said=said)
    context = {**around(problem, member=request.member, step="causes"), "examples": known.values(),
               "causes_home": home_of(request, problem)}  # fmt: skip
    return render(request, "causes/examples.html", context)


@members_who(*MAY_LOOK)
@require_POST
def conclude(request: HttpRequest, number: int) -> HttpResponse:
    """Write which functions took part and what the group comes to."""
    problem, told = found_problem(request, number), request.POST
    said = {name: told.get(name, "") for name in ("participants", "conclusion")}
    try:
        conclude_causes(problem=problem, version=version_of(request), by=request.member, **said)
    except CauseOvertaken as overtaken:
        conflict = {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine}
        return page_of(request, problem, conflict=conflict, concluded=said, status=409)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return page_of(request, problem, concluded=said, status=422)
    messages.success(request, _("Slutsatsen är sparad."))
    return redirect(f"{home_of(request, problem)}#slutsats")
