"""The verbs of imports: save a source, begin, go through, take back."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from samsyn.exchange.alive import SIGN_EVERY, is_lost, this_process
from samsyn.exchange.applying import Applier
from samsyn.exchange.keys import Keys, Survey, survey
from samsyn.exchange.mapping import Mapping, MappingRefused, read_mapping
from samsyn.exchange.models import ImportRun, ImportSource, RefusedRow
from samsyn.exchange.readers import GEOMETRY, Batch, ReadRefused
from samsyn.exchange.readers.crs import Extent
from samsyn.exchange.reading import Piece, Reader, digest_of
from samsyn.exchange.rejected import KEPT_DAYS
from samsyn.exchange.sources import READY, Here, ready_mapping
from samsyn.exchange.targets import Going, ImportRefused, Stored, Target, target_of
from samsyn.ground.audit.actions import note
from samsyn.ground.people.members import Machine
from samsyn.ground.permissions import Permission, require
from samsyn.ground.places.actions import count_inhabitants
from samsyn.method.indicators.actions import undo_figures
from samsyn.method.indicators.models import Reading
from samsyn.method.observations.actions import undo_batch

MOST_ROWS = 2_000
FEWEST_ROWS = 100
SECONDS_A_TRANSACTION = 0.4
NOBODY_CAME = timedelta(hours=6)        # a run that has waited so long lost the one who would read it
KEPT_REFUSED_ROWS = 5_000
State = ImportRun.State


class Refusal(NamedTuple):
    """One refused row on its way to a file or a table."""

    member: str
    line: int
    row: dict[str, Any]
    reason: str


Watch = Callable[[ImportRun], None]
OnRefused = Callable[[Refusal], None]


@transaction.atomic
def save_source(*, name: str, mapping: Mapping, by: Any) -> ImportSource:
    """Save how a source's files are read, so that its name is enough next time."""
    require(by, Permission.IMPORT, within=by.municipality)
    if name in READY:
        raise ImportRefused(f"”{name}” är namnet på en färdig källa. Välj ett annat namn.")
    facts = {"title": mapping.title[:120], "target": mapping.target, "mapping": mapping.as_toml(),
             "licence": mapping.licence[:120], "active": True}  # fmt: skip
    source, _made = ImportSource.objects.update_or_create(municipality=by.municipality, name=name, defaults=facts)
    note("import_source.saved", by=by, subject=source, changed={"name": name})
    return source


def mapping_of(name: str, *, by: Any) -> Mapping:
    """Give the mapping of a source: the municipality's own first, else a ready-made one."""
    own = ImportSource.objects.visible_to(by).called(name).filter(active=True).first()
    return read_mapping(own.mapping) if own else ready_mapping(name)


@transaction.atomic
def begin_import(*, path: Path, mapping: Mapping, source: str, file_name: str = "", upload: str = "", now: datetime,
                 by: Any) -> ImportRun:  # fmt: skip
    """Begin reading a file, or take up a run of the very same file and mapping that stopped midway."""
    require(by, Permission.IMPORT, within=by.municipality)
    if not path.exists():
        raise ImportRefused(f"Filen {path.name} finns inte.")
    digest = digest_of(path, mapping=mapping, source=source)
    stopped = ImportRun.objects.visible_to(by).stopped_midway().filter(digest=digest).latest_first().first()
    if stopped is not None:
        if stopped.state == State.RUNNING and not is_lost(stopped, now=timezone.now()):
            raise ImportRefused("Filen läses redan in. Vänta tills det är klart.")
        return stopped
    try:
        with transaction.atomic():
            return ImportRun.objects.create(
                municipality=by.municipality, source=source[:40], target=mapping.target, upload=upload, digest=digest,
                file_name=(file_name or path.name)[:200], mapping=mapping.as_toml(), started_at=now,
                by=by.name_in_logbook,
            )  # fmt: skip
    except IntegrityError:          # the same file waits for its turn already, or nobody came for it
        waits = ImportRun.objects.visible_to(by).filter(digest=digest, state=State.WAITING).first()
        if waits is not None and waits.created_at < timezone.now() - NOBODY_CAME:
            return waits
        raise ImportRefused("Filen läses redan in. Vänta tills det är klart.") from None


