"""Making the demo: two municipalities with two years of life, through the same verbs as everything else.

A finished demo leaves a stamp in its folder. The same program, week and variant find it again and make nothing.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.demo.assessed import assess_the_week
from samsyn.demo.causes import analyse_problems
from samsyn.demo.field import CHECKED_WEEKS, answer_checklists, furnish, send_the_letters
from samsyn.demo.figures import record_figures
from samsyn.demo.fill import end_of, fill, locked_at
from samsyn.demo.followed import follow_up_measures
from samsyn.demo.found import Founded, found
from samsyn.demo.gathered import gather
from samsyn.demo.learnt import learn
from samsyn.demo.life import WEEKS, Life, live
from samsyn.demo.longterm import work_long_term
from samsyn.demo.looked import look
from samsyn.demo.meetings import decide_measures
from samsyn.demo.papers import issue_papers
from samsyn.demo.problems import open_problems
from samsyn.demo.profiled import profile_areas
from samsyn.demo.records import keep_records
from samsyn.demo.summed_up import CORRECTED_BACK, SUMMED_WEEKS, merge, sum_up, switch_on, take_out
from samsyn.demo.supported import support
from samsyn.demo.talked import talk
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.periods.actions import compile_period_picture, lock_period_picture
from samsyn.method.pictures.spans import span_of

SLUGS = ("granvik", "lillskog")
PICTURES_BACK = 8
PACKAGE = Path(__file__).resolve().parent.parent
STAMP, TRUTH = "demo.json", "truth.json"


class DemoRefused(Refused):
    """The demo was not made; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a finished demo was made of."""

    version: str
    made_of: str
    until: str
    variant: str
    finished: bool = False


def stamp_of(*, until: Week, variant: str) -> Stamp:
    """Return the stamp that a demo made now would leave."""
    return Stamp(importlib.metadata.version("samsyn"), _digest_of_sources(), until.label, variant)


def _digest_of_sources() -> str:
    """Return a digest of what shapes the demo: its own files and the shape of the tables."""
    files = [*(PACKAGE / "demo").rglob("*.py"), *(PACKAGE / "demo").rglob("*.toml"), *PACKAGE.rglob("migrations/0*.py")]
    files += [PACKAGE / "method" / "observations" / "taxonomy.toml"]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def is_finished(*, until: Week, variant: str) -> bool:
    """Say whether the folder already holds this demo, whole."""
    wanted = asdict(stamp_of(until=until, variant=variant)) | {"finished": True}
    return _read_stamp() == wanted and Municipality.objects.filter(slug=SLUGS[-1]).exists()


def _read_stamp() -> dict[str, object]:
    path = settings.SAMSYN_DATA / STAMP
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def make(*, until: Week, variant: str = "weekly") -> Iterator[str]:
    """Make the demo anew in its folder; yields a Swedish line before each step. Raises DemoRefused."""
    stamp = stamp_of(until=until, variant=variant)
    _empty_the_folder()
    _write_stamp(stamp, finished=False)
    yield "Gör databasen redo"
    call_command("migrate", interactive=False, verbosity=0)
    for slug in SLUGS:
        yield from make_municipality(slug, until=until, variant=variant)
    _write_stamp(stamp, finished=True)


def make_municipality(
    slug: str, *, until: Week, variant: str = "weekly", pictures: int = PICTURES_BACK, weeks: int = WEEKS
) -> Iterator[str]:
    """Found one municipality and let its life come in; yields a line before each step."""
    name = slug.capitalize()
    yield f"{name}: ritar kartan och skriver två års rapporter"
    life = live(slug, until=until, variant=variant, weeks=weeks)
    yield f"{name}: lägger upp kommunen, platserna och parterna"
    with transaction.atomic():
        here = found(slug, until=until)
    yield f"{name}: tar emot {len(life.reports)} rapporter och {len(life.replies)} veckobesked"
    shown = weeks_to_show(here, until=until, count=pictures)
    first = end_of(shown[0]) if shown else end_of(until)
    fill(here, life, after=None, until=first)
    record_figures(here, until=until)
    if slug == "granvik":
        furnish(here)
    switch_on(here)
    _keep_truth(slug, life)
    yield f"{name}: tar fram {len(shown)} lägesbilder, vecka för vecka"
    for week in shown:
        if slug == "granvik" and week in shown[-CHECKED_WEEKS:]:
            answer_checklists(here, week=week, replies=life.replies)
        back = len(shown) - 1 - shown.index(week)
        if slug == "granvik" and back < SUMMED_WEEKS:
            sum_up(here, week=week, back=back)
        picture = compile_picture(
            municipality=here.municipality, week=week, now=_not_later(end_of(week)), by=here.machine
        )
        if slug == "granvik" and back < SUMMED_WEEKS:
            merge(here, picture=picture, back=back)
        if slug == "granvik":
            assess_the_week(here, picture=picture, until=shown[-1])
        if week < shown[-1]:
            lock_picture(picture=picture, function="Samordnaren", now=locked_at(week), by=here.machine)
        if slug == "granvik" and back == CORRECTED_BACK:
            take_out(here, week=week)
        fill(here, life, after=end_of(week), until=end_of(week + here.municipality.period_weeks))
    yield f"{name}: ser tillbaka på tertialen och året"
    look_back(here, until=until)
    profile_areas(here, until=until)
    if slug == "granvik":
        open_problems(here, until=until)
        analyse_problems(here, until=until)
        decide_measures(here, until=until)
        follow_up_measures(here, until=until)
        learn(here, until=until)
        gather(here, until=until)
        work_long_term(here, until=until)
        talk(here, until=until)
        support(here, until=until)
        issue_papers(here, weeks=shown[-3:-1])
        send_the_letters(here)
        keep_records(here, until=until)
        look(here, until=until)


def look_back(here: Founded, *, until: Week) -> None:
    """Compile and lock the two last tertials that have ended and the last year, as the meeting saw them."""
    tertial = span_of(until.last_day, kind="tertial").previous
    for span in (span_of(until.last_day, kind="year").previous, tertial.previous, tertial):
        now = _not_later(datetime.combine(span.last_day + timedelta(days=9), time(9), tzinfo=here.municipality.zone))
        picture = compile_period_picture(municipality=here.municipality, span=span, now=now, by=here.machine)
        lock_period_picture(picture=picture, function="Samordnaren", now=now, by=here.machine)


def weeks_to_show(here: Founded, *, until: Week, count: int) -> list[Week]:
    """Return the last periods' weeks, oldest first; a fortnight is shown by its second week."""
    weeks = [until - back for back in range(count * here.municipality.period_weeks - 1, -1, -1)]
    return [week for week in weeks if here.municipality.period_weeks == 1 or week.running % 2 == 1]


