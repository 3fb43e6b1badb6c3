"""An import is a reporter: the same rules, nothing lost, nothing twice, and it can be taken back."""

import csv
import json
import stat
import zipfile

import pytest

from samsyn.exchange.actions import (
    begin_import,
    go_through,
    keep_upload,
    mapping_of,
    run_import,
    save_source,
    start_import,
    undo_import,
    uploads_folder,
)
from samsyn.exchange.mapping import read_mapping
from samsyn.exchange.models import ImportRun, ImportSource, RefusedRow
from samsyn.exchange.rejected import RejectedFile
from samsyn.exchange.sources import ready_mapping
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.jobs.imports import forget_imports
from samsyn.method.indicators.models import OutsideEvent, Reading
from samsyn.method.observations.models import Observation, ObservationVersion

HEADER = ["nr", "typ", "text", "tid", "lon", "lat"]
MAPPING = read_mapping("""
format = 1
target = "observations"
[columns]
external_id = "nr"
category = "typ"
text = "text"
[time]
until = "tid"
[place]
longitude = "lon"
latitude = "lat"
crs = 4326
[categories.table]
"Klotter" = "E4"
"Skräp" = "I3"
""")


def row(number, *, kind="Klotter", text="På muren", when="2025-10-01 21:30", lon="17,15", lat="62,41"):
    """Return one row of the test file."""
    return [f"{number:03}", kind, text, when, lon, lat]


