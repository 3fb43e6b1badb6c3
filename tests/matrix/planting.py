"""A town with one row of every kind for every audience, each text a mark of its own.

Rows are made from the tables themselves, so that a kind of row that is added tomorrow is planted too.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction

from samsyn.ground.privacy.declarations import own_models
from samsyn.ground.records import uuid7
from samsyn.method.pictures.actions import compile_picture
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.plans.content import live_content
from samsyn.method.problems.causes.asking.looking import Asked, look
from tests import people

SHELVES = ("parties", "authorities", "group", "own", "coordinator")
MARK = re.compile(r"zq[0-9a-z]{5}x")
# The register of the town is as its founder made it: everybody may know it, or only those who keep it.
REGISTER = {
    "Area", "AreaSet", "PlaceType", "Place", "Category", "Role", "Membership", "Organisation", "Unit", "Group", "User",
    "Municipality", "SituationalPicture", "PictureTable", "PictureFinding", "PeriodPicture", "PeriodTable",
    "PictureLayout", "TriggerRule", "YearRule", "LawDuty", "StepItem",
}  # fmt: skip
LOGS = {"Event", "Seal", "Lookup"}
# What the program itself reads: a mark there would only break it. Numbers, codes, digests, names of things it knows.
MACHINE = {
    "slug", "code", "digest", "key", "path", "upload", "worker", "subject_kind", "subject_id", "place_type", "door",
    "source_kind", "language", "default_code", "paper", "about_kind", "target", "screen", "query", "scheme", "rule",
    "first", "last", "client_id", "by_kind", "external_key", "layout_code", "suggested", "trigger_reference", "part",
    "section", "where", "kind", "name_of_kind", "audience", "shown_to", "duty", "question", "field", "paragraph",
    "seal", "program", "format", "period", "version", "subject_claim", "email_claim", "name_claim", "roles_claim",
    "digest_before", "digest_after", "answers", "reference_of", "label", "issuer", "sign_in_url", "certificate",
    "endpoint", "public_key", "secret", "pin", "asked", "figures", "table", "authorities", "parties", "content",
    "mapping", "from_example", "grade", "looked_up", "happening", "level", "subject", "area_code", "video_link",
    "fault_number",
}  # fmt: skip
WANTED = {                      # links that may be empty, and are filled
    "Observation.area", "Observation.owner", "Measure.area", "Measure.problem", "Problem.area", "Problem.owner",
    "Reading.area", "OutsideEvent.area", "Finding.area", "PhasePlacement.problem", "Evaluation.measure",
    "Meeting.group",
    "OwnPoint.area", "MergeItem.area", "Edition.picture", "Attendance.organisation", "MeetingNote.organisation",
    "PlanMeasure.organisation", "PlanMeasure.plan_problem", "Recipient.organisation", "Decision.area",
    "ShiftDevice.unit", "Dispatch.recipient", "Priority.problem", "Stewardship.area", "CauseVersion.cause",
}  # fmt: skip


def _frozen(garden: "Garden", shelf: str) -> Any:
    """Return what a planned document says, as it is kept when it is decided: once its rows are there."""
    rows = garden.rows[shelf]
    if not {"PlanDocument", "PlanText", "PlanProblem", "PlanMeasure", "Signature"} <= set(rows):
        return NotImplemented
    return json.dumps(live_content(rows["PlanDocument"])["parties"], default=str)


def _asked(garden: "Garden", shelf: str) -> Any:
    """Return a question to the problem's reports."""
    if "Problem" not in garden.rows[shelf]:
        return NotImplemented
    days = people.WEEK.first_day - timedelta(days=90), people.WEEK.last_day
    return Asked(question="same_place", first=days[0], last=days[1])


def _put(garden: "Garden", shelf: str) -> Any:
    asked = _asked(garden, shelf)
    return asked if asked is NotImplemented else canonical(asked.plain(garden.rows[shelf]["Problem"]))


def _answered(garden: "Garden", shelf: str) -> Any:
    asked = _asked(garden, shelf)
    return asked if asked is NotImplemented else canonical(look(asked, problem=garden.rows[shelf]["Problem"], order=1))


def _duty_area(garden: "Garden", shelf: str) -> Any:
    """Each duty of the same party an area of its own."""
    code = {"parties": "A", "authorities": "B", "group": "C"}.get(shelf)
    return garden.town.areas[code] if code else None


