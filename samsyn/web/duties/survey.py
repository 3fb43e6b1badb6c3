"""The yearly questions with suggested answers, and the self-check as profile and trend; both as files too."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.documents.longterm.law import check_paper, survey_paper
from samsyn.documents.longterm.making import file_of
from samsyn.documents.papers.making import MEDIA_TYPES
from samsyn.documents.sheets import sheets
from samsyn.ground.refusals import Refused
from samsyn.method.duties.actions import DutyOvertaken
from samsyn.method.duties.models import SelfCheck, SurveyAnswer, SurveyQuestion
from samsyn.method.duties.survey.actions import (
    check_ourselves,
    fetch_questions,
    save_answer,
    save_question,
    stamp_of_answer,
    stamp_of_check,
    stamp_of_question,
    suggestions,
)
from samsyn.method.duties.survey.asked import ANSWERS, ASPECTS, FACTORS
from samsyn.method.plans.querysets import writes
from samsyn.web.duties.shown import MAY_READ
from samsyn.web.duties.views import conflict_of, leads, refuse_unless_reader
from samsyn.web.guard import members_who
from samsyn.web.not_lost import with_mine
from samsyn.web.noting import shown as note_shown
from samsyn.web.templatetags.samsyn import language, named


def _below(request: HttpRequest, path: str) -> str:
    return f"/{request.member.municipality.slug}/{path}"


def year_of(request: HttpRequest) -> int:
    """Return the year that is asked for, else this one."""
    told = request.GET.get("ar") or request.POST.get("ar") or ""
    return int(told) if told.isdecimal() and len(told) == 4 else timezone.localdate().year


def _rows(request: HttpRequest, year: int) -> list[dict[str, Any]]:
    member = request.member
    told = suggestions(member.municipality, today=timezone.localdate())
    saved = {row.question_id: row for row in SurveyAnswer.objects.visible_to(member).filter(year=year)}
    questions = SurveyQuestion.objects.visible_to(member).in_use()
    return [{"question": row, "words": named({"name_sv": row.words_sv, "name_en": row.words_en}),
             "seen": stamp_of_answer(saved.get(row.pk)), "seen_question": stamp_of_question(row),
             "answer": saved.get(row.pk), "suggested": told.get(row.duty, told[""])} for row in questions]


@members_who(*MAY_READ)
def show(request: HttpRequest) -> HttpResponse:
    """Show the year's questions with saved or suggested answers and what shows them."""
    refuse_unless_reader(request)
    if request.method == "POST":
        fetch_questions(by=request.member)
        return redirect(_below(request, "lagkollen/enkat"))
    return _page(request, year_of(request))


def _page(request: HttpRequest, year: int, *, refusal: Refused | None = None, **mine: Any) -> HttpResponse:
    """Show the questions; with a refusal also what was not saved, in the box where it was written."""
    rows, status = _rows(request, year), 200
    if refusal is not None:
        status = 409 if isinstance(refusal, DutyOvertaken) else 422
        told = {"sentence": refusal.sentence} if status == 422 else conflict_of(refusal)    # type: ignore[arg-type]
        more = {**mine, "refused": told, "conflicts": status == 409}
        rows = [{**row, **more} if row["question"].pk == mine["of"] else row for row in rows]
    context = {"rows": rows, "year": year, "writes": writes(request.member)}
    return render(request, "duties/survey.html", context, status=status)


@leads
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the answer to a question."""
    question = get_object_or_404(SurveyQuestion.objects.visible_to(request.member), pk=pk)
    told = suggestions(request.member.municipality, today=timezone.localdate())
    shown = told.get(question.duty, told[""])["evidence"]
    year = year_of(request)
    try:
        save_answer(question=question, year=year, text=request.POST.get("svar", ""), evidence=shown,
                    on=timezone.localdate(), seen=request.POST.get("sedd", ""), by=request.member)  # fmt: skip
    except Refused as refusal:
        return _page(request, year, refusal=refusal, of=question.pk, my_answer=request.POST.get("svar", ""))
    messages.success(request, _("Sparat."))
    return redirect(_below(request, f"lagkollen/enkat?ar={year}#f-{question.code}"))


@leads
@require_POST
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the words of a question, or switch it off."""
    row = get_object_or_404(SurveyQuestion.objects.visible_to(request.member), pk=pk)
    return _saved(request, row)


@leads
@require_POST
def add_question(request: HttpRequest) -> HttpResponse:
    """Add a question."""
    return _saved(request, None)


