"""What each kind of document says, part by part: its headings and what helps the one who writes. Data, no rules."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from samsyn.method.plans.states import DocumentKind

AGREEMENT, PICTURE, PLAN, PLEDGE = DocumentKind


class Part(NamedTuple):
    """One text of a document: its key, heading and hint; some must be there before it is decided."""

    key: str
    heading: Any
    hint: Any
    needed: bool = False
    afterwards: bool = False        # written when the document is followed up


PARTS: dict[str, tuple[Part, ...]] = {
    AGREEMENT: (
        Part("purposes", _("För vilka syften"), _("Lagen kräver att syftena står i överenskommelsen."), True),
        Part("areas", _("Inom vilka områden"), _("Ämnen och delar av kommunen. Lagen kräver att de står."), True),
        Part("form", _("Former för samverkan"),
             _("Grupper, hur ofta de ses, och att ni arbetar enligt EST, effektiv samordning för trygghet.")),
        Part("picture_work", _("Arbetet med problembilden"), _("Hur bilden tas fram tillsammans och hålls aktuell.")),
        Part("ours", _("Kommunens åtaganden"), ""),
        Part("theirs", _("De andra parternas åtaganden"), ""),
        Part("priorities", _("Det som prioriteras"), _("Brottstyper och problem som parterna har valt tillsammans.")),
        Part("plans", _("Planer som följs"), _("Vilka åtgärdsplaner parterna arbetar efter.")),
        Part("reporting", _("Återrapportering och uppföljning"), _("Vem som berättar vad, för vem och hur ofta.")),
    ),
    PICTURE: (
        Part("purpose", _("Varför lägesbilden tas fram"), _("Står på första sidan. Lagens krav står redan där.")),
        Part("method", _("Hur den har tagits fram"), _("Vilka som har varit med, vad som har valts bort och varför.")),
        Part("mapping", _("Kartläggning: det som siffrorna inte visar"), _("Omfattning och följder med egna ord.")),
        Part("other", _("Annan information"),
             _("Enkäter, dialoger, skola, socialtjänst, fastighetsägare: läget, inte personer.")),
        Part("analysis", _("Analys"), _("Varför ser det ut så här? Vad hänger ihop? Vad vet vi inte?"), True),
        Part("needs", _("Behov av åtgärder"), _("Vad analysen leder till. Planen tar vid här.")),
    ),
    PLAN: (
        Part("aim", _("Mål"), _("Vad som ska vara annorlunda när planen är slut.")),
        Part("resources", _("Resurser och ansvar"), _("Vilka som leder och vad det får ta.")),
        Part("follow", _("Så följs planen upp"), _("När, av vem och med vilka mått. Lagen: minst vartannat år."), True),
        Part("followed", _("Uppföljning"), _("Vad som gjordes, hur det gick och vad det ledde till."), False, True),
    ),
    PLEDGE: (
        Part("situation", _("Situationen i dag"), _("Så som de som bor där känner igen den."), True),
        Part("will_do", _("Det här ska vi göra"), _("En sak per rad, konkret nog att räknas."), True),
        Part("achieve", _("Det här ska vi åstadkomma"), "", True),
        Part("effects", _("Effekter som ska uppnås"), _("Vad som ska märkas, och hur det ska mätas."), True),
        Part("equality", _("Kvinnor och män, flickor och pojkar"),
             _("Vilka har fått säga sitt, och vem har nytta av löftet? Frågan måste besvaras."), True),
        Part("dialogue", _("Det här bygger löftet på"), _("Dialoger med boende och medarbetare, och kartläggningen.")),
        Part("evaluation", _("Så gick det"), _("Vad som hölls, vad som inte hölls, och vad som märktes."), False, True),
    ),
}  # fmt: skip
TITLES = {
    AGREEMENT: _("Samverkansöverenskommelse"), PICTURE: _("Lägesbild enligt lagen"), PLAN: _("Åtgärdsplan"),
    PLEDGE: _("Medborgarlöfte"),
}  # fmt: skip
# Who signs unless somebody says otherwise: functions, never names.
SIGNATORIES: dict[str, tuple[str, ...]] = {
    AGREEMENT: ("Kommunstyrelsens ordförande", "Chefen för lokalpolisområdet"), PICTURE: (), PLAN: (),
    PLEDGE: ("Kommunstyrelsens ordförande", "Chefen för lokalpolisområdet"),
}  # fmt: skip
WITH_PROBLEMS = (AGREEMENT, PICTURE, PLAN)
WITH_MEASURES = (PLAN,)


def part_of(kind: str, key: str) -> Part | None:
    """Return a part of a kind of document, or None."""
    return next((part for part in PARTS[kind] if part.key == key), None)


def title_of(kind: str, municipality: Any, *, year: int) -> str:
    """Return what a new document is called until somebody calls it something else."""
    return f"{TITLES[DocumentKind(kind)]} {municipality.name} {year}"