SET: dict[str, dict[str, Any]] = {
    "ObservationVersion": {
        "before": lambda garden, shelf: {"text": garden.mark("ObservationVersion", "before", shelf)},
    },
    "ReportingDuty": {"area": _duty_area},
    "WorstQuestion": {"first_week": 202514, "weeks": 13},
    "Evaluation": {"figures": {"says": "no_reports", "at_peak": False, "compared_with": ""}},
    "PlanTable": {"content": _frozen},
    "Observation": {"state": "accepted", "precision": "area"},
    "Measure": {"state": "planned", "kind": "measure", "follow_up_on": people.NOW.date() + timedelta(days=60)},
    "SituationalPicture": {"locked_at": None, "shared_at": people.NOW},
    "PlanDocument": {"state": "decided", "kind": "plan", "decided_on": people.NOW.date()},
    "Meeting": {"state": "closed", "closed_at": people.NOW, "opened_at": people.NOW},
    "OwnPicture": {"handed_in_at": None},
    "Edition": {"paper": "weekly", "language": "sv", "about": "x"},
    "Finding": {"authorities": "{}", "parties": "{}", "kind": "area", "subject": "area:A"},
    "CauseTest": {"question": "same_place", "asked": _put, "answer": _answered},
    "PictureFinding": {"question": "{}", "authorities": "{}", "parties": "{}"},
    "Goal": {"measured_by": "words"},
    "Case": {"sharing": "own"},
    "Decision": {"kind": "other"},
    "ImportRun": {"state": "done", "target": "observations"},
    "Evidence": {"kind": "other", "duty": "tasks"},
    "Indicator": {"kind": "offences", "period": "year"},
    "Directory": {"kind": "oidc"},
    "MeetingNote": {"part": "x"},
    "SectionText": {"section": "own_1"},
    "Mapping": {"figures": ""},
    "Priority": {"period": lambda _garden, shelf: f"{2015 + number_of(shelf) % 10}-Q3"},
    "Disposal": {"kind": "brev"},
    "DisposalRule": {"kind": "brev"},
}  # fmt: skip


@dataclass
class Garden:
    """What was planted: each mark with its model, field and shelf; and the rows of each shelf by model."""

    town: people.Town
    neighbour: people.Town | None = None
    marks: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def mark(self, model: str, name: str, shelf: str) -> str:
        """Return a new mark, and remember what it stands for."""
        text = f"zq{_digits(len(self.marks) + 36**4)}x"
        self.marks[text] = (model, name, shelf)
        return text


def _digits(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, 36)
        found = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + found
    return found


def number_of(shelf: str) -> int:
    """Return the number that every numbered row of a shelf has, so that an address finds them."""
    return 4000 + SHELVES.index(shelf) if shelf in SHELVES else 4999


def planted(town: people.Town, shelves: tuple[str, ...] = SHELVES, garden: Garden | None = None) -> Garden:
    """Plant one row of every kind on every shelf of a town."""
    garden = garden or Garden(town)
    before, garden.town = garden.town, town
    garden.neighbour = town if town is not before else None
    picture = SituationalPicture.objects.filter(municipality=town.municipality).first() or compile_picture(
        municipality=town.municipality, week=people.WEEK, now=people.NOW, by=town.machine
    )
    for shelf in shelves:
        garden.rows[shelf] = {"SituationalPicture": picture}
        kinds = (model for model in own_models() if model.__name__ not in REGISTER | LOGS)
        waiting = [model for model in kinds if _has_municipality(model)]
        for _round in range(4):
            waiting = [model for model in waiting if not _plant(garden, model, shelf)]
        garden.failed.update({f"{m.__name__} {shelf}": garden.failed.get(m.__name__, "?") for m in waiting})
    garden.town = before
    return garden


def name_reporters(garden: Garden) -> None:
    """Give the two who report a mark for a name and an address: one at a board, one at the private company."""
    for who, shelf in (("anna", "parties"), ("kim", "own")):
        user = garden.town.members[who].user
        user.name, user.email = (garden.mark("User", name, shelf) for name in ("name", "email"))
        user.email += "@norr.example"
        user.save(update_fields=["name", "email"])


