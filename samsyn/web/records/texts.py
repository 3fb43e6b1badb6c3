"""The texts of the papers on data protection and accessibility, as they lie in papers.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).resolve().parent / "papers.toml"


@cache
def papers() -> dict[str, Any]:
    """Return each paper by its code."""
    return {paper["code"]: paper for paper in tomllib.loads(TEXTS.read_text(encoding="utf-8"))["papers"]}
