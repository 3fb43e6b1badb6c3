"""samsyn analyse METHOD FILE: the statistics straight on a file, without a database."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.analysis.catalogue import METHODS, Events, Method, Result, TooLittle, analyse, settings_of
from samsyn.analysis.counts import Coded
from samsyn.analysis.geometry import degrees, metres
from samsyn.analysis.progress import Progress
from samsyn.exchange.casting import as_numbers, as_strings, as_times, to_local
from samsyn.exchange.guessing import guess_format, guess_place, guess_time
from samsyn.exchange.readers import GEOMETRY, ReadRefused, open_file
from samsyn.exchange.writers.maps import write_geojson
from samsyn.exchange.writers.plain import write_csv
from samsyn.ground.refusals import Refused, in_both_languages
from samsyn.ground.spoken import said as _

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

FORMAT = 1
WGS84 = 4326
FIELDS = ("x", "y", "lon", "lat", "time", "from", "category", "area", "organisation", "seen_during", "value",
          "weight")
WAYS_OUT = (".json", ".csv", ".geojson", ".parquet")
WORDS = {
    "counts": in_both_languages("antal per vecka och område, kategori eller part"),
    "unusual": in_both_languages("veckor som är ovanliga mot sin egen historia (Farrington, en gemensam larmbudget)"),
    "hours": in_both_languages("veckodag och timme, osäkra tider utspridda (aoristiskt)"),
    "months": in_both_languages("årstid: händelser per dag och månad"),
    "hotspots": in_both_languages("rutor med fler händelser än sin andel, exakta svansar och kontrollerade falsklarm"),
    "gi": in_both_languages(
        "Gi* som i litteraturen, för jämförelser; dra inga slutsatser av den när rutorna har få händelser"
    ),
    "density": in_both_languages("utjämnad yta i tre klasser, rätt även vid kanten"),
    "emerging": in_both_languages("platser som är nya, växande, avtagande eller kommer och går"),
    "concentration": in_both_languages("hur få platser som har hur mycket, jämfört med slumpen"),
    "effect": in_both_languages(
        "samma veckor året före och efter en start, i området och i ett jämförelseområde, med betyg"
    ),
    "interrupted": in_both_languages("en serie före och efter en start, med säsong och trend; en svag design"),
    "estimate": in_both_languages("medelvärde eller andel av svar på en fråga, med vikter, för alla och per område"),
    "alike": in_both_languages("hur många rader i ett utdrag som ser likadana ut (k-anonymitet)"),
    "calibration": in_both_languages(
        "hur ofta metoderna larmar i onödan på den egna historien, när veckorna har bytt plats"
    ),
    "scan": in_both_languages("platser och veckor som hör ihop mer än slumpen förklarar (permutationsskanning)"),
    "near-repeats": in_both_languages("följer händelser nära varandra tätt i tiden? För egendomsbrott"),
    "repeat-places": in_both_languages("platser där det händer igen, och hur snart"),
    "clusters": in_both_languages("ansamlingar av valfri form (DBSCAN); en beskrivning, inget test"),
    "forecast": in_both_languages("nästa veckas rutor, alltid prövade mot förra årets karta"),
}
TOO_LITTLE = {
    "no_events": in_both_languages("Filen har inga händelser med tid."),
    "no_such_area": in_both_languages(
        "Området finns inte i filen. Ange dess kod med --set area=… och kolumnen med --column area=…"
    ),
    "no_values": in_both_languages("Filen saknar svaren. Ange kolumnen: --column value=…"),
    "not_yes_and_no": in_both_languages(
        "En andel kräver svar som är 0 eller 1. Välj --set of=mean för ett medelvärde."
    ),
    "no_series": in_both_languages("Ingen händelse har det som ska delas upp. Ange kolumnen med --column."),
    "few_for_effect": in_both_languages(
        "För få händelser i området eller jämförelsen året före för att märka någon skillnad."
    ),
    "few_places": in_both_languages("För få händelser har en plats för att säga något."),
    "few_steps": in_both_languages("För kort tid: det behövs minst åtta tidssteg."),
    "short_history": in_both_languages("För kort historia: det behövs minst tolv veckor före perioden."),
    "less_than_a_year": in_both_languages("För kort tid: det behövs minst ett år."),
}


class AnalyseRefused(Refused):
    """The analysis cannot be made, with a sentence that says what to do."""


def add_commands(subparsers: Any) -> None:
    """Add `samsyn analyse`."""
    listed = "\n".join(f"  {name:<14} {words_of(name)}" for name in sorted(METHODS))
    parser = subparsers.add_parser(
        "analyse", help=_("statistik direkt på en fil"), formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_("metoder:") + f"\n{listed}")
    parser.add_argument("method", metavar=_("METOD"), choices=sorted(METHODS), help=_("en av metoderna nedan"))
    parser.add_argument("file", type=Path, metavar=_("FIL"), help=_("CSV, Excel, Parquet, GeoJSON, GeoPackage …"))
    ways = _("resultatets tabell: {ways}").format(ways=", ".join(WAYS_OUT))
    parser.add_argument("--out", type=Path, metavar=_("UT"), help=ways)
    parser.add_argument("--json", action="store_true", help=_("skriv hela resultatet som JSON"))
    parser.add_argument("--progress", action="store_true", help=_("visa hur långt det har kommit, även utan terminal"))
    parser.add_argument("--seed", type=int, default=1, help=_("slumpens frö, sparas i resultatet (annars 1)"))
    parser.add_argument("--crs", type=int, default=3006, help=_("metriskt koordinatsystem (EPSG), annars SWEREF 99 TM"))
    parser.add_argument("--timezone", default="Europe/Stockholm", help=_("tidszonen som tiderna i filen gäller i"))
    parser.add_argument("--column", action="append", default=[], metavar=_("FÄLT=KOLUMN"),
                        help=_("vilken kolumn som är vad; fält: {fields}").format(fields=", ".join(FIELDS)))
    parser.add_argument("--set", action="append", default=[], metavar=_("VAL=VÄRDE"), dest="chosen",
                        help=_("metodens egna val, till exempel cell_m=200"))
    parser.set_defaults(run=run)


def words_of(name: str) -> str:
    """Return the method's words with its options."""
    options = ", ".join(f"{each.name}={each.default}" for each in METHODS[name].options)
    return _(WORDS[name]) + (f" [{options}]" if options else "")


