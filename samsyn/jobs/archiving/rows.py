"""The tables of a package: which rows of each room, and what each column means.

Two parts: what all parties may see, and what fewer may. Nothing becomes secret by lying in the second: each row there
names the paragraph that was decided for it, or the one to consider when it is asked for. Who reported is nowhere.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area
from samsyn.ground.privacy.models import Disposal, DisposalRule, Mask, ReleaseRequest
from samsyn.ground.privacy.paragraphs import PARAGRAPHS
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.tables import Column, Table
from samsyn.method.followups.models import FollowUp
from samsyn.method.library.models import SupportComment
from samsyn.method.measures.models import Measure, MeasureEntry
from samsyn.method.meetings.models import Attendance, Decision, Meeting, MeetingNote
from samsyn.method.observations.models import Audience, Category, Observation
from samsyn.method.observations.models import Kind as ObservationKind
from samsyn.method.observations.states import State
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.models import EditionFile

OPEN, NARROW = "allmant", "begransat"
TO_CONSIDER = {"authorities": "35:1", "group": "35:1", "own": "35:1", "coordinator": "35:1"}
GUARDING = "18:8"
WHOLE_ROW = Column("paragraf_beslutad", "Paragraf i OSL som en prövning har angett för raden; tomt = inte prövad")
MAYBE = Column("paragraf_att_prova", "Paragraf i OSL att pröva om raden begärs ut; ett förslag, aldrig ett beslut")


class Days(NamedTuple):
    """The days that a package is about."""

    first: date
    last: date


def _day(name: str, meaning: str) -> Column:
    return Column(name, meaning, "datum")


def _number(name: str, meaning: str) -> Column:
    return Column(name, meaning, "heltal")


def audiences(part: str) -> tuple[str, ...]:
    """Return whose rows lie in a part: those for all parties in the open one, those for fewer in the other."""
    return ("parties", "public") if part == OPEN else ("authorities", "group", "own", "coordinator")


def masked_rows(here: Municipality, kind: str) -> dict[Any, set[str]]:
    """Return which records of a kind have a mask, and by which paragraphs: they lie in the narrow part."""
    found: dict[Any, set[str]] = {}
    for mask in Mask.objects.filter(municipality=here, kind=kind):
        found.setdefault(mask.row_id, set()).add(mask.paragraph)
    return found


def masked_meetings(here: Municipality) -> dict[Any, set[str]]:
    """Return which meetings have masked minutes, or decided a measure that is masked, and by which paragraphs."""
    found, measures_ = masked_rows(here, "minutes"), masked_rows(here, "measure")
    decided = Decision.objects.filter(municipality=here, measure__in=list(measures_))
    for meeting, measure in decided.values_list("meeting_id", "measure_id"):
        found.setdefault(meeting, set()).update(measures_[measure])
    return found


def in_part(rows: Any, part: str, *, masked: Iterable[Any]) -> Any:
    """Choose the rows of a part: a masked one lies in the narrow part, whoever saw it."""
    held = Q(pk__in=list(masked))
    mine = Q(audience__in=audiences(part))
    return rows.filter(mine & ~held) if part == OPEN else rows.filter(mine | held)


def measures(here: Municipality, days: Days, part: str) -> Iterator[Table]:
    """Measures decided on the days, their logs and what their follow-ups said. A masked one lies in the narrow part."""
    masked = masked_rows(here, "measure")
    rows = in_part(
        Measure.objects.filter(municipality=here, decided_on__range=days), part, masked=masked
    ).select_related("organisation", "area", "place__area").order_by("number")
    yield Table("atgarder", "Åtgärder", "Det som parterna har lovat att göra, och hur det gick.", (
        _number("nummer", "Åtgärdens nummer i kommunen"), Column("vad", "Vad som ska göras"),
        Column("part", "Parten som svarar för åtgärden"), Column("funktion", "Funktionen som gör den, aldrig ett namn"),
        Column("plats", "Platsen eller området"), _day("beslutad", "Dagen då den beslutades"),
        _day("klar_senast", "Sista dag"), _day("paborjad", "Dagen då den började"),
        _day("avslutad", "Dagen då den avslutades"), Column("lage", "Läge, se kodlistan åtgärdens läge"),
        Column("omfattning", "Hur mycket som var planerat"), Column("resultat", "Vad uppföljningen sade"),
        Column("vad_det_blev", "En rad om vad det blev, eller varför den ställdes in"),
        Column("visas_for", "Vem som såg raden i tjänsten"), WHOLE_ROW, MAYBE,
    ), (
        (row.number, row.what, row.organisation.name, row.function, row.where, row.decided_on, row.due_on,
         row.started_on, row.ended_on, row.get_state_display(), row.extent, row.get_outcome_display(), row.came_of,
         row.get_audience_display(), sorted(masked.get(row.pk, ())), TO_CONSIDER.get(row.audience, ""))
        for row in rows.iterator()
    ))  # fmt: skip
    about = {"municipality": here, "measure__in": rows.order_by().values("pk")}
    entries = MeasureEntry.objects.filter(**about).select_related("measure").order_by("measure__number", "done_on")
    yield Table("atgardslogg", "Åtgärdernas logg", "Vad som verkligen gjordes, dag för dag.", (
        _number("nummer", "Åtgärdens nummer"), _day("dag", "Dagen"), _number("ganger", "Hur många gånger"),
        Column("timmar", "Arbetstimmar", "tal"), _number("natt", "Ungefär hur många det nådde"),
        Column("text", "Vad som hände"), Column("avvek", "Om det inte gick som planerat", "ja/nej"),
    ), (
        (row.measure.number, row.done_on, row.times, float(row.hours) if row.hours is not None else None, row.reached,
         row.text, row.deviates) for row in entries.iterator()
    ))  # fmt: skip
    followed = FollowUp.objects.filter(**about).select_related("measure").order_by("measure__number", "made_on", "id")
    yield Table("uppfoljningar", "Uppföljningar", "Om åtgärden gjordes, hur det gick och om det hjälpte.", (
        _number("nummer", "Åtgärdens nummer"), _day("dag", "Dagen för uppföljningen"),
        Column("slag", "Gjord, hur det gick eller om det hjälpte"), Column("slutsats", "Vad som kunde sägas"),
        Column("text", "Vad som skrevs"), Column("lardom", "Vad andra kan lära"),
    ), ((row.measure.number, row.made_on, row.get_kind_display(), row.get_conclusion_display(), row.text, row.lesson)
        for row in followed.iterator() if _fits(row.shown_to, part)))  # fmt: skip


def _fits(audience: str, part: str) -> bool:
    """Say whether a row's own audience lets it lie in the part: in the narrow one everything may."""
    return part == NARROW or audience in audiences(OPEN)


