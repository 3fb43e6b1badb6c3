"""Disposal goes by decision alone, is logged, stops for a request, and what is gone is gone everywhere."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.disposal.actions import DisposalDecision, DisposalRefused, set_disposal_rule, stamp_of_rule
from samsyn.ground.privacy.models import Disposal, DisposalRule
from samsyn.jobs.disposal import actions as carrying_out
from samsyn.jobs.disposal.actions import dispose, dispose_by_decision, preview
from samsyn.jobs.disposal.kinds import BY_CODE, KINDS, emptied
from samsyn.letters.models import Delivery
from samsyn.method.observations.actions import refuse_observation
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Inquiry, Observation, ObservationVersion, ReporterLink
from samsyn.method.observations.own.actions import change_own_observation
from samsyn.method.publications.releasing.actions import (
    Verdict,
    Wanted,
    decide_request,
    digest_of_draft,
    draft_of,
    take_in_request,
)
from tests import people

pytestmark = pytest.mark.django_db
LATER = people.NOW + timedelta(days=3 * 366)
DECIDED = {"reference": "KS 2025/17", "decided_by": "Kommunstyrelsen", "decided_on": date(2025, 5, 5)}


def rule_of(town, kind, months=12, active=True):
    decision = DisposalDecision(months=months, active=active, **DECIDED)
    seen = stamp_of_rule(DisposalRule.objects.filter(municipality=town.municipality, kind=kind).first())
    return set_disposal_rule(kind=kind, decision=decision, today=people.NOW.date(), seen=seen, by=town.machine)


def test_a_rule_needs_its_decision_and_its_keeper(town, anna, bo):
    for missing in DECIDED:
        lacking = DisposalDecision(months=1, active=True, **{**DECIDED, missing: None if "on" in missing else " "})
        with pytest.raises(DisposalRefused):
            set_disposal_rule(kind="rapporter", decision=lacking, today=people.NOW.date(), by=bo)
    whole = DisposalDecision(months=1, active=True, **DECIDED)
    with pytest.raises(NotAllowed):
        set_disposal_rule(kind="rapporter", decision=whole, today=people.NOW.date(), by=anna)
    with pytest.raises(DisposalRefused):
        set_disposal_rule(kind="rapporter", decision=whole, today=date(2025, 5, 4), by=bo)


def test_every_kind_says_what_becomes_of_its_rows():
    assert emptied(Observation) == {"text": "", "search_text": "", "door": ""}
    assert emptied(ObservationVersion) == {"before": {}, "by": ""}
    assert emptied(ReporterLink) is None and emptied(Delivery) is None
    assert all(kind.default_months for kind in KINDS) and len(BY_CODE) == len(KINDS)


def test_texts_go_in_all_versions_and_the_rest_stays(town, observe, anna):
    row = observe(text="Kastrullen på bron", accept=False)
    draft = Draft(category=row.category, observed_to=row.observed_to, area_code="A", text="En gryta på bron")
    change_own_observation(observation=row, draft=draft, now=people.NOW, by=anna)
    Inquiry.objects.create(municipality=town.municipality, observation=row, kind="question", text="Vilken kastrull?")
    assert list(dispose_by_decision(LATER)) == []                                          # no rule, nothing goes
    off = rule_of(town, "rapporter", active=False)
    assert list(dispose_by_decision(LATER)) == [] and Observation.objects.get().text
    with pytest.raises(DisposalRefused):
        dispose(rule=off, now=LATER, by=town.machine)
    rule = rule_of(town, "rapporter")
    seen = preview(BY_CODE["rapporter"], months=12, today=LATER.date(), municipality=town.municipality)
    assert seen.rows == {"Observation": 1, "ObservationVersion": 1, "Inquiry": 1} and seen.oldest == row.received_on
    assert dispose(rule=rule, now=people.NOW, by=town.machine) is None                     # nothing is old yet
    done = dispose(rule=rule, now=LATER, by=town.machine)
    kept = Observation.objects.get()
    assert (kept.text, kept.search_text, kept.area, kept.category) == ("", "", town.areas["A"], row.category)
    assert ObservationVersion.objects.get().before == {} and Inquiry.objects.get().text == ""
    assert done.rows == seen.rows and done.reference == "KS 2025/17" and "gryta" not in str(vars(done))
    assert Event.objects.get(happening="disposal.done").changed["rows"] == 3
    assert dispose(rule=rule, now=LATER, by=town.machine) is None and Disposal.objects.count() == 1


def test_refused_ones_links_and_letters_each_by_their_own_rule(town, observe, anna):
    refused, other = observe(text="Fel kanal", accept=False), observe(text="Rätt kanal")
    refuse_observation(observation=refused, reason="Fel kanal.", by=town.machine)
    sent = {"municipality": town.municipality, "recipient": anna.user, "kind": "picture"}
    Delivery.objects.create(**sent, event_id=refused.pk, sent_at=people.NOW, created_at=people.NOW)
    Delivery.objects.create(**sent, event_id=other.pk, sent_at=timezone.now(), created_at=LATER)
    for kind in ("avvisade", "rapportorer", "brev"):
        rule_of(town, kind)
    said = list(dispose_by_decision(LATER))
    assert said == ["norr: avvisade 1 rader gallrade", "norr: brev 1 rader gallrade",
                    "norr: rapportorer 2 rader gallrade"]  # fmt: skip
    texts = dict(Observation.objects.values_list("pk", "text"))
    assert texts == {refused.pk: "", other.pk: "Rätt kanal"}
    assert Delivery.objects.count() == 1 and not ReporterLink.objects.exists()


def test_a_pending_request_holds_what_it_asks_for_and_nothing_else(town, observe, bo, norr):
    asked, other = observe(text="Kastrullen på bron", area="A"), observe(text="En gryta", area="B")
    day = asked.observed_on
    wanted = Wanted(first_day=day, last_day=day, areas=[town.areas["A"]])
    request = take_in_request(wanted=wanted, received_on=day, by=bo)
    rules = {kind: rule_of(town, kind) for kind in ("rapporter", "brev")}
    seen = preview(BY_CODE["rapporter"], months=12, today=LATER.date(), municipality=norr)
    assert seen.rows == {"Observation": 1} and seen.held == 1 and not seen.stopped
    dispose(rule=rules["rapporter"], now=LATER, by=bo)
    assert dict(Observation.objects.values_list("pk", "text")) == {asked.pk: "Kastrullen på bron", other.pk: ""}
    with pytest.raises(DisposalRefused):
        dispose(rule=rules["brev"], now=LATER, by=bo)                   # cannot be told apart from what is asked for
    seen = digest_of_draft(draft_of(request, by=bo)[1])
    verdict = Verdict(state="whole", reference="KS 2025/99", decided_by="Kommunjuristen", decided_on=day, seen=seen)
    decide_request(request=request, verdict=verdict, now=LATER, by=bo)
    dispose(rule=rules["rapporter"], now=LATER, by=bo)
    assert not Observation.objects.exclude(text="").exists()


def test_the_switch_in_the_settings_stops_everything(town, observe, norr):
    observe(text="Kastrullen på bron")
    rule_of(town, "rapporter")
    norr.settings = {"hold": True}
    norr.save()
    assert list(dispose_by_decision(LATER)) == ["norr: rapporter väntar"]
    assert connection.vendor and Observation.objects.get().text


def test_many_rows_go_in_lumps_and_a_rule_that_fails_does_not_stop_the_next(town, monkeypatch):
    old = people.NOW - timedelta(days=3 * 366)
    Lookup.objects.bulk_create(Lookup(municipality=town.municipality, by="x", kind="read") for _ in range(7))
    Lookup.objects.update(created_at=old)
    monkeypatch.setattr(carrying_out, "AT_A_TIME", 3)
    rule_of(town, "lasningar"), rule_of(town, "brev")
    whole, does = [], carrying_out.dispose
    monkeypatch.setattr(carrying_out, "dispose", lambda *, rule, **more: (
        does(rule=rule, **more) if rule.kind == "lasningar" else 1 / 0))  # fmt: skip
    with pytest.raises(carrying_out.SomeRulesFailed):
        whole.extend(dispose_by_decision(LATER))
    assert "norr: brev misslyckades" in whole and "norr: lasningar 7 rader gallrade" in whole
    assert not Lookup.objects.exists()
