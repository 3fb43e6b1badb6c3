"""What a package says of itself: METS after E-ARK CSIP/SIP 2.1, PREMIS 3, Dublin Core and the rights.

https://earkcsip.dilcis.eu, https://earksip.dilcis.eu. A part (representation) has a METS of its own, to which the
package's points. Nothing here reads a database or the clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

CSIP, SIP = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml", "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
METS = (
    'xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:csip="https://DILCIS.eu/XML/METS/CSIPExtensionMETS" '
    'xmlns:sip="https://DILCIS.eu/XML/METS/SIPExtensionMETS"'
)
PREMIS = (
    'xmlns="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0"'
)
FORMATS = {
    "application/pdf": ("PDF/A-2a", "fmt/477"), "application/json": ("JSON", "fmt/817"),
    "text/csv": ("CSV", "x-fmt/18"),
    "application/xml": ("XML", "fmt/101"), "text/plain": ("Plain text", "x-fmt/111"),
}  # fmt: skip


class Listed(NamedTuple):
    """A file of the package: its path from the folder of the METS that lists it, and what proves it."""

    path: str
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class About:
    """What the whole package is: its name, whose it is, when it was made and by what."""

    name: str
    label: str
    owner: str
    owner_code: str
    agreement: str
    made_at: datetime
    program: str

    @property
    def stamp(self) -> str:
        return self.made_at.isoformat(timespec="seconds")


@dataclass(kw_only=True)
class Lists:
    """The files that one METS lists, by what they are."""

    descriptive: Listed | None = None
    preservation: Listed | None = None
    rights: Listed | None = None
    documentation: list[Listed] = field(default_factory=list)
    schemas: list[Listed] = field(default_factory=list)
    data: list[Listed] = field(default_factory=list)
    parts: dict[str, Listed] = field(default_factory=dict)      # name of the part → its METS


def mets(about: About, lists: Lists, *, object_id: str, label: str, is_package: bool) -> str:
    """Return a METS document: of the package, or of one of its parts."""
    groups = _groups(lists)
    sections = [
        f'<mets {METS} OBJID={quoteattr(object_id)} LABEL={quoteattr(label)} TYPE="Mixed" '
        f'csip:CONTENTINFORMATIONTYPE="MIXED" PROFILE={quoteattr(SIP if is_package else CSIP)}>',
        _header(about, is_package=is_package),
        *(_reference("dmdSec", "dmd-1", lists.descriptive, about, kind="DC") if lists.descriptive else ()),
        *_administrative(lists, about),
        f'<fileSec ID="filer">{"".join(_group(name, files, about) for name, files in groups)}</fileSec>',
        _map(lists, [name for name, _files in groups], object_id),
        "</mets>",
    ]
    return HEAD + "\n".join(sections) + "\n"


def _header(about: About, *, is_package: bool) -> str:
    agents = [
        '<agent ROLE="CREATOR" TYPE="OTHER" OTHERTYPE="SOFTWARE"><name>Samsyn</name>'
        f'<note csip:NOTETYPE="SOFTWARE VERSION">{escape(about.program)}</note></agent>'
    ]
    if is_package:
        code = f'<note csip:NOTETYPE="IDENTIFICATIONCODE">{escape(about.owner_code)}</note>'
        agents += [
            f'<agent ROLE={quoteattr(role)} TYPE="ORGANIZATION"><name>{escape(about.owner)}</name>{code}</agent>'
            for role in ("ARCHIVIST", "CREATOR")
        ]
        agents.append(f'<altRecordID TYPE="SUBMISSIONAGREEMENT">{escape(about.agreement)}</altRecordID>')
    stamps = f'CREATEDATE="{about.stamp}" LASTMODDATE="{about.stamp}" RECORDSTATUS="NEW"'
    return f'<metsHdr {stamps} csip:OAISPACKAGETYPE="SIP">{"".join(agents)}</metsHdr>'


def _proved(file: Listed, about: About) -> str:
    return (f'MIMETYPE={quoteattr(file.media_type)} SIZE="{file.size}" CREATED="{about.stamp}" '
            f'CHECKSUM="{file.digest}" CHECKSUMTYPE="SHA-256"')


def _where(file: Listed) -> str:
    return f'LOCTYPE="URL" xlink:type="simple" xlink:href={quoteattr(file.path)}'


def _reference(section: str, id: str, file: Listed, about: About, *, kind: str) -> Iterable[str]:
    other = ' OTHERMDTYPE="RIGHTS"' if kind == "OTHER" else ""
    yield (f'<{section} ID="{id}" CREATED="{about.stamp}" STATUS="CURRENT">'
           f'<mdRef {_where(file)} MDTYPE="{kind}"{other} {_proved(file, about)}/></{section}>')


def _administrative(lists: Lists, about: About) -> Iterable[str]:
    inner = []
    if lists.rights:
        inner += _reference("rightsMD", "rights-1", lists.rights, about, kind="OTHER")
    if lists.preservation:
        inner += _reference("digiprovMD", "premis-1", lists.preservation, about, kind="PREMIS")
    if inner:
        yield f'<amdSec>{"".join(inner)}</amdSec>'


def _groups(lists: Lists) -> list[tuple[str, list[Listed]]]:
    named = [("Documentation", lists.documentation), ("Schemas", lists.schemas), ("Data", lists.data)]
    named += [(f"Representations/{name}", [file]) for name, file in lists.parts.items()]
    return [(name, files) for name, files in named if files]


def _sign(name: str) -> str:
    return name.lower().replace("/", "-")


def _group(name: str, files: Sequence[Listed], about: About) -> str:
    sign = _sign(name)
    rows = []
    for number, file in enumerate(files, start=1):
        told, key = FORMATS.get(file.media_type, (file.media_type, ""))
        registry = f' sip:FILEFORMATREGISTRY="PRONOM" sip:FILEFORMATKEY={quoteattr(key)}' if key else ""
        rows.append(f'<file ID="{sign}-{number}" {_proved(file, about)} sip:FILEFORMATNAME={quoteattr(told)}{registry}>'
                    f"<FLocat {_where(file)}/></file>")
    kind = 'csip:CONTENTINFORMATIONTYPE="OTHER" csip:OTHERCONTENTINFORMATIONTYPE="urn:samsyn:arkiv:1"'
    return f'<fileGrp ID="{sign}" USE={quoteattr(name)} {kind}>{"".join(rows)}</fileGrp>'


def _map(lists: Lists, groups: Sequence[str], object_id: str) -> str:
    described = ' DMDID="dmd-1"' if lists.descriptive else ""
    kept = " ".join(id for id, file in (("rights-1", lists.rights), ("premis-1", lists.preservation)) if file)
    administered = f' ADMID="{kept}"' if kept else ""
    divs = [f'<div ID="div-metadata" LABEL="Metadata"{administered}{described}/>']
    divs += [f'<div ID="div-{_sign(name)}" LABEL="{name}"><fptr FILEID="{_sign(name)}"/></div>'
             for name in groups if not name.startswith("Representations")]
    if lists.parts:
        signs = [_sign(f"Representations/{name}") for name in lists.parts]
        pointers = "".join(f'<fptr FILEID="{sign}"/>' for sign in signs)
        inner = "".join(
            f'<div ID="div-{sign}" LABEL="Representations/{name}"><mptr LOCTYPE="URL" xlink:type="simple" '
            f'xlink:href={quoteattr(file.path)} xlink:title="{sign}"/></div>'
            for sign, (name, file) in zip(signs, lists.parts.items(), strict=True)
        )
        divs.append(f'<div ID="div-representations" LABEL="Representations">{pointers}{inner}</div>')
    whole = f'<div ID="div-all" LABEL={quoteattr(object_id)}>{"".join(divs)}</div>'
    return f'<structMap ID="karta" TYPE="PHYSICAL" LABEL="CSIP">{whole}</structMap>'


def premis(about: About, files: Iterable[Listed], *, told: Sequence[tuple[str, str]]) -> str:
    """Return PREMIS 3: every file with its digest and format, what happened (kind, words), and by which program."""
    objects = "".join(_object(file) for file in files)
    events = "".join(
        f"<event><eventIdentifier><eventIdentifierType>local</eventIdentifierType><eventIdentifierValue>{number}"
        f"</eventIdentifierValue></eventIdentifier><eventType>{escape(kind)}</eventType><eventDateTime>{about.stamp}"
        f"</eventDateTime><eventDetailInformation><eventDetail>{escape(words)}</eventDetail></eventDetailInformation>"
        "<linkingAgentIdentifier><linkingAgentIdentifierType>local</linkingAgentIdentifierType>"
        "<linkingAgentIdentifierValue>samsyn</linkingAgentIdentifierValue></linkingAgentIdentifier></event>"
        for number, (kind, words) in enumerate(told, start=1)
    )
    agent = (
        "<agent><agentIdentifier><agentIdentifierType>local</agentIdentifierType><agentIdentifierValue>samsyn"
        "</agentIdentifierValue></agentIdentifier><agentName>Samsyn</agentName><agentType>software</agentType>"
        f"<agentVersion>{escape(about.program)}</agentVersion></agent>"
    )
    return f"{HEAD}<premis {PREMIS}>{objects}{events}{agent}</premis>\n"


def _object(file: Listed) -> str:
    told, key = FORMATS.get(file.media_type, (file.media_type, ""))
    registry = (
        f"<formatRegistry><formatRegistryName>PRONOM</formatRegistryName><formatRegistryKey>{escape(key)}"
        "</formatRegistryKey></formatRegistry>" if key else ""
    )
    return (
        '<object xsi:type="file"><objectIdentifier><objectIdentifierType>filepath</objectIdentifierType>'
        f"<objectIdentifierValue>{escape(file.path)}</objectIdentifierValue></objectIdentifier><objectCharacteristics>"
        "<fixity><messageDigestAlgorithm>SHA-256</messageDigestAlgorithm>"
        f"<messageDigest>{file.digest}</messageDigest></fixity><size>{file.size}</size><format><formatDesignation>"
        f"<formatName>{escape(told)}</formatName></formatDesignation>{registry}</format></objectCharacteristics></object>\n"
    )


def dublin_core(about: About, *, title: str, holds: Iterable[str], days: tuple[str, str]) -> str:
    """Return what the package is about in simple Dublin Core."""
    subjects = "".join(f"<dc:subject>{escape(each)}</dc:subject>" for each in holds)
    return (
        f'{HEAD}<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:creator>{escape(about.owner)}</dc:creator><dc:publisher>{escape(about.owner)}</dc:publisher>{subjects}"
        f"<dc:coverage>{days[0]}/{days[1]}</dc:coverage><dc:date>{about.stamp}</dc:date><dc:language>sv</dc:language>"
        f"<dc:identifier>{escape(about.name)}</dc:identifier></metadata>\n"
    )


def rights(parts: Iterable[tuple[str, str, Sequence[str]]]) -> str:
    """Return what each part is, in words, and which paragraphs its rows name: (name, words, paragraphs)."""
    rows = "".join(
        f"<del namn={quoteattr(name)}><beskrivning>{escape(words)}</beskrivning>"
        + "".join(f"<paragraf>{escape(each)}</paragraf>" for each in paragraphs) + "</del>"
        for name, words, paragraphs in parts
    )
    return f'{HEAD}<rattigheter xmlns="urn:samsyn:arkiv:rattigheter:1">{rows}</rattigheter>\n'