def go_through(
    run: ImportRun, *, path: Path, now: datetime, by: Any, watch: Watch | None = None,
    on_refused: OnRefused | None = None, keep_refused: bool = False,
) -> ImportRun:  # fmt: skip
    """Read the file from where the run stands to its end, in transactions of at most 2 000 rows or half a second.

    Refused rows go to `on_refused`, and with `keep_refused` also to the table that the web page shows for a month.
    A run that cannot go on is marked as stopped (or failed, when nothing entered) and says why: ImportRefused.
    """
    require(by, Permission.IMPORT, within=by.municipality)
    work = _Work(run, path, now=now, by=by, watch=watch, on_refused=on_refused, keep_refused=keep_refused)
    _take(run)
    try:
        work.all()
    except (ReadRefused, MappingRefused, ImportRefused) as refusal:
        _set_state(run, State.STOPPED if run.read else State.FAILED, message=str(refusal))
        _note_if_stopped(run, by=by)
        raise ImportRefused(str(refusal)) from refusal
    except BaseException as problem:             # also Ctrl-C: the run says that it stopped, and where
        _set_state(run, State.STOPPED, message=f"Avbrutet ({type(problem).__name__}).")
        _note_if_stopped(run, by=by)
        raise
    _set_state(run, State.DONE, finished_at=timezone.now())
    note("import.done", by=by, subject=run, changed=counts_of(run))
    return run


def _take(run: ImportRun) -> None:
    """Make the run this process's own in one step: of two who take it up at once one goes on, the other is refused."""
    as_seen = ImportRun.objects.filter(pk=run.pk, state=run.state, heard_at=run.heard_at, worker=run.worker)
    taken = {"state": State.RUNNING, "message": "", "heard_at": timezone.now(), "worker": this_process()}
    is_read = run.state == State.RUNNING and not is_lost(run, now=timezone.now())
    if is_read or not as_seen.update(**taken):
        raise ImportRefused("Filen läses redan in. Vänta tills det är klart.")
    for name, value in taken.items():
        setattr(run, name, value)


@transaction.atomic
def stop_lost_runs(*, now: datetime, by: Any) -> int:
    """Mark runs whose program was killed as stopped, so that they can go on. Returns how many."""
    runs = ImportRun.objects.filter(municipality=by.municipality).under_way()
    lost = [run for run in runs if is_lost(run, now=now)]
    for run in lost:
        _set_state(run, State.STOPPED, message="Avbruten: programmet som läste filen stängdes innan det var klart.")
        _note_if_stopped(run, by=Machine(name="inläsning", municipality=by.municipality))
    return len(lost)


def _note_if_stopped(run: ImportRun, *, by: Any) -> None:
    """Note a run that stopped midway: the week's picture, which knows nothing of imports, tells it from the logbook."""
    if run.state == State.STOPPED:
        note("import.stopped", by=by, subject=run, changed=counts_of(run))


def counts_of(run: ImportRun) -> dict[str, int]:
    """Give the figures of a run."""
    names = ("read", "created", "changed", "unchanged", "refused", "empty")
    return {name: getattr(run, name) for name in names} | {"left_out": sum(run.left_out.values())}


def _set_state(run: ImportRun, state: str, **facts: Any) -> None:
    run.state, run.message = state, facts.pop("message", "")[:500]
    for name, value in facts.items():
        setattr(run, name, value)
    run.save(update_fields=["state", "message", *facts])


