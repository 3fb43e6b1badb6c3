"""The ending of a party: its own data is packed, everything it held is ended or handed over, and a protocol is kept."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.ground.files.passing import file_in_passing
from samsyn.ground.people.actions import change_organisation, end_membership, end_stewardship, remove_seat
from samsyn.ground.people.invitations.actions import revoke_invitation
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import Invitation, Membership, Organisation, Seat, ShiftDevice, Stewardship
from samsyn.ground.people.shifts.actions import revoke_shift_device
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.privacy.models import DisposalRule
from samsyn.ground.refusals import Refused, whole
from samsyn.jobs.departing.own_data import own_data
from samsyn.jobs.departing.protocol import protocol_pdf
from samsyn.method.measures.handing.actions import hand_over_measures
from samsyn.method.measures.models import Measure
from samsyn.method.observations.actions import set_reporting_duty
from samsyn.method.observations.models import ReportingDuty
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import hand_over_problems
from samsyn.method.publications.actions import remove_recipient
from samsyn.method.publications.departing.actions import Facts, keep_departure
from samsyn.method.publications.models import Departure, Recipient

KEPT_DAYS = 14
LONGEST_AHEAD = timedelta(days=366)


class DepartureRefused(Refused):
    """The party was not ended; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """The decision that a party leaves: its last day, who decided, and who takes over what is open."""

    last_day: date
    reference: str
    decided_by: str
    heir: Organisation | None = None


def open_measures(party: Organisation) -> Any:
    """Return the measures that must get another party when this one leaves."""
    return Measure.objects.filter(municipality=party.municipality_id, organisation=party).open().order_by("due_on")


def open_problems(party: Organisation) -> Any:
    """Return the problems that must get another owner when this one leaves."""
    return Problem.objects.filter(municipality=party.municipality_id, owner=party).open().order_by("number")


def may_end(party: Organisation, *, by: Any) -> bool:
    """Say whether somebody may end the party and hand over what it holds."""
    needed = {Permission.KEEP_RECORDS, Permission.MANAGE_PEOPLE}
    needed |= {Permission.DECIDE_MEASURES} if open_measures(party).exists() else set()
    needed |= {Permission.LEAD_MEETING} if open_problems(party).exists() else set()
    return all(by.may(each, within=by.municipality) for each in needed) and bool(
        by.may(Permission.MANAGE_PEOPLE, within=party)
    )


def _folder(municipality_id: Any) -> Path:
    return Path(settings.SAMSYN_DATA) / "departures" / str(municipality_id)


def file_of(departure: Departure) -> Path:
    """Return where a leaving party's file waits to be fetched: outside the stored files, so that no backup has it."""
    return _folder(departure.municipality_id) / f"{departure.pk}.zip"


def file_goes_on(departure: Departure) -> date:
    """Return the first day on which a leaving party's file is no longer kept."""
    return (departure.made_at + timedelta(days=KEPT_DAYS)).date()


def scratch() -> BinaryIO:
    """Return an open file without a name, which is gone when it is closed."""
    return file_in_passing()


def forget_departure_files(now: datetime) -> Iterator[str]:
    """Take away the files of parties that left some weeks ago, and what a broken writing left; the rows stay."""
    limit = now - timedelta(days=KEPT_DAYS)
    waiting = {str(pk) for pk in Departure.objects.filter(made_at__gt=limit).values_list("pk", flat=True)}
    for path in sorted((Path(settings.SAMSYN_DATA) / "departures").glob("*/*")):
        half = path.suffix == ".half" and path.stat().st_mtime > limit.timestamp()
        if path.stem not in waiting and not half:
            path.unlink(missing_ok=True)
            yield f"en avslutad parts fil borttagen: {path.name}"


@transaction.atomic
def end_party(*, party: Organisation, leaving: Leaving, now: datetime, by: Any) -> Departure:
    """End a party: all or nothing. Nothing open is left without somebody who answers for it.

    Its own data is packed with the protocol and waits for some days to be fetched.
    """
    for permission in (Permission.KEEP_RECORDS, Permission.MANAGE_PEOPLE):
        require(by, permission, within=by.municipality)
    require(by, Permission.MANAGE_PEOPLE, within=party)
    require_here(by, party, leaving.heir)
    Organisation.objects.select_for_update().get(pk=party.pk)      # a second press waits for the first
    reference, body = _checked(party, leaving, by)
    _checked_day(party, leaving.last_day, today=now.astimezone(by.municipality.zone).date())
    with scratch() as thrown_away:
        packed = own_data(party, out=thrown_away, with_people=True)
    ended = _ended(party, leaving, now=now, by=by)
    facts = Facts(last_day=leaving.last_day, reference=reference, decided_by=body, heir=leaving.heir,
                  given=packed.given, kept=packed.kept, ended=ended)
    inside = protocol_of(party=party, facts=facts, now=now)
    half = _folder(party.municipality_id) / f"{uuid4()}.half"
    half.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
        packed = own_data(party, out=out, with_people=True, more=[("protokoll.pdf", inside)])
    change_organisation(organisation=party, ends_on=leaving.last_day, on_duty=False, by=by)
    departure = keep_departure(
        organisation=party, facts=facts, digest=packed.digest, size_bytes=packed.size, now=now, by=by
    )
    half.replace(file_of(departure))
    return departure


