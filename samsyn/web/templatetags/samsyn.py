"""The words templates are written with: figures as Swedes write them, icons, drawings and blocks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from samsyn.analysis.weeks import Week
from samsyn.documents.charts import interval_strip, sparkline, week_matrix
from samsyn.ground.records import uuid7
from samsyn.method.pictures.sentences import render
from samsyn.web.components.icons import icon_svg
from samsyn.web.keys import FIELD

register = template.Library()

THIN = "\u202f"
NOTICE_ICONS = {"good": "check", "warning": "warning", "bad": "warning", "info": "info"}


def language() -> str:
    """Return sv or en, whichever the reader has chosen."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of our icons."""
    return mark_safe(icon_svg(name))


@register.simple_tag
def once() -> SafeString:
    """Give a form an id of its own for what it adds, so that it is written once however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid7())


@register.simple_tag
def guard_words() -> dict[str, str]:
    """Return what the guard says beside a field; nothing where set-up has not made its rules."""
    if not finders.find("vendor/guard-rules.json"):
        return {}
    return {
        "stop": gettext("Det här får inte skrivas här: {words}."),
        "block": gettext("Ta bort: {words}."),
        "warn": gettext("Är det här en person? {words}. Ta i så fall bort det."),
    }


@register.filter
def figure(value: Any, decimals: int = 0) -> str:
    """Write a number with thin spaces between thousands; nothing known becomes a dash.

    >>> figure(12345.6, 1)
    '12\u202f345,6'
    """
    if value is None or value == "":
        return "–"
    words = f"{float(value):,.{decimals}f}".replace(",", THIN).replace("-", "−")
    return words if language() == "en" else words.replace(".", ",")


@register.filter
def percent(share: float | None) -> str:
    """Write a share (0–1) as whole percent."""
    return "–" if share is None else f"{figure(share * 100)}\u00a0%"


@register.filter
def expected_range(row: Mapping[str, Any]) -> str:
    """Write the expected range of a row with low and high, or a dash."""
    low, high = row.get("low"), row.get("high")
    return "–" if low is None or high is None else f"{figure(low)}–{figure(high)}"


@register.filter
def named(thing: Any) -> str:
    """Return the thing's name in the reader's language, from name_sv and name_en (or title_…, label_…)."""
    for stem in ("name", "title", "label"):
        for tongue in (language(), "sv"):
            key = f"{stem}_{tongue}"
            found = thing.get(key) if isinstance(thing, Mapping) else getattr(thing, key, None)
            if found:
                return str(found)
    return str(thing.get("name", "")) if isinstance(thing, Mapping) else str(thing)


@register.filter
def week_words(value: Any) -> str:
    """Write a week the way people say it: v. 46 2026."""
    week = value if isinstance(value, Week) else Week.parse(value)
    return f"v. {week.number} {week.year}" if language() == "sv" else f"week {week.number}, {week.year}"


@register.filter
def week_or_words(value: str | None) -> str:
    """Write a week as people say it; any other period stands as it is."""
    try:
        return week_words(value or "")
    except ValueError:
        return value or ""


@register.filter(expects_localtime=True)
def day(value: date | datetime | str | None) -> str:
    """Write a date with its month in words; an ISO date as text is read first."""
    if not value:
        return "–"
    known = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return date_format(known, "j M Y" if language() == "en" else "j b Y")


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """Write a day with its time: 9 nov 2026 16.25."""
    clock = "H:i" if language() == "en" else "H.i"
    return f"{day(value)} {date_format(value, clock)}" if value else "–"


@register.filter
def how_often(weeks: int) -> str:
    """Say how often a group meets.

    >>> how_often(2)
    'varannan vecka'
    """
    if weeks == 2:
        return gettext("varannan vecka")
    return ngettext("varje vecka", "var %(n)s:e vecka", weeks) % {"n": weeks}


def days_words(first: date, last: date) -> str:
    """Write a stretch of days as briefly as it can be read: 9–15 nov 2026."""
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    month = "M" if language() == "en" else "b"
    begins = date_format(first, "j" if first.month == last.month else f"j {month}")
    return f"{begins}{'–' if first.month == last.month else ' – '}{day(last)}"


@register.filter
def days_to(first: date, last: date) -> str:
    """Write a stretch of days, for templates."""
    return days_words(first, last)


@register.filter
def week_days(week: Week) -> str:
    """Write the days of a week: 9–15 nov 2026."""
    return days_words(week.first_day, week.last_day)


@register.filter
def stretch(row: Mapping[str, Any]) -> str:
    """Write the days of a row with first_day and last_day."""
    first, last = (date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
    return day(first) if first == last else days_words(first, last)


@register.filter
def sentence(value: Any) -> str:
    """Render one of a picture's sentences in the reader's language; an edited text stands as it was written."""
    return render(value, language()) if value else ""


@register.filter
def by_gravity(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Part a checklist's rows: what somebody found more than usual or serious, and the rest."""
    told = [row for row in rows if row["more"] or row["serious"]]
    return {"told": told, "rest": [row for row in rows if row not in told]}


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Look a key up."""
    return mapping.get(key)


@register.filter
def with_heads(table: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """Return a paper's table row by row, each cell with its column's head and kind."""
    columns = list(zip(table["heads"], table["kinds"], strict=True))
    return [
        [{"cell": cell, "head": head, "kind": kind} for cell, (head, kind) in zip(row, columns, strict=True)]
        for row in [table["heads"], *table["cells"]]
    ]


@register.simple_tag
def spark(row: Mapping[str, Any], title: str = "", top: float | None = None) -> SafeString:
    """Draw a row's series over its expected band."""
    return mark_safe(
        sparkline(row["series"], row["band_low"], row["band_high"], title=title or str(row.get("name", "")), top=top)
    )


