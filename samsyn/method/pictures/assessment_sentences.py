"""What the assessment and the cards say, in Swedish and English: key → (Swedish, English).

How numbers are written stands in samsyn/method/pictures/sentences.py.
"""

ASSESSING: dict[str, tuple[str, str]] = {
    "assess.no_picture": (
        "Lägesbilden är inte framtagen, så systemet föreslår inget.",
        "The situational picture has not been made, so the system suggests nothing.",
    ),
    "assess.lasting": ("Det gällde förra perioden också.", "That was so in the period before too."),
    "assess.severity_more": (
        "Ovanligt många allvarliga: {events}{window}, mot väntat {low}–{high}.",
        "Unusually many serious ones: {events}{window}, against an expected {low}–{high}.",
    ),
    "assess.severity_fewer": (
        "Ovanligt få allvarliga: {events}{window}, mot väntat {low}–{high}.",
        "Unusually few serious ones: {events}{window}, against an expected {low}–{high}.",
    ),
    "assess.severity_usual": (
        "Allvarliga som vanligt: {events}{window}, väntat {low}–{high}.",
        "Serious ones as usual: {events}{window}, expected {low}–{high}.",
    ),
    "assess.severity_none": ("Inget allvarligt rapporterat.", "Nothing serious reported."),
    "assess.severity_too_little": (
        "För få allvarliga rapporter för att säga om det är fler än vanligt.",
        "Too few serious reports to say whether there are more than usual.",
    ),
    "assess.gravest": (
        "{events:mycket allvarlig händelse/mycket allvarliga händelser} i perioden. Är det över?",
        "{events:very serious event/very serious events} in the period. Is it over?",
    ),
    "assess.parameters_more": (
        "Parterna ser tydligare tecken än de har gjort på {weeks} veckor.",
        "The parties see clearer signs than they have in {weeks} weeks.",
    ),
    "assess.parameters_usual": (
        "Parternas svar är som de brukar vara.",
        "The parties' answers are as they usually are.",
    ),
    "assess.parameters_short": (
        "Svaren går {weeks:vecka/veckor} tillbaka. Systemet föreslår något först efter {least} veckor.",
        "The answers go back {weeks:week/weeks}. The system suggests something only after {least} weeks.",
    ),
    "assess.parameters_single": (
        "En enda part har svarat. Det räcker till en fråga, inte till ett förslag.",
        "A single party has answered. That is enough for a question, not for a suggestion.",
    ),
    "assess.parameters_none": ("Ingen part har svarat för området.", "No party has answered for the area."),
    "assess.one_sees": (
        "En part svarar {high} på ”{name_sv}”. Ser ni andra det också?",
        "One party answers {high} to “{name_en}”. Do the rest of you see it too?",
    ),
    "assess.disagree": (
        "Parterna är oense om ”{name_sv}”: svaren går från {low} till {high}.",
        "The parties disagree about “{name_en}”: the answers go from {low} to {high}.",
    ),
    "check.rate": (
        "Prövat på er egen historia med veckorna omkastade: systemet föreslog ett tyngre läge i något område i "
        "{share:%} av veckorna, fast inget hade hänt ({low:%}–{high:%}).",
        "Tried on your own history with its weeks shuffled: the system suggested a heavier state in some area in "
        "{share:%} of the weeks, though nothing had happened ({low:%}–{high:%}).",
    ),
    "check.short": (
        "Historien är för kort för att mäta hur ofta förslagen är fel: {weeks:vecka/veckor}, minst 65 behövs.",
        "The history is too short to measure how often the suggestions are wrong: {weeks:week/weeks}, 65 are needed.",
    ),
    "chance.times_a_year": (
        "Slumpen ensam ger något så här ovanligt högst {times:gång/gånger} om året i hela bilden.",
        "Chance alone gives something this unusual at most {times:time/times} a year in the whole picture.",
    ),
    "chance.years": (
        "Slumpen ensam ger något så här ovanligt högst en gång på {years} år i hela bilden.",
        "Chance alone gives something this unusual at most once in {years} years in the whole picture.",
    ),
    "chance.rare": (
        "Slumpen ensam ger något så här ovanligt mer sällan än en gång på tio år.",
        "Chance alone gives something this unusual less than once in ten years.",
    ),
}
