"""Brå has no interface for programs: what can be fetched is an export or a published file, by its own address.

The address is copied from Brå's page by a person. Only Brå's hosts are asked; what comes must look like a table.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from samsyn.exchange.outside.client import Client, Fetched, OutsideRefused, Service

BRA = Service("bra", ("statistik.bra.se", "bra.se", "www.bra.se"), pause_seconds=1.0)
SUFFIXES = (".csv", ".xlsx", ".txt")


def fetch_export(address: str, *, client: Client, fresh: bool = False) -> Fetched:
    """Fetch an export of reported offences from its address at Brå."""
    suffix = next((each for each in SUFFIXES if urlsplit(address).path.lower().endswith(each)), ".csv")
    found = client.fetch(address, fresh=fresh, suffix=suffix)
    start = found.path.read_bytes()[:512].lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")) or not start:
        found.path.unlink(missing_ok=True)
        raise OutsideRefused(
            "Adressen gav en webbsida, inte en tabell. Spara exporten hos Brå och läs in filen i stället."
        )
    return found
