"""What is sent twice is written once: a form carries an id of its own for what it adds."""

from uuid import UUID

from django.http import HttpRequest

FIELD = "nyckel"


def key_of(request: HttpRequest) -> UUID | None:
    """Return the id that the page gave what it sends; None where it gave none."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