def meetings(here: Municipality, days: Days, part: str) -> Iterator[Table]:
    """Meetings that were closed, who was there by function, what was decided and noted."""
    masked = masked_meetings(here)
    rows = in_part(
        Meeting.objects.filter(municipality=here, held_on__range=days, closed_at__isnull=False), part, masked=masked
    ).select_related("group").order_by("held_on", "id")
    yield Table("moten", "Möten", "Avslutade möten.", (
        Column("mote", "Mötets beteckning i paketet"), _day("dag", "Dagen"), Column("grupp", "Gruppen"),
        _number("vecka", "Veckan som gruppen såg på, 202540 = vecka 40 år 2025"),
        Column("oppnat", "När mötet öppnades, UTC", "tid"), Column("avslutat", "När det avslutades, UTC", "tid"),
        WHOLE_ROW,
    ), ((str(row.pk), row.held_on, row.group or "", row.iso_week, row.opened_at, row.closed_at,
         sorted(masked.get(row.pk, ())))
        for row in rows))  # fmt: skip
    about = {"municipality": here, "meeting__in": rows.order_by().values("pk")}
    seats = Attendance.objects.filter(**about, present=True).order_by("meeting__held_on", "function")
    yield Table("narvaro", "Närvaro", "Vilka funktioner som var med, aldrig vem.", (
        Column("mote", "Mötets beteckning"), Column("funktion", "Funktionen"),
    ), ((str(row.meeting_id), row.function) for row in seats.iterator()))  # fmt: skip
    lines = Decision.objects.filter(**about).select_related("measure").order_by("meeting__held_on", "position", "id")
    yield Table("beslut", "Beslut", "Vad mötet sade om varje punkt.", (
        Column("mote", "Mötets beteckning"), Column("om", "Platsen, området eller raden"),
        Column("beslut", "Vad som valdes"), Column("text", "Skälet, eller beslutet i en rad"),
        _number("atgard", "Åtgärdens nummer, om det blev en"),
    ), ((str(row.meeting_id), row.about, row.get_choice_display() if row.choice else "", row.text,
         row.measure.number if row.measure is not None and _fits(row.measure.audience, part) else None)
        for row in lines.iterator()))  # fmt: skip
    notes = MeetingNote.objects.filter(**about).exclude(text="").select_related("organisation")
    yield Table("anteckningar", "Anteckningar", "Vad som skrevs under dagordningens delar.", (
        Column("mote", "Mötets beteckning"), Column("del", "Dagordningens del"),
        Column("part", "Parten, om den sade det"), Column("text", "Texten"),
    ), ((str(row.meeting_id), row.part, row.organisation or "", row.text)
        for row in notes.order_by("meeting__held_on", "part", "id").iterator()))  # fmt: skip


