"""The register of stored files; their bytes lie in the data folder."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.files.querysets import StoredFileQuerySet
from samsyn.ground.tenancy.models import MunicipalRecord


class StoredFile(MunicipalRecord):
    """A file that belongs to a row of another room, named by its id; never who took or sent it."""

    class Privacy:
        personal = {"digest": "erase"}
        harmless = {"id", "created_at", "municipality", "kind", "owner_id", "size_bytes", "width", "height"}
        kept_for_months = 6

    class Kind(models.TextChoices):
        PHOTO = "photo", _("foto")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The rooms above are not known here: the id of the row that the file belongs to, and nothing that points upwards.
    owner_id = models.UUIDField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes as they are stored")
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner_id"], name="stored_file_by_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def path(self) -> Path:
        """Where the bytes lie: a folder for each municipality, and a name that tells nothing."""
        return Path(settings.MEDIA_ROOT) / str(self.municipality_id) / str(self.pk)
