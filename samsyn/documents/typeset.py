"""Data → tagged PDF: one function. What users wrote reaches Typst as data, never as markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
STANDARDS = ["ua-1", "a-2a"]
# The paper font has no narrow no-break space; the thin space looks the same and stands in figures only.
LACKING = str.maketrans({"\u202f": "\u2009"})


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True)


def typeset(template: str, *, data: Mapping[str, Any], timestamp: datetime) -> bytes:
    """Set a page description (`weekly.typ`) with its data and return PDF/UA-1 and PDF/A-2a.

    The same data, template and program give the same bytes: fonts are our own and the time is told, never taken.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).translate(LACKING)
    made = _compiler().compile(
        input=str(HERE / template), format="pdf", sys_inputs={"data": text}, pdf_standards=STANDARDS,
        timestamp=int(timestamp.timestamp()),
    )  # fmt: skip
    return bytes(made)


def painted(svg: str, *, points_per_inch: float = 160.0) -> bytes:
    """Return a drawing as PNG, for files that take no lines; the same drawing gives the same bytes."""
    made = _compiler().compile(
        input=str(HERE / "drawing.typ"), format="png", sys_inputs={"svg": svg}, ppi=points_per_inch
    )
    return bytes(made)
