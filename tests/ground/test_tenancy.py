"""Nothing crosses municipalities: every route is walked with Cecilia of Söder, with Norr's address and Norr's ids."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from samsyn.exchange.models import ImportRun
from samsyn.ground.calendar.actions import add_year_events
from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.files.models import StoredFile
from samsyn.ground.people.actions import add_group, add_seat, add_stewardship, save_view
from samsyn.ground.people.models import ClaimRole, Directory, DirectoryLink, Invitation, Membership, ShiftDevice
from samsyn.ground.privacy.models import ArchivePackage, Disposal, ReleaseRequest
from samsyn.method.duties.models import Evidence, StepItem, SurveyQuestion
from samsyn.method.library.models import Case, Support, SupportComment
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.measures.models import KnownMeasure, MeasureEntry, Milestone
from samsyn.method.meetings.models import AgendaTemplate, Decision, Meeting
from samsyn.method.observations.models import Checklist, Inquiry, Observation, ReportingDuty
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.models import OwnPicture, OwnPoint, PictureFinding, SituationalPicture
from samsyn.method.plans.models import PlanDocument, PlanMeasure, PlanProblem, Signature
from samsyn.method.problems.causes.asking.actions import ask_data
from samsyn.method.problems.causes.asking.looking import Asked
from samsyn.method.problems.models import (
    AreaFactor,
    Cause,
    CauseEvidence,
    ChainStep,
    Goal,
    Phase,
    PhaseModel,
    Priority,
    Problem,
)
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.method.publications.models import Departure, Edition, Recipient
from tests import people
from tests.architecture.test_house import routes

WORDS_OF_NORR = [
    "Stora torget",
    "Norrskolan",
    "Hyreshus AB",
    "Lokala gruppen",
    "anna@norr",
    "Kastrullen på bron",
]


# Which kind of thing each address with an id speaks of; the first below that fits.
KINDS = {
    "problem/<int:number>/mal/": ["Goal"],
    "bibliotek/": ["Case"],
    "problem/<int:number>/orsaker/steg/": ["ChainStep"],
    "problem/<int:number>/orsaker/fraga/": ["CauseTest"],
    "problem/<int:number>/orsaker/belagg/": ["CauseEvidence"],
    "problem/<int:number>/orsaker/": ["Cause"],
    "omradesfaktorer/": ["AreaFactor"],
    "rapporter/": ["Observation", "StoredFile"],
    "api/v1/rapporter/": ["Observation"],
    "granska/rattelse/": ["Inquiry"],
    "granska/urval/": ["SavedView"],
    "granska/": ["Observation"],
    "karta/vyer/": ["SavedView"],
    "lagesbild/<week:week>/kort/": ["Finding"],
    "data/": ["ImportRun"],
    "egen-bild/": ["OwnPoint"],
    "monster/i-lagesbilden/": ["PictureFinding"],
    "monster/vyer/": ["SavedView"],
    "mote/grupp/": ["Group"],
    "prioritering/": ["Priority"],
    "faser/modell/": ["PhaseModel"],
    "faser/fas/": ["Phase"],
    "mote/dagordning/": ["AgendaTemplate"],
    "atgarder/<int:number>/logg/": ["MeasureEntry"],
    "atgarder/<int:number>/steg/": ["Milestone"],
    "atgarder/kanda/": ["KnownMeasure"],
    "utgava/": ["Edition"],
    "metodstod/kommentar/": ["SupportComment"],
    "metodstod/": ["Support"],
    "planer/<uuid:pk>/problem/": ["PlanDocument", "PlanProblem"],
    "planer/<uuid:pk>/atgard/": ["PlanDocument", "PlanMeasure"],
    "planer/<uuid:pk>/underskrift/": ["PlanDocument", "Signature"],
    "planer/": ["PlanDocument"],
    "lagkollen/bevis/": ["Evidence"],
    "lagkollen/enkat/": ["SurveyQuestion"],
    "samverkan/rad/": ["StepItem"],
    "sandlista/": ["Recipient"],
    "gallring/intyg/": ["Disposal"],
    "arkiv/": ["ArchivePackage"],
    "egna-uppgifter/": ["Organisation"],
    "parter/protokoll/": ["Departure"],
    "parter/": ["Organisation"],
    "utlamnande/": ["ReleaseRequest"],
    "mote/": ["Meeting", "Decision"],
    "organisation/kataloger/<uuid:pk>/grupp/": ["Directory", "ClaimRole"],
    "organisation/kataloger/<uuid:pk>/person/": ["Directory", "DirectoryLink"],
    "organisation/kataloger/": ["Directory"],
    "organisation/checklistor/": ["Checklist"],
    "organisation/inbjudningar/": ["Invitation"],
    "organisation/skifttelefoner/": ["ShiftDevice"],
    "organisation/parter/<uuid:pk>/besked/": ["Organisation", "ReportingDuty"],
    "organisation/parter/": ["Organisation", "Unit"],
    "organisation/skotsel/": ["Stewardship"],
    "organisation/anvandare/": ["User"],
    "organisation/uppdrag/": ["Membership"],
    "organisation/roller/": ["Role"],
    "organisation/grupper/": ["Group", "Seat"],
    "organisation/omraden/": ["AreaSet"],
    "organisation/omrade/": ["Area"],
    "organisation/platser/": ["Place"],
    "organisation/kalender/": ["YearEvent"],
    "organisation/kategorier/": ["Category"],
}


def documents_of(town: people.Town) -> list[Any]:
    """Return a document with its rows, and one of each thing of the law check."""
    of_town = {"municipality": town.municipality}
    document = PlanDocument.objects.create(**of_town, kind="plan", number=99, title="Kastrullen på bron")
    below = {**of_town, "document": document}
    return [
        document, PlanProblem.objects.create(**below, title="Kastrullen på bron"),
        PlanMeasure.objects.create(**below, what="Kastrullen på bron"),
        Signature.objects.create(**below, function="Kastrullen på bron"),
        Evidence.objects.create(**of_town, duty="tasks", kind="other", words="Kastrullen på bron"),
        SurveyQuestion.objects.create(**of_town, code="hemlig", words_sv="Kastrullen på bron"),
        StepItem.objects.create(**of_town, step=1, code="hemlig", words="Kastrullen på bron"),
    ]


def everything_of(town: people.Town) -> dict[str, str]:
    """Return one id of each kind of thing in a town, by its kind."""
    seen = people.observe(town, text="Kastrullen på bron", lon=17.11, lat=62.41)
    day = people.NOW.date()
    add_year_events(rows=[{"kind": "event", "name_sv": "Marknad", "first_on": day, "last_on": day}], by=town.machine)
    run = ImportRun.objects.create(
        municipality=town.municipality, source="x", target="observations", digest="0", file_name="hemlig.csv",
        mapping="", state="done", by=town.members["bo"].name_in_logbook,
    )  # fmt: skip
    asked = Inquiry.objects.create(
        municipality=town.municipality, observation=seen, kind=Inquiry.Kind.QUESTION, text="Vilken port?"
    )
    photo = StoredFile.objects.create(
        municipality=town.municipality, kind=StoredFile.Kind.PHOTO, owner_id=seen.pk, digest="0", size_bytes=1
    )
    of_town = {"municipality": town.municipality}
    school = {"organisation": town.organisations["school"]}
    picture = SituationalPicture.objects.create(**of_town, iso_week=199001, compiled_at=people.NOW, program="1")
    meeting = Meeting.objects.create(**of_town, iso_week=199001, held_on=day, opened_at=people.NOW)
    line = Line(what="Kastrullen på bron", due_on=day, area=town.areas["A"], **school)
    open_problem(
        outline=Outline(title="Kastrullen på bron", period_first=day, area=town.areas["A"]), today=day, by=town.machine
    )
    about = {**of_town, "measure": decide_measure(line=line, today=day, by=town.machine)}
    support = Support.objects.create(**of_town, **school, problem=Problem.objects.get(**of_town), invited_on=day)
    phases = PhaseModel.objects.create(**of_town, code="hemlig", name_sv="Kastrullen på bron")
    own_picture = OwnPicture.objects.create(**of_town, **school, iso_week=199001, saved_at=people.NOW)
    things = [
        OwnPoint.objects.create(**of_town, own_picture=own_picture, text="Kastrullen på bron"), support,
        SupportComment.objects.create(**of_town, **school, support=support, text="Kastrullen på bron",
                                      said_at=people.NOW),
        Edition.objects.create(
            **of_town, paper="weekly", audience="parties", title="Kastrullen på bron", picture=picture, about="x",
            number=1, digest="0", issued_at=people.NOW, issued_by="Samordnaren",
        ),
        Recipient.objects.create(**of_town, function="Kastrullen på bron", email="x@norr.example", audience="public"),
        MeasureEntry.objects.create(**about, done_on=day), Milestone.objects.create(**about, name="Steg", due_on=day),
        KnownMeasure.objects.create(**of_town, code="kastrullen", name_sv="Kastrullen på bron"),
        Finding.objects.create(
            **of_town, kind="area", subject="area:A", about="Kastrullen på bron", first_week=199001, iso_week=199001,
            raised_at=people.NOW, authorities="{}", parties="{}",
        ),
        *records_of(town),
        *documents_of(town), *directory_of(town), meeting, Decision.objects.create(**of_town, meeting=meeting),
        *causes_of(town),
        AgendaTemplate.objects.create(**of_town, name="Kastrullen på bron"),
        phases, Phase.objects.create(**of_town, model=phases, number=1, name_sv="Kastrullen på bron"),
        Priority.objects.create(**of_town, period="1990-Q1", area=town.areas["A"], weighed_on=day),
        PictureFinding.objects.create(
            **of_town, picture=picture, question="{}", authorities="{}", parties="{}", put_in_at=people.NOW
        ),
        Checklist.objects.create(**of_town, code="hemlig", name_sv="Kastrullen på bron", name_en="x"),
        Invitation.objects.create(**of_town, **school, role=town.roles["reporter"], digest="0", until=people.NOW),
        ShiftDevice.objects.create(**of_town, **school, name="Rasten", digest="0", register_until=people.NOW),
        ReportingDuty.objects.create(**of_town, **school, starts_on=day),
        seen, photo, run, asked, YearEvent.objects.get(municipality=town.municipality),
        town.areas["A"], town.areas["A"].area_set,
        add_seat(group=town.groups["local"], function="Kommunpolis", by=town.machine), town.roles["reporter"],
        add_stewardship(organisation=town.organisations["housing"], area=town.areas["A"], by=town.machine),
        save_view(screen="karta", name="Min", query="", by=town.members["bo"]), town.places["square"],
        town.organisations["school"], town.units["kitchen"], town.groups["local"], town.categories["E1"],
        town.members["anna"].user, Membership.objects.get(user=town.members["anna"].user),
    ]  # fmt: skip
    return {type(thing).__name__: str(thing.pk) for thing in things}


def directory_of(town: people.Town, *, name: str = "Kastrullen på bron") -> list[Any]:
    """Return a directory of a town, what it gives and whom it knows."""
    of_town = {"municipality": town.municipality}
    made = Directory.objects.create(
        **of_town, code=town.municipality.slug, name=name, kind="oidc", issuer="https://x.example"
    )
    given = ClaimRole.objects.create(
        **of_town, directory=made, value="x", organisation=town.organisations["town"], role=town.roles["reporter"]
    )
    user = next(iter(town.members.values())).user
    return [made, given, DirectoryLink.objects.create(**of_town, directory=made, user=user, subject="hemlig")]


def records_of(town: people.Town) -> list[Any]:
    """Return a request for public records and a disposal of a town."""
    of_town, day = {"municipality": town.municipality}, people.NOW.date()
    return [
        ReleaseRequest.objects.create(**of_town, number=99, received_on=day, first_day=day, last_day=day,
                                      place="Kastrullen på bron"),
        Departure.objects.create(**of_town, organisation=town.organisations["housing"], last_day=day,
                                 reference="Kastrullen på bron", decided_by="x", digest="0", made_at=people.NOW),
        ArchivePackage.objects.create(**of_town, number=99, first_day=day, last_day=day,
                                      agreement="Kastrullen på bron"),
        Disposal.objects.create(**of_town, kind="brev", months=1, reference="Kastrullen på bron", decided_by="x",
                                decided_on=day, before=day, done_at=people.NOW, rows={"Delivery": 1}),
    ]  # fmt: skip


def causes_of(town: people.Town) -> list[Any]:
    """Return one of each thing that hangs on why a problem exists, and a factor of an area."""
    of_town, day = {"municipality": town.municipality}, people.NOW.date()
    of_problem = {**of_town, "problem": Problem.objects.get(**of_town)}
    cause = Cause.objects.create(**of_problem, text="Kastrullen på bron", side="place", position=1)
    return [
        Goal.objects.create(**of_problem, text="Kastrullen på bron", measured_by="words", due_on=day),
        Case.objects.create(**of_problem, title="Kastrullen på bron", situation="x", ended_on=day),
        cause, ChainStep.objects.create(**of_problem, position=1, text="Kastrullen på bron"),
        ask_data(
            problem=of_problem["problem"], today=day, by=town.machine,
            asked=Asked(question="same_place", first=day - timedelta(days=90), last=day),
        ),
        CauseEvidence.objects.create(**of_town, cause=cause, basis="experience", text="Kastrullen på bron",
                                     noted_on=day),
        AreaFactor.objects.create(**of_town, area=town.areas["A"], heading="efficacy", kind="risk", level="school",
                                  text="Kastrullen på bron", noted_on=day),
    ]  # fmt: skip


def addresses(slug: str, ids: dict[str, str], *, own: dict[str, str] | None = None) -> list[str]:
    """Fill every address of the house: with ids of the right kind, and below Söder's own things with Norr's."""
    found = []
    for pattern, view in routes(get_resolver().url_patterns):
        if not pattern.startswith("<slug:slug>/") or getattr(view, "guarded_as", "") == "open":
            continue
        bare = pattern.removeprefix("<slug:slug>/")
        places = re.findall(r"<uuid:\w+>", bare)
        kinds = next((kinds for start, kinds in KINDS.items() if bare.startswith(start)), [])
        assert len(kinds) >= len(places), f"say in KINDS what {pattern} speaks of"
        firsts = [ids, own] if own and len(places) > 1 else [ids]
        for first in firsts if ids else [None] if not places else []:
            address = bare
            for number, place in enumerate(places):
                chosen = (first if number == 0 else ids)[kinds[number]]
                address = address.replace(place, chosen, 1)
            address = re.sub(r"<int:\w+>", "1", re.sub(r"<week:\w+>", "2025-v40", address))
            address = re.sub(r"<span:\w+>", "2025-t2", address)
            found.append(f"/{slug}/" + re.sub(r"<[^>]+>", "csv", address))
    return list(dict.fromkeys(found))


def said(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", errors="replace")


@pytest.mark.slow
def test_no_page_of_norr_opens_for_the_coordinator_next_door(client, town, cecilia):
    ids = everything_of(town)
    client.force_login(cecilia.user)
    answers = {address: client.get(address).status_code for address in addresses("norr", ids)}
    assert {address: code for address, code in answers.items() if code not in (404, 405)} == {}


@pytest.mark.slow
def test_no_thing_of_norr_is_shown_or_changed_through_soder(client, town, neighbour, cecilia):
    """With Söder's own address and Norr's ids: lists, details, tiles, files and answers hold nothing of Norr."""
    ids = everything_of(town)
    group = add_group(name="Söders grupp", by=neighbour.machine)
    seen = people.observe(neighbour)
    meeting = Meeting.objects.create(
        municipality=neighbour.municipality, iso_week=199001, held_on=people.NOW.date(), opened_at=people.NOW
    )
    document = PlanDocument.objects.create(municipality=neighbour.municipality, kind="plan", number=1, title="Vår")
    own = {
        "PlanDocument": str(document.pk), "Meeting": str(meeting.pk),
        "Directory": str(directory_of(neighbour, name="Vårt eget")[0].pk),
        "Organisation": str(neighbour.organisations["town"].pk), "Group": str(group.pk), "Observation": str(seen.pk),
    }  # fmt: skip
    client.force_login(cecilia.user)
    for address in addresses("soder", ids, own=own):
        for method in (client.get, client.post):
            answer = method(address)
            text = said(answer)
            leaked = [word for word in WORDS_OF_NORR if word in text]
            leaked += [kind for kind, pk in ids.items() if pk in text and pk not in address]
            assert leaked == [], (address, answer.status_code)
            assert answer.status_code < 500, address
    Observation.objects.get(pk=ids["Observation"], state="accepted", text="Kastrullen på bron")


def test_lists_and_files_of_soder_are_empty_of_norr(client, town, cecilia):
    everything_of(town)
    client.force_login(cecilia.user)
    for address in addresses("soder", {}):
        assert not any(word in said(client.get(address)) for word in WORDS_OF_NORR), address


def test_a_stranger_is_sent_to_sign_in(db, town):
    for address in addresses("norr", {}):
        answer = Client().get(address)
        if address.endswith(".ics"):        # opened by a secret alone: whoever guesses finds nothing
            assert answer.status_code == 404, address
            continue
        assert answer.status_code in (302, 401, 405), address
        assert answer.status_code != 302 or answer.headers["Location"].startswith("/logga-in"), address


def test_answers_as_json_hold_no_reporter(client, town, bo):
    everything_of(town)
    client.force_login(bo.user)
    for address in addresses("norr", {}):
        if address.endswith((".json", ".geojson")):
            assert "anna@" not in json.dumps(said(client.get(address)))
