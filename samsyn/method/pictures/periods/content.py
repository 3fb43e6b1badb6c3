"""From rows to a longer picture's tables: counts beside the year before, and the questions that n suffices for."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.catalogue import Events
from samsyn.analysis.counts import Rows
from samsyn.analysis.disclosure import hide_small
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.patterns.actions import KEPT_OTHERWISE, KEPT_ROWS
from samsyn.method.pictures.patterns.looking import Areas, answered, events_of
from samsyn.method.pictures.patterns.telling import LEAST, says, shared, sure
from samsyn.method.pictures.periods.asking import QUESTIONS, Question, asked_of, seed_of
from samsyn.method.pictures.periods.responses import Response
from samsyn.method.pictures.public import LEAST as LEAST_PUBLIC
from samsyn.method.pictures.public import rounded
from samsyn.method.pictures.sentences import Sentence, say
from samsyn.method.pictures.spans import Span

Table = dict[str, Any]
PATTERN_ORDER = ("new", "consecutive", "intensifying", "diminishing", "sporadic", "oscillating", "historical",
                 "persistent")
TELLING_SHARE = 0.2         # a smaller part of the events needs no word of its own


class Known(NamedTuple):
    """What is the same for every audience, read once."""

    municipality: Municipality
    span: Span
    areas: Areas
    groups: Mapping[str, tuple[str, str, str]]       # category code → code and names of its group
    property_codes: frozenset[str]
    response: Response


def tables_of_rows(known: Known, rows: Rows) -> dict[str, Any]:
    """Return one audience's tables by name from the rows it may see."""
    events, here = events_of(rows), known.municipality
    now, before = (_within(rows, each) for each in (known.span, known.span.before))
    return {
        "municipality": {"slug": here.slug, "name": here.name, "code": here.code, "colour": here.colour},
        "period": known.span.front,
        "head": _head(known, rows, now, before),
        "months": _months(known.span, rows, now, before),
        "areas": _by_area(known, rows, now, before),
        "categories": _by_group(known, rows, now, before),
        "findings": [_finding(known, events, question) for question in QUESTIONS],
    }  # fmt: skip