def run(args: argparse.Namespace) -> int:
    """samsyn analyse METHOD FILE [--out …] [--json]"""
    if args.out and args.out.suffix not in WAYS_OUT:
        raise AnalyseRefused("Resultatet kan skrivas som {ways_out}.", ways_out=', '.join(WAYS_OUT))
    method = METHODS[args.method]
    settings = _settings(method, args.chosen)
    events, columns = read_events(args.file, args, method)
    try:
        result = analyse(args.method, events, settings=settings, seed=args.seed, progress=_shown(args))
    except TooLittle as found:
        raise AnalyseRefused(TOO_LITTLE[found.key]) from found
    except ValueError as wrong:
        if "last_week" in settings:
            raise AnalyseRefused("last_week skrivs som 2026-W40.") from wrong
        if "start" in settings:
            raise AnalyseRefused("Ange när det började, som --set start=2026-03-01.") from wrong
        raise
    whole = _whole(result, args=args, method=method, settings=settings, columns=columns)
    if args.out:
        _write(result, args.out, whole=whole, crs=args.crs)
    if args.json:
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, sort_keys=True) + "\n")
    else:
        _tell(result, args)
    return 0


def _shown(args: argparse.Namespace) -> Progress | None:
    """Return what writes the per cent on stderr: over itself on a terminal, else a line for every ten."""
    over = sys.stderr.isatty()
    if not over and not args.progress:
        return None
    last = [-1]

    def show(share: float) -> None:
        percent = int(100 * share) if over else int(10 * share) * 10
        if percent > last[0]:
            last[0] = percent
            sys.stderr.write(f"\r{percent:3d} %" + ("\n" if percent == 100 else "") if over else f"{percent} %\n")
            sys.stderr.flush()

    return show


def _settings(method: Method, chosen: list[str]) -> dict[str, Any]:
    names = ", ".join(each.name for each in method.options) or _("inga")
    if wrong := next((each for each in chosen if "=" not in each), None):
        raise AnalyseRefused("Skriv --set {wrong} som namn=värde.", wrong=wrong)
    try:
        return settings_of(method, dict(each.split("=", 1) for each in chosen))
    except KeyError as unknown:
        known = _("Valen är: {names}.").format(names=names)
        raise AnalyseRefused(
            "{name} har inget val som heter {unknown}. {known}", name=method.name, unknown=unknown.args[0], known=known,
        ) from unknown
    except ValueError as wrong_value:
        option = next(each for each in method.options if each.name == wrong_value.args[0])
        between = _("mellan {least} och {most}").format(least=f"{option.least:g}", most=f"{option.most:g}")
        span = _(" eller ").join(option.among) if option.among else between
        raise AnalyseRefused("{name} ska vara {span}.", name=option.name, span=span) from wrong_value


