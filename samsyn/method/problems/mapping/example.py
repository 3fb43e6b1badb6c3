"""A worked mapping to begin from: wholly invented, marked on every line, and never settled before it is rewritten."""

MARK = "[Exempel]"
ANSWERS = {
    "chosen": "Samma gångväg har stått i lägesbilden nio av tretton veckor, och skolan har frågat tre gånger.",
    "what": "Mopeder kör fort på gångvägen, gäng samlas vid den mörka bänken och papperskorgar eldas.",
    "where": "Gångvägen mellan badet och hållplatsen, mest de hundra meterna vid bänken.",
    "when": "Torsdag till lördag, klockan 19 till 23. Mer under lov och när badet stänger sent.",
    "how": "Man kommer med moped från två håll, stannar vid bänken och kör sedan fram och tillbaka.",
    "affected": "Barn och unga på väg från badet, boende längs vägen, personal som stänger.",
    "involved": "Tio till femton unga i 15-årsåldern, några från andra delar av kommunen.",
    "situation": "Två lampor är släckta, buskarna skymmer, ingen personal finns där efter 20, bommen går att runda.",
    "exposure": "Bänken och papperskorgarna vid badet, gång på gång. Bommen är körd över fyra gånger.",
    "offenders": "Samlas efter fritidsgårdens stängning. Färre när värdarna går förbi två gånger.",
    "limits": "Få har tittat efter 22. Boende är inte tillfrågade. Nästan inget är polisanmält.",
    "meaning": "Fråga boende i en kort enkät, och låt nattbussens förare säga vad de ser, innan åtgärder väljs.",
}
SOURCES = (
    {"name": "Rapporterna i Samsyn", "used": True, "why": "Ett år, med svarsandel"},
    {"name": "Felanmälningar", "used": True, "why": "Belysning och bommen"},
    {"name": "Anmälda brott", "used": False, "why": "För få för att säga något om en gångväg"},
)


def example() -> tuple[dict[str, str], list[dict[str, object]]]:
    """Return the answers, each with its mark, and the sources, used and left out."""
    return {code: f"{MARK} {text}" for code, text in ANSWERS.items()}, [dict(row) for row in SOURCES]


def is_left(answers: dict[str, str]) -> bool:
    """Say whether some answer is still the example's.

    >>> is_left({"what": "[Exempel] Mopeder"}), is_left({"what": "Mopeder"})
    (True, False)
    """
    return any(MARK.casefold() in text.casefold() for text in answers.values())
