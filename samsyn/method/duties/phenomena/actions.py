"""The verbs of the check of phenomena: fetch and word the questions, keep the answers of an area one year; its profile.

The result is a profile and questions to take up with the police. No sum, no class and no rank is made of it: a class is
the police's to give (method, section 13).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.ground.places.models import Area
from samsyn.ground.records import stamp_of
from samsyn.ground.refusals import whole
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.duties.actions import DutyOvertaken, DutyRefused, may_write, refuse_persons
from samsyn.method.duties.models import Phenomenon, PhenomenonCheck, Seen
from samsyn.method.duties.phenomena.asked import CATEGORIES, DEFAULTS

QUESTION, SOURCE, TEXT, FUNCTION = 200, 120, 1000, 120
LEVELS = (1, 2, 3)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered to one question: yes, no or not known; how clearly (1–3) and from what, where it is yes."""

    seen: str
    level: int | None = None
    source: str = ""


class Side(NamedTuple):
    """One category of a check: how many questions got which answer, and how clear the yes are on average, 1–3."""

    category: int
    yes: int
    no: int
    unknown: int
    level: float | None


def in_use(by: Any) -> bool:
    """Say whether the municipality has turned the check on."""
    return bool(setting(by.municipality, "phenomena"))


def _may(by: Any) -> None:
    may_write(by)
    if not in_use(by):
        raise DutyRefused(_("Lägesanalysen är inte påslagen här."))


def stamp_of_phenomenon(row: Phenomenon | None) -> str:
    """Return the stamp of a question; "" where there is none."""
    return stamp_of(row, "words_sv", "category", "active")


def stamp_of_check(row: PhenomenonCheck | None) -> str:
    """Return the stamp of a year's answers of an area; "" where there are none."""
    return stamp_of(row, "answers", "text", "function")


def told_of_check(*, function: str, answers: Mapping[str, Mapping[str, Any]], text: str) -> str:
    """Say in one line what a group answered: how many yes and no, and what is done about it."""
    seen = [each.get("seen") for each in answers.values()]
    counted = _("%(yes)s ja, %(no)s nej") % {"yes": seen.count(Seen.YES), "no": seen.count(Seen.NO)}
    return " · ".join(each for each in (function, counted, text) if each)


@transaction.atomic
def fetch_phenomena(*, by: Any) -> int:
    """Copy the shipped questions that are not here yet; those that are here are left as they are."""
    _may(by)
    known = set(Phenomenon.objects.filter(municipality=by.municipality).values_list("code", flat=True))
    new = [Phenomenon(municipality=by.municipality, category=category, code=code, words_sv=sv, words_en=en, position=at)
           for at, (category, code, sv, en) in enumerate(DEFAULTS) if code not in known]  # fmt: skip
    Phenomenon.objects.bulk_create(new)
    note("phenomena.fetched", by=by, changed={"new": len(new)})
    return len(new)


@transaction.atomic
def save_phenomenon(
    *, words: str, category: int, phenomenon: Phenomenon | None = None, active: bool = True, seen: str = "", by: Any
) -> Phenomenon:
    """Word a question, move it to another category, switch it off, or add one. `seen`: the stamp of the shown one."""
    _may(by)
    require_here(by, phenomenon)
    refuse_persons(by, words)
    said = whole(words, most=QUESTION, refused=DutyRefused)
    if not said or category not in CATEGORIES:
        raise DutyRefused(_("Skriv frågan och välj en kategori."))
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    rows = Phenomenon.objects.filter(municipality=by.municipality)
    if phenomenon is not None:
        phenomenon = rows.get(pk=phenomenon.pk)
        if stamp_of_phenomenon(phenomenon) != seen:
            raise DutyOvertaken(theirs=phenomenon.words_sv, mine=said)
    row = phenomenon or Phenomenon(
        municipality=by.municipality, code=f"own-{rows.count() + 1}", position=rows.count()
    )
    row.words_en = row.words_en if row.words_sv == said else ""
    row.words_sv, row.category, row.active = said, category, active
    row.save()
    note("phenomenon.saved", by=by, subject=row, changed={"name": row.code})
    return row


@transaction.atomic
def check_area(
    *, area: Area, answers: Mapping[str, Answer], function: str, text: str, on: date, seen: str = "", by: Any
) -> PhenomenonCheck:
    """Keep what was answered together of an area this year; answered again the same year it stands instead.

    `seen` is the stamp of the year's answers that the page showed; raises DutyOvertaken where others stand there now.
    """
    _may(by)
    require_here(by, area)
    refuse_persons(by, text, function, *(each.source for each in answers.values()))
    who = whole(function, most=FUNCTION, refused=DutyRefused)
    if not who:
        raise DutyRefused(_("Skriv vilken grupp som svarade."))
    known = set(Phenomenon.objects.filter(municipality=by.municipality, active=True).values_list("code", flat=True))
    kept = {code: _kept(each) for code, each in answers.items() if code in known}
    if not any(each["seen"] != Seen.UNKNOWN for each in kept.values()):
        raise DutyRefused(_("Svara ja eller nej på minst en fråga."))
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # also where there is no row yet to hold
    now = PhenomenonCheck.objects.filter(municipality=by.municipality, area=area, year=on.year).first()
    if now is not None and stamp_of_check(now) != seen:
        raise DutyOvertaken(theirs=told_of_check(function=now.function, answers=now.answers, text=now.text),
                            mine=told_of_check(function=who, answers=kept, text=text))  # fmt: skip
    row, _made = PhenomenonCheck.objects.update_or_create(
        municipality=by.municipality, area=area, year=on.year, defaults={
            "answers": kept, "function": who, "text": whole(text, most=TEXT, refused=DutyRefused), "made_on": on,
        },
    )  # fmt: skip
    note("phenomena.checked", by=by, subject=row, changed={"name": area.code, "year": on.year})
    return row


def _kept(answer: Answer) -> dict[str, Any]:
    if answer.seen not in Seen.values or answer.level not in (None, *LEVELS):
        raise DutyRefused(_("Välj något av det som finns i listan."))
    yes = answer.seen == Seen.YES
    return {"seen": answer.seen, "level": answer.level if yes else None,
            "source": whole(answer.source, most=SOURCE, refused=DutyRefused)}  # fmt: skip


def profile(check: PhenomenonCheck, *, questions: Sequence[Phenomenon]) -> list[Side]:
    """Return the four sides of a check, over the questions that are used."""
    sides = []
    for category in CATEGORIES:
        told = [check.answers.get(row.code, {}) for row in questions if row.category == category]
        seen = [each.get("seen", Seen.UNKNOWN) for each in told]
        levels = [each["level"] for each in told if each.get("level")]
        sides.append(Side(
            category, seen.count(Seen.YES), seen.count(Seen.NO), seen.count(Seen.UNKNOWN),
            sum(levels) / len(levels) if levels else None,
        ))  # fmt: skip
    return sides


def to_ask_the_police(check: PhenomenonCheck, *, questions: Sequence[Phenomenon]) -> dict[str, list[Phenomenon]]:
    """Return what to take up with the police: what is seen (the clearest first), and what nobody here knows."""
    seen = [row for row in questions if check.answers.get(row.code, {}).get("seen") == Seen.YES]
    seen.sort(key=lambda row: (-(check.answers[row.code].get("level") or 0), row.category, row.position))
    unknown = [row for row in questions if check.answers.get(row.code, {}).get("seen", Seen.UNKNOWN) == Seen.UNKNOWN]
    return {"seen": seen, "unknown": unknown}
