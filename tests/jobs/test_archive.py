"""A package for an e-archive: everything is listed with its digest, what fewer saw lies apart, no reporter anywhere."""

import csv
import hashlib
import io
import json
import runpy
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from django.utils import timezone

from samsyn.ground.audit.actions import seal_until
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.models import ArchivePackage, Mask, ReleaseRequest
from samsyn.jobs.archiving import papers, rows
from samsyn.jobs.archiving.actions import (
    ArchiveRefused,
    Wanted,
    begin_package,
    forget_packages,
    make_package,
)
from samsyn.jobs.archiving.kinds import BY_CODE, KINDS
from samsyn.jobs.archiving.rows import Days
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.meetings.actions import close_meeting
from samsyn.method.pictures.actions import compile_picture, lock_picture
from tests import people
from tests.method.meeting import meet

pytestmark = pytest.mark.django_db
METS, XLINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}"
ALL = tuple(kind.code for kind in KINDS)
WANTED = Wanted(date(2025, 1, 1), date(2025, 10, 9), ALL, "LÖ 2025/3")
LATER = people.NOW + timedelta(days=10)


def listed_in(files, mets, below=""):
    """Return path → (size, digest) of every file that a METS lists."""
    tree, found = ET.fromstring(files[mets]), {}
    for each in [*tree.iter(f"{METS}file"), *tree.iter(f"{METS}mdRef")]:
        where = each.find(f"{METS}FLocat") if each.tag == f"{METS}file" else each
        found[below + where.get(f"{XLINK}href")] = (int(each.get("SIZE")), each.get("CHECKSUM"))
    return found


def listed_once_with_its_digest(package, files):
    listed = listed_in(files, "METS.xml")
    for part in ("allmant", "begransat"):
        listed |= listed_in(files, f"representations/{part}/METS.xml", f"representations/{part}/")
    assert set(listed) == set(files) - {"METS.xml"}
    for path, (size, digest) in listed.items():
        assert (size, digest) == (len(files[path]), hashlib.sha256(files[path]).hexdigest()), path
    assert package.files == len(files) and package.digest == hashlib.sha256(package.path.read_bytes()).hexdigest()
    for path, content in files.items():
        if path.endswith(".xml"):
            ET.fromstring(content)
    premis = "representations/allmant/metadata/preservation/premis.xml"
    assert files[premis].count(b'xsi:type="file"') == sum(
        path.startswith("representations/allmant/data/") for path in files
    )


def rows_of(files, path):
    return list(csv.DictReader(io.StringIO(files[f"representations/{path}.csv"].decode()), delimiter=";"))


def what_fewer_saw_lies_apart(files, anna):
    open_ones = rows_of(files, "allmant/data/tabeller/rapporter")
    narrow = rows_of(files, "begransat/data/tabeller/rapporter")
    assert "'=SUMMA(A1) öppet" in [row["text"] for row in open_ones]                    # no cell starts a formula
    assert ">=SUMMA(A1) öppet<" in files["representations/allmant/data/tabeller/rapporter.xml"].decode()
    assert {row["text"]: row["paragraf_att_prova"] for row in narrow}["Bara för myndigheter"] == "35:1"
    everything_open = b"".join(c for path, c in files.items() if not path.startswith("representations/begransat"))
    for secret in ("Bara för myndigheter", "Rond kl 23"):
        assert secret.encode() not in everything_open
    assert "35:1" in files["metadata/other/rattigheter.xml"].decode()
    assert [row["vad"] for row in rows_of(files, "begransat/data/tabeller/atgarder")] == ["Rond kl 23"]
    whole = b"".join(content for path, content in files.items() if "loggbok" not in path)
    for trace in (str(anna.user.pk), "anna@norr"):
        assert trace.encode() not in whole
    lines = files["representations/begransat/data/loggbok/loggbok.txt"].decode()
    about = [row["line"] for row in map(json.loads, lines.splitlines()) if "line" in row]
    assert not any(line[2].startswith("observation.") and str(anna.user.pk) in line for line in about)
    pages = pypdf.PdfReader(io.BytesIO(files["documentation/struktur.pdf"]))
    said = " ".join(page.extract_text() for page in pages.pages)
    assert "paragraf_att_prova" in said and "Rapportens text" in said                  # what each column means
    assert b"pdfaid:part>2" in files["documentation/struktur.pdf"]
    assert any(path.startswith("representations/allmant/data/lagesbilder/2025-W40-parties") for path in files)
    assert any(path.startswith("representations/allmant/data/protokoll/") for path in files)


def the_logbook_can_be_checked_alone(files):
    check = runpy.run_path(str(Path(__file__).parents[2] / "deploy/verify_logbook.py"))["verify"]
    lines = files["representations/begransat/data/loggbok/loggbok.txt"].decode().splitlines()
    broken, seals, count = check(lines)
    assert broken == [] and seals and count
    spoiled = [json.loads(line) for line in lines]
    next(row for row in spoiled if "line" in row)["line"][2] = "area.gone"
    assert check(json.dumps(row) for row in spoiled)[0]


