"""Support from outside: reads what the coordinator invites to and comments there, and never a report or a point."""

from typing import Any

import pytest
from django.test import Client

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_organisation
from samsyn.ground.permissions import NotAllowed
from samsyn.method.library.models import Support, SupportComment
from samsyn.method.library.support.actions import SupportRefused, comment_support, invite_support
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.problems.models import Cause, Goal, Problem
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.method.publications.models import Edition
from tests import people
from tests.method.picturing import compiled, ordinary_weeks

pytestmark = pytest.mark.django_db
TODAY = people.NOW.date()


def in_outside(town: people.Town, who: str = "Maja") -> Any:
    town.organisations["county"] = add_organisation(
        name="Länsstyrelsen", kind="other", legal_kind="state", on_duty=False, by=town.machine
    )
    return people.join(town, who, role="supporter", organisation="county")


def problem_of(town: people.Town, **more: Any) -> Problem:
    outline = Outline(title="Mopeder vid skolan", period_first=TODAY, **{"area": town.areas["A"], **more})
    return open_problem(outline=outline, today=TODAY, by=town.machine)


def as_(client: Client, member: Any) -> Client:
    client.force_login(member.user)
    return client


@pytest.mark.slow
def test_an_invited_county_board_reads_and_comments_and_sees_no_report(client, town, neighbour, bo, cecilia):
    maja = in_outside(town)
    people.observe(town, text="Kastrullen på bron", lon=17.11, lat=62.41)
    place = {"area": None, "place": town.places["square"]}
    problem = problem_of(town, **place)
    of_problem = {"municipality": town.municipality, "problem": problem}
    Cause.objects.create(**of_problem, text="Långt till bussen", side="place", position=1)
    Goal.objects.create(**of_problem, text="Färre mopeder", measured_by="words", due_on=TODAY)
    for what, audience in (("Flytta hållplatsen", "parties"), ("Bara vi två", "coordinator")):
        decide_measure(by=town.machine, today=TODAY, line=Line(
            what=what, due_on=TODAY, area=town.areas["A"], organisation=town.organisations["school"], problem=problem,
            kind="place", horizon="short", extent="en gång", audience=audience,
        ))  # fmt: skip

    page = as_(client, bo).get(f"/norr/metodstod?om={problem.number}").content.decode()
    assert "Länsstyrelsen" in page and f'problem:{problem.pk}" selected' in page
    told = {"part": town.organisations["county"].pk, "om": f"problem:{problem.pk}"}
    address = client.post("/norr/metodstod/bjud-in", told)["Location"]
    assert client.post("/norr/metodstod/bjud-in", told)["Location"] == address         # once

    as_(client, maja)
    assert "Det du är inbjuden till" in client.get("/norr/").content.decode()
    assert address in client.get("/norr/metodstod").content.decode()
    read = client.get(address).content.decode()
    for words in ("Mopeder vid skolan", "Långt till bussen", "Färre mopeder", "Flytta hållplatsen", "Centrum"):
        assert words in read
    for words in ("Bara vi två", "Stora torget", "Kastrullen"):
        assert words not in read
    own = f"problem/{problem.number}"
    for closed in (own, f"{own}/kartlaggning", f"{own}/orsaker", "karta", "monster", "granska/", "lagesbild/",
                   "planer/", "rapporter/", "atgarder/", "omrade/"):  # fmt: skip
        assert client.get(f"/norr/{closed}").status_code in (403, 404), closed
    assert client.post("/norr/metodstod/bjud-in", told).status_code == 403

    refused = client.post(f"{address}/kommentar", {"text": "Ring 070-174 06 22"})
    assert refused.status_code == 422 and "070-174 06 22" in refused.content.decode()
    client.post(f"{address}/kommentar", {"text": "Har ni frågat busschaufförerna?"})
    as_(client, bo)
    assert "Har ni frågat" in client.get("/norr/").content.decode()
    client.post(f"{address}/kommentar", {"text": "Ja, i går."})
    said = [(each.organisation.name, each.text) for each in SupportComment.objects.visible_to(maja).in_order()]
    assert said == [("Länsstyrelsen", "Har ni frågat busschaufförerna?"), ("Norrs kommun", "Ja, i går.")]
    assert not any("busschaufför" in str(each.changed) for each in Event.objects.all())

    # Maja takes her own back, and not the coordinator's; the words are kept, and read by neither side.
    first, second = SupportComment.objects.visible_to(maja).in_order()
    as_(client, maja).post(f"/norr/metodstod/kommentar/{first.pk}/ta-tillbaka")
    assert client.post(f"/norr/metodstod/kommentar/{second.pk}/ta-tillbaka").status_code == 403
    first.refresh_from_db()
    assert first.text.startswith("Har ni frågat") and first.removed_on
    for member in (bo, maja):
        page = as_(client, member).get(address).content.decode()
        assert "Kommentaren visas inte längre" in page and "busschaufförerna" not in page
    Problem.objects.filter(pk=problem.pk).update(audience="coordinator")
    assert client.get(address).status_code == 404 and not Support.objects.visible_to(maja).exists()
    Problem.objects.filter(pk=problem.pk).update(audience="authorities")
    assert client.get(address).status_code == 200

    # Neither Söder, nor Söder's own supporter, nor a party of Norr that is not invited.
    theirs = in_outside(neighbour, "Moa")
    for stranger in (cecilia, theirs):
        as_(client, stranger)
        assert client.get(address).status_code == 404
        assert client.get(address.replace("/norr/", "/soder/")).status_code == 404
        assert not Support.objects.visible_to(stranger).exists()
    assert as_(client, town.members["dag"]).get(address).status_code == 403
    as_(client, bo).post(f"{address}/avsluta")
    assert as_(client, maja).get(address).status_code == 404
    with pytest.raises(NotAllowed):
        comment_support(support=Support.objects.get(), text="Igen", now=people.NOW, by=maja)


