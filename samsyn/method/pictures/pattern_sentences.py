"""What each method of the catalogue says and how sure it is, in Swedish and English: key → (Swedish, English).

The keys are those of `Result.says`, `Result.sure` and `TooLittle`; the numbers are the result's figures. How numbers
are written stands in samsyn/method/pictures/sentences.py.
"""

Texts = dict[str, tuple[str, str]]

# The question each method answers; it stands as the title of its answer.
TITLES: Texts = {
    "counts": ("Hur många per vecka?", "How many a week?"),
    "unusual": ("Är det fler än vanligt?", "Is it more than usual?"),
    "hours": ("När på veckan?", "When in the week?"),
    "months": ("När på året?", "When in the year?"),
    "hotspots": ("Var samlas det?", "Where does it gather?"),
    "density": ("Hur fördelar det sig över kartan?", "How is it spread over the map?"),
    "emerging": ("Var har det ändrats?", "Where has it changed?"),
    "concentration": ("Hur samlat är det?", "How gathered is it?"),
    "scan": ("Finns en plats och tid där det plötsligt hör ihop?", "Is there a place and time where it clusters?"),
    "repeat-places": ("Händer det igen på samma plats?", "Does it happen again at the same place?"),
    "near-repeats": ("Följer det ena på det andra i närheten?", "Does one follow another close by?"),
    "clusters": ("Vilka händelser ligger tätt?", "Which events lie close together?"),
    "effect": ("Blev det färre?", "Did it become fewer?"),
}
SAYS: Texts = {
    "counts.table": (
        "{events:händelse/händelser} på {weeks:vecka/veckor}, i genomsnitt {per_week} i veckan.",
        "{events:event/events} in {weeks:week/weeks}, on average {per_week} a week.",
    ),
    "unusual.some": (
        "Ovanligt många i {more} av {series:jämförelse/jämförelser} till och med {last_week}, mot den egna historien.",
        "Unusually many in {more} of {series:comparison/comparisons} up to {last_week}, against their own history.",
    ),
    "unusual.none": (
        "Inget är ovanligt till och med {last_week}, mot den egna historien.",
        "Nothing is unusual up to {last_week}, against its own history.",
    ),
    "hours.profile": (
        "Flest på {top_weekday} omkring klockan {top_hour}: {top_share:%} av {events:händelse/händelser}.",
        "Most on {top_weekday} around {top_hour}: {top_share:%} of {events:event/events}.",
    ),
    "months.profile": (
        "Flest händelser per dag i {top_month}. {events:händelse/händelser} i allt.",
        "Most events a day in {top_month}. {events:event/events} in all.",
    ),
    "hot.some": (
        "Det samlas i {hot_cells:ruta/rutor} av {cells}: där är händelserna fler än sin andel av alla {events}.",
        "It gathers in {hot_cells:square/squares} of {cells}: more events there than their share of all {events}.",
    ),
    "hot.none": (
        "Ingen ruta har fler händelser än slumpen kan ge. {events:händelse/händelser} på {cells:ruta/rutor}.",
        "No square has more events than chance can give. {events:event/events} in {cells:square/squares}.",
    ),
    "density.classes": (
        "Hälften av {events:händelse/händelser} ligger i {cells_with_half} av {cells:ruta/rutor}.",
        "Half of {events:event/events} lie in {cells_with_half} of {cells:square/squares}.",
    ),
    "emerging.some": (
        "{with_pattern:ruta har ändrats/rutor har ändrats} eller hållit i sig under {steps:steg/steg} i tiden.",
        "{with_pattern:square has/squares have} changed or lasted over {steps:step/steps} in time.",
    ),
    "emerging.none": (
        "Ingen plats är ny, växer, avtar eller håller i sig mer än slumpen kan ge.",
        "No place is new, growing, fading or lasting beyond what chance can give.",
    ),
    "emerging.some_reporting": (
        "{with_pattern:ruta har ändrats/rutor har ändrats} eller hållit i sig under {steps:steg/steg} i tiden. "
        "{from_new_sources:händelse/händelser} från nya källor är inte med: det är en ändring av rapporteringen.",
        "{with_pattern:square has/squares have} changed or lasted over {steps:step/steps} in time. "
        "{from_new_sources:event/events} from new sources are left out: that is a change of reporting.",
    ),
    "emerging.none_reporting": (
        "Ingen plats är ny, växer, avtar eller håller i sig mer än slumpen kan ge. "
        "{from_new_sources:händelse/händelser} från nya källor är inte med: det är en ändring av rapporteringen.",
        "No place is new, growing, fading or lasting beyond what chance can give. "
        "{from_new_sources:event/events} from new sources are left out: that is a change of reporting.",
    ),
    "concentration.beyond": (
        "Hälften av {events:händelse/händelser} ligger i {half_in:%} av rutorna. Av en slump hade det varit omkring "
        "{half_by_chance:%}.",
        "Half of {events:event/events} lie in {half_in:%} of the squares. By chance it would be about "
        "{half_by_chance:%}.",
    ),
    "concentration.chance": (
        "Hälften av {events:händelse/händelser} ligger i {half_in:%} av rutorna. Så blir det också av en slump.",
        "Half of {events:event/events} lie in {half_in:%} of the squares. Chance gives that too.",
    ),
    "scan.some": (
        "{clusters:plats har/platser har} på några veckor fler händelser än plats och tid för sig förklarar.",
        "{clusters:place has/places have} in some weeks more events than place and time explain on their own.",
    ),
    "scan.none": (
        "Ingen plats har på några veckor fler händelser än slumpen kan ge. {events:händelse/händelser} på "
        "{weeks:vecka/veckor}.",
        "No place has in some weeks more events than chance can give. {events:event/events} in {weeks:week/weeks}.",
    ),
    "near_repeat.some": (
        "Efter en händelse kommer {surest_ratio} gånger så många som väntat inom {surest_to_m} meter och "
        "{surest_to_days:dag/dagar}.",
        "After an event there are {surest_ratio} times as many as expected within {surest_to_m} metres and "
        "{surest_to_days:day/days}.",
    ),
    "near_repeat.none": (
        "Händelser nära varandra ligger inte tätare i tiden än slumpen kan ge.",
        "Events near each other are not closer in time than chance can give.",
    ),
    "repeat_places.table": (
        "{repeat_share:%} av {events:händelse/händelser} är på en plats där det hänt förut, {within_share:%} inom "
        "{within_days:dag/dagar}.",
        "{repeat_share:%} of {events:event/events} are at a place where it happened before, {within_share:%} within "
        "{within_days:day/days}.",
    ),
    "clusters.table": (
        "{in_clusters} av {events:händelse/händelser} ligger tätt, på {clusters:ställe/ställen}.",
        "{in_clusters} of {events:event/events} lie close together, in {clusters:place/places}.",
    ),
    "effect.fewer": (
        "Det kom färre än väntat: {observed:händelse/händelser} mot omkring {expected:whole}. Med det som hänt är "
        "allt från {from_events:whole} till {to_events:whole} rimligt.",
        "Fewer came than expected: {observed:event/events} against about {expected:whole}. With what happened, "
        "anything from {from_events:whole} to {to_events:whole} is plausible.",
    ),
    "effect.more": (
        "Det kom fler än väntat: {observed:händelse/händelser} mot omkring {expected:whole}. Med det som hänt är "
        "allt från {from_events:whole} till {to_events:whole} rimligt.",
        "More came than expected: {observed:event/events} against about {expected:whole}. With what happened, "
        "anything from {from_events:whole} to {to_events:whole} is plausible.",
    ),
    "effect.unclear": (
        "Det kom {observed:händelse/händelser} mot omkring {expected:whole} väntade. Skillnaden kan vara en slump.",
        "{observed:event/events} came against about {expected:whole} expected. The difference may be chance.",
    ),
    "effect.not_told": (
        "Om något hjälpte går inte att säga med de här siffrorna.",
        "Whether anything helped cannot be said with these figures.",
    ),
}
SURE: Texts = {
    "counted": (
        "Det är ett antal, ingen slutsats. Fler rapporter kan betyda att fler rapporterar.",
        "It is a count, no conclusion. More reports may mean that more people report.",
    ),
    "one_budget": (
        "Räknat så att något pekas ut av en slump högst en vanlig vecka av tjugo, hur många rader som än jämförs.",
        "Set so that anything is called out by chance in at most one ordinary week of twenty, however many rows there "
        "are.",
    ),
    "spread_times": (
        "En beskrivning, ingen prövning. Osäkra tider är utspridda över hela sin tid. Jämför med när någon var där.",
        "A description, no test. Uncertain times are spread over all their time. Compare with when somebody was there.",
    ),
    "exact_fdr": (
        "Av det som pekas ut är högst omkring fem av hundra en slump. Det visar var det rapporteras, inte varför.",
        "Of what is pointed out at most about five in a hundred are chance. It shows where reports come from, not why.",
    ),
    "no_test": (
        "En bild utan säkerhet: den visar ungefär var det är mycket, inte att det är mer än slumpen.",
        "A picture without certainty: roughly where there is much, not that it is more than chance.",
    ),
    "simulated": (
        "Jämfört med hur det hade blivit av en slump. Det som pekas ut ger slumpen högst en gång av tjugo.",
        "Compared with what chance would have given. What is pointed out comes by chance at most once in twenty.",
    ),
    "concentration.simulated": (
        "Jämfört med samma antal händelser strödda av en slump. Att det är mer samlat än så ger slumpen högst en gång "
        "av fyrtio.",
        "Compared with as many events thrown at random. Chance gives something more gathered at most once in forty.",
    ),
    "graded": (
        "Så långt bär svaret: {grade}. {because}Ett område som valts i efterhand bär mindre än en plan i förväg.",
        "How far the answer carries: {grade}. {because}An area chosen afterwards carries less than a plan made "
        "before.",
    ),
}
TOO_LITTLE: Texts = {
    "no_events": ("Det finns inga händelser med tid i valet.", "There are no events with a time in this choice."),
    "no_series": ("Ingen händelse i valet har det som ska delas upp.",
                  "No event in this choice has what it should be split by."),
    "few_places": ("För få händelser har en plats för att säga något.",
                   "Too few events have a place to say anything."),
    "few_steps": ("För kort tid för den här frågan. Välj en längre period.",
                  "Too short a time for this question. Choose a longer period."),
    "no_area_chosen": (
        "Välj det område där något gjordes, och den period det gällde.",
        "Choose the area where something was done, and the period it was done in.",
    ),
    "few_for_effect": (
        "För få händelser året före: inte ens om allt försvann hade det märkts.",
        "Too few events the year before: not even if all were gone would it have been noticed.",
    ),
    "no_such_area": ("Området finns inte bland händelserna.", "The area is not among the events."),
    "short_history": ("För kort historia: det behövs minst tolv veckor före perioden.",
                      "Too short a history: at least twelve weeks before the period are needed."),
    "few_for_picture": (
        "För lite underlag: {placed:händelse/händelser} med plats, och det behövs minst {least} för att säga något.",
        "Too little data: {placed:event/events} with a place, and at least {least} are needed to say anything.",
    ),
    "too_many": (
        "Fler händelser än de {most} som metoden är prövad på. Välj en kortare period, färre kategorier eller områden.",
        "More events than the {most} that the method has been tried on. Choose a shorter period, fewer categories or "
        "areas.",
    ),
    "too_few_to_share": ("För få händelser för att visas.", "Too few events to be shown."),
    "less_than_a_year": ("För kort tid: det behövs minst ett år. Välj en längre period.",
                         "Too short: at least a year is needed. Choose a longer period."),
}
# What the picture of a longer period says of its numbers.
PERIODS: Texts = {
    "period.counts": (
        "{events:händelse/händelser} i {reports:rapport/rapporter} från {sources:källa/källor}.",
        "{events:event/events} in {reports:report/reports} from {sources:source/sources}.",
    ),
    "period.none": ("Ingen har rapporterat något under perioden.", "Nobody reported anything in the period."),
    "period.year_before": (
        "Samma tid året före: {events:händelse/händelser} från {sources:källa/källor}.",
        "The same time the year before: {events:event/events} from {sources:source/sources}.",
    ),
    "period.year_before_none": (
        "Det finns inga rapporter från samma tid året före.",
        "There are no reports from the same time the year before.",
    ),
    "period.new_sources": (
        "{share:%} av händelserna kommer från {sources:källa/källor} som inte rapporterade året före. Det är en "
        "ändring av rapporteringen. Jämför inte åren rakt av.",
        "{share:%} of the events come from {sources:source/sources} that did not report the year before. That is a "
        "change of reporting. Do not simply compare the years.",
    ),
    "period.decided": (
        "{share:%} sågs under beslutad närvaro: där fler är på plats ses mer.",
        "{share:%} were seen during decided presence: where more people are sent, more is seen.",
    ),
    "period.response": (
        "Av {duties:utlovat svar/utlovade svar} har {replies} kommit ({share:%}).",
        "Of {duties:promised answer/promised answers}, {replies} have come ({share:%}).",
    ),
    "period.public": ("Omkring {events} händelser har rapporterats.", "About {events} events have been reported."),
    "period.public_few": (
        "Färre än fem händelser har rapporterats.", "Fewer than five events have been reported.",
    ),
}
PATTERNS: Texts = {**SAYS, **PERIODS, **{f"sure.{key}": text for key, text in SURE.items()},
                   **{f"little.{key}": text for key, text in TOO_LITTLE.items()}}
