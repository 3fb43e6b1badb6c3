"""The fixed words of the papers besides the weekly picture's own, in Swedish and English."""

from samsyn.documents.words import WORDS as WEEKLY

WORDS: dict[str, tuple[str, str]] = {
    "about": ("Om", "About"),
    "kind": ("Vad det gäller", "What it is about"),
    "edition": ("Utgåva {n}", "Edition {n}"),
    "edition_draft": ("Utkast, inte utgivet", "Draft, not issued"),
    "shown_to": ("Visas för {whom}.", "Shown to {whom}."),
    "here_it_is": ("Finns i Samsyn: {address}", "In Samsyn: {address}"),
    "weaknesses": (
        "Lås, mörka platser och andra svagheter i skyddet står på papper bara med sitt område.",
        "Locks, dark places and other weaknesses of protection stand on paper by their area alone.",
    ),
    "areas_note_plain": (
        "Varje område jämförs med sig självt, aldrig med de andra.",
        "Each area is compared with itself, never with the others.",
    ),
    "area_and_expected": ("Områdena", "The areas"),
    "events_now": ("Händelser", "Events"),
    "expected_middle": ("Väntat", "Expected"),
    "low": ("Väntat lägst", "Expected, lowest"),
    "high": ("Väntat högst", "Expected, highest"),
    "chart_areas": (
        "Stapeldiagram: händelser och det väntade i {n} områden. Samma siffror står i tabellen Områdena.",
        "Bar chart: events and what was expected in {n} areas. The same figures stand in the table The areas.",
    ),
    "chart_weeks": (
        "Diagram: händelser vecka för vecka i {n} veckor, mot det väntade.",
        "Chart: events week by week for {n} weeks, against what was expected.",
    ),
    "week": ("Vecka", "Week"),
    # --- minutes
    "minutes": ("Protokoll", "Minutes"),
    "minutes_of": ("Protokoll {day}", "Minutes {day}"),
    "present": ("Närvarande funktioner", "Functions present"),
    "nobody_noted": ("Ingen närvaro är noterad.", "No attendance was noted."),
    "decisions": ("Beslut", "Decisions"),
    "no_decisions": ("Inget beslutades.", "Nothing was decided."),
    "place_or_area": ("Plats eller område", "Place or area"),
    "decision": ("Beslut", "Decision"),
    "reason": ("Vad som sades", "What was said"),
    "measures": ("Det här ska göras", "What is to be done"),
    "no_measures": ("Inga åtgärder beslutades.", "No measures were decided."),
    "measure_no": ("Nr", "No."),
    "who": ("Vem", "Who"),
    "where": ("Var", "Where"),
    "due": ("Klart senast", "Due"),
    "measure": ("Åtgärd {n}", "Measure {n}"),
    "measure_for_fewer": ("Åtgärd {n}, visas för färre", "Measure {n}, shown to fewer"),
    "rests_on": ("Lägesbild {period}", "Situational picture {period}"),
    "whole_town": ("Hela kommunen", "The whole municipality"),
    "own_line": ("Eget beslut", "Decision of its own"),
    "round": ("Laget runt", "Round of the parties"),
    "party": ("Part", "Party"),
    "focus": ("Veckans fokus", "Focus of the week"),
    "outward": ("Vad vi säger utåt", "What we say outwards"),
    "deepen": ("Att fördjupa", "To look deeper into"),
    "notes": ("Anteckningar", "Notes"),
    "postponed_count": ("{n} punkter bordlades till nästa möte.", "{n} points were postponed to the next meeting."),
    "postponed_one": ("1 punkt bordlades till nästa möte.", "1 point was postponed to the next meeting."),
    "choice_measure": ("åtgärd", "measure"),
    "choice_watch": ("bevaka", "watch"),
    "choice_none": ("ingen åtgärd", "no measure"),
    "choice_decided": ("beslut", "decision"),
    "choice_postponed": ("bordlagd till nästa möte", "postponed to the next meeting"),
    "choice_": ("inte avgjord", "not decided"),
    "minutes_status": ("Avslutat {day}", "Closed {day}"),
    "minutes_note": (
        "Funktioner står här, aldrig namn på personer.", "Functions stand here, never names of persons."
    ),
    # --- feedback
    "feedback": ("Återkoppling", "Feedback"),
    "feedback_to": ("Återkoppling till {whom}", "Feedback to {whom}"),
    "thanks": (
        "Tack för det ni har rapporterat. Här står vad som kom ut av veckan.",
        "Thank you for what you have reported. Here is what came of the week.",
    ),
    "week_was": ("Så var veckan", "How the week was"),
    "group_said": ("Det här sa gruppen", "What the group said"),
    "no_meeting_yet": ("Gruppen har inte träffats om veckan än.", "The group has not met about the week yet."),
    "from_yours": ("Det här kom av era rapporter", "What came of your reports"),
    "nothing_from_yours": (
        "Ingen åtgärd bygger på just era rapporter än. De är ändå en del av bilden: det som ingen berättar syns inte.",
        "No measure rests on your reports in particular yet. They are still a part of the picture: what nobody tells "
        "is not seen.",
    ),
    "how_it_went": ("Hur det gick", "How it went"),
    "outcome_done": ("gjord", "done"),
    "outcome_no_effect": ("gjord, men hjälpte inte", "done, but did not help"),
    "outcome_not_done": ("inte gjord", "not done"),
    "outcome_": ("pågår, klart senast {day}", "under way, due {day}"),
    "go_on": (
        "Fortsätt rapportera det ni ser, även när det är lugnt. Frågor? Svara till samordnaren.",
        "Go on reporting what you see, also when it is calm. Questions? Ask the coordinator.",
    ),
    # --- slides
    "slides_title": ("Veckomöte", "Weekly meeting"),
    "since_last": ("Sedan sist", "Since last time"),
    "nothing_since": ("Inga åtgärder väntar.", "No measures are waiting."),
    "overdue": ("försenad", "overdue"),
    "state": ("Läge", "State"),
    "state_planned": ("planerad", "planned"),
    "state_started": ("påbörjad", "started"),
    "week_in_short": ("Veckan i korthet", "The week in short"),
    "places_to_decide": ("Platser att ta ställning till", "Places to decide on"),
    # --- the patrols' paper
    "patrol": ("Veckans platser", "Places of the week"),
    "when_to": ("Tid", "Time"),
    "to_do": ("Vad ni gör", "What to do"),
    "go_by": ("Gå förbi och se hur det är.", "Go by and see how it is."),
    "go_by_usual": (
        "Återkommande plats. Gå förbi om ni är i närheten.", "Recurring place. Go by if you are near."
    ),
    "any_time": ("ingen särskild tid", "no particular time"),
    "whole_week": ("hela veckan", "the whole week"),
    "until": ("till och med {day}", "until {day}"),
    "no_stops": ("Inga särskilda platser den här veckan.", "No particular places this week."),
    "patrol_note": (
        "Ring 112 om något är akut. Skriv inget om personer på papperet. Släng det när veckan är slut.",
        "Call 112 if something is urgent. Write nothing about persons on the sheet. Throw it away when the week ends.",
    ),
    "weekday.morning": ("mest vardagar på förmiddagen", "mostly weekday mornings"),
    "weekday.afternoon": ("mest vardagar på eftermiddagen", "mostly weekday afternoons"),
    "weekday.evening": ("mest vardagskvällar", "mostly weekday evenings"),
    "weekday.night": ("mest nätter mot vardag", "mostly weekday nights"),
    "weekend.morning": ("mest förmiddagar fredag–söndag", "mostly mornings Friday–Sunday"),
    "weekend.afternoon": ("mest eftermiddagar fredag–söndag", "mostly afternoons Friday–Sunday"),
    "weekend.evening": ("mest kvällar fredag–söndag", "mostly evenings Friday–Sunday"),
    "weekend.night": ("mest nätter fredag–söndag", "mostly nights Friday–Sunday"),
    # --- the month
    "monthly": ("Månadsbild", "The month's picture"),
    "month_of": ("Månadsbild {month} {year}", "Picture of {month} {year}"),
    "month_answer": (
        "{n} händelser i {weeks} veckors lägesbilder. Veckor över det väntade: {over}. Under: {under}.",
        "{n} events in the pictures of {weeks} weeks. Weeks above what was expected: {over}. Below: {under}.",
    ),
    "month_answer_one": (
        "{n} händelser i en veckas lägesbild. Veckor över det väntade: {over}. Under: {under}.",
        "{n} events in the picture of one week. Weeks above what was expected: {over}. Below: {under}.",
    ),
    "month_public": (
        "{weeks} veckors lägesbilder. Siffrorna är avrundade.", "The pictures of {weeks} weeks. Figures are rounded."
    ),
    "week_by_week": ("Vecka för vecka", "Week by week"),
    "months_areas": ("Områdena under månaden", "The areas in the month"),
    "weeks_outside": ("Veckor över det väntade", "Weeks above what was expected"),
    "weeks_below": ("Veckor under", "Weeks below"),
    "months_places": ("Platser som stack ut", "Places that stood out"),
    "times_out": ("Antal veckor", "Number of weeks"),
    "no_months_places": ("Ingen plats stack ut under månaden.", "No place stood out in the month."),
    "months_measures": ("Åtgärder under månaden", "Measures in the month"),
    "decided_count": ("beslutade", "decided"),
    "followed_count": ("uppföljda", "followed up"),
    "open_count": ("pågår vid månadens slut", "under way at the end of the month"),
    "month_note": (
        "Bygger på veckornas låsta lägesbilder som de var. Sena rapporter ändrar inte en låst vecka.",
        "Rests on the weeks' locked pictures as they were. Late reports do not change a locked week.",
    ),
    "weeks_in": ("Veckor som ingår: {weeks}.", "Weeks included: {weeks}."),
    # --- a press release
    "press_draft": ("Utkast till pressmeddelande", "Draft of a press release"),
    "press_picture": ("Läget i {whom}, {period}", "How things stand in {whom}, {period}"),
    "press_plan": ("{whom} har beslutat: {title}", "{whom} has decided: {title}"),
    "press_note": (
        "Utkast, gjort av det som allmänheten får läsa. Skriv om det med egna ord i Word.",
        "A draft, made of what the public may read. Rewrite it in your own words in Word.",
    ),
    "press_what": ("Det här sticker ut", "What stands out"),
    "press_why": ("Problem som vi arbetar med", "Problems that we work with"),
    "press_do": ("Det här ska göras", "What is to be done"),
    "press_due": ("klart senast {day}", "done by {day}"),
    "press_figures": ("Siffror", "Figures"),
    "press_problems": ("problem i dokumentet", "problems in the document"),
    "press_measures": ("åtgärder i dokumentet", "measures in the document"),
    "press_source": (
        "Siffrorna gäller {days}. Källa: den offentliga lägesbilden {period}, utgåva {n}.",
        "The figures are about {days}. Source: the public situational picture {period}, edition {n}.",
    ),
    "press_reported": (
        "Siffrorna är det som samverkansparterna har rapporterat, inte polisanmälda brott. Små tal och platser visas "
        "inte.",
        "The figures are what the partners have reported, not crimes reported to the police. Small numbers and places "
        "are not shown.",
    ),
    "press_plan_source": (
        "Källa: {title}, version {n}, beslutad {day}.", "Source: {title}, version {n}, decided {day}.",
    ),
    "press_decided": ("{title} beslutades {day} av {by}.", "{title} was decided on {day} by {by}."),
    "press_contact": ("Frågor", "Questions"),
    "press_coordinator": ("Samordnaren", "The coordinator"),
    # --- a party's own
    "own_of": ("Egen lägesbild {whom}", "Own picture of {whom}"),
    "own_week": ("Vecka {n} {year}", "Week {n} {year}"),
    "own_points": ("Det här såg vi", "What we saw"),
    "own_nothing": ("Inget nytt den här veckan.", "Nothing new this week."),
    "own_how": ("Mot det vanliga", "Against the usual"),
    "own_text": ("Vad", "What"),
    "own_for": ("Visas för", "Shown to"),
    "own_status": ("Inlämnad {day}", "Handed in {day}"),
    "trend_calmer": ("lugnare än vanligt", "calmer than usual"),
    "trend_usual": ("som vanligt", "as usual"),
    "trend_worse": ("oroligare än vanligt", "more troubled than usual"),
    "trend_": ("–", "–"),
    "for_parties": ("alla parter", "all parties"),
    "for_authorities": ("myndigheter och kommunala bolag", "authorities and municipal companies"),
}

MONTHS = (
    ("januari", "January"), ("februari", "February"), ("mars", "March"), ("april", "April"), ("maj", "May"),
    ("juni", "June"), ("juli", "July"), ("augusti", "August"), ("september", "September"), ("oktober", "October"),
    ("november", "November"), ("december", "December"),
)  # fmt: skip


def words_of(language: str) -> dict[str, str]:
    """Return every word of the papers in one language, the weekly picture's too."""
    at = 1 if language == "en" else 0
    return {key: both[at] for key, both in {**WEEKLY, **WORDS}.items()}