# --- the file -----------------------------------------------------------------------------------------------------


def read_events(path: Path, args: argparse.Namespace, method: Method) -> tuple[Events, dict[str, str]]:
    """Read a file's events; the columns are named by the user or found by their names and contents."""
    import pyarrow as pa

    try:
        source = open_file(path)
        batches = [batch.table for batch in source.batches()]
    except ReadRefused as refusal:
        raise AnalyseRefused(str(refusal)) from refusal
    if not batches:
        raise AnalyseRefused("{name} har inga rader.", name=path.name)
    table = pa.concat_tables(batches, promote_options="permissive")
    columns = _columns(table, args.column)
    x_m, y_m = _places(table, columns, shape_crs=source.crs, crs=args.crs)
    from_local, to_local = _times(table, columns, args.timezone)
    coded = {name: _coded(table, columns.get(name)) for name in ("category", "area", "organisation")}
    during = _coded(table, columns.get("seen_during"))
    decided = np.array([*(label == "decided" for label in during.labels), False])[during.code]
    numbers = [as_numbers(table[columns[name]]) if name in columns else np.zeros(0) for name in ("value", "weight")]
    events = Events(x_m, y_m, from_local, to_local, coded["category"], coded["area"], coded["organisation"], decided,
                    *numbers)
    _refuse_what_is_missing(events, method)
    return events, columns


def _columns(table: pa.Table, given: list[str]) -> dict[str, str]:
    sample = table.slice(0, 2_000)
    place, time = guess_place(sample), guess_time(sample)
    ours = {"x": "x_m", "y": "y_m", "time": "to_local", "from": "from_local"}          # an export of Samsyn's own
    exact = {field: name for field in FIELDS for name in (ours.get(field), field) if name in table.column_names}
    found = {
        "lon": place.get("longitude"), "lat": place.get("latitude"), "area": place.get("area_code"),
        "time": time.get("until") or time.get("date"), "from": time.get("from"), **exact,
    }  # fmt: skip
    if {"x", "y"} <= exact.keys():
        found |= {"lon": None, "lat": None}
    for each in given:
        field, _, column = each.partition("=")
        if field not in FIELDS:
            raise AnalyseRefused(
                "Fältet {field} finns inte. Fälten är: {fields}.", field=field, fields=', '.join(FIELDS),
            )
        if column not in table.column_names:
            raise AnalyseRefused(
                "Kolumnen {column} finns inte i filen. Den har: {column_names}.",
                column=column, column_names=', '.join(table.column_names),
            )
        found[field] = column
    return {field: column for field, column in found.items() if column}


