"""Fence: what people read is true and whole: README, ARCHITECTURE, decisions, translations, the repository itself."""

import ast
import contextlib
import io
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from samsyn.cli.__main__ import parser_for
from tests.architecture.source import PACKAGE, ROOT, rooms_named_in, stairs

sys.path.insert(0, str(ROOT / "tools"))
import messages

# --- README's commands --------------------------------------------------------------------------


def commands_in(text: str) -> list[str]:
    """Return the commands in the fenced shell blocks of a text."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", text, re.S)
    lines = [line.split(" #")[0].strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def commands_that_do_not_exist(commands: Iterable[str], knows: Callable[[list[str]], bool]) -> list[str]:
    """Return commands that name a script or a subcommand that is not there."""
    found = []
    for command in commands:
        words = shlex.split(re.sub(r"^(sudo (-u \w+ )?|[A-Z_]+=\S+ )*", "", command))
        if words[0].startswith("bin/"):
            script = ROOT / words[0]
            if not script.is_file() or not script.stat().st_mode & 0o100:
                found.append(command)
        elif Path(words[0]).name in ("samsyn", "samsyn-operate") and not knows(words[1:]):
            found.append(command)
    return found


def samsyn_knows(words: list[str]) -> bool:
    """Return whether the command line has this command, and its second word where the command has words of its own."""
    steps = [word for word in words if re.fullmatch(r"[a-z]+", word)][:2]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            parser_for(steps[0] if steps else None).parse_args([*steps, "--help"])
    except SystemExit as ended:
        return ended.code == 0
    return False


READ = [
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/operate/{name}.md" for name in ("install", "backup", "restore", "upgrade")),
]


@pytest.mark.parametrize("name", READ)
def test_commands_that_people_are_told_to_run_exist(name):
    commands = commands_in((ROOT / name).read_text(encoding="utf-8"))
    assert commands or name == "docs/operate/upgrade.md"
    assert commands_that_do_not_exist(commands, samsyn_knows) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["setup", "demo", "serve", "check", "test"])
def test_every_command_explains_itself(name):
    answer = subprocess.run([ROOT / "bin" / name, "--help"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0
    assert len(answer.stdout) > 40


def test_a_command_that_is_gone_is_seen():
    told = (
        "bin/demo\nbin/fly --high   # not yet\nsamsyn picture --week 1\nsamsyn dance\nA=1 B=2 .venv/bin/samsyn dance\n"
    )
    text = f"Run:\n```sh\n{told}sudo samsyn-operate picture\nsudo samsyn-operate dance\nsudo -u samsyn bin/fly\n```\n"
    assert commands_that_do_not_exist(commands_in(text), lambda words: words[0] == "picture") == [
        "bin/fly --high",
        "samsyn dance",
        "A=1 B=2 .venv/bin/samsyn dance",
        "sudo samsyn-operate dance",
        "sudo -u samsyn bin/fly",
    ]


@pytest.mark.parametrize(
    ("command", "known"),
    [("manage seals", True), ("manage dance", False), ("dance", False), ("--help", True), ("municipality add x", True)],
)
def test_the_command_line_itself_is_asked(command, known):
    assert samsyn_knows(command.split()) is known


def test_readme_shows_the_three_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"bin/demo", "bin/test", "bin/check"} <= set(commands_in(readme))


# --- links between documents --------------------------------------------------------------------


def broken_links(folder: Path, texts: dict[str, str]) -> list[str]:
    """Return links to files that are not there."""
    found = []
    for name, text in texts.items():
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if not re.match(r"[a-z]+:", link) and not (folder / name).parent.joinpath(link).exists():
                found.append(f"{name} → {link}")
    return found


def test_no_document_points_nowhere():
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    texts = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}
    assert broken_links(ROOT, texts) == []


def test_a_link_to_nowhere_is_seen(tmp_path):
    (tmp_path / "here.md").touch()
    texts = {"a.md": "[x](here.md) [y](gone.md#part) [z](https://bra.se) [w](#part)"}
    assert broken_links(tmp_path, texts) == ["a.md → gone.md"]


# --- ARCHITECTURE -------------------------------------------------------------------------------


def test_architecture_shows_every_room():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {room for steps in stairs().steps.values() for step in steps for room in step}
    assert sorted(room for room in rooms if not re.search(rf"\b{room}\b", text)) == []


def test_architecture_says_which_rooms_are_built():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    bracketed = {room for rooms in stairs().bracketed.values() for room in rooms}
    assert rooms_named_in(text, "Not built yet:") == bracketed


# --- decisions ----------------------------------------------------------------------------------


def incomplete_decisions(records: dict[str, str]) -> list[str]:
    """Return decision records without a number in order, a title, or one of the three parts."""
    found = []
    for number, name in enumerate(sorted(records), start=1):
        parts = re.findall(r"^(?:## |\*\*)(\w+)", records[name], re.M)
        is_named = name.startswith(f"{number:04d}-") and records[name].startswith("# ")
        if not is_named or not {"Context", "Decision", "Consequence"} <= set(parts):
            found.append(name)
    return found


def test_decisions_are_numbered_and_whole():
    records = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    assert len(records) >= 11
    assert incomplete_decisions(records) == []


def test_half_a_decision_is_seen():
    whole = "# A\n## Context\n## Decision\n## Consequence\n"
    records = {"0001-a.md": whole, "0002-b.md": "# B\n## Context\n", "0004-c.md": whole}
    assert incomplete_decisions(records) == ["0002-b.md", "0004-c.md"]


# --- translations -------------------------------------------------------------------------------


def test_every_text_has_an_english_one():
    gaps = messages.missing(messages.found_catalogue(PACKAGE), messages.read_catalogue(messages.ENGLISH))
    assert gaps == [], "python tools/messages.py write, then translate what is empty"


def test_an_untranslated_text_is_seen(tmp_path):
    package = tmp_path / "samsyn"
    (package / "web").mkdir(parents=True)
    counted = "{% blocktranslate count n=n %}En{% plural %}{{ n }}{% endblocktranslate %}"
    (package / "web" / "page.html").write_text('{% load i18n %}{% translate "Rapporter" %}' + counted)
    (package / "web" / "views.py").write_text('from x import gettext as _\nA = _("Karta")\nB = _("Vecka")\n')
    catalogue = tmp_path / "samsyn" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Karta"\nmsgstr "Map"\n\nmsgid "Vecka"\nmsgstr ""\n')
    found = messages.found_catalogue(package)
    assert sorted(messages.missing(found, messages.read_catalogue(catalogue))) == ["En", "Rapporter", "Vecka"]
    messages.write_catalogue(catalogue, package)
    kept = messages.read_catalogue(catalogue)
    assert kept.get("Karta").string == "Map"
    assert kept.get("Rapporter") is not None
    # One that gets a plural, or loses it, is translated anew: letters of the old one are no forms.
    (package / "web" / "views.py").write_text('A = ngettext("Karta", "%(n)s kartor", n)\n')
    messages.write_catalogue(catalogue, package)
    assert messages.read_catalogue(catalogue).get(("Karta", "%(n)s kartor")).string == ("", "")


def test_the_sentence_of_every_kind_of_refusal_is_found(tmp_path):
    """A refusal's sentence has no mark: what is one follows from what it stands on, in whatever file."""
    package = tmp_path / "samsyn"
    package.mkdir()
    (package / "a.py").write_text("class Overtaken(LidRefused):\n    def __init__(self):\n"
                                  "        super().__init__('Någon hann före.')\n")
    (package / "b.py").write_text(
        "from c import Refused\nclass LidRefused(Refused):\n    pass\nclass Shut(Other, c.LidRefused):\n    pass\n"
        "WHOLE = 'Locket är ' 'på.'\n"
        "def f(x):\n    raise LidRefused('Lyft locket {n}.', n=1)\n    raise b.Shut('Stängt.' if x else 'Låst.')\n"
        "    raise Shut(WHOLE)\n    raise Other('inget')\n    raise LidRefused(_('märkt'), theirs='annat')\n"
    )
    said = {message.id for message in messages.found_catalogue(package) if message.id}
    assert said == {"Någon hann före.", "Lyft locket {n}.", "Stängt.", "Låst.", "Locket är på.", "märkt"}


