"""Whether destroying is stopped: by hand in the settings, or because a request to hand out waits for its decision."""

from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality


def is_held(municipality: Municipality) -> bool:
    """Say whether anything is held: then nothing goes that cannot be shown to lie outside every request."""
    if setting(municipality, "hold"):
        return True
    return bool(ReleaseRequest.objects.filter(municipality=municipality).pending().exists())
