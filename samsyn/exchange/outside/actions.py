"""The verb of fetching: ask a source, read its answer in as any other file, and tell what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from samsyn.exchange.actions import begin_import, counts_of, go_through, mapping_of
from samsyn.exchange.models import ImportRun
from samsyn.exchange.outside.bra import BRA, fetch_export
from samsyn.exchange.outside.client import Client, Fetched, Service
from samsyn.exchange.outside.kolada import KOLADA, fetch_figures
from samsyn.exchange.outside.scb import SCB, fetch_table
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require

SERVICES: dict[str, Service] = {"scb": SCB, "kolada": KOLADA, "bra": BRA}
READ_AS = {"scb": "pxweb", "kolada": "kolada", "bra": "bra"}


class Asked(NamedTuple):
    """What a source is asked for: a table and its years (scb), key figures and years (kolada), an address (bra)."""

    source: str
    what: str
    years: Sequence[int] = ()
    classes: bool = False
    fresh: bool = False


def client_for(source: str) -> Client:
    """Return the way to a source, with its cache under SAMSYN_DATA."""
    return Client(SERVICES[source], folder=Path(settings.SAMSYN_DATA) / "cache" / "outside")


def fetch(asked: Asked, *, code: str, client: Client) -> Fetched:
    """Ask the source; `code` is the municipality's."""
    if asked.source == "scb":
        return fetch_table(asked.what, municipality_code=code, years=asked.years, classes=asked.classes, client=client,
                           fresh=asked.fresh)  # fmt: skip
    if asked.source == "kolada":
        kpis = [each.strip().upper() for each in asked.what.split(",") if each.strip()]
        return fetch_figures(kpis, municipality_code=code, years=asked.years, client=client, fresh=asked.fresh)
    return fetch_export(asked.what, client=client, fresh=asked.fresh)


def fetch_in(asked: Asked, *, now: datetime, by: Any, client: Client | None = None) -> ImportRun:
    """Ask a source and read its answer in. Raises OutsideRefused or ImportRefused; what was there stays."""
    require(by, Permission.IMPORT, within=by.municipality)
    found = fetch(asked, code=by.municipality.code, client=client or client_for(asked.source))
    name = READ_AS[asked.source]
    run = begin_import(
        path=found.path, mapping=mapping_of(name, by=by), source=name, now=now, by=by,
        file_name=f"{asked.source}: {asked.what}"[:200],
    )  # fmt: skip
    done = go_through(run, path=found.path, now=now, by=by, keep_refused=True)
    note("figures.fetched", by=by, subject=done, changed={"source": asked.source, **counts_of(done)})
    return done


@transaction.atomic
def tell_failed(asked: Asked, *, sentence: str, now: datetime, by: Any) -> ImportRun:
    """Keep that a source gave nothing, among the runs, where whoever asked looks for it."""
    require(by, Permission.IMPORT, within=by.municipality)
    name = READ_AS[asked.source]
    return ImportRun.objects.create(
        municipality=by.municipality, source=name, target="readings", upload="", digest="", mapping="",
        file_name=f"{asked.source}: {asked.what}"[:200], state=ImportRun.State.FAILED, message=sentence[:500],
        started_at=now, finished_at=now, by=by.name_in_logbook,
    )  # fmt: skip
