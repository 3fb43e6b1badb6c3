"""Granvik's long-term work: an agreement, the law's picture and plan, pledges, the law check, the five steps."""

from __future__ import annotations

from datetime import date, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.ground.people.actions import add_group, add_seat, change_settings
from samsyn.method.duties.actions import (
    Said,
    begin_steps,
    link_evidence,
    mark_item,
    move_to_step,
    report_to_council,
    say_of_duty,
)
from samsyn.method.duties.finding import Found, law_check
from samsyn.method.duties.models import StepItem
from samsyn.method.duties.phenomena.actions import Answer, check_area, fetch_phenomena
from samsyn.method.duties.survey.actions import check_ourselves, fetch_questions
from samsyn.method.plans.actions import (
    DecidedBy,
    Facts,
    begin_document,
    decide_document,
    share_document,
    write_texts,
)
from samsyn.method.plans.dates import months_after
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.rows.actions import SaidMeasure, SaidProblem, save_measure, save_problem, sign
from samsyn.method.problems.models import Problem

BOARD = "Kommunstyrelsen"
AGREEMENT = {
    "purposes": "Färre brott och ordningsstörningar på platser där många rör sig.\nAtt fler känner sig trygga hemma "
    "och ute.",
    "areas": "Hela kommunen. Särskilt centrum, Almhöjden och Norrängen.\nOrdning på offentliga platser, "
    "skadegörelse, bränder, "
    "skolmiljö och belysning.",
    "form": "EST-gruppen ses varje torsdag, de lokala grupperna varannan vecka och fastighetsägarna var sjätte. "
    "Styrgruppen ses en gång i kvartalet.",
    "picture_work": "Parterna rapporterar det de ser varje vecka. Samordnaren tar fram lägesbilden, gruppen låser "
    "den på mötet.",
    "ours": "Samordna arbetet, hålla belysning och skötsel i trim, och ha fältare ute på kvällar.",
    "theirs": "Polisen visar sin veckobild och är ute på de platser som gruppen väljer. Fastighetsägarna sköter lås, "
    "ljus "
    "och gårdar.",
    "priorities": "Stök i centrum på kvällar, skadegörelse vid skolorna, bränder i containrar.",
    "plans": "Åtgärdsplanen som kommunstyrelsen beslutar, och veckans beslut i EST-gruppen.",
    "reporting": "Styrgruppen får en bild varje tertial. Fullmäktige får en rapport varje år.",
}  # fmt: skip
PICTURE = {
    "purpose": "Den här bilden är gjord av samordnaren tillsammans med EST-gruppen, och beslutad av kommunstyrelsen.",
    "method": "Veckornas lägesbilder är utgångspunkten. Skolorna och fastighetsägarna har läst ett utkast. Det som "
    "bara en "
    "part har sett är inte med.",
    "mapping": "Det mesta är ordningsstörningar och skadegörelse, få platser står för en stor del. Följderna är "
    "otrygghet på "
    "kvällar och kostnader för fastighetsägare och skola.",
    "other": "Trygghetsmätningen visar att färre känner sig trygga sent på kvällen i Norrängen och på Almhöjden än i "
    "resten "
    "av kommunen. Bussföraren och biblioteket ser samma sak som fältarna.",
    "analysis": "Det hänger ihop med plats och tid: busstorget och gångvägen ligger mörka och utan vuxna när de "
    "flesta går "
    "hem. Stök i centrum följer bussarna och stängningstiderna. Vad som gör att skadegörelsen vid skolan kommer och "
    "går vet "
    "vi inte än.",
    "needs": "Ljus och vuxna på de platser och tider som sticker ut. En bättre bild av vad som händer vid skolan.",
}  # fmt: skip
# Area, title, in short, and the place by which the group's own problem is known.
PROBLEMS = (
    ("C", "Stök vid busstorget på kvällar", "Grupper som skräms och stör när butikerna har stängt.", "Busstorget"),
    ("A", "Skadegörelse vid Almskolan", "Krossade rutor och klotter, mest på helger.", ""),
    ("H", "Mörk gångväg till badet", "Många undviker vägen när det är mörkt.", "Badstigen"),
)
# Problem, what, party, function, months ahead, what it is to lead to.
MEASURES = (
    (0, "Fältare och trygghetsvärdar på busstorget torsdag till lördag", "falt", "Fältsekreterare", 6,
     "Färre rapporter om stök efter klockan 18 än samma tid förra året."),
    (0, "Samma stängningstid och upplåsta toaletter på stationen", "bussen", "Trafikledare", 4,
     "Färre samlas i väntrummet efter sista bussen."),
    (1, "Kameran vid skolgården prövas enligt avvägningen, och rutorna byts till härdat glas", "almskolan", "Rektor", 9,
     "Halverade kostnader för glas."),
    (2, "Belysning på hela gångvägen och klippt häck vid tunneln", "granvikshem", "Fastighetschef", 5,
     "Fler går vägen efter mörkrets inbrott, enligt trygghetsmätningen."),
)  # fmt: skip
PLEDGE = {
    "situation": "Många undviker gångvägen till badet när det är mörkt. I dialogen i våras nämndes den oftast av alla "
    "platser.",
    "will_do": "Laga och bygga ut belysningen före november\nKlippa häckarna så att man ser igenom\nGå kvällsrundor "
    "tillsammans "
    "torsdagar och fredagar",
    "achieve": "En väg där man ser och syns",
    "effects": "Fler går vägen efter mörkrets inbrott. Vi mäter det i trygghetsmätningen nästa höst, och på "
    "rapporterna.",
    "equality": "Fler kvinnor än män svarade i dialogen, och det var mest kvinnor som sa att de tar en annan väg. "
    "Flickor på "
    "ungdomsgården fick säga var ljuset behövs mest.",
    "dialogue": "Två dialogkvällar i Hamnen, ett samtal på ungdomsgården och fältarnas egna iakttagelser.",
}  # fmt: skip
LATER = {
    "situation": "Många väntar på sista bussen bland stök och mörka hörn.",
    "will_do": "Ha trygghetsvärdar på busstorget torsdag till lördag\nLysa upp hörnet vid stationen",
    "achieve": "En hållplats där man vill vänta",
    "effects": "Färre rapporter om stök efter klockan 18 än samma tid förra året.",
}
READY = {
    "decision": "Kommunstyrelsens och polisens beslut, KS 2023/00118", "roles": "Samverkansöverenskommelsen, del 1",
    "organisation": "Styrgrupp, EST-grupp och lokala grupper", "communication": "Kommunikationsplan 2025",
    "own_picture": "Kommunens egen bild, tertial 1", "staff": "Medarbetardialoger i "
    "april", "leadership": "Ledningsgruppen",
    "merged": "Lägesbilden enligt lagen", "priority": "Prioriteringen fjärde kvartalet", "citizens": "Dialogkvällar "
    "i Hamnen",
    "agreement": "Samverkansöverenskommelsen", "goals": "Åtgärdsplanen",
    "measures": "Åtgärdsplanen", "plans": "Åtgärdsplanen",
}  # fmt: skip
CHECKS = (
    (2, {"structure": [3, 2], "mandate": [3, 3], "participation": [3, 4], "reporting": [2, 3], "feedback": [2, 2],
         "follow_up": [2, 2], "resources": [2, 2]}, "Bestämma vem som ersätter samordnaren."),
    (1, {"structure": [4, 3], "mandate": [3, 3], "participation": [4, 4], "reporting": [4, 4], "feedback": [3, 3],
         "follow_up": [3, 2], "resources": [3, 2]}, "Följa upp varje åtgärd inom ett halvår."),
    (0, {"structure": [5, 4], "mandate": [4, 3], "participation": [4, 4], "reporting": [4, 5], "feedback": [4, 4],
         "follow_up": [4, 3], "resources": [3, 3]}, "Pröva effekten innan nästa budget."),
)  # fmt: skip
# What the authorities answered together of one area: phenomena only, with how clearly and from what.
PHENOMENA: tuple[tuple[int, dict[str, tuple[str, int | None, str]], str], ...] = (
    (1, {"meeting": ("yes", 2, "fältarna"), "dealing": ("yes", 2, "lägesbilden, hösten"), "fires": ("no", None, ""),
         "recruiting": ("unknown", None, ""), "silence": ("yes", 1, "värdarna"), "violence": ("no", None, "")},
     "Fråga polisen om handeln vid parkeringen."),
    (0, {"meeting": ("yes", 1, "fältarna"), "dealing": ("yes", 1, "lägesbilden, våren"), "fires": ("no", None, ""),
         "recruiting": ("yes", 2, "skolan och fritidsgården"), "silence": ("yes", 1, "trygghetsmätningen"),
         "violence": ("no", None, ""), "pressure": ("no", None, "näringslivskontoret"), "school": ("no", None, ""),
         "service": ("no", None, ""), "damage": ("yes", 1, "driftens felanmälningar")},
     "Skolan, fritid och polisen ses före sommarlovet om de yngsta."),
)


