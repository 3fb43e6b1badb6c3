"""Where real data lies in passing, while it is read, packed or sent: a folder of our own beside the data, owner only.

The machine's common folder is nobody's to clean up; whatever a killed process leaves here is known by its name.
"""

import re
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

FOLDER, BEGINS, UPLOAD = "passing", "passing-", ".upload"
OURS = re.compile(rf"{BEGINS}[a-z0-9_]{{8}}({re.escape(UPLOAD)})?")     # what tempfile makes of our words


def place_in_passing() -> Path:
    """Return the folder, made where it is not there."""
    folder = Path(settings.SAMSYN_DATA) / FOLDER
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def folder_in_passing() -> "tempfile.TemporaryDirectory[str]":
    """Return a new folder, which is gone when it is left or cleaned up."""
    return tempfile.TemporaryDirectory(prefix=BEGINS, dir=place_in_passing())


def file_in_passing() -> BinaryIO:
    """Return an open file without a name, which is gone when it is closed."""
    return tempfile.TemporaryFile(prefix=BEGINS, dir=place_in_passing())


class UploadInPassing(TemporaryUploadedFile):
    """An upload too large for the memory, while it comes in."""

    def __init__(
        self, name: str | None, content_type: str | None, size: int, charset: str | None, extra: Any = None
    ) -> None:
        file = tempfile.NamedTemporaryFile(prefix=BEGINS, suffix=UPLOAD, dir=place_in_passing())    # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)     # past Django's own place for it


class UploadsInPassing(TemporaryFileUploadHandler):
    """Write large uploads to our own folder."""

    def new_file(self, *args: Any, **named: Any) -> None:
        """Begin the file of one upload."""
        FileUploadHandler.new_file(self, *args, **named)
        self.file = UploadInPassing(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
