"""Which known places lie near a place, in metres of the municipality's own system."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.geometry import metres
from samsyn.ground.places.models import Place


def shown_places(municipality: Any) -> list[Place]:
    """Return the places in use that are shown as points, by name."""
    rows = Place.objects.filter(municipality=municipality, show_coarse=False, lon__isnull=False, lat__isnull=False)
    return list(rows.standing().order_by("name", "pk"))


def metres_away(places: Sequence[Place], *, middle: Place) -> NDArray[np.float64]:
    """Return how far each place is from the middle, in metres; NaN where either has no point."""
    rows = [*places, middle]
    lon, lat = (np.array([getattr(one, axis) for one in rows], np.float64) for axis in ("lon", "lat"))
    x, y = metres(lon, lat=lat, crs=middle.municipality.metric_crs)
    return np.hypot(x[:-1] - x[-1], y[:-1] - y[-1])