def reports(here: Municipality, days: Days, part: str) -> Iterator[Table]:
    """Reviewed reports seen on the days. One with a mask lies in the narrow part, whoever saw it."""
    masked = masked_rows(here, "report")
    rows = Observation.objects.filter(
        municipality=here, observed_on__range=days, state__in=[State.ACCEPTED, State.MERGED]
    ).select_related("category", "area", "place").order_by("observed_to", "id")
    yield Table("rapporter", "Rapporter", "Det som sågs eller hördes på en plats. Aldrig vem som såg eller sågs.", (
        Column("rapport", "Rapportens beteckning i paketet"), _day("dag", "Dagen då det sågs, lokal tid"),
        Column("kategori", "Kategorins kod, se kategorier"), Column("slag", "Händelse, tillstånd eller stämning"),
        Column("omrade", "Områdets kod, se områden"), Column("plats", "Den kända platsens namn, där den får visas"),
        _number("allvar", "1 lindrigt – 4 allvarligt"), Column("kalla", "Slag av källa, aldrig ett namn"),
        Column("lage", "Läge i granskningen"), _day("kom_in", "Dagen då rapporten kom in"),
        _day("upphorde", "Dagen då ett tillstånd var åtgärdat"), Column("text", "Rapportens text"),
        Column("visas_for", "Vem som såg raden i tjänsten"), WHOLE_ROW, MAYBE,
    ), (
        (str(row.pk), row.observed_on, row.category.code, row.get_kind_display(), row.area.code if row.area else "",
         row.place.name if row.place and not row.place.show_coarse and not row.category.area_level else "",
         row.severity, row.source_kind, row.get_state_display(), row.received_on, row.ended_on, row.shown_text,
         row.get_audience_display(), sorted(masked.get(row.pk, ())), _consider(row))
        for row in rows.iterator(chunk_size=2000) if (NARROW if _is_narrow(row, masked) else OPEN) == part
    ))  # fmt: skip


def _is_narrow(row: Observation, masked: dict[Any, set[str]]) -> bool:
    return row.audience != Audience.PARTIES or row.pk in masked or row.category.area_level or bool(row.door)


def _consider(row: Observation) -> str:
    if row.category.area_level:
        return GUARDING
    return "21:3" if row.door else TO_CONSIDER.get(row.audience, "")


def plans(here: Municipality, days: Days, part: str) -> Iterator[Table]:
    """Documents decided on the days; their texts lie beside, as PDF and data."""
    rows = PlanDocument.objects.filter(
        municipality=here, decided_on__range=days, audience__in=audiences(part)
    ).order_by("number", "edition")
    yield Table("dokument", "Avtal, planer och lägesbilder enligt lagen", "Beslutade dokument.", (
        _number("nummer", "Dokumentets nummer"), _number("version", "Versionen"), Column("slag", "Slag av dokument"),
        Column("rubrik", "Rubriken"), _day("beslutat", "Dagen"), Column("beslutat_av", "Vem som beslutade"),
        Column("diarienummer", "Beslutets diarienummer"), _day("galler_fran", "Första dag"),
        _day("galler_till", "Sista dag"), Column("kontrollsumma", "SHA-256 av det som frystes vid beslutet"),
    ), ((row.number, row.edition, row.get_kind_display(), row.title, row.decided_on, row.decided_by, row.reference,
         row.period_first, row.period_last, row.digest) for row in rows.iterator()))  # fmt: skip


