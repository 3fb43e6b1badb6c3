"""Fence: who writes, who reads, how long, how explained (architecture sections 7 and 10)."""

import ast
import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source import (
    ROOT,
    Module,
    dotted_name,
    functions,
    project,
    sample,
    samsyn,
    without_migrations,
)

# --- ruff: lazy imports, signals, chance, clock, print, settings --------------------------------


def ruff_finds(path: str, text: str) -> set[str]:
    """Return the codes ruff gives a piece of code with the project's own rules."""
    command = [
        str(Path(sys.executable).parent / "ruff"),
        "check",
        "--output-format=json",
        "--stdin-filename",
        path,
        "-",
    ]
    said = subprocess.run(command, input=text, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return {finding["code"] for finding in json.loads(said)}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("PLC0415", "def f():\n    import json\n    return json\n"),
        ("TID253", "import scipy.stats\n\nprint_it = scipy.stats\n"),
        ("TID253", "from pyarrow import table\n\nt = table\n"),
        ("TID251", "from django.db.models.signals import post_save\n\np = post_save\n"),
        ("TID251", "from django.dispatch import receiver\n\nr = receiver\n"),
        ("TID251", "import os\n\nhome = os.environ['HOME']\n"),
        ("NPY002", "import numpy as np\n\nnp.random.seed(1)\n"),
        ("DTZ005", "import datetime\n\nnow = datetime.datetime.now()\n"),
        ("DTZ011", "import datetime\n\ntoday = datetime.date.today()\n"),
        ("T201", "print('x')\n"),
    ],
)
def test_ruff_stops(code, text):
    assert code in ruff_finds("samsyn/web/start/views.py", text)


def test_heavy_packages_may_be_imported_inside_functions():
    assert (
        ruff_finds("samsyn/analysis/change.py", "def f():\n    from scipy.stats import nbinom\n\n    return nbinom\n")
        == set()
    )


# --- only actions.py writes ---------------------------------------------------------------------

ALWAYS_WRITES = {
    "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "acreate", "aupdate", "adelete", "asave", "abulk_create", "aget_or_create", "aupdate_or_create",
}  # fmt: skip
WRITES_WITHOUT_POSITIONAL = {"save", "delete", "update"}
CHANGES_A_LINK = {"add", "set", "remove", "clear"}
MAY_BE_SAVED = ("session", "cache", "workbook", "writer")
DICTIONARIES = {"row", "params", "context", "values"}


def is_a_place_for_writing(module: Module) -> bool:
    """Return whether a module may write: verbs, and how query words carry them out."""
    parts = module.path.split("/")
    return parts[-1] == "actions.py" or "actions" in parts[:-1] or "migrations" in parts


def names_of_many_links(modules: Iterable[Module]) -> set[str]:
    """Return the names of all many-to-many fields."""
    names = set()
    for module in modules:
        for node in ast.walk(module.tree):
            call = node.value if isinstance(node, ast.Assign) else None
            if isinstance(call, ast.Call) and dotted_name(call.func).endswith("ManyToManyField"):
                names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def is_a_write(call: ast.Call, links: set[str]) -> bool:
    """Return whether a call looks like a write to the database."""
    if not isinstance(call.func, ast.Attribute):
        return False
    word, receiver = call.func.attr, dotted_name(call.func.value).lower()
    if any(harmless in receiver for harmless in MAY_BE_SAVED):
        return False
    if word in ALWAYS_WRITES:
        return True
    if word in WRITES_WITHOUT_POSITIONAL and not call.args:
        return word != "update" or (bool(call.keywords) and receiver.split(".")[-1] not in DICTIONARIES)
    return word in CHANGES_A_LINK and receiver.split(".")[-1] in links


def writes_outside_actions(modules: Iterable[Module]) -> list[str]:
    """Return every write that does not stand in an actions.py."""
    modules = list(modules)
    links = names_of_many_links(modules)
    return [
        f"{module.at(node)} {ast.unparse(node.func)}"
        for module in modules
        if not is_a_place_for_writing(module)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and is_a_write(node, links)
    ]


def test_only_actions_write():
    assert writes_outside_actions(samsyn()) == []


@pytest.mark.parametrize(
    "line",
    [
        "picture.save(update_fields=['locked_at'])",
        "form.save()",
        "Observation.objects.create(text='x')",
        "Observation.objects.filter(id=1).update(text='')",
        "observation.delete()",
        "Category.objects.get_or_create(code='E1')",
        "seat.groups.add(group)",
    ],
)
@pytest.mark.parametrize("door", ["web/picture/views.py", "cli/commands.py", "jobs/weekly.py", "demo/town.py"])
def test_a_write_outside_actions_is_seen(line, door):
    model = sample("samsyn/ground/people/models.py", "groups = models.ManyToManyField(Group)")
    assert writes_outside_actions([model, sample(f"samsyn/{door}", line)]) == [
        f"samsyn/{door}:1 {line.split('(')[0]}"
    ] or (line.startswith("Observation.objects.filter"))
    assert writes_outside_actions([model, sample("samsyn/method/pictures/actions.py", line)]) == []


