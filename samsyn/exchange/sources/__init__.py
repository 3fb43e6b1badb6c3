"""Ready-made sources: what each outside file looks like, so that `--source NAME` is enough."""

from __future__ import annotations

from importlib import resources

from samsyn.exchange.mapping import Mapping, MappingRefused, read_mapping
from samsyn.exchange.sources import bra, kolada, offences, police, pxweb, scb
from samsyn.exchange.sources.ready import Here, Ready, SortedOut

__all__ = ["READY", "Here", "Ready", "SortedOut", "ready_mapping"]

READY: dict[str, Ready] = {
    "polisen": Ready("polisen.toml", police.rows),
    "brander-deso": Ready("brander-deso.toml", bra.rows, whole=True),
    "befolkning": Ready("befolkning.toml", scb.rows),
    "bra": Ready("bra.toml", offences.rows),
    "kolada": Ready("kolada.toml", kolada.rows),
    "pxweb": Ready("pxweb.toml", pxweb.rows, whole=True),
    "trygghetsmatning": Ready("trygghetsmatning.toml"),
    "raddningstjanst": Ready("raddningstjanst.toml"),
    "utsatta-omraden": Ready("utsatta-omraden.toml"),
    "fixmystreet": Ready("fixmystreet.toml"),
    "sapd": Ready("sapd.toml"),
    "311": Ready("311.toml"),
    "embrace": Ready("embrace.toml", assumed=True),
    "platser": Ready("platser.toml"),
}


def ready_mapping(name: str) -> Mapping:
    """Give the packaged mapping of a ready-made source."""
    if name not in READY:
        raise MappingRefused(f"Källan ”{name}” finns inte. Färdiga källor: {', '.join(READY)}.")
    text = resources.files("samsyn.exchange.sources").joinpath(READY[name].mapping).read_text(encoding="utf-8")
    return read_mapping(text)
