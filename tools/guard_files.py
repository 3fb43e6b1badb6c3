"""Lay the guard's rules, sentences and names where the browser fetches them (/static/vendor/guard-*).

Used by bin/setup and by the build backend. Only the standard library is needed.
"""

import importlib.util
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "samsyn" / "web" / "vendor"
NAMES = ROOT / "samsyn" / "analysis" / "names.txt"
RULES = ROOT / "samsyn" / "analysis" / "wording_rules.py"
SENTENCES = ROOT / "samsyn" / "method" / "observations" / "guard_sentences.py"


def _loaded(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def write(target: Path = TARGET) -> None:
    """Write guard-rules.json and guard-names.txt."""
    data = _loaded(RULES).as_data() | {"sentences": _loaded(SENTENCES).as_data()}
    target.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (target / "guard-rules.json").write_text(text, encoding="utf-8")
    (target / "guard-names.txt").write_bytes(NAMES.read_bytes())


if __name__ == "__main__":
    write()
