"""The word that every choice of rows begins with."""

from typing import Any

from django.db import models


class OwnMunicipality(models.QuerySet[Any]):
    """Rows that everybody who works in a municipality may see, and nobody else."""

    def visible_to(self, member: Any) -> Any:
        """Those of the member's own municipality."""
        return self.filter(municipality=member.municipality)
