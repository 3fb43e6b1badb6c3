"""The verbs of the yearly questions and the self-check, and what is suggested as answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.ground.records import stamp_of
from samsyn.ground.refusals import whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.duties.actions import DutyOvertaken, DutyRefused, may_write, refuse_persons
from samsyn.method.duties.finding import law_check
from samsyn.method.duties.law import CODES
from samsyn.method.duties.models import SelfCheck, SurveyAnswer, SurveyQuestion
from samsyn.method.duties.survey.asked import ASPECTS, DEFAULT_QUESTIONS
from samsyn.method.duties.words import found_words
from samsyn.method.followups.models import FollowUp
from samsyn.method.measures.models import Measure

LONGEST_ANSWER, LONGEST_QUESTION, LOWEST, HIGHEST = 2000, 300, 1, 5


@transaction.atomic
def fetch_questions(*, by: Any) -> int:
    """Copy the questions that are shipped and not here yet; those that are here are left as they are."""
    may_write(by)
    known = set(SurveyQuestion.objects.filter(municipality=by.municipality).values_list("code", flat=True))
    new = [SurveyQuestion(municipality=by.municipality, code=code, duty=duty, words_sv=sv, words_en=en, position=at)
           for at, (code, duty, sv, en) in enumerate(DEFAULT_QUESTIONS) if code not in known]  # fmt: skip
    SurveyQuestion.objects.bulk_create(new)
    note("survey_questions.fetched", by=by, changed={"new": len(new)})
    return len(new)


def stamp_of_question(row: SurveyQuestion) -> str:
    """Return the stamp of a question's words and whether it is in use."""
    return stamp_of(row, "words_sv", "active")


def stamp_of_answer(row: SurveyAnswer | None) -> str:
    """Return the stamp of an answer; "" where there is none."""
    return stamp_of(row, "text")


def stamp_of_check(row: SelfCheck | None) -> str:
    """Return the stamp of a year's self-check; "" where there is none."""
    return stamp_of(row, "answers", "text", "function")


@transaction.atomic
def save_question(
    *, words: str, question: SurveyQuestion | None = None, duty: str = "", active: bool = True, seen: str = "", by: Any
) -> SurveyQuestion:
    """Change the words of a question, switch it off, or add one. `seen`: the stamp of the question that was shown."""
    may_write(by)
    require_here(by, question)
    said = whole(words, most=LONGEST_QUESTION, refused=DutyRefused)
    if not said:
        raise DutyRefused(_("Skriv frågan."))
    if duty and duty not in CODES:
        raise DutyRefused(_("Den skyldigheten finns inte."))
    rows = SurveyQuestion.objects.filter(municipality=by.municipality)
    if question is not None:
        question = SurveyQuestion.objects.select_for_update().get(pk=question.pk)
        if stamp_of_question(question) != seen:
            raise DutyOvertaken(theirs=question.words_sv, mine=said)
    row = question or SurveyQuestion(
        municipality=by.municipality, code=f"own-{rows.count() + 1}", position=rows.count(), duty=duty
    )
    row.words_en = row.words_en if row.words_sv == said else ""
    row.words_sv, row.active = said, active
    row.save()
    note("survey_question.saved", by=by, subject=row, changed={"name": row.code})
    return row


@transaction.atomic
def save_answer(
    *, question: SurveyQuestion, year: int, text: str, evidence: Sequence[str], on: date, seen: str = "", by: Any
) -> SurveyAnswer:
    """Keep the answer to a question one year, with the evidence as it is known now. `seen`: the shown one's stamp."""
    may_write(by)
    require_here(by, question)
    refuse_persons(by, text)
    said = whole(text, most=LONGEST_ANSWER, refused=DutyRefused)
    if not said:
        raise DutyRefused(_("Skriv ett svar."))
    SurveyQuestion.objects.select_for_update().get(pk=question.pk)
    now = SurveyAnswer.objects.filter(question=question, year=year).first()
    if now is not None and stamp_of_answer(now) != seen:
        raise DutyOvertaken(theirs=now.text, mine=said)
    row, _made = SurveyAnswer.objects.update_or_create(question=question, year=year, defaults={
        "municipality": by.municipality, "text": said, "evidence": list(evidence), "saved_on": on,
    })  # fmt: skip
    note("survey_answer.saved", by=by, subject=row, changed={"name": question.code, "year": year})
    return row


def suggestions(municipality: Municipality, *, today: date) -> dict[str, dict[str, Any]]:
    """Return, by duty, a suggested answer and its evidence: why the duty stands as it does, and what shows it."""
    told = {}
    for state in law_check(municipality, today=today):
        shown = [row.words for row in state.linked] or [one.words for one in state.found]
        told[state.code] = {"text": state.why, "evidence": shown, "standing": state.standing}
    return {**told, "": _followed(municipality)}


def _followed(municipality: Municipality) -> dict[str, Any]:
    """What the questions without a duty of their own are answered from: the follow-ups."""
    measures = Measure.objects.filter(municipality=municipality)
    looked = FollowUp.objects.filter(municipality=municipality, kind="effect").select_related("measure")
    said = _("%(done)s åtgärder är uppföljda. För %(effect)s är det prövat om de hjälpte.") % {
        "done": measures.filter(followed_up_on__isnull=False).count(), "effect": looked.count(),
    }  # fmt: skip
    shown = [found_words(row.measure.what, row.get_conclusion_display()) for row in looked.order_by("-made_on")[:8]
             if row.measure.audience == "parties"]  # fmt: skip
    return {"text": said, "evidence": shown, "standing": ""}


@transaction.atomic
def check_ourselves(
    *, year: int, answers: Mapping[str, Sequence[int | None]], text: str, function: str, on: date, seen: str = "",
    by: Any,
) -> SelfCheck:  # fmt: skip
    """Keep the group's own check of a year: what it answered together, and what it will do about it.

    `seen` is the stamp of the check that the page showed; raises DutyOvertaken where another stands there now.
    """
    may_write(by)
    refuse_persons(by, text, function)
    if not function.strip():
        raise DutyRefused(_("Skriv vilken grupp som svarade."))
    kept = {}
    for aspect in ASPECTS:
        given = list(answers.get(aspect.code, ()))[: len(aspect.statements)]
        if any(value is not None and not LOWEST <= value <= HIGHEST for value in given):
            raise DutyRefused(_("Svara med 1 till 5."))
        kept[aspect.code] = given
    if not any(value for given in kept.values() for value in given):
        raise DutyRefused(_("Svara på minst ett påstående."))
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    now = SelfCheck.objects.filter(municipality=by.municipality, year=year).first()
    if now is not None and stamp_of_check(now) != seen:
        raise DutyOvertaken(theirs=told_of_check(function=now.function, answers=now.answers, text=now.text),
                            mine=told_of_check(function=function, answers=kept, text=text))  # fmt: skip
    row, _made = SelfCheck.objects.update_or_create(municipality=by.municipality, year=year, defaults={
        "answers": kept, "text": whole(text, most=LONGEST_ANSWER, refused=DutyRefused), "made_on": on,
        "function": function.strip()[:120],
    })  # fmt: skip
    note("self_check.saved", by=by, subject=row, changed={"year": year})
    return row


def told_of_check(*, function: str, answers: Mapping[str, Sequence[int | None]], text: str) -> str:
    """Say in one line what a group answered: each side's numbers, and what it will do about it."""
    sides = [f"{aspect.name} {', '.join(str(each or '–') for each in answers[aspect.code])}"
             for aspect in ASPECTS if any(answers.get(aspect.code, ()))]  # fmt: skip
    return " · ".join(each for each in [function, *sides, text] if each)
