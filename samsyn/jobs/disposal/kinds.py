"""The kinds of information that a decision on disposal can name, and which rows each holds.

What is done to a row is what its table declares of itself (Privacy): words are blanked; a row that is nothing without
its personal field is removed. Frozen pictures and issued papers are kept: nothing here speaks of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.exchange.models import ImportRun, RefusedRow
from samsyn.ground.audit.actions import KEPT_HAPPENINGS, LOGBOOK
from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.models import Event
from samsyn.ground.files.models import StoredFile
from samsyn.ground.privacy.declarations import declaration_of
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.models import Delivery
from samsyn.method.library.models import SupportComment
from samsyn.method.observations.asked_for import held_reports, old_reports
from samsyn.method.observations.models import ChecklistAnswer, Inquiry, Observation, ObservationVersion, ReporterLink
from samsyn.method.observations.states import State

ANSWERED = [State.ACCEPTED, State.MERGED, State.REFUSED, State.WITHDRAWN]
LOCKED = [State.REFUSED, State.WITHDRAWN]
Rows = Callable[[Municipality, date], Iterator[Any]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of information: its name, what goes, how it is aged, what is kept by default, and its rows."""

    code: str
    name: Any
    goes: Any
    counted_from: Any
    declared_by: type[models.Model]
    rows: Rows                          # yields querysets, one a table, of what is older than the day
    months: int = 0                     # 0 = what the table declares
    of_reports: bool = False            # hangs on reports: a request holds those it asks for; else it holds them all

    @property
    def default_months(self) -> int:
        return self.months or declaration_of(self.declared_by).kept_for_months or 0


def _texts(here: Municipality, reports: Any) -> Iterator[Any]:
    below = {"municipality": here, "observation__in": reports.order_by().values("pk")}
    yield from (reports, ObservationVersion.objects.filter(**below), Inquiry.objects.filter(**below))


def _photos(here: Municipality, reports: Any) -> Any:
    return StoredFile.objects.filter(
        municipality=here, kind=StoredFile.Kind.PHOTO, owner_id__in=reports.order_by().values("pk")
    )


def _reports(here: Municipality, before: date) -> Iterator[Any]:
    old = old_reports(here, before)
    yield from _texts(here, old)
    yield ChecklistAnswer.objects.filter(municipality=here, received_on__lt=before)


def _refused(here: Municipality, before: date) -> Iterator[Any]:
    old = old_reports(here, before).filter(state__in=LOCKED)
    yield from _texts(here, old)
    yield _photos(here, old)


def _links(here: Municipality, before: date) -> Iterator[Any]:
    old = old_reports(here, before).filter(state__in=ANSWERED)
    yield ReporterLink.objects.filter(municipality=here, observation__in=old.order_by().values("pk"))


def _photos_of_answered(here: Municipality, before: date) -> Iterator[Any]:
    yield _photos(here, old_reports(here, before).filter(state__in=ANSWERED))


def _letters(here: Municipality, before: date) -> Iterator[Any]:
    yield Delivery.objects.filter(municipality=here, created_at__date__lt=before, sent_at__isnull=False)


def _import_refusals(here: Municipality, before: date) -> Iterator[Any]:
    yield RefusedRow.objects.filter(municipality=here, created_at__date__lt=before)
    ended = [ImportRun.State.DONE, ImportRun.State.FAILED, ImportRun.State.UNDONE]
    yield ImportRun.objects.filter(municipality=here, created_at__date__lt=before, state__in=ended)


def _logbook(here: Municipality, before: date) -> Iterator[Any]:
    # By the day of the seal, which the check of the logbook knows also when a line's own day is gone.
    old = Event.objects.filter(municipality=here, seal__day__lt=before, kept_digest="")
    yield old.exclude(happening__in=KEPT_HAPPENINGS)


def _lookups(here: Municipality, before: date) -> Iterator[Any]:
    yield Lookup.objects.filter(municipality=here, created_at__date__lt=before)



def _support(here: Municipality, before: date) -> Iterator[Any]:
    yield SupportComment.objects.filter(municipality=here, said_at__date__lt=before)


