"""The photos of an observation, for whoever reviews it: shown from the data folder, and taken away for good."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.method.observations.photos.actions import photos_of, remove_photo
from samsyn.web.guard import members_only
from samsyn.web.observation.doing import done, found

# A photo is stored by no browser and no proxy, and may be shown on a page of ours alone.
HEADERS = {"Cache-Control": "private, no-store", "Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}


@members_only
@require_safe
def show(request: HttpRequest, id: UUID, photo: UUID) -> FileResponse:
    """Answer with the bytes of one photo; who may not see it gets the same answer as when there is none."""
    seen = photos_of(found(request, id), seen_by=request.member)
    wanted = next((one for one in seen if one.pk == photo), None)
    if wanted is None or not wanted.path.is_file():
        raise Http404
    return FileResponse(wanted.path.open("rb"), content_type="image/jpeg", headers=HEADERS)


@members_only
@require_POST
def remove(request: HttpRequest, id: UUID, photo: UUID) -> HttpResponse:
    """Take one photo away for good."""
    observation = found(request, id)
    words = _("Fotot är borttaget för gott.")
    return done(
        request, observation, lambda: remove_photo(observation=observation, id=photo, by=request.member), words
    )