@pytest.fixture
def file(tmp_path):
    """Write rows as a CSV."""

    def write(*rows, name="rapporter.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([HEADER, *rows])
        return path

    return write


@pytest.fixture
def read_in(machine, now):
    """Read a file in, from beginning to end."""

    def go(path, *, mapping=MAPPING, source="kontaktcenter", **more):
        run = begin_import(path=path, mapping=mapping, source=source, now=now, by=machine)
        return go_through(run, path=path, now=now, by=machine, **more)

    return go


def counts(run):
    """Return what came of a run."""
    return run.created, run.changed, run.unchanged, run.refused


def test_rows_enter_as_accepted_observations_with_text_ids(file, read_in):
    run = read_in(file(row(7), row(8, kind="Skräp")))
    assert counts(run) == (2, 0, 0, 0)
    kept = Observation.objects.get(external_key="007")
    assert (kept.category.code, kept.source, kept.state, kept.area.code) == ("E4", "kontaktcenter", "accepted", "C")
    assert kept.received_on == kept.observed_on          # an old report is not a late one


def test_the_same_file_twice_changes_nothing(file, read_in):
    path = file(row(1), row(2))
    read_in(path)
    before = list(Observation.objects.order_by("id").values())
    events = Event.objects.filter(happening="observations.submitted").count()
    assert counts(read_in(path)) == (0, 0, 2, 0)
    assert list(Observation.objects.order_by("id").values()) == before
    assert Event.objects.filter(happening="observations.submitted").count() == events


def test_an_edited_row_updates_and_keeps_how_it_was(file, read_in):
    read_in(file(row(1)))
    assert counts(read_in(file(row(1, text="Stort på muren")))) == (0, 1, 0, 0)
    assert Observation.objects.get().text == "Stort på muren"
    assert ObservationVersion.objects.get().before == {"text": "På muren"}


def test_the_same_key_twice_in_a_file_lets_the_last_win_and_stays_so(file, read_in):
    path = file(row(1, text="först"), row(2), row(1, text="sist"))
    read_in(path)
    assert Observation.objects.get(external_key="001").text == "sist"
    assert counts(read_in(path))[:2] == (0, 0)


def test_rows_without_id_are_known_by_what_they_say_and_equals_stay_two(file, read_in):
    nameless = read_mapping(MAPPING.as_toml().replace('external_id = "nr"\n', ""))
    path = file(row(1), row(1), row(2, text="annat"))
    assert counts(read_in(path, mapping=nameless))[:2] == (3, 0)
    assert counts(read_in(path, mapping=nameless)) == (0, 0, 3, 0)


def test_every_refused_row_comes_back_with_its_line_and_reason(file, read_in, tmp_path, now):
    rejected = RejectedFile(tmp_path / "ut.csv", delete_on=now.date(), go_on=False)
    phone = "Ring mig på 070-174 06 22"
    path = file(row(1), row(2, kind="Buller"), row(3, text=phone), row(4, lat="13,27"), row(5, when="2031-01-01 10:00"))
    run = read_in(path, on_refused=lambda r: rejected.write(member=r.member, line=r.line, row=r.row, reason=r.reason))
    rejected.close()
    assert counts(run) == (1, 0, 0, 4)
    with (tmp_path / "ut.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream, delimiter=";"))
    assert "Radera senast 2025-10-07" in lines[0][0]
    assert sorted(int(line[1]) for line in lines[2:]) == [3, 4, 5, 6]
    assert any(line[1] == "4" and line[5:6] == [phone[:0]] or phone in line for line in lines[2:])
    assert stat.S_IMODE((tmp_path / "ut.csv").stat().st_mode) == 0o600


def test_a_row_with_a_cell_too_many_is_refused_since_its_values_may_stand_wrong(file, read_in):
    run = read_in(file(row(1), [*row(2), "en cell till"], row(3)))
    assert counts(run) == (2, 0, 0, 1)


def test_unmapped_categories_are_counted_on_the_run(file, read_in):
    run = read_in(file(row(1, kind="Buller"), row(2, kind="Buller"), row(3, kind="Trafik")))
    assert run.unmapped == {"Buller": 2, "Trafik": 1}


def test_a_stopped_run_says_so_and_the_same_command_goes_on(file, read_in, machine, now):
    path = file(*(row(n) for n in range(1, 1201)))

    def stop(run):
        if run.read >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_in(path, watch=stop)
    stopped = ImportRun.objects.get()
    assert stopped.state == "stopped"
    assert stopped.read == Observation.objects.count() == 500
    assert list(ImportRun.objects.visible_to(machine).stopped_midway()) == [stopped]
    run = read_in(path)
    assert (run.pk, run.state, run.read, run.created) == (stopped.pk, "done", 1200, 1200)
    assert Observation.objects.count() == 1200


def test_of_two_who_take_up_the_same_stopped_run_at_once_one_goes_on(file, read_in, machine, now):
    path = file(*(row(n) for n in range(1, 5)))
    first = begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine)
    ImportRun.objects.filter(pk=first.pk).update(state="stopped")
    one, other = ImportRun.objects.get(pk=first.pk), ImportRun.objects.get(pk=first.pk)
    refused = []

    def meanwhile(_run):
        with pytest.raises(ImportRefused, match="läses redan in"):
            go_through(other, path=path, now=now, by=machine)
        refused.append(1)

    assert go_through(one, path=path, now=now, by=machine, watch=meanwhile).state == "done"
    assert refused and Observation.objects.count() == 4
    with pytest.raises(ImportRefused):
        go_through(other, path=path, now=now, by=machine)


def test_a_run_can_be_taken_back(file, read_in, machine):
    read_in(file(row(1)))
    second = read_in(file(row(1, text="Ändrad"), row(2)))
    assert undo_import(run=second, by=machine) == {"removed": 1, "restored": 1}
    assert list(Observation.objects.values_list("external_key", "text")) == [("001", "På muren")]
    with pytest.raises(ImportRefused, match="redan tillbakatagen"):
        undo_import(run=second, by=machine)


def test_a_file_that_lacks_a_column_fails_with_a_sentence_and_enters_nothing(tmp_path, read_in):
    path = tmp_path / "fel.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="saknar kolumnen"):
        read_in(path)
    assert ImportRun.objects.get().state == "failed"


def test_only_those_who_may_import_do_so(file, anna, now):
    with pytest.raises(NotAllowed):
        begin_import(path=file(row(1)), mapping=MAPPING, source="x", now=now, by=anna)


def test_cecilia_sees_nothing_of_norrs_sources_and_runs(file, read_in, machine, cecilia):
    save_source(name="kontaktcenter", mapping=MAPPING, by=machine)
    read_in(file(row(1), row(2, kind="Buller")), keep_refused=True)
    assert not ImportSource.objects.visible_to(cecilia).exists()
    assert not ImportRun.objects.visible_to(cecilia).exists()
    assert not RefusedRow.objects.visible_to(cecilia).exists()


def test_a_saved_source_is_enough_by_its_name(machine):
    save_source(name="kontaktcenter", mapping=MAPPING, by=machine)
    assert mapping_of("kontaktcenter", by=machine) == MAPPING
    assert mapping_of("polisen", by=machine).target == "outside_events"
    with pytest.raises(ImportRefused, match="färdig källa"):
        save_source(name="polisen", mapping=MAPPING, by=machine)


def test_an_upload_is_read_in_the_background_and_its_file_never_kept(file, machine, now, settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path
    path = file(row(1), row(2, kind="Buller"))
    upload = keep_upload(iter([path.read_bytes()]), file_name="../rapporter.csv")
    assert stat.S_IMODE((uploads_folder() / upload).stat().st_mode) == 0o600
    run = start_import(upload=upload, file_name="rapporter.csv", mapping=MAPPING, source="kc", now=now, by=machine)
    done = run_import(run.pk, now=now, by=machine)
    assert counts(done) == (1, 0, 0, 1)
    assert not list(uploads_folder().iterdir())
    refused = RefusedRow.objects.get()
    assert (refused.line, refused.row["nr"]) == (3, "002")
    list(forget_imports(now.replace(year=2030)))
    assert RefusedRow.objects.exists(), "only a decision on disposal takes them"


def feed(*events):
    """Return an answer of the police's feed."""
    return json.dumps([
        {"id": number, "datetime": "2025-10-01 19:00:00 +02:00", "name": f"01 oktober 18.30, {kind}, Norr",
         "summary": text, "type": kind, "url": "", "location": {"name": "Norr", "gps": "62.4,17.1"}}
        for number, kind, text in events
    ])  # fmt: skip


def test_an_edited_event_is_a_version_and_old_answers_read_again_change_nothing(tmp_path, read_in):
    path = tmp_path / "svar.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("1.json", feed((1, "Brand", "En container."), (2, "Rån", "I en butik.")))
        packed.writestr("2.json", feed((1, "Brand", "En container och en bil.")))
        packed.writestr("3.json", "")
    police = ready_mapping("polisen")
    run = read_in(path, mapping=police, source="polisen")
    assert (*counts(run), run.empty) == (2, 1, 0, 0, 1)
    assert OutsideEvent.objects.get(external_id="1").version == 2
    assert counts(read_in(path, mapping=police, source="polisen")) == (0, 0, 3, 0)
    assert not hasattr(OutsideEvent.objects.first(), "lon")          # a centroid is never a place


def test_readings_of_areas_without_polygon_enter_by_their_code(tmp_path, read_in):
    path = tmp_path / "brott.csv"
    path.write_text(
        '"","DeSO.område","Brottsdatum","Inskrivningsdatum","Kommun","Antal"\n'
        '"1","9901C1690","2023-09-03","2023-09-04","Norr",1\n"2","9901C1690","2023-09-03","2023-09-04","Norr",1\n',
        encoding="utf-8",
    )
    run = read_in(path, mapping=ready_mapping("brander-deso"), source="brander-deso")
    assert counts(run) == (1, 0, 0, 0)
    reading = Reading.objects.get()
    assert (reading.area_code, reading.value, reading.iso_week, reading.area) == ("9901C1690", 2.0, 202335, None)
    assert counts(read_in(path, mapping=ready_mapping("brander-deso"), source="brander-deso")) == (0, 0, 1, 0)
