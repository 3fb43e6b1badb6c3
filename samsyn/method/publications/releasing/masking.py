"""From records and masks to what may be handed out: what is masked is left out here, before anything is made of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from samsyn.ground.privacy.models import Mask
from samsyn.ground.privacy.paragraphs import cited
from samsyn.method.publications.releasing.gathering import Field, Item

WHOLE = "all"
Masks = Mapping[tuple[str, str, str], Mask]


def masks_by_field(masks: Iterable[Mask]) -> dict[tuple[str, str, str], Mask]:
    """Return the masks by kind of record, row and field."""
    return {(mask.kind, str(mask.row_id), mask.field): mask for mask in masks}


def spans_of(value: str, words: str) -> list[list[int]]:
    """Return where the words stand in the text, whatever the case; nowhere is an empty list.

    >>> spans_of("Port 12, sedan port 12.", "port 12")
    [[0, 7], [15, 22]]
    """
    found, low, wanted = [], value.casefold(), words.casefold()
    if len(low) != len(value) or not wanted:        # letters that fold into two: positions cannot be told
        return []
    at = low.find(wanted)
    while at >= 0:
        found.append([at, at + len(wanted)])
        at = low.find(wanted, at + len(wanted))
    return found


def seal_of(value: str) -> str:
    """Return a seal by which a text is known again and from which it cannot be guessed (keyed SHA-256, hexadecimal)."""
    return salted_hmac("samsyn.mask", value, algorithm="sha256").hexdigest()


def parts_of(value: str, mask: Mask | None) -> list[dict[str, str]]:
    """Return the value as shown and masked pieces; a mask on a text that has changed since covers the whole."""
    if mask is None:
        return [{"text": value}]
    if not mask.spans or mask.seal != seal_of(value):
        return [{"mask": mask.paragraph}]
    parts, at = [], 0
    for first, last in mask.spans:
        parts += [{"text": value[at:first]}, {"mask": mask.paragraph}]
        at = last
    return [part for part in [*parts, {"text": value[at:]}] if part.get("text") != ""]


def shown_fields(item: Item, masks: Masks) -> list[dict[str, Any]]:
    """Return the item's fields as pieces, with the paragraphs that stand beside them."""
    whole = masks.get((item.kind, str(item.row_id), WHOLE))
    return [_shown(field, whole or masks.get((item.kind, str(item.row_id), field.sign)), bool(whole))
            for field in item.fields]  # fmt: skip


def _shown(field: Field, mask: Mask | None, all_of_it: bool) -> dict[str, Any]:
    parts = [{"mask": mask.paragraph}] if all_of_it and mask else parts_of(field.value, mask)
    beside = cited(mask.paragraph) if mask else ""
    return {"sign": field.sign, "label": field.label, "parts": parts, "beside": beside, "whole": all_of_it}


def to_hand_out(items: Iterable[Item], masks: Masks) -> dict[str, Any]:
    """Return what may leave the house: heads, labels and pieces; no ids, and nothing of what is masked.

    A record that is masked whole keeps its place in the list: its head says only what kind it is.
    """
    rows, masked = [], 0
    for item in items:
        fields = shown_fields(item, masks)
        covered = [each for each in fields if each["beside"]]
        masked += len(covered)
        hidden = {part["mask"] for each in fields if each["sign"] in ("when", "decided_on") for part in each["parts"]
                  if "mask" in part}  # fmt: skip
        rows.append({
            "kind": item.kind, "head": "" if hidden or any(each["whole"] for each in fields) else item.head,
            "fields": [{"label": each["label"], "parts": each["parts"], "beside": each["beside"]} for each in fields],
        })  # fmt: skip
    return {"format": 1, "items": rows, "masked": masked}