def public_of(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return what everybody may see: rounded figures, nothing of areas and places."""
    events = tables["head"]["events"]
    many = events >= LEAST_PUBLIC
    head = {**dict.fromkeys(tables["head"]), "events": rounded(events) if many else None,
            "sentences": [say("period.public", events=rounded(events)) if many else say("period.public_few")],
            "sure": say("sure.counted")}  # fmt: skip
    months = [{"month": row["month"], "events": None if row["events"] is None else rounded(row["events"]),
               "before": None} for row in tables["months"]]  # fmt: skip
    return {"municipality": tables["municipality"], "period": tables["period"], "head": head,
            "months": months if many else [], "areas": [], "categories": [], "findings": []}


def _within(rows: Rows, span: Span) -> np.ndarray:
    day = rows.to_local.astype("datetime64[D]")
    return np.asarray((day >= np.datetime64(span.first_day)) & (day <= np.datetime64(span.last_day)))


def _head(known: Known, rows: Rows, now: np.ndarray, before: np.ndarray) -> Table:
    counted, earlier = now & rows.counted, before & rows.counted
    known_source = np.array([bool(label) for label in rows.organisation.labels] + [False])
    source = np.where(known_source[rows.organisation.code], rows.organisation.code, -1)
    sources, were = (np.unique(source[chosen & (source >= 0)]) for chosen in (now, before))
    new = np.setdiff1d(sources, were)
    numbers = {
        "events": int(counted.sum()), "reports": int(now.sum()), "sources": int(sources.size),
        "events_before": int(earlier.sum()), "sources_before": int(were.size),
        "from_new_sources": int((counted & np.isin(source, new)).sum()),
        "from_decided_presence": int((counted & rows.decided).sum()), "new_sources": int(new.size),
    }  # fmt: skip
    return {
        **numbers, "replies": known.response.replies, "duties": known.response.duties or None,
        "response_share": known.response.share, "sentences": _head_sentences(known, numbers),
        "sure": say("sure.counted"),
    }  # fmt: skip


def _head_sentences(known: Known, numbers: Mapping[str, int]) -> list[Sentence]:
    events = numbers["events"]
    told = [say("period.counts", events=events, reports=numbers["reports"], sources=numbers["sources"])
            if numbers["reports"] else say("period.none")]
    if numbers["events_before"]:
        told.append(say("period.year_before", events=numbers["events_before"], sources=numbers["sources_before"]))
    else:
        told.append(say("period.year_before_none"))
    if events and numbers["events_before"] and numbers["from_new_sources"] >= TELLING_SHARE * events:
        told.append(say("period.new_sources", share=numbers["from_new_sources"] / events,
                        sources=numbers["new_sources"]))
    if events and numbers["from_decided_presence"] >= TELLING_SHARE * events:
        told.append(say("period.decided", share=numbers["from_decided_presence"] / events))
    return [*told, *known.response.sentences()]


def _hidden(counts: np.ndarray) -> list[int | None]:
    """Small counts hidden, and one more where the total would give one away."""
    shown = hide_small(counts, least=LEAST).shown
    return [int(each) if np.isfinite(each) else None for each in shown]


def _months(span: Span, rows: Rows, now: np.ndarray, before: np.ndarray) -> list[Table]:
    month = rows.to_local.astype("datetime64[M]")
    columns = []
    for chosen, years in ((now, 0), (before, 1)):
        wanted = [np.datetime64(f"{year - years}-{at:02d}") for year, at in span.months]
        columns.append(_hidden(np.array([int((chosen & rows.counted & (month == each)).sum()) for each in wanted])))
    return [{"month": f"{year}-{at:02d}", "events": events, "before": earlier}
            for (year, at), events, earlier in zip(span.months, *columns, strict=True)]


def _by_area(known: Known, rows: Rows, now: np.ndarray, before: np.ndarray) -> list[Table]:
    codes = rows.area.labels
    names = [known.areas.get(code, "") for code in codes]
    columns = [_hidden(_counts(rows.area.code, chosen & rows.counted, len(codes))) for chosen in (now, before)]
    return [{"code": code, "name": name, "events": events, "before": earlier}
            for code, name, events, earlier in zip(codes, names, *columns, strict=True) if name]


def _counts(code: np.ndarray, chosen: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(code[chosen & (code >= 0)], minlength=size)


def _by_group(known: Known, rows: Rows, now: np.ndarray, before: np.ndarray) -> list[Table]:
    """Count by main group of category; a group without any event in either year is left out."""
    groups = sorted({known.groups.get(code, (code, code, code)) for code in rows.category.labels})
    place = {group[0]: at for at, group in enumerate(groups)}
    of_label = np.array([place[known.groups.get(code, (code,))[0]] for code in rows.category.labels] + [-1], np.int64)
    code = of_label[rows.category.code]
    plain = [_counts(code, chosen & rows.counted, len(groups)) for chosen in (now, before)]
    columns = [_hidden(each) for each in plain]
    any_year = (plain[0] + plain[1]) > 0
    return [{"code": group[0], "name_sv": group[1], "name_en": group[2], "events": events, "before": earlier}
            for group, events, earlier, some in zip(groups, *columns, any_year.tolist(), strict=True) if some]


def _finding(known: Known, events: Events, question: Question) -> Table:
    """Answer one question with what is the audience's own; small counts are hidden, since the picture is shared."""
    asked = asked_of(question, known.span)
    day = events.to_local.astype("datetime64[D]")
    chosen = (day >= np.datetime64(asked.first)) & (day <= np.datetime64(asked.last))
    if question.property_only:
        codes = np.array([label in known.property_codes for label in events.category.labels] + [False])
        chosen &= codes[events.category.code]
    here = known.municipality
    found = shared(answered(
        asked, events.only(np.asarray(chosen)), municipality=here, areas=known.areas, least=question.least,
        seed=seed_of(here.code, span=known.span, method=question.method),
    ))  # fmt: skip
    most = KEPT_ROWS.get(question.method, KEPT_OTHERWISE)
    order = _changed_first(found.get("rows") or {})[:most]
    rows = {name: [column[at] for at in order] for name, column in (found.get("rows") or {}).items()}
    return {**found, "rows": rows, "sentence": says(found), "sure_sentence": sure(found)}


def _changed_first(rows: Mapping[str, Any]) -> list[int]:
    """Return the order of the rows: where they have patterns, what is new and growing before what only lasts."""
    length = len(next(iter(rows.values()), ()))
    if "pattern" not in rows:
        return list(range(length))
    return sorted(range(length), key=lambda at: PATTERN_ORDER.index(str(rows["pattern"][at])))
