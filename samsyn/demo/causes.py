"""Why Granvik's problems exist, as the group wrote it down: causes, evidence, and questions put to the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.demo.problems import LIT_PATH, STAIRWELL, STOP, problem_at
from samsyn.method.problems.cause_models import Cause, ChainStep
from samsyn.method.problems.causes.actions import (
    Said,
    add_cause,
    conclude_causes,
    reach_short_step,
)
from samsyn.method.problems.causes.asking.actions import Grounds, add_evidence, ask_data
from samsyn.method.problems.causes.asking.looking import Asked
from samsyn.method.problems.causes.chain.actions import change_chain_step, set_chain_steps
from samsyn.method.problems.factors.actions import Factor, add_factor
from samsyn.method.problems.problem_models import Problem

THURSDAY = 3
SHORT_STEPS = 8
SAYS_SOMETHING = ("more", "fewer", "as_expected")


@dataclass(frozen=True, kw_only=True)
class Why:
    """A cause as it was written: its side and step, what it lies behind, how it was sorted, and what was said of it."""

    text: str
    side: str
    behind: str = ""
    step: str = ""
    level: int | None = None
    nature: str = "situational"
    basis: str = "experience"
    sure: str = "medium"
    influence: str = "yes"
    says: str = ""
    against: str = ""
    asked: str = ""                     # the question whose answer was laid to it


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A problem's analysis: when, its chain (a star = break point), causes, what was asked, conclusion."""

    place: str
    ago: int
    causes: tuple[Why, ...]
    chain: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    conclusion: str = ""
    finished: bool = True


ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        place=STAIRWELL, ago=37, questions=("weekend_nights", "same_place", "school_break"),
        chain=("Behöver någonstans att vara när Kajutan har stängt", "Kommer in i port 12 *",
               "Blir kvar på halvplanet *", "Stör, skräpar ner och river dörrstängaren"),
        causes=(
            Why(text="Porten går inte i lås", side="place", step="Kommer in i port 12", level=5, sure="high",
                says="Bovärden har lagat dörrstängaren fyra gånger på ett år."),
            Why(text="Dörrstängaren rivs av och är av svag modell", side="place", behind="Porten går inte i lås",
                level=3, sure="high"),
            Why(text="Varmt och avskilt på halvplanet", side="place", step="Blir kvar på halvplanet", level=5,
                influence="partly", asked="same_place"),
            Why(text="Kajutan stänger klockan 20", side="offender", level=2, nature="social", influence="partly",
                step="Behöver någonstans att vara när Kajutan har stängt",
                says="De kommer en stund efter stängning, säger fritidsledarna.",
                against="Det är lika stökigt på söndagar, när Kajutan aldrig är öppen."),
            Why(text="Ingen lokal att vara i för dem över sexton", side="offender", behind="Kajutan stänger klockan 20",
                level=3, nature="social", basis="assumption", sure="low", influence="partly"),
            Why(text="Det händer mest på helgnätter", side="offender", level=5, basis="assumption", sure="low",
                influence="no", asked="weekend_nights"),
            Why(text="Boende går omvägar i stället för att säga till", side="victim", level=4, nature="social",
                step="Blir kvar på halvplanet", says="Elva hushåll på trappmötet berättade samma sak."),
        ),
        participants=("Samordnaren", "Kommunpolis", "Fastighetschef", "Enhetschef fritid"),
        conclusion="Dörren först: en stängare som håller och lås från klockan 20. Samtidigt öppet längre på Kajutan. "
                   "Ronder ensamma har prövats två gånger och höll bara medan de pågick.",
    ),
    Analysis(
        place=LIT_PATH, ago=34, questions=("dark", "weekend_nights", "rising"),
        chain=("Går hem från badet eller tåget efter mörkrets inbrott", "Passerar fyrahundra meter utan ljus *",
               "Möter någon utan att se vem", "Vänder, eller slutar gå där"),
        causes=(
            Why(text="Belysningen är trasig och skymd", side="place", level=3, sure="high", asked="dark",
                step="Passerar fyrahundra meter utan ljus", says="Två stolpar släckta sedan förra vintern."),
            Why(text="Buskarna växer in över stigen", side="place", behind="Belysningen är trasig och skymd", level=3,
                sure="high"),
            Why(text="Ansvaret för stolparna är delat mellan två förvaltningar", side="place", level=2, nature="social",
                behind="Belysningen är trasig och skymd", influence="partly"),
            Why(text="Ingen annan passerar på kvällen", side="place", level=5, influence="partly", basis="assumption",
                sure="low", step="Möter någon utan att se vem"),
            Why(text="Stigen är enda gena vägen till tågen", side="victim", level=3, influence="no", sure="high",
                step="Går hem från badet eller tåget efter mörkrets inbrott"),
            Why(text="Samma gärningspersoner kommer tillbaka", side="offender", level=5, basis="assumption", sure="low",
                influence="no", against="Inget mönster i rapporterna, och polisen känner inte till något."),
        ),
        participants=("Samordnaren", "Arbetsledare gata", "Kommunpolis"),
        conclusion="Det är miljön: ljus och sikt. Ängsstigen liknar stigen och lämnas som den är, så att det går att "
                   "se om ljuset gör skillnad.",
    ),
    Analysis(
        place=STOP, ago=1, questions=("rising",), finished=False,
        causes=(
            Why(text="Lång väntan på sista bussen", side="victim", level=3, influence="partly"),
            Why(text="Kiosken stänger en timme före sista turen", side="place", level=3, influence="partly"),
            Why(text="Vaktbolaget började rapportera i november", side="place", level=2, nature="social", sure="high",
                influence="no", says="Ökningen kan vara fler som rapporterar, inte mer stök.", asked="rising"),
        ),
    ),
)  # fmt: skip
FACTORS: tuple[tuple[str, Factor], ...] = (
    (STAIRWELL, Factor(heading="factors", kind="risk", level="young", basis="experience",
                       text="Få mötesplatser för dem över sexton", evidence="Fritidsledare, hösten")),
    (STAIRWELL, Factor(heading="efficacy", kind="protection", level="neighbourhood", basis="experience",
                       text="Trappmöten och en hyresgästförening som är aktiv", evidence="Elva hushåll på mötet")),
    (STAIRWELL, Factor(heading="unwanted", kind="risk", level="neighbourhood", basis="experience",
                       text="Återkommande skadegörelse på dörrar och hiss", evidence="Granvikshems felanmälningar")),
    (STAIRWELL, Factor(heading="social_risks", kind="risk", level="school", basis="assumption",
                       text="Frånvaron i högstadiet har ökat", shown_to="authorities")),
)  # fmt: skip


