"""The picture's sentences in plain Swedish and English: a key and its numbers in, words out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.method.pictures.assessment_sentences import ASSESSING
from samsyn.method.pictures.pattern_sentences import PATTERNS, own_word

Sentence = dict[str, Any]
NARROW = "\u202f"
LANGUAGES = ("sv", "en")
COUNTED = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}
MULTIPLES = {
    "sv": {2: "en fördubbling", 3: "en tredubbling", 4: "en fyrdubbling", 5: "en femdubbling", 6: "en sexdubbling",
           7: "en sjudubbling", 8: "en åttadubbling", 9: "en niodubbling", 10: "en tiodubbling"},
    "en": {2: "a doubling", 3: "a tripling", 4: "four times as many", 5: "five times as many", 6: "six times as many",
           7: "seven times as many", 8: "eight times as many", 9: "nine times as many", 10: "ten times as many"},
}  # fmt: skip
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
          "november", "december")  # fmt: skip
ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip
KINDS = {
    "coordinator": ("kommunens samordning", "the municipality's coordination"),
    "youth": ("fält och fritid", "youth and outreach"), "school": ("skola", "schools"),
    "parks": ("park och gata", "parks and streets"), "library": ("bibliotek", "libraries"),
    "housing": ("fastighet", "housing"), "police": ("polis", "police"), "rescue": ("räddningstjänst", "rescue service"),
    "guards": ("bevakning", "guards"), "transport": ("kollektivtrafik", "public transport"),
    "shops": ("handel", "shops"), "civil": ("civilsamhälle", "civil society"), "other": ("annan", "other"),
    "resident": ("boende", "residents"),
    "import": ("inläst fil", "imported file"),
}  # fmt: skip

ANSWERS = {
    "no": ("nej", "no"), "usual": ("som vanligt", "as usual"), "more": ("mer än vanligt", "more than usual"),
    "serious": ("allvarligt", "serious"),
}  # fmt: skip

# key → (Swedish, English). {n:one/many} writes the number with the right form; {n:one|many} only the form;
# {n:words} the number in letters, {n:%} a share as percent, {n:1} with one decimal.
TEXTS: dict[str, tuple[str, str]] = {
    "head.none_ever": (
        "Inga observationer har gjorts. Här finns bara siffror från andra källor.",
        "No observations have been made. There are only figures from other sources here.",
    ),
    "head.none_in_period": (
        "Ingen har rapporterat något under perioden.",
        "Nobody reported anything in the period.",
    ),
    "head.counts": (
        "{events:händelse/händelser} i {reports:rapport/rapporter} från {sources:källa/källor}.",
        "{events:event/events} in {reports:report/reports} from {sources:source/sources}.",
    ),
    "head.public": (
        "Omkring {events} händelser har rapporterats.",
        "About {events} events have been reported.",
    ),
    "head.public_few": ("Få händelser har rapporterats.", "Few events have been reported."),
    "head.response": (
        "{replies} av {duties} som lovat svara har svarat ({share:%}).",
        "{replies} of {duties} that promised to answer have answered ({share:%}).",
    ),
    "head.response_unknown": (
        "Svarsfrekvensen är okänd: ingen har lovat att svara varje period.",
        "The response rate is unknown: nobody has promised to answer every period.",
    ),
    "head.response_low": (
        "Få har svarat. Läs siffrorna med försiktighet: inga rapporter betyder inte inga problem.",
        "Few have answered. Read the figures with care: no reports does not mean no problems.",
    ),
    "head.conditions": (
        "{open:fel eller brist står kvar/fel och brister står kvar}.",
        "{open:fault or condition remains/faults and conditions remain}.",
    ),
    "head.conditions_overdue": (
        "{open:fel eller brist står kvar/fel och brister står kvar}. "
        "{overdue} är {overdue:felanmäld|felanmälda} men inte {overdue:lagad|lagade} efter 14 dagar.",
        "{open:fault or condition remains/faults and conditions remain}. "
        "{overdue} {overdue:was|were} reported as {overdue:a fault|faults} but not mended within 14 days.",
    ),
    "checklist.answers": ("Av {n} svar: {answered}.", "Of {n:answer/answers}: {answered}."),
    "checklist.too_few": (
        "{answers} svar till visas inte: färre än tre parter har svarat på raden.",
        "{answers:more answer is/more answers are} not shown: fewer than three parties answered the row.",
    ),
    "checklist.parties": (
        "{parties:part/parter} har lämnat en checklista.",
        "{parties:party/parties} handed in a checklist.",
    ),
    "checklist.response": (
        "{kept} av {promised} som lovat en checklista har lämnat den. Sammanlagt {parties:part/parter} har svarat.",
        "{kept} of {promised} that promised a checklist handed it in. {parties:party/parties} answered in all.",
    ),
    "head.decided": (
        "{decided} av {events} händelser kommer från beslutad närvaro.",
        "{decided} of {events} events come from decided presence.",
    ),
    "head.places": (
        "{places:plats sticker ut/platser sticker ut}.",
        "{places:place stands out/places stand out}.",
    ),
    "head.no_places": ("Ingen plats sticker ut.", "No place stands out."),
    "total.more": (
        "Ovanligt många i hela kommunen: {events}{window}, mot väntat {low}–{high}.",
        "Unusually many in the whole municipality: {events}{window}, against an expected {low}–{high}.",
    ),
    "total.fewer": (
        "Ovanligt få i hela kommunen: {events}{window}, mot väntat {low}–{high}.",
        "Unusually few in the whole municipality: {events}{window}, against an expected {low}–{high}.",
    ),
    "total.usual": (
        "Som vanligt i hela kommunen: {events}{window}, väntat {low}–{high}.",
        "As usual in the whole municipality: {events}{window}, expected {low}–{high}.",
    ),
    "total.too_little": (
        "För lite underlag för att säga om det är fler eller färre än vanligt.",
        "Too little data to say whether there are more or fewer than usual.",
    ),
    "total.none": ("Inget rapporterat{window}.", "Nothing reported{window}."),
    "area.more": (
        "Ovanligt många: {events}{window}, mot väntat {low}–{high}.",
        "Unusually many: {events}{window}, against an expected {low}–{high}.",
    ),
    "area.fewer": (
        "Ovanligt få: {events}{window}, mot väntat {low}–{high}.",
        "Unusually few: {events}{window}, against an expected {low}–{high}.",
    ),
    "area.usual": ("Som vanligt: {events}{window}, väntat {low}–{high}.",
                   "As usual: {events}{window}, expected {low}–{high}."),
    "area.too_little": ("För lite underlag för att säga något.", "Too little data to say anything."),
    "area.none": ("Inget rapporterat.", "Nothing reported."),
    "area.public_more": (
        "Fler än vanligt: omkring {events}{window}.",
        "More than usual: about {events}{window}.",
    ),
    "area.public_fewer": (
        "Färre än vanligt: omkring {events}{window}.",
        "Fewer than usual: about {events}{window}.",
    ),
    "area.public_usual": ("Som vanligt: omkring {events}{window}.", "As usual: about {events}{window}."),
    "area.public_too_little": ("För lite underlag för att säga något.", "Too little data to say anything."),
    "area.public_none": ("För lite underlag för att säga något.", "Too little data to say anything."),
    "change.more": (
        "Ovanligt många: {events}{window}, mot väntat {low}–{high}.",
        "Unusually many: {events}{window}, against an expected {low}–{high}.",
    ),
    "change.fewer": (
        "Ovanligt få: {events}{window}, mot väntat {low}–{high}.",
        "Unusually few: {events}{window}, against an expected {low}–{high}.",
    ),
    "change.usual": ("Som vanligt: {events}{window}, väntat {low}–{high}.",
                     "As usual: {events}{window}, expected {low}–{high}."),
    "change.too_little": ("För lite underlag för att säga något.", "Too little data to say anything."),
    "change.none": ("Inget rapporterat.", "Nothing reported."),
    "place.more": (
        "Ovanligt många: {events}{window}, mot väntat {low}–{high}.",
        "Unusually many: {events}{window}, against an expected {low}–{high}.",
    ),
    "place.new": (
        "Ovanligt många: {events}{window}. Tidigare har nästan inget rapporterats härifrån.",
        "Unusually many: {events}{window}. Hardly anything was reported from here before.",
    ),
    "place.usual": (
        "Återkommande plats, som vanligt: {events}{window}, väntat {low}–{high}.",
        "A recurring place, as usual: {events}{window}, expected {low}–{high}.",
    ),
    "hours.certain": (
        "Tiderna är säkra: {share:%} av händelserna är spridda över mer än fyra timmar.",
        "The times are certain: {share:%} of the events are spread over more than four hours.",
    ),
    "hours.uncertain": (
        "{share:%} av händelserna har osäker tid och är spridda över mer än fyra timmar.",
        "{share:%} of the events have an uncertain time and are spread over more than four hours.",
    ),
    "hours.too_little": ("För lite underlag för att visa veckodag och timme.",
                         "Too little data to show weekday and hour."),
    "power.multiple": (
        "Med så här få rapporter märker vi {multiple} i ett område, inte {smaller}.",
        "With this few reports we notice {multiple} in an area, not {smaller}.",
    ),
    "power.doubling": (
        "Med så här många rapporter märker vi en fördubbling, men kanske inte en mindre ökning.",
        "With this many reports we notice a doubling, but perhaps not a smaller rise.",
    ),
    "power.none": (
        "Med så här få rapporter märker vi inte ens en tiodubbling i ett enskilt område.",
        "With this few reports we would not notice even ten times as many in a single area.",
    ),
    "power.unknown": (
        "Historiken är för kort för att märka förändringar.",
        "The history is too short to notice changes.",
    ),
    "alarms.budget": (
        "Risken att något pekas ut av en slump är högst {per_week:%} en vanlig vecka, alltså högst {per_year:1} "
        "gånger om året.",
        "The risk that anything is called out by chance is at most {per_week:%} in an ordinary week, that is at most "
        "{per_year:1} times a year.",
    ),
    "outside.more": (
        "Ovanligt många: {value}, mot väntat {low}–{high}.",
        "Unusually many: {value}, against an expected {low}–{high}.",
    ),
    "outside.fewer": (
        "Ovanligt få: {value}, mot väntat {low}–{high}.",
        "Unusually few: {value}, against an expected {low}–{high}.",
    ),
    "outside.usual": ("Som vanligt: {value}, väntat {low}–{high}.", "As usual: {value}, expected {low}–{high}."),
    "outside.too_little": ("För lite underlag för att säga något.", "Too little data to say anything."),
    "outside.none": ("Inget.", "Nothing."),
    "outside.missing": ("Siffran har inte kommit än.", "The figure has not come in yet."),
    "note.replied": (
        "Har svarat: {kind}, {replied} av {expected}.",
        "Have answered: {kind}, {replied} of {expected}.",
    ),
    "note.not_replied": (
        "Har inte svarat: {kind}, {missing} av {expected}.",
        "Have not answered: {kind}, {missing} of {expected}.",
    ),
    "note.reported": (
        "Rapporter från {kind}: {reports}.",
        "Reports from {kind}: {reports}.",
    ),
    "source.joined": (
        "Ny källa sedan {week}: {kind}. Fler rapporter därifrån betyder att fler rapporterar, inte att mer händer.",
        "New source since {week}: {kind}. More reports from there mean that more people report, not that more happens.",
    ),
    "source.silent": (
        "En källa som brukar rapportera har tystnat: {kind}, senast {week}.",
        "A source that usually reports has fallen silent: {kind}, last in {week}.",
    ),
    "history.short": (
        "Historiken är {weeks:vecka/veckor}. Vi jämför inte förrän den är minst {least:vecka/veckor}.",
        "The history is {weeks:week/weeks}. We do not compare until it is at least {least:week/weeks}.",
    ),
    "history.no_season": (
        "Historiken är {weeks:vecka/veckor}, kortare än ett år. En ändring kan vara årstidens.",
        "The history is {weeks:week/weeks}, less than a year. A change may be the season's.",
    ),
    "week.incomplete": (
        "Omkring {share:%} av veckans rapporter brukar ha kommit in så här dags. Jämförelsen räknar med det.",
        "About {share:%} of the week's reports have usually come in by now. The comparison allows for it.",
    ),
    "weeks.paused": (
        "{weeks:uppehållsvecka räknas inte/uppehållsveckor räknas inte} med i jämförelsen.",
        "{weeks:week of pause is/weeks of pause are} left out of the comparison.",
    ),
    "reports.late": (
        "{reports:rapport/rapporter} om tidigare veckor kom in under perioden.",
        "{reports:report/reports} about earlier weeks came in during the period.",
    ),
    "late.since_lock": (
        "Kompletterat sedan sist, {week}: {then} ({now} efter sena rapporter).",
        "Added since last time, {week}: {then} ({now} after late reports).",
    ),
    "note.unplaced": (
        "{events:händelse saknar område/händelser saknar område} och syns bara i kommunens summa.",
        "{events:event has no area/events have no area} and {events:is|are} only in the municipality's total.",
    ),
    "note.conditions_cut": (
        "{shown} av {open} fel och brister visas. Resten finns i listan över rapporter.",
        "{shown} of {open} faults and conditions are shown. The rest are in the list of reports.",
    ),
    "note.batches": (
        "{rows:rapport/rapporter} kommer från {batches:inläst fil/inlästa filer}.",
        "{rows:report comes/reports come} from {batches:imported file/imported files}.",
    ),
    "note.import_stopped": (
        "En inläsning av fil avbröts. Siffrorna kan vara ofullständiga.",
        "An import of a file was stopped. The figures may be incomplete.",
    ),
    "note.public": (
        "Siffrorna är avrundade. Områden med färre än fem händelser visas inte.",
        "The figures are rounded. Areas with fewer than five events are not shown.",
    ),
    "note.audience": (
        "Den här bilden bygger på rapporter som visas för alla parter.",
        "This picture rests on reports that are shown to all parties.",
    ),
    "note.audience_authorities": (
        "Den här bilden bygger även på rapporter som bara visas för myndigheter och kommunala bolag.",
        "This picture also rests on reports that are shown only to authorities and municipal companies.",
    ),
}
# Clauses that follow where their number is more than nothing.
TAILS: dict[str, tuple[str, str]] = {
    "new": (
        "{new} av {events} kommer från nya källor: fler som rapporterar, inte fler händelser.",
        "{new} of {events} come from new sources: more who report, not more events.",
    ),
    "decided": (
        "{decided} av {events} kommer från beslutad närvaro.",
        "{decided} of {events} come from decided presence.",
    ),
}
WITH_TAILS = ("area.", "total.", "place.", "change.")


def say(key: str, **params: Any) -> Sentence:
    """Return a sentence as it is stored: its key, its numbers, and no words of anybody's own."""
    return {"key": key, "params": params, "edited": None}