def support(here: Municipality, days: Days, part: str) -> Iterator[Table]:
    """What was said in the support from outside. It is between one party and whoever leads: all in the narrow part."""
    if part != NARROW:
        return
    masked = masked_rows(here, "support")
    rows = SupportComment.objects.filter(municipality=here, said_at__date__range=days).exclude(text="")
    yield Table("metodstod", "Kommentarer i metodstödet", "Det som sades mellan kommunen och den inbjudna parten.", (
        Column("om", "Problemets nummer eller dokumentets rubrik; tomt = lägesbilderna"),
        Column("part", "Parten som skrev"), _day("dag", "Dagen"), Column("text", "Vad som skrevs"),
        _day("borttagen", "Dagen då den togs tillbaka eller doldes; orden är bevarade"), WHOLE_ROW, MAYBE,
    ), (
        (_said_about(row), row.organisation.name, row.said_at.astimezone(here.zone).date(), row.text, row.removed_on,
         sorted(masked.get(row.pk, ())), TO_CONSIDER.get(_shown_to(row), ""))
        for row in rows.select_related("organisation", "support__problem", "support__document").in_order().iterator()
    ))  # fmt: skip


def _said_about(row: SupportComment) -> str:
    invited = row.support
    if invited.problem is not None:
        return str(invited.problem.number)
    return invited.document.title if invited.document is not None else ""


def _shown_to(row: SupportComment) -> str:
    about = row.support.problem or row.support.document
    return about.audience if about is not None else ""


def editions(here: Municipality, days: Days, part: str) -> Iterator[Table]:
    """Every issued paper's files with their digests; a withdrawn one keeps its line, its bytes are gone."""
    rows = EditionFile.objects.filter(
        municipality=here, edition__issued_at__date__range=days, edition__audience__in=audiences(part)
    ).select_related("edition").order_by("edition__issued_at", "edition_id", "format")
    yield Table("utgavor", "Utgivna papper", "Varje utgiven fil med sin kontrollsumma, även återkallade.", (
        Column("utgava", "Utgåvans beteckning i paketet"), Column("rubrik", "Rubriken"), _number("nummer", "Versionen"),
        Column("papper", "Slag av papper"), Column("for", "För vilka den gjordes"),
        Column("utgiven", "När, UTC", "tid"), Column("av", "Funktionen som gav ut den"),
        Column("format", "Filens format"),
        Column("kontrollsumma", "SHA-256 av filen"), Column("aterkallad", "När den återkallades, UTC", "tid"),
        Column("skal", "Varför den återkallades"),
    ), ((str(row.edition_id), row.edition.title, row.edition.number, row.edition.get_paper_display(),
         row.edition.get_audience_display(), row.edition.issued_at, row.edition.issued_by, row.format, row.digest,
         row.edition.withdrawn_at, row.edition.get_withdrawn_for_display() if row.edition.withdrawn_for else "")
        for row in rows.iterator()))  # fmt: skip