class _Work:
    """One go through a file."""

    def __init__(self, run: ImportRun, path: Path, *, now: datetime, by: Any, watch: Watch | None,
                 on_refused: OnRefused | None, keep_refused: bool) -> None:  # fmt: skip
        here = by.municipality
        self.run, self.by, self.now = run, by, now
        self.watch, self.on_refused, self.keep_refused = watch, on_refused, keep_refused
        self.mapping = read_mapping(run.mapping)
        self.reader = Reader(path, self.mapping, Here(here.name, here.code), on_batch=self._sign)
        self.extent = Extent(here.west, here.south, here.east, here.north)
        self.appliers: dict[str | None, Applier] = {}
        self.size = FEWEST_ROWS * 5
        self.position = 0

    def all(self) -> None:
        """Go through every row; those of an earlier, stopped go are only counted."""
        accept = self.by.may(Permission.REVIEW_ALL, within=self.by.municipality)
        target = target_of(Going(self.mapping, self.run.source, self.run.pk, self.by, self.now, accept))
        found = self._survey()
        keys = Keys(mapping=self.mapping, found=found)
        for piece in self.reader.pieces():
            self._piece(piece, target, keys)
        self._finish()

    def _sign(self) -> None:
        """Say that the program lives, at most every twenty seconds."""
        now = timezone.now()
        if self.run.heard_at is None or now - self.run.heard_at > SIGN_EVERY:
            self.run.heard_at = now
            self.run.save(update_fields=["heard_at"])

    def _survey(self) -> Survey:
        if self.mapping.target != "observations":
            return Survey(0, {})
        found = survey((piece.batch for piece in self.reader.pieces()), mapping=self.mapping)
        self.run.rows = found.rows
        self.run.save(update_fields=["rows"])
        return found

    def _piece(self, piece: Piece, target: Target, keys: Keys) -> None:
        lines = len(piece.batch.lines)
        if self.mapping.target == "observations":
            own_keys, superseded = keys.of(piece.batch)
        else:
            own_keys, superseded = [""] * lines, [False] * lines
        start = max(0, min(lines, self.run.read - self.position))
        if start and start == lines:              # an earlier go has counted what was sorted out here
            self.reader.sorted_out.left_out.clear()
            self.reader.sorted_out.refused.clear()
        at = start
        while at < lines:
            end = min(lines, at + self.size)
            chunk = Batch(piece.batch.lines[at:end], piece.batch.table.slice(at, end - at), piece.batch.broken)
            self._chunk(piece, chunk, target, own_keys[at:end], superseded[at:end])
            at = end
        self.position += lines

    def _chunk(self, piece: Piece, chunk: Batch, target: Target, keys: list[str], superseded: list[bool]) -> None:
        began = time.perf_counter()
        applier = self._applier(piece.crs)
        applied = applier.apply(chunk)
        refusals = self._refusals(piece.member, chunk, applied.refused)
        gone = {line for line, _reason in applied.refused}
        inside = [at for at, line in enumerate(chunk.lines.tolist()) if line not in gone]
        with transaction.atomic():
            done = target.store(
                applied.table, keys=[keys[at] for at in inside], superseded=[superseded[at] for at in inside]
            ) if inside else Stored()
            later = [(int(chunk.lines[inside[number]]), reason) for number, reason in done.refused]
            refusals += self._refusals(piece.member, chunk, later)
            refusals += [Refusal(piece.member, line, row, why) for line, row, why in self.reader.sorted_out.refused]
            self._count(len(chunk.lines), done, refusals)
        self._tell(refusals)
        self._adapt(len(chunk.lines), time.perf_counter() - began)

    def _applier(self, crs: str | None) -> Applier:
        if crs not in self.appliers:
            zone = self.by.municipality.time_zone
            self.appliers[crs] = Applier(self.mapping, zone=zone, extent=self.extent, crs=crs)
        return self.appliers[crs]

    def _refusals(self, member: str, chunk: Batch, refused: list[tuple[int, str]]) -> list[Refusal]:
        if not refused:
            return []
        at = {int(line): number for number, line in enumerate(chunk.lines)}
        plain = chunk.table.select([name for name in chunk.table.column_names if name != GEOMETRY])
        rows = plain.take([at[line] for line, _reason in refused]).to_pylist()
        return [Refusal(member, line, row, why) for (line, why), row in zip(refused, rows, strict=True)]

    def _count(self, rows: int, done: Stored, refusals: list[Refusal]) -> None:
        run = self.run
        run.read += rows
        run.created, run.changed = run.created + done.created, run.changed + done.changed
        run.unchanged, run.refused = run.unchanged + done.unchanged, run.refused + len(refusals)
        run.left_out = dict(Counter(run.left_out) + self.reader.sorted_out.left_out)
        self.reader.sorted_out.left_out.clear()
        self.reader.sorted_out.refused.clear()
        unmapped: Counter[str] = Counter()
        for applier in self.appliers.values():
            unmapped += applier.unmapped
            applier.unmapped.clear()
        run.unmapped = dict((Counter(run.unmapped) + unmapped).most_common(2_000))
        run.empty = self.reader.empty
        run.heard_at = timezone.now()
        run.save(update_fields=["read", "created", "changed", "unchanged", "refused", "left_out", "unmapped", "empty",
                                "heard_at"])  # fmt: skip
        if self.keep_refused and refusals:
            _keep_refused(run, refusals, now=self.now)

    def _tell(self, refusals: list[Refusal]) -> None:
        if self.on_refused is not None:
            for refusal in refusals:
                self.on_refused(refusal)
        if self.watch is not None:
            self.watch(self.run)

    def _adapt(self, rows: int, seconds: float) -> None:
        """Keep each transaction short, so that a phone never waits long for its turn to write."""
        if rows >= self.size // 2:
            wanted = int(self.size * SECONDS_A_TRANSACTION / max(seconds, 0.001))
            self.size = max(FEWEST_ROWS, min(MOST_ROWS, wanted, self.size * 2))

    def _finish(self) -> None:
        """Count what was sorted out after the last row that entered."""
        leftover = [Refusal("", line, row, why) for line, row, why in self.reader.sorted_out.refused]
        with transaction.atomic():
            self._count(0, Stored(), leftover)
        self._tell(leftover)


