"""Good files of every kind that can be read in, what can be done to them, and reading them as web and job do."""

import gzip
import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

PLAIN = """format = 1
target = "observations"
name = "fuzz"
[columns]
external_id = "nr"
category = "slag"
text = "text"
[time]
until = "tid"
[place]
longitude = "lon"
latitude = "lat"
crs = 4326
[categories.table]
"klotter" = "E4"
"skräp" = "I3"
"""
CELLS = [
    "", "\x00", "a\x00b", "=HYPERLINK(\"http://x\")", "+1", "@SUM(A1)", "-", "A" * 100_000, "9" * 400, "1e999", "NaN",
    "2025-13-45", "0001-01-01", "9999-12-31 23:59", "10000-01-01", "\ud83d", "\u202e", "å" * 300, '"', "';", "1,2,3",
    "٣",
    "17.1", "400", "-91", "inf", "<script>", "\\u0000", "{", "[[[", "2025-10-01T25:00", "1899-12-31", "\r\n",
]  # fmt: skip
KINDS = ("E4", "klotter", "skräp", "okänt")
COLUMNS = ("nr", "slag", "text", "tid", "lon", "lat")


class Seed(NamedTuple):
    """A good file: its name, its bytes and the ready source it is for ("" = the plain mapping)."""

    name: str
    content: bytes
    source: str


def rows(n: int = 12) -> list[dict[str, Any]]:
    """Give some good rows."""
    return [
        {"nr": str(i), "slag": KINDS[i % 4], "text": f"Trasig lampa vid port {i}", "tid": f"2025-10-01 2{i % 4}:30",
         "lon": 17.11 + i / 1000, "lat": 62.41}
        for i in range(n)
    ]  # fmt: skip


def _csv(table: list[list[Any]], *, sign: str = ";") -> bytes:
    return "\n".join(sign.join(str(cell) for cell in row) for row in table).encode()


def _sheet(table: list[list[Any]]) -> bytes:
    import openpyxl

    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in table:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def _zip(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return kept.getvalue()


def _columnar(table: list[dict[str, Any]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    kept = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), kept)
    return kept.getvalue()


def good() -> list[Seed]:
    """Give a good file of every kind."""
    plain = rows()
    table = [list(COLUMNS), *([row[name] for name in COLUMNS] for row in plain)]
    csv, sheet = _csv(table), _sheet(table)
    shapes = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": dict(row),
         "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]}} for row in plain
    ]}  # fmt: skip
    embrace = [["Id", "Kategori", "Beskrivning", "Tidpunkt", "Latitud", "Longitud"],
               *([i, "Skadegörelse", "Trasig ruta", "2025-10-01 21:30", 62.41, 17.11] for i in range(8))]  # fmt: skip
    police = [{"id": i, "datetime": "2025-10-01 21:30:00 +02:00", "name": "01 oktober 21:30, Misshandel, Norr",
               "summary": "Bråk vid torget.", "type": "Misshandel", "url": "/aktuellt/",
               "location": {"name": "Norr", "gps": "62.41,17.11"}} for i in range(6)]  # fmt: skip
    from tests.exchange.test_figures import BRA, PXWEB

    told = {"values": [{"kpi": "N00001", "title": "Otrygga (%)", "municipality": "9901", "period": 2023, "values": [
        {"gender": "T", "count": 1, "status": "", "value": 41.5}]}], "count": 1, "next_url": None}  # fmt: skip
    bugs = json.dumps([{"service_request_id": str(i), "service_name": "Klotter", "description": "x", "long": 17.11,
                        "lat": 62.41, "requested_datetime": "2025-10-01T21:30:00"} for i in range(8)
                      ]).encode()  # fmt: skip
    return [
        Seed("a.csv", csv, ""), Seed("a.tsv", csv.replace(b";", b"\t"), ""), Seed("a.xlsx", sheet, ""),
        Seed("a.json", json.dumps(plain).encode(), ""), Seed("a.csv.gz", gzip.compress(csv), ""),
        Seed("a.jsonl", "\n".join(json.dumps(row) for row in plain).encode(), ""),
        Seed("a.geojson", json.dumps(shapes).encode(), ""), Seed("a.parquet", _columnar(plain), ""),
        Seed("a.zip", _zip(**{"a.csv": csv, "b.json": json.dumps(plain).encode()}), ""),
        Seed("bra.csv", BRA.encode("latin-1"), "bra"),
        Seed("bra.xlsx", _sheet([row.split(";") for row in BRA.splitlines()]), "bra"),
        Seed("px.json", json.dumps(PXWEB).encode(), "pxweb"), Seed("kolada.json", json.dumps(told).encode(), "kolada"),
        Seed("polisen.json", json.dumps(police).encode(), "polisen"), Seed("fel.json", bugs, "311"),
        Seed("embrace.xlsx", _sheet(embrace), "embrace"), Seed("embrace.csv", _csv(embrace), "embrace"),
    ]  # fmt: skip


