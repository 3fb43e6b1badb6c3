"""Days as they stand in addresses and forms: 2026-11-23."""

from datetime import date


def day_of(told: str) -> date | None:
    """Read a day from an address or a form; nothing where it is none.

    >>> day_of("2026-02-28"), day_of("2026-02-30")
    (datetime.date(2026, 2, 28), None)
    """
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