def _keep_refused(run: ImportRun, refusals: list[Refusal], *, now: datetime) -> None:
    room = KEPT_REFUSED_ROWS - (run.refused - len(refusals))
    last_day = now.astimezone(run.municipality.zone).date() + timedelta(days=KEPT_DAYS)
    rows = [
        RefusedRow(
            municipality_id=run.municipality_id, run=run, member=r.member[:200], line=r.line, reason=r.reason[:300],
            row={str(k): None if v is None else str(v) for k, v in r.row.items()}, delete_on=last_day,
        )
        for r in refusals[: max(0, room)]
    ]  # fmt: skip
    RefusedRow.objects.bulk_create(rows, batch_size=500)


# --- uploads from the web ----------------------------------------------------------------------------------------


def uploads_folder() -> Path:
    """Where an upload waits for its run, readable only by the program."""
    folder = Path(settings.SAMSYN_DATA) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep_upload(chunks: Iterator[bytes], *, file_name: str) -> str:
    """Put an upload aside under a name of ours until its run ends; give that name."""
    suffixes = "".join(Path(file_name).suffixes[-2:]).lower()
    name = f"{uuid4().hex}{suffixes if len(suffixes) < 20 else ''}"
    with os.fdopen(os.open(uploads_folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
    return name


def start_import(*, upload: str, file_name: str, mapping: Mapping, source: str, now: datetime, by: Any) -> ImportRun:
    """Make the run of an upload (from `keep_upload`); a job then calls `run_import` with its id."""
    path = uploads_folder() / Path(upload).name
    return begin_import(
        path=path, mapping=mapping, source=source, file_name=file_name, upload=path.name, now=now, by=by
    )


def run_import(run_id: UUID, *, now: datetime, by: Any) -> ImportRun:
    """Go through an upload in the background; progress stands on the run, and the upload is removed when it ends."""
    run = ImportRun.objects.visible_to(by).get(pk=run_id)
    path = uploads_folder() / Path(run.upload).name
    if run.state in (State.DONE, State.UNDONE):
        return run
    try:
        go_through(run, path=path, now=now, by=by, keep_refused=True)
    finally:
        if run.state in (State.DONE, State.FAILED):
            forget_upload(run)
    return run


def forget_upload(run: ImportRun) -> None:
    """Remove the file of an upload: the raw file is never kept."""
    if run.upload:
        (uploads_folder() / Path(run.upload).name).unlink(missing_ok=True)


@transaction.atomic
def undo_import(*, run: ImportRun, by: Any) -> dict[str, int]:
    """Take a run back: rows it made go, rows it changed become as before."""
    require(by, Permission.IMPORT, within=by.municipality)
    if run.municipality_id != by.municipality.pk or run.state == State.UNDONE:
        raise ImportRefused("Den inläsningen är redan tillbakatagen.")
    if run.target == "observations":
        removed, restored = undo_batch(batch=run.pk, by=by)
    else:
        removed, restored = _undo_figures(run, by=by)
    RefusedRow.objects.filter(run=run).delete()
    _set_state(run, State.UNDONE)
    forget_upload(run)
    note("import.undone", by=by, subject=run, changed={"removed": removed, "restored": restored})
    return {"removed": removed, "restored": restored}


def _undo_figures(run: ImportRun, *, by: Any) -> tuple[int, int]:
    """Take outside figures back; a population that areas got from them becomes the latest that is left."""
    given = read_mapping(run.mapping).constants if run.target == "readings" else {}
    counts_areas = given.get("area_population") or given.get("kind") == "conditions"
    mine = Reading.objects.visible_to(by)
    people = mine.filter(batch=run.pk, indicator__kind="population")
    taken = list(people.values_list("area_code", "first_on", "indicator")) if counts_areas else []
    done = undo_figures(batch=run.pk, by=by)
    if taken:
        codes, indicators = {code for code, _day, _indicator in taken}, {indicator for _c, _d, indicator in taken}
        left = mine.filter(area_code__in=codes, indicator__in=indicators).values_list("area_code", "first_on", "value")
        figures = {(code, day.year): round(value) for code, day, value in left}
        count_inhabitants(figures=figures, taken_back=[(code, day.year) for code, day, _i in taken], by=by)
    return done
