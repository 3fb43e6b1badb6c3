"""Canonical JSON: the same bytes for the same content, on every machine and database."""

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

SIGNIFICANT_DIGITS = 12


def plain(value: Any) -> Any:
    """Return the value with nothing but JSON's own kinds in it; what is not a number becomes null.

    >>> plain({"a": np.float64(0.1) + 0.2, "b": float("nan"), "c": date(2025, 10, 5), "d": (-0.0, np.int64(3))})
    {'a': 0.3, 'b': None, 'c': '2025-10-05', 'd': [0.0, 3]}
    """
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0 if math.isfinite(value) else None
    return value


def canonical(value: Any) -> str:
    """Return canonical JSON: sorted keys, no spaces, at most twelve significant digits.

    >>> canonical({"b": 1 / 3, "a": ["å", None]})
    '{"a":["å",null],"b":0.333333333333}'
    """
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """Return the SHA-256 of a text as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
