"""Granvik's groups: when they meet, twelve weeks of held meetings with their minutes, the next ones planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.ground.people.actions import add_group, add_seat
from samsyn.ground.people.models import Group, Organisation
from samsyn.method.measures.actions import Line, follow_up_measure
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.actions import (
    Where,
    add_decision,
    add_measure,
    close_meeting,
    decide,
    decide_on_measure,
    note_attendance,
    open_meeting,
    raise_point,
    write_note,
)
from samsyn.method.meetings.models import Decision, Meeting, Rhythm
from samsyn.method.meetings.parts import Item, item
from samsyn.method.meetings.planning.actions import (
    MOST_WEEKS,
    When,
    call_meeting,
    plan_meetings,
    save_template,
    set_rhythm,
)
from samsyn.method.meetings.planning.habits import HABITS, LOCAL_TABLE
from samsyn.method.problems.actions import Weighed, take_up, weigh

TUESDAY, THURSDAY, FRIDAY = 1, 3, 4
HELD_WEEKS, AHEAD_WEEKS = 12, 8
MIDSUMMER = (6, 19)                      # midsummer's eve is the Friday from the 19th to the 25th
LINK = "https://video.granvik.example/est"
JOINT = [
    item("attendance", 1), item("since_last", 5), item("local", 4), item("round", 6), item("places", 10),
    item("coming", 2), item("assessment", 3), item("decisions", 4), item("outward", 2), item("deepen", 2),
]  # fmt: skip
FORUM = [
    item("attendance", 2), item("since_last", 8), item("places", 20), item("round", 15), item("decisions", 10),
    item("own", 5, "Lås, ljus och skötsel inför nästa säsong"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Circle:
    """A group that meets: who sits there, when, by which agenda, and what is said."""

    name: str
    kind: str
    parties: tuple[str, ...]
    weekday: int
    at: time
    minutes: int
    every_weeks: int
    agenda: str
    areas: tuple[str, ...] = ()
    home: str = ""


LOCAL = (
    Circle("Lokala gruppen Almhöjden", "lokal EST-grupp", ("samordning", "falt", "almskolan", "granvikshem", "polisen"),
           TUESDAY, time(14), 45, 2, LOCAL_TABLE, ("A",), "almparken"),
    Circle("Lokala gruppen Norrängen", "lokal EST-grupp", ("samordning", "falt", "norrangens", "polisen", "bussen"),
           TUESDAY, time(15), 45, 2, LOCAL_TABLE, ("N",), "busstorget"),
)  # fmt: skip
OWNERS = Circle("Fastighetsägarforum", "forum", ("samordning", "granvikshem", "norrangens", "centrumforeningen"),
                FRIDAY, time(9), 60, 6, "Fastighetsägarforum")  # fmt: skip

# What is said, by week number, so that the same week always says the same.
CARD_SAID = ("watch", "Vi lägger rundorna efter när det händer och ser om en månad om det håller i sig.")
SAID: tuple[tuple[str, str], ...] = (
    ("watch", "Vi ser om det håller i sig till nästa vecka."),
    ("none", "Det förklaras av att fler rapporterar sedan vaktbolaget kom med."),
    ("watch", "Fältgruppen tittar förbi i sin vanliga runda."),
    ("none", "Marknaden är över och det har varit lugnt sedan i söndags."),
)
AT_MEETING = (
    "Fältarna går förbi fredag och lördag kväll",
    "Trygghetsvärdarna börjar sitt pass här på fredag",
    "Extra tömning och sopning fredag och lördag",
    "Kajutan håller öppet en timme längre på fredag",
)
DECIDED = (
    "Vi säger samma sak om ryktet till skolorna och tidningen.",
    "Parkförvaltningen får listan över trasiga lampor i dag.",
    "Nattvandrarna får veta vilka kvällar som är mest bråda.",
)
OUTWARD = (
    "Kommunikatören svarar på frågor om torget: vad som görs och när det är klart.",
    "Skolorna berättar för föräldrarna att fältgruppen finns ute på fredag.",
)
ROUND: dict[str, tuple[str, ...]] = {
    "polisen": ("Inget avvikande.", "Fler anmälda cykelstölder vid stationen än förra veckan.", "Inget avvikande."),
    "falt": ("Fler ungdomar än vanligt i centrum efter stängning, god stämning.", "Inget avvikande.",
             "Lugnare i hamnen sedan Kajutan har öppet längre."),
    "granvikshem": ("Inget avvikande.", "Lysrör sönder i två garage, lagas i veckan.", "Inget avvikande."),
    "norrangens": ("Tvättstugan på Norrängsgatan är hel igen.", "Inget avvikande."),
    "almskolan": ("Lovet börjar på fredag, skolgården städas först.", "Inget avvikande."),
}
FOCUS_TEXT = "Alla som är ute går en sväng här mellan 20 och 23"
WEIGHED = (
    ("C", {"common": 2, "lasting": 2, "differs": 1, "bounded": 2, "many": 2, "seen": 2, "harm": 1, "movable": 2,
           "means": 2}, True, ""),
    ("A", {"common": 2, "lasting": 1, "differs": 1, "bounded": 2, "many": 1, "seen": 1, "harm": 1, "movable": 2,
           "means": 1}, True, ""),
    ("N", {"common": 1, "lasting": 1, "differs": 0, "bounded": 1, "many": 1, "seen": 1, "harm": 1, "movable": 1,
           "means": 1}, True, ""),
    ("H", {"common": 1, "lasting": 2, "differs": 1, "bounded": 2, "many": 1, "seen": 2, "harm": 2, "movable": 1,
           "means": 0}, False, "Hamnen byggs om till våren. Vi väger den igen då."),
)  # fmt: skip


def gather(here: Founded, *, until: Week) -> None:
    """Give the groups their rhythm, hold what has been, plan what comes, and weigh what comes first."""
    joint = Group.objects.get(municipality=here.municipality, kind="EST-grupp")
    since = (until + 1 - HELD_WEEKS).first_day
    rhythms = [_rhythm(here, joint, THURSDAY, JOINT, "Gemensamt möte", since=since)]
    for circle in LOCAL:
        items = HABITS["local"].templates[LOCAL_TABLE]
        rhythms.append(_of(here, circle, items, reports_to=joint, since=since))
    midsummer = _midsummer(until)
    rhythms.append(_of(here, OWNERS, FORUM, reports_to=joint, since=midsummer))
    for rhythm in rhythms:
        first = midsummer - timedelta(days=4) if rhythm.weekday == FRIDAY else since
        while first <= until.last_day:
            weeks = min(MOST_WEEKS, -(-(until.last_day - first).days // 7))
            _hold(here, plan_meetings(rhythm=rhythm, since=first, weeks=weeks, by=here.machine), until=until)
            first += timedelta(weeks=MOST_WEEKS)
    for rhythm in rhythms:
        ahead = plan_meetings(rhythm=rhythm, since=(until + 1).first_day, weeks=AHEAD_WEEKS, by=here.machine)
        for meeting in ahead[:1]:
            called = datetime.combine(until.last_day, time(12), tzinfo=here.municipality.zone)
            call_meeting(meeting=meeting, now=called, by=here.machine)
    _weigh(here, until=until)


def _midsummer(until: Week) -> date:
    """Return the latest midsummer's eve before the week is over."""
    for year in (until.last_day.year, until.last_day.year - 1):
        first = date(year, *MIDSUMMER)
        eve = first + timedelta(days=(FRIDAY - first.weekday()) % 7)
        if eve <= until.last_day:
            return eve
    raise ValueError(until)