READ_AS_A_FORM = ("exchange", "cli")     # sentences.py there knows each by its form


def put_together(source: str, refusals: frozenset[str]) -> list[str]:
    """Return the sentences of refusals that are put together with words in them: no catalogue can hold those."""
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call) and each.args]
    said = [call.args[0] for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in refusals]
    return [ast.unparse(each) for each in said if isinstance(each, ast.JoinedStr)
            and any(isinstance(part, ast.Constant) and re.search(r"\w", str(part.value)) for part in each.values)]


def test_no_refusal_is_put_together_from_words():
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    refusals = messages.refusal_classes(sources.values())
    found = {path.relative_to(PACKAGE).as_posix(): put_together(source, refusals) for path, source in sources.items()
             if path.relative_to(PACKAGE).parts[0] not in READ_AS_A_FORM and "Refused(f" in source}
    assert {name: words for name, words in found.items() if words} == {}
    assert put_together('raise LidRefused(f"Lyft {n}")\nraise LidRefused(f"{a}: {b}")', frozenset({"LidRefused"}))


# --- releases -----------------------------------------------------------------------------------


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f'softwareVersion: "{version}"' in (ROOT / "publiccode.yml").read_text(encoding="utf-8")


# --- the repository -----------------------------------------------------------------------------

UNWANTED = {
    "a machine's own path": r"(?<![\w.~-])/(?:work|farm|root)/",
    "a registry's address": r"--(?:extra-)?index-url|\"resolved\""
    + r"\s*:|https?://[\w.-]*(?:hosted|registry|mirror)[\w.-]*[/\"]",
    "unfinished work": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|lorem" + r" ipsum)\b",
}
MAY_SPEAK_OF_IT = {"tests/architecture/test_texts.py"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".typ",
    ".yml",
    ".yaml",
    ".po",
    ".sh",
    "",
}
THIRD_PARTY = r"node_modules/|/vendor/|\.min\.(js|css)$|\.woff2?$|\.ttf$"
LARGEST_KIB = 400
LARGEST_CATALOGUE_KIB = 1000        # every text of every screen, in two languages, with where it stands