def analyse_problems(here: Founded, *, until: Week) -> None:
    """Write the causes of the problems that the group has come that far with, on their days."""
    for analysis in ANALYSES:
        _analyse(here, problem_at(here, analysis.place), analysis, until=until)
    for place, told in FACTORS:
        area = here.places[place].area
        assert area is not None
        add_factor(area=area, told=told, today=_day(until, 30), by=here.machine)


def _day(until: Week, ago: int) -> date:
    return (until - ago).first_day + timedelta(days=THURSDAY)


def _analyse(here: Founded, problem: Problem, analysis: Analysis, *, until: Week) -> None:
    day = _day(until, analysis.ago)
    steps = _chain(here, problem, analysis.chain)
    causes: dict[str, Cause] = {}
    for why in analysis.causes:
        said = Said(
            text=why.text, side=why.side, parent=causes.get(why.behind), level=why.level, nature=why.nature,
            basis=why.basis, sure=why.sure, influence=why.influence, step=steps.get(why.step),
        )  # fmt: skip
        causes[why.text] = add_cause(problem=problem, said=said, by=here.machine)
    first = min(problem.period_first, day - timedelta(days=365))
    tests = {
        question: ask_data(problem=problem, asked=Asked(question, first, day), today=day, by=here.machine)
        for question in analysis.questions
    }
    for why in analysis.causes:
        cause, told = causes[why.text], tests.get(why.asked)
        for words, against in ((why.says, False), (why.against, True)):
            if words:
                grounds = Grounds(text=words, against=against, basis="experience")
                add_evidence(cause=cause, grounds=grounds, today=day, by=here.machine)
        if told is not None and told.told["verdict"] in SAYS_SOMETHING:
            against = told.told["verdict"] != "more"
            grounds = Grounds(against=against, about_kind="test", reference=str(told.pk))
            add_evidence(cause=cause, grounds=grounds, today=day, by=here.machine)
    if analysis.finished:
        conclude_causes(
            problem=problem, participants="\n".join(analysis.participants), conclusion=analysis.conclusion, version=1,
            by=here.machine,
        )  # fmt: skip
        reach_short_step(problem=problem, step=SHORT_STEPS, by=here.machine)


def _chain(here: Founded, problem: Problem, told: tuple[str, ...]) -> dict[str, ChainStep]:
    texts = [each.removesuffix(" *") for each in told]
    made = set_chain_steps(problem=problem, texts=texts, by=here.machine)
    for step, words in zip(made, told, strict=True):
        if words.endswith(" *"):
            change_chain_step(step=step, text=step.text, break_point=True, version=step.version, by=here.machine)
    return {step.text: step for step in made}