def work_long_term(here: Founded, *, until: Week) -> None:
    """Make the documents, have them decided on, and show what stands green and what does not, and why."""
    today = until.last_day
    _the_council(here)
    agreement = _decided(here, "agreement", AGREEMENT, months_after(today, -9), Facts(
        title="Samverkansöverenskommelse Granvik", period_first=months_after(today, -9),
        period_last=months_after(today, 27), organisations=[here.parties[key] for key in ("samordning", "polisen")],
    ))  # fmt: skip
    for row in agreement.signatures.in_order():
        sign(row=row, on=months_after(today, -9) + timedelta(days=4), by=here.machine)
    drawn = _picture(here, today)
    plan = _plan(here, drawn, agreement, today)
    _pledge(here, agreement, today)
    _the_law(here, today)
    _steps(here, plan, today)
    for back, answers, text in CHECKS:
        check_ourselves(year=today.year - back, answers=answers, text=text, function="Styrgruppen för trygghet",
                        on=date(today.year - back, min(today.month, 9), 12), by=here.machine)  # fmt: skip
    fetch_questions(by=here.machine)
    _phenomena(here, today)


def _phenomena(here: Founded, today: date) -> None:
    """Turn on the own check of organised crime, and answer it for one area last year and this."""
    change_settings(phenomena=True, by=here.machine)
    fetch_phenomena(by=here.machine)
    for back, told, text in PHENOMENA:
        on = today if back == 0 else date(today.year - back, 10, 6)
        answers = {code: Answer(seen=seen, level=level, source=source) for code, (seen, level, source) in told.items()}
        check_area(area=here.areas["N"], answers=answers, function="Myndighetsgruppen", text=text, on=on,
                   by=here.machine)  # fmt: skip


