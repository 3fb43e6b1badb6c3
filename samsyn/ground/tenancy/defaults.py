"""What each municipality sets for itself: every key with its default, its shape and its sentence. One door reads them.

A new key is one `Key(...)` in SETTINGS and one row in docs/operate/settings.md; the screen shows it by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from samsyn.ground.refusals import Refused

if TYPE_CHECKING:
    from samsyn.ground.tenancy.models import Municipality

LONGEST_TEXT, MOST_LINES = 300, 40
WEEKDAYS = (
    (1, _("måndag")), (2, _("tisdag")), (3, _("onsdag")), (4, _("torsdag")), (5, _("fredag")), (6, _("lördag")),
    (7, _("söndag")),
)  # fmt: skip
SHAPES = (("rings", _("ringar")), ("circle", _("cirkel")), ("square", _("kvadrat")), ("diamond", _("romb")))
# The five numbers of the police's weekly form, in Swedish and English.
POLICE_NUMBERS = (
    ("Våld och hot på allmän plats", "Violence and threats in public places"),
    ("Narkotika på allmän plats", "Drugs in public places"),
    ("Skadegörelse och brand", "Damage and fire"),
    ("Stöld och inbrott", "Theft and burglary"),
    ("Ordningsstörningar", "Disorder"),
)

# The five levels of causes, from society to the event, in Swedish and English (method, section 8.1).
CAUSE_LEVELS = (
    ("Samhälle", "Society"),
    ("Politik och myndigheter", "Politics and authorities"),
    ("Område", "Area"),
    ("Grupp och samspel", "Group and interaction"),
    ("Situation och händelse", "Situation and event"),
)

# The four sides of the own check of organised crime near by, in Swedish and English (method, section 13).
PHENOMENA_CATEGORIES = (
    ("Levnadsvillkor", "Living conditions"),
    ("Kriminell påverkan", "Criminal influence"),
    ("Oönskade händelser", "Unwanted events"),
    ("Kollektiv förmåga", "Collective efficacy"),
)

# Papers that a function may have to approve: the end of the key, who from the beginning, and what it is.
APPROVED = (
    ("weekly_public", "Kommunikatör", _("Lägesbilden för allmänheten")),
    ("monthly_public", "Kommunikatör", _("Månadsbilden för allmänheten")),
    ("long_term_public", "Kommunikatör", _("Beslutade dokument för allmänheten")),
    ("press", "Kommunikatör", _("Pressmeddelanden")),
    ("weekly", "", _("Lägesbilden för parterna")), ("monthly", "", _("Månadsbilden för parterna")),
    ("minutes", "", _("Protokoll")), ("slides", "", _("Bilder till mötet")), ("feedback", "", _("Återkoppling")),
    ("own", "", _("En parts egen lägesbild")), ("patrol", "", _("Veckans platser")),
    ("long_term", "", _("Beslutade dokument för parterna")),
)  # fmt: skip


class SettingRefused(Refused):
    """The value does not suit the setting; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """One setting: name in the row, default, shape, where it stands on the screen, and what it is for.

    shape: yes_no · whole (least–most) · hour (0–23) · hours (a pair from–to, or nothing) · text · lines (a list of
    texts) · link (https://, http:// or mailto:) · mail · phone · day (as 2026-03-01) · choice · several (of choices) ·
    pairs (Swedish, English).
    A shape of fixed length (pairs) holds exactly `most` items.
    """

    name: str
    default: Any
    shape: str
    section: str
    title: Any
    sentence: Any
    least: int = 0
    most: int = 0
    choices: tuple[tuple[Any, Any], ...] = ()


# What the program itself is known to lack, by the number in WCAG, as its statement says it. Empty = nothing is known.
SHIPPED_LACKS = ("1.1.1", "2.2.1", "3.1.2")
ACCESS_STATES = (
    ("partly", _("delvis förenlig med lagen")), *(() if SHIPPED_LACKS else (("fully", _("helt förenlig med lagen")),)),
    ("not", _("inte förenlig med lagen")),
)  # fmt: skip
SECTIONS = (
    ("week", _("Veckan")), ("phone", _("Telefonen")), ("channels", _("Fel kanal: vart man vänder sig")),
    ("letters", _("Brev och påminnelser")), ("approval", _("Vem som godkänner utgåvor")),
    ("records", _("Handlingar och gallring")), ("access", _("Tillgänglighet")),
    ("police", _("Polisens siffror")), ("problems", _("Problem och orsaker")), ("map", _("Kartan")),
)  # fmt: skip

