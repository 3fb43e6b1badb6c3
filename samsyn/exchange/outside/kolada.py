"""Kolada (version 3): key figures of a municipality, with their titles, page after page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samsyn.exchange.outside.client import Client, Fetched, OutsideRefused, Service

KOLADA = Service("kolada", ("api.kolada.se",))
ROOT = "https://api.kolada.se/v3/"
KPI = re.compile(r"^[NU]\d{5}$")
MOST_PAGES = 40


def fetch_figures(kpis: Sequence[str], *, municipality_code: str, years: Sequence[int], client: Client,
                  fresh: bool = False) -> Fetched:  # fmt: skip
    """Fetch key figures of a municipality and some years; the title of each is put beside its figures."""
    wrong = [each for each in kpis if not KPI.match(each)]
    if wrong or not kpis:
        raise OutsideRefused(f"Ett nyckeltal skrivs som N07403, inte ”{wrong[0] if wrong else ''}”.")
    named = ",".join(kpis)
    titles = {
        one["id"]: one.get("title") or one["id"] for page in _pages(f"{ROOT}kpi/{named}", client, fresh=fresh)
        for one in _values(page)
    }  # fmt: skip
    when = ",".join(str(year) for year in sorted(years))
    address = f"{ROOT}data/kpi/{named}/municipality/{municipality_code}/year/{when}"
    found: list[dict[str, Any]] = []
    for page in _pages(address, client, fresh=fresh):
        found += [{**row, "title": titles.get(row.get("kpi"), row.get("kpi"))} for row in _values(page)]
    if not found:
        raise OutsideRefused(f"Kolada har inga värden för {named} de valda åren.")
    first = client.fetch(address)
    together = first.path.with_name(f"{first.path.stem}-alla.json")
    together.write_text(json.dumps({"values": found}, ensure_ascii=False), encoding="utf-8")
    return first._replace(path=together)


def _pages(address: str, client: Client, *, fresh: bool) -> list[Any]:
    pages, seen = [], set()
    following: str | None = address
    while following and following not in seen and len(pages) < MOST_PAGES:
        seen.add(following)
        page = _read(client.fetch(following, fresh=fresh).path)
        pages.append(page)
        following = page.get("next_url") or page.get("next_page")
    return pages


def _values(page: Any) -> list[dict[str, Any]]:
    # One key figure alone may be given as itself, several in a list.
    return list(page["values"]) if "values" in page and "id" not in page else [page]


def _read(path: Path) -> Any:
    try:
        page = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError:
        page = None
    if not isinstance(page, dict):
        path.unlink(missing_ok=True)
        raise OutsideRefused("Koladas svar går inte att läsa.")
    return page