WEEKDAYS = {
    "sv": ("måndagar", "tisdagar", "onsdagar", "torsdagar", "fredagar", "lördagar", "söndagar"),
    "en": ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
}
MONTHS = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}
# What the columns of a result are called; what is not here is for the file, not for the table on screen and paper.
COLUMNS: Texts = {
    "number": ("Nr", "No."),
    "where": ("Var", "Where"),
    "series": ("Vad", "What"),
    "week": ("Vecka", "Week"),
    "first_week": ("Från vecka", "From week"),
    "last_week": ("Till vecka", "To week"),
    "from_m": ("Från, meter", "From, metres"),
    "to_m": ("Till, meter", "To, metres"),
    "to_days": ("Inom dagar", "Within days"),
    "pairs": ("Par", "Pairs"),
    "weekday": ("Veckodag", "Weekday"),
    "hour": ("Timme", "Hour"),
    "month": ("Månad", "Month"),
    "pattern": ("Mönster", "Pattern"),
    "verdict": ("Bedömning", "Verdict"),
    "class": ("Klass", "Class"),
    "place_or_not": ("Var", "Where"),
    "before": ("Samma veckor året före", "The same weeks the year before"),
    "after": ("Perioden", "The period"),
    "events": ("Antal", "Number"),
    "expected": ("Väntat", "Expected"),
    "ratio": ("Gånger väntat", "Times expected"),
    "p_value": ("Så ofta av en slump", "So often by chance"),
    "p_of_any": ("Så ofta av en slump", "So often by chance"),
    "radius_m": ("Radie, meter", "Radius, metres"),
    "shortest_gap_days": ("Kortast emellan, dagar", "Shortest between, days"),
    "usual_at_most": ("Vanligt högst", "Usually at most"),
    "events_per_day": ("Per dag", "A day"),
    "hot_steps": ("Steg som sticker ut", "Steps that stand out"),
    "from_new_sources": ("Från nya källor", "From new sources"),
    "steady": ("Håller när rutorna flyttas", "Holds when the squares are moved"),
    "share_of_places": ("Andel av rutorna", "Share of the squares"),
    "share_of_events": ("Andel av händelserna", "Share of the events"),
}
WEEKS = {"week", "first_week", "last_week"}
SHARES = {"p_value", "p_of_any", "steady", "share_of_places", "share_of_events"}
VALUES: dict[str, Texts] = {
    "pattern": {
        "new": ("ny", "new"), "consecutive": ("ihållande på slutet", "unbroken lately"),
        "intensifying": ("växande", "growing"), "persistent": ("bestående", "lasting"),
        "diminishing": ("avtagande", "fading"), "sporadic": ("kommer och går", "on and off"),
        "oscillating": ("växlande", "swinging"), "historical": ("tidigare, inte nu", "earlier, not now"),
    },
    "verdict": {
        "more": ("ovanligt många", "unusually many"), "fewer": ("ovanligt få", "unusually few"),
        "usual": ("som vanligt", "as usual"), "too_little": ("för lite underlag", "too little data"),
        "none": ("inget rapporterat", "nothing reported"), "reporting": ("fler som rapporterar", "more who report"),
    },
    "place_or_not": {"place": ("det valda", "the chosen"), "comparison": ("jämförelsen", "the comparison")},
    "class": {"2": ("hälften ligger här", "half lie here"), "1": ("fyra av fem ligger här", "four in five lie here")},
}


