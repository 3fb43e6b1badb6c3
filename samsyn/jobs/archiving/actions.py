"""The verbs of packages for an e-archive: ask for one, make it with progress, take it away when it is delivered."""

import hashlib
import importlib.metadata
import logging
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.files.passing import folder_in_passing
from samsyn.ground.people.members import Machine
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.privacy.models import ArchivePackage
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.described import PARTS, structure_pdf
from samsyn.jobs.archiving.kinds import BY_CODE, KINDS, Kind
from samsyn.jobs.archiving.metadata import About, Listed, Lists, dublin_core, mets, premis, rights
from samsyn.jobs.archiving.rows import NARROW, OPEN, Days
from samsyn.jobs.archiving.tables import SCHEMA, SCHEMA_NAME, Table, write_both

log = logging.getLogger(__name__)
KEPT_DAYS = 30
LONGEST_MAKING = timedelta(hours=1)
LONGEST_AGREEMENT = 80
MEDIA = {".csv": "text/csv", ".xml": "application/xml", ".pdf": "application/pdf", ".json": "application/json",
         ".txt": "text/plain", ".xsd": "application/xml"}  # fmt: skip
Tell = Callable[[int, int], None]


class ArchiveRefused(Refused):
    """No package was made; the sentence says why."""


class Wanted(NamedTuple):
    """What a package is to hold: days, kinds, and by which agreement the archive takes it."""

    first_day: date
    last_day: date
    kinds: tuple[str, ...]
    agreement: str


@transaction.atomic
def begin_package(*, wanted: Wanted, today: date, by: Any) -> ArchivePackage:
    """Ask for a package; it is made in the background. Raises ArchiveRefused."""
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    agreement = whole(wanted.agreement, most=LONGEST_AGREEMENT, refused=ArchiveRefused)
    kinds = [kind.code for kind in KINDS if kind.code in wanted.kinds]
    if not kinds:
        raise ArchiveRefused(_("Välj minst ett slag av handlingar."))
    if not agreement:
        raise ArchiveRefused(_("Skriv beteckningen på överenskommelsen med arkivet."))
    if not wanted.first_day <= wanted.last_day < today:
        raise ArchiveRefused(_("Välj dagar som har varit, den första före den sista."))
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    mine = ArchivePackage.objects.filter(municipality=here)
    if mine.filter(state=ArchivePackage.State.MAKING, created_at__gt=timezone.now() - LONGEST_MAKING).exists():
        raise ArchiveRefused(_("Ett paket görs redan. Vänta tills det är klart."))
    last = mine.latest_first().first()
    package = ArchivePackage.objects.create(
        municipality=here, number=last.number + 1 if last else 1, first_day=wanted.first_day, last_day=wanted.last_day,
        kinds=kinds, agreement=agreement, total=len(kinds) * len(PARTS) + 1,
    )  # fmt: skip
    note("archive.begun", by=by, subject=package, changed={"number": package.number, "kinds": kinds})
    return package


def make_package(*, package: ArchivePackage, now: datetime, by: Any) -> ArchivePackage:
    """Write the package's file and say how it went; what goes wrong is said on the package, and leaves no file."""
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    require_here(by, package)

    def tell(done: int, total: int) -> None:
        ArchivePackage.objects.filter(pk=package.pk).update(done=done, total=total)

    try:
        with translation.override("sv"):
            files = _pack(package, now=now, tell=tell)
    except Exception as problem:
        log.exception("archive package %s failed", package.pk)
        with translation.override("sv"):
            words = problem.sentence if isinstance(problem, Refused) else _(
                "Paketet gick inte att göra. Vad som gick fel står i tjänstens logg.")
        return _ended(package, by=by, state=ArchivePackage.State.FAILED, problem=words[:200])
    with package.path.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    return _ended(
        package, by=by, state=ArchivePackage.State.READY, digest=digest, files=files, made_at=now,
        size_bytes=package.path.stat().st_size, done=package.total,
    )  # fmt: skip


@transaction.atomic
def _ended(package: ArchivePackage, *, by: Any, **facts: Any) -> ArchivePackage:
    for name, value in facts.items():
        setattr(package, name, value)
    package.save(update_fields=list(facts))
    told = {"number": package.number, "state": str(package.state), "digest": package.digest}
    note("archive.made", by=by, subject=package, changed=told)
    return package


@transaction.atomic
def remove_package(*, package: ArchivePackage, now: datetime, by: Any) -> ArchivePackage:
    """Take the file away from here when the archive has it; its row with the digest stays."""
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    require_here(by, package)
    package.state, package.removed_at = ArchivePackage.State.REMOVED, now
    package.save(update_fields=["state", "removed_at"])
    note("archive.removed", by=by, subject=package, changed={"number": package.number})
    transaction.on_commit(lambda: package.path.unlink(missing_ok=True))
    return package


def forget_packages(now: datetime) -> Iterator[str]:
    """Take away packages that have waited a month: they are copies, and a text that was erased may stand in them."""
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="arkivpaket", municipality=municipality)
        old = ArchivePackage.objects.filter(
            municipality=municipality, state=ArchivePackage.State.READY, made_at__lt=now - timedelta(days=KEPT_DAYS)
        )
        for package in old:
            remove_package(package=package, now=now, by=machine)
            yield f"{municipality.slug}: paket {package.number} borttaget"


