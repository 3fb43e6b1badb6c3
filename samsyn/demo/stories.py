"""The fifteen story lines, planted in the data with their truth beside them.

Each story hangs on the last week of the demo (`until`) or on the calendar before it,
so that it is as fresh whenever the
demo is made. `plant` returns the reports; `truth` says what a reader (or a test) should find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from samsyn.analysis.weeks import Week
from samsyn.demo import rhythm
from samsyn.demo.parties import GRANVIK_PARTIES
from samsyn.demo.reports import SEED, Maker, Report, made_id

NEWCOMER = "vaktbolaget"
JOINED_WEEKS_AGO = 2  # the new guard company
UNREAD = 6  # reports of the last week that still wait for review
SUBSTITUTE_WEEKS_AGO = 3
QUOTA = {"C": 19, "A": 6, "N": 5, "H": 4, "S": 2, "L": 2}  # this week's 38, after the guard company joined
FROM_NEW_GUARDS = 7
SILENT_NOW = {"hamnskolan", "raddning", "bussen"}  # three of fourteen have not answered this week
_KIND = {party.key: party.kind for party in GRANVIK_PARTIES}


@dataclass
class Planted:
    """What the stories put into the data, and what is true about it."""

    reports: list[Report] = field(default_factory=list)
    truth: dict[str, Any] = field(default_factory=dict)
    _merged: list[tuple[Report, Report]] = field(default_factory=list)


@dataclass
class Teller:
    """Plants single reports for the stories."""

    maker: Maker
    until: Week
    dice: Random

    def day(self, weeks_ago: int, weekday: int) -> date:
        """Return a day counted from the last week: 0 = Monday."""
        return (self.until - weeks_ago).first_day + timedelta(days=weekday)

    def told(
        self, category: str, party: str, place: str, *, seen: datetime, after_hours: float, text: str, story: int,
        began: datetime | None = None, **more: Any,
    ) -> Report:  # fmt: skip
        """Plant one report at a known place."""
        received = min(seen + timedelta(hours=after_hours), rhythm.moment(self.until.last_day, 23.9))
        report = Report(
            id=made_id(received, self.dice), category=category, party=party, area="", seen=seen, began=began,
            received=received, text=text, story=story, **more,
        )  # fmt: skip
        self.maker.put_at(report, place)
        return report

    def steady(
        self, categories: str, party: str, place: str, *, first: int, last: int, a_week: float, story: int
    ) -> list[Report]:
        """Plant reports at one place with a steady rate from `first` to `last` weeks ago, in the party's own voice."""
        chance = np.random.default_rng([SEED, story, first, last, len(place)])
        who = next(p for p in GRANVIK_PARTIES if p.key == party)
        found = []
        for back in range(first, last - 1, -1):
            week = self.until - back
            for _ in range(int(chance.poisson(a_week * max(rhythm.at_work(who, week), 0.5)))):
                code = self.dice.choice(categories.split())
                report = self.maker.one(who, code, week, self.dice)
                self.maker.forget(report)
                self.maker.put_at(report, place)
                spot = self.maker.spots[place]
                self.maker.say(report, who, spot.name, spot.kind, self.dice)
                report.story, report.same_as, report.mended, report.fault_number = story, None, None, ""
                if code in rhythm.LASTS_DAYS:
                    report.mended = min(report.seen.date() + timedelta(days=6), self.until.last_day)
                found.append(report)
        return found


def plant(maker: Maker, until: Week) -> Planted:
    """Return every story's reports with the truth about them (Granvik only)."""
    teller = Teller(maker, until, Random(f"{SEED}-stories-{until.iso}"))
    planted = Planted()
    for tell in (
        _stairwell,
        _lit_path,
        _car_fires,
        _lamp,
        _new_year,
        _rumour,
        _late_break_ins,
        _guard_hit,
        _coarse,
        _quotes,
    ):
        tell(teller, planted)
    planted.truth |= _calendar_truth(until)
    return planted


