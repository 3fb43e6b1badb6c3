"""The papers of a package: locked pictures, issued editions, minutes and documents as PDF/A with their data beside."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from samsyn.documents.longterm.making import file_of as document_file
from samsyn.documents.longterm.making import paper_of as document_paper
from samsyn.documents.papers.making import file_of, paper_of
from samsyn.documents.periodic import period_pdf
from samsyn.documents.weekly import weekly_pdf
from samsyn.ground.audit.actions import sealed_logbook
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.rows import NARROW, OPEN, Days, audiences, masked_meetings, masked_rows
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.models import PeriodPicture, SituationalPicture
from samsyn.method.pictures.periods.tables import period_json
from samsyn.method.pictures.tables import picture_json
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import OF_ONE_PARTY, Paper, audiences_of

PDF, JSON, PLAIN = "application/pdf", "application/json", "text/plain"
MEDIA = {"pdf": PDF, "json": JSON}


class PaperUnreadable(Refused):
    """A paper's file is gone, or is not what was issued; the sentence names the paper."""


class File(NamedTuple):
    """One file: where it lies in its part, its bytes and media type."""

    path: str
    content: bytes
    media_type: str


def part_of(audience: str) -> str:
    """Return in which part something made for an audience lies."""
    return OPEN if audience in audiences(OPEN) else NARROW


def _both(name: str, pdf: bytes, data: bytes) -> Iterator[File]:
    yield File(f"{name}.pdf", pdf, PDF)
    yield File(f"{name}.json", data, JSON)


def pictures(here: Municipality, days: Days, part: str) -> Iterator[File]:
    """Locked pictures of weeks and longer periods, as each audience read them."""
    found = SituationalPicture.objects.filter(municipality=here, locked_at__isnull=False).order_by("iso_week")
    masked = masked_rows(here, "picture")
    for picture in found:
        if not days.first <= picture.week.last_day <= days.last:
            continue
        for audience in sorted(set(picture.tables.values_list("audience", flat=True))):
            if (NARROW if picture.pk in masked else part_of(audience)) == part:
                yield from _both(
                    f"lagesbilder/{picture.week.label}-{audience}", weekly_pdf(picture, audience=audience),
                    picture_json(picture, audience),
                )  # fmt: skip
    longer = PeriodPicture.objects.filter(municipality=here, locked_at__isnull=False, last_day__range=days)
    for period in longer.order_by("last_day", "label"):
        for audience in sorted(set(period.tables.values_list("audience", flat=True))):
            if part_of(audience) == part:
                yield from _both(
                    f"lagesbilder/{period.label}-{audience}", period_pdf(period, audience=audience),
                    period_json(period, audience),
                )  # fmt: skip


def editions(here: Municipality, days: Days, part: str) -> Iterator[File]:
    """Issued papers exactly as they were issued; a file whose bytes are not those of its digest stops the package."""
    rows = Edition.objects.filter(municipality=here, issued_at__date__range=days, withdrawn_at=None).released()
    for edition in rows.prefetch_related("files").order_by("issued_at", "id"):
        narrow = NARROW if edition.paper in OF_ONE_PARTY else part_of(edition.audience)
        if narrow != part:
            continue
        for file in sorted(edition.files.all(), key=lambda each: each.format):
            if file.format in MEDIA and file.removed_at is None:
                content = file.path.read_bytes() if file.path.exists() else None
                if content is None or hashlib.sha256(content).hexdigest() != file.digest:
                    raise PaperUnreadable(
                        _("Det utgivna papperet %(title)s (version %(n)s, %(format)s) saknas eller har ändrats.")
                        % {"title": edition.title[:80], "n": edition.number, "format": file.format}
                    )
                yield File(f"utgavor/{edition.pk}.{file.format}", content, MEDIA[file.format])


def minutes(here: Municipality, days: Days, part: str) -> Iterator[File]:
    """The minutes of closed meetings, for each audience that they may be made for."""
    rows = Meeting.objects.filter(municipality=here, held_on__range=days, closed_at__isnull=False)
    masked = masked_meetings(here)
    for meeting in rows.select_related("municipality", "group").order_by("held_on", "id"):
        for audience in audiences_of(Paper.MINUTES, shown_to=meeting.audience):
            if (NARROW if meeting.pk in masked else part_of(audience)) == part:
                subject = Subject(paper=Paper.MINUTES, audience=audience, meeting=meeting)
                document = paper_of(subject, municipality=here)
                name = f"protokoll/{meeting.held_on.isoformat()}-{meeting.pk.hex[-6:]}-{audience}"
                yield from _both(name, file_of(document, subject=subject, format_="pdf"), canonical(document).encode())


def documents(here: Municipality, days: Days, part: str) -> Iterator[File]:
    """Decided agreements, pictures after the law, plans and pledges, as they were frozen for each audience."""
    rows = PlanDocument.objects.filter(municipality=here, decided_on__range=days).prefetch_related("tables")
    for document in rows.order_by("number", "edition"):
        for frozen in sorted(document.tables.all(), key=lambda each: each.audience):
            if part_of(frozen.audience) == part:
                paper = document_paper(document, audience=frozen.audience)
                name = f"dokument/{document.kind}-{document.number}-{document.edition}-{frozen.audience}"
                yield from _both(name, document_file(paper, "pdf"), frozen.content.encode())


def logbook(here: Municipality, days: Days, part: str) -> Iterator[File]:
    """The sealed logbook from its first day, since the chain of seals can only be checked whole."""
    if part != NARROW:
        return
    lines: list[str] = []
    for row in sealed_logbook(municipality=here):
        if "open" in row or ("seal" in row and row["seal"]["day"] > days.last.isoformat()):
            break
        lines.append(json.dumps(row, ensure_ascii=False))
    if lines:
        yield File("loggbok/loggbok.txt", ("\n".join(lines) + "\n").encode(), PLAIN)


def nothing(_here: Municipality, _days: Days, _part: str) -> Iterator[Any]:
    """A kind that has tables only, or papers only."""
    return iter(())
