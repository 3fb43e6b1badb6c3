"""Months between days and after a day. Pure arithmetic."""

from datetime import date


def months_between(first: date, last: date) -> int:
    """Return how many months a period holds for, a begun one counted.

    >>> months_between(date(2026, 1, 1), date(2026, 3, 31)), months_between(date(2026, 1, 15), date(2027, 1, 14))
    (3, 12)
    """
    return (last.year - first.year) * 12 + last.month - first.month + (1 if last.day >= first.day else 0)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)
