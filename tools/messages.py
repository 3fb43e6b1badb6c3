"""The English catalogue: find what is marked for translation, write what is missing, compile.

    python tools/messages.py missing      list Swedish texts without an English one; exit 1 if there are any
    python tools/messages.py write        add them to the catalogue with empty translations, drop those no longer used
    python tools/messages.py compile      write the .mo files (bin/setup and the wheel build do this)

Msgids are Swedish (decision 7). No gettext binaries are needed.
"""

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "samsyn" / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
SKIPPED = {"vendor", "fonts", "migrations", "locale", "__pycache__"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "in_both_languages": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
REFUSAL = "Refused"         # and every class below it: see refusal_classes()


def refusal_classes(sources: Iterable[str]) -> frozenset[str]:
    """Return the names of the refusal and of every class that is one, however far below it.

    A refusal's sentence is looked up when it is shown (samsyn/ground/refusals.py), so its text needs no mark.
    """
    bases: dict[str, set[str]] = {}
    for source in sources:
        for name, above in re.findall(r"^class (\w+)\(([^)]*)\):", source, re.M):
            bases.setdefault(name, set()).update(re.findall(r"\w+", above))
    found, before = {REFUSAL}, 0
    while len(found) > before:
        before = len(found)
        found |= {name for name, above in bases.items() if above & found}
    return frozenset(found)


def refusal_texts(source: str, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield line and text of every sentence given to a refusal, also by a name that stands for it in the file."""
    if not any(f"{name}(" in source for name in names):
        return
    tree = ast.parse(source)
    called = {each.targets[0].id: each.value for each in ast.walk(tree)
              if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)}
    for each in ast.walk(tree):
        calls = [each] if isinstance(each, ast.Call) and _name_of(each.func) in names else []
        if isinstance(each, ast.ClassDef) and each.name in names:
            inner = [call for call in ast.walk(each) if isinstance(call, ast.Call)]
            calls = [call for call in inner if _name_of(call.func) == "__init__"]
        for call in calls:
            for said in _sentences(call.args[0], called) if call.args else ():
                yield call.lineno, said


def _name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _sentences(node: ast.expr, called: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Name):
        node = called.get(node.id, node)
    if isinstance(node, ast.IfExp):
        yield from _sentences(node.body, {})
        yield from _sentences(node.orelse, {})
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        yield node.value


def python_texts(source: str) -> Iterator[tuple[int, object, str | None]]:
    """Yield line, text (or a pair for plurals) and context of every marked text in Python source."""
    for line, text, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if text and (not isinstance(text, str) or text.strip()):     # a bare space is a piece of a put-together text
            yield line, text, context


def template_texts(source: str) -> Iterator[tuple[int, object, str | None]]:
    """Yield the same for a Django template."""
    from django.utils.translation.template import templatize

    yield from python_texts(f"({templatize(source)}\n)")  # in brackets, so that indentation means nothing


def marked_texts(package: Path) -> Iterator[tuple[str, int, object, str | None]]:
    """Yield file, line, text and context of everything marked for translation below a folder, in a fixed order."""
    sources = {
        path: path.read_text(encoding="utf-8") for path in sorted(package.rglob("*"))
        if not SKIPPED & set(path.relative_to(package).parts) and path.suffix in (".py", ".html", ".txt")
        and path.is_file()
    }  # fmt: skip
    refusals = refusal_classes(source for path, source in sources.items() if path.suffix == ".py")
    for path, source in sources.items():
        name = path.relative_to(package.parent).as_posix()
        for line, text, context in python_texts(source) if path.suffix == ".py" else template_texts(source):
            yield name, line, text, context
        for line, text in refusal_texts(source, refusals) if path.suffix == ".py" else ():
            yield name, line, text, None


def found_catalogue(package: Path) -> Catalog:
    """Return a catalogue of everything that is marked, without translations."""
    catalogue = Catalog(locale="en", domain="django", fuzzy=False, charset="utf-8")
    for name, _line, text, context in marked_texts(package):
        catalogue.add(text, None, locations=[(name, 0)], context=context, flags=braces(text))
    return catalogue


def braces(text: object) -> set[str]:
    """Return the flag that says which kind of holes a text has."""
    first = text[0] if isinstance(text, tuple | list) else str(text)
    return {"python-format"} if re.search(r"%\(\w+\)", first) else set()


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue from a file; an empty one if there is none."""
    if not path.is_file():
        return Catalog(locale="en", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def is_translated(string: object) -> bool:
    """Return whether a translation (or every form of it) has text."""
    forms = string if isinstance(string, tuple | list) else [string]
    return bool(forms) and all(forms)


def missing(found: Catalog, translated: Catalog) -> list[str]:
    """Return the texts that are marked but have no translation."""
    gaps = []
    for message in found:
        if not message.id:
            continue
        known = translated.get(message.id, context=message.context)
        if known is None or not is_translated(known.string) or "fuzzy" in known.flags:
            gaps.append(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return gaps


def write_catalogue(path: Path, package: Path) -> None:
    """Add what is missing, drop what is no longer used, keep the rest."""
    old, new = read_catalogue(path), found_catalogue(package)
    for message in new:
        known = old.get(message.id, context=message.context) if message.id else None
        if known is not None and isinstance(known.id, tuple) == isinstance(message.id, tuple):
            message.string = known.string       # one that has lost its plural is translated anew
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, new, width=120, sort_output=True, omit_header=True, include_lineno=False)
    header = ('# English texts for Samsyn. Msgids are Swedish. Kept by tools/messages.py.\nmsgid ""\nmsgstr ""\n'
              '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Language: en\\n"\n'
              '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')  # fmt: skip
    path.write_text(header + buffer.getvalue().decode(), encoding="utf-8")


def compile_catalogues() -> None:
    """Write the .mo file beside every .po file."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read_catalogue(path))


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    match arguments:
        case ["missing"]:
            gaps = missing(found_catalogue(ROOT / "samsyn"), read_catalogue(ENGLISH))
            print("\n".join(gaps))
            return 1 if gaps else 0
        case ["write"]:
            write_catalogue(ENGLISH, ROOT / "samsyn")
        case ["compile"]:
            compile_catalogues()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
