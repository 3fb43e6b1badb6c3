"""What waits: the queue of a reviewer with who may see each, its talk, and what it may be the same as."""

from typing import Any

import numpy as np

from samsyn.analysis.geometry import metres
from samsyn.analysis.likeness import alike_pairs
from samsyn.ground.permissions import Permission
from samsyn.method.observations.duties.cutoff import is_late
from samsyn.method.observations.models import Audience, Inquiry, Observation
from samsyn.method.observations.photos.actions import photos_of_many
from samsyn.web.observation.facts import SEVERITIES, shape_of, source_words, when_words
from samsyn.web.review.choice import Wanted
from samsyn.web.templatetags.samsyn import named

SHOWN = 100
COMPARED_DAYS_BACK = 3
LIKELY = 0.6


def waiting_for(member: Any) -> Any:
    """Return the rows that wait for this member: all of the municipality, or those of the own organisations."""
    waiting = Observation.objects.visible_to(member).waiting_for_review()
    if not member.may(Permission.REVIEW_ALL):
        own = [organisation.pk for organisation in member.organisations_that(Permission.REVIEW_OWN)]
        waiting = waiting.filter(owner__in=own)
    return waiting


def queue_of(member: Any, *, wanted: Wanted, parties: set[str]) -> tuple[list[dict[str, Any]], int]:
    """Return (the first hundred as cards, how many wait in all), the gravest first and then the oldest."""
    waiting = wanted.among(waiting_for(member), parties=parties)
    rows = waiting.with_names().select_related("category__parent").order_by("-severity", "observed_to", "id")
    rows = list(rows[:SHOWN])
    talk = talk_of(rows, member)
    alike, photos = alike_of(rows, member), photos_of_many(rows, seen_by=member)
    cards = [
        card_of(row, member, talk=talk.get(row.pk, []), alike=alike.get(row.pk)) | {"photos": photos.get(row.pk, [])}
        for row in rows
    ]
    return cards, waiting.count()


def card_of(
    row: Observation, member: Any, *, talk: list[Inquiry], alike: Observation | None, words: str = "", wrong: str = ""
) -> dict[str, Any]:
    """Return what one card shows; `words` and `wrong` say what has just come of it."""
    return {
        "id": row.pk,
        "stamp": row.stamp,
        "what": named(row.category),
        "where": ", ".join(str(part) for part in (row.place, row.area) if part) or str(row.get_precision_display()),
        "when": when_words(row),
        "source": source_words(row, member),
        "severity": SEVERITIES.get(row.severity, "") if row.severity >= 3 else "",
        "text": row.shown_text,
        "shape": shape_of(row),
        "audience": row.audience,
        "pointed": row.lon is not None or row.place_id is not None,
        "marked": row.taken_up,
        "late": is_late(row, member.municipality),
        "talk": talk,
        "alike": like_words(alike) if alike else None,
        "words": words,
        "wrong": wrong,
    }


def like_words(row: Observation) -> dict[str, Any]:
    """Return the report that it may be the same as, side by side."""
    return {
        "id": row.pk,
        "what": named(row.category),
        "where": str(row.place or row.area or ""),
        "when": when_words(row),
        "text": row.shown_text,
        "shape": shape_of(row),
    }


def talk_of(rows: list[Observation], member: Any) -> dict[Any, list[Inquiry]]:
    """Return the questions and answers of each row."""
    talk: dict[Any, list[Inquiry]] = {}
    for said in Inquiry.objects.visible_to(member).filter(observation__in=rows).order_by("created_at", "id"):
        talk.setdefault(said.observation_id, []).append(said)
    return talk


def alike_of(rows: list[Observation], member: Any) -> dict[Any, Observation]:
    """Return for each row the one it most likely tells the same as: earlier rows are kept, later ones merged."""
    if not rows:
        return {}
    first, last = min(row.iso_week for row in rows), max(row.iso_week for row in rows)
    around = Observation.objects.visible_to(member).standing().filter(iso_week__gte=first, iso_week__lte=last)
    everything = list(around.with_names().select_related("category__parent").order_by("observed_to", "id")[:2000])
    lon = np.array([np.nan if row.lon is None else row.lon for row in everything])
    lat = np.array([np.nan if row.lat is None else row.lat for row in everything])
    x_m, y_m = metres(lon, lat=lat, crs=member.municipality.metric_crs)
    pairs = alike_pairs(
        x_m, y_m,
        hours=np.array([row.observed_to.timestamp() / 3600 for row in everything]),
        groups=[row.category.parent.code for row in everything],
        places=[str(row.place_id) if row.place_id else None for row in everything],
        texts=[row.text for row in everything],
        at_least=LIKELY,
    )  # fmt: skip
    waiting = {row.pk for row in rows}
    found: dict[Any, Observation] = {}
    for pair in pairs:
        kept, other = everything[pair.first], everything[pair.second]
        if kept.same_as_id or other.same_as_id:
            continue
        if other.pk in waiting:
            found.setdefault(other.pk, kept)
        elif kept.pk in waiting:
            found.setdefault(kept.pk, other)
    return found


def audiences() -> list[tuple[str, str]]:
    """Return the choices of "Visas för" that need no group to be named."""
    return [(value, label) for value, label in Audience.choices if value != Audience.GROUP]


def corrections_for(member: Any) -> list[Inquiry]:
    """Return the corrections that reporters have added and nobody has dealt with."""
    found = Inquiry.objects.visible_to(member).corrections_to_handle().order_by("created_at")
    if not member.may(Permission.REVIEW_ALL):
        own = [organisation.pk for organisation in member.organisations_that(Permission.REVIEW_OWN)]
        found = found.filter(observation__owner__in=own)
    return list(found.select_related("observation__category", "observation__area", "observation__place")[:SHOWN])
