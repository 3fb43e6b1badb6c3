"""What exists that a request asks for: reports with texts, measures, minutes, pictures, support; field by field.

Read as the municipality itself: what is handed out is decided by masks, not by what the one who decides may see
elsewhere. Who reported is no part of any record here: the link is a table of its own and is never read, and of the
party only its kind is told. What else there may be (photos, problems, plans) is looked for by hand.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.method.library.models import SupportComment
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.observations.asked_for import asked_for
from samsyn.method.observations.dwellings import door_of
from samsyn.method.observations.models import Inquiry, Observation, ObservationVersion
from samsyn.method.pictures.models import SituationalPicture

MOST_REPORTS = 400
REPORT, MEASURE, MINUTES, PICTURE, SUPPORT = "report", "measure", "minutes", "picture", "support"


class Field(NamedTuple):
    """One field of a record: its sign, what it is called, and what stands in it."""

    sign: str
    label: str
    value: str


class Item(NamedTuple):
    """One record: its kind and row, what it is called, and its fields."""

    kind: str
    row_id: Any
    head: str
    fields: list[Field]


def everything_asked_for(request: ReleaseRequest, *, by: Any) -> list[Item]:
    """Return every record that the request asks for, the reports first, each kind in the order of its days.

    A request by category or place is about what happened there: minutes and pictures hold the whole municipality and
    are listed by name, to be handed out as they were issued.
    """
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    require_here(by, request)
    machine = Machine(name="utlämnande", municipality=request.municipality)
    return [*_reports(request, machine), *_measures(request, machine), *_minutes(request, machine),
            *_pictures(request, machine), *_support(request, machine)]  # fmt: skip


def reports_asked_for(request: ReleaseRequest) -> Any:
    """Return the reports that the request asks for, in the order that they were seen."""
    machine = Machine(name="utlämnande", municipality=request.municipality)
    rows = Observation.objects.visible_to(machine).filter(asked_for(request))
    return rows.select_related("category", "area", "place").order_by("observed_to", "id")


def _fields(*rows: tuple[str, str, Any]) -> list[Field]:
    return [Field(sign, label, str(value)) for sign, label, value in rows if value not in (None, "")]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _clock(value: datetime, zone: Any) -> str:
    return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _reports(request: ReleaseRequest, machine: Machine) -> Iterator[Item]:
    rows = list(reports_asked_for(request)[:MOST_REPORTS])
    zone = machine.municipality.zone
    kinds = {**dict(Organisation.Kind.choices), "resident": _("boende")}
    talks: dict[Any, list[Inquiry]] = {}
    for said in Inquiry.objects.filter(observation__in=rows).order_by("created_at", "id"):
        talks.setdefault(said.observation_id, []).append(said)
    earlier: dict[Any, list[ObservationVersion]] = {}
    for version in ObservationVersion.objects.filter(observation__in=rows).order_by("number"):
        earlier.setdefault(version.observation_id, []).append(version)
    for row in rows:
        door = door_of(row, machine)
        fields = _fields(
            ("when", _("När"), _clock(row.observed_to, zone)), ("category", _("Kategori"), row.category.name_sv),
            ("place", _("Plats"), row.place.name if row.place else ""),
            ("area", _("Område"), row.area.name if row.area else ""),
            ("door", _("Bostadens dörr"), door.place if door else ""),
            ("point", _("Punkt"), f"{row.lat:.5f}, {row.lon:.5f}" if row.lat is not None else ""),
            ("source", _("Slag av källa"), kinds.get(row.source_kind, row.source_kind)),
            ("severity", _("Allvar"), row.severity), ("state", _("Läge"), row.get_state_display()),
            ("reason", _("Skäl"), row.state_reason), ("text", _("Text"), row.text),
        )  # fmt: skip
        for version in earlier.get(row.pk, ()):
            before = _("Text före ändring %(n)s") % {"n": version.number}
            fields += _fields((f"text-{version.pk.hex}", before, version.before.get("text", "")))
        for said in talks.get(row.pk, ()):
            fields += _fields((f"talk-{said.pk.hex}", str(said.get_kind_display()).capitalize(), said.text))
        yield Item(REPORT, row.pk, _("Rapport %(day)s") % {"day": _clock(row.observed_to, zone)}, fields)


def _measures(request: ReleaseRequest, machine: Machine) -> Iterator[Item]:
    rows = Measure.objects.visible_to(machine).filter(
        decided_on__gte=request.first_day, decided_on__lte=request.last_day
    )
    if request.areas:
        rows = rows.filter(Q(area__in=request.areas) | Q(place__area__in=request.areas))
    if request.place:
        for word in request.place.casefold().split():
            rows = rows.filter(Q(place__search_text__contains=word) | Q(what__icontains=word))
    if request.categories:
        rows = rows.filter(arises_from__category__code__in=request.categories).distinct()
    for row in rows.select_related("organisation", "area", "place").order_by("number"):
        yield Item(MEASURE, row.pk, _("Åtgärd %(n)s") % {"n": row.number}, _fields(
            ("what", _("Vad"), row.what), ("who", _("Part"), row.organisation.name),
            ("function", _("Funktion"), row.function), ("place", _("Plats"), row.where),
            ("decided_on", _("Beslutad"), _day(row.decided_on)), ("due_on", _("Klar senast"), _day(row.due_on)),
            ("state", _("Läge"), row.get_state_display()), ("extent", _("Omfattning"), row.extent),
            ("came_of", _("Vad det blev"), row.came_of),
        ))  # fmt: skip


def _minutes(request: ReleaseRequest, machine: Machine) -> Iterator[Item]:
    held = Meeting.objects.visible_to(machine).held().between(request.first_day, request.last_day)
    for row in held.select_related("group").order_by("held_on", "id"):
        lines = Decision.objects.filter(meeting=row).exclude(about="", text="").order_by("position", "id")
        if request.place or request.areas or request.categories:
            about = Q(area__in=request.areas) if request.areas else Q(pk__in=[])
            for word in request.place.split():
                about |= Q(about__icontains=word) | Q(text__icontains=word)
            lines = lines.filter(about)
        fields = [
            Field(f"line-{line.pk.hex}", line.about or _("Rad"), " ".join(filter(None, [
                str(line.get_choice_display()) if line.choice else "", line.text]))  or "–")
            for line in lines
        ]  # fmt: skip
        if fields:
            about_it = {"group": row.group or _("gruppen"), "day": _day(row.held_on)}
            yield Item(MINUTES, row.pk, _("Minnesanteckning, %(group)s %(day)s") % about_it, fields)


def _pictures(request: ReleaseRequest, machine: Machine) -> Iterator[Item]:
    first, last = Week.containing(request.first_day), Week.containing(request.last_day)
    rows = SituationalPicture.objects.visible_to(machine).locked()
    for row in rows.filter(iso_week__gte=first.iso, iso_week__lte=last.iso).order_by("iso_week"):
        yield Item(PICTURE, row.pk, _("Lägesbild %(week)s") % {"week": row.week.label}, _fields(
            ("edition", _("Utgåva"), row.edition), ("locked", _("Låst"), _day(row.locked_at and row.locked_at.date())),
            ("how", _("Lämnas"), _("Som egen handling, i den utgåva som prövas för sig.")),
        ))  # fmt: skip


def _support(request: ReleaseRequest, machine: Machine) -> Iterator[Item]:
    """What was said in the support from outside, what has been taken back or hidden too; by its problem where asked."""
    zone = machine.municipality.zone
    rows = SupportComment.objects.visible_to(machine).filter(
        said_at__date__gte=request.first_day, said_at__date__lte=request.last_day
    ).exclude(text="")  # fmt: skip
    if request.areas:
        rows = rows.filter(
            Q(support__problem__area__in=request.areas) | Q(support__problem__place__area__in=request.areas)
        )
    for word in request.place.casefold().split():
        rows = rows.filter(
            Q(support__problem__place__search_text__contains=word) | Q(support__problem__title__icontains=word)
            | Q(text__icontains=word)
        )  # fmt: skip
    wanted = set(request.categories)
    for row in rows.select_related("support__problem", "support__document").in_order():
        problem, document = row.support.problem, row.support.document
        if wanted and not (problem is not None and wanted & set(problem.categories)):
            continue
        said = _clock(row.said_at, zone)
        yield Item(SUPPORT, row.pk, _("Kommentar i metodstödet %(day)s") % {"day": said}, _fields(
            ("when", _("När"), said), ("who", _("Part"), row.organisation.name),
            ("about", _("Om"), problem or document or _("lägesbilderna")), ("text", _("Text"), row.text),
            ("removed", _("Tillbakatagen eller dold"), _day(row.removed_on)),
        ))  # fmt: skip
