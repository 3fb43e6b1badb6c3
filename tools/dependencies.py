"""Are the dependencies what they are said to be? Without a network, from the locks alone (bin/check).

    python tools/dependencies.py          locks complete, every package with digests, pyproject and locks agree,
                                          licences known and compatible with ours
    python tools/dependencies.py --audit  known weaknesses too, asked of the public database; says so where it is out
                                          of reach (exit 0 then, since nothing is known)
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LOCKS = {"requirements.txt": "requirements.in", "requirements-dev.txt": "requirements-dev.in"}
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(?:==|>=|<|~=|;|$)")
# Words in a stated licence that suit the EUPL's own; anything else is looked at by a person and put on the list below.
SUITS = ("mit", "bsd", "apache", "isc", "psf", "python", "mpl", "mozilla", "lgpl", "zlib", "hpnd", "unlicense",
         "public domain", "ofl", "eupl", "cc0", "0bsd", "boost", "zpl", "cmu")  # fmt: skip
LOOKED_AT = {"tzdata", "nvidia"}


def pinned(text: str) -> dict[str, list[str]]:
    """Return the digests of each package in a lock; its logical lines go on after a backslash."""
    found: dict[str, list[str]] = {}
    for line in text.replace("\\\n", " ").splitlines():
        bare = line.split(" #")[0].strip()
        if not bare or bare.startswith(("#", "-")):
            continue
        name = NAME.match(bare)
        if name:
            found[canonical(name[1])] = re.findall(r"--hash=(sha256:[0-9a-f]{64})", bare)
    return found


def canonical(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(lines: list[str]) -> set[str]:
    """Return the names of the packages that are asked for by name."""
    found = set()
    for line in lines:
        match = NAME.match(line.strip())
        if match and not line.strip().startswith(("-", "#")):
            found.add(canonical(match[1]))
    return found


def wrong_in_locks() -> list[str]:
    """Return what is wrong with the locks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = []
    for lock, source in LOCKS.items():
        text = (ROOT / lock).read_text(encoding="utf-8")
        packages = pinned(text)
        said += [f"{lock}: {name} has no digest" for name, digests in packages.items() if not digests]
        said += [f"{lock}: {line.strip()}: no exact version" for line in text.splitlines()
                 if re.match(r"^[a-z]", line) and "==" not in line]  # fmt: skip
        if re.search(r"^--[a-z-]*(?:index|links)|https?://", text, re.M):
            said.append(f"{lock}: holds an address")
        wanted = asked_for((ROOT / source).read_text(encoding="utf-8").splitlines())
        wanted |= asked_for(project["dependencies"])
        if lock == "requirements-dev.txt":
            wanted |= asked_for(project["optional-dependencies"]["dev"])
        said += [f"{lock}: {name} is asked for and not locked" for name in sorted(wanted - set(packages))]
    return said + wrong_in_npm("package-lock.json") + wrong_in_npm("tests/peers/oidc/package-lock.json")


def wrong_in_npm(name: str) -> list[str]:
    """Return what is wrong with a lock of npm's: each package has a digest, and none an address."""
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    said = [f"{name}: {where} has no digest" for where, row in packages.items() if where and not row.get("integrity")]
    return said + [f"{name}: {where} holds an address" for where, row in packages.items() if "resolved" in row]


def unknown_licences() -> list[str]:
    """Return the packages that the product is shipped with whose licence is not stated, or needs a person's eye."""
    from tools.sbom import licence_of

    said = []
    for name in sorted(pinned((ROOT / "requirements.txt").read_text(encoding="utf-8"))):
        stated = licence_of(name).lower()
        if not stated and not installed(name):
            continue                    # for another kind of machine
        if name not in LOOKED_AT and not any(word in stated for word in SUITS):
            said.append(f"{name}: licence {stated or 'not stated'!r}; look at it and put the name in LOOKED_AT")
    return said


def installed(name: str) -> bool:
    """Say whether a package is installed here."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def audit() -> int:
    """Ask about known weaknesses in what the product is shipped with."""
    done = subprocess.run(
        [Path(sys.executable).parent / "pip-audit", "--requirement", ROOT / "requirements.txt", "--disable-pip",
         "--progress-spinner", "off", "--timeout", "15"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    if "No known vulnerabilities" in done.stdout + done.stderr:
        print("audit: no known weaknesses")
        return 0
    if "Found" in done.stderr and "vulnerabilit" in done.stderr:
        print(done.stdout.rstrip() or done.stderr.rstrip())
        return 1
    last = (done.stderr.strip().splitlines() or ["no answer"])[-1][:200]
    print(f"audit: not done, the database could not be reached ({last})")
    return 0


def main(arguments: list[str]) -> int:
    """Look, say what is wrong, and with --audit ask."""
    wrong = wrong_in_locks() + unknown_licences()
    print("\n".join(wrong) if wrong else "locks complete, digests everywhere, licences known")
    code = audit() if "--audit" in arguments else 0
    return 1 if wrong else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
