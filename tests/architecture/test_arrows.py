"""Fence: arrows go downwards only, also those that need no import (architecture section 3)."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source import (
    PACKAGE,
    ROOT,
    Module,
    Stairs,
    dotted_name,
    imported_names,
    project,
    room_of,
    sample,
    samsyn,
    stairs,
    without_migrations,
)

LINKS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


# --- the import contracts -----------------------------------------------------------------------


def rooms_on_disk(folder: Path) -> set[str]:
    """Return the names of rooms (packages and modules) in a folder."""
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return packages | {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}


def brackets_to_take_off(steps: Stairs, package: Path) -> list[str]:
    """Return rooms that stand in brackets although they are built."""
    found = []
    for container, bracketed in steps.bracketed.items():
        folder = package.joinpath(*container.split(".")[1:])
        found += [f"{container}.{room}" for room in sorted(bracketed & rooms_on_disk(folder))]
    return found


def missing_contracts(ids: set[str], package: Path) -> list[str]:
    """Return contracts that must stand in pyproject.toml now that their room is built."""
    needed = {"floors", "method", "ground", "pure", "dry", "circles"}
    if (package / "public").exists():
        needed.add("public")
    return sorted(needed - ids)


def test_a_room_that_is_built_has_no_brackets():
    assert brackets_to_take_off(stairs(), PACKAGE) == []


def test_a_bracket_left_on_is_seen(tmp_path):
    (tmp_path / "samsyn" / "method" / "readiness").mkdir(parents=True)
    (tmp_path / "samsyn" / "method" / "readiness" / "__init__.py").touch()
    assert brackets_to_take_off(stairs(), tmp_path / "samsyn") == ["samsyn.method.readiness"]


def test_every_contract_is_there_and_none_has_exceptions():
    contracts = project()["tool"]["importlinter"]["contracts"]
    assert missing_contracts({contract["id"] for contract in contracts}, PACKAGE) == []
    assert not [contract["id"] for contract in contracts if "ignore_imports" in contract]


def test_a_missing_contract_is_seen(tmp_path):
    (tmp_path / "public").mkdir()
    assert missing_contracts({"floors", "method", "ground", "pure", "dry"}, tmp_path) == ["circles", "public"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    """Run import-linter in a folder with the project's own contracts."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": "."})


@pytest.mark.slow
def test_the_import_contracts_hold():
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout


BREACHES = {
    "analysis/weeks.py": "import django\nimport os",  # pure
    "ground/places/models.py": "import samsyn.ground.people.models",  # ground: lower imports upper
    "ground/people/models.py": "import samsyn.method.pictures.models",  # floors
    "method/observations/models.py": "import samsyn.method.indicators.models",  # method: siblings
    "method/pictures/models.py": "import samsyn.method.pictures.states",  # circles …
    "method/pictures/states.py": "import samsyn.method.pictures.models",  # … inside one room
    "exchange/readers/__init__.py": "import samsyn.ground.records",  # dry
    "web/start.py": "import samsyn.demo.town",  # door uses door
}


@pytest.fixture
def model_house(tmp_path):
    """An empty house with every room that is built, under the project's own contracts."""
    steps, bracketed = stairs().steps, stairs().bracketed
    rooms = [
        "/".join([*container.split(".")[1:], room])
        for container in steps
        for step in steps[container]
        for room in step - bracketed[container]
    ]
    for room in [*rooms, "exchange/readers", "exchange/writers"]:
        (tmp_path / "samsyn" / room).mkdir(parents=True, exist_ok=True)
    for name in [*BREACHES, "demo/town.py", "method/indicators/models.py"]:
        (tmp_path / "samsyn" / name).touch()
    for folder in [tmp_path / "samsyn", *(tmp_path / "samsyn").rglob("*/")]:
        (folder / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_an_empty_house_keeps_the_contracts(model_house):
    answer = lint_imports(model_house)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.slow
def test_every_contract_catches_a_breach(model_house):
    for name, text in BREACHES.items():
        (model_house / "samsyn" / name).write_text(text)
    said = lint_imports(model_house).stdout
    for contract in project()["tool"]["importlinter"]["contracts"]:
        assert f"{contract['name']} BROKEN" in said, said


@pytest.mark.slow
@pytest.mark.parametrize("name", ["surprise", "method/surprise", "ground/surprise"])
def test_a_room_without_a_place_is_seen(model_house, name):
    (model_house / "samsyn" / name).mkdir()
    (model_house / "samsyn" / name / "__init__.py").touch()
    answer = lint_imports(model_house)
    assert answer.returncode != 0
    assert "surprise" in answer.stdout


# --- type-only imports --------------------------------------------------------------------------


def type_only_imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield what a module imports under `if TYPE_CHECKING:`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.If) and dotted_name(node.test).split(".")[-1] == "TYPE_CHECKING":
            for inner in ast.walk(node):
                if isinstance(inner, ast.ImportFrom) and inner.module:
                    yield inner, inner.module
                elif isinstance(inner, ast.Import):
                    yield from ((inner, alias.name) for alias in inner.names)


