"""What a municipality may begin with: two scales of states and a list of parameters. Copied, then its own to change."""

from collections.abc import Mapping
from typing import NamedTuple


class Level(NamedTuple):
    """A state as it is written: code, colour, symbol, how heavy, names, meanings, and when it may be suggested."""

    code: str
    colour: str
    symbol: str
    weight: int
    name_sv: str
    name_en: str
    meaning_sv: str = ""
    meaning_en: str = ""
    suggested_when: str = ""


NORMAL = Level(
    "normal", "green", "circle", 0, "Normalläge", "Normal",
    "Inget utöver det vanliga. Ordinarie arbete och långsiktig förebyggande närvaro.",
    "Nothing out of the ordinary. Ordinary work and long-term preventive presence.", "usual",
)  # fmt: skip
RAISED = Level(
    "raised", "yellow", "triangle", 1, "Förhöjt läge", "Raised",
    "Tecken på oro eller tydlig ökning. Extra uppmärksamhet, mer närvaro, ny bedömning varje vecka.",
    "Signs of unrest or a clear rise. Extra attention, more presence, assessed anew every week.", "more",
)  # fmt: skip
STRAINED = Level(
    "strained", "orange", "diamond", 2, "Ansträngt läge", "Strained",
    "Flera tecken samtidigt eller en allvarlig händelse. Extra möte inom ett dygn, gemensamma insatser.",
    "Several signs at once or a serious event. Extra meeting within a day, joint measures.", "lasting",
)  # fmt: skip
ACUTE = Level(
    "acute", "red", "square", 3, "Akut läge", "Acute",
    "Pågående oroligheter eller mycket allvarliga händelser. Krisrutin, möte varje dag, en röst utåt.",
    "Ongoing unrest or very serious events. Crisis routine, daily meetings, one voice outwards.",
)  # fmt: skip
RECOVERY = Level(
    "recovery", "orange", "diamond", 2, "Återhämtning", "Recovery",
    "Det akuta är över. Gå igenom vad som hände, håll kvar närvaron och trappa ner tillsammans.",
    "The acute is over. Go through what happened, keep the presence and step down together.",
)  # fmt: skip

SCALES: Mapping[str, tuple[Level, ...]] = {
    "green_yellow_orange_red": (NORMAL, RAISED, STRAINED, ACUTE),
    "green_yellow_red_orange": (NORMAL, RAISED, ACUTE, RECOVERY),
}
FIRST = "green_yellow_orange_red"

# Signs of unrest building up (the method's list 8.2): what, in Swedish and English.
PARAMETERS: tuple[tuple[str, str, str], ...] = (
    ("operation", "Polisinsats planerad eller nyligen genomförd som kan väcka reaktion",
     "Police operation planned or just carried out that may cause a reaction"),
    ("intervention", "Ingripande som har skadat någon eller väckt uppmärksamhet",
     "Intervention where somebody was hurt or that drew attention"),
    ("stones", "Sten eller föremål mot blåljus eller buss", "Stones or objects at emergency services or buses"),
    ("fires", "Anlagda bränder: bil, skola, soprum", "Fires set: car, school, refuse room"),
    ("gatherings", "Större eller ovanliga samlingar kvällstid", "Larger or unusual gatherings in the evening"),
    ("groups", "Konflikt mellan grupper eller områden", "Conflict between groups or areas"),
    ("staff", "Hotfull stämning mot personal", "Threatening mood towards staff"),
    ("rumours", "Rykten eller uppmaningar i sociala medier", "Rumours or calls on social media"),
    ("elsewhere", "Händelse på annan ort som berör här", "Event elsewhere that matters here"),
    ("dates", "Lov, högtid eller årsdag", "School break, holiday or anniversary"),
    ("objects", "Gatsten, tillhyggen eller brännbart framlagt", "Cobbles, weapons or fuel laid out"),
    ("adults", "Färre vuxna ute eller stängd fritidsgård", "Fewer adults out or a closed youth centre"),
    ("worry", "Elever eller föräldrar säger att de är oroliga", "Pupils or parents say that they are worried"),
    ("media", "Medierna hör av sig", "The media get in touch"),
    ("shops", "Butiker eller centrum stänger tidigare", "Shops or the centre close earlier"),
)  # fmt: skip
