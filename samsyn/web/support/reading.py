"""What an invited party reads on screen: of a problem, a document or the pictures."""

from typing import Any

from django.utils.translation import gettext as _

from samsyn.documents.longterm.making import paper_of
from samsyn.method.library.models import Support
from samsyn.method.library.support.reading import audience_of, rows_of
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.sentences import render as said
from samsyn.method.pictures.tables import tables_of
from samsyn.method.plans.content import audiences_of
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.open_weeks import open_weeks
from samsyn.web.mapping.showing import answers_of
from samsyn.web.templatetags.samsyn import language

Row = dict[str, Any]


def name_of(support: Support) -> str:
    """Return what an invitation is about, in a few words."""
    if support.problem is not None:
        return _("Problem %(number)s: %(title)s") % {"number": support.problem.number, "title": support.problem.title}
    return support.document.title if support.document is not None else _("Lägesbilderna, den öppna delen")


def shown(support: Support) -> Row:
    """Return what is read there: under `problem`, `document` or `pictures`."""
    audience = audience_of(support)
    if support.problem is not None:
        rows = rows_of(support.problem, audience=audience)
        return {"problem": {**rows, "answers": answers_of(rows["mapping"]) if rows["mapping"] else []}}
    if support.document is not None:
        return {"document": _document(support.document, audience)}
    return {"pictures": [_picture(each) for each in open_weeks(support)]}


def _document(document: PlanDocument, audience: str) -> Row:
    readable = audience if audience in audiences_of(document) else document.audience
    return {"paper": paper_of(document, audience=readable, language=language()), "row": document}


def _picture(picture: SituationalPicture) -> Row:
    """A week as everybody may see it: rounded figures, no places, no points."""
    tables = tables_of(picture, "public")
    head, areas = tables.get("head", {}), tables.get("areas", [])
    return {"week": picture.week, "head": [said(one, language()) for one in head.get("sentences", [])],
            "areas": [{"name": each["name"], "words": said(each["sentence"], language())} for each in areas]}
