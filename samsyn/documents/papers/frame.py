"""What every paper bears: its title, whose it is, for whom, which edition, and where it is found."""

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from samsyn.documents.blocks import Block, Document
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.publications.actions import Subject

ON_THE_PAGE = ("about", "page")


@dataclass(frozen=True, kw_only=True)
class Front:
    """What stands at the top of every page of a paper, and how it was made."""

    heading: str
    under: str
    running: str = ""
    status: str = ""
    told_at: datetime
    program: str
    path: str = ""          # where it is found below the municipality; a paper that may be dropped has none
    colour: str = ""


def document_of(
    subject: Subject, front: Front, *, municipality: Municipality, words: Mapping[str, str], blocks: Iterable[Block],
    slides: Iterable[Block] = (), number: int | None = None,
) -> Document:  # fmt: skip
    """Return the paper as plain data; `number` is its version, None for a draft."""
    edition = words["edition"].format(n=number) if number else words["edition_draft"]
    address = f"{settings.SAMSYN_ADDRESS}/{municipality.slug}/{front.path}" if front.path else ""
    whom = words[f"audience_{subject.audience}"]
    return {
        "format": 1, "paper": str(subject.paper), "language": subject.language, "number": number,
        "title": f"{front.heading}, {municipality.name}", "heading": front.heading, "under": front.under,
        "running": front.running or front.heading,
        "municipality": {"name": municipality.name, "colour": front.colour or municipality.colour},
        "status": f"{front.status} · {edition}" if front.status else edition,
        "shown_to": f"{words['shown_to'].format(whom=whom)} {words['not_secret']}",
        "address": words["here_it_is"].format(address=address) if address else "",
        "made_with": words["made_with"].format(version=front.program), "told_at": front.told_at.isoformat(),
        "words": {name: words[name] for name in ON_THE_PAGE}, "blocks": list(blocks), "slides": list(slides),
    }  # fmt: skip


def program_version() -> str:
    """Return the program's version, as it stands in a picture that it makes."""
    return importlib.metadata.version("samsyn")


def measure_row(measure: Any) -> list[Any]:
    """Return number, what, who, where and the last day of a measure, as every list of measures has them."""
    return [measure.number, measure.what, str(measure.organisation), measure.where, measure.due_on.isoformat()]
