"""The questions the check begins with; each municipality owns its copy. The wording is ours, not the police's.

All are put so that a yes is something to look into. The four categories' names are a setting (phenomena_categories).
Source of the frame: method, section 13 (the police's own battery has four categories, whose questions are not public).
"""

DEFAULTS: tuple[tuple[int, str, str, str], ...] = (
    (1, "housing", "Hyrs lägenheter ut i andra hand på ett sätt som ingen har överblick över?",
     "Are flats sublet in ways that nobody has an overview of?"),
    (1, "school", "Är det ovanligt många unga som varken går i skolan eller arbetar?",
     "Are unusually many young people neither at school nor at work?"),
    (1, "meeting", "Saknas platser där unga kan vara på kvällen?",
     "Is there a lack of places where young people can be in the evening?"),
    (1, "service", "Har affärer, föreningar eller samhällsservice lämnat området?",
     "Have shops, associations or public services left the area?"),
    (2, "dealing", "Säljs narkotika öppet på någon plats?", "Are drugs sold openly in some place?"),
    (2, "recruiting", "Märker skola eller fritid att yngre dras in av äldre?",
     "Do school or leisure staff notice that younger ones are drawn in by older?"),
    (2, "pressure", "Har näringsidkare, föreningar eller personal utsatts för påtryckningar?",
     "Have businesses, associations or staff been put under pressure?"),
    (2, "economy", "Finns verksamheter där öppettider, kunder och omsättning inte går ihop?",
     "Are there businesses whose hours, customers and turnover do not add up?"),
    (2, "welfare", "Misstänker kommunen att bidrag eller assistans utnyttjas på ett organiserat sätt?",
     "Does the municipality suspect that grants or assistance are exploited in an organised way?"),
    (2, "goods", "Säljs smuggelvaror eller stöldgods i området?", "Are smuggled or stolen goods sold in the area?"),
    (3, "violence", "Har det varit skjutningar, sprängningar eller grovt våld på allmän plats?",
     "Have there been shootings, explosions or serious violence in public?"),
    (3, "fires", "Har bilar, soprum eller byggnader satts i brand?",
     "Have cars, refuse rooms or buildings been set on fire?"),
    (3, "attacks", "Har polis, räddningstjänst, väktare eller annan personal hotats eller angripits?",
     "Have police, rescue services, guards or other staff been threatened or attacked?"),
    (3, "damage", "Förstörs det som sätts upp för trygghet, som lampor och kameror?",
     "Is what is put up for safety destroyed, such as lamps and cameras?"),
    (4, "silence", "Undviker boende och personal att anmäla eller vittna?",
     "Do residents and staff avoid reporting or giving evidence?"),
    (4, "stepping_in", "Är det ovanligt att någon säger ifrån när något är fel?",
     "Is it unusual that anybody speaks up when something is wrong?"),
    (4, "trust", "Är förtroendet för kommun och polis lågt i mätningar eller dialoger?",
     "Is trust in the municipality and the police low in surveys or dialogues?"),
    (4, "solving", "Löses tvister vid sidan av myndigheterna?", "Are disputes settled beside the authorities?"),
)
CATEGORIES = (1, 2, 3, 4)
