"""Checking the logbook against its seals and its decisions.

deploy/verify_logbook.py follows the same rules and knows nothing of this program; tests/ground/test_forgeries.py gives
both the same forgeries. A rule changed here is changed there.
"""

import hashlib
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from samsyn.ground.audit.actions import DISPOSED, ERASED, LOGBOOK, digest_of_line, sealed_logbook
from samsyn.ground.audit.models import Seal
from samsyn.ground.tenancy.models import Municipality

LONGEST_CHANGE = timedelta(days=1)      # before the day of the seal before: no change takes that long


def broken_seals(*, municipality: Municipality) -> list[date]:
    """Return the days whose lines no longer agree with their seal, were emptied without a decision, or came in late.

    An emptied line that no seal holds yet counts for the day after the last seal.
    """
    check = _Check()
    for row in sealed_logbook(municipality=municipality):
        check.read(row)
    return check.wrong_days()


def unknown_digests(kept: Collection[str]) -> list[str]:
    """Return those of the digests, kept where the service cannot write, that are no longer any day's seal."""
    known = set(Seal.objects.filter(digest__in=kept).values_list("digest", flat=True))
    return [digest for digest in kept if digest not in known]


class _Check:
    """One reading of a municipality's logbook, from its first line to its last."""

    def __init__(self) -> None:
        self.seal: dict[str, Any] | None = None         # whose lines are being read
        self.before: dict[str, Any] | None = None       # the seal before that one
        self.last: dict[str, Any] | None = None
        self.digest, self.lines = hashlib.sha256(), 0
        self.wrong: set[date] = set()
        self.emptied: list[tuple[str, date | None]] = []
        self.named: set[str] = set()
        self.limit, self.rows = "", 0                   # what the decisions on disposal cover: before a day, so many

    def read(self, row: dict[str, Any]) -> None:
        """Take in one row of the stream: a seal, what is open, or a line."""
        if "seal" in row or "open" in row:
            self._close()
            self.before, self.seal = self.last, row.get("seal")
            self.last = self.seal or self.last
            self.digest = hashlib.sha256((self.before["digest"] if self.before else "").encode())
            self.lines = 0
            return
        day = date.fromisoformat(self.seal["day"]) if self.seal else None
        if "taken_out" in row:
            self.emptied.append((row["taken_out"], day))
            found = row["taken_out"]
        else:
            self._decision(row["line"])
            if day is not None and self._is_a_stranger(row["line"]):
                self.wrong.add(day)
            found = digest_of_line(row["line"])
        self.digest.update(found.encode())
        self.lines += 1

    def _close(self) -> None:
        if self.seal and (self.digest.hexdigest(), self.lines) != (self.seal["digest"], self.seal["lines"]):
            self.wrong.add(date.fromisoformat(self.seal["day"]))

    def _decision(self, line: list[Any]) -> None:
        happening, changed = line[2], line[7]
        if happening == DISPOSED and changed.get("kind") == LOGBOOK:
            self.limit = max(self.limit, str(changed.get("before", "")))
            rows = changed.get("rows", 0)
            self.rows += rows if isinstance(rows, int) else 0
        elif happening == ERASED:
            self.named.update(map(str, changed.get("digests", ())))

    def _is_a_stranger(self, line: list[Any]) -> bool:
        """Whether a line is dated long before what its seal is for."""
        oldest = date.fromisoformat(self.before["day"]) - LONGEST_CHANGE if self.before else date.min
        return date.fromisoformat(line[1][:10]) < oldest

    def wrong_days(self) -> list[date]:
        """Return the days where something is wrong, when everything has been read."""
        self._close()
        next_day = date.fromisoformat(self.last["day"]) + timedelta(days=1) if self.last else date.min
        by_rule = [day for digest, day in self.emptied if digest not in self.named]
        undecided = {day or next_day for day in by_rule if day is None or day.isoformat() >= self.limit}
        if len(by_rule) > self.rows:
            undecided.add(by_rule[-1] or next_day)
        return sorted(self.wrong | undecided)