def _places(
    table: pa.Table, columns: dict[str, str], *, shape_crs: str | None, crs: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres east and north; degrees and shapes are projected, what has no point is NaN."""
    if GEOMETRY in table.column_names and not {"x", "lon"} & columns.keys():
        import shapely
        from pyproj import Transformer

        shapes = shapely.centroid(shapely.from_wkb(table[GEOMETRY].to_numpy(zero_copy_only=False), on_invalid="ignore"))
        there = Transformer.from_crs(shape_crs or WGS84, crs, always_xy=True)
        across, up = there.transform(shapely.get_x(shapes), shapely.get_y(shapes))
        known = np.isfinite(across) & np.isfinite(up)
        return np.where(known, across, np.nan), np.where(known, up, np.nan)
    if {"x", "y"} <= columns.keys():
        return as_numbers(table[columns["x"]]), as_numbers(table[columns["y"]])
    if {"lon", "lat"} <= columns.keys():
        lon, lat = as_numbers(table[columns["lon"]]), as_numbers(table[columns["lat"]])
        if np.nanmax(np.abs(lon), initial=0.0) > 180 or np.nanmax(np.abs(lat), initial=0.0) > 90:
            return lon, lat                                # metres already, whatever the columns are called
        return metres(lon, lat=lat, crs=crs)
    return np.full(len(table), np.nan), np.full(len(table), np.nan)


def _times(
    table: pa.Table, columns: dict[str, str], zone: str
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    def local(field: str) -> NDArray[np.datetime64]:
        if field not in columns:
            return np.full(len(table), np.datetime64("NaT", "us"))
        column = table[columns[field]]
        form = guess_format(column) or "iso"
        values = to_local(as_times(column, formats=[form, "iso"], zone=zone), zone=zone)
        return np.asarray(values.to_numpy(zero_copy_only=False), "datetime64[us]")

    until = local("time")
    start = local("from")
    return np.where(np.isnat(start), until, start), until


def _coded(table: pa.Table, column: str | None) -> Coded:
    if column is None:
        return Coded(np.full(len(table), -1, np.int64), [])
    encoded = as_strings(table[column]).dictionary_encode()
    labels = [str(each) for each in encoded.dictionary.to_pylist()]
    code = np.asarray(encoded.indices.fill_null(-1)).astype(np.int64)
    order = sorted(range(len(labels)), key=labels.__getitem__)
    place = np.argsort(np.array(order, np.int64)) if labels else np.zeros(0, np.int64)
    return Coded(np.append(place, -1)[code], [labels[each] for each in order])


def _refuse_what_is_missing(events: Events, method: Method) -> None:
    there = {"place": events.placed.any(), "time": events.dated.any()}
    ways = {
        "place": in_both_languages(
            "Filen saknar läge. Ange kolumnerna: --column lon=… --column lat=… (eller x och y i meter)."
        ),
        "time": in_both_languages("Filen saknar tid som går att läsa. Ange kolumnen: --column time=…"),
    }
    for need in method.needs:
        if not there.get(need, True):
            raise AnalyseRefused(ways[need])


# --- the answer ---------------------------------------------------------------------------------------------------


def _whole(
    result: Result, *, args: argparse.Namespace, method: Method, settings: dict[str, Any], columns: dict[str, str]
) -> dict[str, Any]:
    return {
        "format": FORMAT, "program": importlib.metadata.version("samsyn"), "method": method.name, "says": result.says,
        "sure": result.sure, "settings": settings, "seed": args.seed if method.draws else None, "crs": args.crs,
        "source": {"file": args.file.name, "columns": columns}, "page": f"docs/statistics/{method.page}.md",
        "figures": {name: _plain(value) for name, value in result.figures.items()},
        "rows": {name: [_plain(value) for value in column.tolist()] for name, column in result.rows.items()},
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return value.item() if hasattr(value, "item") else value


def _table(result: Result, crs: int) -> pa.Table:
    import pyarrow as pa

    rows = dict(result.rows)
    if "x_m" in rows:
        rows["lon"], rows["lat"] = degrees(rows["x_m"].astype(float), y_m=rows["y_m"].astype(float), crs=crs)
    return pa.table({name: pa.array(column.tolist()) for name, column in rows.items()})


def _write(result: Result, path: Path, *, whole: dict[str, Any], crs: int) -> None:
    import pyarrow.parquet as pq

    if path.suffix == ".json":
        path.write_text(json.dumps(whole, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        return
    table = _table(result, crs)
    if path.suffix == ".csv":
        write_csv(table, path)
    elif path.suffix == ".parquet":
        about = {name: whole[name] for name in whole if name != "rows"}
        pq.write_table(table.replace_schema_metadata({"samsyn": json.dumps(about, ensure_ascii=False)}), path)
    elif "lon" not in table.column_names:
        raise AnalyseRefused("Resultatet har inga platser att rita. Välj .csv, .parquet eller .json.")
    else:
        write_geojson(table, path, described=[], title=f"samsyn analyse {whole['method']}")


def _tell(result: Result, args: argparse.Namespace) -> None:
    sys.stdout.write(f"{args.method}: {_(WORDS[args.method])}\n")
    for name, value in result.figures.items():
        shown = f"{value:.4g}" if isinstance(value, float) else value
        sys.stdout.write(f"  {name:<22} {shown}\n")
    sys.stdout.write(f"  {'rows':<22} {len(next(iter(result.rows.values()), []))}\n")
    page = f"docs/statistics/{METHODS[args.method].page}.md"
    sys.stdout.write(_("Hur säkert är det? Läs {page}").format(page=page) + "\n")
    if args.out:
        sys.stderr.write(_("Tabellen står i {file}.").format(file=args.out) + "\n")
