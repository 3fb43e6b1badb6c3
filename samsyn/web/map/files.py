"""Files: what is shown, in the format somebody needs, and the base map under everything."""

import gzip
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.exchange.writers import FORMATS, Note, write_table
from samsyn.ground.audit.actions import note
from samsyn.ground.files.passing import folder_in_passing
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import BaseMap
from samsyn.ground.refusals import Refused
from samsyn.method.observations.shown import shown_table
from samsyn.web.guard import members_who
from samsyn.web.map.views import SEES_MAP, chosen
from samsyn.web.noting import shown as note_shown

RANGE = re.compile(r"bytes=(\d+)-(\d*)$")
GEOJSON = "application/geo+json"
PIECE = 256 * 1024
EXCEL_HOLDS = 1_048_575
NOTES = {
    "audience": Note("Visas för: parties = alla parter, authorities = myndigheter och kommunala bolag, "
                     "group = en grupp, own = bara egen organisation, coordinator = bara samordnare"),
    "state": Note("Granskningen: new, under_review, sent_back, accepted, merged, refused, withdrawn"),
}  # fmt: skip
GZIPPED = b"\x1f\x8b"


class FileRefused(Refused):
    """The file was not made; the sentence says what to do."""


@members_who(Permission.EXPORT)
def export_shown(request: HttpRequest, kind: str) -> HttpResponse:
    """Send what is shown as a file: the same choice, the same rows; the logbook is told who took what."""
    if kind not in FORMATS:
        raise Http404
    _form, choice, names = chosen(request)
    member, today = request.member, timezone.localdate()
    rows = choice.rows(member, today=today, names=names)
    table = shown_table(rows, seen_by=member)
    if kind == "xlsx" and table.num_rows > EXCEL_HOLDS:
        raise FileRefused(_("Excel rymmer 1 048 575 rader. Ta en annan filtyp eller välj en kortare period."))
    note_shown(request, table.num_rows)
    told = choice.address(without=("q",))
    with transaction.atomic():
        counts = {"rows": table.num_rows, "format": kind, "choice": told, "searched": bool(choice.q)}
        note("observations.exported", by=member, changed=counts)
    name = f"{member.municipality.slug}-rapporter-{today:%Y-%m-%d}.{kind}"
    title = f"{member.municipality.name}: {choice.words(today=today, names=names)}"
    folder = folder_in_passing()    # gone when the answer has been sent
    path = Path(folder.name) / name
    write_table(table, path, title=title, epsg=member.municipality.metric_crs, notes=NOTES)
    return _sent(path, folder, media_type=FORMATS[kind][0])


def _sent(path: Path, folder: tempfile.TemporaryDirectory, *, media_type: str) -> HttpResponse:
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=media_type)
    answer._resource_closers.append(folder.cleanup)
    return answer


@members_who(*SEES_MAP, Permission.REPORT, Permission.SEE_PICTURE)
def base_map(request: HttpRequest) -> HttpResponse:
    """Send the municipality's base map to its members, in pieces where a piece is asked for."""
    found = BaseMap.objects.visible_to(request.member).order_by("-created_at").first()
    path = path_of(found) if found is not None else None
    if found is None or path is None:
        raise Http404
    headers = {"ETag": f'"{found.digest[:24]}"', "Accept-Ranges": "bytes", "Cache-Control": "private, max-age=86400"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    if found.kind == BaseMap.Kind.GEOJSON:
        return _geojson(request, path, headers)
    return _piece(request, path, headers)


def path_of(base: BaseMap) -> Path | None:
    """Return where the file of a base map lies; None when it is gone."""
    path = Path(settings.MEDIA_ROOT) / base.path
    return path if path.is_file() else None


def _geojson(request: HttpRequest, path: Path, headers: dict[str, str]) -> HttpResponse:
    with path.open("rb") as file:
        packed = file.read(2) == GZIPPED
    if packed and "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(gzip.decompress(path.read_bytes()), content_type=GEOJSON, headers=headers)
    more = {"Content-Encoding": "gzip"} if packed else {}
    return FileResponse(path.open("rb"), content_type=GEOJSON, headers=headers | more)


def _piece(request: HttpRequest, path: Path, headers: dict[str, str]) -> HttpResponse:
    """Answer a byte range (RFC 9110, section 14) with 206; without one, the whole file."""
    size = path.stat().st_size
    asked = RANGE.match(request.headers.get("Range", ""))
    if not asked:
        return FileResponse(path.open("rb"), content_type="application/vnd.pmtiles", headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if first > last:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    part = headers | {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    content = _bytes_of(path.open("rb"), first, last - first + 1)
    return StreamingHttpResponse(content, status=206, content_type="application/vnd.pmtiles", headers=part)


def _bytes_of(stream: BinaryIO, first: int, length: int) -> Iterator[bytes]:
    with stream:
        stream.seek(first)
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
