"""The fixed words of the long-term papers, in Swedish and English."""

from samsyn.documents.papers.words import WORDS as PAPERS
from samsyn.documents.words import WORDS as WEEKLY

WORDS: dict[str, tuple[str, str]] = {
    # --- the front
    "law_picture": ("Lägesbild över brottsligheten", "Situational picture of crime"),
    "law_under": (
        "Enligt lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete, 4 §. {first} – {last}.",
        "Under the Swedish Act (2023:196) on municipalities' crime prevention, section 4. {first} – {last}.",
    ),
    "draft_status": ("Utkast, inte beslutat", "Draft, not decided"),
    "shared_status": ("På avstämning, inte beslutat", "Sent round, not decided"),
    "decided_status": ("Beslutad av {body} {day}", "Decided by {body} {day}"),
    "replaced_status": ("Ersatt. Beslutad av {body} {day}", "Replaced. Decided by {body} {day}"),
    "reference": ("Diarienummer {number}.", "Diary number {number}."),
    "version": ("Version {n}", "Version {n}"),
    "not_written": ("Inte skrivet än.", "Not written yet."),
    # --- the law
    "in_short": ("Sammanfattning", "In short"),
    "purpose": ("Syfte och lag", "Purpose and law"),
    "law_says": (
        "Lagen kräver en lägesbild i tre delar: en kartläggning av brottsligheten, dess omfattning och följder, "
        "annan "
        "information av betydelse, och en analys av båda. Den ligger till grund för den åtgärdsplan som kommunen "
        "beslutar. Båda ska ses över och följas upp minst vartannat år.",
        "The Act asks for a picture in three parts: a mapping of crime, its extent and consequences, other "
        "information "
        "of importance, and an analysis of both. It is the basis of the action plan that the municipality decides "
        "on. "
        "Both are to be looked over and followed up at least every second year.",
    ),
    "method_says": (
        "Resten är metod: parternas rapporter vecka för vecka, problem som gruppen har valt att förstå, orsaker och "
        "uppföljning av vad som hjälpte. Det står här eftersom planen blir bättre av det, inte för att lagen "
        "kräver det.",
        "The rest is method: the parties' reports week by week, problems that the group has chosen to understand, "
        "causes, and a look back at what helped. It stands here since the plan is better for it, not since the Act "
        "asks for it.",
    ),
    "places_not_people": (
        "Bilden handlar om platser och situationer, aldrig om enskilda personer.",
        "The picture is about places and situations, never about individuals.",
    ),
    # --- sources
    "made_how": ("Så har den tagits fram", "How it was made"),
    "sources": ("Källor", "Sources"),
    "source_": ("Källa", "Source"),
    "what": ("Vad", "What"),
    "period": ("Period", "Period"),
    "rests_on_n": ("Underlag", "Rests on"),
    "answered": ("Svarsandel", "Response rate"),
    "reports_source": ("Parternas rapporter i Samsyn", "The parties' reports in Samsyn"),
    "reports_what": ("händelser och brister på platser, granskade", "events and conditions at places, reviewed"),
    "n_reports": ("{n} rapporter från {sources} källor", "{n} reports from {sources} sources"),
    "n_reports_public": ("omkring {n} rapporter", "about {n} reports"),
    "n_readings": ("{n} värden", "{n} values"),
    "n_readings_areas": ("{n} värden, summerade från {areas} områden", "{n} values, summed from {areas} areas"),
    "no_own_reports": (
        "Inga rapporter från parterna finns i systemet för de här dagarna, eller för få för att visas för de här "
        "läsarna. Kartläggningen bygger på det som andra har räknat.",
        "There are no reports from the parties in the system for these days, or too few to be shown to these "
        "readers. "
        "The mapping rests on what others have counted.",
    ),
    "missing_is_not_none": (
        "Där uppgifter saknas kan det finnas problem ändå. Det kan lika gärna bero på att ingen har tittat, eller "
        "att "
        "den som såg något inte berättade.",
        "Where nothing is told there may still be problems. It may be that nobody has looked, or that whoever saw "
        "something did not tell.",
    ),
    "kept_apart": (
        "Anmälda brott och parternas rapporter räknas var för sig. De läggs aldrig ihop och jämförs aldrig på samma "
        "skala: samma sak kan finnas i båda.",
        "Reported offences and the parties' reports are counted apart. They are never added and never compared on "
        "one "
        "scale: the same thing may be in both.",
    ),
    "parties_in": ("Parter som har varit med: {names}.", "Parties that have taken part: {names}."),
    "response_says": (
        "{replies} av {promised} utlovade veckobesked kom in ({share}).",
        "{replies} of {promised} promised weekly answers came in ({share}).",
    ),
    # --- part 1
    "part1": ("Del 1. Kartläggning", "Part 1. Mapping"),
    "the_town": ("Kommunen", "The municipality"),
    "inhabitants": ("{name} har {n} invånare.", "{name} has {n} inhabitants."),
    "areas_are": ("Kartläggningen är gjord för {n} områden: {names}.", "The mapping is made for {n} areas: {names}."),
    "offences": ("Anmälda brott", "Reported offences"),
    "offences_intro": (
        "Det som anmäls är inte allt som händer. Hur mycket som anmäls beror också på hur lätt det är att anmäla, på "
        "förtroende och på vad polisen söker efter.",
        "What is reported to the police is not all that happens. How much is reported also depends on how easy it "
        "is, "
        "on trust and on what the police look for.",
    ),
    "no_offences": (
        "Inga siffror över anmälda brott är inlästa.",
        "No figures on reported offences have been read in.",
    ),
    "year_judged": (
        "{year}: {value}. Åren {first}–{before} gav anledning att vänta {low}–{high}. {verdict}",
        "{year}: {value}. The years {first}–{before} led one to expect {low}–{high}. {verdict}",
    ),
    "year_only": ("{year}: {value}. För få år för att säga om det är ovanligt.",
                  "{year}: {value}. Too few years to say whether it is unusual."),
    "preliminary": ("Siffrorna för {year} är preliminära.", "The figures of {year} are preliminary."),
    "verdict_more": ("Fler än väntat.", "More than expected."),
    "verdict_fewer": ("Färre än väntat.", "Fewer than expected."),
    "verdict_usual": ("Som väntat.", "As expected."),
    "verdict_too_little": ("För lite underlag.", "Too little to say."),
    "short_more": ("fler", "more"),
    "short_fewer": ("färre", "fewer"),
    "short_usual": ("som väntat", "as expected"),
    "short_too_little": ("för lite underlag", "too little"),
    "expected_range": ("Väntat", "Expected"),
    "in_words_short": ("Bedömning", "Judged"),
    "offences_table": ("Anmälda brott år för år", "Reported offences year by year"),
    "chart_years": ("{name}, {unit}, {first}–{last}. Det grå fältet är det väntade för det sista året.",
                    "{name}, {unit}, {first}–{last}. The grey field is what was expected of the last year."),
    "chart_source": ("Källa: {source}.", "Source: {source}."),
    "observed": ("Det som parterna har sett", "What the parties have seen"),
    "observed_says": (
        "{events} händelser och brister rapporterades {first} – {last}. Lika många dagar före: {before}. {verdict}",
        "{events} events and conditions were reported {first} – {last}. As many days before: {before}. {verdict}",
    ),
    "changed_more": (
        "Det är fler, mellan {low} och {high} procent.",
        "It is more, by between {low} and {high} per cent.",
    ),
    "changed_fewer": (
        "Det är färre, mellan {low} och {high} procent.",
        "It is fewer, by between {low} and {high} per cent.",
    ),
    "changed_usual": ("Skillnaden är inte säker.", "The difference is not certain."),
    "changed_too_little": ("För lite underlag för att jämföra.", "Too little to compare."),
    "more_sources": (
        "Fler rapporterar nu än då ({now} källor mot {before}). Det ger fler rapporter också när inget har ändrats "
        "ute.",
        "More report now than then ({now} sources against {before}). That gives more reports also when nothing has "
        "changed outside.",
    ),
    "from_decided": (
        "{share} av händelserna sågs under beslutad närvaro.",
        "{share} of the events were seen during decided presence.",
    ),
    "months_chart": ("Händelser månad för månad, parternas rapporter", "Events month by month, the parties' reports"),
    "by_group": ("Vad rapporterna handlar om", "What the reports are about"),
    "count_now": ("Perioden", "The period"),
    "count_before": ("Perioden före", "The period before"),
    "change": ("Ändring", "Change"),
    "consequences": ("Omfattning och följder", "Extent and consequences"),
    "small_hidden": ("Antal under tre visas inte.", "Counts below three are not shown."),
    # --- areas
    "by_area": ("Område för område", "Area by area"),
    "by_area_intro": (
        "Varje område jämförs med sig självt, aldrig med de andra. Ett område med många rapporter har ofta många som "
        "rapporterar.",
        "Each area is compared with itself, never with the others. An area with many reports often has many who "
        "report.",
    ),
    "area_reports": ("Parternas rapporter: {events} händelser, {before} perioden före. {verdict}",
                     "The parties' reports: {events} events, {before} in the period before. {verdict}"),
    "area_mostly": ("Mest handlar det om {groups}.", "Mostly it is about {groups}."),
    "area_when": ("Upptäcks oftast {when}.", "Most often found {when}."),
    "area_places": ("Platser med mest: {places}.", "Places with most: {places}."),
    "place_words": ("{name} ({n} händelser{when})", "{name} ({n} events{when})"),
    "when_night": ("nattetid", "at night"), "when_morning": ("på morgonen och förmiddagen", "in the morning"),
    "when_afternoon": ("på eftermiddagen", "in the afternoon"), "when_evening": ("på kvällen", "in the evening"),
    "when_weekend": ("fredag till söndag", "Friday to Sunday"),
    "when_winter": ("vinter", "winter"), "when_spring": ("vår", "spring"), "when_summer": ("sommar", "summer"),
    "when_autumn": ("höst", "autumn"),
    "area_coverage": ("{share} av dem som lovat att titta här var på plats.",
                      "{share} of those who had promised to look here were there."),
    "coverage_low": (
        "Det är lågt: bilden av området kan vara för ljus.",
        "That is low: the picture of the area may be too bright.",
    ),
    "area_states": ("Läget enligt gruppens bedömning: {states}.", "The state as the group judged it: {states}."),
    "weeks_in": ("{name} i {n} veckor", "{name} for {n} weeks"),
    "area_class": ("Polisens klassning: {classes} ({source}).", "The police's class: {classes} ({source})."),
    "area_figure": ("{name}: {value} {unit} {year}{n}. {change} Källa: {source}.",
                    "{name}: {value} {unit} {year}{n}. {change} Source: {source}."),
    "n_answers": (" ({n} svar)", " ({n} answers)"),
    "area_problems": ("Problem som gruppen arbetar med: {names}.", "Problems that the group works with: {names}."),
    "area_measures": ("Längre åtgärder: {names}.", "Longer measures: {names}."),
    "area_nothing": ("Inget är rapporterat eller inläst om området för de här dagarna.",
                     "Nothing has been reported or read in about the area for these days."),
    "people_n": ("{n} invånare ({year}).", "{n} inhabitants ({year})."),
    # --- part 2
    "part2": ("Del 2. Annan information av betydelse", "Part 2. Other information of importance"),
    "surveys": ("Enkäter och trygghetsmätningar", "Surveys of safety"),
    "survey_table": ("Svar i enkäter", "Answers in surveys"),
    "no_surveys": ("Inga enkäter är inlästa.", "No surveys have been read in."),
    "surveys_note": ("Siffror som bygger på få svar läses försiktigt. Under 30 svar jämförs de inte.",
                     "Figures that rest on few answers are read with care. Below 30 answers they are not compared."),
    "share_more": ("upp {low} till {high} enheter", "up {low} to {high} points"),
    "share_fewer": ("ner {low} till {high} enheter", "down {low} to {high} points"),
    "share_usual": ("ingen säker ändring", "no certain change"),
    "share_too_little": ("kan inte jämföras", "cannot be compared"),
    "whole_town": ("Hela kommunen", "The whole municipality"),
    "question": ("Fråga", "Question"),
    "year": ("År", "Year"),
    "value": ("Värde", "Value"),
    "answers": ("Svar", "Answers"),
    "classes": ("Polisens klassning av områden", "The police's classes of areas"),
    "classes_note": ("Klassningen görs av polisen och räknas aldrig fram här.",
                     "The class is set by the police and never worked out here."),
    "class_": ("Klass", "Class"), "trend": ("Riktning", "Direction"),
    "trend_up": ("bättre", "better"),
    "trend_down": ("sämre", "worse"),
    "trend_same": ("oförändrad", "unchanged"),
    "trend_": ("–", "–"),
    "other_figures": ("Andra mått", "Other figures"),
    "feeds": ("Nyheter från andra", "News from others"),
    "feeds_note": ("En nyhetslista är ingen statistik: den visar vad som har berättats, inte vad som har hänt.",
                   "A news feed is no statistic: it shows what has been told, not what has happened."),
    "events_told": ("Händelser", "Events"),
    "other_texts": ("Det som parterna vet", "What the parties know"),
    # --- part 3
    "part3": ("Del 3. Analys", "Part 3. Analysis"),
    "what_changed": ("Det som har ändrats", "What has changed"),
    "nothing_changed": ("Inget mått skiljer sig säkert från det som var att vänta.",
                        "No figure differs certainly from what was to be expected."),
    "changed_offence": (
        "{name}: {value} år {year}, väntat {low}–{high}.",
        "{name}: {value} in {year}, expected {low}–{high}.",
    ),
    "changed_group": ("Parternas rapporter om {name}: {events}, perioden före {before}.",
                      "The parties' reports about {name}: {events}, the period before {before}."),
    "changed_area": ("Parternas rapporter i {name}: {events}, perioden före {before}.",
                     "The parties' reports in {name}: {events}, the period before {before}."),
    "by_chance": ("{n} jämförelser är gjorda. Omkring {false} av dem kan sticka ut av en slump.",
                  "{n} comparisons were made. About {false} of them may stand out by chance."),
    "chosen": ("Problem som lyfts fram", "Problems that are put first"),
    "no_problems": ("Inga problem är valda än.", "No problems have been chosen yet."),
    "problem_n": ("Problem {n}", "Problem {n}"),
    "causes": ("Troliga orsaker: {names}.", "Likely causes: {names}."),
    "goals": ("Mål: {names}.", "Goals: {names}."),
    "affected": ("Berör: {who}.", "Concerns: {who}."),
    "weighed": ("Vägt mot varandra", "Weighed against each other"),
    "weighed_note": ("Behov och möjlighet att påverka, 1–5. Det som valts bort har sitt skäl.",
                     "Need and possibility to influence, 1–5. What was not chosen has its reason."),
    "need": ("Behov", "Need"), "influence": ("Påverkan", "Influence"), "chosen_yes": ("prioriteras", "comes first"),
    "chosen_no": ("inte nu", "not now"), "why": ("Varför", "Why"), "choice": ("Val", "Choice"),
    "what_was_done": ("Det som har gjorts", "What has been done"),
    "done_says": ("{decided} åtgärder beslutades, {carried} är gjorda och {followed} är uppföljda.",
                  "{decided} measures were decided on, {carried} have been done and {followed} followed up."),
    "effect_of": ("Åtgärd {n}: {what}", "Measure {n}: {what}"),
    "effect_next": ("Gruppens slutsats: {conclusion}.", "The group's conclusion: {conclusion}."),
    "not_known": ("Det vi inte vet", "What we do not know"),
    "unknown_few": ("{n} jämförelser hade för lite underlag.", "{n} comparisons had too little to rest on."),
    "unknown_response": (
        "Svarsandelen är låg ({share}). Områden utan rapporter kan ha problem som ingen har berättat om.",
        "The response rate is low ({share}). Areas without reports may have problems nobody has told of.",
    ),
    "unknown_offences": ("Anmälda brott saknas.", "Reported offences are missing."),
    "unknown_surveys": (
        "Enkäter saknas: hur trygga människor är vet vi inte.",
        "Surveys are missing: how safe people feel is not known.",
    ),
    "unknown_own": (
        "Parternas egna rapporter saknas för de här dagarna.",
        "The parties' own reports are missing for these days.",
    ),
    "unknown_causes": ("{n} av {all} problem saknar orsaksanalys.", "{n} of {all} problems have no causal analysis."),
    "needs": ("Behov av åtgärder", "Need for measures"),
    "leads_to_plan": ("Åtgärdsplanen tar vid här. Varje åtgärd i den går att spåra till ett problem ovan.",
                      "The action plan goes on from here. Each measure in it can be traced to a problem above."),
    "how_counted": ("Så är det räknat", "How it is counted"),
    "counted_years": (
        "Anmälda brott: det sista året jämförs med de 4–8 åren före. Spannet är där ett nytt år hamnar i 95 fall "
        "av 100 "
        "om inget har ändrats.",
        "Reported offences: the last year is compared with the 4–8 years before it. The range is where a new year "
        "lies "
        "in 95 cases of 100 when nothing has changed.",
    ),
    "counted_reports": (
        "Parternas rapporter: perioden jämförs med lika många dagar före. Ändringen räknas som säker när 99 procents "
        "intervall inte rymmer noll, sedan hänsyn tagits till att rapporter kommer i klungor.",
        "The parties' reports: the period is compared with as many days before. A change is called certain when a "
        "99 per "
        "cent interval leaves out zero, after allowing for reports that come in bunches.",
    ),
    "counted_shares": ("Enkäter: ändringen räknas som säker när 95 procents intervall inte rymmer noll.",
                       "Surveys: a change is called certain when a 95 per cent interval leaves out zero."),
    "digest_is": ("Kontrollsumma {digest}", "Digest {digest}"),
    # --- the other documents
    "decision": ("Beslut", "Decision"),
    "no_decision": ("Inte beslutat än.", "Not decided yet."),
    "review_on": ("Ses över senast {day}.", "To be looked over by {day}."),
    "valid": ("Gäller {first} – {last}", "Holds {first} – {last}"),
    "valid_open": ("Gäller tills vidare", "Holds until further notice"),
    "between": ("Parter", "Parties"),
    "part_1": ("Del 1. Samverkan", "Part 1. Cooperation"),
    "part_2": ("Del 2. Prioriteringar och planer", "Part 2. Priorities and plans"),
    "annex_problems": ("Bilaga 1. Gemensam problembild och analys", "Annex 1. Common picture of problems and analysis"),
    "annex_plans": ("Bilaga 2. Åtgärdsplaner", "Annex 2. Action plans"),
    "annex_none": ("Ingen plan hör till överenskommelsen än.", "No plan belongs to the agreement yet."),
    "signatures": ("Underskrifter", "Signatures"),
    "function": ("Funktion", "Function"), "signed": ("Undertecknat", "Signed"),
    "not_binding": ("Överenskommelsen är inte juridiskt bindande.", "The agreement is not legally binding."),
    "rests_on_picture": (
        "Bygger på {title}, version {n}, beslutad {day}.",
        "Rests on {title}, version {n}, decided {day}.",
    ),
    "rests_on_draft": (
        "Bygger på {title}, version {n}, inte beslutad än.",
        "Rests on {title}, version {n}, not decided yet.",
    ),
    "plan_law": ("Planen som lagen (2023:196) kräver, 5 §.", "The plan that the Act (2023:196) asks for, section 5."),
    "plan_method": (
        "En plan enligt metoden, utöver den som lagen kräver.",
        "A plan of the method, besides the one the Act asks for.",
    ),
    "measures_against": ("Åtgärder", "Measures"),
    "who": ("Vem", "Who"), "when": ("Klart", "By"), "leads_to": ("Ska leda till", "Is to lead to"),
    "phase": ("Fas {n}: {name} ({model}), sedan {day}.", "Phase {n}: {name} ({model}), since {day}."),
    "phase_example": (
        "Fas {n}: {name} ({model}; exempel, inte Brås text), sedan {day}.",
        "Phase {n}: {name} ({model}; an example, not Brå's text), since {day}.",
    ),
    "traces": ("I lägesbilden: {title}.", "In the picture: {title}."),
    "no_measure": ("Ingen åtgärd: {why}", "No measure: {why}"),
    "no_measure_yet": ("Ingen åtgärd än.", "No measure yet."),
    "untraced": ("Åtgärder utan problem", "Measures without a problem"),
    "all_traced": ("{n} åtgärder mot {problems} problem. Varje åtgärd går att spåra till ett problem.",
                   "{n} measures against {problems} problems. Each measure can be traced to a problem."),
    "some_untraced": ("{n} åtgärder mot {problems} problem. {without} saknar problem.",
                      "{n} measures against {problems} problems. {without} lack a problem."),
    "outcomes": ("Så gick det", "How it went"),
    "outcome_word": ("Utfall", "Outcome"), "came_of": ("Kommentar", "Comment"),
    "followed_on": ("Uppföljd {day}", "Followed up {day}"),
    "pledge_to": ("Till dig som bor eller rör dig i {where}", "To you who live in or visit {where}"),
    "belongs_to": ("Hör till {title}.", "Belongs to {title}."),
}  # fmt: skip


def words_for(language: str) -> dict[str, str]:
    """Return every word of the long-term papers in one language."""
    at = 1 if language == "en" else 0
    return {key: both[at] for key, both in {**WEEKLY, **PAPERS, **WORDS}.items()}
