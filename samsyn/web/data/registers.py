"""Files of areas and of places: read at once, shown with what came of them; the files are not kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.exchange.places import ReadIn, read_areas, read_places
from samsyn.exchange.readers import ReadRefused
from samsyn.ground.files.passing import folder_in_passing
from samsyn.ground.permissions import Permission
from samsyn.web.data.begin import home
from samsyn.web.data.draft import PROBLEMS, said, unreadable
from samsyn.web.data.forms import AreasForm, PlacesForm
from samsyn.web.data.runs import by_reason
from samsyn.web.guard import members_who


def _read(upload: Any, reading: Callable[[Path], ReadIn]) -> ReadIn:
    """Read an upload from a folder of its own that is gone afterwards; all of it or nothing."""
    if upload.size > settings.IMPORT_MEGABYTES * 1024 * 1024:
        raise ReadRefused(_("Filen är större än %(n)s megabyte.") % {"n": settings.IMPORT_MEGABYTES})
    with folder_in_passing() as folder:
        packed = upload.name.lower().endswith(".gz")
        path = Path(folder) / f"fil{''.join(Path(upload.name).suffixes[-2 if packed else -1 :]).lower()}"
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        try:
            with transaction.atomic():
                return reading(path)
        except PROBLEMS:
            raise
        except Exception as problem:
            raise ReadRefused(unreadable(upload.name)) from problem


def _page(
    request: HttpRequest, form: Form, reading: Callable[[dict[str, Any], Path], ReadIn], **context: Any
) -> HttpResponse:
    done = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = _read(data.pop("file"), lambda path: reading(data, path))
        except PROBLEMS as problem:
            form.add_error("file", said(problem))
    around = {
        "home": home(request), "form": form, "done": done, "crumbs": [{"name": _("Data"), "address": home(request)}],
        "reasons": by_reason([(line, why, None) for line, _row, why in done.refused]) if done else [],
        "outs": list(done.left_out.items()) if done else [],
    }  # fmt: skip
    return render(request, "data/register.html", {**around, **context}, status=422 if form.errors else 200)


@members_who(Permission.MANAGE_PLACES)
def areas(request: HttpRequest) -> HttpResponse:
    """Read a division of the municipality from a map file."""
    form = AreasForm(request.POST or None, request.FILES or None, initial={"valid_from": timezone.localdate()})
    return _page(
        request, form, lambda data, path: read_areas(path, by=request.member, **data), title=_("Läs in områden"),
        lede=_("En kartfil med en yta per område. Koordinatsystemet hittas och kontrolleras mot kommunens gräns."),
        after="organisation/omraden",
    )  # fmt: skip


@members_who(Permission.MANAGE_PLACES)
def places(request: HttpRequest) -> HttpResponse:
    """Read places with their other names from a file."""
    form = PlacesForm(request.POST or None, request.FILES or None)
    return _page(
        request, form, lambda data, path: read_places(path, mapping=None, now=timezone.now(), by=request.member),
        title=_("Läs in platser"), after="organisation/platser",
        lede=_("Till exempel bostadsbolagets lista med namn, adress, port och andra namn. Skyddade boenden, "
               "vårdboenden och religiösa lokaler lagras aldrig; de räknas bara."),
    )  # fmt: skip
