"""The guided short form: eight questions, one at a time, in half an hour; what is written is kept as one goes."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.problems.cause_models import Basis, Cause, CauseAnalysis, ChainStep, Influence, Side, Sureness
from samsyn.method.problems.causes.actions import (
    CauseOvertaken,
    Said,
    add_cause,
    change_cause,
    conclude_causes,
    keep_draft,
    reach_short_step,
)
from samsyn.method.problems.causes.chain.actions import set_chain_steps
from samsyn.method.problems.problem_models import Problem
from samsyn.web.causes.views import home_of, overtaken_words
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem

MOST_ASKED = 8
ASKED_OF_EACH = ("said", "basis", "sure", "influence")


class Question(NamedTuple):
    """One step: what is asked, a word on how to think, how many minutes it may take, and how it is answered."""

    code: str
    asks: Any
    hint: Any
    minutes: int


QUESTIONS = (
    Question(Side.PLACE, gettext_lazy("Vad på platsen gör det möjligt?"),
             gettext_lazy("En orsak per rad. Tänk på ljus, sikt, lås, vägar in och ut, skräp, och vem som finns där."),
             4),
    Question(Side.VICTIM, gettext_lazy("Vem eller vad drabbas, och varför just där?"),
             gettext_lazy("En orsak per rad. Grupper och saker, aldrig personer. Varför är de lätta att drabba?"), 3),
    Question(Side.OFFENDER, gettext_lazy("Vad vet ni om dem som gör det, som mönster?"),
             gettext_lazy("En orsak per rad. Vad vill de, vad saknas, vad lockar? Aldrig namn eller utpekanden."), 4),
    Question("behind", gettext_lazy("Varför är det så?"),
             gettext_lazy("Skriv det som ligger bakom, för dem ni kan. Hoppa över resten."), 5),
    Question("known", gettext_lazy("Hur vet ni det?"),
             gettext_lazy("Antagande är ett ärligt svar. Det ni antar kan ni pröva mot datat sedan."), 4),
    Question("influence", gettext_lazy("Vad kan ni påverka?"),
             gettext_lazy("Ni som sitter här, inom ett år."), 3),
    Question("chain", gettext_lazy("Vad händer innan, steg för steg?"),
             gettext_lazy("Ett steg per rad, det första först. Var det går att bryta kedjan markerar ni sedan."), 4),
    Question("end", gettext_lazy("Vad kommer ni fram till?"),
             gettext_lazy("Vilka orsaker väljer ni att göra något åt, och varför?"), 3),
)  # fmt: skip
WRITTEN = (Side.PLACE, Side.VICTIM, Side.OFFENDER, "chain")


@members_who(*MAY_LOOK)
def form(request: HttpRequest, number: int, step: int) -> HttpResponse:
    """Show one question; save it and go on to the next."""
    problem = found_problem(request, number)
    context = around(problem, member=request.member, step="causes")
    if not 1 <= step <= len(QUESTIONS):
        raise Http404
    home, refused = home_of(request, problem), ""
    if not context["works"]:
        return redirect(home)
    question = QUESTIONS[step - 1]
    if request.method == "POST":
        try:
            _save(request, problem, question)
            reach_short_step(problem=problem, step=step, by=request.member)
        except CauseOvertaken as overtaken:
            refused = overtaken_words(overtaken)
        except Refused as refusal:
            refused = refusal.sentence
        else:
            return _next(request, home, step)
    context |= _asked(request, problem, question, step)
    context |= {"causes_home": home, "refused": refused}
    return render(request, "causes/short.html", context, status=422 if refused else 200)


def _next(request: HttpRequest, home: str, step: int) -> HttpResponse:
    if "later" in request.POST or step == len(QUESTIONS):
        messages.success(request, _("Sparat. Nu står orsakerna i listan.") if step == len(QUESTIONS) else _(
            "Sparat. Ni kan fortsätta där ni slutade."))  # fmt: skip
        return redirect(home)
    return redirect(f"{home}/kort/{step + 1}")


def _asked(request: HttpRequest, problem: Problem, question: Question, step: int) -> dict[str, Any]:
    causes = list(Cause.objects.visible_to(request.member).of_problem(problem))
    analysis = CauseAnalysis.objects.visible_to(request.member).of_problem(problem).first()
    draft = analysis.drafts.get(str(step), "") if analysis else ""
    told = request.POST
    context: dict[str, Any] = {
        "question": question, "number": step, "count": len(QUESTIONS), "lines": told.get("lines", draft),
        "minutes_left": sum(each.minutes for each in QUESTIONS[step - 1:]), "is_written": question.code in WRITTEN,
        "already": [each.text for each in causes if each.side == question.code],
    }  # fmt: skip
    if question.code == "chain":
        context["already"] = [each.text for each in ChainStep.objects.visible_to(request.member).of_problem(problem)]
    if question.code in ("behind", "known", "influence"):
        direct = [each for each in causes if each.is_direct or question.code == "influence"]
        context["rows"] = [
            {"cause": each, **{name: told.get(f"{name}-{each.pk}", getattr(each, name, "")) for name in ASKED_OF_EACH}}
            for each in direct[:MOST_ASKED]
        ]
        context |= {"bases": Basis.choices, "sures": Sureness.choices, "influences": Influence.choices}
    if question.code == "end":
        context["participants"] = told.get("participants", analysis.participants if analysis else "")
        context["version"] = analysis.version if analysis else 1
        context["conclusion"] = told.get("conclusion", draft or (analysis.conclusion if analysis else ""))
    return context


def _save(request: HttpRequest, problem: Problem, question: Question) -> None:
    told, by = request.POST, request.member
    lines = [line.strip() for line in told.get("lines", "").splitlines() if line.strip()]
    causes = {each.pk: each for each in Cause.objects.visible_to(by).of_problem(problem)}
    known = {each.text for each in causes.values()}
    if question.code == "chain":
        there = {each.text for each in ChainStep.objects.visible_to(by).of_problem(problem)}
        set_chain_steps(problem=problem, texts=[line for line in lines if line not in there], by=by)
    elif question.code == "end":
        conclude_causes(
            problem=problem, participants=told.get("participants", ""), conclusion=told.get("conclusion", ""),
            version=version_of(request), by=by,
        )  # fmt: skip
    elif question.code in WRITTEN:
        for line in lines:
            if line not in known:
                add_cause(problem=problem, said=Said(text=line, side=question.code), by=by)
    else:
        for cause in causes.values():
            _save_one(request, problem, cause, question.code)


def _save_one(request: HttpRequest, problem: Problem, cause: Cause, code: str) -> None:
    told, by = request.POST, request.member
    if code == "behind":
        text = told.get(f"said-{cause.pk}", "").strip()
        if text and not any(each.text == text and each.struck_on is None for each in cause.behind.all()):
            add_cause(problem=problem, said=Said(text=text, parent=cause, side=cause.side), by=by)
        return
    basis = told.get(f"basis-{cause.pk}", cause.basis)
    sure, influence = told.get(f"sure-{cause.pk}", cause.sure), told.get(f"influence-{cause.pk}", cause.influence)
    if (basis, sure, influence) != (cause.basis, cause.sure, cause.influence):
        said = Said(text=cause.text, side=cause.side, parent=cause.parent, level=cause.level, nature=cause.nature,
                    basis=basis, sure=sure, influence=influence, step=cause.step)  # fmt: skip
        written = told.get(f"version-{cause.pk}", "")
        change_cause(cause=cause, said=said, version=int(written) if written.isdecimal() else 0, by=by)


@members_who(*MAY_LOOK)
@require_POST
def draft(request: HttpRequest, number: int, step: int) -> HttpResponse:
    """Keep what is being written, without going on; what may not be stored is said and not stored."""
    problem = found_problem(request, number)
    if not 1 <= step <= len(QUESTIONS):
        raise Http404
    try:
        keep_draft(problem=problem, step=step, text=request.POST.get("text", ""), by=request.member)
    except Refused as refusal:
        return HttpResponse(refusal.sentence, status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(_("Sparat som utkast."), content_type="text/plain; charset=utf-8")