def _of(here: Founded, circle: Circle, items: list[Item], *, reports_to: Group, since: date) -> Rhythm:
    group = add_group(
        name=circle.name, kind=circle.kind, areas=[here.areas[code] for code in circle.areas],
        rhythm_weeks=circle.every_weeks, by=here.machine,
    )  # fmt: skip
    for key in circle.parties:
        party = here.parties[key]
        add_seat(
            group=group, function=f"{party.name}: {_function(key)}", organisation=party, holder=here.users.get(key),
            by=here.machine,
        )  # fmt: skip
    template = save_template(name=circle.agenda, items=items, by=here.machine)
    when = When(circle.weekday, circle.at, circle.minutes, circle.every_weeks, since)
    return set_rhythm(group=group, when=when, template=template, reports_to=reports_to, where=("", LINK),
                      by=here.machine)  # fmt: skip


def _function(key: str) -> str:
    return {"polisen": "områdespolis", "samordning": "samordnare", "almskolan": "rektor"}.get(key, "ansvarig")


def _rhythm(here: Founded, group: Group, weekday: int, items: list[Item], name: str, *, since: date) -> Rhythm:
    template = save_template(name=name, items=items, by=here.machine)
    when = When(weekday, time(9), 40, group.rhythm_weeks, since)
    where = ("Stadshuset, rum Almen", LINK)
    return set_rhythm(group=group, when=when, template=template, where=where, by=here.machine)


