"""A paper as slides that people go on working in: real titles, charts with their own figures, tables."""

import io
from typing import Any

from samsyn.documents.blocks import NUMBER, Block, Document, locale_of, told_at
from samsyn.documents.packed import packed

WIDE_IN, HIGH_IN, EDGE_IN = 13.333, 7.5, 0.6
TITLE_SLIDE, TITLE_ONLY = 0, 5
MOST_ROWS, FEW_ROWS = 9, 6
INK, QUIET, BLUE, BAND, WASH = "211D19", "554E46", "0B5563", "C9C1B4", "F2EEE7"
FONT = "Arial"
TOP_IN, FOOT_IN = 1.5, 6.9


def slides(document: Document) -> bytes:
    """Return the paper's slides as a PowerPoint file; the same paper gives the same bytes."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    _widen(deck)
    deck.slide_width, deck.slide_height = Inches(WIDE_IN), Inches(HIGH_IN)
    told = deck.core_properties
    told.title, told.author = document["title"], document["municipality"]["name"]
    told.subject, told.language = document["status"], locale_of(document)
    told.created = told.modified = told_at(document).replace(tzinfo=None)
    told.last_modified_by, told.revision = document["municipality"]["name"], 1
    _front(deck, document)
    for one in document["slides"]:
        _slide(deck, one, document)
    out = io.BytesIO()
    deck.save(out)
    return packed(out.getvalue(), at=told_at(document), language=locale_of(document))


def _widen(deck: Any) -> None:
    """The template is four by three: what stands on its masters is moved out to sixteen by nine."""
    from pptx.util import Inches

    share = WIDE_IN / 10
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape.element.spPr.xfrm is None:     # as its master has it
                continue
            shape.left, shape.width = int(shape.left * share), int(shape.width * share)
    title = deck.slide_master.placeholders[0]
    title.left, title.top = Inches(EDGE_IN), Inches(0.4)
    title.width, title.height = Inches(WIDE_IN - 2 * EDGE_IN), Inches(0.95)


def _front(deck: Any, document: Document) -> None:
    from pptx.util import Inches

    page = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    title, under = page.shapes.title, page.placeholders[1]
    for shape, top, height in ((title, 2.3, 1.2), (under, 3.6, 1.8)):
        shape.left, shape.width = Inches(EDGE_IN), Inches(WIDE_IN - 2 * EDGE_IN)
        shape.top, shape.height = Inches(top), Inches(height)
    _says(title.text_frame, [document["heading"]], size=44, bold=True)
    _says(under.text_frame, [document["under"], document["status"], document["shown_to"]], size=18, colour=QUIET)


def _slide(deck: Any, one: Block, document: Document) -> None:
    """Title first, then what is said at the left, chart or table at the right or below."""
    from pptx.util import Inches

    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    page.shapes.title.text_frame.word_wrap = True
    _says(page.shapes.title.text_frame, [one["title"]], size=30, bold=True)
    beside = bool(one["chart"]) and bool(one["says"])
    left = WIDE_IN * 0.33 if beside else WIDE_IN - 2 * EDGE_IN
    below = TOP_IN
    if one["says"]:
        high = FOOT_IN - TOP_IN if beside or not one["table"] else 0.45 * len(one["says"]) + 0.25
        box = page.shapes.add_textbox(Inches(EDGE_IN), Inches(TOP_IN), Inches(left), Inches(high))
        box.text_frame.word_wrap = True
        _says(box.text_frame, one["says"], size=18)
        below = TOP_IN if beside else TOP_IN + high
    if one["chart"]:
        at = EDGE_IN + left + 0.3 if beside else EDGE_IN
        _chart(page, one["chart"], left=at, width=WIDE_IN - EDGE_IN - at, top=TOP_IN)
    if one["table"] and not one["chart"]:
        _table(page, one["table"], top=below)
    _foot(page, one["note"], document)


def _says(frame: Any, lines: list[str], *, size: float, bold: bool = False, colour: str = INK) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for number, words in enumerate(lines):
        line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        line.alignment = PP_ALIGN.LEFT
        line.space_after = Pt(size / 2)
        run = line.add_run()
        run.text, run.font.size, run.font.bold, run.font.name = words, Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(colour)


def _foot(page: Any, note: str, document: Document) -> None:
    from pptx.util import Inches

    words = " · ".join(each for each in (note, document["municipality"]["name"], document["running"]) if each)
    box = page.shapes.add_textbox(Inches(EDGE_IN), Inches(FOOT_IN), Inches(WIDE_IN - 2 * EDGE_IN), Inches(0.4))
    box.text_frame.word_wrap = True
    _says(box.text_frame, [words], size=11, colour=QUIET)


def _no_formula(name: str) -> str:
    """Return a name that the workbook inside the chart takes for text."""
    return f" {name}" if name.startswith("=") else name


def _chart(page: Any, told: Block, *, left: float, width: float, top: float) -> None:
    """A chart of PowerPoint's own, with its figures in it; the axis of counts begins at zero."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Inches, Pt

    data = CategoryChartData()
    data.categories = [_no_formula(name) for name in told["categories"]]
    for one in told["series"]:
        data.add_series(_no_formula(one["name"]), one["values"])
    kinds = {"bar": XL_CHART_TYPE.BAR_CLUSTERED, "line": XL_CHART_TYPE.LINE, "column": XL_CHART_TYPE.COLUMN_CLUSTERED}
    frame = page.shapes.add_chart(
        kinds[told["kind"]], Inches(left), Inches(top), Inches(width), Inches(FOOT_IN - top - 0.1), data
    )
    _named(frame._element.nvGraphicFramePr.cNvPr, told["title"], told["alt"])
    chart = frame.chart
    chart.has_title, chart.has_legend = False, len(told["series"]) > 1
    chart.font.size, chart.font.name = Pt(12), FONT
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.has_major_gridlines = told["kind"] != "bar"
    if told["kind"] != "bar":
        _soften(chart.value_axis.major_gridlines)
    if told["kind"] == "bar":
        chart.category_axis.reverse_order = True        # the first at the top, as in the table
        chart.value_axis.visible = False                # every bar bears its figure
    _colours(chart, told["kind"])