def _stairwell(teller: Teller, planted: Planted) -> None:
    """2 Almgatan 12 → 18: rounds without effect, a door closer moves it, locked doors and a late Kajutan end it."""
    tell = "G3 G3 G3 E6 I4 I3"
    phases = {
        "before": teller.steady(tell, "granvikshem", "almgatan 12", first=44, last=23, a_week=1.5, story=2),
        "moved_12": teller.steady(tell, "granvikshem", "almgatan 12", first=22, last=1, a_week=0.06, story=2),
        "moved_18": teller.steady(tell, "granvikshem", "almgatan 18", first=22, last=10, a_week=1.6, story=2),
        "ended_18": teller.steady(tell, "granvikshem", "almgatan 18", first=9, last=1, a_week=0.12, story=2),
        "quiet_18": teller.steady("G3 I3", "granvikshem", "almgatan 18", first=44, last=23, a_week=0.12, story=2),
    }
    rounds: list[Report] = []
    for back in (36, 35, 31, 30):
        for weekday in (3, 4, 5):
            seen = rhythm.moment(teller.day(back, weekday), 21.5 + 0.25 * teller.dice.randrange(4))
            rounds.append(
                teller.told("G3", "ordningsvakter", "almgatan 12", seen=seen, after_hours=5, story=2,
                    seen_during="decided",
                            began=seen - timedelta(minutes=20), text=_ROUND[len(rounds) % len(_ROUND)])
            )  # fmt: skip
    planted.reports += [report for phase in phases.values() for report in phase] + rounds
    planted.truth["stairwell"] = {
        "places": ["almgatan 12", "almgatan 18"], "rounds_weeks": [(teller.until - b).label for b in (36, 35, 31, 30)],
        "door_closer_week": (teller.until - 22).label, "third_measure_week": (teller.until - 9).label,
        "counts": {name: len(found) for name, found in phases.items()} | {"rounds": len(rounds)},
    }  # fmt: skip


_ROUND = (
    "Beslutad rond i trapphusen. Ett tiotal ungdomar på halvplan, går ut när vi kommer. Åter efter en halvtimme.",
    "Rond: fimpar och burkar, ingen där. Boende tackar men säger att dom kommer när vi gått.",
    "Rond enligt beslut. Fem i trappan. Lugnt samtal, flyttar sig till garaget.",
)


def _lit_path(teller: Teller, planted: Planted) -> None:
    """3 The path to the bath is lit; a twin path, chosen before, stays dark."""
    lit = 30
    before = teller.steady("I5 I1 G1 H3 I2", "park", "badstigen", first=103, last=lit + 1, a_week=1.5, story=3)
    after = teller.steady("H3 M1 I3", "park", "badstigen", first=lit, last=1, a_week=0.33, story=3)
    twin = teller.steady("I5 I1 G1 H3 I2", "park", "angsstigen", first=103, last=1, a_week=1.4, story=3)
    planted.reports += before + after + twin
    since = (teller.until - lit).first_day
    planted.truth["lit_path"] = {
        "place": "badstigen", "twin": "angsstigen", "lit_on": since.isoformat(), "twin_chosen_on":
        (since - timedelta(days=21)).isoformat(), "before": len(before), "after": len(after),
        "twin_before": sum(r.seen.date() < since for r in twin),
        "twin_after": sum(r.seen.date() >= since for r in twin),
        "weeks_before": 103 - lit, "weeks_after": lit,
    }  # fmt: skip


def _car_fires(teller: Teller, planted: Planted) -> None:
    """5 Car fires when school starts: the rescue service and the housing company tell of the same four fires."""
    year = (
        teller.until.last_day.year
        if teller.until.last_day >= date(teller.until.last_day.year, 9, 1)
        else teller.until.last_day.year - 1
    )
    nights = [date(year, 8, 17), date(year, 8, 18), date(year, 8, 21), date(year, 8, 22)]
    places = ["klover-garage", "norr-atervinning", "sjukhusparkeringen", "klover-garage"]
    fires = []
    for night, place in zip(nights, places, strict=True):
        at = rhythm.moment(night, teller.dice.choice((23.75, 24.5, 25.25)))
        fire = teller.told("C1", "raddning", place, seen=at, began=at - timedelta(minutes=10), after_hours=9, story=5,
            severity=4,
                           text=f"Personbil i full låga kl {at:%H.%M}. En bil intill värmeskadad. Inga personskador. "
                                 f"Orsak okänd.")  # fmt: skip
        housing = "norrangens" if place != "sjukhusparkeringen" else "granvikshem"
        found = rhythm.moment(night + timedelta(days=1), 7.25)
        seen_too = teller.told("C1", housing, place, seen=found, began=rhythm.moment(night, 15.0), after_hours=2,
            story=5,
                               severity=4, text="Bil utbränd på platsen i natt. Asfalten förstörd, boende "
                                        "uppskärrade. Bortforslas i dag.")  # fmt: skip
        seen_too.merged_into, seen_too.state = fire.id, "merged"
        fires += [fire, seen_too]
    planted.reports += fires
    planted.truth["car_fires"] = {"nights": [n.isoformat() for n in nights], "reports": 8, "events": 4}


