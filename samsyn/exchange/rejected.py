"""The file of refused rows: for its owner only, with a last day, since it may hold personal data."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.exchange.writers.plain import harmless

KEPT_DAYS = 30


class RejectedFile:
    """Writes refused rows as they come: file, line, reason, and the row as it stood."""

    def __init__(self, path: Path, *, delete_on: date, go_on: bool) -> None:
        self.path = path
        self.delete_on = delete_on
        self.go_on = go_on and path.exists()
        self.stream: Any = None

    def write(self, *, member: str, line: int, row: dict[str, Any], reason: str) -> None:
        """Add one refused row."""
        if self.stream is None:
            self._open(list(row))
        cells = [member, str(line), reason, *("" if value is None else str(value) for value in row.values())]
        csv.writer(self.stream, delimiter=";").writerow([harmless(cell) for cell in cells])

    def _open(self, columns: list[str]) -> None:
        mode = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if self.go_on else os.O_TRUNC)
        self.stream = os.fdopen(os.open(self.path, mode, 0o600), "a" if self.go_on else "w", encoding="utf-8",
                                newline="")  # fmt: skip
        os.chmod(self.path, 0o600)              # a file that was there before may have had wider rights
        if not self.go_on:
            self.stream.write("\ufeff")
            writer = csv.writer(self.stream, delimiter=";")
            writer.writerow([f"Kan innehålla personuppgifter. Radera senast {self.delete_on.isoformat()}."])
            writer.writerow(["fil", "rad", "orsak", *columns])

    def close(self) -> None:
        """Close the file, if any row was refused."""
        if self.stream is not None:
            self.stream.close()