def render(sentence: Mapping[str, Any], language: str = "sv") -> str:
    """Return the sentence in Swedish or English; a text that somebody has edited stands as it was written.

    >>> render(say("area.more", events=14, low=5, high=9, window_weeks=1))
    'Ovanligt många: 14, mot väntat 5–9.'
    >>> render(say("head.response", replies=11, duties=14, share=11 / 14), "en")
    '11 of 14 that promised to answer have answered (79\\xa0%).'
    """
    if sentence.get("edited"):
        return str(sentence["edited"])
    key, params = str(sentence["key"]), dict(sentence.get("params") or {})
    at = LANGUAGES.index(language if language in LANGUAGES else "sv")
    words = {name: _word(name, value, LANGUAGES[at]) for name, value in params.items()}
    words["window"] = _window(params.get("window_weeks", 1), LANGUAGES[at])
    told = [(TEXTS.get(key) or ASSESSING.get(key) or PATTERNS[key])[at].format(**words)]
    if key.startswith(WITH_TAILS):
        told += [texts[at].format(**words) for name, texts in TAILS.items() if params.get(name)]
    return " ".join(told)


def figure(value: float, *, language: str = "sv", decimals: int = 0) -> str:
    """Write a number: narrow space between thousands, comma as decimal sign in Swedish, a real minus.

    >>> figure(12345.6, decimals=1)
    '12\\u202f345,6'
    """
    text = f"{value:,.{decimals}f}".replace(",", NARROW).replace("-", "−")
    return text if language == "en" else text.replace(".", ",")