SETTINGS: tuple[Key, ...] = (
    Key(name="deadline_weekday", default=2, shape="choice", section="week", choices=WEEKDAYS,
        title=_("Sista svarsdag"), sentence=_("Dagen i veckan efter då rapporter och veckobesked ska vara inne.")),
    Key(name="deadline_hour", default=16, shape="hour", section="week",
        title=_("Klockslag"), sentence=_("Hel timme. Då tas utkastet till lägesbild fram.")),
    Key(name="own_pictures", default=False, shape="yes_no", section="week",
        title=_("Parterna gör egna lägesbilder"),
        sentence=_("Av från början. Varje part sammanfattar sin vecka, fem minuter, och samordnaren sammanfogar.")),
    Key(name="app_name", default="Samsyn", shape="text", section="phone", most=30,
        title=_("Appens namn"),
        sentence=_("Står under ikonen på telefonen. Säg gärna inget om vad appen är till för.")),
    Key(name="app_icon", default="rings", shape="choice", section="phone", choices=SHAPES,
        title=_("Appens ikon"), sentence=_("En enkel form i kommunens färg.")),
    Key(name="draft_days", default=14, shape="whole", section="phone", least=7, most=60,
        title=_("Utkast sparas i telefonen, dagar"),
        sentence=_("Det som inte har skickats raderas sedan. Telefonen varnar fyra dagar innan.")),
    Key(name="photos", default=False, shape="yes_no", section="phone",
        title=_("Foton får tas med i rapporter"), sentence=_("Av från början. Ett foto kan visa mer än man tror.")),
    Key(name="course", default=True, shape="yes_no", section="phone",
        title=_("Kurs före första rapporten"),
        sentence=_("Tre minuter, en gång per person. Den som saknar nät kan rapportera ändå.")),
    Key(name="link_fault", default="", shape="link", section="channels",
        title=_("Felanmälan, adress"), sentence=_("Dit man vänder sig när något är trasigt.")),
    Key(name="phone_fault", default="", shape="phone", section="channels",
        title=_("Felanmälan, telefon"), sentence=_("Numret visas bredvid adressen.")),
    Key(name="link_concern", default="", shape="link", section="channels",
        title=_("Oro för ett barn, adress"), sentence=_("Kommunens sida om orosanmälan.")),
    Key(name="link_adult", default="", shape="link", section="channels",
        title=_("Oro för en vuxen, adress"), sentence=_("Kommunens sida för den som oroar sig för en vuxen.")),
    Key(name="link_incident", default="", shape="link", section="channels",
        title=_("Hot mot personal, adress"), sentence=_("Systemet för tillbud och arbetsskador.")),
    Key(name="link_whistle", default="", shape="link", section="channels",
        title=_("Visselblåsning, adress"), sentence=_("Kommunens sida för den som vill larma om missförhållanden.")),
    Key(name="reminder_hour", default=9, shape="hour", section="letters",
        title=_("Påminnelse, klockslag"),
        sentence=_("Dagen före och på sista svarsdagen påminns de som inte har svarat.")),
    Key(name="push_quiet", default=(22, 6), shape="hours", section="letters",
        title=_("Tysta timmar för notiser"),
        sentence=_("Då väntar notiser till morgonen. Var och en kan välja andra timmar för sig.")),
    Key(name="urgent_functions", default=(), shape="lines", section="letters", most=20,
        title=_("Notis när en rapport är mycket allvarlig"),
        sentence=_("Funktioner i en grupp, en per rad, som får veta inom en minut att något har kommit, aldrig vad. "
                   "Tomt = av.")),
    Key(name="measure_days_before", default=2, shape="whole", section="letters", least=0, most=30,
        title=_("Påminnelse före åtgärdens sista dag, dagar"),
        sentence=_("Den part som ansvarar får ett brev utan innehåll. 0 = av.")),
    Key(name="measure_days_after", default=3, shape="whole", section="letters", least=0, most=60,
        title=_("Påminnelse efter åtgärdens sista dag, dagar"), sentence=_("0 = av.")),
    Key(name="measure_days_to_group", default=14, shape="whole", section="letters", least=0, most=120,
        title=_("Försenad åtgärd lyfts till gruppen efter, dagar"),
        sentence=_("Den märks bland det försenade på nästa möte, och den som leder gruppen får ett brev. 0 = av.")),
    Key(name="chair_functions", default=(), shape="lines", section="letters", most=20,
        title=_("Vem som leder gruppen"),
        sentence=_("Funktioner i en grupp, en per rad, som får veta att en åtgärd är mycket försenad. Tomt = den som "
                   "har rätt att leda mötet.")),
    Key(name="calendar_days", default=180, shape="whole", section="letters", least=7, most=366,
        title=_("Kalenderadress gäller, dagar"),
        sentence=_("Den som prenumererar på sina datum gör sedan en ny adress.")),
    Key(name="feedback", default="automatic", shape="choice", section="letters",
        choices=(("automatic", _("när lägesbilden låses")), ("by_hand", _("när samordnaren skickar det"))),
        title=_("Veckans återkoppling till dem som rapporterat"), sentence=_("Brevet säger bara att det finns svar.")),
    *(
        Key(name=f"approver_{name}", default=function, shape="text", section="approval", most=120, title=title,
            sentence=_("Funktionen i en grupp som ska godkänna. Tomt = ingen. Har ingen funktionen godkänner den som "
                       "ger ut, och det står så."))
        for name, function, title in APPROVED
    ),
    Key(name="controller", default="", shape="text", section="records", most=120,
        title=_("Personuppgiftsansvarig"),
        sentence=_("Den nämnd eller styrelse som svarar för personuppgifterna. Krävs före skarp drift.")),
    Key(name="hold", default=False, shape="yes_no", section="records",
        title=_("Begäran om utlämnande väntar"), sentence=_("Så länge det är ikryssat gallras ingenting.")),
    Key(name="access_state", default="partly", shape="choice", section="access",
        choices=ACCESS_STATES, title=_("Tjänsten är"),
        sentence=_("Kommunens egen bedömning. Kända brister står i redogörelsen.")),
    Key(name="access_mail", default="", shape="mail", section="access", most=120,
        title=_("E-post om tillgänglighet"),
        sentence=_("En funktionsbrevlåda. Med den, numret eller adressen nedan blir redogörelsen öppen för alla.")),
    Key(name="access_phone", default="", shape="phone", section="access",
        title=_("Telefon om tillgänglighet"), sentence=_("Till exempel kommunens växel eller kontaktcenter.")),
    Key(name="access_link", default="", shape="link", section="access",
        title=_("Sida där man säger till"), sentence=_("Kommunens formulär för den som inte kan använda något.")),
    Key(name="access_lacks", default=(), shape="lines", section="access", most=20,
        title=_("Brister som ni själva har hittat"),
        sentence=_("En per rad: vad som inte går, för vem, och när det rättas. Står efter tjänstens egna.")),
    Key(name="access_how", default="", shape="text", section="access",
        title=_("Så har ni granskat"),
        sentence=_("Till exempel: egen granskning med tangentbord och skärmläsare. Säg vilka sidor.")),
    Key(name="access_assessed", default="", shape="day", section="access",
        title=_("Senast bedömd"), sentence=_("Dagen då ni själva granskade senast.")),
    Key(name="police_numbers", default=POLICE_NUMBERS, shape="pairs", section="police", most=5,
        title=_("Polisens fem siffror"), sentence=_("En per rad. Engelskt namn efter ett likhetstecken, om du vill.")),
    Key(name="cause_levels", default=CAUSE_LEVELS, shape="pairs", section="problems", most=5,
        title=_("Orsakernas fem nivåer"),
        sentence=_("En per rad, från samhället till händelsen. Engelskt namn efter ett likhetstecken, om du vill.")),
    Key(name="phenomena", default=False, shape="yes_no", section="problems",
        title=_("Egen lägesanalys av organiserad brottslighet"),
        sentence=_("Av från början. Frågor om företeelser i ett område, aldrig om personer. "
                   "Bara myndigheter ser den.")),
    Key(name="phenomena_categories", default=PHENOMENA_CATEGORIES, shape="pairs", section="problems", most=4,
        title=_("Lägesanalysens fyra kategorier"),
        sentence=_("En per rad. Engelskt namn efter ett likhetstecken, om du vill.")),
    Key(name="priority_count", default=3, shape="whole", section="problems", least=1, most=10,
        title=_("Hur många som prioriteras åt gången"),
        sentence=_("Områden, platser eller problem per period. Väljer ni fler skriver ni varför.")),
    Key(name="priority_rhythm", default="Q", shape="choice", section="problems",
        choices=(("Q", _("varje kvartal")), ("T", _("varje tertial"))),
        title=_("Hur ofta ni prioriterar"), sentence=_("Det som redan är vägt i en annan takt finns kvar.")),
    Key(name="base_map_words", default="", shape="text", section="map", most=120,
        title=_("Bakgrundskartans källa"), sentence=_("Står under kartan, till exempel © Granviks kommun.")),
    Key(name="base_map_deepest", default=18, shape="whole", section="map", least=10, most=22,
        title=_("Bakgrundskartans djupaste nivå"),
        sentence=_("Djupare än så förstoras bilderna i stället för att hämtas. De flesta tjänster har 18.")),
)  # fmt: skip
KEYS: dict[str, Key] = {key.name: key for key in SETTINGS}


