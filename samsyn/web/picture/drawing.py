"""The picture's map on screen: the same drawing as on paper, kept while the tables are the same."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.documents.maps import paper_map
from samsyn.ground.places.models import Area, BaseMap
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.templatetags.samsyn import language

KEPT_SECONDS = 24 * 3600
LARGEST_BASE_MAP = 8 * 1024 * 1024


def map_of(picture: SituationalPicture, tables: dict[str, Any], *, audience: str, member: Any) -> dict[str, Any]:
    """Return the drawing (or nothing without points) and how many events lie outside its frame."""
    if not tables.get("points"):
        return {"svg": "", "outside": 0}
    base = BaseMap.objects.visible_to(member).order_by("-created_at").first()
    ground = base.digest[:12] if base else ""
    stamp = f"{picture.pk}:{picture.compiled_at.timestamp()}:{picture.edition}:{audience}:{language()}:{ground}"
    key = f"picture-map:{stamp}"
    found = cache.get(key)
    if found is None:
        found = _drawn(picture, tables, base=base, member=member)
        cache.set(key, found, KEPT_SECONDS)
    return {"svg": mark_safe(found[0]), "outside": found[1]}


def _drawn(
    picture: SituationalPicture, tables: dict[str, Any], *, base: BaseMap | None, member: Any
) -> tuple[str | SafeString, int]:
    areas = Area.objects.visible_to(member).in_working_set(on=picture.week.last_day).order_by("code")
    drawing = paper_map(
        tables["points"],
        places=tables.get("places", []),
        areas=areas.values("name", "polygon", "centre_lon", "centre_lat"),
        base_map=_content(base),
        title=_("Karta över periodens händelser"),
    )
    return (drawing.svg, drawing.events_outside) if drawing else ("", 0)


def _content(base: BaseMap | None) -> bytes | None:
    """Return a base map that can be drawn here; tiles are for the large map only."""
    if base is None or base.kind != BaseMap.Kind.GEOJSON:
        return None
    path = Path(settings.MEDIA_ROOT) / base.path
    return path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_BASE_MAP else None
