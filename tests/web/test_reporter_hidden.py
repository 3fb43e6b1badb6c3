"""Nobody finds out who reported: every output is searched for Anna's name, address and number, also by combination."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_organisation
from samsyn.method.observations.actions import correct_observation, send_back_observation
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Observation, ObservationVersion, ReporterLink
from samsyn.method.observations.shown import shown_table
from samsyn.method.observations.tables import observations_table
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.web.observation.facts import source_words
from tests import people
from tests.ground.test_tenancy import addresses, everything_of

pytestmark = pytest.mark.django_db
# The register of people tells who has an account; it is not tied to any report, and only those who keep it see it.
# The log of readings is chosen from by the same register, for those who see it.
REGISTER = ("/norr/organisation/", "/norr/lasningar")
READERS = ("bo", "dag", "eva", "siv", "ulf")     # Ulf is an analyst: he sees every report


def traces(town: people.Town) -> re.Pattern[str]:
    """Anna's name, address and number in every spelling."""
    user = town.members["anna"].user
    parts = [re.escape(user.email), str(user.pk), user.pk.hex, r"(?<![\w@])Anna(?![\w])"]
    return re.compile("|".join(parts), re.IGNORECASE)


def read(answer: Any) -> str:
    """Return what an answer says, whatever it is packed in."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return content.decode("utf-8", "replace")


@pytest.fixture
def lived(town: people.Town) -> people.Town:
    """A town where Anna alone reports for her school, is asked back and is corrected; its picture is locked."""
    bo = town.members["bo"]
    people.join(town, "Ulf", role="analyst", organisation="town")
    for back in range(0, 40, 4):
        people.observe(town, on=people.WEEK.last_day - timedelta(days=back), text="Ruta krossad mot gården")
    send_back_observation(
        observation=people.observe(town, text="Dörren uppbruten", accept=False), reason="Vilken port?", by=bo
    )
    other = people.observe(town, text="Glas på gården")
    draft = Draft(id=other.pk, category=town.categories["E2"], observed_to=other.observed_to, area=town.areas["A"])
    correct_observation(observation=other, draft=draft, reason="Fel kategori", now=people.NOW, by=bo)
    picture = compile_picture(municipality=town.municipality, week=people.WEEK, now=people.NOW, by=bo)
    lock_picture(picture=picture, function="Samordnare", now=people.NOW, by=bo)
    return town


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_no_page_file_or_answer_tells_who_reported(client: Any, lived: people.Town, reader: str) -> None:
    ids, wanted = everything_of(lived), traces(lived)
    assert ReporterLink.objects.filter(user=lived.members["anna"].user).count() > 5
    client.force_login(lived.members[reader].user)
    leaks, opened = {}, 0
    for address in addresses("norr", ids):
        if address.startswith(REGISTER):
            continue
        for ending in ("", ".pdf", ".json") if address.endswith("2025-v40") else ("",):
            answer = client.get(address + ending)
            opened += answer.status_code == 200
            text = read(answer)
            for pk in (ids["User"],):  # what the address itself says is no news
                text = text.replace(pk, "") if pk in address else text
            if found := wanted.search(text):
                leaks[address + ending] = text[max(0, found.start() - 60) : found.end() + 20]
    assert leaks == {}
    assert opened > 5


def test_the_logbook_and_the_versions_do_not_know_either(lived: people.Town) -> None:
    wanted = traces(lived)
    lines = [line for line in Event.objects.values() if line["happening"].startswith(("observation", "condition"))]
    assert lines
    assert [line for line in lines if wanted.search(str(line))] == []
    assert [row for row in ObservationVersion.objects.values() if wanted.search(str(row))] == []


def test_no_table_that_leaves_the_house_has_a_column_for_it(lived: people.Town) -> None:
    rows, bo, dag = Observation.objects.visible_to(lived.members["bo"]), lived.members["bo"], lived.members["dag"]
    taken_home = shown_table(rows, seen_by=dag)
    assert {"organisation", "owner", "unit", "reporter", "user", "by"} & set(taken_home.column_names) == set()
    for table in (taken_home, shown_table(rows, seen_by=bo), observations_table(rows, municipality=lived.municipality)):
        assert traces(lived).search(json.dumps(table.to_pylist(), default=str)) is None


def test_by_combination_the_only_school_in_an_area_is_just_a_school(lived: people.Town) -> None:
    observation = Observation.objects.filter(owner=lived.organisations["school"]).first()
    assert observation is not None
    for reader in ("dag", "siv", "ulf"):
        assert "Norrskolan" not in source_words(observation, lived.members[reader])
    assert "Norrskolan" in source_words(observation, lived.members["anna"])     # to itself it is no secret
    assert "Norrskolan" in source_words(observation, lived.members["bo"])       # the one who reviews must know


def test_three_of_a_kind_hide_one_another(lived: people.Town) -> None:
    observation = Observation.objects.filter(owner=lived.organisations["school"], area=lived.areas["A"]).first()
    for name in ("Alskolan", "Ekskolan"):
        school = add_organisation(name=name, kind="school", legal_kind="board", by=lived.machine)
        people.observe(lived, by=lived.machine, owner=school, source_kind="school")
    assert "Norrskolan" in source_words(observation, lived.members["ulf"])
    assert "Norrskolan" not in source_words(observation, lived.members["dag"])