def _colours(chart: Any, kind: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    for series, colour in zip(chart.plots[0].series, (BLUE, BAND, QUIET), strict=False):
        if kind == "line":
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = RGBColor.from_string(colour), Pt(2.25)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    if kind != "line":
        chart.plots[0].gap_width = 60
        chart.plots[0].has_data_labels = True


def _soften(lines: Any) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    lines.format.line.color.rgb, lines.format.line.width = RGBColor.from_string(BAND), Pt(0.5)


def _table(page: Any, told: Block, *, top: float) -> None:
    from pptx.util import Emu, Inches

    cells = told["cells"][:MOST_ROWS]
    wide = WIDE_IN - 2 * EDGE_IN
    frame = page.shapes.add_table(
        len(cells) + 1, len(told["heads"]), Inches(EDGE_IN), Inches(top), Inches(wide), Inches(0.42 * (len(cells) + 1))
    )
    _named(frame._element.nvGraphicFramePr.cNvPr, told["name"], told["name"])
    table = frame.table
    table.first_row, table.horz_banding = True, False
    size = 16.0 if len(cells) <= FEW_ROWS else 13.0
    share = Inches(wide) / sum(told["widths"])
    for column, width in zip(table.columns, told["widths"], strict=True):
        column.width = Emu(int(width * share))
    for number, row in enumerate([told["heads"], *cells]):
        for column, (words, kind) in enumerate(zip(row, told["kinds"], strict=True)):
            _cell(table.cell(number, column), words, right=kind == NUMBER, header=number == 0, size=size)


def _cell(cell: Any, words: str, *, right: bool, header: bool, size: float) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN

    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(WASH if header else "FFFFFF")
    _says(cell.text_frame, [words], size=size, bold=header)
    line = cell.text_frame.paragraphs[0]
    line.space_after = None
    if right:
        line.alignment = PP_ALIGN.RIGHT


def _named(told: Any, name: str, alt: str) -> None:
    told.set("name", name)
    told.set("descr", alt)
