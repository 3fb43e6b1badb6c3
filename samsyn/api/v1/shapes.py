"""What a report looks like on the wire, read into a draft; shape only."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.dwellings import DWELLING
from samsyn.method.observations.models import Category, Kind, Precision, SeenDuring

CLOCK_MAY_DIFFER = timedelta(minutes=5)
CLOCK_CAN_DIFFER = timedelta(days=20 * 365)  # a phone that has lost its clock starts in 1970 at worst
YEARS = range(1900, 2200)


class ShapeRefused(Refused):
    """The report could not be read; the sentence says what is wrong with it."""


class Skew(NamedTuple):
    """How wrong the phone's clock is: what to add to its times, and the whole minutes that are noted."""

    shift: timedelta
    minutes: int


def skew_of(body: dict[str, Any], now: datetime) -> Skew:
    """Compare the phone's own now with the server's; up to five minutes is left alone."""
    theirs = _moment(body, "client_now")
    if theirs is None or abs(now - theirs) <= CLOCK_MAY_DIFFER:
        return Skew(timedelta(0), 0)
    if abs(now - theirs) > CLOCK_CAN_DIFFER:
        raise ShapeRefused("Telefonens klocka går helt fel. Ställ den och skicka igen.")
    return Skew(now - theirs, round((now - theirs).total_seconds() / 60))


def draft_of(body: dict[str, Any], *, member: Any, now: datetime) -> Draft:
    """Return the draft that the body describes. Raises ShapeRefused with a sentence for its writer."""
    skew = skew_of(body, now)
    start, end = _moment(body, "observed_from"), _moment(body, "observed_to")
    if end is None:
        raise ShapeRefused("När saknas. Ange när det hände.")
    return Draft(
        id=id_of(body, "id"),
        category=_category(body, member),
        kind=_one_of(body, "kind", Kind.values),
        observed_from=start + skew.shift if start else None,
        observed_to=end + skew.shift,
        lon=_number(body, "lon"),
        lat=_number(body, "lat"),
        precision=_one_of(body, "precision", Precision.values) or Precision.EXACT,
        place=_row(Place.objects.visible_to(member).standing(), body, "place", "Platsen finns inte längre. Välj en."),
        area=_area(body, member, end.astimezone(member.municipality.zone).date()),
        place_type=_one_of(body, "place_type", [DWELLING]),
        severity=_severity(body),
        seen_during=_one_of(body, "seen_during", SeenDuring.values) or SeenDuring.ORDINARY,
        text=str(body.get("text") or "").strip(),
        people_count=str(body.get("people_count") or "")[:6],
        same_as_id=id_of(body, "same_as"),
        ended_on=_day(body, "ended_on"),
        fault_number=str(body.get("fault_number") or "").strip()[:40],
        clock_skew_minutes=skew.minutes,
        warnings_answered=body.get("warnings_answered") is True,
    )


def sound(value: Any) -> str:
    """Return a code as text that a database can be asked for: JSON may carry a null, or half of a character."""
    return str(value or "")[:40].encode("utf-8", "replace").decode().replace("\0", "?")


def _category(body: dict[str, Any], member: Any) -> Category:
    code = sound(body.get("category"))[:12].encode("ascii", "replace").decode()
    found = Category.objects.for_reporting(member).filter(code=code).first()
    if found is None:
        raise ShapeRefused("Kategorin används inte här längre. Välj en annan.")
    return found


def _area(body: dict[str, Any], member: Any, day: date) -> Area | None:
    code = sound(body.get("area"))
    if not code:
        return None
    found = Area.objects.visible_to(member).in_working_set(on=day).with_code(code).first()
    if found is None:
        raise ShapeRefused("Området finns inte längre. Välj ett annat.")
    return found


def _row(rows: Any, body: dict[str, Any], name: str, sentence: str) -> Any:
    wanted = id_of(body, name)
    if wanted is None:
        return None
    found = rows.filter(pk=wanted).first()
    if found is None:
        raise ShapeRefused(sentence)
    return found


def _moment(body: dict[str, Any], name: str) -> datetime | None:
    value = body.get(name)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise ShapeRefused("Tiden {value} kan inte läsas.", value=str(value)[:40]) from None
    if moment.tzinfo is None:
        raise ShapeRefused("Tiden saknar tidszon.")
    if moment.year not in YEARS:
        raise ShapeRefused("Året {year} kan inte stämma.", year=moment.year)
    return moment


def _day(body: dict[str, Any], name: str) -> date | None:
    value = body.get(name)
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise ShapeRefused("Datumet kan inte läsas.") from None


def id_of(body: dict[str, Any], name: str) -> UUID | None:
    """Read an id. Raises ShapeRefused."""
    value = body.get(name)
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        raise ShapeRefused("Rapportens nummer kan inte läsas.") from None


def _number(body: dict[str, Any], name: str) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ShapeRefused("Koordinaten kan inte läsas.")
    if not -1000 < value < 1000:
        raise ShapeRefused("Koordinaten ligger utanför jorden.")
    return float(value)


def _severity(body: dict[str, Any]) -> int | None:
    value = body.get("severity")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 4:
        raise ShapeRefused("Hur allvarligt det är ska vara 1, 2, 3 eller 4.")
    return value


def _one_of(body: dict[str, Any], name: str, values: list[str]) -> str:
    value = body.get(name) or ""
    if value and value not in values:
        raise ShapeRefused("{name} kan inte vara {value}.", name=name, value=str(value)[:30])
    return str(value)