def _decided(here: Founded, kind: str, texts: dict[str, str], on: date, facts: Facts) -> PlanDocument:
    document = begin_document(kind=kind, facts=facts, today=on - timedelta(days=60), by=here.machine)
    if kind == "agreement":
        _name_problems(here, document)
        document.refresh_from_db()
    write_texts(document=document, texts=texts, version=document.version, by=here.machine)
    decided = DecidedBy(body=BOARD, on=on, reference=f"KS {on.year}/0{on.month:02d}7")
    return decide_document(document=document, decided=decided, by=here.machine)


def _the_council(here: Founded) -> None:
    council = add_group(name="Trygghetsrådet", kind="strategiskt råd", rhythm_weeks=13, by=here.machine)
    for function, party in (("Kommunstyrelsens ordförande, leder "
    "rådet", "samordning"), ("Kommundirektör", "samordning"),
                            ("Chef för lokalpolisområdet", "polisen"), ("Räddningschef", "raddning"),
                            ("Verkställande direktör, Granvikshem", "granvikshem")):
        add_seat(group=council, function=function, organisation=here.parties[party], by=here.machine)


def _picture(here: Founded, today: date) -> PlanDocument:
    last = today.replace(day=1) - timedelta(days=1)
    facts = Facts(title="Lägesbild över brottsligheten i Granvik", by_law=True, period_last=last,
                  period_first=months_after(last + timedelta(days=1), -12))  # fmt: skip
    document = begin_document(kind="picture", facts=facts, today=today - timedelta(days=20), by=here.machine)
    _name_problems(here, document)
    document.refresh_from_db()
    write_texts(document=document, texts=PICTURE, version=document.version, by=here.machine)
    decided = DecidedBy(body=BOARD, on=today - timedelta(days=5), reference=f"KS {today.year}/00217")
    return decide_document(document=document, decided=decided, by=here.machine)


def _name_problems(here: Founded, document: PlanDocument) -> None:
    """Put the three problems in, each tied to the one that the group works with at the same place."""
    known = Problem.objects.filter(municipality=here.municipality, audience="parties").with_names()
    for code, title, text, place in PROBLEMS:
        found = next((row for row in known if place and place in row.title), None)
        said = SaidProblem(title=found.title if found else title, text=text, area=here.areas[code], problem=found)
        save_problem(document=document, said=said, by=here.machine)