def _has_municipality(model: type[models.Model]) -> bool:
    return any(each.name == "municipality" for each in model._meta.concrete_fields)


def _plant(garden: Garden, model: type[models.Model], shelf: str) -> bool:
    values: dict[str, Any] = {"municipality": garden.town.municipality}
    count = len(garden.marks)
    for each in model._meta.concrete_fields:
        if each.name in ("id", "created_at", "municipality"):
            continue
        given = _value(garden, model, each, shelf)
        if given is NotImplemented:
            return False
        if given is not None:
            values[each.name] = given
    try:
        with transaction.atomic():
            row = model(**values)
            row.save(force_insert=True)
            garden.rows[shelf][model.__name__] = row
    except (IntegrityError, ValueError, TypeError) as problem:
        garden.failed[model.__name__] = str(problem)
        for mark in list(garden.marks)[count:]:
            del garden.marks[mark]
        return True
    return True


def _value(garden: Garden, model: type[models.Model], each: Any, shelf: str) -> Any:
    name, label = each.name, model.__name__
    if name in ("audience", "shown_to"):
        return _shown_to(each, shelf)
    if name in SET.get(label, {}):
        given = SET[label][name]
        return given(garden, shelf) if callable(given) else given
    if each.is_relation:
        return _link(garden, label, each, shelf)
    if each.choices:
        return each.choices[0][0] if not each.has_default() and not each.blank else None
    if isinstance(each, models.CharField | models.TextField) and not isinstance(each, models.SlugField):
        if name in MACHINE or (each.max_length or 99) < 8:
            return f"{shelf}{number_of(shelf)}"[: each.max_length] if not each.blank else None
        return garden.mark(label, name, shelf)
    return _plain(each, shelf)


def _shown_to(each: Any, shelf: str) -> str | None:
    allowed = [value for value, _label in each.choices] if each.choices else ["authorities", "parties"]
    return shelf if shelf in allowed else "authorities" if shelf not in ("parties", "soder") else "parties"


def _link(garden: Garden, label: str, each: Any, shelf: str) -> Any:
    kind, town = each.related_model.__name__, garden.town
    if each.name == "audience_group" or f"{label}.{each.name}" in ("Problem.group",):
        return next(iter(town.groups.values()), None)
    if each.null and f"{label}.{each.name}" not in WANTED:
        return None
    if kind in garden.rows[shelf]:
        return garden.rows[shelf][kind]
    party = "housing" if shelf == "own" and "housing" in town.organisations else "town"
    if kind == "Organisation":
        seen_by_school = label == "Observation" and party == "town" and "school" in town.organisations
        return town.organisations["school" if seen_by_school else party]
    if label == "ReporterLink" and town.groups:
        return town.members[{"parties": "anna", "own": "kim"}.get(shelf, "bo")].user
    if kind == "User":
        return next(iter(town.members.values())).user
    given = {
        "Area": lambda: town.areas["A"], "Category": lambda: town.categories["E1"],
        "Role": lambda: town.roles["reporter"], "Group": lambda: next(iter(town.groups.values()), None),
        "Unit": lambda: next(iter(town.units.values()), None), "Place": lambda: next(iter(town.places.values()), None),
    }.get(kind)  # fmt: skip
    found = (
        given()
        if given
        else each.related_model.objects.filter(
            **({"municipality": town.municipality} if _has_municipality(each.related_model) else {})
        ).first()
        if kind in REGISTER
        else None
    )
    return found if found is not None else (None if each.null else NotImplemented)


def _plain(each: Any, shelf: str) -> Any:
    number = number_of(shelf)
    if isinstance(each, models.SlugField):
        return f"{shelf}-{number}"[: each.max_length] if not each.blank else None
    if each.name == "iso_week":
        return people.WEEK.iso - 20 + number % 10  # each shelf a week of its own: one picture a week
    if each.name == "year":
        return 2015 + number % 10
    if each.name == "number":
        return number
    if each.has_default() or each.null:
        return None
    if isinstance(each, models.DateTimeField):
        return people.NOW
    if isinstance(each, models.DateField):
        return people.WEEK.first_day + timedelta(days=number % 5)
    if isinstance(each, models.TimeField):
        return time(9)
    if isinstance(each, models.UUIDField):
        return uuid7()
    return 1 + number % 5