def _lamp(teller: Teller, planted: Planted) -> None:
    """7 One lamp, five weeks, three reporters, a fault number, not mended: one condition."""
    place, number = "hasselstigen", f"FA-{teller.day(5, 1).year}-00417"
    first = teller.told("I1", "park", place, seen=rhythm.moment(teller.day(5, 1), 7.5), after_hours=1, story=7,
        fault_number=number,
                        text="Stolpe 3 på Hasselstigen släckt. Felanmäld.")  # fmt: skip
    later = (
        (4, 2, 7.75, "almskolan", "Mörkt på stigen mellan parken och skolan. Eleverna lyser med mobilen."),
        (3, 0, 8.0, "granvikshem", "Lampan på Hasselstigen fortfarande släckt. Boende frågar varje dag."),
        (2, 3, 7.5, "park", "Fortfarande mörkt på Hasselstigen. Entreprenören väntar på del."),
        (1, 1, 9.0, "granvikshem", "Hasselstigen mörk, femte veckan snart. Vi har inget att svara boende."),
        (0, 1, 7.5, "almskolan", "Fortfarande släckt på Hasselstigen."),
    )
    rows = [first]
    for back, weekday, hour, party, text in later:
        seen = rhythm.moment(teller.day(back, weekday), hour)
        rows.append(teller.told("I1", party, place, seen=seen, after_hours=1, story=7, text=text, same_as=first.id))
    planted.reports += rows
    planted.truth["lamp"] = {"place": place, "since": first.seen.date().isoformat(), "sources": 3, "reports": len(rows),
                             "conditions": 1, "fault_number": number}  # fmt: skip


def _new_year(teller: Teller, planted: Planted) -> None:
    """8 New Year's fireworks: nine reports of one evening, two events."""
    last = teller.until.last_day
    year = last.year if last >= date(last.year, 12, 31) else last.year - 1
    evening = date(year, 12, 31)
    told = (
        (
            "ordningsvakter",
            "torget",
            23.8,
            "Raketer avfyras vågrätt över torget. Ett tjugotal springer undan. Polis på plats.",
        ),
        ("falt", "torget", 23.9, "Mycket smällare på torget strax före tolv. Vi drog oss undan till Storgatan."),
        ("nattvandrarna", "torget", 24.1, "Raketer åt alla håll på torget. Vi tog med oss de yngre till gallerian."),
        ("centrumforeningen", "torget", 24.5, "Rutan hos optikern sotig efter raketerna på torget. Hel."),
        ("bussen", "busstorget", 23.9, "Raketer från torget mot bussarna. Sista turen fick vänta."),
        (
            "norrangens",
            "norrangens-centrum",
            22.5,
            "Pjäs sprängd i papperskorgen vid centrumet. Plåt över hela gången.",
        ),
        (
            "falt",
            "norrangens-centrum",
            22.6,
            "Hög smäll i Norrängens centrum, någon hade lagt en tårta i en papperskorg.",
        ),
        ("polisen", "norrangens-centrum", 22.75, "Flera samtal om smäll vid Norrängens centrum. Ingen skadad."),
        (
            "raddning",
            "norrangens-centrum",
            22.75,
            "Larm om explosion, Norrängens centrum. Pyroteknik i papperskorg. Ingen brand.",
        ),
    )
    firsts: dict[str, Report] = {}
    for party, place, hour, text in told:
        seen = rhythm.moment(evening, hour)
        spot = "torget" if place == "busstorget" else place
        report = teller.told(
            "G9", party, place, seen=seen, began=seen - timedelta(minutes=15), after_hours=11, story=8, text=text
        )
        known = firsts.setdefault(spot, report)
        report.same_as = None if known is report else known.id
        planted.reports.append(report)
    planted.truth["new_year"] = {"evening": evening.isoformat(), "reports": 9, "events": 2}


