"""The dependencies are what they are said to be, and the check sees when they are not."""

import json
import subprocess
import sys

import pytest

from tools import dependencies

LOCK = """\
django==5.2.19 \\
    --hash=sha256:{0} \\
    --hash=sha256:{0}
    # via -r requirements.in
psycopg[binary]==3.2.1 ; sys_platform != 'win32' \\
    --hash=sha256:{0}
""".format("a" * 64)


def test_the_locks_are_complete_with_digests_and_without_addresses():
    assert dependencies.wrong_in_locks() == []


def test_every_licence_is_known():
    assert dependencies.unknown_licences() == []


def test_a_lock_is_read_as_it_is_written():
    assert {name: len(digests) for name, digests in dependencies.pinned(LOCK).items()} == {"django": 2, "psycopg": 1}


def test_what_is_wrong_is_seen(tmp_path, monkeypatch):
    copied = ("pyproject.toml", "requirements.in", "requirements-dev.in", "requirements-dev.txt", "package-lock.json")
    for name in copied:
        (tmp_path / name).write_bytes((dependencies.ROOT / name).read_bytes())
    (tmp_path / "tests/peers/oidc").mkdir(parents=True)
    where = "resolved"
    lock = {"packages": {"": {}, "node_modules/a": {where: "https://x.example/a.tgz"}}}
    (tmp_path / "tests/peers/oidc/package-lock.json").write_text(json.dumps(lock))
    (tmp_path / "requirements.txt").write_text("--find-links https://x.example\n" + LOCK + "bare==1.0\nloose>=2\n")
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    said = "\n".join(dependencies.wrong_in_locks())
    wanted = ("bare has no digest", "loose>=2: no exact version", "holds an address", "numpy is asked for and not",
              "node_modules/a has no digest")  # fmt: skip
    assert [words for words in wanted if words not in said] == []


@pytest.mark.slow
def test_the_bill_of_materials_holds_every_package_of_both_kinds(tmp_path):
    target = tmp_path / "samsyn.cdx.json"
    subprocess.run([sys.executable, "tools/sbom.py", str(target)], cwd=dependencies.ROOT, check=True)
    bill = json.loads(target.read_text(encoding="utf-8"))
    names = {part["name"].lower() for part in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX" and {"django", "django-allauth", "maplibre-gl"} <= names
    assert all(part.get("version") for part in bill["components"])
