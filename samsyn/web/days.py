"""Days as they stand in addresses and forms: 2026-11-23."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199      # what lies outside is a slip of the hand, and some days cannot be counted from


def day_of(told: str) -> date | None:
    """Read a day from an address or a form; nothing where it is none, or none that anybody means.

    >>> day_of("2026-02-28"), day_of("2026-02-30"), day_of("9999-12-31")
    (datetime.date(2026, 2, 28), None, None)
    """
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