def unwanted_in(files: dict[str, str]) -> list[str]:
    """Return lines that say where the code was built, where packages come from, or that it is not finished."""
    found = []
    for name, text in files.items():
        for why, pattern in UNWANTED.items():
            found += [f"{name}:{text[: hit.start()].count(chr(10)) + 1} {why}" for hit in re.finditer(pattern, text)]
    return found


def tracked() -> list[str]:
    """Return the files that git keeps; [] outside a clone."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_repository_holds_nothing_unwanted():
    names = [name for name in tracked() if Path(name).suffix in TEXT and name not in MAY_SPEAK_OF_IT]
    assert unwanted_in({name: (ROOT / name).read_text(encoding="utf-8") for name in names}) == []


def test_the_repository_holds_no_third_party_files():
    assert [name for name in tracked() if re.search(THIRD_PARTY, name)] == []
    room = {".po": LARGEST_CATALOGUE_KIB}
    sizes = {name: (ROOT / name).stat().st_size / 1024 for name in tracked()}
    assert {name: size for name, size in sizes.items() if size > room.get(Path(name).suffix, LARGEST_KIB)} == {}


def test_the_unwanted_is_seen():
    files = {
        "a.md": "see /wo" + "rk/shared/x",
        "b.json": '{\n"resol' + 'ved": "x"}',
        "c.py": "# TO" + "DO later",
        "d.md": "homework/shared is fine, and so is https://example.org/",
    }
    assert [line.split()[0] for line in unwanted_in(files)] == ["a.md:1", "b.json:2", "c.py:1"]