@register.simple_tag
def strip(row: Mapping[str, Any], title: str = "", top: float = 1.0) -> SafeString:
    """Draw a row's count over its expected range."""
    return mark_safe(
        interval_strip(
            row["events"], row.get("low"), row.get("high"), expected=row.get("expected"), top=top, title=title
        )
    )


@register.simple_tag
def matrix(counts: Sequence[Sequence[float]], title: str, desc: str = "") -> SafeString:
    """Draw weekday by hour."""
    return mark_safe(week_matrix(counts, title=title, desc=desc, language=language()))


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Set a sentence apart, with its symbol: info, good, warning or bad."""
    heading = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice {}">{}<div class="notice-body">{}{}</div></div>',
        kind,
        icon(NOTICE_ICONS[kind]),
        heading,
        content,
    )


@register.simple_block_tag
def more(content: str, label: str, opened: bool = False) -> SafeString:
    """Fold something away behind a word; works without script."""
    return format_html(
        '<details class="fold"{}><summary>{}{}</summary><div>{}</div></details>',
        mark_safe(" open") if opened else "",
        icon("right"),
        label,
        content,
    )


@register.simple_block_tag
def cut(content: str, name: str, count: int, first: int = 5) -> SafeString:
    """Show a phone the `first` (3, 5 or 10) rows or points of a list, and the rest by a press; nothing is left out.

    Wide screens and paper show all, and so does a browser that knows no better; it works without script.
    """
    if count <= first + 1:
        return mark_safe(content)
    return format_html(
        '<div class="cut cut-{0}">{1}<p class="cut-all no-print"><input type="checkbox" id="alla-{2}">'
        '<label for="alla-{2}">{3}</label></p></div>',
        first, mark_safe(content), name, ngettext("Visa %(n)s", "Visa alla %(n)s", count) % {"n": figure(count)},
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def window(context: Context, content: str, name: str, title: str) -> SafeString:
    """Make a dialog that a button with data-opens="name" shows; without script its content stands in the page."""
    return format_html(
        '<dialog id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}'
        '<form method="dialog" class="actions"><button class="button quiet">{3}</button></form></dialog>',
        name,
        title,
        content,
        gettext("Stäng"),
    )
