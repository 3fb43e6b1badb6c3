"""Where the reference results lie: beside the project, never in it. A test that needs one is skipped without it."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("SAMSYN_ORACLES", Path(__file__).parents[3] / "shared" / "analysis" / "oracles"))


def oracle(name: str) -> Path:
    """Return the file of a reference result, as `gistar/nc_sids_local.csv`; skip the test where there is none."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"reference result {name} is not beside the project (SAMSYN_ORACLES says where)")
    return path