def test_a_package_holds_what_it_lists_apart_and_without_reporters(town, observe, bo, anna, settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path
    observe(text="=SUMMA(A1) öppet", area="A")
    observe(text="Bara för myndigheter", area="B", audience="authorities")
    about = {"due_on": date(2025, 11, 1), "area": town.areas["A"], "organisation": town.organisations["police"]}
    decide_measure(line=Line(what="Ljus i parken", **about), today=people.NOW.date(), by=bo)
    decide_measure(line=Line(what="Rond kl 23", audience="authorities", **about), today=people.NOW.date(), by=bo)
    picture = compile_picture(municipality=town.municipality, week=people.WEEK, now=people.NOW, by=town.machine)
    lock_picture(picture=picture, function="Samordnaren", now=people.NOW, by=town.machine)
    close_meeting(meeting=meet(town), now=people.NOW, by=bo)
    Event.objects.filter(municipality=town.municipality).update(created_at=people.NOW)
    seal_until(municipality=town.municipality, day=people.NOW.date())
    package = make_package(
        package=begin_package(wanted=WANTED, today=LATER.date(), by=bo), now=LATER, by=bo
    )
    assert package.state == "ready", package.problem
    with zipfile.ZipFile(package.path) as packed:
        files = {each.split("/", 1)[1]: packed.read(each) for each in packed.namelist()}
    listed_once_with_its_digest(package, files)
    what_fewer_saw_lies_apart(files, anna)
    the_logbook_can_be_checked_alone(files)


def test_what_is_masked_lies_in_the_narrow_part_with_its_paragraph(town, bo):
    here, days = town.municipality, Days(WANTED.first_day, WANTED.last_day)
    about = {"due_on": date(2025, 11, 1), "area": town.areas["A"], "organisation": town.organisations["police"]}
    measure, _other = (
        decide_measure(line=Line(what=what, **about), today=people.NOW.date(), by=bo) for what in ("Dold", "Öppen")
    )
    meeting = meet(town)
    close_meeting(meeting=meeting, now=people.NOW, by=bo)
    asked = ReleaseRequest.objects.create(municipality=here, number=1, received_on=people.NOW.date(),
                                          first_day=WANTED.first_day, last_day=WANTED.last_day)  # fmt: skip
    for kind, row in (("measure", measure), ("minutes", meeting)):
        Mask.objects.create(municipality=here, request=asked, kind=kind, row_id=row.pk, field="all",
                            paragraph="21:7", seal="x")  # fmt: skip

    def told(source, part):
        table = next(source(here, days, part))
        return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]

    assert [row["vad"] for row in told(rows.measures, "allmant")] == ["Öppen"]
    assert [(row["vad"], row["paragraf_beslutad"]) for row in told(rows.measures, "begransat")] == [("Dold", ["21:7"])]
    assert told(rows.meetings, "allmant") == [] and not list(papers.minutes(here, days, "allmant"))
    assert [row["paragraf_beslutad"] for row in told(rows.meetings, "begransat")] == [["21:7"]]


def test_a_package_that_fails_or_stops_is_told_in_a_sentence(bo, client, settings, tmp_path, monkeypatch):
    settings.SAMSYN_DATA = tmp_path

    def broken(*_about):
        raise FileNotFoundError(2, "No such file", "/srv/ab/cd.pdf")
        yield

    monkeypatch.setitem(BY_CODE, "utgavor", BY_CODE["utgavor"]._replace(papers=broken))
    begun = begin_package(wanted=WANTED._replace(kinds=("utgavor",)), today=LATER.date(), by=bo)
    failed = make_package(package=begun, now=LATER, by=bo)
    client.force_login(bo.user)
    page = client.get(f"/norr/arkiv/{failed.pk}").content.decode()
    assert failed.state == "failed" and "tjänstens logg" in page and "FileNotFound" not in page and "/srv" not in page
    stopped = begin_package(wanted=WANTED._replace(kinds=("register",)), today=LATER.date(), by=bo)
    address = f"/norr/arkiv/{stopped.pk}"
    assert "Paketet görs" in client.get(address).content.decode()
    ArchivePackage.objects.filter(pk=stopped.pk).update(created_at=timezone.now() - timedelta(days=9))
    page = client.get(address).content.decode()
    assert "Paketet görs" not in page and "Paketet blev inte klart" in page
    assert client.get("/norr/arkiv").content.decode().count("gick inte att göra") == 2


def test_it_is_asked_for_by_whoever_keeps_the_records(bo, eva, client, settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path
    begun = begin_package(wanted=WANTED._replace(kinds=("register",)), today=LATER.date(), by=bo)
    package = make_package(package=begun, now=LATER, by=bo)
    with pytest.raises(NotAllowed):
        begin_package(wanted=WANTED, today=LATER.date(), by=eva)
    for wrong in (WANTED._replace(kinds=()), WANTED._replace(agreement=" "), WANTED._replace(last_day=LATER.date())):
        with pytest.raises(ArchiveRefused):
            begin_package(wanted=wrong, today=LATER.date(), by=bo)
    address = f"/norr/arkiv/{package.pk}"
    client.force_login(eva.user)
    assert {client.get(each).status_code for each in ("/norr/arkiv", address, f"{address}/paket.zip")} == {403}
    client.force_login(bo.user)
    assert package.digest in client.get(address).content.decode()
    taken = client.get(f"{address}/paket.zip")
    assert hashlib.sha256(b"".join(taken.streaming_content)).hexdigest() == package.digest
    assert Event.objects.filter(happening="archive.taken_out").count() == 1
    told = {"first_day": "2025-01-01", "last_day": "2025-09-01", "kinds": ["register"], "agreement": "LÖ"}
    begun = client.post("/norr/arkiv", told)
    assert begun.status_code == 302 and client.get(begun["Location"]).status_code == 200
    assert client.post("/norr/arkiv", {**told, "kinds": []}).status_code == 422
    assert list(forget_packages(people.NOW)) == []
    assert list(forget_packages(LATER + timedelta(days=31)))
    package.refresh_from_db()
    assert package.state == ArchivePackage.State.REMOVED and package.digest
    assert client.get(f"{address}/paket.zip").status_code == 404
