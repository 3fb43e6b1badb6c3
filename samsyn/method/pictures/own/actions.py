"""The verbs of a party's own picture: begin, write, copy from last time, hand in, take back, nothing new."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.records import free_id, sent_before
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.merging.actions import withdraw_merged
from samsyn.method.pictures.models import OwnPicture, OwnPoint, SituationalPicture
from samsyn.method.pictures.own.filling import areas_to_choose, begun_points
from samsyn.method.pictures.own_models import ShownTo, Trend
from samsyn.method.pictures.own_querysets import audiences_of
from samsyn.method.pictures.period import period_of

LONGEST, MOST_POINTS = 400, 12


class OwnPictureRefused(Refused):
    """The own picture was not saved or handed in; the sentence says why."""


class PointOvertaken(OwnPictureRefused):
    """Somebody else in the party wrote in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


def _may_write(organisation: Organisation, by: Any) -> None:
    require_here(by, organisation)
    require(by, Permission.SEE_ACCEPTED, within=organisation)
    if not setting(by.municipality, "own_pictures"):
        raise OwnPictureRefused(_("Egna lägesbilder är avstängda i kommunen. De slås på under Inställningar."))


def _is_own(organisation: Organisation, by: Any) -> bool:
    return by.is_machine or organisation.pk in {
        one.pk for one in by.organisations_that(Permission.SEE_ACCEPTED)
    }


def _open(own: OwnPicture, by: Any) -> OwnPicture:
    """Return the row, held; raises where the period is locked or it is handed in."""
    _may_write(own.organisation, by)
    held = OwnPicture.objects.select_for_update().get(pk=own.pk)
    if not _is_own(held.organisation, by) and not held.by_phone:
        raise OwnPictureRefused(_("Parten skriver själv den här veckan."))
    _refuse_if_locked(held)
    if held.is_handed_in:
        raise OwnPictureRefused(_("Bilden är lämnad. Ta tillbaka den om något ska ändras."))
    return held


def _refuse_if_locked(own: OwnPicture) -> None:
    locked = SituationalPicture.objects.filter(municipality=own.municipality).of_week(own.week).locked()
    if locked.exists():
        raise OwnPictureRefused(_("Veckans lägesbild är låst. Det som är nytt kommer med i nästa."))


@transaction.atomic
def begin_own_picture(*, organisation: Organisation, week: Week, now: datetime, by: Any) -> OwnPicture:
    """Begin a party's own picture, pre-filled from its own reports; one that is begun is returned as it is."""
    _may_write(organisation, by)
    found = OwnPicture.objects.select_for_update().filter(organisation=organisation, iso_week=week.iso).first()
    if found is not None:
        if not _is_own(organisation, by) and not (found.by_phone or found.is_handed_in):
            raise OwnPictureRefused(_("Parten skriver själv den här veckan."))
        return found
    if week.first_day > now.astimezone(by.municipality.zone).date():
        raise OwnPictureRefused(_("Veckan har inte börjat än. Välj en annan vecka."))
    own = OwnPicture(
        municipality=by.municipality, organisation=organisation, iso_week=week.iso, saved_at=now,
        by_phone=not _is_own(organisation, by),
    )  # fmt: skip
    _refuse_if_locked(own)
    own.save()
    begun = begun_points(
        by.municipality, period_of(by.municipality, week), organisation=organisation, by=by
    )
    OwnPoint.objects.bulk_create([
        OwnPoint(
            municipality=by.municipality, own_picture=own, area_id=each.area_id, trend=each.trend, text=each.text,
            audience=each.audience, figures=each.figures, position=at,
        )
        for at, each in enumerate(begun)
    ])  # fmt: skip
    note("own_picture.begun", by=by, subject=own, changed={"week": week.label})
    return own


@transaction.atomic
def write_point(
    *, point: OwnPoint, text: str, trend: str, audience: str, version: int, now: datetime, by: Any
) -> OwnPoint:
    """Write one point of a draft; its figures stay as they were counted. Saved by itself while one writes."""
    own = _open(point.own_picture, by)
    held = OwnPoint.objects.select_for_update().get(pk=point.pk)
    if held.version != version:
        raise PointOvertaken(
            _("Någon annan hann före. Läs vad som står nu och välj om din text ska gälla i stället."),
            theirs=held.text, mine=text,
        )  # fmt: skip
    _without_persons(text, own)
    held.text, held.trend = whole(text, most=LONGEST, refused=OwnPictureRefused), trend if trend in Trend.values else ""
    held.audience = _narrow(held, audience, own, by)
    held.version += 1
    held.save()
    _saved(own, now)
    return held


def _narrow(point: OwnPoint, audience: str, own: OwnPicture, by: Any) -> str:
    """Return the audience; what rests on reports for authorities alone is never shown to more."""
    if audience not in ShownTo.values:
        return str(point.audience)
    if point.figures and point.audience == ShownTo.AUTHORITIES and audience == ShownTo.PARTIES:
        raise OwnPictureRefused(_("Punkten bygger på rapporter som bara visas för myndigheter och kommunala bolag."))
    if audience == ShownTo.AUTHORITIES and not own.organisation.is_authority and audience not in audiences_of(by):
        raise OwnPictureRefused(_("Välj alla parter: er organisation ser inte det som är för myndigheter."))
    return audience


