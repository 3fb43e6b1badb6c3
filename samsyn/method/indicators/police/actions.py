"""The verb of the police's form: five numbers per area are kept as readings, the line as an outside event."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from samsyn.analysis import wording
from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import NotAllowed, Permission
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.indicators.actions import define_indicator, record_outside_events, record_readings

SOURCE = "police-form"
MOST = 9999
LONGEST_LINE = 200

class PoliceNumber(NamedTuple):
    """One of the five numbers: the code of its indicator and its names."""

    code: str
    name_sv: str
    name_en: str


class PoliceFormRefused(Refused):
    """The form was not taken in; the sentence says why."""


def police_numbers(municipality: Any) -> list[PoliceNumber]:
    """Return the five numbers by the names this municipality uses."""
    pairs = setting(municipality, "police_numbers")
    return [PoliceNumber(f"police-weekly-{n}", *pair) for n, pair in enumerate(pairs, start=1)]


def may_fill_in(by: Any) -> bool:
    """Say whether somebody may type the police's numbers: those who report for the police, and the coordinator."""
    of_the_police = any(one.kind == Organisation.Kind.POLICE for one in by.organisations_that(Permission.REPORT))
    return of_the_police or bool(by.may(Permission.REVIEW_ALL, within=by.municipality))


@transaction.atomic
def hand_in_police_form(
    *, week: Week, numbers: Mapping[tuple[str, str], int], line: str = "", today: date, by: Any
) -> int:
    """Keep the numbers, (indicator's code, area's code) → value, and the line of a week. The last hand-in stands.

    A number that is left out is not known, which is not nought. Returns how many numbers are kept.
    """
    if not may_fill_in(by):
        raise NotAllowed("Bara polisen och samordnaren fyller i polisens siffror.")
    names = {one.code: one for one in police_numbers(by.municipality)}
    line = " ".join(line.split())
    places = _place_words(by.municipality) if line else frozenset()
    _refuse(week, numbers, line, known=set(names), today=today, place_words=places)
    form = Machine(name=SOURCE, municipality=by.municipality)
    for code, number in names.items():
        rows = [
            {"area_code": area, "first_on": week.first_day, "last_on": week.last_day, "value": value}
            for (of, area), value in numbers.items() if of == code
        ]  # fmt: skip
        if rows:
            indicator = define_indicator(
                code=code, name_sv=number.name_sv, name_en=number.name_en, source="Polisen, veckoformulär",
                period="week", unit_sv="händelser", unit_en="events", by=form,
            )  # fmt: skip
            record_readings(indicator=indicator, rows=rows, by=form)
    if line:
        told = {
            "external_id": str(week.iso), "type": "Polisens lägesrad", "title": line, "is_summary": True,
            "happened_on": min(week.last_day, today),
        }  # fmt: skip
        record_outside_events(source=SOURCE, rows=[told], by=form)
    note("police_form.handed_in", by=by, changed={"week": week.iso, "numbers": len(numbers), "line": bool(line)})
    return len(numbers)


def _place_words(municipality: Any) -> frozenset[str]:
    """Return the names of areas and places here: inside them nobody's name is found."""
    names: set[str] = set(Area.objects.filter(municipality=municipality).values_list("name", flat=True))
    names |= set(Place.objects.filter(municipality=municipality).values_list("name", flat=True))
    return frozenset(" ".join(name.lower().split()) for name in names)


def _refuse(
    week: Week, numbers: Mapping[tuple[str, str], int], line: str, *, known: set[str], today: date,
    place_words: frozenset[str],
) -> None:  # fmt: skip
    if not numbers and not line:
        raise PoliceFormRefused("Fyll i minst en siffra eller raden.")
    if week.first_day > today:
        raise PoliceFormRefused("Veckan har inte börjat än. Välj en annan vecka.")
    if any(code not in known or not 0 <= value <= MOST for (code, _area), value in numbers.items()):
        raise PoliceFormRefused("En siffra är mindre än 0 eller större än {most}. Rätta den.", most=MOST)
    if len(line) > LONGEST_LINE or "\x00" in line:
        raise PoliceFormRefused("Raden är längre än {longest_line} tecken. Korta den.", longest_line=LONGEST_LINE)
    if line and wording.find(line, place_words=place_words):
        raise PoliceFormRefused("Raden innehåller något som kan peka ut en person. Skriv om platsen i stället.")
