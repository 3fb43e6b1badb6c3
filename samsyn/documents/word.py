"""A paper as a text document that people go on writing in: real headings, styles, and tables with a repeated head."""

import io
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from samsyn.documents.blocks import NUMBER, Block, Document, locale_of, told_at
from samsyn.documents.packed import packed
from samsyn.documents.typeset import painted

FONT = "Arial"             # every machine has it, or one of the same widths
INK, QUIET = "211D19", "554E46"
TEXT_WIDTH_MM = 170
SIZES = {"Normal": 10, "Title": 24, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11, "Subtitle": 11.5}
WIDTHS_MM = {"wide": 170, "half": 120}
TWIPS_A_MM = 56.6929
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Lines below the rows and none between the columns; the first row is said to be the head.
LINES = ('<w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="CFC8BD"/>'
         '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="CFC8BD"/></w:tblBorders>')  # fmt: skip
LOOK = ('<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        'w:noVBand="1"/>')  # fmt: skip
RIGHT = '<w:jc w:val="right"/>'


def word(document: Document) -> bytes:
    """Return the paper as a Word file; the same paper gives the same bytes."""
    from docx import Document as new

    file = new()
    _dress(file, document)
    file.add_paragraph(document["heading"], style="Title")
    file.add_paragraph(document["under"], style="Subtitle")
    for block, after in zip(document["blocks"], [*document["blocks"][1:], {"is": ""}], strict=True):
        last = WRITERS[block["is"]](file, block)
        if after["is"] in ("table", "drawing") and block["is"] in ("text", "heading"):
            last.paragraph_format.keep_with_next = True
    for words in (document["shown_to"], document["address"]):
        if words:
            _quiet(file.add_paragraph(words))
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue(), at=told_at(document), language=locale_of(document))


# --- the frame ----------------------------------------------------------------------------------


def _dress(file: Any, document: Document) -> None:
    """Set paper, styles, language, properties, header and footer."""
    from docx.shared import Mm

    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    for name, size in SIZES.items():
        _style(file.styles[name], size)
    told = file.core_properties
    told.title, told.author = document["title"], document["municipality"]["name"]
    told.subject, told.language, told.comments = document["status"], locale_of(document), ""
    told.created = told.modified = told_at(document).replace(tzinfo=None)
    told.last_modified_by, told.revision = document["municipality"]["name"], 1
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style = foot.style = file.styles["Normal"]         # the template's own tab stops are for another paper
    head.text = f"{document['municipality']['name']}\t{document['running']}"
    foot.text = f"{document['status']} · {document['made_with']}\t{document['words']['page']} "
    for field, between in (("PAGE", " ("), ("NUMPAGES", ")")):
        _field(foot, field)
        foot.add_run(between)
    for line in (head, foot):
        _tabs(line)
        _quiet(line)


def _style(style: Any, size: float) -> None:
    """Give a style the paper's own face: the template's theme is not asked."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(INK)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    if style.name == "Title":
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
    if style.name == "Subtitle":
        style.font.italic = False
        style.font.color.rgb = RGBColor.from_string(QUIET)


def _tabs(line: Any) -> None:
    """Right-align what stands after the tab."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)


def _field(line: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    line._p.append(field)


def _quiet(line: Any) -> Any:
    from docx.shared import Pt, RGBColor

    for run in line.runs:
        run.font.size = Pt(9)
        run.font.color.rgb = RGBColor.from_string(QUIET)
    return line


# --- the blocks ---------------------------------------------------------------------------------


def _heading(file: Any, block: Block) -> Any:
    return file.add_paragraph(block["text"], style=f"Heading {max(1, block['level'] - 1)}")


def _text(file: Any, block: Block) -> Any:
    from docx.shared import Pt

    line = file.add_paragraph(block["text"])
    if block["tone"] == "quiet":
        _quiet(line)
    elif block["tone"] == "lead":
        line.runs[0].font.size = Pt(12)
    return line


def _item(file: Any, block: Block) -> Any:
    line = file.add_paragraph()
    if block["under"]:
        line.add_run(block["under"])
        _quiet(line)
        line.add_run(" ")
    line.add_run(block["head"]).bold = True
    if block["text"]:
        line.add_run().add_break()
        line.add_run(block["text"])
    return line


def _list(file: Any, block: Block) -> Any:
    return [file.add_paragraph(row, style="List Bullet") for row in block["rows"]]


def _figures(file: Any, block: Block) -> Any:
    """A line of figures: a table would be read as one."""
    line = file.add_paragraph()
    for number, row in enumerate(block["rows"]):
        if number:
            line.add_run("   ·   ")
        line.add_run(row["value"]).bold = True
        line.add_run(f" {row['label']}")
    return line


def _drawing(file: Any, block: Block) -> Any:
    from docx.shared import Mm

    line = file.add_paragraph()
    shape = line.add_run().add_picture(io.BytesIO(painted(block["svg"])), width=Mm(WIDTHS_MM[block["width"]]))
    shape._inline.docPr.set("descr", block["alt"])
    line.paragraph_format.keep_with_next = bool(block["note"])
    return _quiet(file.add_paragraph(block["note"])) if block["note"] else line


def _table(file: Any, block: Block) -> Any:
    """A table of rows that are never torn over two pages, whose head comes again on each; an empty line after it."""
    from docx.oxml import parse_xml

    widths = _twips(block["widths"])
    rows = [_row(block["heads"], block, widths, header=True)]
    rows += [_row(cells, block, widths, header=False) for cells in block["cells"]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = (
        f"<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w=\"{sum(widths)}\" w:type=\"dxa\"/>{LINES}"
        f'<w:tblLayout w:type="fixed"/>{LOOK}<w:tblCaption w:val={quoteattr(block["name"])}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    file.element.body.sectPr.addprevious(parse_xml(written))
    return _quiet(file.add_paragraph())


def _twips(widths: list[float]) -> list[int]:
    share = TEXT_WIDTH_MM * TWIPS_A_MM / sum(widths)
    return [round(width * share) for width in widths]


def _row(cells: list[str], block: Block, widths: list[int], *, header: bool) -> str:
    """A row as it stands in the file: written at once, since a cell at a time takes ten times as long."""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{"<w:keepNext/>" if header else ""}'
        f'<w:spacing w:before="40" w:after="40"/>{RIGHT if kind == NUMBER else ""}</w:pPr>'
        f'<w:r><w:rPr>{"<w:b/>" if header else ""}<w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_clean(words))}</w:t></w:r></w:p></w:tc>'
        for words, kind, width in zip(cells, block["kinds"], widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{written}</w:tr>"


def _clean(words: str) -> str:
    """Control characters have no place in the file's own language."""
    return "".join(sign for sign in words if sign >= " " or sign in "\t\n")


def _break(file: Any, _block: Block) -> Any:
    return file.add_page_break()


WRITERS = {
    "heading": _heading, "text": _text, "item": _item, "list": _list, "figures": _figures, "drawing": _drawing,
    "table": _table, "break": _break,
}  # fmt: skip
