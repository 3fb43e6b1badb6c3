"""The duties of the Act (2023:196) on municipalities' crime prevention, and the five steps of cooperation, as data.

The Act asks for the picture, the plan and that both are followed up; the steps are method. Contents in own words.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Duty(NamedTuple):
    """One duty: its code, section, name, what it asks for, and what shows that it is met."""

    code: str
    section: str
    name: Any
    asks: Any
    shown_by: Any
    optional: bool = False


DUTIES: tuple[Duty, ...] = (
    Duty("picture", "4 §", _("Lägesbild"),
         _("En lägesbild över brottsligheten i kommunen, med en kartläggning av brottsligheten, dess omfattning och "
           "följder, annan information av betydelse, och en analys av båda."),
         _("En beslutad lägesbild med de tre delarna och datum.")),
    Duty("plan", "5 §", _("Åtgärdsplan"),
         _("En åtgärdsplan som bygger på lägesbilden och säger vilka åtgärder kommunen tänker vidta."),
         _("En beslutad plan, med vem som beslutade och när. Varje åtgärd går att spåra till lägesbilden.")),
    Duty("renewal", "6 §", _("Uppdatering och uppföljning"),
         _("Minst vartannat år ska lägesbilden uppdateras och åtgärdsplanen följas upp."),
         _("Två datum: när lägesbilden senast beslutades och när planen senast följdes upp.")),
    Duty("integration", "7 §", _("Samordning med annan planering"),
         _("Där det passar ska arbetet hänga ihop med analys och planering enligt andra lagar, till exempel "
           "risk- och sårbarhetsanalys, socialtjänst, skola och fysisk planering."),
         _("En lista över de planer som lägesbilden eller åtgärdsplanen hänger ihop med.")),
    Duty("coordination", "8 §", _("Ansvar för samordningen"),
         _("Kommunen ansvarar för att det brottsförebyggande arbetet samordnas inom kommunen."),
         _("En organisation som träffas: grupper med uppgift, och möten som hålls.")),
    Duty("agreements", "9 §", _("Överenskommelser"),
         _("Kommunen ska arbeta för skriftliga överenskommelser om samverkan med dem som berörs. Varje "
           "överenskommelse säger minst för vilka syften och inom vilka områden."),
         _("Överenskommelser med parter, syften, områden och tid. Försök som inte gick räknas också: skriv dem.")),
    Duty("council", "10 §", _("Strategiskt råd"),
         _("Kommunen ska arbeta för ett råd med kommunen och andra berörda, som kommunen leder, och för att de andra "
           "skickar personer i ledande ställning."),
         _("En grupp med sina platser, vem som leder den, och att den träffas.")),
    Duty("function", "11 §", _("Samordningsfunktion"),
         _("Det ska finnas en funktion i kommunen som samordnar det brottsförebyggande arbetet."),
         _("Vilken funktion det är, och att någon har den.")),
    Duty("tasks", "12 §", _("Funktionens uppgifter"),
         _("Funktionen ska särskilt samordna och stödja arbetet, vara kontaktpunkt utåt och bidra till att invånare "
           "och andra får information."),
         _("Kontaktuppgifter till funktionen, och information som har publicerats.")),
    Duty("reporting", "13 §", _("Ledning och rapportering"),
         _("Kommunstyrelsen, eller den nämnd som fullmäktige bestämmer, leder arbetet och rapporterar löpande till "
           "kommunfullmäktige."),
         _("Rapporter till fullmäktige med datum.")),
    Duty("cameras", "14 §", _("Kamerabevakning"),
         _("Kommunen får använda kamerabevakning för trygga allmänna platser. Det är en rätt, ingen skyldighet."),
         _("Den dokumenterade avvägningen för varje kamera. Den görs utanför lagkollen."), True),
)  # fmt: skip
CODES = tuple(duty.code for duty in DUTIES)
RENEWED_MONTHS, REMINDED_MONTHS, REPORTED_MONTHS = 24, (18, 21, 23), 12


class Item(NamedTuple):
    """What is to be ready before a step is: its code and its words; some are found among the documents by kind."""

    code: str
    words: Any
    kind: str = ""


class Step(NamedTuple):
    """One of the five steps: its number, name, aim and what is to be ready."""

    number: int
    name: Any
    aim: Any
    items: tuple[Item, ...]


STEPS: tuple[Step, ...] = (
    Step(1, _("Initiera samverkan"), _("Bestämma sig för att samverka, och se till att det finns kraft till det."), (
        Item("decision", _("Polisens ledning och kommunstyrelsen har fattat ett gemensamt beslut"), "agreement"),
        Item("roles", _("Förutsättningar, ansvar och roller är genomgångna"), "group"),
        Item("organisation", _("Den gemensamma organisationen är bestämd, med utsedda funktioner"), "group"),
        Item("communication", _("En kommunikationsansvarig är utsedd och kommunikationsplanen påbörjad")),
    )),
    Step(2, _("Egna förberedelser"), _("Varje part tar fram sin egen bild."), (
        Item("own_picture", _("En egen övergripande lägesbild är framtagen"), "own_picture"),
        Item("staff", _("Dialoger med medarbetarna är hållna")),
        Item("leadership", _("Ledningen har sett bilden")),
    )),
    Step(3, _("Gemensamma förberedelser"),
         _("En överenskommelse som bygger på en gemensam bild och en orsaksanalys."), (
        Item("merged", _("De två bilderna är sammanfogade"), "picture"),
        Item("priority", _("Det som ska prioriteras är valt"), "priority"),
        Item("citizens", _("Kunskapen är fördjupad med medborgardialoger")),
        Item("causes", _("Orsakerna till varje prioriterat problem är analyserade"), "problem"),
        Item("agreement",
             _("Överenskommelsen är undertecknad av lokalpolisområdets chef och kommunstyrelsens ordförande"),
             "agreement"),
    )),
    Step(4, _("Genomförande"), _("Göra överenskommelsen hel med planer och löften, och genomföra dem."), (
        Item("goals", _("Mål är formulerade"), "problem"),
        Item("measures", _("Åtgärder som påverkar orsakerna är valda"), "measure"),
        Item("plans", _("Åtgärdsplaner är gjorda och antagna av styrgruppen"), "plan"),
        Item("pledges", _("Medborgarlöften är gjorda, undertecknade och kända bland medarbetare och invånare"),
             "pledge"),
    )),
    Step(5, _("Uppföljning"), _("Lära av det som gjordes, och börja om med det man lärt."), (
        Item("production", _("Det är uppföljt om det som lovades blev gjort"), "follow_up"),
        Item("process", _("Det är uppföljt hur det gick till"), "follow_up"),
        Item("effect", _("Det är uppföljt om problemet har ändrats"), "follow_up"),
        Item("told", _("Resultatet är berättat för parter, invånare och politiker"), "report"),
        Item("again", _("Det är bestämt vad som tas om, och var i stegen")),
    )),
)  # fmt: skip
ITEM_CODES = {item.code: step.number for step in STEPS for item in step.items}


def duty_of(code: str) -> Duty:
    """Return a duty by its code; raises KeyError."""
    return {duty.code: duty for duty in DUTIES}[code]


def step_of(number: int) -> Step:
    """Return a step by its number; raises KeyError."""
    return {step.number: step for step in STEPS}[number]
