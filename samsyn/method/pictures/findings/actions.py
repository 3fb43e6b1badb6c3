"""The verbs: raise what a picture found, answer it, let what nobody answers fall asleep."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import NotAllowed, Permission, require, require_here
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.finding_models import Finding, Response
from samsyn.method.pictures.finding_querysets import LOOKED_BACK_WEEKS
from samsyn.method.pictures.findings.answering import answers_for, narrowest
from samsyn.method.pictures.findings.telling import Raised, card_of, raised_by
from samsyn.method.pictures.own_models import ShownTo
from samsyn.method.pictures.own_querysets import audiences_of

TABLE, TOLD_TO = "findings", ("authorities", "parties")
SLEEPS_AFTER = timedelta(days=14)
LONGEST, LONGEST_FUNCTION = 300, 120
ANSWERS_THEM = (Permission.COMPILE_PICTURE, Permission.LEAD_MEETING, Permission.LOCK_PICTURE)


class ResponseRefused(Refused):
    """The finding was not answered; the sentence says why."""


# --- raised by a picture ---


def raise_findings(*, picture: Any, tables: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
    """Keep what a picture found as cards: the same thing again renews its card, what is gone from a draft goes.

    A card that was answered or fell asleep is not raised anew while it still holds from picture to picture; when it
    has been gone for as long as the picture's longest window, it is a new card that remembers the old one. A picture
    that is made after later ones raises nothing.
    """
    here = Finding.objects.filter(municipality=picture.municipality)
    if here.filter(iso_week__gt=picture.iso_week).exists():
        return
    told: dict[str, dict[str, Raised]] = {}
    for audience in TOLD_TO:
        for each in raised_by(tables[audience], weeks=picture.weeks):
            told.setdefault(each.subject, {})[audience] = each
    _remove_gone(picture, still=set(told))
    places = {place.name: place for place in Place.objects.filter(municipality=picture.municipality)} if told else {}
    areas = _areas_by_name(picture.municipality) if told else {}
    since = (picture.week - LOOKED_BACK_WEEKS).iso
    known: dict[str, Finding] = {}
    for finding in here.filter(subject__in=list(told)).order_by("iso_week", "raised_at", "id"):
        known[finding.subject] = finding
    for subject, by_audience in sorted(told.items()):
        first = next(iter(by_audience.values()))
        latest = known.get(subject)
        holds = latest is not None and latest.iso_week >= since
        finding = latest if latest is not None and holds else Finding(
            municipality=picture.municipality, kind=first.kind, subject=subject[:200], first_week=picture.iso_week,
            raised_at=now, again_of=latest,
        )  # fmt: skip
        finding.about, finding.name_en, finding.iso_week = first.about[:160], first.name_en[:160], picture.iso_week
        finding.area, finding.place = areas.get(first.area), places.get(first.about) if first.kind == "place" else None
        for audience in TOLD_TO:
            setattr(finding, audience, canonical(by_audience[audience].told) if audience in by_audience else "")
        finding.save()


def _areas_by_name(municipality: Municipality) -> dict[str, Area]:
    working = Area.objects.filter(municipality=municipality, area_set__working=True).order_by("created_at")
    return {area.name: area for area in working}


def _remove_gone(picture: Any, *, still: set[str]) -> None:
    """Take away the cards that only this draft had raised and that no longer hold; an answered one stays."""
    own = Finding.objects.filter(municipality=picture.municipality, first_week=picture.iso_week).exclude(kind="pattern")
    gone = own.filter(iso_week=picture.iso_week).exclude(subject__in=list(still)).awaiting()
    Finding.objects.filter(pk__in=[each.pk for each in gone]).delete()


@transaction.atomic
def raise_pattern(
    *, picture: Any, pattern: Any, title: tuple[str, str], told: Mapping[str, Any], now: datetime
) -> None:
    """Keep a pattern that somebody put in the picture as a card too; `told` is what it says to each audience."""
    finding, _made = Finding.objects.get_or_create(
        municipality=picture.municipality, subject=f"pattern:{pattern.pk}", kind=Finding.Kind.PATTERN,
        defaults={"first_week": picture.iso_week, "iso_week": picture.iso_week, "raised_at": now},
    )
    finding.about, finding.name_en = title[0][:160], title[1][:160]
    for audience in TOLD_TO:
        setattr(finding, audience, canonical(told[audience]) if audience in told else "")
    finding.save()


def drop_pattern(*, pattern: Any) -> None:
    """Take a pattern's card away with the pattern; one that was answered stays with its answer."""
    found = Finding.objects.filter(municipality=pattern.municipality, subject=f"pattern:{pattern.pk}").awaiting()
    Finding.objects.filter(pk__in=[each.pk for each in found]).delete()