def _rumour(teller: Teller, planted: Planted) -> None:
    """9 A rumour of a gang of robbers, and not one observation of a robbery."""
    rows = (
        (1, 4, 12.0, "samordning", "lyktan", "J2", "Tre personer har ringt om ett rånargäng som ska finnas i "
                     "centrum. Ingen har sett något själv. Allt går tillbaka på samma inlägg."),
        (1, 5, 19.5, "falt", "kajkiosken", "J2", "Alla pratar om ”rånarligan”. Bilden som delas är från en annan "
                     "stad. Vi har sagt det till dom vi mött."),
        (0, 1, 14.0, "biblioteket", "biblioteket", "J1", "Två låntagare ville ha sällskap till bussen på grund av "
                     "ryktet om rån. Ingen har sett något."),
    )  # fmt: skip
    for back, weekday, hour, party, place, code, text in rows:
        seen = rhythm.moment(teller.day(back, weekday), hour)
        planted.reports.append(teller.told(code, party, place, seen=seen, after_hours=2, story=9, text=text))
    planted.truth["rumour"] = {"moods": 3, "robberies": 0, "weeks": [(teller.until - b).label for b in (1, 0)]}


def _late_break_ins(teller: Teller, planted: Planted) -> None:
    """10 The weekend's break-ins are reported on Thursday at 10.30, after the lock."""
    told = rhythm.moment(teller.day(0, 3), 10.5)
    for n, (number, text) in enumerate((
        (5, "Tre förråd uppbrutna i källaren, hittat söndag kväll av boende. Lås klippta. Vi fick veta i dag."),
        (7, "Två förråd uppbrutna, samma helg som i femman. Inget säkert borta."),
        (11, "Försök på källardörren, brytmärken. Höll den här gången."),
    )):  # fmt: skip
        seen = rhythm.moment(teller.day(1, 6), 18.0 + n)
        report = teller.told("F2", "norrangens", f"klövervägen {number}", seen=seen, began=rhythm.moment(teller.day(1,
            4), 15.5),
                             after_hours=0, story=10, text=text)  # fmt: skip
        report.received = told + timedelta(minutes=4 * n)
        report.id = made_id(report.received, teller.dice)
        planted.reports.append(report)
    planted.truth["late"] = {"week": (teller.until - 1).label, "reports": 3, "received": told.date().isoformat()}


def _guard_hit(teller: Teller, planted: Planted) -> None:
    """12 One report with a name is stopped before it is stored; one that came through a file is refused afterwards."""
    seen = rhythm.moment(teller.day(2, 2), 13.0)
    planted.reports.append(
        teller.told("G3", "norrangens", "timotejvägen 10", seen=seen, after_hours=3, story=12, state="refused",
                    text="Texten pekade ut en boende och är låst i väntan på beslut om gallring.")
    )  # fmt: skip
    planted.truth["guard"] = {
        "stopped": "Grannen ringde, nås på 070-174 06 22, hon har sett vem det är",
        "refused_week": (teller.until - 2).label,
    }  # fmt: skip


def _coarse(teller: Teller, planted: Planted) -> None:
    """13 A report beside a place that is shown coarsely is kept at area level; nothing says why."""
    seen = rhythm.moment(teller.day(1, 2), 20.5)
    planted.reports.append(
        teller.told("G1", "ordningsvakter", "linden", seen=seen, began=seen - timedelta(minutes=30), after_hours=3,
            story=13,
                    text="Fem-sex personer står stilla länge vid infarten. Går när vi kommer. Lugnt.", people="3-5")
    )  # fmt: skip
    planted.truth["coarse"] = {"place": "linden", "area": "C"}


def _quotes(teller: Teller, planted: Planted) -> None:
    """The twelve model texts, each at its own place and time."""
    planted.reports += [
        teller.told(
            code, party, place, seen=rhythm.moment(teller.day(back, weekday), hour), after_hours=after, story=20,
            text=text,
            began=None if began is None else rhythm.moment(teller.day(back + began[0], began[1]), began[2]),
            people=_CROWD.get(code, "") if "tiotal" in text else "",
        )
        for code, party, place, back, weekday, hour, began, after, text in QUOTES
    ]  # fmt: skip
    planted.truth["quotes"] = len(QUOTES)