GRADES: tuple[tuple[str, str], ...] = (
    ("det går inte att säga", "it cannot be said"), ("en antydan, inte mer", "a hint, no more"),
    ("svagt stöd", "weak support"), ("rimligt stöd", "fair support"), ("starkt stöd", "strong support"),
)
FAULTS: Texts = {
    "presence_changed": (
        "Andelen från beslutad närvaro ändrades samtidigt, och den som skickas för att titta ser mer.",
        "The share from decided presence changed at the same time, and whoever is sent to look sees more."),
    "comparison_chosen_after": ("Jämförelsen är vald i efterhand.", "The comparison was chosen afterwards."),
    "chosen_at_peak": (
        "Året före var ovanligt mycket här, och sådant lugnar sig av sig självt. Därför jämförs med hela historien.",
        "The year before was unusually busy here, and that calms down by itself. So all of the history is compared "
        "with."),
    "trends_differ": ("Området och jämförelsen gick inte åt samma håll redan före.",
                      "The area and the comparison did not go the same way even before."),
    "few_events": ("Färre än tjugo händelser i någon av perioderna.",
                   "Fewer than twenty events in one of the periods."),
    "short_history": ("Mindre än ett halvårs historia.", "Less than half a year of history."),
}


def own_word(name: str, value: object, at: int) -> str | None:
    """Return the words for a figure that is no number to a reader: a weekday, a month, an hour; None for all others.

    >>> own_word("top_weekday", 5, 0), own_word("top_hour", 7, 0), own_word("events", 7, 0)
    ('fredagar', '07', None)
    """
    if name == "grade":
        return GRADES[int(str(value))][at]
    if name == "because":
        return "".join(f"{FAULTS[key][at]} " for key in str(value).split(", ") if key in FAULTS)
    if name == "top_weekday":
        return WEEKDAYS["en" if at else "sv"][int(str(value)) - 1]
    if name == "top_month":
        return MONTHS["en" if at else "sv"][int(str(value)) - 1]
    return f"{int(str(value)):02d}" if name == "top_hour" else None