def _not_later(moment: datetime) -> datetime:
    """The newest picture's Tuesday may still be ahead of us."""
    return min(moment, timezone.now())


def _keep_truth(slug: str, life: Life) -> None:
    if life.truth:
        (settings.SAMSYN_DATA / f"{slug}-{TRUTH}").write_text(life.truth_as_json(), encoding="utf-8")


def _write_stamp(stamp: Stamp, *, finished: bool) -> None:
    content = json.dumps(asdict(stamp) | {"finished": finished}, indent=1, sort_keys=True)
    (settings.SAMSYN_DATA / STAMP).write_text(content + "\n", encoding="utf-8")


def _empty_the_folder() -> None:
    """Remove an earlier demo. A database that no demo made is never touched."""
    folder = settings.SAMSYN_DATA
    name = str(connection.settings_dict["NAME"])
    own_file = connection.vendor == "sqlite" and Path(name).parent == folder
    folder.mkdir(parents=True, exist_ok=True)
    if not own_file:
        if "tenancy_municipality" in connection.introspection.table_names() and Municipality.objects.exists():
            raise DemoRefused("Databasen innehåller redan kommuner. Demon görs bara i en tom databas.")
        return
    if Path(name).exists() and not _read_stamp():
        raise DemoRefused(
            "I {folder} ligger en databas som inte är demons. Välj en annan mapp med --data.", folder=folder,
        )
    connection.close()
    for part in (name, f"{name}-wal", f"{name}-shm"):
        Path(part).unlink(missing_ok=True)
    shutil.rmtree(folder / "files", ignore_errors=True)
