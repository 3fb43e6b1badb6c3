"""The fixed words of the weekly paper, in Swedish and English."""

WORDS: dict[str, tuple[str, str]] = {
    "picture": ("Lägesbild", "Situational picture"),
    "for": ("Visas för", "Shown to"),
    "audience_authorities": ("myndigheter och kommunala bolag", "authorities and municipal companies"),
    "audience_parties": ("alla parter", "all parties"),
    "audience_public": ("allmänheten", "the public"),
    "not_secret": (
        "Detta styr vem som ser. Det gör inte uppgiften hemlig.",
        "This decides who sees. It does not make anything secret.",
    ),
    "draft": ("Utkast, inte låst", "Draft, not locked"),
    "locked": ("Låst {day} av {function}", "Locked {day} by {function}"),
    "summary": ("Veckan på en sida", "The week on one page"),
    "events": ("händelser", "events"),
    "reports": ("rapporter", "reports"),
    "sources": ("källor", "sources"),
    "replied": ("har svarat", "have answered"),
    "of": ("{a} av {b}", "{a} of {b}"),
    "unknown": ("okänt", "unknown"),
    "more_than_usual": ("Är det fler än vanligt?", "Are there more than usual?"),
    "what_was_reported": ("Vad har rapporterats?", "What has been reported?"),
    "stands_out": ("Vad sticker ut?", "What stands out?"),
    "nothing_stands_out": (
        "Inget sticker ut. Inget område, ingen plats och ingen kategori avviker från sin egen historia.",
        "Nothing stands out. No area, place or category departs from its own history.",
    ),
    "no_area_stands_out": ("Inget område avviker från sin egen historia.", "No area departs from its own history."),
    "areas_note_public": (
        "Varje område jämförs med sig självt, aldrig med de andra. Siffrorna är avrundade.",
        "Each area is compared with itself, never with the others. The figures are rounded.",
    ),
    "what_remains": ("Vad står kvar?", "What remains?"),
    "nothing_remains": ("Inga fel eller brister står kvar.", "No faults or conditions remain."),
    "what_comes": ("Vad är på gång?", "What is coming?"),
    "nothing_comes": (
        "Kalendern har inget för de två kommande veckorna.",
        "The calendar has nothing for the next two weeks.",
    ),
    "how_sure": ("Hur säkert är det?", "How sure is this?"),
    "cutoff": ("Bygger på det som kommit in till och med {day}.", "Rests on what had come in by {day}."),
    "areas": ("Områdena mot sin egen historia", "The areas against their own history"),
    "areas_note": (
        "Varje område jämförs med sig självt, aldrig med de andra. Det grå bandet är det väntade för varje vecka, "
        "linjen är det som rapporterats, pricken är den senaste veckan.",
        "Each area is compared with itself, never with the others. The grey band is what was expected each week, the "
        "line is what was reported, the dot is the latest week.",
    ),
    "area": ("Område", "Area"),
    "weeks26": ("26 veckor", "26 weeks"),
    "spark_note": (
        "26 veckor. Grått band: det väntade. Pricken: den senaste veckan.",
        "26 weeks. Grey band: what was expected. Dot: the latest week.",
    ),
    "this_period": ("Denna period", "This period"),
    "in_words": ("I ord", "In words"),
    "most_common": ("Vanligast", "Most common"),
    "coverage": ("{share} av dem som lovat var på plats.", "{share} of those who promised were there."),
    "map": ("Var hände det?", "Where did it happen?"),
    "map_note": (
        "En prick är en känd plats eller en ruta på 100 meter, aldrig en adress. Siffran är antalet händelser. "
        "Ringar med bokstav är platser som sticker ut.",
        "A dot is a known place or a 100-metre square, never an address. The number is how many events. Rings with a "
        "letter are places that stand out.",
    ),
    "map_outside": ("Utanför kartbilden: {n}.", "Outside the map: {n}."),
    "map_alt": (
        "Karta med {n} punkter. Samma platser står i tabellerna.",
        "Map with {n} points. The same places stand in the tables.",
    ),
    "places": ("Platser som sticker ut", "Places that stand out"),
    "no_places": ("Ingen plats sticker ut.", "No place stands out."),
    "usual_places": ("Återkommande platser, som vanligt", "Recurring places, as usual"),
    "place": ("Plats", "Place"),
    "circle": ("Inom {m} meter i {area}", "Within {m} metres in {area}"),
    "number": ("Antal", "Number"),
    "expected": ("Väntat", "Expected"),
    "why": ("Varför", "Why"),
    "changes": ("Vad har ändrats?", "What has changed?"),
    "largest": ("De vanligaste kategorierna", "The most common categories"),
    "and_more": ("och {n} till i listan över rapporter", "and {n} more in the list of reports"),
    "late_fault": ("mer än 14 dagar", "more than 14 days"),
    "type": ("Slag", "Type"),
    "replied_long": ("Har svarat: {kinds}.", "Have answered: {kinds}."),
    "not_replied_long": ("Har inte svarat: {kinds}.", "Have not answered: {kinds}."),
    "reported_long": ("Rapporter i perioden: {kinds}.", "Reports in the period: {kinds}."),
    "no_changes": (
        "Ingen kategori avviker från sin egen historia.",
        "No category departs from its own history.",
    ),
    "category": ("Kategori", "Category"),
    "hours": ("När händer det?", "When does it happen?"),
    "hours_counts": ("När det hände", "When it happened"),
    "hours_watched": ("När vi tittade", "When we looked"),
    "hours_note": (
        "Senaste {weeks} veckorna. Mörkare ruta är fler, i tre klasser. Osäkra tider är utspridda. Jämför med när "
        "någon var där: det som ingen ser blir inte rapporterat.",
        "The last {weeks} weeks. A darker square is more, in three classes. Uncertain times are spread out. Compare "
        "with when somebody was there: what nobody sees is not reported.",
    ),
    "hours_alt": (
        "Veckodag och timme i tre klasser. Flest: {most}.",
        "Weekday and hour in three classes. Most: {most}.",
    ),
    "to_look_at": ("Att titta på", "To look at"),
    "finding_events": ("{n} händelser i godkända rapporter.", "{n} events in accepted reports."),
    "conditions": ("Fel och brister som står kvar", "Faults and conditions that remain"),
    "condition": ("Vad", "What"),
    "since": ("Sedan", "Since"),
    "weeks": ("Veckor", "Weeks"),
    "told_by": ("Källor", "Sources"),
    "fault": ("Felanmält", "Fault report"),
    "overdue": ("Inte lagat efter 14 dagar", "Not mended after 14 days"),
    "checklists": ("Vad säger checklistorna?", "What do the checklists say?"),
    "checklists_note": (
        "Svaren räknas aldrig ihop med händelserna. Minst tre parter har svarat på varje rad som visas.",
        "The answers are never added to the events. At least three parties answered each row that is shown.",
    ),
    "checklists_others": ("Övriga områden sammanlagt", "The other areas together"),
    "checklists_all": ("Områdena sammanlagt", "The areas together"),
    "checklist_row": ("Rad", "Row"),
    "coming": ("Kommande två veckor", "The next two weeks"),
    "when": ("När", "When"),
    "what": ("Vad", "What"),
    "outside": ("Andra källors siffror", "Figures from other sources"),
    "outside_note": (
        "De räknas aldrig ihop med rapporterna: samma händelse kan finnas i båda. De ritas inte på kartan.",
        "They are never added to the reports: the same event may be in both. They are not drawn on the map.",
    ),
    "value": ("Nu", "Now"),
    "usual": ("Vanlig period", "Usual period"),
    "whole": ("Hela kommunen", "Whole municipality"),
    "rest_usual": (
        "{n} till som vanligt eller med för lite underlag.",
        "{n} more as usual or with too little data.",
    ),
    "source": ("Källa: {source}.", "Source: {source}."),
    "licence": ("Källa: {source}. Licens: {licence}.", "Source: {source}. Licence: {licence}."),
    "data_note": ("Om underlaget", "About the data"),
    "no_observations": ("Inga observationer har gjorts", "No observations have been made"),
    "page": ("sida", "page"),
    "spark_alt": (
        "{name}: {now} den senaste veckan, väntat {low}–{high}.",
        "{name}: {now} in the latest week, expected {low}–{high}.",
    ),
    "spark_alt_plain": ("{name}: {now} den senaste veckan.", "{name}: {now} in the latest week."),
    "made_with": ("Gjord med Samsyn {version}", "Made with Samsyn {version}"),
    "area_word": ("Område", "Area"),
    "place_word": ("Plats", "Place"),
    "category_word": ("Kategori", "Category"),
}


def words_in(language: str) -> dict[str, str]:
    """Return every word in one language."""
    at = 1 if language == "en" else 0
    return {key: both[at] for key, both in WORDS.items()}
