"""What is said about what the guard finds, in Swedish and English; the server and the browser say the same."""

_TAKE_OUT_SV, _TAKE_OUT_EN = "Ta bort det och skicka igen.", "Remove it and send again."
_ASK_SV = "Skriv om, eller svara att det inte pekar ut någon."
_ASK_EN = "Rewrite it, or answer that it points nobody out."

# kind → (Swedish, English)
SENTENCES: dict[str, tuple[str, str]] = {
    "personnummer": (
        f"Texten innehåller något som ser ut som ett personnummer. {_TAKE_OUT_SV}",
        f"The text holds something that looks like a personal identity number. {_TAKE_OUT_EN}",
    ),
    "phone": (
        f"Texten innehåller något som ser ut som ett telefonnummer. {_TAKE_OUT_SV}",
        f"The text holds something that looks like a phone number. {_TAKE_OUT_EN}",
    ),
    "mail": (
        f"Texten innehåller något som ser ut som en e-postadress. {_TAKE_OUT_SV}",
        f"The text holds something that looks like an e-mail address. {_TAKE_OUT_EN}",
    ),
    "plate": (
        f"Texten innehåller något som ser ut som ett registreringsnummer. {_TAKE_OUT_SV}",
        f"The text holds something that looks like a registration plate. {_TAKE_OUT_EN}",
    ),
    "police_case": (
        "Texten innehåller ett ärendenummer hos polis eller domstol. Skriv ”polisanmält” utan nummer.",
        "The text holds a case number of the police or a court. Write “reported to the police” without the number.",
    ),
    "door_code": (
        "Texten innehåller något som ser ut som en kod till dörr, larm eller nyckelskåp. Ta bort den och byt gärna "
        "kod.",
        "The text holds something that looks like a code to a door, an alarm or a key box. Remove it.",
    ),
    "dwelling": (
        "Texten pekar ut en bostad. Skriv porten, uppgången eller våningsplanet för alla i stället för lägenheten.",
        "The text points out a home. Write the entrance or the stairwell instead of the flat.",
    ),
    "handle": (
        f"Texten innehåller ett konto i sociala medier. {_TAKE_OUT_SV}",
        f"The text holds a social media account. {_TAKE_OUT_EN}",
    ),
    "name": (f"Texten ser ut att innehålla ett namn. {_ASK_SV}", f"The text seems to hold a name. {_ASK_EN}"),
    "nickname": (f"Texten ser ut att innehålla ett smeknamn. {_ASK_SV}", f"The text seems to hold a nickname. "
    f"{_ASK_EN}"),
    "initials": (
        f"Texten ser ut att innehålla någons initialer. {_ASK_SV}", f"The text seems to hold somebody's initials. "
        f"{_ASK_EN}",
    ),
    "relation": (
        f"Texten pekar ut någon genom släkt eller relation. {_ASK_SV}",
        f"The text points somebody out through kin or relation. {_ASK_EN}",
    ),
    "school_class": (
        f"Texten nämner en klass. Skriv skolan eller skolgården. {_ASK_SV}",
        f"The text names a school class. Write the school or the schoolyard. {_ASK_EN}",
    ),
    "workplace": (
        f"Texten pekar ut någon genom arbetsplats och titel. {_ASK_SV}",
        f"The text points somebody out through workplace and title. {_ASK_EN}",
    ),
    "sensitive": (
        "Texten nämner något känsligt om människor: ursprung, tro, hälsa, åsikt eller läggning. Skriv vad som hände "
        "och var. "
        + _ASK_SV,
        "The text says something sensitive about people: origin, faith, health, opinion or orientation. Write what "
        f"happened and where. {_ASK_EN}",
    ),
    "conviction": (
        f"Texten säger något om tidigare brott. Det får inte stå här. {_ASK_SV}",
        f"The text says something about earlier offences, which does not belong here. {_ASK_EN}",
    ),
    "protected": (
        "Det här gäller skyddad identitet, skyddat boende eller ett hem för vård. Det får aldrig skrivas här. Ring din "
        "säkerhetsansvariga eller socialtjänsten. Vid fara: 112.",
        "This is about protected identity, a shelter or a home for care. It must never be written here. Phone your "
        "security officer or the social services. In danger: 112.",
    ),
    "child": (
        "Det här ser ut att handla om ett enskilt barn. Är du orolig för barnet ska du göra en orosanmälan till "
        "socialtjänsten; för den som arbetar med barn är det en skyldighet. Vid fara: 112.",
        "This seems to be about one child. If you are worried for the child, report it to the social services; for "
        "those who work with children it is a duty. In danger: 112.",
    ),
    "witness": (
        "Någon här vill inte bli känd. Skriv ingenting om den personen. Tips lämnas anonymt till polisen på 114 14.",
        "Somebody here does not want to be known. Write nothing about that person. Tips are given to the police "
        "anonymously on 114 14.",
    ),
    "other": (
        "Texten innehåller något som kan peka ut en person. Skriv om platsen och händelsen i stället.",
        "The text holds something that may point a person out. Write about the place and the event instead.",
    ),
}  # fmt: skip


def as_data() -> dict[str, dict[str, str]]:
    """Return the sentences by kind and language, ready for the browser."""
    return {kind: {"sv": swedish, "en": english} for kind, (swedish, english) in SENTENCES.items()}