def _hold(here: Founded, planned: Sequence[Meeting], *, until: Week) -> None:
    for number, meeting in enumerate(planned):
        if meeting.held_on > until.last_day:
            continue
        began = meeting.begins_at + timedelta(minutes=1)
        opened = open_meeting(
            week=meeting.week, held_on=meeting.held_on, now=began, group=meeting.group, planned=meeting, by=here.machine
        )
        _write(here, opened, number)
        _decide(here, opened, number)
        close_meeting(meeting=opened, now=began + timedelta(minutes=opened.minutes - 3), by=here.machine)
        _follow_up(here, opened, until=until)


def _write(here: Founded, meeting: Meeting, number: int) -> None:
    """Tick who is there and write what the parties say."""
    seats = list(meeting.attendance.in_order())
    away = number % 3
    note_attendance(meeting=meeting, present=[seat.pk for seat in seats[: len(seats) - away]], by=here.machine)
    own: dict[Any, str] = {party.pk: key for key, party in here.parties.items()}
    for seat in seats:
        lines = ROUND.get(own.get(seat.organisation_id, ""))
        if lines and seat.organisation is not None:
            _note(here, meeting, "round", lines[number % len(lines)], seat.organisation)


def _note(here: Founded, meeting: Meeting, part: str, text: str, organisation: Organisation | None = None) -> None:
    write_note(meeting=meeting, part=part, text=text, version=0, organisation=organisation, by=here.machine)


def _decide(here: Founded, meeting: Meeting, number: int) -> None:
    """Decide on the first points; in a calm week raise a usual place, so that nobody meets about nothing."""
    home = next((circle.home for circle in LOCAL if circle.name == str(meeting.group)), "busstorget")
    place = here.places[home]
    points = _points(meeting)
    if not points:
        raise_point(meeting=meeting, where=Where(place.name, area=place.area, place=place), by=here.machine)
        points = _points(meeting)
    for step, point in enumerate(points[1:3]):
        choice, text = CARD_SAID if point.kind == "card" else SAID[(number + step) % len(SAID)]
        decide(decision=point, choice=choice, text=text, version=point.version, by=here.machine)
    line = Line(
        what=AT_MEETING[number % len(AT_MEETING)], organisation=here.parties["falt"], function="Fältsekreterare",
        due_on=meeting.held_on + timedelta(days=7),
    )  # fmt: skip
    if points[0].kind == "card":
        decide(decision=points[0], choice=CARD_SAID[0], text=CARD_SAID[1], version=points[0].version, by=here.machine)
    elif number % 5 == 2:
        pass                             # the time did not suffice: it is postponed by itself and comes up again
    elif number % 4 == 3:
        decide(decision=points[0], choice="watch", text=SAID[2][1], version=points[0].version, by=here.machine)
    elif points[0].place is None and points[0].area is None:
        elsewhere = replace(line, place=place)
        add_measure(meeting=meeting, line=elsewhere, today=meeting.held_on, by=here.machine)
    else:
        decide_on_measure(
            decision=points[0], line=line, version=points[0].version, today=meeting.held_on, by=here.machine
        )
    add_decision(meeting=meeting, text=DECIDED[number % len(DECIDED)], by=here.machine)
    if meeting.minutes == 40:
        add_decision(meeting=meeting, text=OUTWARD[number % len(OUTWARD)], kind="outward", by=here.machine)
        torget = here.places["torget"]
        focus = Where(torget.name, area=torget.area, place=torget)
        add_decision(meeting=meeting, text=FOCUS_TEXT, kind="focus", where=focus, by=here.machine)


def _points(meeting: Meeting) -> list[Decision]:
    return list(Decision.objects.filter(meeting=meeting).points().in_order())


def _follow_up(here: Founded, meeting: Meeting, *, until: Week) -> None:
    """Follow up what was decided, but for the last two weeks: that is what the next meeting begins with."""
    if meeting.held_on > (until - 1).first_day:
        return
    rows: Iterable[Any] = Decision.objects.filter(meeting=meeting, measure__isnull=False)
    for measure in Measure.objects.filter(pk__in=[row.measure_id for row in rows]).open():
        follow_up_measure(
            measure=measure, outcome="done", line="Gjort. Lugnare på platsen, enligt dem som var där.",
            on=measure.due_on, version=measure.version, by=here.machine,
        )  # fmt: skip


def _weigh(here: Founded, *, until: Week) -> None:
    day = until.last_day
    period = f"{day.year}-Q{(day.month - 1) // 3 + 1}"
    for code, answers, chosen, reason in WEIGHED:
        row = take_up(period=period, area=here.areas[code], today=day, by=here.machine)
        said = Weighed(answers, chosen=chosen, reason=reason)
        weigh(priority=row, said=said, version=row.version, today=day, by=here.machine)
