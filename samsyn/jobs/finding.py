"""What one check of the service found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FINE, WARN, BROKEN = "fine", "warn", "broken"


@dataclass(frozen=True)
class Finding:
    """What one check found: its name, how it stands, one sentence, what to do, and the names in the sentence."""

    check: str
    level: str
    said: str
    do: str = ""
    named: dict[str, Any] = field(default_factory=dict)

    def words(self) -> str:
        """Return the sentence with its names filled in."""
        return self.said.format(**self.named)

    def advice(self) -> str:
        """Return what to do, with names filled in; nothing where nothing is to be done."""
        return "" if self.level == FINE else self.do.format(**self.named)


Check = Callable[[datetime], Iterator[Finding]]