KINDS = (
    Kind(
        code="avvisade", name=_("Avvisade och återtagna rapporter"), declared_by=Observation, months=1,
        goes=_("Texten i alla versioner, frågor och svar, sökorden och fotona. Att rapporten fanns står kvar."),
        counted_from=_("dagen då rapporten kom in"), rows=_refused, of_reports=True,
    ),
    Kind(
        code="rapporter", name=_("Rapporternas texter"), declared_by=Observation,
        goes=_("Texten i alla versioner, frågor och svar, sökorden, bostadens dörr och checklistornas kommentarer. "
               "Plats, tid och kategori står kvar och räknas."),
        counted_from=_("dagen då rapporten kom in"), rows=_reports, of_reports=True,
    ),
    Kind(
        code="rapportorer", name=_("Kopplingen till den som rapporterade"), declared_by=ReporterLink,
        goes=_("Vem som skickade en besvarad rapport."), counted_from=_("dagen då rapporten kom in"), rows=_links,
        of_reports=True,
    ),
    Kind(
        code="foton", name=_("Foton"), declared_by=StoredFile, goes=_("Fotot och dess fil."),
        counted_from=_("dagen då rapporten kom in"), rows=_photos_of_answered, of_reports=True,
    ),
    Kind(
        code="brev", name=_("Brev och notiser"), declared_by=Delivery, goes=_("Vem som fick vilket brev och när."),
        counted_from=_("dagen då brevet skrevs"), rows=_letters,
    ),
    Kind(
        code="inlasning", name=_("Rader som inte kunde läsas in"), declared_by=RefusedRow,
        goes=_("Radens innehåll, och vem som läste in filen. Orsaken och antalet står kvar."),
        counted_from=_("dagen då filen lästes in"), rows=_import_refusals,
    ),
    Kind(
        code=LOGBOOK, name=_("Loggbokens rader"), declared_by=Event, counted_from=_("dagen då raden skrevs"),
        goes=_("Vad raden säger. Dess kontrollsumma står kvar, så att förseglingarna går att kontrollera. Rader om "
               "gallringen själv bevaras."), rows=_logbook,
    ),
    Kind(
        code="lasningar", name=_("Loggen över läsningar"), declared_by=Lookup,
        goes=_("Vem som har läst och tagit ut vad. Loggboken över ändringar står kvar."),
        counted_from=_("dagen då det lästes"), rows=_lookups,
    ),
    Kind(
        code="metodstod", name=_("Kommentarer i metodstödet"), declared_by=SupportComment,
        goes=_("Orden, även de som har tagits tillbaka eller dolts. Vilken part som skrev, och när, står kvar."),
        counted_from=_("dagen då kommentaren skrevs"), rows=_support,
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}


def emptied(model: type[models.Model]) -> dict[str, Any] | None:
    """Return what the table's personal fields become, or None where the whole row is to go.

    blank and forget empty a field; erase, and a field that cannot be empty, take the row.
    """
    becomes: dict[str, Any] = {}
    for name, rule in declaration_of(model).personal.items():
        field: Any = model._meta.get_field(name)
        if rule == "erase" or (field.is_relation and not field.null):
            return None
        becomes[name] = {} if isinstance(field, models.JSONField) else None if field.null else ""
    return becomes


def left_to_do(rows: Any) -> Any:
    """Return those of the rows that the declaration has something left to do with."""
    becomes = emptied(rows.model)
    if becomes is None:
        return rows
    done = Q()
    for name, value in becomes.items():
        done &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return rows.exclude(done)


def is_held_whole(kind: Kind, here: Municipality, *, held: bool, by_hand: bool) -> bool:
    """Say whether nothing of the kind may go: held by hand, or held by a request that cannot be told apart from it."""
    return by_hand or (held and not kind.of_reports)


def held_of(kind: Kind, here: Municipality, before: date) -> int:
    """Return how many reports older than the day are held by pending requests."""
    if not kind.of_reports:
        return 0
    return int(Observation.objects.filter(pk__in=held_reports(here), received_on__lt=before).count())
