"""How a verb on one observation is carried out from the screen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from samsyn.ground.refusals import Refused
from samsyn.method.observations.models import Observation


def found(request: HttpRequest, id: UUID) -> Observation:
    """Return the observation if the member may see it; else 404."""
    return get_object_or_404(Observation.objects.visible_to(request.member).with_names(), id=id)


def done(request: HttpRequest, observation: Observation, verb: Callable[[], Any], words: str) -> HttpResponse:
    """Carry out a verb; the sentence of a refusal stands where the success would have stood."""
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect(f"/{request.member.municipality.slug}/rapporter/{observation.pk}")
