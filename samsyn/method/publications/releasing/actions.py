"""The verbs of a request for public records: take it in, mask and unmask, decide. Who asks is never written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.privacy.models import Mask, ReleaseRequest
from samsyn.ground.privacy.paragraphs import BY_CODE
from samsyn.ground.refusals import Refused, whole
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.observations.models import Category
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.publications.releasing.gathering import (
    MOST_REPORTS,
    Item,
    everything_asked_for,
    reports_asked_for,
)
from samsyn.method.publications.releasing.masking import WHOLE, masks_by_field, seal_of, spans_of, to_hand_out

LONGEST_PLACE, LONGEST_REFERENCE, LONGEST_BODY = 80, 80, 120
State = ReleaseRequest.State
GIVEN = {State.WHOLE, State.MASKED}


class ReleaseRefused(Refused):
    """Nothing was handed out or changed; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: days, areas, categories, and a street or place; never who asks, and never why."""

    first_day: date
    last_day: date
    areas: Iterable[Area] = ()
    categories: Iterable[Category] = ()
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a request was decided, by which body or function, when and under which number in the diary.

    `seen` is the digest_of_draft of what was read before deciding: anything else is not decided.
    """

    state: str
    reference: str
    decided_by: str
    decided_on: date | None
    seen: str


@transaction.atomic
def take_in_request(*, wanted: Wanted, received_on: date, by: Any) -> ReleaseRequest:
    """Take a request in: from now on nothing that it asks for is destroyed. Raises ReleaseRefused."""
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    areas, categories = list(wanted.areas), list(wanted.categories)
    require_here(by, *areas, *categories)
    if wanted.first_day > wanted.last_day:
        raise ReleaseRefused(_("Första dagen ska vara före den sista."))
    place = whole(wanted.place, most=LONGEST_PLACE, refused=ReleaseRefused)
    if place and (problem := why_not_stored(place, place_words=place_words_of(by.municipality))):
        raise ReleaseRefused(problem)
    here = by.municipality
    last = ReleaseRequest.objects.filter(municipality=here).aggregate(n=Max("number"))["n"] or 0
    request = ReleaseRequest(
        municipality=here, number=last + 1, received_on=received_on, first_day=wanted.first_day,
        last_day=wanted.last_day, areas=[str(area.pk) for area in areas],
        categories=[category.code for category in categories], place=place,
    )  # fmt: skip
    if reports_asked_for(request).count() > MOST_REPORTS:
        raise ReleaseRefused(
            _("Begäran träffar fler än %(n)s rapporter. Dela den i flera: kortare tid, färre områden.")
            % {"n": MOST_REPORTS}
        )
    request.save()
    note("release.taken_in", by=by, subject=request, changed={"number": request.number})
    return request


def _held_pending(request: ReleaseRequest, by: Any) -> ReleaseRequest:
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    require_here(by, request)
    held = ReleaseRequest.objects.select_for_update().get(pk=request.pk)
    if not held.is_pending:
        raise ReleaseRefused(_("Begäran är redan beslutad."))
    return held


@transaction.atomic
def mask_field(
    *, request: ReleaseRequest, row_id: UUID, field: str, paragraph: str, words: str = "", by: Any
) -> Mask:  # fmt: skip
    """Mask a field of a record, the whole record (field `all`), or only some words of the field, by a paragraph.

    The words are never kept, only where they stand. Masking never uncovers what is masked already: only unmask_field
    does. Raises ReleaseRefused.
    """
    request = _held_pending(request, by)
    if paragraph not in BY_CODE:
        raise ReleaseRefused(_("Välj vilken paragraf maskningen bygger på."))
    item = next((each for each in everything_asked_for(request, by=by) if each.row_id == row_id), None)
    if item is None:
        raise ReleaseRefused(_("Handlingen hör inte till begäran."))
    value = next((each.value for each in item.fields if each.sign == field), None)
    if value is None and field != WHOLE:
        raise ReleaseRefused(_("Fältet finns inte i handlingen."))
    spans = spans_of(value or "", words.strip()) if words.strip() else []
    if words.strip() and not spans:
        raise ReleaseRefused(_("Orden finns inte i fältet. Skriv dem som de står, eller lämna tomt för hela fältet."))
    mask, _made = Mask.objects.get_or_create(
        municipality=request.municipality, request=request, kind=item.kind, row_id=row_id, field=field,
        defaults={"paragraph": paragraph, "spans": spans, "seal": seal_of(value or "")},
    )  # fmt: skip
    if not _made:
        if spans and (not mask.spans or mask.seal != seal_of(value or "")):
            raise ReleaseRefused(_("Fältet är redan maskat i sin helhet. Ta bort den maskningen först."))
        mask.spans = _together([*mask.spans, *spans]) if spans else []
        mask.paragraph, mask.seal = paragraph, seal_of(value or "")
        mask.save()
    return mask


