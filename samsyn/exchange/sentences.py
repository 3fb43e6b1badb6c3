"""What imports and jobs say, in English: it is said and stored in Swedish, and turned round where it is shown.

Readers and mappings know nothing of who reads their sentences, and a run keeps its own for ever. So each sentence is
recognised by its Swedish form ({0}, {1} … stand for what differs); a test finds those that are missing here.
"""

import re
from functools import cache

SENTENCES: dict[str, str] = {
    # the command
    "Tillbakatagen: {0} rader borttagna, {1} som förut.": "Taken back: {0} rows removed, {1} as before.",
    "Ange hur filen ska läsas: --source NAMN eller --mapping FIL.toml.":
        "Say how the file is read: --source NAME or --mapping FILE.toml.",
    "{0} nya, {1} ändrade, {2} oförändrade.": "{0} new, {1} changed, {2} unchanged.",
    "Inte med: {0} ({1}).": "Left out: {0} ({1}).",
    "Inte med: {0} rader ({1}).": "Left out: {0} rows ({1}).",
    "{0} rader lästa: {1} nya, {2} ändrade, {3} oförändrade, {4} kom inte in.":
        "{0} rows read: {1} new, {2} changed, {3} unchanged, {4} did not enter.",
    "Kommunen ”{0}” finns inte. Lägg till den med samsyn municipality add.":
        "There is no municipality “{0}”. Add it with samsyn municipality add.",
    "{0} har ingen roll i {1}.": "{0} has no role in {1}.",
    "Inläsningen {0} finns inte. Id:t stod i sammanfattningen när filen lästes in.":
        "There is no import {0}. Its id stood in the summary when the file was read in.",
    "Ange filen som ska läsas in.": "Name the file to read in.",
    "{0} finns nu på /{1}/.": "{0} is now at /{1}/.",
    "Skriv --only KOLUMN=VÄRDE.": "Write --only COLUMN=VALUE.",
    "{0} tomma svar i filen.": "{0} empty answers in the file.",
    "Ange --rejected UT.csv för att få raderna och orsakerna i en fil.":
        "Give --rejected OUT.csv to have the rows and the reasons in a file.",
    "Raderna står i {0}. Filen kan innehålla personuppgifter och ska raderas.":
        "The rows are in {0}. The file may hold personal data and is to be deleted.",
    "Kategorier som saknas i mappningen: {0}": "Categories that the mapping lacks: {0}",
    "Ta tillbaka med: {0}": "Take it back with: {0}",
    "Rad {0}: {1}": "Row {0}: {1}",
    "Fortsätter efter rad {0}.": "Going on after row {0}.",
    # runs
    "”{0}” är namnet på en färdig källa. Välj ett annat namn.":
        "“{0}” is the name of a ready source. Choose another name.",
    "Filen {0} finns inte.": "There is no file {0}.",
    "Den inläsningen är redan tillbakatagen.": "That import has already been taken back.",
    "Filen läses redan in. Vänta tills det är klart.": "The file is being read in already. Wait until it is done.",
    "Avbruten: programmet som läste filen stängdes innan det var klart.":
        "Interrupted: the program that read the file was closed before it was done.",
    "Avbrutet ({0}).": "Interrupted ({0}).",
    # rows
    "Formen är ingen yta. Ett område behöver en polygon.": "The shape is no surface. An area needs a polygon.",
    "Raden har fler celler än filen har kolumner.": "The row has more cells than the file has columns.",
    "Kategorin ”{0}” finns inte i mappningens översättning.": "The mapping does not translate the category “{0}”.",
    "Kategorin ”{0}” finns inte i kommunen.": "The municipality has no category “{0}”.",
    "Tiden ”{0}” går inte att läsa.": "The time “{0}” cannot be read.",
    "Från-tiden ligger efter till-tiden.": "The time it began is after the time it ended.",
    "Raden saknar plats: varken koordinater eller områdeskod.":
        "The row has no place: neither coordinates nor an area code.",
    "Punkten {0} ligger utanför kommunen.": "The point {0} is outside the municipality.",
    "Punkten {0}, {1} ligger utanför {2}.": "The point {0}, {1} is outside {2}.",
    "Raden saknar {0}.": "The row has no {0}.",
    "”{0}” är inte ett tal ({1}).": "“{0}” is not a number ({1}).",
    "Raden saknar tid.": "The row has no time.",
    "Raden saknar områdeskod.": "The row has no area code.",
    "Raden saknar DeSO-kod, så brottet kan inte räknas i något område.":
        "The row has no DeSO code, so the offence can be counted in no area.",
    "Raden saknar brottsdatum.": "The row has no date of the offence.",
    "Brottsdatum {0} ligger efter inskrivningsdatum {1}.":
        "The date of the offence {0} is after the date of registration {1}.",
    "Raden kunde inte tas emot.": "The row could not be taken in.",
    "Området finns inte bland områdena i {0}. Läs in områdena först eller rätta koden.":
        "The area is not among the areas of {0}. Read the areas in first, or correct the code.",
    "Kategorin används inte här. Välj en annan.": "The category is not used here. Choose another.",
    "Den kategorin används bara av samordnaren. Välj en annan.":
        "That category is used by the coordinator only. Choose another.",
    "Allvar är {0}. Det ska vara 1, 2, 3 eller 4.": "Severity is {0}. It is to be 1, 2, 3 or 4.",
    "Raden innehåller tecken som inte går att lagra. Spara filen på nytt som text.":
        "The row holds characters that cannot be stored. Save the file again as text.",
    "{0} är längre än {1} tecken. Korta.": "{0} is longer than {1} characters. Shorten it.",
    "Texten är längre än {0} tecken. Korta den.": "The text is longer than {0} characters. Shorten it.",
    "Tiden saknar tidszon.": "The time has no time zone.",
    "Tiden ligger i framtiden. Ändra när det hände.": "The time is in the future. Change when it happened.",
    "Tiden ligger före 1990. Kontrollera datumet.": "The time is before 1990. Check the date.",
    "Det började efter att det slutade. Byt plats på tiderna.": "It began after it ended. Change the times round.",
    "Bara den ena koordinaten finns. Ange båda eller ett område.":
        "Only one of the coordinates is there. Give both, or an area.",
    "Plats saknas. Ange en plats, en punkt på kartan eller ett område.":
        "There is no place. Give a place, a point on the map or an area.",
    "Välj vilken grupp som ska se rapporten.": "Choose which group is to see the report.",
    "Rapporten som den hör ihop med finns inte här. Skriv en ny rapport.":
        "The report that it belongs to is not here. Write a new report.",
    "”{0}” är inget {1}. Välj {2}.": "“{0}” is no {1}. Choose {2}.",
    "Platsen eller organisationen hör till en annan kommun.":
        "The place or the organisation belongs to another municipality.",
    # mappings and clocks
    "Använd i stället kolumnen ”{0}”: [time] until = \"{1}\", format = \"{2}\".":
        "Use the column “{0}” instead: [time] until = \"{1}\", format = \"{2}\".",
    "Be om en fil med 24-timmarsklocka, eller ange bara datumet: [time] date.":
        "Ask for a file with a 24-hour clock, or give the date alone: [time] date.",
    "Klockslagen i kolumnen ”{0}” går bara mellan 1 och 12 och saknar förmiddag/eftermiddag (AM/PM), så halva dygnet "
    "skulle hamna fel. {1}":
        "The clock in the column “{0}” goes only from 1 to 12 and lacks AM/PM, so half of the day would end up wrong. "
        "{1}",
    "Mappningen ska börja med: format = 1.": "The mapping is to begin with: format = 1.",
    "Mappningen saknar tid: ange [time] until eller date.": "The mapping has no time: give [time] until or date.",
    "Mappningen saknar plats: ange [place] longitude och latitude, geometry eller area_code.":
        "The mapping has no place: give [place] longitude and latitude, geometry or area_code.",
    "”{0}” i {1} känns inte igen. Där kan stå: {2}.": "“{0}” in {1} is not known. There may stand: {2}.",
    "Mappningen {0} finns inte.": "There is no mapping {0}.",
    "Mappningen är inte giltig TOML: {0}.": "The mapping is not valid TOML: {0}.",
    "Mappningen saknar kolumn för {0} ({1}).": "The mapping has no column for {0} ({1}).",
    "target = ”{0}” finns inte. Välj {1}.": "There is no target = “{0}”. Choose {1}.",
    "Filen saknar kolumnen ”{0}” som mappningen använder. Filens kolumner: {1}.":
        "The file lacks the column “{0}” that the mapping uses. The file's columns: {1}.",
    "Källan ”{0}” finns inte. Färdiga källor: {1}.": "There is no source “{0}”. Ready sources: {1}.",
    "Områden och platser läses in med samsyn areas import och samsyn places import, utsatta områden med samsyn areas "
    "import --classes.":
        "Areas and places are read in with samsyn areas import and samsyn places import, the police's areas with "
        "samsyn areas import --classes.",
    # files
    "Filen har inga områden i kommunen. Kontrollera filen, kolumnerna och kommunen.":
        "The file has no areas in the municipality. Check the file, the columns and the municipality.",
    "Filen saknar kolumnen ”{0}”.": "The file lacks the column “{0}”.",
    "Ingen gräns hittades. Kontrollera filen och --only KOLUMN=VÄRDE.":
        "No border was found. Check the file and --only COLUMN=VALUE.",
    "Skriv utbredningen som väst,syd,öst,norr i grader: 14.9,59.0,15.8,59.5.":
        "Write the extent as west,south,east,north in degrees: 14.9,59.0,15.8,59.5.",
    "Filer som slutar på ”{0}” kan inte läsas. Välj {1}.": "Files that end in “{0}” cannot be read. Choose {1}.",
    "Filen {0} är inte en hel zip-fil.": "The file {0} is not a whole zip file.",
    "Filen {0} är inte en hel gz-fil.": "The file {0} is not a whole gz file.",
    "Filen {0} är skadad eller något annat än den ser ut att vara. Öppna den i sitt eget program och spara den "
    "på nytt.":
        "The file {0} is damaged or something else than it seems. Open it in its own program and save it anew.",
    "Filen har {0} kolumner. Behåll dem som ska läsas in, högst {1}.":
        "The file has {0} columns. Keep those to be read in, at most {1}.",
    "Filen {0} går inte att läsa som Parquet.": "The file {0} cannot be read as Parquet.",
    "{0} är för stor när den packas upp. Packa upp och dela filen.":
        "{0} is too large when it is unpacked. Unpack it and split the file.",
    "Koordinaterna hamnar inte i kommunen {0}.": "The coordinates do not fall in the municipality {0}.",
    "{0} De passar med {1}. Ange det i mappningen.": "{0} They fit with {1}. Say so in the mapping.",
    "{0} Inget av de koordinatsystem som används i Sverige passar. Kontrollera kolumnerna och kommunen.":
        "{0} None of the coordinate systems used in Sweden fits. Check the columns and the municipality.",
    "{0} De två kolumnerna verkar ha bytt plats: med {1} (EPSG:{2}) och omvänd ordning stämmer det. Byt kolumnerna i "
    "mappningen.":
        "{0} The two columns seem to have changed places: with {1} (EPSG:{2}) the other way round it is right. Change "
        "them in the mapping.",
    "Filen är tom. Välj en fil med minst en rad.": "The file is empty. Choose a file with at least one row.",
    "Raden efter rad {0} går inte att läsa. Kontrollera citattecknen.":
        "The row after row {0} cannot be read. Check the quotation marks.",
    "Filen {0} går inte att läsa som karta. Välj GeoJSON, GeoPackage eller Shapefile med .shx och .dbf.":
        "The file {0} cannot be read as a map. Choose GeoJSON, GeoPackage or Shapefile with .shx and .dbf.",
    "Filen har flera lager. Ange vilket du vill läsa: {0}.": "The file has several layers. Say which to read: {0}.",
    "Svaret har flera listor. Ange i mappningen vilken som gäller: [read] records = \"namn\".":
        "The answer has several lists. Say in the mapping which one is meant: [read] records = \"name\".",
    "Filen är inte hel JSON: den slutar mitt i en post.": "The file is not whole JSON: it ends within a record.",
    "Arket är tomt. Välj ett ark med minst en rad.": "The sheet is empty. Choose a sheet with at least one row.",
    "Filen går inte att öppna som Excel. Spara den som .xlsx och försök igen.":
        "The file cannot be opened as Excel. Save it as .xlsx and try again.",
    "Arket ”{0}” finns inte. Arken heter: {1}.": "There is no sheet “{0}”. The sheets are called: {1}.",
    "Filen har inga rader för den här kommunen.": "The file has no rows for this municipality.",
    "Filen har ingen kolumn med DeSO- eller RegSO-koder.": "The file has no column of DeSO or RegSO codes.",
    "Filen säger inte vilket år folkmängden gäller.": "The file does not say which year the population is of.",
    "Filen har ingen kolumn med folkmängd totalt.": "The file has no column of the whole population.",
    # figures from outside
    "Adressen ska börja med https://. Inget har hämtats.": "The address must begin with https://. Nothing was fetched.",
    "{0} hämtas bara från {1}. Inget har hämtats.": "{0} is fetched from {1} only. Nothing was fetched.",
    "Adressen innehåller tecken som inte får stå där. Inget har hämtats.":
        "The address has characters that may not stand there. Nothing was fetched.",
    "{0} svarade inte ({1}). Försök igen senare.": "{0} did not answer ({1}). Try again later.",
    "Svaret från {0} är större än {1} MB. Be om färre år eller områden.":
        "The answer of {0} is larger than {1} MB. Ask for fewer years or areas.",
    "Ett nyckeltal skrivs som N07403, inte ”{0}”.": "A key figure is written as N07403, not “{0}”.",
    "Kolada har inga värden för {0} de valda åren.": "Kolada has no values of {0} in the years chosen.",
    "Koladas svar går inte att läsa.": "Kolada's answer cannot be read.",
    "Skriv tabellens sökväg som BE/BE0101/BE0101Y/FolkmDesoAldKon.":
        "Write the path of the table as BE/BE0101/BE0101Y/FolkmDesoAldKon.",
    "SCB:s svar om tabellen {0} går inte att läsa.": "SCB's answer about the table {0} cannot be read.",
    "Frågan ger {0} värden och får ge högst {1}. Välj färre år.":
        "The question gives {0} values and may give {1} at most. Choose fewer years.",
    "Tabellen har inget av de år som valts: {0}.": "The table has none of the years chosen: {0}.",
    "Tabellen har inget område i kommunen {0}.": "The table has no area in the municipality {0}.",
    "SCB:s svar går inte att läsa.": "SCB's answer cannot be read.",
    "Adressen gav en webbsida, inte en tabell. Spara exporten hos Brå och läs in filen i stället.":
        "The address gave a web page, not a table. Save the export at Brå and read the file in instead.",
    "Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk.":
        "Answers are never broken down by origin, citizenship, religion or language.",
    "Filen har fler än {0} rader. Det är ingen enkät.": "The file has more than {0} rows. That is no survey.",
    "Filen har inte kolumnerna region och brott som i Brås export.":
        "The file has not the columns region and offence of Brå's export.",
    "Filen har ingen kolumn med antal anmälda brott.": "The file has no column of the number of reported offences.",
    "Svaret har inte kpi, municipality, period och values som Koladas svar har.":
        "The answer has not kpi, municipality, period and values as Kolada's has.",
    "Tabellen har ingen kolumn med områdeskoder eller ingen med år.":
        "The table has no column of area codes or none of years.",
    "Området ”{0}” finns inte.": "There is no area “{0}”.", "Måttet ”{0}” finns inte.": "There is no indicator “{0}”.",
    "Inga mått finns än.": "There are no indicators yet.", "Varje kod har sitt område.": "Each code has its area.",
    "{0} värden fick sitt område.": "{0} values got their area.", "{0} mått ändrade.": "{0} indicators changed.",
    "{0}: {1} koder utan område: {2}": "{0}: {1} codes without area: {2}",
    "{0} svar gav {1} värden. Svaren sparas inte.": "{0} answers gave {1} values. The answers are not kept.",
    "Visas inte heller, annars gick de för få att räkna ut: {0}.":
        "Not shown either, or the too few could be worked out: {0}.",
    "För få svar (färre än 20), visas inte: {0}.": "Too few answers (fewer than 20), not shown: {0}.",
    "Filen ska sluta på .pdf, .docx eller .json.": "The file must end in .pdf, .docx or .json.",
    "Skriv åren som 2020-2024 eller 2019,2023.": "Write the years as 2020-2024 or 2019,2023.",
    # demo, serve, base map
    "Gör databasen redo": "Making the database ready",
    "{0}: ritar kartan och skriver två års rapporter": "{0}: drawing the map and writing two years of reports",
    "{0}: lägger upp kommunen, platserna och parterna": "{0}: founding the municipality, places and parties",
    "{0}: tar emot {1} rapporter och {2} veckobesked": "{0}: taking in {1} reports and {2} weekly replies",
    "{0}: tar fram {1} lägesbilder, vecka för vecka": "{0}: making {1} situational pictures, week by week",
    "{0}: ser tillbaka på tertialen och året": "{0}: looking back on the tertials and the year",
    "Klart på {0} s. Allt ligger i {1}.": "Done in {0} s. Everything lies in {1}.",
    "Demon finns redan ({0}).": "The demo is there already ({0}).",
    "{0} är inte ett datum. Skriv som 2026-11-15.": "{0} is not a date. Write it as 2026-11-15.",
    "I {0} ligger en databas som inte är demons. Välj en annan mapp med --data.":
        "In {0} lies a database that is not the demo's. Choose another folder with --data.",
    "Databasen innehåller redan kommuner. Demon görs bara i en tom databas.":
        "The database already holds municipalities. The demo is only made in an empty one.",
    "Samsyn svarar på": "Samsyn answers at",
    "Lösenord för alla": "Password for all",
    "Kommunerna är påhittade. Avsluta med Ctrl+C.": "The municipalities are made up. Stop with Ctrl+C.",
    "Port {0} är upptagen. Välj en annan med --port.": "Port {0} is taken. Choose another with --port.",
    "En del av tjänsten stannade. Hela tjänsten stoppas.": "A part of the service stopped. All of it is stopped.",
    "{0} har en ny bakgrundskarta: {1}, {2} MB.": "{0} has a new base map: {1}, {2} MB.",
    "Läs in PMTiles, GeoJSON eller GeoPackage (.pmtiles, .geojson, .gpkg).":
        "Read in PMTiles, GeoJSON or GeoPackage (.pmtiles, .geojson, .gpkg).",
    # what jobs and the commands of the one who operates say
    "Databasen är redo.": "The database is ready.",
    "Databasen passar redan programmet.": "The database fits the program already.",
    "Databasen är som före uppgraderingen.": "The database is as it was before the upgrade.",
    "En uppgradering avbröts. Den fortsätter.": "An upgrade was cut off. It goes on.",
    "Säkerhetskopian ligger i {0}.": "The backup is in {0}.",
    "Kör nu samsyn upgrade, och starta sedan tjänsten.": "Now run samsyn upgrade, then start the service.",
    "databasen: {0} rader i {1} tabeller": "the database: {0} rows in {1} tables",
    "filer: {0}": "files: {0}",
    "{0} tabeller och {1} filer är lika": "{0} tables and {1} files are equal",
    "{0} tabeller och {1} filer är tillbaka och lika": "{0} tables and {1} files are back and equal",
    "säkerhetskopia: {0}, {1} MB": "backup: {0}, {1} MB",
    "borttagen: {0}": "removed: {0}",
    "provad genom återläsning: {0}": "proved by restoring: {0}",
    "{0}: {1} filer, SHA-256 {2}": "{0}: {1} files, SHA-256 {2}",
    "{0}: paket {1} borttaget": "{0}: package {1} removed",
    "{0}: {1} obesvarade kort har somnat": "{0}: {1} unanswered cards have gone to sleep",
    "en avslutad parts fil borttagen: {0}": "the file of a party that has left removed: {0}",
    "{0}: {1} {2} rader gallrade": "{0}: {1} {2} rows disposed of",
    "{0}: {1} väntar": "{0}: {1} waits",
    "{0}: {1} misslyckades": "{0}: {1} failed",
    "{0} utgåvor skickade": "{0} editions sent",
    "{0}: {1} utgåvor återkallade": "{0}: {1} editions recalled",
    "{0} uppladdade filer borttagna": "{0} uploaded files removed",
    "{0}: {1} avbrutna inläsningar": "{0}: {1} interrupted imports",
    "{0} brev skickade": "{0} letters sent",
    "{0}: {1} parter påminda om {2}": "{0}: {1} parties reminded of {2}",
    "{0}: {1} påminnelser om dokument": "{0}: {1} reminders of documents",
    "{0}: {1} påminnelser om åtgärder": "{0}: {1} reminders of measures",
    "bakgrundsjobb äldre än {0} dagar är borttagna": "background jobs older than {0} days are removed",
    "{0} skickade formulär är glömda": "{0} forms that were sent are forgotten",
    "{0}: {1} dagar förseglade": "{0}: {1} days sealed",
    "{0}: {1} foton borttagna": "{0}: {1} photos removed",
    "kvarlämnat borttaget: {0}": "left behind and removed: {0}",
    "{0}: lägesbild för {1}": "{0}: situational picture for {1}",
}  # fmt: skip
WORDS = {
    "kategori": "category", "mått": "measure", "värde": "value", "id i källan": "id in the source", "slag": "kind",
    "namn": "name", "klass": "class", "annan kommun": "another municipality", "folkmängd": "population",
    "annan eller okänd kommun": "another or unknown municipality", "bara länet är känt": "only the county is known",
    "allvar 1–4": "severity 1–4", "antal svarande": "respondents", "år": "year",
    "uppdelad på ålder eller kön": "divided by age or sex", "uppdelad på klasser": "divided into classes",
    "annan region": "another region", "inget värde i källan": "no value in the source",
    "inget värde i källan (..)": "no value in the source (..)",
}  # fmt: skip
SLOT = re.compile(r"\\\{\d\\\}")


@cache
def _forms() -> list[tuple[re.Pattern[str], str]]:
    """Return each Swedish form as a pattern with its English, the longest (most telling) first."""
    longest_first = sorted(SENTENCES, key=len, reverse=True)
    return [(re.compile(SLOT.sub("(.+?)", re.escape(form)), re.DOTALL), SENTENCES[form]) for form in longest_first]


def told(sentence: str, *, language: str) -> str:
    """Return a sentence of the import in the reader's language; what is not known here stays as it is.

    >>> told("Tiden ”i går” går inte att läsa.", language="en")
    'The time “i går” cannot be read.'
    >>> told("Raden saknar kategori.", language="en"), told("Raden saknar kategori.", language="sv")
    ('The row has no category.', 'Raden saknar kategori.')
    """
    if not language.startswith("en"):
        return sentence
    if sentence in WORDS:
        return WORDS[sentence]
    for pattern, english in _forms():
        if found := pattern.fullmatch(sentence):
            return english.format(*(told(part, language=language) for part in found.groups()))
    return sentence