def _pack(package: ArchivePackage, *, now: datetime, tell: Tell) -> int:
    """Write every file below a folder of its own, then the packed file; return how many files it holds."""
    home = package.path.parent
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with folder_in_passing() as folder:
        root = Path(folder) / package.name
        _Maker(package, root=root, now=now, tell=tell).write()
        paths = sorted(path for path in root.rglob("*") if path.is_file())
        half = package.path.with_suffix(".half")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out, \
                zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in paths:
                packed.write(path, path.relative_to(folder).as_posix())
        half.replace(package.path)
        shutil.rmtree(root)
    return len(paths)


class _Maker:
    """Writes one package into a folder: its parts, then what it says of itself."""

    def __init__(self, package: ArchivePackage, *, root: Path, now: datetime, tell: Tell) -> None:
        here = package.municipality
        self.package, self.root, self.tell, self.here, self.now = package, root, tell, here, now
        self.days = Days(package.first_day, package.last_day)
        self.kinds: list[Kind] = [BY_CODE[code] for code in package.kinds if code in BY_CODE]
        self.tables: dict[str, Table] = {}
        self.about = About(
            name=package.name, label=f"Samsyn, {here.name}, {package.first_day} till {package.last_day}",
            owner=setting(here, "controller") or here.name, owner_code=f"SCB:{here.code}",
            agreement=package.agreement, made_at=now, program=importlib.metadata.version("samsyn"),
        )  # fmt: skip

    def write(self) -> None:
        """Write everything; the parts first, since the package's METS tells their digests."""
        paragraphs = {part: self._part(part, at) for at, part in enumerate((OPEN, NARROW))}
        holds = [str(kind.name) for kind in self.kinds]
        days = (self.days.first.isoformat(), self.days.last.isoformat())
        described = structure_pdf(
            self.here, name=self.package.name, days=days, holds=[f"{kind.name}: {kind.holds}" for kind in self.kinds],
            tables=list(self.tables.values()), now=self.now,
        )  # fmt: skip
        lists = Lists(
            documentation=[self._put("documentation/struktur.pdf", described)],
            schemas=[self._put(f"schemas/{SCHEMA_NAME}", SCHEMA.encode())],
            rights=self._put("metadata/other/rattigheter.xml", rights(
                (part, words, sorted(paragraphs[part])) for part, words in PARTS.items()).encode()),
            descriptive=self._put("metadata/descriptive/dc.xml", dublin_core(
                self.about, title=self.about.label, holds=holds, days=days).encode()),
            parts={part: self._listed(self.root / "representations" / part / "METS.xml", self.root)
                   for part in PARTS},
        )  # fmt: skip
        told = [("creation", f"Paketet gjordes ur Samsyn: {', '.join(holds)}"),
                ("message digest calculation", "SHA-256 för varje fil")]
        known = [*lists.documentation, *lists.schemas, *lists.parts.values()]
        said = premis(self.about, known, told=told).encode()
        lists.preservation = self._put("metadata/preservation/premis.xml", said)
        name = self.package.name
        self._put("METS.xml", mets(self.about, lists, object_id=name, label=self.about.label, is_package=True).encode())

    def _part(self, part: str, at: int) -> set[str]:
        """Write one part with its own METS; return the paragraphs that its rows name."""
        home = self.root / "representations" / part
        paragraphs: set[str] = set()
        for step, kind in enumerate(self.kinds):
            for table in kind.tables(self.here, self.days, part):
                self.tables.setdefault(table.code, table._replace(rows=()))
                kept = table._replace(rows=_seen(table, paragraphs))
                list(write_both(kept, home / "data" / "tabeller"))
            for file in kind.papers(self.here, self.days, part):
                self._put(f"representations/{part}/data/{file.path}", file.content)
            self.tell(at * len(self.kinds) + step + 1, self.package.total)
        (home / "data").mkdir(parents=True, exist_ok=True)
        data = [self._listed(path, home) for path in sorted(home.rglob("*")) if path.is_file()]
        if not data:
            data = [self._own(home, "data/tom.txt", "Inget i den här delen för de valda dagarna.\n".encode())]
        told = [("creation", PARTS[part]), ("message digest calculation", "SHA-256 för varje fil")]
        lists = Lists(data=data, preservation=self._own(
            home, "metadata/preservation/premis.xml", premis(self.about, data, told=told).encode()))
        name = f"{self.package.name}-{part}"
        said = mets(self.about, lists, object_id=name, label=f"{self.about.label}, {part}", is_package=False)
        self._own(home, "METS.xml", said.encode())
        return paragraphs

    def _put(self, path: str, content: bytes) -> Listed:
        return self._own(self.root, path, content)

    def _own(self, home: Path, path: str, content: bytes) -> Listed:
        target = home / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return self._listed(target, home)

    @staticmethod
    def _listed(path: Path, home: Path) -> Listed:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Listed(path.relative_to(home).as_posix(), MEDIA[path.suffix], path.stat().st_size, digest)


def _seen(table: Table, paragraphs: set[str]) -> Iterable[Any]:
    """Yield the rows, and remember which paragraphs they name."""
    names = [column.name for column in table.columns]
    at = [number for number, name in enumerate(names) if name.startswith("paragraf_")]
    for row in table.rows:
        for number in at:
            value = row[number]
            paragraphs.update(value if isinstance(value, list) else [value] if value else [])
        yield row
