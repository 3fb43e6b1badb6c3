"""Rows → the table of measures that leaves as a file: what is shown on screen, as far as the reader may see."""

from typing import TYPE_CHECKING, Any

from samsyn.method.measures.querysets import MeasureQuerySet
from samsyn.method.observations.models import Audience

if TYPE_CHECKING:
    import pyarrow as pa

# Column and what it holds, in the words of the file's own dictionary.
MEANINGS = {
    "number": "Åtgärdens nummer i kommunen",
    "what": "Vad som ska göras",
    "organisation": "Organisation som ansvarar",
    "function": "Funktion som gör det, aldrig ett namn",
    "area": "Område",
    "place": "Plats; tom där platsen bara visas som område",
    "decided_on": "Dag då åtgärden beslutades",
    "due_on": "Sista dag",
    "state": "planned = planerad, started = påbörjad, done = gjord, cancelled = inställd",
    "overdue": "Sant om sista dagen har passerat och åtgärden inte är avslutad",
    "outcome": "Uppföljning: done = gjord, no_effect = gjord men hjälpte inte, not_done = inte gjord",
    "came_of": "En rad om hur det gick",
    "followed_up_on": "Dag för uppföljningen",
    "revises": "Nummer på den åtgärd som prövades först",
    "kind": "Slag: situational = situationell, social, police = polisiär, communication = kommunikation, "
            "physical = fysisk; tomt om inget valts",
    "horizon": "När det kan märkas: short = veckor, medium = månader, long = år",
    "level": "Nivå: strategic = strategisk, tactical = taktisk, operative = operativ; tomt om ingen valts",
    "extent": "Planerad omfattning i ord",
    "times": "Antal gånger enligt åtgärdens logg",
    "hours": "Arbetstimmar enligt åtgärdens logg",
    "deviations": "Antal rader i loggen där det inte blev som planerat",
    "follow_up_on": "Dag då man frågar om det hjälpte",
    "at_peak": "Sant om platsen hade ovanligt många rapporter när åtgärden beslutades",
    "raised_on": "Dag då åtgärden var så försenad att gruppen fick veta",
    "presence": "Sant om någon ska vara på plats",
    "audience": "Visas för: parties = alla parter, authorities = myndigheter och kommunala bolag, group = en grupp, "
                "own = bara egen organisation, coordinator = bara samordnare",
}  # fmt: skip


def measures_table(rows: MeasureQuerySet, *, today: Any, authorities: bool) -> "pa.Table":
    """Return the measures as an arrow table, one row each, in the order of the list; `rows` must be visible ones.

    `today` is the local date on which overdue is judged; `authorities`: whether the reader may read what was counted
    for authorities, which a peak at a place of theirs is.
    """
    import pyarrow as pa

    text, day = pa.string(), pa.date32()
    types = {"number": pa.int32(), "revises": pa.int32(), "overdue": pa.bool_(), "presence": pa.bool_()}
    types |= dict.fromkeys(("decided_on", "due_on", "followed_up_on", "follow_up_on", "raised_on"), day)
    types |= {"times": pa.int32(), "hours": pa.float64(), "deviations": pa.int32(), "at_peak": pa.bool_()}
    found = [_row(each, today, authorities) for each in rows.with_names().with_sums().in_order()]
    fields = [pa.field(name, types.get(name, text), metadata={"meaning": MEANINGS[name]}) for name in MEANINGS]
    return pa.Table.from_pylist(found, schema=pa.schema(fields))


def _row(measure: Any, today: Any, authorities: bool) -> dict[str, Any]:
    place = measure.place if measure.place is not None and not measure.place.show_coarse else None
    area = measure.area or (measure.place.area if measure.place is not None else None)
    return {
        "number": measure.number, "what": measure.what, "organisation": measure.organisation.name,
        "function": measure.function, "area": area.name if area else "", "place": place.name if place else "",
        "decided_on": measure.decided_on, "due_on": measure.due_on, "state": measure.state,
        "overdue": measure.is_overdue(today=today), "outcome": measure.outcome, "came_of": measure.came_of,
        "followed_up_on": measure.followed_up_on, "revises": measure.revises.number if measure.revises else None,
        "presence": measure.presence, "audience": measure.audience, "kind": measure.kind, "horizon": measure.horizon,
        "level": measure.level, "extent": measure.extent, "times": measure.times, "deviations": measure.deviations,
        "hours": float(measure.hours) if measure.hours is not None else None,
        "at_peak": measure.at_peak and (authorities or measure.audience != Audience.AUTHORITIES),
        "follow_up_on": measure.follow_up_on, "raised_on": measure.raised_on,
    }  # fmt: skip
