"""What the words and the help say here: the municipality's own text where there is one, else the shipped."""

from typing import Any

from samsyn.method.library.models import Wording
from samsyn.method.library.words.actions import stamp_of_wording
from samsyn.method.library.words.shipped import Shipped, shipped


def told_words(kind: str, *, by: Any) -> list[dict[str, Any]]:
    """Return every word, or every help, that stands here: shipped ones in their order, then the group's own."""
    own = {row.code: row for row in Wording.objects.visible_to(by).filter(kind=kind).order_by("created_at")}
    rows = [_said(row, own.pop(row.code, None)) for row in shipped().values() if row.kind == kind]
    return rows + [_said(None, row) for row in own.values()]


def told_word(kind: str, code: str, *, by: Any) -> dict[str, Any] | None:
    """Return one word or help, or None."""
    own = Wording.objects.visible_to(by).filter(kind=kind, code=code).first()
    row = shipped().get((kind, code))
    return _said(row, own) if row is not None or own is not None else None


def _said(row: Shipped | None, own: Wording | None) -> dict[str, Any]:
    said = own if own is not None else row
    assert said is not None
    return {
        "code": said.code, "name_sv": said.name_sv, "name_en": said.name_en or said.name_sv,
        "text_sv": said.text_sv, "text_en": said.text_en or said.text_sv, "source": said.source,
        "seen": stamp_of_wording(own), "own": own is not None, "shipped": row is not None,
        "words": list(row.words) if row is not None else [],
    }  # fmt: skip