@pytest.mark.slow
def test_pictures_are_read_in_their_public_part_and_plans_when_they_have_been_sent(client, town, bo):
    maja = in_outside(town)
    county = {"organisation": town.organisations["county"], "today": TODAY, "by": bo}
    ordinary_weeks(town, weeks=2)
    people.observe(town, text="Kastrullen på bron", lon=17.15, lat=62.41)
    picture = lock_picture(picture=compiled(town), function="Samordnaren", now=people.NOW, by=bo)
    as_(client, maja)
    pdf = f"/norr/metodstod/lagesbild/{people.WEEK.address}.pdf"
    assert client.get(pdf).status_code == 404
    pictures = invite_support(**county)
    page, shown = f"/norr/metodstod/{pictures.pk}", f"v-{people.WEEK.address}"
    edition = Edition.objects.create(
        municipality=town.municipality, paper="weekly", audience="public", picture=picture, about="v 40", number=1,
        title="Lägesbild", issued_at=people.NOW, issued_by="Samordnaren", approval="waiting", approver="Kommunikatör",
    )  # fmt: skip
    for kept_back in ({}, {"approval": "refused"}, {"approval": "approved", "withdrawn_at": people.NOW}):
        Edition.objects.filter(pk=edition.pk).update(**kept_back)
        words = client.get(page).content.decode()
        assert shown not in words and "utgiven för allmänheten än" in words and client.get(pdf).status_code == 404
    Edition.objects.filter(pk=edition.pk).update(approval="approved", withdrawn_at=None)
    words = client.get(page).content.decode()
    assert shown in words and "Kastrullen" not in words and "Stora torget" not in words
    assert client.get(pdf)["Content-Type"] == "application/pdf"

    plan = PlanDocument.objects.create(municipality=town.municipality, kind="plan", number=1, title="Vår åtgärdsplan")
    with pytest.raises(SupportRefused):             # a draft is nobody else's
        invite_support(document=plan, **county)
    PlanDocument.objects.filter(pk=plan.pk).update(state="shared")
    made = invite_support(document=plan, **county)
    assert "Vår åtgärdsplan" in client.get(f"/norr/metodstod/{made.pk}").content.decode()


def test_only_a_party_with_the_role_is_invited_and_to_nothing_narrower_than_itself(town, bo, dag):
    narrow = problem_of(town, audience="coordinator")
    with pytest.raises(SupportRefused):
        invite_support(organisation=town.organisations["police"], problem=narrow, today=TODAY, by=bo)
    in_outside(town)
    with pytest.raises(SupportRefused):
        invite_support(organisation=town.organisations["county"], problem=narrow, today=TODAY, by=bo)
    with pytest.raises(NotAllowed):
        invite_support(organisation=town.organisations["county"], problem=problem_of(town), today=TODAY, by=dag)
    assert not Support.objects.exists()