def _saved(request: HttpRequest, row: SurveyQuestion | None) -> HttpResponse:
    told = request.POST
    try:
        save_question(question=row, words=told.get("ord", ""), active=told.get("anvands", "ja") == "ja",
                      seen=told.get("sedd", ""), by=request.member)  # fmt: skip
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        if row is not None:
            return _page(request, year_of(request), refusal=refusal, of=row.pk, my_question=told.get("ord", ""))
        messages.error(request, with_mine(refusal.sentence, told.get("ord", "")))
    return redirect(_below(request, "lagkollen/enkat"))


@members_who(*MAY_READ)
def as_file(request: HttpRequest, format: str) -> HttpResponse:
    """Return the year's answers as Word, PDF or Excel."""
    refuse_unless_reader(request)
    rows = [
        {"question": one["words"], "answer": one["answer"].text if one["answer"] else one["suggested"]["text"],
         "saved": one["answer"] is not None,
         "evidence": one["answer"].evidence if one["answer"] else one["suggested"]["evidence"]}
        for one in _rows(request, year_of(request))
    ]  # fmt: skip
    note_shown(request, len(rows))
    year = year_of(request)
    here, today = request.member.municipality, timezone.localdate()
    paper = survey_paper(here, year=year, rows=rows, on=today, language=language())
    return _file(request, paper, format, name=f"enkat-{year}")


def _file(request: HttpRequest, paper: Any, format: str, *, name: str) -> HttpResponse:
    if format not in ("pdf", "docx", "xlsx"):
        raise Http404
    content = sheets(paper) if format == "xlsx" else file_of(paper, format)
    answer = HttpResponse(content, content_type=MEDIA_TYPES[format])
    inline = "inline" if format == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{inline}; filename="{request.member.municipality.slug}-{name}.{format}"'
    return answer


@members_who(*MAY_READ)
def check(request: HttpRequest) -> HttpResponse:
    """Show the self-check of the years as a profile, with what has helped and hindered others; a POST saves one."""
    refuse_unless_reader(request)
    year = year_of(request)
    return _check(request, year) if request.method == "POST" else _check_page(request, year)


def _check_page(
    request: HttpRequest, year: int, *, mine: dict[str, Any] | None = None, refusal: Refused | None = None
) -> HttpResponse:
    """Show the check; where what was written is refused it stands in the boxes again, beside what stands there now."""
    member = request.member
    rows = list(SelfCheck.objects.visible_to(member).by_year())
    this = next((row for row in rows if row.year == year), None)
    aspects = []
    for aspect in ASPECTS:
        known = mine["answers"] if mine else this.answers if this else {}
        given = list(known.get(aspect.code, [])) + [None] * len(aspect.statements)
        aspects.append({
            "aspect": aspect, "years": [{"year": row.year, "level": row.level(aspect.code)} for row in rows],
            "statements": [{"name": f"{aspect.code}-{at}", "words": words, "given": given[at]}
                           for at, words in enumerate(aspect.statements)],
            "factors": [factor for factor in FACTORS if factor.aspect == aspect.code],
        })  # fmt: skip
    context = {"aspects": aspects, "rows": rows, "year": year, "this": this, "writes": writes(member),
               "choices": ANSWERS, "years": [row.year for row in rows], "seen": stamp_of_check(this),
               "function": mine["function"] if mine else this.function if this else "",
               "text": mine["text"] if mine else this.text if this else ""}  # fmt: skip
    if isinstance(refusal, DutyOvertaken):
        return render(request, "duties/check.html", {**context, "conflict": conflict_of(refusal)}, status=409)
    context["refused"] = refusal.sentence if refusal else ""
    return render(request, "duties/check.html", context, status=422 if refusal else 200)


def _check(request: HttpRequest, year: int) -> HttpResponse:
    told = request.POST
    answers = {
        aspect.code: [int(value) if (value := told.get(f"{aspect.code}-{at}", "")).isdecimal() else None
                      for at in range(len(aspect.statements))]
        for aspect in ASPECTS
    }  # fmt: skip
    try:
        check_ourselves(year=year, answers=answers, text=told.get("text", ""), function=told.get("funktion", ""),
                        on=timezone.localdate(), seen=told.get("sedd", ""), by=request.member)  # fmt: skip
    except Refused as refusal:
        mine = {"answers": answers, "text": told.get("text", ""), "function": told.get("funktion", "")}
        return _check_page(request, year, mine=mine, refusal=refusal)
    messages.success(request, _("Sparat."))
    return redirect(_below(request, f"sjalvskattning?ar={year}"))


@members_who(*MAY_READ)
def check_file(request: HttpRequest, format: str) -> HttpResponse:
    """Return the self-check for the steering group as PDF, Word or Excel."""
    refuse_unless_reader(request)
    rows = list(SelfCheck.objects.visible_to(request.member).by_year())
    note_shown(request, len(rows))
    paper = check_paper(request.member.municipality, rows=rows, on=timezone.localdate(), language=language())
    return _file(request, paper, format, name="sjalvskattning")