def day_words(day: str | date, *, language: str = "sv") -> str:
    """Write a day with its month: 5 oktober 2025.

    >>> day_words("2025-10-05"), day_words("2025-10-05", language="en")
    ('5 oktober 2025', '5 October 2025')
    """
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{known.day} {(ENGLISH_MONTHS if language == 'en' else MONTHS)[known.month - 1]} {known.year}"


def kind_words(kind: str, *, language: str = "sv") -> str:
    """Say what kind of source it is, never which.

    >>> kind_words("housing"), kind_words("library", language="en")
    ('fastighet', 'libraries')
    """
    return KINDS.get(kind, KINDS["other"])[LANGUAGES.index(language)]


class _Number:
    """A number that a text can ask to be written in its own way."""

    def __init__(self, value: float, language: str) -> None:
        self.value, self.language = value, language

    def __str__(self) -> str:
        whole = float(self.value).is_integer()
        return figure(self.value, language=self.language, decimals=0 if whole else 1)

    def __format__(self, spec: str) -> str:
        if spec == "%":
            return f"{figure(self.value * 100, language=self.language)}\u00a0%"
        if spec == "whole":
            return figure(round(self.value), language=self.language)
        if spec == "1":
            return str(self)
        one, many = ("", "")
        if "/" in spec:
            one, _, many = spec.partition("/")
            return f"{self}\u00a0{one if self.value == 1 else many}"
        if "|" in spec:
            one, _, many = spec.partition("|")
            return one if self.value == 1 else many
        return str(self)


