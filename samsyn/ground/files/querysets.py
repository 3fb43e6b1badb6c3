"""The words for choosing stored files. Who may see one is asked of the row that it belongs to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from samsyn.ground.tenancy.querysets import OwnMunicipality


class StoredFileQuerySet(OwnMunicipality):
    """Files of a municipality; the rooms above choose by the row that they belong to."""

    def belonging_to(self, ids: Iterable[UUID]) -> Any:
        """Those that belong to any of the rows with these ids, the oldest first."""
        return self.filter(owner_id__in=list(ids)).order_by("created_at", "id")