def setting(municipality: "Municipality", name: str) -> Any:
    """Return what the municipality has set, or the default. A key that is not declared is a KeyError.

    A stored value that no longer suits its shape counts as not set: a job at night must not stop on it.
    """
    key = KEYS[name]
    if name not in municipality.settings:
        return key.default
    try:
        return clean(name, municipality.settings[name])
    except SettingRefused:
        return key.default


def clean(name: str, value: Any) -> Any:
    """Return the value in the shape of its key, or raise SettingRefused with a sentence."""
    key = KEYS[name]
    return _CLEANERS[key.shape](key, value)


def _refuse(key: Key, sentence: Any) -> SettingRefused:
    return SettingRefused("{title}: {sentence}", title=key.title, sentence=sentence)


def _yes_no(key: Key, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refuse(key, _("svara ja eller nej."))
    return value


def _whole(key: Key, value: Any) -> int:
    least, most = (0, 23) if key.shape == "hour" else (key.least, key.most)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _refuse(key, _("skriv ett helt tal från %(least)s till %(most)s.") % {"least": least, "most": most})
    return value


def _hours(key: Key, value: Any) -> tuple[int, ...]:
    pair: list[int] = list(value) if isinstance(value, (list, tuple)) else [-1]
    if pair and (len(pair) != 2 or any(type(one) is not int or not 0 <= one <= 23 for one in pair)):
        raise _refuse(key, _("skriv två hela timmar, från och till."))
    return tuple(pair)


def _text(key: Key, value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else None
    if text is None or len(text) > (key.most or LONGEST_TEXT):
        raise _refuse(key, _("skriv högst %(most)s tecken.") % {"most": key.most or LONGEST_TEXT})
    return text or (key.default if key.name == "app_name" else "")


def _link(key: Key, value: Any) -> str:
    text = _text(key, value)
    try:
        if text.startswith("mailto:"):
            if "@" not in text or " " in text:
                raise ValidationError("")
        elif text:
            URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        raise _refuse(key, _("skriv en hel adress som börjar med https:// eller mailto:."))
    return text


def _mail(key: Key, value: Any) -> str:
    text = _text(key, value)
    try:
        if text:
            EmailValidator()(text)
    except ValidationError:
        raise _refuse(key, _("skriv en hel e-postadress."))
    return text


def _day(key: Key, value: Any) -> str:
    text = _text(key, value)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise _refuse(key, _("skriv dagen som 2026-03-01."))


def _phone(key: Key, value: Any) -> str:
    text = _text(key, value)
    if text and (not set(text) <= set("+0123456789 -") or not 3 <= sum(c.isdigit() for c in text) <= 15):
        raise _refuse(key, _("skriv ett telefonnummer med bara siffror, mellanslag och streck."))
    return text


def _choice(key: Key, value: Any) -> Any:
    if key.name == "access_state" and value == "fully" and SHIPPED_LACKS:
        lacks = ", ".join(SHIPPED_LACKS)
        said = _("inte helt förenlig med lagen så länge redogörelsen tar upp brister i programmet (%(lacks)s).")
        raise _refuse(key, said % {"lacks": lacks})
    if not any(value == one for one, _words in key.choices):
        raise _refuse(key, _("välj något av det som finns i listan."))
    return value


def _several(key: Key, value: Any) -> tuple[Any, ...]:
    known = [one for one, _words in key.choices]
    if not isinstance(value, (list, tuple)) or any(one not in known for one in value):
        raise _refuse(key, _("välj något av det som finns i listan."))
    return tuple(one for one in known if one in value)


def _lines(key: Key, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > (key.most or MOST_LINES):
        raise _refuse(key, _("skriv högst %(most)s rader.") % {"most": key.most or MOST_LINES})
    lines = [" ".join(one.split()) if isinstance(one, str) else "" for one in value]
    if any(not one or len(one) > LONGEST_TEXT for one in lines):
        raise _refuse(key, _("skriv en kort text på varje rad."))
    return tuple(lines)


def _pairs(key: Key, value: Any) -> tuple[tuple[str, str], ...]:
    rows = list(value) if isinstance(value, (list, tuple)) else []
    pairs = [(one, one) if isinstance(one, str) else tuple(one) for one in rows]
    words = [word for pair in pairs for word in pair]
    usable = all(isinstance(word, str) and 0 < len(word.strip()) <= 80 for word in words)
    usable = usable and all(len(pair) == 2 for pair in pairs)
    if len(pairs) != key.most or not usable:
        raise _refuse(key, _("skriv exakt %(most)s rader.") % {"most": key.most})
    return tuple((sv.strip(), en.strip()) for sv, en in pairs)


_CLEANERS: dict[str, Callable[[Key, Any], Any]] = {
    "yes_no": _yes_no, "whole": _whole, "hour": _whole, "hours": _hours, "text": _text, "lines": _lines, "link": _link,
    "mail": _mail, "day": _day, "phone": _phone, "choice": _choice, "several": _several, "pairs": _pairs,
}  # fmt: skip
