"""What each method is called on screen, its options, and the page that explains it with its limits."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Told(NamedTuple):
    """A method in words: how it is done, and what it cannot say."""

    how: Any
    limits: tuple[Any, ...]


METHODS: dict[str, Told] = {
    "counts": Told(
        _("Händelser räknas en gång, hur många som än rapporterat dem. Ett fel som står kvar räknas veckan då det "
          "först rapporterades."),
        (_("Fler rapporter betyder inte att det händer mer. Det kan vara en ny part som har börjat rapportera."),
         _("Områden jämförs med sig själva över tid, aldrig med varandra.")),
    ),
    "unusual": Told(
        _("De senaste veckorna jämförs med samma områdes eller kategoris egen historia, med årstid och helger. Alla "
          "rader delar på en gemensam gräns för falska utslag."),
        (_("Det behövs minst tolv veckors historia, helst ett år. Med kortare historia kan en ändring vara årstidens."),
         _("Med några få rapporter i veckan märks en tredubbling, men inte en fördubbling."),
         _("Rapporter från nya parter räknas för sig: de visar att fler rapporterar, inte att mer händer.")),
    ),
    "hours": Told(
        _("En händelse som skett någon gång mellan två tider delas ut över alla timmar däremellan."),
        (_("Vaktmästare hittar saker på måndag morgon och väktare på fredag natt. Jämför med när någon var där."),
         _("Det är en beskrivning. Ingen skillnad mellan timmar har prövats.")),
    ),
    "months": Told(
        _("Händelser per dag i varje månad, så att korta och långa månader går att jämföra."),
        (_("Det behövs minst ett år. Två eller tre år säger mer."),
         _("Månader då få rapporterar, till exempel under sommaren, ser lugna ut.")),
    ),
    "hotspots": Told(
        _("Kartan delas i rutor. Varje ruta räknas ihop med rutorna intill, och antalet jämförs med vad slumpen hade "
          "gett om händelserna låg var som helst."),
        (_("En plats där många rör sig eller rapporterar hittas varje gång. Det säger var, inte att något är "
           "ovanligt."),
         _("Rutornas läge spelar roll. Kolumnen ”Håller när rutorna flyttas” visar om svaret står sig."),
         _("Rapporter som bara har ett område är inte med.")),
    ),
    "density": Told(
        _("Händelserna jämnas ut till en yta i tre klasser. Den mörkaste är den minsta delen av kartan som rymmer "
          "hälften av händelserna, nästa rymmer fyra av fem."),
        (_("Ytan har ingen egen säkerhet. Den visar ungefär var det är mycket."),
         _("Hur långt varje händelse jämnas ut väljs av metoden. En annan bredd ger en annan bild.")),
    ),
    "emerging": Told(
        _("Tiden delas i steg om några veckor. En ruta är ny, växande, bestående, avtagande eller kommer och går, "
          "efter i vilka steg den har mer än sin andel."),
        (_("Det behövs ungefär ett års rapporter. Med fyrtio i veckan säger det inget om en enskild vecka."),
         _("Att en plats ändras kan också vara att någon har börjat eller slutat rapportera där.")),
    ),
    "concentration": Told(
        _("Hur stor del av rutorna som rymmer hälften av händelserna, bredvid vad samma antal händelser hade gett om "
          "de strötts av en slump."),
        (_("Är händelserna färre än rutorna blir de flesta rutor tomma vad som än händer. Läs därför alltid slumpens "
           "siffra bredvid."),
         _("Andelen beror på hur stora rutorna är.")),
    ),
    "scan": Told(
        _("Cirklar i alla storlekar och några veckor i taget prövas. En cirkel pekas ut när den har fler händelser än "
          "platsens och veckans egna antal förklarar. Varje part jämförs med sig själv."),
        (_("Ett utslag säger att något hörde ihop i tid och plats, inte vad det var."),
         _("Med få händelser syns bara det som är mycket tydligt."),
         _("Cirkeln visar ungefär var. Den har ingen skarp kant.")),
    ),
    "repeat-places": Told(
        _("Samma plats är samma ruta på 100 meter. Räknas: hur stor del av händelserna som sker där det hänt förut, "
          "och hur lång tid det gick emellan."),
        (_("Det är ett antal, ingen prövning: en plats där många rör sig har ofta flera händelser."),
         _("Ett fel som rapporteras på nytt utan att kopplas ihop ser ut som en ny händelse.")),
    ),
    "near-repeats": Told(
        _("Alla par av händelser jämförs: kommer de som ligger nära varandra också tätt i tiden? Bara skadegörelse, "
          "klotter, stöld och inbrott är med."),
        (_("Det behövs minst femtio händelser med plats, och helst några hundra."),
         _("Det är mest känt för inbrott, och de finns hos polisen, inte här.")),
    ),
    "effect": Told(
        _("Välj området där något gjordes, och perioden efter starten. Samma veckor året före jämförs, bredvid resten "
          "av kommunen. Rapporter från beslutad närvaro är inte med. Svaret får ett betyg för hur långt det bär."),
        (_("Resten av kommunen väljs av metoden. En jämförelse som du väljer själv i efterhand ger inget svar om "
           "verkan: då går det alltid att hitta en som passar."),
         _("Ett område som var som värst blir lugnare av sig självt. När metoden ser det jämförs med hela historien, "
           "och svaret är bara en antydan."),
         _("Två saker samtidigt går inte att skilja åt. Med färre än tjugo händelser i en period sägs inga procent."),
         _("Det bästa är att bestämma uppföljningen innan, på åtgärdens egen sida.")),
    ),
    "clusters": Told(
        _("Händelser som ligger inom gångavstånd från varandra förs ihop till ansamlingar av valfri form."),
        (_("En beskrivning: slumpen ger också ansamlingar."),
         _("Avståndet väljer du själv. Ett annat avstånd ger andra ansamlingar.")),
    ),
}
OPTIONS: dict[str, Any] = {
    "by": _("Delat efter"),
    "design": _("Slag av jämförelse"),
    "comparison": _("Jämför med"),
    "weeks": _("Antal veckor som jämförs"),
    "certain_hours": _("Säker tid, högst timmar"),
    "cell_m": _("Rutans sida, meter"),
    "reach_cells": _("Rutor intill som räknas med"),
    "step_weeks": _("Tidssteg, veckor"),
    "radius_m": _("Största radie, meter"),
    "longest_weeks": _("Längst antal veckor"),
    "band_m": _("Avståndssteg, meter"),
    "column_days": _("Tidssteg, dagar"),
    "within_days": _("Inom så många dagar"),
    "near_m": _("Så nära, meter"),
    "least": _("Minst så många händelser"),
    "bandwidth_m": _("Utjämning i meter, 0 = väljs av metoden"),
}
AMONG: dict[str, Any] = {
    "comparison": _("före och efter, med jämförelse"),
    "differences": _("vecka för vecka, med jämförelse"), "alone": _("bara före och efter"),
    "all": _("inget, allt tillsammans"), "area": _("område"), "category": _("kategori")}
EVERY_LIMIT = (
    _("Ingen metod vet varför. Gå till platsen och fråga dem som är där."),
    _("Rapporter från beslutad närvaro, till exempel extra väktare, gör att mer ses där."),
)
