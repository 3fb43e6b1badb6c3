"""The problems that Granvik has opened: three old stories, one that is being mapped, and one that is new."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.method.problems.mapping.actions import Written, begin_mapping, settle_mapping, write_mapping
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import Outline, Step, move_problem, open_problem
from samsyn.method.problems.states import Trigger

WEDNESDAY = 2


@dataclass(frozen=True, kw_only=True)
class Told:
    """A problem as it is told in the demo: where, what, when it was opened, and what its mapping says."""

    place: str
    title: str
    opened_ago: int
    back_weeks: int
    categories: str = ""
    affected: str = ""
    owner: str = ""
    function: str = ""
    audience: str = "parties"
    trigger: str = Trigger.HAND
    settled_ago: int | None = None
    answers: dict[str, str] = field(default_factory=dict)
    sources: tuple[tuple[str, bool, str], ...] = ()


LIT_PATH, STAIRWELL, STOP, LAMP, CENTRE = "badstigen", "almgatan 12", "busstorget", "hasselstigen", "norrangens-centrum"
REPORTS = ("Rapporterna i Samsyn", True, "")
PROBLEMS: tuple[Told, ...] = (
    Told(
        place=STAIRWELL, title="Stök i trapphusen på Almgatan", opened_ago=39, back_weeks=26, trigger=Trigger.HOTSPOT,
        affected="Boende i porten, barn på väg till skolan, bovärdar", owner="granvikshem", function="Fastighetschef",
        categories="G3 E6 I4 I3", settled_ago=38, sources=(
            REPORTS, ("Fastighetsägarnas egna uppgifter", True, "Städtimmar och lagade dörrar"),
            ("Anmälda brott", False, "Det mesta anmäls inte"),
            ("Samtal med dem som bor eller arbetar där", True, "Trappmöte, elva hushåll"),
        ), answers={
            "chosen": "Nya rapporter varje vecka i över en månad, och boende säger att de går omvägar hem.",
            "what": "Grupper sitter i trapphuset, röker och har högt ljud. Dörrstängaren rivs av. Skräp och klotter.",
            "where": "Halvplanet i port 12, ibland garaget.",
            "when": "Kvällar, mest från 18 till midnatt, flera dagar i veckan och mest när Kajutan är stängd.",
            "how": "Porten går inte i lås. De som kommer först släpper in resten.",
            "affected": "Boende i porten, särskilt de som kommer hem sent. Bovärdar som städar på morgonen.",
            "involved": "Grupper på fem till tio i övre tonåren, flera från andra delar av staden.",
            "situation": "Dörren stänger inte, det är varmt, ljuset går på rörelse och ingen passerar sent.",
            "exposure": "Samma port gång på gång. De andra portarna på gatan är som vanligt.",
            "offenders": "De kommer när fritidsgården stänger och går när de sista bussarna går.",
            "limits": "Bovärdarna är där på dagen. Kvällarna syns mest genom boende.",
            "meaning": "Vi vet mer om skräpet än om vad som händer på kvällen. Fråga boende igen efter åtgärden.",
        },
    ),
    Told(
        place=LIT_PATH, title="Mörkt och otryggt på Badstigen", opened_ago=36, back_weeks=52,
        categories="I5 I1 G1 H3 I2", trigger=Trigger.PLACE, owner="park", function="Arbetsledare gata",
        affected="De som går eller cyklar till badet och tågen, mest kvällstid", settled_ago=35, sources=(
            REPORTS, ("Felanmälningar", True, "Belysning, två år"), ("Besök på platsen", True, "En kväll i oktober"),
            ("Trygghetsmätning eller enkät", False, "Finns bara för hela stadsdelen"),
        ), answers={
            "chosen": "Samma rapporter i två års tid, och en plats som går att ändra.",
            "what": "Mörka partier, trasiga lampor, folk som vänder eller tar omvägen längs stora vägen.",
            "where": "De fyrahundra meterna mellan badet och gångtunneln.",
            "when": "Efter mörkrets inbrott, oktober till mars.",
            "how": "Buskarna växer över ljuset och två stolpar har varit släckta länge.",
            "affected": "De som går hem från badet och pendlare från tåget.",
            "involved": "Mest är det miljön. Några gånger samlingar i tunneln.",
            "situation": "Dålig sikt, lång sträcka utan annan väg ut, ingen som passerar på kvällen.",
            "exposure": "Samma sträcka varje vinter. Ängsstigen liknar den och är också mörk.",
            "offenders": "Inget mönster i rapporterna.",
            "limits": "De som slutat gå stigen syns inte i rapporterna.",
            "meaning": "Färre rapporter kan betyda att ännu färre går där. Räkna dem som passerar också.",
        },
    ),
    Told(
        place=STOP, title="Stökiga kvällar på Busstorget", opened_ago=3, back_weeks=26, trigger=Trigger.HOTSPOT,
        affected="Resenärer, förare och butikernas personal", owner="bussen", function="Trafikledare",
        sources=(REPORTS, ("Samtal med dem som bor eller arbetar där", True, "Förare på kvällsturerna")),
        answers={
            "chosen": "Platsen sticker ut, men också för att vaktbolaget började rapportera i november.",
            "what": "Samlingar före sista bussen, knuffar, burkar och glas.",
            "when": "Torsdag till lördag, 21 till 01.",
            "limits": "Fler som rapporterar ger fler rapporter. Jämför bara dem som rapporterat hela tiden.",
        },
    ),
    Told(
        place=LAMP, title="Lampan på Hasselstigen som aldrig lagas", opened_ago=1, back_weeks=8, categories="I1",
        affected="Elever och boende i Almhöjden", owner="park", function="Arbetsledare gata", trigger=Trigger.MEETING,
    ),
    Told(
        place=CENTRE, title="Öppen försäljning vid Norrängens centrum", opened_ago=6, back_weeks=26,
        affected="Butiker, kunder, barn på väg från skolan", owner="polisen", function="Kommunpolis",
        audience="authorities", trigger=Trigger.ALARM,
    ),
)  # fmt: skip
PRIORITISED = {STAIRWELL: "", LIT_PATH: "", CENTRE: "Polisen håller i det; kartläggningen väntar på mer underlag."}


def open_problems(here: Founded, *, until: Week) -> dict[str, Problem]:
    """Open Granvik's problems on their days, oldest first, with their mappings; returns them by place."""
    told = sorted(PROBLEMS, key=lambda each: -each.opened_ago)
    return {each.place: _opened(here, each, until=until) for each in told}