@pytest.mark.parametrize(
    "line", ["digest.update(b'x')", "names.update(more)", "font.save('a.ttf')", "request.session.save()", "seen.add(1)"]
)
def test_what_is_not_a_write_passes(line):
    assert writes_outside_actions([sample("samsyn/web/a.py", line)]) == []


# --- doors read through visible_to --------------------------------------------------------------

DOORS = ("web", "cli", "exchange", "documents")
WAYS_IN = {"visible_to", "published", "at", "for_address", "none", "model"}
THE_GATE = "samsyn/web/guard.py"  # finds the municipality in the address
OUTSIDE_TENANCY = {
    ("cli", "Municipality"),  # whoever runs the machine names both the municipality …
    ("cli", "User"),  # … and the person
    ("documents", "Area"),  # a paper has no reader yet: its map is drawn on the picture's own municipality
    ("documents", "BaseMap"),
}
BY_ID = {"get_object_or_404", "get_list_or_404"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def careless_reads(modules: Iterable[Module]) -> list[str]:
    """Return reads in doors that do not begin with who is looking."""
    return [
        f"{module.at(node)} {ast.unparse(node)[:80]}"
        for module in modules
        if module.room in DOORS and module.path != THE_GATE and not is_a_place_for_writing(module)
        for node in careless_nodes(module)
    ]


def careless_nodes(module: Module) -> Iterator[ast.AST]:
    """Yield `Model.objects` that is not followed by a way in, and `get_object_or_404(Model, …)`."""
    followed = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            followed[node.value] = node.attr
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and followed.get(node) not in WAYS_IN:
            if (module.room, dotted_name(node.value)) not in OUTSIDE_TENANCY:
                yield node
        elif isinstance(node, ast.Call) and node.args and dotted_name(node.func).split(".")[-1] in BY_ID:
            if isinstance(node.args[0], ast.Name) and node.args[0].id[:1].isupper():
                yield node


def test_doors_read_what_the_member_may_see():
    assert careless_reads(samsyn()) == []


@pytest.mark.parametrize(
    "line",
    [
        "rows = Observation.objects.filter(id=id)",
        "rows = Observation.objects.all().visible_to(member)",
        "row = get_object_or_404(Observation, id=id)",
        "manager = Observation._default_manager",
        "rows = list(Observation.objects)",
    ],
)
@pytest.mark.parametrize("door", DOORS)
def test_a_careless_read_is_seen(line, door):
    assert len(careless_reads([sample(f"samsyn/{door}/views.py", line)])) == 1


def test_a_careful_read_passes():
    text = (
        "row = get_object_or_404(Observation.objects.visible_to(member), id=id)\ntown = Municipality.objects.at(slug)\n"
    )
    assert careless_reads([sample("samsyn/web/map/views.py", text)]) == []


# --- size ---------------------------------------------------------------------------------------

BUDGET = {"function": 60, "most functions": 35, "median function": 8, "file": 600, "most files": 400, "settings": 250}


def length(node: ast.AST) -> int:
    """Return how many lines a function's body has, its docstring not counted."""
    body = node.body  # type: ignore[attr-defined]
    first = body[0]
    explained = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    if explained and len(body) == 1:
        return 1
    start = body[1].lineno if explained else first.lineno
    return node.end_lineno - start + 1  # type: ignore[attr-defined]


def too_long(modules: Iterable[Module]) -> list[str]:
    """Return files and functions above the hard caps."""
    found = []
    for module in modules:
        lines = module.text.count("\n")
        cap = BUDGET["settings"] if module.path.endswith("config/settings.py") else BUDGET["file"]
        if lines > cap:
            found.append(f"{module.path}: {lines} lines")
        found += [
            f"{module.at(f)} {f.name}: {length(f)} lines" for f in functions(module) if length(f) > BUDGET["function"]
        ]
    return found


def share_within(numbers: list[int], cap: int) -> float:
    """Return the share of numbers not above a cap."""
    return sum(number <= cap for number in numbers) / max(len(numbers), 1)


def test_nothing_is_too_long():
    assert too_long(without_migrations(samsyn())) == []


def test_most_of_the_code_is_short():
    modules = list(without_migrations(samsyn()))
    lengths = [length(function) for module in modules for function in functions(module)]
    assert statistics.median(lengths) <= BUDGET["median function"]
    assert share_within(lengths, BUDGET["most functions"]) >= 0.95
    assert share_within([module.text.count("\n") for module in modules], BUDGET["most files"]) >= 0.95


def test_scripts_and_styles_are_short_too():
    written = [
        p
        for kind in ("*.js", "*.css", "*.typ", "*.html")
        for p in (ROOT / "samsyn").rglob(kind)
        if "vendor" not in p.parts
    ]
    assert [
        f"{p.name}: {n}" for p in written if (n := p.read_text(encoding="utf-8").count("\n")) > BUDGET["file"]
    ] == []


def test_too_long_is_seen():
    long_function = sample("samsyn/web/a.py", "def f():\n" + "    x = 1\n" * 61)
    long_file = sample("samsyn/web/b.py", "x = 1\n" * 601)
    long_settings = sample("samsyn/config/settings.py", "x = 1\n" * 251)
    assert too_long([long_function, long_file, long_settings]) == [
        "samsyn/web/a.py:1 f: 61 lines",
        "samsyn/web/b.py: 601 lines",
        "samsyn/config/settings.py: 251 lines",
    ]
    assert share_within([1, 2, 500], 400) < 0.95


# --- explained ----------------------------------------------------------------------------------


NOT_TABLES = ("QuerySet", "Manager")


def unexplained(modules: Iterable[Module]) -> list[str]:
    """Return models, verbs and analyses without a sentence of what they are."""
    found = []
    for module in modules:
        last = module.path.split("/")[-1]
        for node in module.tree.body:
            is_model = last == "models.py" and isinstance(node, ast.ClassDef) and not node.name.endswith(NOT_TABLES)
            is_verb = isinstance(node, ast.FunctionDef) and (last == "actions.py" or module.room == "analysis")
            if (is_model or is_verb) and not node.name.startswith("_") and not ast.get_docstring(node):
                found.append(f"{module.at(node)} {node.name}")
        if not ast.get_docstring(module.tree) and module.text.strip() and not last.endswith(("apps.py", "urls.py")):
            found.append(module.path)
    return found


def test_models_verbs_and_analyses_are_explained():
    assert unexplained(without_migrations(samsyn())) == []


def test_the_unexplained_is_seen():
    modules = [
        sample("samsyn/method/pictures/models.py", '"""Pictures."""\nclass Picture:\n    x = 1\n'),
        sample("samsyn/method/pictures/actions.py", '"""Verbs."""\ndef lock_picture(): ...\ndef _inner(): ...\n'),
        sample("samsyn/analysis/change.py", '"""Change."""\ndef change(): ...\n'),
        sample("samsyn/web/a.py", "x = 1\n"),
    ]
    assert [line.split()[-1] for line in unexplained(modules)] == [
        "Picture",
        "lock_picture",
        "change",
        "samsyn/web/a.py",
    ]


# --- keyword-only -------------------------------------------------------------------------------


def positional_parameters(modules: Iterable[Module]) -> list[str]:
    """Return verbs that take more than one parameter by position."""
    found = []
    for module in modules:
        if module.path.endswith("/actions.py"):
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and len(node.args.args) > 1:
                    found.append(f"{module.at(node)} {node.name}")
    return found


def test_verbs_take_their_parameters_by_name():
    assert positional_parameters(samsyn()) == []


def test_a_verb_with_nameless_parameters_is_seen():
    breach = sample("samsyn/method/pictures/actions.py", "def lock(picture, by): ...\ndef note(what, *, by): ...\n")
    assert positional_parameters([breach]) == ["samsyn/method/pictures/actions.py:1 lock"]


# --- names --------------------------------------------------------------------------------------

DRAWERS = {"utils", "util", "common", "helpers", "core", "services", "misc", "managers"}


def drawers(modules: Iterable[Module]) -> list[str]:
    """Return modules whose name says nothing: they fill up."""
    return [module.path for module in modules if DRAWERS & set(module.dotted.split("."))]


def test_every_file_is_named_after_its_subject():
    assert drawers(samsyn()) == []


def test_a_drawer_is_seen():
    assert drawers([sample("samsyn/web/utils.py", ""), sample("samsyn/ground/services/x.py", "")]) == [
        "samsyn/web/utils.py",
        "samsyn/ground/services/x.py",
    ]


def test_the_wheel_and_the_code_ask_for_the_same_python():
    assert project()["tool"]["ruff"]["target-version"] == "py311"
    assert project()["project"]["requires-python"] == ">=3.11"