def register(here: Municipality, _days: Days, part: str) -> Iterator[Table]:
    """Categories, code lists, areas, parties and the decisions on disposal: what the rest is read with."""
    if part != OPEN:
        return
    yield Table("kategorier", "Kategorier", "Vad en rapport kan handla om.", (
        Column("kod", "Koden"), Column("namn", "Namnet"), Column("under", "Kategorin som den ligger under"),
        Column("slag", "Brott, ordningsstörning, fysisk miljö, social signal, kommande eller positivt"),
        Column("i_bruk", "Om den går att välja", "ja/nej"), Column("ersatt_av", "Kategorin som gäller i stället"),
    ), ((row.code, row.name_sv, row.parent.code if row.parent else "", row.get_kind_display() if row.kind else "",
         row.active, row.replaced_by.code if row.replaced_by else "")
        for row in Category.objects.filter(municipality=here).select_related("parent", "replaced_by")
        .order_by("position", "code")))  # fmt: skip
    yield Table("omraden", "Områden", "Kommunens indelning.", (
        Column("kod", "Koden"), Column("namn", "Namnet"), Column("indelning", "Indelningen"),
        _day("galler_fran", "Första dag"), _day("galler_till", "Sista dag"),
    ), ((row.code, row.name, row.area_set.name, row.area_set.valid_from, row.area_set.valid_to)
        for row in Area.objects.filter(municipality=here).select_related("area_set")
        .order_by("area_set__name", "area_set__valid_from", "code")))  # fmt: skip
    yield Table("parter", "Parter", "Organisationerna i samverkan.", (
        Column("namn", "Namnet"), Column("slag", "Slag av verksamhet"),
        Column("rattsligt_slag", "Vilken lag som binder"),
        Column("ansvarar", "Nämnd eller bolag som svarar för handlingarna"),
        Column("overenskommelse", "Överenskommelsens beteckning"), _day("fran", "Första dag"),
        _day("till", "Sista dag"),
    ), ((row.name, row.get_kind_display(), row.get_legal_kind_display(), row.responsible_body, row.agreement,
         row.joined_on, row.ends_on)
        for row in Organisation.objects.filter(municipality=here).order_by("name")))  # fmt: skip
    yield _codes()
    yield from _decisions(here)


def _codes() -> Table:
    lists = {
        "rapportens slag": ObservationKind.choices, "rapportens läge": State.choices, "visas för": Audience.choices,
        "partens slag": Organisation.Kind.choices, "åtgärdens läge": Measure._meta.get_field("state").choices,
        "paragraf i OSL": [(each.code, each.protects) for each in PARAGRAPHS],
    }  # fmt: skip
    return Table("kodlistor", "Kodlistor", "Koderna och vad de betyder.", (
        Column("lista", "Kodlistans namn"), Column("kod", "Koden"), Column("betyder", "Vad den betyder"),
    ), ((name, code, words) for name, choices in lists.items() for code, words in choices or ()))  # fmt: skip


def _decisions(here: Municipality) -> Iterator[Table]:
    rules = DisposalRule.objects.filter(municipality=here).order_by("kind")
    yield Table("gallringsbeslut", "Gallringsbeslut", "Vad som gallras, när och enligt vilket beslut.", (
        Column("slag", "Slag av uppgift"), _number("manader", "Bevaras så länge"), Column("diarienummer", "Beslutet"),
        Column("beslutat_av", "Vem som beslutade"), _day("beslutat", "Dagen"), Column("pa", "Om det utförs", "ja/nej"),
    ), ((row.kind, row.months, row.reference, row.decided_by, row.decided_on, row.active)
        for row in rules))  # fmt: skip
    yield Table("gallringar", "Utförda gallringar", "Hur många rader som gick, aldrig vad som stod i dem.", (
        Column("slag", "Slag av uppgift"), Column("utford", "När, UTC", "tid"), _day("aldre_an", "Allt äldre än"),
        Column("diarienummer", "Beslutet"), _number("rader", "Antal rader"),
    ), ((row.kind, row.done_at, row.before, row.reference, sum(row.rows.values()))
        for row in Disposal.objects.filter(municipality=here).order_by("done_at", "id")))  # fmt: skip
    yield Table("begaranden", "Begäranden om utlämnande", "Vad som begärdes och beslutades, aldrig av vem.", (
        _number("nummer", "Begärans nummer"), _day("kom_in", "Dagen"), _day("fran", "Första dag"),
        _day("till", "Sista dag"), Column("lage", "Beslutet"), Column("diarienummer", "Beslutets nummer"),
        _number("lamnat", "Antal handlingar"), _number("maskat", "Antal fält med maskning"),
        Column("kontrollsumma", "SHA-256 av det som lämnades ut"),
    ), ((row.number, row.received_on, row.first_day, row.last_day, row.get_state_display(), row.reference,
         row.handed_out, row.masked, row.digest)
        for row in ReleaseRequest.objects.filter(municipality=here).order_by("number")))  # fmt: skip
