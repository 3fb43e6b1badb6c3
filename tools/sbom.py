"""What the product is made of, as CycloneDX: from the locks, with digests, and licences where they are installed.

    python tools/sbom.py                  to the screen
    python tools/sbom.py samsyn.cdx.json  to a file

The Python part is made by cyclonedx-py from requirements.txt; browser files are added from package-lock.json.
"""

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def licence_of(name: str) -> str:
    """Return the licence that an installed package states; "" where it is not installed or states none."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    stated = (told.get("License") or "").strip().split("\n")[0][:80]
    return str(told.get("License-Expression") or ", ".join(classifiers) or stated)


def python_parts() -> dict[str, Any]:
    """Return the list that cyclonedx-py makes of the lock."""
    done = subprocess.run(
        [BIN / "cyclonedx-py", "requirements", "--of", "JSON", "--sv", "1.6", "--output-reproducible",
         str(ROOT / "requirements.txt")],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    for part in found["components"]:
        if stated := licence_of(part["name"]):
            part["licenses"] = [{"license": {"name": stated}}]
    return found


def browser_parts() -> list[dict[str, Any]]:
    """Return the packages that the browser's files come from."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    return [
        {
            "type": "library", "name": where.removeprefix("node_modules/"), "version": row["version"],
            "purl": f"pkg:npm/{where.removeprefix('node_modules/').replace('@', '%40')}@{row['version']}",
            "licenses": [{"license": {"name": row.get("license", "")}}],
        }
        for where, row in sorted(lock["packages"].items()) if where and "integrity" in row
    ]  # fmt: skip


def bill() -> dict[str, Any]:
    """Return the whole list."""
    found = python_parts()
    found["components"] += browser_parts()
    ours = {"type": "application", "name": "samsyn", "licenses": [{"license": {"id": "EUPL-1.2"}}]}
    found["metadata"]["component"] = ours
    return found


def main(arguments: list[str]) -> int:
    """Write the list."""
    text = json.dumps(bill(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
