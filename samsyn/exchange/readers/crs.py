"""Coordinate systems used in Sweden, and finding out which one a file really has."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.exchange.readers.batches import ReadRefused

WGS84 = 4326
SYSTEMS = {
    4326: "WGS 84 (longitud, latitud)",
    3006: "SWEREF 99 TM",
    3007: "SWEREF 99 12 00", 3012: "SWEREF 99 14 15", 3008: "SWEREF 99 13 30", 3009: "SWEREF 99 15 00",
    3013: "SWEREF 99 15 45", 3010: "SWEREF 99 16 30", 3014: "SWEREF 99 17 15", 3011: "SWEREF 99 18 00",
    3015: "SWEREF 99 18 45", 3016: "SWEREF 99 20 15", 3017: "SWEREF 99 21 45", 3018: "SWEREF 99 23 15",
    3021: "RT 90 2,5 gon V", 3019: "RT 90 7,5 gon V", 3020: "RT 90 5 gon V", 3022: "RT 90 0 gon",
    3023: "RT 90 2,5 gon O", 3024: "RT 90 5 gon O",
    3857: "Web Mercator", 25832: "UTM zon 32", 25834: "UTM zon 34",
}  # fmt: skip
SAMPLE_POINTS = 500
FITS_SHARE = 0.5
MARGIN_SHARE = 0.05


class Extent(NamedTuple):
    """A box in longitude and latitude."""

    west: float
    south: float
    east: float
    north: float

    def holds(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], *, margin_share: float = 0.0
    ) -> NDArray[np.bool_]:
        """Say for each point whether it lies in the box, widened by a share of its size."""
        wide, high = (self.east - self.west) * margin_share, (self.north - self.south) * margin_share
        inside = (lon >= self.west - wide) & (lon <= self.east + wide)
        return inside & (lat >= self.south - high) & (lat <= self.north + high)


class Fit(NamedTuple):
    """How well one system puts the points where they should be."""

    epsg: int
    swapped: bool
    share: float


def to_wgs84(
    x: NDArray[np.float64], y: NDArray[np.float64], *, epsg: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn coordinates into longitude and latitude; what cannot be turned becomes NaN."""
    if epsg == WGS84:
        return x, y
    from pyproj import Transformer

    lon, lat = Transformer.from_crs(epsg, WGS84, always_xy=True).transform(x, y)
    outside = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(outside, np.nan, lon), np.where(outside, np.nan, lat)


def fits(x: NDArray[np.float64], y: NDArray[np.float64], *, extent: Extent) -> list[Fit]:
    """Try every system, also with the axes swapped; the best first."""
    step = max(1, len(x) // SAMPLE_POINTS)
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known][::step], y[known][::step]
    tried = [
        Fit(epsg, swapped, _share(*((y, x) if swapped else (x, y)), epsg=epsg, extent=extent))
        for swapped in (False, True)
        for epsg in SYSTEMS
    ]
    return sorted((fit for fit in tried if fit.share > 0), key=lambda fit: -fit.share)


def check_system(
    x: NDArray[np.float64], y: NDArray[np.float64], *, epsg: int | None, extent: Extent, enough: float = FITS_SHARE
) -> int:
    """Give the system the points are in; refuse when the one given puts most of them outside the municipality.

    `enough` is the share that must lie inside (a map of the whole country has few). With `epsg=None` the system that
    fits is used, when exactly one reading of the numbers is possible.
    """
    if not (np.isfinite(x) & np.isfinite(y)).any():
        return epsg or WGS84
    if epsg is not None and _share(x, y, epsg=epsg, extent=extent) >= enough:
        return epsg
    good = [fit for fit in fits(x, y, extent=extent) if fit.share >= enough]
    best = [fit for fit in good if fit.share >= good[0].share - 0.02]      # near zones may fit nearly as well
    if epsg is None and len(best) == 1 and not best[0].swapped:
        return best[0].epsg
    raise ReadRefused(_what_fits(epsg, best))


def _share(x: NDArray[np.float64], y: NDArray[np.float64], *, epsg: int, extent: Extent) -> float:
    if epsg == WGS84 and (np.nanmax(np.abs(x), initial=0) > 180 or np.nanmax(np.abs(y), initial=0) > 90):
        inside = (np.abs(x) <= 180) & (np.abs(y) <= 90)
        if inside.mean() < FITS_SHARE:
            return 0.0
        x, y = np.where(inside, x, np.nan), np.where(inside, y, np.nan)
    elif epsg != WGS84 and np.nanmedian(np.abs(y)) < 1_000:
        return 0.0
    known = np.isfinite(x) & np.isfinite(y)
    lon, lat = to_wgs84(x[known], y[known], epsg=epsg)
    return float(extent.holds(lon, lat, margin_share=MARGIN_SHARE).mean()) if known.any() else 0.0


def _what_fits(epsg: int | None, best: list[Fit]) -> str:
    read_as = f"lästa som {SYSTEMS.get(epsg, f'EPSG:{epsg}')}" if epsg else "som de står"
    start = f"Koordinaterna hamnar inte i kommunen {read_as}."
    if not best:
        return f"{start} Inget av de koordinatsystem som används i Sverige passar. Kontrollera kolumnerna och kommunen."
    if all(fit.swapped for fit in best):
        return (
            f"{start} De två kolumnerna verkar ha bytt plats: med {SYSTEMS[best[0].epsg]} (EPSG:{best[0].epsg}) "
            "och omvänd ordning stämmer det. Byt kolumnerna i mappningen."
        )
    names = " eller ".join(f"{SYSTEMS[fit.epsg]} (crs = {fit.epsg})" for fit in best if not fit.swapped)
    return f"{start} De passar med {names}. Ange det i mappningen."
