"""What is handed out on request, on paper: every record with its fields, black bars and the paragraph beside them.

What is masked never comes here: the data holds a mask's paragraph in its place, so that nothing can be recovered from
the file. A bar has the same width whatever it covers.
"""

import importlib.metadata
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.documents.typeset import typeset
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.ground.privacy.paragraphs import cited


def _kinds() -> dict[str, str]:
    return {
        "report": _("Rapport"), "measure": _("Åtgärd"), "minutes": _("Minnesanteckning"), "picture": _("Lägesbild"),
        "support": _("Kommentar i metodstödet"),
    }  # fmt: skip


def _page(item: dict[str, Any], number: int) -> dict[str, Any]:
    kind = _kinds()[item["kind"]]
    return {
        "head": f"{number}. {item['head'] or kind}",
        "fields": [
            {
                "label": each["label"], "beside": each["beside"],
                "parts": [
                    {"text": part.get("text", ""), "masked": "mask" in part,
                     "alt": _("Maskat enligt %(paragraph)s") % {"paragraph": cited(part["mask"])} if "mask" in part
                     else ""}
                    for part in each["parts"]
                ],
            }
            for each in item["fields"]
        ],
    }  # fmt: skip


def release_pdf(request: ReleaseRequest, *, out: dict[str, Any], made_at: datetime, language: str = "sv") -> bytes:
    """Return what is handed out as tagged PDF; while the request is pending it is marked as a draft.

    The same request, masks and time give the same bytes.
    """
    here, draft = request.municipality, request.is_pending
    days = {"first": request.first_day.isoformat(), "last": request.last_day.isoformat()}
    head = _("Utlämnande av allmän handling, nr %(n)s") % {"n": request.number}
    under = _("%(first)s till %(last)s") % days
    facts = [under, *([request.place] if request.place else [])]
    if draft:
        told = _("Utkast. Inget är beslutat, och det här får inte lämnas ut.")
    else:
        told = _("Beslut %(reference)s, %(day)s, %(body)s.") % {
            "reference": request.reference, "day": str(request.decided_on), "body": request.decided_by,
        }  # fmt: skip
    items = [_page(item, number) for number, item in enumerate(out["items"], start=1)]
    data = {
        "language": language, "title": f"{head}, {here.name}", "heading": head, "under": ", ".join(facts),
        "municipality": {"name": here.name, "colour": here.colour}, "told": told, "draft": draft, "items": items,
        "counted": _("%(n)s handlingar, %(m)s fält med maskning.") % {"n": len(items), "m": out["masked"]},
        "law": _("Det svarta är sekretess enligt offentlighets- och sekretesslagen (2009:400), OSL. Paragrafen står "
                 "bredvid. Streckets längd säger inget om texten."),
        "appeal": "" if draft or not out["masked"] else _(
            "Den som inte får ut allt kan begära ett skriftligt beslut och överklaga det till kammarrätten."),
        "nothing": "" if items else _("Inget av det som söktes finns i det som begärdes."),
        "made_with": _("Framtaget med Samsyn %(version)s") % {"version": importlib.metadata.version("samsyn")},
        "page": _("Sida"),
    }  # fmt: skip
    return typeset("release.typ", data=data, timestamp=made_at)