def _checked_day(party: Organisation, day: date, *, today: date) -> None:
    first, last = party.joined_on or today - LONGEST_AHEAD, today + LONGEST_AHEAD
    if not first <= day <= last:
        raise DepartureRefused(
            _("Sista dagen ska ligga mellan %(first)s och %(last)s.")
            % {"first": first.isoformat(), "last": last.isoformat()}
        )


def _checked(party: Organisation, leaving: Leaving, by: Any) -> tuple[str, str]:
    reference = whole(leaving.reference, most=80, refused=DepartureRefused)
    body = whole(leaving.decided_by, most=120, refused=DepartureRefused)
    if not reference or not body:
        raise DepartureRefused(_("Skriv beslutets diarienummer och vem som beslutade."))
    if party.pk in by.organisation_ids:
        raise DepartureRefused(_("Du kan inte avsluta din egen organisation."))
    if Departure.objects.of(party).exists():
        raise DepartureRefused(_("Parten är redan avslutad."))
    if leaving.heir is not None and (leaving.heir.pk == party.pk or not leaving.heir.is_open(on=leaving.last_day)):
        raise DepartureRefused(_("Välj en part som är kvar."))
    if leaving.heir is None and (open_measures(party).exists() or open_problems(party).exists()):
        raise DepartureRefused(_("Parten har öppna åtgärder eller problem. Välj vem som tar över dem."))
    return reference, body


def _ended(party: Organisation, leaving: Leaving, *, now: datetime, by: Any) -> dict[str, int]:
    """End or hand over everything that the party holds; return how many of each."""
    last, mine = leaving.last_day, {"municipality": by.municipality, "organisation": party}
    # The right was asked for the whole party: a seat in a group that one is not in oneself must end too.
    ender = Machine(name="avslutad part", municipality=by.municipality)
    lasting = Q(ends_on=None) | Q(ends_on__gt=last)
    done = {"atgarder": 0, "problem": 0}
    if leaving.heir is not None:
        done["atgarder"] = hand_over_measures(measures=open_measures(party), to=leaving.heir, by=by)
        done["problem"] = hand_over_problems(problems=open_problems(party), to=leaving.heir, by=by)

    def each(name: str, rows: Any, verb: Callable[[Any], Any]) -> None:
        found = list(rows)
        for row in found:
            verb(row)
        done[name] = len(found)

    each("roller", Membership.objects.filter(lasting, **mine),
         lambda row: end_membership(membership=row, on=last, by=ender))
    each("loften", ReportingDuty.objects.filter(lasting, **mine), lambda row: set_reporting_duty(
        organisation=party, starts_on=row.starts_on, ends_on=max(last, row.starts_on), unit=row.unit, area=row.area,
        every_weeks=row.every_weeks, checklist=row.checklist, by=ender))
    each("skotsel", Stewardship.objects.filter(lasting, **mine),
         lambda row: end_stewardship(stewardship=row, on=last, by=ender))
    each("platser", Seat.objects.filter(**mine), lambda row: remove_seat(seat=row, by=ender))
    each("telefoner", ShiftDevice.objects.filter(revoked_at=None, **mine),
         lambda row: revoke_shift_device(device=row, now=now, by=ender))
    each("inbjudningar", Invitation.objects.filter(used_at=None, revoked_at=None, **mine),
         lambda row: revoke_invitation(invitation=row, now=now, by=ender))
    each("sandlista", Recipient.objects.filter(**mine), lambda row: remove_recipient(recipient=row, by=ender))
    return done


def protocol_of(*, party: Organisation, facts: Any, now: datetime, digest: str = "") -> bytes:
    """Return the protocol of a departure, from its facts or from the row that was kept."""
    rules = [
        f"{rule.kind}: {rule.months} månader, {rule.reference}, {rule.decided_by}"
        for rule in DisposalRule.objects.filter(municipality=party.municipality_id, active=True).order_by("kind")
    ]
    return protocol_pdf(
        party, last_day=facts.last_day, reference=facts.reference, decided_by=facts.decided_by, heir=facts.heir,
        given=facts.given, kept=facts.kept, ended=facts.ended, rules=rules, now=now, digest=digest,
    )  # fmt: skip