def _word(name: str, value: Any, language: str) -> Any:
    if name == "kind":
        return kind_words(str(value), language=language)
    if name == "answered":
        told = [(value.get(answer), words[LANGUAGES.index(language)]) for answer, words in ANSWERS.items()]
        return ", ".join(f"{count} {words}" for count, words in told if count)
    own = own_word(name, value, LANGUAGES.index(language))
    if own is not None:
        return own
    if name in ("week", "last_week") and value is not None:
        return week_in_words(value, language)
    if name in ("multiple", "smaller"):
        return MULTIPLES[language].get(int(value), str(value))
    if isinstance(value, bool) or value is None:
        return "–"
    if isinstance(value, int | float):
        return _Number(value, language)
    return value


def week_in_words(value: Any, language: str = "sv") -> str:
    """Write a week as it is said.

    >>> week_in_words("2025-W40"), week_in_words("2025-W40", "en")
    ('v. 40 2025', 'week 40, 2025')
    """
    week = Week.parse(value)
    return f"week {week.number}, {week.year}" if language == "en" else week.swedish


def _window(weeks: Any, language: str) -> str:
    if not isinstance(weeks, int | float) or weeks == 1:
        return ""
    count = COUNTED[language][int(weeks)] if int(weeks) < len(COUNTED[language]) else str(int(weeks))
    return f" in {count} weeks" if language == "en" else f" på {count} veckor"
