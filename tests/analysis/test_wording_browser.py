"""The guard of the browser finds exactly what the server finds: the same table of cases, hit for hit."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from samsyn.analysis.wording import find
from tests.analysis.test_wording import CASES, HERE
from tools import guard_files

SCRIPT = Path(guard_files.ROOT) / "samsyn" / "web" / "assets" / "guard.js"
RUN = """
import { readFileSync } from "node:fs";
const { makeGuard } = await import(process.argv[2]);
const [rules, names, texts] = process.argv.slice(3).map((path) => readFileSync(path, "utf8"));
const guard = makeGuard(JSON.parse(rules), names);
console.log(JSON.stringify(JSON.parse(texts).map((text) => guard.find(text))));
"""
CHROMIUM = """async ([script, rules, names, texts]) => {
  const { makeGuard } = await import(`data:text/javascript;base64,${script}`);
  const guard = makeGuard(JSON.parse(rules), names);
  return texts.map((text) => guard.find(text));
}"""


def texts() -> list[str]:
    """The cases, and the composed texts."""
    lines = (HERE / "guard_texts.toml").read_text(encoding="utf-8").splitlines()
    return [case["text"] for case in CASES] + [line.strip(' ",') for line in lines if line.startswith("  ")]


def expected() -> list[list[dict[str, Any]]]:
    return [[hit._asdict() for hit in find(text)] for text in texts()]


@pytest.mark.slow
def test_node_finds_the_same(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine; the browser's own test runs the same cases")
    guard_files.write(tmp_path)
    shutil.copy(SCRIPT, tmp_path / "guard.mjs")
    (tmp_path / "run.mjs").write_text(RUN, encoding="utf-8")
    (tmp_path / "texts.json").write_text(json.dumps(texts()), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("guard-rules.json", "guard-names.txt", "texts.json")]
    said = subprocess.run(
        [node, str(tmp_path / "run.mjs"), str(tmp_path / "guard.mjs"), *files],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert json.loads(said.stdout) == expected()


@pytest.mark.browser
@pytest.mark.slow
def test_chromium_finds_the_same(tmp_path: Path) -> None:
    import base64

    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine")
    guard_files.write(tmp_path)
    script = base64.b64encode(SCRIPT.read_bytes()).decode()
    rules, names = ((tmp_path / name).read_text(encoding="utf-8") for name in ("guard-rules.json", "guard-names.txt"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        found = chromium.new_page().evaluate(CHROMIUM, [script, rules, names, texts()])
        chromium.close()
    assert found == expected()
