"""Support from outside: its words are records, and its invitations end with their purpose."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from samsyn.cli import demo
from samsyn.demo.supported import LOGIN
from samsyn.documents.release import release_pdf
from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Role
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.models import DisposalRule, ReleaseRequest
from samsyn.jobs.archiving import rows
from samsyn.jobs.archiving.rows import Days
from samsyn.jobs.departing.own_data import _tables
from samsyn.jobs.disposal.actions import dispose, preview
from samsyn.jobs.disposal.kinds import BY_CODE
from samsyn.method.library.models import Support, SupportComment
from samsyn.method.library.support.actions import (
    SupportRefused,
    comment_support,
    end_support,
    invite_support,
    take_back_comment,
)
from samsyn.method.publications.releasing.actions import draft_of
from samsyn.method.publications.releasing.gathering import everything_asked_for
from samsyn.web.start import week as my_week
from tests import people
from tests.web.test_support import TODAY, as_, in_outside, problem_of

pytestmark = pytest.mark.django_db
DAYS = Days(TODAY - timedelta(days=3), TODAY + timedelta(days=3))


@pytest.fixture
def maja(town):
    return in_outside(town)


@pytest.fixture
def invited(town, maja, bo):
    county = town.organisations["county"]
    return invite_support(organisation=county, problem=problem_of(town), today=TODAY, by=bo)


def said(support, text, by):
    return comment_support(support=support, text=text, now=people.NOW, by=by)


def told(table):
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


def test_what_is_taken_back_or_hidden_is_kept_and_found_and_goes_by_decision_alone(client, town, bo, maja, invited):
    hers, his = said(invited, "Fråga busschaufförerna", maja), said(invited, "Det gör vi", bo)
    with pytest.raises(NotAllowed):
        take_back_comment(comment=hers, today=TODAY, by=bo)
    as_(client, bo)
    assert "Dölj" in client.get(f"/norr/metodstod/{invited.pk}").content.decode()
    for each in (hers, his):
        client.post(f"/norr/metodstod/kommentar/{each.pk}/ta-tillbaka")
    texts = dict(SupportComment.objects.values_list("organisation__name", "text"))
    assert texts == {"Länsstyrelsen": "Fråga busschaufförerna", "Norrs kommun": "Det gör vi"}
    happened = Event.objects.filter(happening__startswith="support.comment_").values_list("happening", flat=True)
    assert set(happened) == {"support.comment_hidden", "support.comment_taken_back"}
    for member in (bo, maja):
        page = as_(client, member).get(f"/norr/metodstod/{invited.pk}").content.decode()
        assert "busschaufförerna" not in page and "Det gör vi" not in page

    # Whoever handles public records finds the words, also by where and what the problem is about.
    days = {"municipality": town.municipality, "received_on": TODAY, "first_day": DAYS.first, "last_day": DAYS.last}
    asked = ReleaseRequest.objects.create(number=1, areas=[str(town.areas["A"].pk)], **days)
    found = everything_asked_for(asked, by=bo)
    words = [field.value for each in found for field in each.fields if field.sign == "text"]
    assert words == ["Fråga busschaufförerna", "Det gör vi"]
    for other in ({"areas": [str(town.areas["B"].pk)]}, {"categories": ["E1"]}, {"place": "Kastrullvägen"}):
        assert not everything_asked_for(ReleaseRequest(**{**days, **other}), by=bo)
    assert release_pdf(asked, out=draft_of(asked, by=bo)[1], made_at=people.NOW).startswith(b"%PDF")
    held = {"kind": "metodstod", "months": 1, "reference": "KS 1", "decided_by": "KS", "decided_on": TODAY}
    rule = DisposalRule.objects.create(municipality=town.municipality, active=True, **held)
    kind, later = BY_CODE["metodstod"], people.NOW + timedelta(days=99)
    assert kind.default_months == 120
    assert preview(kind, months=1, today=later.date(), municipality=town.municipality).stopped
    ReleaseRequest.objects.all().delete()
    assert dispose(rule=rule, now=later, by=town.machine).rows == {"SupportComment": 2}
    assert set(SupportComment.objects.values_list("text", flat=True)) == {""}


def test_comments_are_in_the_archive_and_in_what_the_party_takes_home(town, bo, maja, invited):
    kept, back = said(invited, "Fråga busschaufförerna", maja), said(invited, "Strunta i det", maja)
    said(invited, "Det gör vi", bo)
    take_back_comment(comment=back, today=TODAY, by=maja)
    assert list(rows.support(town.municipality, DAYS, rows.OPEN)) == []
    table = next(rows.support(town.municipality, DAYS, rows.NARROW))
    lines = [(row["part"], row["text"], row["borttagen"]) for row in told(table)]
    assert lines == [("Länsstyrelsen", "Fråga busschaufförerna", None), ("Länsstyrelsen", "Strunta i det", TODAY),
                     ("Norrs kommun", "Det gör vi", None)]  # fmt: skip
    home = next(each for each in _tables(town.organisations["county"]) if each.code == "metodstod")
    assert [row["text"] for row in told(home)] == [kept.text, ""]


def test_an_invitation_ends_when_the_problem_is_made_narrower_or_closed(client, town, bo, maja, invited):
    problem, address = invited.problem, f"/norr/metodstod/{invited.pk}"
    here = f"/norr/problem/{problem.number}"
    sent = {"title": problem.title, "period_first": str(problem.period_first), "where": f"area:{town.areas['A'].pk}"}

    def shown_for(audience):
        problem.refresh_from_db()
        told = {**sent, "audience": audience, "version": problem.version}
        assert as_(client, bo).post(f"{here}/andra", told).status_code == 302

    shown_for("authorities")                                    # the county board is an authority
    assert as_(client, maja).get(address).status_code == 200
    shown_for("coordinator"), shown_for("parties")
    assert as_(client, maja).get(address).status_code == 404 and Support.objects.get().ended_on

    again = invite_support(organisation=town.organisations["county"], problem=problem, today=TODAY, by=bo)
    for state in ("closed", "identified"):
        problem.refresh_from_db()
        step = {"state": state, "reason": "Det blev så", "version": problem.version}
        as_(client, bo).post(f"{here}/flytta", step)
        problem.refresh_from_db()
        assert problem.state == state
        if state == "closed":
            with pytest.raises(SupportRefused):
                invite_support(organisation=town.organisations["county"], problem=problem, today=TODAY, by=bo)
    assert as_(client, maja).get(f"/norr/metodstod/{again.pk}").status_code == 404
    assert not Support.objects.going_on().exists()


@contextmanager
def somebody_else_first(do):
    """Let somebody else do something right after the first question about the invitations has been answered."""
    done = []

    def between(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not done and sql.startswith("SELECT") and 'FROM "library_support"' in sql:
            done.append(True)
            do()
        return answer

    with connection.execute_wrapper(between):
        yield


def test_two_who_invite_at_once_invite_once(town, bo, maja):
    county, problem = town.organisations["county"], problem_of(town)
    facts = {"municipality": town.municipality, "organisation": county, "problem": problem, "invited_on": TODAY}
    with somebody_else_first(lambda: Support.objects.create(**facts)):
        made = invite_support(organisation=county, problem=problem, today=TODAY, by=bo)
    assert Support.objects.filter(problem=problem).get() == made


def test_what_was_ended_meanwhile_takes_no_comment_nor_is_a_sign_kept_that_nobody_sees(town, bo, invited):
    for unseen in ("a\0b", "a\u202eb"):
        with pytest.raises(SupportRefused):
            said(invited, unseen, bo)
    seen_before = Support.objects.get(pk=invited.pk)
    end_support(support=invited, today=TODAY, by=bo)
    with pytest.raises(SupportRefused):
        said(seen_before, "För sent", bo)
    assert not SupportComment.objects.exists()


def test_a_role_that_came_later_is_added_by_one_press_and_one_that_was_renamed_is_left(client, town, bo, dag):
    Role.objects.filter(municipality=town.municipality, code="supporter").delete()
    Role.objects.filter(municipality=town.municipality, code="reader").update(name_sv="Betraktare", permissions=[])
    page = as_(client, bo).get("/norr/organisation/roller").content.decode()
    assert 'value="supporter"' in page and 'value="reader"' not in page
    assert as_(client, dag).post("/norr/organisation/roller/ny", {"roll": "supporter"}).status_code == 403
    as_(client, bo)
    for code in ("supporter", "reader", "supporter", "påhittad", "\0"):
        assert client.post("/norr/organisation/roller/ny", {"roll": code}).status_code == 302
    here = Role.objects.filter(municipality=town.municipality)
    assert here.get(code="supporter").permissions == ["support"]
    assert here.get(code="reader").name_sv == "Betraktare" and here.count() == 9
    assert Event.objects.filter(happening="role.added").count() == 1
    assert 'value="supporter"' not in client.get("/norr/organisation/roller").content.decode()


def test_the_supporter_is_told_what_is_theirs_and_the_reading_is_counted(client, town, bo, maja, invited, capsys):
    before_christmas = date(2025, 12, 20)
    assert my_week.coming_days(bo, before_christmas) and not my_week.coming_days(maja, before_christmas)
    as_(client, bo).get("/norr/")
    comment_support(support=invited, text="Fråga busschaufförerna", now=timezone.now(), by=maja)
    assert "busschaufförerna" in client.get("/norr/").content.decode()
    counted = Lookup.objects.filter(what="start:show").order_by("created_at").values_list("rows", flat=True)
    assert [each or 0 for each in counted][-1] == 1 + ([0, 0, *counted][-2] or 0)
    page = as_(client, maja).get(f"/norr/metodstod/{invited.pk}").content.decode()
    assert "läses av samordnaren och av er" in page
    demo.show("http://127.0.0.1")
    assert LOGIN in capsys.readouterr().out
