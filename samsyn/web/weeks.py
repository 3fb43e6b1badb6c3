"""Weeks as they stand in addresses: 2026-v47. Importing this makes <week:…> known to the routes."""

from django.urls import register_converter

from samsyn.analysis.weeks import Week


class WeekInAddress:
    """A week as it stands in an address: 2026-v47."""

    regex = r"\d{4}-v\d{1,2}"

    def to_python(self, value: str) -> Week:
        return Week.parse(value)

    def to_url(self, value: Week) -> str:
        return value.address


register_converter(WeekInAddress, "week")
