"""A party leaves: it takes its own home, nothing is left without an owner, and the protocol says what stays and why."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pypdf
import pytest

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_group, add_seat, add_stewardship
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Membership, Organisation, Seat, Stewardship
from samsyn.jobs.departing.actions import DepartureRefused, Leaving, end_party, file_of
from samsyn.jobs.schedule import JOBS
from samsyn.method.measures.actions import Line, MeasureRefused, decide_measure
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Observation, ReportingDuty
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.method.publications.models import Departure
from tests import people

pytestmark = pytest.mark.django_db
LAST = date(2025, 10, 31)


@pytest.fixture
def leaving(town, observe, eva, bo, settings, tmp_path):
    """Hyreshus AB has reported, promised and sat in the group."""
    settings.SAMSYN_DATA = tmp_path
    town.organisations["housing"].joined_on = date(2025, 1, 7)
    town.organisations["housing"].save()
    observe(by=eva, text="=Trasig lampa", area="A")
    narrowed = observe(by=eva, text="Vaktens rutin", area="A")
    Observation.objects.filter(pk=narrowed.pk).update(audience="authorities")
    observe(text="Skolans egen", area="A")
    about = {"due_on": date(2025, 11, 9), "area": town.areas["A"], "organisation": town.organisations["housing"]}
    decide_measure(line=Line(what="Byt lampan", **about), today=people.NOW.date(), by=bo)
    open_problem(outline=Outline(title="Källargångarna", area=town.areas["A"], owner=town.organisations["housing"],
                                 period_first=date(2025, 1, 1)), today=people.NOW.date(), by=bo)  # fmt: skip
    add_seat(group=town.groups["local"], function="Förvaltare", organisation=town.organisations["housing"],
             holder=eva.user, by=bo)  # fmt: skip
    other = add_group(name="Fastighetsforum", by=town.machine)         # a group that the coordinator is not in
    add_seat(group=other, function="Ordförande", organisation=town.organisations["housing"], by=town.machine)
    Membership.objects.get(user=bo.user).groups.set([town.groups["local"]])
    add_stewardship(organisation=town.organisations["housing"], area=town.areas["A"], by=bo)
    return town.organisations["housing"]


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def sent(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_party_takes_its_own_home_and_never_what_is_for_authorities(leaving, client, eva, dag, anna, town):
    client.force_login(eva.user)
    assert "Hyreshus AB" in client.get("/norr/egna-uppgifter").content.decode()
    files = unpacked(sent(client.get(f"/norr/egna-uppgifter/{leaving.pk}.zip")))
    reports = json.loads(files["rapporter.json"])
    assert [row["text"] for row in reports] == ["=Trasig lampa"]
    assert "'=Trasig lampa" in files["rapporter.csv"].decode("utf-8-sig")
    assert [row["vad"] for row in json.loads(files["atgarder.json"])] == ["Byt lampan"]
    whole = b"".join(files.values()).decode("utf-8", errors="replace")
    assert "Vaktens rutin" not in whole and "Skolans egen" not in whole and str(eva.user.pk) not in whole
    assert "personer.csv" not in files                          # those who work there: only by who looks after them
    assert client.get(f"/norr/egna-uppgifter/{town.organisations['school'].pk}.zip").status_code == 403
    assert Event.objects.filter(happening="party.data_taken_out").count() == 1
    client.force_login(anna.user)
    assert client.get("/norr/egna-uppgifter").status_code == 403


def test_nobody_takes_home_what_the_app_hides_from_them(town, observe, anna, client):
    school = town.organisations["school"]
    people.join(town, "Gun", role="group_member", organisation="school")
    people.join(town, "Rut", role="reviewer", organisation="school")
    hidden = observe(by=anna, text="Bara för samordnaren", area="A")
    Observation.objects.filter(pk=hidden.pk).update(audience="coordinator")
    taken_back = observe(by=anna, text="Återtagen text", area="A")
    Observation.objects.filter(pk=taken_back.pk).update(state="withdrawn")
    observe(by=anna, text="Skolans rad", area="A")
    client.force_login(town.members["gun"].user)
    assert client.get("/norr/egna-uppgifter").status_code == 403
    assert client.get(f"/norr/egna-uppgifter/{school.pk}.zip").status_code == 403
    client.force_login(town.members["rut"].user)
    reports = json.loads(unpacked(sent(client.get(f"/norr/egna-uppgifter/{school.pk}.zip")))["rapporter.json"])
    assert sorted(row["text"] for row in reports) == ["", "Skolans rad"]


def test_a_party_that_leaves_is_ended_whole_or_not_at_all(leaving, client, bo, eva, town):
    decided = {"last_day": LAST, "reference": "KS 2025/88", "decided_by": "Kommunstyrelsen"}
    heir, early = {"heir": town.organisations["school"]}, {"last_day": date(2025, 1, 6)}
    late = {"last_day": people.NOW.date() + timedelta(days=367)}
    for wrong in ({"reference": " "}, {}, {"heir": leaving}, heir | early, heir | late):
        with pytest.raises(DepartureRefused):
            end_party(party=leaving, leaving=Leaving(**{**decided, **wrong}), now=people.NOW, by=bo)
    assert not Departure.objects.exists() and Membership.objects.filter(organisation=leaving, ends_on=None).exists()
    client.force_login(eva.user)
    address = f"/norr/parter/{leaving.pk}/lamnar"
    assert client.get(address).status_code == 403
    client.force_login(bo.user)
    assert "Byt lampan" in client.get(address).content.decode()
    told = {**decided, "last_day": LAST.isoformat(), "heir": str(town.organisations["school"].pk)}
    assert [client.post(address, told)["Location"] for _press in range(2)] == [address, address]
    row = Departure.objects.get()
    fetched = f"/norr/parter/protokoll/{row.pk}.zip"
    assert fetched in client.get(address).content.decode() and file_of(row).stat().st_mode & 0o777 == 0o600
    content = sent(client.get(fetched))
    assert content == sent(client.get(fetched)) and Lookup.objects.filter(what="records:departure_file").exists()
    files = unpacked(content)
    assert row.digest == hashlib.sha256(content).hexdigest() and row.kept["rapporter"] == 1
    assert row.size_bytes == len(content)
    assert "Eva" in files["personer.csv"].decode("utf-8-sig")
    assert Measure.objects.get().organisation == town.organisations["school"]
    assert Event.objects.filter(happening="measure.handed_over").count() == 1
    assert Problem.objects.get().owner == town.organisations["school"]
    left = Organisation.objects.get(pk=leaving.pk)
    line = Line(what="Byt låset", due_on=LAST, area=town.areas["A"], organisation=left)
    with pytest.raises(MeasureRefused):
        decide_measure(line=line, today=LAST + timedelta(days=1), by=bo)
    assert not Seat.objects.filter(organisation=leaving).exists()
    for model in (Membership, ReportingDuty, Stewardship):
        assert set(model.objects.filter(organisation=leaving).values_list("ends_on", flat=True)) == {LAST}, model
    assert member_of(eva.user, town.municipality, on=LAST) and not member_of(
        eva.user, town.municipality, on=date(2025, 11, 1)
    )
    page = client.get(address).content.decode()
    assert row.digest in page and "KS 2025/88" in page
    inside = pypdf.PdfReader(io.BytesIO(files["protokoll.pdf"]))
    said = " ".join(" ".join(each.extract_text() for each in inside.pages).split())
    for words in ("allmänna handlingar", "KS 2025/88", "Norrskolan", "märkta för en snävare krets"):
        assert words in said, words
    kept = client.get(f"/norr/parter/protokoll/{row.pk}.pdf")
    assert row.digest in " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(kept.content)).pages)
    with pytest.raises(DepartureRefused):
        end_party(party=leaving, leaving=Leaving(**decided), now=people.NOW, by=bo)
    for days, waits in ((13, True), (15, False)):                     # the nightly job takes the file away
        list(JOBS["forget-packages"](row.made_at + timedelta(days=days)))
        assert file_of(row).exists() is waits
    assert client.get(fetched).status_code == 404 and fetched not in client.get(address).content.decode()


def test_the_page_of_a_leaving_party_shows_no_text_that_its_reader_may_not_see(leaving, town, client):
    people.join(town, "Adam", role="administrator", organisation="town")
    client.force_login(town.members["adam"].user)
    address = f"/norr/parter/{leaving.pk}/lamnar"
    page = client.get(address).content.decode()
    assert "Byt lampan" not in page and "Källargångarna" not in page
    assert "2 åtgärder och problem" in page and 'name="reference"' not in page
    assert client.post(address, {"last_day": LAST.isoformat()}).status_code == 403
