"""The paragraphs of the Public Access to Information and Secrecy Act (OSL 2009:400) that a mask may name.

What each protects is told in a few words for whoever chooses; the law itself decides.
"""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Paragraph(NamedTuple):
    """Chapter and section, and what it protects."""

    code: str
    protects: Any

    @property
    def cited(self) -> str:
        chapter, section = self.code.split(":")
        return f"{chapter} kap. {section} § OSL"


PARAGRAPHS = (
    Paragraph("18:1", _("förundersökning och annan brottsbekämpande verksamhet")),
    Paragraph("18:2", _("underrättelseverksamhet för att förebygga och upptäcka brott")),
    Paragraph("18:8", _("säkerhets- och bevakningsåtgärder")),
    Paragraph("18:13", _("risk- och sårbarhetsanalyser och krisberedskap")),
    Paragraph("21:1", _("enskildas hälsa och sexualliv")),
    Paragraph("21:3", _("adress och telefon för den som kan förföljas eller hotas")),
    Paragraph("21:7", _("personuppgifter som kan behandlas i strid med dataskyddet")),
    Paragraph("23:2", _("elever: elevhälsa och elevstödjande verksamhet")),
    Paragraph("26:1", _("socialtjänsten: enskildas personliga förhållanden")),
    Paragraph("32:3", _("kamerabevakning")),
    Paragraph("35:1", _("enskilda i brottsutredningar och brottsförebyggande arbete")),
    Paragraph("39:3", _("personaladministration: bostadsadress och telefon")),
)
BY_CODE = {each.code: each for each in PARAGRAPHS}


def cited(code: str) -> str:
    """Return how the paragraph is cited beside a mask.

    >>> cited("18:8")
    '18 kap. 8 § OSL'
    """
    return BY_CODE[code].cited
