"""Granvik's public records: a journalist's request for Almgatan, masked and decided; one that waits; the decisions on
disposal. Who asked is nowhere, not even here."""

from __future__ import annotations

from datetime import timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.fill import locked_at
from samsyn.demo.found import Founded
from samsyn.ground.privacy.disposal.actions import DisposalDecision, set_disposal_rule
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.method.publications.releasing.actions import (
    Verdict,
    Wanted,
    decide_request,
    digest_of_draft,
    draft_of,
    mask_field,
    take_in_request,
)
from samsyn.method.publications.releasing.gathering import everything_asked_for

STREET, WEEKS = "Almgatan", 7
DECIDED_DAYS_AGO = 500
MOST_MASKED = 4
# Which field is masked by which paragraph: how guarding is done, and what points at a home.
MASKED = (("extent", "18:8"), ("door", "21:3"))
TOLD = {"rond": "18:8", "vakt": "18:8", "kamera": "32:3", "polis": "35:1", "langning": "35:1", "droger": "35:1"}
RULES = (("rapportorer", 3, False), ("brev", 3, True), ("avvisade", 1, True), ("rapporter", 24, False),
         ("lasningar", 24, True))


def keep_records(here: Founded, *, until: Week) -> None:
    """Decide on disposal, hand out what was asked for of Almgatan, and let a request for the centre wait."""
    today = until.last_day
    decided_on = today - timedelta(days=DECIDED_DAYS_AGO)
    for kind, months, active in RULES:
        decision = DisposalDecision(
            months=months, reference=f"KS {decided_on.year}/311", decided_by="Kommunstyrelsen", decided_on=decided_on,
            active=active,
        )  # fmt: skip
        set_disposal_rule(kind=kind, decision=decision, today=today, by=here.machine)
    _street(here, until)
    wanted = Wanted(first_day=(until - 1).first_day, last_day=today, areas=[here.areas["C"]])
    take_in_request(wanted=wanted, received_on=today, by=here.machine)


def _street(here: Founded, until: Week) -> None:
    """The journalist's request: the reports on Almgatan of seven weeks, with how the rounds are walked masked."""
    wanted = Wanted(first_day=(until - WEEKS).first_day, last_day=(until - 1).last_day, place=STREET)
    request = take_in_request(wanted=wanted, received_on=(until - 1).last_day, by=here.machine)
    masked = _mask(request, here)
    state = ReleaseRequest.State.MASKED if masked else ReleaseRequest.State.WHOLE
    verdict = Verdict(
        state=state, reference=f"KS {until.year}/482", decided_by="Kommunjuristen", decided_on=until.first_day,
        seen=digest_of_draft(draft_of(request, by=here.machine)[1]),
    )  # fmt: skip
    decide_request(request=request, verdict=verdict, now=locked_at(until - 1), by=here.machine)


def _mask(request: ReleaseRequest, here: Founded) -> int:
    """Mask what the paragraphs name, and a few texts that tell how the guarding is done; returns how many fields."""
    count = texts = 0
    for item in everything_asked_for(request, by=here.machine):
        said = {field.sign: field.value for field in item.fields}
        chosen = [(sign, paragraph) for sign, paragraph in MASKED if sign in said]
        text = said.get("text", "").casefold()
        told = next((paragraph for word, paragraph in TOLD.items() if word in text), "")
        if told and texts < MOST_MASKED:
            chosen, texts = [*chosen, ("text", told)], texts + 1
        for sign, paragraph in chosen:
            mask_field(request=request, row_id=item.row_id, field=sign, paragraph=paragraph, by=here.machine)
            count += 1
    return count
