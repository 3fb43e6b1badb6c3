"""The description of a package's structure, in Swedish, as PDF/A: what lies where, and what every column means."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from samsyn.documents.blocks import TEXT, Block, heading, points, table, text
from samsyn.documents.plain_paper import plain_paper, plain_pdf
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.rows import NARROW, OPEN
from samsyn.jobs.archiving.tables import Table

PARTS: Mapping[str, str] = {
    OPEN: "Det som alla parter i samverkan fick se i tjänsten.",
    NARROW: "Det som färre fick se: myndigheter och kommunala bolag, en grupp, en part eller samordnaren. Inget blir "
            "hemligt av att ligga här. Varje begäran om utlämnande prövas för sig. Raderna anger den paragraf i "
            "offentlighets- och sekretesslagen (OSL) som har beslutats, eller den som bör prövas.",
}  # fmt: skip
FORMAT = (
    "Tabeller: CSV i UTF-8 med semikolon och rubrikrad, och samma rader som XML enligt schemas/samsyn-tabell-1.xsd.",
    "I CSV står en apostrof före en text som ett kalkylprogram kunde ta för en formel. I XML står texten som den är.",
    "Dagar och tider enligt ISO 8601. Tider är i UTC där det står så. Decimaltecknet är punkt. Ett tomt fält är okänt.",
    "Papper: PDF/A-2a, och samma innehåll som JSON med samma namn.",
    "Loggboken: en rad JSON för varje försegling och loggrad. En försegling är SHA-256 av förseglingen dagen före och "
    "kontrollsumman av varje rad. Kedjan kontrolleras med verify_logbook.py, som följer med programmet.",
    "Vem som skickade en rapport finns inte i paketet. Inloggningar, lösenord, foton och brev finns inte heller med.",
)


def structure_pdf(
    municipality: Municipality, *, name: str, days: tuple[str, str], holds: Iterable[str],
    tables: Sequence[Table], now: datetime,
) -> bytes:  # fmt: skip
    """Return the description of one package."""
    blocks: list[Block] = [
        heading("Innehåll"), points(holds), heading("Delar"),
        *(text(f"representations/{part}: {words}") for part, words in PARTS.items()),
        heading("Filerna"), points(FORMAT), heading("Tabellerna"),
    ]  # fmt: skip
    for each in tables:
        heads = [("Kolumn", TEXT, 1.0), ("Typ", TEXT, 0.6), ("Betyder", TEXT, 3.0)]
        rows = [[column.name, column.kind, column.meaning] for column in each.columns]
        blocks += [heading(f"{each.code}: {each.title}", level=3), text(each.holds),
                   table(each.title, heads, rows, language="sv")]
    under = f"{name}, {days[0]} till {days[1]}"
    paper = plain_paper(municipality, heading="Arkivpaketets struktur", under=under, status="Följer med paketet",
                        blocks=blocks, told_at=now)
    return plain_pdf(paper)