def type_only_climbs(modules: Iterable[Module], steps: Stairs) -> list[str]:
    """Return type-only imports that point upwards or sideways; import-linter does not look at them."""
    return [
        f"{module.at(node)} {name}"
        for module in modules
        for node, name in type_only_imports(module)
        if name.startswith("samsyn.") and not steps.may_know(module.room, room_of(name))
    ]


def test_type_only_imports_obey_the_floors():
    assert type_only_climbs(samsyn(), stairs()) == []


@pytest.mark.parametrize(
    "line", ["from samsyn.method.pictures.models import X", "import samsyn.method.indicators.tables"]
)
def test_a_type_only_import_that_climbs_is_seen(line):
    text = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {line}\n"
    breach = sample("samsyn/method/observations/models.py", text)
    assert type_only_climbs([breach], stairs()) == [f"samsyn/method/observations/models.py:3 {line.split()[1]}"]


# --- links between tables -----------------------------------------------------------------------


def links(module: Module) -> Iterator[tuple[ast.Call, str, bool]]:
    """Yield each link between tables: the call, the room it points to, and whether it has a way back."""
    names = imported_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted_name(node.func).split(".")[-1] in LINKS and node.args:
            target = node.args[0]
            back = {word.arg: word.value for word in node.keywords}.get("related_name")
            has_way_back = not (isinstance(back, ast.Constant) and back.value == "+")
            yield node, room_of_target(target, names, module), has_way_back


def room_of_target(target: ast.expr, names: dict[str, str], module: Module) -> str:
    """Return the room a link points to, whether it is written as a class or as a string."""
    if isinstance(target, ast.Constant) and isinstance(target.value, str):
        label = target.value.split(".")[0] if "." in target.value else ""
        return room_of_label(label) if label else module.room
    if dotted_name(target).endswith("AUTH_USER_MODEL"):
        return room_of_label("people")
    full = names.get(dotted_name(target).split(".")[0], "")
    return room_of(full) if full.startswith("samsyn.") else module.room


def room_of_label(label: str) -> str:
    """Return the room with an app label: the label is the room's last word."""
    for container, steps in stairs().steps.items():
        if any(label in step for step in steps):
            return ".".join([*container.split(".")[1:], label])
    return label


def ways_back(modules: Iterable[Module]) -> list[str]:
    """Return links between rooms that could be followed backwards."""
    return [
        module.at(node)
        for module in without_migrations(modules)
        for node, room, has_way_back in links(module)
        if room != module.room and has_way_back
    ]


def climbing_links(modules: Iterable[Module], steps: Stairs) -> list[str]:
    """Return links, also those written as strings, that point upwards or sideways."""
    return [
        f"{module.at(node)} → {room}"
        for module in without_migrations(modules)
        for node, room, _ in links(module)
        if not steps.may_know(module.room, room)
    ]


def test_links_between_rooms_have_no_way_back():
    assert ways_back(samsyn()) == []


def test_links_point_downwards():
    assert climbing_links(samsyn(), stairs()) == []


def test_a_way_back_is_seen():
    text = "from samsyn.ground.places.models import Place\nx = models.ForeignKey(Place, models.PROTECT)\n"
    inside = "y = models.ForeignKey('self', models.PROTECT)\nz = models.ForeignKey(Observation, models.PROTECT)\n"
    breach = sample("samsyn/method/observations/models.py", text + inside)
    assert ways_back([breach]) == ["samsyn/method/observations/models.py:2"]
    mended = sample("samsyn/method/observations/models.py", text.replace("PROTECT)", "PROTECT, related_name='+')"))
    assert ways_back([mended]) == []


@pytest.mark.parametrize(
    ("path", "target", "room"),
    [
        ("samsyn/method/observations/models.py", '"measures.Measure"', "method.measures"),
        ("samsyn/ground/audit/models.py", "settings.AUTH_USER_MODEL", "ground.people"),
        ("samsyn/method/indicators/models.py", '"observations.Observation"', "method.observations"),
    ],
)
def test_a_link_that_climbs_is_seen(path, target, room):
    breach = sample(path, f'x = models.ForeignKey({target}, models.PROTECT, related_name="+")')
    assert climbing_links([breach], stairs()) == [f"{path}:1 → {room}"]


# --- reverse names in use -----------------------------------------------------------------------


FORWARD = {"area_set"}  # a field of its own, not a way back


def reverse_names_in_templates(pages: dict[str, str]) -> list[str]:
    """Return templates that follow Django's automatic way back, `something_set`."""
    found = {name: set(re.findall(r"\b(\w+_set)\b[.|\s]", text)) - FORWARD for name, text in pages.items()}
    return [name for name, words in found.items() if words]


def test_no_page_looks_back_through_a_link():
    pages = {path.as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html")}
    assert reverse_names_in_templates(pages) == []


def test_a_page_that_looks_back_is_seen():
    assert reverse_names_in_templates({"a": "{{ x.problem_set.all }}", "b": "{{ x.set }} {{ area_set.name }}"}) == ["a"]