_CROWD = {"G1": "6-10"}
Began = tuple[int, int, float] | None
QUOTES: tuple[tuple[str, str, str, int, int, float, Began, float, str], ...] = (
    ("I4", "granvikshem", "almgatan 14", 1, 1, 9.5, None, 1,
     "Dörrstängaren i port 14 avriven igen, tredje gången sen i höstas. Låset går inte i så vem som helst tar sig "
     "in. Mycket "
     "fimpar o energidrycksburkar på halvtrappan mot källarn. Bytte cylinder förra veckan, håller inte."),
    ("F2", "granvikshem", "sodergatan-14", 0, 0, 7.0, (1, 4, 15.0), 1,
     "Upptäckt i morse när sotarn skulle in: två källarförråd uppbrutna, hänglåsen klippta. Kan ha skett när som "
     "helst sen "
     "fredag em. Svårt att säga om nåt är borta. Anmält av oss."),
    ("G1", "vaktbolaget", "p-huset", 0, 4, 22.67, (0, 4, 22.25), 3,
     "Vid rond anträffas ett tiotal ungdomar i garaget plan -1. Hög musik, rök, glas på golvet. Lämnar på uppmaning "
     "utan "
     "problem. Åter 00.15, tomt. Ett lysrör sönderslaget vid utfarten."),
    ("G6", "ordningsvakter", "busstorget", 0, 5, 22.0, (0, 5, 21.0), 4,
     "Stökigt på busstorget. Två grupper som skrek på varann, knuffar men inga slag. Vi ställde oss emellan, lugnade "
     "sig när "
     "21.50-bussen gick. Polis behövde inte tillkallas."),
    ("J1", "falt", "kajkiosken", 0, 3, 21.5, None, 2,
     "Torsdagspass. Färre ute än vanligt pga regnet men vid kiosken sas det att alla ska till skatehallen på lördag. "
     "Lite "
     "uppskruvat snack om Hamnskolan mot Almskolan. Vi pratar med skolorna i morgon. Inget bråk i kväll."),
    ("G9", "kajutan", "kajutan", 0, 4, 20.75, (0, 4, 20.0), 1,
     "Vi stängde 20.45 i stället för 21.30. Det small smällare i entrén tre gånger och de yngre blev rädda. Ingen "
     "skadad. "
     "Öppet som vanligt i morgon med en extra personal."),
    ("D3", "park", "utegymmet", 0, 1, 10.0, None, 1,
     "Tömt 4 kanyler och en del lustgastuber i buskarna bakom utegymmet. Buskaget är över huvudhöjd, man ser inte in "
     "alls "
     "från gångvägen. Går att ta med maskin om nån beställer."),
    ("E1", "almskolan", "almskolan", 0, 0, 6.75, (1, 4, 16.0), 2,
     "Två rutor krossade i matsalen mot gården, upptäckt måndag 06.45. Troligen sten från planteringen. Tredje "
     "helgen på rad. "
     "Lampan vid cykelstället fortfarande släckt sen felanmälan för två veckor sen."),
    ("G1", "biblioteket", "biblioteket", 0, 3, 17.0, (0, 1, 15.0), 1,
     "Högljutt runt datorerna. Inte elakt, men äldre vänder i dörren. Svårt att räcka till när vi är två. Fungerade "
     "bra förra "
     "vintern när fältarna tittade in."),
    ("B6", "bussen", "norrangsvagen-hpl", 1, 5, 22.0, (1, 4, 19.0), 14,
     "Förare på linje 3 rapporterar isbitar mot bussen vid Norrängsvägen fre och lör kväll. En spräckt sidoruta, "
     "ingen skadad. "
     "Fortsätter det kör vi förbi hållplatsen efter 21."),
    ("G1", "samordning", "livsboden", 1, 3, 21.5, (1, 1, 19.0), 13,
     "Tre kvällar i rad, folk som hänger i vindfånget. Kunderna går till andra ingången. Vi ber dom flytta sig, "
     "funkar fem "
     "minuter. Ljuset på parkeringen går på timer och släcks 20, vi stänger 22."),
    ("M3", "nattvandrarna", "badviken", 0, 4, 24.5, (0, 4, 20.5), 9,
     "Lugnt! Ute 20.30–00.30, åtta vuxna. Bra stämning vid grillplatsen, ca 25 ungdomar. Nya ljuset på gångvägen gör "
     "stor "
     "skillnad, det sa flera."),
)  # fmt: skip


