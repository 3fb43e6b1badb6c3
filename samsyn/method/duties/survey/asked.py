"""What the yearly questions and the self-check begin with; each municipality owns its copy. The wording is our own.

The national council asks every municipality once a year about most sections of the Act. Its own wording changes from
year to year: these are to be changed to it, and are marked as ours until then.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

DEFAULT_QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("picture", "picture", "Finns en beslutad lägesbild? När beslutades den?",
     "Is there a decided situational picture? When was it decided?"),
    ("parts", "picture", "Vilka källor bygger kartläggningen på, och vad är dess tre delar?",
     "Which sources does the mapping rest on, and what are its three parts?"),
    ("plan", "plan", "Finns en beslutad åtgärdsplan? Vem beslutade den, och när?",
     "Is there a decided action plan? Who decided it, and when?"),
    ("traced", "plan", "Hur många åtgärder har planen, och hur många kan spåras till lägesbilden?",
     "How many measures does the plan have, and how many can be traced to the picture?"),
    ("renewal", "renewal", "När uppdateras lägesbilden och följs planen upp nästa gång?",
     "When will the picture be updated and the plan be followed up next?"),
    ("integration", "integration", "Vilka andra planer hänger arbetet ihop med?",
     "Which other plans is the work tied to?"),
    ("agreements", "agreements", "Vilka skriftliga överenskommelser finns, med vilka och om vad?",
     "Which written agreements are there, with whom and about what?"),
    ("council", "council", "Finns ett strategiskt råd? Vilka sitter i det och vem leder det?",
     "Is there a strategic council? Who sits in it and who leads it?"),
    ("function", "function", "Vilken funktion samordnar arbetet?", "Which function coordinates the work?"),
    ("tasks", "tasks", "Hur får invånare och andra information?", "How do inhabitants and others get information?"),
    ("reporting", "reporting", "Hur ofta rapporteras till kommunfullmäktige, och när senast?",
     "How often is the council told, and when last?"),
    ("follow", "", "Vilka åtgärder är uppföljda, och vad visade det?",
     "Which measures have been followed up, and what did it show?"),
)  # fmt: skip


class Aspect(NamedTuple):
    """One of the seven sides of how the work is done, with the statements that the group answers 1–5."""

    code: str
    name: Any
    statements: tuple[Any, ...]


ASPECTS: tuple[Aspect, ...] = (
    Aspect("structure", _("Struktur"), (
        _("Organisationen är bestämd och känd av alla parter."),
        _("Arbetet går vidare när någon slutar eller är ledig."))),
    Aspect("mandate", _("Mandat"), (
        _("De som sitter i gruppen får besluta om det som behövs."),
        _("Ledningen prioriterar arbetet."))),
    Aspect("participation", _("Deltagande"), (
        _("Rätt parter är med och kommer till mötena."),
        _("Parterna är jämbördiga."))),
    Aspect("reporting", _("Rapportering"), (
        _("De som ser något rapporterar det, och det är lätt."),
        _("Bilden blir klar i tid varje period."))),
    Aspect("feedback", _("Återkoppling"), (
        _("De som rapporterar får veta vad det ledde till."),
        _("Alla i kedjan har samma information."))),
    Aspect("follow_up", _("Uppföljning"), (
        _("Varje prioriterat problem har en åtgärd, och den följs upp."),
        _("Det som inte hjälper tas om eller tas bort."))),
    Aspect("resources", _("Resurser"), (
        _("Det finns tid för samordning, analys och uppföljning."),
        _("Åtgärder får de pengar och timmar de behöver."))),
)  # fmt: skip
ANSWERS = ((1, _("stämmer inte")), (2, _("stämmer dåligt")), (3, _("stämmer delvis")), (4, _("stämmer ganska bra")),
           (5, _("stämmer helt")))  # fmt: skip


class Factor(NamedTuple):
    """What has helped or hindered others, on which side of the work, and where it is said."""

    aspect: str
    helps: bool
    words: Any
    source: str


SOLLENTUNA = "Brå om Sollentuna, 2019-09-18"
OREBRO = "Brå om Örebro, 2017-12-05"
FACTORS: tuple[Factor, ...] = (
    Factor("structure", True, _("Tydlig och fast organisation som alla har överblick över."), SOLLENTUNA),
    Factor("structure", True, _("Ett arbetssätt som inte hänger på enskilda personer."), OREBRO),
    Factor("structure", True, _("Arbetet görs i linjen, av dem som redan finns där."),
           "Brå om EST; Sveriges Allmännytta 2022-05"),
    Factor("mandate", True, _("Styrgruppen får besluta, och parterna är jämbördiga."),
           "Brå: Skapa en organisation för arbetet"),
    Factor("mandate", False, _("Samverkan stannar av utan en grupp som får besluta."),
           "Brå: Skapa en organisation för arbetet"),
    Factor("participation", True, _("Prioritet från kommunens ledning."), SOLLENTUNA),
    Factor("participation", True, _("Egna, verkliga fall i utbildningen, och stöd utifrån som lyfter blicken."),
           "Brå om Klockaretorpet, 2021-11-25; Sollentuna, 2019-09-18"),
    Factor("reporting", True, _("Fast tid varje vecka, korta möten, förberedda bilder."),
           "tryggaorebro.se om EST; Brå om Vivalla, 2017-09-27"),
    Factor("reporting", True, _("Förtroende ger information."), OREBRO),
    Factor("reporting", False, _("Fastighetspersonal ska inte bli poliser: eget uppdrag, egen säkerhet."),
           "Sveriges Allmännytta om Örebrobostäder, 2022"),
    Factor("feedback", True, _("Alla i kedjan har samma information."),
           "Brå: Arbetssättet som ger en bredare lägesbild"),
    Factor("feedback", False, _("Sekretess upplevs om och om igen som ett hinder."), "Brå: Informationsdelning, 2021"),
    Factor("follow_up", False, _("Länken mellan problem och åtgärd saknas ofta, och arbetet följs sällan upp."),
           "Brå: Ny lag träder i kraft, 2023-07-01"),
    Factor("follow_up", False, _("Orsaksanalyser görs sällan."), "Ekberg och Kjellberg 2019, 85 praktiker"),
    Factor("follow_up", False, _("Arbetet fastnar i kartläggning. Styrgruppen bör sätta en tidsram."),
           "Brå: Ta fram en egen lägesbild"),
    Factor("resources", False, _("Bedömningar som vilar på känsla, utan rutin för hur de görs lika."),
           "Riksrevisionen, RiR 2020:20"),
)  # fmt: skip
