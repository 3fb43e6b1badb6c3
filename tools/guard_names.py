"""Make the guard's list of names (samsyn/analysis/names.txt) from public statistics.

    python tools/guard_names.py FOLDER [TEXT …]

FOLDER holds the first names of Statistics Sweden with their numbers of bearers (namn/tilltalsnamn-*.csv.gz), common
family names (namn/efternamn_faker.csv), place names (platser/) and a Swedish word list. The word list and the texts
only decide which names are also ordinary words; nothing of them is written.
"""

import csv
import gzip
import re
import sys
import textwrap
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "samsyn" / "analysis" / "names.txt"
BEARERS = 20  # a given name is listed from this many bearers
WEAK_BEARERS = 300  # a name that is also a word or a place needs this many
SMALL_LETTERS = 1500  # … and recognised without its capital from this many
ALWAYS_NAMES = frozenset(
    """
    adel albin alvar ammar ana andre andres ann arian axel bojan britt deniz dina ebba elsa ester firas frans
    goran hanne hannes helga hussen inger jack jasmin johan kaj karen karl knut kristina lena lina linda lisa
    lotta maria mats mila milan murat oliver olle oskar reza rita samer sanna signe sven tina tuva ville
""".split()  # noqa: SIM905
)
ALSO_WORDS = frozenset("bror dag elon gun ica jula kim liv love max ros sol tor tord tyr".split())  # noqa: SIM905
PRONOUNS = frozenset("alla de den det du han hela hon jag man ni till vi".split())  # noqa: SIM905
HEADER = """\
# Names that the guard asks about. Made by tools/guard_names.py.
# Given names: Statistics Sweden (SCB), name statistics, given names in use with at least {bearers} bearers; public
# statistics, free to use with the source named: "Source: Statistics Sweden". Family names: the commonest in SCB's
# statistics, by way of the list in Faker (sv_SE, MIT licence, copyright Daniele Faraglia and contributors).
# common: asked about also in small letters. known: with a capital. weak: also a word or a place, so only where the
# sentence speaks for a name. plain: the genitive is another word. family: family names that are not words.
"""


def bearers(folder: Path) -> Counter[str]:
    """Return given name (small letters) → bearers, women and men together."""
    total: Counter[str] = Counter()
    for path in sorted((folder / "namn").glob("tilltalsnamn-*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                total[row["name"].lower()] += int(row["persons"])
    return total


def words(folder: Path, texts: list[Path]) -> set[str]:
    """Return ordinary words in small letters: those of the list, and those that texts write small."""
    with gzip.open(folder / "ordlista_wswedish.txt.gz", "rt", encoding="utf-8") as lines:
        found = {line.strip() for line in lines}
    found = {word for word in found if word == word.lower()}
    for path in texts:
        found |= set(re.findall(r"(?<![\w-])[a-zåäöé]+(?![\w-])", path.read_text(encoding="utf-8")))
    return found


def places(folder: Path) -> set[str]:
    """Return the names of Swedish towns and of countries, in small letters."""
    found = set()
    for name, column in (("geonames_se_orter.csv", "name"), ("ortsnamn.csv", "city"), ("lander.csv", "country")):
        with (folder / "platser" / name).open(encoding="utf-8") as lines:
            found |= {row[column].lower() for row in csv.DictReader(lines)}
    return found


def countries(folder: Path) -> set[str]:
    """Return the names of countries, in small letters."""
    with (folder / "platser" / "lander.csv").open(encoding="utf-8") as lines:
        return {row["country"].lower() for row in csv.DictReader(lines)}


def sections(folder: Path, texts: list[Path]) -> dict[str, list[str]]:
    """Return the names in their sections."""
    ordinary, towns = words(folder, texts), places(folder)
    never, spelling = PRONOUNS | countries(folder), re.compile(r"[^\W\d_][^\W\d_-]+")
    count = {name: n for name, n in bearers(folder).items() if n >= BEARERS and spelling.fullmatch(name)}
    count = {name: n for name, n in count.items() if name not in never}
    ambiguous = ((ordinary | towns) - ALWAYS_NAMES) | ALSO_WORDS
    doubtful = {name for name in count if name in ambiguous or len(name) < 3}
    weak, strong = {name for name in doubtful if count[name] >= WEAK_BEARERS}, set(count) - doubtful
    known = {name for name in strong if count[name] >= SMALL_LETTERS and len(name) >= 4}
    small = {name for name in known if not {name, name + "s"} & ordinary}
    with (folder / "namn" / "efternamn_faker.csv").open(encoding="utf-8") as lines:
        family = {row["efternamn"].lower() for row in csv.DictReader(lines)} - set(count) - ordinary - towns
    plain = {name for name in strong if name + "s" in ordinary}
    return {"common": sorted(small), "known": sorted(strong - small), "weak": sorted(weak), "plain": sorted(plain),
            "family": sorted(family)}  # fmt: skip


def main() -> int:
    """Write the list and say how long it became."""
    folder, texts = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    parts = [HEADER.format(bearers=BEARERS)]
    for name, members in sections(folder, texts).items():
        parts.append(f"[{name}]\n" + "\n".join(textwrap.wrap(" ".join(members), 118, break_on_hyphens=False)) + "\n")
        print(name, len(members))
    TARGET.write_text("".join(parts), encoding="utf-8")
    print(TARGET.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