def _without_persons(text: str, own: OwnPicture) -> None:
    if text and (problem := why_not_stored(text, place_words=place_words_of(own.municipality))):
        raise OwnPictureRefused(problem)


def _saved(own: OwnPicture, now: datetime) -> None:
    own.saved_at = now
    own.save(update_fields=["saved_at"])


@transaction.atomic
def add_point(
    *, own: OwnPicture, area: Area | None, now: datetime, by: Any, text: str = "", key: UUID | None = None
) -> OwnPoint:
    """Add a point about an area, or about the whole municipality; sent twice with the writer's own id it is one."""
    own = _open(own, by)
    require_here(by, area)
    again: OwnPoint | None = sent_before(own.points.all(), key, area=area)
    if again is not None:
        return again
    if own.points.count() >= MOST_POINTS:
        raise OwnPictureRefused(_("Tolv punkter räcker. Ta bort någon först."))
    _without_persons(text, own)
    position = max(own.points.values_list("position", flat=True), default=-1) + 1
    point = OwnPoint.objects.create(
        id=free_id(OwnPoint, key), municipality=own.municipality, own_picture=own, area=area,
        text=whole(text, most=LONGEST, refused=OwnPictureRefused), position=position,
    )
    _saved(own, now)
    return point


@transaction.atomic
def remove_point(*, point: OwnPoint, now: datetime, by: Any) -> None:
    """Take a point out of a draft."""
    own = _open(point.own_picture, by)
    point.delete()
    _saved(own, now)


@transaction.atomic
def copy_last_points(*, own: OwnPicture, now: datetime, by: Any, only: OwnPoint | None = None) -> int:
    """Take the words of the party's picture before: for one point ("oförändrat"), or for all; return how many.

    What was shown to authorities alone goes on being so. An area that was written of last time and not now is added.
    Taking all leaves what somebody has already written this time as it is.
    """
    own = _open(own, by)
    earlier = OwnPicture.objects.filter(organisation=own.organisation, iso_week__lt=own.iso_week)
    last = earlier.handed_in().filter(nothing_new=False).latest_first().first()
    if last is None:
        raise OwnPictureRefused(_("Det finns ingen tidigare bild att kopiera från."))
    wanted = [each for each in last.points.in_order() if _is_wanted(each, only)]
    if not wanted:
        raise OwnPictureRefused(_("Förra bilden sa inget om det området."))
    here = {(each.area_id, each.audience): each for each in own.points.all()}
    known_areas = {area.pk for area in areas_to_choose(own.municipality, period_of(own.municipality, own.week))}
    for each in wanted:
        if each.area_id is not None and each.area_id not in known_areas:
            continue
        own_words = here.get((each.area_id, each.audience))
        if only is None and own_words is not None and own_words.version > 1 and own_words.text:
            continue
        point = own_words or OwnPoint(
            municipality=own.municipality, own_picture=own, area_id=each.area_id, audience=each.audience, version=0,
            position=len(here) + each.position,
        )  # fmt: skip
        point.text, point.trend, point.version = each.text, each.trend, point.version + 1
        point.save()
    _saved(own, now)
    return len(wanted)


def _is_wanted(each: OwnPoint, only: OwnPoint | None) -> bool:
    return only is None or (each.area_id, each.audience) == (only.area_id, only.audience)


@transaction.atomic
def hand_in_own_picture(*, own: OwnPicture, now: datetime, by: Any) -> OwnPicture:
    """Hand the picture in: the one who compiles sees it now, under the organisation's name."""
    own = _open(own, by)
    own.points.filter(text="", trend="").delete()
    if not own.points.exists():
        raise OwnPictureRefused(_("Skriv minst en punkt, eller välj Inget nytt."))
    return _hand_in(own, nothing_new=False, now=now, by=by)


@transaction.atomic
def hand_in_nothing_new(*, organisation: Organisation, week: Week, now: datetime, by: Any) -> OwnPicture:
    """Say in one press that there is nothing new; what stood in the draft is left out."""
    own = _open(begin_own_picture(organisation=organisation, week=week, now=now, by=by), by)
    own.points.all().delete()
    return _hand_in(own, nothing_new=True, now=now, by=by)


def _hand_in(own: OwnPicture, *, nothing_new: bool, now: datetime, by: Any) -> OwnPicture:
    own.handed_in_at, own.nothing_new, own.saved_at = now, nothing_new, now
    own.save(update_fields=["handed_in_at", "nothing_new", "saved_at"])
    note("own_picture.handed_in", by=by, subject=own, changed={"week": own.week.label})
    return own


@transaction.atomic
def take_back_own_picture(*, own: OwnPicture, now: datetime, by: Any) -> OwnPicture:
    """Take the picture back to change it; what was merged of it is open again; own words of others stay."""
    _may_write(own.organisation, by)
    held = OwnPicture.objects.select_for_update().get(pk=own.pk)
    if not _is_own(held.organisation, by) and not held.by_phone:
        raise OwnPictureRefused(_("Bara parten själv kan ta tillbaka sin bild."))
    _refuse_if_locked(held)
    withdraw_merged(held)
    held.handed_in_at, held.nothing_new, held.saved_at = None, False, now
    held.save(update_fields=["handed_in_at", "nothing_new", "saved_at"])
    note("own_picture.taken_back", by=by, subject=held, changed={"week": held.week.label})
    return held
