"""The same bytes every time for files that are zip archives: Word, PowerPoint and Excel."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

OF_THE_FILE = (1980, 1, 1, 0, 0, 0)
TOLD = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def packed(content: bytes, *, at: datetime, language: str) -> bytes:
    """Return the archive with every time in it set to `at`, its language said, and its parts in their own order.

    Charts in slides carry a workbook of their own, which is treated alike.
    """
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            info = ZipInfo(part.filename, date_time=OF_THE_FILE)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 0, 0
            target.writestr(info, _part(part.filename, source.read(part), at=at, language=language))
    return out.getvalue()


def _part(name: str, content: bytes, *, at: datetime, language: str) -> bytes:
    if name.endswith(".xlsx"):
        return packed(content, at=at, language=language)
    if name == "docProps/core.xml":
        told = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return TOLD.sub(rb"\g<1>" + told + rb"\g<3>", content)
    if name.endswith(".xml"):
        wanted = language.encode()
        for attribute in (b"lang", b"w:val", b"w:eastAsia"):
            content = content.replace(attribute + b'="en-US"', attribute + b'="' + wanted + b'"')
    return content