# --- what can be done to a file ----------------------------------------------------------------------------------


def turned(content: bytes, chance: random.Random) -> bytes:
    """Turn some bytes."""
    spots = bytearray(content)
    for _ in range(chance.choice([1, 3, 20, 200])):
        spots[chance.randrange(len(spots))] = chance.randrange(256)
    return bytes(spots)


def cut(content: bytes, chance: random.Random) -> bytes:
    """Cut a piece off, out, or lay it in twice."""
    a, b = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return chance.choice(
        [content[:a], content[a:], content[:a] + content[b:], content[:b] + content[a:b] * 3 + content[b:]]
    )


def recoded(content: bytes, chance: random.Random) -> bytes:
    """Write the text in another way than it says, or lay signs before it."""
    text = content.decode("utf-8", "replace")
    how = chance.choice(
        ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig", "bom", "nul", "cr"]
    )
    if how == "bom":
        return b"\xff\xfe" + content
    if how == "nul":
        return b"\x00".join([content[: len(content) // 2], content[len(content) // 2 :]])
    if how == "cr":
        return content.replace(b"\n", b"\r")
    return text.encode(how, "replace")


def swollen(content: bytes, chance: random.Random) -> bytes:
    """Put strange cells in the place of others."""
    text = content.decode("utf-8", "replace")
    for _ in range(chance.choice([1, 4])):
        cell = chance.choice(CELLS)
        for old in chance.sample(
            ["klotter", "Trasig", "2025-10-01", "17.11", "2023", "41.5", "9901", "62.41", ";", '"'], 3
        ):
            if chance.random() < 0.5:
                text = text.replace(old, cell, chance.choice([1, -1]))
    return text.encode("utf-8", "surrogatepass")


def repacked(seed: Seed, chance: random.Random) -> bytes:
    """Change a member of a packed file (also a workbook's own parts) and pack it again; or pack it in itself."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(seed.content))
    except zipfile.BadZipFile:
        return _zip(**{seed.name: seed.content, "x/../../y.csv": seed.content, "": b"", "z.zip": _zip(a=b"1")})
    members = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice(list(members))
    change = chance.choice([turned, cut, swollen, recoded])
    members[name] = change(members[name] or b" ", chance)
    if chance.random() < 0.2:
        members[chance.choice(["../../ur.csv", "/rot.csv", "con.csv", "a\x01.csv", "å" * 100 + ".csv", "n.zip"])] = (
            _zip(a=b"1")
        )
    if chance.random() < 0.1:
        del members[name]
    return _zip(**members)


def inner(seed: Seed, chance: random.Random) -> bytes:
    """Change what a .gz file holds."""
    return gzip.compress(chance.choice([turned, cut, swollen, recoded])(gzip.decompress(seed.content), chance))


def changed(seed: Seed, chance: random.Random) -> Seed:
    """Change a file in one of the ways that suit its kind, and now and then give it another name."""
    packed = seed.name.endswith((".zip", ".xlsx"))
    ways: list[Callable[[], bytes]] = [lambda: turned(seed.content, chance), lambda: cut(seed.content, chance)]
    if packed:
        ways += [lambda: repacked(seed, chance)] * 4
    elif seed.name.endswith(".gz"):
        ways += [lambda: inner(seed, chance)] * 3
    elif not seed.name.endswith(".parquet"):
        ways += [lambda: swollen(seed.content, chance)] * 3 + [lambda: recoded(seed.content, chance)]
    content = chance.choice(ways)()
    names = [
        "a.csv",
        "a.xlsx",
        "a.json",
        "a.zip",
        "a.geojson",
        "a.gpkg",
        "a.parquet",
        "a.csv.gz",
        "a.kml",
        "a.shp",
        "a.exe",
    ]
    return seed._replace(name=chance.choice(names) if chance.random() < 0.06 else seed.name, content=content)


def bombs() -> list[Seed]:
    """Give files that are small and would be enormous, or deep, or wide."""
    deep, wide = b"[" * 200_000, ";".join(f"k{i}" for i in range(30_000)).encode()
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
    ) + b"]><worksheet>&j;</worksheet>"  # fmt: skip
    sheet = {name: zipfile.ZipFile(io.BytesIO(_sheet([["a"], ["1"]]))).read(name)
             for name in zipfile.ZipFile(io.BytesIO(_sheet([["a"], ["1"]]))).namelist()}  # fmt: skip
    far = sheet["xl/worksheets/sheet1.xml"].replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"')
    nested = _zip(**{"a.csv": b"x"})
    for _ in range(30):
        nested = _zip(**{"a.zip": nested})
    return [
        Seed("djup.json", deep, ""), Seed("djup.geojson", b'{"type":"FeatureCollection","features":' + deep, ""),
        Seed("djup.jsonl", b"\n".join([b'{"a":' * 5000, b'{"b":1}']), ""), Seed("bred.csv", wide + b"\n" + wide, ""),
        Seed("rad.csv", b"nr;slag\n" + b"A" * 20_000_000, ""), Seed("citat.csv", b'nr;slag\n"' + b"x\n" * 200_000, ""),
        Seed("nollor.csv.gz", gzip.compress(b"\0" * 50_000_000), ""),
        Seed("rader.csv.gz", gzip.compress(b"\n" * 20_000_000), ""),
        Seed("skratt.xlsx", _zip(**{**sheet, "xl/worksheets/sheet1.xml": laughs}), ""),
        Seed("langt.xlsx", _zip(**{**sheet, "xl/worksheets/sheet1.xml": far}), ""),
        Seed("kapslad.zip", nested, ""), Seed("manga.zip", _zip(**{f"{i}.csv": b"" for i in range(3000)}), ""),
        Seed("tom.csv", b"", ""), Seed("tom.zip", _zip(), ""), Seed("tal.json", b'[{"nr":' + b"9" * 5000 + b"}]", ""),
    ]  # fmt: skip


# --- reading ------------------------------------------------------------------------------------------------------


class Reading:
    """Reads files as the web page and the job do, and keeps what nobody should meet."""

    def __init__(self, town: Any, folder: Path, now: Any) -> None:
        self.town, self.folder, self.now = town, folder, now
        self.ended: Counter[str] = Counter()
        self.refused = 0
        self.faults: dict[str, str] = {}
        self.faulty: dict[str, Seed] = {}

    def read(self, seed: Seed) -> str:
        """Read one file; every row that is refused has its line and its reason. Whatever was stored is taken back."""
        path = self.folder / seed.name
        path.write_bytes(seed.content)
        try:
            with transaction.atomic():
                ended = self._read(path, seed)
                transaction.set_rollback(True)
        except Exception as problem:
            ended = f"fault {type(problem).__name__}"
            self._keep(seed, ended)
        finally:
            path.unlink(missing_ok=True)
        self.ended[ended] += 1
        return ended

    def _read(self, path: Path, seed: Seed) -> str:
        from samsyn.exchange.actions import begin_import, go_through
        from samsyn.exchange.guessing import guess_mapping
        from samsyn.exchange.mapping import MappingRefused, read_mapping
        from samsyn.exchange.readers import ReadRefused
        from samsyn.exchange.readers.crs import Extent
        from samsyn.exchange.reading import first_batch, preview
        from samsyn.exchange.sources import READY, Here, ready_mapping
        from samsyn.ground.refusals import Refused

        here, told = self.town.municipality, []
        try:
            mapping = ready_mapping(seed.source) if seed.source else read_mapping(PLAIN)
            batch = first_batch(path, mapping=mapping)
            if seed.source and READY[seed.source].assumed:
                mapping = mapping.settled(batch.table.column_names)
            if not seed.source:
                guess_mapping(batch).as_toml()
            preview(path, mapping, here=Here(here.name, here.code), zone=here.time_zone,
                    extent=Extent(here.west, here.south, here.east, here.north))  # fmt: skip
        except (ReadRefused, MappingRefused, Refused) as refusal:
            assert len(str(refusal)) > 10, "a refusal is a sentence"
            ended = "refused at once"
        else:
            ended = "read"
        try:
            run = begin_import(
                path=path, mapping=mapping, source=seed.source or "fuzz", now=self.now, by=self.town.machine
            )
            go_through(run, path=path, now=self.now, by=self.town.machine, on_refused=told.append, keep_refused=True)
        except (ReadRefused, MappingRefused, Refused) as refusal:
            assert len(str(refusal)) > 10, "a refusal is a sentence"
            return ended if ended != "read" else "stopped with a sentence"
        assert len(told) == run.refused and all(one.line >= 0 and len(one.reason) > 5 for one in told), (
            "a row without reason"
        )
        self.refused += len(told)
        return "read, some rows refused" if told else "read"

    def _keep(self, seed: Seed, ended: str) -> None:
        import traceback

        lines = traceback.format_exc().splitlines()
        key = f"{ended} {seed.name} {seed.source} {lines[-3].strip()[:120]}"
        if key not in self.faults:
            self.faults[key] = "\n".join(lines[-12:])
            self.faulty[key] = seed


def mutated(n: int, *, seeded: int) -> Any:
    """Yield so many changed files, the same from the same seed."""
    chance, seeds = random.Random(seeded), good()
    for number in range(n):
        yield changed(seeds[number % len(seeds)], chance)