def _plan(here: Founded, drawn: PlanDocument, agreement: PlanDocument, today: date) -> PlanDocument:
    facts = Facts(title="Åtgärdsplan för ett tryggare Granvik", by_law=True, based_on=drawn, agreement=agreement,
                  period_first=today, period_last=months_after(today, 24))  # fmt: skip
    document = begin_document(kind="plan", facts=facts, today=today - timedelta(days=10), by=here.machine)
    rows = []
    for each in drawn.problems.in_order().select_related("area", "problem"):
        said = SaidProblem(title=each.title, text=each.text, area=each.area, problem=each.problem, traces_to=each)
        rows.append(save_problem(document=document, said=said, by=here.machine))
    for problem, what, party, function, months, goal in MEASURES:
        save_measure(document=document, by=here.machine, said=SaidMeasure(
            what=what, against=rows[problem], organisation=here.parties[party], function=function, goal=goal,
            due_on=months_after(today, months),
        ))  # fmt: skip
    document.refresh_from_db()
    texts = {"aim": "Två år utan att någon av de tre platserna sticker ut i lägesbilden.",
             "resources": "Samordnaren leder, 40 procent. Åtgärderna ryms i parternas egna budgetar.",
             "follow": "Styrgruppen varje tertial, kommunstyrelsen varje höst."}
    write_texts(document=document, texts=texts, version=document.version, by=here.machine)
    decided = DecidedBy(body=BOARD, on=today - timedelta(days=5), reference=f"KS {today.year}/00218")
    return decide_document(document=document, decided=decided, by=here.machine)


def _pledge(here: Founded, agreement: PlanDocument, today: date) -> None:
    first = months_after(today.replace(day=1), -3)
    facts = Facts(title="Medborgarlöfte: gångvägen till badet", audience="public", area=here.areas["H"],
                  agreement=agreement, period_first=first,
                  period_last=months_after(first, 6) - timedelta(days=1))  # fmt: skip
    made = _decided(here, "pledge", PLEDGE, first, facts)
    for row in made.signatures.in_order():
        sign(row=row, on=first + timedelta(days=2), by=here.machine)
    later = begin_document(kind="pledge", today=today, by=here.machine, facts=Facts(
        title="Medborgarlöfte: tryggt hem från bussen", audience="parties", area=here.areas["C"], agreement=agreement,
        period_first=months_after(today.replace(day=1), 1),
        period_last=months_after(today.replace(day=1), 7) - timedelta(days=1),
    ))  # fmt: skip
    write_texts(document=later, texts=LATER, version=later.version, by=here.machine)
    share_document(document=later, on=today, by=here.machine)


def _the_law(here: Founded, today: date) -> None:
    """Link what is found, report to the council, and say of what is amber why it is."""
    report_to_council(given_on=months_after(today, -8), subject="Trygghetsarbetet det gångna "
    "året", body="Kommunfullmäktige",
                      reference=f"KF {today.year} § 41", by=here.machine)  # fmt: skip
    for state in law_check(here.municipality, today=today):
        found = [one for one in state.found if state.code != "council" or one.words.startswith("Trygghetsrådet")]
        link_evidence(code=state.code, found=found[:3], by=here.machine)
    link_evidence(code="integration", by=here.machine, found=[
        Found("other", "", "Risk- och sårbarhetsanalysen 2024–2027, kapitel "
        "6"), Found("other", "", "Översiktsplanen, trygga stråk"),
    ])  # fmt: skip
    link_evidence(code="tasks", by=here.machine, found=[
        Found("other", "", "Trygghetsfunktionens brevlåda och kommunens sida om trygghet"),
    ])  # fmt: skip
    functions = {"picture": "Samordnaren", "plan": "Kommundirektören", "renewal": "Samordnaren",
                 "council": "Kommunstyrelsens ordförande", "reporting": "Kommundirektören"}  # fmt: skip
    for code, function in functions.items():
        say_of_duty(code=code, said=Said(function=function), on=today, by=here.machine)
    say_of_duty(code="agreements", on=today, by=here.machine, said=Said(
        function="Samordnaren", standing="partly", due_on=months_after(today, 5),
        note="Överenskommelsen med polisen gäller. En med de privata fastighetsägarna är på väg: två möten är hållna.",
    ))  # fmt: skip


def _steps(here: Founded, plan: PlanDocument, today: date) -> None:
    """Three steps on, one back when the police got a new head, and on again."""
    begin_steps(on=months_after(today, -30), by=here.machine)
    items = {row.code: row for row in StepItem.objects.filter(municipality=here.municipality)}
    for code, words in READY.items():
        shown = Found("document", str(plan.pk), plan.title) if words == "Åtgärdsplanen" else Found("other", "", words)
        mark_item(item=items[code], ready_on=months_after(today, -items[code].step), found=shown, by=here.machine)
    for step, months, why in ((2, -26, ""), (3, -20, ""), (2, -16, "Ny ledning i lokalpolisområdet. Bilden görs om."),
                              (3, -12, ""), (4, -9, "")):
        move_to_step(step=step, on=months_after(today, months), why=why, by=here.machine)