# --- answered ---


@transaction.atomic
def respond(
    *, finding: Finding, answer: str, reason: str = "", leads_to: str = "", function: str = "", audience: str = "",
    now: datetime, by: Any,
) -> Response:  # fmt: skip
    """Answer a card: act on it (at the meeting, or as a measure), watch it, or dismiss it and why; the latest stands.

    Raises ResponseRefused. What was answered can be answered anew; the earlier answers stay. `audience` is who reads
    the answer: unless it is chosen, those who the card told everything to.
    """
    if not any(by.may(each, within=by.municipality) for each in ANSWERS_THEM):
        raise NotAllowed(_("Du har inte behörighet att svara på det här."))
    require_here(by, finding)
    if answer not in Response.Answer.values:
        raise ResponseRefused(_("Välj ta upp, bevaka eller lägg undan."))
    acts = answer == Response.Answer.ACT
    if acts and leads_to not in (Response.LeadsTo.MEETING, Response.LeadsTo.MEASURE):
        raise ResponseRefused(_("Välj om det blir en punkt på mötet eller en åtgärd."))
    if answer == Response.Answer.DISMISS and not reason.strip():
        raise ResponseRefused(_("Skriv varför det kan läggas undan."))
    for text in (reason, function):
        if text and (problem := why_not_stored(text, place_words=place_words_of(by.municipality))):
            raise ResponseRefused(problem)
    made = Response.objects.create(
        municipality=by.municipality, finding=finding, answer=answer, leads_to=leads_to if acts else "",
        audience=_audience(finding, audience, by),
        reason=whole(" ".join(reason.split()), most=LONGEST, refused=ResponseRefused),
        function=function.strip()[:LONGEST_FUNCTION], answered_at=now,
        iso_week=finding.iso_week,
    )  # fmt: skip
    note("finding.answered", by=by, subject=finding, changed={"answer": answer, "leads_to": made.leads_to})
    for picture in _drafts_with(finding):
        lay_cards(picture=picture)
    return made


def _audience(finding: Finding, chosen: str, by: Any) -> str:
    """Return who reads the answer: never more than see the card, nor others than the one who answers reads for."""
    reads = audiences_of(by)
    if chosen == ShownTo.PARTIES and not finding.parties:
        raise ResponseRefused(_("Kortet visas bara för myndigheter och kommunala bolag, och då gör svaret det också."))
    if chosen:
        if chosen not in reads:
            raise ResponseRefused(_("Välj för vilka svaret visas."))
        return chosen
    default = narrowest(finding)
    return default if default in reads else str(ShownTo.PARTIES)


def _drafts_with(finding: Finding) -> list[Any]:
    """Return the drafts that tell of a finding; a locked picture keeps what it had."""
    pictures: Any = apps.get_model("pictures", "SituationalPicture").objects
    drafts = pictures.filter(municipality=finding.municipality, locked_at=None, iso_week__gte=finding.first_week)
    return [each for each in drafts.filter(iso_week__lte=finding.iso_week) if each.tables.exists()]


@transaction.atomic
def let_sleep(*, now: datetime, by: Any) -> int:
    """Let the cards that nobody has answered for two weeks fall asleep, recorded as such; returns how many."""
    require(by, Permission.COMPILE_PICTURE, within=by.municipality)
    late = Finding.objects.filter(municipality=by.municipality).unanswered_since(now - SLEEPS_AFTER)
    count = 0
    for finding in Finding.objects.filter(pk__in=[each.pk for each in late]).order_by("raised_at", "id"):
        finding.fell_asleep_at = now
        finding.save(update_fields=["fell_asleep_at"])
        note("finding.fell_asleep", by=by, subject=finding, changed={"kind": finding.kind})
        count += 1
    return count


# --- kept with the picture ---


def lay_cards(*, picture: Any) -> None:
    """Write the picture's cards with their answers of the moment, for each audience; nothing where there are none.

    The public gets none. Only for a picture that is not locked yet.
    """
    picture.tables.filter(name=TABLE).delete()
    findings = list(Finding.objects.filter(municipality=picture.municipality).of_week(picture.week))
    findings.sort(key=lambda each: (each.kind, each.subject))
    for audience in TOLD_TO:
        answers = answers_for(findings, audience=audience)
        rows = [
            {**card, "answer": given.state, "leads_to": given.leads_to, "why": given.why}
            for finding in findings
            if (card := card_of(finding, audience)) is not None and (given := answers[finding.pk]) is not None
        ]  # fmt: skip
        if rows:
            content = canonical(rows)
            picture.tables.create(
                municipality=picture.municipality, audience=audience, name=TABLE, content=content,
                digest=digest(content),
            )  # fmt: skip