def problem_at(here: Founded, place: str) -> Problem:
    """Return the demo's problem at one of its places."""
    found: Problem = Problem.objects.get(municipality=here.municipality, place=here.places[place])
    return found


def _day(until: Week, ago: int) -> date:
    return (until - ago).first_day + timedelta(days=WEDNESDAY)


def _opened(here: Founded, told: Told, *, until: Week) -> Problem:
    day = _day(until, told.opened_ago)
    outline = Outline(
        title=told.title, place=here.places[told.place], period_first=day - timedelta(weeks=told.back_weeks),
        categories=[here.categories[code].code for code in told.categories.split()], affected=told.affected,
        owner=here.parties[told.owner], owner_function=told.function, audience=told.audience, trigger=told.trigger,
    )  # fmt: skip
    problem = open_problem(outline=outline, today=day, by=here.machine)
    if told.answers:
        _mapped(here, problem, told, until=until)
    if told.place in PRIORITISED:
        why = PRIORITISED[told.place]
        missing = [("why", "Det står varför problemet har valts")] if why else []
        step = Step(state="prioritised", reason=why, not_ready=missing)
        day = _day(until, told.settled_ago if told.settled_ago is not None else told.opened_ago)
        problem = move_problem(problem=problem, step=step, today=day, version=problem.version, by=here.machine)
    return problem


def _mapped(here: Founded, problem: Problem, told: Told, *, until: Week) -> None:
    draft = begin_mapping(problem=problem, by=here.machine)
    rows = [{"name": name, "used": used, "why": why} for name, used, why in told.sources]
    written = Written(first_on=problem.period_first, answers=told.answers, sources=rows)
    draft = write_mapping(mapping=draft, written=written, version=draft.version, by=here.machine)
    if told.settled_ago is not None:
        day = _day(until, told.settled_ago)
        settle_mapping(mapping=draft, today=day, version=draft.version, by=here.machine)
