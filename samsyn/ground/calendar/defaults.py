"""The year wheel a municipality may begin with: a proposal, copied to its own rows and then its own to change.

Dates of school breaks differ between municipalities and are marked as approximate until the own dates are written in.
"""

from typing import Any

SOURCE = "Samsyns förslag"
DEFAULTS: tuple[dict[str, Any], ...] = (
    {"code": "arsanalys", "kind": "analysis", "name_sv": "Årsanalys och nya medborgarlöften",
     "name_en": "Yearly analysis and new citizen pledges", "rule": "dates", "first": "01-07", "last": "01-31",
     "checks_sv": "Är förra årets åtgärder uppföljda?\nVilka löften går ut och ska utvärderas?",
     "checks_en": "Have last year's measures been followed up?\nWhich pledges end and are to be evaluated?"},
    {"code": "bra-enkat", "kind": "survey", "name_sv": "Brås årliga enkät", "name_en": "Brå's yearly survey",
     "rule": "dates", "first": "02-01", "last": "03-31",
     "checks_sv": "Vem svarar, och är svaren förankrade hos ledningen?",
     "checks_en": "Who answers, and does the management stand behind the answers?"},
    {"code": "sportlov", "kind": "school", "name_sv": "Sportlov", "name_en": "Winter break", "rule": "weeks",
     "first": "8", "last": "9", "approximate": True,
     "checks_sv": "Vad är öppet för unga, och till vilken tid?\nVilka platser brukar få fler rapporter på lov?",
     "checks_en": "What is open to the young, and until when?\nWhich places usually get more reports in breaks?"},
    {"code": "paskvecka", "kind": "school", "name_sv": "Påsklov", "name_en": "Easter break", "rule": "easter",
     "first": "-9", "last": "1", "approximate": True,
     "checks_sv": "Vad är öppet under lovet?", "checks_en": "What is open during the break?"},
    {"code": "valborg", "kind": "feast", "name_sv": "Valborg", "name_en": "Walpurgis Night", "rule": "dates",
     "first": "04-30", "last": "05-01", "ahead_days": 28,
     "playbook": "lage:raised",
     "checks_sv": "Var samlas man, och vem är där?\nÄr belysning och toaletter på plats?\n"
                  "Vet butikerna vad som gäller för langning?\nVem är ute som vuxen?",
     "checks_en": "Where do people gather, and who is there?\nAre lights and toilets in place?\n"
                  "Do the shops know the rules on buying for others?\nWhich adults are out?"},
    {"code": "skolavslutning", "kind": "school", "name_sv": "Skolavslutning", "name_en": "End of school",
     "rule": "weeks", "first": "23", "last": "24", "approximate": True, "ahead_days": 28,
     "playbook": "lage:raised",
     "checks_sv": "Vilka parker och badplatser brukar fyllas?\nÄr föräldravandring och fältpass bemannade?\n"
                  "Har föräldrarna fått brev om kvällen?",
     "checks_en": "Which parks and beaches usually fill?\nAre the parents' walk and outreach manned?\n"
                  "Have parents been written to about the evening?"},
    {"code": "sommarlov", "kind": "school", "name_sv": "Sommarlov", "name_en": "Summer holidays", "rule": "weeks",
     "first": "25", "last": "32", "approximate": True, "ahead_days": 28,
     "checks_sv": "Vilka skolgårdar och tomma lokaler behöver tillsyn?\nHur rapporterar de som är på semester?",
     "checks_en": "Which school yards and empty rooms need looking after?\nHow do those on leave report?"},
    {"code": "skolstart", "kind": "school", "name_sv": "Skolstart", "name_en": "Start of school", "rule": "weeks",
     "first": "33", "last": "34", "approximate": True, "ahead_days": 21,
     "checks_sv": "Har bilbränder och skadegörelse följts veckorna före?\nÄr skolvägar och hållplatser sedda över?",
     "checks_en": "Have car fires and damage been watched the weeks before?\nHave ways to school been looked over?"},
    {"code": "trygghetsmatning", "kind": "survey", "name_sv": "Trygghetsmätning", "name_en": "Safety survey",
     "rule": "dates", "first": "09-01", "last": "10-15",
     "checks_sv": "Ställs samma frågor som förra gången?\nBlir det minst 20 svar i varje område som redovisas?",
     "checks_en": "Are the same questions asked as last time?\nWill each area that is told of get 20 answers or more?"},
    {"code": "hostlov", "kind": "school", "name_sv": "Höstlov och Halloween", "name_en": "Autumn break and Halloween",
     "rule": "weeks", "first": "44", "last": "44", "ahead_days": 28,
     "playbook": "lage:raised",
     "checks_sv": "Smällare: vet butiker och skolor vad som gäller?\nÄr containrar och papperskorgar tömda?\n"
                  "Vad är öppet kvällstid?",
     "checks_en": "Firecrackers: do shops and schools know the rules?\nAre containers and bins in stairwells emptied?\n"
                  "What is open in the evenings?"},
    {"code": "lucia", "kind": "feast", "name_sv": "Lucia", "name_en": "Saint Lucy's Day", "rule": "dates",
     "first": "12-12", "last": "12-13",
     "checks_sv": "Lussenatten: var samlas unga, och vilka vuxna är ute?",
     "checks_en": "The night before: where do the young gather, and which adults are out?"},
    {"code": "nyar", "kind": "feast", "name_sv": "Nyår", "name_en": "New Year", "rule": "dates", "first": "12-31",
     "last": "01-01", "ahead_days": 28,
     "playbook": "lage:raised",
     "checks_sv": "Raketer: vilka torg och trapphus drabbades förra året?\nÄr brevinkast och soprum säkra?\n"
                  "Vem tar emot larm under natten?",
     "checks_en": "Fireworks: which squares and stairwells were hit last year?\nAre letter boxes safe?\n"
                  "Who takes calls during the night?"},
    {"code": "tertial-1", "kind": "analysis", "name_sv": "Tertialanalys, januari–april",
     "name_en": "Analysis of January–April", "rule": "dates", "first": "05-02", "last": "05-20"},
    {"code": "tertial-2", "kind": "analysis", "name_sv": "Tertialanalys, maj–augusti",
     "name_en": "Analysis of May–August", "rule": "dates", "first": "09-01", "last": "09-20"},
    {"code": "lagesbild-lag", "kind": "law", "name_sv": "Lägesbilden uppdateras och åtgärdsplanen följs upp",
     "name_en": "The statutory picture is updated and the plan followed up", "rule": "dates", "first": "10-01",
     "last": "11-30", "every_years": 2, "from_year": 2026, "ahead_days": 60,
     "source": "Lag (2023:196) 6 §: minst vartannat år",
     "checks_sv": "När uppdaterades lägesbilden senast?\nÄr åtgärdsplanen uppföljd, åtgärd för åtgärd?\n"
                  "Är rapporten till fullmäktige inplanerad?",
     "checks_en": "When was the picture last updated?\nHas the plan been followed up, measure by measure?\n"
                  "Is the report to the council planned?"},
)  # fmt: skip
