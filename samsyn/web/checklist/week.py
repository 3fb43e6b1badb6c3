"""Which week the address asks for; what is missing, unknown or still to come becomes this week."""

from django.utils import timezone

from samsyn.analysis.weeks import Week


def asked_week(words: str) -> Week:
    """Return the week in the words, never later than this one."""
    now = Week.containing(timezone.localdate())
    try:
        wanted = Week.parse(words) if words else now
    except ValueError:
        return now
    return min(wanted, now)