def _together(spans: list[list[int]]) -> list[list[int]]:
    """Return the spans in order, those that touch made one."""
    found: list[list[int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


@transaction.atomic
def unmask_field(*, request: ReleaseRequest, row_id: UUID, field: str, by: Any) -> None:
    """Take a mask away again, until the request is decided."""
    request = _held_pending(request, by)
    Mask.objects.filter(request=request, row_id=row_id, field=field).delete()


def draft_of(request: ReleaseRequest, *, by: Any) -> tuple[list[Item], dict[str, Any]]:
    """Return the records as they stand, and what would be handed out with the masks as they are now."""
    items = everything_asked_for(request, by=by)
    return items, to_hand_out(items, masks_by_field(request.masks.all()))


def digest_of_draft(out: dict[str, Any]) -> str:
    """Return the SHA-256 of what would be handed out, by which it is known again when it is decided."""
    return digest(canonical(out))


@transaction.atomic
def decide_request(*, request: ReleaseRequest, verdict: Verdict, now: datetime, by: Any) -> ReleaseRequest:
    """Decide a request: what is handed out is frozen as masked, and the hold is lifted. Raises ReleaseRefused."""
    request = _held_pending(request, by)
    reference = whole(verdict.reference, most=LONGEST_REFERENCE, refused=ReleaseRefused)
    body = whole(verdict.decided_by, most=LONGEST_BODY, refused=ReleaseRefused)
    if verdict.state not in set(State.values) - {State.PENDING}:
        raise ReleaseRefused(_("Välj hur begäran beslutas."))
    if not reference or not body or verdict.decided_on is None:
        raise ReleaseRefused(_("Skriv beslutets diarienummer, dag och vilken funktion som beslutade."))
    if problem := why_not_stored(body, place_words=place_words_of(request.municipality)):
        raise ReleaseRefused(problem)
    if verdict.decided_on > now.astimezone(request.municipality.zone).date():
        raise ReleaseRefused(_("Beslutets dag har inte varit än."))
    items, out = draft_of(request, by=by)
    if verdict.seen != digest_of_draft(out):
        raise ReleaseRefused(_("Handlingarna har ändrats sedan du läste dem. Läs igenom dem igen och besluta sedan."))
    if verdict.state == State.WHOLE and out["masked"]:
        raise ReleaseRefused(_("Något är maskat. Beslutet blir att lämna ut med maskningar."))
    if verdict.state == State.MASKED and not out["masked"]:
        raise ReleaseRefused(_("Inget är maskat. Beslutet blir att lämna ut i sin helhet."))
    given = verdict.state in GIVEN
    request.state, request.reference, request.decided_by = verdict.state, reference, body
    request.decided_on, request.decided_at = verdict.decided_on, now
    request.released = out if given else {}
    request.digest = digest_of_draft(out) if given else ""
    request.handed_out, request.masked = (len(items), out["masked"]) if given else (0, 0)
    request.save()
    changed = {"number": request.number, "state": request.state, "decision": reference, "rows": request.handed_out}
    note("release.decided", by=by, subject=request, changed=changed)
    return request
