"""Measure the guard: what it finds and what it leaves alone.

    python benchmarks/guard.py FOLDER [--texts]

FOLDER is 10-text-pii of the data (test identity numbers, formats, a news corpus marked by hand, name statistics), with
01-polisen-events beside it. With --texts also the composed texts of tests/analysis/guard_texts.toml are scored.
"""

import argparse
import csv
import gzip
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from samsyn.analysis.wording import Hit, find

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile("«([a-z_0-9]+):([^»]*)»")
AROUND = ["{}", "satt i porten, {} enligt busskort", "Noterat {}. Felanmält.", "Han uppgav {} och gick"]
NAMED = {"name", "nickname", "initials"}


def identity_forms(digits: str, rng: random.Random) -> list[str]:
    """Return the ways twelve digits are written, spaced and dictated."""
    old = digits[:4] < "1926"
    ten, sign = digits[2:], "+" if old else "-"
    spoken = dict(
        zip("0123456789", ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"], strict=True)
    )
    return [
        digits, f"{digits[:8]}-{digits[8:]}", f"{digits[:8]} {digits[8:]}", ten, f"{ten[:6]}{sign}{ten[6:]}",
        f"{ten[:6]} {ten[6:]}", f"{ten[:6]} - {ten[6:]}", f"{ten[:6]}–{ten[6:]}", f"{' '.join(ten[:6])} - {' '.join(ten[6:])}",  # noqa: E501
        " ".join(ten), f"{ten[:2]} {ten[2:4]} {ten[4:6]} {ten[6:]}", f"{ten[:2]}-{ten[2:4]}-{ten[4:6]}-{ten[6:]}",
        f"{ten[:2]} {ten[2:4]} {ten[4:6]} - {ten[6:8]} {ten[8:]}", " ".join(spoken[digit] for digit in ten),
        " ".join(spoken[digit] for digit in ten[:6]) + " streck " + " ".join(spoken[digit] for digit in ten[6:]),
        as_coordination(ten),
    ]  # fmt: skip


def as_coordination(ten: str) -> str:
    """Return the samordningsnummer made from a personnummer: the day plus 60, a new check digit."""
    nine = f"{ten[:4]}{int(ten[4:6]) + 60}{ten[6:9]}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return f"{nine[:6]}-{nine[6:]}{-total % 10}"


def phones(folder: Path, rng: random.Random) -> Iterator[str]:
    """Yield numbers in the formats of the data, and the reserved mobile series as people write it."""
    formats = json.loads((folder / "format_telefon_regnr.json").read_text(encoding="utf-8"))[
        "telefon_format_faker_sv_SE"
    ]
    for _ in range(1000):
        for shape in formats:
            filled = re.sub("#", lambda found: str(rng.randint(1, 9)), shape, count=1)
            yield re.sub("#", lambda found: str(rng.randint(0, 9)), filled)
    for last in range(605, 700):
        end = f"{last:03d}"
        for shape in (
            "0701740{}",
            "070-1740{}",
            "070-174 0{0} {1}",
            "+46701740{}",
            "+46 70 174 0{0} {1}",
            "0046701740{}",
            "070 174 0{0} {1}",
            "0 7 0 1 7 4 0 {2}",
            "070/174 0{0} {1}",
            "070.174.0{0}.{1}",
            "(070) 1740{}",
        ):
            yield shape.format(end, end[1:], " ".join(end)) if "{0}" not in shape else shape.format(end[0], end[1:])


def plates(rng: random.Random) -> Iterator[str]:
    """Yield plates of both series as people write them."""
    letters, last = "ABCDEFGHJKLMNOPRSTUWXYZ", "ABCDEFGHJKLMNPRSTUWXYZ0123456789"
    for _ in range(5000):
        three, two, end = "".join(rng.choices(letters, k=3)), f"{rng.randint(0, 99):02d}", rng.choice(last)
        yield rng.choice([f"{three}{two}{end}", f"{three} {two}{end}", f"{three} {two} {end}", f"{three}-{two}{end}",
                          f"{three}{two}{end}".lower(), f"bilen {three.lower()} {two}{end.lower()}"])  # fmt: skip


def innocent_numbers(rng: random.Random) -> Iterator[str]:
    """Yield numbers that a report is full of and that point nobody out."""
    for _ in range(2500):
        year, month, day = rng.randint(2024, 2027), rng.randint(1, 12), rng.randint(1, 28)
        hour, minute, many = (
            rng.randint(0, 23),
            rng.choice([0, 5, 10, 15, 20, 30, 40, 45, 50]),
            rng.randint(1000, 9999999),
        )
        yield rng.choice([
            f"{year}{month:02d}{day:02d} {hour:02d}.{minute:02d}", f"{year}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}",  # noqa: E501
            f"{year}{month:02d}{day:02d} {hour:02d}{minute:02d}", f"kl {hour:02d}.{minute:02d}-{(hour + 1) % 24:02d}.{minute:02d}",  # noqa: E501
            f"dnr KS {year}/{many % 100000:05d}", f"N {6100000 + many % 900000} E {rng.randint(100000, 999999)}",
            f"ärende {many}", f"felanmälan {many}", f"v. {month}–{month + 1}", f"ca {many % 300} personer",
            f"hus {day}{rng.choice('ABC')}", f"port {day} uppgång {rng.choice('ABCD')}", f"{rng.randint(10000, 99999)} Granvik",  # noqa: E501
            f"linje {day} kl {hour:02d}{minute:02d}", f"{many % 900 + 100} {many % 90 + 10} kr", f"lampa nr {many % 2000}",  # noqa: E501
            f"RUM {many % 900}", f"stolpe {many % 90000}", f"59.{many % 100000:05d}, 17.{(many * 7) % 100000:05d}",
            f"{day}/{month} och {day + 1}/{month}", f"fakturanr {many}", f"{hour:02d} {minute:02d} till {(hour + 2) % 24:02d} {minute:02d}",  # noqa: E501
        ])  # fmt: skip


def of_numbers(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return kind → (found, all, wrongly found): each written inside a sentence; wrong among innocent numbers."""
    rng = random.Random(7)
    people = (folder / "testpersonnummer_dev.txt").read_text(encoding="utf-8").split()
    written = {
        "personnummer": [form for digits in people for form in rng.sample(identity_forms(digits, rng), 2)],
        "phone": list(phones(folder, rng)),
        "plate": list(plates(rng)),
    }
    counts = {}
    wrong = Counter(hit.kind for text in innocent_numbers(rng) for hit in find(rng.choice(AROUND).format(text)))
    for kind, texts in written.items():
        found = 0
        for text in texts:
            kinds = {hit.kind for hit in find(rng.choice(AROUND).format(text)) if hit.blocks}
            found += bool(kinds)
            if kinds and kind not in kinds:
                wrong[min(kinds)] += 1
        counts[kind] = (found, len(texts), wrong[kind])
    return counts


def sentences_of(folder: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield every sentence of the news corpus and where persons stand in it."""
    text, spans, before = "", [], "0"
    for line in (folder / "ner" / "train_corpus.txt").read_text(encoding="utf-8").splitlines():
        word, _, tag = line.rpartition("\t")
        if not word:
            if text:
                yield text, spans
            text, spans, before = "", [], "0"
            continue
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        if tag == "PER":
            start = spans.pop()[0] if before == "PER" and spans else start
            spans.append((start, len(text)))
        before = tag
    if text:
        yield text, spans


def score(rows: Iterator[tuple[str, list[tuple[int, int]]]], kinds: set[str]) -> tuple[int, int, int, int]:
    """Return (marks found, marks, hits that touch a mark, hits) over texts with marked spans."""
    found = marks = right = hits = 0
    for text, spans in rows:
        mine = find(text)
        named = [hit for hit in mine if hit.kind in kinds]
        found += sum(any(hit.start < end and start < hit.end for hit in mine) for start, end in spans)
        right += sum(any(hit.start < end and start < hit.end for start, end in spans) for hit in named)
        marks, hits = marks + len(spans), hits + len(named)
    return found, marks, right, hits


def unmarked(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return a composed text without its marks, and (kind, start, end) of each."""
    plain, spans, end = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[end : mark.start()]
        spans.append((mark[1], len(plain), len(plain) + len(mark[2])))
        plain, end = plain + mark[2], mark.end()
    return plain + text[end:], spans


def of_texts(*, tell: Callable[[str], None]) -> dict[str, object]:
    """Score the composed texts: recall per kind, precision of names, false alarms on clean texts."""
    composed = tomllib.loads((ROOT / "tests/analysis/guard_texts.toml").read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    right = hits = 0
    for text in composed["marked"]:
        plain, spans = unmarked(text)
        mine: list[Hit] = find(plain)
        for kind, start, end in spans:
            marks[kind] += 1
            touched = any(hit.start < end and start < hit.end for hit in mine)
            found[kind] += touched
            if not touched:
                tell(f"missed {kind}: {text}")
        for hit in mine:
            if hit.kind in NAMED:
                hits += 1
                touched = any(hit.start < end and start < hit.end for _kind, start, end in spans)
                right += touched
                if not touched:
                    tell(f"wrong {hit.kind} {plain[hit.start : hit.end]}: {text}")
    false = Counter({"texts": 0, "stopped": 0, "asked": 0})
    for text in composed["clean"]:
        mine = find(text)
        false["texts"] += 1
        false["stopped"] += any(hit.blocks for hit in mine)
        false["asked"] += bool(mine)
        hits += sum(hit.kind in NAMED for hit in mine)
        if mine:
            tell(f"false {[(hit.kind, text[hit.start : hit.end]) for hit in mine]}: {text}")
    return {"found": dict(found), "marks": dict(marks), "right": right, "hits": hits, "clean": dict(false)}


def of_origins() -> dict[str, tuple[float, float]]:
    """Return language → (given names recognised, family names recognised) in one plain sentence each."""
    groups = tomllib.loads((ROOT / "benchmarks" / "guard_origins.toml").read_text(encoding="utf-8"))

    def share(names: str) -> float:
        heard = [any(hit.kind in NAMED for hit in find(f"I natt var det {name} som eldade.")) for name in names.split()]
        return sum(heard) / len(heard)

    return {language: (share(names["given"]), share(names["family"])) for language, names in groups.items()}


def of_first_names(folder: Path) -> list[tuple[str, float, float]]:
    """Return (bearers from, share of names recognised, share of bearers) over all given names in use."""
    rows: Counter[str] = Counter()
    for path in sorted((folder / "namn").glob("tilltalsnamn-*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                rows[row["name"]] += int(row["persons"])
    bands = [(10000, 10**9), (1000, 9999), (200, 999), (50, 199), (20, 49), (10, 19), (2, 9)]
    result = []
    rng = random.Random(7)
    for low, high in bands:
        names = sorted(name for name, count in rows.items() if low <= count <= high)
        some = names if len(names) <= 800 else rng.sample(names, 800)
        seen = [name for name in some if any(hit.kind in NAMED for hit in find(f"Det var {name} som eldade."))]
        share = sum(rows[name] for name in seen) / sum(rows[name] for name in some)
        result.append((f"{low}", len(seen) / len(some), share))
    return result


def police_texts(folder: Path) -> tuple[int, Counter[str]]:
    """Return how many of the police's own short texts there are, and what is found in them by kind."""
    with gzip.open(folder / "polisen_events_dev_urval5000.csv.gz", "rt", encoding="utf-8") as lines:
        texts = {row["summary"] for row in csv.DictReader(lines)}
    return len(texts), Counter(hit.kind for text in texts for hit in find(text))


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--texts", action="store_true")
    chosen = asked.parse_args()
    if chosen.texts:
        print(of_texts(tell=print))
    for kind, (found, total, wrong) in of_numbers(chosen.folder).items():
        print(f"{kind}: recall {found / total:.2%} of {total}, precision {found / (found + wrong):.2%}")
    found, marks, right, hits = score(sentences_of(chosen.folder), NAMED)
    print(f"news: recall {found / marks:.1%} of {marks} persons, precision {right / hits:.1%} of {hits}")
    for low, names, people in of_first_names(chosen.folder):
        print(f"given names from {low} bearers: {names:.1%} of names, {people:.1%} of bearers")
    for language, (given, family) in of_origins().items():
        print(f"{language}: {given:.0%} of given names, {family:.0%} of family names standing alone")
    print("police texts:", police_texts(chosen.folder.parent / "01-polisen-events"))


if __name__ == "__main__":
    main()
