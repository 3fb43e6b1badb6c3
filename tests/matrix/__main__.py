"""Walk the matrix and write docs/security/matrix.md: `python -m tests.matrix --whole` (a quarter of an hour).

`--rest` walks only what the last walk did not come through, and adds up: after something is mended, or a stop.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "security" / "matrix.md"
KEPT = HERE.parents[1] / "var" / "matrix.json"


class Gathered:
    """What the tests counted: for each that passed its rows, kept in a file as they come."""

    def __init__(self, *, rest: bool) -> None:
        """Begin with nothing, or with what is kept."""
        kept = json.loads(KEPT.read_text()) if rest and KEPT.exists() else {"minutes": 0.0, "passed": {}}
        self.earlier, self.passed = float(kept["minutes"]), dict(kept["passed"])

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep what a test says of its cells."""
        if report.when == "call" and report.passed:
            self.passed[report.nodeid] = [value for name, value in report.user_properties if name == "cells"]
            self.keep()

    def keep(self) -> None:
        """Write down what is known so far."""
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps({"minutes": self.minutes, "passed": self.passed}))

    @property
    def minutes(self) -> float:
        """How many minutes of processor this program and those it started and saw end have taken."""
        used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return self.earlier + sum(each.ru_utime + each.ru_stime for each in used) / 60

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Every row that was counted."""
        return [tuple(row) for rows in self.passed.values() for row in rows]


def main() -> int:
    """Run the tests; if none failed, write the page of the whole walk. Return the exit status."""
    whole = "--whole" in sys.argv
    os.environ["MATRIX"] = "whole" if whole else ""
    gathered = Gathered(rest="--rest" in sys.argv)
    known = [word for name in gathered.passed for word in ("--deselect", name)]
    status = int(pytest.main([str(HERE), "-q", "-n", "2", "--dist", "worksteal", *known], plugins=[gathered]))
    gathered.keep()
    print(f"{sum(row[3] for row in gathered.rows)} requests, {gathered.minutes:.1f} minutes of processor")
    if status == 0 and whole:
        from tests.matrix.page import WHOLE, page

        PAGE.write_text(page(gathered.rows, how=WHOLE.format(minutes=gathered.minutes)), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