def ending(until: Week) -> dict[str, Any]:
    """14 An estate is sold on the first of December, the guards' contract ends with the year."""
    day = until.last_day
    december = date(day.year if day < date(day.year, 12, 1) else day.year + 1, 12, 1)
    return {
        "sale": {"party": "norrangens", "street": "Timotejvägen", "on": december.isoformat()},
        "contract_ends": {"party": "ordningsvakter", "on": date(december.year, 12, 31).isoformat()},
    }


def _calendar_truth(until: Week) -> dict[str, Any]:
    """1, 6, 11, 14, 15: what hangs on dates."""
    return ending(until) | {
        "new_party": {"party": "vaktbolaget", "joined_week": (until - JOINED_WEEKS_AGO).label,
        "reports": sum(QUOTA.values()),
                      "centre": QUOTA["C"], "centre_from_new_party": FROM_NEW_GUARDS, "duties": 14, "replies": 11},
        "mopeds": {"category": "H1", "months_without": [11, 12, 1], "months_most": [4, 5, 6]},
        "substitute": {"since_week": (until - SUBSTITUTE_WEEKS_AGO).label},
        "request": {"street": "Almgatan", "weeks": [(until - 7).label, (until - 1).label]},
    }  # fmt: skip


def worst_places(reports: Iterable[Report], until: Week) -> dict[str, Any]:
    """4 The ten places with most reports last autumn, where nothing was done, and how they fared the quarter after."""
    rows = [r for r in reports if r.place and r.same_as is None and not r.story]
    chosen_from, chosen_to = until - 60, until - 48
    then = Counter(r.place for r in rows if chosen_from <= Week.containing(r.seen.date()) <= chosen_to)
    after = Counter(r.place for r in rows if chosen_to < Week.containing(r.seen.date()) <= chosen_to + 13)
    worst = [place for place, _ in sorted(then.items(), key=lambda item: (-item[1], str(item[0])))[:10]]
    return {
        "places": worst, "chosen_from": [chosen_from.label, chosen_to.label], "before": sum(then[p] for p in worst),
        "after": sum(after[p] for p in worst), "all_before": then.total(), "all_after": after.total(),
    }  # fmt: skip


def this_week(planted: Iterable[Report], candidates: Iterable[Report], *, until: Week) -> list[Report]:
    """1 Return the last week: the planted reports, others as far as each area has room (38 in all), and some unread.

    Those that still wait for review come on top, so that the week's picture holds exactly 38.
    """
    now = [report for report in planted if report.seen.date() >= until.first_day]
    room = Counter(QUOTA) - Counter(report.area for report in now)
    guards = FROM_NEW_GUARDS - sum(report.party == NEWCOMER for report in now)
    kept, unread = list(now), list[Report]()
    said = {report.text[:24] for report in now}
    for report in candidates:
        if not _fits(report, until, said):
            continue
        if _has_room(report, room, guards):
            room[report.area] -= 1
            guards -= report.party == NEWCOMER
            kept.append(report)
        elif report.received.date() >= until.last_day - timedelta(days=1) and len(unread) < UNREAD:
            unread.append(replace(report, state="new"))
        else:
            continue
        said.add(report.text[:24])
    assert not any(room.values()), f"för få rapporter att välja bland: {room}"
    return kept + unread


def _fits(report: Report, until: Week, said: set[str]) -> bool:
    """A report of the week, by a party that has answered, in words not yet used this week; few moods in the centre."""
    this = report.seen.date() >= until.first_day and report.party not in SILENT_NOW and report.same_as is None
    mood = report.area == "C" and report.category[0] in "JM"
    return this and not mood and bool(report.text) and report.text[:24] not in said


def _has_room(report: Report, room: Counter[str], guards: int) -> bool:
    if report.party == NEWCOMER:
        return report.area == "C" and guards > 0
    return room[report.area] - (guards if report.area == "C" else 0) > 0
