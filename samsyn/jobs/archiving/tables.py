"""A table as it is archived: what each column means in Swedish, as CSV that starts no formula and as XML."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from samsyn.exchange.writers.plain import harmless

NAMESPACE = "urn:samsyn:arkiv:tabell:1"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SCHEMA_NAME = "samsyn-tabell-1.xsd"
SCHEMA = f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}" xmlns="{NAMESPACE}"
           elementFormDefault="qualified">
  <xs:annotation><xs:documentation xml:lang="sv">En tabell: först vad varje kolumn heter och betyder, sedan raderna. Ett
  fält som saknas i en rad är tomt.</xs:documentation></xs:annotation>
  <xs:element name="tabell">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="kolumn" minOccurs="1" maxOccurs="unbounded">
          <xs:complexType>
            <xs:simpleContent>
              <xs:extension base="xs:string">
                <xs:attribute name="namn" type="xs:NMTOKEN" use="required"/>
                <xs:attribute name="typ" use="required">
                  <xs:simpleType>
                    <xs:restriction base="xs:string">
                      <xs:enumeration value="text"/><xs:enumeration value="heltal"/><xs:enumeration value="tal"/>
                      <xs:enumeration value="datum"/><xs:enumeration value="tid"/><xs:enumeration value="ja/nej"/>
                    </xs:restriction>
                  </xs:simpleType>
                </xs:attribute>
              </xs:extension>
            </xs:simpleContent>
          </xs:complexType>
        </xs:element>
        <xs:element name="rad" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="f" minOccurs="0" maxOccurs="unbounded">
                <xs:complexType>
                  <xs:simpleContent>
                    <xs:extension base="xs:string">
                      <xs:attribute name="k" type="xs:NMTOKEN" use="required"/>
                    </xs:extension>
                  </xs:simpleContent>
                </xs:complexType>
              </xs:element>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
      <xs:attribute name="kod" type="xs:NMTOKEN" use="required"/>
      <xs:attribute name="namn" type="xs:string" use="required"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""


class Column(NamedTuple):
    """One column: its name in the file, what it means, and what stands in it."""

    name: str
    meaning: str
    kind: str = "text"


class Table(NamedTuple):
    """One table: its name as a file, what it is called and holds, its columns and rows."""

    code: str
    title: str
    holds: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def written(value: Any) -> str:
    """Write a value as text: days and times after ISO 8601, decimal point, ja or nej.

    >>> written(date(2026, 3, 1)), written(True), written(1.50), written(None)
    ('2026-03-01', 'ja', '1.5', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case float():
            return f"{value:.12g}"
        case list() | tuple():
            return ", ".join(written(each) for each in value)
        case _:
            return str(value)


def write_both(table: Table, folder: Path) -> Iterator[Path]:
    """Write a table as CSV and XML into a folder, row by row; yield the two files."""
    folder.mkdir(parents=True, exist_ok=True)
    as_csv, as_xml = folder / f"{table.code}.csv", folder / f"{table.code}.xml"
    names = [column.name for column in table.columns]
    with as_csv.open("w", encoding="utf-8", newline="") as plain, as_xml.open("w", encoding="utf-8") as marked:
        rows = csv.writer(plain, delimiter=";")
        rows.writerow(names)
        marked.write(_opening(table))
        for row in table.rows:
            said = [written(value) for value in row]
            rows.writerow([harmless(value) for value in said])
            fields = (f"<f k={quoteattr(name)}>{_clean(value)}</f>" for name, value in zip(names, said, strict=True)
                      if value)
            marked.write(f"<rad>{''.join(fields)}</rad>\n")
        marked.write("</tabell>\n")
    yield from (as_csv, as_xml)


def _opening(table: Table) -> str:
    columns = "".join(
        f"<kolumn namn={quoteattr(each.name)} typ={quoteattr(each.kind)}>{_clean(each.meaning)}</kolumn>\n"
        for each in table.columns
    )
    head = f"<tabell xmlns={quoteattr(NAMESPACE)} kod={quoteattr(table.code)} namn={quoteattr(table.title)}>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{columns}'


def _clean(value: str) -> str:
    """Return the text as XML can hold it: signs that XML has no place for are left out."""
    return escape(NOT_IN_XML.sub("", value))
