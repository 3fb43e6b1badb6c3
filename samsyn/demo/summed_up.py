"""What Granvik's parties say of their weeks, what the coordinator makes of it, and a text that had to be taken out."""

from __future__ import annotations

from datetime import datetime, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.fill import end_of, locked_at
from samsyn.demo.found import Founded
from samsyn.ground.people.actions import change_settings
from samsyn.method.pictures.corrections.actions import CorrectionDecision, correct_picture
from samsyn.method.pictures.layouts.actions import choose_layout, write_section
from samsyn.method.pictures.merging.actions import settle, settle_rest
from samsyn.method.pictures.models import OwnPicture, SituationalPicture
from samsyn.method.pictures.own.actions import (
    add_point,
    begin_own_picture,
    hand_in_nothing_new,
    hand_in_own_picture,
    remove_point,
    write_point,
)

SUMMED_WEEKS = 3        # the latest of them is still a draft
CORRECTED_BACK = 2
# weeks back, party: area (empty = everywhere), how it was, words, for whom. Pre-filled points keep their figures.
SAID: dict[int, dict[str, tuple[tuple[str, str, str, str], ...]]] = {
    0: {
        "polisen": (("C", "usual", "Fredagen var som fredagar brukar vara. Många fler som ringer om ryktet än om något "
                     "de har sett.", "parties"),
                    ("N", "worse", "Vi har mer än vi brukar vid Norrängens centrum och planerar efter det.",
                     "authorities")),
        "falt": (("C", "calmer", "Regnet höll folk inne. De vi mötte pratade om skatehallen på lördag.", "parties"),
                 ("A", "usual", "Lugnt i portarna sedan Kajutan har längre öppet.", "parties")),
        "granvikshem": (("A", "usual", "Port 12 och 18 är lugna. Dörrstängaren i 14 är avriven igen, tredje gången.",
                         "parties"),),
        "ordningsvakter": (("C", "worse", "Två stökiga kvällar på busstorget, före sista bussen.", "parties"),),
        "bussen": (("N", "worse", "Isbitar mot bussen två kvällar. Fortsätter det kör vi förbi hållplatsen.",
                    "parties"),),
        "almskolan": (),
        "biblioteket": (),
    },
    1: {
        "polisen": (("C", "usual", "Inget utöver det vanliga.", "parties"),),
        "falt": (("H", "usual", "Samma ungdomar vid kajkiosken, bra stämning.", "parties"),),
        "granvikshem": (("A", "usual", "Lugnt i trapphusen.", "parties"),),
        "almskolan": (),
    },
    2: {
        "polisen": (("C", "usual", "Inget utöver det vanliga.", "parties"),),
        "granvikshem": (("A", "calmer", "Lugnaste veckan på länge i Almgatans portar.", "parties"),),
        "park": (("C", "usual", "Mer skräp efter helgen, som alltid i november.", "parties"),),
    },
}  # fmt: skip
TEXTS: dict[int, tuple[tuple[str, str], ...]] = {
    0: (("areas", "Centrum ser högre ut sedan vaktbolaget kom med i november. Det är fler som rapporterar, inte fler "
         "händelser."),),
    1: (("areas", "Centrum ser högre ut sedan vaktbolaget kom med i november. Det är fler som rapporterar, inte fler "
         "händelser."),
        ("coming", "Vi säger samma sak om ryktet allihop: ingen har sett något rån.")),
    2: (("places", "Timotejvägen 10: uppgiften kom från hyresgästen ovanför tvättstugan. Annars lugnt."),),
}  # fmt: skip
TAKEN_OUT = "hyresgästen ovanför tvättstugan"


def switch_on(here: Founded) -> None:
    """Granvik works as a Thursday call: everyone sums up first. Lillskog puts what is broken first."""
    if here.municipality.slug == "granvik":
        change_settings(by=here.machine, own_pictures=True)
        here.municipality.refresh_from_db()
        here.machine.municipality.refresh_from_db()
    else:
        choose_layout(code="hub", by=here.machine)


def sum_up(here: Founded, *, week: Week, back: int) -> None:
    """Let the parties hand in their pictures of a week: some with points, some with nothing new."""
    now = end_of(week) - timedelta(hours=4)
    for key, points in SAID.get(back, {}).items():
        organisation = here.parties[key]
        if not points:
            hand_in_nothing_new(organisation=organisation, week=week, now=now, by=here.machine)
            continue
        own = begin_own_picture(organisation=organisation, week=week, now=now, by=here.machine)
        for code, trend, text, audience in points:
            _say(here, own, (code, trend, text, audience), now=now)
        # What the figures alone began and nobody said anything of is not handed in.
        said = {(code, audience) for code, _trend, _text, audience in points}
        for point in own.points.select_related("area"):
            if ((point.area.code if point.area else ""), point.audience) not in said:
                remove_point(point=point, now=now, by=here.machine)
        hand_in_own_picture(own=own, now=now, by=here.machine)
    if back == 0:
        begin_own_picture(organisation=here.parties["norrangens"], week=week, now=now, by=here.machine)


def _say(here: Founded, own: OwnPicture, said: tuple[str, str, str, str], *, now: datetime) -> None:
    code, trend, text, audience = said
    area = here.areas[code] if code else None
    point = own.points.filter(area=area, audience=audience).first()
    if point is None:
        point = add_point(own=own, area=area, now=now, by=here.machine)
    write_point(
        point=point, text=text, trend=trend, audience=audience, version=point.version, now=now, by=here.machine
    )


def merge(here: Founded, *, picture: SituationalPicture, back: int) -> None:
    """Settle what the parties said: everything in the locked weeks, the first place in the draft; write the words."""
    if back:
        settle_rest(picture=picture, by=here.machine)
    else:
        settle(picture=picture, code="C.parties", verdict="differ", version=0, by=here.machine)
    for section, text in TEXTS.get(back, ()):
        write_section(
            picture=picture, section=section, audience="parties", text=text, version=0, by=here.machine
        )


def take_out(here: Founded, *, week: Week) -> None:
    """Story 12: a text that points at somebody was seen after the lock, and is taken out by decision."""
    picture = SituationalPicture.objects.visible_to(here.machine).of_week(week).get()
    at = locked_at(week) + timedelta(days=4)
    correct_picture(
        picture=picture, words=TAKEN_OUT, now=at, by=here.machine,
        decision=CorrectionDecision(
            decided_by="Kommunstyrelsen", reference=f"KS {at.year}/00431", decided_on=at.date(),
            reason="Texten pekade ut den som hade lämnat en uppgift.",
        ),
    )  # fmt: skip
