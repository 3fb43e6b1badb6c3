"""A party's own picture of a week, as it was handed in."""

from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.documents.blocks import TEXT, Document, heading, table, text
from samsyn.documents.papers.frame import Front, document_of, program_version
from samsyn.documents.papers.words import words_of
from samsyn.method.pictures.sentences import day_words, week_in_words
from samsyn.method.publications.actions import EditionRefused, Subject
from samsyn.method.publications.gathered import own_picture_of


def own_paper(subject: Subject, *, number: int | None = None) -> Document:
    """Return what the party said of its week, point by point. Raises EditionRefused until it is handed in."""
    party = subject.organisation
    assert party is not None
    week = Week.parse(subject.period)
    found, seen = own_picture_of(party, week, audience=subject.audience)
    if found is None:
        raise EditionRefused(_("Parten har inte lämnat in sin bild för veckan än."))
    language, words = subject.language, words_of(subject.language)
    rows = [
        [str(point.area) if point.area else words["whole"], words[f"trend_{point.trend}"], point.text,
         words[f"for_{point.audience}"]]
        for point in seen
    ]  # fmt: skip
    heads = [(words["area"], TEXT, 1.1), (words["own_how"], TEXT, 1.2), (words["own_text"], TEXT, 2.4),
             (words["own_for"], TEXT, 1.2)]  # fmt: skip
    made = table(words["own_points"], heads, rows, language=language) if rows else text(words["own_nothing"])
    label = week_in_words(week.label, language)
    handed = found.handed_in_at.astimezone(found.municipality.zone).date()
    head = words["own_of"].format(whom=party.name)
    front = Front(
        heading=head, under=label, running=f"{head}, {label}", told_at=found.handed_in_at, program=program_version(),
        status=words["own_status"].format(day=day_words(handed, language=language)),
    )  # fmt: skip
    return document_of(
        subject, front, municipality=found.municipality, words=words, blocks=[heading(words["own_points"]), made],
        number=number,
    )  # fmt: skip
