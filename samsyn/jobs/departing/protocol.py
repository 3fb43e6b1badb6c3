"""The protocol of a departure, as PDF/A: what was handed over, what remains and why, what was ended, who decided."""

from collections.abc import Mapping
from datetime import date, datetime

from samsyn.documents.blocks import NUMBER, TEXT, Block, heading, points, table, text
from samsyn.documents.plain_paper import plain_paper, plain_pdf
from samsyn.ground.people.models import Organisation
from samsyn.jobs.departing.own_data import WORDS

ENDED = {
    "roller": "roller avslutade", "loften": "löften om veckobesked avslutade", "skotsel": "områden och platser lämnade",
    "platser": "platser i grupper borttagna", "telefoner": "skifttelefoner tagna ur bruk",
    "inbjudningar": "inbjudningar återtagna", "sandlista": "rader på sändlistan borttagna",
    "atgarder": "öppna åtgärder överlämnade", "problem": "öppna problem överlämnade",
}  # fmt: skip
REMAINS = (
    "Rapporter, svar och åtgärder som har kommit in till kommunen är kommunens allmänna handlingar "
    "(tryckfrihetsförordningen 2 kap.). De finns kvar och gallras enligt kommunens gallringsbeslut.",
    "Låsta lägesbilder, protokoll och utgivna papper är gemensamma handlingar. De bevaras som de är.",
    "Loggboken finns kvar med sina förseglingar.",
    "Kopplingen till den som skickade en rapport lämnas inte ut till någon. Den gallras enligt sitt beslut.",
    "Säkerhetskopior innehåller uppgifterna tills kopiorna har bytts ut.",
)


def protocol_pdf(
    party: Organisation, *, last_day: date, reference: str, decided_by: str, heir: Organisation | None,
    given: Mapping[str, int], kept: Mapping[str, int], ended: Mapping[str, int], rules: list[str], now: datetime,
    digest: str = "",
) -> bytes:  # fmt: skip
    """Return the protocol; `digest` is of the packed file, and is empty in the copy that lies in it."""
    heads = [("Lämnat till parten", TEXT, 3.0), ("Antal", NUMBER, 1.0)]
    rows = [[WORDS.get(code, code).capitalize(), count] for code, count in given.items()]
    blocks: list[Block] = [
        text(f"{party.name} lämnar samverkan. Sista dag {last_day.isoformat()}. Beslut {reference}, {decided_by}.",
             tone="lead"),
        heading("Det här fick parten"), table("Lämnat till parten", heads, rows, language="sv"),
        *([text(f"Filens kontrollsumma: SHA-256 {digest}", tone="quiet")] if digest else []),
        heading("Det här finns kvar hos kommunen, och varför"), points(REMAINS),
    ]  # fmt: skip
    held = [f"{count} {WORDS[code]} är märkta för en snävare krets än parten och lämnades inte."
            for code, count in kept.items() if count]
    if held:
        blocks.append(points(held))
    if rules:
        blocks += [heading("Gallringsbeslut som gäller", level=3), points(rules)]
    blocks.append(heading("Det här avslutades"))
    done = [f"{ENDED[code].capitalize()}: {count}" for code, count in ended.items() if count]
    blocks.append(points(done) if done else text("Inget återstod att avsluta."))
    if heir is not None and (ended.get("atgarder") or ended.get("problem")):
        blocks.append(text(f"Öppna åtgärder och problem övergick till {heir.name}."))
    paper = plain_paper(
        party.municipality, heading=f"Protokoll när {party.name} lämnar", under=f"{party.municipality.name}",
        status=f"Beslut {reference}", blocks=blocks, told_at=now,
    )  # fmt: skip
    return plain_pdf(paper)
