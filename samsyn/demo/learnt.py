"""Three of Granvik's problems taken the whole way: goals, measures against causes, plans, evaluations, closing, cases.

The lit path has an effect, the stairwell's problem moved before it ended, and the ten worst places of an autumn calmed
down though nobody did anything: what the data hold (`stories`) is what the evaluations find, or do not claim.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.followed import DOOR, LIGHT, LOCKED, ROUNDS
from samsyn.demo.found import Founded
from samsyn.demo.problems import LIT_PATH, STAIRWELL, problem_at
from samsyn.method.followups.evaluations.actions import answer_worst, evaluate_measure, fix_worst
from samsyn.method.followups.worst import Asked
from samsyn.method.library.actions import Told, offer_case, preview_of, write_case
from samsyn.method.library.disclosing import Coarseness, coarse_enough
from samsyn.method.library.drafting import draft_of
from samsyn.method.measures.against.actions import aim_measure
from samsyn.method.measures.models import Measure
from samsyn.method.problems.goals.actions import Aim, change_goal, say_of_goal, set_goal
from samsyn.method.problems.models import Cause, Problem
from samsyn.method.problems.opening.actions import Outline, Step, move_problem, open_problem
from samsyn.method.problems.states import ORDER, State, Trigger

FRIDAY = 4
WORST_TITLE = "Tio platser med flest rapporter förra hösten"
WORST_FIRST, WORST_WEEKS, WORST_COUNT = 60, 13, 10
AGAIN = "Ronder två veckor till, med samtal i stället för avvisning"
# Each measure of the two stories, and the causes (by their first words) that it is against.
AGAINST: dict[str, dict[str, tuple[str, ...]]] = {
    LIT_PATH: {LIGHT: ("Belysningen är trasig", "Ingen annan passerar")},
    STAIRWELL: {ROUNDS: (), AGAIN: (), DOOR: ("Porten går inte i lås", "Dörrstängaren rivs av"),
                LOCKED: ("Porten går inte i lås", "Kajutan stänger")},
}  # fmt: skip
# Weeks ago when each state was reached, after the problem was prioritised.
WAY: dict[str, dict[State, int]] = {
    LIT_PATH: {State.ANALYSED: 34, State.PLANNED: 34, State.CARRIED_OUT: 30, State.FOLLOWED_UP: 2, State.CLOSED: 0},
    STAIRWELL: {State.ANALYSED: 37, State.PLANNED: 37, State.CARRIED_OUT: 36, State.FOLLOWED_UP: 5, State.CLOSED: 0},
}  # fmt: skip
WAY_OF_WORST = {State.PRIORITISED: 47, State.FOLLOWED_UP: 33, State.CLOSED: 33}


@dataclass(frozen=True, kw_only=True)
class Goals:
    """A goal of one of the problems: set when, over how many weeks, to what share of where it starts, by when."""

    text: str
    ago: int
    weeks: int
    share: float
    due_in: int


GOALS: dict[str, Goals] = {
    LIT_PATH: Goals(text="Hälften så många rapporter om mörker och otrygghet på Badstigen", ago=34, weeks=26,
                    share=0.5, due_in=36),
    STAIRWELL: Goals(text="En tredjedel så många rapporter om stök i port 12", ago=37, weeks=13, share=0.33, due_in=40),
}  # fmt: skip
IN_WORDS = Aim(
    text="Boende går genom sin egen port på kvällen", due_on=date(2000, 1, 1), measured_by="words",
    baseline_words="Elva hushåll på trappmötet tog garageporten", target_words="Inget hushåll tar omvägen",
    checks={"specific": "yes", "accepted": "yes", "realistic": "partly"},
)  # fmt: skip
CASES: dict[str, Told] = {
    LIT_PATH: Told(
        title="Ljus på en gångväg, med en likadan väg som jämförelse", ended_on=date(2000, 1, 1),
        situation="En gångväg mellan bad och tåg var mörk. Folk vände eller tog omvägen, och rapporterna var desamma i "
                  "två års tid.",
        cause="Trasig och skymd belysning, och ett ansvar som var delat mellan två förvaltningar.",
        measure="Elva nya stolpar. En likadan väg valdes som jämförelse innan ljuset tändes och lämnades som den var.",
        result="Rapporterna blev klart färre än på vägen som jämfördes. Om fler går där räknades inte.",
        lesson="Bestäm en jämförelse innan ljuset tänds. Räkna dem som passerar också.",
    ),
    STAIRWELL: Told(
        title="Ett trapphus som flyttade en port bort", ended_on=date(2000, 1, 1),
        situation="Grupper satt i ett trapphus på kvällarna. Boende tog omvägar hem.",
        cause="En port som inte gick i lås, och ingenstans att vara när fritidsgården stängde.",
        measure="Två omgångar ronder hjälpte bara medan de pågick. En ny dörrstängare gjorde porten lugn, men det "
                "flyttade till en port längre bort. Lås på kvällen och längre öppet på fritidsgården hjälpte i båda.",
        result="Ringen runt porten visade flytten. Vad dörrstängaren gjorde för porten själv går inte att säga, för "
               "ronderna slutade samtidigt.",
        lesson="Titta runt platsen innan du säger att det hjälpte. Lås ihop med någonstans att vara.",
    ),
    WORST_TITLE: Told(
        title="Tio värsta platser som lugnade sig själva", ended_on=date(2000, 1, 1),
        situation="Tio platser stack ut en höst. Gruppen valde att bara följa dem.",
        cause="Ingen gemensam orsak hittades.", measure="Ingen åtgärd: platserna bevakades.",
        result="De blev lugnare, men inte mer än sådana platser blir av sig själva. Det är ingen effekt.",
        lesson="Välj aldrig jämförelsetid när det är som värst. Det som är på sin topp faller tillbaka.",
        place_type="", categories=(), sides=(),
    ),
}  # fmt: skip
STORY = Told(
    title="Kaffe på trappmötet", ended_on=date(2000, 1, 1),
    situation="Få kom till mötena om trapphusen, och de som kom var alltid desamma.",
    cause="Mötena låg klockan 14 i en lokal som ingen hittade till.",
    measure="Möte i trapphuset klockan 18, med kaffe.",
    result="Elva hushåll kom första gången. Ingen jämförelse finns.", lesson="Gå dit folk är, när de är där.",
    place_type="stairwell", categories=("G3",), sides=("victim",),
)  # fmt: skip


def learn(here: Founded, *, until: Week) -> None:
    """Take the three problems on: goals, measures against causes, evaluation, closing and a case of each."""
    for place in (LIT_PATH, STAIRWELL):
        _aimed(here, place, until=until)
        problem = _walked(here, problem_at(here, place), WAY[place], until=until)
        _case(here, problem, CASES[place], until=until)
    _worst(here, until=until)
    write_case(told=replace(STORY, ended_on=_day(until, 12)), by=here.machine)


def _day(until: Week, ago: int) -> date:
    return (until - ago).first_day + timedelta(days=FRIDAY)


def _aimed(here: Founded, place: str, *, until: Week) -> None:
    """Set the goals, say which causes each measure is against, and keep what can be said of each today."""
    problem, by = problem_at(here, place), here.machine
    told = GOALS[place]
    day = _day(until, told.ago)
    aim = Aim(text=told.text, due_on=day + timedelta(weeks=told.due_in), weeks=told.weeks,
              checks={"specific": "yes", "accepted": "yes", "realistic": "yes"})  # fmt: skip
    goal = set_goal(problem=problem, aim=aim, today=day, by=by)
    target = float(round(goal.baseline["n"] * told.share))
    change_goal(goal=goal, aim=replace(aim, target=target), version=goal.version, today=day, by=by)
    if place == STAIRWELL:
        words = set_goal(problem=problem, aim=replace(IN_WORDS, due_on=day + timedelta(weeks=40)), today=day, by=by)
        say_of_goal(goal=words, said="reached", text="Samma elva hushåll, nytt möte i höst.", version=words.version,
                    today=_day(until, 1), by=by)  # fmt: skip
    causes = list(Cause.objects.filter(problem=problem))
    for what, against in AGAINST[place].items():
        measure = Measure.objects.get(municipality=here.municipality, what=what)
        chosen = [each for each in causes if each.text.startswith(against)] if against else []
        aim_measure(measure=measure, problem=problem, causes=chosen, version=measure.version, by=by)
    for what in (LIGHT,) if place == LIT_PATH else (LOCKED, DOOR):
        measure = Measure.objects.select_related("problem", "place__municipality").get(
            municipality=here.municipality, what=what)  # fmt: skip
        evaluate_measure(problem=problem, measure=measure, today=until.last_day, by=by)


def _walked(here: Founded, problem: Problem, way: dict[State, int], *, until: Week) -> Problem:
    """Move a problem on, state by state, on its days."""
    for state in ORDER[ORDER.index(State(problem.state)) + 1:]:
        ago = min(way.get(each, 10**6) for each in ORDER[:ORDER.index(state) + 1] if each in way)
        step = Step(state=state)
        problem = move_problem(problem=problem, step=step, today=_day(until, ago), version=problem.version,
                               by=here.machine)  # fmt: skip
    return problem


def _worst(here: Founded, *, until: Week) -> None:
    """Open the problem of the ten worst places, fix the question, do nothing, and ask what became of them."""
    day, by = _day(until, WORST_FIRST - WORST_WEEKS + 1), here.machine
    centre = here.places["torget"].area
    outline = Outline(title=WORST_TITLE, area=centre, period_first=(until - WORST_FIRST).first_day,
                      affected="De som rör sig på platserna", trigger=Trigger.PRIORITY)  # fmt: skip
    problem = open_problem(outline=outline, today=day, by=by)
    asked = Asked(WORST_COUNT, until - WORST_FIRST, WORST_WEEKS, everywhere=True)
    question = fix_worst(problem=problem, asked=asked, now=datetime.combine(day, time(13), tzinfo=UTC), by=by)
    answer_worst(question=question, today=_day(until, 33), by=by,
                 text="Inget gjordes, så det finns inget som kan ha haft effekt.")  # fmt: skip
    problem = _walked(here, problem, WAY_OF_WORST, until=until)
    _case(here, problem, CASES[WORST_TITLE], until=until)


def _case(here: Founded, problem: Problem, words: Told, *, until: Week) -> None:
    """Write the case in the group's own words, and offer it as coarsely as it must be told."""
    draft = draft_of(problem, by=here.machine, today=until.last_day)
    said = {name: getattr(words, name) for name in ("title", "situation", "cause", "measure", "result", "lesson")}
    case = write_case(told=replace(draft, **said), by=here.machine)
    if problem.place is None or not problem.categories:
        return
    coarse = coarse_enough(case, coarse=Coarseness(group_only=True))
    seen = preview_of(case, coarse=coarse)
    if not seen["report"]["why"]:
        offer_case(case=case, coarse=coarse, function="Säkerhetschef", seen=seen["mark"], today=until.last_day,
                   by=here.machine)  # fmt: skip
