"""Walk the matrix and write docs/security/matrix.md: `python -m tests.matrix --whole` (long)."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "security" / "matrix.md"


class Gathered:
    """What the tests counted: a row for each reader and way of asking."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows: list[tuple[Any, ...]] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep what a test says of its cells."""
        if report.when == "call":
            self.rows += [value for name, value in report.user_properties if name == "cells"]


def main() -> int:
    """Run the tests, and write the page if none failed; return the exit status."""
    whole = "--whole" in sys.argv
    os.environ["MATRIX"] = "whole" if whole else ""
    gathered = Gathered()
    status = int(pytest.main([str(HERE), "-q", "-n", "3"], plugins=[gathered]))
    if status == 0:
        from tests.matrix.page import SUITE, WHOLE, page

        PAGE.write_text(page(gathered.rows, how=WHOLE if whole else SUITE), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
