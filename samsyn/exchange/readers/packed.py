"""How large a packed file may be when it is unpacked: a small file may hold more than any machine has room for."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from samsyn.exchange.readers.batches import ReadRefused

PIECE = 1024 * 1024
LARGEST_UNPACKED = 4 * 1024**3
LARGEST_WORKBOOK = 500 * 1024**2        # the texts of a workbook are held in memory


def refuse_if_swollen(path: Path, *, largest: int | None = None) -> None:
    """Raise ReadRefused when a .gz, .zip or Excel file is larger than it may be when it is unpacked.

    A zip file never gives more than it declares of each member, so those figures are added up; a .gz file declares
    nothing that can be trusted and is gone through piece by piece.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        fits = _fits(path, largest or LARGEST_UNPACKED)
    elif suffix in (".xlsx", ".xlsm"):
        fits = _declared(path) <= (largest or LARGEST_WORKBOOK)
    elif suffix == ".zip":
        fits = _declared(path) <= (largest or LARGEST_UNPACKED)
    else:
        return
    if not fits:
        raise ReadRefused(too_large(path.name))


def too_large(name: str) -> str:
    """Say that a file is too large when it is unpacked."""
    return f"{name} är för stor när den packas upp. Packa upp och dela filen."


def _declared(path: Path) -> int:
    try:
        with ZipFile(path) as packed:
            return sum(member.file_size for member in packed.infolist())
    except (BadZipFile, OSError):
        return 0                        # its reader says what is wrong with it


def _fits(path: Path, largest: int) -> bool:
    unpacked = 0
    try:
        with gzip.open(path) as stream:
            while piece := stream.read(PIECE):
                unpacked += len(piece)
                if unpacked > largest:
                    return False
    except (OSError, EOFError, zlib.error) as error:
        raise ReadRefused(f"Filen {path.name} är inte en hel gz-fil.") from error
    return True
