"""Is a package for an e-archive right by somebody else's program?

    eark/bin/python benchmarks/archive.py PACKAGE.zip

Needs eark-validator in an environment of its own (benchmarks/eark_requirements.txt), since it pins an old lxml;
nothing of Samsyn is imported but deploy/verify_logbook.py. Checks structure, METS schema, rules of CSIP and SIP, every
digest and size, every table against the package's own schema, and the logbook. Rules that the SIP specification's own
example of agents breaks too are told apart: the validator asks of every CREATOR what belongs to one of two kinds.
Prints one line of JSON; exit code 1 if anything else is wrong.
"""

import hashlib
import importlib.util
import io
import json
import re
import runpy
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

XLINK = "{http://www.w3.org/1999/xlink}href"
METS = "{http://www.loc.gov/METS/}"


def without_network() -> Path:
    """Let the validator read its vocabularies from its own files: it asks the network for them when it is imported."""
    origin = importlib.util.find_spec("eark_validator").origin  # type: ignore[union-attr]
    home = Path(str(origin)).parent / "ipxml/resources"
    kept = lambda uri, *_a, **_k: io.BytesIO((home / "vocabs" / uri.rsplit("/", 1)[1]).read_bytes())  # noqa: E731
    urllib.request.urlopen = kept  # type: ignore[assignment]
    return home


def broken_rules(package: Path) -> tuple[str, list[str], set[str], int]:
    """Return (structure, what the METS schema says, rules broken, warnings) of a package or a folder."""
    from eark_validator.packages import PackageValidator

    report = PackageValidator(package).validation_report
    rules: set[str] = set()
    said, warnings = [], 0
    if report.metadata:
        said = [each.message for each in report.metadata.schema_results.messages]
        for each in [*report.metadata.schematron_results.messages, *report.structure.messages]:
            level = each.severity.name
            rules |= {each.rule_id} if level == "ERROR" else set()
            warnings += level == "WARNING"
    return report.structure.status.name, said, rules, warnings


def example_breaks(root: Path, home: Path) -> set[str]:
    """Return the rules that the specification's own agents break, set in the place of this package's."""
    from lxml import etree

    profile = etree.parse(str(home / "profiles/V2.1.0/E-ARK-SIP.xml"))
    header = profile.find(f".//{METS}metsHdr")
    mets = root / "METS.xml"
    before = mets.read_bytes()
    tree = etree.fromstring(before)
    own = tree.find(f"{METS}metsHdr")
    for agent in own.findall(f"{METS}agent"):
        own.remove(agent)
    for at, agent in enumerate(header.findall(f"{METS}agent")):
        own.insert(at, agent)
    mets.write_bytes(etree.tostring(tree))
    try:
        return broken_rules(root)[2]
    finally:
        mets.write_bytes(before)


def wrong_files(root: Path) -> list[str]:
    """Return what differs between the METS documents and the files: digests, sizes, files that are not listed."""
    from lxml import etree

    listed, wrong = {root / "METS.xml"}, []
    for mets in [root / "METS.xml", *sorted(root.glob("representations/*/METS.xml"))]:
        tree = etree.parse(str(mets))
        for each in [*tree.iter(f"{METS}file"), *tree.iter(f"{METS}mdRef")]:
            where = each.find(f"{METS}FLocat") if each.tag == f"{METS}file" else each
            path = mets.parent / where.get(XLINK)
            listed.add(path)
            content = path.read_bytes()
            if (int(each.get("SIZE")), each.get("CHECKSUM")) != (len(content), hashlib.sha256(content).hexdigest()):
                wrong.append(path.relative_to(root).as_posix())
    return wrong + [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and p not in listed]


def wrong_tables(root: Path, home: Path) -> list[str]:
    """Return tables that break the package's own schema, and METS of parts that break the METS schema."""
    from eark_validator.ipxml.schema import IP_SCHEMA
    from lxml import etree

    ours = etree.XMLSchema(file=str(next((root / "schemas").glob("*.xsd"))))
    tables = [(ours, path) for path in root.glob("representations/*/data/tabeller/*.xml")]
    parts = [(IP_SCHEMA["csip"], path) for path in root.glob("representations/*/METS.xml")]
    wrong = [path for schema, path in [*tables, *parts] if not schema.validate(etree.parse(str(path)))]
    return [path.relative_to(root).as_posix() for path in wrong]


def main(words: list[str]) -> int:
    """Check the package and tell."""
    if not words:
        print(__doc__)
        return 2
    home = without_network()
    structure, schema, rules, warnings = broken_rules(Path(words[0]))
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(words[0]).extractall(folder)
        root = next(Path(folder).iterdir())
        excused = example_breaks(root, home)
        told = {
            "structure": structure, "schema": schema, "rules": sorted(rules),
            "also_in_the_example": sorted(rules & excused), "warnings": warnings,
            "files": sum(path.is_file() for path in root.rglob("*")), "wrong_files": wrong_files(root),
            "wrong_tables": wrong_tables(root, home), "logbook": None, "pdf_a_claimed": _claimed(root),
        }  # fmt: skip
        log = root / "representations/begransat/data/loggbok/loggbok.txt"
        if log.exists():
            verify = runpy.run_path(str(Path(__file__).resolve().parent.parent / "deploy/verify_logbook.py"))["verify"]
            told["logbook"] = verify(filter(None, log.read_text(encoding="utf-8").split("\n")))[0]
    print(json.dumps(told, ensure_ascii=False))
    wrong = told["schema"] or rules - excused or told["wrong_files"] or told["wrong_tables"] or told["logbook"]
    return 1 if wrong or structure != "WELLFORMED" else 0


def _claimed(root: Path) -> str:
    """Say of how many PDFs the metadata claim PDF/A-2a."""
    pdfs = list(root.rglob("*.pdf"))
    sure = re.compile(rb"pdfaid:part>2<.*?pdfaid:conformance>A<", re.S)
    return f"{sum(bool(sure.search(path.read_bytes())) for path in pdfs)} of {len(pdfs)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
