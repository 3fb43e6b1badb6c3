"""A paper as a text document that people go on writing in: real headings, styles, and tables with a repeated head."""

import io
from typing import Any

from samsyn.documents.blocks import NUMBER, Block, Document, locale_of, told_at
from samsyn.documents.packed import packed
from samsyn.documents.typeset import painted

FONT = "Calibri"
INK, QUIET, WASH = "211D19", "554E46", "F2EEE7"
TEXT_WIDTH_MM = 170
SIZES = {"Normal": 10.5, "Title": 24, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11, "Subtitle": 11.5}
WIDTHS_MM = {"wide": 170, "half": 120}


def word(document: Document) -> bytes:
    """Return the paper as a Word file; the same paper gives the same bytes."""
    from docx import Document as new

    file = new()
    _dress(file, document)
    file.add_paragraph(document["heading"], style="Title")
    file.add_paragraph(document["under"], style="Subtitle")
    for block, after in zip(document["blocks"], [*document["blocks"][1:], {"is": ""}], strict=True):
        WRITERS[block["is"]](file, block)
        if after["is"] in ("table", "drawing") and block["is"] in ("text", "heading"):
            file.paragraphs[-1].paragraph_format.keep_with_next = True
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


def _quiet(line: Any) -> None:
    from docx.shared import Pt, RGBColor

    for run in line.runs:
        run.font.size = Pt(9)
        run.font.color.rgb = RGBColor.from_string(QUIET)


# --- the blocks ---------------------------------------------------------------------------------


def _heading(file: Any, block: Block) -> None:
    file.add_paragraph(block["text"], style=f"Heading {max(1, block['level'] - 1)}")


def _text(file: Any, block: Block) -> None:
    from docx.shared import Pt

    line = file.add_paragraph(block["text"])
    if block["tone"] == "quiet":
        _quiet(line)
    elif block["tone"] == "lead":
        line.runs[0].font.size = Pt(12.5)


def _item(file: Any, block: Block) -> None:
    line = file.add_paragraph()
    if block["under"]:
        line.add_run(block["under"])
        _quiet(line)
        line.add_run(" ")
    line.add_run(block["head"]).bold = True
    if block["text"]:
        line.add_run().add_break()
        line.add_run(block["text"])


def _list(file: Any, block: Block) -> None:
    for row in block["rows"]:
        file.add_paragraph(row, style="List Bullet")


def _figures(file: Any, block: Block) -> None:
    """A line of figures: a table would be read as one."""
    line = file.add_paragraph()
    for number, row in enumerate(block["rows"]):
        if number:
            line.add_run("   ·   ")
        line.add_run(row["value"]).bold = True
        line.add_run(f" {row['label']}")


def _drawing(file: Any, block: Block) -> None:
    from docx.shared import Mm

    file.add_picture(io.BytesIO(painted(block["svg"])), width=Mm(WIDTHS_MM[block["width"]]))
    told = file.inline_shapes[-1]._inline.docPr
    told.set("descr", block["alt"])
    told.set("name", f"{len(file.inline_shapes)}")
    file.paragraphs[-1].paragraph_format.keep_with_next = bool(block["note"])
    if block["note"]:
        _quiet(file.add_paragraph(block["note"]))


def _table(file: Any, block: Block) -> None:
    from docx.shared import Mm

    table = file.add_table(rows=1 + len(block["cells"]), cols=len(block["heads"]))
    table.autofit = False
    _frame(table, block["name"])
    share = TEXT_WIDTH_MM / sum(block["widths"])
    for column, width in zip(table.columns, block["widths"], strict=True):
        column.width = Mm(width * share)
    for number, (line, cells) in enumerate(zip(table.rows, [block["heads"], *block["cells"]], strict=True)):
        _row(line, header=number == 0)
        for cell, words, kind, width in zip(line.cells, cells, block["kinds"], block["widths"], strict=True):
            cell.width = Mm(width * share)
            _cell(cell, words, right=kind == NUMBER, header=number == 0)
    _quiet(file.add_paragraph())


def _frame(table: Any, name: str) -> None:
    """Lines below the rows and none between the columns; the first row is said to be the head, the table has a name."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    told = table._tbl.tblPr
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{colour}"/>'
        for side, width, colour in (("bottom", 4, "CFC8BD"), ("insideH", 4, "CFC8BD"))
    )
    told.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    for look in told.findall(f"{{{told.nsmap['w']}}}tblLook"):
        told.remove(look)
    look = 'w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
    told.append(parse_xml(f"<w:tblLook {nsdecls('w')} {look}/>"))
    caption = parse_xml(f"<w:tblCaption {nsdecls('w')}/>")
    caption.set(f"{{{told.nsmap['w']}}}val", name)
    told.append(caption)


def _row(line: Any, *, header: bool) -> None:
    """A row is never torn over two pages; the head comes again on each."""
    from docx.oxml import OxmlElement

    told = line._tr.get_or_add_trPr()
    told.append(OxmlElement("w:cantSplit"))
    if header:
        told.append(OxmlElement("w:tblHeader"))


def _cell(cell: Any, words: str, *, right: bool, header: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    line = cell.paragraphs[0]
    run = line.add_run(words)
    run.font.size, run.bold = Pt(9.5), header
    line.paragraph_format.space_after = line.paragraph_format.space_before = Pt(2)
    line.paragraph_format.keep_with_next = header       # a head alone at the foot of a page says nothing
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _break(file: Any, _block: Block) -> None:
    file.add_page_break()


WRITERS = {
    "heading": _heading, "text": _text, "item": _item, "list": _list, "figures": _figures, "drawing": _drawing,
    "table": _table, "break": _break,
}  # fmt: skip
